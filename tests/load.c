/* load.c: sends requests at a fixed rate, whatever the answers do, and counts
 * what became of each.
 *   load [options] PORT
 *     -a ADDR    connect to this IP address (default 127.0.0.1)
 *     -r RATE    requests a second (default 1000)
 *     -d SECONDS schedule for so long (default 5; without end if -n is given)
 *     -n COUNT   stop after so many requests
 *     -u FILE    stop as soon as FILE is there; -d and -n hold all the same
 *     -k CONNS   so many connections that are kept, each request over the one
 *                that is idle the longest; without it every request has a
 *                connection of its own and says "Connection: close"
 *     -p PATH    ask for this (default /)
 *     -b BYTES   the body has exactly so many bytes
 *     -m TEXT    the body contains TEXT; of several one will do
 *     -t MS      an answer that takes longer is a timeout (default 10000)
 *     -w MS      count the good answers that took longer as slow
 *     -W         send each request in two pieces, 20 ms apart
 *     -q         print nothing when every request was answered well
 * When the last request is scheduled, it waits for the answers that are due,
 * and prints one line:
 *   sent=N ok=N refused=N reset=N timeout=N short=N wrong=N other=N slow=N
 *     reopened=N p50=MS p99=MS max=MS
 *   ok        status 200, a body as wanted and as long as Content-Length says
 *   refused   the connection was refused
 *   reset     a connection was reset, or closed before all was sent
 *   timeout   no full answer in time, or no connection of -k free in time
 *   short     the connection ended before the whole answer, or any, was there
 *   wrong     another status or body than wanted, or no Content-Length
 *   other     another error, told on stderr once for each kind
 *   reopened  kept connections that the server ended with no request on them,
 *             or with "Connection: close", and that were opened again
 *   p50 p99 max  milliseconds from the scheduled time to the last byte, of ok
 * A request is sent once and never again: one that meets a kept connection's
 * end is lost, and counted as short or reset. Connections of -k are opened
 * when a request first needs them.
 * Exit status: 0 every request was ok, 1 not so, 2 cannot run.
 */
#define _GNU_SOURCE 1            /* not _POSIX_C_SOURCE: BSD headers mind it */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_SLOTS 30000          /* connections at a time, if the system can */
#define MAX_TEXTS 16
#define KEEP      2048           /* the longest head, the longest TEXT */
#define HALF_US   20000          /* between the two pieces of -W */
#define LOOK_US   20000          /* between two looks at the file of -u */
#define MANY      256            /* connections: spare the CPU, which may be */
#define ALL_US    5000           /* the server's too: look at those that wait */
#define COOL_US   100000         /* for so long only now and then */

enum kind { OK, REFUSED, RESET, TIMEOUT, SHORT, WRONG, OTHER, KINDS };

static struct {
    const char *addr, *path, *until;
    double      rate, seconds;
    long long   count;           /* -1: as many as the time allows */
    long        conns;           /* 0: a connection a request */
    long        bytes;           /* -1: any */
    const char *text[MAX_TEXTS];
    int         texts;
    long long   timeout, slow;   /* microseconds; slow 0: do not count */
    int         halves, quiet;
} opt = { "127.0.0.1", "/", NULL, 1000, -1, -1, 0, -1, { NULL }, 0, 10000000,
          0, 0, 0 };

/* One connection and the request on it. Times are microseconds. */
struct slot {
    int          fd;             /* -1: to be opened */
    int          at;             /* place in the array for poll */
    int          busy;           /* has a request */
    int          connecting;
    int          counts;         /* in reopened, when it is opened */
    int          last;           /* no request after this one */
    int          complete, matched, status;      /* the answer */
    size_t       sent;           /* bytes of the request */
    long long    want, got;      /* bytes of the body; want -1: no head yet */
    size_t       kept;           /* bytes in keep */
    long long    sched, half, done;
    struct slot *prev, *next;    /* others with a request, oldest first */
};

static struct sockaddr_storage peer;
static socklen_t               peer_len;
static int                     rotate;       /* source addresses */
static char                    ask[4096];
static size_t                  ask_len;

