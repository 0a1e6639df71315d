/* Chapter str: dates, against a table and against the C library. */
#include "unit.h"

static const struct {
    const char *text;
    long long want;
} dates[] = {
    { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
    { "Sunday, 06-Nov-94 08:49:37 GMT", 784111777 },
    { "Sun Nov  6 08:49:37 1994", 784111777 },
    { "Sun Nov 16 08:49:37 1994", 784975777 },
    { "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
    { "Wed, 31 Dec 1969 23:59:58 GMT", -2 },
    { "Thu, 29 Feb 2024 12:00:00 GMT", 1709208000 },
    { "Tue, 19 Jan 2038 03:14:08 GMT", 2147483648 },
    { "Fri, 31 Dec 9999 23:59:59 GMT", 253402300799 },
    { "Thursday, 01-Jan-70 00:00:00 GMT", 0 },
    { "Tuesday, 31-Dec-69 00:00:00 GMT", 3155673600 },
    { "Fri, 30 Dec 2016 23:59:60 GMT", 1483142400 },
    { "", -1 }, { "0", -1 }, { "Sun, 06 Nov 1994 08:49:37", -1 },
    { "Sun, 06 Nov 1994 08:49:37 GMT ", -1 },
    { "Sun, 06 Nov 1994 08:49:37 GMTx", -1 },
    { "Sun, 06 Nov 1994 08:49:37 UTC", -1 },
    { "Sun, 06 Nov 1994 24:00:00 GMT", -1 },
    { "Sun, 06 Nov 1994 08:60:00 GMT", -1 },
    { "Sun, 06 Nov 1994 08:49:61 GMT", -1 },
    { "Sun, 00 Nov 1994 08:49:37 GMT", -1 },
    { "Sun, 32 Nov 1994 08:49:37 GMT", -1 },
    { "Sun, 06 Nov -994 08:49:37 GMT", -1 },
    { "Sun, 06 Nov 1994 -8:49:37 GMT", -1 },
    { "Sun, 06 Nov 1994 08:-9:37 GMT", -1 },
    { "Sun, 06 Nov 1994 08:49:-7 GMT", -1 },
    { "Sun, 06 Nox 1994 08:49:37 GMT", -1 },
    { "Sun, 06 No 1994 08:49:37 GMT", -1 },
    { "Sunday, 06-Nov-1994 08:49:37 GMT", -1 },
    { "Sun Nov  6 08:49:37 1994 GMT", -1 },
    { "Sun, 06 Nov 1994 08:49:37 GMT            ", -1 },
};

/* Against the C library, there and back. */
static void
test_date(long long at)
{
    static const char *const forms[] = {
        "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    };
    time_t t = (time_t) at;
    char want[64], got[STR_DATE + 1] = "";
    struct tm tm;
    int i;

    gmtime_r(&t, &tm);
    for (i = 2; i >= 0; i--) {
        strftime(want, sizeof(want), forms[i], &tm);
        if (i == 1 && (tm.tm_year < 70 || tm.tm_year > 169)) {
            continue;           /* two digits of a year tell no more */
        }
        if (str_date(str_span(want)) != t) {
            check(0, "%s is %lld", want, at);
        }
    }
    if (str_put_date(got, t) != got + STR_DATE || strcmp(got, want) != 0) {
        check(0, "%lld is %s, not %s", at, want, got);
    }
}

int
main(void)
{
    long long t;
    size_t i;
    setvbuf(stdout, NULL, _IOLBF, 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
        check(str_date(str_span(dates[i].text)) == dates[i].want,
              "date \"%s\"", dates[i].text);
    }
    for (t = -30610224000; t < 253402300800; t += 86400 * 13 + 12345) {
        test_date(t);
    }
    for (i = 1583; i < 2500; i++) {     /* the end of every February */
        for (t = -1; t < 2; t++) {
            test_date(timegm(&(struct tm) { .tm_year = (int) i - 1900,
                .tm_mon = 2, .tm_mday = 1 }) + t * 86400 - 1);
        }
    }
    check(!failed, "dates against the C library");
    return failed;
}
