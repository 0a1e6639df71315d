/* Slots: who owns, who helps, what drains and when it is closed. No process
 * and no socket of a client is needed: workers are rows with a channel whose
 * other end is looked at here. */
#include "unit.h"

#define WORKERS 5

static struct shared shared;
static struct conf conf;
static struct worker worker[WORKERS];
static int other[WORKERS];      /* the workers' ends */

/* What a worker is told next: its letter and the slot, "-" when nothing. */
static const char *
told(int i)
{
    static char text[32];
    struct order o;
    int fd[PLAT_FDS], n, k;

    if (plat_recv_fds(other[i], &o, sizeof(o), fd, &n) != sizeof(o)) {
        return "-";
    }
    for (k = 0; k < n; k++) {
        close(fd[k]);
    }
    snprintf(text, sizeof(text), "%c%d/%d", o.what, o.slot, n);
    return text;
}

static void
is(const char *what, const char *got, const char *want)
{
    check(strcmp(got, want) == 0, "%s: \"%s\", expected \"%s\"", what, got,
          want);
}

static void
answer(int i, int slot, int n)
{
    struct order o = { n ? WORK_CLOSE : WORK_DROP, slot, slot_self.serial,
                       n, { 0 } };

    slot_answered(&worker[i], &o);
}

static void
on_ready(struct ev_source *s, int events)
{
    (void) s, (void) events;
}

static void
start(int i, int generation)
{
    struct worker *w = &worker[i];
    int ends[2];

    memset(w, 0, sizeof(*w));
    (void) plat_pair(ends);
    ev_source_init(&w->channel, ends[0], on_ready);
    other[i] = ends[1];
    w->slot = i;
    w->pid = 1000 + i;
    w->generation = generation;
    w->count = &shared.count[i];
    w->state = WORKER_RUNNING;
    w->settled = 1;
    slot_mark(w->holds, i, 1);
    w->next = slot_self.workers;
    slot_self.workers = w;
    slot_ready(w);
}

/* One address with n sockets. */
static void
listen_on(int n)
{
    struct sock_opts opts;
    struct addr a;
    const char *error;

    memset(&opts, 0, sizeof(opts));
    opts.backlog = 16;
    opts.reuseport = 1;
    opts.keepalive = opts.setfib = -1;
    (void) sock_parse("127.0.0.1", 80, &a, 1, &error);
    a.u.in.sin_port = 0;
    (void) sock_group_want(&a, &opts);
    if (n > 0) {                /* the system gives a port to the first */
        struct sock_group *g = sock_self.groups;

        (void) sock_bind_all(1, 1);
        (void) getsockname(g->fd[0], &g->addr.u.sa, &g->addr.len);
        check(sock_bind_all(n, 1) == 0 && sock_listen_all() == 0,
              "%d sockets", n);
    }
}

static int
state(int i)
{
    return slot_self.slot[i].state;
}

static void
looks(int n)
{
    while (n-- > 0) {
        plat_clock.ms += conf.drain_timeout / SLOT_LOOKS;
        slot_on_drain(&slot_self.drain, EV_TIME);
    }
}

/* Four workers, one dies and comes again. */
static void
test_crash(void)
{
    struct worker *w = &worker[2];
    int i;

    slot_resize(4, 0);
    for (i = 0; i < 4; i++) {
        check(state(i) == SLOT_LIVE && slot_self.slot[i].owner == &worker[i],
              "slot %d is live", i);
        is("nobody is told anything", told(i), "-");
    }
    w->state = WORKER_DEAD;
    slot_gone(w);
    check(state(2) == SLOT_ADOPTED && slot_self.slot[2].helper != NULL
          && slot_self.slot[2].helper != w, "a dead worker's slot is adopted");
    i = (int) (slot_self.slot[2].helper - worker);
    is("the helper gets the socket", told(i), "a2/1");
    check(slot_bit(worker[i].holds, 2) && slot_live() == 4, "and is known for it");
    w->state = WORKER_RUNNING;
    slot_mark(w->holds, 2, 1);
    slot_ready(w);
    check(state(2) == SLOT_LIVE && slot_self.slot[2].helper == NULL,
          "its successor serves");
    is("the helper gives it back", told(i), "d2/0");
    answer(i, 2, 0);
    check(!slot_bit(worker[i].holds, 2), "and holds it no more");
}

/* Who helps slot i, or -1. */
static int
helper(int i)
{
    return slot_self.slot[i].helper
           ? (int) (slot_self.slot[i].helper - worker) : -1;
}

/* All read their orders and answer them. */
static void
obey(void)
{
    int i, k;

    for (i = 0; i < 4; i++) {
        while (told(i)[0] != '-') { }
        for (k = 0; k < 4; k++) {
            if (slot_bit(worker[i].drops_it, k)) {
                answer(i, k, 0);
            }
        }
    }
}

/* The best is chosen; and who is full, leaving, or did not help when it was
 * asked, only where nobody else accepts. */