static struct slot   *slots;
static char         (*keep)[KEEP];           /* of each slot, between reads */
static struct slot  **spare;                 /* a ring of those not busy */
static struct pollfd *fds;
static struct slot  **owner;                 /* of each of fds */
static int            total, spare_first, spares, open_fds, hot_fds;
static struct slot   *oldest, *newest;       /* slots with a request */
static struct slot   *fresh;                 /* the oldest that is hot */

static long long kinds[KINDS], slow, reopened;
static unsigned *times;                      /* of the good answers */
static size_t    times_n, times_max;

static void
die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static long long
now_us(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (long long) ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
sleep_us(long long us)
{
    struct timespec ts = { (time_t) (us / 1000000), us % 1000000 * 1000 };

    nanosleep(&ts, NULL);
}

/* Tells what should be known, but not each time that it happens. */
static void
note(int *told, const char *what, const char *detail)
{
    if (!*told)
        fprintf(stderr, "load: %s: %s\n", what, detail);
    *told = 1;
}

/* --- the array for poll, and the slots ---------------------------------- */

/* The first hot_fds of the array are those whose answer may come at any time.
 * The others, without a request or waiting for long, are looked at less often
 * when they are many. */
static void
swap_places(int a, int b)
{
    struct pollfd p = fds[a];
    struct slot  *s = owner[a];

    fds[a] = fds[b];
    owner[a] = owner[b];
    owner[a]->at = a;
    fds[b] = p;
    owner[b] = s;
    s->at = b;
}

static void
heat(struct slot *s)
{
    if (s->at >= hot_fds)
        swap_places(s->at, hot_fds++);
}

static void
cool(struct slot *s)
{
    if (s->at != -1 && s->at < hot_fds)
        swap_places(s->at, --hot_fds);
}

static void
watch(struct slot *s, int events)
{
    if (s->at == -1) {
        s->at = open_fds++;
        owner[s->at] = s;
    }
    fds[s->at].fd = s->fd;
    fds[s->at].events = (short) events;
    fds[s->at].revents = 0;
}

static void
drop(struct slot *s)
{
    if (s->at != -1) {
        cool(s);
        swap_places(s->at, --open_fds);
        s->at = -1;
    }
    if (s->fd != -1)
        close(s->fd);
    s->fd = -1;
}

static void
put_spare(struct slot *s)
{
    spare[(spare_first + spares++) % total] = s;
}

static struct slot *
get_spare(void)
{
    struct slot *s = spare[spare_first];

    spare_first = (spare_first + 1) % total;
    spares--;
    return s;
}

static void
count_time(long long us)
{
    if (times_n == times_max) {
        times_max = times_max ? times_max * 2 : 65536;
        times = realloc(times, times_max * sizeof(*times));
        if (times == NULL)
            die("memory");
    }
    times[times_n++] = us < 0 ? 0 : us > UINT_MAX ? UINT_MAX : (unsigned) us;
    if (opt.slow && us > opt.slow)
        slow++;
}

/* The request of a slot came to its end. The connection is closed if no other
 * request may follow. */
static void
finish(struct slot *s, enum kind kind)
{
    kinds[kind]++;
    if (kind == OK)
        count_time(s->done - s->sched);
    if (fresh == s)
        fresh = s->next;
    if (s->prev != NULL)
        s->prev->next = s->next;
    else
        oldest = s->next;
    if (s->next != NULL)
        s->next->prev = s->prev;
    else
        newest = s->prev;
    s->busy = 0;
    cool(s);
    if (s->last || !s->complete) {
        s->counts = opt.conns && s->complete;
        drop(s);
    }
    put_spare(s);
}

static void
fail(struct slot *s, int err)
{
    static int told[256];

    if (err == ECONNREFUSED && s->connecting) {
        finish(s, REFUSED);
    } else if (err == ECONNRESET || err == EPIPE || err == ECONNABORTED) {
        finish(s, RESET);
    } else {
        note(&told[err & 255], "other", strerror(err));
        finish(s, OTHER);
    }
}

static void
wrong(struct slot *s, const char *why)
{
    static int told;

    note(&told, "wrong", why);
    finish(s, WRONG);
}

/* --- reading ------------------------------------------------------------ */

static const char *
find(const char *p, size_t n, const char *text, size_t len)
{
    const char *end = p + n;

    for (; len <= n && (p = memchr(p, *text, n - len + 1)) != NULL; p++) {
        if (memcmp(p, text, len) == 0)
            return p;
        n = (size_t) (end - p) - 1;
    }
    return NULL;
}

/* The value of one line of the head, or NULL. */
static const char *
field(const char *line, const char *name)
{
    size_t n = strlen(name);

    if (strncasecmp(line, name, n) != 0 || line[n] != ':')
        return NULL;
    return line + n + 1 + strspn(line + n + 1, " \t");
}

/* Reads a head that ends with "\r\n\0"; the text says what is wrong with it. */
static const char *
read_head(struct slot *s, const char *head)
{
    const char *p, *v;
    char       *end;

    if (strncmp(head, "HTTP/1.", 7) != 0 || head[8] != ' ')
        return "no status line";
    s->status = atoi(head + 9);
    if (head[7] == '0')
        s->last = 1;
    for (p = strstr(head, "\r\n") + 2; *p != '\0'; p = strstr(p, "\r\n") + 2) {
        if ((v = field(p, "Content-Length")) != NULL) {
            if (s->want != -1 || *v < '0' || *v > '9')
                return "Content-Length";
            s->want = strtoll(v, &end, 10);
            if (strncmp(end, "\r\n", 2) != 0)
                return "Content-Length";
        } else if ((v = field(p, "Connection")) != NULL) {
            if (strncasecmp(v, "close", 5) == 0)
                s->last = 1;
        } else if (field(p, "Transfer-Encoding") != NULL) {
            return "Transfer-Encoding";
        }
    }
    return s->want == -1 ? "no Content-Length" : NULL;
}

/* What a full answer is worth. */
static void
judge(struct slot *s)
{
    static char text[64];

    if (s->sent < ask_len) {
        s->complete = 0;
        wrong(s, "answered before all was asked");
    } else if (s->status != 200) {
        snprintf(text, sizeof(text), "status %d", s->status);
        wrong(s, text);
    } else if (opt.bytes != -1 && s->got != opt.bytes) {
        wrong(s, "length of the body");
    } else if (opt.texts && !s->matched) {
        wrong(s, "text of the body");
    } else {
        finish(s, OK);
    }
}

/* Takes len bytes: what was kept of earlier reads, and n new ones. Returns
 * whether to read on. */
static int
take(struct slot *s, char *p, size_t len, size_t n)
{
    const char *end, *why;
    int         i;

    if (s->want == -1) {
        if ((end = find(p, len, "\r\n\r\n", 4)) == NULL) {
            if (len > KEEP) {
                wrong(s, "the head is too long");
                return 0;
            }
            memcpy(keep[s - slots], p, len);
            s->kept = len;
            return 1;
        }
        p[end + 2 - p] = '\0';
        why = strlen(p) == (size_t) (end + 2 - p) ? read_head(s, p) : "NUL";
        if (why != NULL) {
            wrong(s, why);
            return 0;
        }
        len -= (size_t) (end + 4 - p);
        p += end + 4 - p;
        n = len;
    }
    s->got += (long long) n;
    for (i = 0; i < opt.texts && !s->matched; i++)
        s->matched = find(p, len, opt.text[i], strlen(opt.text[i])) != NULL;
    if (s->got > s->want) {
        s->complete = 0;
        wrong(s, "more than Content-Length");
        return 0;
    }
    if (s->got == s->want && !s->complete) {
        s->complete = 1;
        s->done = now_us();
        if (!s->last) {
            judge(s);
            return 0;
        }
    }
    s->kept = len;                           /* a TEXT may go on in the next */
    if (s->kept > KEEP - 1)
        s->kept = KEEP - 1;
    if (opt.texts == 0 || s->matched)
        s->kept = 0;
    memcpy(keep[s - slots], p + len - s->kept, s->kept);
    return 1;
}

/* Reads until the answer, and where it is the last one the connection too,
 * has ended: so it is the server that closes first and remembers the pair of
 * addresses for a minute, and our ports are free again at once. */
static void
receive(struct slot *s)
{
    static char buf[KEEP + 65536];
    ssize_t     n;
    int         more = 1;

    while (more) {
        memcpy(buf, keep[s - slots], s->kept);
        n = recv(s->fd, buf + s->kept, 65536, 0);
        if (n > 0) {
            more = take(s, buf, s->kept + (size_t) n, (size_t) n);
        } else if (n == 0) {
            if (s->complete)
                judge(s);
            else
                finish(s, SHORT);
            return;
        } else if (errno != EINTR) {
            if (errno != EAGAIN && errno != EWOULDBLOCK) {
                s->complete = 0;
                fail(s, errno);
            }
            return;
        }
    }
}

/* --- sending ------------------------------------------------------------ */

/* Another source address for each connection: the ports of one are used up
 * soon. The port is left for connect to choose, or bind would take it for
 * all destinations. */
static void
bind_source(int fd)
{
#ifdef IP_BIND_ADDRESS_NO_PORT
    static unsigned    n;
    struct sockaddr_in sin = { 0 };
    int                one = 1;

    if (!rotate)
        return;
    sin.sin_family = AF_INET;
    sin.sin_addr.s_addr = htonl(0x7f000002 + n++ % 199);
    if (setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one))
        == -1 || bind(fd, (struct sockaddr *) &sin, sizeof(sin)) == -1)
        rotate = 0;
