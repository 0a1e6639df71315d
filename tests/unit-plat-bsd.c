/* Chapters plat and ev: what only the BSDs have, kqueue and their sendfile(),
 * with ones of our own that note what they are told and answer what the test
 * wants: so this runs on every system. */
#define _GNU_SOURCE 1
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS 64
#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#undef RPD_HAVE_KQUEUE
#define RPD_HAVE_KQUEUE 1
#undef RPD_HAVE_SENDFILE
#define RPD_HAVE_SENDFILE 2     /* of FreeBSD and DragonFly */
#if __has_include(<sys/event.h>)
#include <sys/event.h>
#else
#include "bsd.h"
#endif
#define kqueue() fake_kqueue()
#define kevent(...) fake_kevent(__VA_ARGS__)

struct sf_hdtr;
int sendfile(int, int, off_t, size_t, struct sf_hdtr *, off_t *, int);
static int fake_kqueue(void);
static int fake_kevent(int, const struct kevent *, int, struct kevent *, int,
                       const struct timespec *);

#include "unit.h"

#define SOURCES 3

static struct kevent noted[8], tells[8];
static int noted_n, tells_n, fails, calls;
static long long waits;         /* ms of the last call, -1: for ever */
static struct ev_source src[SOURCES];
static int told[SOURCES];
static int gives_up;            /* the first to be told lets go of all */

static void
is(long got, long want, const char *what)
{
    check(got == want, "%s: %ld", what, got);
}

static void
is_text(const char *got, const char *want, const char *what)
{
    check(strcmp(got, want) == 0, "%s: \"%s\"", what, got);
}

static int
fake_kqueue(void)
{
    return open("/dev/null", O_RDONLY);
}

static int
fake_kevent(int kq, const struct kevent *in, int n, struct kevent *out, int max,
            const struct timespec *t)
{
    calls++;
    if (fails || kq != ev_self.fd || n > 1 || (out && max < tells_n)) {
        errno = fails ? fails : EBADF;
        return -1;
    }
    if (n == 1) {
        noted[noted_n++ % 8] = *in;
    }
    if (out == NULL) {
        return 0;
    }
    waits = t ? (long long) t->tv_sec * 1000 + t->tv_nsec / 1000000 : -1;
    memcpy(out, tells, (size_t) tells_n * sizeof(*out));
    return tells_n;
}

static void
on_call(struct ev_source *s, int events)
{
    int i;

    told[s - src] |= events;
    for (i = 0; gives_up && i < SOURCES; i++) {
        ev_forget(&src[i]);
    }
}

static struct {                 /* what sendfile() does */
    off_t sent;
    int error;
} sends;

/* The C library's is not linked. */
int
sendfile(int file, int to, off_t off, size_t size, struct sf_hdtr *around,
         off_t *sent, int flags)
{
    int wrong = file != 3 || to != 4 || size == 0 || around || flags;

    check(!wrong && off == 1000, "sendfile() is asked for what is wanted");
    *sent = sends.sent;
    errno = sends.error;
    return sends.error ? -1 : 0;
}

/* What was noted since the last time: "r" or "w" for the filter, "+" added by
 * edge, "=" by level, "1" for once, "-" deleted, "?" for another descriptor or
 * source. */
static const char *
changes(const struct ev_source *s)
{
    static char text[32];
    char *at = text;
    int i;

    for (i = 0; i < noted_n && i < 8; i++) {
        struct ev_source *who;
        unsigned flags = noted[i].flags;

        memcpy(&who, &noted[i].udata, sizeof(who));
        *at++ = noted[i].ident != (uintptr_t) s->fd || who != s ? '?'
                : noted[i].filter == EVFILT_READ ? 'r' : 'w';
        *at++ = flags == (EV_ADD | EV_CLEAR) ? '+' : flags == EV_ADD ? '='
                : flags == (EV_ADD | EV_ONESHOT) ? '1'
                : flags == EV_DELETE ? '-' : '?';
    }
    *at = '\0';
    noted_n = 0;
    return text;
}

static void
tell(struct ev_source *s, int in, unsigned flags, int error)
{
    struct kevent *k = &tells[tells_n++];

    memset(k, 0, sizeof(*k));
    k->ident = (uintptr_t) s->fd;
    k->filter = in ? EVFILT_READ : EVFILT_WRITE;
    k->flags |= flags;
    k->fflags = (unsigned) error;
    memcpy(&k->udata, &s, sizeof(s));
}

/* A turn with the events: what source 0 heard. */
static int
turn(void)
{
    memset(told, 0, sizeof(told));
    ev_turn(0);
    tells_n = 0;
    return told[0];
}