static void
test_choice(void)
{
    struct slot *s = &slot_self.slot[2];

    worker[0].count->full = 1;
    worker[1].state = WORKER_LEAVING;
    check(slot_choose(2) == &worker[3], "neither the full nor the leaving one");
    slot_self.slot[3].stalled = 1;
    check(slot_choose(2) == &worker[3], "rather one that seems to stall");
    slot_self.slot[3].stalled = 0;
    worker[3].deaf = 1;
    worker[3].deaf_at = worker[3].count->turns;
    s->state = SLOT_ADOPTED;
    slot_adopt(2);
    check(helper(2) == -1, "none that did not react");
    s->owner = NULL;
    slot_adopt(2);
    check(helper(2) != -1, "unless nobody else accepts: then anybody");
    slot_dismiss(2);
    obey();
    worker[3].count->turns++;
    s->owner = &worker[2];
    slot_adopt(2);
    check(helper(2) == 3, "whose loop has turned is asked again");
    slot_dismiss(2);
    obey();
    s->state = SLOT_LIVE;
    worker[0].count->full = 0;
    worker[1].state = WORKER_RUNNING;
    worker[0].helping = 1;
    check(slot_choose(3)->helping == 0, "the least busy helps");
    worker[0].helping = 0;
    worker[1].generation = 2;
    check(slot_choose(3) == &worker[1], "the youngest generation first");
    worker[1].generation = 1;
}

/* A tick: who waits where. */
static void
tick(int slot)
{
    int i;

    if (slot >= 0) {
        slot_self.slot[slot].waits = 1;
    }
    for (i = 0; i < slot_self.n; i++) {
        slot_check(i);
    }
}

static void
test_stall(void)
{
    struct slot *s = &slot_self.slot[1];
    int first;

    tick(1);
    check(s->state == SLOT_LIVE, "one look is not enough");
    worker[1].count->accepted++;
    tick(1);
    check(s->state == SLOT_LIVE, "who takes somebody is not stalled");
    tick(1);
    check(s->state == SLOT_ADOPTED && s->stalled, "who takes nobody is");
    first = (int) (s->helper - worker);
    is("a sibling helps", told(first), "a1/1");
    shared.helped[1]++;
    tick(1);
    shared.helped[1]++;
    tick(1);
    check(s->helper == &worker[first], "it stays while it takes somebody");
    tick(1);
    check(s->helper != NULL && s->helper != &worker[first],
          "one that takes nobody is replaced");
    is("and told so", told(first), "d1/0");
    is("by another", told((int) (s->helper - worker)), "a1/1");
    first = (int) (s->helper - worker);
    tick(-1);
    check(s->state == SLOT_ADOPTED, "nobody waits: the helper stays");
    worker[1].count->accepted++;
    tick(1);
    check(s->state == SLOT_ADOPTED, "the owner is back, but somebody waits");
    tick(-1);
    check(s->state == SLOT_LIVE && s->helper == NULL, "then it is given back");
    is("by an order", told(first), "d1/0");
}

/* All are thought to stall, when in truth only the first does: clients who
 * wait for it get one after the other of those. */
static void
test_rumour(void)
{
    struct slot *s = &slot_self.slot[0];
    int i, first;

    obey();
    for (i = 1; i < 4; i++) {
        slot_stall(&slot_self.slot[i], slot_self.slot[i].taken, 0);
    }
    tick(0);
    tick(0);
    first = helper(0);
    check(s->state == SLOT_ADOPTED && first > 0, "one of them is asked");
    tick(0);
    tick(0);
    check(helper(0) > 0 && helper(0) != first, "then another");
    shared.helped[0]++;
    first = helper(0);
    tick(0);
    shared.helped[0]++;
    tick(0);
    check(helper(0) == first, "who helps stays");
    worker[0].count->accepted++;
    tick(-1);
    for (i = 1; i < 4; i++) {
        worker[i].count->accepted++;
        worker[i].count->turns++;
    }
    tick(-1);
    for (i = 0; i < 4; i++) {
        check(state(i) == SLOT_LIVE && helper(i) == -1, "%d takes again", i);
    }
    obey();
}

/* Sockets that all share: who was woken up for somebody may stall. */
static void
test_shared(void)
{
    int i;

    slot_check_shared(1);
    shared.helped[WORK_SHARED]++;
    slot_check_shared(1);
    shared.helped[WORK_SHARED]++;
    slot_check_shared(0);
    slot_check_shared(1);
    for (i = 0; i < 4; i++) {
        is("nobody is told while they are taken", told(i), "-");
    }
    worker[1].count->full = 1;
    slot_check_shared(1);
    for (i = 0; i < 4; i++) {
        is("nobody was: all are told who can", told(i), i == 1 ? "-" : "n0/0");
    }
    worker[1].count->full = 0;
    worker[2].count->turns++;
    slot_check_shared(1);
    is("not at once again", told(2), "-");
    slot_check_shared(1);
    is("but when a tick has passed", told(2), "n0/0");
    is("also who had no room", told(1), "n0/0");
    is("not who has not reacted", told(0), "-");
    slot_check_shared(0);
}

