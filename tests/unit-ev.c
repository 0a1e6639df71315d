/* Chapter ev: every back end that was compiled in, on pipes; what is posted;
 * signals. */
#include "unit.h"

#define MANY 400

static struct ev_source src[MANY];
static int told[MANY], told_n, events_of[MANY];
static struct ev_source *posts_on;      /* is posted from a call */
static int signals, forgets;
static int order[4], order_n;           /* of the other signals */

static void
on_call(struct ev_source *s, int events)
{
    int i = (int) (s - src);

    told[told_n++ % MANY] = i;
    /* A kqueue tells of reading and writing one after the other. */
    events_of[i] = events_of[i] == -1 ? events : events_of[i] | events;
    if (posts_on != NULL) {
        ev_post(posts_on);
    }
    if (forgets) {              /* as conn_close() does, with its neighbours */
        for (i = 0; i < 40; i++) {
            if (i % 4 == 0 && src[i].fd != -1) {
                ev_forget(&src[i]);
                close(src[i].fd);
                src[i].fd = -1;
            }
        }
    }
}

static void
test_posted(const char *name)
{
    int i;

    for (i = 0; i < 3; i++) {
        ev_source_init(&src[i], -1, on_call);
        events_of[i] = -1;
    }
    told_n = 0;
    ev_post(&src[0]);
    ev_post(&src[1]);
    ev_post(&src[0]);
    ev_post(&src[2]);
    ev_unpost(&src[1]);
    ev_turn(-1);                /* does not wait */
    check(told_n == 2 && told[0] == 0 && told[1] == 2 && events_of[0] == 0,
          "%s: posted: once each, in order, unless taken back", name);
    ev_turn(0);
    check(told_n == 2, "%s: posted: not again", name);
    posts_on = &src[1];
    ev_post(&src[0]);
    ev_turn(-1);
    check(told_n == 3, "%s: posted from a call: not in the same turn", name);
    posts_on = NULL;
    ev_turn(-1);
    check(told_n == 4 && told[3] == 1, "%s: but in the next", name);
}

static void
on_signal(int signo)
{
    signals += signo == SIGUSR1;
    if (signo != SIGUSR1) {
        order[order_n++ % 4] = signo;
    }
}

/* Signals that wait together come in the order of their numbers: the kernel
 * delivers the lowest first, and no other may overtake it in its handler. */
static void
test_order(const char *name)
{
    sigset_t all, before;
    int i;

    order_n = 0;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    raise(SIGTTIN);
    raise(SIGHUP);
    sigprocmask(SIG_SETMASK, &before, NULL);
    for (i = 0; i < 100 && order_n < 2; i++) {
        ev_turn(100);
    }
    if (getenv("EMU") != NULL && order_n == 2 && order[0] == SIGTTIN) {
        printf("skip: %s: the order of signals is that of %s\n", name,
               getenv("EMU"));
        return;
    }
    check(order_n == 2 && order[0] == SIGHUP && order[1] == SIGTTIN,
          "%s: signals in order: %d, %d", name, order[0], order[1]);
}

/* What a turn tells of source 0, -1: nothing. */
static int
turn(int ms)
{
    told_n = 0;
    events_of[0] = -1;
    ev_turn(ms);
    return events_of[0];
}

