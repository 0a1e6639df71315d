/* Patterns: what is translated, what is refused, what they capture. */
#include "unit.h"

static struct pool *pool;

/* Does `pattern` match `text`, and is $n then `capture`? */
static void
match(const char *pattern, const char *text, int n, const char *capture)
{
    char why[256];
    regmatch_t at[RE_GROUPS];
    struct span s = str_span(text), got = { NULL, 0 };
    struct re *re = re_compile(pool, pattern, 0, why, sizeof(why));

    check(re != NULL, pattern);
    if (re == NULL) {
        return;
    }
    if (re_matches(re, s, at)) {
        got = re_capture(re, n, s, at);
    }
    check(capture ? got.p && str_eq(got, str_span(capture)) : got.p == NULL,
          pattern);
    re_free(re);
}

static void
refused(const char *pattern, const char *reason)
{
    char why[256] = "";

    check(re_compile(pool, pattern, 0, why, sizeof(why)) == NULL
          && strstr(why, reason) != NULL, pattern);
}

/* Every byte that a set of one byte or its opposite takes. */
static void
sets(void)
{
    char pattern[16], text[2] = "", why[99];
    regmatch_t at[RE_GROUPS];
    int ch, other, wrong = 0;

    for (ch = 1; ch < 128; ch++) {
        struct re *re, *not;

        snprintf(pattern, sizeof(pattern), "^[\\x%02x]$", ch);
        re = re_compile(pool, pattern, 0, why, sizeof(why));
        snprintf(pattern, sizeof(pattern), "^[^\\x%02x]$", ch);
        not = re_compile(pool, pattern, 0, why, sizeof(why));
        for (other = 1; other < 128; other++) {
            text[0] = (char) other;
            wrong += re == NULL || not == NULL
                     || re_matches(re, str_span(text), at) != (ch == other)
                     || re_matches(not, str_span(text), at) != (ch != other);
        }
        re_free(re);
        re_free(not);
    }
    check(wrong == 0, "sets of one byte");
}

int
main(void)
{
    pool = mem_pool();
    match("^/a(.*)$", "/abc", 1, "bc");
    match("b", "abc", 0, "b");
    match("x", "abc", 0, NULL);
    match("^(a)?b$", "b", 1, "");
    match("\\.php$", "/x.php", 0, ".php");
    match("\\.php$", "/xphp", 0, NULL);
    match("^/(\\d+)/(\\w+)$", "/12/ab_3", 2, "ab_3");
    match("^\\d+$", "12a", 0, NULL);
    match("^\\D+$", "abc", 0, "abc");
    match("^\\S+$", "a b", 0, NULL);
    match("a\\sb", "a\tb", 0, "a\tb");
    match("^[\\d.]+$", "1.2", 0, "1.2");
    match("^[^\\s/]+$", "ab", 0, "ab");
    match("^[^\\s/]+$", "a/b", 0, NULL);
    match("^a.c$", "abc", 0, "abc");
    match("^a.c$", "a\nc", 0, NULL);
    match("^.*", "ab\ncd", 0, "ab");
    match("^/(.*)$", "/ab\nX: y", 0, NULL);
    match("^[\\w\\-\\]]+$", "a-]", 0, "a-]");
    match("^[]a]+$", "]a", 0, "]a");
    match("^[a-c\\x64]+$", "abcd", 0, "abcd");
    match("^[[:alpha:]]+$", "abZ", 0, "abZ");
    match("^[[:alpha:]]+$", "ab1", 0, NULL);
    match("^[\\^-]$", "^", 0, "^");
    match("^[\\^]$", "^", 0, "^");
    match("^[[^-]+$", "-^[", 0, "-^[");
    match("\\bfoo\\b", "a foo b", 0, "foo");
    match("\\bfoo\\b", "afoo", 0, NULL);
    match("(?:a|b)(c)(?:d)(e)", "xbcdex", 2, "e");
    match("(?:a|b)(c)(?:d)(e)", "xbcdex", 1, "c");
    match("\\b(c)(?:d)(e)", "cde", 2, "e");
    match("^/(?<year>\\d{4})-(?P<m>\\d{1,2})", "/2026-11", 2, "11");
    match("a{2}", "xaax", 0, "aa");
    match("a{,2}", "a{,2}", 0, "a{,2}");
    match("{x}", "{x}", 0, "{x}");
    match("(?i)ABC", "xabc", 0, "abc");
    match("a\\/b\\-c", "a/b-c", 0, "a/b-c");
    match("\\t", "\t", 0, "\t");
    match("\\x2e", "a", 0, NULL);
    match("\\Aab\\z", "ab", 0, "ab");
    match("(1)(2)(3)(4)(5)(6)(7)(8)(9)(a)", "123456789a", 9, "9");
    refused("(?=a)", "PCRE");
    refused("(?!a)", "PCRE");
    refused("(?<=a)b", "PCRE");
    refused("(?>a)", "PCRE");
    refused("a.*?b", "lazy");
    refused("a+?b", "lazy");
    refused("a{2}?b", "lazy");
    refused("a*+b", "possessive");
    refused("(a)\\1", "back references");
    refused("\\pL", "PCRE");
    refused("[a", "missing terminating ]");
    refused("[z-a]", "class that is wrong");
    refused("(a", "");
    refused("a)\\", "PCRE");
    refused("[[:nonsen:]]", "class that is wrong or needs PCRE");
    refused("[\\h]", "class that is wrong or needs PCRE");
    refused("(*UTF8)a", "options inside need PCRE");
    refused("a**", "quantifiers need PCRE at \"*\"");
    refused("x{1}{2}", "quantifiers need PCRE at \"{2}\"");
    sets();
    mem_free(pool);
    return failed;
}