/* Two slots less: steered away, adopted, closed from the top, and not before
 * all who hold them have said so. */
static void
test_drain(void)
{
    struct sock_group *g = sock_self.groups;
    int i, helper;

    slot_resize(2, 0);
    check(state(2) == SLOT_DRAINING && state(3) == SLOT_DRAINING
          && g->live == 2 && g->steered == 2 * !slot_self.cannot,
          "two slots drain");
    for (i = 2; i < 4; i++) {
        worker[i].state = WORKER_LEAVING;
        slot_lost(&worker[i]);
    }
    for (i = 2; i < 4; i++) {
        check(slot_self.slot[i].helper == &worker[0]
              || slot_self.slot[i].helper == &worker[1], "adopted: %d", i);
    }
    check(slot_self.slot[2].helper != slot_self.slot[3].helper,
          "the load is shared");
    if (slot_self.cannot) {
        printf("skip: no socket is closed: the kernel cannot steer\n");
        return;
    }
    looks(SLOT_LOOKS - 1);
    check(slot_self.closing == -1 && g->n == 4, "not closed too early");
    shared.helped[3]++;         /* somebody has come */
    looks(SLOT_LOOKS);
    check(slot_self.closing == -1 && g->n == 4, "not when somebody has come");
    looks(1);
    check(slot_self.closing == 3, "the top is closed first");
    helper = (int) (slot_self.slot[3].helper - worker);
    answer(helper, 3, 1);
    check(g->n == 4, "the leaving owner may still have it");
    answer(3, 3, 1);
    check(g->n == 3 && state(3) == SLOT_FREE, "then it is closed");
    check(slot_self.closing == 2, "and the next one's turn comes at once");
    slot_open(2);
    check(slot_self.closing == -1, "more workers again: it is not closed");
    obey();
    slot_retire(2);
    slot_settle();
    obey();
    slot_self.hold = 1;
    looks(SLOT_LOOKS + 2);
    check(g->n == 3 && slot_self.closing == -1, "nor when it is on hold");
    slot_self.hold = 0;
    looks(1);
    check(slot_self.closing == 2, "now it is");
    obey();
}

/* The master has forgotten a worker that died. */
static void
unlink_worker(int i)
{
    struct worker **at = &slot_self.workers;

    while (*at != &worker[i]) {
        at = &(*at)->next;
    }
    *at = worker[i].next;
}

/* What happens while workers are asked to let go of slot 2, and its owner, who
 * leaves, does not answer. */
static void
test_closing(void)
{
    struct sock_group *g = sock_self.groups;
    struct slot *s = &slot_self.slot[2];
    int first;

    if (slot_self.cannot) {     /* as test_drain() says */
        return;
    }
    slot_keep(2);
    slot_settle();
    obey();
    looks(SLOT_LOOKS + 1);
    first = helper(2);
    check(slot_self.closing == 2 && first >= 0, "it is to be closed");
    is("its helper is told", told(first), "s2/0");
    answer(first, 2, 1);
    tick(2);
    tick(2);
    check(slot_self.closing == -1, "somebody waits there: it stays");
    is("its helper gets it back", told(first), "d2/0");
    answer(first, 2, 0);
    check(helper(2) >= 0, "or another does");
    is("for good", told(helper(2)), "a2/1");
    looks(SLOT_LOOKS);
    first = helper(2);
    check(slot_self.closing == 2, "later it is to be closed again");
    obey();
    answer(first, 2, 1);
    worker[first].state = WORKER_DEAD;
    slot_gone(&worker[first]);
    check(helper(2) == 1 - first, "its helper dies: another gets it");
    check(told(1 - first)[1] == '0' + first, "and its own slot");
    is("by an order", told(1 - first), "a2/1");
    worker[2].state = WORKER_DEAD;
    slot_gone(&worker[2]);
    check(g->n == 3 && state(2) == SLOT_DRAINING,
          "who was not asked has it: it stays");
    unlink_worker(first);
    unlink_worker(2);
    obey();
    looks(SLOT_LOOKS);
    check(slot_self.closing == 2, "until it is asked");
    while (strcmp(told(1 - first), "s2/0") != 0) { }
    answer(1 - first, 2, 1);
    check(g->n == 2 && s->state == SLOT_FREE && slot_self.n == 2,
          "then it is closed; the dead need not answer");
}

int
main(void)
{
    int i;

    setvbuf(stdout, NULL, _IOLBF, 0);
    plat_tick();
    conf.stall_timeout = 10;
    conf.drain_timeout = 1000;
    slot_self.cf = &conf;
    if (ev_open(ev_backend("poll"), NULL) == -1) {
        check(0, "the event loop opens");
        return 1;
    }
    slot_init(&shared);
    listen_on(4);
    for (i = 0; i < 4; i++) {
        start(i, 1);
    }
    test_crash();
    test_choice();
    test_stall();
    test_rumour();
    test_shared();
    test_drain();
    test_closing();
    return failed;
}
