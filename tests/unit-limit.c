/* Chapter limit: the bucket, digests, and the table of a zone: the order of
 * use, what the dead leave behind, a lock whose owner is gone. */
#include "unit.h"

static struct shared shared;
static struct zone rates = { .name = "r", .size = 32768, .rates = 1,
                             .rate = 16 };
static struct zone conns = { .name = "c", .size = 32768 };

static void
test_excess(void)
{
    static const struct {
        long long excess, rate, ms, want;
    } rows_[] = {
        { 0, 1000, 0, 1000 }, { 0, 1000, 1, 999 }, { 0, 1000, 999, 1 },
        { 0, 1000, 1000, 0 }, { 0, 1000, 1001, 0 }, { 0, 1000, -5, 1000 },
        { 2500, 1000, 500, 3000 }, { 2500, 1000, 3499, 1 },
        { 2500, 1000, 3500, 0 }, { 0, 16, 100, 999 }, { 0, 16, 62500, 0 },
        { 0, 16, 62499, 1 }, { 0, 500, 1, 1000 }, { 0, 500, 2, 999 },
        { 7, INT_MAX * 1000LL, 1, 0 }, { 0, 16, LLONG_MAX, 0 },
        { INT_MAX * 1000LL, INT_MAX * 1000LL, 1, INT_MAX * 999LL + 1000 },
        { INT_MAX * 1000LL, 16, 1LL << 60, 0 },
    };
    size_t i;

    for (i = 0; i < sizeof(rows_) / sizeof(*rows_); i++) {
        long long got = limit_excess(rows_[i].excess, rows_[i].rate,
                                     rows_[i].ms);

        check(got == rows_[i].want, "excess %lld, rate %lld, %lld ms: %lld",
              rows_[i].excess, rows_[i].rate, rows_[i].ms, got);
    }
}

static void
test_rates(void)
{
    static const struct {
        const char *text;
        long long want;
    } rows_[] = {
        { "1r/s", 1000 }, { "1r/m", 16 }, { "60r/m", 1000 }, { "7", 7000 },
        { "0r/s", -1 }, { "r/s", -1 }, { "", -1 }, { "1r/h", -1 },
        { "-1r/s", -1 }, { "2147483648", -1 }, { "1 r/s", -1 }, { "/s", -1 },
        { "2147483647r/s", INT_MAX * 1000LL }, { "99999999999999999999", -1 },
    };
    size_t i;

    for (i = 0; i < sizeof(rows_) / sizeof(*rows_); i++) {
        check(conf_rate(rows_[i].text) == rows_[i].want, "rate %s",
              rows_[i].text);
    }
}

/* The vectors of the authors' program. */
static void
test_digest(void)
{
    uint64_t secret[2] = { 0x0706050403020100, 0x0f0e0d0c0b0a0908 };
    char in[16];
    int i;

    for (i = 0; i < 16; i++) {
        in[i] = (char) i;
    }
    check(limit_digest(secret, (struct span) { in, 0 }) == 0x726fdb47dd0e0e31,
          "digest of nothing");
    check(limit_digest(secret, (struct span) { in, 8 }) == 0x93f5f5799a932462,
          "digest of 8 bytes");
    check(limit_digest(secret, (struct span) { in, 15 }) == 0xa129ca6149be45e5,
          "digest of 15 bytes");
}

static void
test_bucket(void)
{
    int i, bad = 0;

    plat_clock.ms = 1000000;
    for (i = 0; i < 4; i++) {
        bad += limit_pour(&rates, 5, 3000) != i * 1000;
    }
    check(bad == 0, "four requests in a burst of three");
    check(limit_pour(&rates, 5, 3000) == 4000, "the fifth is too much");
    check(limit_pour(&rates, 5, -1) == 4000, "looking counts nothing");
    plat_clock.ms += 1000;
    check(limit_pour(&rates, 5, 3000) == 3984, "a second later, too");
    plat_clock.ms += 62500;
    check(limit_pour(&rates, 5, 3000) == 2984, "one has leaked");
    check(limit_pour(&rates, 7, 3000) == 0, "another key");
    plat_clock.ms -= 10;
    check(limit_pour(&rates, 7, 3000) == 1000, "a clock that is behind");
}

/* More values than slots: the least recently used ones are forgotten. */
static void
test_oldest(void)
{
    struct limit_table *t = rates.table;
    uint64_t v;
    int bad = 0;

    limit_pour(&rates, 1, 9000);
    for (v = 100; v < 100 + 3 * t->n; v++) {
        limit_pour(&rates, v, 9000);
        if (v % 100 == 0) {
            limit_pour(&rates, 1, 99000);
        }
    }
    check(t->used == t->n - 1, "all slots are used: %u", t->used);
    check(limit_pour(&rates, 1, -1) > 20000, "who is in use stays");
    check(limit_pour(&rates, 100, -1) == 0, "who is not is forgotten");
    v = 100 + 3 * t->n - 1;
    for (; v > 100 + 2 * t->n + 20; v--) {
        bad += limit_pour(&rates, v, -1) != 1000;
    }
    check(bad == 0, "the latest are all there: %d are not", bad);
}

