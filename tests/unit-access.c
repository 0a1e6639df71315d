/* Chapter access: hashes and passwords, ranges of addresses, user files. */
#include "unit.h"

static char hex_text[64];

static const char *
hex(const char *p, int n)
{
    int i;

    for (i = 0; i < n; i++) {
        sprintf(hex_text + 2 * i, "%02x", (unsigned char) p[i]);
    }
    return hex_text;
}

/* Byte i of n is (i * 7 + n) % 251. */
static const struct {
    int n;
    const char *md5, *sha1;
} sums[] = {
    { 0, "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
    { 1, "55a54008ad1ba589aa210d2629c1df41", "bf8b4530d8d246dd74ac53a13471bba17941dff7" },
    { 3, "c9aee4810523ef8658121b8d492c6b41", "4201de9f98cb0a9b8cf52398be7802b55d45266a" },
    { 54, "3e3598d9014555a130fbbf6fb35859ec", "1c05924103b7787f5f3a499a1c7cd2643c6ee2d0" },
    { 55, "c4f7a596fd044675728399e605766107", "04f893eac3e6c3714b48ab7525103f7327b45271" },
    { 56, "870790e1df8b8ea4beb3e002d45cf18d", "5b05376842a5618186792e2ba9882a47ab8a8f61" },
    { 57, "fc30a959910237fcfae1c52bb2e674b5", "11b78e8f44314c4c2fca00c65e6167899b45eb90" },
    { 63, "87d902f847f4e841f5ff6061bd6d6e33", "bc8885075e915702462e23b6c0f2c099b9d721ca" },
    { 64, "d53d88b9c478672e5fb200324158f02e", "6304fccb5005d7307678d2013e0e243c3054db5c" },
    { 65, "f86b3cccf8ef12ea82a505632db0e9b4", "044772bb5a735b181623d9a5b4d4e55dcda6e0b4" },
    { 119, "5a74003039c1d72a88148184ab24559a", "cd5b017eba674e96bddd0b78cbbada2dfe731030" },
    { 120, "f9b7a40763fc0331e10dacd92aa5c3ce", "8d376d7d411a376cb262704eb6cdfb956839ac8f" },
    { 128, "921f0558bc42b9779a5f0b62c383f1cb", "def0a6760ecba9b705b0eb5b458c81af717db1f9" },
    { 1000, "05057e6e220d85a40445833ab84fa26b", "7f9bb0e12f465c85f91c9d1d61070d1af6e7182c" },
};

static void
test_sums(void)
{
    char sum[20], *in = conn_self.out;
    size_t k;
    int i, n;

    for (k = 0; k < sizeof(sums) / sizeof(*sums); k++) {
        n = sums[k].n;
        for (i = 0; i < n; i++) {
            in[i] = (char) ((i * 7 + n) % 251);
        }
        access_sum(access_md5, in, in + n, sum);
        check(strcmp(hex(sum, 16), sums[k].md5) == 0, "MD5 of %d bytes: %s", n,
              hex_text);
        access_sum(access_sha1, in, in + n, sum);
        check(strcmp(hex(sum, 20), sums[k].sha1) == 0, "SHA-1 of %d bytes: %s",
              n, hex_text);
    }
}

#define X100 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
             "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
    const char *given, *right;
    int want;
} passwords[] = {
    { "secret", "{PLAIN}secret", 0 }, { "secre", "{PLAIN}secret", 401 },
    { "secrett", "{PLAIN}secret", 401 }, { "secretsecret", "{PLAIN}secret", 401 },
    { "", "{PLAIN}secret", 401 }, { "", "{PLAIN}", 0 }, { "x", "{PLAIN}", 401 },
    { "Secret", "{PLAIN}secret", 401 },
    { "secret", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", 0 },
    { "secret", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfU=", 401 },
    { "secrets", "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", 401 },
    { "secret", "{SHA}5en6G6MezRroT3XKqkdPOmY/", 401 },
    { "secret", "{SHA}", 401 }, { "", "{SHA}", 401 },
    { "secret", "{SHA}*", 401 }, { "secret", "{SSHA}*", 401 },
    { "secret", "{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0", 0 },
    { "secret", "{SHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0", 401 },
    { "secret", "{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx1", 401 },
    { "Secret", "{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0", 401 },
    { "secret", "{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", 0 },
    { "secret", "{SSHA}", 401 }, { "", "{SSHA}", 401 },
    { "secret", "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0", 0 },
    { "secreu", "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0", 401 },
    { "secret", "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ1", 401 },
    { "secret", "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ", 401 },
    { "secret", "$apr1$saltsalt$LrttParrLPdxvgutaSXWJ00", 401 },
    { "", "$apr1$abc$BfqKdn9xFDWJPa3kcp/PH0", 0 },
    { X100, "$apr1$12345678$yiFoyfrrVNwrIepED8sjv0", 0 },
    { X100 "x", "$apr1$12345678$yiFoyfrrVNwrIepED8sjv0", 401 },
    { "secret", "$apr1$", 401 }, { "secret", "$apr1$$", 401 },
    { "secret", "$1$saltsalt$9xy1btjgzLYfb7hivXtC//", 500 },  /* no libcrypt */
    { "secret", "", 500 }, { "secret", "secret", 500 }, { "", "", 500 },
};

static struct loc top;
static struct conn client = { .family = AF_INET };
static struct req req = { .c = &client, .loc = &top };

static void
test_passwords(void)
{
    char right[ACCESS_LINE], *long_one = malloc(CONN_OUT);
    size_t k;
    int rc;

    for (k = 0; k < sizeof(passwords) / sizeof(*passwords); k++) {
        strcpy(right, passwords[k].right);
        rc = access_password(&req, str_span(passwords[k].given), right);
        check(rc == passwords[k].want || (RPD_HAVE_CRYPT && rc == 401),
              "\"%.20s\" for %s: %d", passwords[k].given, passwords[k].right, rc);
    }
    memset(long_one, 'x', CONN_OUT - 1);
    long_one[CONN_OUT - 1] = '\0';
    strcpy(right, "$apr1$12345678$yiFoyfrrVNwrIepED8sjv0");
    check(access_password(&req, str_span(long_one), right) == 401,
          "a very long password");
    long_one[CONN_OUT / 4] = '\0';
    check(access_password(&req, str_span(long_one), right) == 401,
          "a long password");
    check(conn_self.out[0] == 0 && conn_self.out[CONN_OUT / 4] == 0,
          "what was hashed is forgotten");
    free(long_one);
}

static const struct {
    const char *text, *want;    /* NULL: no base64 */
} bases[] = {
    { "", "" }, { "YQ==", "a" }, { "YQ", "a" }, { "YWI=", "ab" },
    { "YWJj", "abc" }, { "YWJjZA==", "abcd" }, { "+/+/", "\xfb\xff\xbf" },
    { "YWJjZ", NULL }, { "Y", NULL }, { "YW J", NULL }, { "YWJj\n", NULL },
    { "YWJ_", NULL }, { "YWJ-", NULL }, { "=", "" }, { "YQ=*", "a" },
    { "\xc3\xa9", NULL }, { "09az", "\xd3\xd6\xb3" }, { "AZ[", NULL },
    { "A@B", NULL }, { "a`b", NULL }, { "a{b", NULL },
};

static void
test_base64(void)
{
    char to[32];
    size_t k;
    long n;

    for (k = 0; k < sizeof(bases) / sizeof(*bases); k++) {
        n = str_base64(to, str_span(bases[k].text));
        check(bases[k].want == NULL ? n == -1
              : n == (long) strlen(bases[k].want)
              && memcmp(to, bases[k].want, (size_t) n) == 0, "base64 \"%s\": %ld",
              bases[k].text, n);
    }
}

/* A user file, and what is found for a user; NULL: nothing. */
static const struct {
    const char *file, *user, *want;
} users[] = {
    { "a:1\nb:2\n", "a", "1" }, { "a:1\nb:2\n", "b", "2" },
    { "a:1\nb:2", "b", "2" }, { "a:1\r\nb:2\r\n", "a", "1" },
    { "a:1:comment\n", "a", "1" }, { "a:1\na:2\n", "a", "1" },
    { "#a:1\na:2\n", "a", "2" }, { "#a:1\n", "#a", NULL },
    { "a:1\n", "", NULL }, { ":1\n", "", "1" }, { "a:1\n", "aa", NULL },
    { "aa:1\na:2\n", "a", "2" }, { "a:1\naa:2\n", "aa", "2" },
    { "a b:1\n", "a b", "1" }, { " a:1\n", "a", NULL }, { "a:\n", "a", "" },
    { "a\n", "a", NULL }, { "a", "a", NULL }, { "", "a", NULL },
    { "\n\n\na:1\n", "a", "1" }, { "b\na:1\n", "a", "1" },
    { "b:a:1\n", "a", NULL }, { "a:1", "a", "1" }, { "a:", "a", "" },
    { "\xc3\xa9:1\n", "\xc3\xa9", "1" },
};

static int
found(const char *text, size_t n, const char *user, char *to)
{
    FILE *f = tmpfile();
    int rc;

    fwrite(text, 1, n, f);
    rewind(f);
    rc = access_find(fileno(f), str_span(user), to);
    fclose(f);
    return rc;
}

static void
test_users(void)
{
    char to[ACCESS_LINE], *big = malloc(20000);
    size_t k, n;
    int rc;

    for (k = 0; k < sizeof(users) / sizeof(*users); k++) {
        rc = found(users[k].file, strlen(users[k].file), users[k].user, to);
        check(users[k].want == NULL ? rc == -1
              : rc == 0 && strcmp(to, users[k].want) == 0, "\"%s\" in \"%s\": %d",
              users[k].user, users[k].file, rc);
    }
    for (n = 480; n < 540; n++) {       /* around the longest password */
        memset(big, 'x', n);
        memcpy(big, "a:", 2);
        strcpy(big + n, "\nb:2\n");
        rc = found(big, n + 5, "a", to);
        k = n - 2 < ACCESS_LINE ? n - 2 : ACCESS_LINE - 1;
        check(rc == 0 && strlen(to) == k, "a password of %zu bytes: %zu", n - 2,
              strlen(to));
        check(found(big, n + 5, "b", to) == 0 && strcmp(to, "2") == 0,
              "the line behind %zu bytes", n);
    }
    memset(big, 'a', 20000);
    check(found(big, 20000, "a", to) == -1, "a line without end");
    memcpy(big + 19990, "\na:1\n", 5);
    check(found(big, 20000, "a", to) == 0 && strcmp(to, "1") == 0,
          "a line behind it");
    memcpy(big, "a\0:1\n", 5);
    check(found(big, 5, "a", to) == -1, "a NUL in a name");
    free(big);
}

static const struct {
    const char *range, *in, *out;       /* in NULL: it is no range */
    int rc;
} ranges[] = {
    { "1.2.3.4", "1.2.3.4", "1.2.3.5", 0 }, { "1.2.3.4/32", "1.2.3.4", "1.2.3.5", 0 },
    { "1.2.3.4/31", "1.2.3.5", "1.2.3.6", 0 }, { "1.2.3.0/24", "1.2.3.255", "1.2.4.0", 0 },
    { "1.2.3.4/24", "1.2.3.0", "1.2.2.4", 1 }, { "128.0.0.0/1", "255.0.0.1", "127.0.0.1", 0 },
    { "10.0.0.0/9", "10.127.255.255", "10.128.0.0", 0 }, { "0.0.0.0/0", "1.2.3.4", "::1", 0 },
    { "1.0.0.0/0", "1.2.3.4", "::", 1 }, { "::/0", "2001::1", "1.2.3.4", 0 },
    { "::1", "::1", "::2", 0 }, { "2001:db8::/33", "2001:db8:7fff::", "2001:db8:8000::", 0 },
    { "2001:db8::/127", "2001:db8::1", "2001:db8::2", 0 }, { "2001:db8::3/127", "2001:db8::2", "2001:db8::1", 1 },
    { "1.2.3.4", "::ffff:1.2.3.4", "::ffff:1.2.3.5", 0 }, { "::ffff:1.2.3.4", "::ffff:1.2.3.4", "1.2.3.4", 0 },
    { "1.2.3.4/33", NULL, NULL, -1 }, { "::1/129", NULL, NULL, -1 }, { "1.2.3", NULL, NULL, -1 },
    { "1.2.3.4/", NULL, NULL, -1 }, { "1.2.3.4/x", NULL, NULL, -1 }, { "/24", NULL, NULL, -1 },
    { "1.2.3.4/-1", NULL, NULL, -1 }, { "1.2.3.4 ", NULL, NULL, -1 }, { "", NULL, NULL, -1 },
    { "1.2.3.4:80", NULL, NULL, -1 }, { "[::1]", NULL, NULL, -1 }, { "1.2.3.4/8/8", NULL, NULL, -1 },
    { "1234:1234:1234:1234:1234:1234:123.123.123.123.123", NULL, NULL, -1 },
};

static void
test_ranges(void)
{
    unsigned char ip[16];
    struct cidr range;
    size_t k;
    int rc;

    for (k = 0; k < sizeof(ranges) / sizeof(*ranges); k++) {
        memset(&range, 0, sizeof(range));
        rc = sock_cidr(ranges[k].range, &range);
        check(rc == ranges[k].rc, "%s: %d", ranges[k].range, rc);
        if (ranges[k].in != NULL) {
            rc = sock_ip(str_span(ranges[k].in), ip);
            check(sock_match(&range, rc, ip) == &range, "%s is in %s",
                  ranges[k].in, ranges[k].range);
            rc = sock_ip(str_span(ranges[k].out), ip);
            check(sock_match(&range, rc, ip) == NULL, "%s is not in %s",
                  ranges[k].out, ranges[k].range);
            check(sock_match(&range, AF_UNIX, ip) == NULL, "unix: is not in %s",
                  ranges[k].range);
        }
    }
    memset(&range, 0, sizeof(range));
    check(sock_match(&range, AF_UNIX, ip) == &range, "unix: is in all");
    check(sock_match(&range, AF_INET6, ip) == &range, "IPv6 is in all");
    check(sock_cidr("unix:", &range) == 0 && range.family == AF_UNIX, "unix:");
    check(sock_match(&range, AF_UNIX, ip) == &range, "unix: is in unix:");
    check(sock_match(&range, AF_INET, ip) == NULL, "IPv4 is not in unix:");
    check(sock_match(NULL, AF_INET, ip) == NULL, "no list");
}

static const struct {
    const char *ip;
    int is_private;
} privates[] = {
    { "10.0.0.0", 1 }, { "10.255.255.255", 1 }, { "9.255.255.255", 0 }, { "11.0.0.0", 0 },
    { "172.16.0.0", 1 }, { "172.31.255.255", 1 }, { "172.15.255.255", 0 }, { "172.32.0.0", 0 },
    { "192.168.0.0", 1 }, { "192.168.255.255", 1 }, { "192.167.255.255", 0 }, { "192.169.0.0", 0 },
    { "100.64.0.0", 1 }, { "100.127.255.255", 1 }, { "100.63.255.255", 0 }, { "100.128.0.0", 0 },
    { "169.254.0.0", 1 }, { "169.254.255.255", 1 }, { "169.253.0.0", 0 }, { "169.255.0.0", 0 },
    { "127.0.0.1", 1 }, { "127.255.255.255", 1 }, { "126.0.0.1", 0 }, { "128.0.0.1", 0 },
    { "1.1.1.1", 0 }, { "255.255.255.255", 0 }, { "252.0.0.1", 0 }, { "254.128.0.1", 0 },
    { "::1", 1 }, { "fc00::", 1 }, { "fdff:ffff::1", 1 }, { "fbff::1", 0 }, { "fe00::1", 0 },
    { "fe80::1", 1 }, { "febf::1", 1 }, { "fe7f::1", 0 }, { "fec0::1", 0 },
    { "2001:db8::1", 0 }, { "a00::1", 0 }, { "c0a8::1", 0 }, { "7f00::1", 0 },
    { "::ffff:192.168.1.1", 1 }, { "::ffff:127.0.0.1", 1 }, { "::ffff:1.1.1.1", 0 },
};

static void
test_private(void)
{
    unsigned char ip[16];
    size_t k;
    int rc;

    for (k = 0; k < sizeof(privates) / sizeof(*privates); k++) {
        rc = access_private(sock_ip(str_span(privates[k].ip), ip), ip);
        check(rc == privates[k].is_private, "%s: %d", privates[k].ip, rc);
    }
}

int
main(void)
{
    test_private();
    test_sums();
    test_passwords();
    test_base64();
    test_users();
    test_ranges();
    return failed;
}