#else
    (void) fd;
    rotate = 0;
#endif
}

/* Sends what may be sent by now. */
static void
push(struct slot *s)
{
    size_t    limit = opt.halves && s->half == 0 ? ask_len / 2 : ask_len;
    ssize_t   n = send(s->fd, ask + s->sent, limit - s->sent, 0);
    int       err = n == -1 ? errno : 0, hidden = 0;
    socklen_t len = sizeof(hidden);

    if (err == EAGAIN || err == EWOULDBLOCK || err == EINTR
        || (err == ENOTCONN && s->connecting))
    {
        watch(s, POLLOUT);
        return;
    }
    if (err == EPIPE && s->connecting
        && getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &hidden, &len) == 0
        && hidden != 0)
        err = hidden;
    if (err) {
        fail(s, err);
        return;
    }
    s->connecting = 0;
    s->sent += (size_t) n;
    if (s->sent < limit) {
        watch(s, POLLOUT);
        return;
    }
    if (limit < ask_len)
        s->half = now_us() + HALF_US;
    watch(s, POLLIN);
}

static void
connected(struct slot *s)
{
    int       err = 0;
    socklen_t len = sizeof(err);

    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &err, &len) == -1)
        err = errno;
    if (err)
        fail(s, err);
    else
        push(s);
}