static void
test_pair(const struct ev_backend *b)
{
    int fd[2], poll = strcmp(b->name, "poll") == 0, n;
    char bytes[8];

    (void) !socketpair(AF_UNIX, SOCK_STREAM, 0, fd);
    plat_nonblock(fd[0]);
    ev_source_init(&src[0], fd[0], on_call);
    check(ev_add(&src[0], EV_IN) == 0 && ev_add(&src[0], EV_IN) == 0
          && src[0].slot != -1, "%s: added", b->name);
    check(turn(20) == -1, "%s: silent", b->name);
    (void) !write(fd[1], "ab", 2);
    check(turn(1000) == EV_IN, "%s: readable", b->name);
    check(turn(0) == (poll ? EV_IN : -1), "%s: told by edge or level", b->name);
    (void) !read(fd[0], bytes, sizeof(bytes));
    check(turn(0) == -1, "%s: read", b->name);
    check(ev_want(&src[0], EV_OUT) == 0 && turn(1000) == EV_OUT,
          "%s: writable", b->name);
    (void) !write(fd[1], "a", 1);
    n = turn(1000);
    check(poll ? n == EV_OUT : n & EV_IN, "%s: only what was wanted", b->name);
    check(ev_want(&src[0], EV_IN) == 0, "%s: wants to read", b->name);
    check(!poll || turn(1000) == EV_IN, "%s: is told so", b->name);
    (void) !read(fd[0], bytes, sizeof(bytes));
    (void) turn(0);
    close(fd[1]);
    n = turn(1000);
    check((n & (EV_IN | EV_END)) == (EV_IN | EV_END), "%s: end", b->name);
    ev_timer(&src[0], 1);
    ev_post(&src[0]);
    ev_forget(&src[0]);
    check(turn(20) == -1 && src[0].slot == -1, "%s: forgotten", b->name);
    close(fd[0]);

    (void) !pipe(fd);           /* a listener's way, and a timer's */
    ev_source_init(&src[0], fd[0], on_call);
    ev_add(&src[0], EV_IN | EV_LEVEL | EV_EXCLUSIVE);
    (void) !write(fd[1], "a", 1);
    check(turn(1000) == EV_IN && turn(1000) == EV_IN, "%s: level", b->name);
    ev_del(&src[0]);
    ev_timer(&src[0], 30);
    check(turn(5) == -1, "%s: a turn's limit", b->name);
    for (n = 0; n < 100 && turn(-1) == -1; n++) { }
    check(n < 100 && told_n == 1 && events_of[0] == EV_TIME, "%s: timer",
          b->name);
    raise(SIGUSR1);
    for (n = 0; n < 100 && signals == 0; n++) {
        ev_turn(100);
    }
    check(signals == 1, "%s: signal", b->name);
    signals = 0;
    close(fd[0]);
    close(fd[1]);
}

static void
test_many(const char *name)
{
    static int out[MANY];
    int i, fd[2], n, seen;

    for (i = 0; i < MANY; i++) {
        (void) !pipe(fd);
        ev_source_init(&src[i], fd[0], on_call);
        events_of[i] = -1;
        out[i] = fd[1];
        ev_add(&src[i], EV_IN);
        (void) !write(fd[1], "a", 1);
    }
    told_n = 0;
    ev_turn(1000);
    ev_turn(0);
    for (seen = i = 0; i < MANY; i++) {
        seen += events_of[i] == EV_IN;
        events_of[i] = -1;
    }
    check(seen == MANY, "%s: all at once: %d told", name, seen);
    for (i = 40; i < MANY; i++) {
        ev_del(&src[i]);
    }
    for (i = 0; i < 40; i++) {
        (void) !write(out[i], "a", 1);
    }
    forgets = 1;                /* the first to be told ends every fourth */
    told_n = 0;
    ev_turn(1000);
    forgets = 0;
    for (n = seen = i = 0; i < 40; i++) {
        n += events_of[i] == EV_IN && i % 4 != 0;
        seen += events_of[i] == EV_IN && i % 4 == 0;
    }
    check(n == 30 && seen <= 1 && told_n == n + seen,
          "%s: ended in a turn: %d told, %d of the ended", name, n, seen);
    for (i = 0; i < MANY; i++) {
        if (src[i].fd != -1) {
            ev_forget(&src[i]);
            close(src[i].fd);
        }
        close(out[i]);
    }
    check(ev_self.polled_n <= 1, "%s: nothing is left", name);
}

int
main(void)
{
    struct rlimit limit;
    size_t i;

    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    setvbuf(stdout, NULL, _IOLBF, 0);
    ev_catch(SIGUSR1, ev_on_signal);
    ev_catch(SIGHUP, ev_on_signal);
    ev_catch(SIGTTIN, ev_on_signal);
    for (i = 0; i < sizeof(ev_backends) / sizeof(*ev_backends); i++) {
        const struct ev_backend *b = ev_backend(ev_backends[i].name);

        check(b == &ev_backends[i] && ev_open(b, on_signal) == 0, "%s: opened",
              ev_backends[i].name);
        plat_tick();
        test_pair(b);
        test_order(b->name);
        test_posted(b->name);
        test_many(b->name);
    }
    check(ev_backend("select") == NULL, "no such back end");
    return failed;
}
