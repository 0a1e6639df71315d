/* What every unit test begins with: the server itself, and check(). */
#define RPD_NO_MAIN
#pragma GCC diagnostic ignored "-Wunused-function"
#include "../reuseportd.c"

static int failed;              /* the exit status */

__attribute__((format(printf, 2, 3)))
static void
check(int good, const char *fmt, ...)
{
    char line[400], *p;
    va_list args;

    failed |= !good;
    va_start(args, fmt);
    vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    for (p = line; *p; p++) {
        *p = *p < ' ' || *p > '~' ? '|' : *p;
    }
    printf("%s - %s\n", good ? "ok" : "not ok", line);
}

/* The same numbers in every run: all 64 bits, and the throw of a dice. */
static unsigned long long
random64(void)
{
    static unsigned long long x = 88172645463325252ull;

    x ^= x << 13;
    x ^= x >> 7;
    return x ^= x << 17;
}

static unsigned
dice(unsigned sides)
{
    return (unsigned) (random64() >> 20) % sides;
}