static void
open_slot(struct slot *s)
{
    int one = 1;

    s->connecting = 1;
    s->fd = socket(peer.ss_family, SOCK_STREAM, 0);
    if (s->fd == -1) {
        fail(s, errno);
        return;
    }
    reopened += s->counts;
    s->counts = 0;
    fcntl(s->fd, F_SETFL, O_NONBLOCK);
    if (opt.halves)                          /* or it waits for an ACK */
        setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    bind_source(s->fd);
    if (connect(s->fd, (struct sockaddr *) &peer, peer_len) == -1
        && errno != EINPROGRESS && errno != EINTR)
        fail(s, errno);
    else
        push(s);                             /* on loopback it may work now */
}

/* A kept connection without a request has something to tell: its end. */
static void
look(struct slot *s)
{
    static int told_reset, told_bytes;
    char       c;
    ssize_t    n = recv(s->fd, &c, 1, 0);

    if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (n == -1)
        note(&told_reset, "end of an idle connection", strerror(errno));
    if (n > 0)
        note(&told_bytes, "idle connection", "bytes that nobody asked for");
    s->counts = 1;
    drop(s);
}

static void
start(long long sched)
{
    struct slot *s = get_spare();

    s->busy = 1;
    s->sched = sched;
    s->half = s->done = 0;
    s->sent = s->kept = 0;
    s->want = -1;
    s->got = 0;
    s->complete = s->matched = s->status = 0;
    s->last = !opt.conns;
    s->next = NULL;
    s->prev = newest;
    if (newest != NULL)
        newest->next = s;
    else
        oldest = s;
    newest = s;
    if (fresh == NULL)
        fresh = s;
    if (s->fd != -1)
        look(s);
    if (s->fd != -1)
        push(s);
    else
        open_slot(s);
    if (s->busy)
        heat(s);
}

/* --- the clock ---------------------------------------------------------- */

/* What came for one slot. */
static void
serve(struct slot *s)
{
    if (!s->busy)
        look(s);
    else if (s->connecting)
        connected(s);
    else if (fds[s->at].events & POLLOUT)
        push(s);
    else
        receive(s);
}

