/* Chapter str: numbers, sizes, times, paths, distances of words, hex. */
#include "unit.h"

static const struct {
    const char *text;
    long long num, size, time;
} numbers[] = {
    { "", -1, -1, -1 }, { "0", 0, 0, 0 }, { "7", 7, 7, 7000 },
    { "90", 90, 90, 90000 }, { "007", 7, 7, 7000 }, { "-1", -1, -1, -1 },
    { "+1", -1, -1, -1 }, { " 1", -1, -1, -1 }, { "1 ", -1, -1, 1000 },
    { "1:", -1, -1, -1 }, { "1/", -1, -1, -1 }, { "1.5", -1, -1, -1 },
    { "0x10", -1, -1, -1 }, { "1k", -1, 1024, -1 }, { "1K", -1, 1024, -1 },
    { "3m", -1, 3 << 20, 180000 }, { "2g", -1, 2LL << 30, -1 },
    { "3M", -1, 3 << 20, 3 * 2592000000LL }, { "k", -1, -1, -1 },
    { "1kk", -1, -1, -1 }, { "1km", -1, -1, -1 }, { "1t", -1, -1, -1 },
    { "999999999999999999", 999999999999999999, 999999999999999999, -1 },
    { "1000000000000000000", 1000000000000000000, 1000000000000000000, -1 },
    { "9223372036854775807", LLONG_MAX, LLONG_MAX, -1 },
    { "9223372036854775808", -1, -1, -1 }, { "18446744073709551617", -1, -1,
      -1 }, { "9007199254740991k", -1,
      9007199254740991LL << 10, -1 }, { "9007199254740992k", -1, -1, -1 },
    { "8589934591g", -1, 8589934591LL << 30, -1 }, { "8589934592g", -1, -1, -1 },
    { "30s", -1, -1, 30000 }, { "1ms", -1, -1, 1 }, { "500ms", -1, -1, 500 },
    { "2h", -1, -1, 7200000 }, { "1d", -1, -1, 86400000 },
    { "1w", -1, -1, 604800000 }, { "1y", -1, -1, 31536000000 },
    { "1m30s", -1, -1, 90000 }, { "1h 30m", -1, -1, 5400000 },
    { "1d2h3m4s5ms", -1, -1, 93784005 }, { "1m  30", -1, -1, 90000 },
    { "30s1m", -1, -1, -1 }, { "1m1m", -1, -1, -1 }, { "1 1", -1, -1, -1 },
    { "1s1", -1, -1, -1 }, { "1m1", -1, -1, 61000 }, { "1ms1s", -1, -1, -1 },
    { "1x", -1, -1, -1 }, { "s", -1, -1, -1 }, { "1S", -1, -1, -1 },
    { "1 s", -1, -1, -1 }, { "1msx", -1, -1, -1 },
    { "2147483647", 2147483647, 2147483647, 2147483647000 },
    { "2147483648", 2147483648, 2147483648, -1 },
    { "2147483647ms", -1, -1, 2147483647 }, { "2147483648ms", -1, -1, -1 },
    { "68y", -1, -1, 68 * 31536000000 }, { "69y", -1, -1, -1 },
    { "68y2147483647s", -1, -1, -1 }, { "35791394m", -1, 35791394LL << 20,
      2147483640000 }, { "35791395m", -1, 35791395LL << 20, -1 },
};

static const struct {
    const char *in, *merged, *kept;     /* NULL: refused */
} paths[] = {
    { "/", "/", "/" }, { "/a", "/a", "/a" }, { "/a/", "/a/", "/a/" },
    { "//", "/", "//" }, { "/a//b", "/a/b", "/a//b" }, { "/.", "/", "/" },
    { "///a///", "/a/", "///a///" }, { "/./", "/", "/" },
    { "/a/.", "/a/", "/a/" }, { "/a/./b", "/a/b", "/a/b" },
    { "/..", NULL, NULL }, { "/../", NULL, NULL }, { "/../a", NULL, NULL },
    { "/a/..", "/", "/" }, { "/a/../", "/", "/" }, { "/a/../b", "/b", "/b" },
    { "/a/b/../c", "/a/c", "/a/c" }, { "/a/../..", NULL, NULL },
    { "/a/b/../../..", NULL, NULL }, { "/a/b/../..", "/", "/" },
    { "/a//..", "/", "/a/" }, { "//..", NULL, "/" }, { "//../..", NULL, NULL },
    { "/...", "/...", "/..." }, { "/..a", "/..a", "/..a" },
    { "/a..", "/a..", "/a.." }, { "/.a", "/.a", "/.a" },
    { "/a.", "/a.", "/a." }, { "/.../..", "/", "/" },
    { "/a/...", "/a/...", "/a/..." }, { "/a/.b/..", "/a/", "/a/" },
    { "/%61", "/a", "/a" }, { "/%4a%4A", "/JJ", "/JJ" },
    { "/%2e", "/", "/" }, { "/%2e%2e", NULL, NULL }, { "/a/%2E.", "/", "/" },
    { "/a%2fb", "/a/b", "/a/b" }, { "/a%2f..", "/", "/" },
    { "/a/%2f", "/a/", "/a//" }, { "/%2f..", NULL, "/" }, { "/%", NULL, NULL },
    { "/%4", NULL, NULL }, { "/a%4g", NULL, NULL }, { "/%g4", NULL, NULL },
    { "/%00", NULL, NULL }, { "/a%00b", NULL, NULL }, { "/%01", "/\1", "/\1" },
    { "/%25", "/%", "/%" }, { "/%252e", "/%2e", "/%2e" },
    { "/%3f%23", "/?#", "/?#" }, { "/%7F%ff", "/\x7f\xff", "/\x7f\xff" },
    { "/%20", "/ ", "/ " }, { "/%5c..", "/\\..", "/\\.." },
};