static unsigned
enter(uint64_t digest, unsigned row)
{
    struct limit_table *t = limit_lock(&conns);
    unsigned i;

    conn_self.count = &shared.count[row - 1];
    i = limit_slot(t, digest, row);
    limit_slots(t)[i].count += i != 0;
    limit_unlock(t);
    return i;
}

static long long
sum(uint64_t digest)
{
    struct limit_table *t = limit_lock(&conns);
    struct limit_slot *s = limit_slots(t);
    unsigned i = *limit_chain(t, digest);
    long long n = 0;

    for (; i != 0; i = s[i].next) {
        n += s[i].digest == digest ? s[i].count : 0;
    }
    limit_unlock(t);
    return n;
}

static void
test_dead(void)
{
    struct limit_table *t = conns.table;
    uint64_t v;
    unsigned n = 0;
    int owner;

    enter(9, 1), enter(9, 1), enter(9, 2), enter(9, 3), enter(8, 2);
    check(sum(9) == 4 && sum(8) == 1, "three workers, two keys");
    shared.count[1].life++;
    check(sum(9) == 4, "nobody looks for the dead all the time");
    shared.deaths++;
    check(sum(9) == 3 && sum(8) == 0, "what a dead worker held is free");
    enter(9, 2);
    check(sum(9) == 4, "who has its row now counts");
    shared.count[1].life++;
    shared.deaths++;
    check(sum(9) == 3, "until it dies");
    for (v = 100; enter(v, 3) != 0; v++) {
        n++;
    }
    check(n == t->n - 3, "a full zone: %u of %u", n, t->n);
    check(enter(9, 1) != 0, "what has a slot goes on");
    check(enter(9, 4) == 0, "what has none does not");
    for (owner = 0; owner < 50; owner++) {      /* torn */
        limit_slots(t)[dice(t->n)].next = dice(t->n);
        limit_slots(t)[dice(t->n)].head = dice(t->n);
        limit_slots(t)[dice(t->n)].older = dice(t->n);
    }
    t->lock = LIMIT_DEAD;
    check(sum(9) == 4 && t->lock == 0, "a lock that the master has freed");
    for (v = 100, n = 0; v < 100 + t->n - 3; v++) {
        n += sum(v) != 1;
    }
    check(n == 0, "nothing is lost in a torn table: %u", n);
    shared.count[2].life++;
    shared.deaths++;
    check(sum(9) == 3 && sum(100) == 0, "another death");
    for (v = 5000, n = 0; enter(v, 4) != 0; v++) {
        n++;
    }
    check(n == t->n - 2, "all of it can be used again: %u", n);
}

/* The owner of the lock is gone, and nobody says so. */
static void
test_lock(void)
{
    struct limit_table *t = conns.table;
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        limit_lock(&conns);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    check(t->lock == (int) pid, "a process has died with the lock");
    check(sum(9) == 3 && t->lock == 0, "the next one takes it over");
}

static void
test_reload(void)
{
    struct tmpl key = { .text = SPAN("$a") }, other = { .text = SPAN("$b") };
    struct zone z = rates, again = rates;
    struct conf cf = { .zones = &z };

    rates.key = &key;
    z.key = again.key = &key;
    z.table = again.table = NULL;
    check(limit_open_zone(&z, &rates) == 0 && z.table == rates.table
          && z.table->configurations == 2, "a zone stays the same");
    limit_close(&cf);
    check(rates.table->configurations == 1, "one configuration goes");
    z.table = NULL;
    z.size *= 2;
    check(limit_open_zone(&z, &rates) == 0 && z.table != rates.table,
          "another size: another table");
    again.key = &other;
    check(limit_open_zone(&again, &rates) == -1 && again.table == NULL,
          "another key: refused");
    again.name = "new";
    check(limit_open_zone(&again, &rates) == 0
          && memcmp(again.table->secret, rates.table->secret, 16) != 0,
          "a new zone has a secret of its own");
}

int
main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    conn_self.shared = &shared;
    check(limit_open_zone(&rates, NULL) == 0
          && limit_open_zone(&conns, NULL) == 0, "two zones");
    test_excess();
    test_rates();
    test_digest();
    test_bucket();
    test_oldest();
    test_dead();
    test_lock();
    test_reload();
    return failed;
}