/* Waits until then, or until something comes, which is served. Where poll
 * cannot do it, because it counts in milliseconds or has very much to look
 * at, sleep comes between two polls. */
static void
turn(long long then)
{
    static long long all;                    /* when all were looked at */
    long long        now = now_us(), wait = then - now, step;
    int              i, n, ms = 0, many = open_fds > MANY;

    step = many ? 100 + hot_fds / 2 : 100;
    if (wait >= 2000 && !many)
        ms = (int) (wait / 1000);
    else if (wait > 0)
        sleep_us(wait < step ? wait : step);
    if (many && now - all < ALL_US + open_fds) {
        i = hot_fds;
    } else {
        i = open_fds;
        all = now;
    }
    n = poll(fds, (nfds_t) i, ms);
    if (n == -1 && errno != EINTR)
        die("poll");
    while (n > 0 && --i >= 0) {              /* what takes the place of i */
        if (fds[i].revents) {                /* was served before */
            n--;
            serve(owner[i]);
        }
    }
}

/* Sends the second halves that are due and gives up what takes too long.
 * Returns when this is to be done next, then at the latest. */
static long long
tend(long long now, long long then)
{
    struct slot *s, *next;

    while ((s = oldest) != NULL && s->sched + opt.timeout <= now) {
        if (s->complete)                     /* all came but the end of file */
            judge(s);
        else
            finish(s, TIMEOUT);
    }
    if (oldest != NULL && oldest->sched + opt.timeout < then)
        then = oldest->sched + opt.timeout;
    for (; fresh != NULL && fresh->sched + COOL_US <= now; fresh = fresh->next)
        cool(fresh);
    for (s = opt.halves ? oldest : NULL; s != NULL; s = next) {
        next = s->next;
        if (s->half == 0 || s->sent == ask_len)
            continue;
        if (s->half <= now)
            push(s);
        else if (s->half < then)
            then = s->half;
    }
    return then;
}

static long long
when(long long t0, long long request)
{
    return t0 + (long long) ((double) request * 1e6 / opt.rate);
}

static void
run(void)
{
    long long   t0 = now_us(), now, seen = t0 - LOOK_US, then, sched;
    long long   started = 0, limit = LLONG_MAX;
    struct stat st;

    if (opt.count >= 0)
        limit = opt.count;
    if (opt.seconds >= 0 && opt.seconds * opt.rate < (double) limit)
        limit = (long long) (opt.seconds * opt.rate);
    for (;;) {
        now = now_us();
        if (opt.until != NULL && now - seen >= LOOK_US) {
            seen = now;
            if (stat(opt.until, &st) == 0) {
                opt.until = NULL;            /* what is due by now goes out */
                for (sched = started; sched < limit; sched++)
                    if (when(t0, sched) > now)
                        limit = sched;
            }
        }
        then = now + 1000000;
        if (opt.until != NULL)
            then = seen + LOOK_US;
        for (; started < limit; started++) {
            sched = when(t0, started);
            if (spares > 0 && sched > now) {
                if (sched < then)
                    then = sched;
                break;
            } else if (spares > 0) {
                start(sched);
            } else if (sched + opt.timeout > now) {
                break;
            } else {
                kinds[TIMEOUT]++;            /* nothing was free in time */
            }
        }
        then = tend(now, then);
        if (started == limit && oldest == NULL)
            return;
        turn(then);
    }
}

/* --- before and after --------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
    unsigned x = *(const unsigned *) a, y = *(const unsigned *) b;

    return x < y ? -1 : x > y;
}

/* Milliseconds that so many percent of the good answers kept to. */
static double
percentile(size_t percent)
{
    if (times_n == 0)
        return 0;
    return times[(times_n * percent + 99) / 100 - 1] / 1000.0;
}

static int
report(void)
{
    long long sent = 0;
    int       i;

    for (i = 0; i < KINDS; i++)
        sent += kinds[i];
    if (opt.quiet && sent == kinds[OK])
        return 0;
    if (times_n > 0)
        qsort(times, times_n, sizeof(*times), by_size);
    printf("sent=%lld ok=%lld refused=%lld reset=%lld timeout=%lld short=%lld "
           "wrong=%lld other=%lld slow=%lld reopened=%lld p50=%.2f p99=%.2f "
           "max=%.2f\n", sent, kinds[OK], kinds[REFUSED], kinds[RESET],
           kinds[TIMEOUT], kinds[SHORT], kinds[WRONG], kinds[OTHER], slow,
           reopened, percentile(50), percentile(99), percentile(100));
    return sent != kinds[OK];
}

