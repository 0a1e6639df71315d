/* Chapter ev: the timer heap against a simple model. */
#include "unit.h"

#define MANY 1000

static struct ev_source src[MANY];
static long long due[MANY];             /* the model: 0 or a deadline */
static int told[MANY], told_n, bad;

static void
arm(int i, long long ms)
{
    ev_timer(&src[i], ms);
    due[i] = plat_clock.ms + ms;
}

static void
disarm(int i)
{
    ev_timer_off(&src[i]);
    due[i] = 0;
}

/* A deadline comes: it must be one of the model; sometimes others change. */
static void
on_time(struct ev_source *s, int events)
{
    int i = (int) (s - src);

    bad += events != EV_TIME || due[i] == 0 || due[i] > plat_clock.ms
           || s->heap != -1 || s->deadline != 0;
    due[i] = 0;
    told_n++;
    if (dice(4) == 0) {
        arm(i, 1 + dice(50));
    }
    if (dice(4) == 0) {
        disarm((int) dice(MANY));
    }
}

static void
check_heap(void)
{
    int i, n = 0;

    for (i = 0; i < ev_self.heap_n; i++) {
        struct ev_timer *t = &ev_self.heap[i];

        bad += t->source->heap != i || t->ms > t->source->deadline
               || (i > 0 && ev_self.heap[(i - 1) / 2].ms > t->ms);
    }
    for (i = 0; i < MANY; i++) {
        n += due[i] != 0;
        bad += src[i].deadline != due[i] || (src[i].heap == -1) == (due[i] != 0);
    }
    bad += n != ev_self.heap_n;
}

static void
test_heap(void)
{
    long long first;
    int round, i, wait;

    for (i = 0; i < MANY; i++) {
        ev_source_init(&src[i], -1, on_time);
    }
    plat_clock.ms = 1;
    for (round = 0; round < 3000; round++) {
        for (i = 0; i < 20; i++) {
            if (dice(3)) {
                arm((int) dice(MANY), 1 + dice(dice(2) ? 2000 : 100));
            } else {
                disarm((int) dice(MANY));
            }
        }
        plat_clock.ms += dice(dice(2) ? 200 : 5);
        wait = ev_expire();
        for (first = LLONG_MAX, i = 0; i < MANY; i++) {
            if (due[i] != 0 && due[i] < first) {
                first = due[i];
            }
        }
        bad += first == LLONG_MAX ? wait != -1
               : wait < 1 || wait > first - plat_clock.ms;
        if (round % 10 == 0) {
            check_heap();
        }
    }
    check(bad == 0 && told_n > 5000, "heap: %d calls, %d bad", told_n, bad);
    for (i = 0; i < MANY; i++) {
        disarm(i);
    }
    check(ev_self.heap_n == 0 && ev_expire() == -1, "heap: all cancelled");
}

static void
on_call(struct ev_source *s, int events)
{
    bad += events != EV_TIME;
    told[told_n++ % MANY] = (int) (s - src);
}

static void
test_lazy(void)
{
    int i, wrong = 0;

    plat_clock.ms = 1000;
    ev_source_init(&src[0], -1, on_call);
    told_n = 0;
    ev_timer(&src[0], 100);
    ev_timer(&src[0], 500);
    check(ev_self.heap[0].ms == 1100, "lazy: a later deadline is only stored");
    check(ev_expire() == 100, "lazy: the wait is for the old one");
    plat_clock.ms = 1100;
    check(ev_expire() == 400 && told_n == 0, "lazy: which calls nobody");
    ev_timer(&src[0], 50);
    check(ev_expire() == 50, "lazy: an earlier one moves up");
    plat_clock.ms = 1150;
    check(ev_expire() == -1 && told_n == 1, "lazy: called once, in time");
    ev_timer(&src[0], 1LL << 40);
    check(ev_expire() == INT_MAX, "a wait is no longer than an int");
    ev_timer_off(&src[0]);
    for (told_n = i = 0; i < MANY; i++) {
        ev_source_init(&src[i], -1, on_call);
        due[i] = 1 + dice(100000);
        ev_timer(&src[i], due[i]);
    }
    plat_clock.ms += 200000;
    (void) ev_expire();
    for (i = 1; i < told_n; i++) {
        wrong += due[told[i - 1]] > due[told[i]];
    }
    check(told_n == MANY && wrong == 0, "timers come in order");
}

int
main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    test_heap();
    test_lazy();
    check(bad == 0, "nothing else was told");
    return failed;
}