static void
test_changes(void)
{
    struct ev_source *s = &src[0];

    is(ev_add(s, EV_IN), 0, "added");
    is_text(changes(s), "r+", "to be read, by edge");
    ev_want(s, EV_IN);
    is_text(changes(s), "", "what was asked for stays");
    ev_want(s, EV_OUT);
    is_text(changes(s), "w1", "to be written, once");
    ev_want(s, EV_IN | EV_OUT);
    is_text(changes(s), "", "both stay");
    ev_del(s);
    is_text(changes(s), "r-w-", "both go");
    ev_add(s, EV_IN | EV_OUT);
    is_text(changes(s), "r+w1", "both at a time");
    tell(s, 0, 0, 0);
    is(turn(), EV_OUT, "there is room");
    ev_want(s, EV_OUT);
    is_text(changes(s), "w1", "is asked for anew");
    tell(s, 0, 0, 0);
    (void) turn();
    ev_del(s);
    is_text(changes(s), "r-", "what was told is there no more");
    ev_del(s);
    is_text(changes(s), "", "once");
    ev_add(s, EV_IN | EV_LEVEL | EV_EXCLUSIVE);
    is_text(changes(s), "r=", "a listener, by level");
    fails = ENOENT;
    ev_del(s);
    fails = 0;
    is(s->slot, -1, "gone although the kernel knows it no more");
    fails = ENOMEM;
    is(ev_add(s, EV_IN), -1, "no memory");
    is(s->slot, -1, "no memory: not added");
    fails = 0;
    is(ev_add(s, EV_IN), 0, "but later");
    is_text(changes(s), "r+", "but later: all of it");
}

static void
test_events(void)
{
    static const struct {
        const char *what;
        int in;
        unsigned flags;
        int error, want;
    } row[] = {
        { "something to read", 1, 0, 0, EV_IN },
        { "room to write", 0, 0, 0, EV_OUT },
        { "the last bytes, or none", 1, EV_EOF, 0, EV_IN | EV_END },
        { "reset", 1, EV_EOF, ECONNRESET, EV_IN | EV_END },
        { "our own shutdown()", 0, EV_EOF, 0, EV_OUT },
        { "reset, told to the writer", 0, EV_EOF, EPIPE, EV_IN | EV_OUT | EV_END },
    };
    size_t i;

    for (i = 0; i < sizeof(row) / sizeof(*row); i++) {
        tell(&src[0], row[i].in, row[i].flags, row[i].error);
        is(turn(), row[i].want, row[i].what);
    }
    tell(&src[0], 1, 0, 0);
    tell(&src[0], 0, 0, 0);
    is(turn(), EV_IN | EV_OUT, "both at once");
    gives_up = 1;
    for (i = 0; i < SOURCES; i++) {
        tell(&src[i], 1, 0, 0);
    }
    is(turn() + told[1] + told[2], EV_IN, "given up in the turn: not told");
    gives_up = noted_n = 0;
    for (i = 0; i < SOURCES; i++) {
        ev_add(&src[i], EV_IN);
    }
}

static void
test_waits(void)
{
    (void) ev_kqueue_wait(-1);
    is(waits, -1, "for ever");
    (void) ev_kqueue_wait(0);
    is(waits, 0, "not at all");
    (void) ev_kqueue_wait(90500);
    is(waits, 90500, "a minute and a half");
    fails = EINTR;
    is(ev_kqueue_wait(0) == -1 && errno == EINTR, 1, "interrupted");
    calls = 0;
    is(turn(), 0, "a turn that is interrupted");
    is(calls, 1, "is over");
    fails = 0;
}

static void
test_sendfile(void)
{
    static const struct {
        const char *what;
        long sent;
        int error;
        long want;
    } row[] = {
        { "all of it", 500, 0, 500 },
        { "the end of the file", 0, 0, 0 },
        { "a part, and the socket is full", 200, EAGAIN, 200 },
        { "the socket was full", 0, EAGAIN, -1 },
        { "a part, then a signal", 100, EINTR, 100 },
        { "the client has gone", 100, EPIPE, -1 },
        { "a file that cannot", 0, EINVAL, -1 },
    };
    size_t i;

    for (i = 0; i < sizeof(row) / sizeof(*row); i++) {
        off_t off = 1000;

        sends.sent = row[i].sent;
        sends.error = row[i].error;
        is(plat_sendfile(4, 3, &off, 500), row[i].want, row[i].what);
        check(row[i].want >= 0 || errno == row[i].error, "%s: errno %d",
              row[i].what, errno);
        is(off - 1000, row[i].want > 0 ? row[i].want : 0, row[i].what);
    }
}

/* No child has the queue, and the number may be something else there. */
static void
test_fork(void)
{
    int fd = ev_self.fd, status = 1;
    pid_t pid;

    is(fcntl(fd, F_GETFD), FD_CLOEXEC, "not for programs that are started");
    pid = fork();
    if (pid == 0) {
        ev_kqueue_close();
        _exit(fcntl(fd, F_GETFD) == -1);
    }
    waitpid(pid, &status, 0);
    is(status, 0, "a child does not close it");
    ev_kqueue_close();
    is(fcntl(fd, F_GETFD), -1, "who has opened it does");
}

int
main(void)
{
    int i;

    plat_tick();
    is(ev_open(ev_backend("kqueue"), NULL), 0, "opened");
    is_text(ev_self.backend->name, "kqueue", "and used");
    is_text(changes(&ev_self.pipe_source), "r+", "signals come through a pipe");
    for (i = 0; i < SOURCES; i++) {
        ev_source_init(&src[i], 100 + i, on_call);
    }
    test_changes();
    test_events();
    test_waits();
    test_sendfile();
    test_fork();
    return failed;
}