static void
set_up(const char *port_text)
{
    struct sockaddr_in  *v4 = (struct sockaddr_in *) &peer;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *) &peer;
    struct rlimit        files;
    int                  i, port = atoi(port_text), is_v4;

    is_v4 = inet_pton(AF_INET, opt.addr, &v4->sin_addr) == 1;
    if (is_v4) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons((unsigned short) port);
        peer_len = sizeof(*v4);
        rotate = (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    } else if (inet_pton(AF_INET6, opt.addr, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((unsigned short) port);
        peer_len = sizeof(*v6);
    } else {
        errno = EINVAL;
        die(opt.addr);
    }
    i = snprintf(ask, sizeof(ask), "GET %s HTTP/1.1\r\nHost: %s%s%s:%d\r\n%s"
                 "\r\n", opt.path, is_v4 ? "" : "[", opt.addr,
                 is_v4 ? "" : "]", port,
                 opt.conns ? "" : "Connection: close\r\n");
    if (i < 0 || (size_t) i >= sizeof(ask)) {
        errno = EINVAL;
        die("path");
    }
    ask_len = (size_t) i;

    if (getrlimit(RLIMIT_NOFILE, &files) == -1)
        die("getrlimit");
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) == -1)
        getrlimit(RLIMIT_NOFILE, &files);
    total = MAX_SLOTS;
    if (opt.conns > 0 && opt.conns < total)
        total = (int) opt.conns;
    if (files.rlim_cur < (rlim_t) total + 8)
        total = (int) files.rlim_cur - 8;
    if (total < 1 || total < opt.conns) {
        errno = EMFILE;
        die("connections");
    }
    slots = calloc((size_t) total, sizeof(*slots));
    keep = malloc((size_t) total * sizeof(*keep));
    spare = calloc((size_t) total, sizeof(*spare));
    fds = calloc((size_t) total, sizeof(*fds));
    owner = calloc((size_t) total, sizeof(*owner));
    if (!slots || !keep || !spare || !fds || !owner)
        die("memory");
    for (i = 0; i < total; i++) {
        slots[i].fd = slots[i].at = -1;
        put_spare(&slots[i]);
    }
}

int
main(int argc, char **argv)
{
    int c, bad = 0;

    while ((c = getopt(argc, argv, "a:r:d:n:u:k:p:b:m:t:w:Wq")) != -1) {
        switch (c) {
        case 'a': opt.addr = optarg; break;
        case 'r': opt.rate = atof(optarg); break;
        case 'd': opt.seconds = atof(optarg); break;
        case 'n': opt.count = atoll(optarg); break;
        case 'u': opt.until = optarg; break;
        case 'k': opt.conns = atol(optarg); bad |= opt.conns < 1; break;
        case 'p': opt.path = optarg; break;
        case 'b': opt.bytes = atol(optarg); break;
        case 'm':
            if (opt.texts == MAX_TEXTS || !*optarg || strlen(optarg) > KEEP)
                bad = 1;
            else
                opt.text[opt.texts++] = optarg;
            break;
        case 't': opt.timeout = atoll(optarg) * 1000; break;
        case 'w': opt.slow = atoll(optarg) * 1000; break;
        case 'W': opt.halves = 1; break;
        case 'q': opt.quiet = 1; break;
        default: bad = 1;
        }
    }
    if (bad || argc - optind != 1 || !(opt.rate > 0)) {
        fprintf(stderr, "usage: load [-a ADDR] [-r RATE] [-d SECONDS] "
                "[-n COUNT] [-u FILE] [-k CONNS]\n    [-p PATH] [-b BYTES] "
                "[-m TEXT] [-t MS] [-w MS] [-W] [-q] PORT\n");
        return 2;
    }
    if (opt.seconds < 0 && opt.count < 0)
        opt.seconds = 5;
    signal(SIGPIPE, SIG_IGN);
    set_up(argv[optind]);
    run();
    return report();
}