static void
test_path(const char *in, int merge, const char *want)
{
    size_t n = strlen(in);
    char *room = malloc(n);     /* exactly: a byte more would be noticed */
    char *copy = memcpy(malloc(n), in, n);
    long got = str_path(room, (struct span) { copy, n }, merge);

    check(want == NULL ? got == -1 : got == (long) strlen(want)
          && memcmp(room, want, (size_t) got) == 0, "path %s, merge %d: %.*s",
          in, merge, got > 0 ? (int) got : 0, room);
    free(room);
    free(copy);
}

/* Whatever comes in: what comes out is clean, and clean stays as it is. */
static void
test_paths_at_random(void)
{
    static const char *const piece[] = { "/", ".", "..", "%2e", "%2F", "a" };
    char in[80], out[80], again[80];
    int i, k, bad = 0, good = 0;
    long n;

    for (i = 0; i < 20000; i++) {
        strcpy(in, "/");
        for (k = (int) (random64() % 12); k > 0; k--) {
            strcat(in, piece[random64() % 6]);
        }
        n = str_path(out, str_span(in), i & 1);
        if (n == -1) {
            continue;
        }
        good++;
        out[n] = '\0';
        bad += out[0] != '/' || strstr(out, "/../") || strstr(out, "/./")
               || (n > 2 && strcmp(out + n - 3, "/..") == 0)
               || strcmp(out + n - (n > 1 ? 2 : 1), "/.") == 0
               || ((i & 1) && strstr(out, "//"))
               || str_path(again, str_span(out), i & 1) != n
               || memcmp(again, out, (size_t) n) != 0;
    }
    check(bad == 0 && good > 5000, "random paths: %d good, %d bad", good, bad);
}

static const struct {
    const char *a, *b;
    int limit, want;
} distances[] = {
    { "", "", 2, 0 }, { "a", "", 2, 1 }, { "server", "server", 2, 0 },
    { "sserver", "server", 2, 1 }, { "sevrer", "server", 2, 1 },
    { "servr", "server", 2, 1 }, { "sarver", "server", 2, 1 },
    { "srevre", "server", 2, 2 }, { "kitten", "sitting", 3, 3 },
    { "kitten", "sitting", 2, 3 }, { "abc", "xyz", 9, 3 }, { "ca", "abc", 9, 3 },
    { "ab", "ba", 0, 1 }, { "a", "abcd", 2, 3 }, { "abcd", "a", 3, 3 },
};

static void
test_distances(void)
{
    static char a[64], b[65];
    size_t i;

    for (i = 0; i < sizeof(distances) / sizeof(*distances); i++) {
        struct span s = str_span(distances[i].a), t = str_span(distances[i].b);

        check(conf_distance(s, t, distances[i].limit) == distances[i].want
              && conf_distance(t, s, distances[i].limit) == distances[i].want,
              "distance of \"%s\" and \"%s\"", s.p, t.p);
    }
    memset(a, 'a', 63);
    memset(b, 'a', 64);
    check(conf_distance((struct span) { a, 63 }, (struct span) { b, 63 }, 2) == 0
          && conf_distance((struct span) { a, 63 }, (struct span) { b, 64 }, 2)
          == 1, "distance of long words");
}

static void
test_hex(void)
{
    static const unsigned long long v[] = { 0, 1, 9, 10, 15, 16, 0xabcdef,
        0x63a1f2d0, 1ull << 60, 1ull << 63, ULLONG_MAX };
    char want[32], got[32];
    size_t i;
    int ch, bad = 0;

    for (i = 0; i < sizeof(v) / sizeof(*v); i++) {
        snprintf(want, sizeof(want), "%llx", v[i]);
        *str_put_hex(got, v[i]) = '\0';
        check(strcmp(got, want) == 0, "hex %s", want);
        snprintf(want, sizeof(want), "%llu", v[i]);
        *str_put_num(got, v[i]) = '\0';
        check(strcmp(got, want) == 0, "number %s", want);
    }
    for (ch = 0; ch < 256; ch++) {
        const char *all = "0123456789abcdef0123456789ABCDEF";
        const char *at = ch ? strchr(all, ch) : NULL;

        bad += str_hex_digit(ch) != (at ? (int) (at - all) % 16 : -1);
        bad += str_lower(ch) != (ch < 128 ? ch >= 65 && ch <= 90 ? ch + 32 : ch : ch);
    }
    check(bad == 0, "hex digits and lower case of all bytes");
    check(str_ieq(SPAN("Host"), SPAN("hOST")) && !str_ieq(SPAN("a"), SPAN("b"))
          && !str_ieq(SPAN("a"), SPAN("ab")) && !str_ieq(SPAN("@"), SPAN("`"))
          && str_eq(SPAN(""), (struct span) { NULL, 0 })
          && !str_eq(SPAN("ab"), SPAN("aB")), "equal or not");
}

int
main(void)
{
    size_t i;
    setvbuf(stdout, NULL, _IOLBF, 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        struct span s = str_span(numbers[i].text);

        check(str_num(s) == numbers[i].num, "number \"%s\"", s.p);
        check(str_size(s) == numbers[i].size, "size \"%s\"", s.p);
        check(str_time(s) == numbers[i].time, "time \"%s\"", s.p);
    }
    for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        test_path(paths[i].in, 1, paths[i].merged);
        test_path(paths[i].in, 0, paths[i].kept);
    }
    test_paths_at_random();
    test_distances();
    test_hex();
    return failed;
}
