/* SPDX-License-Identifier: BSD-2-Clause
 *
 * reuseportd - a web server in one C file, in which every worker process has
 * listening sockets of its own (SO_REUSEPORT) and whatever changes in the
 * server, no client notices. nginx's configuration language and signals.
 *
 *     cc -O2 reuseportd.c -o reuseportd && ./reuseportd .
 *
 * CONTENTS
 *   01 plat    Platform: every difference between systems
 *   02 mem     Memory: pools that are freed as a whole
 *   03 str     Strings: spans, numbers, paths, dates
 *   04 re      Regular expressions: POSIX, in the words of others
 *   05 log     Logs: files, standard error, syslog, memory
 *   06 tab     Constant tables of HTTP
 *   07 ev      Events: epoll, kqueue or poll; timers; signals
 *   08 sock    Sockets: addresses and listening groups
 *   09 conf    Configuration: reader, directive table, setters
 *   10 conn    Connections: accept to close
 *   11 tls     TLS: handshake, records, sessions, by mbedTLS
 *   12 open    Open files, kept for the requests that follow
 *   13 req     Requests: line, headers, body framing
 *   14 resp    Responses: head, body, error pages
 *   15 var     Variables and texts made of them
 *   16 route   Which server, which location, which page instead
 *   17 rewrite The rules of rewriting: set, if, rewrite, return
 *   18 access  Who may: addresses, passwords, real addresses
 *   19 limit   Limits across workers: rates and connections
 *   20 file    Static files: conditions, ranges, index, listing
 *   21 stat    The state of the server, for people and machines
 *   22 hand    Handlers of the program that links the server in
 *   23 http    HTTP: parse, route, serve, end, and again
 *   24 work    A worker's life: start, run, leave
 *   25 slot    Slots: live, adopted, draining, free
 *   26 master  The master: workers, signals, reload
 *   27 main    Command line, rpd_main(), main()
 *
 * HOW TO READ IT
 * The file goes from the bottom up: a function calls only what stands above
 * it, so nothing is declared ahead of its definition and the compiler itself
 * refuses a call to a later chapter. Data comes down the page through a few
 * function pointers, the hand-offs:
 *
 *   ev_source.ready     07 tells who owns a descriptor or a deadline
 *   ev_self.signal      07 tells the process of a signal
 *   listen.proto        10 lets a connection's protocol go on
 *   conn_io             10 moves bytes: plain, later TLS
 *   loc.serve           22 asks what answers in a location
 *   req.produce         13 asks for more of a body, which is over, or waits
 *   req.trail           13 asks for the trailers behind it
 *   var.get             14 asks for the value of a variable
 *   hand.call           21 asks the program that links the server in
 *   ending.call         12 tells that a request ends
 *
 * Three walks show the whole of it:
 *
 * A request. ev_turn (07) calls conn_accept (10) for a new connection and
 * conn_ready for its bytes; that is http_ready (23): http_head reads and lets
 * req_parse (13) look, http_serve asks route_server and route_find (16) and
 * calls loc.serve, which is file_serve (20); resp_start (14) sends head and
 * file; http_end logs and waits for the next.
 *
 * A directive. Its row stands in conf_rows (09): the setter reads the words of
 * the configuration into a field of struct conf, server or loc, and the one
 * place that needs it reads the field. A new simple directive is a row and a
 * field.
 *
 * A reload. SIGHUP is a row of master_signals (26): master_reload reads the
 * configuration (09), master_apply binds and listens (08), master_spawn forks
 * workers, which run work_run (24); when all accept, master_reloaded makes the
 * slots (25) those of the new workers and lets the old ones leave.
 *
 * RULES, which tests/shape.awk checks: a function wears its chapter's name,
 * is static and has at most 60 lines; facts are tables, one row a line;
 * questions to the system are asked in chapter 01 only. Names of variables
 * tell their type: c conn, r req, l listen(er), w worker, s server or source,
 * g group, d directive, t text, cf conf, rd reader.
 */

#define RPD_SOURCE 1
#include "reuseportd.h"

#include <strings.h>

/* === 01 plat === Platform: every difference between systems =============== */

/* All #if on systems and features stand here. The chapter ends with functions
 * that mean the same everywhere; RPD_HAVE_* stay usable in plain conditions.
 *
 * Every system call that can fail is spelled SYS(name, arguments): a build
 * with RPD_WITH_FAULTS makes a chosen one fail, so that tests reach the paths
 * that no healthy machine takes. */

/* All is compiled for size, but for what stands between PLAT_FAST and
 * PLAT_SMALL; where no number has a fraction, functions like printf() need not
 * keep the registers of those. And nobody unwinds the stack of a C program, so
 * the tables for that stay out of memory. */
#if !defined(__OPTIMIZE__)
#define PLAT_SMALL              /* -O0 means it: a compiler that is quick */
#define PLAT_FAST
#elif defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC push_options
#if defined(__x86_64__)
#pragma GCC target ("general-regs-only")
#endif
#define PLAT_PRAGMA(text) _Pragma(#text)
#define PLAT_SMALL PLAT_PRAGMA(GCC push_options) \
    PLAT_PRAGMA(GCC optimize ("Oz", "no-thread-jumps", "no-if-conversion", \
    "no-jump-tables", "no-move-loop-invariants", "no-tree-tail-merge", \
    "no-tree-loop-im", "no-tree-dominator-opts", "no-tree-fre", \
    "no-ssa-phiopt", "no-caller-saves", "no-shrink-wrap", "no-bit-tests", \
    "no-ipa-modref", "ira-region=one"))
#define PLAT_FAST PLAT_PRAGMA(GCC pop_options)
#define PLAT_END PLAT_FAST PLAT_FAST    /* for who includes this file */
#elif defined(__GNUC__) && !defined(__clang__)
#define PLAT_SMALL _Pragma("GCC optimize (\"Os\")")
#define PLAT_FAST _Pragma("GCC reset_options")
#elif defined(__clang__)
#define PLAT_SMALL _Pragma( \
    "clang attribute push(__attribute__((minsize)), apply_to = function)")
#define PLAT_FAST _Pragma("clang attribute pop")
#else
#define PLAT_SMALL
#define PLAT_FAST
#endif
#ifndef PLAT_END
#define PLAT_END PLAT_FAST
#endif
#if defined(__GNUC__) && defined(__ELF__) \
    && (defined(__x86_64__) || defined(__i386__) || defined(__aarch64__))
__asm__(".cfi_sections .debug_frame");
#endif

PLAT_SMALL

/* Where a word begins or ends, in a regular expression of the C library. */
#if RPD_BSD
#define PLAT_WORD_EDGE "([[:<:]]|[[:>:]])"
#else
#define PLAT_WORD_EDGE "\\b"
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif
#ifdef MSG_MORE
#define PLAT_MORE MSG_MORE
#else
#define PLAT_MORE 0
#endif
#ifndef O_CLOEXEC
#define O_CLOEXEC 0
#endif
#ifdef O_PATH
#define PLAT_SEARCH (O_PATH | O_DIRECTORY | O_CLOEXEC)
#elif defined(O_SEARCH)
#define PLAT_SEARCH (O_SEARCH | O_DIRECTORY | O_CLOEXEC)
#else
#define PLAT_SEARCH (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#endif
#ifndef SO_REUSEPORT
#define SO_REUSEPORT (-1)       /* setsockopt() refuses it */
#endif
#ifndef EPOLLEXCLUSIVE
#define EPOLLEXCLUSIVE (1u << 28)
#endif
#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif

#if RPD_WITH_FAULTS
/* Is it the turn of this call to fail? RPD_FAIL="accept:3:24" */
static int
plat_fault(const char *call)
{
    static long count;
    const char *plan = getenv("RPD_FAIL");
    size_t len = strlen(call);

    if (plan == NULL || strncmp(plan, call, len) != 0 || plan[len] != ':'
        || ++count != atol(plan + len + 1))
    {
        return 0;
    }
    plan = strchr(plan + len + 1, ':');
    errno = plan ? atoi(plan + 1) : EIO;
    return 1;
}
#define SYS(call, ...) (plat_fault(#call) ? -1 : call(__VA_ARGS__))
#else
#define SYS(call, ...) call(__VA_ARGS__)
#endif

/* The clocks, read once a turn of the event loop. */
static struct {
    long long ms;               /* monotonic, milliseconds; 0 never occurs */
    time_t sec;                 /* wall clock */
    int msec;                   /* and its milliseconds */
} plat_clock;

static void
plat_tick(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    plat_clock.ms = (long long) t.tv_sec * 1000 + t.tv_nsec / 1000000 + 1;
    clock_gettime(CLOCK_REALTIME, &t);
    plat_clock.sec = t.tv_sec;
    plat_clock.msec = (int) (t.tv_nsec / 1000000);
}

/* For short spans of time, now and not when the turn began. */
static long long
plat_usec(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long) t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Non-blocking and not inherited by programs that are started. */
static int
plat_nonblock(int fd)
{
    int flags = SYS(fcntl, fd, F_GETFL, 0);

    if (flags == -1 || SYS(fcntl, fd, F_SETFL, flags | O_NONBLOCK) == -1) {
        return -1;
    }
    return SYS(fcntl, fd, F_SETFD, FD_CLOEXEC);
}

static int
plat_close_failed(int fd)
{
    int err = errno;

    close(fd);
    errno = err;
    return -1;
}

/* A descriptor for those that nobody uses: where /dev/null is missing, one that
 * cannot be written to either. */
static int
plat_null(void)
{
    int fd = SYS(open, "/dev/null", O_RDWR);

    return fd == -1 ? SYS(open, "/", O_RDONLY) : fd;
}

/* Did it fail because there is no room, or nothing may be written at all? Then
 * it is not the configuration that is wrong. */
static int
plat_unwritable(void)
{
    return errno == EROFS || errno == ENOSPC || errno == EDQUOT
           || errno == EFBIG;
}

/* Reads a file from its beginning: how many bytes, or -1 with errno. */
static ssize_t
plat_read(const char *path, void *to, size_t n)
{
    int fd = SYS(open, path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd == -1 ? -1 : SYS(read, fd, to, n);

    (void) plat_close_failed(fd);
    return got;
}

/* The same as text, "" if there is nothing. */
static ssize_t
plat_read_text(const char *path, char *to, size_t size)
{
    ssize_t got = plat_read(path, to, size - 1);

    to[got > 0 ? got : 0] = '\0';
    return got;
}

/* The number at *p, behind blanks; *p moves behind it. */
static unsigned long long
plat_number(char **p)
{
    unsigned long long n = 0;

    for (*p += strspn(*p, " "); **p >= '0' && **p <= '9'; ++*p) {
        n = n * 10 + (unsigned) (**p - '0');
    }
    return n;
}

static int
plat_urandom(void *to, size_t n)
{
    return plat_read("/dev/urandom", to, n) == (ssize_t) n ? 0 : -1;
}

/* Bytes that nobody can foresee, at most 256; 0 or -1. */
static int
plat_random(void *to, size_t n)
{
#if RPD_HAVE_GETRANDOM == 1
    if (SYS(getrandom, to, n, GRND_NONBLOCK) == (ssize_t) n) {
        return 0;
    }
#elif RPD_HAVE_GETRANDOM == 2
    arc4random_buf(to, n);
    return 0;
#endif
    return plat_urandom(to, n);
}

/* What the kernel knows of a TCP socket, by its place there. */
#if RPD_HAVE_TCP_INFO
enum {
    PLAT_RTT = offsetof(struct tcp_info, tcpi_rtt),
    PLAT_RTTVAR = offsetof(struct tcp_info, tcpi_rttvar),
    PLAT_SND_CWND = offsetof(struct tcp_info, tcpi_snd_cwnd),
    PLAT_RCV_SPACE = offsetof(struct tcp_info, tcpi_rcv_space)
};
#else
enum { PLAT_RTT, PLAT_RTTVAR, PLAT_SND_CWND, PLAT_RCV_SPACE };
#endif

/* One of these numbers, -1: not known. */
static long long
plat_tcpinfo(int fd, size_t what)
{
    uint32_t n;
#if RPD_HAVE_TCP_INFO
    struct tcp_info info;
    socklen_t size = sizeof(info);

    memset(&info, 0, sizeof(info));
    if (SYS(getsockopt, fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
        && size >= what + sizeof(n))    /* an old kernel knows less */
    {
        memcpy(&n, (char *) &info + what, sizeof(n));
        return n;
    }
#endif
    (void) n, (void) fd, (void) what;
    return -1;
}

/* A non-blocking socket, or -1. */
static int
plat_socket(int domain, int type)
{
    int fd = SYS(socket, domain, type, 0);

    if (fd != -1 && plat_nonblock(fd) == -1) {
        return plat_close_failed(fd);
    }
    return fd;
}

/* Headers may be newer than the kernel: after ENOSYS accept() is used, and who
 * writes logs may tell it. */
static int plat_no_accept4;

#if RPD_HAVE_ACCEPT4
static int
plat_accept4(int fd, struct sockaddr *sa, socklen_t *len)
{
    int s;

    if (!plat_no_accept4) {
        s = SYS(accept4, fd, sa, len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (s != -1 || errno != ENOSYS) {
            return s;
        }
        plat_no_accept4 = 1;
    }
    return -2;
}
#else
static int
plat_accept4(int fd, struct sockaddr *sa, socklen_t *len)
{
    (void) fd, (void) sa, (void) len;
    return -2;
}
#endif

/* A new connection, non-blocking, or -1. */
static int
plat_accept(int fd, struct sockaddr *sa, socklen_t *len)
{
    int s = plat_accept4(fd, sa, len);

    if (s != -2) {
        return s;
    }
    s = SYS(accept, fd, sa, len);
    if (s != -1 && plat_nonblock(s) == -1) {
        return plat_close_failed(s);
    }
    return s;
}

/* Sends up to `size` bytes of the file from *off, which moves along. Returns
 * the number sent, 0 at the end of the file, -1 with errno. */
#if RPD_HAVE_SENDFILE == 1

static ssize_t
plat_sendfile(int out, int in, off_t *off, size_t size)
{
    return SYS(sendfile, out, in, off, size);
}

#elif RPD_HAVE_SENDFILE

static ssize_t
plat_sendfile(int out, int in, off_t *off, size_t size)
{
    off_t sent = 0;
#if RPD_HAVE_SENDFILE == 2
    int rc = SYS(sendfile, in, out, *off, size, NULL, &sent, 0);
#else
    int rc;

    sent = (off_t) size;
    rc = SYS(sendfile, in, out, *off, &sent, NULL, 0);
#endif

    if (rc == -1 && errno != EAGAIN && errno != EINTR && errno != EBUSY) {
        return -1;              /* and `sent` means nothing */
    }
    if (sent > 0) {             /* also together with those errors */
        *off += sent;
        return (ssize_t) sent;
    }
    return rc == 0 ? 0 : -1;
}

#else

static ssize_t
plat_sendfile(int out, int in, off_t *off, size_t size)
{
    (void) out, (void) in, (void) off, (void) size;
    errno = ENOSYS;
    return -1;
}

#endif

static int
plat_set(int fd, int level, int option, int value)
{
    return SYS(setsockopt, fd, level, option, &value, sizeof(value));
}

/* Lets other sockets of ours share the address; with `balance` the kernel is
 * to spread the connections over them. */
static int
plat_reuseport(int fd, int balance)
{
#if RPD_HAVE_REUSEPORT_LB
    if (balance) {
        return plat_set(fd, SOL_SOCKET, SO_REUSEPORT_LB, 1);
    }
#endif
    (void) balance;
    return plat_set(fd, SOL_SOCKET, SO_REUSEPORT, 1);
}

enum plat_door { PLAT_OPEN, PLAT_SHUT, PLAT_NOT_YET };

#if RPD_HAVE_STEERING

/* Three numbers and two structs of <linux/...>, which not every libc has. */
#ifndef SO_ATTACH_REUSEPORT_CBPF
#define SO_ATTACH_REUSEPORT_CBPF 51
#endif
#ifndef SO_DETACH_REUSEPORT_BPF
#define SO_DETACH_REUSEPORT_BPF 68
#endif
#ifndef SO_BINDTOIFINDEX
#define SO_BINDTOIFINDEX 62
#endif

struct plat_bpf_op {
    uint16_t code;
    uint8_t jt, jf;
    uint32_t k;
};

struct plat_bpf {
    unsigned short n;
    struct plat_bpf_op *op;
};

/* Makes the kernel choose at random among the first n listening sockets of the
 * group that fd belongs to; 0: among all. 0, or -1: it cannot. */
static int
plat_steer(int fd, int n)
{
    struct plat_bpf_op op[] = {
        { 0x20, 0, 0, (uint32_t) -0x1000 + 56 },        /* ld random */
        { 0x94, 0, 0, (uint32_t) n },                   /* mod n */
        { 0x16, 0, 0, 0 },                              /* ret a */
    };
    struct plat_bpf program = { 3, op };

    if (n == 0) {
        return plat_set(fd, SOL_SOCKET, SO_DETACH_REUSEPORT_BPF, 0);
    }
    return SYS(setsockopt, fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, &program,
               sizeof(program));
}

/* Nobody new comes to a listening socket that is bound to a network interface
 * which does not exist; who is in its queue or in a handshake comes through.
 * Sockets make a group only with those of the same interface, so there are two
 * of these. To open again takes a privilege. 0, or -1: it cannot be done. */
static int
plat_door(int fd, enum plat_door door)
{
    return plat_set(fd, SOL_SOCKET, SO_BINDTOIFINDEX, door == PLAT_OPEN ? 0
                    : door == PLAT_SHUT ? INT_MAX : INT_MAX - 1);
}

#else

static int
plat_steer(int fd, int n)
{
    (void) fd, (void) n;
    errno = ENOPROTOOPT;
    return -1;
}

static int
plat_door(int fd, enum plat_door door)
{
    return plat_steer(fd, door == PLAT_OPEN);
}

#endif

/* An option's value; -1 when it cannot be had. */
static int
plat_get(int fd, int level, int option)
{
    int value = -1;
    socklen_t len = sizeof(value);

    return SYS(getsockopt, fd, level, option, &value, &len) == -1 ? -1 : value;
}

/* Is SO_REUSEPORT, in the flavour that balances, set? */
static int
plat_is_reuseport(int fd)
{
#if RPD_HAVE_REUSEPORT_LB
    return plat_get(fd, SOL_SOCKET, SO_REUSEPORT_LB) > 0;
#else
    return plat_get(fd, SOL_SOCKET, SO_REUSEPORT) > 0;
#endif
}

/* Level and name of options that not every system has; PLAT_NONE is refused by
 * all of them. Linux takes the IPv4 option on IPv6 sockets, too. */
#define PLAT_NONE SOL_SOCKET, -1
#if RPD_HAVE_FREEBIND && defined(IP_FREEBIND)
#define PLAT_FREEBIND IPPROTO_IP, IP_FREEBIND
#define PLAT_FREEBIND6 PLAT_FREEBIND
#elif RPD_HAVE_FREEBIND && defined(IP_BINDANY) && defined(IPV6_BINDANY)
#define PLAT_FREEBIND IPPROTO_IP, IP_BINDANY
#define PLAT_FREEBIND6 IPPROTO_IPV6, IPV6_BINDANY
#elif RPD_HAVE_FREEBIND && defined(SO_BINDANY)
#define PLAT_FREEBIND SOL_SOCKET, SO_BINDANY
#define PLAT_FREEBIND6 PLAT_FREEBIND
#else
#define PLAT_FREEBIND PLAT_NONE
#define PLAT_FREEBIND6 PLAT_NONE
#endif
#if RPD_HAVE_DEFER_ACCEPT
#define PLAT_DEFERRED IPPROTO_TCP, TCP_DEFER_ACCEPT
#else
#define PLAT_DEFERRED PLAT_NONE
#endif
#if RPD_HAVE_FASTOPEN
#define PLAT_FASTOPEN IPPROTO_TCP, TCP_FASTOPEN
#else
#define PLAT_FASTOPEN PLAT_NONE
#endif
#if RPD_HAVE_SETFIB
#define PLAT_SETFIB SOL_SOCKET, SO_SETFIB
#else
#define PLAT_SETFIB PLAT_NONE
#endif
#if defined(__DragonFly__) && __DragonFly_version < 500702
#define PLAT_KEEP_UNIT 1000     /* of TCP_KEEPIDLE: milliseconds */
#else
#define PLAT_KEEP_UNIT 1
#endif

/* Must the option stand before the first bind()? On Linux it need not, and a
 * bind() without it finds out whether another server has the address. */
#ifdef __linux__
#define PLAT_REUSEPORT_EARLY 0
#else
#define PLAT_REUSEPORT_EARLY 1
#endif

/* Allows bind() to an address that the machine does not have yet. */
static int
plat_freebind(int fd, int family)
{
    return family == AF_INET6 ? plat_set(fd, PLAT_FREEBIND6, 1)
           : plat_set(fd, PLAT_FREEBIND, 1);
}

static int
plat_accept_filter(int fd, const char *name)
{
#if RPD_HAVE_ACCEPT_FILTER
    struct accept_filter_arg arg;

    memset(&arg, 0, sizeof(arg));
    strncpy(arg.af_name, name, sizeof(arg.af_name) - 1);
    return SYS(setsockopt, fd, SOL_SOCKET, SO_ACCEPTFILTER, &arg, sizeof(arg));
#else
    (void) fd, (void) name;
    errno = ENOPROTOOPT;
    return -1;
#endif
}

#if defined(MSG_MORE) || !defined(TCP_NOPUSH) || defined(__APPLE__)
#define PLAT_NOPUSH 0           /* Darwin sends nothing when it is taken back */
#else
#define PLAT_NOPUSH 1
#endif

/* Holds back partial packets until switched off; where MSG_MORE exists a
 * single flag does it without a system call of its own. */
static void
plat_nopush(int fd, int on)
{
#if PLAT_NOPUSH
    (void) plat_set(fd, IPPROTO_TCP, TCP_NOPUSH, on);
#else
    (void) fd, (void) on;
#endif
}

/* --- Channels between processes ------------------------------------------- */

#define PLAT_FDS 16             /* most descriptors of one message */

/* Two ends that keep messages apart, where the system can. 0 or -1. */
static int
plat_pair(int ends[2])
{
    if (SYS(socketpair, AF_UNIX, SOCK_SEQPACKET, 0, ends) == -1
        && (errno == EMFILE || errno == ENFILE
            || SYS(socketpair, AF_UNIX, SOCK_STREAM, 0, ends) == -1))
    {
        return -1;
    }
    if (plat_nonblock(ends[0]) == -1 || plat_nonblock(ends[1]) == -1) {
        close(ends[1]);
        return plat_close_failed(ends[0]);
    }
    return 0;
}

/* One message with n descriptors; as sendmsg(). */
static ssize_t
plat_send_fds(int channel, void *data, size_t size, const int *fd, int n)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(PLAT_FDS * sizeof(int))];
    } control;
    struct iovec iov = { data, size };
    struct msghdr msg;
    struct cmsghdr *c;

    memset(&msg, 0, sizeof(msg));
    memset(&control, 0, sizeof(control));
    msg.msg_iov = &iov;
    msg.msg_iovlen = 1;
    if (n > 0) {
        msg.msg_control = control.room;
        msg.msg_controllen = CMSG_SPACE((size_t) n * sizeof(int));
        c = CMSG_FIRSTHDR(&msg);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN((size_t) n * sizeof(int));
        memcpy(CMSG_DATA(c), fd, (size_t) n * sizeof(int));
    }
    return SYS(sendmsg, channel, &msg, MSG_NOSIGNAL);
}

/* The next message and its descriptors, *n of them; as recvmsg(). Those that
 * the limit of open files kept away are missing. */
static ssize_t
plat_recv_fds(int channel, void *data, size_t size, int *fd, int *n)
{
    union {
        struct cmsghdr align;
        char room[CMSG_SPACE(PLAT_FDS * sizeof(int))];
    } control;
    struct iovec iov = { data, size };
    struct msghdr msg;
    struct cmsghdr *c;
    ssize_t got;
    int i;

    memset(&msg, 0, sizeof(msg));
    msg.msg_iov = &iov;
    msg.msg_iovlen = 1;
    msg.msg_control = control.room;
    msg.msg_controllen = sizeof(control.room);
    *n = 0;
    got = SYS(recvmsg, channel, &msg, 0);
    c = got > 0 ? CMSG_FIRSTHDR(&msg) : NULL;
    if (c != NULL && c->cmsg_type == SCM_RIGHTS) {
        *n = (int) ((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(fd, CMSG_DATA(c), (size_t) *n * sizeof(int));
        for (i = 0; i < *n; i++) {
            (void) SYS(fcntl, fd[i], F_SETFD, FD_CLOEXEC);
        }
    }
    return got;
}

/* Raises the limit of open files to `want`, as far as allowed; returns it. */
static long long
plat_nofile(long long want)
{
    rlim_t need = (rlim_t) want;
    struct rlimit limit, more;

    if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur >= need) {
        return want;
    }
    more.rlim_cur = need;
    more.rlim_max = limit.rlim_max > need ? limit.rlim_max : need;
    if (SYS(setrlimit, RLIMIT_NOFILE, &more) == 0) {    /* root may */
        return want;
    }
    more.rlim_cur = more.rlim_max = limit.rlim_max;
    return SYS(setrlimit, RLIMIT_NOFILE, &more) == 0
           ? (long long) limit.rlim_max : (long long) limit.rlim_cur;
}

static int
plat_cpus(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > 1024 ? 1024 : (int) n;
}

/* Binds this process to the CPUs whose bit is set; -1 where it cannot. */
static int
plat_pin(uint64_t mask)
{
#if RPD_HAVE_AFFINITY
#if RPD_HAVE_AFFINITY == 1
    cpu_set_t set;
#else
    cpuset_t set;
#endif
    int i;

    CPU_ZERO(&set);
    for (i = 0; i < 64; i++) {
        if (mask >> i & 1) {
            CPU_SET((size_t) i, &set);
        }
    }
#if RPD_HAVE_AFFINITY == 1
    return sched_setaffinity(0, sizeof(set), &set);
#else
    return cpuset_setaffinity(CPU_LEVEL_WHICH, CPU_WHICH_PID, -1,
                              sizeof(set), &set);
#endif
#else
    (void) mask;
    errno = ENOSYS;
    return -1;
#endif
}

/* --- Looking at sockets and processes ------------------------------------- */

#if defined(__linux__) && RPD_HAVE_TCP_INFO
#define PLAT_QUEUE 1
#elif defined(SO_LISTENQLEN)
#define PLAT_QUEUE 2
#else
#define PLAT_QUEUE 0
#endif

/* How many wait in the queue of a listening socket, and how many may; -1:
 * unknown. */
static void
plat_queue(int fd, int size[2])
{
#if PLAT_QUEUE == 1
    size[0] = (int) plat_tcpinfo(fd, offsetof(struct tcp_info, tcpi_unacked));
    size[1] = (int) plat_tcpinfo(fd, offsetof(struct tcp_info, tcpi_sacked));
#elif PLAT_QUEUE
    size[0] = plat_get(fd, SOL_SOCKET, SO_LISTENQLEN);
    size[1] = plat_get(fd, SOL_SOCKET, SO_LISTENQLIMIT);
#else
    (void) fd;
    size[0] = size[1] = -1;
#endif
}

#if defined(_POSIX_CPUTIME) && _POSIX_CPUTIME >= 0
#define PLAT_CPU_TIME 1
#else
#define PLAT_CPU_TIME 0
#endif

/* Milliseconds of CPU that a process has used; -1: unknown. */
static long long
plat_cpu_time(pid_t pid)
{
#if PLAT_CPU_TIME
    clockid_t clock;
    struct timespec t;

    if (clock_getcpuclockid(pid, &clock) == 0
        && clock_gettime(clock, &t) == 0)
    {
        return (long long) t.tv_sec * 1000 + t.tv_nsec / 1000000;
    }
#endif
    (void) pid;
    return -1;
}

/* Bytes of memory that a process is charged with, shared ones in part (Pss);
 * -1: unknown. */
static long long
plat_memory(pid_t pid)
{
    char text[512], *at;

    snprintf(text, sizeof(text), "/proc/%ld/smaps_rollup", (long) pid);
    (void) plat_read_text(text, text, sizeof(text));
    at = strstr(text, "\nPss:");
    if (at == NULL) {
        return -1;
    }
    at += 5;
    return (long long) plat_number(&at) * 1024;
}

/* --- Accounts ---------------------------------------------------------- */

/* The C library would load modules to look up a name, which cost hundreds of
 * kilobytes in every process and do not work in static programs: so the files
 * are read here, and the library is asked only for what they do not have, or,
 * without RPD_HAVE_NSS, never. */
#if RPD_HAVE_NSS
#define PLAT_ASK(call, none) (call)
#else
#define PLAT_ASK(call, none) (none)
#endif

#define PLAT_GROUPS 64          /* most groups of a user */

struct plat_user {
    uid_t uid;
    gid_t gid;
    int n;                      /* groups; -1: initgroups() knows */
    gid_t groups[PLAT_GROUPS];  /* it belongs to, gid included */
};

static struct {
    char *text, *next;          /* of the file; its next line */
    char *field[4];             /* of this line */
} plat_accounts;

/* Cuts what stands up to one of these at `p`, and returns what follows. */
static char *
plat_cut(char *p, const char *at)
{
    p += strcspn(p, at);
    if (*p != '\0') {
        *p++ = '\0';
    }
    return p;
}

/* The next line of the file; NULL at the end. */
static char *
plat_line(void)
{
    char *line = plat_accounts.next;

    if (line == NULL || *line == '\0') {
        return NULL;
    }
    plat_accounts.next = plat_cut(line, "\n");
    return line;
}

/* The next line of a file like /etc/passwd, cut at its colons; 0 at the end. */
static int
plat_account(void)
{
    char *line = plat_line();
    int i;

    if (line == NULL) {
        return 0;
    }
    for (i = 0; i < 4; i++) {
        plat_accounts.field[i] = line;
        line = plat_cut(line, ":");
    }
    return 1;
}

/* Begins such a file. */
static void
plat_account_file(const char *path)
{
    struct stat st;

    free(plat_accounts.text);
    st.st_size = 0;
    (void) stat(path, &st);
    plat_accounts.text = plat_accounts.next = malloc((size_t) st.st_size + 1);
    if (plat_accounts.text != NULL) {
        (void) plat_read_text(path, plat_accounts.text,
                              (size_t) st.st_size + 1);
    }
}

/* Finds the line of the file that begins with the name; 0: there is none. */
static int
plat_account_of(const char *path, const char *name)
{
    plat_account_file(path);
    while (plat_account()) {
        if (strcmp(plat_accounts.field[0], name) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A number of such a file: digits and no more; -1 for anything else, which
 * must not become 0, the number of root. */
static long
plat_id(int i)
{
    char *p = plat_accounts.field[i];
    size_t digits = strspn(p, "0123456789");
    unsigned long long n = plat_number(&p);

    return digits > 0 && digits < 11 && *p == '\0' && n < UINT32_MAX
           ? (long) n : -1;
}

/* A group's number; -1: there is none of that name. */
static long
plat_group(const char *name, int ask)
{
    long gid = plat_account_of("/etc/group", name) ? plat_id(2) : -1;
    struct group *gr = gid == -1 && ask ? PLAT_ASK(getgrnam(name), NULL) : NULL;

    return gr ? (long) gr->gr_gid : gid;
}

/* Is the name one of "a,b,c"? */
static int
plat_is_member(const char *list, const char *name)
{
    size_t n = strlen(name);

    while (strcspn(list, ",") != n || memcmp(list, name, n) != 0) {
        list += strcspn(list, ",");
        if (*list++ == '\0') {
            return 0;
        }
    }
    return 1;
}

/* The groups of a user that /etc/passwd has: its own, and where it is named. */
static void
plat_groups(const char *name, struct plat_user *u)
{
    u->groups[0] = u->gid;
    u->n = 1;
    plat_account_file("/etc/group");
    while (u->n < PLAT_GROUPS && plat_account()) {
        if (plat_is_member(plat_accounts.field[3], name) && plat_id(2) != -1) {
            u->groups[u->n++] = (gid_t) plat_id(2);
        }
    }
}

/* Who is that? 0, or -1: nobody of that name. */
static int
plat_user(const char *name, struct plat_user *u)
{
    struct passwd *pw;

    if (plat_account_of("/etc/passwd", name) && plat_id(2) != -1
        && plat_id(3) != -1)
    {
        u->uid = (uid_t) plat_id(2);
        u->gid = (gid_t) plat_id(3);
        u->n = 0;
        return 0;
    }
    pw = PLAT_ASK(getpwnam(name), NULL);
    if (pw == NULL) {
        return -1;
    }
    u->uid = pw->pw_uid;
    u->gid = pw->pw_gid;
    u->n = -1;
    return 0;
}

/* The name of a user; NULL: it has none. */
static const char *
plat_user_name(uid_t uid)
{
    struct passwd *pw;

    plat_account_file("/etc/passwd");
    while (plat_account()) {
        if (plat_id(2) != -1 && (uid_t) plat_id(2) == uid) {
            return plat_accounts.field[0];
        }
    }
    pw = PLAT_ASK(getpwuid(uid), NULL);
    return pw ? pw->pw_name : NULL;
}

/* Takes on the groups of that user. */
static int
plat_set_groups(const char *name, const struct plat_user *u)
{
    (void) name;
    return u->n == -1 ? PLAT_ASK(SYS(initgroups, name, u->gid), -1)
           : SYS(setgroups, (size_t) u->n, u->groups);
}

/* The C library's hash of a password in the way of another hash; NULL: it has
 * no such way. */
static const char *
plat_crypt(const char *password, const char *as)
{
#if RPD_HAVE_CRYPT
    return crypt(password, as);
#else
    (void) password, (void) as;
    errno = ENOSYS;
    return NULL;
#endif
}

/* --- The process title ---------------------------------------------------- */

extern char **environ;

/* The memory of argv and environ that a title may overwrite. */
static struct {
    char *text;
    size_t size;
} plat_title_area;

/* A copy of a list of words, NULL without memory. Those that follow *end in
 * memory move it. */
static char **
plat_copy(char **words, char **end)
{
    char **copy;
    size_t n, size;

    for (n = 0; words[n] != NULL; n++) { }
    copy = calloc(n + 1, sizeof(*copy));
    for (n = 0; copy != NULL && words[n] != NULL; n++) {
        size = strlen(words[n]) + 1;
        if (words[n] == *end) {
            *end += size;
        }
        copy[n] = malloc(size);
        if (copy[n] == NULL) {
            return NULL;
        }
        memcpy(copy[n], words[n], size);
    }
    return copy;
}

/* Moves argv and the environment away from where the title will stand. Returns
 * what argv is now, or NULL without memory. */
static char **
plat_title_init(char **argv)
{
    char *end = argv[0], **copy = plat_copy(argv, &end);

    environ = plat_copy(environ, &end);
    plat_title_area.text = argv[0];
    plat_title_area.size = (size_t) (end - argv[0]);
    return environ ? copy : NULL;
}

static void
plat_title(const char *title)
{
#if RPD_HAVE_SETPROCTITLE
    setproctitle("%s", title);
#else
    int n;

    if (plat_title_area.size < 2) {
        return;
    }
    n = snprintf(plat_title_area.text, plat_title_area.size, "reuseportd: %s",
                 title);
    if (n >= 0 && (size_t) n < plat_title_area.size) {
        memset(plat_title_area.text + n, 0, plat_title_area.size - (size_t) n);
    }
#endif
}

/* --- Memory of all processes ---------------------------------------------- */

/* Zeroed memory that this process and its children share; NULL with errno. */
static void *
plat_share(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    return p == MAP_FAILED ? NULL : p;
}

/* --- What -V tells -------------------------------------------------------- */

#define PLAT_TEXT2(value) #value
#define PLAT_TEXT(value) PLAT_TEXT2(value)

#define PLAT_FEATURES \
    " epoll=" PLAT_TEXT(RPD_HAVE_EPOLL) \
    " kqueue=" PLAT_TEXT(RPD_HAVE_KQUEUE) \
    " poll=" PLAT_TEXT(RPD_HAVE_POLL) \
    " reuseport=" PLAT_TEXT(RPD_HAVE_REUSEPORT) \
    " reuseport_lb=" PLAT_TEXT(RPD_HAVE_REUSEPORT_LB) \
    " steering=" PLAT_TEXT(RPD_HAVE_STEERING) \
    " accept4=" PLAT_TEXT(RPD_HAVE_ACCEPT4) \
    " sendfile=" PLAT_TEXT(RPD_HAVE_SENDFILE) \
    " deferred=" PLAT_TEXT(RPD_HAVE_DEFER_ACCEPT) \
    " accept_filter=" PLAT_TEXT(RPD_HAVE_ACCEPT_FILTER) \
    " fastopen=" PLAT_TEXT(RPD_HAVE_FASTOPEN) \
    " freebind=" PLAT_TEXT(RPD_HAVE_FREEBIND) \
    " keepidle=" PLAT_TEXT(RPD_HAVE_KEEPIDLE) \
    " setfib=" PLAT_TEXT(RPD_HAVE_SETFIB) \
    " affinity=" PLAT_TEXT(RPD_HAVE_AFFINITY) \
    " setproctitle=" PLAT_TEXT(RPD_HAVE_SETPROCTITLE) \
    " tls=" PLAT_TEXT(RPD_WITH_TLS) \
    " nss=" PLAT_TEXT(RPD_HAVE_NSS) " libcrypt=" PLAT_TEXT(RPD_HAVE_CRYPT)

#if RPD_HAVE_MBEDTLS
#define PLAT_MBEDTLS MBEDTLS_VERSION_STRING
#else
#define PLAT_MBEDTLS "not found"
#endif

/* The nanoseconds of a file's last change. */
#if defined(__APPLE__)
#define PLAT_NSEC(st) (st).st_mtimespec.tv_nsec
#else
#define PLAT_NSEC(st) (st).st_mtim.tv_nsec
#endif

/* A row of a table, or part of a text, that is there only with a switch of
 * reuseportd.h: WITH(TLS, { row },). Nothing else refers to what only the rows
 * of a part name, so without them the compiler drops the whole part. */
#define WITH(part, ...) PLAT_JOIN(PLAT_WITH_, RPD_WITH_##part)(__VA_ARGS__)
#define PLAT_JOIN(a, b) PLAT_JOIN2(a, b)
#define PLAT_JOIN2(a, b) a##b
#define PLAT_WITH_0(...)
#define PLAT_WITH_1(...) __VA_ARGS__

/* All parts but TLS; for -V, for who misses one, and for the compiler, which
 * shall not complain about what only a part that is left out would use. */
#define PLAT_PARTS(X) X(ACCESS) X(AUTOINDEX) X(COMMANDS) X(HANDLER) X(HEADERS) \
    X(HELP) X(LIMIT) X(LOGS) X(REALIP) X(REWRITE) X(STATUS) X(TUNING) \
    X(UPGRADE) X(VARS)
#define PLAT_SWITCH(part) " RPD_WITH_" #part "=" PLAT_TEXT(RPD_WITH_##part)
#define PLAT_LEFT_OUT(part) \
    PLAT_JOIN(PLAT_LEFT_, RPD_WITH_##part)(" " #part)
#define PLAT_LEFT_0(name) name
#define PLAT_LEFT_1(name)
#define PLAT_LEFT "" PLAT_PARTS(PLAT_LEFT_OUT) PLAT_LEFT_OUT(TLS)
#define PLAT_AND(part) && RPD_WITH_##part
#if !(1 PLAT_PARTS(PLAT_AND)) && defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-variable"
#endif

#if defined(__clang__)
#define PLAT_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define PLAT_COMPILER "gcc " __VERSION__
#else
#define PLAT_COMPILER "a C11 compiler"
#endif

/* === 02 mem === Memory: pools that are freed as a whole =================== */

PLAT_FAST

/* A pool hands out pieces of blocks and frees them all at once. One request
 * is one pool: its struct, its first buffer and all that it needs later. Plain
 * blocks go back to a short list of spares, so that a worker in its stride
 * allocates nothing. A pool of a configuration lives as long as that. */

#define MEM_BLOCK 4096          /* bytes of a plain block */
#define MEM_SPARES 16           /* plain blocks kept for the next request */
#define MEM_ALIGN _Alignof(max_align_t)
#define MEM_ALIGNED(size) (((size) + MEM_ALIGN - 1) & ~(MEM_ALIGN - 1))
#define MEM_HEAD MEM_ALIGNED(sizeof(struct block))

struct block {
    struct block *next;         /* older block of the same pool, or spare */
    size_t size;                /* bytes in all */
};

struct pool {
    struct block *blocks;       /* the newest first; the pool is in the last */
    char *pos;                  /* free bytes of the newest plain block */
    char *end;
};

static struct {
    struct block *spare;        /* plain blocks at hand */
    int spares;                 /* how many */
} mem_self;

static struct block *
mem_block(size_t size)
{
    struct block *b = mem_self.spare;

    if (size == MEM_BLOCK && b != NULL) {
        mem_self.spare = b->next;
        mem_self.spares--;
        return b;
    }
    b = malloc(size);
    if (b != NULL) {
        b->size = size;
    }
    return b;
}

static void
mem_block_free(struct block *b)
{
    if (b->size == MEM_BLOCK && mem_self.spares < MEM_SPARES) {
        b->next = mem_self.spare;
        mem_self.spare = b;
        mem_self.spares++;
        return;
    }
    free(b);
}

/* `size` bytes, aligned for anything, or NULL. */
static void *
mem_alloc(struct pool *p, size_t size)
{
    struct block *b;
    char *at;

    size = MEM_ALIGNED(size);
    if (size <= (size_t) (p->end - p->pos)) {
        at = p->pos;
        p->pos += size;
        return at;
    }
    b = mem_block(size + MEM_HEAD > MEM_BLOCK ? size + MEM_HEAD : MEM_BLOCK);
    if (b == NULL) {
        return NULL;
    }
    b->next = p->blocks;
    p->blocks = b;
    at = (char *) b + MEM_HEAD;
    if (b->size == MEM_BLOCK) { /* a large piece leaves the old rest in use */
        p->pos = at + size;
        p->end = (char *) b + b->size;
    }
    return at;
}

static void *
mem_zalloc(struct pool *p, size_t size)
{
    void *at = mem_alloc(p, size);

    return at ? memset(at, 0, size) : NULL;
}

/* A new pool, or NULL. */
static struct pool *
mem_pool(void)
{
    struct block *b = mem_block(MEM_BLOCK);
    char *at = (char *) b + MEM_HEAD;
    struct pool *p = (struct pool *) (void *) at;

    if (b == NULL) {
        return NULL;
    }
    b->next = NULL;
    p->blocks = b;
    p->pos = at + MEM_ALIGNED(sizeof(*p));
    p->end = (char *) b + MEM_BLOCK;
    return p;
}

static void
mem_free(struct pool *p)
{
    struct block *b, *next;

    for (b = p->blocks; b != NULL; b = next) {
        next = b->next;
        mem_block_free(b);
    }
}

/* Forgets a secret; the compiler must not see that nobody reads it again. */
static void
mem_wipe(void *at, size_t n)
{
    volatile char *p = at;

    while (n-- > 0) {
        *p++ = 0;
    }
}

/* A NUL-terminated copy of `n` bytes, or NULL. */
static char *
mem_copy(struct pool *p, const char *s, size_t n)
{
    char *at = mem_alloc(p, n + 1);

    if (at != NULL) {
        if (n > 0) {
            memcpy(at, s, n);
        }
        at[n] = '\0';
    }
    return at;
}

/* === 03 str === Strings: spans, numbers, paths, dates ===================== */

/* A span is a piece of text somewhere else: not terminated, not owned. */
struct span {
    char *p;
    size_t n;
};

#define SPAN(text) ((struct span) { (char *) (uintptr_t) (text), \
                                    sizeof(text) - 1 })

static struct span
str_span(const char *s)
{
    return (struct span) { (char *) (uintptr_t) s, strlen(s) };
}

static int
str_eq(struct span a, struct span b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static int
str_lower(int ch)
{
    return ch >= 'A' && ch <= 'Z' ? ch | 0x20 : ch;
}

/* Equal but for the case of ASCII letters. */
static int
str_ieq(struct span a, struct span b)
{
    size_t i;

    if (a.n != b.n) {
        return 0;
    }
    for (i = 0; i < a.n; i++) {
        if (str_lower(a.p[i]) != str_lower(b.p[i])) {
            return 0;
        }
    }
    return 1;
}

/* Writes `s` at `to`, returns the place behind it. */
static char *
str_put(char *to, struct span s)
{
    if (s.n > 0) {
        memcpy(to, s.p, s.n);
    }
    return to + s.n;
}

/* The same with its ASCII letters small; it may be its own place. */
static char *
str_put_lower(char *to, struct span s)
{
    size_t i;

    for (i = 0; i < s.n; i++) {
        to[i] = (char) str_lower(s.p[i]);
    }
    return to + s.n;
}

static char *
str_put_num(char *to, unsigned long long v)
{
    char digits[20];
    int n = 0;

    do {
        digits[n++] = (char) ('0' + v % 10);
    } while (v /= 10);
    while (n > 0) {
        *to++ = digits[--n];
    }
    return to;
}

/* A byte as two digits. */
static char *
str_put_byte(char *to, int ch)
{
    static const char hex[] = "0123456789ABCDEF";

    *to++ = hex[ch >> 4];
    *to++ = hex[ch & 15];
    return to;
}

static char *
str_put_hex(char *to, unsigned long long v)
{
    int shift = 60;

    while (shift > 0 && (v >> shift & 15) == 0) {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4) {
        *to++ = "0123456789abcdef"[v >> shift & 15];
    }
    return to;
}

/* Decimal digits only, no sign, no blank; -1 for anything else. */
static long long
str_num(struct span s)
{
    unsigned long long v = 0;
    size_t i;

    if (s.n == 0 || s.n > 19) { /* 19 digits cannot overflow it */
        return -1;
    }
    for (i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') {
            return -1;
        }
        v = v * 10 + (unsigned) (s.p[i] - '0');
    }
    return v > LLONG_MAX ? -1 : (long long) v;
}

PLAT_SMALL

/* Takes the beginning off, if it is there in any case of letters. */
static int
str_eat(struct span *s, struct span start)
{
    if (s->n < start.n || !str_ieq((struct span) { s->p, start.n }, start)) {
        return 0;
    }
    s->p += start.n;
    s->n -= start.n;
    return 1;
}

enum {                          /* names: "a.b", "*.b", "a.*", ".b" */
    STR_EXACT, STR_ENDS, STR_BEGINS, STR_DOMAIN
};

/* How well does a name match the host? Exact ones best, then "*.b" before
 * "a.*", the longer the better; 0: not at all. The text is without asterisk,
 * and that of ".b" without its dot. */
static size_t
str_host(struct span text, int wild, struct span host)
{
    size_t more = host.n - text.n;

    if (wild == STR_EXACT || (wild == STR_DOMAIN && more == 0)) {
        return str_eq(text, host) ? SIZE_MAX : 0;
    }
    if (host.n <= text.n) {
        return 0;
    }
    if (wild == STR_BEGINS) {
        host.n = text.n;
        return str_eq(text, host) ? text.n : 0;
    }
    host = (struct span) { host.p + more, text.n };
    return !str_eq(text, host) || (wild == STR_DOMAIN && host.p[-1] != '.') ? 0
           : SIZE_MAX / 2 + (wild == STR_DOMAIN) + text.n;
}

static int
str_hex_digit(int ch)
{
    if (ch >= '0' && ch <= '9') {
        return ch - '0';
    }
    ch |= 0x20;
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* Decodes base64 up to its end or the first "="; `to` may be `s` itself.
 * Returns the length, or -1: it is something else. */
static long
str_base64(char *to, struct span s)
{
    unsigned v = 0;
    char *d = to;
    size_t i;

    for (i = 0; i < s.n && s.p[i] != '='; i++) {
        int ch = s.p[i], lower = str_lower(ch);

        if (lower >= 'a' && lower <= 'z') {
            ch = lower - 'a' + (ch == lower ? 26 : 0);
        } else if (ch >= '0' && ch <= '9') {
            ch += 52 - '0';
        } else if (ch == '+' || ch == '/') {
            ch = ch == '+' ? 62 : 63;
        } else {
            return -1;
        }
        v = v << 6 | (unsigned) ch;
        if (i % 4 > 0) {
            *d++ = (char) (v >> (6 - i % 4 * 2));
        }
    }
    return i % 4 == 1 ? -1 : d - to;
}

/* Goes on writing at `to`; what has no room before `end` is cut. Returns the
 * place of the NUL. */
__attribute__((format(printf, 3, 0)))
static char *
str_vprint(char *to, const char *end, const char *fmt, va_list args)
{
    int n = vsnprintf(to, (size_t) (end - to), fmt, args);

    return n < end - to ? to + n : to + (end - to) - 1;
}

__attribute__((format(printf, 3, 4)))
static char *
str_print(char *to, const char *end, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    to = str_vprint(to, end, fmt, args);
    va_end(args);
    return to;
}

/* A size with k, m or g behind it, in bytes; -1 when it is none. */
static long long
str_size(struct span s)
{
    int shift = 0;
    long long v;

    switch (s.n > 0 ? str_lower(s.p[s.n - 1]) : 0) {
    case 'k': shift = 10; break;
    case 'm': shift = 20; break;
    case 'g': shift = 30; break;
    }
    s.n -= shift != 0;
    v = str_num(s);
    return v == -1 || v > LLONG_MAX >> shift ? -1 : v << shift;
}

/* A time such as 90, 90s, 1m30s, 1h 30m (blanks count) in milliseconds; the
 * unit of a bare number is seconds. Units come in falling order, as nginx
 * reads them: y M w d h m s ms. -1 when it is none. */
static long long
str_time(struct span s)
{
    static const char units[] = "yMwdhms";      /* its NUL is that of ms */
    static const int seconds[] = {
        31536000, 2592000, 604800, 86400, 3600, 60, 1, 1,
    };
    const char *p = s.p, *end = s.p + s.n, *from, *unit;
    size_t next = 0;
    long long total = 0, v;
    int ch;

    do {
        for (v = 0, from = p; p < end && *p >= '0' && *p <= '9'
             && v <= INT_MAX; p++) {
            v = v * 10 + *p - '0';
        }
        if (p == from) {
            return -1;
        }
        ch = p < end && *p != ' ' ? *p++ : 's';
        if (ch == 'm' && p < end && *p == 's') {
            ch = '\0';
            p++;
        }
        unit = memchr(units + next, ch, sizeof(units) - next);
        if (unit == NULL) {
            return -1;
        }
        next = (size_t) (unit - units) + 1;
        v *= seconds[next - 1];
        if (v > INT_MAX) {
            return -1;
        }
        total += *unit ? v * 1000 : v;
        for (; p < end && *p == ' '; p++) { }
    } while (p < end);
    return total > INT_MAX * 1000LL ? -1 : total;
}

/* Makes a path of a request target: decodes %XX, drops ".", "..", and with
 * `merge` repeated slashes; writes to `to`, which has room for s.n bytes.
 * `s` begins with a slash and has no query. RFC 3986, 5.2.4 and 6.2.2.
 * Returns the length, or -1: a bad escape, a NUL, or above the root. */
static long
str_path(char *to, struct span s, int merge)
{
    const char *p = s.p, *end = s.p + s.n;
    char *d = to, *seg = to;    /* seg: behind the last slash */
    int ch, hi, lo;

    while (p <= end) {
        ch = p < end ? (unsigned char) *p : '/';
        if (p < end && ch == '%') {
            if (end - p < 3 || (hi = str_hex_digit(p[1])) < 0
                || (lo = str_hex_digit(p[2])) < 0)
            {
                return -1;
            }
            ch = hi * 16 + lo;
            if (ch == 0) {
                return -1;
            }
            p += 2;
        }
        if (ch == '/') {
            size_t len = (size_t) (d - seg);

            if (len == 2 && seg[0] == '.' && seg[1] == '.') {
                if (seg - to < 2) {
                    return -1;
                }
                for (d = seg - 1; d > to && d[-1] != '/'; d--) { }
            } else if (len == 1 && seg[0] == '.') {
                d = seg;
            } else if (p < end && (d == to || !merge || d[-1] != '/')) {
                *d++ = '/';
            }
            seg = d;
        } else {
            *d++ = (char) ch;
        }
        p++;
    }
    return d - to;
}

/* --- Dates ---------------------------------------------------------------- */

/* Forms are those of strftime(), as far as they are needed; their words are
 * English, whatever language the program around has chosen. */

#define STR_DATE 29             /* Sun, 06 Nov 1994 08:49:37 GMT */

static const char str_days[] = "SunMonTueWedThuFriSat";
static const char str_months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static const char str_forms[] = /* RFC 9110 5.6.7; the first one is written */
    "%a, %d %b %Y %H:%M:%S GMT\0"
    "%a, %d-%b-%y %H:%M:%S GMT\0"
    "%a %b %d %H:%M:%S %Y\0";

static const struct str_field {
    char letter;
    unsigned char at;           /* in struct tm */
    short base;                 /* what is 0 there */
    short most;                 /* with that */
} str_fields[] = {
    { 'S', offsetof(struct tm, tm_sec), 0, 60 },
    { 'M', offsetof(struct tm, tm_min), 0, 59 },
    { 'H', offsetof(struct tm, tm_hour), 0, 23 },
    { 'd', offsetof(struct tm, tm_mday), 0, 31 },
    { 'm', offsetof(struct tm, tm_mon), 1, 12 },
    { 'y', offsetof(struct tm, tm_year), 0, 99 },
    { 'Y', offsetof(struct tm, tm_year), 1900, 9999 },
};

static struct {                 /* dates of HTTP that were written lately */
    time_t t;
    char text[STR_DATE];        /* begins with NUL: none yet */
} str_dates[16];

/* Where the number is that a letter stands for. */
static int *
str_field(struct tm *t, int letter, const struct str_field **f)
{
    for (*f = str_fields; (*f)->letter != letter; ++*f) { }
    return (int *) (void *) ((char *) t + (*f)->at);
}

static char *
str_put_02(char *to, int v)
{
    to[0] = (char) ('0' + v / 10 % 10);
    to[1] = (char) ('0' + v % 10);
    return to + 2;
}

/* Writes a time, without NUL. */
static char *
str_put_time(char *to, const char *form, struct tm *t)
{
    const struct str_field *f;
    int v;

    for (; *form; form++) {
        if (*form != '%') {
            *to++ = *form;
        } else if (*++form == 'a') {
            to = (char *) memcpy(to, str_days + t->tm_wday * 3, 3) + 3;
        } else if (*form == 'b') {
            to = (char *) memcpy(to, str_months + t->tm_mon * 3, 3) + 3;
        } else {
            v = *str_field(t, *form, &f) + f->base;
            to = *form == 'Y' ? str_put_02(to, v / 100) : to;
            to = str_put_02(to, v);
        }
    }
    return to;
}

/* The HTTP form of a time: STR_DATE bytes, no NUL. */
static char *
str_put_date(char *to, time_t t)
{
    struct tm tm = { 0 };       /* stays so for a time beyond all years */
    int i = t & 15;

    if (str_dates[i].t != t || str_dates[i].text[0] == '\0') {
        str_dates[i].t = t;
        (void) gmtime_r(&t, &tm);
        str_put_time(str_dates[i].text, str_forms, &tm);
    }
    return str_put(to, (struct span) { str_dates[i].text, STR_DATE });
}

/* Reads a time of that form; 0, or -1: it is none. A blank may be several. */
static int
str_read_time(struct span s, const char *form, struct tm *t)
{
    char *p = s.p, *end = p + s.n, *from;
    const struct str_field *f;
    int v, *to;

    for (; *form; form++) {
        from = p;
        if (*form != '%') {
            for (; p < end && *p == *form && (p == from || *p == ' '); p++) { }
        } else if (*++form == 'a') {
            for (; p < end && str_lower(*p) >= 'a'; p++) { }
        } else if (*form == 'b') {
            for (v = 0; v < 12 && end - p > 2 && p == from; v++) {
                if (memcmp(str_months + v * 3, p, 3) == 0) {
                    t->tm_mon = v;
                    p += 3;
                }
            }
        } else {
            to = str_field(t, *form, &f);
            for (v = 0; p < end && *p >= '0' && *p <= '9' && v * 10 <= f->most;
                 p++) {
                v = v * 10 + *p - '0';
            }
            *to = v - f->base;
            p = v > f->most ? from : p;
        }
        if (p == from) {
            return -1;
        }
    }
    return p == end ? 0 : -1;
}

/* The three forms of RFC 9110 5.6.7 to a time; -1 when it is none. */
static time_t
str_date(struct span s)
{
    const char *form;
    struct tm tm;

    for (form = str_forms; *form; form += strlen(form) + 1) {
        memset(&tm, 0, sizeof(tm));
        if (str_read_time(s, form, &tm) == 0 && tm.tm_mday > 0) {
            tm.tm_year += strchr(form, 'y') && tm.tm_year < 70 ? 100 : 0;
            return timegm(&tm);
        }
    }
    return -1;
}

/* === 04 re === Regular expressions: POSIX, in the words of others ========= */

/* Patterns are written as nginx's users write them (PCRE) and matched by the
 * C library's extended regular expressions. What these have under another
 * name is translated; what they have not (look-around, lazy quantifiers, back
 * references) is refused with a message. Of several ways to match, POSIX
 * takes the longest, which differs from PCRE only for alternatives that begin
 * alike. */

#define RE_GROUPS 32            /* of one pattern, after translation */
#define RE_CAPTURES 10          /* $0 to $9 */
#define RE_GROWS 40             /* times that a translation may be longer */

struct re_name {                /* (?<name>…) */
    struct re_name *next;
    struct span name;
    int group;
    int variable;               /* its number, by whoever compiled it */
};

struct re {
    struct re *next;            /* of the configuration, which frees them */
    regex_t code;
    int groups;                 /* of the translation */
    int captures;               /* of the pattern, itself the first */
    unsigned char group[RE_CAPTURES];   /* of the translation, by capture */
    struct re_name *names;
};

struct re_in {                  /* a translation under way */
    struct pool *pool;
    struct re *re;
    const char *p;
    char *to;
    int quantified;             /* what stands before is a quantifier */
    int icase;
};

/* Writes a byte so that it stands for itself. */
static void
re_put(struct re_in *in, int ch)
{
    if (strchr(".[\\()*+?{|^$", ch) != NULL) {
        *in->to++ = '\\';
    }
    *in->to++ = (char) ch;
}

/* Puts all of \d, \w, \s or, by a capital letter, of what these leave out, into
 * a set; 0: no such class. */
static int
re_class(int class, char *set)
{
    int lower = str_lower(class), ch, is;

    if (memchr("dws", lower, 3) == NULL) {
        return 0;
    }
    for (ch = 1; ch < 256; ch++) {
        is = lower == 'd' ? ch >= '0' && ch <= '9'
             : lower == 's' ? ch == ' ' || (ch >= '\t' && ch <= '\r')
             : ch < 128 && (isalnum(ch) || ch == '_');
        set[ch] |= (char) (is == (lower == class));
    }
    return 1;
}

/* The byte that an escape stands for, behind its backslash; -1: something
 * else. */
static int
re_escaped(struct re_in *in)
{
    static const char letter[] = "tnrfvae", byte[] = "\t\n\r\f\v\a\033";
    int ch = (unsigned char) *in->p++, v = 0, i;
    const char *at = memchr(letter, ch, sizeof(letter) - 1);

    if (at != NULL) {
        return byte[at - letter];
    }
    if (ch != 'x') {
        in->p -= ch == '\0' || isalnum(ch);
        return ch == '\0' || isalnum(ch) ? -1 : ch;
    }
    for (i = 0; i < 2 && str_hex_digit(*in->p) >= 0; i++) {
        v = v * 16 + str_hex_digit(*in->p++);
    }
    return v ? v : -1;
}

/* Writes a set of bytes, which is used up, as a bracket expression: position
 * decides what stands for itself in it. */
static void
re_put_set(struct re_in *in, char *set, int negated)
{
    char *to = in->to, *start, open = set['['], caret = set['^'];
    char dash = set['-'];
    int i, k, first;

    *to++ = '[';
    if (negated) {
        *to++ = '^';
    }
    start = to;
    if (set[']']) {
        *to++ = ']';
    }
    set[']'] = set['['] = set['^'] = set['-'] = 0;
    for (i = 1; i < 256; i = k) {
        k = i + 1;
        if (!set[i]) {
            continue;
        }
        while (k < 256 && set[k]) {
            k++;
        }
        *to++ = (char) i;
        if (k - i > 2) {
            *to++ = '-';
        }
        if (k - i > 1) {
            *to++ = (char) (k - 1);
        }
    }
    if (open) {
        *to++ = '[';
    }
    first = to == start && !negated;
    if (dash && first) {
        *to++ = '-';
    }
    if (caret) {
        if (to == start && !negated) {  /* alone it cannot stand here */
            to[-1] = '\\';
        }
        *to++ = '^';
    }
    if (dash && !first) {
        *to++ = '-';
    }
    if (start[-1] != '\\') {
        *to++ = ']';
    }
    in->to = to;
}

/* One byte of a bracket expression, or a class: then -1 with the set filled
 * in, -2 for nothing that is known. */
static int
re_set_item(struct re_in *in, char *set)
{
    const char *end;
    char name[8] = "";
    int i;

    if (in->p[0] == '[' && in->p[1] == ':'
        && (end = strstr(in->p, ":]")) != NULL && end - in->p < 9)
    {
        memcpy(name, in->p + 2, (size_t) (end - in->p - 2));
        for (i = 1; i < 128; i++) {
            set[i] |= iswctype((wint_t) i, wctype(name)) != 0;
        }
        in->p = end + 2;
        return wctype(name) ? -1 : -2;
    }
    if (*in->p != '\\') {
        return (unsigned char) *in->p++;
    }
    in->p++;
    if (re_class(*in->p, set)) {
        in->p++;
        return -1;
    }
    if (*in->p == 'b') {        /* in brackets it is a backspace */
        in->p++;
        return '\b';
    }
    i = re_escaped(in);
    return i == -1 ? -2 : i;
}

/* A bracket expression, behind its "[". */
static const char *
re_set(struct re_in *in)
{
    char set[256] = "";
    int negated = *in->p == '^', first = 1, low, high;

    in->p += negated;
    for (; *in->p != ']' || first; first = 0) {
        if (*in->p == '\0') {
            return "missing terminating ] for character class";
        }
        low = re_set_item(in, set);
        if (low == -1) {
            continue;
        }
        high = low;
        if (low >= 0 && in->p[0] == '-' && in->p[1] != ']' && in->p[1]) {
            in->p++;
            high = re_set_item(in, set);
        }
        if (low == -2 || high < low) {
            return "a character class that is wrong or needs PCRE";
        }
        memset(set + low, 1, (size_t) (high - low) + 1);
    }
    in->p++;
    if (!negated && memchr(set + 1, 1, 255) == NULL) {
        return "empty character class";
    }
    re_put_set(in, set, negated);
    return NULL;
}

/* What follows a backslash outside brackets. */
static const char *
re_backslash(struct re_in *in)
{
    char set[256] = "";
    int ch = *in->p;

    if (re_class(str_lower(ch), set)) {
        re_put_set(in, set, ch != str_lower(ch));
    } else if (ch == 'A') {
        *in->to++ = '^';
    } else if (ch == 'z' || ch == 'Z') {
        *in->to++ = '$';
    } else if (ch == 'b') {
        in->to = str_put(in->to, SPAN(PLAT_WORD_EDGE));
        in->re->groups += PLAT_WORD_EDGE[0] == '(';
    } else {
        ch = re_escaped(in);
        if (ch == -1) {
            return *in->p >= '0' && *in->p <= '9' ? "back references need PCRE"
                   : "an escape that needs PCRE";
        }
        re_put(in, ch);
        return NULL;
    }
    in->p++;
    return NULL;
}

/* (?<name>, (?P<name> or (?'name', behind "(?": a group with a name. */
static const char *
re_named(struct re_in *in)
{
    struct re_name *name = mem_zalloc(in->pool, sizeof(*name));
    char end;

    in->p += *in->p == 'P';
    end = *in->p == '<' ? '>' : '\'';
    if (name == NULL) {
        return "no memory";
    }
    name->name.p = (char *) (uintptr_t) ++in->p;
    while (isalnum((unsigned char) *in->p) || *in->p == '_') {
        in->p++;
    }
    name->name.n = (size_t) (in->p - name->name.p);
    if (*in->p++ != end || name->name.n == 0) {
        return "a group that needs PCRE";
    }
    name->group = in->re->groups;
    name->next = in->re->names;
    in->re->names = name;
    return NULL;
}

/* What follows "(". */
static const char *
re_open(struct re_in *in)
{
    struct re *re = in->re;

    *in->to++ = '(';
    if (++re->groups >= RE_GROUPS) {
        return "too many groups";
    }
    if (in->p[0] == '?' || in->p[0] == '*') {
        if (*++in->p == ':') {
            in->p++;
            return NULL;
        }
        if ((in->p[0] != 'P' && in->p[0] != '<' && in->p[0] != '\'')
            || (in->p[0] == '<' && (in->p[1] == '=' || in->p[1] == '!')))
        {
            return "look-around and options inside need PCRE";
        }
        if (re_named(in) != NULL) {
            return "a group that needs PCRE";
        }
    }
    if (re->captures < RE_CAPTURES) {
        re->group[re->captures] = (unsigned char) re->groups;
    }
    re->captures++;
    return NULL;
}

/* Is it {n}, {n,} or {n,m}? Anything else stands for itself. */
static int
re_is_bounds(const char *p)
{
    size_t n = strspn(++p, "0123456789");

    p += n;
    if (n > 0 && *p == ',') {
        p++;
        p += strspn(p, "0123456789");
    }
    return n > 0 && *p == '}';
}

/* Translates all of it; NULL, or what is wrong. */
static const char *
re_translate(struct re_in *in)
{
    const char *error = NULL;
    int was;

    if (strncmp(in->p, "(?i)", 4) == 0) {
        in->icase = 1;
        in->p += 4;
    }
    while (*in->p && error == NULL) {
        int ch = *in->p++;

        was = in->quantified;
        in->quantified = 0;
        if (was && (strchr("*+?", ch)
                    || (ch == '{' && re_is_bounds(in->p - 1)))) {
            in->p--;
            return "lazy and possessive quantifiers need PCRE";
        }
        if (ch == '\\') {
            error = re_backslash(in);
        } else if (ch == '[') {
            error = re_set(in);
        } else if (ch == '(') {
            error = re_open(in);
        } else if (ch == '{' && !re_is_bounds(in->p - 1)) {
            re_put(in, ch);
        } else if (ch == '.') { /* of PCRE it is no line end */
            in->to = str_put(in->to, SPAN("[^\n]"));
        } else {
            in->quantified = strchr("*+?}", ch) != NULL;
            *in->to++ = (char) ch;
        }
    }
    *in->to = '\0';
    return error;
}

/* Compiles a pattern with memory of the pool; NULL with the reason in `why`.
 * To be freed with re_free(). */
static struct re *
re_compile(struct pool *pool, const char *pattern, int icase, char *why,
           size_t size)
{
    struct re *re = mem_zalloc(pool, sizeof(*re));
    char *text = malloc(strlen(pattern) * RE_GROWS + 1);
    struct re_in in = { pool, re, pattern, text, 0, icase };
    const char *error = "no memory";
    int rc = -1;

    if (re != NULL && text != NULL) {
        re->captures = 1;
        error = re_translate(&in);
    }
    if (error != NULL) {
        snprintf(why, size, "%s at \"%s\"", error, in.p);
    } else {
        rc = regcomp(&re->code, text,
                     REG_EXTENDED | (in.icase ? REG_ICASE : 0));
        if (rc != 0) {
            regerror(rc, &re->code, why, size);
        }
    }
    free(text);
    return rc == 0 ? re : NULL;
}

static void
re_free(struct re *re)
{
    for (; re != NULL; re = re->next) {
        regfree(&re->code);
    }
}

/* Does the pattern match? Then `at` says where its RE_GROUPS groups are. */
static int
re_matches(const struct re *re, struct span s, regmatch_t *at)
{
    char small[1024], *text = s.n < sizeof(small) ? small : malloc(s.n + 1);
    int rc;

    if (text == NULL) {
        return 0;
    }
    *str_put(text, s) = '\0';
    rc = regexec(&re->code, text, RE_GROUPS, at, 0);
    if (text != small) {
        free(text);
    }
    return rc == 0;
}

/* A group of a match in `s`; empty if it took no part. */
static struct span
re_group(struct span s, const regmatch_t *m)
{
    return m->rm_so == -1 ? SPAN("")
           : (struct span) { s.p + m->rm_so, (size_t) (m->rm_eo - m->rm_so) };
}

/* The capture $n of a match in `s`; p NULL: there is none. */
static struct span
re_capture(const struct re *re, int n, struct span s, const regmatch_t *at)
{
    return n < re->captures ? re_group(s, &at[re->group[n]])
           : (struct span) { NULL, 0 };
}

/* === 05 log === Logs: files, standard error, syslog, memory =============== */

/* A log_file is something to write lines to; the master opens it, workers
 * inherit the descriptor or the memory, USR1 opens a file anew. Error logs are
 * lists of sinks: a file and the least important level it takes. Lines of
 * access logs may wait in a buffer of the worker's. Nothing here ever waits: a
 * full disk or a deaf syslog loses lines, not clients. */

enum log_level {
    LOG_NONE, LOG_EMERG, LOG_ALERT, LOG_CRIT, LOG_ERROR, LOG_WARN, LOG_NOTICE,
    LOG_INFO, LOG_DEBUG
};

static const char *const log_levels[] = {
    "stderr", "emerg", "alert", "crit", "error", "warn", "notice", "info",
    "debug",
};

struct log_syslog {
    int facility;
    int severity;               /* of access log lines */
    int nohostname;             /* leave the host's name out */
    const char *tag;
    socklen_t len;
    struct sockaddr_storage to; /* where the server is */
};

/* memory:size is a ring of cells that all processes share; a reload with the
 * same size keeps it. A line takes the next cells, by one addition, so nobody
 * waits for a writer who is slow or dead. The sum of a cell is of its text, its
 * number and whether a line begins there: who reads sees what is not whole. */
#define LOG_CELL 60

struct log_cell {
    uint32_t sum;
    char text[LOG_CELL];        /* of one line; the rest is NUL */
};

struct log_ring {
    struct log_ring *next;      /* older one, of a configuration that goes */
    size_t size;                /* bytes in all */
    int users;                  /* configurations, in the master */
    unsigned cells;
    atomic_uint end;            /* number of the next free cell */
    struct log_cell cell[];
};

struct log_file {
    struct log_file *next;      /* of the same configuration */
    const char *path;           /* or "stderr", "syslog:…", "memory:size" */
    struct log_syslog *syslog;  /* or NULL: a file */
    int fd;                     /* -1: not open */
    struct log_ring *ring;      /* of memory: that is open */
    int errors;                 /* it is an error log; main's: 3 */
    size_t size;                /* of it, or of the buffer; 0: there is none */
    char *buf;                  /* NULL before the first line */
    size_t used;
    long long flush;            /* ms that lines may wait there, 0: any time */
    long long lost;             /* when that was told; 0: never */
    struct log_timer *timer;    /* for that (chapter 09) */
};

struct log_sink {
    struct log_sink *next;
    struct log_file *file;
    int level;
};

static struct {
    struct log_sink *sinks;     /* error_log of the main block */
    struct log_file *files;     /* of a worker: those that may have buffers */
    struct log_ring *rings;     /* the newest first */
    int starting;               /* until it runs: to standard error as well */
    int quiet;                  /* -q: nothing below error to the terminal */
    char host[64];              /* for syslog */
    char report[2048];          /* what was wrong with a refused reload */
    size_t reported;
    time_t now;                 /* the second that `tm` was made for */
    struct tm tm;               /* local time */
} log_self;

#define LOG_LINE 2048           /* longest line of an error log */

/* The local time, in parts. */
static struct tm *
log_time(void)
{
    if (log_self.now != plat_clock.sec || log_self.tm.tm_mday == 0) {
        log_self.now = plat_clock.sec;
        localtime_r(&log_self.now, &log_self.tm);
    }
    return &log_self.tm;
}

/* One datagram of RFC 3164's form. */
static void
log_send_syslog(struct log_file *f, int severity, const char *text, size_t n)
{
    struct log_syslog *s = f->syslog;
    char head[256], date[16];
    struct iovec iov[2];
    struct msghdr msg;

    *str_put_time(date, "%b %d %H:%M:%S", log_time()) = '\0';
    if (date[4] == '0') {
        date[4] = ' ';
    }
    iov[0].iov_base = head;
    iov[0].iov_len = (size_t) snprintf(head, sizeof(head), "<%d>%s %s%s%s: ",
                              s->facility * 8 + severity, date,
                              s->nohostname ? "" : log_self.host,
                              s->nohostname ? "" : " ", s->tag);
    iov[1].iov_base = (char *) (uintptr_t) text;
    iov[1].iov_len = n;
    memset(&msg, 0, sizeof(msg));
    msg.msg_name = &s->to;
    msg.msg_namelen = s->len;
    msg.msg_iov = iov;
    msg.msg_iovlen = 2;
    (void) !SYS(sendmsg, f->fd, &msg, MSG_NOSIGNAL);
}

static uint32_t
log_ring_sum(const struct log_cell *c, unsigned number, unsigned first)
{
    uint32_t sum = (number * 2 + first) * 2654435761u;
    int i;

    for (i = 0; i < LOG_CELL; i++) {
        sum = (sum ^ (unsigned char) c->text[i]) * 16777619;
    }
    return sum;
}

static void
log_ring_put(struct log_ring *ring, const char *line, size_t n)
{
    size_t left = n;
    unsigned i = atomic_fetch_add(&ring->end, (n + LOG_CELL - 1) / LOG_CELL);

    for (; left > 0; i++) {
        struct log_cell *c = &ring->cell[i % ring->cells];
        size_t part = left < LOG_CELL ? left : LOG_CELL;

        memset(c->text, 0, LOG_CELL);
        memcpy(c->text, line + n - left, part);
        c->sum = log_ring_sum(c, i, left == n);
        left -= part;
    }
}

/* Copies the lines of a ring that are whole, the oldest first, to `to`, which
 * has room for ring->size bytes. Returns how many there are. */
static size_t
log_ring_text(const struct log_ring *ring, char *to)
{
    unsigned end = atomic_load(&ring->end), i;
    char *line = NULL, *p = to; /* where an unfinished one begins */
    struct log_cell c;

    for (i = end - ring->cells; i != end; i++) {
        c = ring->cell[i % ring->cells];
        if (c.sum == log_ring_sum(&c, i, 1)) {
            p = line = line ? line : p;
        } else if (line == NULL || c.sum != log_ring_sum(&c, i, 0)) {
            p = line ? line : p;
            line = NULL;
            continue;
        }
        p += sprintf(p, "%.*s", LOG_CELL, c.text);
        line = p[-1] == '\n' ? NULL : line;
    }
    return (size_t) ((line ? line : p) - to);
}

/* The ring of that size, or a new one. 0 or -1 with errno. */
static int
log_ring_open(struct log_file *f)
{
    struct log_ring *ring = log_self.rings;

    while (ring != NULL && ring->size != f->size) {
        ring = ring->next;
    }
    if (ring == NULL) {
        ring = plat_share(f->size);
        if (ring == NULL) {
            return -1;
        }
        ring->size = f->size;
        ring->cells = (unsigned) ((f->size - sizeof(*ring))
                                  / sizeof(ring->cell[0]));
        ring->next = log_self.rings;
        log_self.rings = ring;
    }
    ring->users++;
    f->ring = ring;
    return 0;
}

static void
log_ring_close(struct log_file *f)
{
    struct log_ring **at = &log_self.rings, *ring = f->ring;

    f->ring = NULL;
    if (--ring->users == 0) {
        while (*at != ring) {
            at = &(*at)->next;
        }
        *at = ring->next;
        munmap(ring, ring->size);
    }
}

/* Opens what has a path or an address; 0 or -1 with errno. */
static int
log_open(struct log_file *f)
{
    if (RPD_WITH_LOGS && strncmp(f->path, "memory:", 7) == 0) {
        return log_ring_open(f);
    }
    if (RPD_WITH_LOGS && f->syslog != NULL) {
        f->fd = plat_socket(f->syslog->to.ss_family, SOCK_DGRAM);
    } else if (strcmp(f->path, "stderr") == 0) {
        f->fd = STDERR_FILENO;
    } else {
        f->fd = SYS(open, f->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
                    0644);
    }
    return f->fd == -1 ? -1 : 0;
}

static void
log_close(struct log_file *f)
{
    if (RPD_WITH_LOGS && f->ring != NULL) {
        log_ring_close(f);
    }
    if (f->fd != -1 && f->fd != STDERR_FILENO) {
        close(f->fd);
    }
    f->fd = -1;
}

/* Opens the file again under its name, after a rotation; keeps the old
 * descriptor when that fails. */
static int
log_reopen(struct log_file *f)
{
    struct log_file fresh = *f;

    if (f->path[0] != '/') {    /* no file */
        return 0;
    }
    if (log_open(&fresh) == -1) {
        return -1;
    }
    log_close(f);
    f->fd = fresh.fd;
    return 0;
}

/* Writes a finished line, its newline included; 0, or -1 with errno. */
static int
log_put(struct log_file *f, int severity, const char *line, size_t n)
{
    if (RPD_WITH_LOGS && f->ring != NULL) {
        log_ring_put(f->ring, line, n);
    } else if (RPD_WITH_LOGS && f->syslog != NULL) {
        log_send_syslog(f, severity, line, n - 1);
    } else if (f->fd != -1) {
        errno = ENOSPC;         /* unless it fails as a whole */
        return SYS(write, f->fd, line, n) == (ssize_t) n ? 0 : -1;
    }
    return 0;
}

/* The same to all sinks that take the level. */
static void
log_emit(struct log_sink *sinks, int level, const char *line, size_t n)
{
    for (; sinks != NULL; sinks = sinks->next) {
        if (level <= sinks->level && !(log_self.starting
            && sinks->file->fd == STDERR_FILENO))
        {       /* the terminal has its own form of it; RFC 5424: emerg is 0 */
            (void) log_put(sinks->file, level - 1, line, n);
        }
    }
}

/* Formats once, writes to every sink that takes the level. Of a client's line
 * `who` is its connection and `tail` what else is known (client, server,
 * request); both are "" otherwise. */
__attribute__((format(printf, 6, 0)))
static void
log_vwrite(struct log_sink *sinks, int level, int err, const char *who,
           const char *tail, const char *fmt, va_list args)
{
    char line[LOG_LINE], *p, *head, *end = line + LOG_LINE - 2;

    p = str_put_time(line, "%Y/%m/%d %H:%M:%S", log_time());
    head = str_print(p, end, " [%s] %ld#0: %s", log_levels[level],
                     (long) getpid(), who);
    p = str_vprint(head, end, fmt, args);
    if (err != 0) {
        p = str_print(p, end, " (%d: %s)", err, strerror(err));
    }
    p = str_print(p, end, "%s\n", tail);
    for (end = head; end < p; end++) {  /* one line stays one line */
        if ((unsigned char) *end < ' ' || *end == 0x7f) {
            *end = '?';
        }
    }
    p[-1] = '\n';
    if (log_self.starting && (!log_self.quiet || level <= LOG_ERROR)
        && level <= LOG_NOTICE)
    {
        dprintf(STDERR_FILENO, "reuseportd: [%s] %s", log_levels[level], head);
    }
    if (RPD_WITH_COMMANDS && level <= LOG_ERROR
        && (size_t) (p - line) < sizeof(log_self.report) - log_self.reported)
    {
        log_self.reported += (size_t) sprintf(log_self.report
                                              + log_self.reported, "[%s] %s",
                                              log_levels[level], head);
    }
    log_emit(sinks, level, line, (size_t) (p - line));
}

#define LOG_FAIL 16             /* with a level: errno tells why */

/* A line about the server itself. Returns -1. */
__attribute__((format(printf, 2, 3)))
static int
log_err(int level, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    log_vwrite(log_self.sinks, level % LOG_FAIL, level & LOG_FAIL ? errno : 0,
               "", "", fmt, args);
    va_end(args);
    return -1;
}

/* About a call that has failed: errno tells why. Returns -1. */
#define log_fail(level, ...) log_err((level) | LOG_FAIL, __VA_ARGS__)

/* Writes to an access log. What is lost is told once a minute, where the error
 * log has room for it. */
static void
log_access(struct log_file *f, const char *line, size_t n)
{
    if (log_put(f, RPD_WITH_LOGS && f->syslog ? f->syslog->severity : 0, line,
                n) == -1
        && (f->lost == 0 || plat_clock.ms - f->lost > 60000))
    {
        f->lost = plat_clock.ms;
        log_fail(LOG_ALERT, "write() to \"%s\" failed", f->path);
    }
}

/* Writes what waits in a buffer. */
static void
log_flush(struct log_file *f)
{
    if (RPD_WITH_LOGS && f->used > 0) {
        log_access(f, f->buf, f->used);
        f->used = 0;
    }
}

static void
log_flush_all(void)
{
    struct log_file *f;

    for (f = log_self.files; f != NULL; f = f->next) {
        log_flush(f);
    }
}

/* Writes a line of an access log, or puts it into the buffer. */
static void
log_add(struct log_file *f, const char *line, size_t n)
{
    if (n > f->size - f->used) {
        log_flush(f);
    }
    if (!RPD_WITH_LOGS || f->ring != NULL || n > f->size
        || (f->buf == NULL && (f->buf = malloc(f->size)) == NULL))
    {
        log_access(f, line, n);
        return;
    }
    memcpy(f->buf + f->used, line, n);
    f->used += n;
}

/* === 06 tab === Constant tables of HTTP =================================== */

/* Everything HTTP knows by name: one row a fact, one table a kind. */

/* Names of headers that the server understands; the order is the order of
 * enum tab_header. */
#define TAB_HEADERS(H) \
    H("accept-encoding", ACCEPT_ENCODING) \
    H("authorization", AUTHORIZATION) \
    H("connection", CONNECTION) \
    H("content-length", CONTENT_LENGTH) \
    H("content-type", CONTENT_TYPE) \
    H("expect", EXPECT) \
    H("host", HOST) \
    H("if-match", IF_MATCH) \
    H("if-modified-since", IF_MODIFIED_SINCE) \
    H("if-none-match", IF_NONE_MATCH) \
    H("if-range", IF_RANGE) \
    H("if-unmodified-since", IF_UNMODIFIED_SINCE) \
    H("range", RANGE) \
    H("referer", REFERER) \
    H("transfer-encoding", TRANSFER_ENCODING) \
    H("user-agent", USER_AGENT)

#define TAB_ENUM(name, id) TAB_##id,
enum tab_header { TAB_HEADERS(TAB_ENUM) TAB_HEADERS_N };

#define TAB_NAME(name, id) { (char *) (uintptr_t) name, sizeof(name) - 1 },
static const struct span tab_headers[] = { TAB_HEADERS(TAB_NAME) };

/* Which header is it? TAB_HEADERS_N when it is not ours. */
static int
tab_header(struct span name)
{
    int i, first = str_lower(name.p[0]);

    for (i = 0; i < TAB_HEADERS_N; i++) {
        if (tab_headers[i].n == name.n && tab_headers[i].p[0] == first
            && str_ieq(tab_headers[i], name))
        {
            return i;
        }
    }
    return TAB_HEADERS_N;
}

/* What only rules, handlers, checks and limits send. */
#if RPD_WITH_REWRITE || RPD_WITH_HANDLER || RPD_WITH_ACCESS || RPD_WITH_LIMIT
#define TAB_SELDOM(status) status
#else
#define TAB_SELDOM(status) ""
#endif

/* Code, reason, and behind the bar the title of the page when it differs. One
 * text, since it needs no relocation. */
static const char tab_statuses[] =
    "200 OK\n"
    TAB_SELDOM("201 Created\n")
    TAB_SELDOM("202 Accepted\n")
    TAB_SELDOM("204 No Content\n")
    "206 Partial Content\n"
    "301 Moved Permanently\n"
    TAB_SELDOM("302 Moved Temporarily|302 Found\n")
    TAB_SELDOM("303 See Other\n")
    "304 Not Modified\n"
    TAB_SELDOM("307 Temporary Redirect\n")
    TAB_SELDOM("308 Permanent Redirect\n")
    "400 Bad Request\n"
    TAB_SELDOM("401 Unauthorized|401 Authorization Required\n")
    TAB_SELDOM("402 Payment Required\n")
    "403 Forbidden\n"
    "404 Not Found\n"
    "405 Not Allowed\n"
    TAB_SELDOM("406 Not Acceptable\n")
    TAB_SELDOM("408 Request Time-out\n")
    TAB_SELDOM("409 Conflict\n")
    TAB_SELDOM("410 Gone\n")
    TAB_SELDOM("411 Length Required\n")
    "412 Precondition Failed\n"
    "413 Request Entity Too Large\n"
    "414 Request-URI Too Large\n"
    TAB_SELDOM("415 Unsupported Media Type\n")
    "416 Requested Range Not Satisfiable\n"
    TAB_SELDOM("421 Misdirected Request\n")
    TAB_SELDOM("429 Too Many Requests\n")
    TAB_SELDOM("431 Request Header Fields Too Large\n")
    "494 Bad Request|400 Request Header Or Cookie Too Large\n"
    WITH(TLS, "495 Bad Request|400 The SSL certificate error\n")
    WITH(TLS, "496 Bad Request|400 No required SSL certificate was sent\n")
    WITH(TLS, "497 Bad Request|400 The plain HTTP request was sent to HTTPS "
             "port\n")
    "500 Internal Server Error\n"
    "501 Not Implemented\n"
    TAB_SELDOM("502 Bad Gateway\n")
    TAB_SELDOM("503 Service Temporarily Unavailable\n")
    TAB_SELDOM("504 Gateway Time-out\n")
    "505 HTTP Version Not Supported\n"
    TAB_SELDOM("507 Insufficient Storage\n");

static unsigned short tab_row[600];     /* place of a code there, from 1 */

/* "404 Not Found" as in the status line or, with `title`, as on the page; empty
 * for an unknown code. */
static struct span
tab_status(int code, int title)
{
    int at = code > 0 && code < 600 ? tab_row[code] : 0;
    struct span row = { NULL, 0 };
    char *bar;

    if (at > 0) {
        row.p = (char *) (uintptr_t) (tab_statuses + at - 1);
        row.n = (size_t) (strchr(row.p, '\n') - row.p);
        bar = memchr(row.p, '|', row.n);
        if (bar != NULL && title) {
            row.n -= (size_t) (bar + 1 - row.p);
            row.p = bar + 1;
        } else if (bar != NULL) {
            row.n = (size_t) (bar - row.p);
        }
    }
    return row;
}

/* The status that goes out: 494 to 497 are 400, and tell only why. */
static int
tab_told(int status)
{
    return status >= 494 && status <= 497 ? 400 : status;
}

/* What a byte may be part of. */
enum {
    TAB_TOKEN = 1,              /* header names, RFC 9110 5.6.2 */
    TAB_VALUE = 2,              /* header values, 5.5: no control bytes */
    TAB_URI = 4,                /* request targets: visible, or not ASCII */
    TAB_PLAIN = 8,              /* of those, what needs no cleaning */
    TAB_NAME = 16,              /* header names that raise no doubt */
    TAB_REGNAME = 32            /* names of hosts, RFC 3986 3.2.2 */
};

static unsigned char tab_class[256];

static void
tab_init(void)
{
    const char *p;
    int ch;

    for (p = tab_statuses; *p; p = strchr(p, '\n') + 1) {
        tab_row[str_num((struct span) { (char *) (uintptr_t) p, 3 })]
            = (unsigned short) (p - tab_statuses + 1);
    }
    for (ch = 0; ch < 256; ch++) {
        int flags = 0;

        if ((ch >= 0x20 && ch != 0x7f) || ch == '\t') {
            flags |= TAB_VALUE;
        }
        if (ch > 0x20 && ch != 0x7f) {
            flags |= TAB_URI;
            if (strchr("%/.?#+", ch) == NULL) {
                flags |= TAB_PLAIN;
            }
        }
        if ((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z')
            || (ch >= 'A' && ch <= 'Z') || ch == '-')
        {
            flags |= TAB_TOKEN | TAB_NAME | TAB_REGNAME;
        }
        if (ch != 0 && strchr("!#$%&'*+.^_`|~", ch) != NULL) {
            flags |= TAB_TOKEN;
        }
        if (ch != 0 && strchr("!$%&'()*+,.;=_~", ch) != NULL) {
            flags |= TAB_REGNAME;
        }
        tab_class[ch] = (unsigned char) flags;
    }
}

/* Types of files by ending, as the content of a `types` block; "/gzip" is of
 * the same kind as the row before. */
static const char tab_types[] =
    "application/atom+xml atom;"
    "/gzip gz;"
    "/java-archive jar;"
    "/javascript js mjs;"
    "/json json;"
    "/octet-stream bin;"
    "/pdf pdf;"
    "/postscript ps;"
    "/rss+xml rss;"
    "/vnd.android.package-archive apk;"
    "/vnd.apple.mpegurl m3u8;"
    "/wasm wasm;"
    "/x-7z-compressed 7z;"
    "/x-tar tar;"
    "/xhtml+xml xhtml;"
    "/zip zip;"
    "audio/mp4 m4a;"
    "/mpeg mp3;"
    "/ogg oga ogg opus;"
    "/wav wav;"
    "/webm weba;"
    "font/otf otf;"
    "/ttf ttf;"
    "/woff woff;"
    "/woff2 woff2;"
    "image/avif avif;"
    "/bmp bmp;"
    "/gif gif;"
    "/jpeg jpeg jpg;"
    "/png png;"
    "/svg+xml svg svgz;"
    "/tiff tif tiff;"
    "/webp webp;"
    "/x-icon ico;"
    "text/css css;"
    "/csv csv;"
    "/html htm html shtml;"
    "/markdown md;"
    "/plain txt;"
    "/xml xml;"
    "video/mp2t ts;"
    "/mp4 mp4;"
    "/mpeg mpeg;"
    "/ogg ogv;"
    "/quicktime mov;"
    "/webm webm;";

/* === 07 ev === Events: epoll, kqueue or poll; timers; signals ============= */

/* A source is a descriptor, a deadline, or both, and a function that is told
 * of them. With epoll and kqueue a source is told of a change once (edge) and
 * remembers for itself that it may go on; with poll it is told as long as it
 * wants to know. Code that reads until EAGAIN before it waits works with all
 * three. Listeners are watched by level.
 *
 * Timers are a binary heap. To move a deadline away, as every request on a
 * keep-alive connection does, only stores it: the heap finds out when the old
 * one comes up.
 *
 * A set is a descriptor that may be read when one of its members may: many
 * are watched as one, and asked who it was. Only epoll has them; a kqueue
 * cannot be watched by another one everywhere.
 *
 * A back end is a row of functions; ev_open() picks one at run time. */

enum {
    EV_IN = 1,                  /* may be read, or is to be watched for that */
    EV_OUT = 2,                 /* may be written */
    EV_END = 4,                 /* the other side is done or gone */
    EV_TIME = 8,                /* the deadline has come */
    EV_LEVEL = 16,              /* tell again as long as it is so */
    EV_EXCLUSIVE = 32           /* wake one process, not all */
};

struct ev_source {
    int fd;                     /* -1: none (any more) */
    int slot;                   /* poll: place in its array; else 1 if added */
    int heap;                   /* place in the timer heap, -1: none */
    short asked;                /* EV_IN, EV_OUT: what is watched */
    short posted;               /* to be called again without waiting */
    long long deadline;         /* plat_clock.ms, or 0: none */
    void (*ready)(struct ev_source *, int events);      /* hand-off */
};

struct ev_backend {
    const char *name;
    int (*open)(void);
    int (*add)(struct ev_source *, int events);
    int (*want)(struct ev_source *, int events);
    void (*del)(struct ev_source *);
    int (*wait)(int ms);        /* calls the sources; -1 with errno */
    void (*close)(void);        /* NULL: there is nothing to close */
    int (*set)(void);           /* opens a set, or -1; NULL: it has none */
    int (*set_add)(int set, int fd, int number);
    int (*set_ready)(int set, int *number, int max);
};

struct ev_timer {
    long long ms;               /* never after the source's deadline */
    struct ev_source *source;
};

static struct {
    const struct ev_backend *backend;
    int fd;                     /* of epoll or kqueue */
    pid_t owner;                /* of a kqueue, which no child inherits */
    struct ev_timer *heap;
    int heap_n, heap_max;
    struct ev_source **posted;  /* to be called before the next wait */
    int posted_n, posted_max;
    struct pollfd *polled;      /* poll's two arrays */
    struct ev_source **sources;
    int polled_n, polled_max;
    int pipe[2];                /* signals come through here */
    struct ev_source pipe_source;
    void (*signal)(int signo);  /* hand-off: what to do with one */
    unsigned turns;             /* of the loop so far */
} ev_self = { .fd = -1, .pipe = { -1, -1 } };

#define EV_BATCH 256            /* events fetched at a time */
#define EV_MEMBERS 1024         /* of a set, likewise */

/* Makes room for one more in an array that doubles; 0 or -1. */
static int
ev_grow(void *array, int n, int *max, size_t size)
{
    void **at = array, *more;
    int want = *max ? *max * 2 : 16;

    if (n < *max) {
        return 0;
    }
    more = realloc(*at, (size_t) want * size);
    if (more == NULL) {
        return -1;
    }
    *at = more;
    *max = want;
    return 0;
}

/* --- epoll ---------------------------------------------------------------- */

#if RPD_HAVE_EPOLL

static int
ev_epoll_open(void)
{
    ev_self.fd = SYS(epoll_create1, EPOLL_CLOEXEC);
    return ev_self.fd == -1 ? -1 : 0;
}

static int
ev_epoll_ctl(struct ev_source *s, int op, int events)
{
    struct epoll_event e;

    memset(&e, 0, sizeof(e));
    e.data.ptr = s;
    e.events = (events & EV_IN ? EPOLLIN : 0u)
               | (events & EV_OUT ? EPOLLOUT : 0u)
               | (events & EV_LEVEL ? 0u : EPOLLET | EPOLLRDHUP)
               | (events & EV_EXCLUSIVE ? EPOLLEXCLUSIVE : 0u);
    return SYS(epoll_ctl, ev_self.fd, op, s->fd, &e);
}

static int
ev_epoll_add(struct ev_source *s, int events)
{
    int rc = ev_epoll_ctl(s, EPOLL_CTL_ADD, events);

    if (rc == -1 && errno == EINVAL && (events & EV_EXCLUSIVE)) {
        rc = ev_epoll_ctl(s, EPOLL_CTL_ADD, events & ~EV_EXCLUSIVE);
    }
    return rc;
}

/* What was asked for once stays asked: an edge costs nothing. */
static int
ev_epoll_want(struct ev_source *s, int events)
{
    events |= s->asked;
    if (events == s->asked) {
        return 0;
    }
    s->asked = (short) events;
    return ev_epoll_ctl(s, EPOLL_CTL_MOD, events);
}

static void
ev_epoll_del(struct ev_source *s)
{
    (void) ev_epoll_ctl(s, EPOLL_CTL_DEL, 0);
}

static int
ev_epoll_wait(int ms)
{
    static struct epoll_event batch[EV_BATCH];
    int i, n = SYS(epoll_wait, ev_self.fd, batch, EV_BATCH, ms);

    plat_tick();
    for (i = 0; i < n; i++) {
        struct ev_source *s = batch[i].data.ptr;
        unsigned e = batch[i].events, gone = EPOLLHUP | EPOLLERR;
        int events = (e & (EPOLLIN | EPOLLRDHUP | gone) ? EV_IN : 0)
                     | (e & (EPOLLOUT | gone) ? EV_OUT : 0)
                     | (e & (EPOLLRDHUP | gone) ? EV_END : 0);

        if (s->slot != -1) {    /* not given up by an earlier one of these */
            s->ready(s, events);
        }
    }
    return n;
}

static void
ev_epoll_close(void)
{
    close(ev_self.fd);
}

static int
ev_epoll_set(void)
{
    return SYS(epoll_create1, EPOLL_CLOEXEC);
}

static int
ev_epoll_set_add(int set, int fd, int number)
{
    struct epoll_event e;

    memset(&e, 0, sizeof(e));
    e.events = EPOLLIN;
    e.data.u32 = (uint32_t) number;
    return SYS(epoll_ctl, set, EPOLL_CTL_ADD, fd, &e);
}

static int
ev_epoll_set_ready(int set, int *number, int max)
{
    struct epoll_event batch[EV_MEMBERS];
    int i, n = SYS(epoll_wait, set, batch, max < EV_MEMBERS ? max
                   : EV_MEMBERS, 0);

    for (i = 0; i < n; i++) {
        number[i] = (int) batch[i].data.u32;
    }
    return n;
}

#endif

/* --- kqueue --------------------------------------------------------------- */

#if RPD_HAVE_KQUEUE

static int
ev_kqueue_open(void)
{
    ev_self.fd = SYS(kqueue);
    ev_self.owner = getpid();
    if (ev_self.fd != -1 && SYS(fcntl, ev_self.fd, F_SETFD, FD_CLOEXEC) == -1) {
        return plat_close_failed(ev_self.fd);
    }
    return ev_self.fd == -1 ? -1 : 0;
}

/* One filter in or out; the type of udata differs between systems. */
static int
ev_kqueue_change(struct ev_source *s, int in, int flags)
{
    struct kevent k;

    memset(&k, 0, sizeof(k));
    k.ident = (uintptr_t) s->fd;
    k.filter = in ? EVFILT_READ : EVFILT_WRITE;
    k.flags = (unsigned short) flags;
    memcpy(&k.udata, &s, sizeof(s));
    return SYS(kevent, ev_self.fd, &k, 1, NULL, 0, NULL);
}

/* Reading stays asked for. Room to write is told once: these systems would tell
 * of every packet that the client acknowledges. */
static int
ev_kqueue_want(struct ev_source *s, int events)
{
    int fresh = events & ~s->asked;
    int flags = EV_ADD | (events & EV_LEVEL ? 0 : EV_CLEAR);

    s->asked |= (short) (events & (EV_IN | EV_OUT));
    return ((fresh & EV_IN) && ev_kqueue_change(s, 1, flags) == -1)
           || ((fresh & EV_OUT)
               && ev_kqueue_change(s, 0, EV_ADD | EV_ONESHOT) == -1)
           ? -1 : 0;
}

static int
ev_kqueue_add(struct ev_source *s, int events)
{
    s->asked = 0;
    return ev_kqueue_want(s, events);
}

static void
ev_kqueue_del(struct ev_source *s)
{
    if (s->asked & EV_IN) {
        (void) ev_kqueue_change(s, 1, EV_DELETE);
    }
    if (s->asked & EV_OUT) {
        (void) ev_kqueue_change(s, 0, EV_DELETE);
    }
}

/* The end that a write filter tells is our own shutdown(), unless there is an
 * error with it: of the other side's the read filter knows. */
static int
ev_kqueue_wait(int ms)
{
    static struct kevent batch[EV_BATCH];
    struct timespec t, *limit = ms < 0 ? NULL : &t;
    int i, n;

    t.tv_sec = ms / 1000;
    t.tv_nsec = ms % 1000 * 1000000L;
    n = SYS(kevent, ev_self.fd, NULL, 0, batch, EV_BATCH, limit);
    plat_tick();
    for (i = 0; i < n; i++) {
        struct ev_source *s;
        int events = batch[i].filter == EVFILT_READ ? EV_IN : EV_OUT;

        memcpy(&s, &batch[i].udata, sizeof(s));
        if ((batch[i].flags & EV_EOF)
            && (events == EV_IN || batch[i].fflags != 0))
        {
            events |= EV_IN | EV_END;
        }
        if (s->slot != -1) {    /* not given up by an earlier one of these */
            s->asked &= batch[i].filter == EVFILT_READ ? ~0 : ~EV_OUT;
            s->ready(s, events);
        }
    }
    return n;
}

/* In a child the number may be another descriptor's by now. */
static void
ev_kqueue_close(void)
{
    if (ev_self.owner == getpid()) {
        close(ev_self.fd);
    }
}

#endif

/* --- poll ----------------------------------------------------------------- */

#if RPD_HAVE_POLL

static int
ev_poll_open(void)
{
    return 0;
}

static short
ev_poll_mask(int events)
{
    return (short) ((events & EV_IN ? POLLIN : 0)
                    | (events & EV_OUT ? POLLOUT : 0));
}

static int
ev_poll_add(struct ev_source *s, int events)
{
    int n = ev_self.polled_n, max = ev_self.polled_max;

    if (ev_grow(&ev_self.sources, n, &max, sizeof(*ev_self.sources)) == -1
        || ev_grow(&ev_self.polled, n, &ev_self.polled_max,
                   sizeof(*ev_self.polled)) == -1)
    {
        return -1;
    }
    ev_self.polled[n].fd = s->fd;
    ev_self.polled[n].events = ev_poll_mask(events);
    ev_self.polled[n].revents = 0;
    ev_self.sources[n] = s;
    s->slot = n;
    ev_self.polled_n++;
    return 0;
}

/* Told again and again: only what is waited for may be asked. */
static int
ev_poll_want(struct ev_source *s, int events)
{
    ev_self.polled[s->slot].events = ev_poll_mask(events);
    return 0;
}

/* The last one moves into the gap. */
static void
ev_poll_del(struct ev_source *s)
{
    int last = --ev_self.polled_n;

    ev_self.polled[s->slot] = ev_self.polled[last];
    ev_self.sources[s->slot] = ev_self.sources[last];
    ev_self.sources[s->slot]->slot = s->slot;
}

/* From the end, so that a removal moves only what has been looked at. */
static int
ev_poll_wait(int ms)
{
    int i, n = SYS(poll, ev_self.polled, (nfds_t) ev_self.polled_n, ms);
    int left = n;

    plat_tick();
    for (i = ev_self.polled_n - 1; i >= 0 && left > 0; i--) {
        short r = i < ev_self.polled_n ? ev_self.polled[i].revents : 0;
        int gone = r & (POLLHUP | POLLERR | POLLNVAL);
        int events = (r & POLLIN || gone ? EV_IN : 0)
                     | (r & POLLOUT || gone ? EV_OUT : 0)
                     | (gone ? EV_END : 0);

        if (events) {
            left--;
            ev_self.polled[i].revents = 0;
            ev_self.sources[i]->ready(ev_self.sources[i], events);
        }
    }
    return n;
}

#endif

/* --- The table of back ends, best first ----------------------------------- */

static const struct ev_backend ev_backends[] = {
#if RPD_HAVE_EPOLL
    { "epoll", ev_epoll_open, ev_epoll_add, ev_epoll_want, ev_epoll_del, ev_epoll_wait, ev_epoll_close, ev_epoll_set, ev_epoll_set_add, ev_epoll_set_ready },
#endif
#if RPD_HAVE_KQUEUE
    { "kqueue", ev_kqueue_open, ev_kqueue_add, ev_kqueue_want, ev_kqueue_del, ev_kqueue_wait, ev_kqueue_close, NULL, NULL, NULL },
#endif
#if RPD_HAVE_POLL
    { "poll", ev_poll_open, ev_poll_add, ev_poll_want, ev_poll_del, ev_poll_wait, NULL, NULL, NULL, NULL },
#endif
};

static const struct ev_backend *
ev_backend(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof(ev_backends) / sizeof(*ev_backends); i++) {
        if (strcmp(ev_backends[i].name, name) == 0) {
            return &ev_backends[i];
        }
    }
    return NULL;
}

/* Begins to watch s->fd; 0 or -1. */
static int
ev_add(struct ev_source *s, int events)
{
    if (s->slot != -1) {
        return 0;
    }
    s->slot = 0;
    s->asked = (short) (events & (EV_IN | EV_OUT));
    if (ev_self.backend->add(s, events) == -1) {
        s->slot = -1;
        return -1;
    }
    return 0;
}

/* Waits for EV_IN or EV_OUT from now on. */
static int
ev_want(struct ev_source *s, int events)
{
    return ev_self.backend->want(s, events);
}

static void
ev_del(struct ev_source *s)
{
    if (s->slot != -1) {
        ev_self.backend->del(s);
        s->slot = -1;
    }
}

/* A source that is not watched and has no deadline. */
static void
ev_source_init(struct ev_source *s, int fd,
               void (*ready)(struct ev_source *, int))
{
    memset(s, 0, sizeof(*s));
    s->fd = fd;
    s->slot = -1;
    s->heap = -1;
    s->ready = ready;
}

/* Calls the source with `0` before the next wait: for work that is cut into
 * pieces so that others get their turn. */
static void
ev_post(struct ev_source *s)
{
    if (!s->posted && ev_grow(&ev_self.posted, ev_self.posted_n,
                              &ev_self.posted_max, sizeof(s)) == 0)
    {
        s->posted = 1;
        ev_self.posted[ev_self.posted_n++] = s;
    }
}

static void
ev_unpost(struct ev_source *s)
{
    int i;

    for (i = 0; s->posted && i < ev_self.posted_n; i++) {
        if (ev_self.posted[i] == s) {
            ev_self.posted[i] = NULL;
            s->posted = 0;
        }
    }
}

/* --- Timers --------------------------------------------------------------- */

static void
ev_heap_put(int i, struct ev_timer t)
{
    ev_self.heap[i] = t;
    t.source->heap = i;
}

static void
ev_heap_up(int i, struct ev_timer t)
{
    for (; i > 0 && ev_self.heap[(i - 1) / 2].ms > t.ms; i = (i - 1) / 2) {
        ev_heap_put(i, ev_self.heap[(i - 1) / 2]);
    }
    ev_heap_put(i, t);
}

static void
ev_heap_down(int i, struct ev_timer t)
{
    int child;

    while ((child = 2 * i + 1) < ev_self.heap_n) {
        if (child + 1 < ev_self.heap_n
            && ev_self.heap[child + 1].ms < ev_self.heap[child].ms)
        {
            child++;
        }
        if (ev_self.heap[child].ms >= t.ms) {
            break;
        }
        ev_heap_put(i, ev_self.heap[child]);
        i = child;
    }
    ev_heap_put(i, t);
}

/* Calls the source with EV_TIME in `ms` milliseconds; replaces a deadline set
 * before. Without memory for it the source is never called. */
static void
ev_timer(struct ev_source *s, long long ms)
{
    struct ev_timer t = { plat_clock.ms + ms, s };

    s->deadline = t.ms;
    if (s->heap == -1) {
        if (ev_grow(&ev_self.heap, ev_self.heap_n, &ev_self.heap_max,
                    sizeof(t)) == 0)
        {
            ev_heap_up(ev_self.heap_n++, t);
        }
    } else if (t.ms < ev_self.heap[s->heap].ms) {
        ev_heap_up(s->heap, t);
    }
}

static void
ev_timer_off(struct ev_source *s)
{
    int i = s->heap;
    struct ev_timer last;

    s->deadline = 0;
    if (i == -1) {
        return;
    }
    s->heap = -1;
    last = ev_self.heap[--ev_self.heap_n];
    if (i == ev_self.heap_n) {
        return;
    }
    if (i > 0 && ev_self.heap[(i - 1) / 2].ms > last.ms) {
        ev_heap_up(i, last);
    } else {
        ev_heap_down(i, last);
    }
}

/* Calls what is due; puts back what has moved meanwhile. Returns how long to
 * wait for the next one, -1: for ever. */
static int
ev_expire(void)
{
    while (ev_self.heap_n > 0) {
        struct ev_timer t = ev_self.heap[0];

        if (t.ms > plat_clock.ms) {
            t.ms -= plat_clock.ms;
            return t.ms > INT_MAX ? INT_MAX : (int) t.ms;
        }
        if (t.source->deadline > plat_clock.ms) {
            t.ms = t.source->deadline;
            ev_heap_down(0, t);
            continue;
        }
        ev_timer_off(t.source);
        t.source->ready(t.source, EV_TIME);
    }
    return -1;
}

/* --- The loop ------------------------------------------------------------- */

/* One turn: waits until something happens, `limit` milliseconds at most (-1:
 * no limit), and calls the sources concerned. */
static void
ev_turn(int limit)
{
    int i, n, ms = ev_expire();

    ev_self.turns++;
    if (limit >= 0 && (ms < 0 || limit < ms)) {
        ms = limit;
    }
    n = ev_self.posted_n;
    if (ev_self.backend->wait(n ? 0 : ms) == -1 && errno != EINTR) {
        log_fail(LOG_ALERT, "%s() failed", ev_self.backend->name);
    }
    for (i = 0; i < n; i++) {
        struct ev_source *s = ev_self.posted[i];

        if (s != NULL) {
            ev_self.posted[i] = NULL;
            s->posted = 0;
            s->ready(s, 0);
        }
    }
    if (n > 0) {                /* what was posted meanwhile moves up */
        memmove(ev_self.posted, ev_self.posted + n,
                (size_t) (ev_self.posted_n - n) * sizeof(*ev_self.posted));
        ev_self.posted_n -= n;
    }
    (void) ev_expire();
}

/* Stops watching for good; the descriptor is the caller's to close. */
static void
ev_forget(struct ev_source *s)
{
    ev_timer_off(s);
    ev_unpost(s);
    ev_del(s);
}

/* --- Signals -------------------------------------------------------------- */

static void
ev_on_signal(int signo)
{
    int err = errno;
    unsigned char byte = (unsigned char) signo;

    (void) !write(ev_self.pipe[1], &byte, 1);
    errno = err;
}

static void
ev_read_signals(struct ev_source *s, int events)
{
    unsigned char bytes[64];
    ssize_t i, n;

    (void) events;
    while ((n = SYS(read, s->fd, bytes, sizeof(bytes))) > 0) {
        for (i = 0; i < n; i++) {
            ev_self.signal(bytes[i]);
        }
    }
}

/* Catches the signal: ev_self.signal is called for it from the loop. No other
 * may interrupt the handler: what waits together comes in order of number. */
static int
ev_catch(int signo, void (*handler)(int))
{
    struct sigaction sa;

    memset(&sa, 0, sizeof(sa));
    sa.sa_handler = handler;
    sa.sa_flags = SA_RESTART;
    sigfillset(&sa.sa_mask);
    return SYS(sigaction, signo, &sa, NULL);
}

/* Whoever started this process may have blocked some. */
static void
ev_unblock(void)
{
    sigset_t all;

    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
}

/* Opens the loop of this process, anew after a fork (nothing of the parent's
 * is touched); 0 or -1 with errno. */
static int
ev_open(const struct ev_backend *backend, void (*on_signal)(int))
{
    if (ev_self.backend != NULL) {
        if (ev_self.backend->close != NULL) {
            ev_self.backend->close();
        }
        close(ev_self.pipe[0]);
        close(ev_self.pipe[1]);
    }
    ev_self.heap_n = ev_self.posted_n = ev_self.polled_n = 0;
    ev_self.signal = on_signal;
    if (backend->open() == -1) {
        if (!RPD_HAVE_POLL) {
            return -1;
        }
        log_fail(LOG_WARN, "%s cannot be had, poll is used", backend->name);
        backend = ev_backend("poll");
        (void) backend->open();
    }
    ev_self.backend = backend;
    if (plat_pair(ev_self.pipe) == -1) {
        return -1;
    }
    ev_source_init(&ev_self.pipe_source, ev_self.pipe[0], ev_read_signals);
    return ev_add(&ev_self.pipe_source, EV_IN);
}

/* === 08 sock === Sockets: addresses and listening groups ================== */

/* A group is one listen address and its sockets. With reuseport it has one
 * for every slot, opened by the master in the order of the slots and held for
 * as long as the address is configured, so that a worker that dies takes no
 * accept queue with it; otherwise one that all workers share.
 *
 * The kernel numbers the sockets of a group in the order of their listen(),
 * and fills the gap of a closed one with the last. So they are closed from the
 * top only, and socket i is the kernel's number i at all times. sock_steer()
 * makes the kernel choose among the first `live` ones: what is opened for
 * workers that do not accept yet, or was theirs who are gone, gets nobody new.
 *
 * Opening is done in steps over all groups: bind all, then listen on all. So a
 * refused configuration never has taken a connection, and addresses that
 * overlap (0.0.0.0:80 and 127.0.0.1:80) can be bound in any order. The first
 * socket of a group is bound without SO_REUSEPORT where the system allows to
 * set it later: so a second server on the same address is an error, and not a
 * silent thief of half the connections.
 *
 * A socket that a service manager gives is the first of its group, which has no
 * others unless SO_REUSEPORT is set on it. The manager has it open as well: it
 * is kept, wanted or not, and its path is not ours to remove. */

struct addr {
    socklen_t len;
    union {
        struct sockaddr sa;
        struct sockaddr_in in;
        struct sockaddr_in6 in6;
        struct sockaddr_un un;
    } u;
};

struct sock_opts {
    int backlog;                /* of listen(); -1: as large as allowed */
    int reuseport;              /* 1, 0, or -1: as the main block says */
    int rcvbuf, sndbuf;         /* bytes; 0: as the system has them */
    int fastopen;               /* queue length; 0: off */
    int setfib;                 /* routing table; -1: the default one */
    int deferred;               /* accept when data is there */
    int ipv6only;
    int freebind;               /* bind even if the address is not there yet */
    int keepalive;              /* 1 on, 0 off, -1: as the system has it */
    int keep_idle, keep_interval, keep_count;
    int nodelay;                /* inherited by accepted connections */
    const char *accept_filter;  /* BSD, or NULL */
};

struct sock_group {
    struct sock_group *next;
    int id;                     /* the same in all processes */
    int number;                 /* from 0 on, that of no other group now */
    int reuseport;              /* one socket a slot */
    int alone;                  /* the kernel refuses SO_REUSEPORT */
    int open_to_others;         /* SO_REUSEPORT is set on all its sockets */
    int wanted;                 /* the configuration being applied has it */
    int late;                   /* its address is not there yet: try again */
    int kept;                   /* sockets before this configuration */
    int changed;                /* its options differ from before */
    int lent;                   /* another master serves it, too */
    int given;                  /* by a service manager, who keeps it open */
    int waits;                  /* its door opens with the configuration */
    int shut;                   /* removed: nobody new comes, it drains */
    long long until;            /* and then it is closed, plat_clock.ms */
    int ended;                  /* all have been told to let go */
    int live;                   /* the kernel is to choose among the first */
    int steered;                /* and chooses among so many; 0: all */
    int n;                      /* sockets that listen */
    int bound;                  /* sockets that are open: n or more */
    int max;
    int *fd;                    /* by slot; -1: not held by this process */
    struct addr addr;
    struct sock_opts opts;
};

static struct {
    struct sock_group *groups;
    int ids;                    /* given to groups so far */
} sock_self;

#define SOCK_TEXT 128           /* enough for the text of an address */
#define SOCK_MOST 1024          /* sockets of a group at most */

static int
sock_port(const struct addr *a)
{
    return a->u.sa.sa_family == AF_INET ? ntohs(a->u.in.sin_port)
           : a->u.sa.sa_family == AF_INET6 ? ntohs(a->u.in6.sin6_port) : -1;
}

/* Its bytes, as the family has them; NULL: it is a path. */
static const void *
sock_ip_of(const struct addr *a)
{
    return a->u.sa.sa_family == AF_INET ? (const void *) &a->u.in.sin_addr
           : a->u.sa.sa_family == AF_INET6 ? &a->u.in6.sin6_addr : NULL;
}

/* The address without a port, as $server_addr has it. */
static void
sock_host_text(const struct addr *a, char *to)
{
    const void *ip = sock_ip_of(a);

    if (ip == NULL) {
        snprintf(to, SOCK_TEXT, "unix:%s", a->u.un.sun_path);
    } else {
        inet_ntop(a->u.sa.sa_family, ip, to, SOCK_TEXT);
    }
}

/* 127.0.0.1:80, [::1]:80, unix:/path */
static char *
sock_text(const struct addr *a, char *to)
{
    char host[SOCK_TEXT];

    if (a->u.sa.sa_family == AF_UNIX) {
        sock_host_text(a, to);
    } else {
        sock_host_text(a, host);
        snprintf(to, SOCK_TEXT, a->u.sa.sa_family == AF_INET6 ? "[%s]:%d"
                 : "%s:%d", host, sock_port(a));
    }
    return to;
}

static int
sock_addr_eq(const struct addr *a, const struct addr *b)
{
    if (a->u.sa.sa_family != b->u.sa.sa_family) {
        return 0;
    }
    switch (a->u.sa.sa_family) {
    case AF_INET:
        return a->u.in.sin_port == b->u.in.sin_port
               && a->u.in.sin_addr.s_addr == b->u.in.sin_addr.s_addr;
    case AF_INET6:
        return a->u.in6.sin6_port == b->u.in6.sin6_port
               && a->u.in6.sin6_scope_id == b->u.in6.sin6_scope_id
               && memcmp(&a->u.in6.sin6_addr, &b->u.in6.sin6_addr, 16) == 0;
    default:
        return strcmp(a->u.un.sun_path, b->u.un.sun_path) == 0;
    }
}

/* Both kinds have the port in the same place. */
static void
sock_inet(struct addr *to, int family, int port)
{
    to->u.sa.sa_family = (sa_family_t) family;
    to->len = family == AF_INET ? sizeof(to->u.in) : sizeof(to->u.in6);
    to->u.in.sin_port = htons((uint16_t) port);
}

/* The addresses that /etc/hosts has for a name; how many went to `to`. */
static int
sock_hosts(const char *host, int port, struct addr *to, int max)
{
    char *line, *ip, *word;
    int n = 0, v6;

    plat_account_file("/etc/hosts");
    while (n < max && (line = plat_line()) != NULL) {
        (void) plat_cut(line, "#");
        ip = strtok(line, " \t\r");
        while ((word = strtok(NULL, " \t\r")) && strcasecmp(word, host) != 0) {
        }
        if (word == NULL) {
            continue;
        }
        v6 = strchr(ip, ':') != NULL;
        memset(&to[n], 0, sizeof(to[n]));
        sock_inet(&to[n], v6 ? AF_INET6 : AF_INET, port);
        n += inet_pton(v6 ? AF_INET6 : AF_INET, ip, v6
                       ? (void *) &to[n].u.in6.sin6_addr
                       : (void *) &to[n].u.in.sin_addr) == 1;
    }
    return n;
}

/* Asks the resolver; returns how many addresses went to `to`. */
static int
sock_resolve(const char *host, int port, struct addr *to, int max)
{
    struct addrinfo hints, *found, *ai;
    int n = 0;

    if (!RPD_HAVE_NSS) {
        return sock_hosts(host, port, to, max);
    }
    memset(&hints, 0, sizeof(hints));
    hints.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, NULL, &hints, &found) != 0) {
        return 0;
    }
    for (ai = found; ai != NULL && n < max; ai = ai->ai_next) {
        if (ai->ai_family == AF_INET || ai->ai_family == AF_INET6) {
            memset(&to[n], 0, sizeof(to[n]));
            memcpy(&to[n].u, ai->ai_addr, ai->ai_addrlen);
            sock_inet(&to[n++], ai->ai_family, port);
        }
    }
    freeaddrinfo(found);
    return n;
}

/* unix:path; 1, or 0 with *error. */
static int
sock_parse_unix(const char *path, struct addr *to, const char **error)
{
    size_t n = strlen(path);

    if (n == 0 || n >= sizeof(to->u.un.sun_path)) {
        *error = n ? "too long path in the unix domain socket"
                 : "no path in the unix domain socket";
        return 0;
    }
    to->u.un.sun_family = AF_UNIX;
    memcpy(to->u.un.sun_path, path, n + 1);
    to->len = sizeof(to->u.un);
    return 1;
}

/* Cuts "host:port", "[v6]:port", "host" or "port" into a host of at most
 * `size` bytes, "" for any, and a port; NULL, or what is wrong. */
static const char *
sock_split(const char *text, char *host, size_t size, int *port)
{
    const char *end = text[0] == '[' ? strchr(text, ']') : NULL, *colon;
    long long v;
    size_t n;

    if (text[0] == '[' && end == NULL) {
        return "invalid host";
    }
    colon = end ? end + 1 : strrchr(text, ':');
    if (colon != NULL && *colon != ':') {
        if (*colon != '\0') {
            return "invalid host";
        }
        colon = NULL;
    }
    n = colon ? (size_t) (colon - text) : strlen(text);
    if (colon != NULL || text[strspn(text, "0123456789")] == '\0') {
        v = str_num(str_span(colon ? colon + 1 : text));
        if (v < 1 || v > 65535) {
            return "invalid port";
        }
        *port = (int) v;
        if (colon == text) {
            return "no host";
        }
        n = colon ? n : 0;
    }
    if (n >= size) {
        return "invalid host";
    }
    memcpy(host, text, n);
    host[n] = '\0';
    return NULL;
}

/* Reads "port", "host", "host:port", "[v6]:port", "*:port", "unix:path" into
 * at most `max` addresses; returns how many, or 0 with *error in nginx's
 * words. */
static int
sock_parse(const char *text, int port, struct addr *to, int max,
           const char **error)
{
    char host[256];

    memset(to, 0, sizeof(*to));
    if (strncmp(text, "unix:", 5) == 0) {
        return sock_parse_unix(text + 5, to, error);
    }
    *error = text[0] == '\0' ? "no host" : strchr(text, '/') ? "invalid host"
             : sock_split(text, host, sizeof(host), &port);
    if (*error != NULL) {
        return 0;
    }
    if (host[0] == '[') {
        host[strlen(host) - 1] = '\0';
        sock_inet(to, AF_INET6, port);
        *error = "invalid IPv6 address";
        return inet_pton(AF_INET6, host + 1, &to->u.in6.sin6_addr) == 1;
    }
    sock_inet(to, AF_INET, port);
    if (host[0] == '\0' || strcmp(host, "*") == 0
        || inet_pton(AF_INET, host, &to->u.in.sin_addr) == 1)
    {
        return 1;
    }
    *error = "host not found";
    return sock_resolve(host, port, to, max);
}

/* --- Ranges of addresses -------------------------------------------------- */

struct cidr {
    struct cidr *next;
    unsigned char ip[16];
    unsigned char family;       /* AF_*; AF_UNSPEC: any address of any kind */
    unsigned char bits;         /* of ip that count */
    unsigned char deny;
    int block;                  /* of the configuration */
};

/* Reads an address without port; its family, or 0: it is none. */
static int
sock_ip(struct span s, unsigned char *ip)
{
    char text[INET6_ADDRSTRLEN];
    int family = memchr(s.p, ':', s.n) ? AF_INET6 : AF_INET;

    if (s.n >= sizeof(text)) {
        return 0;
    }
    *str_put(text, s) = '\0';
    return inet_pton(family, text, ip) == 1 ? family : 0;
}

static int
sock_bit(const unsigned char *ip, unsigned i)
{
    return ip[i / 8] & 0x80 >> i % 8;
}

/* Reads "address[/bits]" or "unix:". 0; 1: bits are set that do not count;
 * -1: it is none. */
static int
sock_cidr(const char *text, struct cidr *to)
{
    size_t n = strcspn(text, "/");
    unsigned most;
    long long bits;
    int odd = 0;

    if (strcmp(text, "unix:") == 0) {
        to->family = AF_UNIX;
        return 0;
    }
    to->family = (unsigned char) sock_ip((struct span) {
                                 (char *) (uintptr_t) text, n }, to->ip);
    most = to->family == AF_INET ? 32 : 128;
    bits = text[n] ? str_num(str_span(text + n + 1)) : most;
    if (to->family == 0 || bits < 0 || bits > most) {
        return -1;
    }
    to->bits = (unsigned char) bits;
    while (most > to->bits) {
        odd |= sock_bit(to->ip, --most);
    }
    return odd != 0;
}

/* The first range of the list that has the address, or NULL. One such as
 * ::ffff:192.0.2.1 counts as IPv4, unless the list has IPv6 only. */
static const struct cidr *
sock_match(const struct cidr *list, int family, const unsigned char *ip)
{
    static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
    const struct cidr *range = list;
    unsigned i;

    if (family == AF_INET6 && memcmp(ip, mapped, 12) == 0) {
        while (range && (range->family == AF_INET6
                         || range->family == AF_UNIX)) {
            range = range->next;
        }
        if (range != NULL) {
            family = AF_INET;
            ip += 12;
        }
    }
    for (range = list; range != NULL; range = range->next) {
        if (range->family != family && range->family != AF_UNSPEC) {
            continue;
        }
        for (i = 0; i < range->bits && sock_bit(ip, i)
             == sock_bit(range->ip, i); i++) { }
        if (i == range->bits) {
            break;
        }
    }
    return range;
}

/* --- Groups --------------------------------------------------------------- */

/* The group of an address, as far as it is not on its way out. Whether IPv4
 * comes along cannot be changed once it is bound: that makes another group, but
 * for one that was given, which is taken as it is. */
static struct sock_group *
sock_group_find(const struct addr *a, const struct sock_opts *opts)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (!g->shut && sock_addr_eq(&g->addr, a)
            && (a->u.sa.sa_family != AF_INET6 || g->given
                || g->opts.ipv6only == opts->ipv6only))
        {
            return g;
        }
    }
    return NULL;
}

/* A new group without sockets; NULL: no memory. */
static struct sock_group *
sock_group_new(const struct addr *a, const struct sock_opts *opts)
{
    struct sock_group *g = calloc(1, sizeof(*g)), **last, *o;

    if (g != NULL) {
        g->id = ++sock_self.ids;
        for (o = sock_self.groups; o != NULL;) {
            if (o->number != g->number) {
                o = o->next;
            } else {
                g->number++;
                o = sock_self.groups;
            }
        }
        g->addr = *a;
        g->opts = *opts;
        for (last = &sock_self.groups; *last; last = &(*last)->next) { }
        *last = g;
    }
    return g;
}

/* Says that the configuration being applied listens here; returns the group,
 * made anew if need be, or NULL without memory. */
static struct sock_group *
sock_group_want(const struct addr *a, const struct sock_opts *opts)
{
    struct sock_group *g = sock_group_find(a, opts);
    int v6only;

    if (g == NULL && (g = sock_group_new(a, opts)) == NULL) {
        return NULL;
    }
    v6only = g->given ? g->opts.ipv6only : opts->ipv6only;
    g->changed = g->n > 0 && memcmp(&g->opts, opts, sizeof(*opts)) != 0;
    g->opts = *opts;
    g->opts.ipv6only = v6only;
    g->reuseport = opts->reuseport && !g->alone;
    g->wanted = 1;
    return g;
}

/* How many sockets the group has with so many workers. */
static int
sock_wants(const struct sock_group *g, int workers)
{
    return g->reuseport ? workers : 1;
}

/* Is socket i one slot's alone, that is not shared by all workers? */
static int
sock_slotted(const struct sock_group *g, int i)
{
    return g->reuseport || i > 0;
}

/* Are two groups on the same port, so that their sockets may overlap? */
static int
sock_overlap(const struct sock_group *g, const struct sock_group *o)
{
    return o != g && sock_port(&o->addr) == sock_port(&g->addr)
           && sock_port(&g->addr) != -1;
}

/* Does any other group overlap? `listening` asks for those that are open, 2:
 * and not on their way out. */
static int
sock_overlaps(const struct sock_group *g, int listening)
{
    struct sock_group *o;

    for (o = sock_self.groups; o != NULL; o = o->next) {
        if (sock_overlap(g, o) && (!listening || o->n > 0)
            && (listening < 2 || !o->shut))
        {
            return 1;
        }
    }
    return 0;
}

static void
sock_warn(const struct sock_group *g, const char *option)
{
    char text[SOCK_TEXT];

    log_fail(LOG_WARN, "setsockopt(%s) failed for %s, ignored", option,
             sock_text(&g->addr, text));
}

/* Options that are no reason to refuse service. */
static const struct {
    const char *name;
    int level, option;
    int unit;                   /* of the value */
    int none;                   /* this value: the system's own */
    int resets;                 /* which a change brings back by setting it */
    size_t value;               /* where it is in struct sock_opts */
} sock_options[] = {
    WITH(TUNING, { "SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, 1, 0, 0, offsetof(struct sock_opts, rcvbuf) },)
    WITH(TUNING, { "SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, 1, 0, 0, offsetof(struct sock_opts, sndbuf) },)
    WITH(TUNING, { "SO_SETFIB", PLAT_SETFIB, 1, -1, 0, offsetof(struct sock_opts, setfib) },)
    WITH(TUNING, { "SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 1, -1, 0, offsetof(struct sock_opts, keepalive) },)
#if RPD_HAVE_KEEPIDLE
    WITH(TUNING, { "SO_KEEPALIVE", IPPROTO_TCP, TCP_KEEPIDLE, PLAT_KEEP_UNIT, 0, 0, offsetof(struct sock_opts, keep_idle) },)
    WITH(TUNING, { "SO_KEEPALIVE", IPPROTO_TCP, TCP_KEEPINTVL, PLAT_KEEP_UNIT, 0, 0, offsetof(struct sock_opts, keep_interval) },)
    WITH(TUNING, { "SO_KEEPALIVE", IPPROTO_TCP, TCP_KEEPCNT, 1, 0, 0, offsetof(struct sock_opts, keep_count) },)
#endif
    { "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1, 0, 1, offsetof(struct sock_opts, nodelay) },
    WITH(TUNING, { "TCP_FASTOPEN", PLAT_FASTOPEN, 1, 0, 0, offsetof(struct sock_opts, fastopen) },)
    WITH(TUNING, { "TCP_DEFER_ACCEPT", PLAT_DEFERRED, 1, 0, 1, offsetof(struct sock_opts, deferred) },)
};

static void
sock_tune(const struct sock_group *g, int fd)
{
    int local = g->addr.u.sa.sa_family == AF_UNIX;
    size_t i;

    for (i = 0; i < sizeof(sock_options) / sizeof(*sock_options); i++) {
        int value = *(const int *) ((const char *) &g->opts
                                    + sock_options[i].value);
        int none = value == sock_options[i].none;

        if ((none && !(sock_options[i].resets && g->changed))
            || (local && sock_options[i].level != SOL_SOCKET))
        {
            continue;
        }
        if (plat_set(fd, sock_options[i].level, sock_options[i].option,
                     value * sock_options[i].unit) == -1 && !none)
        {
            sock_warn(g, sock_options[i].name);
        }
    }
}

/* A socket file left by a server that is no more refuses connections. */
static int
sock_remove_stale(const struct addr *a)
{
    struct stat st;
    int fd, stale;

    if (fstatat(AT_FDCWD, a->u.un.sun_path, &st, AT_SYMLINK_NOFOLLOW) == -1
        || !S_ISSOCK(st.st_mode)
        || (fd = plat_socket(AF_UNIX, SOCK_STREAM)) == -1)
    {
        errno = EADDRINUSE;
        return -1;
    }
    stale = SYS(connect, fd, &a->u.sa, a->len) == -1 && errno == ECONNREFUSED;
    close(fd);
    errno = EADDRINUSE;
    return stale ? unlink(a->u.un.sun_path) : -1;
}

/* bind(), with what may help when it fails. */
static int
sock_bind_fd(struct sock_group *g, int fd)
{
    const struct addr *a = &g->addr;
    char text[SOCK_TEXT];
    int rc = SYS(bind, fd, &a->u.sa, a->len);

    if (rc == -1 && errno == EADDRINUSE && a->u.sa.sa_family == AF_UNIX
        && sock_remove_stale(a) == 0)
    {
        rc = SYS(bind, fd, &a->u.sa, a->len);
    }
    if (rc == -1 && errno == EADDRNOTAVAIL && g->opts.freebind) {
        if (plat_freebind(fd, a->u.sa.sa_family) == -1) {
            errno = EADDRNOTAVAIL;      /* sock_bind_group() tries again */
            return -1;
        }
        rc = SYS(bind, fd, &a->u.sa, a->len);
        if (rc == 0) {
            log_err(LOG_WARN, "%s is not an address of this machine yet",
                    sock_text(a, text));
        }
    }
    if (rc == 0 && a->u.sa.sa_family == AF_UNIX) {
        rc = SYS(chmod, a->u.un.sun_path, 0666);
    }
    return rc;
}

/* Lets the socket share its address: with its siblings, or with the sockets of
 * another group that overlaps, which then must allow it, too. 0 or -1. */
static int
sock_share(struct sock_group *g, int fd)
{
    struct sock_group *o;
    int i;

    for (o = sock_self.groups; o != NULL; o = o->next) {
        if (o->open_to_others || (o != g && !sock_overlap(g, o))) {
            continue;
        }
        for (i = 0; i < o->bound; i++) {
            (void) plat_reuseport(o->fd[i], o->reuseport);
        }
        o->open_to_others = 1;
    }
    if (plat_reuseport(fd, g->reuseport) == 0) {
        return 0;
    }
    g->open_to_others = 0;
    if (g->bound > 0 || (errno != ENOPROTOOPT && errno != EINVAL)) {
        return -1;
    }
    sock_warn(g, "SO_REUSEPORT");
    g->alone = 1;
    g->reuseport = 0;           /* one shared socket, then */
    return 0;
}

/* A socket of the group's family with what bind() must know; -1 with errno. */
static int
sock_new(const struct sock_group *g)
{
    int family = g->addr.u.sa.sa_family;
    int fd = plat_socket(family, SOCK_STREAM);

    if (fd != -1 && family != AF_UNIX
        && plat_set(fd, SOL_SOCKET, SO_REUSEADDR, 1) == -1)
    {
        return plat_close_failed(fd);
    }
    if (fd != -1 && family == AF_INET6
        && plat_set(fd, IPPROTO_IPV6, IPV6_V6ONLY, g->opts.ipv6only) == -1)
    {
        sock_warn(g, "IPV6_V6ONLY");
    }
    return fd;
}

/* Where the option must come first, a bind() without it that is undone finds
 * out whether another server has the address: 0, or -1 with EADDRINUSE. */
static int
sock_probe(const struct sock_group *g)
{
    int fd = sock_new(g);

    if (fd == -1 || (SYS(bind, fd, &g->addr.u.sa, g->addr.len) == -1
                     && errno == EADDRINUSE))
    {
        return fd == -1 ? -1 : plat_close_failed(fd);
    }
    close(fd);
    return 0;
}

/* One more socket of the group, bound but not listening: its descriptor, or
 * -1 with errno. */
static int
sock_open(struct sock_group *g)
{
    int shares = g->reuseport || sock_overlaps(g, 0);
    int early = g->bound > 0 || sock_overlaps(g, 1);
    int fd;

    if (!early && g->reuseport && PLAT_REUSEPORT_EARLY) {
        early = 1;
        if (sock_probe(g) == -1) {
            return -1;
        }
    }
    fd = sock_new(g);
    if (fd == -1) {
        return -1;
    }
    if ((shares && early && sock_share(g, fd) == -1)
        || sock_bind_fd(g, fd) == -1
        || (shares && !early && sock_share(g, fd) == -1))
    {
        return plat_close_failed(fd);
    }
    sock_tune(g, fd);
    return fd;
}

/* From here on sock_undo() takes back what is opened. */
static void
sock_mark(void)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        g->kept = g->n;
    }
}

/* Closes what was opened for a configuration that turned out to be bad. */
static void
sock_undo(void)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        while (g->bound > g->kept) {
            close(g->fd[--g->bound]);
            if (g->addr.u.sa.sa_family == AF_UNIX) {
                unlink(g->addr.u.un.sun_path);
            }
        }
        g->n = g->n < g->kept ? g->n : g->kept;
    }
}

/* Opens the missing sockets of one group; `tries` for an address that another
 * process still has. 0, or -1 with the error logged. */
static int
sock_bind_group(struct sock_group *g, int workers, int tries)
{
    char text[SOCK_TEXT];
    int fd;

    while (g->bound < sock_wants(g, workers)) {
        if (ev_grow(&g->fd, g->bound, &g->max, sizeof(*g->fd)) == -1) {
            return log_fail(LOG_EMERG, "no memory for listening sockets");
        }
        errno = EADDRINUSE;
        fd = g->given && !g->open_to_others ? -1 : sock_open(g);
        if (fd != -1) {
            g->fd[g->bound++] = fd;
            continue;
        }
        sock_text(&g->addr, text);
        if (RPD_WITH_UPGRADE && g->given && g->bound == 1) {
                                /* or it is another user's */
            g->alone = 1;
            g->reuseport = 0;
            log_fail(LOG_NOTICE, "the given %s is shared by all workers",
                     text);
            return 0;
        }
        if (errno == EAFNOSUPPORT) {
            log_fail(LOG_WARN, "%s is left out", text);
            return 0;
        }
        if (errno == EADDRNOTAVAIL && g->opts.freebind) {
            log_fail(LOG_WARN, "bind() to %s failed, will be tried again",
                     text);
            g->late = 1;
            return 0;
        }
        if (errno != EADDRINUSE || --tries <= 0) {
            return log_fail(LOG_EMERG, "bind() to %s failed", text);
        }
        poll(NULL, 0, 200);
    }
    return 0;
}

/* Are there descriptors for so many workers and processes? 0, or -1 with the
 * error logged. */
static int
sock_room(int workers, int processes)
{
    const struct sock_group *g;
    long long sockets = 0, need, have;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        sockets += g->wanted && g->bound < sock_wants(g, workers)
                   ? sock_wants(g, workers) : g->bound;
    }
    need = sockets + processes + 32;    /* channels; logs and the rest */
    have = plat_nofile(need);
    if (have < need) {
        return log_err(LOG_EMERG, "%lld listening sockets and %d workers "
                       "need %lld open files, the limit (ulimit -n) is %lld",
                       sockets, processes, need, have);
    }
    return 0;
}

/* Binds every wanted group to `workers` sockets; 0, or -1: sock_undo(). */
static int
sock_bind_all(int workers, int tries)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        g->late = 0;
        if (g->wanted && sock_bind_group(g, workers, tries) == -1) {
            return -1;
        }
    }
    return 0;
}

/* Makes the kernel choose among the first `live` of `total` sockets. 0, or -1:
 * it cannot. */
static int
sock_steer(struct sock_group *g, int total)
{
    int n = g->live > 0 && g->live < total ? g->live : 0;

    if (n == g->steered) {
        return 0;
    }
    if (plat_steer(g->fd[0], n) == -1
        && (n > 0 || plat_steer(g->fd[0], total) == -1))
    {
        return -1;
    }
    g->steered = n;
    return 0;
}

/* Gives the options of the configuration to sockets that are open already. */
static void
sock_retune(struct sock_group *g)
{
    int i;

    for (i = 0; g->changed && i < g->n; i++) {
        sock_tune(g, g->fd[i]);
        (void) SYS(listen, g->fd[i], g->opts.backlog);
    }
    g->changed = 0;
}

/* May this process open a door that it has shut? It tries. */
static int
sock_opens_doors(void)
{
    int fd = plat_socket(AF_INET, SOCK_STREAM);
    int may = fd != -1 && plat_door(fd, PLAT_NOT_YET) == 0
              && plat_door(fd, PLAT_OPEN) == 0;

    if (fd != -1) {
        close(fd);
    }
    return may;
}

/* Would the new group take connections from another one that serves them? So
 * it must not before the configuration is accepted: the door stays shut. */
static void
sock_hold_back(struct sock_group *g)
{
    int i;

    if (g->n > 0 || g->bound == 0 || !sock_overlaps(g, 2)
        || !sock_opens_doors())
    {
        return;
    }
    g->waits = 1;
    for (i = 0; i < g->bound; i++) {
        (void) plat_door(g->fd[i], PLAT_NOT_YET);
    }
}

/* The configuration is accepted: lets them in. The first socket takes all until
 * the others can. */
static void
sock_let_in(void)
{
    struct sock_group *g;
    int i;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (!g->waits) {
            continue;
        }
        g->waits = 0;
        g->steered = g->n > 1 && plat_steer(g->fd[0], 1) == 0;
        for (i = 0; i < g->n; i++) {
            (void) plat_door(g->fd[i], PLAT_OPEN);
        }
    }
}

/* Listens on what is bound, in the order of the slots. Nobody comes to those
 * behind the live ones, before or after. 0 or -1. */
static int
sock_listen_group(struct sock_group *g)
{
    char text[SOCK_TEXT];

    sock_hold_back(g);
    for (; g->n < g->bound; g->n++) {
        (void) sock_steer(g, g->n + 1);
        if (SYS(listen, g->fd[g->n], g->opts.backlog) == -1) {
            return log_fail(LOG_EMERG, "listen() to %s, backlog %d failed",
                            sock_text(&g->addr, text), g->opts.backlog);
        }
        (void) sock_steer(g, g->n + 1); /* if it was a group of one before */
        if (RPD_WITH_TUNING && g->opts.accept_filter != NULL
            && plat_accept_filter(g->fd[g->n], g->opts.accept_filter) == -1)
        {
            sock_warn(g, "SO_ACCEPTFILTER");
        }
    }
    return 0;
}

/* The same for all groups; 0, or -1: sock_undo(). */
static int
sock_listen_all(void)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        sock_retune(g);
        if (sock_listen_group(g) == -1) {
            return -1;
        }
    }
    return 0;
}

/* Closes a group and forgets it. */
static void
sock_close_group(struct sock_group *g)
{
    struct sock_group **at = &sock_self.groups;

    while (*at != g) {
        at = &(*at)->next;
    }
    *at = g->next;
    while (g->bound > 0) {
        close(g->fd[--g->bound]);
    }
    if (g->n > 0 && !g->shut && !g->lent && !g->given
        && g->addr.u.sa.sa_family == AF_UNIX)
    {
        unlink(g->addr.u.un.sun_path);
    }
    free(g->fd);
    free(g);
}

/* Closes the groups that no configuration wants, but those that drain, and
 * those that were given: a later configuration may want them. */
static void
sock_drop(void)
{
    struct sock_group *g, *next;
    char text[SOCK_TEXT];

    for (g = sock_self.groups; g != NULL; g = next) {
        next = g->next;
        if (g->wanted || g->shut) {
            continue;
        }
        if (RPD_WITH_UPGRADE && g->given) {
            log_err(LOG_WARN, "no listen wants the given %s",
                    sock_text(&g->addr, text));
        } else {
            sock_close_group(g);
        }
    }
}

/* Another master has these sockets, too, or has no more. */
static void
sock_lend(int lent)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        g->lent = lent;
    }
}

/* Nobody new comes to a group that is not wanted any more: it drains for so
 * many milliseconds, if the door can be shut while it does. The kernel chooses
 * a socket without a look at its door: so the first is shut last, and gets all
 * until then. */
static void
sock_shut(struct sock_group *g, long long drain)
{
    int i;

    g->shut = 1;
    g->until = plat_clock.ms;
    if (g->addr.u.sa.sa_family == AF_UNIX) {
        unlink(g->addr.u.un.sun_path);
        return;                 /* there are no handshakes to wait for */
    }
    if (g->n > 1) {
        (void) plat_steer(g->fd[0], 1);
    }
    for (i = g->n - 1; i >= 0; i--) {
        if (plat_door(g->fd[i], PLAT_SHUT) == -1) {
            return;
        }
    }
    g->until += drain;
}

/* How many sockets the largest group has. */
static int
sock_top(void)
{
    const struct sock_group *g;
    int top = 0;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        top = g->wanted && g->n > top ? g->n : top;
    }
    return top;
}

/* Does somebody wait in the queue of the socket? */
static int
sock_waiting(int fd)
{
    struct pollfd p = { fd, POLLIN, 0 };

    return SYS(poll, &p, 1, 0) == 1;
}

/* --- Hand-over to another master ------------------------------------------ */

/* All sockets as text for the environment: the number of live slots, then a
 * line a group: its kind, r for a socket a slot or s for a shared one, a
 * capital where it was given, the descriptors in the order of the slots, and
 * the address. NULL: no memory. */
static char *
sock_export(int live)
{
    const struct sock_group *g;
    char *text, *p, addr[SOCK_TEXT];
    size_t size = 32;
    int i;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        size += SOCK_TEXT + 8 + (size_t) g->n * 12;
    }
    p = text = malloc(size);
    if (text == NULL) {
        return NULL;
    }
    p += sprintf(p, "%d\n", live);
    for (g = sock_self.groups; g != NULL; g = g->next) {
        if ((!g->wanted && !g->given) || g->n == 0) {
            continue;
        }
        *p++ = "srSR"[g->given * 2 + g->reuseport];
        for (i = 0; i < g->n; i++) {
            p += sprintf(p, " %d", g->fd[i]);
        }
        p += sprintf(p, " %s\n", sock_text(&g->addr, addr));
    }
    return text;
}

/* A new program is about to take the place of this one, and all sockets. */
static void
sock_bequeath(void)
{
    struct sock_group *g;
    int i;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        for (i = 0; (g->wanted || g->given) && i < g->n; i++) {
            (void) SYS(fcntl, g->fd[i], F_SETFD, 0);
        }
    }
}

/* One inherited socket, of the same address as those before; 0, or -1: it is
 * none. */
static int
sock_import_fd(struct sock_group *g, int fd)
{
    struct addr a;

    memset(&a, 0, sizeof(a));
    a.len = sizeof(a.u);
    if (SYS(getsockname, fd, &a.u.sa, &a.len) == -1
        || (g->n > 0 && !sock_addr_eq(&a, &g->addr))
        || plat_nonblock(fd) == -1 || g->n >= SOCK_MOST
        || ev_grow(&g->fd, g->n, &g->max, sizeof(*g->fd)) == -1)
    {
        return -1;
    }
    g->addr = a;
    g->fd[g->n] = fd;
    g->bound = ++g->n;
    return 0;
}

/* A line of sock_export(). What the kernel knows is asked, not believed. */
static int
sock_import_group(char *line, int live)
{
    char *fds = line + 1, *address = fds + strspn(fds, " 0123456789");
    static struct sock_opts no_opts;            /* not const: no bytes in */
    static struct addr unknown;                 /* the file */
    struct sock_group *g = sock_group_new(&unknown, &no_opts);

    while (address > fds && address[-1] != ' ') {
        address--;              /* it may begin with digits */
    }
    while (g != NULL && fds + 1 < address) {
        if (sock_import_fd(g, (int) plat_number(&fds)) == -1) {
            return -1;
        }
    }
    if (g == NULL || g->n == 0) {
        return -1;
    }
    if (g->addr.u.sa.sa_family == AF_INET6) {
        g->opts.ipv6only = plat_get(g->fd[0], IPPROTO_IPV6, IPV6_V6ONLY) > 0;
    }
    g->given = line[0] < 'a';
    g->open_to_others = plat_is_reuseport(g->fd[0]);
    g->reuseport = (line[0] | 0x20) == 'r' && g->open_to_others;
    g->live = g->reuseport && live < g->n ? live : g->n;
    g->steered = -1;            /* who knows: the next sock_steer() sets it */
    g->lent = 1;
    return 0;
}

/* Takes over what another master has described; returns its live slots. */
static int
sock_import(char *text)
{
    unsigned long long n = plat_number(&text);
    int live = n > SOCK_MOST ? 0 : (int) n;
    char *line, *end;

    for (line = text + (*text == '\n'); *line != '\0'; line = end) {
        end = plat_cut(line, "\n");
        if (sock_import_group(line, live) == -1) {
            log_fail(LOG_ERROR, "inherited sockets \"%s\" are no use", line);
        }
    }
    return live;
}

/* --- Service managers ----------------------------------------------------- */

#define SOCK_GIVEN 3            /* the first descriptor that one gives */

/* A number that a service manager has put into the environment, 0 if not for
 * this process. That of its new binary is another, which shall not mind. */
static unsigned long long
sock_manager_says(const char *name, const char *pid)
{
    char *value = getenv(name), *who = getenv(pid);

    if (value == NULL || (who != NULL && plat_number(&who)
                          != (unsigned long long) getpid()))
    {
        return 0;
    }
    (void) unsetenv(pid);
    return plat_number(&value);
}

/* Takes the listening sockets that LISTEN_FDS gives, as if from another master:
 * each is the first of its address. Those of UDP are none of ours, nor is what
 * does not listen. */
static void
sock_activate(void)
{
    unsigned long long n = sock_manager_says("LISTEN_FDS", "LISTEN_PID");
    char line[32];
    int i;

    for (i = SOCK_GIVEN; n > 0 && i < SOCK_MOST; i++, n--) {
        if (plat_get(i, SOL_SOCKET, SO_ACCEPTCONN) > 0) {
            sprintf(line, "%d\nR %d ", SOCK_MOST, i);
            (void) sock_import(line);
        } else {
            log_err(LOG_WARN, "descriptor %d that was given does not listen, "
                    "left alone", i);
            (void) SYS(fcntl, i, F_SETFD, FD_CLOEXEC);
        }
    }
    (void) unsetenv("LISTEN_FDS");
}

/* Sends text to a unix socket, an abstract one if the path begins with @; one
 * that is full may take a second. 0, or -1 with errno. */
static int
sock_tell(const char *path, const char *text)
{
    struct pollfd p = { plat_socket(AF_UNIX, SOCK_DGRAM), POLLOUT, 0 };
    size_t n = strlen(path);
    struct addr a;
    int rc;

    memset(&a, 0, sizeof(a));
    if (n < sizeof(a.u.un.sun_path)) {          /* else to nobody: it fails */
        a.u.un.sun_family = AF_UNIX;
        memcpy(a.u.un.sun_path, path, n);
        a.len = (socklen_t) (offsetof(struct sockaddr_un, sun_path) + n);
    }
    if (path[0] == '@') {
        a.u.un.sun_path[0] = '\0';
    }
    rc = SYS(connect, p.fd, &a.u.sa, a.len) == -1
         || SYS(poll, &p, 1, 1000) == -1
         || SYS(send, p.fd, text, strlen(text), MSG_NOSIGNAL) == -1 ? -1 : 0;
    (void) plat_close_failed(p.fd);
    return rc;
}

/* --- A worker's ----------------------------------------------------------- */

/* Does the worker of `slot` accept from socket i of the group? */
static int
sock_serves(const struct sock_group *g, int i, int slot)
{
    return !sock_slotted(g, i) || i == slot;
}

/* A worker holds the sockets that it serves and no others. */
static void
sock_keep(int slot)
{
    struct sock_group *g;
    int i;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        for (i = 0; i < g->bound; i++) {
            if (!g->wanted || !sock_serves(g, i, slot)) {
                close(g->fd[i]);
                g->fd[i] = -1;
            }
        }
    }
}
/* === 09 conf === Configuration: reader, directive table, setters ========== */

/* The text is read into a tree of nodes, one a directive; the one table says
 * of every directive where it may stand, how many arguments it takes, which
 * setter reads them and into which field. A block is applied in two passes:
 * first its simple directives, then, with a copy of what came out, the blocks
 * inside. So a value is inherited by being there, whatever the order in the
 * file, and a default is configuration text read by the same setter.
 *
 * All this yields plain data. What must call later chapters (templates with
 * variables, content handlers) is bound by http_bind().
 *
 * Errors keep nginx's words, carry file:line, and are counted, not fatal: one
 * run lists them all. Memory comes from the pool of the configuration. */

/* A text with $variables in it. Literal ones have n == 0. */
struct part {
    struct span text;           /* the literal, or the variable's name */
    int variable;               /* 1, or 2 for a capture: $1 to $9 */
    const void *row;            /* of the variables table, by http_bind() */
    struct span rest;           /* of the name, behind a row's prefix */
    struct own *own;            /* a variable of the configuration */
};

struct tmpl {
    struct tmpl *next;          /* of the configuration */
    struct span text;           /* as written */
    struct part *parts;
    int n;
    int escape;                 /* for log formats: CONF_ESCAPE_* */
    const char *file;           /* for errors found late */
    int line;
};

enum { CONF_ESCAPE_DEFAULT, CONF_ESCAPE_JSON, CONF_ESCAPE_NONE };

struct name {                   /* server_name, or the key of a map */
    struct name *next;
    struct span text;           /* lower case; without the asterisk */
    struct span shown;          /* $server_name */
    int wild;                   /* STR_EXACT … */
    struct re *re;              /* of "~…", or NULL */
    struct tmpl *value;         /* of a map */
};

struct map {
    struct tmpl *source;
    struct name *names;         /* all but the exact ones */
    struct name **exact;        /* sorted by text */
    int exact_n;
    struct tmpl *dflt;          /* or NULL: empty */
    int hostnames, is_volatile;
    struct name **last;         /* while it is read */
};

/* Can a configuration make variables? By set, patterns, map, or what access
 * checks tell. */
#define CONF_OWN (RPD_WITH_REWRITE || RPD_WITH_VARS || RPD_WITH_ACCESS)

/* Something that is in has a use for texts with variables. */
#define CONF_TEXTS (CONF_OWN || RPD_WITH_HEADERS || RPD_WITH_LIMIT \
    || RPD_WITH_LOGS)

struct own {                    /* a variable that the configuration makes */
    struct own *next;
    struct span name;
    int number;                 /* its place in r->own */
    int is_set;                 /* by set */
    const char *file;           /* where it is made first */
    int line;
    struct map *map;            /* where its value comes from, or NULL */
};

/* A rule of rewriting: they are carried out in the order of the file. */
enum rule_kind { CONF_SET, CONF_IF, CONF_REWRITE, CONF_RETURN, CONF_BREAK };

struct rule {
    struct rule *next;
    enum rule_kind kind;
    int place;                  /* in the text of the configuration */
    struct tmpl *text;          /* value, target, left side of a condition */
    struct tmpl *right;         /* of a condition */
    struct re *re;
    struct part variable;       /* to be set */
    char test;                  /* of if: = ~ f d e x, or 0: is it true? */
    int negated;
    struct loc *then;           /* of if: what holds inside */
    int code;                   /* of return, and of rewrite when it answers */
    int ends;                   /* of rewrite: 'l' last, 'b' break, or 0 */
    int drops_args;             /* of rewrite: a target that ends in "?" */
};

struct error_page {
    struct error_page *next;
    int status;
    int answer;                 /* instead; 0: that of the page; -1: status */
    struct tmpl *to;            /* path, URL or @location */
};

struct format {                 /* log_format */
    struct format *next;
    const char *name;
    struct tmpl *tmpl;
};

struct log_timer {              /* writes what waits in a buffer */
    struct ev_source ev;        /* first */
    struct log_file *file;
};

struct try {                    /* a file of try_files or index */
    struct try *next;
    struct tmpl *path;          /* the last one: a path, @location, or code */
    int code;
    int is_dir;                 /* written with a slash at its end */
};

struct access {                 /* access_log */
    struct access *next;
    struct log_file *file;      /* or NULL: */
    struct tmpl *path;          /* one that differs from request to request */
    struct tmpl *tmpl;
    struct tmpl *cond;          /* log if this is neither "" nor "0" */
};

struct strings {                /* list of words, in order */
    struct strings *next;
    struct span text;
};

struct type {
    const char *ending;
    const char *type;
};

struct types {
    struct type *row;           /* sorted by ending */
    int n, max;
};

struct zone {                   /* limit_conn_zone, limit_req_zone */
    struct zone *next;
    const char *name;
    struct tmpl *key;           /* NULL: so far it is only used */
    long long size;             /* bytes of shared memory */
    int rates;                  /* of limit_req */
    long long rate;             /* requests in 1000 seconds */
    struct limit_table *table;  /* in shared memory, by limit_open() */
};

struct limit {                  /* limit_conn, limit_req */
    struct limit *next;
    struct zone *zone;
    long long most;             /* connections, or thousandths of requests */
    long long delay;            /* so many of these do not wait */
};

struct limits {
    struct limit *list;
    int status;                 /* of who is refused */
    int level;                  /* of the log line about it */
    int dry_run;
};

enum handler { CONF_STATIC, CONF_HAND, CONF_STATUS, CONF_STUB_STATUS };

enum { CONF_FILE_OFF, CONF_FILE_ON, CONF_FILE_CLEAN };

enum match {
    CONF_PREFIX, CONF_PREFIX_FINAL, CONF_EXACT, CONF_REGEX, CONF_NAMED,
    CONF_NOWHERE                /* of other blocks: not to be found */
};

struct addition {               /* add_header, add_trailer */
    struct addition *next;
    struct span name;
    struct tmpl *value;
    int always;
};

enum {                          /* which of the outer ones are kept */
    CONF_NO_OUTER, CONF_ELSE_OUTER, CONF_AND_OUTER
};

struct additions {
    struct addition *list, *outer;      /* here, and one level further out */
    int inherit;
};

enum { CONF_LINK_ANY, CONF_LINK_NONE, CONF_LINK_OWNED };

enum { CONF_HTML, CONF_XML, CONF_JSON, CONF_JSONP };

enum { CONF_OFF, CONF_EPOCH, CONF_MAX, CONF_ACCESS, CONF_MODIFIED, CONF_DAILY };

struct expires {
    int how;                    /* CONF_OFF ... */
    long long sec;              /* of the last three */
    struct tmpl *text;          /* with variables, read anew; or NULL */
};

struct hand {                   /* a handler of the program, by rpd_handler() */
    struct hand *next;
    const char *name;
    rpd_handler_fn *call;
    void *arg;
};

struct temp {                   /* a place for temporary files */
    struct temp *next;
    const char *path;
    int n, level[3];            /* directories below it: digits of each */
};

/* Files that a worker keeps open, of an open_file_cache: see chapter 12. */
struct link {
    struct link *newer, *older;
};

#define CONF_CACHE_ROWS 1024     /* the upper 10 bits of a hash */

struct cache {
    struct ev_source timer;     /* first */
    struct link order;          /* a ring by last use */
    long long n, max;           /* files; 0: off */
    long long inactive;         /* ms until one that nobody wants is closed */
    struct file *row[CONF_CACHE_ROWS];          /* by hash of the path */
};

struct conn_proto;              /* chapter 10 */
struct req;                     /* chapter 13 */

struct loc {
    struct loc *next;           /* of the same block */
    struct loc *locs;           /* the locations inside */
    struct loc *every;          /* of the configuration */
    struct span name;           /* "" of the server itself */
    enum match match;
    struct re *re;              /* of CONF_REGEX */
    struct rule *rules;
    int internal;               /* not for clients, only for redirects */
    struct error_page *pages;
    int recursive_pages, uninitialized_warn;
    const char *auth_request;   /* whom to ask, or NULL */
    struct rule *auth_sets;     /* and what to keep of the answer */
    struct try *tries;          /* try_files */
    enum handler handler;
    int (*serve)(struct req *); /* hand-off, set by http_bind() */
    struct tmpl *root;          /* root or alias */
    size_t alias;               /* bytes of the path it replaces, or SIZE_MAX */
    struct try *index;
    struct types *types;
    const char *default_type;
    struct access *access;      /* access logs; NULL: off */
    struct log_sink *error_log; /* NULL: as in main */
    struct additions headers, trailers; /* add_header, add_trailer */
    struct expires expires;
    struct tmpl *charset;       /* NULL: off */
    struct strings *charset_types;      /* besides text/html */
    struct tmpl *limit_rate, *limit_rate_after; /* NULL: none */
    int chunked;                /* chunked_transfer_encoding */
    struct limits limit_conn, limit_req;
    int sendfile, tcp_nopush, tcp_nodelay, etag, autoindex, server_tokens;
    int absolute_redirect, port_in_redirect, server_name_in_redirect;
    int autoindex_format, autoindex_exact_size, autoindex_localtime;
    int gzip_static, if_modified_since, log_not_found, max_ranges;
    int symlinks;               /* CONF_LINK_* */
    struct tmpl *symlinks_from; /* trusted up to here, or NULL */
    struct cache *cache;        /* open_file_cache; by http_bind() if none */
    int cache_errors, cache_min_uses;   /* was given */
    long long cache_valid;      /* ms */
    int keepalive_requests, keepalive_disable;          /* bits: browsers */
    int lingering_close, reset_timedout;
    long long keepalive_timeout, keepalive_header;      /* ms; s */
    long long keepalive_time, keepalive_min_timeout;    /* ms */
    long long send_timeout, client_body_timeout;        /* ms */
    long long lingering_time, lingering_timeout;        /* ms */
    long long client_max_body_size;                     /* 0: no limit */
    struct cidr *ranges;        /* allow, deny */
    struct cidr *real_from;     /* proxies that are believed */
    const char *real_header;    /* and where they tell the client's address */
    int real_recursive;
    int satisfy;                /* 1: any check is enough */
    struct tmpl *realm, *user_file;     /* auth_basic, or NULL */
    const char *dir;            /* where user_file begins: of the main file */
    struct loc *except;         /* what holds for other methods than */
    char **methods;             /* these, which end in NULL */
    long long auth_delay;       /* ms */
    long long sendfile_max_chunk;                       /* 0: no limit */
    long long client_body_buffer_size;
    const struct hand *hand;    /* of CONF_HAND */
    struct temp *body_temp;     /* for larger ones, and for all of them: */
    int body_in_file;           /* CONF_FILE_* */
};

struct bufs {
    int n;
    long long size;
};

enum { CONF_TLS12 = 1, CONF_TLS13 = 2 };        /* ssl_protocols */

enum { CONF_VERIFY_OFF, CONF_VERIFY_ON, CONF_VERIFY_OPTIONAL,
       CONF_VERIFY_OPTIONAL_NO_CA };

struct ssl_file {               /* that chapter 11 reads */
    struct ssl_file *next;
    const char *path;
    const char *file;           /* where the configuration names it */
    int line;
};

struct ssl_cache {              /* ssl_session_cache shared:… */
    struct ssl_cache *next;
    const char *name;
    long long size;             /* bytes of shared memory */
    unsigned row;               /* bytes for a session, by tls_open() */
    struct tls_cache *table;    /* there, likewise */
};

struct ssl {                    /* ssl_*: texts, which chapter 11 makes work */
    struct ssl_file *certs, *keys;      /* one of each for a pair */
    struct ssl_file *passwords, *client_ca, *trusted, *crl, *ticket_keys;
    const char *ciphers, *curves;
    int protocols;              /* CONF_TLS* */
    int prefer;                 /* the server's order of ciphers */
    int verify, depth;          /* CONF_VERIFY_* */
    int tickets, reject;
    struct ssl_cache *cache;    /* or NULL */
    long long timeout;          /* of a session, ms */
    long long buffer_size, handshake_timeout;
};

struct server {
    struct server *next;
    struct name *names;
    struct loc *loc;            /* its own values, and its locations */
    int listens;                /* it has a listen of its own */
    int own_n;                  /* variables of the configuration */
    int patterns;               /* some names are */
    long long client_header_timeout;
    long long client_header_buffer_size;
    struct bufs large_buffers;
    int max_headers, ignore_invalid_headers, underscores;
    int merge_slashes;
    int rebind_filter;
    struct name *rebind_names;  /* that may lead to private addresses */
    struct ssl ssl;
    struct tls_server *tls;     /* hand-off, set by http_bind() */
    const char *file;
    int line;
};

struct serving {                /* one server on one address */
    struct serving *next;
    struct server *server;
};

struct listen {
    struct listen *next;
    int explicit_opts;          /* given by some listen: not twice */
    int proxy_protocol, ssl;
    const struct conn_proto *proto;     /* hand-off, set by http_bind() */
    int number;                 /* of its group */
    struct serving *servers;    /* in the order of the file */
    struct server *dflt;        /* default_server, or the first */
    int dflt_explicit;
    struct addr addr;
    struct sock_opts opts;
};

struct conf_file {              /* for -T */
    struct conf_file *next;
    const char *path;
    struct span text;
};

struct conf {
    struct pool *pool;
    const char *pid;
    const char *user;           /* name, NULL: workers stay what they are */
    const char *working_directory;
    const struct ev_backend *use;
    struct log_file *logs;      /* all that is written */
    struct log_sink *error_log;
    struct listen *listens;
    struct zone *zones;
    struct ssl_cache *caches;
    long long ssl_memory;       /* bytes of a worker for TLS; 0: any */
    long long shutdown_timeout, accept_mutex_delay;
    long long stall_timeout, drain_timeout;             /* ms; 0: never */
    int workers;
    int connections;            /* of each worker */
    int daemon, master_process, reuseport;
    int multi_accept, accept_mutex;
    int rlimit_nofile, priority;
    int orphans;                /* workers go on without a master */
    int generations_max;        /* old ones that may be left */
    int cpus_n;
    uint64_t *cpus;             /* masks, taken in turn by the workers */
    struct strings *env;        /* NAME or NAME=value */
    struct temp *temps;         /* to be made by the master */
    const char *path;           /* the main file */
    struct conf_file *files;    /* all that was read */
    struct format *formats;
    struct tmpl *tmpls;
    struct own *own;            /* variables of its own, and how many */
    int own_n;
    int has_events;
    struct re *patterns;
    struct server *servers;
    struct loc *locs;           /* all there are, those of an if as well */
    struct plat_user account;
};

enum {                          /* contexts */
    CONF_M = 1, CONF_E = 2, CONF_H = 4, CONF_S = 8, CONF_L = 16,
    CONF_I = 64,                /* if in a location */
    CONF_SI = 128,              /* if in a server */
    CONF_X = 256,               /* limit_except */
    CONF_ANY = 31 | CONF_I | CONF_SI | CONF_X,
    CONF_CONTENT = 32           /* rows of words, as in types */
};

enum {                          /* counts of arguments and kinds of rows */
    CONF_A0 = 1, CONF_A1 = 2, CONF_A2 = 4, CONF_A12 = 6, CONF_A3 = 8,
    CONF_A23 = 12, CONF_A14 = 30, CONF_A1P = 0xfffe, CONF_A2P = 0xfffc,
    CONF_BLOCK = 1 << 16,       /* has a { } */
    CONF_MULTI = 1 << 17,       /* may stand several times */
    CONF_NOOP = 1 << 18,        /* accepted, has no effect */
    CONF_EARLY = 1 << 19,       /* set before the others of its block */
    CONF_INSIDE = 20            /* from this bit on: the context inside { } */
};

enum conf_into { CONF_INTO_CONF, CONF_INTO_SERVER, CONF_INTO_LOC };

struct text {                   /* a file being read */
    const char *path;           /* NULL: the command line; line 0: nowhere */
    const char *p, *end;
    int line;
};

struct node {                   /* a directive as it was read */
    struct node *next, *child;
    const struct row *row;      /* NULL inside a block of free content */
    char **arg;                 /* arg[0] is its name; ends in NULL */
    int n;                      /* how many, the name included */
    const char *file;           /* NULL: the command line */
    int line;
    int place;                  /* counts all that was read */
};

/* Where the values of a block go, one of each kind. */
struct conf_scope {
    int where;                  /* CONF_M … */
    struct server *server;
    struct loc *loc;
};

#define CONF_HINT 160

struct reader {
    struct conf *cf;
    const char *prefix;
    const char *dir;            /* of the main file: for include */
    struct text at;             /* being read, or applied: then the place */
    struct conf_scope scope;    /* of the block being applied */
    struct node *node;          /* the directive being applied */
    struct tmpl **tmpls;        /* the end of their list */
    int first;                  /* its first time in this block? */
    int *seen;                  /* by row: the last block that had it */
    int blocks;                 /* counts blocks */
    int errors;
    int depth;                  /* of include */
    int nested;                 /* blocks that are open */
    int places;                 /* nodes read so far */
    int broken;                 /* the text cannot be read any further */
    char hint[CONF_HINT];       /* goes behind the next error's place */
    jmp_buf nomem;
};

/* Reads the words, of which arg[0] is the directive's name and the last one is
 * NULL. Returns NULL, or what is wrong as in '"root" directive %s'. */
typedef const char *(*conf_set_fn)(struct reader *, void *field, char **arg);

struct row {
    const char *doc;            /* name and arguments - what it does, or not */
    int where, args;
    conf_set_fn set;            /* NULL: nothing to do */
    enum conf_into into;
    size_t field;
    const char *dflt;           /* text, or NULL */
};

static struct {
    struct hand *hands;
    const char *prefix;         /* of the last configuration */
} conf_self;

/* --- Memory and errors ---------------------------------------------------- */

static void *
conf_alloc(struct reader *rd, size_t size)
{
    void *at = mem_zalloc(rd->cf->pool, size);

    if (at == NULL) {
        longjmp(rd->nomem, 1);
    }
    return at;
}

static char *
conf_copy(struct reader *rd, const char *s)
{
    size_t n = strlen(s) + 1;

    return memcpy(conf_alloc(rd, n), s, n);
}

/* Any list here is one of structs that begin with its `next`. */
typedef void *conf_link __attribute__((may_alias));

/* Puts an element at the end of a list. */
static void *
conf_link_last(void *list, void *element)
{
    conf_link *last = list;

    while (*last != NULL) {
        last = *last;
    }
    return *last = element;
}

/* A new one. */
static void *
conf_add(struct reader *rd, void *list, size_t size)
{
    return conf_link_last(list, conf_alloc(rd, size));
}

/* The same; the first of a block takes the place of the outer block's. */
static void *
conf_append(struct reader *rd, void *list, size_t size)
{
    if (rd->first) {
        *(conf_link *) list = NULL;
        rd->first = 0;
    }
    return conf_add(rd, list, size);
}

/* Where the reader is, for what it may have to say. */
static void
conf_at(struct reader *rd, const struct node *d)
{
    rd->at.path = d->file;
    rd->at.line = d->line;
}

#define CONF_WARN "\4"          /* a message that begins so is a warning */

/* Tells what is wrong where the reader is. Returns NULL, so that nobody tells
 * more about it: errors are counted. */
__attribute__((format(printf, 2, 3)))
static const char *
conf_fail(struct reader *rd, const char *fmt, ...)
{
    char text[LOG_LINE];
    int warns = *fmt == *CONF_WARN, level = warns ? LOG_WARN : LOG_EMERG;
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt + warns, args);
    va_end(args);
    rd->errors += !warns;
    if (rd->at.path != NULL) {
        log_err(level, "%s in %s:%d%s", text, rd->at.path, rd->at.line,
                rd->hint);
    } else {
        log_err(level, "%s%s%s", text,
                rd->at.line ? " in command line" : "", rd->hint);
    }
    rd->hint[0] = '\0';
    return NULL;
}

/* For what may be of a part that is left out. */
#define CONF_LEFT_OUT \
    (*PLAT_LEFT ? " (this build is without" PLAT_LEFT ")" : "")

/* The word asks for a part that is left out. */
static void
conf_lacks(struct reader *rd, const char *word, const char *part)
{
    conf_fail(rd, "\"%s\": this build is without %s", word, part);
}

/* A path as given: absolute, or under the directory. */
static const char *
conf_path_in(struct reader *rd, const char *dir, const char *path)
{
    size_t n = strlen(dir), size;
    char *full;

    if (path[0] == '/') {
        return path;
    }
    size = n + strlen(path) + 2;
    full = conf_alloc(rd, size);
    snprintf(full, size, "%s%s%s", dir, n && dir[n - 1] == '/' ? "" : "/",
             path);
    return full;
}

/* A path as given: absolute, or under the prefix. */
static const char *
conf_path(struct reader *rd, const char *path)
{
    return conf_path_in(rd, rd->prefix, path);
}

/* --- Setters: plain values ------------------------------------------------ */

/* Which of the words "a|b|c=" is it, from 0 on? One that ends in = or : only
 * begins so, and *v becomes what follows. -1: none of them. */
static int
conf_which(const char *words, const char **v)
{
    size_t n;
    int i;

    for (i = 0; ; i++, words += n + 1) {
        n = strcspn(words, "| ");
        if (strncmp(words, *v, n) == 0
            && ((*v)[n] == '\0' || strchr("=:", words[n - 1]) != NULL))
        {
            *v += n;
            return i;
        }
        if (words[n] != '|') {
            return -1;
        }
    }
}

static int
conf_word_number(const char *words, const char *word)
{
    return conf_which(words, &word);
}

/* The same whatever the case of the word is; that of words is small. */
static int
conf_word_icase(struct reader *rd, const char *words, const char *word)
{
    char *low = conf_copy(rd, word);

    (void) str_put_lower(low, str_span(low));
    return conf_word_number(words, low);
}

/* The same with the words that the help of the row begins with: their order
 * is that of what they mean. */
static int
conf_word_of_row(struct reader *rd, const char *word)
{
    return conf_word_icase(rd, strchr(rd->node->row->doc, ' ') + 1, word);
}

static const char *
conf_set_word(struct reader *rd, void *field, char **arg)
{
    *(int *) field = conf_word_of_row(rd, arg[1]);
    return *(int *) field == -1 ? conf_fail(rd, "invalid value \"%s\"", arg[1])
           : NULL;
}

static const char *
conf_set_flag(struct reader *rd, void *field, char **arg)
{
    const char *v = arg[1];
    int on = str_ieq(str_span(v), SPAN("on"));

    *(int *) field = on;
    return on || str_ieq(str_span(v), SPAN("off")) ? NULL
           : conf_fail(rd, "invalid value \"%s\" in \"%s\" directive, it must "
                       "be \"on\" or \"off\"", v, arg[0]);
}

/* For directives that need no value. */
static const char *
conf_set_one(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    (void) arg;
    *(int *) field = 1;
    return NULL;
}

/* A number from least to most; NULL, or what is wrong. */
static const char *
conf_int(const char *v, int *to, int least, int most)
{
    long long n = str_num(str_span(v));

    *to = (int) n;
    return n < least || n > most ? "invalid number" : NULL;
}

static const char *
conf_set_num(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    return conf_int(arg[1], field, 0, INT_MAX);
}

static const char *
conf_long(long long *to, long long v)
{
    *to = v;
    return v < 0 ? "invalid value" : NULL;
}

/* Of a file or a body: k, m or g. */
static const char *
conf_set_off(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    return conf_long(field, str_size(str_span(arg[1])));
}

/* A size of memory, k or m; -1: it is none. */
static long long
conf_size(const char *v)
{
    long long size = str_size(str_span(v));

    return size > INT_MAX || v[strcspn(v, "gG")] ? -1 : size;
}

static const char *
conf_set_size(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    return conf_long(field, conf_size(arg[1]));
}

static const char *
conf_set_time(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    return conf_long(field, str_time(str_span(arg[1])));
}

static const char *
conf_set_bufs(struct reader *rd, void *field, char **arg)
{
    struct bufs *b = field;

    (void) rd;
    b->size = conf_size(arg[2]);
    return conf_int(arg[1], &b->n, 1, 1024) || b->size < 1
           ? "invalid value" : NULL;
}

static const char *
conf_set_string(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    *(const char **) field = arg[1];
    return NULL;
}

/* off, or a string. */
static const char *
conf_set_string_off(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    *(const char **) field = strcmp(arg[1], "off") == 0 ? NULL : arg[1];
    return NULL;
}

static const char *
conf_set_path(struct reader *rd, void *field, char **arg)
{
    *(const char **) field = *arg[1] ? conf_path(rd, arg[1]) : arg[1];
    return NULL;
}

static const char *
conf_set_strings(struct reader *rd, void *field, char **arg)
{
    while (*++arg != NULL) {
        struct strings *word = conf_append(rd, field, sizeof(*word));

        word->text = str_span(*arg);
    }
    return NULL;
}

/* --- Setters: texts with variables ---------------------------------------- */

static int
conf_is_name(int ch)
{
    return (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z')
           || (ch >= 'A' && ch <= 'Z') || ch == '_';
}

/* The variable of that name that the configuration makes, new or not. */
static struct own *
conf_own(struct reader *rd, struct span name)
{
    struct own *own;

    for (own = rd->cf->own; own != NULL; own = own->next) {
        if (str_ieq(own->name, name)) {
            return own;
        }
    }
    own = conf_add(rd, &rd->cf->own, sizeof(*own));
    own->name = name;
    own->number = rd->cf->own_n++;
    own->file = rd->at.path;
    own->line = rd->at.line;
    return own;
}

/* Compiles a pattern; NULL after an error. */
static struct re *
conf_re(struct reader *rd, const char *pattern, int icase)
{
    char why[128];
    struct re_name *name;
    struct re *re;

    if (!RPD_WITH_REWRITE) {
        conf_lacks(rd, pattern, "REWRITE");
        return NULL;
    }
    re = re_compile(rd->cf->pool, pattern, icase, why, sizeof(why));
    if (re == NULL) {
        conf_fail(rd, "regular expression \"%s\": %s", pattern, why);
        return NULL;
    }
    re->next = rd->cf->patterns;
    rd->cf->patterns = re;
    for (name = re->names; name != NULL; name = name->next) {
        name->variable = conf_own(rd, name->name)->number;
    }
    return re;
}

/* Cuts a text at $name and ${name}, but not within its first `literal` bytes,
 * into more parts of t. */
static void
conf_tmpl_add(struct reader *rd, struct tmpl *t, const char *q, size_t literal)
{
    const char *p;

    for (; *q; literal = 0) {
        struct part *part = &t->parts[t->n++];

        p = q;
        q += literal;
        q += strcspn(q, "$");
        if (p == q) {
            p += p[1] == '{' ? 2 : 1;
            part->variable = *p >= '1' && *p <= '9' ? 2 : 1;
            for (q = p; conf_is_name(*q); q++) {
                if (part->variable == 2 && q > p) {
                    break;
                }
            }
        }
        part->text = (struct span) { (char *) (uintptr_t) p, (size_t) (q - p) };
        if (part->variable && p[-1] == '{' && *q++ != '}') {
            conf_fail(rd, "the closing bracket in \"%.*s\" variable is missing",
                      (int) part->text.n, part->text.p);
            return;
        }
        if (part->text.n == 0) {
            conf_fail(rd, "invalid variable name");
            return;
        }
    }
}

/* One text of words; no variable's name goes on in the next word. */
static struct tmpl *
conf_tmpl_words(struct reader *rd, char *const *word, size_t literal)
{
    struct tmpl *t = conf_alloc(rd, sizeof(*t));
    const char *p = *word + literal;
    size_t n = 0, i = 0;

    t->text = str_span(*word);
    t->file = rd->at.path;
    t->line = rd->at.line;
    for (; p != NULL; p = word[++i]) {
        while (*p) {
            n += *p++ == '$';
        }
    }
    n += i - 1;
    if (n > 0 && !CONF_TEXTS) {
        conf_lacks(rd, *word, "VARS");
    } else if (n > 0) {
        t->parts = conf_alloc(rd, (2 * n + 1) * sizeof(*t->parts));
        for (; *word != NULL; word++, literal = 0) {
            conf_tmpl_add(rd, t, *word, literal);
        }
        *rd->tmpls = t;
        rd->tmpls = &t->next;
    }
    return t;
}

static struct tmpl *
conf_tmpl_behind(struct reader *rd, const char *text, size_t literal)
{
    char *const word[] = { (char *) (uintptr_t) text, NULL };

    return conf_tmpl_words(rd, word, literal);
}

static struct tmpl *
conf_tmpl(struct reader *rd, const char *text)
{
    return conf_tmpl_behind(rd, text, 0);
}

/* A path with variables, under the prefix, which has none. */
static struct tmpl *
conf_path_tmpl(struct reader *rd, const char *path)
{
    const char *full = conf_path(rd, path);

    return conf_tmpl_behind(rd, full, strlen(full) - strlen(path));
}

static const char *
conf_set_tmpl(struct reader *rd, void *field, char **arg)
{
    *(struct tmpl **) field = conf_tmpl(rd, arg[1]);
    return NULL;
}

/* off, or a text with variables. */
static const char *
conf_set_text(struct reader *rd, void *field, char **arg)
{
    *(struct tmpl **) field = strcmp(arg[1], "off") == 0 ? NULL
                              : conf_tmpl(rd, arg[1]);
    return NULL;
}

/* A size of memory, or a text with variables that will be one. */
static const char *
conf_set_size_text(struct reader *rd, void *field, char **arg)
{
    struct tmpl *t = conf_tmpl(rd, arg[1]);
    long long size = t->parts ? 1 : conf_size(arg[1]);

    *(struct tmpl **) field = size > 0 ? t : NULL;
    return size < 0 ? "invalid value" : NULL;
}

static const char *
conf_set_user_file(struct reader *rd, void *field, char **arg)
{
    rd->scope.loc->dir = rd->dir;
    return conf_set_tmpl(rd, field, arg);
}

/* @name: only other directives lead there. */
static int
conf_is_named(const struct loc *loc)
{
    return RPD_WITH_REWRITE && loc->match == CONF_NAMED;
}

static const char *
conf_set_root(struct reader *rd, void *field, char **arg)
{
    struct loc *loc = rd->scope.loc;
    int alias = strcmp(arg[0], "alias") == 0, i;
    struct tmpl *root;
    struct span name;

    if (rd->seen[0] == rd->blocks) {        /* the other of the two is here */
        return conf_fail(rd, "\"%s\" directive is duplicate, \"%s\" directive "
                         "was specified earlier", arg[0],
                         alias ? "root" : "alias");
    }
    rd->seen[0] = rd->blocks;
    if (alias && conf_is_named(loc)) {
        return conf_fail(rd, "the \"alias\" directive cannot be used inside "
                         "the named location");
    }
    root = *arg[1] == '$' ? conf_tmpl(rd, arg[1]) : conf_path_tmpl(rd, arg[1]);
    for (i = 0; CONF_TEXTS && i < root->n; i++) {
        name = root->parts[i].text;
        if (root->parts[i].variable
            && (str_ieq(name, SPAN("document_root"))
                || str_ieq(name, SPAN("realpath_root"))))
        {
            return conf_fail(rd, "the $%.*s variable cannot be used in the "
                             "\"%s\" directive", (int) name.n, name.p, arg[0]);
        }
    }
    *(struct tmpl **) field = root;
    loc->alias = !alias ? 0 : loc->re ? SIZE_MAX : loc->name.n;
    while (!alias && root->n == 0 && root->text.n > 0
           && root->text.p[root->text.n - 1] == '/')
    {
        root->text.n--;
    }
    return NULL;
}

/* --- Setters: rules of rewriting ------------------------------------------ */

/* A new rule of a list, in its place: the blocks of a block are applied after
 * its simple directives, rules keep the order of the text. */
static struct rule *
conf_rule(struct reader *rd, enum rule_kind kind, struct rule **at)
{
    struct rule *rule = conf_alloc(rd, sizeof(*rule));

    rule->kind = kind;
    rule->place = rd->node->place;
    while (*at != NULL && (*at)->place < rule->place) {
        at = &(*at)->next;
    }
    rule->next = *at;
    *at = rule;
    return rule;
}

static int
conf_is_url(const char *s)
{
    return conf_which("http:|https:", &s) != -1 ? s[0] == '/' && s[1] == '/'
           : strncmp(s, "$scheme", 7) == 0;
}

/* return code [text|URL] | URL */
static const char *
conf_set_return(struct reader *rd, void *field, char **arg)
{
    struct rule *rule = conf_rule(rd, CONF_RETURN, field);

    if (conf_int(arg[1], &rule->code, 0, 999) != NULL) {
        if (arg[2] != NULL || !conf_is_url(arg[1])) {
            return conf_fail(rd, "invalid return code \"%s\"", arg[1]);
        }
        rule->code = 302;
        arg--;
    }
    if (arg[2] != NULL) {
        rule->text = conf_tmpl(rd, arg[2]);
    }
    return NULL;
}

static const char *
conf_set_break(struct reader *rd, void *field, char **arg)
{
    (void) arg;
    conf_rule(rd, CONF_BREAK, field);
    return NULL;
}

/* The name of a variable that is written as in "set $name". */
static struct span
conf_named(struct reader *rd, char *word)
{
    if (word[0] != '$' || word[1] == '\0') {
        conf_fail(rd, "invalid variable name \"%s\"", word);
        return SPAN("");
    }
    (void) str_put_lower(word, str_span(word));
    return str_span(word + 1);
}

/* set $variable text; auth_request_set has a list of its own. */
static const char *
conf_set_set(struct reader *rd, void *field, char **arg)
{
    struct rule *rule;
    struct part *to;

    if (field != &rd->scope.loc->rules && rd->first) {
        *(struct rule **) field = NULL;
    }
    rule = conf_rule(rd, CONF_SET, field);
    rule->text = conf_tmpl(rd, arg[2]);
    to = &rule->variable;
    to->variable = 1;
    to->text = conf_named(rd, arg[1]);
    if (conf_word_number("args|limit_rate", to->text.p) == -1) {
        to->own = conf_own(rd, to->text);
        to->own->is_set |= field == &rd->scope.loc->rules;
    }
    return NULL;
}

/* rewrite pattern target [last|break|redirect|permanent] */
static const char *
conf_set_rewrite(struct reader *rd, void *field, char **arg)
{
    struct rule *rule = conf_rule(rd, CONF_REWRITE, field);
    size_t n = strlen(arg[2]);
    int flag;

    if (n == 0) {
        return conf_fail(rd, "empty replacement");
    }
    rule->code = conf_is_url(arg[2]) ? 302 : 0;
    if (arg[3] != NULL) {
        flag = conf_word_number("last|break|redirect|permanent", arg[3]);
        if (flag == -1) {
            return conf_fail(rd, "invalid parameter \"%s\"", arg[3]);
        }
        rule->ends = arg[3][0];
        rule->code = flag == 3 ? 301 : flag == 2 ? 302 : rule->code;
    }
    if (arg[2][n - 1] == '?') {
        arg[2][n - 1] = '\0';
        rule->drops_args = 1;
    }
    rule->re = conf_re(rd, arg[1], 0);
    rule->text = conf_tmpl(rd, arg[2]);
    return NULL;
}

/* The condition of an if, its `n` words without the brackets; 0 or -1. */
static int
conf_condition(struct reader *rd, struct rule *rule, char **word, int n)
{
    const char *op = n > 1 ? word[n == 2 ? 0 : 1] : "";

    if (n == 0 || word[0][0] == '\0') {
        return -1;
    }
    rule->negated = op[0] == '!';
    op += rule->negated;
    if (word[0][0] == '$') {
        if (n != 1 && n != 3) {
            return -1;
        }
        rule->text = conf_tmpl(rd, word[0]);
        rule->test = op[0];
        if (n == 3 && conf_word_number("~|~*", op) != -1) {
            rule->re = conf_re(rd, word[2], op[1] == '*');
        } else if (n == 3 && strcmp(op, "=") == 0) {
            rule->right = conf_tmpl(rd, word[2]);
        } else if (n == 3) {
            conf_fail(rd, "unexpected \"%s\" in condition", word[1]);
        }
        return 0;
    }
    if (n != 2 || conf_word_number("-f|-d|-e|-x", op) == -1) {
        return -1;
    }
    rule->test = op[1];
    rule->text = conf_tmpl(rd, word[1]);
    return 0;
}

/* --- Setters: pages instead of errors, files to try ----------------------- */

/* error_page code … [=[answer]] path|URL|@location */
static const char *
conf_set_error_page(struct reader *rd, void *field, char **arg)
{
    char **end = arg + rd->node->n - 1, *v = end[-1];
    struct tmpl *to = conf_tmpl(rd, *end);
    struct error_page *page;
    int code, answer = -1;

    if (*v == '=') {
        answer = 0;
        if (--end == arg + 1
            || (v[1] && conf_int(v + 1, &answer, 0, INT_MAX) != NULL))
        {
            return conf_fail(rd, "invalid value \"%s\"", v);
        }
    }
    while (++arg < end) {
        if (conf_int(*arg, &code, 0, INT_MAX) != NULL || code == 499) {
            return conf_fail(rd, "invalid value \"%s\"", *arg);
        }
        if (code < 300 || code > 599) {
            return conf_fail(rd, "value \"%s\" must be between 300 and 599",
                             *arg);
        }
        page = conf_append(rd, field, sizeof(*page));
        page->status = code;
        page->to = to;
        page->answer = answer != -1 ? answer
                       : tab_told(code);
    }
    return NULL;
}

/* try_files file … path|@location|=code */
static const char *
conf_set_try_files(struct reader *rd, void *field, char **arg)
{
    struct try *try;

    while (*++arg != NULL) {
        char *v = *arg;
        size_t n = strlen(v);

        try = conf_append(rd, field, sizeof(*try));
        if (arg[1] == NULL && *v == '=') {
            if (conf_int(v + 1, &try->code, 0, 999) != NULL) {
                conf_fail(rd, "invalid code \"%s\"", v);
            }
            return NULL;
        }
        if (arg[1] != NULL && n > 0 && v[n - 1] == '/') {
            try->is_dir = 1;
            v[n - 1] = '\0';
        }
        try->path = conf_tmpl(rd, v);
    }
    return NULL;
}

/* A directive without arguments that says what answers in the location. */
static const char *
conf_set_status(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    *(enum handler *) field = strcmp(arg[0], "status") == 0
                              ? CONF_STATUS : CONF_STUB_STATUS;
    return NULL;
}

static const char *
conf_set_handler(struct reader *rd, void *field, char **arg)
{
    const struct hand *h = conf_self.hands;

    while (h != NULL && strcmp(h->name, arg[1]) != 0) {
        h = h->next;
    }
    *(const struct hand **) field = h;
    rd->scope.loc->handler = CONF_HAND;
    return h ? NULL : conf_fail(rd, "unknown handler \"%s\"", arg[1]);
}

/* --- Setters: logs -------------------------------------------------------- */

#define CONF_LEVELS "emerg|alert|crit|error|warn|notice|info|debug"

#define CONF_FACILITIES "kern|user|mail|daemon|auth|intern|lpr|news|uucp|" \
    "clock|authpriv|ftp|ntp|audit|alert|cron|local0|local1|local2|local3|" \
    "local4|local5|local6|local7"       /* the numbers of RFC 3164, 4.1.1 */

/* One parameter of syslog:…; reports what is wrong with it. */
static void
conf_syslog_param(struct reader *rd, struct log_syslog *s, const char *p,
                  int *seen)
{
    const char *v = p, *error;
    int which = conf_which("server=|facility=|severity=|tag=|nohostname", &v);
    int name = (int) (v - p) - 1, *number = &s->severity;
    struct addr addr;

    if (which == -1) {
        conf_fail(rd, "unknown syslog parameter \"%s\"", p);
        return;
    }
    if (*seen >> which & 1 && which < 4) {
        conf_fail(rd, "duplicate syslog \"%.*s\"", name, p);
    }
    *seen |= 1 << which;
    switch (which) {
    case 0:
        if (sock_parse(v, 514, &addr, 1, &error) == 0) {
            conf_fail(rd, "%s in syslog server \"%s\"", error, v);
            return;
        }
        memcpy(&s->to, &addr.u, addr.len);
        s->len = addr.len;
        return;
    case 1:
        number = &s->facility;      /* fall through */
    case 2:
        *number = conf_word_number(which == 1 ? CONF_FACILITIES : CONF_LEVELS,
                                   v);
        if (*number == -1) {
            conf_fail(rd, "unknown syslog %.*s \"%s\"", name, p, v);
        }
        return;
    case 3:
        s->tag = v;
        for (; conf_is_name(*v); v++) { }
        if (*v != '\0') {
            conf_fail(rd, "syslog \"tag\" only allows alphanumeric characters "
                      "and underscore");
        } else if (v - s->tag > 32) {
            conf_fail(rd, "syslog tag length exceeds 32");
        }
        return;
    default:
        s->nohostname = 1;
    }
}

/* server=…[,facility=…][,severity=…][,tag=…][,nohostname] */
static void
conf_syslog(struct reader *rd, struct log_file *f, const char *params)
{
    char *p = conf_copy(rd, params), *end;
    struct log_syslog *s = f->syslog = conf_alloc(rd, sizeof(*s));
    int seen = 0;

    s->facility = 23;
    s->severity = 6;
    s->tag = "reuseportd";
    for (; p != NULL; p = end) {
        end = strchr(p, ',');
        if (end != NULL) {
            *end++ = '\0';
        }
        conf_syslog_param(rd, s, p, &seen);
    }
    if (!(seen & 1)) {
        conf_fail(rd, "no syslog server specified");
    }
}

/* The file of that name, once for the whole configuration. */
static struct log_file *
conf_log(struct reader *rd, const char *name)
{
    const char *v = name;
    int which = conf_which("stderr|syslog:|memory:", &v);
    const char *path = which == -1 ? conf_path(rd, name) : name;
    struct log_file *f;
    long long size;

    for (f = rd->cf->logs; f != NULL; f = f->next) {
        if (strcmp(f->path, path) == 0) {
            return f;
        }
    }
    f = conf_add(rd, &rd->cf->logs, sizeof(*f));
    f->path = path;
    f->fd = -1;
    if (!RPD_WITH_LOGS && which > 0) {
        conf_lacks(rd, name, "LOGS");
    } else if (which == 1) {
        conf_syslog(rd, f, v);
    } else if (which == 2) {
        size = conf_size(v);
        f->size = (size_t) size;
        if (size < LOG_LINE + LOG_LINE / 4) {
            conf_fail(rd, "invalid buffer size \"%s\"", v);
        }
    }
    return f;
}

static const char *
conf_set_error_log(struct reader *rd, void *field, char **arg)
{
    struct log_sink *sink;
    int level = LOG_ERROR;

    if (arg[2] != NULL) {
        level = 1 + conf_word_number(CONF_LEVELS, arg[2]);
        if (level == 0) {
            return conf_fail(rd, "invalid log level \"%s\"", arg[2]);
        }
        if (arg[3] != NULL) {
            return conf_fail(rd, "duplicate log level \"%s\"", arg[3]);
        }
    }
    sink = conf_append(rd, rd->scope.where == CONF_M ? &rd->cf->error_log
                           : field, sizeof(*sink));
    sink->level = level;
    sink->file = conf_log(rd, arg[1]);
    sink->file->errors |= rd->scope.where == CONF_M ? 3 : 1;
    return NULL;
}

/* The format of that name, or NULL. */
static struct format *
conf_format(struct reader *rd, const char *name)
{
    struct format *f = rd->cf->formats;

    while (f != NULL && strcmp(f->name, name) != 0) {
        f = f->next;
    }
    return f;
}

/* The log_format that is there. */
#define CONF_COMBINED "combined '$remote_addr - $remote_user [$time_local] " \
    "\"$request\" $status $body_bytes_sent \"$http_referer\" " \
    "\"$http_user_agent\"'"

/* log_format name [escape=default|json|none] text … */
static const char *
conf_set_log_format(struct reader *rd, void *field, char **arg)
{
    const char *name = *++arg, *v = *++arg;
    int escape = CONF_ESCAPE_DEFAULT;
    struct format *f;

    (void) field;
    if (conf_format(rd, name) != NULL) {
        return conf_fail(rd, "duplicate \"log_format\" name \"%s\"", name);
    }
    if (conf_which("escape=", &v) == 0) {
        escape = conf_word_number("default|json|none", v);
        if (escape == -1) {
            return conf_fail(rd, "unknown log format escaping \"%s\"", v);
        }
        arg++;
    }
    f = conf_add(rd, &rd->cf->formats, sizeof(*f));
    f->name = name;
    f->tmpl = conf_tmpl_words(rd, arg, 0);
    f->tmpl->escape = escape;
    return NULL;
}

/* What stands behind the format: [buffer=size] [flush=time] [if=text] */
static void
conf_access_params(struct reader *rd, struct access *a, const char *path,
                   char **arg)
{
    struct log_file *f = a->file;
    long long size = 0, flush = 0;
    const char *v;

    for (; *arg != NULL; arg++) {
        v = *arg;
        switch (conf_which("buffer=|flush=|if=|gzip|gzip=", &v)) {
        case 0:
            size = conf_size(v);
            if (size < 1) {
                conf_fail(rd, "invalid buffer size \"%s\"", v);
            }
            break;
        case 1:
            flush = str_time(str_span(v));
            if (flush < 1) {
                conf_fail(rd, "invalid flush time \"%s\"", v);
            }
            break;
        case 2:
            a->cond = conf_tmpl(rd, v);
            break;
        case -1:
            conf_fail(rd, "invalid parameter \"%s\"", v);
            break;
        default:
            conf_fail(rd, "parameter \"%s\" is not supported by reuseportd",
                      *arg);
        }
    }
    if (size == 0) {
        if (flush != 0) {
            conf_fail(rd, "no buffer is defined for access_log \"%s\"", path);
        }
    } else if (f == NULL) {
        conf_fail(rd, "buffered logs cannot have variables in name");
    } else if (f->syslog != NULL) {
        conf_fail(rd, "logs to syslog cannot be buffered");
    } else if (f->size != 0
               && (f->size != (size_t) size || f->flush != flush)) {
        conf_fail(rd, "access_log \"%s\" already defined with conflicting "
                  "parameters", path);
    } else {
        f->size = (size_t) size;
        f->flush = flush;
        f->timer = conf_alloc(rd, sizeof(*f->timer));
        f->timer->file = f;
        ev_source_init(&f->timer->ev, -1, NULL);
    }
}

/* access_log path|off [name [parameters]] */
static const char *
conf_set_access_log(struct reader *rd, void *field, char **arg)
{
    struct access *a, **list = field;
    const char *path = arg[1], *name = arg[2] ? arg[2] : "combined";
    struct format *f = conf_format(rd, name);
    int off = !rd->first && *list == NULL;      /* wherever it stands */

    if (strcmp(path, "off") == 0) {
        *list = NULL;
        return arg[2] ? conf_fail(rd, "invalid parameter \"%s\"", name) : NULL;
    }
    if (f == NULL) {
        return conf_fail(rd, "unknown log format \"%s\"", name);
    }
    a = conf_append(rd, list, sizeof(*a));
    a->tmpl = f->tmpl;
    if (strncmp(path, "syslog:", 7) != 0 && strchr(path, '$') != NULL) {
        a->path = conf_path_tmpl(rd, path);
    } else {
        a->file = conf_log(rd, path);
    }
    if (arg[2] != NULL) {
        conf_access_params(rd, a, path, arg + 3);
    }
    if (off) {
        *list = NULL;
    }
    return NULL;
}

/* --- Setters: process ----------------------------------------------------- */

static const char *
conf_set_workers(struct reader *rd, void *field, char **arg)
{
    (void) rd;
    if (strcmp(arg[1], "auto") == 0) {
        *(int *) field = plat_cpus();
        return NULL;
    }
    return conf_int(arg[1], field, 1, 1024) ? "invalid value" : NULL;
}

static const char *
conf_set_connections(struct reader *rd, void *field, char **arg)
{
    return conf_int(arg[1], field, 1, INT_MAX)
           ? conf_fail(rd, "invalid number \"%s\"", arg[1]) : NULL;
}

static const char *
conf_set_priority(struct reader *rd, void *field, char **arg)
{
    const char *v = arg[1], *error;
    int minus = *v == '-';

    (void) rd;
    error = conf_int(v + (minus || *v == '+'), field, 0, 20);
    *(int *) field *= minus ? -1 : 1;
    return error;
}

/* worker_cpu_affinity auto [mask] | mask … */
static const char *
conf_set_affinity(struct reader *rd, void *field, char **arg)
{
    int i, n, spread = strcmp(*++arg, "auto") == 0;
    uint64_t *masks = conf_alloc(rd, 64 * sizeof(*masks)), allowed;

    *(uint64_t **) field = masks;
    for (n = 0, arg += spread; *arg != NULL; arg++, n++) {
        const char *p = *arg;
        size_t len = strspn(p, "01");

        if (n == (spread ? 1 : 64)) {
            return "invalid value";
        }
        if (len > 64 || p[len] != '\0') {
            return conf_fail(rd, "invalid character \"%c\" in "
                             "\"worker_cpu_affinity\"", p[len]);
        }
        for (; *p; p++) {
            masks[n] = masks[n] << 1 | (*p == '1');
        }
    }
    if (spread) {               /* one CPU each, in turn */
        allowed = n > 0 ? masks[0] : ~(uint64_t) 0;
        for (i = 0, n = 0; i < 64 && i < plat_cpus(); i++) {
            if (allowed >> i & 1) {
                masks[n++] = (uint64_t) 1 << i;
            }
        }
    }
    rd->cf->cpus_n = n;
    return NULL;
}

/* user name [group]: the group is that of the same name, or the user's own. */
static const char *
conf_set_user(struct reader *rd, void *field, char **arg)
{
    const char *name = arg[1], *group = arg[2] ? arg[2] : name;
    struct plat_user *u = &rd->cf->account;
    long gid;

    if (geteuid() != 0) {
        return conf_fail(rd, CONF_WARN "the \"user\" directive makes sense "
                         "only if the master process runs with super-user "
                         "privileges, ignored");
    }
    if (plat_user(name, u) == -1) {
        if (rd->at.path != NULL || rd->at.line != 0) {
            return conf_fail(rd, "getpwnam(\"%s\") failed", name);
        }
        u->uid = u->gid = 65534;        /* the default must do anywhere */
        u->n = 0;
        conf_fail(rd, CONF_WARN "there is no user \"%s\" here, workers run "
                  "as user 65534", name);
    }
    gid = plat_group(group, group != name);
    if (gid != -1) {
        u->gid = (gid_t) gid;
    } else if (group != name) {
        return conf_fail(rd, "getgrnam(\"%s\") failed", group);
    }
    if (u->n != -1) {
        plat_groups(name, u);
    }
    *(const char **) field = name;
    return NULL;
}

static const char *
conf_set_use(struct reader *rd, void *field, char **arg)
{
    const struct ev_backend *b = ev_backend(arg[1]);

    *(const struct ev_backend **) field = b;
    return b ? NULL : conf_fail(rd, "invalid event type \"%s\"", arg[1]);
}

/* --- Setters: files and connections --------------------------------------- */

static const char *
conf_set_index(struct reader *rd, void *field, char **arg)
{
    struct try *try;
    char **word;

    for (word = arg + 1; *word != NULL; word++) {
        if (**word == '\0') {
            return conf_fail(rd, "index \"%s\" in \"index\" directive is "
                             "invalid", *word);
        }
        if (**word == '/' && word[1] != NULL) {
            conf_fail(rd, CONF_WARN "only the last index in \"index\" "
                      "directive should be absolute");
        }
        try = conf_append(rd, field, sizeof(*try));
        try->path = conf_tmpl(rd, *word);
    }
    return NULL;
}

/* keepalive_timeout time [value of the Keep-Alive header] */
static const char *
conf_set_keepalive(struct reader *rd, void *field, char **arg)
{
    long long header = arg[2] ? str_time(str_span(arg[2])) : 0;

    if (arg[2] != NULL) {       /* else that of outside stays, as in nginx */
        rd->scope.loc->keepalive_header = header / 1000;
    }
    return header < 0 ? "invalid value" : conf_set_time(rd, field, arg);
}

/* Any of the words of the row, as bits. */
static const char *
conf_set_words(struct reader *rd, void *field, char **arg)
{
    int number, *bits = field;

    for (*bits = 0; *++arg != NULL; *bits |= 1 << number) {
        number = conf_word_of_row(rd, *arg);
        if (number == -1) {
            return conf_fail(rd, "invalid value \"%s\"", *arg);
        }
    }
    return NULL;
}

/* disable_symlinks off | on|if_not_owner [from=part] */
static const char *
conf_set_symlinks(struct reader *rd, void *field, char **arg)
{
    struct tmpl **from = &rd->scope.loc->symlinks_from;
    int i, which, *how = field;
    const char *v;

    *how = -1;
    *from = NULL;
    for (i = 1; arg[i] != NULL; i++) {
        v = arg[i];
        which = conf_which("off|on|if_not_owner|from=", &v);
        if (which == -1) {
            return conf_fail(rd, "invalid parameter \"%s\"", v);
        }
        if (which == 3) {
            *from = conf_tmpl(rd, v);
        } else if (*how != -1) {
            return conf_fail(rd, "duplicate parameters \"%s %s\"", arg[1],
                             arg[i]);
        } else {
            *how = which;
        }
    }
    if (*how == -1) {
        return conf_fail(rd, "\"%s\" must have \"off\", \"on\" or "
                         "\"if_not_owner\" parameter", arg[0]);
    }
    return *how != CONF_LINK_ANY || *from == NULL ? NULL
           : conf_fail(rd, "\"from=\" cannot be used with \"off\" parameter");
}

/* path [level [level [level]]] */
static const char *
conf_set_temp(struct reader *rd, void *field, char **arg)
{
    struct temp *t = conf_alloc(rd, sizeof(*t));

    t->path = conf_path(rd, *++arg);
    while (*++arg != NULL) {
        if (conf_int(*arg, &t->level[t->n++], 1, 3) != NULL) {
            return "invalid value";
        }
    }
    if (rd->node->file != NULL) {       /* the default is there */
        t->next = rd->cf->temps;
        rd->cf->temps = t;
    }
    *(struct temp **) field = t;
    return NULL;
}

/* --- Setters: headers of responses ---------------------------------------- */

/* Those of this level stand before the outer ones that are kept. */
static const char *
conf_set_add(struct reader *rd, void *field, char **arg)
{
    struct additions *all = field;
    struct addition *kept = all->inherit == CONF_AND_OUTER ? all->outer : NULL;
    struct addition *a = conf_alloc(rd, sizeof(*a)), **at = &all->list;

    if (rd->first) {
        *at = kept;
    }
    for (; *at != kept; at = &(*at)->next) { }
    *at = a;
    a->next = kept;
    a->name = str_span(arg[1]);
    a->value = conf_tmpl(rd, arg[2]);
    a->always = arg[3] != NULL;
    if (a->always && strcmp(arg[3], "always") != 0) {
        conf_fail(rd, "invalid parameter \"%s\"", arg[3]);
    }
    return NULL;
}

/* What is there before this level adds its own. */
static void
conf_inherit(struct additions *all)
{
    all->list = all->inherit == CONF_NO_OUTER ? NULL : all->outer;
}

static const char *
conf_set_inherit(struct reader *rd, void *field, char **arg)
{
    struct additions *all = field;
    const char *error = conf_set_word(rd, &all->inherit, arg);

    conf_inherit(all);
    return error;
}

/* Reads the time of an `expires`, now or when its variables are known. Returns
 * NULL, or what is wrong with it. */
static const char *
conf_expires(struct expires *e, const char *v)
{
    int word = conf_word_number("off|epoch|max", v), minus = *v == '-';
    long long ms;

    if (word != -1 && e->how != CONF_MODIFIED) {
        e->how = word;
        return NULL;
    }
    if (*v == '@') {
        if (e->how == CONF_MODIFIED) {
            return "daily time cannot be used with \"modified\" parameter";
        }
        e->how = CONF_DAILY;
    }
    ms = str_time(str_span(v + (strspn(v, "@+-") > 0)));
    if (ms < 0) {
        return "invalid value";
    }
    if (e->how == CONF_DAILY && ms > 86400000) {
        return "daily time value must be less than 24 hours";
    }
    e->sec = (minus ? -ms : ms) / 1000;
    return NULL;
}

/* expires [modified] time | epoch | max | off */
static const char *
conf_set_expires(struct reader *rd, void *field, char **arg)
{
    struct expires *e = field;

    e->how = CONF_ACCESS;
    if (arg[2] != NULL) {
        if (strcmp(*++arg, "modified") != 0) {
            return "invalid value";
        }
        e->how = CONF_MODIFIED;
    }
    e->text = conf_tmpl(rd, arg[1]);
    if (e->text->parts != NULL) {
        return NULL;
    }
    e->text = NULL;
    return conf_expires(e, arg[1]);
}

/* Media types, besides text/html. */
static const char *
conf_set_mimes(struct reader *rd, void *field, char **arg)
{
    const char *error = conf_set_strings(rd, field, arg);
    struct strings *t, *same;

    for (t = *(struct strings **) field; t != NULL; t = t->next) {
        for (same = t->next; same && !str_ieq(same->text, t->text);
             same = same->next) { }
        if (same != NULL || str_ieq(t->text, SPAN("text/html"))) {
            conf_fail(rd, CONF_WARN "duplicate MIME type \"%s\"", t->text.p);
        }
    }
    return error;
}

/* --- Setters: listen and server_name -------------------------------------- */

/* so_keepalive=on|off|[idle]:[interval]:[count] */
static int
conf_listen_keepalive(struct sock_opts *o, const char *v)
{
    int *to[3] = { &o->keep_idle, &o->keep_interval, &o->keep_count };
    int i, off = conf_word_number("on|off", v);

    o->keepalive = off != 1;
    for (i = 0; i < 3 && off == -1; i++) {
        struct span s = { (char *) (uintptr_t) v, strcspn(v, ":") };
        long long n = s.n == 0 ? 0 : i < 2 ? str_time(s) / 1000 : str_num(s);

        if (n < 0 || n > 32767 || (s.n > 0 && n == 0)
            || (v[s.n] == '\0') != (i == 2))
        {
            return -1;
        }
        *to[i] = (int) n;
        v += s.n + (i < 2);
    }
    return off != -1 || o->keep_idle || o->keep_interval || o->keep_count
           ? 0 : -1;
}

/* The parameters of listen, how they are read and what they set. */
#define CONF_OPTS(X) \
    X("default_server", CONF_OPT_WORD, dflt_explicit) \
    X("default", CONF_OPT_WORD, dflt_explicit) \
    X("proxy_protocol", CONF_OPT_WORD, proxy_protocol) \
    X("ssl", CONF_OPT_WORD, ssl) \
    X("bind", CONF_OPT_WORD, explicit_opts) \
    X("reuseport", CONF_OPT_WORD, opts.reuseport) \
    X("reuseport=", CONF_OPT_FLAG, opts.reuseport) \
    WITH(TUNING, X("deferred", CONF_OPT_WORD, opts.deferred)) \
    X("freebind", CONF_OPT_WORD, opts.freebind) \
    X("freebind=", CONF_OPT_FLAG, opts.freebind) \
    X("ipv6only=", CONF_OPT_FLAG, opts.ipv6only) \
    X("backlog=", CONF_OPT_NUMBER, opts.backlog) \
    WITH(TUNING, X("fastopen=", CONF_OPT_NUMBER, opts.fastopen)) \
    WITH(TUNING, X("setfib=", CONF_OPT_NUMBER, opts.setfib)) \
    WITH(TUNING, X("rcvbuf=", CONF_OPT_SIZE, opts.rcvbuf)) \
    WITH(TUNING, X("sndbuf=", CONF_OPT_SIZE, opts.sndbuf)) \
    WITH(TUNING, X("accept_filter=", CONF_OPT_FILTER, opts.accept_filter)) \
    WITH(TUNING, X("so_keepalive=", CONF_OPT_KEEPALIVE, opts.keepalive)) \
    WITH(TUNING, X("http2", CONF_OPT_REFUSED, opts)) \
    WITH(TUNING, X("quic", CONF_OPT_REFUSED, opts))

enum {
    CONF_OPT_WORD, CONF_OPT_FLAG, CONF_OPT_NUMBER, CONF_OPT_SIZE,
    CONF_OPT_FILTER, CONF_OPT_KEEPALIVE, CONF_OPT_REFUSED
};

#define X(name, kind, field) "|" name
static const char conf_opt_names[] = CONF_OPTS(X);
#undef X

static const struct {
    unsigned short kind, field;
} conf_opts[] = {
#define X(name, kind, field) { kind, offsetof(struct listen, field) },
    CONF_OPTS(X)
#undef X
};

/* A parameter of listen that is more than a word or a number. */
static void
conf_listen_special(struct reader *rd, struct listen *l, int kind,
                    const char *v, const char *x)
{
    switch (kind) {
    case CONF_OPT_FILTER:
        l->opts.accept_filter = x;
        if (*x == '\0') {
            conf_fail(rd, "invalid parameter \"%s\"", v);
        } else if (!RPD_HAVE_ACCEPT_FILTER) {
            conf_fail(rd, CONF_WARN "accept filters \"%s\" are not supported "
                      "on this platform, ignored", v);
        }
        break;
    case CONF_OPT_KEEPALIVE:
        if (conf_listen_keepalive(&l->opts, x) == -1) {
            conf_fail(rd, "invalid so_keepalive value: \"%s\"", x);
        }
        break;
    case CONF_OPT_REFUSED:
        conf_fail(rd, "the \"%s\" parameter is not supported by reuseportd",
                  v);
    }
}

/* One parameter of listen; reports what is wrong with it. */
static void
conf_listen_param(struct reader *rd, struct listen *l, const char *v)
{
    const char *x = v;
    int which = conf_which(conf_opt_names + 1, &x), kind, *to;
    long long n;

    if (which == -1) {
        if (!RPD_WITH_TUNING) {
            snprintf(rd->hint, CONF_HINT, "%s", CONF_LEFT_OUT);
        }
        conf_fail(rd, "invalid parameter \"%s\"", v);
        return;
    }
    l->explicit_opts |= which > 3;      /* the first four are of a server */
    kind = conf_opts[which].kind;
    to = (int *) (void *) ((char *) l + conf_opts[which].field);
    switch (kind) {
    case CONF_OPT_WORD:
        *to = 1;
        if (!RPD_WITH_REALIP && to == &l->proxy_protocol) {
            conf_lacks(rd, v, "REALIP");
        }
        if (!RPD_WITH_TLS && to == &l->ssl) {
            conf_lacks(rd, v, "TLS");
        }
        if (!RPD_HAVE_REUSEPORT && to == &l->opts.reuseport) {
            conf_fail(rd, CONF_WARN "reuseport is not supported on this "
                      "platform, ignored");
        }
        if (!RPD_HAVE_DEFER_ACCEPT && to == &l->opts.deferred) {
            conf_fail(rd, CONF_WARN "the deferred accept is not supported on "
                      "this platform, ignored");
        }
        break;
    case CONF_OPT_FLAG:
        *to = conf_word_number("off|on", x);
        if (*to == -1) {
            conf_fail(rd, "invalid parameter \"%s\"", v);
        }
        break;
    case CONF_OPT_NUMBER:
    case CONF_OPT_SIZE:
        n = kind == CONF_OPT_SIZE ? conf_size(x) : str_num(str_span(x));
        if (n < (to != &l->opts.setfib) || n > INT_MAX) {
            conf_fail(rd, "invalid %.*s \"%s\"", (int) (x - v) - 1, v, v);
        }
        *to = (int) n;
        break;
    default:
        if (RPD_WITH_TUNING) {
            conf_listen_special(rd, l, kind, v, x);
        }
    }
}

/* Joins what this listen says with what others said of the same address. */
static void
conf_listen_add(struct reader *rd, const struct listen *given)
{
    struct server *server = rd->scope.server;
    struct listen *l = rd->cf->listens;
    struct serving *s;
    char text[SOCK_TEXT];

    while (l != NULL && !sock_addr_eq(&l->addr, &given->addr)) {
        l = l->next;
    }
    sock_text(&given->addr, text);
    if (l == NULL) {
        l = conf_add(rd, &rd->cf->listens, sizeof(*l));
        *l = *given;
        l->dflt_explicit = 0;
    } else if (given->explicit_opts) {
        if (l->explicit_opts) {
            conf_fail(rd, "duplicate listen options for %s", text);
            return;
        }
        l->opts = given->opts;
        l->explicit_opts = 1;
    }
    l->proxy_protocol |= given->proxy_protocol;
    l->ssl |= given->ssl;
    for (s = l->servers; s != NULL; s = s->next) {
        if (s->server == server) {
            conf_fail(rd, "a duplicate listen %s", text);
            return;
        }
    }
    s = conf_add(rd, &l->servers, sizeof(*s));
    s->server = server;
    if (given->dflt_explicit && l->dflt_explicit) {
        conf_fail(rd, "a duplicate default server for %s", text);
    } else if (given->dflt_explicit || l->dflt == NULL) {
        l->dflt = server;
        l->dflt_explicit = given->dflt_explicit;
    }
}

/* listen address[:port[-port]] [parameters] */
static const char *
conf_set_listen(struct reader *rd, void *field, char **arg)
{
    struct listen given = { .opts = { .backlog = 511, .reuseport = -1,
        .keepalive = -1, .setfib = -1, .ipv6only = 1, .freebind = 1 } };
    struct addr addrs[16];
    char *where = *++arg, *colon = strrchr(where, ':'), one[256];
    const char *ports = colon ? colon + 1 : where, *at = where, *error;
    int first, last, end = 0, i, n, errors = rd->errors;

    (void) field;
    if (!RPD_WITH_TUNING
        || sscanf(ports, "%5d-%5d%n", &first, &last, &end) != 2 || ports[end]
        || strncmp(where, "unix:", 5) == 0 || first < 1 || last < first
        || last > 65535)
    {
        first = last = 0;       /* not a range */
    }
    while (*++arg != NULL) {
        conf_listen_param(rd, &given, *arg);
    }
    for (; first <= last && rd->errors == errors; first++) {
        if (first > 0) {
            snprintf(one, sizeof(one), "%.*s%d", (int) (ports - where), where,
                     first);
            at = one;
        }
        n = sock_parse(at, 80, addrs, 16, &error);
        if (n == 0) {
            return conf_fail(rd, "%s in \"%s\" of the \"listen\" directive",
                             error, at);
        }
        for (i = 0; i < n; i++) {
            given.addr = addrs[i];
            conf_listen_add(rd, &given);
        }
    }
    rd->scope.server->listens = 1;
    return NULL;
}

/* Reads "a.b", "*.b", "a.*" or ".b" in `v` into the name; 0, or -1: it has an
 * asterisk elsewhere. */
static int
conf_name_pattern(struct name *name, char *v)
{
    struct span s = str_span(v);

    (void) str_put_lower(s.p, s);
    name->shown = s;
    if (v[0] == '.') {
        name->wild = STR_DOMAIN;
        s.p++, s.n--;
        name->shown = s;
    } else if (v[0] == '*') {
        name->wild = STR_ENDS;
        s.p++, s.n--;           /* the dot stays */
    } else if (s.n > 2 && v[s.n - 1] == '*' && v[s.n - 2] == '.') {
        name->wild = STR_BEGINS;
        s.n--;
    }
    name->text = s;
    return memchr(s.p, '*', s.n) == NULL && strstr(v, "..") == NULL ? 0 : -1;
}

static const char *
conf_set_server_name(struct reader *rd, void *field, char **arg)
{
    while (*++arg != NULL) {
        struct name *name = conf_append(rd, field, sizeof(*name));
        char *v = *arg;

        if (strcmp(v, "$hostname") == 0) {
            v = conf_copy(rd, log_self.host);
        }
        if (v[0] == '~') {
            name->shown = str_span(v);
            rd->scope.server->patterns = 1;
            if (RPD_WITH_REWRITE && v[1] == '\0') {
                conf_fail(rd, "empty regex in server name \"%s\"", v);
            } else {
                name->re = conf_re(rd, v + 1, 1);
            }
        } else if ((v[0] == '*' && (v[1] != '.' || v[2] == '\0'))
                   || (v[0] == '.' && v[1] == '\0')) {
            conf_fail(rd, "server name \"%s\" is invalid", v);
        } else if (conf_name_pattern(name, v) == -1) {
            conf_fail(rd, "invalid server name or wildcard \"%s\"", v);
        } else if (strchr(v, '/') != NULL) {
            conf_fail(rd, CONF_WARN "server name \"%s\" has suspicious symbols",
                      v);
        }
    }
    return NULL;
}

/* --- Setters: who may ----------------------------------------------------- */

/* Adds a range to a list, which takes the place of an outer block's. */
static void
conf_add_range(struct reader *rd, struct cidr **list, const struct cidr *given)
{
    struct cidr *range;

    rd->first = *list != NULL && (*list)->block != rd->blocks;
    range = conf_append(rd, list, sizeof(*range));
    *range = *given;
    range->block = rd->blocks;
}

/* set_real_ip_from, of a host: all its addresses. */
static const char *
conf_add_host(struct reader *rd, struct cidr **list, const char *host)
{
    struct addr addrs[16];
    int i, n = sock_resolve(host, 0, addrs, 16);
    struct cidr range = { .next = NULL };
    char text[SOCK_TEXT];

    for (i = 0; i < n; i++) {
        sock_host_text(&addrs[i], text);
        (void) sock_cidr(text, &range);
        conf_add_range(rd, list, &range);
    }
    return n > 0 ? NULL : conf_fail(rd, "host not found in set_real_ip_from "
                                    "\"%s\"", host);
}

/* allow, deny, set_real_ip_from */
static const char *
conf_set_range(struct reader *rd, void *field, char **arg)
{
    int rc, trust = arg[0][0] == 's';
    struct cidr given = { .deny = arg[0][0] == 'd' };

    rc = !trust && strcmp(arg[1], "all") == 0 ? 0 : sock_cidr(arg[1], &given);
    if (rc == -1) {
        return trust ? conf_add_host(rd, field, arg[1])
               : conf_fail(rd, "invalid parameter \"%s\"", arg[1]);
    }
    if (rc == 1) {
        conf_fail(rd, CONF_WARN "low address bits of %s are meaningless",
                  arg[1]);
    }
    conf_add_range(rd, field, &given);
    return NULL;
}

/* --- Setters: maps -------------------------------------------------------- */

static int
conf_compare_names(const void *a, const void *b)
{
    const struct name *x = *(struct name *const *) a;
    const struct name *y = *(struct name *const *) b;

    return strcmp(x->text.p, y->text.p);
}

/* key text; */
static void
conf_map_row(struct reader *rd, struct map *map, char *v, const char *text)
{
    int named = map->hostnames
                && (v[0] == '*' || v[0] == '.' || strstr(v, ".*") != NULL);
    struct name *name;

    if (strcmp(v, "default") == 0) {
        if (map->dflt != NULL) {
            conf_fail(rd, "duplicate default map parameter");
        }
        map->dflt = conf_tmpl(rd, text);
        return;
    }
    name = conf_alloc(rd, sizeof(*name));
    name->value = conf_tmpl(rd, text);
    if (v[0] == '~') {
        name->re = conf_re(rd, v + 1 + (v[1] == '*'), v[1] == '*');
    } else if (!named) {
        v += v[0] == '\\';
        (void) conf_name_pattern(name, v);
        name->text = str_span(v);
        name->wild = STR_EXACT;
        map->exact[map->exact_n++] = name;
        return;
    } else if (conf_name_pattern(name, v) == -1) {
        conf_fail(rd, "invalid hostname or wildcard \"%s\"", v);
    }
    *map->last = name;
    map->last = &name->next;
}

/* map source $variable { key text; … } */
static const char *
conf_set_map(struct reader *rd, void *field, char **arg)
{
    struct map *map = conf_alloc(rd, sizeof(*map));
    struct node *d, *rows = rd->node->child;
    struct name **exact;
    int i, n = 0;

    (void) field;
    map->last = &map->names;
    map->source = conf_tmpl(rd, arg[1]);
    conf_own(rd, conf_named(rd, arg[2]))->map = map;
    for (d = rows; d != NULL; d = d->next, n++) {
        map->hostnames |= d->n == 1 && strcmp(d->arg[0], "hostnames") == 0;
    }
    map->exact = exact = conf_alloc(rd, (size_t) (n + 1) * sizeof(*exact));
    for (d = rows; d != NULL; d = d->next) {
        conf_at(rd, d);
        n = d->n == 1 ? conf_word_number("hostnames|volatile", d->arg[0]) : -1;
        map->is_volatile |= n == 1;
        if (d->n == 2) {
            conf_map_row(rd, map, d->arg[0], d->arg[1]);
        } else if (n == -1) {
            conf_fail(rd, "invalid number of the map parameters");
        }
    }
    n = map->exact_n;
    qsort(exact, (size_t) n, sizeof(*exact), conf_compare_names);
    for (i = 1; i < n; i++) {
        if (conf_compare_names(&exact[i - 1], &exact[i]) == 0) {
            conf_fail(rd, "conflicting parameter \"%s\"", exact[i]->text.p);
        }
    }
    return NULL;
}

/* --- Setters: limits ------------------------------------------------------ */

#define CONF_ZONE_LEAST 32768   /* eight pages, as nginx has it */

/* The zone of that name, new or not. */
static struct zone *
conf_zone(struct reader *rd, const char *name)
{
    int rates = rd->node->arg[0][6] == 'r';     /* limit_r… */
    struct zone *z = rd->cf->zones;

    while (z != NULL && strcmp(z->name, name) != 0) {
        z = z->next;
    }
    if (z != NULL && z->rates != rates) {
        conf_fail(rd, "the shared memory zone \"%s\" is already declared for a "
                  "different use", name);
        return conf_alloc(rd, sizeof(*z));      /* seen by nobody else */
    }
    if (z == NULL) {
        z = conf_add(rd, &rd->cf->zones, sizeof(*z));
        z->name = name;
        z->rates = rates;
    }
    return z;
}

/* name:size, of which only the name is left; what is wrong, or NULL. */
static const char *
conf_zone_size(char *v, long long *size)
{
    char *colon = strchr(v, ':');

    *size = colon ? conf_size(colon + 1) : -1;
    if (*size < 0) {
        return "invalid zone size \"%s\"";
    }
    if (*size < CONF_ZONE_LEAST) {
        return "zone \"%s\" is too small";
    }
    *colon = '\0';
    return NULL;
}

/* number, number r/s or number r/m: in 1000 seconds; -1 when it is none. */
static long long
conf_rate(const char *v)
{
    struct span s = str_span(v);
    int which = s.n < 3 ? -1 : conf_word_number("r/s|r/m", v + s.n - 3);
    long long rate;

    s.n -= which == -1 ? 0 : 3;
    rate = str_num(s);
    return rate < 1 || rate > INT_MAX ? -1
           : rate * 1000 / (which == 1 ? 60 : 1);
}

/* limit_conn_zone key zone=name:size
 * limit_req_zone key zone=name:size rate=rate */
static const char *
conf_set_limit_zone(struct reader *rd, void *field, char **arg)
{
    long long size = 0, rate = 1000;
    const char *v, *error, *name = "";
    struct tmpl *key = conf_tmpl(rd, arg[1]);
    struct zone *z;
    char **word;

    (void) field;
    for (word = arg + 2; *word != NULL; word++) {
        v = *word;
        switch (conf_which(arg[3] ? "zone=|rate=" : "zone=", &v)) {
        case 0:
            name = v;
            error = conf_zone_size(*word + 5, &size);
            break;
        case 1:
            rate = conf_rate(v);
            error = rate < 0 ? "invalid rate \"%s\"" : NULL;
            break;
        default:
            error = "invalid parameter \"%s\"";
        }
        if (error != NULL) {
            return conf_fail(rd, error, *word);
        }
    }
    if (*name == '\0') {
        return conf_fail(rd, "\"%s\" must have \"zone\" parameter", arg[0]);
    }
    z = conf_zone(rd, name);
    if (z->key != NULL) {
        return conf_fail(rd, "%s \"%s\" is already bound to key \"%s\"", arg[0],
                         name, z->key->text.p);
    }
    z->key = key;
    z->size = size;
    z->rate = rate;
    return NULL;
}

/* Puts a limit at the end of a list, which has each zone once. */
static const char *
conf_limit(struct reader *rd, struct limit **list, const struct limit *given)
{
    struct limit *l;

    for (l = rd->first ? NULL : *list; l != NULL; l = l->next) {
        if (l->zone == given->zone) {
            return "is duplicate";
        }
    }
    l = conf_append(rd, list, sizeof(*l));
    *l = *given;
    return NULL;
}

/* limit_conn zone number */
static const char *
conf_set_limit_conn(struct reader *rd, void *field, char **arg)
{
    struct limit l = { NULL, conf_zone(rd, arg[1]), 0, 0 };

    l.most = str_num(str_span(arg[2]));
    return l.most < 1 ? conf_fail(rd, "invalid number of connections \"%s\"",
                                  arg[2])
           : l.most > 65535 ? conf_fail(rd, "connection limit must be less "
                                        "65536")
           : conf_limit(rd, field, &l);
}

/* limit_req zone=name [burst=number] [nodelay | delay=number] */
static const char *
conf_set_limit_req(struct reader *rd, void *field, char **arg)
{
    struct limit l = { NULL, NULL, 0, 0 };
    int which, number;
    const char *v;
    char **word;

    for (word = arg + 1; *word != NULL; word++) {
        v = *word;
        which = conf_which("zone=|nodelay|burst=|delay=", &v);
        switch (which) {
        case -1:
            return conf_fail(rd, "invalid parameter \"%s\"", v);
        case 0:
            l.zone = conf_zone(rd, v);
            break;
        case 1:
            l.delay = INT_MAX * 1000LL;
            break;
        default:
            if (conf_int(v, &number, 1, INT_MAX) != NULL) {
                return conf_fail(rd, "invalid %.5s value \"%s\"", *word, *word);
            }
            *(which == 2 ? &l.most : &l.delay) = number * 1000LL;
        }
    }
    return l.zone ? conf_limit(rd, field, &l)
           : conf_fail(rd, "\"%s\" must have \"zone\" parameter", arg[0]);
}

/* open_file_cache off | max=number [inactive=time] */
static const char *
conf_set_cache(struct reader *rd, void *field, char **arg)
{
    struct cache *k = conf_alloc(rd, sizeof(*k));
    const char *v, *name = arg[0];
    long long n;

    *(struct cache **) field = k;
    k->inactive = 60000;
    while (*++arg != NULL) {
        v = *arg;
        switch (conf_which("off|max=|inactive=", &v)) {
        case 0:
            k->max = 0;
            return NULL;
        case 1:
            n = k->max = str_num(str_span(v));
            n -= n == 0;
            break;
        case 2:
            n = k->inactive = str_time(str_span(v));
            break;
        default:
            n = -1;
        }
        if (n < 0) {
            return conf_fail(rd, "invalid \"open_file_cache\" parameter "
                             "\"%s\"", *arg);
        }
    }
    return k->max ? NULL : conf_fail(rd, "\"%s\" must have the \"max\" "
                                     "parameter", name);
}

static const char *
conf_set_limit_level(struct reader *rd, void *field, char **arg)
{
    const char *error = conf_set_word(rd, field, arg);

    *(int *) field += LOG_ERROR;
    return error;
}

static const char *
conf_set_limit_status(struct reader *rd, void *field, char **arg)
{
    const char *error = conf_set_num(rd, field, arg);

    return error == NULL && (*(int *) field < 400 || *(int *) field > 599)
           ? conf_fail(rd, "value must be between 400 and 599") : error;
}

/* --- Setters: TLS --------------------------------------------------------- */

#if RPD_WITH_TLS

/* One file more, below the directory of the main file. */
static const char *
conf_set_ssl_file(struct reader *rd, void *field, char **arg)
{
    struct ssl_file *f = conf_append(rd, field, sizeof(*f));

    f->path = conf_path_in(rd, rd->dir, arg[1]);
    f->file = rd->at.path;
    f->line = rd->at.line;
    return NULL;
}

/* Those of old are known, but the library has them no more. */
static const char *
conf_set_ssl_protocols(struct reader *rd, void *field, char **arg)
{
    int n, bits = 0;

    while (*++arg != NULL) {
        n = conf_word_icase(rd, "tlsv1.2|tlsv1.3|sslv2|sslv3|tlsv1|tlsv1.1",
                            *arg);
        if (n == -1) {
            return conf_fail(rd, "invalid value \"%s\"", *arg);
        }
        if (n > 1) {
            conf_fail(rd, CONF_WARN "\"%s\" is not supported, ignored", *arg);
        }
        bits |= n > 1 ? 0 : 1 << n;
    }
    *(int *) field = bits;
    return bits ? NULL : "leaves no protocol";
}

/* What one connection takes, with the library's buffers and what a handshake
 * needs for a while. */
#define TLS_MEMORY (MBEDTLS_SSL_IN_CONTENT_LEN + MBEDTLS_SSL_OUT_CONTENT_LEN \
    + 7000LL)

static const char *
conf_set_ssl_memory(struct reader *rd, void *field, char **arg)
{
    const char *error = conf_set_off(rd, field, arg);
    long long v = *(long long *) field;

    return error == NULL && v != 0 && v < TLS_MEMORY
           ? conf_fail(rd, "value must be at least %lld, for one connection",
                       TLS_MEMORY) : error;
}

/* Whole seconds. */
static const char *
conf_set_ssl_timeout(struct reader *rd, void *field, char **arg)
{
    return strstr(arg[1], "ms") ? "invalid value"
           : conf_set_time(rd, field, arg);
}

/* off | none | [builtin[:size]] [shared:name:size] */
static const char *
conf_set_ssl_cache(struct reader *rd, void *field, char **arg)
{
    struct ssl_cache *c = NULL;
    const char *error = NULL, *v;
    long long size;
    int n;

    while (error == NULL && *++arg != NULL) {
        v = *arg;
        n = conf_which("off|none|builtin|builtin:|shared:", &v);
        error = n == -1 || (n == 4 && *v == ':')
                ? "invalid session cache \"%s\"" : n < 4 ? NULL
                : conf_zone_size(*arg + 7, &size);
        if (error != NULL || n < 4) {
            continue;
        }
        for (c = rd->cf->caches; c && strcmp(c->name, v); c = c->next) { }
        if (c == NULL) {
            c = conf_add(rd, &rd->cf->caches, sizeof(*c));
            c->name = v;
            c->size = size;
        }
        if (c->size != size) {
            error = "the size of \"%s\" differs from what was said before";
        }
    }
    *(struct ssl_cache **) field = c;
    return error ? conf_fail(rd, error, *arg) : NULL;
}

#endif

/* --- Setters: types ------------------------------------------------------- */

/* Puts a type in its place of the sorted table. */
static void
conf_type(struct reader *rd, struct types *t, struct type new)
{
    struct type *row = t->row + t->n;
    int cmp = -1;

    while (row > t->row && (cmp = strcmp(row[-1].ending, new.ending)) > 0) {
        row--;
    }
    if (cmp == 0) {
        conf_fail(rd, CONF_WARN "duplicate extension \"%s\", content type: "
                  "\"%s\", previous content type: \"%s\"", new.ending,
                  new.type, row[-1].type);
        row[-1].type = new.type;
        return;
    }
    memmove(row + 1, row, (size_t) (t->row + t->n++ - row) * sizeof(*row));
    *row = new;
}

static const char *
conf_set_types(struct reader *rd, void *field, char **arg)
{
    struct types *t = conf_alloc(rd, sizeof(*t)), *old;
    struct node *d, *rows = rd->node->child;
    const char *kind = "";
    char type[64];

    old = rd->first ? t : *(struct types **) field;
    t->max = old->n;
    *(struct types **) field = t;
    for (d = rows; d != NULL; d = d->next) {
        t->max += d->n - 1;
    }
    t->row = conf_alloc(rd, (size_t) (t->max + 1) * sizeof(*t->row));
    for (; t->n < old->n; t->n++) {
        t->row[t->n] = old->row[t->n];
    }
    for (d = rows; d != NULL; d = d->next) {
        conf_at(rd, d);
        if (d->n < 2) {
            conf_fail(rd, "invalid number of arguments in \"%s\" directive",
                      d->arg[0]);
        }
        if (d->arg[0][0] != '/') {
            kind = d->arg[0];
        } else {
            snprintf(type, sizeof(type), "%.*s%s", (int) strcspn(kind, "/"),
                     kind, d->arg[0]);
            d->arg[0] = conf_copy(rd, type);
        }
        for (arg = d->arg + 1; *arg != NULL; arg++) {
            (void) str_put_lower(*arg, str_span(*arg));
            conf_type(rd, t, (struct type) { *arg, d->arg[0] });
        }
    }
    return NULL;
}

/* --- Setters: blocks; they choose where the values inside go -------------- */

/* A location that begins with all the values of the outer one. */
static struct loc *
conf_loc(struct reader *rd, enum match match)
{
    struct loc *loc = conf_alloc(rd, sizeof(*loc));

    *loc = *rd->scope.loc;
    loc->match = match;
    loc->next = loc->locs = loc->except = NULL;
    loc->rules = NULL;
    loc->every = rd->cf->locs;
    rd->cf->locs = loc;
    if (RPD_WITH_HEADERS) {
        loc->headers.outer = loc->headers.list;
        loc->trailers.outer = loc->trailers.list;
        conf_inherit(&loc->headers);
        conf_inherit(&loc->trailers);
    }
    return loc;
}

static const char *
conf_set_server(struct reader *rd, void *field, char **arg)
{
    struct server *s = conf_add(rd, field, sizeof(*s));

    (void) arg;
    *s = *rd->scope.server;
    s->loc = conf_loc(rd, CONF_NOWHERE);
    s->file = rd->at.path;
    s->line = rd->at.line;
    rd->scope.server = s;
    rd->scope.loc = s->loc;
    return NULL;
}

/* if (condition): a rule, and what holds when it is true. */
static const char *
conf_set_if(struct reader *rd, void *field, char **arg)
{
    struct rule *rule = conf_rule(rd, CONF_IF, field);
    char **word = arg + 1, *last = arg[rd->node->n - 1];
    int n = rd->node->n - 1, errors = rd->errors;
    size_t len = strlen(last);

    if (word[0][0] != '(' || len == 0 || last[len - 1] != ')') {
        return conf_fail(rd, "invalid condition \"%s\"", word[0]);
    }
    last[len - 1] = '\0';
    n -= len == 1;
    if (*++word[0] == '\0') {
        word++, n--;
    }
    if (conf_condition(rd, rule, word, n) == -1 && rd->errors == errors) {
        conf_fail(rd, "invalid condition \"%s\"", n > 0 ? word[0] : "");
    }
    rule->code = rd->scope.where == CONF_L;
    rule->then = rd->scope.loc = conf_loc(rd, CONF_NOWHERE);
    return NULL;
}

/* Reads "[= | ^~ | ~ | ~*] name" of a location. */
static void
conf_location_name(struct reader *rd, struct loc *loc, char **arg)
{
    static const char how[][3] = { "^~", "=", "~", "~*" };  /* as enum match */
    const char *name = arg[1];
    int i, n;

    loc->match = name[0] == '@' ? CONF_NAMED : CONF_PREFIX;
    for (i = 3; i >= 0; i--) {
        n = (int) strlen(how[i]);
        if (strncmp(name, how[i], (size_t) n) == 0
            && (arg[2] == NULL || name[n] == '\0'))
        {
            loc->match = i < 2 ? (enum match) (i + 1) : CONF_REGEX;
            name += n;
            break;
        }
    }
    if (arg[2] != NULL) {
        if (i < 0) {
            conf_fail(rd, "invalid location modifier \"%s\"", name);
        }
        name = arg[2];
    }
    loc->name = str_span(name);
    if (loc->match == CONF_NAMED && !conf_is_named(loc)) {
        conf_lacks(rd, name, "REWRITE");
    }
    loc->re = loc->match == CONF_REGEX ? conf_re(rd, name, i == 3) : NULL;
}

/* May the location be inside the outer one? Says if not. */
static void
conf_location_inside(struct reader *rd, struct loc *loc, struct loc *outer)
{
    const char *name = loc->name.p;

    if (outer->match == CONF_EXACT || conf_is_named(outer)) {
        conf_fail(rd, "location \"%s\" cannot be inside the %s location \"%s\"",
                  name, outer->match == CONF_EXACT ? "exact" : "named",
                  outer->name.p);
    } else if (conf_is_named(loc)) {
        conf_fail(rd, "named location \"%s\" can be on the server level only",
                  name);
    } else if (loc->match != CONF_REGEX
               && strncmp(name, outer->name.p, outer->name.n) != 0) {
        conf_fail(rd, "location \"%s\" is outside location \"%s\"", name,
                  outer->name.p);
    }
}

static const char *
conf_set_location(struct reader *rd, void *field, char **arg)
{
    struct loc *outer = rd->scope.loc, *loc = conf_loc(rd, CONF_PREFIX), *l;

    loc->handler = CONF_STATIC;
    loc->tries = NULL;
    conf_location_name(rd, loc, arg);
    if (rd->scope.where == CONF_L) {
        conf_location_inside(rd, loc, outer);
    }
    for (l = outer->locs; l != NULL; l = l->next) {
        if (loc->match != CONF_REGEX && l->match != CONF_REGEX
            && str_eq(l->name, loc->name)
            && (l->match == CONF_EXACT) == (loc->match == CONF_EXACT))
        {
            conf_fail(rd, "duplicate location \"%s\"", loc->name.p);
        }
    }
    conf_link_last(field, loc);
    rd->scope.loc = loc;
    return NULL;
}

/* Rules of rewriting and try_files do not hold inside, as in nginx. */
static const char *
conf_set_limit_except(struct reader *rd, void *field, char **arg)
{
    struct loc *loc = conf_loc(rd, CONF_NOWHERE);
    char *p;

    *(struct loc **) field = loc;
    loc->tries = NULL;
    rd->scope.loc->methods = arg + 1;
    while (*++arg != NULL) {
        char *given = conf_copy(rd, *arg);

        for (p = *arg; *p; p++) {
            *p = (char) (*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
        }
        if (conf_word_number("GET|HEAD|POST|PUT|DELETE|MKCOL|COPY|MOVE|OPTIONS|"
                             "PROPFIND|PROPPATCH|LOCK|UNLOCK|PATCH", *arg)
            == -1)
        {
            conf_fail(rd, "invalid method \"%s\"", given);
        }
    }
    rd->scope.loc = loc;
    return NULL;
}

/* --- The one table of directives, sorted ---------------------------------- */

#define CONF_AT(field) CONF_INTO_CONF, offsetof(struct conf, field)
#define CONF_SRV(field) CONF_INTO_SERVER, offsetof(struct server, field)
#define CONF_LOC(field) CONF_INTO_LOC, offsetof(struct loc, field)
#define CONF_NONE CONF_INTO_CONF, 0
#define M CONF_M
#define E CONF_E
#define H CONF_H
#define S CONF_S
#define L CONF_L
#define I CONF_I
#define SI CONF_SI
#define X CONF_X
#define ONOFF CONF_A1
#define OPENS(context) CONF_BLOCK | (context) << CONF_INSIDE
#define MANY CONF_MULTI
#define NOOP CONF_NOOP | CONF_MULTI, NULL, CONF_NONE, NULL
#define SSL(field) CONF_SRV(ssl.field)

/* Behind a directive's name: its arguments and what it does. */
#define HELP(text) WITH(HELP, text)

#define CONF_HELP_LISTEN \
    " address[:port[-port]] [parameter …] - default_server bind " \
    "reuseport[=off] backlog=n rcvbuf=size sndbuf=size deferred " \
    "accept_filter=name fastopen=n ipv6only=on|off setfib=n " \
    "so_keepalive=on|off|idle:interval:count freebind[=off] proxy_protocol"

#define CONF_HELP_LIMIT_REQ \
    " zone=name [burst=n] [nodelay|delay=n] - so many may be early, and wait"

#define CONF_BODY_BUFFER (sizeof(void *) > 4 ? "16k" : "8k")

#define CONF_CHARSET_TYPES "text/xml text/plain text/vnd.wap.wml " \
    "application/javascript application/rss+xml"

/* What is fast here and keeps no secret longer than the connection: mbedTLS's
 * ChaCha20 is faster than its AES in GCM, even with AES instructions. */
#define CONF_CIPHERS "ECDSA+CHACHA20:ECDHE+CHACHA20:ECDSA+AESGCM:" \
    "ECDHE+AESGCM:ECDHE+AES"

#define CONF_HELP_REBIND \
    " - 403 at a private address, the client's or ours, " \
    "but for localhost, this host's name, server_name and rebind_allow"

/* name and arguments - what it does (nothing: NOOP); where it may stand, how
 * many arguments (what conf_set_flag and NOOP take is not told), setter, where
 * the value goes, default */
static const struct row conf_rows[] = {
    { "absolute_redirect" HELP(" - redirects name scheme and host"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(absolute_redirect), "on" },
    WITH(TUNING, { "accept_mutex" HELP(" - workers take turns at shared sockets"), E, ONOFF, conf_set_flag, CONF_AT(accept_mutex), "off" },)
    WITH(TUNING, { "accept_mutex_delay" HELP(" time - to wait for one's turn, or for descriptors"), E, CONF_A1, conf_set_time, CONF_AT(accept_mutex_delay), "500ms" },)
    WITH(LOGS, { "access_log" HELP(" path|syslog:… [name [buffer=n] [flush=t] [if=text]] | off - logs requests"), H|S|L|I|X, CONF_A1P|MANY, conf_set_access_log, CONF_LOC(access), NULL },)
    WITH(HEADERS, { "add_header" HELP(" name value [always] - with good answers, or all; empty: not at all"), H|S|L|I, CONF_A23|MANY, conf_set_add, CONF_LOC(headers), NULL },)
    WITH(HEADERS, { "add_header_inherit off|on|merge" HELP(" - of outer ones: none, all or none, all"), H|S|L, CONF_A1|CONF_EARLY, conf_set_inherit, CONF_LOC(headers), "on" },)
    WITH(HEADERS, { "add_trailer" HELP(" name value [always] - behind the body"), H|S|L|I, CONF_A23|MANY, conf_set_add, CONF_LOC(trailers), NULL },)
    WITH(HEADERS, { "add_trailer_inherit off|on|merge" HELP(" - of outer ones: none, all or none, all"), H|S|L, CONF_A1|CONF_EARLY, conf_set_inherit, CONF_LOC(trailers), "on" },)
    WITH(TUNING, { "aio", H|S|L, CONF_A1|NOOP },)
    WITH(TUNING, { "aio_write", H|S|L, CONF_A1|NOOP },)
    { "alias" HELP(" path - of files; without the location's name"), L, CONF_A1, conf_set_root, CONF_LOC(root), NULL },
    WITH(ACCESS, { "allow" HELP(" address[/bits]|unix:|all - may come; first fitting allow or deny decides"), H|S|L|X, CONF_A1|MANY, conf_set_range, CONF_LOC(ranges), NULL },)
    WITH(ACCESS, { "auth_basic" HELP(" realm|off - asks for a password"), H|S|L|X, CONF_A1, conf_set_tmpl, CONF_LOC(realm), NULL },)
    WITH(ACCESS, { "auth_basic_user_file" HELP(" path - of name:password; crypt(3), $apr1$, {PLAIN}, {SHA}, {SSHA}"), H|S|L|X, CONF_A1, conf_set_user_file, CONF_LOC(user_file), NULL },)
    WITH(ACCESS, { "auth_delay" HELP(" time - until a 401 is sent"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(auth_delay), "0s" },)
    WITH(ACCESS, { "auth_request" HELP(" path|off - asks this path inside: 2xx lets in; 401, 403 refuse"), H|S|L, CONF_A1, conf_set_string_off, CONF_LOC(auth_request), NULL },)
    WITH(ACCESS, { "auth_request_set" HELP(" $variable text - keeps of its answer"), H|S|L, CONF_A2|MANY, conf_set_set, CONF_LOC(auth_sets), NULL },)
    WITH(AUTOINDEX, { "autoindex" HELP(" - lists directories without index file"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(autoindex), "off" },)
    WITH(AUTOINDEX, { "autoindex_exact_size" HELP(" - in HTML; off: K, M, G"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(autoindex_exact_size), "on" },)
    WITH(AUTOINDEX, { "autoindex_format html|xml|json|jsonp" HELP(" - of lists"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(autoindex_format), "html" },)
    WITH(AUTOINDEX, { "autoindex_localtime" HELP(" - in HTML"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(autoindex_localtime), "off" },)
    WITH(REWRITE, { "break" HELP(" - ends rules of rewriting here"), S|L|I|SI, CONF_A0|MANY, conf_set_break, CONF_LOC(rules), NULL },)
    WITH(HEADERS, { "charset" HELP(" name|off - in Content-Type; nothing is recoded"), H|S|L|I, CONF_A1, conf_set_text, CONF_LOC(charset), NULL },)
    WITH(HEADERS, { "charset_types" HELP(" type … - that have it, and text/html; *: all"), H|S|L, CONF_A1P|MANY, conf_set_mimes, CONF_LOC(charset_types), CONF_CHARSET_TYPES },)
    { "chunked_transfer_encoding" HELP(" - off: closes after a body of unknown length"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(chunked), "on" },
    WITH(HANDLER, { "client_body_buffer_size" HELP(" size - larger bodies go to a file"), H|S|L, CONF_A1, conf_set_size, CONF_LOC(client_body_buffer_size), CONF_BODY_BUFFER },)
    WITH(HANDLER, { "client_body_in_file_only off|on|clean" HELP(" - bodies stay in files; clean: while needed"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(body_in_file), "off" },)
    WITH(TUNING, { "client_body_in_single_buffer", H|S|L, CONF_A1|NOOP },)
    WITH(HANDLER, { "client_body_temp_path" HELP(" path [level [level [level]]] - for bodies"), H|S|L, CONF_A14, conf_set_temp, CONF_LOC(body_temp), RPD_BODY_TEMP_PATH },)
    { "client_body_timeout" HELP(" time - between reads of a body"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(client_body_timeout), "60s" },
    { "client_header_buffer_size" HELP(" size - the first of a request"), H|S, CONF_A1, conf_set_size, CONF_SRV(client_header_buffer_size), "1k" },
    { "client_header_timeout" HELP(" time - for a whole request header"), H|S, CONF_A1, conf_set_time, CONF_SRV(client_header_timeout), "60s" },
    { "client_max_body_size" HELP(" size - larger bodies get 413; 0: any"), H|S|L, CONF_A1, conf_set_off, CONF_LOC(client_max_body_size), "1m" },
    WITH(TUNING, { "connection_pool_size", H|S, CONF_A1|NOOP },)
    { "daemon" HELP(" - to the background once all listens"), M, ONOFF, conf_set_flag, CONF_AT(daemon), "on" },
    WITH(TUNING, { "debug_connection", E, CONF_A1|NOOP },)
    WITH(TUNING, { "debug_points", M, CONF_A1|NOOP },)
    { "default_type" HELP(" type - where the ending is unknown"), H|S|L, CONF_A1, conf_set_string, CONF_LOC(default_type), "text/plain" },
    WITH(ACCESS, { "deny" HELP(" address[/bits]|unix:|all - gets 403, see allow"), H|S|L|X, CONF_A1|MANY, conf_set_range, CONF_LOC(ranges), NULL },)
    WITH(TUNING, { "directio", H|S|L, CONF_A1|NOOP },)
    WITH(TUNING, { "directio_alignment", H|S|L, CONF_A1|NOOP },)
    WITH(ACCESS, { "disable_symlinks" HELP(" off | on|if_not_owner [from=part] - refuses links, or another's"), H|S|L, CONF_A12, conf_set_symlinks, CONF_LOC(symlinks), "off" },)
    WITH(TUNING, { "env" HELP(" name[=value] - is kept, or put, in the environment"), M, CONF_A1|MANY, conf_set_strings, CONF_AT(env), NULL },)
    { "error_log" HELP(" path|stderr|syslog:server=…|memory:size [level] - where errors go, to each"), M|H|S|L, CONF_A1P|MANY, conf_set_error_log, CONF_LOC(error_log), NULL },
    WITH(REWRITE, { "error_page" HELP(" code … [=[answer]] path|URL|@location - instead of errors"), H|S|L|I, CONF_A2P|MANY, conf_set_error_page, CONF_LOC(pages), NULL },)
    { "etag" HELP(" - for files"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(etag), "on" },
    { "events" HELP(" { … } - of connections"), M, CONF_A0|OPENS(E), conf_set_one, CONF_AT(has_events), NULL },
    WITH(HEADERS, { "expires" HELP(" [modified] time | epoch | max | off - Expires and Cache-Control; @time: of day"), H|S|L|I, CONF_A12, conf_set_expires, CONF_LOC(expires), NULL },)
    WITH(TUNING, { "fastcgi_temp_path", H|S|L, CONF_A1P|NOOP },)
    WITH(HEADERS, { "gzip_static off|on|always" HELP(" - sends name.br or .gz if there and welcome"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(gzip_static), "off" },)
    WITH(TUNING, { "gzip_vary", H|S|L, CONF_A1|NOOP },)
    WITH(HANDLER, { "handler" HELP(" name - the program's function answers"), L|I, CONF_A1, conf_set_handler, CONF_LOC(hand), NULL },)
    { "http" HELP(" { … } - HTTP servers"), M, CONF_A0|OPENS(H), NULL, CONF_NONE, NULL },
    WITH(REWRITE, { "if" HELP(" (condition) { … } - $a, $a = b, $a ~ pattern, -f file; also != !~ ~* !-f -d -e -x"), S|L, CONF_A1P|OPENS(I)|MANY, conf_set_if, CONF_LOC(rules), NULL },)
    { "if_modified_since off|exact|before" HELP(" - what is unchanged"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(if_modified_since), "exact" },
    { "ignore_invalid_headers" HELP(" - drops headers with odd names"), H|S, ONOFF, conf_set_flag, CONF_SRV(ignore_invalid_headers), "on" },
    { "include" HELP(" file|mask - reads these; a mask may match none"), CONF_ANY, CONF_A1|MANY, NULL, CONF_NONE, NULL },
    { "index" HELP(" file … - of a directory, first there is"), H|S|L, CONF_A1P|MANY, conf_set_index, CONF_LOC(index), "index.html" },
    WITH(REWRITE, { "internal" HELP(" - for redirects inside only, others get 404"), L, CONF_A0, conf_set_one, CONF_LOC(internal), NULL },)
    WITH(TUNING, { "keepalive_disable none|msie6|safari …" HELP(" - not with these"), H|S|L, CONF_A1P, conf_set_words, CONF_LOC(keepalive_disable), "msie6" },)
    { "keepalive_min_timeout" HELP(" time - keeps idle ones at least so long"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(keepalive_min_timeout), "0" },
    { "keepalive_requests" HELP(" number - on one connection"), H|S|L, CONF_A1, conf_set_num, CONF_LOC(keepalive_requests), "1000" },
    { "keepalive_time" HELP(" time - older ones close after the next request"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(keepalive_time), "1h" },
    { "keepalive_timeout" HELP(" time [header] - keeps idle connections; 0: no"), H|S|L, CONF_A12, conf_set_keepalive, CONF_LOC(keepalive_timeout), "75s" },
    { "large_client_header_buffers" HELP(" number size - for longer headers"), H|S, CONF_A2, conf_set_bufs, CONF_SRV(large_buffers), "4 8k" },
    WITH(LIMIT, { "limit_conn" HELP(" zone number - of requests of a key at a time"), H|S|L, CONF_A2|MANY, conf_set_limit_conn, CONF_LOC(limit_conn.list), NULL },)
    WITH(LIMIT, { "limit_conn_dry_run" HELP(" - only logs"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(limit_conn.dry_run), "off" },)
    WITH(LIMIT, { "limit_conn_log_level error|warn|notice|info" HELP(" - of refusals"), H|S|L, CONF_A1, conf_set_limit_level, CONF_LOC(limit_conn.level), "error" },)
    WITH(LIMIT, { "limit_conn_status" HELP(" code - of refusals"), H|S|L, CONF_A1, conf_set_limit_status, CONF_LOC(limit_conn.status), "503" },)
    WITH(LIMIT, { "limit_conn_zone" HELP(" key zone=name:size - of all workers"), H, CONF_A2|MANY, conf_set_limit_zone, CONF_NONE, NULL },)
    WITH(ACCESS, { "limit_except" HELP(" method … { … } - for all other methods; GET: and HEAD"), L, CONF_A1P|OPENS(X), conf_set_limit_except, CONF_LOC(except), NULL },)
    WITH(LIMIT, { "limit_rate" HELP(" size - a second, an answer; 0: any"), H|S|L|I, CONF_A1, conf_set_size_text, CONF_LOC(limit_rate), "0" },)
    WITH(LIMIT, { "limit_rate_after" HELP(" size - before limit_rate counts"), H|S|L|I, CONF_A1, conf_set_size_text, CONF_LOC(limit_rate_after), "0" },)
    WITH(LIMIT, { "limit_req" HELP(CONF_HELP_LIMIT_REQ), H|S|L, CONF_A12|CONF_A3|MANY, conf_set_limit_req, CONF_LOC(limit_req.list), NULL },)
    WITH(LIMIT, { "limit_req_dry_run" HELP(" - only logs"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(limit_req.dry_run), "off" },)
    WITH(LIMIT, { "limit_req_log_level error|warn|notice|info" HELP(" - of refusals; delays one lower"), H|S|L, CONF_A1, conf_set_limit_level, CONF_LOC(limit_req.level), "error" },)
    WITH(LIMIT, { "limit_req_status" HELP(" code - of refusals"), H|S|L, CONF_A1, conf_set_limit_status, CONF_LOC(limit_req.status), "503" },)
    WITH(LIMIT, { "limit_req_zone" HELP(" key zone=name:size rate=number(r/s|r/m) - of all workers"), H, CONF_A3|MANY, conf_set_limit_zone, CONF_NONE, NULL },)
    { "lingering_close off|on|always" HELP(" - reads on before closing"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(lingering_close), "on" },
    { "lingering_time" HELP(" time - at most"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(lingering_time), "30s" },
    { "lingering_timeout" HELP(" time - without more coming"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(lingering_timeout), "5s" },
    { "listen" HELP(CONF_HELP_LISTEN), S, CONF_A1P|MANY, conf_set_listen, CONF_NONE, NULL },
    { "location" HELP(" [=|^~|~|~*] path { … } | @name { … } - for paths; ~: by pattern"), S|L, CONF_A12|OPENS(L)|MANY, conf_set_location, CONF_LOC(locs), NULL },
    WITH(TUNING, { "lock_file", M, CONF_A1|NOOP },)
    WITH(LOGS, { "log_format" HELP(" name [escape=default|json|none] text … - of access logs"), H, CONF_A2P|MANY, conf_set_log_format, CONF_AT(formats), CONF_COMBINED },)
    { "log_not_found" HELP(" - missing files are errors"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(log_not_found), "on" },
    WITH(TUNING, { "log_subrequest", H|S|L, ONOFF|NOOP },)
    WITH(VARS, { "map" HELP(" text $name { key value; … } - words, ~patterns, default, hostnames, volatile"), H, CONF_A2|OPENS(CONF_CONTENT)|MANY, conf_set_map, CONF_NONE, NULL },)
    WITH(TUNING, { "map_hash_bucket_size", H, CONF_A1|NOOP },)
    WITH(TUNING, { "map_hash_max_size", H, CONF_A1|NOOP },)
    { "master_orphans leave|serve" HELP(" - what workers do if the master is killed"), M, CONF_A1, conf_set_word, CONF_AT(orphans), "leave" },
    WITH(TUNING, { "master_process" HELP(" - off: one process, for debugging"), M, ONOFF, conf_set_flag, CONF_AT(master_process), "on" },)
    { "max_headers" HELP(" number - lines of a request header"), H|S, CONF_A1, conf_set_num, CONF_SRV(max_headers), "1000" },
    { "max_ranges" HELP(" number - in one, else the whole file"), H|S|L, CONF_A1, conf_set_num, CONF_LOC(max_ranges), "2147483647" },
    { "merge_slashes" HELP(" - one for several in a row"), H|S, ONOFF, conf_set_flag, CONF_SRV(merge_slashes), "on" },
    WITH(TUNING, { "msie_padding", H|S|L, ONOFF|NOOP },)
    WITH(TUNING, { "msie_refresh", H|S|L, ONOFF|NOOP },)
    WITH(TUNING, { "multi_accept" HELP(" - all who wait at a time"), E, ONOFF, conf_set_flag, CONF_AT(multi_accept), "off" },)
    WITH(TUNING, { "open_file_cache" HELP(" max=n [inactive=time] | off - kept open; else 1024, always looked at"), H|S|L, CONF_A12, conf_set_cache, CONF_LOC(cache), NULL },)
    WITH(TUNING, { "open_file_cache_errors" HELP(" - 404, too"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(cache_errors), "off" },)
    WITH(TUNING, { "open_file_cache_min_uses" HELP(" number - until kept"), H|S|L, CONF_A1, conf_set_num, CONF_LOC(cache_min_uses), "1" },)
    WITH(TUNING, { "open_file_cache_valid" HELP(" time - between looks"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(cache_valid), "60s" },)
    WITH(TUNING, { "open_log_file_cache", H|S|L, CONF_A1P|NOOP },)
    WITH(TUNING, { "output_buffers", H|S|L, CONF_A2|NOOP },)
    WITH(TUNING, { "pcre_jit", M, CONF_A1|NOOP },)
    { "pid" HELP(" path - the master's process id, once all listens"), M, CONF_A1, conf_set_path, CONF_AT(pid), RPD_PID_PATH },
    { "port_in_redirect" HELP(" - redirects name a port"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(port_in_redirect), "on" },
    WITH(TUNING, { "postpone_output", H|S|L, CONF_A1|NOOP },)
    WITH(TUNING, { "proxy_headers_hash_bucket_size", H|S|L, CONF_A1|NOOP },)
    WITH(TUNING, { "proxy_headers_hash_max_size", H|S|L, CONF_A1|NOOP },)
    WITH(TUNING, { "proxy_temp_path", H|S|L, CONF_A1P|NOOP },)
    WITH(TUNING, { "read_ahead", H|S|L, CONF_A1|NOOP },)
    WITH(REALIP, { "real_ip_header" HELP(" field|proxy_protocol - that has the client's address"), H|S|L, CONF_A1, conf_set_string, CONF_LOC(real_header), "X-Real-IP" },)
    WITH(REALIP, { "real_ip_recursive" HELP(" - believes proxies about proxies"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(real_recursive), "off" },)
    WITH(ACCESS, { "rebind_allow" HELP(" name … - more names for rebind_filter, as in server_name"), H|S, CONF_A1P|MANY, conf_set_server_name, CONF_SRV(rebind_names), NULL },)
    WITH(ACCESS, { "rebind_filter" HELP(CONF_HELP_REBIND), H|S, ONOFF, conf_set_flag, CONF_SRV(rebind_filter), "off" },)
    WITH(REWRITE, { "recursive_error_pages" HELP(" - errors of error pages may have one"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(recursive_pages), "off" },)
    WITH(TUNING, { "request_pool_size", H|S, CONF_A1|NOOP },)
    WITH(TUNING, { "reset_timedout_connection" HELP(" - by a reset, also after 444"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(reset_timedout), "off" },)
    WITH(REWRITE, { "return" HELP(" code [text|URL] | URL - answers at once"), S|L|I|SI, CONF_A12|MANY, conf_set_return, CONF_LOC(rules), NULL },)
    { "reuseport" HELP(" - for listen: a socket of its own for every worker"), M, ONOFF, conf_set_flag, CONF_AT(reuseport), RPD_HAVE_REUSEPORT ? "on" : "off" },
    { "reuseport_drain_timeout" HELP(" time - retired sockets without clients close; 0: never"), M, CONF_A1, conf_set_time, CONF_AT(drain_timeout), "65s" },
    WITH(REWRITE, { "rewrite" HELP(" pattern path|URL [last|break|redirect|permanent] - changes path, or redirects"), S|L|I|SI, CONF_A23|MANY, conf_set_rewrite, CONF_LOC(rules), NULL },)
    WITH(REWRITE, { "rewrite_log", H|S|L|I|SI, CONF_A1|NOOP },)
    { "root" HELP(" path - of files, before the request's path"), H|S|L|I, CONF_A1, conf_set_root, CONF_LOC(root), "html" },
    WITH(ACCESS, { "satisfy all|any" HELP(" - of address and password: all, or one is enough"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(satisfy), "all" },)
    WITH(TUNING, { "scgi_temp_path", H|S|L, CONF_A1P|NOOP },)
    WITH(TUNING, { "send_lowat", H|S|L, CONF_A1|NOOP },)
    { "send_timeout" HELP(" time - between writes of an answer"), H|S|L, CONF_A1, conf_set_time, CONF_LOC(send_timeout), "60s" },
    { "sendfile" HELP(" - the system copies larger files to the socket"), H|S|L|I, ONOFF, conf_set_flag, CONF_LOC(sendfile), "off" },
    { "sendfile_max_chunk" HELP(" size - before others' turn; 0: any"), H|S|L, CONF_A1, conf_set_size, CONF_LOC(sendfile_max_chunk), "2m" },
    { "server" HELP(" { … } - virtual server"), H, CONF_A0|OPENS(S)|MANY, conf_set_server, CONF_AT(servers), NULL },
    { "server_name" HELP(" name … - its Hosts: a.b, *.b, a.*, .b, ~pattern"), S, CONF_A1P|MANY, conf_set_server_name, CONF_SRV(names), NULL },
    { "server_name_in_redirect" HELP(" - not the Host"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(server_name_in_redirect), "off" },
    WITH(TUNING, { "server_names_hash_bucket_size", H, CONF_A1|NOOP },)
    WITH(TUNING, { "server_names_hash_max_size", H, CONF_A1|NOOP },)
    { "server_tokens off|on|build" HELP(" - version in Server and error pages"), H|S|L, CONF_A1, conf_set_word, CONF_LOC(server_tokens), "on" },
    WITH(REWRITE, { "set" HELP(" $variable text - gives it a value"), S|L|I|SI, CONF_A2|MANY, conf_set_set, CONF_LOC(rules), NULL },)
    WITH(REALIP, { "set_real_ip_from" HELP(" address[/bits]|host|unix: - of proxies, see real_ip_header"), H|S|L, CONF_A1|MANY, conf_set_range, CONF_LOC(real_from), NULL },)
    WITH(TLS, { "ssl_buffer_size" HELP(" size - of the records that large answers are sent in"), H|S, CONF_A1, conf_set_size, SSL(buffer_size), "16k" },)
    WITH(TLS, { "ssl_certificate" HELP(" path - the server's certificate and those up to the root; one of each kind of key"), H|S, CONF_A1|MANY, conf_set_ssl_file, SSL(certs), NULL },)
    WITH(TLS, { "ssl_certificate_key" HELP(" path - of the certificate in the same place"), H|S, CONF_A1|MANY, conf_set_ssl_file, SSL(keys), NULL },)
    WITH(TLS, { "ssl_ciphers" HELP(" list - of TLS 1.2, in OpenSSL's language; those of TLS 1.3 are always on"), H|S, CONF_A1, conf_set_string, SSL(ciphers), CONF_CIPHERS },)
    WITH(TLS, { "ssl_client_certificate" HELP(" path - of those who sign clients' certificates"), H|S, CONF_A1, conf_set_ssl_file, SSL(client_ca), NULL },)
    WITH(TLS, { "ssl_crl" HELP(" path - certificates that count no more"), H|S, CONF_A1, conf_set_ssl_file, SSL(crl), NULL },)
    WITH(TLS, { "ssl_ecdh_curve" HELP(" name[:name…] - the best first; auto: X25519:P-256:P-384"), H|S, CONF_A1, conf_set_string, SSL(curves), "auto" },)
    WITH(TLS, { "ssl_handshake_timeout" HELP(" time - for the whole handshake"), H|S, CONF_A1, conf_set_time, SSL(handshake_timeout), "60s" },)
    WITH(TLS, { "ssl_memory_limit" HELP(" size - of all TLS connections of a worker; who comes then waits; 0: any"), H, CONF_A1, conf_set_ssl_memory, CONF_AT(ssl_memory), "0" },)
    WITH(TLS, { "ssl_password_file" HELP(" path - has the keys' passwords, one a line"), H|S, CONF_A1, conf_set_ssl_file, SSL(passwords), NULL },)
    WITH(TLS, { "ssl_prefer_server_ciphers" HELP(" - whose order of ciphers counts"), H|S, ONOFF, conf_set_flag, SSL(prefer), "on" },)
    WITH(TLS, { "ssl_protocols" HELP(" name … - TLSv1.2, TLSv1.3"), H|S, CONF_A1P, conf_set_ssl_protocols, SSL(protocols), "TLSv1.2 TLSv1.3" },)
    WITH(TLS, { "ssl_reject_handshake" HELP(" - for this server's names"), H|S, ONOFF, conf_set_flag, SSL(reject), "off" },)
    WITH(TLS, { "ssl_session_cache" HELP(" off|none|shared:name:size - of sessions, for clients without tickets"), H|S, CONF_A12, conf_set_ssl_cache, SSL(cache), "none" },)
    WITH(TLS, { "ssl_session_ticket_key" HELP(" path - 48 or 80 random bytes, also of other machines; the first makes them"), H|S, CONF_A1|MANY, conf_set_ssl_file, SSL(ticket_keys), NULL },)
    WITH(TLS, { "ssl_session_tickets" HELP(" - clients keep their sessions"), H|S, ONOFF, conf_set_flag, SSL(tickets), "on" },)
    WITH(TLS, { "ssl_session_timeout" HELP(" time - for coming back without a full handshake"), H|S, CONF_A1, conf_set_ssl_timeout, SSL(timeout), "5m" },)
    WITH(TLS, { "ssl_trusted_certificate" HELP(" path - likewise trusted"), H|S, CONF_A1, conf_set_ssl_file, SSL(trusted), NULL },)
    WITH(TLS, { "ssl_verify_client off|on|optional|optional_no_ca" HELP(" - asks for a certificate"), H|S, CONF_A1, conf_set_word, SSL(verify), "off" },)
    WITH(TLS, { "ssl_verify_depth" HELP(" n - certificates between a client's and the root"), H|S, CONF_A1, conf_set_num, SSL(depth), "1" },)
    WITH(STATUS, { "status" HELP(" - of the server, a page, or ?format=json, prometheus, text"), L, CONF_A0, conf_set_status, CONF_LOC(handler), NULL },)
    WITH(STATUS, { "stub_status" HELP(" - of all connections, as nginx's"), S|L, CONF_A0|CONF_A1|MANY, conf_set_status, CONF_LOC(handler), NULL },)
    WITH(TUNING, { "subrequest_output_buffer_size", H|S|L, CONF_A1|NOOP },)
    { "tcp_nodelay" HELP(" - small packets at once; as in the address's default server"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(tcp_nodelay), "on" },
    { "tcp_nopush" HELP(" - header and file in one packet (always with MSG_MORE)"), H|S|L, ONOFF, conf_set_flag, CONF_LOC(tcp_nopush), "off" },
    WITH(TUNING, { "thread_pool", M, CONF_A2P|NOOP },)
    WITH(TUNING, { "timer_resolution", M, CONF_A1|NOOP },)
    WITH(REWRITE, { "try_files" HELP(" file … path|@location|=code - the first file there is, or the last"), S|L, CONF_A2P, conf_set_try_files, CONF_LOC(tries), NULL },)
    { "types" HELP(" { type ending …; … } - by ending; about fifty are built in"), H|S|L, CONF_A0|CONF_MULTI|OPENS(CONF_CONTENT), conf_set_types, CONF_LOC(types), tab_types },
    WITH(TUNING, { "types_hash_bucket_size", H|S|L, CONF_A1|NOOP },)
    WITH(TUNING, { "types_hash_max_size", H|S|L, CONF_A1|NOOP },)
    { "underscores_in_headers" HELP(" - in names of headers"), H|S, ONOFF, conf_set_flag, CONF_SRV(underscores), "off" },
    WITH(REWRITE, { "uninitialized_variable_warn" HELP(" - logs variables never set"), H|S|L|I|SI, ONOFF, conf_set_flag, CONF_LOC(uninitialized_warn), "on" },)
    { "use" HELP(" epoll|kqueue|poll - waits for events, else the best"), E, CONF_A1, conf_set_use, CONF_AT(use), NULL },
    { "user" HELP(" user [group] - of root's workers; else " RPD_USER), M, CONF_A12, conf_set_user, CONF_AT(user), NULL },
    WITH(TUNING, { "uwsgi_temp_path", H|S|L, CONF_A1P|NOOP },)
    WITH(TUNING, { "variables_hash_bucket_size", H, CONF_A1|NOOP },)
    WITH(TUNING, { "variables_hash_max_size", H, CONF_A1|NOOP },)
    WITH(TUNING, { "worker_aio_requests", E, CONF_A1|NOOP },)
    { "worker_connections" HELP(" number - of clients of each worker"), E, CONF_A1, conf_set_connections, CONF_AT(connections), "512" },
    WITH(TUNING, { "worker_cpu_affinity" HELP(" auto [mask] | mask … - CPUs of workers"), M, CONF_A1P, conf_set_affinity, CONF_AT(cpus), NULL },)
    { "worker_generations_max" HELP(" number - of old ones; more close what is idle; 0: any"), M, CONF_A1, conf_set_num, CONF_AT(generations_max), "16" },
    WITH(TUNING, { "worker_priority" HELP(" number - -20 to 20, as nice(1)"), M, CONF_A1, conf_set_priority, CONF_AT(priority), "0" },)
    { "worker_processes" HELP(" number|auto - auto: one a CPU"), M, CONF_A1, conf_set_workers, CONF_AT(workers), "1" },
    WITH(TUNING, { "worker_rlimit_core", M, CONF_A1|NOOP },)
    { "worker_rlimit_nofile" HELP(" number - descriptors of a worker; 0: as is"), M, CONF_A1, conf_set_num, CONF_AT(rlimit_nofile), "0" },
    { "worker_shutdown_timeout" HELP(" time - then leaving workers close all; 0: never"), M, CONF_A1, conf_set_time, CONF_AT(shutdown_timeout), "0" },
    { "worker_stall_timeout" HELP(" time - twice without taking from its queue: gets help; 0: never"), M, CONF_A1, conf_set_time, CONF_AT(stall_timeout), "10ms" },
    WITH(TUNING, { "working_directory" HELP(" path - of the workers"), M, CONF_A1, conf_set_path, CONF_AT(working_directory), NULL },)
};

#undef M
#undef E
#undef H
#undef S
#undef L
#undef I
#undef SI
#undef X
#undef ONOFF
#undef OPENS
#undef MANY
#undef NOOP

#define CONF_ROWS ((int) (sizeof(conf_rows) / sizeof(*conf_rows)))

static const struct {
    int where;
    const char *name;
} conf_contexts[] = {
    { CONF_M, "main" }, { CONF_E, "events" }, { CONF_H, "http" },
    { CONF_S, "server" }, { CONF_L, "location" },
    { CONF_I, "if in location" }, { CONF_SI, "if in server" },
    { CONF_X, "limit_except" },
};

/* The name of a row's directive: its first word. */
static struct span
conf_name(const struct row *row)
{
    return (struct span) { (char *) (uintptr_t) row->doc,
                           strcspn(row->doc, " ") };
}

static const struct row *
conf_row(const char *name)
{
    int low = 0, high = CONF_ROWS, mid, cmp;
    struct span word;

    while (low < high) {
        mid = (low + high) / 2;
        word = conf_name(&conf_rows[mid]);
        cmp = strncmp(name, word.p, word.n);
        cmp = cmp == 0 && name[word.n] != '\0' ? 1 : cmp;
        if (cmp == 0) {
            return &conf_rows[mid];
        }
        if (cmp < 0) {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    return NULL;
}

/* "main, http, server" */
static char *
conf_where(int where, char *to)
{
    char *p = to;
    size_t i;

    for (i = 0; i < sizeof(conf_contexts) / sizeof(*conf_contexts); i++) {
        if (where & conf_contexts[i].where) {
            if (p != to) {
                p = str_put(p, SPAN(", "));
            }
            p = str_put(p, str_span(conf_contexts[i].name));
        }
    }
    *p = '\0';
    return to;
}

/* --- What nginx has and this server has not ------------------------------- */

#if RPD_WITH_HELP

/* A line for each module X, to which X and X_* belong: it is ngx_http_X_module
 * unless a dot says that it is not of http. Behind it what else belongs there;
 * beginnings, with an asterisk, count only when no line has the whole name. Of
 * mail and stream the block is enough: nobody looks inside it. */
static const char conf_foreign[] =
    ".core load_module ssl_engine ssl_object_cache_inheritable "
    "stall_threshold\n"
    ".epoll epoll_events\n"
    "addition add_after_body add_before_body\n"
    "api status_zone\n"
    "auth_jwt\n"
    "auth_require\n"
    "browser ancient_* modern_*\n"
    "charset override_charset source_charset\n"
    "core client_body_early_read early_hints error_log_tag max_* "
    "post_action resolver resolver_timeout\n"
    "dav create_full_put_path min_delete_depth\n"
    "empty_gif\n"
    "f4f\n"
    "fastcgi\n"
    "flv\n"
    "geo\n"
    "geoip\n"
    "grpc\n"
    "gunzip\n"
    "gzip postpone_gzipping\n"
    "headers add_header_inherit add_trailer_inherit\n"
    "hls\n"
    "image_filter\n"
    "internal_redirect\n"
    "js\n"
    "keyval\n"
    "limit_conn limit_zone\n"
    "memcached\n"
    "mirror\n"
    "mp4\n"
    "num_map\n"
    "perl\n"
    "proxy\n"
    "random_index\n"
    "referer valid_referers\n"
    "scgi\n"
    "secure_link\n"
    "session_log\n"
    "slice\n"
    "split_clients\n"
    "ssi\n"
    "ssl\n"
    "status\n"
    "sub\n"
    "tunnel\n"
    "upstream_conf\n"
    "upstream_hc health_check match\n"
    "upstream hash ip_hash keepalive least_* ntlm queue random state sticky "
    "zone\n"
    "userid\n"
    "uwsgi\n"
    "v2 http2 http2_*\n"
    "v3 http3 http3_* quic_*\n"
    "xslt xml_*\n"
    ".kqueue kqueue_*\n"
    ".mail_core mail\n"
    ".otel otel_*\n"
    ".stream_core stream\n";

/* Finds the module; what is not of http still has its dot. */
static struct span
conf_foreign_module(const char *name)
{
    const char *p = conf_foreign;
    struct span module = { NULL, 0 }, guess = { NULL, 0 }, word;
    size_t n;

    for (; *p; p += word.n + 1) {
        word.p = (char *) (uintptr_t) p;
        word.n = n = strcspn(p, " \n");
        if (p == conf_foreign || p[-1] == '\n') {
            module = word;
        }
        n -= p[n - 1] == '*';
        if (strncmp(p, name, n) != 0) {
            continue;
        }
        if (n == word.n && name[n] == '\0') {
            return module;
        }
        if (n < word.n || (p == module.p && name[n] == '_')) {
            guess = module;
        }
    }
    return guess;
}

/* How many letters must change, move or go to make one word of the other;
 * more than `limit` is said as limit + 1. For "did you mean". */
static int
conf_distance(struct span s, struct span t, int limit)
{
    static const char steps[][2] = { { 1, 1 }, { 1, 0 }, { 0, 1 }, { 2, 2 } };
    int i, d, least = limit;

    for (; s.n > 0 && t.n > 0 && *s.p == *t.p; s.n--, t.n--) {
        s.p++, t.p++;
    }
    if (s.n == 0 || t.n == 0 || limit == 0) {
        return s.n + t.n > (size_t) limit ? limit + 1 : (int) (s.n + t.n);
    }
    for (i = 0; i < (s.n > 1 && t.n > 1 && s.p[0] == t.p[1]
                     && s.p[1] == t.p[0] ? 4 : 3); i++) {
        size_t a = (size_t) steps[i][0], b = (size_t) steps[i][1];

        d = conf_distance((struct span) { s.p + a, s.n - a },
                          (struct span) { t.p + b, t.n - b }, limit - 1);
        least = d < least ? d : least;
    }
    return least + 1;
}

/* Says of a name that no row has what it may be; `more` goes behind that. */
static void
conf_unknown(const char *name, char *text, char *more)
{
    struct span found = conf_foreign_module(name);
    int i, d, least = strlen(name) < 5 ? 2 : 3;

    if (!RPD_WITH_TLS && strncmp(name, "ssl", 3) == 0) {
        snprintf(text, LOG_LINE, "\"%s\": this build is without TLS", name);
        return;
    }
    if (found.n > 0) {
        int dot = *found.p == '.';

        snprintf(text, LOG_LINE, "\"%s\" is not supported by reuseportd "
                 "(nginx: ngx_%s%.*s_module)", name, dot ? "" : "http_",
                 (int) found.n - dot, found.p + dot);
        return;
    }
    snprintf(text, LOG_LINE, "unknown directive \"%s\"", name);
    snprintf(more, CONF_HINT, "%s", CONF_LEFT_OUT);
    for (i = 0; i < CONF_ROWS; i++) {
        d = conf_distance(str_span(name), conf_name(&conf_rows[i]), least - 1);
        if (d < least) {
            least = d;
            found = conf_name(&conf_rows[i]);
            snprintf(more, CONF_HINT, " (did you mean \"%.*s\"?)",
                     (int) found.n, found.p);
        }
    }
}

#else

static void
conf_unknown(const char *name, char *text, char *more)
{
    snprintf(text, LOG_LINE, "unknown directive \"%s\"", name);
    snprintf(more, CONF_HINT, "%s", CONF_LEFT_OUT);
}

#endif

/* --- Reading: text to tokens to nodes ------------------------------------- */

#define CONF_ARGS 2048          /* words of one directive */
#define CONF_WORD 4095          /* bytes of one word, as nginx has it */

static int
conf_is_space(int ch)
{
    return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

/* One word from here on, quoted or not. NULL at the end of the text, or before
 * it at an error that was told. */
static char *
conf_word(struct reader *rd)
{
    static const char escaped[] = "\"'\\trn", meant[] = "\"'\\\t\r\n";
    struct text *t = &rd->at;
    char quote = *t->p == '"' || *t->p == '\'' ? *t->p++ : 0;
    char word[CONF_WORD + 3], *to = word, ch = 0;
    const char *start = t->p, *at;

    for (; t->p < t->end; t->p++) {
        if (quote ? *t->p == quote : conf_is_space(*t->p) || *t->p == ';'
                                     || (*t->p == '{' && ch != '$')) {
            break;
        }
        ch = *t->p;
        at = NULL;
        if (ch == '\\' && t->p + 1 < t->end) {
            ch = *++t->p;
            at = strchr(escaped, ch);
            *to = '\\';         /* stays before anything else */
            to += at == NULL && to - word <= CONF_WORD;
        }
        t->line += ch == '\n';
        *to = at ? meant[at - escaped] : ch;
        to += to - word <= CONF_WORD;
    }
    if (t->p == t->end) {
        return NULL;
    }
    if (t->p - start > CONF_WORD) {
        conf_fail(rd, "too long parameter \"%.10s...\" started", start);
        return NULL;
    }
    *to = '\0';
    t->p += quote != 0;
    if (quote && t->p < t->end && !conf_is_space(*t->p)
        && strchr(";{)", *t->p) == NULL)
    {
        conf_fail(rd, "unexpected \"%c\"", *t->p);
        return NULL;
    }
    return conf_copy(rd, word);
}

/* The words up to what is returned: ; { } or 0, the end, or -1, an error that
 * was told. How many goes to *n. */
static int
conf_tokens(struct reader *rd, char **words, int *n)
{
    struct text *t = &rd->at;

    for (*n = 0; t->p < t->end && !rd->broken;) {
        char ch = *t->p;

        if (conf_is_space(ch)) {
            t->line += ch == '\n';
            t->p++;
        } else if (ch == '#') {
            while (t->p < t->end && *t->p != '\n') {
                t->p++;
            }
        } else if (ch == ';' || ch == '{' || ch == '}') {
            t->p++;
            if ((*n == 0) == (ch != '}')) {
                conf_fail(rd, "unexpected \"%c\"", ch);
                return -1;
            }
            return ch;
        } else if (*n == CONF_ARGS) {
            conf_fail(rd, "too many arguments in \"%s\" directive", words[0]);
            return -1;
        } else {
            words[*n] = conf_word(rd);
            if (words[*n] == NULL && t->p < t->end) {
                return -1;
            }
            ++*n;
        }
    }
    if (*n > 0) {
        conf_fail(rd, t->path
                  ? "unexpected end of file, expecting \";\" or \"}\""
                  : "unexpected end of parameter, expecting \";\"");
    }
    return *n > 0 || rd->broken ? -1 : 0;
}

/* Says what is wrong with a directive that may not be; returns its row when
 * nothing is. */
static const struct row *
conf_check(struct reader *rd, struct node *d, int where, int end)
{
    const struct row *row = conf_row(d->arg[0]);
    const char *wrong;
    char text[LOG_LINE];

    if (row == NULL) {
        conf_unknown(d->arg[0], text, rd->hint);
        conf_fail(rd, "%s", text);
        return NULL;
    }
    if (!(row->where & where)) {
        if (RPD_WITH_HELP) {
            snprintf(rd->hint, CONF_HINT, " (it belongs in %.99s)",
                     conf_where(row->where, text));
        }
        wrong = "\"%s\" directive is not allowed here";
    } else if (!(row->args & CONF_BLOCK) && end != ';') {
        wrong = "directive \"%s\" is not terminated by \";\"";
    } else if ((row->args & CONF_BLOCK) && end != '{') {
        wrong = "directive \"%s\" has no opening \"{\"";
    } else if (!(row->args >> (d->n - 1 > 15 ? 15 : d->n - 1) & 1)) {
        wrong = "invalid number of arguments in \"%s\" directive";
    } else {
        return row;
    }
    conf_fail(rd, wrong, d->arg[0]);
    return NULL;
}

/* The whole of a file as text of the configuration's pool; 0 or -1. */
static int
conf_read_file(struct reader *rd, const char *path, struct span *text)
{
    struct conf_file *f;
    struct stat st;
    ssize_t n = -1;
    int fd = SYS(open, path, O_RDONLY | O_CLOEXEC);

    if (fd == -1) {
        return -1;
    }
    if (SYS(fstat, fd, &st) == 0 && st.st_size >= 0 && st.st_size < INT_MAX) {
        text->p = conf_alloc(rd, (size_t) st.st_size + 1);
        do {
            n = SYS(read, fd, text->p + text->n,
                    (size_t) st.st_size - text->n);
            text->n += n > 0 ? (size_t) n : 0;
        } while (n > 0 && text->n < (size_t) st.st_size);
    }
    if (n == -1) {
        return plat_close_failed(fd);
    }
    close(fd);
    for (f = rd->cf->files; f != NULL; f = f->next) {
        if (strcmp(f->path, path) == 0) {
            return 0;
        }
    }
    f = conf_add(rd, &rd->cf->files, sizeof(*f));
    f->path = path;
    f->text = *text;
    return 0;
}

/* From here on the reader reads this. */
static void
conf_begin(struct reader *rd, const char *path, int line, struct span text)
{
    rd->at.path = path;
    rd->at.line = line;
    rd->at.p = text.p;
    rd->at.end = text.p + text.n;
}

/* … this file; 0, or -1 with the error told. */
static int
conf_open(struct reader *rd, const char *path)
{
    struct span text = { NULL, 0 };
    const char *error = NULL;

    if (conf_read_file(rd, path, &text) == -1) {
        int err = errno;

        conf_fail(rd, "open() \"%s\" failed (%d: %s)", path, err,
                  strerror(err));
        return -1;
    }
    conf_begin(rd, path, 1, text);
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) {
        error = "UTF-8 byte-order mark: save the file without it";
    } else if (text.n > 0 && memchr(text.p, '\0', text.n) != NULL) {
        error = "NUL byte: this is not a text file";
    }
    if (error != NULL) {
        conf_fail(rd, "%s", error);
        rd->at.p = rd->at.end;
        return -1;
    }
    return 0;
}

/* The files that an include names, in order; a mask may match none. */
static struct strings *
conf_glob(struct reader *rd, const char *mask)
{
    const char *path = conf_path_in(rd, rd->dir, mask);
    struct strings *list = NULL, *word;
    glob_t found;
    size_t i;

    if (rd->depth > 16) {
        conf_fail(rd, "files include each other without end");
        rd->broken = 1;
    } else if (mask[strcspn(mask, "*?[")] == '\0') {
        word = conf_add(rd, &list, sizeof(*word));
        word->text = str_span(path);
    } else if (glob(path, 0, NULL, &found) == 0) {
        for (i = 0; i < found.gl_pathc; i++) {
            word = conf_add(rd, &list, sizeof(*word));
            word->text = str_span(conf_copy(rd, found.gl_pathv[i]));
        }
        globfree(&found);
    }
    return list;
}

static struct node *
conf_node(struct reader *rd, char **words, int n)
{
    struct node *d = conf_alloc(rd, sizeof(*d));

    d->file = rd->at.path;
    d->line = rd->at.line;
    d->n = n;
    d->place = ++rd->places;
    d->arg = conf_alloc(rd, (size_t) (n + 1) * sizeof(*d->arg));
    memcpy(d->arg, words, (size_t) n * sizeof(*words));
    return d;
}

/* The context inside a block that stands in `where`. */
static int
conf_inside(const struct row *row, int where)
{
    int inside = row ? row->args >> CONF_INSIDE : 0;

    return inside == CONF_I && where == CONF_S ? CONF_SI : inside;
}

/* Reads one level of a text (a block, or all of it) into nodes from *last on,
 * with what it includes. `where` is the context, 0: nothing that matters.
 * Returns the new end of the list. What follows an error of the text could
 * only confuse: it is not read. */
static struct node **
conf_read(struct reader *rd, int where, int inside, struct node **last)
{
    static char *words[CONF_ARGS];      /* is not needed across a call */
    struct text outer;
    struct node *d;
    struct strings *path;
    int n, end;

    while ((end = conf_tokens(rd, words, &n)) == ';' || end == '{') {
        d = conf_node(rd, words, n);
        if (where & CONF_ANY) {
            d->row = conf_check(rd, d, where, end);
        } else if (where == CONF_CONTENT && end == '{') {
            conf_fail(rd, "unexpected \"{\"");
        }
        if (end == ';' && n == 2 && (!(where & CONF_ANY) || d->row != NULL)
            && strcmp(d->arg[0], "include") == 0)
        {
            outer = rd->at;
            rd->depth++;
            for (path = conf_glob(rd, d->arg[1]); path; path = path->next) {
                if (conf_open(rd, path->text.p) == 0) {
                    last = conf_read(rd, where, 0, last);
                }
                rd->at = outer;
            }
            rd->depth--;
            continue;
        }
        if (end == '{' && ++rd->nested > 32) {
            conf_fail(rd, "blocks are nested too deep");
            rd->broken = 1;
        } else if (end == '{') {
            (void) conf_read(rd, conf_inside(d->row, where), 1, &d->child);
            rd->nested--;
        }
        if (d->row != NULL || !(where & CONF_ANY)) {
            *last = d;
            last = &d->next;
        }
    }
    if (end != -1 && (end == '}') != inside) {
        conf_fail(rd, inside ? "unexpected end of file, expecting \"}\""
                  : "unexpected \"}\"");
        end = -1;
    }
    rd->broken |= end == -1;
    return last;
}

/* --- Applying nodes ------------------------------------------------------- */

/* Calls the setter of one directive with the place for its value. */
static void
conf_set(struct reader *rd, struct node *d, int block)
{
    char *base[] = { (char *) rd->cf, (char *) rd->scope.server,
                     (char *) rd->scope.loc };
    const struct row *row = d->row;
    int *seen = &rd->seen[row - conf_rows + 1];
    const char *error = NULL;

    conf_at(rd, d);
    rd->node = d;
    rd->first = *seen != block;
    *seen = block;
    if (!rd->first && !(row->args & CONF_MULTI)) {
        error = "is duplicate";
    } else if (row->set != NULL) {
        error = row->set(rd, base[row->into] + row->field, d->arg);
    }
    if (error != NULL) {
        conf_fail(rd, "\"%s\" directive %s", d->arg[0], error);
    }
}

/* Applies the directives of a block: what the others depend on first, and the
 * blocks inside it last. */
static void
conf_apply(struct reader *rd, struct node *list)
{
    struct conf_scope scope = rd->scope;
    int block = ++rd->blocks, pass, inside;
    struct node *d;

    for (pass = 0; pass < 3; pass++) {
        for (d = list; d != NULL; d = d->next) {
            inside = conf_inside(d->row, scope.where);
            if (pass != (inside & CONF_ANY ? 2
                         : !(d->row->args & CONF_EARLY))) {
                continue;
            }
            conf_set(rd, d, block);
            if (pass == 2) {
                rd->scope.where = inside;
                conf_apply(rd, d->child);
                rd->scope = scope;
            }
        }
    }
}

/* Applies what nobody has written. */
static void
conf_preset(struct reader *rd, const char *text)
{
    struct node *list = NULL;

    conf_begin(rd, NULL, 0, str_span(text));
    (void) conf_read(rd, CONF_ANY, 0, &list);
    conf_apply(rd, list);
}

/* Every default of the table, through the setter of its row. */
static void
conf_defaults(struct reader *rd)
{
    const struct row *row;
    char text[4096];

    for (row = conf_rows; row < conf_rows + CONF_ROWS; row++) {
        if (row->dflt != NULL) {
            snprintf(text, sizeof(text), row->args & CONF_BLOCK
                     ? "%.*s { %s }" : "%.*s %s;", (int) conf_name(row).n,
                     row->doc, row->dflt);
            conf_preset(rd, text);
        }
    }
}

/* --- After reading -------------------------------------------------------- */

/* Two servers of one address with the same name: the first has it. */
static void
conf_check_names(struct listen *l)
{
    struct serving *s, *o;
    struct name *a, *b;
    char text[SOCK_TEXT];

    for (s = l->servers; s != NULL; s = s->next) {
        for (a = s->server->names; a != NULL; a = a->next) {
            for (o = l->servers; o != s; o = o->next) {
                for (b = o->server->names; b != NULL; b = b->next) {
                    if (a->wild == b->wild && a->re == NULL && b->re == NULL
                        && str_eq(a->text, b->text))
                    {
                        log_err(LOG_WARN, "conflicting server name \"%.*s\""
                                " on %s, ignored", (int) a->shown.n, a->shown.p,
                                sock_text(&l->addr, text));
                    }
                }
            }
        }
    }
}

/* What can be settled only once all is read. */
static void
conf_finish(struct reader *rd)
{
    char *anywhere[] = { NULL, geteuid() == 0 ? "*:80" : "*:8000", NULL };
    struct conf *cf = rd->cf;
    struct server *s;
    struct listen *l;
    const struct zone *z;

    conf_begin(rd, NULL, 0, SPAN(""));
    if (!cf->has_events) {
        conf_fail(rd, "no \"events\" section in configuration");
    }
    for (z = RPD_WITH_LIMIT ? cf->zones : NULL; z != NULL; z = z->next) {
        if (z->key == NULL) {
            conf_fail(rd, "zero size shared memory zone \"%s\"", z->name);
        }
    }
    for (s = cf->servers; s != NULL; s = s->next) {
        s->own_n = cf->own_n;
        rd->at.path = s->file;
        rd->at.line = s->line;
        if (!s->listens) {
            rd->scope.server = s;
            (void) conf_set_listen(rd, NULL, anywhere);
        }
        if (s->names == NULL) {
            s->names = conf_alloc(rd, sizeof(*s->names));
            s->names->text = s->names->shown = SPAN("");
        }
    }
    for (l = cf->listens; l != NULL; l = l->next) {
        if (l->opts.reuseport == -1) {
            l->opts.reuseport = cf->reuseport;
        }
        if (l->addr.u.sa.sa_family == AF_UNIX || !RPD_HAVE_REUSEPORT) {
            l->opts.reuseport = 0;
        }
        l->opts.nodelay = l->dflt->loc->tcp_nodelay;
        conf_check_names(l);
    }
    if (cf->use == NULL) {
        cf->use = &ev_backends[0];
    }
    if (cf->user == NULL && geteuid() == 0) {
        conf_preset(rd, "user " RPD_USER ";");
    }
}

/* Where a configuration comes from. */
struct conf_source {
    const char *prefix;         /* relative paths begin here */
    const char *path;           /* the file, or NULL: */
    const char *text;           /* … this text, of directory mode */
    const char *also;           /* -g: more directives of the main block */
    const char *error_log;      /* -e: unless the file says otherwise */
};

/* Reads and applies; rd->errors counts what was wrong. */
static void
conf_load_all(struct reader *rd, const struct conf_source *from)
{
    size_t seen = (CONF_ROWS + 1) * sizeof(*rd->seen);
    char *arg[] = { NULL, (char *) (uintptr_t) from->error_log, NULL }, *dir;
    struct node *list = NULL, **last = &list;

    conf_self.prefix = rd->prefix = rd->dir = from->prefix;
    if (from->path != NULL) {
        rd->dir = dir = conf_copy(rd, from->path);
        *strrchr(dir, '/') = '\0';
    }
    rd->seen = memset(conf_alloc(rd, seen), -1, seen);
    rd->scope.where = CONF_M;
    rd->scope.server = conf_alloc(rd, sizeof(struct server));
    rd->scope.loc = conf_alloc(rd, sizeof(struct loc));
    rd->scope.server->loc = rd->scope.loc;
    conf_defaults(rd);
    if (from->also != NULL) {
        conf_begin(rd, NULL, 1, str_span(from->also));
        last = conf_read(rd, CONF_M, 0, last);
        if (rd->errors > 0) {
            return;
        }
    }
    if (from->path == NULL) {
        conf_begin(rd, "directory mode", 1, str_span(from->text));
    } else {
        conf_begin(rd, NULL, 0, SPAN(""));
        (void) conf_open(rd, from->path);
    }
    (void) conf_read(rd, CONF_M, 0, last);
    conf_apply(rd, list);
    if (!rd->broken) {
        conf_finish(rd);
    }
    if (rd->cf->error_log == NULL) {
        rd->first = 1;
        rd->scope.where = CONF_M;
        (void) conf_set_error_log(rd, NULL, arg);
    }
}

static void
conf_free(struct conf *cf)
{
    struct log_file *f;

    if (cf != NULL) {
        for (f = cf->logs; f != NULL; f = f->next) {
            log_close(f);
        }
        if (RPD_WITH_REWRITE) {
            re_free(cf->patterns);
        }
        mem_free(cf->pool);
    }
}

/* 0, or -1: memory ran out somewhere inside. */
__attribute__((noinline))
static int
conf_try(struct reader *rd, const struct conf_source *from)
{
    if (setjmp(rd->nomem) != 0) {
        return -1;
    }
    conf_load_all(rd, from);
    return 0;
}

/* The configuration, or NULL with the errors logged; `lenient` is content with
 * what could be read. Nothing is opened or changed. */
static struct conf *
conf_load(const struct conf_source *from, int lenient)
{
    struct reader rd;
    struct pool *pool = mem_pool();

    memset(&rd, 0, sizeof(rd));
    rd.cf = pool ? mem_zalloc(pool, sizeof(*rd.cf)) : NULL;
    if (rd.cf != NULL) {
        rd.cf->pool = pool;
        rd.tmpls = &rd.cf->tmpls;
        rd.cf->path = from->path;
        if (conf_try(&rd, from) == 0) {
            if (rd.errors == 0 || lenient) {
                return rd.cf;
            }
            mem_free(pool);
            return NULL;
        }
    }
    if (pool != NULL) {
        mem_free(pool);
    }
    log_err(LOG_EMERG, "no memory for the configuration");
    return NULL;
}

/* The server block for the name of a host: the best of the exact and wild ones,
 * or the first whose pattern fits, or the default one. */
static struct server *
conf_server(const struct listen *l, struct span host,
            int (*fits)(void *, const struct re *, struct span), void *arg)
{
    struct server *best = NULL;
    const struct serving *s;
    const struct name *name;
    size_t strength = 0, n;
    int patterns = 0;

    if (l->servers->next == NULL && !l->dflt->patterns) {
        return l->dflt;
    }
    for (s = l->servers; s != NULL; s = s->next) {
        for (name = s->server->names; name != NULL; name = name->next) {
            patterns |= name->re != NULL;
            n = name->re ? 0 : str_host(name->text, name->wild, host);
            if (n > strength) {
                strength = n;
                best = s->server;
            }
        }
    }
    for (s = patterns && !best ? l->servers : NULL; s != NULL; s = s->next) {
        for (name = s->server->names; name != NULL; name = name->next) {
            if (name->re != NULL && fits(arg, name->re, host)) {
                return s->server;
            }
        }
    }
    return best ? best : l->dflt;
}

/* === 10 conn === Connections: accept to close ============================= */

/* A connection is one row of a table that is as large as worker_connections.
 * Between two requests it holds that row and nothing else. What it speaks is
 * the listener's protocol; how bytes travel is its transport (plain; TLS will
 * be another). conn_ready() is what the event loop calls; it remembers what
 * the socket can do and lets the protocol go on until it must wait.
 *
 *   CONN_FREE -> CONN_IDLE, CONN_SHAKE     conn_accept
 *   CONN_SHAKE -> CONN_IDLE    http_shake
 *   CONN_IDLE -> CONN_SHAKE    http_secure, behind a PROXY header
 *   CONN_IDLE, CONN_KEPT -> CONN_HEAD      http_head, with its first byte
 *   CONN_HEAD -> CONN_WAIT     http_pause, and back into the phases
 *   CONN_HEAD, CONN_WAIT -> CONN_BODY      http_answer, when a body comes first
 *   CONN_BODY -> CONN_WAIT     http_pause
 *   CONN_HEAD, CONN_WAIT, CONN_BODY -> CONN_SEND       http_respond
 *   CONN_SEND -> CONN_IDLE, CONN_KEPT      http_keep, after a request
 *   CONN_KEPT -> CONN_IDLE     http_expired
 *   CONN_SEND -> CONN_LINGER   http_linger, when the client may still send
 *   any       -> CONN_FREE     conn_close */

enum conn_state {
    CONN_FREE,                  /* no connection */
    CONN_SHAKE,                 /* a handshake of TLS */
    CONN_IDLE,                  /* waiting for a request */
    CONN_KEPT,                  /* the same, and not to be closed yet */
    CONN_HEAD,                  /* reading the head of one */
    CONN_WAIT,                  /* a phase waits */
    CONN_SEND,                  /* sending the response */
    CONN_BODY,                  /* reading the body, to keep or to drop it */
    CONN_LINGER                 /* all is said; reading until they close */
};

enum { CONN_AGAIN = -1, CONN_ERR = -2 };        /* besides counts of bytes */

struct conn;

struct conn_io {                /* a transport */
    ssize_t (*recv)(struct conn *, void *, size_t);
    ssize_t (*send)(struct conn *, struct iovec *, int n, int more);
    ssize_t (*sendfile)(struct conn *, int fd, off_t *off, size_t size);
    int (*shut)(struct conn *); /* nothing more will be sent; 0 or -1 */
    void (*end)(struct conn *); /* it is closed; may be NULL */
};

struct conn_proto {             /* a protocol; what the socket can do is in */
    void (*ready)(struct conn *);       /* c->readable and c->writable */
    void (*expired)(struct conn *);
};

struct listener {               /* a listening socket of this worker */
    struct ev_source ev;        /* first */
    struct listener *next;
    struct listen *conf;
    atomic_uint *taken;         /* counts who was accepted here, for 25 */
    int group, slot;            /* which socket it is */
    int shared;                 /* with other workers */
    int helps;                  /* it is another worker's, or was */
    int dying;                  /* its address goes: stays till it is empty */
};

struct conn {
    struct ev_source ev;        /* first: the source is the connection */
    struct listen *listen;      /* where it was accepted */
    const struct conn_io *io;
    struct req *req;            /* NULL between requests */
    struct conn *next;          /* in the free list */
    struct proxied *proxied;    /* of the PROXY protocol, or NULL */
    struct tls *tls;            /* chapter 11, or NULL */
    long long when;             /* it was accepted; lingering: it ends */
    unsigned serial;            /* $connection */
    int requests;               /* so far; lingering: ms to wait for more */
    unsigned char ip[16];       /* of the client, as its family has it */
    unsigned short port;
    unsigned char family;       /* AF_* */
    unsigned char state;
    unsigned readable : 1;      /* it may have something to read */
    unsigned writable : 1;      /* it may take something */
    unsigned ended : 1;         /* the client has closed its side */
    unsigned last : 1;          /* close rather than wait for a request */
    unsigned nodelay : 1;       /* TCP_NODELAY is set */
    unsigned rest : 24;         /* CONN_KEPT: seconds as CONN_IDLE then */
};

struct proxied {                /* what a PROXY header told */
    char addr[INET6_ADDRSTRLEN], server[INET6_ADDRSTRLEN];
    int port, server_port;
    size_t n;                   /* bytes of more fields behind these */
};

/* --- What all processes share --------------------------------------------- */

/* Every worker has a row of counters, which it alone writes, without locks;
 * who reads them adds up all rows. A row goes to one worker after the other
 * and counts on: so nothing is lost when one goes, and nothing is there twice.
 * What a worker has counted itself is what is more than `before`. */

#define CONN_ADDRESSES 10       /* that are counted one by one */
#define CONN_NUMBERS (CONN_ADDRESSES + 1)       /* and all others as one */

enum {
    CONN_ACTIVE, CONN_READING, CONN_WRITING, CONN_WAITING,      /* now */
    CONN_ACCEPTED, CONN_REQUESTS, CONN_RECEIVED, CONN_SENT,     /* so far */
    CONN_STATUS,                /* answers 1xx, and so on up to 5xx */
    CONN_ADDRESS = CONN_STATUS + 5,     /* accepted, by number of the group */
    CONN_COUNTS = CONN_ADDRESS + CONN_NUMBERS
};

struct counters {               /* of a process; others read them */
    _Alignas(64) uint64_t n[CONN_COUNTS];       /* the busiest come first */
    uint64_t before[CONN_COUNTS];
    atomic_uint accepted;       /* from sockets of its own */
    atomic_uint turns;          /* of its loop: it is alive */
    atomic_uint full;           /* it cannot take anybody now */
    atomic_uint outdated;       /* others take them; it will be told so */
    int slot;
    int used;                   /* the row is some worker's */
    atomic_uint life;           /* another number for every such worker */
};

enum {                          /* what the board says of a worker */
    BOARD_SLOT, BOARD_PID, BOARD_GENERATION,
    BOARD_HELPER,               /* pid of who accepts from its sockets, too */
    BOARD_UPTIME, BOARD_MEMORY, BOARD_CPU,      /* s, bytes, ms */
    BOARD_FACTS
};

struct board_line {             /* of a worker, or of a slot without one */
    const char *state;
    const struct counters *count;       /* it is where it is to all; or NULL */
    long long fact[BOARD_FACTS];        /* -1: unknown */
    int queue[CONN_NUMBERS][2]; /* how many wait, and may; or -1 */
};

#define CONN_LINES 2048         /* that are shown */

struct board {                  /* what the master tells when it is asked */
    long long looked;           /* plat_clock.ms */
    char address[CONN_NUMBERS][SOCK_TEXT * 3];  /* odd bytes as %XX */
    int n;
    struct board_line line[CONN_LINES]; /* the first one is the whole server */
};

#define CONN_ROWS 8192          /* most workers at a time, old ones included */

struct shared {                 /* memory of all processes */
    atomic_int mutex;           /* pid of the worker whose turn it is, or 0 */
    atomic_uint deaths;         /* of workers */
    atomic_int rows;            /* of `count` that were ever used */
    long long started;          /* plat_clock.ms */
    atomic_int shown;           /* which of the boards; the other one is for */
    struct board board[2];      /* the master to write on */
    atomic_uint helped[SOCK_MOST + 1];  /* accepted by others than the owner;
                                   the last: from sockets that all share */
    struct counters count[CONN_ROWS];
};

#define CONN_OUT 32768          /* bytes of the one write buffer of a worker */

static struct {
    struct conn *table;
    int max;
    int used;                   /* rows touched so far */
    struct conn *free;
    struct conn *closed;        /* free after this turn of the loop */
    struct listener *listeners;
    struct listener *dropped;   /* freed after this turn of the loop */
    int paused;                 /* no accepting: table or descriptors full */
    int holds_mutex;            /* may accept from shared sockets */
    int multi_accept;
    int leaving;                /* finish what there is, accept no more */
    unsigned serial;
    time_t told;                /* when it was said that the table is full */
    long long pause_ms;         /* after running out of descriptors */
    struct ev_source retry;     /* and its timer */
    struct shared *shared;
    struct counters *count;     /* of this process, in shared memory */
    char out[CONN_OUT];
} conn_self;

/* What a process has counted, or all of them so far: NULL. */
static long long
conn_counted(const struct counters *of, int what)
{
    uint64_t sum = 0;
    int i;

    if (what == CONN_WAITING) {
        return conn_counted(of, CONN_ACTIVE) - conn_counted(of, CONN_READING)
               - conn_counted(of, CONN_WRITING);
    }
    if (of != NULL) {
        return (long long) (of->n[what] - of->before[what]);
    }
    for (i = 0; i < conn_self.shared->rows; i++) {
        sum += conn_self.shared->count[i].n[what];
    }
    return (long long) sum;
}

/* --- Transport: plain TCP ------------------------------------------------- */

/* Bytes read, 0: the client is done, CONN_AGAIN, CONN_ERR. Fewer bytes than
 * asked for mean that there are no more now, unless the end is near. */
static ssize_t
conn_plain_recv(struct conn *c, void *to, size_t size)
{
    ssize_t n;

    do {
        n = SYS(recv, c->ev.fd, to, size, 0);
    } while (n == -1 && errno == EINTR);
    if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        c->readable = 0;
        return CONN_AGAIN;
    }
    if (n > 0 && (size_t) n < size && !c->ended) {
        c->readable = 0;
    }
    return n == -1 ? CONN_ERR : n;
}

static ssize_t
conn_plain_send(struct conn *c, struct iovec *iov, int n, int more)
{
    int flags = MSG_NOSIGNAL | (more ? PLAT_MORE : 0);
    struct msghdr msg;
    ssize_t sent;

    memset(&msg, 0, sizeof(msg));
    msg.msg_iov = iov;
    msg.msg_iovlen = n;
    do {
        sent = n == 1 ? SYS(send, c->ev.fd, iov->iov_base, iov->iov_len, flags)
               : SYS(sendmsg, c->ev.fd, &msg, flags);
    } while (sent == -1 && errno == EINTR);
    if (sent == -1 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        c->writable = 0;
        return CONN_AGAIN;
    }
    return sent == -1 ? CONN_ERR : sent;
}

static ssize_t
conn_plain_sendfile(struct conn *c, int fd, off_t *off, size_t size)
{
    ssize_t sent;

    do {
        sent = plat_sendfile(c->ev.fd, fd, off, size);
    } while (sent == -1 && errno == EINTR);
    if (sent == -1 && (errno == EAGAIN || errno == EBUSY)) {
        c->writable = 0;
        return CONN_AGAIN;
    }
    return sent == -1 ? CONN_ERR : sent;
}

static int
conn_plain_shut(struct conn *c)
{
    return SYS(shutdown, c->ev.fd, SHUT_WR);
}

static const struct conn_io conn_plain = {
    conn_plain_recv, conn_plain_send, conn_plain_sendfile, conn_plain_shut,
    NULL,
};

/* --- Log lines about a client --------------------------------------------- */

/* The client's address as text, in `to` of SOCK_TEXT bytes. */
static char *
conn_client(const struct conn *c, char *to)
{
    if (c->family == AF_UNIX) {
        return memcpy(to, "unix:", 6);
    }
    inet_ntop(c->family, c->ip, to, SOCK_TEXT);
    return to;
}

/* The address the client has reached, which a wildcard listen must ask for;
 * 0 or -1. */
static int
conn_local(const struct conn *c, struct addr *a)
{
    memset(a, 0, sizeof(*a));
    a->len = sizeof(a->u);
    return SYS(getsockname, c->ev.fd, &a->u.sa, &a->len);
}

/* The next close resets the connection; what is on its way is lost. */
static void
conn_reset(const struct conn *c)
{
    struct linger now = { 1, 0 };

    (void) SYS(setsockopt, c->ev.fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

/* --- Listeners ------------------------------------------------------------ */

static int
conn_may_accept(const struct listener *l)
{
    return !conn_self.paused && (!conn_self.leaving || l->dying)
           && (!l->shared || conn_self.holds_mutex);
}

/* Watches the listeners that may accept, and no others. */
static void
conn_watch(void)
{
    struct listener *l;

    for (l = conn_self.listeners; l != NULL; l = l->next) {
        if (!conn_may_accept(l)) {
            ev_del(&l->ev);
        } else if (ev_add(&l->ev, EV_IN | EV_LEVEL
                          | (l->shared ? EV_EXCLUSIVE : 0)) == -1) {
            log_fail(LOG_ALERT, "watching a listening socket failed");
        }
    }
}

/* No accepting until something is closed, or for a while. */
static void
conn_pause(long long ms)
{
    conn_self.paused = 1;
    conn_self.count->full = 1;
    conn_watch();
    if (ms > 0) {
        ev_timer(&conn_self.retry, ms);
    }
}

static void
conn_resume(struct ev_source *s, int events)
{
    (void) events;
    ev_timer_off(s);
    if (conn_self.paused) {
        conn_self.paused = 0;
        conn_self.count->full = 0;
        conn_watch();
    }
}

/* --- Life ----------------------------------------------------------------- */

/* Ends the connection at once; its row is free when the turn is over, since
 * events of this turn may still point to it. The request is not touched. */
static void
conn_close(struct conn *c)
{
    if (c->io->end != NULL) {
        c->io->end(c);
    }
    ev_forget(&c->ev);
    if (close(c->ev.fd) == -1 && errno != ECONNRESET) {
        log_fail(LOG_ALERT, "close() of a connection failed");
    }
    c->ev.fd = -1;
    c->state = CONN_FREE;
    free(c->proxied);
    c->proxied = NULL;
    c->next = conn_self.closed;
    conn_self.closed = c;
    conn_self.count->n[CONN_ACTIVE]--;
}

/* At the end of a turn of the loop: what was closed may be used again. */
static void
conn_reclaim(void)
{
    struct listener *l;
    struct conn *c;

    while ((l = conn_self.dropped) != NULL) {
        conn_self.dropped = l->next;
        free(l);
    }
    if (conn_self.closed == NULL) {
        return;
    }
    while ((c = conn_self.closed) != NULL) {
        conn_self.closed = c->next;
        c->next = conn_self.free;
        conn_self.free = c;
    }
    if (conn_self.paused && conn_self.retry.heap == -1) {
        conn_resume(&conn_self.retry, 0);
    }
}

static void
conn_ready(struct ev_source *s, int events)
{
    struct conn *c = (struct conn *) s;

    if (events & EV_TIME) {
        c->listen->proto->expired(c);
        return;
    }
    c->readable |= (events & EV_IN) != 0;
    c->writable |= (events & EV_OUT) != 0;
    c->ended |= (events & EV_END) != 0;
    c->listen->proto->ready(c);
}

/* A row for the accepted socket; NULL: the table is full. */
static struct conn *
conn_open(struct listener *l, int fd, const struct addr *peer)
{
    const void *ip = sock_ip_of(peer);
    struct conn *c = conn_self.free;

    if (c != NULL) {
        conn_self.free = c->next;
    } else if (conn_self.used < conn_self.max) {
        c = &conn_self.table[conn_self.used++];
    } else {
        return NULL;
    }
    memset(c, 0, sizeof(*c));
    ev_source_init(&c->ev, fd, conn_ready);
    c->listen = l->conf;
    c->io = &conn_plain;
    c->state = l->conf->ssl && !l->conf->proxy_protocol ? CONN_SHAKE
               : CONN_IDLE;
    c->writable = 1;
    c->nodelay = (unsigned) l->conf->opts.nodelay & 1;
    c->serial = ++conn_self.serial;
    c->when = plat_clock.ms;
    c->family = AF_UNIX;
    if (ip != NULL) {
        c->family = (unsigned char) peer->u.sa.sa_family;
        c->port = (unsigned short) sock_port(peer);
        memcpy(c->ip, ip, c->family == AF_INET ? 4 : 16);
    }
    conn_self.count->n[CONN_ACTIVE]++;
    return c;
}

/* The table is full when its last row is taken: then nobody is accepted who
 * could not be served. */
static int
conn_full(void)
{
    return conn_self.free == NULL && conn_self.used == conn_self.max;
}

#define CONN_FRESH 1000         /* ms that a handshake is good for */

/* Has the handshake just ended? Then the first request is on its way. */
static int
conn_is_fresh(const struct conn *c)
{
    return c->tls && c->requests == 0 && c->ev.deadline - plat_clock.ms
           > c->listen->dflt->client_header_timeout - CONN_FRESH;
}

/* Makes room at the expense of whoever has been idle for the longest, or of
 * those with TLS, after a last look for a request. The row is free after this
 * turn. */
static void
conn_drop_idle(int secure, int most)
{
    struct conn *c, *oldest = NULL;
    int i;

    for (i = 0; i < conn_self.used; i++) {
        c = &conn_self.table[i];
        if (c->state == CONN_IDLE && (c->tls || !secure)
            && !(secure && conn_is_fresh(c))
            && (oldest == NULL || c->ev.deadline < oldest->ev.deadline))
        {
            oldest = c;
        }
    }
    if (conn_self.told != plat_clock.sec) {
        conn_self.told = plat_clock.sec;
        log_err(LOG_WARN, "%d %s are not enough%s", most, secure
                ? "connections that ssl_memory_limit allows"
                : "worker_connections",
                oldest ? ", reusing connections" : "");
    }
    if (oldest != NULL) {
        oldest->last = oldest->readable = 1;
        oldest->listen->proto->ready(oldest);
    }
}

/* accept() has failed: is it a reason to stop accepting, and for how long? -1:
 * it is none. */
static long long
conn_accept_failed(void)
{
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS
        || errno == ENOMEM)
    {
        log_fail(LOG_ALERT, "accept() failed, no accepting for %lld ms",
                 conn_self.pause_ms);
        return conn_self.pause_ms;
    }
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
        log_fail(errno == ECONNABORTED ? LOG_ERROR : LOG_ALERT,
                 "accept() failed");
    }
    return -1;
}

/* A listening socket has something. */
static void
conn_accept(struct ev_source *s, int events)
{
    struct listener *l = (struct listener *) s;
    long long pause = -1;       /* ms */
    struct addr peer;
    struct conn *c;
    int fd;

    (void) events;
    if (conn_self.count->outdated && !l->dying) {
        return;
    }
    do {
        if (conn_full()) {
            conn_drop_idle(0, conn_self.max);
            pause = 0;
            break;
        }
        if (plat_no_accept4 == 1) {
            log_err(LOG_WARN, "accept4() is missing, accept() is used");
            plat_no_accept4 = 2;
        }
        peer.len = sizeof(peer.u);
        fd = plat_accept(l->ev.fd, &peer.u.sa, &peer.len);
        if (fd == -1) {
            pause = conn_accept_failed();
            break;
        }
        c = conn_open(l, fd, &peer);
        if (ev_add(&c->ev, EV_IN) == -1) {
            log_fail(LOG_ALERT, "watching a connection failed");
            conn_close(c);
            continue;
        }
        conn_self.count->n[CONN_ACCEPTED]++;
        conn_self.count->n[CONN_ADDRESS + l->conf->number]++;
        (*l->taken)++;
        l->conf->proto->ready(c);
    } while (conn_self.multi_accept);
    if (pause >= 0) {
        conn_pause(pause);
    }
}

/* Accepts from one socket more, once conn_watch() is called; NULL without
 * memory. The descriptor is the listener's from now on. */
static struct listener *
conn_listen(int fd, struct listen *conf)
{
    struct listener *l = calloc(1, sizeof(*l));

    if (l != NULL) {
        ev_source_init(&l->ev, fd, conn_accept);
        l->conf = conf;
        l->taken = &conn_self.count->accepted;
        l->next = conn_self.listeners;
        conn_self.listeners = l;
    }
    return l;
}

/* Accepts no more from the socket and lets go of it. Others have it open, too:
 * so it must leave the event loop before it is closed. */
static void
conn_unlisten(struct listener *l)
{
    struct listener **at = &conn_self.listeners;

    while (*at != l) {
        at = &(*at)->next;
    }
    *at = l->next;
    ev_forget(&l->ev);
    close(l->ev.fd);
    l->ev.fd = -1;              /* events may still be on their way */
    l->next = conn_self.dropped;
    conn_self.dropped = l;
}

/* What a worker needs before it accepts: rows for `max` connections. 0, or -1
 * without memory. */
static int
conn_init(int max)
{
    conn_self.max = max;
    conn_self.table = calloc((size_t) max, sizeof(*conn_self.table));
    ev_source_init(&conn_self.retry, -1, conn_resume);
    return conn_self.table ? 0 : -1;
}

/* === 11 tls === TLS: handshake, records, sessions, by mbedTLS ============= */

#if RPD_WITH_TLS

/* Before the library sees a connection, the ClientHello is read here: so the
 * server block is known from the first byte on, and each has its protocols,
 * ciphers, certificates and sessions to itself. What the master loads (keys,
 * before privileges go) the workers inherit; random numbers they draw from the
 * kernel, so that no two draw the same. Sessions are encrypted with keys in
 * memory that all workers share: whichever a client reaches, it resumes. */

/* --- What a ClientHello says ---------------------------------------------- */

#define TLS_NAME 255            /* bytes of a server name, at most */

struct hello {                  /* RFC 8446, 4.1.2; spans into the record */
    char name[TLS_NAME + 1];    /* in lower case; empty: none */
    size_t name_n;
    struct span raw;            /* as the client spells it */
    struct span alpn;           /* names, each behind a byte with its length */
    struct span ciphers, curves;        /* two bytes each */
    struct span shares;         /* a curve, and a key behind its length */
    int version;                /* the highest one: 0x0303 is TLS 1.2 */
};

static size_t
tls_number(const char *p, int bytes)
{
    size_t n = 0;

    while (bytes-- > 0) {
        n = n << 8 | (unsigned char) *p++;
    }
    return n;
}

/* Takes a vector off the front, behind a length of so many bytes; 0 or -1. */
static int
tls_vector(struct span *s, int bytes, struct span *out)
{
    size_t n = s->n < (size_t) bytes ? 0 : tls_number(s->p, bytes);

    if (s->n < (size_t) bytes + n) {
        return -1;
    }
    *out = (struct span) { s->p + bytes, n };
    s->p += (size_t) bytes + n;
    s->n -= (size_t) bytes + n;
    return 0;
}

static void
tls_hello_name(struct hello *h, struct span list)
{
    struct span names, name;

    if (tls_vector(&list, 2, &names) == -1 || names.n < 1 || names.p[0] != 0) {
        return;
    }
    names.p++, names.n--;
    if (tls_vector(&names, 2, &name) == -1 || name.n > TLS_NAME
        || memchr(name.p, '\0', name.n) != NULL)
    {
        return;
    }
    h->raw = name;
    name.n -= name.n > 0 && name.p[name.n - 1] == '.';
    (void) str_put_lower(h->name, name);
    h->name_n = name.n;
}

static void
tls_hello_extension(struct hello *h, size_t type, struct span s)
{
    struct span list;
    size_t i, version;

    if (type == 0) {            /* server_name, RFC 6066 */
        tls_hello_name(h, s);
    } else if (type == 16) {    /* ALPN, RFC 7301 */
        (void) tls_vector(&s, 2, &h->alpn);
    } else if (type == 10) {    /* supported_groups */
        (void) tls_vector(&s, 2, &h->curves);
    } else if (type == 51) {    /* key_share */
        (void) tls_vector(&s, 2, &h->shares);
    } else if (type == 43 && tls_vector(&s, 1, &list) == 0) {
        for (i = 0; i + 1 < list.n; i += 2) {   /* supported_versions */
            version = tls_number(list.p + i, 2);
            if (version >> 8 == 3 && (int) version > h->version) {
                h->version = (int) version;
            }
        }
    }
}

/* Reads a ClientHello: 0, CONN_AGAIN when more must come, or CONN_ERR when it
 * is none, or is spread over several records. */
static int
tls_hello(struct hello *h, struct span s)
{
    struct span body, list, one;
    size_t type;

    memset(h, 0, sizeof(*h));
    if (s.n > 0 && s.p[0] != 22) {      /* handshake */
        return CONN_ERR;
    }
    if (s.n < 5) {
        return CONN_AGAIN;
    }
    if (s.p[1] != 3 || tls_number(s.p + 3, 2) > 16384) {
        return CONN_ERR;
    }
    s.p += 3, s.n -= 3;
    if (tls_vector(&s, 2, &body) == -1) {
        return CONN_AGAIN;
    }
    if (body.n < 1 || body.p[0] != 1) { /* client_hello */
        return CONN_ERR;
    }
    body.p++, body.n--;
    if (tls_vector(&body, 3, &s) == -1 || s.n < 34) {
        return CONN_ERR;
    }
    h->version = (int) tls_number(s.p, 2);
    s.p += 34, s.n -= 34;
    if (tls_vector(&s, 1, &one) == -1 || tls_vector(&s, 2, &h->ciphers) == -1
        || tls_vector(&s, 1, &one) == -1)
    {
        return CONN_ERR;
    }
    if (tls_vector(&s, 2, &list) == -1) {
        return s.n == 0 ? 0 : CONN_ERR;
    }
    while (list.n >= 4) {
        type = tls_number(list.p, 2);
        list.p += 2, list.n -= 2;
        if (tls_vector(&list, 2, &one) == -1) {
            return CONN_ERR;
        }
        tls_hello_extension(h, type, one);
    }
    return list.n == 0 ? 0 : CONN_ERR;
}

/* Does the client's list have that protocol? */
static int
tls_hello_speaks(const struct hello *h, struct span protocol)
{
    struct span list = h->alpn, one;

    while (tls_vector(&list, 1, &one) == 0) {
        if (str_eq(one, protocol)) {
            return 1;
        }
    }
    return 0;
}

/* --- Bridge: what differs between versions and builds of the library ------ */

static int
tls_random(void *unused, unsigned char *to, size_t n)
{
    size_t part;

    (void) unused;
    for (; n > 0; to += part, n -= part) {
        part = n < 256 ? n : 256;
        if (plat_random(to, part) == -1) {
            return -0x0034;     /* the library's word for no entropy */
        }
    }
    return 0;
}

#if RPD_TLS_MAJOR == 3
#define TLS_RANDOM , tls_random, NULL
#else
#define TLS_RANDOM
#endif

#if RPD_TLS_MAJOR < 4
static void
tls_set_random(mbedtls_ssl_config *c)
{
    mbedtls_ssl_conf_rng(c, tls_random, NULL);
}
#else
static void
tls_set_random(mbedtls_ssl_config *c)
{
    (void) c, (void) tls_random;
}
#endif

#if RPD_TLS_MAJOR == 2

static int
tls_is_over(mbedtls_ssl_context *ssl)
{
    return ssl->state == MBEDTLS_SSL_HANDSHAKE_OVER;
}

static struct span
tls_session_id(const mbedtls_ssl_context *ssl)
{
    const mbedtls_ssl_session *s = mbedtls_ssl_get_session_pointer(ssl);

    return (struct span) { (char *) (uintptr_t) s->id, s->id_len };
}

/* Is the next attribute part of the same RDN? */
static int
tls_is_joined(const mbedtls_x509_name *name)
{
    return name->next_merged;
}

/* A session of TLS 1.3 does not keep the client's certificate. */
static int
tls_forgets(const mbedtls_ssl_session *s)
{
    (void) s;
    return 0;
}

static void
tls_set_versions(mbedtls_ssl_config *c, int protocols)
{
    (void) protocols;
    mbedtls_ssl_conf_min_version(c, 3, 3);
    mbedtls_ssl_conf_max_version(c, 3, 3);
}

/* The client's order is a matter of how the library is built. */
static void
tls_set_order(mbedtls_ssl_config *c, int prefer)
{
    (void) c, (void) prefer;
}

/* Curves by their numbers in TLS, up to a 0, in memory of the pool. 0 or -1 */
static int
tls_set_curves(mbedtls_ssl_config *c, struct pool *pool, const uint16_t *ids)
{
    mbedtls_ecp_group_id *to;
    int n;

    for (n = 0; ids[n] != 0; n++) { }
    to = mem_zalloc(pool, (size_t) (n + 1) * sizeof(*to));
    if (to == NULL) {
        return -1;
    }
    mbedtls_ssl_conf_curves(c, to);
    while (*ids != 0) {
        *to++ = mbedtls_ecp_curve_info_from_tls_id(*ids++)->grp_id;
    }
    return 0;
}

#else

static int
tls_is_over(mbedtls_ssl_context *ssl)
{
    return mbedtls_ssl_is_handshake_over(ssl);
}

static struct span
tls_session_id(const mbedtls_ssl_context *ssl)
{
    const mbedtls_ssl_session *s = ssl->MBEDTLS_PRIVATE(session);

    return (struct span) { (char *) (uintptr_t) *mbedtls_ssl_session_get_id(s),
                           mbedtls_ssl_session_get_id_len(s) };
}

static int
tls_is_joined(const mbedtls_x509_name *name)
{
    return name->MBEDTLS_PRIVATE(next_merged);
}

static int
tls_forgets(const mbedtls_ssl_session *s)
{
    return s->MBEDTLS_PRIVATE(tls_version) == MBEDTLS_SSL_VERSION_TLS1_3;
}

static void
tls_set_versions(mbedtls_ssl_config *c, int protocols)
{
    mbedtls_ssl_conf_min_tls_version(c, protocols & CONF_TLS12
        ? MBEDTLS_SSL_VERSION_TLS1_2 : MBEDTLS_SSL_VERSION_TLS1_3);
    mbedtls_ssl_conf_max_tls_version(c, protocols & CONF_TLS13
        ? MBEDTLS_SSL_VERSION_TLS1_3 : MBEDTLS_SSL_VERSION_TLS1_2);
}

static void
tls_set_order(mbedtls_ssl_config *c, int prefer)
{
    mbedtls_ssl_conf_preference_order(c, prefer
        ? MBEDTLS_SSL_SRV_CIPHERSUITE_ORDER_SERVER
        : MBEDTLS_SSL_SRV_CIPHERSUITE_ORDER_CLIENT);
}

static int
tls_set_curves(mbedtls_ssl_config *c, struct pool *pool, const uint16_t *ids)
{
    (void) pool;
    mbedtls_ssl_conf_groups(c, ids);
    return 0;
}

#endif

/* Whose certificates are good, and which of them clients are told: all there
 * are where the library makes no difference. 2.28 is given the others when it
 * has told, before a step that reads the client's certificate. */
#if RPD_HAVE_TLS_HINTS == 1
static void
tls_set_trusted(mbedtls_ssl_config *c, mbedtls_x509_crt *all,
                mbedtls_x509_crt *told, mbedtls_x509_crl *crl)
{
    mbedtls_ssl_conf_ca_chain(c, all, crl);
    mbedtls_ssl_conf_dn_hints(c, told);
}
#else
static void
tls_set_trusted(mbedtls_ssl_config *c, mbedtls_x509_crt *all,
                mbedtls_x509_crt *told, mbedtls_x509_crl *crl)
{
    mbedtls_ssl_conf_ca_chain(c, RPD_HAVE_TLS_HINTS && told ? told : all, crl);
}
#endif

#if RPD_HAVE_TLS_HINTS == 2
static void
tls_trust(mbedtls_ssl_context *ssl, mbedtls_x509_crt *all,
          mbedtls_x509_crl *crl)
{
    if (ssl->state == MBEDTLS_SSL_CLIENT_CERTIFICATE) {
        mbedtls_ssl_set_hs_ca_chain(ssl, all, crl);
    }
}
#else
static void
tls_trust(mbedtls_ssl_context *ssl, mbedtls_x509_crt *all,
          mbedtls_x509_crl *crl)
{
    (void) ssl, (void) all, (void) crl;
}
#endif

#if RPD_TLS_MAJOR < 4
static int
tls_has_curve(uint16_t id)
{
    return mbedtls_ecp_curve_info_from_tls_id(id) != NULL;
}
#else
static int
tls_has_curve(uint16_t id)
{
    return id == 23 || id == 24 || id == 25 || id == 29;
}
#endif

/* What the library has against something. */
#if RPD_HAVE_TLS_ERRORS
static const char *
tls_error(int rc)
{
    static char text[128];

    mbedtls_strerror(rc, text, sizeof(text));
    return text;
}
#else
static const char *
tls_error(int rc)
{
    static char text[16];

    snprintf(text, sizeof(text), "-0x%04x", (unsigned) -rc);
    return text;
}
#endif

#if RPD_HAVE_TLS_PBES2
static int
tls_parse_key(mbedtls_pk_context *key, struct span text, struct span password)
{
    return mbedtls_pk_parse_key(key, (unsigned char *) text.p, text.n,
                                (unsigned char *) password.p, password.n
                                TLS_RANDOM);
}
#else
/* A key as OpenSSL encrypts it: RFC 8018's PBES2 with AES in CBC, for which
 * 2.28 has all but the names. */
struct tls_locked {
    mbedtls_asn1_buf salt, data;
    unsigned char iv[16];       /* changes with use */
    mbedtls_md_type_t hash;
    int rounds;
    unsigned bits;
};

/* 0, or -1: it is something else. */
static int
tls_read_locked(struct tls_locked *k, unsigned char *p, size_t n)
{
    const unsigned char *end = p + n;
    mbedtls_asn1_buf oid, with, kdf, iv;

    if (mbedtls_asn1_get_tag(&p, end, &n, MBEDTLS_ASN1_CONSTRUCTED
                             | MBEDTLS_ASN1_SEQUENCE) != 0
        || mbedtls_asn1_get_alg(&p, end, &oid, &with) != 0
        || mbedtls_asn1_get_tag(&p, end, &k->data.len,
                                MBEDTLS_ASN1_OCTET_STRING) != 0)
    {
        return -1;
    }
    k->data.p = p;
    p = with.p, end = p + with.len;
    if (mbedtls_asn1_get_alg(&p, end, &oid, &kdf) != 0
        || MBEDTLS_OID_CMP(MBEDTLS_OID_PKCS5_PBKDF2, &oid) != 0
        || mbedtls_asn1_get_alg(&p, end, &oid, &iv) != 0 || oid.len != 9
        || memcmp(oid.p, "\x60\x86\x48\1\x65\3\4\1", 8) != 0
        || oid.p[8] % 20 != 2 || oid.p[8] > 42 || iv.len != sizeof(k->iv))
    {
        return -1;              /* 2, 22 and 42 are AES-128, 192, 256 in CBC */
    }
    memcpy(k->iv, iv.p, sizeof(k->iv));
    k->bits = 128 + oid.p[8] / 20 * 64U;
    p = kdf.p, end = p + kdf.len;
    if (mbedtls_asn1_get_tag(&p, end, &k->salt.len, MBEDTLS_ASN1_OCTET_STRING)
        != 0)
    {
        return -1;
    }
    k->salt.p = p;
    p += k->salt.len;
    if (mbedtls_asn1_get_int(&p, end, &k->rounds) != 0) {
        return -1;
    }
    (void) mbedtls_asn1_get_int(&p, end, &(int) { 0 });     /* k->bits / 8 */
    k->hash = MBEDTLS_MD_SHA1;
    return p == end || (mbedtls_asn1_get_alg(&p, end, &oid, &with) == 0
                        && mbedtls_oid_get_md_hmac(&oid, &k->hash) == 0)
           ? 0 : -1;
}

/* What pads the key at its end is nothing to who parses it. */
static int
tls_open_locked(mbedtls_pk_context *key, struct tls_locked *k,
                struct span password)
{
    unsigned char secret[32], *plain = malloc(k->data.len);
    mbedtls_md_context_t md;
    mbedtls_aes_context aes;
    int rc;

    mbedtls_md_init(&md);
    mbedtls_aes_init(&aes);
    rc = plain == NULL
        || mbedtls_md_setup(&md, mbedtls_md_info_from_type(k->hash), 1)
        || mbedtls_pkcs5_pbkdf2_hmac(&md, (unsigned char *) password.p,
                                     password.n, k->salt.p, k->salt.len,
                                     (unsigned) k->rounds, k->bits / 8, secret)
        || mbedtls_aes_setkey_dec(&aes, secret, k->bits)
        || mbedtls_aes_crypt_cbc(&aes, MBEDTLS_AES_DECRYPT, k->data.len,
                                 k->iv, k->data.p, plain)
        || mbedtls_pk_parse_key(key, plain, k->data.len, NULL, 0);
    mbedtls_aes_free(&aes);
    mbedtls_md_free(&md);
    mbedtls_platform_zeroize(secret, sizeof(secret));
    if (plain != NULL) {
        mbedtls_platform_zeroize(plain, k->data.len);
        free(plain);
    }
    return rc ? MBEDTLS_ERR_PK_PASSWORD_MISMATCH : 0;
}

static int
tls_parse_key(mbedtls_pk_context *key, struct span text, struct span password)
{
    mbedtls_pem_context pem;
    struct tls_locked k;
    size_t n;
    int rc = mbedtls_pk_parse_key(key, (unsigned char *) text.p, text.n,
                                  (unsigned char *) password.p, password.n);

    if (rc == 0 || password.n == 0) {
        return rc;
    }
    mbedtls_pem_init(&pem);
    if (mbedtls_pem_read_buffer(&pem, "-----BEGIN ENCRYPTED PRIVATE KEY-----",
                                "-----END ENCRYPTED PRIVATE KEY-----",
                                (unsigned char *) text.p, NULL, 0, &n) == 0)
    {
        text = (struct span) { (char *) pem.buf, pem.buflen };
    }
    if (tls_read_locked(&k, (unsigned char *) text.p, text.n) == 0) {
        mbedtls_pk_free(key);
        mbedtls_pk_init(key);
        rc = tls_open_locked(key, &k, password);
    }
    mbedtls_pem_free(&pem);
    return rc;
}
#endif

/* Once in the master, and again in each worker: nothing that was drawn before
 * the fork may be drawn after it. 0 or -1. */
#if RPD_HAVE_TLS_PSA
static int
tls_seed(int again)
{
    unsigned char own[32];

    if (psa_crypto_init() != PSA_SUCCESS) {
        return -1;
    }
    if (!again) {
        return 0;
    }
    if (plat_random(own, sizeof(own)) == -1) {
        return -1;
    }
    return RPD_TLS_RESEED(own, sizeof(own)) == PSA_SUCCESS ? 0 : -1;
}
#else
static int
tls_seed(int again)
{
    (void) again;
    return 0;
}
#endif

#define TLS_KEY 32
#define TLS_IV 12
#define TLS_TAG 16

/* AES-256 in GCM on the spot, TLS_TAG bytes behind the text. 0 or -1. */
#if RPD_HAVE_TLS_TICKETS && RPD_HAVE_TLS_GCM == 2
static int
tls_crypt(int open, const unsigned char *key, const unsigned char *iv,
          struct span also, unsigned char *p, size_t n)
{
    const unsigned char *aad = (unsigned char *) also.p;
    psa_key_attributes_t what = PSA_KEY_ATTRIBUTES_INIT;
    psa_key_id_t id;
    psa_status_t rc;
    size_t done;

    psa_set_key_usage_flags(&what, PSA_KEY_USAGE_ENCRYPT
                            | PSA_KEY_USAGE_DECRYPT);
    psa_set_key_algorithm(&what, PSA_ALG_GCM);
    psa_set_key_type(&what, PSA_KEY_TYPE_AES);
    if (psa_import_key(&what, key, TLS_KEY, &id) != PSA_SUCCESS) {
        return -1;
    }
    rc = open ? psa_aead_decrypt(id, PSA_ALG_GCM, iv, TLS_IV, aad, also.n, p,
                                 n + TLS_TAG, p, n, &done)
         : psa_aead_encrypt(id, PSA_ALG_GCM, iv, TLS_IV, aad, also.n, p, n, p,
                            n + TLS_TAG, &done);
    psa_destroy_key(id);
    return rc == PSA_SUCCESS ? 0 : -1;
}
#elif RPD_HAVE_TLS_TICKETS
static int
tls_crypt(int open, const unsigned char *key, const unsigned char *iv,
          struct span also, unsigned char *p, size_t n)
{
    const unsigned char *aad = (unsigned char *) also.p;
    mbedtls_gcm_context g;
    int rc;

    mbedtls_gcm_init(&g);
    rc = mbedtls_gcm_setkey(&g, MBEDTLS_CIPHER_ID_AES, key, TLS_KEY * 8);
    if (rc == 0) {
        rc = open ? mbedtls_gcm_auth_decrypt(&g, n, iv, TLS_IV, aad, also.n,
                                             p + n, TLS_TAG, p, p)
             : mbedtls_gcm_crypt_and_tag(&g, MBEDTLS_GCM_ENCRYPT, n, iv, TLS_IV,
                                         aad, also.n, p, p, TLS_TAG, p + n);
    }
    mbedtls_gcm_free(&g);
    return rc == 0 ? 0 : -1;
}
#endif

/* --- Sessions ------------------------------------------------------------- */

#define TLS_NAMED 16            /* bytes of the name of a ticket key */
#define TLS_CONTEXT 32          /* of what a session holds for */
#define TLS_ROTATE (12 * 3600)  /* seconds until there is a new key */
#define TLS_SLOT 512            /* bytes of a row of a session cache, and of */
#define TLS_SLOT_WIDE 2048      /* one that has clients' certificates as well */

struct tls_key {                /* of tickets */
    unsigned char name[TLS_NAMED];
    unsigned char key[TLS_KEY];
};

/* In shared memory, written by the master only: it fills the row after next
 * and then counts on, so that who reads one of the two valid rows never sees
 * half a key. */
struct tls_keys {
    atomic_uint n;              /* the current one is key[n % 4] */
    time_t made;                /* and when */
    struct tls_key key[4];
};

/* A row of a session cache, in shared memory. Odd: somebody writes; who has
 * read must find the same even number as before. */
struct tls_slot {
    atomic_uint version;
    unsigned short id_n, n;
    long long until;            /* plat_clock.sec */
    unsigned char id[32];
    unsigned char context[TLS_CONTEXT];
    unsigned char session[TLS_SLOT_WIDE - 80];  /* or to the row's end */
};

_Static_assert(sizeof(struct tls_slot) == TLS_SLOT_WIDE, "a row of a cache");

struct tls_cache {              /* a table of them; a session has two places */
    int configurations;         /* that use it */
    unsigned n;
    char rows[];
};

/* A pair of a certificate, with those up to the root, and its key. */
struct tls_pair {
    struct tls_pair *next;
    mbedtls_x509_crt cert;
    mbedtls_pk_context key;
    struct span der;            /* the key once more, see tls_keep_key() */
};

struct tls_server {             /* what the library needs of a server block */
    struct pool *pool;          /* all of it */
    struct tls_server *next;    /* while others take the place of these */
    const struct server *server;
    mbedtls_ssl_config conf;
    mbedtls_ssl_config bare;    /* the same, without ALPN */
    struct tls_pair *pairs;
    int borrowed;               /* they are another server's */
    mbedtls_x509_crt ca;        /* who may sign clients' certificates */
    mbedtls_x509_crt *told;     /* from here on, clients are told; or NULL */
    mbedtls_x509_crl crl;
    unsigned char rules[TLS_CONTEXT];   /* for clients; 0: none */
    unsigned char context[TLS_CONTEXT]; /* what its sessions hold for */
    struct tls_key *keys;       /* of files; NULL: those in shared memory */
    int keys_n;
    uint16_t *curves;           /* up to a 0 */
};

struct tls {                    /* a connection */
    mbedtls_ssl_context ssl;
    struct tls_server *server;  /* NULL: nothing is known yet */
    struct span left;           /* received, and not yet taken */
    struct span unsent;         /* of the handshake: the socket was full */
    size_t pending;             /* bytes that a write has taken and must */
                                /* be called with again */
    unsigned over : 1;          /* the handshake is */
    unsigned reused : 1;        /* the session is an earlier one */
    unsigned failed : 1;        /* the library has nothing more to say */
    unsigned name, ciphers, curves;     /* bytes of these in */
    char *told;                 /* what the client has asked for, or NULL */
    uint16_t common, shared;    /* the curve for TLS 1.2, for 1.3; or 0 */
};

#define TLS_IN (16384 + 512)    /* bytes of a record, and what comes with it */

static struct {
    struct tls_keys *keys;      /* in shared memory */
    uint64_t stamp;             /* of the files that are loaded */
    struct conn *conn;          /* whose call of the library it is */
    int used, max;              /* connections with a context; at most */
    size_t n, pos;              /* bytes of `in` for this call, and taken */
    size_t held;                /* bytes of conn_self.out, for one send */
    char in[TLS_IN];
} tls_self;

static int
tls_sha256(const void *p, size_t n, unsigned char *to)
{
    return mbedtls_md(mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), p, n, to);
}

/* The key of that name, or with NULL the one for new tickets. */
static int
tls_key(const struct tls_server *s, const unsigned char *name,
        struct tls_key *to)
{
    unsigned n = tls_self.keys->n;
    int i, most = s->keys ? s->keys_n : 2;

    for (i = 0; i < most; i++) {
        *to = s->keys ? s->keys[i] : tls_self.keys->key[(n - (unsigned) i) % 4];
        if (name == NULL || memcmp(to->name, name, TLS_NAMED) == 0) {
            return 0;
        }
    }
    return -1;
}

#if RPD_HAVE_TLS_TICKETS

/* A ticket: the key's name, a nonce, and encrypted the second it ends and the
 * session. The rules of its server are part of what the tag is made of. */

#define TLS_TICKET (TLS_NAMED + TLS_IV)         /* bytes before the secret */

static void
tls_ticket_also(const struct tls_server *s, const unsigned char *name,
                unsigned char *to)
{
    memcpy(to, name, TLS_NAMED);
    memcpy(to + TLS_NAMED, s->context, TLS_CONTEXT);
}

static int
tls_ticket_write(void *server, const mbedtls_ssl_session *session,
                 unsigned char *start, const unsigned char *end, size_t *n,
                 uint32_t *lifetime)
{
    const struct tls_server *s = server;
    unsigned char also[TLS_NAMED + TLS_CONTEXT], *p = start + TLS_TICKET;
    long long life = s->server->ssl.timeout / 1000;
    long long until = (long long) plat_clock.sec + life;
    size_t room = (size_t) (end - start), used = 0;
    struct tls_key key;
    int rc;

    *n = 0;
    if (room < TLS_TICKET + sizeof(until) + TLS_TAG) {
        return MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL;
    }
    rc = mbedtls_ssl_session_save(session, p + sizeof(until), room - TLS_TICKET
                                  - sizeof(until) - TLS_TAG, &used);
    if (rc != 0) {
        return rc;
    }
    rc = tls_key(s, NULL, &key) || tls_random(NULL, start + TLS_NAMED, TLS_IV);
    if (rc == 0) {
        memcpy(start, key.name, TLS_NAMED);
        memcpy(p, &until, sizeof(until));
        tls_ticket_also(s, key.name, also);
        rc = tls_crypt(0, key.key, start + TLS_NAMED, (struct span) {
                       (char *) also, sizeof(also) }, p, used + sizeof(until));
    }
    mbedtls_platform_zeroize(&key, sizeof(key));
    if (rc != 0) {
        return MBEDTLS_ERR_SSL_INTERNAL_ERROR;
    }
    *n = TLS_TICKET + sizeof(until) + used + TLS_TAG;
    *lifetime = (uint32_t) life;
    return 0;
}

static int
tls_ticket_read(void *server, mbedtls_ssl_session *session, unsigned char *p,
                size_t n)
{
    const struct tls_server *s = server;
    unsigned char also[TLS_NAMED + TLS_CONTEXT];
    struct tls_key key;
    long long until;
    int rc;

    if (n < TLS_TICKET + sizeof(until) + TLS_TAG
        || tls_key(s, p, &key) == -1)
    {
        return MBEDTLS_ERR_SSL_INVALID_MAC;
    }
    n -= TLS_TICKET + TLS_TAG;
    tls_ticket_also(s, key.name, also);
    rc = tls_crypt(1, key.key, p + TLS_NAMED, (struct span) { (char *) also,
                   sizeof(also) }, p + TLS_TICKET, n);
    mbedtls_platform_zeroize(&key, sizeof(key));
    if (rc != 0) {
        return MBEDTLS_ERR_SSL_INVALID_MAC;
    }
    memcpy(&until, p + TLS_TICKET, sizeof(until));
    if (until < (long long) plat_clock.sec) {
        return MBEDTLS_ERR_SSL_SESSION_TICKET_EXPIRED;
    }
    rc = mbedtls_ssl_session_load(session, p + TLS_TICKET + sizeof(until),
                                  n - sizeof(until));
    if (rc == 0 && s->server->ssl.verify != CONF_VERIFY_OFF
        && tls_forgets(session))
    {
        rc = MBEDTLS_ERR_SSL_INVALID_MAC;
    }
    tls_self.conn->tls->reused = rc == 0;
    return rc;
}

static void
tls_set_tickets(struct tls_server *s)
{
    mbedtls_ssl_conf_session_tickets_cb(&s->conf, tls_ticket_write,
                                        tls_ticket_read, s);
}

#else

static void
tls_set_tickets(struct tls_server *s)
{
    (void) s, (void) tls_key, (void) tls_forgets;
}

#endif

/* The row for an id; there are two, `second` is the other one. */
static struct tls_slot *
tls_slot(const struct tls_server *s, struct span id, int second)
{
    struct tls_cache *t = s->server->ssl.cache->table;
    uint32_t at = 0;

    if (id.n == 32) {           /* it is random all over */
        memcpy(&at, id.p + (second ? 4 : 0), sizeof(at));
    }
    return (void *) (t->rows + at % t->n * s->server->ssl.cache->row);
}

static int
tls_recall(const struct tls_server *server, struct span key,
           mbedtls_ssl_session *s)
{
    struct tls_slot copy, *slot;
    unsigned version, row = server->server->ssl.cache->row;
    int i, rc = -1;

    for (i = 0; i < 2 && key.n == 32 && rc != 0; i++) {
        slot = tls_slot(server, key, i);
        version = slot->version;
        memcpy(&copy, slot, row);
        atomic_thread_fence(memory_order_acquire);
        if (version % 2 != 0 || slot->version != version || copy.id_n != key.n
            || copy.n > row - offsetof(struct tls_slot, session)
            || memcmp(copy.id, key.p, key.n) != 0
            || memcmp(copy.context, server->context, TLS_CONTEXT) != 0
            || copy.until < (long long) plat_clock.sec)
        {
            continue;
        }
        rc = mbedtls_ssl_session_load(s, copy.session, copy.n);
    }
    mbedtls_platform_zeroize(&copy, sizeof(copy));
    tls_self.conn->tls->reused = rc == 0;
    return rc;
}

static int
tls_remember(const struct tls_server *server, struct span key,
             const mbedtls_ssl_session *s)
{
    const size_t room = server->server->ssl.cache->row
                        - offsetof(struct tls_slot, session);
    struct tls_slot *slot, *other;
    unsigned version;
    size_t n = 0;

    if (key.n != 32) {
        return 0;
    }
    slot = tls_slot(server, key, 0);
    other = tls_slot(server, key, 1);
    if (other->until < slot->until) {   /* whose end is nearer goes */
        slot = other;
    }
    version = slot->version;
    if (version % 2 != 0
        || !atomic_compare_exchange_strong(&slot->version, &version,
                                           version + 1))
    {
        return 0;               /* another worker is at it */
    }
    slot->until = 0;
    if (mbedtls_ssl_session_save(s, slot->session, room, &n) == 0) {
        slot->n = (unsigned short) n;
        slot->id_n = (unsigned short) key.n;
        memcpy(slot->id, key.p, key.n);
        memcpy(slot->context, server->context, TLS_CONTEXT);
        slot->until = (long long) plat_clock.sec
                      + server->server->ssl.timeout / 1000;
    }
    slot->version = version + 2;
    return 0;
}

#if RPD_TLS_MAJOR == 2
static int
tls_cache_get(void *server, mbedtls_ssl_session *s)
{
    return tls_recall(server, (struct span) { (char *) s->id, s->id_len }, s);
}

static int
tls_cache_set(void *server, const mbedtls_ssl_session *s)
{
    return tls_remember(server, (struct span) {
                        (char *) (uintptr_t) s->id, s->id_len }, s);
}
#else
static int
tls_cache_get(void *server, const unsigned char *id, size_t n,
              mbedtls_ssl_session *s)
{
    return tls_recall(server, (struct span) { (char *) (uintptr_t) id, n }, s);
}

static int
tls_cache_set(void *server, const unsigned char *id, size_t n,
              const mbedtls_ssl_session *s)
{
    return tls_remember(server, (struct span) { (char *) (uintptr_t) id, n },
                        s);
}
#endif

/* --- Ciphers and curves by name ------------------------------------------- */

#define TLS_CIPHER_NAME 64

/* OpenSSL's name for a cipher of the library: TLS-ECDHE-RSA-WITH-AES-128-CBC-
 * SHA256 is ECDHE-RSA-AES128-SHA256; the standard's name for one of TLS 1.3. */
static void
tls_openssl_name(const char *name, char *to)
{
    static const char *const change[][2] = {
        { "TLS-RSA-WITH-", "" }, { "TLS-", "" }, { "WITH-", "" }, { "AES-", "AES" }, { "CAMELLIA-", "CAMELLIA" },
        { "ARIA-", "ARIA" }, { "3DES-EDE-CBC", "DES-CBC3" },
        { "CBC-", "" }, { "CCM-8", "CCM8" },
        { "CHACHA20-POLY1305-SHA256", "CHACHA20-POLY1305" },
    };
    size_t i, n;
    char *p;

    if (strncmp(name, "TLS1-3-", 7) == 0) {
        snprintf(to, TLS_CIPHER_NAME, "TLS-%s", name + 7);
        for (p = to; *p; p++) {
            *p = *p == '-' ? '_' : *p;
        }
        return;
    }
    snprintf(to, TLS_CIPHER_NAME, "%s", name);
    for (i = 0; i < sizeof(change) / sizeof(*change); i++) {
        p = strstr(to, change[i][0]);
        if (p != NULL) {
            n = strlen(change[i][0]);
            memmove(p + strlen(change[i][1]), p + n, strlen(p + n) + 1);
            memcpy(p, change[i][1], strlen(change[i][1]));
        }
    }
}

/* Words of OpenSSL's language: what the library's name must have, and what as
 * well: NULL is SHA-1 at its end, "!" anything but that. SHA256 and SHA384 are
 * not the hashes of suites that need no other MAC. */
static const struct {
    const char *word, *has, *also;
} tls_words[] = {
    { "ALL", "TLS-", "" }, { "DEFAULT", "TLS-", "" }, { "HIGH", "TLS-", "" },
    { "TLSv1.2", "TLS-", "!" }, { "TLSv1", "TLS-", NULL },
    { "TLSv1.0", "TLS-", NULL }, { "SSLv3", "TLS-", NULL },
    { "SSLv2", NULL, "" }, { "COMPLEMENTOFALL", "-NULL-", "" },
    { "COMPLEMENTOFDEFAULT", NULL, "" }, { "kECDH", NULL, "" },
    { "kECDHr", NULL, "" }, { "kECDHe", NULL, "" }, { "aECDH", NULL, "" },
    { "MEDIUM", NULL, "" }, { "LOW", NULL, "" }, { "EXP", NULL, "" },
    { "EXPORT", NULL, "" }, { "aNULL", NULL, "" }, { "eNULL", "-NULL-", "" },
    { "NULL", "-NULL-", "" }, { "ADH", NULL, "" }, { "AECDH", NULL, "" },
    { "DSS", NULL, "" }, { "aDSS", NULL, "" }, { "SRP", NULL, "" },
    { "SEED", NULL, "" }, { "IDEA", NULL, "" }, { "RC4", "-RC4-", "" },
    { "MD5", "-MD5", "" }, { "DES", "DES", "" }, { "3DES", "-3DES", "" },
    { "PSK", "PSK", "" }, { "kPSK", "PSK", "" }, { "aPSK", "PSK", "" },
    { "ECDHE", "-ECDHE-", "" }, { "EECDH", "-ECDHE-", "" },
    { "kECDHE", "-ECDHE-", "" }, { "kEECDH", "-ECDHE-", "" },
    { "ECDH", "-ECDHE-", "" }, { "DHE", "-DHE-", "" }, { "EDH", "-DHE-", "" },
    { "kDHE", "-DHE-", "" }, { "kEDH", "-DHE-", "" }, { "DH", "-DHE-", "" },
    { "RSA", "TLS-RSA-WITH", "" }, { "aRSA", "RSA-WITH", "" },
    { "kRSA", "TLS-RSA-WITH", "" }, { "ECDSA", "ECDSA-WITH", "" },
    { "aECDSA", "ECDSA-WITH", "" }, { "AES", "-AES-", "" },
    { "AES128", "-AES-128", "" }, { "AES256", "-AES-256", "" },
    { "AESGCM", "-AES-", "GCM" }, { "AESCCM", "-AES-", "CCM" },
    { "AESCCM8", "-AES-", "CCM-8" }, { "CHACHA20", "CHACHA20", "" },
    { "CAMELLIA", "CAMELLIA", "" }, { "CAMELLIA128", "CAMELLIA-128", "" },
    { "CAMELLIA256", "CAMELLIA-256", "" }, { "ARIA", "ARIA", "" },
    { "ARIA128", "ARIA-128", "" }, { "ARIA256", "ARIA-256", "" },
    { "ARIAGCM", "ARIA", "GCM" }, { "CBC", "-CBC-", "" },
    { "SHA", "-SHA", NULL }, { "SHA1", "-SHA", NULL },
    { "SHA256", "-SHA256", "CBC" }, { "SHA384", "-SHA384", "CBC" },
};

/* Does the word fit the cipher? -1: nobody knows the word. A word alone takes
 * what is weak only when it says so. */
static int
tls_word_fits(const char *cipher, struct span word, int alone)
{
    char name[TLS_CIPHER_NAME], given[TLS_CIPHER_NAME];
    size_t i, n = strlen(cipher);
    int sha1 = n > 4 && strcmp(cipher + n - 4, "-SHA") == 0;
    const char *also;
    struct span whole = { name, 0 };

    for (i = 0; i < sizeof(tls_words) / sizeof(*tls_words); i++) {
        if (!str_eq(str_span(tls_words[i].word), word)) {
            continue;
        }
        if (alone && strcmp(tls_words[i].has ? tls_words[i].has : "", "TLS-")
            == 0 && (strstr(cipher, "NULL") || strstr(cipher, "DES")
                     || strstr(cipher, "RC4") || strstr(cipher, "PSK")))
        {
            return 0;
        }
        also = tls_words[i].also;
        return tls_words[i].has && strstr(cipher, tls_words[i].has)
               && (also == NULL ? sha1 : *also == '!' ? !sha1
                   : strstr(cipher, also) != NULL);
    }
    if (word.n >= sizeof(given)) {
        return -1;
    }
    for (i = 0; i < word.n; i++) {
        given[i] = (char) (word.p[i] == '_' ? '-' : word.p[i]);
    }
    tls_openssl_name(cipher, name);
    whole.n = strlen(name);
    return str_ieq(whole, word)
           || str_ieq(str_span(cipher), (struct span) { given, word.n })
           ? 1 : -1;
}

/* Does one word of the list, as ECDHE+AESGCM, fit? -1: unknown. */
static int
tls_words_fit(const char *cipher, struct span item)
{
    struct span word;
    int rc, all = 1, alone = memchr(item.p, '+', item.n) == NULL;

    while (item.n > 0) {
        word = item;
        while (word.n > 0 && memchr(item.p, '+', word.n) != NULL) {
            word.n--;
        }
        rc = tls_word_fits(cipher, word, alone);
        if (rc == -1) {
            return -1;
        }
        all &= rc;
        item.p += word.n + (word.n < item.n);
        item.n -= word.n + (word.n < item.n);
    }
    return all;
}

struct tls_choice {             /* ciphers in the order chosen so far */
    int *id;
    int n;
};

static void
tls_choose(struct tls_choice *c, int id, int op)
{
    int i;

    for (i = 0; i < c->n && c->id[i] != id; i++) { }
    if (i < c->n && op != 0) {  /* + moves it to the end */
        memmove(&c->id[i], &c->id[i + 1],
                (size_t) (--c->n - i) * sizeof(*c->id));
        if (op == '+') {
            c->id[c->n++] = id;
        }
    } else if (i == c->n && op == 0) {
        c->id[c->n++] = id;
    }
}

/* One item of ssl_ciphers, with ! - or + in front of it; 0, or -1: unknown. */
static int
tls_choose_item(struct tls_choice *c, struct span item, char *never)
{
    const int *all = mbedtls_ssl_list_ciphersuites();
    const char *name;
    int op = item.n > 0 && strchr("!-+", item.p[0]) ? item.p[0] : 0;
    int i, rc, known = 0;

    if (item.n == 0 || item.p[0] == '@') {
        return 0;
    }
    item.p += op != 0;
    item.n -= op != 0;
    for (i = 0; all[i] != 0; i++) {
        name = mbedtls_ssl_get_ciphersuite_name(all[i]);
        if (strncmp(name, "TLS1-3-", 7) == 0
            || strncmp(name, "TLS-ECDH-", 9) == 0)
        {
            continue;           /* always on; never: no forward secrecy */
        }
        rc = tls_words_fit(name, item);
        known |= rc != -1;
        if (rc == 1 && !never[i]) {
            never[i] = op == '!';
            tls_choose(c, all[i], op);
        }
    }
    return known ? 0 : -1;
}

/* The ciphers that a server allows, up to a 0; those of TLS 1.3 first. NULL
 * when none is left, or without memory. */
static int *
tls_ciphers(const struct server *s, struct pool *pool)
{
    static const int modern[] = { 0x1303, 0x1301, 0x1302, 0x1304, 0x1305 };
    const int *all = mbedtls_ssl_list_ciphersuites();
    const char *list = s->ssl.ciphers;
    struct tls_choice c = { NULL, 0 };
    struct span item;
    char *never;
    int i, total = 0;

    while (all[total] != 0) {
        total++;
    }
    c.id = mem_zalloc(pool, (size_t) (total + 6) * sizeof(int));
    never = mem_zalloc(pool, (size_t) total + 1);
    if (c.id == NULL || never == NULL) {
        return NULL;
    }
    for (i = 0; i < 5 && s->ssl.protocols & CONF_TLS13 && RPD_HAVE_TLS13; i++) {
        if (mbedtls_ssl_get_ciphersuite_name(modern[i])[0] == 'T') {
            c.id[c.n++] = modern[i];
        }
    }
    for (; *list; list += item.n + (list[item.n] != '\0')) {
        item = (struct span) { (char *) (uintptr_t) list,
                               strcspn(list, ":, ;") };
        if (tls_choose_item(&c, item, never) == -1) {
            log_err(LOG_WARN, "unknown cipher \"%.*s\" in \"ssl_ciphers\" "
                    "of the server in %s:%d, ignored", (int) item.n, item.p,
                    s->file, s->line);
        }
    }
    c.id[c.n] = 0;              /* what was taken out has left a tail */
    return c.n > 0 ? c.id : NULL;
}

static const struct {
    const char *name;
    uint16_t id;
} tls_curves[] = {
    { "X25519", 29 }, { "prime256v1", 23 }, { "secp384r1", 24 },
    { "secp521r1", 25 }, { "P-256", 23 }, { "P-384", 24 }, { "P-521", 25 },
    { "secp256r1", 23 }, { "secp256k1", 22 }, { "X448", 30 },
    { "brainpoolP256r1", 26 }, { "brainpoolP384r1", 27 },
    { "brainpoolP512r1", 28 },
};

#define TLS_CURVES_MOST 16      /* of a server: fewer than that */

/* The curves that a server allows. 0, or -1 with the error logged. */
static int
tls_read_curves(struct tls_server *t, const char *list, struct pool *pool)
{
    uint16_t *to = mem_zalloc(pool, (TLS_CURVES_MOST + 1) * sizeof(*to));
    const size_t most = sizeof(tls_curves) / sizeof(*tls_curves);
    struct span one;
    size_t i, n = 0;

    list = strcmp(list, "auto") == 0 ? "X25519:P-256:P-384" : list;
    for (; to != NULL && list != NULL; list = *list ? list + 1 : NULL) {
        one = (struct span) { (char *) (uintptr_t) list, strcspn(list, ":") };
        list += one.n;
        for (i = 0; i < most; i++) {
            if (str_ieq(str_span(tls_curves[i].name), one)) {
                break;
            }
        }
        if (i < most && n < TLS_CURVES_MOST && tls_has_curve(tls_curves[i].id))
        {
            to[n++] = tls_curves[i].id;
        }
        if (i == most || n == TLS_CURVES_MOST || (n == 0 && *list == '\0')) {
            return log_err(LOG_EMERG, "unknown curve \"%.*s\" in "
                           "\"ssl_ecdh_curve\" of the server in %s:%d",
                           (int) one.n, one.p, t->server->file,
                           t->server->line);
        }
    }
    t->curves = to;
    return to ? tls_set_curves(&t->conf, pool, to) : -1;
}

/* --- Contexts of servers -------------------------------------------------- */

#define TLS_FILE (1 << 20)      /* bytes of a file with keys or certificates */

/* What is wrong with a file of the configuration. -1 */
static int
tls_wrong(const struct ssl_file *f, const char *what, const char *why)
{
    return log_err(LOG_EMERG, "cannot load %s \"%s\": %s in %s:%d", what,
                   f->path, why, f->file ? f->file : "command line", f->line);
}

/* The whole file, with a NUL behind it. `p` is NULL with the error logged. */
static struct span
tls_read(const struct ssl_file *f, const char *what)
{
    struct span text = { malloc(TLS_FILE + 1), 0 };
    ssize_t got = text.p ? plat_read(f->path, text.p, TLS_FILE) : -1;

    if (got == -1 || got == TLS_FILE) {
        (void) tls_wrong(f, what, strerror(got == -1 ? errno : EFBIG));
        free(text.p);
        text.p = NULL;
    } else {
        text.p[got] = '\0';
        text.n = (size_t) got;
    }
    return text;
}

static void
tls_forget(struct span text)
{
    if (text.p != NULL) {
        mbedtls_platform_zeroize(text.p, text.n);
        free(text.p);
    }
}

/* Its length as the library wants it: in a text the NUL counts. */
static size_t
tls_length(struct span file)
{
    return file.n + (memchr(file.p, '\0', file.n) == NULL);
}

/* Adds the certificates of a file to a chain, and if `sum` is given its sum
 * there; 0, or -1 with the error. */
static int
tls_load_certs(mbedtls_x509_crt *to, const struct ssl_file *f,
               unsigned char *sum)
{
    struct span text = tls_read(f, "certificate");
    int rc;

    if (text.p == NULL) {
        return -1;
    }
    rc = sum ? tls_sha256(text.p, text.n, sum) : 0;
    if (rc == 0) {
        rc = mbedtls_x509_crt_parse(to, (unsigned char *) text.p,
                                    tls_length(text));
    }
    tls_forget(text);
    return rc == 0 ? 0 : tls_wrong(f, "certificate", rc > 0
                                   ? "a certificate in it is broken"
                                   : tls_error(rc));
}

/* The key, tried with every password of the file if there is one. */
static int
tls_load_key(mbedtls_pk_context *key, const struct ssl_file *f,
             const struct ssl_file *passwords)
{
    struct span text = tls_read(f, "certificate key"), words = { NULL, 0 };
    struct span one = { NULL, 0 };
    int rc = -1;
    size_t at;

    if (text.p == NULL) {
        return -1;
    }
    text.n = tls_length(text);
    rc = tls_parse_key(key, text, one);
    if (rc != 0 && passwords != NULL) {
        words = tls_read(passwords, "passwords");
    }
    for (at = 0; rc != 0 && at < words.n; at += one.n + 1) {
        one = (struct span) { words.p + at, strcspn(words.p + at, "\r\n") };
        mbedtls_pk_free(key);
        mbedtls_pk_init(key);
        rc = one.n > 0 ? tls_parse_key(key, text, one) : rc;
    }
    tls_forget(words);
    tls_forget(text);
    return rc == 0 ? 0 : tls_wrong(f, "certificate key", tls_error(rc));
}

#if RPD_HAVE_TLS_RESTART
/* mbedTLS 4.0 keeps keys where only a restart in the worker gives it other
 * random numbers than the master's: so the keys are kept to be read again. */
static int
tls_keep_key(struct tls_pair *pair)
{
    unsigned char der[8192];
    int n = mbedtls_pk_write_key_der(&pair->key, der, sizeof(der));

    pair->der.p = n > 0 ? malloc((size_t) n) : NULL;
    if (pair->der.p != NULL) {
        pair->der.n = (size_t) n;
        memcpy(pair->der.p, der + sizeof(der) - n, (size_t) n);
    }
    mbedtls_platform_zeroize(der, sizeof(der));
    return pair->der.p ? 0 : -1;
}

static int
tls_restart(const struct conf *cf)
{
    const struct server *s;
    struct tls_pair *pair;
    int rc = 0;

    mbedtls_psa_crypto_free();
    rc = tls_seed(0);
    for (s = cf->servers; s != NULL; s = s->next) {
        pair = s->tls && !s->tls->borrowed ? s->tls->pairs : NULL;
        for (; pair != NULL; pair = pair->next) {
            mbedtls_pk_init(&pair->key);
            rc |= tls_parse_key(&pair->key, pair->der,
                                (struct span) { NULL, 0 });
        }
    }
    return rc ? -1 : 0;
}
#else
static int
tls_keep_key(struct tls_pair *pair)
{
    (void) pair;
    return 0;
}

static int
tls_restart(const struct conf *cf)
{
    (void) cf;
    return tls_seed(1);
}
#endif

/* The pairs of a server. 0, or -1 with the error logged. */
static int
tls_load_pairs(struct tls_server *t, struct pool *pool)
{
    const struct ssl *ssl = &t->server->ssl;
    const struct ssl_file *c = ssl->certs, *k = ssl->keys;
    struct tls_pair *pair, **last = &t->pairs;

    for (; c != NULL; c = c->next, k = k->next) {
        if (k == NULL) {
            return tls_wrong(c, "certificate",
                             "no \"ssl_certificate_key\" is defined for it");
        }
        *last = pair = mem_zalloc(pool, sizeof(*pair));
        if (pair == NULL) {
            return tls_wrong(c, "certificate", "no memory");
        }
        last = &pair->next;
        mbedtls_x509_crt_init(&pair->cert);
        mbedtls_pk_init(&pair->key);
        if (tls_load_certs(&pair->cert, c, NULL) == -1
            || tls_load_key(&pair->key, k, ssl->passwords) == -1)
        {
            return -1;
        }
        if (tls_keep_key(pair) == -1) {
            return tls_wrong(k, "certificate key", "no memory");
        }
        if (mbedtls_pk_check_pair(&pair->cert.pk, &pair->key TLS_RANDOM) != 0) {
            return tls_wrong(k, "certificate key", "key values mismatch");
        }
    }
    return k == NULL ? 0 : tls_wrong(k, "certificate key",
                                     "there is no \"ssl_certificate\" for it");
}

#define TLS_NO_CRL ((uint32_t) 1 << 30)  /* a bit beyond those of the library */

#if RPD_HAVE_TLS_CRL
static void
tls_free_crl(struct tls_server *t)
{
    mbedtls_x509_crl_free(&t->crl);
}

/* The list, and the sum of its file; 0, or -1 with the error. */
static int
tls_load_crl(struct tls_server *t, unsigned char *sum)
{
    const struct ssl_file *f = t->server->ssl.crl;
    struct span text = { NULL, 0 };
    int rc;

    mbedtls_x509_crl_init(&t->crl);
    if (f == NULL) {
        return 0;
    }
    text = tls_read(f, "revocation list");
    if (text.p == NULL) {
        return -1;
    }
    rc = tls_sha256(text.p, text.n, sum);
    if (rc == 0) {
        rc = mbedtls_x509_crl_parse(&t->crl, (unsigned char *) text.p,
                                    tls_length(text));
    }
    tls_forget(text);
    return rc == 0 ? 0 : tls_wrong(f, "revocation list", tls_error(rc));
}

/* The library takes what has no list for good, and never looks whether those
 * that it trusts are revoked. What is signed by nobody known stays just that,
 * see CONF_VERIFY_OPTIONAL_NO_CA. */
static void
tls_check_crl(const struct tls_server *t, const mbedtls_x509_crt *cert,
              uint32_t *flags)
{
    const struct span issuer = { (char *) cert->issuer_raw.p,
                                 cert->issuer_raw.len };
    const mbedtls_x509_crl *crl;
    int lists = 0;

    if (t->server->ssl.crl == NULL) {
        return;
    }
    for (crl = &t->crl; crl != NULL; crl = crl->next) {
        if (str_eq((struct span) { (char *) crl->issuer_raw.p,
                   crl->issuer_raw.len }, issuer))
        {
            *flags |= mbedtls_x509_crt_is_revoked(cert, crl)
                      ? MBEDTLS_X509_BADCERT_REVOKED : 0;
            lists++;
        }
    }
    if (lists == 0 && !(*flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED)) {
        *flags |= TLS_NO_CRL;
    }
}
#else
static void
tls_check_crl(const struct tls_server *t, const mbedtls_x509_crt *cert,
              uint32_t *flags)
{
    (void) t, (void) cert, (void) flags;
}

static void
tls_free_crl(struct tls_server *t)
{
    (void) t;
}

static int
tls_load_crl(struct tls_server *t, unsigned char *sum)
{
    const struct ssl_file *f = t->server->ssl.crl;

    (void) sum;
    return f == NULL ? 0 : tls_wrong(f, "revocation list", "this build of "
                                     "mbedTLS has none");
}
#endif

/* A file of 48 or 80 bytes, as nginx has them: a name, and what a key is made
 * of. */
static int
tls_load_ticket_keys(struct tls_server *t, struct pool *pool)
{
    const struct ssl_file *f;
    struct tls_key *key;
    struct span text;
    int rc;

    for (f = t->server->ssl.ticket_keys; f != NULL; f = f->next) {
        t->keys_n++;
    }
    if (t->keys_n == 0) {
        return 0;
    }
    key = t->keys = mem_zalloc(pool, (size_t) t->keys_n * sizeof(*key));
    f = t->server->ssl.ticket_keys;
    for (; f != NULL && key != NULL; f = f->next) {
        text = tls_read(f, "session ticket key");
        if (text.p == NULL) {
            return -1;
        }
        rc = text.n == 48 || text.n == 80 ? 0 : -1;
        if (rc == 0) {
            memcpy(key->name, text.p, TLS_NAMED);
            rc = tls_sha256(text.p + TLS_NAMED, text.n - TLS_NAMED, key->key);
        }
        tls_forget(text);
        if (rc != 0) {
            return tls_wrong(f, "session ticket key",
                             "it must be 48 or 80 bytes long");
        }
        key++;
    }
    return key ? 0 : -1;
}

/* What the rules for clients are, as a number. Without rules it is zero. */
static int
tls_load_rules(struct tls_server *t)
{
    const struct ssl *ssl = &t->server->ssl;
    unsigned char all[TLS_CONTEXT * 4] = { 0 };
    mbedtls_x509_crt *last = NULL;
    int rc = 0;

    if (ssl->verify == CONF_VERIFY_OFF) {
        return tls_load_crl(t, all);
    }
    if (ssl->client_ca == NULL && ssl->trusted == NULL
        && ssl->verify != CONF_VERIFY_OPTIONAL_NO_CA)
    {
        return log_err(LOG_EMERG, "no ssl_client_certificate or "
                       "ssl_trusted_certificate for ssl_verify_client in %s:%d",
                       t->server->file, t->server->line);
    }
    all[0] = (unsigned char) ssl->verify;
    all[1] = (unsigned char) ssl->depth;
    if (ssl->trusted != NULL) {
        rc = tls_load_certs(&t->ca, ssl->trusted, all + TLS_CONTEXT);
        for (last = &t->ca; last->next != NULL; last = last->next) { }
    }
    if (rc == 0 && ssl->client_ca != NULL) {
        rc = tls_load_certs(&t->ca, ssl->client_ca, all + TLS_CONTEXT * 2);
        t->told = last ? last->next : &t->ca;
    }
    rc = rc ? rc : tls_load_crl(t, all + TLS_CONTEXT * 3);
    return rc || tls_sha256(all, sizeof(all), t->rules) ? -1 : 0;
}

/* A session is good where the same rules for clients hold, and where the same
 * cipher would be chosen, which a client insists on: so the kinds of keys
 * count, and the ciphers up to a 0. */
static int
tls_load_context(struct tls_server *t, const int *ciphers)
{
    unsigned char all[TLS_CONTEXT * 2 + 8] = { 0 };
    unsigned char *p = all + TLS_CONTEXT * 2;
    struct tls_pair *pair = t->pairs;
    int n = 0;

    while (ciphers[n] != 0) {
        n++;
    }
    memcpy(all, t->rules, TLS_CONTEXT);
    *p++ = (unsigned char) t->server->ssl.prefer;
    for (; pair != NULL && p < all + sizeof(all); pair = pair->next) {
        *p++ = mbedtls_pk_get_bitlen(&pair->cert.pk) > 1000 ? 'R' : 'E';
    }
    return tls_sha256(ciphers, (size_t) n * sizeof(*ciphers), all + TLS_CONTEXT)
           || tls_sha256(all, sizeof(all), t->context) ? -1 : 0;
}

/* A chain may not be longer than ssl_verify_depth says, and with ssl_crl each
 * certificate in it needs a list. */
static int
tls_check_cert(void *server, mbedtls_x509_crt *cert, int depth,
                uint32_t *flags)
{
    const struct tls_server *t = server;

    if (depth > t->server->ssl.depth + 1) {
        *flags |= MBEDTLS_X509_BADCERT_OTHER;
    }
    tls_check_crl(t, cert, flags);
    return 0;
}

#if RPD_HAVE_TLS_ALPN
static void
tls_set_alpn(struct tls_server *t)
{
    static const char *names[] = { "http/1.1", "http/1.0", NULL };

    (void) mbedtls_ssl_conf_alpn_protocols(&t->conf, names);
}

static const char *
tls_agreed(const mbedtls_ssl_context *ssl)
{
    return mbedtls_ssl_get_alpn_protocol(ssl);
}
#else
static void
tls_set_alpn(struct tls_server *t)
{
    (void) t;
}

static const char *
tls_agreed(const mbedtls_ssl_context *ssl)
{
    (void) ssl;
    return NULL;
}
#endif

/* Fills the library's configuration. 0, or -1 with the error logged. */
static int
tls_configure(struct tls_server *t, struct pool *pool)
{
    const struct ssl *ssl = &t->server->ssl;
    mbedtls_ssl_config *c = &t->conf;
    struct tls_pair *pair;
    int *ciphers = tls_ciphers(t->server, pool);
    int protocols = ssl->protocols & (CONF_TLS12 * RPD_HAVE_TLS12
                                      | CONF_TLS13 * RPD_HAVE_TLS13);

    if (mbedtls_ssl_config_defaults(c, MBEDTLS_SSL_IS_SERVER,
                                    MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0)
    {
        return -1;
    }
    if (protocols == 0) {
        return log_err(LOG_EMERG, "mbedTLS has none of the \"ssl_protocols\" "
                       "of the server in %s:%d", t->server->file,
                       t->server->line);
    }
    tls_set_random(c);
    tls_set_versions(c, protocols);
    tls_set_order(c, ssl->prefer);
    if (ciphers == NULL) {
        return log_err(LOG_EMERG, "no cipher match for ssl_ciphers \"%s\" of "
                       "the server in %s:%d", ssl->ciphers, t->server->file,
                       t->server->line);
    }
    mbedtls_ssl_conf_ciphersuites(c, ciphers);
    if (tls_load_context(t, ciphers) == -1
        || tls_read_curves(t, ssl->curves, pool) == -1)
    {
        return -1;
    }
    for (pair = t->pairs; pair != NULL; pair = pair->next) {
        if (mbedtls_ssl_conf_own_cert(c, &pair->cert, &pair->key) != 0) {
            return -1;
        }
    }
    if (ssl->verify != CONF_VERIFY_OFF) {
        mbedtls_ssl_conf_authmode(c, MBEDTLS_SSL_VERIFY_OPTIONAL);
        tls_set_trusted(c, &t->ca, t->told, ssl->crl ? &t->crl : NULL);
        mbedtls_ssl_conf_cert_req_ca_list(c, t->told != NULL);
        mbedtls_ssl_conf_verify(c, tls_check_cert, t);
    }
    if (ssl->tickets) {
        tls_set_tickets(t);
    }
    if (ssl->cache != NULL) {
        mbedtls_ssl_conf_session_cache(c, t, tls_cache_get, tls_cache_set);
    }
    t->bare = *c;
    tls_set_alpn(t);
    return 0;
}

/* The table of a cache: that of the old configuration's, or a new one. */
static int
tls_open_cache(struct ssl_cache *c, const struct ssl_cache *old)
{
    while (old != NULL && (old->size != c->size || old->row != c->row
                           || strcmp(old->name, c->name) != 0)) {
        old = old->next;
    }
    c->table = old ? old->table : plat_share((size_t) c->size);
    if (c->table == NULL) {
        return -1;
    }
    if (old == NULL) {
        c->table->n = (unsigned) (((size_t) c->size - sizeof(*c->table))
                                  / c->row);
    }
    c->table->configurations++;
    return 0;
}

/* A new key for tickets, once it is time; the one before stays good. */
static void
tls_rotate(void)
{
    struct tls_keys *k = tls_self.keys;
    struct tls_key *next = &k->key[(k->n + 1) % 4];

    if (k->made != 0 && plat_clock.sec - k->made < TLS_ROTATE
        && plat_clock.sec >= k->made)
    {
        return;
    }
    if (plat_random(next, sizeof(*next)) == -1) {
        log_fail(LOG_ALERT, "no random bytes for a session ticket key");
        return;
    }
    k->made = plat_clock.sec;
    k->n++;
    mbedtls_platform_zeroize(&k->key[(k->n + 2) % 4], sizeof(*next));
}

/* What tells that one of the files is another one; 0 without any. */
static uint64_t
tls_stamp(const struct conf *cf)
{
    const struct server *s;
    const struct ssl_file *f;
    uint64_t sum = 0;
    struct stat st;
    int i;

    for (s = cf->servers; s != NULL; s = s->next) {
        const struct ssl *ssl = &s->ssl;
        const struct ssl_file *all[] = { ssl->certs, ssl->keys, ssl->client_ca,
            ssl->trusted, ssl->crl, ssl->ticket_keys };

        for (i = 0; i < 6; i++) {
            for (f = all[i]; f != NULL; f = f->next) {
                sum = sum * 31 + 1;
                if (SYS(stat, f->path, &st) == 0) {
                    sum = (sum * 31 + (uint64_t) st.st_mtime) * 31
                          + (uint64_t) st.st_ino + (uint64_t) st.st_size
                          + (uint64_t) PLAT_NSEC(st) * 961;
                }
            }
        }
    }
    return sum;
}

/* What the master shares with all workers: 0, or -1 with the error logged;
 * tls_close() in any case. */
static int
tls_open(const struct conf *cf, const struct conf *old)
{
    const struct server *s;
    struct ssl_cache *c;
    int rc = 0;

    for (c = cf->caches; c != NULL; c = c->next) {
        c->row = TLS_SLOT;
    }
    for (s = cf->servers; s != NULL; s = s->next) {
        if (s->ssl.cache != NULL && s->ssl.verify != CONF_VERIFY_OFF) {
            s->ssl.cache->row = TLS_SLOT_WIDE;
        }
    }
    if (tls_self.keys == NULL) {
        tls_self.keys = plat_share(sizeof(*tls_self.keys));
        rc = tls_self.keys ? 0 : -1;
    }
    for (c = cf->caches; c != NULL && rc == 0; c = c->next) {
        rc = tls_open_cache(c, old ? old->caches : NULL);
    }
    if (rc == -1) {
        log_fail(LOG_EMERG, "mmap() of shared memory failed");
    } else {
        tls_rotate();
        tls_self.stamp = tls_stamp(cf);
    }
    return rc;
}

/* Is there anything that a look once a minute may find changed? */
static int
tls_is_used(const struct conf *cf)
{
    const struct server *s;

    for (s = cf->servers; s != NULL && s->tls == NULL; s = s->next) { }
    return s != NULL;
}

/* Frees and wipes what the library has of a server block. */
static void
tls_unload(struct tls_server *t)
{
    struct tls_pair *pair = t->borrowed ? NULL : t->pairs;

    mbedtls_ssl_config_free(&t->conf);
    for (; pair != NULL; pair = pair->next) {
        mbedtls_x509_crt_free(&pair->cert);
        mbedtls_pk_free(&pair->key);
        tls_forget(pair->der);
    }
    mbedtls_x509_crt_free(&t->ca);
    tls_free_crl(t);
    if (t->keys != NULL) {
        mbedtls_platform_zeroize(t->keys, (size_t) t->keys_n
                                 * sizeof(*t->keys));
    }
    mem_free(t->pool);
}

static int
tls_load(struct tls_server *t, struct conf *cf)
{
    const struct ssl *ssl = &t->server->ssl;
    const struct server *s;

    for (s = cf->servers; s != t->server && !t->borrowed; s = s->next) {
        if (s->tls != NULL && s->ssl.certs == ssl->certs
            && s->ssl.keys == ssl->keys)
        {
            t->pairs = s->tls->pairs;
            t->borrowed = 1;
        }
    }
    return (!t->borrowed && tls_load_pairs(t, t->pool) == -1)
           || tls_load_rules(t) == -1
           || tls_load_ticket_keys(t, t->pool) == -1
           || tls_configure(t, t->pool) == -1 ? -1 : 0;
}

/* Every server's context. 0, or -1 with the errors logged; what there is then,
 * tls_close() frees. */
static int
tls_load_all(struct conf *cf)
{
    struct server *s;
    struct pool *pool;
    int rc = 0;

    for (s = cf->servers; s != NULL; s = s->next) {
        if (s->ssl.certs == NULL && s->ssl.keys == NULL && !s->ssl.reject) {
            continue;
        }
        pool = mem_pool();
        s->tls = pool ? mem_zalloc(pool, sizeof(*s->tls)) : NULL;
        if (s->tls == NULL) {
            return -1;
        }
        s->tls->pool = pool;
        s->tls->server = s;
        mbedtls_ssl_config_init(&s->tls->conf);
        mbedtls_x509_crt_init(&s->tls->ca);
        rc |= tls_load(s->tls, cf);
    }
    return rc ? -1 : 0;
}

/* Makes of the texts of a configuration what the library needs. 0, or -1 with
 * the errors logged; tls_close() in any case. */
static int
tls_bind(struct conf *cf)
{
    const struct listen *l;
    int rc = tls_seed(0) | tls_load_all(cf);

    for (l = cf->listens; l != NULL; l = l->next) {
        if (l->ssl && l->dflt->ssl.certs == NULL && !l->dflt->ssl.reject) {
            log_err(LOG_EMERG, "no \"ssl_certificate\" is defined for the "
                    "\"listen ... ssl\" directive in %s:%d", l->dflt->file,
                    l->dflt->line);
            rc = -1;
        }
    }
    return rc ? -1 : 0;
}

/* The configuration goes. */
static void
tls_close(const struct conf *cf)
{
    struct ssl_cache *c;
    struct server *s;

    for (s = cf ? cf->servers : NULL; s != NULL; s = s->next) {
        if (s->tls != NULL) {
            tls_unload(s->tls);
            s->tls = NULL;
        }
    }
    for (c = cf ? cf->caches : NULL; c != NULL; c = c->next) {
        if (c->table != NULL && --c->table->configurations == 0) {
            munmap(c->table, (size_t) c->size);
        }
    }
}

/* Loads all files anew when one of them has changed: 1, then workers must be
 * replaced. 0: nothing has; or it is logged why the old ones stay. */
static int
tls_refresh(struct conf *cf)
{
    uint64_t stamp = tls_stamp(cf);
    struct tls_server *old = NULL, *t, *drop;
    struct server *s;
    int ok;

    if (stamp == tls_self.stamp) {
        return 0;
    }
    tls_self.stamp = stamp;
    for (s = cf->servers; s != NULL; s = s->next) {
        if (s->tls != NULL) {
            s->tls->next = old;
            old = s->tls;
            s->tls = NULL;
        }
    }
    ok = tls_load_all(cf) == 0;
    for (t = old; t != NULL; t = old) {
        s = (struct server *) (uintptr_t) t->server;
        old = t->next;
        drop = ok ? t : s->tls;
        s->tls = ok ? s->tls : t;
        if (drop != NULL) {
            tls_unload(drop);
        }
    }
    return ok;
}

/* A worker begins. 0, or -1: no random numbers. */
static int
tls_init(const struct conf *cf)
{
    tls_self.max = cf->ssl_memory == 0 ? INT_MAX
                   : (int) (cf->ssl_memory / TLS_MEMORY);
    return tls_restart(cf);
}

/* --- Transport: TLS ------------------------------------------------------- */

/* A line about the client's side of a handshake. */
__attribute__((format(printf, 3, 4)))
static void
tls_log(const struct conn *c, int level, const char *fmt, ...)
{
    char text[LOG_LINE / 2], client[SOCK_TEXT], server[SOCK_TEXT * 3];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    log_err(level, "*%u %s while SSL handshaking, client: %s, server: %s",
            c->serial, text, conn_client(c, client),
            sock_text(&c->listen->addr, server));
}

/* The library wants bytes: those at hand, and then one read of the socket. */
static int
tls_get(void *conn, unsigned char *to, size_t size)
{
    struct conn *c = conn;
    ssize_t n;

    if (tls_self.pos == tls_self.n) {
        n = c->readable ? conn_plain.recv(c, tls_self.in, TLS_IN) : CONN_AGAIN;
        if (n <= 0) {
            return n == CONN_AGAIN ? MBEDTLS_ERR_SSL_WANT_READ
                   : n == 0 ? 0 : MBEDTLS_ERR_SSL_CONN_EOF;
        }
        tls_self.n = (size_t) n;
        tls_self.pos = 0;
    }
    size = size < tls_self.n - tls_self.pos ? size : tls_self.n - tls_self.pos;
    memcpy(to, tls_self.in + tls_self.pos, size);
    tls_self.pos += size;
    return (int) size;
}

/* The library has bytes to send. Those of a handshake are held back until it
 * waits for the client: it would send each message alone. */
static int
tls_put(void *conn, const unsigned char *from, size_t size)
{
    struct conn *c = conn;
    struct iovec iov = { (void *) (uintptr_t) from, size };
    ssize_t n;

    if (!c->tls->over && size <= CONN_OUT - tls_self.held) {
        memcpy(conn_self.out + tls_self.held, from, size);
        tls_self.held += size;
        return (int) size;
    }
    n = c->writable ? conn_plain.send(c, &iov, 1, 0) : CONN_AGAIN;
    return n == CONN_AGAIN ? MBEDTLS_ERR_SSL_WANT_WRITE
           : n < 0 ? MBEDTLS_ERR_SSL_CONN_EOF : (int) n;
}

/* Sends what was held back, or what the socket would not take before. 0,
 * CONN_AGAIN or CONN_ERR. */
static int
tls_flush(struct conn *c)
{
    struct tls *t = c->tls;
    struct iovec iov = { conn_self.out, tls_self.held };
    size_t rest;
    ssize_t n;

    tls_self.held = 0;
    if (t->unsent.n > 0) {
        iov.iov_base = t->unsent.p;
        iov.iov_len = t->unsent.n;
    }
    n = iov.iov_len == 0 ? 0 : c->writable ? conn_plain.send(c, &iov, 1, 0)
        : CONN_AGAIN;
    rest = iov.iov_len - (n > 0 ? (size_t) n : 0);
    if (n == CONN_ERR || rest == 0) {
        tls_forget(t->unsent);
        t->unsent = (struct span) { NULL, 0 };
        return n == CONN_ERR ? CONN_ERR : 0;
    }
    if (t->unsent.n == 0 && (t->unsent.p = malloc(rest)) == NULL) {
        return CONN_ERR;
    }
    memmove(t->unsent.p, (char *) iov.iov_base + iov.iov_len - rest, rest);
    t->unsent.n = rest;
    c->writable = 0;
    return CONN_AGAIN;
}

/* Before a call of the library: what an earlier one has left is at hand. */
static struct tls *
tls_enter(struct conn *c)
{
    struct tls *t = c->tls;

    tls_self.conn = c;
    tls_self.n = t->left.n;
    tls_self.pos = 0;
    if (t->left.p != NULL) {
        memcpy(tls_self.in, t->left.p, t->left.n);
        free(t->left.p);
        t->left = (struct span) { NULL, 0 };
    }
    return t;
}

/* And behind it: what this one leaves is kept, and stands for more to read,
 * if it is not a ClientHello whose end is missing. 0, or -1 without memory. */
static int
tls_leave(struct conn *c)
{
    struct tls *t = c->tls;
    size_t n = tls_self.n - tls_self.pos;

    if (n > 0) {
        t->left.p = malloc(n);
        if (t->left.p == NULL) {
            return -1;
        }
        t->left.n = n;
        memcpy(t->left.p, tls_self.in + tls_self.pos, n);
    }
    if (t->server != NULL
        && (n > 0 || (t->over && mbedtls_ssl_check_pending(&t->ssl))))
    {
        c->readable = 1;
    }
    return 0;
}

static ssize_t
tls_recv(struct conn *c, void *to, size_t size)
{
    struct tls *t = tls_enter(c);
    int n;

    n = mbedtls_ssl_read(&t->ssl, to, size);
    if (tls_leave(c) == -1) {
        return CONN_ERR;
    }
    if (n > 0) {
        return n;
    }
    if (n == MBEDTLS_ERR_SSL_WANT_READ || n == MBEDTLS_ERR_SSL_WANT_WRITE) {
        c->readable = 0;
        return CONN_AGAIN;
    }
    t->failed = n != MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY;
    if (n == 0 || n == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY
        || n == MBEDTLS_ERR_SSL_CONN_EOF)
    {
        return 0;
    }
    tls_log(c, LOG_INFO, "reading failed: %s", tls_error(n));
    errno = EPROTO;
    return CONN_ERR;
}

/* One record; a write that the socket did not take is called again with the
 * same bytes, which the library has encrypted already. */
static ssize_t
tls_write(struct conn *c, const void *from, size_t size)
{
    struct tls *t = c->tls;
    int n;

    tls_self.conn = c;
    n = mbedtls_ssl_write(&t->ssl, from, t->pending ? t->pending : size);
    if (n == MBEDTLS_ERR_SSL_WANT_WRITE || n == MBEDTLS_ERR_SSL_WANT_READ) {
        t->pending = t->pending ? t->pending : size;
        c->writable = 0;
        return CONN_AGAIN;
    }
    t->pending = 0;
    if (n > 0) {
        return n;
    }
    t->failed = 1;
    errno = errno ? errno : EPROTO;
    return CONN_ERR;
}

/* How much goes into one record. */
static size_t
tls_room(const struct conn *c)
{
    size_t size = (size_t) c->tls->server->server->ssl.buffer_size;
    int most = mbedtls_ssl_get_max_out_record_payload(&c->tls->ssl);

    if (c->tls->pending) {
        return c->tls->pending;
    }
    return most > 0 && (size_t) most < size ? (size_t) most : size;
}

static ssize_t
tls_send(struct conn *c, struct iovec *iov, int n, int more)
{
    size_t room = tls_room(c), size = iov->iov_len < room ? iov->iov_len : room;
    char *p = iov->iov_base;

    (void) more;
    if (n == 2 && size < room && !c->tls->pending) {    /* both in one */
        room -= size;
        room = iov[1].iov_len < room ? iov[1].iov_len : room;
        p = tls_self.in;
        memcpy(p, iov[0].iov_base, size);
        memcpy(p + size, iov[1].iov_base, room);
        size += room;
    }
    return tls_write(c, p, size);
}

/* A record from a file. */
static ssize_t
tls_sendfile(struct conn *c, int fd, off_t *off, size_t size)
{
    size_t room = tls_room(c);
    ssize_t n = (ssize_t) room;

    if (!c->tls->pending) {
        n = SYS(pread, fd, tls_self.in, size < room ? size : room, *off);
        if (n <= 0) {
            return n == 0 ? 0 : CONN_ERR;
        }
    }
    n = tls_write(c, tls_self.in, (size_t) n);
    *off += n > 0 ? n : 0;
    return n;
}

/* Says that nothing more will come, if there is anybody to tell. 0; CONN_AGAIN
 * when the socket has no room for it. */
static int
tls_say_end(struct conn *c)
{
    struct tls *t = c->tls;

    if (t == NULL || !t->over || t->failed || t->pending) {
        return 0;
    }
    tls_self.conn = c;
    if (mbedtls_ssl_close_notify(&t->ssl) == MBEDTLS_ERR_SSL_WANT_WRITE) {
        c->writable = 0;
        return CONN_AGAIN;
    }
    t->failed = 1;
    return 0;
}

/* What has been cut off must not look whole: there is no word at the end. */
static void
tls_cut(struct conn *c)
{
    if (c->tls != NULL) {
        c->tls->failed = 1;
    }
}

static int
tls_shut(struct conn *c)
{
    (void) tls_say_end(c);
    return conn_plain.shut(c);
}

static void
tls_end(struct conn *c)
{
    struct tls *t = c->tls;

    (void) tls_say_end(c);
    if (t->server != NULL) {
        mbedtls_ssl_free(&t->ssl);
        tls_self.used--;
    }
    tls_forget(t->left);
    tls_forget(t->unsent);
    free(t->told);
    free(t);
    c->tls = NULL;
}

static const struct conn_io tls_io = {
    tls_recv, tls_send, tls_sendfile, tls_shut, tls_end,
};

/* --- Handshake ------------------------------------------------------------ */

static int
tls_fits(void *unused, const struct re *re, struct span host)
{
    regmatch_t at[RE_GROUPS];

    (void) unused;
    return re_matches(re, host, at);
}

#define TLS_LIST 200            /* bytes of a list that are kept */

/* Keeps what variables show: the name, and the client's lists. */
static void
tls_keep(struct tls *t, const struct hello *h)
{
    struct span ciphers = h->ciphers, curves = h->curves;
    char *p;

    ciphers.n = ciphers.n < TLS_LIST ? ciphers.n : TLS_LIST;
    curves.n = curves.n < TLS_LIST ? curves.n : TLS_LIST;
    p = t->told = malloc(h->raw.n + ciphers.n + curves.n + 1);
    if (p != NULL) {
        str_put(str_put(str_put(p, h->raw), ciphers), curves);
        t->name = (unsigned) h->raw.n;
        t->ciphers = (unsigned) ciphers.n;
        t->curves = (unsigned) curves.n;
    }
}

/* The first of the server's curves that is in the list, or 0. */
static uint16_t
tls_common(const struct tls_server *s, struct span list)
{
    const uint16_t *id;
    size_t i;

    for (id = s->curves; *id != 0; id++) {
        for (i = 0; i + 1 < list.n; i += 2) {
            if (tls_number(list.p + i, 2) == *id) {
                return *id;
            }
        }
    }
    return 0;
}

/* The first of those for which the client has sent a key that is the server's,
 * too, or 0: then it is asked for another. */
static uint16_t
tls_shared(const struct tls_server *s, struct span shares)
{
    uint16_t id = 0;
    struct span key;

    while (id == 0 && shares.n > 2) {
        id = tls_common(s, (struct span) { shares.p, 2 });
        shares.p += 2, shares.n -= 2;
        if (tls_vector(&shares, 2, &key) == -1) {
            return 0;
        }
    }
    return id;
}

/* Refuses with an alert of the handshake: unrecognized_name. */
static int
tls_refuse(struct conn *c, const char *why)
{
    static const char alert[] = { 21, 3, 3, 0, 2, 2, 112 };
    struct iovec iov = { (void *) (uintptr_t) alert, sizeof(alert) };

    tls_log(c, LOG_INFO, "%s", why);
    (void) conn_plain.send(c, &iov, 1, 0);
    return CONN_ERR;
}

/* The ClientHello is there, or is none that can be read: the library's turn. */
static int
tls_begin(struct conn *c, const struct hello *h)
{
    struct span name = { (char *) (uintptr_t) h->name, h->name_n };
    struct server *s = name.n == 0 ? c->listen->dflt
                       : conf_server(c->listen, name, tls_fits, NULL);
    struct tls *t = c->tls;
    int plain = h->alpn.n > 0 && !tls_hello_speaks(h, SPAN("http/1.1"))
                && !tls_hello_speaks(h, SPAN("http/1.0"));
    int rc;

    if (s->ssl.reject) {
        return tls_refuse(c, "handshake rejected");
    }
    if (s->tls == NULL || s->tls->pairs == NULL) {
        return tls_refuse(c, "no \"ssl_certificate\" is defined in server");
    }
    mbedtls_ssl_init(&t->ssl);
    t->server = s->tls;
    tls_self.used++;
    rc = mbedtls_ssl_setup(&t->ssl, plain ? &s->tls->bare : &s->tls->conf);
    if (rc != 0) {
        tls_log(c, LOG_ERROR, "mbedtls_ssl_setup() failed: %s", tls_error(rc));
        return CONN_ERR;
    }
    mbedtls_ssl_set_bio(&t->ssl, c, tls_put, tls_get, NULL);
    t->common = tls_common(s->tls, h->curves);
    t->shared = tls_shared(s->tls, h->shares);
    tls_keep(t, h);
    return 0;
}

/* Reads until the ClientHello is whole; 0, CONN_AGAIN or CONN_ERR. */
static int
tls_await(struct conn *c)
{
    struct hello h;
    ssize_t n;
    int rc;

    for (;;) {
        rc = tls_hello(&h, (struct span) { tls_self.in, tls_self.n });
        if (rc != CONN_AGAIN) {
            return tls_begin(c, &h);
        }
        if (!c->readable) {
            return CONN_AGAIN;
        }
        n = conn_plain.recv(c, tls_self.in + tls_self.n, TLS_IN - tls_self.n);
        if (n <= 0) {
            return n == CONN_AGAIN ? CONN_AGAIN : CONN_ERR;
        }
        tls_self.n += (size_t) n;
    }
}

#define TLS_RETRY 50            /* ms until there may be memory again */
#define TLS_TURN 200            /* microseconds until others get theirs */

/* Steps of the handshake, until it waits or others have waited for long enough:
 * behind a public-key operation they come first. */
static int
tls_steps(struct conn *c)
{
    struct tls *t = c->tls;
    long long begun = plat_usec();
    int rc = 0, sent;

    while (rc == 0 && !tls_is_over(&t->ssl) && !c->ev.posted) {
        tls_trust(&t->ssl, &t->server->ca,
                  t->server->server->ssl.crl ? &t->server->crl : NULL);
        rc = mbedtls_ssl_handshake_step(&t->ssl);
        if (rc == 0 && plat_usec() - begun > TLS_TURN) {
            ev_post(&c->ev);
        }
    }
    if (rc == 0 && !c->ev.posted) {
        rc = mbedtls_ssl_handshake(&t->ssl);    /* tickets of TLS 1.3 */
    }
    sent = tls_flush(c);
    if (sent != 0 || (rc == 0 && c->ev.posted)) {
        return sent ? sent : CONN_AGAIN;
    }
    if (rc == 0) {
        t->over = 1;
        return 0;
    }
    if (rc == MBEDTLS_ERR_SSL_WANT_READ) {
        c->readable = 0;
        return CONN_AGAIN;
    }
    t->failed = 1;
    if (rc == MBEDTLS_ERR_SSL_CONN_EOF) {
        tls_log(c, LOG_INFO, "peer closed connection in SSL handshake");
    } else {
        tls_log(c, LOG_INFO, "SSL handshake failed: %s", tls_error(rc));
    }
    return CONN_ERR;
}

/* What does the first byte say? 1: plain text, 0: TLS; or CONN_AGAIN, CONN_ERR.
 * Nothing is taken. */
static int
tls_look(struct conn *c)
{
    unsigned char first;
    ssize_t n = c->readable ? SYS(recv, c->ev.fd, &first, 1, MSG_PEEK) : -1;

    if (n == 1) {
        return first != 22 && !(first & 0x80);
    }
    if (n == -1 && c->readable && errno != EAGAIN && errno != EWOULDBLOCK) {
        return CONN_ERR;
    }
    c->readable = 0;
    return n == 0 ? CONN_ERR : CONN_AGAIN;
}

/* Goes on with the handshake: 0 when it is over, or when plain text has come
 * instead: then there is no c->tls. CONN_AGAIN, CONN_ERR. */
static int
tls_shake(struct conn *c)
{
    int rc = c->tls ? 0 : tls_look(c);

    if (rc != 0) {
        return rc == 1 ? 0 : rc;
    }
    if (c->tls == NULL) {
        c->tls = calloc(1, sizeof(*c->tls));
        if (c->tls == NULL) {
            return CONN_ERR;
        }
        c->io = &tls_io;
    }
    if (c->tls->server == NULL && tls_self.used >= tls_self.max) {
        conn_drop_idle(1, tls_self.max);
        if (tls_self.used >= tls_self.max) {
            return CONN_AGAIN;
        }
    }
    (void) tls_enter(c);
    if (c->tls->server == NULL) {
        rc = tls_await(c);
    }
    if (rc == 0 && (rc = tls_flush(c)) == 0) {
        rc = tls_steps(c);
    }
    return tls_leave(c) == -1 ? CONN_ERR : rc;
}

/* How long a handshake that has to wait may do so, ms: 0 when it is over time,
 * little when it waits for memory that another connection has. */
static long long
tls_patience(const struct conn *c)
{
    long long left = c->when + c->listen->dflt->ssl.handshake_timeout
                     - plat_clock.ms;

    if (left <= 0) {
        tls_log(c, LOG_INFO, "client timed out");
        return 0;
    }
    return c->tls && c->tls->server == NULL && tls_self.used >= tls_self.max
           && left > TLS_RETRY ? TLS_RETRY : left;
}

/* What came behind a PROXY header belongs to the handshake. 0 or -1. */
static int
tls_take_over(struct conn *c, const char *p, size_t n)
{
    c->tls = calloc(1, sizeof(*c->tls));
    if (c->tls == NULL || (n > 0 && (c->tls->left.p = malloc(n)) == NULL)) {
        return -1;
    }
    c->io = &tls_io;
    c->tls->left.n = n;
    if (n > 0) {
        memcpy(c->tls->left.p, p, n);
        c->readable = 1;
    }
    return n <= TLS_IN ? 0 : -1;
}

/* --- What a connection can tell ------------------------------------------- */

/* The client's certificate, or NULL. */
static const mbedtls_x509_crt *
tls_peer(const struct conn *c)
{
    return mbedtls_ssl_get_peer_cert(&c->tls->ssl);
}

/* What is wrong with the client's certificate: the library's bits. */
static uint32_t
tls_faults(const struct conn *c)
{
    return mbedtls_ssl_get_verify_result(&c->tls->ssl);
}

static const struct {
    uint32_t bit;
    const char *text;
} tls_reasons[] = {
    { MBEDTLS_X509_BADCERT_REVOKED, "certificate revoked" },
    { MBEDTLS_X509_BADCERT_EXPIRED, "certificate has expired" },
    { MBEDTLS_X509_BADCERT_FUTURE, "certificate is not yet valid" },
    { MBEDTLS_X509_BADCERT_OTHER, "certificate chain too long" },
    { TLS_NO_CRL, "unable to get certificate CRL" },
    { MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE
      | MBEDTLS_X509_BADCERT_NS_CERT_TYPE, "unsuitable certificate purpose" },
    { MBEDTLS_X509_BADCERT_BAD_MD, "CA signature digest algorithm too weak" },
    { MBEDTLS_X509_BADCERT_BAD_KEY, "EE certificate key too weak" },
    { MBEDTLS_X509_BADCERT_NOT_TRUSTED, "unable to verify the certificate" },
    { MBEDTLS_X509_BADCRL_EXPIRED, "CRL has expired" },
    { MBEDTLS_X509_BADCRL_FUTURE, "CRL is not yet valid" },
    { MBEDTLS_X509_BADCRL_NOT_TRUSTED, "CRL signature failure" },
    { ~(uint32_t) 0, "certificate rejected" },
};

static const char *
tls_reason(uint32_t bits)
{
    size_t i = 0;

    while (!(tls_reasons[i].bit & bits)) {
        i++;
    }
    return tls_reasons[i].text;
}

/* May a request for this server block be answered, as far as certificates go?
 * 0, 421, 495 or 496 and why, as nginx has them. */
static int
tls_allows(const struct conn *c, const struct server *s, const char **why)
{
    static char text[96];
    const struct ssl *ssl = &s->ssl;
    const struct server *own = c->tls->server->server;
    uint32_t faults = tls_faults(c);

    if (s != own && ssl->verify && (c->tls->name > 0 || tls_peer(c) != NULL)
        && (s->tls == NULL || memcmp(s->tls->rules, own->tls->rules,
                                     TLS_CONTEXT) != 0))
    {
        *why = "client attempted to request the server name different from "
               "the one that was negotiated";
        return 421;
    }
    if (ssl->verify == CONF_VERIFY_OFF) {
        return 0;
    }
    if (tls_peer(c) == NULL) {
        *why = "client sent no required SSL certificate";
        return ssl->verify == CONF_VERIFY_ON ? 496 : 0;
    }
    if (ssl->verify == CONF_VERIFY_OPTIONAL_NO_CA) {
        faults &= ~(uint32_t) MBEDTLS_X509_BADCERT_NOT_TRUSTED;
    }
    if (faults == 0) {
        return 0;
    }
    snprintf(text, sizeof(text), "client SSL certificate verify error: %s",
             tls_reason(faults));
    *why = text;
    return 495;
}

#define TLS_TEXT 8192           /* bytes of a value, at most; more of one */
#define TLS_TIMES 6             /* from a certificate: these for each of its */

/* Each writes a value to `p`; NULL: there is none. */
static char *
tls_put_text(char *p, const char *text)
{
    struct span s = str_span(text ? text : "");

    s.n = s.n < TLS_TEXT ? s.n : TLS_TEXT;
    return str_put(p, s);
}

static char *
tls_put_hex(char *p, const unsigned char *from, size_t n, const char *digits)
{
    for (; n > 0; n--, from++) {
        *p++ = digits[*from >> 4];
        *p++ = digits[*from & 15];
    }
    return p;
}

static char *
tls_protocol(const struct conn *c, char *p)
{
    return tls_put_text(p, mbedtls_ssl_get_version(&c->tls->ssl));
}

static char *
tls_alpn(const struct conn *c, char *p)
{
    return tls_put_text(p, tls_agreed(&c->tls->ssl));
}

static char *
tls_cipher_text(const struct conn *c, char *p)
{
    tls_openssl_name(mbedtls_ssl_get_ciphersuite(&c->tls->ssl), p);
    return p + strlen(p);
}

static char *
tls_ciphers_text(const struct conn *c, char *p)
{
    const struct tls *t = c->tls;
    char *start = p;
    const char *name;
    unsigned i, id;

    for (i = 0; i + 1 < t->ciphers && p - start < TLS_TEXT - 80; i += 2) {
        id = (unsigned) tls_number(t->told + t->name + i, 2);
        name = mbedtls_ssl_get_ciphersuite_name((int) id);
        p = p > start ? str_put(p, SPAN(":")) : p;
        if (strcmp(name, "unknown") == 0) {
            p += snprintf(p, 8, "0x%04x", id);
        } else {
            tls_openssl_name(name, p);
            p += strlen(p);
        }
    }
    return p;
}

static char *
tls_put_curve(char *p, unsigned id)
{
    size_t i;

    for (i = 0; i < sizeof(tls_curves) / sizeof(*tls_curves); i++) {
        if (tls_curves[i].id == id) {
            return tls_put_text(p, tls_curves[i].name);
        }
    }
    return p + snprintf(p, 8, "0x%04x", id);
}

/* Which one a full handshake has taken; the library does not tell. */
static char *
tls_curve_text(const struct conn *c, char *p)
{
    const mbedtls_ssl_context *ssl = &c->tls->ssl;
    const char *cipher = mbedtls_ssl_get_ciphersuite(ssl);
    unsigned id = strcmp(mbedtls_ssl_get_version(ssl), "TLSv1.3") == 0
                  ? c->tls->shared
                  : c->tls->reused || strstr(cipher, "ECDHE") == NULL ? 0
                  : c->tls->common;

    return id ? tls_put_curve(p, id) : p;
}

static char *
tls_curves_text(const struct conn *c, char *p)
{
    const struct tls *t = c->tls;
    char *start = p;
    unsigned i;

    for (i = 0; i + 1 < t->curves && p - start < TLS_TEXT - 80; i += 2) {
        p = p > start ? str_put(p, SPAN(":")) : p;
        p = tls_put_curve(p, (unsigned) tls_number(t->told + t->name
                                                   + t->ciphers + i, 2));
    }
    return p;
}

static char *
tls_reused(const struct conn *c, char *p)
{
    return str_put(p, c->tls->reused ? SPAN("r") : SPAN("."));
}

static char *
tls_server_name(const struct conn *c, char *p)
{
    return c->tls->told ? str_put(p, (struct span) { c->tls->told,
                                  c->tls->name }) : p;
}

static char *
tls_session_text(const struct conn *c, char *p)
{
    struct span id = tls_session_id(&c->tls->ssl);

    return tls_put_hex(p, (unsigned char *) id.p, id.n, "0123456789abcdef");
}

static char *
tls_verify_text(const struct conn *c, char *p)
{
    uint32_t faults = tls_peer(c) ? tls_faults(c) : 0;

    if (tls_peer(c) == NULL) {
        return str_put(p, SPAN("NONE"));
    }
    return faults ? tls_put_text(str_put(p, SPAN("FAILED:")),
                                 tls_reason(faults))
           : str_put(p, SPAN("SUCCESS"));
}

/* OpenSSL's names of attributes, each behind its OID, and that behind its
 * length; nothing here has a 0 in it. */
static const char tls_attributes[] =
    "\3U\4\3" "CN\0"
    "\3U\4\4" "SN\0"
    "\3U\4\5" "serialNumber\0"
    "\3U\4\6" "C\0"
    "\3U\4\7" "L\0"
    "\3U\4\10" "ST\0"
    "\3U\4\11" "street\0"
    "\3U\4\12" "O\0"
    "\3U\4\13" "OU\0"
    "\3U\4\14" "title\0"
    "\3U\4\15" "description\0"
    "\3U\4\17" "businessCategory\0"
    "\3U\4\20" "postalAddress\0"
    "\3U\4\21" "postalCode\0"
    "\3U\4\24" "telephoneNumber\0"
    "\3U\4\51" "name\0"
    "\3U\4\52" "GN\0"
    "\3U\4\53" "initials\0"
    "\3U\4\54" "generationQualifier\0"
    "\3U\4\55" "x500UniqueIdentifier\0"
    "\3U\4\56" "dnQualifier\0"
    "\3U\4\101" "pseudonym\0"
    "\3U\4\110" "role\0"
    "\3U\4\141" "organizationIdentifier\0"
    "\12\11\222\46\211\223\362\54\144\1\1" "UID\0"
    "\12\11\222\46\211\223\362\54\144\1\31" "DC\0"
    "\11\52\206\110\206\367\15\1\11\1" "emailAddress\0"
    "\11\52\206\110\206\367\15\1\11\2" "unstructuredName\0"
    "\13\53\6\1\4\1\202\67\74\2\1\1" "jurisdictionL\0"
    "\13\53\6\1\4\1\202\67\74\2\1\2" "jurisdictionST\0"
    "\13\53\6\1\4\1\202\67\74\2\1\3" "jurisdictionC\0";

/* What an attribute is called, or NULL. */
static const char *
tls_attribute(const mbedtls_x509_buf *oid)
{
    const char *at = tls_attributes;

    for (; *at != '\0'; at += strlen(at) + 1) {
        if ((size_t) *at == oid->len && memcmp(at + 1, oid->p, oid->len) == 0) {
            return at + 1 + oid->len;
        }
    }
    return NULL;
}

/* The name of an attribute, or its OID as numbers. */
static char *
tls_put_type(char *p, const mbedtls_x509_buf *oid)
{
    const char *known = tls_attribute(oid), *start = p;
    unsigned long long v = 0, top;
    size_t i;

    for (i = 0; known == NULL && i < oid->len; i++) {
        v = v << 7 | (oid->p[i] & 0x7f);
        if (oid->p[i] & 0x80) {
            continue;
        }
        if (p == start) {       /* two numbers in one */
            top = v < 80 ? v / 40 : 2;
            p = str_put_num(p, top);
            v -= top * 40;
        }
        *p++ = '.';
        p = str_put_num(p, v);
        v = 0;
    }
    p = str_put(p, str_span(known ? known : ""));
    *p++ = '=';
    return p;
}

/* One that RFC 2253 has no text for: its DER. */
static char *
tls_put_der(char *p, const mbedtls_x509_buf *v)
{
    unsigned char head[4] = { (unsigned char) v->tag };
    static const char digits[] = "0123456789ABCDEF";
    int n = 1;

    if (v->len > 127) {
        head[n++] = v->len > 255 ? 0x82 : 0x81;
    }
    if (v->len > 255) {
        head[n++] = (unsigned char) (v->len >> 8);
    }
    head[n++] = (unsigned char) v->len;
    p = tls_put_hex(str_put(p, SPAN("#")), head, (size_t) n, digits);
    return tls_put_hex(p, v->p, v->len, digits);
}

/* A character beyond ASCII, or a byte, as escaped bytes. */
static char *
tls_put_code(char *p, size_t code, int is_byte)
{
    int n = is_byte ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4, i = n;
    unsigned char b[4];

    for (; i-- > 0; code >>= 6) {
        b[i] = (unsigned char) (is_byte ? code : 0x80 | (code & 0x3f));
    }
    b[0] |= (unsigned char) (is_byte ? 0 : 0xf00 >> n);
    for (i = 0; i < n; i++) {
        p = str_put_byte(str_put(p, SPAN("\\")), b[i]);
    }
    return p;
}

/* A value as RFC 2253 has it, and OpenSSL: UTF-8, all but ASCII escaped. */
static char *
tls_put_value(char *p, const mbedtls_x509_buf *v, size_t wide)
{
    const int is_utf8 = v->tag == MBEDTLS_ASN1_UTF8_STRING;
    int first, last;
    size_t at, code;

    for (at = 0; at < v->len; at += wide) {
        code = tls_number((char *) v->p + at, (int) wide);
        first = at == 0;
        last = at + wide == v->len;
        if (code < 32 || code >= 127) {
            p = tls_put_code(p, code, is_utf8 || code < 128);
            continue;
        }
        if (strchr(",+\"\\<>;", (int) code) || (code == ' ' && (first || last))
            || (code == '#' && first && !last))
        {
            *p++ = '\\';
        }
        *p++ = (char) code;
    }
    return p;
}

/* A distinguished name as RFC 2253 has it: the last attribute first. */
static char *
tls_put_name(const mbedtls_x509_name *name, char *p)
{
    const mbedtls_x509_name *n, *end = NULL;
    size_t wide;

    while (end != name && name->oid.p != NULL) {
        for (n = name; n->next != end; n = n->next) { }
        if (end != NULL) {
            *p++ = tls_is_joined(n) ? '+' : ',';
        }
        end = n;
        wide = n->val.tag == MBEDTLS_ASN1_BMP_STRING ? 2
               : n->val.tag == MBEDTLS_ASN1_UNIVERSAL_STRING ? 4 : 1;
        p = tls_put_type(p, &n->oid);
        p = tls_attribute(&n->oid) == NULL || n->val.len % wide != 0
            || n->val.tag == MBEDTLS_ASN1_BIT_STRING ? tls_put_der(p, &n->val)
            : tls_put_value(p, &n->val, wide);
    }
    return p;
}

/* As OpenSSL had it before: in order, with \xXX for what cannot be shown. */
static char *
tls_put_legacy(const mbedtls_x509_name *n, char *p)
{
    size_t i;
    int code, joined = 0;

    for (; n != NULL && n->oid.p != NULL; n = n->next) {
        *p++ = joined ? '+' : '/';
        p = tls_put_type(p, &n->oid);
        for (i = 0; i < n->val.len; i++) {
            code = n->val.p[i];
            if (code < 32 || code > 126) {
                p = str_put_byte(str_put(p, SPAN("\\x")), code);
                continue;
            }
            if (code == '/' || code == '+') {
                *p++ = '\\';
            }
            *p++ = (char) code;
        }
        joined = tls_is_joined(n);
    }
    return p;
}

static char *
tls_subject(const struct conn *c, char *p)
{
    return tls_put_name(&tls_peer(c)->subject, p);
}

static char *
tls_issuer(const struct conn *c, char *p)
{
    return tls_put_name(&tls_peer(c)->issuer, p);
}

static char *
tls_subject_legacy(const struct conn *c, char *p)
{
    return tls_put_legacy(&tls_peer(c)->subject, p);
}

static char *
tls_issuer_legacy(const struct conn *c, char *p)
{
    return tls_put_legacy(&tls_peer(c)->issuer, p);
}

static char *
tls_serial(const struct conn *c, char *p)
{
    const mbedtls_x509_buf *s = &tls_peer(c)->serial;
    size_t n = s->len < 64 ? s->len : 64, skip = n > 1 && s->p[0] == 0;

    return tls_put_hex(p, s->p + skip, n - skip, "0123456789ABCDEF");
}

static char *
tls_fingerprint(const struct conn *c, char *p)
{
    const mbedtls_x509_buf *raw = &tls_peer(c)->raw;
    const mbedtls_md_info_t *sha1 = mbedtls_md_info_from_type(MBEDTLS_MD_SHA1);
    unsigned char sum[20];

    if (sha1 == NULL || mbedtls_md(sha1, raw->p, raw->len, sum) != 0) {
        return NULL;
    }
    return tls_put_hex(p, sum, sizeof(sum), "0123456789abcdef");
}

static char *
tls_put_time(char *p, const mbedtls_x509_time *t)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const char *month = months + 3 * (t->mon >= 1 && t->mon <= 12
                                      ? t->mon - 1 : 0);

    return p + snprintf(p, 40, "%.3s %2d %02d:%02d:%02d %d GMT", month, t->day,
                        t->hour, t->min, t->sec, t->year);
}

static char *
tls_valid_from(const struct conn *c, char *p)
{
    return tls_put_time(p, &tls_peer(c)->valid_from);
}

static char *
tls_valid_to(const struct conn *c, char *p)
{
    return tls_put_time(p, &tls_peer(c)->valid_to);
}

/* Days that are left. */
static char *
tls_remains(const struct conn *c, char *p)
{
    const mbedtls_x509_time *t = &tls_peer(c)->valid_to;
    struct tm end = { .tm_year = t->year - 1900, .tm_mon = t->mon - 1,
                      .tm_mday = t->day, .tm_hour = t->hour,
                      .tm_min = t->min, .tm_sec = t->sec };
    long long left = (long long) timegm(&end) - (long long) plat_clock.sec;

    return str_put_num(p, left > 0 ? (unsigned long long) left / 86400 : 0);
}

/* The certificate as text, each line but the first behind `indent`. */
static char *
tls_put_pem(const struct conn *c, char *p, const char *indent)
{
    const mbedtls_x509_buf *raw = &tls_peer(c)->raw;
    size_t at, n, got;

    p = str_put(p, SPAN("-----BEGIN CERTIFICATE-----\n"));
    for (at = 0; at < raw->len; at += n) {
        n = raw->len - at < 48 ? raw->len - at : 48;
        p = str_put(p, str_span(indent));
        if (mbedtls_base64_encode((unsigned char *) p, 70, &got, raw->p + at, n)
            != 0)
        {
            return NULL;
        }
        p = str_put(p + got, SPAN("\n"));
    }
    p = str_put(p, str_span(indent));
    return str_put(p, SPAN("-----END CERTIFICATE-----\n"));
}

static char *
tls_raw_cert(const struct conn *c, char *p)
{
    return tls_put_pem(c, p, "");
}

static char *
tls_cert(const struct conn *c, char *p)
{
    char *end = tls_put_pem(c, p, "\t");

    return end ? end - 1 : NULL;
}

static char *
tls_escaped_cert(const struct conn *c, char *p)
{
    char *end = tls_raw_cert(c, p), *to;
    size_t i, n = end ? (size_t) (end - p) : 0, more = 0;
    unsigned char byte;

    for (i = 0; i < n; i++) {
        more += strchr("+/= \n", p[i]) ? 2 : 0;
    }
    for (to = p + n + more, i = n; i-- > 0; ) {
        byte = (unsigned char) p[i];
        if (strchr("+/= \n", byte)) {
            to -= 3;
            (void) str_put_byte(str_put(to, SPAN("%")), byte);
        } else {
            *--to = (char) byte;
        }
    }
    return p + n + more;
}

enum {
    TLS_ALPN, TLS_CIPHER, TLS_CIPHERS, TLS_CURVE, TLS_CURVES, TLS_PROTOCOL,
    TLS_REUSED, TLS_SERVER_NAME, TLS_SESSION_ID, TLS_VERIFY,
    TLS_CLIENT,                 /* from here on of its certificate */
    TLS_CERT = TLS_CLIENT, TLS_ESCAPED_CERT, TLS_FINGERPRINT, TLS_ISSUER,
    TLS_ISSUER_LEGACY, TLS_RAW_CERT, TLS_SERIAL, TLS_SUBJECT,
    TLS_SUBJECT_LEGACY, TLS_VALID_FROM, TLS_VALID_TO, TLS_REMAINS
};

static char *(*const tls_texts[])(const struct conn *, char *) = {
    [TLS_ALPN] = tls_alpn,
    [TLS_CIPHER] = tls_cipher_text,
    [TLS_CIPHERS] = tls_ciphers_text,
    [TLS_CURVE] = tls_curve_text,
    [TLS_CURVES] = tls_curves_text,
    [TLS_PROTOCOL] = tls_protocol,
    [TLS_REUSED] = tls_reused,
    [TLS_SERVER_NAME] = tls_server_name,
    [TLS_SESSION_ID] = tls_session_text,
    [TLS_VERIFY] = tls_verify_text,
    [TLS_CERT] = tls_cert,
    [TLS_ESCAPED_CERT] = tls_escaped_cert,
    [TLS_FINGERPRINT] = tls_fingerprint,
    [TLS_ISSUER] = tls_issuer,
    [TLS_ISSUER_LEGACY] = tls_issuer_legacy,
    [TLS_RAW_CERT] = tls_raw_cert,
    [TLS_SERIAL] = tls_serial,
    [TLS_SUBJECT] = tls_subject,
    [TLS_SUBJECT_LEGACY] = tls_subject_legacy,
    [TLS_VALID_FROM] = tls_valid_from,
    [TLS_VALID_TO] = tls_valid_to,
    [TLS_REMAINS] = tls_remains,
};

/* One of these texts. */
static struct span
tls_text(const struct conn *c, int what, struct pool *pool)
{
    struct span text = { NULL, 0 };
    size_t size = TLS_TEXT;
    char *p, *end;

    if (c->tls == NULL || (what >= TLS_CLIENT && tls_peer(c) == NULL)) {
        return text;
    }
    size += what >= TLS_CLIENT ? tls_peer(c)->raw.len * TLS_TIMES : 0;
    p = malloc(size);
    end = p ? tls_texts[what](c, p) : NULL;
    text.n = end ? (size_t) (end - p) : 0;
    text.p = text.n ? mem_copy(pool, p, text.n) : NULL;
    text.n = text.p ? text.n : 0;
    free(p);
    return text;
}

#else

/* Without TLS nobody gets here: no listen can have ssl. */

static int
tls_bind(struct conf *cf)
{
    (void) cf;
    return 0;
}

static int
tls_open(const struct conf *cf, const struct conf *old)
{
    (void) cf, (void) old;
    return 0;
}

static void
tls_close(const struct conf *cf)
{
    (void) cf;
}

static int
tls_init(const struct conf *cf)
{
    (void) cf;
    return 0;
}

static int
tls_shake(struct conn *c)
{
    (void) c, (void) plat_usec;
    return CONN_ERR;
}

static int
tls_say_end(struct conn *c)
{
    (void) c;
    return 0;
}

static void
tls_cut(struct conn *c)
{
    (void) c;
}

static int
tls_is_used(const struct conf *cf)
{
    (void) cf;
    return 0;
}

static void
tls_rotate(void)
{
}

static int
tls_refresh(struct conf *cf)
{
    (void) cf;
    return 0;
}

static long long
tls_patience(const struct conn *c)
{
    (void) c;
    return 0;
}

static int
tls_take_over(struct conn *c, const char *p, size_t n)
{
    (void) c, (void) p, (void) n;
    return -1;
}

static int
tls_allows(const struct conn *c, const struct server *s, const char **why)
{
    (void) c, (void) s, (void) why;
    return 0;
}

#endif

/* === 12 open === Open files, kept for the requests that follow ============ */

/* A file that was sent stays open for a moment: the next request for it needs
 * neither open() nor close(). What is known of it is asked anew with stat()
 * once a turn of the loop, so a change is seen by the next request; a name
 * that leads to another file now is opened anew. That a name leads nowhere is
 * known for the same turn. Files that nobody asks for are closed after
 * OPEN_KEEP, so that none stays deleted but open.
 *
 * So it is unless open_file_cache is given: then there are as many files as it
 * says, and what is known of them is believed for longer. Each such directive
 * is a cache of its own. All together leave descriptors for the connections;
 * what was not used for the longest time has to go. */

#define OPEN_FILES 1024         /* kept by a worker */
#define OPEN_KEEP 1000          /* milliseconds */
#define OPEN_LEAST 64           /* kept, however few descriptors there are */

/* What may be a symbolic link in a path: see disable_symlinks. */
struct trust {
    int how;                    /* CONF_LINK_* */
    size_t from;                /* so much of the path is not looked at */
};

struct file {
    struct link order;          /* first: in the ring of its cache */
    struct file *next;          /* in the row of its cache */
    struct cache *cache;        /* or NULL: closed with its last user */
    uint32_t hash;              /* of the path */
    int fd;                     /* -1: there is none, or none yet */
    int err;                    /* errno of open(), or 0 */
    int users;                  /* requests that send it */
    int wanted;                 /* so many more, until it stays open */
    unsigned turn;              /* of the loop, when st was asked for, */
    long long asked;            /* and plat_clock.ms */
    long long used;             /* plat_clock.ms */
    struct stat st;
    char path[];
};

static struct {
    struct cache cache;         /* where no other is given */
    long n;                     /* files in all caches, */
    long max;                   /* and how many may be */
    uint32_t hash;              /* of the path that was looked for last */
} open_self;

/* Where the row begins that a hash leads to. */
static struct file **
open_row(struct cache *k, uint32_t hash)
{
    return &k->row[hash >> 22];
}

/* A request is done with the file. */
static void
open_release(struct file *f)
{
    if (--f->users > 0 || (f->cache != NULL && f->wanted == 0)) {
        return;
    }
    if (f->fd != -1) {
        close(f->fd);
        f->fd = -1;
    }
    if (f->cache == NULL) {
        free(f);
    }
}

/* Makes it the one that was used last. */
static void
open_move(struct file *f, struct link *ring)
{
    f->order.newer->older = f->order.older;
    f->order.older->newer = f->order.newer;
    f->order.newer = ring;
    f->order.older = ring->older;
    ring->older->newer = &f->order;
    ring->older = &f->order;
}

/* Takes it out of its cache; closed at once or with its last user. */
static void
open_unlist(struct file *f)
{
    struct cache *k = f->cache;
    struct file **at = open_row(k, f->hash);

    while (*at != f) {
        at = &(*at)->next;
    }
    *at = f->next;
    f->order.newer->older = f->order.older;
    f->order.older->newer = f->order.newer;
    k->n--;
    open_self.n--;
    f->cache = NULL;
    f->users++;
    open_release(f);
}

/* The one that nobody has wanted for the longest time. */
static struct file *
open_oldest(struct cache *k)
{
    return (struct file *) k->order.newer;
}

static void
open_on_timer(struct ev_source *s, int events)
{
    struct cache *k = (struct cache *) s;

    (void) events;
    while (k->n > 0) {
        if (plat_clock.ms - open_oldest(k)->used < k->inactive) {
            ev_timer(s, k->inactive);
            break;
        }
        open_unlist(open_oldest(k));
    }
}

/* Puts it into a cache, in the place of the oldest if that is full. */
static void
open_list(struct cache *k, struct file *f)
{
    struct file **at = open_row(k, f->hash);

    if (k->n >= k->max || open_self.n >= open_self.max) {
        if (k->n == 0) {
            return;
        }
        open_unlist(open_oldest(k));
    }
    if (k->timer.ready == NULL) {
        ev_source_init(&k->timer, -1, open_on_timer);
        k->order.newer = k->order.older = &k->order;
    }
    f->next = *at;
    *at = f;
    f->cache = k;
    open_self.n++;
    if (k->n++ == 0) {
        ev_timer(&k->timer, k->inactive);
    }
}

/* Is it still what the path leads to, or does that still lead nowhere? */
static int
open_is_same(const struct loc *loc, struct file *f)
{
    struct stat st;
    int gone;

    if (f->turn != ev_self.turns
        && plat_clock.ms - f->asked >= loc->cache_valid)
    {
        gone = SYS(stat, f->path, &st) == -1;
        if (f->err ? !gone || errno != f->err
            : gone || st.st_ino != f->st.st_ino || st.st_dev != f->st.st_dev
              || st.st_mode != f->st.st_mode || st.st_uid != f->st.st_uid
              || st.st_gid != f->st.st_gid)
        {
            return 0;
        }
        f->turn = ev_self.turns;
        f->asked = plat_clock.ms;
        if (!gone) {
            f->st = st;
        }
    }
    return 1;
}

/* Opens a component of a path; ELOOP: it is a link that may not be; but one
 * that ought to be a directory is none, as nginx has it. */
static int
open_step(int dir, const char *name, int how, int flags)
{
    struct stat st, link;
    int fd;

    if (fstatat(dir, name, &link, AT_SYMLINK_NOFOLLOW) == -1) {
        return -1;
    }
    if (how == CONF_LINK_NONE && S_ISLNK(link.st_mode)) {
        errno = flags == PLAT_SEARCH ? ENOTDIR : ELOOP;
        return -1;
    }
    fd = SYS(openat, dir, name,
             flags | (how == CONF_LINK_NONE ? O_NOFOLLOW : 0));
    if (fd != -1 && how == CONF_LINK_OWNED
        && (fstat(fd, &st) == -1 || st.st_uid != link.st_uid))
    {
        errno = ELOOP;
        return plat_close_failed(fd);
    }
    return fd;
}

/* open() for reading, link by link where not all is trusted: then the path is
 * cut meanwhile. */
static int
open_fd(char *path, struct trust t)
{
    static const int flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC;
    char *p = path + t.from, *next, end = *p;
    int dir, fd;

    if (!RPD_WITH_ACCESS || t.how == CONF_LINK_ANY) {
        return SYS(open, path, flags);
    }
    *p = '\0';
    fd = SYS(open, t.from > 0 ? path : end == '/' ? "/" : ".", PLAT_SEARCH);
    *p = end;
    while (fd != -1) {
        p += strspn(p, "/");
        next = p + strcspn(p, "/");
        end = *next;
        *next = '\0';
        dir = fd;
        fd = open_step(dir, *p ? p : ".", t.how, end ? PLAT_SEARCH : flags);
        (void) plat_close_failed(dir);
        *next = end;
        p = next;
        if (end == '\0') {
            break;
        }
    }
    return fd;
}

/* What is known of the path, or NULL; where links matter, nothing is. */
static struct file *
open_known(const struct loc *loc, const char *path, struct trust t)
{
    uint32_t hash = 2166136261;         /* FNV-1a */
    const char *p;
    struct file *f;

    for (p = path; *p; p++) {
        hash = (hash ^ (unsigned char) *p) * 16777619;
    }
    open_self.hash = hash;
    f = *open_row(loc->cache, hash);
    while (f != NULL && (f->hash != hash || strcmp(f->path, path) != 0)) {
        f = f->next;
    }
    if (f == NULL || t.how != CONF_LINK_ANY) {
        return NULL;
    }
    if (!open_is_same(loc, f)) {
        open_unlist(f);
        return NULL;
    }
    return f;
}

/* The open file of that name, to be given back with open_release(); NULL with
 * errno. A name that leads nowhere takes the place of a file only where it is
 * to be kept for longer than the turn. */
static struct file *
open_take(const struct loc *loc, const char *path, struct trust t)
{
    struct cache *k = loc->cache;
    struct file *f = open_known(loc, path, t);
    int err;

    if (f == NULL) {
        f = calloc(1, sizeof(*f) + strlen(path) + 1);
        if (f == NULL) {
            return NULL;
        }
        (void) str_put(f->path, str_span(path));
        f->order.newer = f->order.older = &f->order;
        f->hash = open_self.hash;
        f->fd = -1;
        f->wanted = loc->cache_min_uses;
    }
    f->users++;
    if (f->fd == -1 && f->err == 0) {
        if (f->cache != NULL) {
            open_unlist(f);
        }
        f->turn = ev_self.turns;
        f->asked = plat_clock.ms;
        f->fd = open_fd(f->path, t);
        if (f->fd == -1 || SYS(fstat, f->fd, &f->st) == -1) {
            f->err = errno;
        }
        if (t.how == CONF_LINK_ANY
            && (f->err == 0 ? S_ISREG(f->st.st_mode) : f->err == ENOENT
                && (loc->cache_valid ? loc->cache_errors : k->n < k->max)))
        {
            open_list(k, f);
        }
    }
    if (f->cache != NULL && k->order.older != &f->order) {
        open_move(f, &k->order);
    }
    f->used = plat_clock.ms;
    f->wanted -= f->wanted > 0;
    err = f->err;
    if (err != 0) {
        open_release(f);
        errno = err;
        return NULL;
    }
    return f;
}

/* Does the path lead to a directory (1) or to something else (0)? -1 with
 * errno. */
static int
open_is_dir(const struct loc *loc, const char *path, struct trust t)
{
    struct file *f;
    struct stat st;

    if (RPD_WITH_ACCESS && t.how != CONF_LINK_ANY) {
        f = open_take(loc, path, t);
        if (f == NULL) {
            return -1;
        }
        st.st_mode = f->st.st_mode;
        open_release(f);
    } else if ((f = open_known(loc, path, t)) != NULL) {
        errno = f->err;
        return f->err ? -1 : 0;
    } else if (SYS(stat, path, &st) == -1) {
        return -1;
    }
    return S_ISDIR(st.st_mode) != 0;
}

/* Of the descriptors each connection has one. */
static void
open_init(int connections)
{
    open_self.max = sysconf(_SC_OPEN_MAX) - connections - OPEN_LEAST;
    if (open_self.max < OPEN_LEAST) {
        open_self.max = OPEN_LEAST;
    }
    open_self.cache.max = OPEN_FILES;
    open_self.cache.inactive = OPEN_KEEP;
}

/* === 13 req === Requests: line, headers, body framing ===================== */


/* A request is a pool: this struct, the first buffer, and what is made on the
 * way; all is freed together when the response has gone. Its spans point into
 * its buffers. Parsing is by line: whatever has arrived is searched once for
 * its end of line. A line that does not fit moves to a large buffer.
 *
 * Functions return 0 to go on, CONN_AGAIN for more input, or the status of
 * the error response. All doubts about framing end the connection. RFC 9112. */

struct header {
    struct header *next;
    struct span name;
    struct span value;
};

/* What a phase returns: 0, the answer is described; a status, which becomes
 * one; CONN_AGAIN, it waits, until r->pause is over and r->after goes in for
 * the result; or one of these. */
enum {
    REQ_NEXT = -3,              /* go on with the next phase */
    REQ_FIND = -4,              /* r->uri has changed: find its location */
    REQ_RESTART = -5,           /* begin with the server's own rules */
    REQ_NAMED = -6,             /* r->loc is another: go on there */
    REQ_ASK = -8,               /* ask r->ask first, then call again */
    REQ_BODY = -7,              /* read the body, then call this one again */
    REQ_SECURE = -9             /* what follows is TLS */
};

/* What happens to a body that has not been read yet. */
enum req_fate {
    REQ_DROP,                   /* unless somebody asks for it: REQ_BODY */
    REQ_KEEP,                   /* it goes to r->in */
    REQ_BAD                     /* it cannot be read to its end */
};

struct ending {                 /* what is called when a request ends */
    struct ending *next;
    void (*call)(void *);
    void *arg;
};

struct body {                   /* of a request, as far as it has been read */
    struct span mem;            /* all of it, */
    int fd;                     /* or -1; else all is in this file */
    char *path;                 /* its name, or NULL */
    int clean;                  /* it goes with the request */
    size_t room;                /* in memory */
    long long size;             /* bytes; counted though they are dropped */
};

enum req_state { REQ_PROXY, REQ_LINE, REQ_HEADERS, REQ_READ };

/* States of a chunked body. */
enum req_chunk { REQ_SIZE, REQ_EXT, REQ_DATA, REQ_DATA_END, REQ_TRAILER };

enum req_frames { REQ_PLAIN, REQ_CHUNKS, REQ_IN_CHUNK, REQ_CHUNKED };

struct range {                  /* of several, the last without bytes */
    struct span head;           /* stands before them */
    long long from, to;         /* to: behind the last byte */
};

#define REQ_CHUNK_LINE 4096     /* bytes of a chunk's extensions, of trailers */

struct req {
    /* what most functions ask for: within reach of a short instruction */
    struct conn *c;
    struct loc *loc;
    struct pool *pool;          /* all of this request */
    int status;                 /* of the response */
    int keepalive;              /* another request may follow */
    struct span uri;            /* path: decoded, cleaned */
    struct server *server;
    struct file *file;          /* body from a file, or NULL */
    long long left;             /* and how many bytes are to go */
    struct span args;           /* behind the question mark */
    struct span body;           /* of the response, from memory */
    long long body_size;        /* Content-Length; -1: there is no body */
    /* where it comes from */
    struct conn *peer;          /* its address is another one since; or NULL */
    struct req *parent;         /* this one is asked on its behalf, or NULL */
    const char *ask;            /* the path to be asked */
    int piped;                  /* it came with the request before it */
    int tried;                  /* r->uri is what try_files found behind it */
    int verdict;                /* the status it gave, or 0 */
    int refused;                /* what was said before it was asked */
    int phase;                  /* of http_phases */
    int hops;                   /* changes of r->uri that may still follow */
    int internal;               /* it is not what the client asked for */
    int had_page;               /* an error page has been taken */
    int chosen;                 /* file_choose() has had its say */
    int err_status;             /* goes out instead of the page's, or 0 */
    int counted;                /* as CONN_READING, CONN_WRITING, or 0 */
    int asked;                  /* the master, for its answer */
    long long pause;            /* ms to wait, and */
    int after;                  /* what the phase says then */
    struct limit_held *held;    /* connections counted, by chapter 19 */
    struct span limit_conn_status;      /* variables; p NULL: not yet */
    struct span limit_req_status;
    struct span *own;           /* values of the configuration's variables */
    int depth;                  /* of texts inside others: VAR_DEPTH */
    char *id;                   /* $request_id, or NULL */
    int quote;                  /* a `set` wants captures encoded again */
    struct span *captures;      /* $0 to $9 of the last match, or NULL */
    struct hand_out *hand;      /* chapter 22 */
    struct ending *endings;
    long long start;            /* plat_clock.ms of the first byte */
    long long length;           /* bytes received */
    /* its head */
    char *buf;                  /* the current buffer */
    size_t size, len;           /* its size, and how much of it is filled */
    size_t pos, scan;           /* parsed so far; searched so far */
    int large;                  /* large buffers taken */
    enum req_state state;
    struct span line;           /* as received, without its end */
    struct span method;
    struct span target;         /* $request_uri */
    struct span host;           /* lower case, without port; may be empty */
    struct header *headers, **headers_last;
    int headers_n;
    int minor;                  /* of HTTP/1.x */
    int get, head;              /* the method is GET, HEAD */
    int quoted;                 /* the target has %XX or a plus */
    /* its body */
    long long body_left;        /* of one with a length */
    int chunked;                /* it is, and not yet read */
    enum req_chunk chunk;
    int chunk_cr;               /* it has just been read */
    int chunk_digits;           /* of the size; later: the line has bytes */
    int chunk_line;             /* bytes read so far: REQ_CHUNK_LINE */
    enum req_fate fate;
    struct body in;
    /* the response */
    struct span type;           /* Content-Type, or empty */
    struct span location;       /* Location; p NULL: none */
    struct span coding;         /* Content-Encoding, or empty */
    struct header *extra, **extra_last;         /* more headers */
    time_t modified;            /* Last-Modified; -1: none */
    struct span etag;           /* or empty */
    int ranges;                 /* tells Accept-Ranges */
    int copied;                 /* sendfile() does not work for r->file */
    struct span content_range;  /* or empty; a page for a 416 keeps it */
    struct range *range;        /* of a 206 of several: the next, or NULL */
    off_t off;                  /* the next byte of r->file */
    int (*produce)(struct req *);       /* hand-off: more of the body */
    int (*trail)(struct req *); /* hand-off: the trailers, when it is over */
    struct header *trailers, **trailers_last;
    enum req_frames frames;     /* is the body sent in chunks? */
    char frame[24];             /* what stands before a chunk */
    struct span out;            /* from memory, still to be sent */
    long long sent, head_size;  /* bytes sent, of these the head */
    long long rate, rate_after; /* bytes a second, after so many; 0: any */
    struct span known[TAB_HEADERS_N];   /* headers; p NULL: not there */
};

/* Adds what a log line tells of a request, if it is known; not all of it. */
static char *
req_about(char *p, const char *fmt, struct span s)
{
    return s.p ? p + sprintf(p, fmt, s.n > 512 ? 512 : (int) s.n, s.p) : p;
}

/* A log line about what a client did or could not get. */
__attribute__((format(printf, 4, 5)))
static void
req_log(struct req *r, int level, int err, const char *fmt, ...)
{
    struct log_sink *sinks = r->loc && r->loc->error_log ? r->loc->error_log
                             : log_self.sinks;
    static const char *const doing[] = {
        [REQ_PROXY] = "reading PROXY protocol",
        [REQ_LINE] = "reading client request line",
        [REQ_HEADERS] = "reading client request headers",
        [REQ_READ] = NULL, [REQ_READ + 1] = "sending response to client",
    };
    const struct log_sink *sink = sinks;
    char tail[LOG_LINE + 512], client[SOCK_TEXT], who[16], *p = tail;
    const char *what = doing[r->state + (r->state == REQ_READ
                             && r->c->state == CONN_SEND)];
    va_list args;

    while (sink != NULL && sink->level < level) {
        sink = sink->next;
    }
    if (sink == NULL) {         /* nobody would read it */
        return;
    }
    if (what != NULL) {
        p += sprintf(p, " while %s", what);
    }
    p = req_about(p, ", client: %.*s", str_span(conn_client(r->c, client)));
    p = req_about(p, ", server: %.*s", r->server->names->shown);
    p = req_about(p, ", request: \"%.*s\"", r->line);
    if (RPD_WITH_ACCESS && r->parent != NULL) {
        p = req_about(p, ", subrequest: \"%.*s\"", r->uri);
    }
    (void) req_about(p, ", host: \"%.*s\"", r->known[TAB_HOST]);
    snprintf(who, sizeof(who), "*%u ", r->c->serial);
    va_start(args, fmt);
    log_vwrite(sinks, level, err, who, tail, fmt, args);
    va_end(args);
}

/* The client has sent something that is refused. */
static int
req_refuse(struct req *r, int status, const char *what)
{
    req_log(r, LOG_INFO, 0, "client sent %s", what);
    return status;
}

/* Text made for the request; p NULL: no memory. */
__attribute__((format(printf, 2, 3)))
static struct span
req_text(struct req *r, const char *fmt, ...)
{
    struct span text;
    va_list args;
    int n;

    va_start(args, fmt);
    n = vsnprintf(conn_self.out, CONN_OUT, fmt, args);
    va_end(args);
    n = n < CONN_OUT ? n : CONN_OUT - 1;
    text.p = mem_copy(r->pool, conn_self.out, (size_t) n);
    text.n = text.p ? (size_t) n : 0;
    return text;
}

/* A request with a buffer for at least `room` bytes, or NULL. */
static struct req *
req_open(struct conn *c, size_t room)
{
    struct server *s = c->listen->dflt;
    struct pool *pool = mem_pool();
    struct req *r = pool ? mem_zalloc(pool, sizeof(*r)) : NULL;
    size_t size = (size_t) s->client_header_buffer_size;

    size = size < room ? room : size;
    if (r == NULL || (r->buf = mem_alloc(pool, size)) == NULL) {
        if (pool != NULL) {
            mem_free(pool);
        }
        return NULL;
    }
    r->pool = pool;
    r->c = c;
    r->server = s;
    r->loc = s->loc;
    r->size = size;
    r->state = c->listen->proxy_protocol && c->requests == 0 && !c->tls
               ? REQ_PROXY : REQ_LINE;
    r->headers_last = &r->headers;
    r->extra_last = &r->extra;
    r->trailers_last = &r->trailers;
    r->modified = -1;
    r->body_size = -1;
    r->in.fd = -1;
    r->start = plat_clock.ms;
    c->req = r;
    return r;
}

/* The request is one of those, until it is closed. Only what outlasts a turn of
 * the loop must be counted: what does not is seen by nobody else. */
static void
req_count(struct req *r, int as)
{
    if (!RPD_WITH_STATUS && !RPD_WITH_VARS) {
        return;
    }
    if (r->counted) {
        conn_self.count->n[r->counted]--;
    }
    r->counted = as;
    conn_self.count->n[as]++;
}

static void
req_close(struct req *r)
{
    struct conn *c = r->c;
    struct ending *e;

    if (r->counted) {
        conn_self.count->n[r->counted]--;
    }
    c->req = NULL;
    for (e = r->endings; e != NULL; e = e->next) {
        e->call(e->arg);
    }
    if (RPD_WITH_REALIP && r->peer != NULL) {
        memcpy(c->ip, r->peer->ip, sizeof(c->ip));
        c->port = r->peer->port;
        c->family = r->peer->family;
    }
    if (r->file != NULL) {
        open_release(r->file);
    }
    if (RPD_WITH_HANDLER && r->in.fd != -1) {
        close(r->in.fd);
        if (r->in.clean) {
            (void) unlink(r->in.path);
        }
    }
    mem_free(r->pool);
}

/* Two pieces of text and a third, ended by a NUL; p NULL: no memory. */
static struct span
req_join(struct req *r, struct span a, struct span b, struct span c)
{
    struct span s = { mem_alloc(r->pool, a.n + b.n + c.n + 1), 0 };

    if (s.p != NULL) {
        s.n = a.n + b.n + c.n;
        *str_put(str_put(str_put(s.p, a), b), c) = '\0';
    }
    return s;
}

/* A line of `n` bytes, or more, is too long. */
static int
req_too_long(struct req *r, size_t n)
{
    if (r->state != REQ_LINE) {
        return req_refuse(r, 494, "too long header line");
    }
    r->line = (struct span) { r->buf + r->pos, n };
    return req_refuse(r, 414, "too long URI");
}

/* Makes room to read more: a full buffer is followed by a large one, which
 * begins with the unfinished line. */
static int
req_room(struct req *r)
{
    size_t line = r->len - r->pos, size;
    char *more;

    if (r->len < r->size) {
        return 0;
    }
    size = (size_t) r->server->large_buffers.size;
    if (line >= size || r->large >= r->server->large_buffers.n) {
        return req_too_long(r, line);
    }
    more = mem_alloc(r->pool, size);
    if (more == NULL) {
        return 500;
    }
    memcpy(more, r->buf + r->pos, line);
    r->buf = more;
    r->size = size;
    r->scan -= r->pos;
    r->len = line;
    r->pos = 0;
    r->large++;
    return 0;
}

/* --- The PROXY protocol, versions 1 and 2, as HAProxy specifies it -------- */


#define REQ_PROXY_MAX 4096      /* bytes of a PROXY header */

/* What a line of version 1 tells: 1; 0: nothing; -1: it is broken. */
static int
req_proxy_v1(const char *p, size_t n, struct proxied *to)
{
    char line[108], again[144], family[8];
    unsigned char ip[16];
    int kind;

    memcpy(line, p, n);
    line[n] = '\0';
    if (strncmp(line, "PROXY UNKNOWN", 13) == 0) {
        return 0;
    }
    if (sscanf(line, "PROXY %7s %45s %45s %5d %5d", family, to->addr,
               to->server, &to->port, &to->server_port) != 5
        || ((to->port | to->server_port) & ~65535) != 0)
    {
        return -1;
    }
    snprintf(again, sizeof(again), "PROXY %s %s %s %d %d", family, to->addr,
             to->server, to->port, to->server_port);
    if (strcmp(line, again) != 0) {     /* other blanks, signs, or more */
        return -1;
    }
    kind = sock_ip(str_span(to->addr), ip);
    to->n = 0;
    return kind != 0 && sock_ip(str_span(to->server), ip) == kind
           && strcmp(family, kind == AF_INET ? "TCP4" : "TCP6") == 0 ? 1 : -1;
}

/* The same of version 2. */
static int
req_proxy_v2(const unsigned char *p, size_t n, struct proxied *to)
{
    int family = p[13] == 0x11 ? AF_INET : p[13] == 0x21 ? AF_INET6 : 0;
    size_t ip = family == AF_INET ? 4 : 16, head = 16 + 2 * ip + 4;

    if (p[12] == 0x20 || (p[12] == 0x21 && family == 0)) {
        return 0;               /* LOCAL, or nothing we know */
    }
    if (p[12] != 0x21 || n < head) {
        return -1;
    }
    inet_ntop(family, p + 16, to->addr, sizeof(to->addr));
    inet_ntop(family, p + 16 + ip, to->server, sizeof(to->server));
    p += head;
    to->port = p[-4] << 8 | p[-3];
    to->server_port = p[-2] << 8 | p[-1];
    to->n = n - head;
    return 1;
}

/* Reads the PROXY header in front of the first request. The connection keeps
 * what it told, and behind that the fields that version 2 may have more. */
static int
req_proxy(struct req *r)
{
    static const char v2[] = "\r\n\r\n\0\r\nQUIT\n";
    const unsigned char *p = (unsigned char *) r->buf + r->pos, *lf;
    size_t n = r->len - r->pos, size = 0;
    struct proxied told, *kept;
    int rc = -1;

    if (memcmp(p, v2, n < 12 ? n : 12) == 0) {
        size = 16 + (n < 16 ? 0 : (size_t) (p[14] << 8 | p[15]));
        if (size <= REQ_PROXY_MAX) {
            if (n < size) {
                return CONN_AGAIN;
            }
            rc = req_proxy_v2(p, size, &told);
        }
    } else if (memcmp(p, "PROXY ", n < 6 ? n : 6) == 0) {
        lf = memchr(p, '\n', n < 107 ? n : 107);
        if (lf == NULL && n < 107) {
            return CONN_AGAIN;
        }
        if (lf != NULL && lf[-1] == '\r') {
            size = (size_t) (lf + 1 - p);
            rc = req_proxy_v1((const char *) p, size - 2, &told);
        }
    }
    if (rc == 1) {
        kept = malloc(sizeof(told) + told.n);
        if (kept == NULL) {
            return 500;
        }
        *kept = told;
        memcpy(kept + 1, p + size - told.n, told.n);
        r->c->proxied = kept;
    } else if (rc == -1) {
        req_log(r, LOG_ERROR, 0, "broken header: \"%.*s\"",
                n > 107 ? 107 : (int) n, (const char *) p);
        return CONN_ERR;
    }
    r->pos += size;
    r->scan = r->pos;
    r->state = REQ_LINE;
    return r->c->listen->ssl ? REQ_SECURE : 0;
}

/* --- The request line ----------------------------------------------------- */


/* host[:port] to r->host; 0 or 400. The name is what virtual servers and
 * redirects are made of: nothing odd may pass. */
static int
req_host(struct req *r, struct span s)
{
    size_t i, n;
    char *host = mem_alloc(r->pool, s.n + 1);

    if (host == NULL) {
        return 500;
    }
    *str_put_lower(host, s) = '\0';
    i = 0;
    if (host[0] == '[') {
        for (i++; str_hex_digit(host[i]) >= 0 || host[i] == ':'
                  || host[i] == '.'; i++) { }
        if (i == 1 || host[i++] != ']') {
            return 400;
        }
    }
    for (n = i; host[i] != ':' && i < s.n; n = ++i) {
        int ch = (unsigned char) host[i];

        if (host[0] == '[' || !(tab_class[ch] & TAB_REGNAME)
            || (ch == '.' && (i == 0 || host[i - 1] == '.')))
        {
            return 400;
        }
    }
    if (host[i] == ':') {
        for (i++; host[i] >= '0' && host[i] <= '9'; i++) { }
    }
    if (i != s.n || n == 0) {
        return 400;
    }
    r->host = (struct span) { host, n - (n > 1 && host[n - 1] == '.') };
    return 0;
}

/* The path and the query of r->target. */
static int
req_uri(struct req *r, struct span s)
{
    struct span path = s;
    int plain = 1, class, ch;
    size_t i;
    char *to;
    long n;

    for (i = 0; i < s.n; i++) {
        ch = (unsigned char) s.p[i];
        class = tab_class[ch];
        if (class & TAB_PLAIN) {
            continue;
        }
        if (ch == '?' || ch == '#' || !(class & TAB_URI)) {
            break;
        }
        r->quoted |= ch == '%' || ch == '+';
        if (ch == '%' || (ch == '/' && i > 0 && s.p[i - 1] == '/')
            || (ch == '.' && s.p[i - 1] == '/'))
        {
            plain = 0;
        }
    }
    path.n = i;
    if (i + 1 < s.n && s.p[i] == '?') {
        r->args.p = s.p + i + 1;
        to = memchr(r->args.p, '#', s.n - i - 1);
        r->args.n = (size_t) ((to ? to : s.p + s.n) - r->args.p);
    }
    for (; i < s.n; i++) {
        if (!(tab_class[(unsigned char) s.p[i]] & TAB_URI)) {
            return 400;
        }
    }
    if (plain) {
        r->uri = path;
        return 0;
    }
    to = mem_alloc(r->pool, path.n + 1);
    if (to == NULL) {
        return 500;
    }
    n = str_path(to, path, r->server->merge_slashes);
    r->uri = (struct span) { to, (size_t) (n > 0 ? n : 0) };
    return n > 0 ? 0 : 400;
}

/* http://host/path of a proxy's client. */
static int
req_absolute(struct req *r, struct span host)
{
    size_t i;
    int rc;

    if (!str_eat(&host, SPAN("http://")) && !str_eat(&host, SPAN("https://"))) {
        return 400;
    }
    for (i = 0; i < host.n && host.p[i] != '/' && host.p[i] != '?'; i++) { }
    r->target = i < host.n ? (struct span) { host.p + i, host.n - i }
                : SPAN("/");
    host.n = i;
    rc = req_host(r, host);
    if (rc != 0) {
        return rc;
    }
    rc = req_uri(r, r->target);
    if (r->target.p[0] != '/') {        /* a query alone */
        r->uri = SPAN("/");
    }
    return rc;
}

/* METHOD target HTTP/1.x */
static int
req_line(struct req *r, struct span line)
{
    char *p = line.p, *end = line.p + line.n, *q;

    r->line = line;
    r->minor = 1;
    for (q = p; q < end && ((*q >= 'A' && *q <= 'Z') || *q == '_'
                            || *q == '-'); q++) { }
    if (q == p || q == end || *q != ' ') {
        return req_refuse(r, 400, "invalid method");
    }
    r->method = (struct span) { p, (size_t) (q - p) };
    r->head = str_eq(r->method, SPAN("HEAD"));
    r->get = str_eq(r->method, SPAN("GET"));
    for (p = ++q; q < end && *q != ' '; q++) { }
    r->target = (struct span) { p, (size_t) (q - p) };
    if (q == p || end - q < 7 || memcmp(q, " HTTP/", 6) != 0
        || q[6] < '1' || q[6] > '9')
    {
        return req_refuse(r, 400, "invalid request");
    }
    if (q[6] != '1' || (q[7] >= '0' && q[7] <= '9')) {  /* whatever follows */
        return req_refuse(r, 505, "an unsupported version");
    }
    if (q[7] != '.' || end - q > 11
        || str_num((struct span) { q + 8, (size_t) (end - q - 8) }) == -1)
    {
        return req_refuse(r, 400, "invalid request");
    }
    r->minor = q[8] != '0' || end - q > 9;
    r->keepalive = r->minor;
    r->state = REQ_HEADERS;
    if (str_eq(r->method, SPAN("CONNECT"))) {   /* req_check() refuses it */
        r->uri = SPAN("/");
        return 0;
    }
    return *p == '/' ? req_uri(r, r->target) : req_absolute(r, r->target);
}

/* --- Headers -------------------------------------------------------------- */

/* Puts a header at the end of a list; 0 or 500. */
static int
req_append(struct req *r, struct header ***last, struct span name,
           struct span value)
{
    struct header *h = mem_alloc(r->pool, sizeof(*h));

    if (h == NULL) {
        return 500;
    }
    *h = (struct header) { NULL, name, value };
    **last = h;
    *last = &h->next;
    return 0;
}

/* Without the blanks around it. */
static struct span
req_trim(struct span s)
{
    for (; s.n > 0 && (*s.p == ' ' || *s.p == '\t'); s.p++, s.n--) { }
    for (; s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'); s.n--) { }
    return s;
}

/* Takes what stands before the byte off the text, all of it where there is no
 * such byte: then rest->p is NULL. */
static struct span
req_part(struct span *rest, int byte)
{
    struct span part = *rest;
    char *end = memchr(part.p, byte, part.n);

    rest->p = NULL;
    if (end != NULL) {
        part.n = (size_t) (end - part.p);
        rest->p = end + 1;
        rest->n -= part.n + 1;
    }
    return req_trim(part);
}

/* Has the list with commas the word? */
static int
req_has(struct span list, struct span word)
{
    while (list.p != NULL) {
        if (str_ieq(req_part(&list, ','), word)) {
            return 1;
        }
    }
    return 0;
}

/* A header that the server understands. */
static int
req_known(struct req *r, int id, struct span value)
{
    const unsigned many = 1u << TAB_ACCEPT_ENCODING | 1u << TAB_CONNECTION
        | 1u << TAB_CONTENT_TYPE | 1u << TAB_RANGE | 1u << TAB_REFERER
        | 1u << TAB_USER_AGENT;

    if (id == TAB_CONNECTION) {         /* of several, the last one counts */
        if (req_has(value, SPAN("close"))) {
            r->keepalive = 0;
        } else if (req_has(value, SPAN("keep-alive"))) {
            r->keepalive = 1;
        }
    }
    if (r->known[id].p == NULL) {
        r->known[id] = value;
    } else if (!(many >> id & 1)) {
        return req_refuse(r, 400, "duplicate header line");
    }
    return 0;
}

/* One line "name: value"; what may be ignored is. The server's rules are those
 * of the default server, since the name is not known yet. */
static int
req_header(struct req *r, struct span line)
{
    char *p, *end = line.p + line.n;
    struct span name = line, value;
    int odd = 0, id, rc;

    for (p = line.p; p < end && *p != ':'; p++) {
        int ch = (unsigned char) *p;

        if (!(tab_class[ch] & TAB_NAME)) {
            if (ch <= ' ' || ch == 0x7f) {
                break;
            }
            odd |= ch != '_' || !r->server->underscores;
        }
    }
    if (p == end || *p != ':' || p == line.p) {
        return req_refuse(r, 400, "invalid header line");
    }
    name.n = (size_t) (p - line.p);
    value = req_trim((struct span) { p + 1, line.n - name.n - 1 });
    for (p = value.p, end = p + value.n; p < end; p++) {
        if (!(tab_class[(unsigned char) *p] & TAB_VALUE)) {
            return req_refuse(r, 400, "invalid header value");
        }
    }
    if (odd && r->server->ignore_invalid_headers) {
        req_log(r, LOG_INFO, 0, "client sent invalid header line: \"%.*s\"",
                (int) line.n, line.p);
        return 0;
    }
    if (r->headers_n++ == r->server->max_headers) {
        return req_refuse(r, 494, "too many header lines");
    }
    id = tab_header(name);
    rc = id < TAB_HEADERS_N ? req_known(r, id, value) : 0;
    return rc ? rc : req_append(r, &r->headers_last, name, value);
}

/* How long is the body? RFC 9112, 6: any doubt is an error. */
static int
req_framing(struct req *r)
{
    struct span *te = &r->known[TAB_TRANSFER_ENCODING];
    struct span *cl = &r->known[TAB_CONTENT_LENGTH];

    if (te->p != NULL) {
        if (r->minor == 0) {
            return req_refuse(r, 400, "HTTP/1.0 request with "
                              "\"Transfer-Encoding\" header");
        }
        if (cl->p != NULL) {
            return req_refuse(r, 400, "\"Content-Length\" and "
                              "\"Transfer-Encoding\" headers at the same time");
        }
        if (!str_ieq(*te, SPAN("chunked"))) {
            req_log(r, LOG_INFO, 0, "client sent unknown \"Transfer-Encoding\":"
                    " \"%.*s\"", (int) te->n, te->p);
            return 501;
        }
        r->chunked = 1;
    } else if (cl->p != NULL) {
        r->body_left = str_num(*cl);
        if (r->body_left == -1) {
            r->body_left = 0;
            return req_refuse(r, 400, "invalid \"Content-Length\" header");
        }
    }
    return 0;
}

/* The head is complete: what must agree? */
static int
req_check(struct req *r)
{
    struct span *host = &r->known[TAB_HOST], uri_host = r->host;
    int rc;

    if (host->p != NULL) {
        rc = req_host(r, *host);
        if (rc != 0) {
            return req_refuse(r, rc, "invalid host header");
        }
        if (uri_host.n > 0) {
            r->host = uri_host;         /* RFC 9112, 3.2.2 */
        }
    } else if (r->minor > 0) {
        return req_refuse(r, 400, "HTTP/1.1 request without \"Host\" header");
    }
    rc = req_framing(r);
    if (rc == 0 && (str_eq(r->method, SPAN("TRACE"))
                    || str_eq(r->method, SPAN("CONNECT"))))
    {
        req_log(r, LOG_INFO, 0, "client sent %.*s method", (int) r->method.n,
                r->method.p);
        return 405;
    }
    return rc;
}

/* Goes on with what has arrived. 0: the head is complete. */
static int
req_parse(struct req *r)
{
    int rc = RPD_WITH_REALIP && r->state == REQ_PROXY ? req_proxy(r) : 0;
    size_t first = (size_t) r->server->client_header_buffer_size;
    size_t large = (size_t) r->server->large_buffers.size;
    size_t max = first > large ? first : large;
    struct span line;
    char *lf;

    while (rc == 0) {
        lf = memchr(r->buf + r->scan, '\n', r->len - r->scan);
        if (lf == NULL) {
            r->scan = r->len;
            if (r->state == REQ_LINE && r->len > r->pos
                && !(tab_class[(unsigned char) r->buf[r->pos]] & TAB_TOKEN)
                && r->buf[r->pos] != '\r')
            {                   /* TLS, say: its line may never end */
                return req_line(r, (struct span) { r->buf + r->pos,
                                                   r->len - r->pos });
            }
            return CONN_AGAIN;
        }
        line = (struct span) { r->buf + r->pos,
                               (size_t) (lf - r->buf) - r->pos };
        if (line.n >= max) {    /* the buffer may be larger: see http_next() */
            return req_too_long(r, line.n);
        }
        r->length += (long long) line.n + 1;
        r->pos = r->scan = (size_t) (lf + 1 - r->buf);
        if (line.n > 0 && lf[-1] == '\r') {
            line.n--;
        }
        if (r->state == REQ_LINE) {
            rc = line.n > 0 ? req_line(r, line) : 0;
        } else if (line.n > 0) {
            rc = req_header(r, line);
        } else {
            r->state = REQ_READ;
            return req_check(r);
        }
    }
    return rc;
}


/* --- Bodies --------------------------------------------------------------- */

/* One byte outside the data of a chunked body. 0, 400, or -1: it is over. */
static int
req_chunk_byte(struct req *r, int ch)
{
    int digit, empty = r->chunk_digits == 0;

    if (r->chunk_cr) {          /* the line ends */
        r->chunk_cr = r->chunk_digits = 0;
        r->chunk_line = r->chunk == REQ_TRAILER ? r->chunk_line : 0;
        if (r->chunk == REQ_TRAILER && empty && ch == '\n') {
            return -1;
        }
        r->chunk = r->chunk == REQ_DATA_END ? REQ_SIZE
                   : r->body_left > 0 ? REQ_DATA : REQ_TRAILER;
        return ch == '\n' ? 0 : 400;
    }
    digit = r->chunk == REQ_SIZE ? str_hex_digit(ch) : -1;
    if (digit >= 0) {
        if (++r->chunk_digits > 16 || r->body_left > LLONG_MAX >> 4) {
            return 400;
        }
        r->body_left = r->body_left * 16 + digit;
        return 0;
    }
    if (r->chunk == REQ_SIZE) {
        r->chunk = REQ_EXT;
        if (empty || (ch != ';' && ch != '\r')) {
            return 400;
        }
    }
    if (ch == '\r') {
        r->chunk_cr = 1;
        return 0;
    }
    r->chunk_digits = 1;
    return r->chunk != REQ_DATA_END && tab_class[ch] & TAB_VALUE
           && ++r->chunk_line <= REQ_CHUNK_LINE ? 0 : 400;
}

/* Is there body that has not been read? */
static int
req_has_body(const struct req *r)
{
    return r->chunked || r->body_left > 0;
}

/* Has something called when the request ends, however it does. 0 or 500. */
static int
req_at_end(struct req *r, void (*call)(void *), void *arg)
{
    struct ending *e = mem_alloc(r->pool, sizeof(*e));

    if (e == NULL) {
        return 500;
    }
    *e = (struct ending) { r->endings, call, arg };
    r->endings = e;
    return 0;
}

/* --- Bodies that are kept ------------------------------------------------- */

/* Opens a temporary file for the body; 0 or 500. It has no name any more,
 * unless it is to be seen by others. */
static int
req_temp(struct req *r)
{
    static unsigned number;
    const struct temp *t = r->loc->body_temp;
    char digits[16], *path = mem_alloc(r->pool, strlen(t->path) + 32), *p;
    int i, end, tries = 100;

    if (path == NULL) {
        return 500;
    }
    number = number ? number : (unsigned) getpid() * 1000;
    do {
        end = snprintf(digits, sizeof(digits), "%010u", number++);
        p = path + sprintf(path, "%s", t->path);
        for (i = 0; i < t->n; i++) {
            end -= t->level[i];
            p += sprintf(p, "/%.*s", t->level[i], digits + end);
            (void) mkdir(path, 0700);
        }
        sprintf(p, "/%s", digits);
        r->in.fd = SYS(open, path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    } while (r->in.fd == -1 && errno == EEXIST && tries-- > 0);
    if (r->in.fd == -1) {
        req_log(r, LOG_CRIT, errno, "open() \"%s\" failed", path);
        return 500;
    }
    r->in.path = path;
    r->in.clean = r->loc->body_in_file == CONF_FILE_CLEAN;
    req_log(r, r->loc->body_in_file ? LOG_NOTICE : LOG_WARN, 0, "a client "
            "request body is buffered to a temporary file %s", path);
    if (r->loc->body_in_file == CONF_FILE_OFF) {
        (void) unlink(path);
    }
    return 0;
}

/* Writes more of the body to its file; 0 or 500. */
static int
req_spill(struct req *r, const char *p, size_t n)
{
    ssize_t done;

    for (; n > 0; p += done, n -= (size_t) done) {
        done = SYS(write, r->in.fd, p, n);
        if (done <= 0) {
            req_log(r, LOG_CRIT, errno, "write() \"%s\" failed", r->in.path);
            return 500;
        }
    }
    return 0;
}

/* Adds to what is kept of the body, in memory as long as there is room; 0 or
 * 500. */
static int
req_store(struct req *r, const char *p, size_t n)
{
    struct body *b = &r->in;

    if (b->fd == -1 && n <= b->room - b->mem.n) {
        memcpy(b->mem.p + b->mem.n, p, n);
        b->mem.n += n;
        return 0;
    }
    if (b->fd == -1 && (req_temp(r) != 0
                        || req_spill(r, b->mem.p, b->mem.n) != 0))
    {
        return 500;
    }
    b->mem = (struct span) { NULL, 0 };
    return req_spill(r, p, n);
}

/* The body will be kept; 0 or 500. */
static int
req_keep(struct req *r)
{
    long long room = r->loc->client_body_buffer_size;

    if (!r->chunked && r->body_left < room) {
        room = r->body_left;
    }
    r->in.room = r->loc->body_in_file ? 0 : (size_t) room;
    r->in.mem.p = mem_alloc(r->pool, r->in.room + 1);
    r->fate = REQ_KEEP;
    return r->in.mem.p ? 0 : 500;
}

/* Reads from the kept body: bytes, 0 at its end, -1 with errno. */
static ssize_t
req_body_read(const struct req *r, long long at, void *to, size_t n)
{
    const struct body *b = &r->in;

    if (b->fd != -1) {
        return SYS(pread, b->fd, to, n, (off_t) at);
    }
    if (at >= (long long) b->mem.n) {
        return 0;
    }
    n = n < b->mem.n - (size_t) at ? n : b->mem.n - (size_t) at;
    memcpy(to, b->mem.p + at, n);
    return (ssize_t) n;
}

/* Takes what has arrived of the body, up to `n` bytes at `p`, and keeps or
 * drops it; *used says how many. 0: that was all of the body. */
static int
req_body(struct req *r, const char *p, size_t n, size_t *used)
{
    long long limit = r->loc->client_max_body_size, part;
    int rc;

    for (*used = 0; req_has_body(r);) {
        if (*used == n) {
            return CONN_AGAIN;
        }
        if (!r->chunked || r->chunk == REQ_DATA) {
            part = (long long) (n - *used);
            part = part < r->body_left ? part : r->body_left;
            rc = RPD_WITH_HANDLER && r->fate == REQ_KEEP
                 ? req_store(r, p + *used, (size_t) part) : 0;
            if (rc != 0) {
                return rc;
            }
            *used += (size_t) part;
            r->body_left -= part;
            r->in.size += part;
            if (r->chunked && r->body_left == 0) {
                r->chunk = REQ_DATA_END;
            }
            continue;
        }
        rc = req_chunk_byte(r, (unsigned char) p[(*used)++]);
        if (rc == -1) {
            r->chunked = 0;
            r->body_left = 0;
        } else if (rc != 0) {
            req_log(r, LOG_ERROR, 0, "client sent invalid chunked body");
            return rc;
        } else if (limit && r->chunk == REQ_DATA
                   && r->body_left > limit - r->in.size) {
            req_log(r, LOG_ERROR, 0, "client intended to send too large "
                    "chunked body: %lld+%lld bytes", r->in.size,
                    r->body_left);
            return 413;
        }
    }
    return 0;
}

/* --- What is done seldom -------------------------------------------------- */

/* Does the name of the client's program have the word? Returns what follows. */
static const char *
req_agent(const struct req *r, const char *word)
{
    struct span agent = r->known[TAB_USER_AGENT];
    size_t n = strlen(word);

    for (; agent.n >= n; agent.p++, agent.n--) {
        if (memcmp(agent.p, word, n) == 0) {
            return agent.p + n;
        }
    }
    return NULL;
}

/* Is it one of the browsers that keepalive_disable means? Old MSIE hangs when
 * an answer to POST comes over a kept connection. */
static int
req_unkept(const struct req *r)
{
    int bits = r->loc->keepalive_disable;
    const char *msie;

    if ((bits == 2 && r->get) || req_agent(r, "Opera")) {
        return 0;
    }
    msie = req_agent(r, "MSIE ");
    if (msie != NULL) {
        return bits & 2 && str_eq(r->method, SPAN("POST")) && *msie >= '4'
               && *msie <= '6' && msie[1] == '.'
               && (*msie < '6' || !req_agent(r, "SV1"));
    }
    return bits & 4 && req_agent(r, "Safari/") && req_agent(r, "Mac OS X")
           && !req_agent(r, "Chrome/") && !req_agent(r, "Gecko/");
}

/* === 14 resp === Responses: head, body, error pages ======================= */

/* A response is described in the request (status, type, size, body) and then
 * begun by resp_start(): head and small body go out with one system call from
 * the worker's one write buffer. What the socket does not take is copied to
 * the request (memory) or stays where it is (file), and resp_flush() goes on
 * when it may.
 *
 * A body need not be described as a whole: when what was described is sent,
 * r->produce is called, if there is one. It describes more (r->body, or r->off
 * and r->left, or both) and returns 1; or 0: that was all; CONN_ERR; or
 * CONN_AGAIN, which may be repeated: it is asked again after r->pause
 * milliseconds, or with pause 0 whenever somebody calls ev_post() for the
 * connection. If its size is not known (body_size -1), it goes out in chunks
 * or, to HTTP/1.0, ends with the connection. */

#define RESP_SMALL 16384        /* bytes of a file sent with the head */
#define RESP_COPIED 1024        /* of a body in memory: one part, not two */

#define RESP_SERVER "reuseportd/" RPD_VERSION

/* Is there a body without a size, or with something behind it? */
#define RESP_CHUNKS (RPD_WITH_HANDLER || RPD_WITH_HEADERS)

static struct {
    int no_sendfile;            /* it has been told that it was refused */
} resp_self;

static char *
resp_put_status(char *p, int code)
{
    struct span status = tab_status(code, 0);

    p = str_put(p, SPAN("HTTP/1.1 "));
    if (status.n > 0) {
        return str_put(p, status);
    }
    return str_put(str_put_num(p, (unsigned) code), SPAN(" "));
}

/* Does a response with this status have no body, whatever it is about? */
static int
resp_bodiless(const struct req *r)
{
    return r->status == 304 || r->status == 204 || r->status < 200;
}

static struct span
resp_server(const struct req *r)
{
    struct span name = SPAN(RESP_SERVER);

    name.n = r->loc->server_tokens ? name.n : sizeof("reuseportd") - 1;
    return name;
}

/* Adds a header to the response; the name and the value live as long as the
 * request. 0 or 500. */
static int
resp_add(struct req *r, struct span name, struct span value)
{
    return req_append(r, &r->extra_last, name, value);
}

/* How many bytes do the headers take? */
static size_t
resp_size(const struct header *h)
{
    size_t n = 0;

    for (; h != NULL; h = h->next) {
        n += h->name.n + h->value.n + 4;
    }
    return n;
}

static char *
resp_put_headers(char *p, const struct header *h)
{
    for (; h != NULL; h = h->next) {
        p = str_put(str_put(p, SPAN("\r\n")), h->name);
        p = str_put(str_put(p, SPAN(": ")), h->value);
    }
    return p;
}

/* A header that is there if it has a value; its name begins on a new line. */
static char *
resp_put(char *p, struct span name, struct span value)
{
    return value.n > 0 ? str_put(str_put(p, name), value) : p;
}

/* How many bytes the head may take at most. */
static size_t
resp_head_max(const struct req *r)
{
    return 1024 + r->type.n + r->location.n + r->etag.n + resp_size(r->extra);
}

/* The whole head, in nginx's order; `p` has room for resp_head_max(). */
static char *
resp_head(const struct req *r, char *p)
{
    int bodiless = resp_bodiless(r);

    p = resp_put_status(p, tab_told(r->status));
    p = resp_put(p, SPAN("\r\nServer: "), resp_server(r));
    p = str_put_date(str_put(p, SPAN("\r\nDate: ")), plat_clock.sec);
    if (!bodiless) {
        p = resp_put(p, SPAN("\r\nContent-Type: "), r->type);
        if (r->body_size >= 0) {
            p = str_put(p, SPAN("\r\nContent-Length: "));
            p = str_put_num(p, (unsigned long long) r->body_size);
        }
    }
    if (r->modified != -1 && (r->status == 200 || r->status == 206
                              || r->status == 304)) {
        p = str_put(p, SPAN("\r\nLast-Modified: "));
        p = str_put_date(p, r->modified);
    }
    if (r->location.p != NULL) {        /* a `return 301;` has an empty one */
        p = str_put(str_put(p, SPAN("\r\nLocation: ")), r->location);
    }
    if (RESP_CHUNKS && r->frames) {
        p = str_put(p, SPAN("\r\nTransfer-Encoding: chunked"));
    }
    p = str_put(p, r->keepalive ? SPAN("\r\nConnection: keep-alive")
                : SPAN("\r\nConnection: close"));
    if (r->keepalive && r->loc->keepalive_header > 0) {
        p = str_put(p, SPAN("\r\nKeep-Alive: timeout="));
        p = str_put_num(p, (unsigned long long) r->loc->keepalive_header);
    }
    p = resp_put(p, SPAN("\r\nETag: "), r->etag);
    if (!bodiless) {
        p = resp_put(p, SPAN("\r\nContent-Encoding: "), r->coding);
    }
    p = resp_put_headers(p, r->extra);
    p = resp_put(p, SPAN("\r\nContent-Range: "), r->content_range);
    if (r->ranges && r->status == 200) {
        p = str_put(p, SPAN("\r\nAccept-Ranges: bytes"));
    }
    return str_put(p, SPAN("\r\n\r\n"));
}

/* How many bytes may go out now? The rate is dealt out second by second, from
 * the beginning of the request on. 0: r->pause says how long to wait. */
static long long
resp_allowed(struct req *r)
{
    long long ms = plat_clock.ms - r->start, n;

    if (!RPD_WITH_LIMIT || r->rate == 0) {
        return LLONG_MAX;
    }
    n = r->rate * (ms / 1000 + 1) + r->rate_after - r->sent;
    if (n > 0) {
        return n;
    }
    r->pause = 1000 - ms % 1000;
    return 0;
}

/* Sends what is in memory, r->out and then r->body, as far as the socket takes
 * it and no more than `max`: bytes, CONN_AGAIN or CONN_ERR. */
static ssize_t
resp_send(struct req *r, long long max)
{
    struct span *part[2] = { &r->out, &r->body };
    struct iovec iov[2];
    ssize_t sent;
    size_t n, rest;
    int i, count = 0;

    for (i = 0; i < 2; i++) {
        n = (long long) part[i]->n < max ? part[i]->n : (size_t) max;
        max -= (long long) n;
        if (n > 0) {
            iov[count].iov_base = part[i]->p;
            iov[count++].iov_len = n;
        }
    }
    sent = r->c->io->send(r->c, iov, count, r->left > 0 && r->rate == 0);
    for (i = 0, rest = sent > 0 ? (size_t) sent : 0; rest > 0; i++) {
        n = rest < part[i]->n ? rest : part[i]->n;
        part[i]->p += n;
        part[i]->n -= n;
        rest -= n;
    }
    return sent;
}

/* Reads the next bytes of the body's file; they are there, or it shrank. */
static ssize_t
resp_read(struct req *r, char *to, size_t size)
{
    ssize_t n = SYS(pread, r->file->fd, to, size, r->off);

    if (n <= 0) {
        req_log(r, LOG_CRIT, n == -1 ? errno : 0, n == -1 ? "pread() failed"
                : "a file became shorter while it was sent");
        errno = 0;              /* it is not the client's fault */
        return CONN_ERR;
    }
    return n;
}

/* Sends more of the body's file by way of the write buffer: > 0, CONN_AGAIN or
 * CONN_ERR. */
static ssize_t
resp_copy(struct req *r, size_t size)
{
    struct iovec iov;
    ssize_t n = resp_read(r, conn_self.out, size < CONN_OUT ? size : CONN_OUT);

    if (n > 0) {
        iov.iov_base = conn_self.out;
        iov.iov_len = (size_t) n;
        n = r->c->io->send(r->c, &iov, 1, 0);
        r->off += n > 0 ? n : 0;
        r->left -= n > 0 ? n : 0;
    }
    return n;
}

/* The same by sendfile(), where that is wanted and works. */
static ssize_t
resp_send_file(struct req *r, size_t size)
{
    ssize_t n;

    if (!r->loc->sendfile || RPD_HAVE_SENDFILE == 0 || r->copied) {
        return resp_copy(r, size);
    }
    n = r->c->io->sendfile(r->c, r->file->fd, &r->off, size);
    if (n == 0) {               /* it became shorter */
        return resp_copy(r, size);
    }
    if (n == CONN_ERR && (errno == ENOSYS || errno == EINVAL
                          || errno == EOPNOTSUPP || errno == ENOTSUP)) {
        if (!resp_self.no_sendfile++) {
            req_log(r, LOG_WARN, errno, "sendfile() failed, such files are "
                    "copied");
        }
        r->copied = 1;
        return resp_copy(r, size);
    }
    r->left -= n > 0 ? n : 0;
    return n;
}

static long long
resp_described(const struct req *r)
{
    return (long long) (r->out.n + r->body.n) + r->left;
}

/* Writes what stands before a chunk with all that is described, and behind the
 * one before; `p` has room for the frame of a request. */
static char *
resp_put_frame(struct req *r, char *p)
{
    if (r->frames == REQ_IN_CHUNK) {
        p = str_put(p, SPAN("\r\n"));
        r->frames = REQ_CHUNKS;
    }
    if (r->body.n > 0 || r->left > 0) {
        p = str_put_hex(p, (unsigned long long) resp_described(r));
        p = str_put(p, SPAN("\r\n"));
        r->frames = REQ_IN_CHUNK;
    }
    return p;
}

/* The last chunk and the trailers, as r->out. 1 or CONN_ERR. */
static int
resp_end_chunks(struct req *r)
{
    char *p;

    if (RPD_WITH_HEADERS && r->trail != NULL && r->trail(r) != 0) {
        return CONN_ERR;
    }
    p = r->out.p = mem_alloc(r->pool, sizeof(r->frame)
                             + resp_size(r->trailers));
    if (p == NULL) {
        return CONN_ERR;
    }
    p = str_put(resp_put_frame(r, p), SPAN("0"));
    p = str_put(resp_put_headers(p, r->trailers), SPAN("\r\n\r\n"));
    r->frames = REQ_CHUNKED;
    r->out.n = (size_t) (p - r->out.p);
    return 1;
}

/* All that was described is sent: describes more, and returns 1; or 0, that was
 * all; CONN_AGAIN or CONN_ERR. */
static int
resp_more(struct req *r)
{
    int rc = r->produce ? r->produce(r) : 0;

    if (rc == 0) {
        r->produce = NULL;
    }
    if (!RESP_CHUNKS || rc == CONN_ERR || r->frames == REQ_PLAIN
        || r->frames == REQ_CHUNKED)
    {
        return rc;
    }
    if (rc == 0) {
        return resp_end_chunks(r);
    }
    r->out.p = r->frame;
    r->out.n = (size_t) (resp_put_frame(r, r->frame) - r->frame);
    return r->out.n > 0 ? 1 : rc;
}

/* Is there nothing more to come? */
static int
resp_is_over(const struct req *r)
{
    return resp_described(r) == 0 && r->produce == NULL
           && (!RESP_CHUNKS || r->frames == REQ_PLAIN
               || r->frames == REQ_CHUNKED);
}

/* Goes on sending. 0: all of it is sent. */
static int
resp_flush(struct req *r)
{
    struct conn *c = r->c;
    long long turn = r->loc->sendfile_max_chunk, max, n;
    int rc;

    turn = turn > 0 ? turn : LLONG_MAX;
    r->pause = 0;
    do {
        while (resp_described(r) > 0) {
            max = resp_allowed(r);
            if (turn <= 0) {    /* the socket takes all: others, too, wait */
                ev_post(&c->ev);
            }
            if (max == 0 || turn <= 0) {
                return CONN_AGAIN;
            }
            if (r->out.n + r->body.n > 0) {
                n = resp_send(r, max);
            } else {
                max = max < turn ? max : turn;
                max = max < r->left ? max : r->left;
                n = resp_send_file(r, (size_t) max);
            }
            if (n < 0) {
                return (int) n;
            }
            r->sent += n;
            turn -= n;
        }
        rc = resp_more(r);
    } while (rc > 0);
    if (rc == 0 && r->loc->tcp_nopush && r->file != NULL) {
        plat_nopush(c->ev.fd, 0);
    }
    return rc;
}

/* Settles how the end of the body is told. */
static void
resp_begin_body(struct req *r)
{
    if (r->head || resp_bodiless(r)) {
        r->left = 0;
        r->body.n = 0;
        r->produce = NULL;
    } else if (RESP_CHUNKS && (r->body_size == -1 || r->trail != NULL)) {
        if (r->minor > 0 && r->loc->chunked) {
            r->frames = REQ_CHUNKS;
            r->body_size = -1;
        } else if (r->body_size == -1) {
            r->keepalive = 0;
        }
    }
}

/* Begins to send what the request describes. 0: all of it is sent. */
static int
resp_start(struct req *r)
{
    struct conn *c = r->c;
    char *p = conn_self.out, *head = p;
    int rc;
    ssize_t n;

    if (resp_head_max(r) > CONN_OUT - RESP_SMALL) {
        p = head = mem_alloc(r->pool, resp_head_max(r) + RESP_SMALL);
        if (p == NULL) {
            return CONN_ERR;
        }
    }
    resp_begin_body(r);
    p = resp_head(r, p);
    r->head_size = p - head;
    if (RESP_CHUNKS && r->frames) {
        p = resp_put_frame(r, p);
    }
    if (r->body.n > 0 && r->body.n <= RESP_COPIED) {
        p = str_put(p, r->body);
        r->body.n = 0;
    } else if (r->body.n == 0 && r->left > 0 && r->left <= RESP_SMALL) {
        n = resp_read(r, p, (size_t) r->left);
        if (n != r->left) {
            return CONN_ERR;
        }
        p += n;
        r->left = 0;
    }
    if (r->left > 0 && r->loc->tcp_nopush) {
        plat_nopush(c->ev.fd, 1);
    }
    if (c->nodelay != (r->loc->tcp_nodelay & 1u) && c->family != AF_UNIX) {
        c->nodelay = r->loc->tcp_nodelay & 1u;
        (void) plat_set(c->ev.fd, IPPROTO_TCP, TCP_NODELAY, c->nodelay);
    }
    r->out = (struct span) { head, (size_t) (p - head) };
    rc = resp_flush(r);
    if (r->out.n > 0 && head == conn_self.out) {        /* others need it */
        r->out.p = mem_copy(r->pool, r->out.p, r->out.n);
        if (r->out.p == NULL) {
            return CONN_ERR;
        }
    }
    return rc;
}

/* Describes a body from memory. */
static void
resp_memory(struct req *r, int status, struct span type, struct span body)
{
    r->status = r->err_status ? r->err_status : status;
    r->type = type;
    r->body = body;
    r->body_size = (long long) body.n;
}

/* After these the connection is closed: what follows cannot be trusted, or
 * should not be asked for again. */
static int
resp_closes(int status)
{
    return tab_told(status) == 400 || status == 408 || status == 411
           || status == 413 || status == 414 || status == 500 || status == 501
           || status == 505;
}

/* These are no answers: the connection ends without one. */
static int
resp_is_silent(int status)
{
    return status == 444 || status == 499 || status == 408;
}

/* Nothing is described: something else will be. */
static void
resp_forget(struct req *r)
{
    if (r->file != NULL) {
        open_release(r->file);
        r->file = NULL;
    }
    r->left = 0;
    r->produce = NULL;
    r->range = NULL;
    r->ranges = 0;
    r->modified = -1;
    r->etag.n = 0;
    r->coding.n = 0;
}

/* A page about an error, as nginx lays it out. */
static struct span
resp_page(struct req *r, struct span title, struct span heading,
          struct span more)
{
    char *p = str_put(conn_self.out, SPAN("<html>\r\n<head><title>"));
    struct span page;

    p = str_put(str_put(p, title), SPAN("</title></head>\r\n<body>\r\n"));
    p = str_put(str_put(p, SPAN("<center><h1>")), heading);
    p = str_put(str_put(p, SPAN("</h1></center>\r\n")), more);
    p = str_put(str_put(p, SPAN("<hr><center>")), resp_server(r));
    p = str_put(p, SPAN("</center>\r\n</body>\r\n</html>\r\n"));
    page.n = (size_t) (p - conn_self.out);
    page.p = mem_copy(r->pool, conn_self.out, page.n);
    page.n = page.p ? page.n : 0;
    return page;
}

/* Describes the built-in page of a status, as nginx words it. */
static void
resp_error(struct req *r, int status)
{
    struct span title = tab_status(status, 1), heading = title;
    struct span page = SPAN(""), more = SPAN("");

    resp_forget(r);
    r->err_status = 0;
    r->status = status;
    if (status < 300 || status > 308) {
        r->location.p = NULL;
    }
    if (resp_closes(status)) {
        r->keepalive = 0;
    }
    if (status != tab_told(status)) {
        heading = SPAN("400 Bad Request");
        more = req_text(r, "<center>%.*s</center>\r\n", (int) title.n - 4,
                        title.p + 4);
    }
    if (title.n > 0 && !resp_bodiless(r)) {
        page = resp_page(r, title, heading, more);
    }
    resp_memory(r, status, page.n > 0 ? SPAN("text/html") : page, page);
}

/* Bytes for resp_put_escaped(). */
#define RESP_IN_PATH "%?#^`{|}"
#define RESP_IN_LINK "%?#!$&'()*+,/:;=@[]^`{|}"
#define RESP_IN_ARGS "%?#^`{|}&+;"

/* Writes `s` with bytes that cannot stand in a URL as %XX, and also the `odd`
 * ones: what would end a path, all that is not plain, for a relative link, or
 * what parts arguments. */
static char *
resp_put_escaped(char *p, struct span s, const char *odd)
{
    size_t i;

    for (i = 0; i < s.n; i++) {
        int ch = (unsigned char) s.p[i];

        if (ch <= ' ' || ch >= 0x7f || strchr("\"<>\\", ch) != NULL
            || strchr(odd, ch) != NULL)
        {
            *p++ = '%';
            p = str_put_byte(p, ch);
        } else {
            *p++ = (char) ch;
        }
    }
    return p;
}

/* Sets where a redirect leads, returns its status or 500. A target that is a
 * path becomes absolute with the name the client used and the port it reached;
 * `slash` makes it the directory of the request's own path. */
static int
resp_redirect(struct req *r, int status, struct span to, int slash)
{
    int port = sock_port(&r->c->listen->addr);
    char local[SOCK_TEXT], *url, *p;
    struct span host = r->host;
    struct addr a;

    if (r->loc->server_name_in_redirect) {
        host = r->server->names->shown;
    }
    if (host.n == 0 && conn_local(r->c, &a) == 0) {
        host.p = sock_text(&a, local);
        host.n = (size_t) (strrchr(local, ':') - local)
                 + (a.u.sa.sa_family == AF_UNIX);       /* "unix:" */
    }
    p = url = mem_alloc(r->pool, 3 * (to.n + r->args.n) + host.n + 64);
    if (url == NULL) {
        return 500;
    }
    if ((slash || (to.n > 0 && to.p[0] == '/')) && host.n > 0
        && r->loc->absolute_redirect)
    {
        p = str_put(p, r->c->tls ? SPAN("https://") : SPAN("http://"));
        p = str_put(p, host);
        if (port != (r->c->tls ? 443 : 80) && port != -1
            && r->loc->port_in_redirect)
        {
            p += sprintf(p, ":%d", port);
        }
    }
    p = resp_put_escaped(p, to, slash ? RESP_IN_PATH : "");
    if (slash) {
        *p++ = '/';
        if (r->args.n > 0) {
            *p++ = '?';
            p = resp_put_escaped(p, r->args, "");
        }
    }
    r->location = (struct span) { url, (size_t) (p - url) };
    return status;
}

/* How many bytes of body have been sent. */
static long long
resp_body_sent(const struct req *r)
{
    return r->sent > r->head_size ? r->sent - r->head_size : 0;
}

/* === 15 var === Variables and texts made of them ========================== */

/* One row a variable: its name, or the prefix of a family of names when it
 * ends in "_", and a function that yields its value for a request: a span
 * that lives as long as the request; p NULL: there is none. */

typedef struct span (*var_fn)(struct req *, const struct part *);

struct var {
    const char *name;
    var_fn get;
    size_t field;               /* for var_field: a span of struct req */
};

static struct span
var_part(struct req *r, const struct part *part)
{
    const struct var *row = part->row;

    return row ? row->get(r, part) : part->text;
}

#define VAR_DEPTH 20            /* of texts inside others: maps, root */

/* The values of all parts, asked for once each; NULL without memory. */
static struct span *
var_values(struct req *r, const struct tmpl *t)
{
    struct span *value;
    int i;

    if (r->depth == VAR_DEPTH) {
        req_log(r, LOG_ERROR, 0, "cycle while evaluating variable in \"%.*s\"",
                (int) t->text.n, t->text.p);
        return NULL;
    }
    r->depth++;
    value = mem_alloc(r->pool, (size_t) t->n * sizeof(*value));
    for (i = 0; value != NULL && i < t->n; i++) {
        value[i] = var_part(r, &t->parts[i]);
    }
    r->depth--;
    return value;
}

/* The text with its variables filled in; p NULL without memory. */
static struct span
var_expand(struct req *r, const struct tmpl *t)
{
    struct span out = { NULL, 0 }, *value;
    size_t n = 0;
    char *p;
    int i;

    if (!CONF_TEXTS || t->n == 0) {
        return t->text;
    }
    value = var_values(r, t);
    if (value == NULL) {
        return out;
    }
    for (i = 0; i < t->n; i++) {
        n += value[i].n;
    }
    p = mem_alloc(r->pool, n + 1);
    if (p == NULL) {
        return out;
    }
    out = (struct span) { p, n };
    for (i = 0; i < t->n; i++) {
        p = str_put(p, value[i]);
    }
    *p = '\0';
    return out;
}

#define VAR_NUM 24              /* room for the text of a number */

static struct span
var_number(struct req *r, long long v)
{
    char *p = mem_alloc(r->pool, VAR_NUM);

    return (struct span) { p, p ? (size_t) (str_put_num(p,
                           (unsigned long long) v) - p) : 0 };
}

static struct span
var_text(struct req *r, const char *s)
{
    size_t n = strlen(s);
    char *p = mem_copy(r->pool, s, n);

    return (struct span) { p, p ? n : 0 };
}

/* "1.234" of milliseconds. */
static struct span
var_seconds(struct req *r, long long sec, long long ms)
{
    char text[32];

    snprintf(text, sizeof(text), "%lld.%03lld", sec, ms);
    return var_text(r, text);
}

static struct span
var_field(struct req *r, const struct part *v)
{
    return *(struct span *) (void *) ((char *) r
                                      + ((const struct var *) v->row)->field);
}

static void
var_blanks(struct span *s, int separator)
{
    while (separator == ';' && str_eat(s, SPAN(" "))) { }
}

/* The first value of that name, case-blind, in "name=value" parted by '&'; or
 * by ';', as cookies are: blanks may stand around the name, and a comma may
 * end a value that is not asked for. */
static struct span
var_pair(struct span s, int separator, struct span name)
{
    char *p;
    int ch;

    while (s.n > 0) {
        var_blanks(&s, separator);
        if (str_eat(&s, name)) {
            var_blanks(&s, separator);
            if (str_eat(&s, SPAN("="))) {
                var_blanks(&s, separator);
                p = memchr(s.p, separator, s.n);
                s.n = p ? (size_t) (p - s.p) : s.n;
                return s;
            }
        }
        for (ch = 0; s.n > 0 && ch != separator
             && (ch != ',' || separator == '&'); s.p++, s.n--)
        {
            ch = *s.p;
        }
    }
    return (struct span) { NULL, 0 };
}

/* An argument of the query. */
static struct span
var_query(const struct req *r, struct span name)
{
    return var_pair(r->args, '&', name);
}

/* $arg_name */
static struct span
var_arg(struct req *r, const struct part *v)
{
    return var_query(r, v->rest);
}

/* One more value, if that is the header's name, with _ for -. */
static void
var_join(struct req *r, struct span *all, const struct header *h,
         struct span want)
{
    size_t i;
    char *p;

    for (i = 0; i < want.n && i < h->name.n
         && str_lower(want.p[i]) == (h->name.p[i] == '-' ? '_'
                                     : str_lower(h->name.p[i])); i++) { }
    if (i < want.n || i < h->name.n) {
        return;
    }
    if (all->p == NULL) {
        *all = h->value;
        return;
    }
    p = mem_alloc(r->pool, all->n + h->value.n + 2);
    if (p != NULL) {
        i = (size_t) (str_put(str_put(str_put(p, *all),
                      str_ieq(h->name, SPAN("Cookie")) ? SPAN("; ")
                      : SPAN(", ")), h->value) - p);
        *all = (struct span) { p, i };
    }
}

static struct span
var_headers(struct req *r, const struct header *h, struct span want)
{
    struct span all = { NULL, 0 };

    for (; h != NULL; h = h->next) {
        var_join(r, &all, h, want);
    }
    return all;
}

/* $http_name: a header */
static struct span
var_http(struct req *r, const struct part *v)
{
    return var_headers(r, r->headers, v->rest);
}

static struct span
var_sent_trailer(struct req *r, const struct part *v)
{
    return var_headers(r, r->trailers, v->rest);
}

/* $sent_http_name: the head is made once more, so all that it has is there. */
static struct span
var_sent_http(struct req *r, const struct part *v)
{
    char *p = mem_alloc(r->pool, resp_head_max(r)), *end, *next, *colon;
    struct span all = { NULL, 0 };
    struct header h;

    for (end = p ? resp_head(r, p) : p; p < end; p = next + 1) {
        next = memchr(p, '\n', (size_t) (end - p));
        colon = memchr(p, ':', (size_t) (next - p));
        if (colon != NULL) {
            h.name = (struct span) { p, (size_t) (colon - p) };
            h.value = (struct span) { colon + 2, (size_t) (next - colon - 3) };
            var_join(r, &all, &h, v->rest);
        }
    }
    return all;
}

enum {                          /* of var_count */
    VAR_BYTES_SENT, VAR_CONNECTION, VAR_CONNECTION_REQUESTS, VAR_LIMIT_RATE,
    VAR_PID, VAR_REALIP_PORT, VAR_REMOTE_PORT, VAR_REQUEST_LENGTH,
    VAR_SERVER_PORT, VAR_WORKER
};

/* What goes out: the page's status may differ from the one that is told. */
static struct span
var_status(struct req *r, const struct part *v)
{
    int status = r->err_status ? r->err_status : r->status;

    (void) v;
    return status == 0 ? SPAN("000") : var_number(r, tab_told(status));
}

static struct span
var_body_bytes_sent(struct req *r, const struct part *v)
{
    (void) v;
    return var_number(r, resp_body_sent(r));
}

/* Everything that is a number; -1: none. */
static struct span
var_count(struct req *r, const struct part *v)
{
    const struct conn *c = r->c;
    long long n = -1;

    switch (((const struct var *) v->row)->field) {
    case VAR_BYTES_SENT: n = r->sent; break;
    case VAR_CONNECTION: n = c->serial; break;
    case VAR_CONNECTION_REQUESTS: n = c->requests + 1; break;
    case VAR_LIMIT_RATE: n = r->rate; break;
    case VAR_PID: n = (long long) getpid(); break;
    case VAR_REALIP_PORT: c = r->peer ? r->peer : c;    /* fall through */
    case VAR_REMOTE_PORT: n = c->port ? c->port : -1; break;
    case VAR_REQUEST_LENGTH: n = r->length; break;
    case VAR_SERVER_PORT: n = sock_port(&c->listen->addr); break;
    case VAR_WORKER: n = conn_self.count->slot; break;
    }
    return n == -1 ? SPAN("") : var_number(r, n);
}

/* Connections of all workers: active, or those in a state. */
static struct span
var_connections(struct req *r, const struct part *v)
{
    req_count(r, CONN_WRITING);
    return var_number(r, conn_counted(NULL, (int) ((const struct var *)
                                                   v->row)->field));
}

static struct span
var_known(struct req *r, const struct part *v)
{
    return r->known[((const struct var *) v->row)->field];
}

/* $cookie_name: of the first Cookie header that has it. */
static struct span
var_cookie(struct req *r, const struct part *v)
{
    struct span value = { NULL, 0 };
    const struct header *h;

    for (h = r->headers; h != NULL && value.p == NULL; h = h->next) {
        if (str_ieq(h->name, SPAN("cookie"))) {
            value = var_pair(h->value, ';', v->rest);
        }
    }
    return value;
}

static struct span
var_binary_addr(struct req *r, const struct part *v)
{
    (void) v;
    return r->c->family == AF_UNIX ? SPAN("unix:")
           : (struct span) { (char *) r->c->ip,
                             r->c->family == AF_INET ? 4 : 16 };
}

/* root or alias; what begins with a variable may be a relative path. */
static struct span
var_root(struct req *r)
{
    struct span root = var_expand(r, r->loc->root);

    return !CONF_TEXTS || root.p == NULL || root.p[0] == '/' ? root
           : req_join(r, str_span(conf_self.prefix), SPAN("/"), root);
}

static struct span
var_document_root(struct req *r, const struct part *v)
{
    (void) v;
    return var_root(r);
}

static struct span
var_realpath_root(struct req *r, const struct part *v)
{
    struct span root = var_root(r), real = { NULL, 0 };
    char *path = root.p ? mem_copy(r->pool, root.p, root.n) : NULL;
    char *found = path ? realpath(path, NULL) : NULL;

    (void) v;
    if (found != NULL) {
        real = var_text(r, found);
        free(found);
    } else {
        req_log(r, LOG_CRIT, errno, "realpath() \"%s\" failed",
                path ? path : "");
    }
    return real;
}

/* The file's name of r->uri with `more` behind it, with room for one byte;
 * NULL without memory. An alias takes the place of the location's name, or,
 * where that is a pattern, is the whole name, but for what try_files found. */
static char *
var_file(struct req *r, struct span more)
{
    size_t less = r->tried ? 0 : r->loc->alias < r->uri.n ? r->loc->alias
                  : r->uri.n;
    struct span rest = { r->uri.p + less, r->uri.n - less };
    struct span root = var_root(r);

    return root.p ? req_join(r, root, rest, more).p : NULL;
}

static struct span
var_request_filename(struct req *r, const struct part *v)
{
    char *path = var_file(r, SPAN(""));

    (void) v;
    return path ? str_span(path) : (struct span) { NULL, 0 };
}

/* $request_id: 16 random bytes in hexadecimal, the same for one request. */
static struct span
var_request_id(struct req *r, const struct part *v)
{
    unsigned char bytes[16];
    size_t i;

    (void) v;
    if (r->id == NULL && plat_random(bytes, sizeof(bytes)) == 0
        && (r->id = mem_alloc(r->pool, 33)) != NULL)
    {
        for (i = 0; i < 16; i++) {
            sprintf(r->id + 2 * i, "%02x", bytes[i]);
        }
    }
    return r->id ? (struct span) { r->id, 32 } : (struct span) { NULL, 0 };
}

static struct span
var_tcpinfo(struct req *r, const struct part *v)
{
    long long n = plat_tcpinfo(r->c->ev.fd,
                               (int) ((const struct var *) v->row)->field);

    return n < 0 ? (struct span) { NULL, 0 } : var_number(r, n);
}

static struct span
var_https(struct req *r, const struct part *v)
{
    (void) v;
    return r->c->tls ? SPAN("on") : SPAN("");
}

/* What configurations that ask for nginx's version hope for. */
static struct span
var_nginx_version(struct req *r, const struct part *v)
{
    (void) r, (void) v;
    return SPAN("1.31.0");
}

static struct span
var_host(struct req *r, const struct part *v)
{
    (void) v;
    return r->host.n > 0 ? r->host : r->server->names->shown;
}

static struct span
var_hostname(struct req *r, const struct part *v)
{
    (void) r, (void) v;
    return str_span(log_self.host);
}

static struct span
var_is_args(struct req *r, const struct part *v)
{
    (void) v;
    return r->args.n > 0 ? SPAN("?") : SPAN("");
}

/* The port that the client wrote, which still stands behind its name of the
 * host; or a colon, if there is one. */
static struct span
var_request_port(struct req *r, const struct part *v)
{
    char *p = r->host.n > 0 ? strchr(r->host.p + r->host.n, ':') : NULL;

    if (p == NULL || p[1] == '\0') {
        return SPAN("");
    }
    return ((const struct var *) v->row)->field ? SPAN(":") : str_span(p + 1);
}

static struct span
var_msec(struct req *r, const struct part *v)
{
    (void) v;
    return var_seconds(r, (long long) plat_clock.sec, plat_clock.msec);
}

static struct span
var_pipe(struct req *r, const struct part *v)
{
    (void) v;
    return r->piped ? SPAN("p") : SPAN(".");
}

/* What a PROXY header told of an address: the field of struct proxied. */
static struct span
var_proxy_addr(struct req *r, const struct part *v)
{
    if (r->c->proxied == NULL) {
        return (struct span) { NULL, 0 };
    }
    return str_span((char *) r->c->proxied
                    + ((const struct var *) v->row)->field);
}

/* The same of a port. */
static struct span
var_proxy_port(struct req *r, const struct part *v)
{
    if (r->c->proxied == NULL) {
        return (struct span) { NULL, 0 };
    }
    return var_number(r, *(int *) (void *) ((char *) r->c->proxied
                         + ((const struct var *) v->row)->field));
}

/* One of the fields in the fashion of the PROXY protocol: a byte for the type,
 * two for the length. */
static struct span
var_tlv(struct span all, unsigned type)
{
    size_t n;

    for (; all.n >= 3; all.p += n, all.n -= n) {
        n = 3 + ((size_t) (unsigned char) all.p[1] << 8
                 | (unsigned char) all.p[2]);
        if (n > all.n) {
            break;
        }
        if ((unsigned char) all.p[0] == type) {
            return (struct span) { all.p + 3, n - 3 };
        }
    }
    return (struct span) { NULL, 0 };
}

/* $proxy_protocol_tlv_name, with a name as below, 0xNN or ssl_0xNN. What begins
 * with ssl_ stands inside the field of that name, behind 5 bytes. */
static struct span
var_proxy_tlv(struct req *r, const struct part *v)
{
    static const char names[] = "\1alpn\0\2authority\0\5unique_id\0\x20ssl\0"
                                "\x21ssl_version\0\x22ssl_cn\0\x23ssl_cipher\0"
                                "\x24ssl_sig_alg\0\x25ssl_key_alg\0\x30netns\0";
    struct proxied *proxied = r->c->proxied;
    struct span name = v->rest, all = { NULL, 0 };
    const char *p = names;
    unsigned type;

    if (proxied != NULL) {
        all = (struct span) { (char *) (proxied + 1), proxied->n };
    }
    while (*p && !str_ieq(name, str_span(p + 1))) {
        p += strlen(p) + 1;
    }
    type = (unsigned char) *p;
    if (str_eat(&name, SPAN("ssl_"))) {
        all = var_tlv(all, 0x20);
        if (all.n < 5) {
            return (struct span) { NULL, 0 };
        }
        if (str_ieq(name, SPAN("verify"))) {
            uint32_t verify;

            memcpy(&verify, all.p + 1, 4);
            return var_number(r, ntohl(verify));
        }
        all = (struct span) { all.p + 5, all.n - 5 };
    }
    if (str_eat(&name, SPAN("0x"))) {
        for (; name.n > 0; name.p++, name.n--) {
            type = type << 4 | (unsigned) str_hex_digit(*name.p);
        }
    }
    return var_tlv(all, type);
}

static struct span
var_realip_addr(struct req *r, const struct part *v)
{
    char text[SOCK_TEXT];

    (void) v;
    return var_text(r, conn_client(r->peer ? r->peer : r->c, text));
}

static struct span
var_remote_addr(struct req *r, const struct part *v)
{
    char text[SOCK_TEXT];

    (void) v;
    return var_text(r, conn_client(r->c, text));
}

/* The name that "Authorization: Basic" tells, and the password, terminated by
 * NUL; p NULL: neither. */
static struct span
var_user(struct req *r, struct span *password)
{
    struct span s = r->known[TAB_AUTHORIZATION], user = { NULL, 0 };
    char *p, *colon;
    long n;

    if (!str_eat(&s, SPAN("Basic "))) {
        return user;
    }
    while (str_eat(&s, SPAN(" "))) { }
    p = mem_alloc(r->pool, s.n + 1);
    n = p ? str_base64(p, s) : -1;
    colon = n > 0 ? memchr(p, ':', (size_t) n) : NULL;
    if (colon != NULL && colon > p) {
        p[n] = '\0';
        user = (struct span) { p, (size_t) (colon - p) };
        *password = (struct span) { colon + 1, (size_t) n - user.n - 1 };
    }
    return user;
}

static struct span
var_remote_user(struct req *r, const struct part *v)
{
    struct span password = { NULL, 0 }, user = { NULL, 0 };

    (void) v;
    if (RPD_WITH_ACCESS) {
        user = var_user(r, &password);
    }
    mem_wipe(password.p, password.n);
    return user;
}

static struct span
var_connection_time(struct req *r, const struct part *v)
{
    long long ms = plat_clock.ms - r->c->when;

    (void) v;
    return var_seconds(r, ms / 1000, ms % 1000);
}

static struct span
var_request_body_file(struct req *r, const struct part *v)
{
    (void) v;
    return r->in.path ? str_span(r->in.path) : (struct span) { NULL, 0 };
}

static struct span
var_request_completion(struct req *r, const struct part *v)
{
    (void) v;
    return r->head_size > 0 && resp_is_over(r) ? SPAN("OK") : SPAN("");
}

static struct span
var_request_time(struct req *r, const struct part *v)
{
    long long ms = plat_clock.ms - r->start;

    (void) v;
    return var_seconds(r, ms / 1000, ms % 1000);
}

static struct span
var_scheme(struct req *r, const struct part *v)
{
    (void) v;
    return r->c->tls ? SPAN("https") : SPAN("http");
}

static struct span
var_server_addr(struct req *r, const struct part *v)
{
    struct addr a;
    char text[SOCK_TEXT];

    (void) v;
    if (conn_local(r->c, &a) == -1) {
        return (struct span) { NULL, 0 };
    }
    sock_host_text(&a, text);
    return var_text(r, text);
}

static struct span
var_server_name(struct req *r, const struct part *v)
{
    (void) v;
    return r->server->names->shown;
}

/* Of what the client asks: a request inside is a GET. */
static struct span
var_method(struct req *r, const struct part *v)
{
    (void) v;
    return r->parent ? r->parent->method : r->method;
}

static struct span
var_server_protocol(struct req *r, const struct part *v)
{
    (void) v;
    return r->method.n == 0 ? (struct span) { NULL, 0 }
           : r->minor ? SPAN("HTTP/1.1") : SPAN("HTTP/1.0");
}

/* $time_local, or $time_iso8601. */
static struct span
var_time(struct req *r, const struct part *v)
{
    int iso = ((const struct var *) v->row)->field != 0;
    struct tm *t = log_time();
    int off = (int) labs(t->tm_gmtoff) / 60;
    char text[32], *p;

    p = str_put_time(text, iso ? "%Y-%m-%dT%H:%M:%S" : "%d/%b/%Y:%H:%M:%S ", t);
    *p++ = t->tm_gmtoff < 0 ? '-' : '+';
    p = str_put_02(p, off / 60);
    p = iso ? str_put(p, SPAN(":")) : p;
    *str_put_02(p, off % 60) = '\0';
    return var_text(r, text);
}

/* --- Variables of the configuration --------------------------------------- */

/* The place of its value; NULL without memory. */
static struct span *
var_place(struct req *r, int number)
{
    if (r->own == NULL) {
        r->own = mem_zalloc(r->pool, (size_t) r->server->own_n
                            * sizeof(*r->own));
    }
    return r->own ? &r->own[number] : NULL;
}

/* Does the pattern match? Then its captures are those of the request. */
static int
var_match(struct req *r, const struct re *re, struct span s)
{
    regmatch_t at[RE_GROUPS];
    const struct re_name *name;
    struct span *place;
    int i;

    if (!RPD_WITH_REWRITE || !re_matches(re, s, at)) {
        return 0;
    }
    if (r->captures == NULL) {
        r->captures = mem_alloc(r->pool, RE_CAPTURES * sizeof(*r->captures));
    }
    for (i = 0; r->captures != NULL && i < RE_CAPTURES; i++) {
        r->captures[i] = re_capture(re, i, s, at);
    }
    for (name = re->names; name != NULL; name = name->next) {
        place = var_place(r, name->variable);
        if (place != NULL) {
            *place = re_group(s, &at[name->group]);
        }
    }
    return 1;
}

static int
var_compare_exact(const void *key, const void *row)
{
    const struct span *a = key, *b = &(*(struct name *const *) row)->text;
    size_t n = a->n < b->n ? a->n : b->n;
    int cmp = n > 0 ? memcmp(a->p, b->p, n) : 0;

    return cmp ? cmp : (a->n > b->n) - (a->n < b->n);
}

/* The text that a map has for the key, NULL: none. */
static const struct tmpl *
var_map_find(struct req *r, const struct map *map, struct span key)
{
    char *lower = mem_alloc(r->pool, key.n + 1);
    struct span low = { lower, key.n };
    struct name *name, **exact;
    const struct tmpl *best = NULL;
    size_t strength = 0, n;

    if (lower == NULL) {
        return NULL;
    }
    *str_put_lower(lower, key) = '\0';
    low.n -= map->hostnames && low.n > 0 && lower[low.n - 1] == '.';
    exact = bsearch(&low, map->exact, (size_t) map->exact_n,
                    sizeof(*map->exact), var_compare_exact);
    if (exact != NULL) {
        return (*exact)->value;
    }
    for (name = map->names; name != NULL; name = name->next) {
        n = name->re ? 0 : str_host(name->text, name->wild, low);
        if (n > strength) {
            strength = n;
            best = name->value;
        }
    }
    for (name = map->names; best == NULL && name != NULL; name = name->next) {
        if (name->re != NULL && var_match(r, name->re, key)) {
            best = name->value;
        }
    }
    return best ? best : map->dflt;
}

static struct span
var_own(struct req *r, const struct part *v)
{
    const struct own *own = v->own;
    struct span *place = var_place(r, own->number);
    const struct tmpl *t;

    if (place == NULL) {
        return (struct span) { NULL, 0 };
    }
    if (own->map != NULL && (place->p == NULL || own->map->is_volatile)) {
        t = var_map_find(r, own->map, var_expand(r, own->map->source));
        *place = t ? var_expand(r, t) : SPAN("");
    } else if (place->p == NULL && own->is_set) {
        if (r->loc->uninitialized_warn) {
            req_log(r, LOG_WARN, 0, "using uninitialized \"%.*s\" variable",
                    (int) own->name.n, own->name.p);
        }
        *place = SPAN("");
    }
    return *place;
}

static struct span
var_capture(struct req *r, const struct part *v)
{
    struct span s = { NULL, 0 };
    char *p;

    if (r->captures != NULL) {
        s = r->captures[v->text.p[0] - '0'];
    }
    p = r->quote ? mem_alloc(r->pool, 3 * s.n + 1) : NULL;
    if (p != NULL) {
        s.n = (size_t) (resp_put_escaped(p, s, RESP_IN_ARGS) - p);
        s.p = p;
    }
    return s;
}

#define VAR_FIELD(name) var_field, offsetof(struct req, name)

#if RPD_WITH_TLS
/* $ssl_*: what the handshake has settled. */
static struct span
var_ssl(struct req *r, const struct part *v)
{
    return tls_text(r->c, (int) ((const struct var *) v->row)->field, r->pool);
}
#endif

static const struct var var_rows[] = {
    WITH(VARS, { "arg_", var_arg, 0 },)
    { "args", VAR_FIELD(args) },
    WITH(VARS, { "binary_remote_addr", var_binary_addr, 0 },)
    { "body_bytes_sent", var_body_bytes_sent, 0 },
    WITH(VARS, { "bytes_sent", var_count, VAR_BYTES_SENT },)
    WITH(VARS, { "connection", var_count, VAR_CONNECTION },)
    WITH(VARS, { "connection_requests", var_count, VAR_CONNECTION_REQUESTS },)
    WITH(VARS, { "connection_time", var_connection_time, 0 },)
    WITH(VARS, { "connections_active", var_connections, CONN_ACTIVE },)
    WITH(VARS, { "connections_reading", var_connections, CONN_READING },)
    WITH(VARS, { "connections_waiting", var_connections, CONN_WAITING },)
    WITH(VARS, { "connections_writing", var_connections, CONN_WRITING },)
    WITH(VARS, { "content_length", var_known, TAB_CONTENT_LENGTH },)
    WITH(VARS, { "content_type", var_known, TAB_CONTENT_TYPE },)
    WITH(VARS, { "cookie_", var_cookie, 0 },)
    WITH(VARS, { "document_root", var_document_root, 0 },)
    { "document_uri", VAR_FIELD(uri) },
    { "host", var_host, 0 },
    WITH(VARS, { "hostname", var_hostname, 0 },)
    WITH(VARS, { "http_", var_http, 0 },)       /* the next two, as well */
    { "http_referer", var_known, TAB_REFERER },
    { "http_user_agent", var_known, TAB_USER_AGENT },
    WITH(VARS, { "https", var_https, 0 },)
    WITH(VARS, { "is_args", var_is_args, 0 },)
    WITH(VARS, { "is_request_port", var_request_port, 1 },)
    WITH(LIMIT, { "limit_conn_status", VAR_FIELD(limit_conn_status) },)
    WITH(LIMIT, { "limit_rate", var_count, VAR_LIMIT_RATE },)
    WITH(LIMIT, { "limit_req_status", VAR_FIELD(limit_req_status) },)
    WITH(VARS, { "msec", var_msec, 0 },)
    WITH(VARS, { "nginx_version", var_nginx_version, 0 },)
    WITH(VARS, { "pid", var_count, VAR_PID },)
    WITH(VARS, { "pipe", var_pipe, 0 },)
    WITH(REALIP, { "proxy_protocol_addr", var_proxy_addr, offsetof(struct proxied, addr) },)
    WITH(REALIP, { "proxy_protocol_port", var_proxy_port, offsetof(struct proxied, port) },)
    WITH(REALIP, { "proxy_protocol_server_addr", var_proxy_addr, offsetof(struct proxied, server) },)
    WITH(REALIP, { "proxy_protocol_server_port", var_proxy_port, offsetof(struct proxied, server_port) },)
    WITH(REALIP, { "proxy_protocol_tlv_", var_proxy_tlv, 0 },)
    { "query_string", VAR_FIELD(args) },
    WITH(REALIP, { "realip_remote_addr", var_realip_addr, 0 },)
    WITH(REALIP, { "realip_remote_port", var_count, VAR_REALIP_PORT },)
    WITH(VARS, { "realpath_root", var_realpath_root, 0 },)
    { "remote_addr", var_remote_addr, 0 },
    WITH(VARS, { "remote_port", var_count, VAR_REMOTE_PORT },)
    { "remote_user", var_remote_user, 0 },
    { "request", VAR_FIELD(line) },
    WITH(HANDLER, { "request_body", VAR_FIELD(in.mem) },)
    WITH(HANDLER, { "request_body_file", var_request_body_file, 0 },)
    WITH(VARS, { "request_completion", var_request_completion, 0 },)
    WITH(VARS, { "request_filename", var_request_filename, 0 },)
    WITH(VARS, { "request_id", var_request_id, 0 },)
    WITH(VARS, { "request_length", var_count, VAR_REQUEST_LENGTH },)
    { "request_method", var_method, 0 },
    WITH(VARS, { "request_port", var_request_port, 0 },)
    WITH(VARS, { "request_time", var_request_time, 0 },)
    { "request_uri", VAR_FIELD(target) },
    { "scheme", var_scheme, 0 },
    WITH(VARS, { "sent_http_", var_sent_http, 0 },)
    WITH(VARS, { "sent_trailer_", var_sent_trailer, 0 },)
    WITH(VARS, { "server_addr", var_server_addr, 0 },)
    { "server_name", var_server_name, 0 },
    WITH(VARS, { "server_port", var_count, VAR_SERVER_PORT },)
    WITH(VARS, { "server_protocol", var_server_protocol, 0 },)
    WITH(TLS, { "ssl_alpn_protocol", var_ssl, TLS_ALPN },)
    WITH(TLS, { "ssl_cipher", var_ssl, TLS_CIPHER },)
    WITH(TLS, { "ssl_ciphers", var_ssl, TLS_CIPHERS },)
    WITH(TLS, { "ssl_client_cert", var_ssl, TLS_CERT },)
    WITH(TLS, { "ssl_client_escaped_cert", var_ssl, TLS_ESCAPED_CERT },)
    WITH(TLS, { "ssl_client_fingerprint", var_ssl, TLS_FINGERPRINT },)
    WITH(TLS, { "ssl_client_i_dn", var_ssl, TLS_ISSUER },)
    WITH(TLS, { "ssl_client_i_dn_legacy", var_ssl, TLS_ISSUER_LEGACY },)
    WITH(TLS, { "ssl_client_raw_cert", var_ssl, TLS_RAW_CERT },)
    WITH(TLS, { "ssl_client_s_dn", var_ssl, TLS_SUBJECT },)
    WITH(TLS, { "ssl_client_s_dn_legacy", var_ssl, TLS_SUBJECT_LEGACY },)
    WITH(TLS, { "ssl_client_serial", var_ssl, TLS_SERIAL },)
    WITH(TLS, { "ssl_client_v_end", var_ssl, TLS_VALID_TO },)
    WITH(TLS, { "ssl_client_v_remain", var_ssl, TLS_REMAINS },)
    WITH(TLS, { "ssl_client_v_start", var_ssl, TLS_VALID_FROM },)
    WITH(TLS, { "ssl_client_verify", var_ssl, TLS_VERIFY },)
    WITH(TLS, { "ssl_curve", var_ssl, TLS_CURVE },)
    WITH(TLS, { "ssl_curves", var_ssl, TLS_CURVES },)
    WITH(TLS, { "ssl_protocol", var_ssl, TLS_PROTOCOL },)
    WITH(TLS, { "ssl_server_name", var_ssl, TLS_SERVER_NAME },)
    WITH(TLS, { "ssl_session_id", var_ssl, TLS_SESSION_ID },)
    WITH(TLS, { "ssl_session_reused", var_ssl, TLS_REUSED },)
    { "status", var_status, 0 },
    WITH(VARS, { "tcpinfo_rcv_space", var_tcpinfo, PLAT_RCV_SPACE },)
    WITH(VARS, { "tcpinfo_rtt", var_tcpinfo, PLAT_RTT },)
    WITH(VARS, { "tcpinfo_rttvar", var_tcpinfo, PLAT_RTTVAR },)
    WITH(VARS, { "tcpinfo_snd_cwnd", var_tcpinfo, PLAT_SND_CWND },)
    WITH(VARS, { "time_iso8601", var_time, 1 },)
    { "time_local", var_time, 0 },
    { "uri", VAR_FIELD(uri) },
    WITH(VARS, { "worker", var_count, VAR_WORKER },)
};

static const struct var var_of_own = { "", var_own, 0 };
static const struct var var_of_capture = { "", var_capture, 0 };

/* The row of a builtin variable, NULL: there is none. */
static const struct var *
var_row(struct span name, struct span *rest)
{
    size_t i;

    for (i = 0; i < sizeof(var_rows) / sizeof(*var_rows); i++) {
        *rest = name;
        if (str_eat(rest, str_span(var_rows[i].name))
            && (rest->n > 0) == (rest->p[-1] == '_'))
        {
            return &var_rows[i];
        }
    }
    return NULL;
}

/* Finds the row of one variable; 0, or -1: there is none. */
static int
var_bind_part(const struct conf *cf, struct part *part)
{
    struct own *own;

    if (RPD_WITH_REWRITE && part->variable == 2) {
        part->row = &var_of_capture;
        return 0;
    }
    for (own = CONF_OWN ? cf->own : NULL; own != NULL; own = own->next) {
        if (str_ieq(own->name, part->text)) {
            part->own = own;
            part->row = &var_of_own;
            return 0;
        }
    }
    part->row = var_row(part->text, &part->rest);
    return part->row ? 0 : -1;
}

/* Finds the rows of all variables; 0, or -1 with the errors logged. */
static int
var_bind(struct conf *cf)
{
    struct tmpl *t;
    struct own *own;
    struct span rest;
    int k, rc = 0;

    for (own = CONF_OWN ? cf->own : NULL; own != NULL; own = own->next) {
        if (var_row(own->name, &rest) != NULL && rest.n == 0
            && (own->map == NULL || conf_word_number("args|limit_rate",
                                                     own->name.p) == -1))
        {
            log_err(LOG_EMERG, "the duplicate \"%.*s\" variable in %s:%d",
                    (int) own->name.n, own->name.p,
                    own->file ? own->file : "command line", own->line);
            rc = -1;
        }
    }
    for (t = CONF_TEXTS ? cf->tmpls : NULL; t != NULL; t = t->next) {
        for (k = 0; k < t->n; k++) {
            struct part *part = &t->parts[k];

            if (part->variable && var_bind_part(cf, part) == -1) {
                log_err(LOG_EMERG, "unknown \"%.*s\" variable in %s:%d",
                        (int) part->text.n, part->text.p,
                        t->file ? t->file : "command line", t->line);
                rc = -1;
            }
        }
    }
    return rc;
}

/* Gives a variable a value: one of the configuration, $args or $limit_rate. */
static int
var_set(struct req *r, const struct part *to, struct span value)
{
    struct span *place = to->own ? var_place(r, to->own->number) : &r->args;
    long long rate;

    if (place == NULL || value.p == NULL) {
        return 500;
    }
    if (to->own != NULL || str_eq(to->text, SPAN("args"))) {
        *place = value;
        return 0;
    }
    rate = str_size(value);
    if (rate < 0) {
        req_log(r, LOG_ERROR, 0, "invalid $limit_rate \"%.*s\"",
                (int) value.n, value.p);
        return 0;
    }
    r->rate = rate < UINT_MAX ? rate : UINT_MAX;
    return 0;
}

/* One byte of a value in a log line, escaped. */
static char *
var_put_escaped(char *p, int ch, int escape)
{
    static const char plain[] = "\b\t\n\f\r", letter[] = "btnfr";
    const char *at;

    if (escape == CONF_ESCAPE_JSON) {
        if (ch == '"' || ch == '\\') {
            *p++ = '\\';
        } else if (ch != 0 && (at = strchr(plain, ch)) != NULL) {
            *p++ = '\\';
            ch = letter[at - plain];
        } else if (ch < 0x20) {
            return str_put_byte(str_put(p, SPAN("\\u00")), ch);
        }
    } else if (escape == CONF_ESCAPE_DEFAULT
               && (ch < 0x20 || ch > 0x7e || ch == '"' || ch == '\\')) {
        return str_put_byte(str_put(p, SPAN("\\x")), ch);
    }
    *p++ = (char) ch;
    return p;
}

/* A log line: values are escaped, missing ones are "-" (json, none: nothing),
 * and a newline ends it. p NULL without memory. */
static struct span
var_log_line(struct req *r, const struct tmpl *t)
{
    struct span out = { NULL, 0 }, *value;
    int i, escape = t->escape;
    size_t n = 1, k;
    char *p;

    if (t->n == 0) {
        n += t->text.n;
    }
    value = var_values(r, t);
    if (value == NULL) {
        return out;
    }
    for (i = 0; i < t->n; i++) {
        n += value[i].n * 6 + 1;
    }
    out.p = p = mem_alloc(r->pool, n);
    if (p == NULL) {
        return out;
    }
    if (t->n == 0) {
        p = str_put(p, t->text);
    }
    for (i = 0; i < t->n; i++) {
        if (!t->parts[i].variable) {
            p = str_put(p, value[i]);
        } else if (value[i].p == NULL) {
            p = str_put(p, escape == CONF_ESCAPE_DEFAULT ? SPAN("-")
                        : SPAN(""));
        } else {
            for (k = 0; k < value[i].n; k++) {
                p = var_put_escaped(p, (unsigned char) value[i].p[k],
                                    escape);
            }
        }
    }
    *p++ = '\n';
    out.n = (size_t) (p - out.p);
    return out;
}

/* === 16 route === Which server, which location, which page instead ======== */

static int
route_fits(void *r, const struct re *re, struct span host)
{
    return host.n > 0 && var_match(r, re, host);
}

/* The server of the address that has the host's name, or its default. */
static struct server *
route_server(struct req *r)
{
    return conf_server(r->c->listen, r->host, route_fits, r);
}

/* The location of r->uri among those inside `outer`, or NULL: an exact one,
 * else what is inside the longest beginning, else the first pattern that
 * matches. An exact one and a pattern end the search, inside as well; `^~`
 * keeps it from the patterns beside it. */
static struct loc *
route_inside(struct req *r, const struct loc *outer, int *ended)
{
    struct loc *loc, *best = NULL, *inner = NULL;
    struct span uri = r->uri;

    for (loc = outer->locs; loc != NULL; loc = loc->next) {
        if (loc->match >= CONF_REGEX || loc->name.n > uri.n
            || memcmp(loc->name.p, uri.p, loc->name.n) != 0)
        {
            continue;
        }
        if (loc->match == CONF_EXACT) {
            if (loc->name.n == uri.n) {
                *ended = 1;
                return loc;
            }
        } else if (best == NULL || loc->name.n > best->name.n) {
            best = loc;
        }
    }
    if (best != NULL) {
        inner = route_inside(r, best, ended);
        inner = inner ? inner : best;
    }
    if (*ended || (best != NULL && best->match == CONF_PREFIX_FINAL)) {
        return inner;
    }
    for (loc = outer->locs; loc != NULL; loc = loc->next) {
        if (loc->match == CONF_REGEX && var_match(r, loc->re, uri)) {
            *ended = 1;
            inner = route_inside(r, loc, ended);
            return inner ? inner : loc;
        }
    }
    return inner;
}

/* The location of r->uri, or the server's own values. */
static struct loc *
route_find(struct req *r)
{
    int ended = 0;
    struct loc *loc = route_inside(r, r->server->loc, &ended);

    return loc ? loc : r->server->loc;
}

/* --- Elsewhere inside the server ------------------------------------------ */

/* Goes on with another path: "path[?args]". */
static int
route_redirect(struct req *r, struct span to)
{
    char *mark = memchr(to.p, '?', to.n);

    r->args = (struct span) { NULL, 0 };
    if (mark != NULL) {
        r->args.p = mark + 1;
        r->args.n = (size_t) (to.p + to.n - r->args.p);
        to.n = (size_t) (mark - to.p);
    }
    r->uri = to;
    r->internal = 1;
    return REQ_RESTART;
}

/* Goes on with a named location of the server. */
static int
route_named(struct req *r, struct span name)
{
    struct loc *loc;

    for (loc = r->server->loc->locs; loc != NULL; loc = loc->next) {
        if (loc->match == CONF_NAMED && str_eq(loc->name, name)) {
            r->loc = loc;
            r->internal = 1;
            return REQ_NAMED;
        }
    }
    req_log(r, LOG_ERROR, 0, "could not find named location \"%.*s\"",
            (int) name.n, name.p);
    return 500;
}

static int
route_is_redirect(int status)
{
    return (status >= 301 && status <= 303) || status == 307 || status == 308;
}

/* What is sent instead of an error: the status itself, or how to go on. */
static int
route_page(struct req *r, int status)
{
    struct error_page *page = !RPD_WITH_REWRITE || r->had_page || r->hops == 0
                              ? NULL : r->loc->pages;
    struct span to;

    while (page != NULL && page->status != status) {
        page = page->next;
    }
    if (page == NULL || resp_is_silent(status)) {
        return status;
    }
    resp_forget(r);
    r->had_page = !r->loc->recursive_pages;
    r->err_status = page->answer;
    r->status = 0;
    to = var_expand(r, page->to);
    if (to.p == NULL) {
        return status;
    }
    if (to.n > 0 && to.p[0] == '@') {
        return route_named(r, to);
    }
    if (to.n > 0 && to.p[0] == '/') {
        if (!r->head) {
            r->get = 1;
            r->method = SPAN("GET");
        }
        return route_redirect(r, to);
    }
    r->had_page = 1;
    return resp_redirect(r, route_is_redirect(page->answer) ? page->answer
                         : 302, to, 0);
}

static int
route_compare_type(const void *key, const void *row)
{
    return strcmp(key, ((const struct type *) row)->ending);
}

/* The type of what the path names, by its ending. */
static struct span
route_type(const struct req *r)
{
    const struct types *types = r->loc->types;
    const struct type *found;
    struct span tail;
    char ending[32];
    size_t i = r->uri.n;

    while (i > 0 && r->uri.p[i - 1] != '.' && r->uri.p[i - 1] != '/') {
        i--;
    }
    tail = (struct span) { r->uri.p + i, r->uri.n - i };
    if (i > 1 && r->uri.p[i - 1] == '.' && r->uri.p[i - 2] != '/'
        && tail.n < sizeof(ending))
    {
        *str_put_lower(ending, tail) = '\0';
        found = bsearch(ending, types->row, (size_t) types->n,
                        sizeof(*types->row), route_compare_type);
        if (found != NULL) {
            return str_span(found->type);
        }
    }
    return str_span(r->loc->default_type);
}

/* Adds the charset to a type that is to have one. 0 or 500. */
static int
route_charset(struct req *r)
{
    const struct strings *t = r->loc->charset_types;
    struct span charset;

    if (!RPD_WITH_HEADERS || r->loc->charset == NULL || r->type.n == 0) {
        return 0;
    }
    while (t != NULL && !str_ieq(t->text, r->type)
           && !(str_eq(t->text, SPAN("*")) && !memchr(r->type.p, ';',
                                                      r->type.n))) {
        t = t->next;
    }
    if (t == NULL && !str_ieq(r->type, SPAN("text/html"))) {
        return 0;
    }
    charset = var_expand(r, r->loc->charset);
    if (charset.n > 0) {
        r->type = req_join(r, r->type, SPAN("; charset="), charset);
    }
    return charset.p && r->type.p ? 0 : 500;
}

/* === 17 rewrite === The rules of rewriting: set, if, rewrite, return ====== */

/* Rules are carried out in the order of the file: those of the server before a
 * location is looked for, those of the location after. What an `if` holds is
 * carried out in its place; in a location its settings become the request's. */

enum { REWRITE_END = -20 };     /* all rules are done: nothing special */

/* The answer of a `return`. */
static int
rewrite_return(struct req *r, const struct rule *rule)
{
    struct span text = SPAN("");

    r->status = rule->code;     /* $status may be in the text */
    if (rule->text != NULL) {
        text = var_expand(r, rule->text);
        if (text.p == NULL) {
            return 500;
        }
    }
    if (route_is_redirect(rule->code)) {
        return resp_redirect(r, rule->code, text, 0);
    }
    if (rule->code >= 400
        && (rule->text == NULL || (rule->text->n == 0 && text.n == 0)))
    {
        return rule->code;
    }
    resp_memory(r, rule->code, route_type(r), text);
    return 0;
}

/* Is it neither empty nor "0"? */
static int
rewrite_is_true(struct span text)
{
    return text.n > 0 && !str_eq(text, SPAN("0"));
}

/* Does the rule's pattern match? If not, there are no captures any more. */
static int
rewrite_matches(struct req *r, const struct rule *rule, struct span s)
{
    int matches = var_match(r, rule->re, s);

    r->captures = matches ? r->captures : NULL;
    return matches;
}

static int
rewrite_holds(struct req *r, const struct rule *rule)
{
    struct span left = var_expand(r, rule->text);
    struct stat st;
    int holds;

    if (rule->test == '\0' || rule->test == '$') {      /* the bare variable */
        holds = rewrite_is_true(left);
    } else if (rule->test == '~') {
        holds = rewrite_matches(r, rule, left);
    } else if (rule->test == '=') {
        holds = str_eq(left, var_expand(r, rule->right));
    } else {
        holds = left.p != NULL && SYS(stat, left.p, &st) == 0
                && (rule->test == 'f' ? S_ISREG(st.st_mode)
                    : rule->test == 'd' ? S_ISDIR(st.st_mode)
                    : rule->test == 'e' || (st.st_mode & S_IXUSR));
    }
    return holds != rule->negated;
}

/* The target of a `rewrite`, filled in. Captures come from the decoded path:
 * in a URL and behind a question mark they are encoded again, if the client
 * had encoded something. `*args` is the first byte behind that mark. */
static struct span
rewrite_target(struct req *r, const struct rule *rule, char **args)
{
    struct tmpl whole = *rule->text;
    struct part literal = { .text = whole.text };
    struct span *value, none = { NULL, 0 };
    size_t n = r->args.n + 2;
    char *to, *p, *mark;
    int i;

    if (whole.n == 0) {
        whole.parts = &literal;
        whole.n = 1;
    }
    value = var_values(r, &whole);
    for (i = 0; value != NULL && i < whole.n; i++) {
        n += value[i].n * 3;
    }
    p = to = value ? mem_alloc(r->pool, n) : NULL;
    for (i = 0, *args = NULL; p != NULL && i < whole.n; i++) {
        if (whole.parts[i].variable == 2 && r->quoted
            && (*args != NULL || rule->code != 0))
        {
            p = resp_put_escaped(p, value[i], RESP_IN_ARGS);
            continue;
        }
        mark = whole.parts[i].variable || *args || value[i].n == 0 ? NULL
               : memchr(value[i].p, '?', value[i].n);
        if (mark != NULL) {
            *args = p + (mark + 1 - value[i].p);
        }
        p = str_put(p, value[i]);
    }
    if (p == NULL) {
        return none;
    }
    if (!rule->drops_args && r->args.n > 0
        && (*args != NULL || rule->code != 0))
    {
        *p++ = *args == NULL ? '?' : '&';
        p = str_put(p, r->args);
    }
    return (struct span) { to, (size_t) (p - to) };
}

/* A `rewrite` whose pattern has matched; returns like rewrite_rules(). */
static int
rewrite_path(struct req *r, const struct rule *rule, int *moved)
{
    char *args;
    struct span to = rewrite_target(r, rule, &args);

    if (to.p == NULL) {
        return 500;
    }
    if (rule->code != 0) {
        return resp_redirect(r, rule->code, to, 0);
    }
    if (args != NULL) {
        r->args = (struct span) { args, (size_t) (to.p + to.n - args) };
        to.n = (size_t) (args - 1 - to.p);
    } else if (rule->drops_args) {
        r->args.n = 0;
    }
    if (to.n == 0) {
        req_log(r, LOG_ERROR, 0, "the rewritten URI has a zero length");
        return 500;
    }
    r->uri = to;
    r->internal = 1;
    if (rule->ends == 'b') {
        return REQ_NEXT;
    }
    *moved = 1;
    return rule->ends == 'l' ? REWRITE_END - 1 : REWRITE_END;
}

/* Carries out the rules of one block, and of those inside. REWRITE_END, or
 * what the phase returns; `*moved` is set when the path has changed. Until
 * then captures in a `set` are encoded again, if the client had encoded
 * something: the value may be meant for an argument. */
static int
rewrite_rules(struct req *r, const struct rule *rule, int *moved)
{
    int rc;

    for (; rule != NULL; rule = rule->next) {
        rc = REWRITE_END;
        r->quote = r->quoted && !*moved
                   && (rule->kind == CONF_SET || rule->right != NULL);
        switch (rule->kind) {
        case CONF_BREAK: return REQ_NEXT;
        case CONF_RETURN: return rewrite_return(r, rule);
        case CONF_SET:
            if (var_set(r, &rule->variable, var_expand(r, rule->text)) != 0) {
                return 500;
            }
            break;
        case CONF_IF:
            if (rewrite_holds(r, rule)) {
                r->loc = rule->code ? rule->then : r->loc;
                rc = rewrite_rules(r, rule->then->rules, moved);
            }
            break;
        default:
            if (rewrite_matches(r, rule, r->uri)) {
                rc = rewrite_path(r, rule, moved);
            }
        }
        if (rc != REWRITE_END) {
            return rc;
        }
    }
    r->quote = 0;
    return REWRITE_END;
}

/* The phase before a location is looked for. */
static int
rewrite_server(struct req *r)
{
    int moved = 0, rc;

    if (!RPD_WITH_REWRITE) {
        return REQ_NEXT;
    }
    rc = rewrite_rules(r, r->server->loc->rules, &moved);
    return rc <= REWRITE_END ? REQ_NEXT : rc;
}

/* The phase after; a new path leads to a new location. */
static int
rewrite_location(struct req *r)
{
    struct loc *loc = r->loc;
    int moved = 0, rc;

    if (!RPD_WITH_REWRITE || loc->rules == NULL || loc == r->server->loc) {
        return REQ_NEXT;
    }
    rc = rewrite_rules(r, loc->rules, &moved);
    return rc > REWRITE_END ? rc : moved ? REQ_FIND : REQ_NEXT;
}

/* === 18 access === Who may: addresses, passwords, real addresses ========== */

/* A check says REQ_NEXT: nothing is asked for here; 0: may come in; or the
 * status of the refusal. With `satisfy all` the first refusal counts; with
 * `any` the first that lets in, else 401 before 403. */

static int
access_forbidden(struct req *r)
{
    req_log(r, LOG_ERROR, 0, "access forbidden by rule");
    return 403;
}

/* allow, deny */
static int
access_address(struct req *r)
{
    const struct cidr *range = sock_match(r->loc->ranges, r->c->family,
                                          r->c->ip);

    return range == NULL ? REQ_NEXT : !range->deny ? 0
           : r->loc->satisfy ? 403 : access_forbidden(r);
}

/* --- Real addresses ------------------------------------------------------- */

/* The address[:port] becomes the connection's until the request ends; 0, or -1:
 * it is none. */
static int
access_become(struct req *r, struct span s)
{
    struct conn *c = r->c;
    unsigned char ip[16];
    int family = sock_ip(s, ip);
    long long port = 0;
    size_t n = s.n;

    if (family == 0) {
        while (n > 0 && s.p[n - 1] != ':') {
            n--;
        }
        port = str_num((struct span) { s.p + n, s.n - n });
        if (n < 3 || port < 1 || port > 65535) {
            return -1;
        }
        s.n = n - 1;
        family = AF_INET;
        if (s.p[0] == '[' && s.p[n - 2] == ']') {
            s = (struct span) { s.p + 1, n - 3 };
            family = AF_INET6;
        }
        if (sock_ip(s, ip) != family) {
            return -1;
        }
    }
    if (r->peer == NULL) {
        r->peer = mem_alloc(r->pool, sizeof(*c));
        if (r->peer == NULL) {
            return -1;
        }
        *r->peer = *c;
    }
    memcpy(c->ip, ip, sizeof(ip));
    c->port = (unsigned short) port;
    c->family = (unsigned char) family;
    return 0;
}

/* Goes back through a list "client, proxy, proxy" as long as who tells it is
 * believed. Returns whether all of it is. */
static int
access_believe(struct req *r, struct span list)
{
    char *end = list.p + list.n, *p;

    do {
        if (sock_match(r->loc->real_from, r->c->family, r->c->ip) == NULL) {
            return 0;
        }
        while (end > list.p && strchr(" ,", end[-1]) != NULL) {
            end--;
        }
        for (p = end; p > list.p && strchr(" ,", p[-1]) == NULL; p--) { }
        if (access_become(r, (struct span) { p, (size_t) (end - p) }) == -1) {
            return 0;
        }
        end = p;
    } while (r->loc->real_recursive && p > list.p);
    return r->loc->real_recursive;
}

/* set_real_ip_from: in the server, and again in the location. The header is the
 * first of its name, but X-Forwarded-For may go on in others. */
static int
access_realip(struct req *r)
{
    struct span name = str_span(r->loc->real_header);
    int goes_on = str_ieq(name, SPAN("X-Forwarded-For"));
    const struct header *h, *found = NULL, *end;
    struct proxied *proxied = r->c->proxied;

    if (r->loc->real_from == NULL || r->peer != NULL) {
        return REQ_NEXT;
    }
    if (str_eq(name, SPAN("proxy_protocol"))) {
        if (proxied && (access_believe(r, str_span(proxied->addr)), r->peer)) {
            r->c->port = (unsigned short) proxied->port;
        }
        return REQ_NEXT;
    }
    do {
        end = found;
        found = NULL;
        for (h = r->headers; h != end && !(found && !goes_on); h = h->next) {
            found = str_ieq(h->name, name) ? h : found;
        }
    } while (found && access_believe(r, found->value) && goes_on);
    return REQ_NEXT;
}

/* --- Names that lead here ------------------------------------------------- */

/* A page of anybody can make its own name lead to an address of the visitor's
 * network, and its scripts then count as those of the server there. But they
 * cannot hide the name: so where such an address plays a part, names must be
 * known ones. */

/* Is it an address that the Internet does not know? */
static int
access_private(int family, const unsigned char *ip)
{
    static const struct {
        unsigned short net, bits;
    } nets[] = {
        { 0x0a00, 8 }, { 0xac10, 12 }, { 0xc0a8, 16 }, { 0x6440, 10 },
        { 0xa9fe, 16 }, { 0x7f00, 8 }, { 0xfc00, 7 }, { 0xfe80, 10 },
    };
    static const unsigned char zero[10];
    int i = 0, end = 6;

    if (family == AF_INET6 && memcmp(ip, zero, 10) == 0) {
        if (ip[10] != 0xff) {   /* ::1 */
            return 1;
        }
        ip += 12;               /* ::ffff:192.168.1.1 */
    } else if (family == AF_INET6) {
        i = 6;
        end = 8;
    }
    while (i < end && ((ip[0] << 8 | ip[1]) ^ nets[i].net)
           >> (16 - nets[i].bits) != 0) {
        i++;
    }
    return i < end;
}

static int
access_named(struct req *r, const struct name *name)
{
    while (name != NULL && (name->re ? !var_match(r, name->re, r->host)
                            : !str_host(name->text, name->wild, r->host)))
    {
        name = name->next;
    }
    return name != NULL;
}

/* rebind_filter */
static int
access_rebind(struct req *r)
{
    const struct server *s = r->server;
    unsigned char ip[16];
    struct addr a;

    if (!s->rebind_filter || r->host.n == 0 || r->host.p[0] == '['
        || sock_ip(r->host, ip) || str_eq(r->host, SPAN("localhost"))
        || str_ieq(r->host, str_span(log_self.host))
        || access_named(r, s->names) || access_named(r, s->rebind_names)
        || conn_local(r->c, &a) == -1 || sock_ip_of(&a) == NULL
        || !(access_private(a.u.sa.sa_family, sock_ip_of(&a))
             || access_private(r->c->family, r->c->ip)))
    {
        return REQ_NEXT;
    }
    req_log(r, LOG_ERROR, 0, "rebind_filter: \"%.*s\" is no name of this "
            "server", (int) r->host.n, r->host.p);
    return 403;
}

/* --- Hashes --------------------------------------------------------------- */

static uint32_t
access_turn(uint32_t v, int n)
{
    return v << n | v >> (32 - n);
}

/* SHA-1, RFC 3174: mixes the words of a block into v. */
static void
access_sha1(uint32_t *v, uint32_t *w)
{
    uint32_t f;
    int i;

    for (i = 0; i < 80; i++) {
        if (i > 15) {
            w[i & 15] = access_turn(w[(i + 13) & 15] ^ w[(i + 8) & 15]
                                    ^ w[(i + 2) & 15] ^ w[i & 15], 1);
        }
        f = v[1] ^ v[2] ^ v[3];
        f = i < 20 ? (v[3] ^ (v[1] & (v[2] ^ v[3]))) + 0x5a827999
            : i < 40 ? f + 0x6ed9eba1
            : i < 60 ? ((v[1] & v[2]) | (v[3] & (v[1] | v[2]))) + 0x8f1bbcdc
            : f + 0xca62c1d6;
        f += access_turn(v[0], 5) + v[4] + w[i & 15];
        memmove(v + 1, v, 16);
        v[0] = f;
        v[2] = access_turn(v[2], 30);
    }
}

/* The same for MD5, RFC 1321. */
static void
access_md5(uint32_t *v, uint32_t *w)
{
    static const uint32_t k[64] = {
        0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee,
        0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
        0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be,
        0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
        0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
        0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
        0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
        0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
        0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c,
        0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
        0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05,
        0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
        0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039,
        0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
        0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
        0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
    };
    static const unsigned char turns[] = {
        7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21,
    };
    int i, g;

    for (i = 0; i < 64; i++) {
        uint32_t b = v[1], c = v[2], d = v[3], f;

        switch (i / 16) {
        case 0: f = d ^ (b & (c ^ d)); g = i; break;
        case 1: f = c ^ (d & (b ^ c)); g = 5 * i + 1; break;
        case 2: f = b ^ c ^ d; g = 3 * i + 5; break;
        default: f = c ^ (b | ~d); g = 7 * i; break;
        }
        f += v[0] + k[i] + w[g & 15];
        memmove(v + 1, v, 12);
        v[0] = d;
        v[1] = b + access_turn(f, turns[i / 16 * 4 + i % 4]);
    }
}

typedef void (*access_mix_fn)(uint32_t *v, uint32_t *w);

/* Hashes what stands between p and end, behind which it needs 72 bytes. `to`
 * gets 20 bytes; those of MD5 are the first 16. */
static void
access_sum(access_mix_fn mix, char *p, char *end, char *to)
{
    uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
                      0xc3d2e1f0 };
    unsigned long long bits = (unsigned long long) (end - p) * 8;
    int flip = mix == access_sha1 ? 7 : 0, i;   /* the order of bytes */
    uint32_t v[5], w[16];

    *end++ = (char) 0x80;
    while ((end - p) % 64 != 56) {
        *end++ = 0;
    }
    for (i = 0; i < 8; i++) {
        *end++ = (char) (bits >> 8 * (i ^ flip));
    }
    while (p < end) {
        for (i = 0; i < 64; i++) {
            w[i / 4] = w[i / 4] << 8 | (unsigned char) p[i ^ (~flip & 3)];
        }
        p += 64;
        memcpy(v, h, sizeof(v));
        mix(v, w);
        for (i = 0; i < 5; i++) {
            h[i] += v[i];
        }
    }
    for (i = 0; i < 20; i++) {
        to[i] = (char) (h[i / 4] >> 8 * ((i ^ flip) & 3));
    }
}

/* --- Passwords ------------------------------------------------------------ */

#define ACCESS_LINE 512         /* bytes of a password in a user file */

/* Takes as long whether they differ early or late. */
static int
access_same(struct span given, struct span right)
{
    size_t i, differ = given.n ^ right.n;

    for (i = 0; i < given.n && right.n > 0; i++) {
        differ |= (unsigned char) (given.p[i] ^ right.p[i % right.n]);
    }
    return differ == 0;
}

/* The thousand rounds of MD5 that Apache makes, as text behind its name and the
 * salt of the hash `as`. */
static void
access_apr1(struct span password, const char *as, char *to)
{
    static const char digits[] =
        "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    size_t n = strcspn(as + 6, "$");
    struct span kind = { (char *) (uintptr_t) as, 6 + (n > 8 ? 8 : n) };
    struct span salt = { kind.p + 6, kind.n - 6 };
    char sum[20], *in = conn_self.out, *p;
    struct span part[2] = { { sum, 16 }, password };
    uint32_t v = 0;
    int i;

    p = str_put(str_put(str_put(in, password), salt), password);
    access_sum(access_md5, in, p, sum);
    p = str_put(str_put(in, password), kind);
    for (n = 0; n < password.n; n++) {
        *p++ = sum[n % 16];
    }
    for (; n > 0; n >>= 1) {
        *p++ = n & 1 ? '\0' : password.p[0];
    }
    access_sum(access_md5, in, p, sum);
    for (i = 0; i < 1000; i++) {
        p = str_put(in, part[i & 1]);
        salt.n = i % 3 ? kind.n - 6 : 0;
        part[1].n = i % 7 ? password.n : 0;
        p = str_put(str_put(p, salt), part[1]);
        part[1].n = password.n;
        access_sum(access_md5, in, str_put(p, part[~i & 1]), sum);
    }
    to = str_put(to, kind);
    *to++ = '$';
    sum[16] = sum[5];           /* every sixth byte makes four digits */
    sum[17] = sum[11];
    sum[5] = sum[11] = 0;
    for (i = 0; i < 24; i++, v >>= 6) {
        if (i % 4 == 0) {
            p = sum + i / 4;
            v = (uint32_t) (unsigned char) p[0] << 16
                | (uint32_t) (unsigned char) p[6] << 8 | (unsigned char) p[12];
        }
        *to++ = digits[v & 63];
    }
    to[-2] = '\0';              /* the last one only two */
}

/* Is it the password that the user file has in `right`, which may be changed?
 * 0, 401, or 500: nobody can tell. */
static int
access_password(struct req *r, struct span given, char *right)
{
    struct span want = str_span(right);
    char text[64], *in = conn_self.out;
    int salted;
    long n;

    if (given.n > CONN_OUT / 4) {
        return 401;
    }
    salted = str_eat(&want, SPAN("{SSHA}"));
    if (salted || str_eat(&want, SPAN("{SHA}"))) {
        n = str_base64(right, want) - 20;
        want = (struct span) { right, 20 };
        access_sum(access_sha1, in, str_put(str_put(in, given), (struct span) {
                   right + 20, salted && n > 0 ? (size_t) n : 0 }), text);
        given = (struct span) { text, n < 0 || (n > 0 && !salted) ? 0 : 20 };
    } else if (str_eat(&want, SPAN("{PLAIN}"))) {
    } else if (strncmp(right, "$apr1$", 6) == 0) {
        access_apr1(given, right, text);
        given = str_span(text);
    } else {
        const char *hashed = plat_crypt(given.p, right);

        if (hashed == NULL) {
            req_log(r, LOG_CRIT, errno, "crypt() failed");
            return 500;
        }
        given = str_span(hashed);
    }
    mem_wipe(in, CONN_OUT / 2);
    return access_same(given, want) ? 0 : 401;
}

/* Finds the password of a user in the lines name:password[:comment]. 0 with
 * `to` filled; -1: there is no such user, or with errno: the file is broken. */
static int
access_find(int fd, struct span user, char *to)
{
    size_t at = 0;              /* in the name; SIZE_MAX: of somebody else */
    char buf[1024], *p = buf, *end = buf;
    ssize_t got;
    int ch, n = 0;

    for (errno = 0;;) {
        if (p == end) {
            got = SYS(read, fd, buf, sizeof(buf));
            if (got <= 0) {
                break;
            }
            p = buf;
            end = buf + got;
        }
        ch = (unsigned char) *p++;
        if (at == user.n + 1) {
            if (ch == '\n' || ch == '\r' || ch == ':' || n == ACCESS_LINE - 1) {
                break;
            }
            to[n++] = (char) ch;
        } else if (ch == '\n') {
            at = 0;
        } else if (at != SIZE_MAX) {
            at = ch != (at < user.n ? (unsigned char) user.p[at] : ':')
                 || (at == 0 && ch == '#') ? SIZE_MAX : at + 1;
        }
    }
    to[n] = '\0';
    mem_wipe(buf, sizeof(buf));
    return at == user.n + 1 ? 0 : -1;
}

/* Does the user file know them? 0 or a status. */
static int
access_user(struct req *r, struct span user, struct span password)
{
    struct span path = var_expand(r, r->loc->user_file);
    int absolute = path.n > 0 && path.p[0] == '/';
    int rc = 401, n = (int) user.n;
    char right[ACCESS_LINE], file[PATH_MAX];
    int fd;

    snprintf(file, sizeof(file), "%s%s%.*s", absolute ? "" : r->loc->dir,
             absolute ? "" : "/", (int) path.n, path.p);
    fd = SYS(open, file, O_RDONLY | O_CLOEXEC);
    if (fd == -1) {
        rc = errno == ENOENT ? 403 : 500;
        req_log(r, rc == 403 ? LOG_ERROR : LOG_CRIT, errno,
                "open() \"%s\" failed", file);
        return rc;
    }
    if (access_find(fd, user, right) == 0) {
        rc = access_password(r, password, right);
        if (rc == 401) {
            req_log(r, LOG_ERROR, 0, "user \"%.*s\": password mismatch", n,
                    user.p);
        }
    } else if (errno != 0) {
        req_log(r, LOG_CRIT, errno, "pread() \"%s\" failed", file);
        rc = 500;
    } else {
        req_log(r, LOG_ERROR, 0, "user \"%.*s\" was not found in \"%s\"", n,
                user.p, file);
    }
    close(fd);
    mem_wipe(right, sizeof(right));
    return rc;
}

/* auth_basic */
static int
access_basic(struct req *r)
{
    struct span realm, user, password = { NULL, 0 };
    char *text, *p, *q;
    int rc = 401;

    if (r->loc->realm == NULL || r->loc->user_file == NULL) {
        return REQ_NEXT;
    }
    realm = var_expand(r, r->loc->realm);
    if (str_eq(realm, SPAN("off"))) {
        return REQ_NEXT;
    }
    user = var_user(r, &password);
    if (user.p != NULL) {
        rc = access_user(r, user, password);
        mem_wipe(password.p, password.n);
    } else {
        req_log(r, LOG_INFO, 0, "no user/password was provided for basic "
                "authentication");
    }
    if (rc != 401) {
        return rc;
    }
    text = mem_alloc(r->pool, realm.n + 16);
    if (text == NULL) {
        return 500;
    }
    p = str_put(str_put(text, SPAN("Basic realm=\"")), realm);
    for (*p++ = '"', q = text; q < p; q++) {
        *q = (unsigned char) *q < ' ' ? ' ' : *q;       /* of a variable */
    }
    return resp_add(r, SPAN("WWW-Authenticate"), (struct span) {
                    text, (size_t) (p - text) }) ? 500 : 401;
}

/* --- All of it ------------------------------------------------------------ */

/* limit_except: what holds in the location for the request's method. */
static struct loc *
access_loc(const struct req *r, struct loc *loc)
{
    char **m = loc->methods;

    if (loc->except == NULL) {
        return loc;
    }
    while (*m != NULL && !str_eq(r->method, str_span(*m))
           && !(r->head && strcmp(*m, "GET") == 0)) {
        m++;
    }
    return *m ? loc : loc->except;
}

/* auth_request: 0 lets in, REQ_NEXT has no opinion. */
static int
access_request(struct req *r)
{
    if (r->loc->auth_request == NULL) {
        return REQ_NEXT;
    }
    if (r->verdict == 0) {
        r->ask = r->loc->auth_request;
        return REQ_ASK;
    }
    if (r->verdict >= 200 && r->verdict < 300) {
        return 0;
    }
    if (r->verdict != 401 && r->verdict != 403) {
        req_log(r, LOG_ERROR, 0, "auth request unexpected status: %d",
                r->verdict);
        return 500;
    }
    return r->verdict;
}

/* Lets the request go on to what answers it, or refuses it. */
static int
access_check(struct req *r)
{
    static int (*const checks[])(struct req *) = {
        access_address, access_basic, access_request,
    };
    int any = r->loc->satisfy, rc, refused = REQ_NEXT;
    int n = (int) (sizeof(checks) / sizeof(*checks)), i = 0;

    if (r->parent != NULL) {
        return REQ_NEXT;
    }
    if (r->verdict != 0) {      /* the last one has asked and been told */
        refused = r->refused;
        i = n - 1;
    }
    for (; i < n; i++) {
        rc = checks[i](r);
        if (rc == REQ_ASK) {
            r->refused = refused;
            return rc;
        }
        if (rc == 0 && any) {   /* forget what others have asked for */
            r->extra = NULL;
            r->extra_last = &r->extra;
            return REQ_NEXT;
        }
        if (rc > 0 && (refused != 401 || rc != 403)) {
            refused = rc;
        }
        if (rc > 0 && (!any || (rc != 401 && rc != 403))) {
            break;
        }
    }
    if (refused == 403 && any) {
        return access_forbidden(r);
    }
    if (refused == 401 && r->loc->auth_delay > 0) {
        req_log(r, LOG_INFO, 0, "delaying unauthorized request");
        r->pause = r->loc->auth_delay;
        r->after = 401;
        return CONN_AGAIN;
    }
    return refused;
}

/* === 19 limit === Limits across workers: rates and connections ============ */

/* A zone is a table in memory that the master maps before it forks, so that
 * all workers see one. It outlives reloads: as long as its name and size stay,
 * old and new generations share it. A slot holds what is known of one value of
 * the zone's key, of which a digest with a secret is kept: no two values share
 * a slot, however long they are and whoever chose them.
 *
 * limit_req: a slot is a bucket that leaks, as nginx has it; the one that was
 * used least recently gives way to a new value. limit_conn: each worker counts
 * in slots of its own, and the sum is what counts; so whatever a worker held
 * when it died can be told and is given back by whoever looks next.
 *
 * The lock is the pid of its owner. Should that die with it, the next one takes
 * it over and ties all slots together anew: what a slot says holds by itself,
 * how they hang together can be made of it. */

struct limit_slot {
    uint64_t digest;            /* of the value */
    long long count;            /* requests now, or thousandths in excess */
    long long last;             /* plat_clock.ms of the last one */
    unsigned head;              /* where the chain of this number begins */
    unsigned next;              /* in the own chain; 0: it is the last */
    unsigned older, newer;      /* by use; slot 0 is both ends */
    unsigned row;               /* of the worker that counts, from 1; or 0 */
    unsigned life;              /* which one of those that had the row */
};

struct limit_table {
    atomic_int lock;            /* owner, 0, or LIMIT_DEAD */
    unsigned configurations;    /* of the master's, that have it */
    unsigned deaths;            /* seen so far */
    unsigned n;                 /* slots, number 0 included */
    unsigned used;              /* those behind have never been */
    uint64_t secret[2];
};                              /* the slots are behind it (as an array at
                                   its end gcc 12 loses stores to them) */

struct limit_held {             /* a request counts here */
    struct limit_held *next;
    const struct zone *zone;
    unsigned slot;
};

#define LIMIT_DEAD (-1)         /* owner of a lock that nobody will release */
#define LIMIT_SPINS 100         /* tries before looking who has the lock */

/* --- Digests: SipHash-2-4, by Aumasson and Bernstein ---------------------- */

static uint64_t
limit_rotate(uint64_t v, int n)
{
    return v << n | v >> (64 - n);
}

static void
limit_mix(uint64_t *v, int rounds)
{
    while (rounds-- > 0) {
        v[0] += v[1];
        v[2] += v[3];
        v[1] = limit_rotate(v[1], 13) ^ v[0];
        v[3] = limit_rotate(v[3], 16) ^ v[2];
        v[0] = limit_rotate(v[0], 32) + v[3];
        v[2] += v[1];
        v[1] = limit_rotate(v[1], 17) ^ v[2];
        v[3] = limit_rotate(v[3], 21) ^ v[0];
        v[2] = limit_rotate(v[2], 32);
    }
}

static uint64_t
limit_digest(const uint64_t *secret, struct span s)
{
    uint64_t word, v[4] = {
        secret[0] ^ 0x736f6d6570736575, secret[1] ^ 0x646f72616e646f6d,
        secret[0] ^ 0x6c7967656e657261, secret[1] ^ 0x7465646279746573,
    };
    size_t i = 0;
    int shift;

    do {
        word = s.n - i < 8 ? (uint64_t) s.n << 56 : 0;
        for (shift = 0; shift < 64 && i < s.n; shift += 8) {
            word |= (uint64_t) (unsigned char) s.p[i++] << shift;
        }
        v[3] ^= word;
        limit_mix(v, 2);
        v[0] ^= word;
    } while (shift == 64);
    v[2] ^= 255;
    limit_mix(v, 4);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* --- The table ------------------------------------------------------------ */

static struct limit_slot *
limit_slots(struct limit_table *t)
{
    return (struct limit_slot *) (t + 1);
}

/* Where the chain of slots begins that has the digest. */
static unsigned *
limit_chain(struct limit_table *t, uint64_t digest)
{
    return &limit_slots(t)[digest % t->n].head;
}

static void
limit_chain_in(struct limit_table *t, unsigned i)
{
    struct limit_slot *s = &limit_slots(t)[i];
    unsigned *head = limit_chain(t, s->digest);

    s->next = *head;
    *head = i;
}

/* Moves a slot in the order of use: to the newest, or the oldest. */
static void
limit_move(struct limit_table *t, unsigned i, int newest)
{
    struct limit_slot *slot = limit_slots(t), *s = &slot[i];

    slot[s->older].newer = s->newer;
    slot[s->newer].older = s->older;
    s->older = newest ? slot[0].older : 0;
    s->newer = slot[s->older].newer;
    slot[s->older].newer = slot[s->newer].older = i;
}

/* A worker has died: what it counted counts no more. If it had the lock, the
 * chains and the order of use are made anew, too. */
static void
limit_mend(struct limit_table *t, int torn)
{
    struct limit_slot *s = limit_slots(t);
    unsigned i, life;

    for (i = 0; torn && i < t->n; i++) {
        s[i].head = 0;
        s[i].older = s[i].newer = i;
    }
    for (i = 1; i <= t->used; i++) {
        if (torn) {
            limit_chain_in(t, i);
            limit_move(t, i, s[i].count > 0);
        }
        life = s[i].row ? conn_self.shared->count[s[i].row - 1].life : 0;
        if (s[i].life != life) {
            s[i].life = life;
            s[i].count = 0;
            limit_move(t, i, 0);
        }
    }
}

static struct limit_table *
limit_lock(const struct zone *z)
{
    struct limit_table *t = z->table;
    int owner = 0, tries = 0, torn = 0;
    unsigned deaths;

    while (!atomic_compare_exchange_strong(&t->lock, &owner, (int) getpid())) {
        torn = owner == LIMIT_DEAD
               || (owner != 0 && ++tries > LIMIT_SPINS
                   && kill((pid_t) owner, 0) == -1 && errno == ESRCH);
        if (!torn) {
            owner = 0;
            if (tries > LIMIT_SPINS) {
                (void) poll(NULL, 0, 1);
            }
        }
    }
    deaths = conn_self.shared->deaths;
    if (torn || (deaths != t->deaths && !z->rates)) {
        t->deaths = deaths;
        limit_mend(t, torn);
    }
    return t;
}

static void
limit_unlock(struct limit_table *t)
{
    t->lock = 0;
}

/* The slot of a value, made when there is none; 0: there is no room. */
static unsigned
limit_slot(struct limit_table *t, uint64_t digest, unsigned row)
{
    struct limit_slot *slot = limit_slots(t);
    unsigned i = *limit_chain(t, digest), *at;

    while (i != 0 && (slot[i].digest != digest || slot[i].row != row)) {
        i = slot[i].next;
    }
    if (i == 0) {
        i = slot[0].newer;      /* the oldest, or 0 */
        if (i != 0 && (row ? slot[i].count == 0 : t->used + 1 == t->n)) {
            at = limit_chain(t, slot[i].digest);
            while (*at != i) {
                at = &slot[*at].next;
            }
            *at = slot[i].next;
        } else if (t->used + 1 < t->n) {
            i = ++t->used;
            slot[i].older = slot[i].newer = i;
        } else {
            return 0;
        }
        slot[i].count = 0;
        slot[i].last = -(1LL << 60);
        slot[i].digest = digest;
        slot[i].row = row;
        slot[i].life = row ? conn_self.count->life : 0;
        limit_chain_in(t, i);
    }
    limit_move(t, i, 1);
    return i;
}

/* What a request is counted by; 0: it is not. */
static uint64_t
limit_key(struct req *r, const struct zone *z)
{
    struct span key = var_expand(r, z->key);
    int most = z->rates ? 65535 : 255;

    if (key.n > (size_t) most) {
        req_log(r, LOG_ERROR, 0, "the value of the \"%s\" key is more than %d "
                "bytes: \"%.*s\"", z->key->text.p, most, (int) key.n, key.p);
        return 0;
    }
    return key.n ? limit_digest(z->table->secret, key) | 1 : 0;
}

/* Notes what became of the request, a text that ends in "_DRY_RUN", which is
 * cut off unless it was one; returns what a refusal does. */
static int
limit_note(const struct limits *ls, struct span *status, struct span text)
{
    text.n -= ls->dry_run ? 0 : sizeof("_DRY_RUN") - 1;
    *status = text;
    return ls->dry_run ? REQ_NEXT : ls->status;
}

/* --- limit_req ------------------------------------------------------------ */

struct limit_worst {            /* of several limits */
    const struct limit *limit;  /* NULL: none refuses or delays */
    long long excess;           /* in thousandths of requests */
    long long delay;            /* ms */
};

/* The excess with one request more, `ms` after the last. */
static long long
limit_excess(long long excess, long long rate, long long ms)
{
    excess += 1000;
    if (ms < 0) {               /* by the clock of another worker's turn */
        return excess;
    }
    return ms > excess * 1000 / rate ? 0 : excess - rate * ms / 1000;
}

/* The excess of a value with this request, which is counted if there are not
 * more than `most`. */
static long long
limit_pour(const struct zone *z, uint64_t digest, long long most)
{
    struct limit_table *t = limit_lock(z);
    struct limit_slot *s = &limit_slots(t)[limit_slot(t, digest, 0)];
    long long ms = plat_clock.ms - s->last;
    long long excess = limit_excess(s->count, z->rate, ms);

    if (excess <= most) {
        s->count = excess;
        s->last += ms > 0 ? ms : 0;
    }
    limit_unlock(t);
    return excess;
}

/* Tries a list of limits in its order, then counts the request in all of them
 * if none refuses it. -1: one does; 0: no key; 1: it is counted. */
static int
limit_try(struct req *r, const struct limit *l, struct limit_worst *w)
{
    uint64_t digest = 0;
    long long excess, delay;

    while (l != NULL && (digest = limit_key(r, l->zone)) == 0) {
        l = l->next;
    }
    if (l == NULL) {
        return 0;
    }
    excess = limit_pour(l->zone, digest, l->next ? -1 : l->most);
    if (excess > l->most) {
        *w = (struct limit_worst) { l, excess, 0 };
        return -1;
    }
    if (l->next != NULL) {
        if (limit_try(r, l->next, w) == -1) {
            return -1;
        }
        excess = limit_pour(l->zone, digest, LLONG_MAX);
    }
    delay = excess > l->delay ? (excess - l->delay) * 1000 / l->zone->rate : 0;
    if (delay > w->delay) {
        *w = (struct limit_worst) { l, excess, delay };
    }
    return 1;
}

/* Once a request, wherever it is sent inside. */
static int
limit_requests(struct req *r)
{
    const struct limits *ls = &r->loc->limit_req;
    struct limit_worst w = { NULL, 0, 0 };
    int tried, refused, rc;

    if (ls->list == NULL || r->limit_req_status.p != NULL
        || (tried = limit_try(r, ls->list, &w)) == 0)
    {
        return REQ_NEXT;
    }
    if (w.limit == NULL) {
        r->limit_req_status = SPAN("PASSED");
        return REQ_NEXT;
    }
    refused = tried == -1;
    req_log(r, ls->level + (!refused && ls->level < LOG_INFO), 0, "%s%s, "
            "excess: %lld.%03lld%s by zone \"%s\"", refused
            ? "limiting requests" : "delaying request", ls->dry_run
            ? ", dry run" : "", w.excess / 1000, w.excess % 1000, refused
            ? "" : ",", w.limit->zone->name);
    rc = limit_note(ls, &r->limit_req_status, refused
                    ? SPAN("REJECTED_DRY_RUN") : SPAN("DELAYED_DRY_RUN"));
    if (ls->dry_run || refused) {
        return rc;
    }
    r->pause = w.delay;
    r->after = REQ_NEXT;
    return CONN_AGAIN;
}

/* --- limit_conn ----------------------------------------------------------- */

/* The request is counted no more. */
static void
limit_release(void *arg)
{
    struct req *r = arg;
    struct limit_table *t;
    struct limit_slot *s;

    for (; r->held != NULL; r->held = r->held->next) {
        t = limit_lock(r->held->zone);
        s = &limit_slots(t)[r->held->slot];
        if (s->count > 0 && --s->count == 0) {
            limit_move(t, r->held->slot, 0);
        }
        limit_unlock(t);
    }
}

/* Counts the request; the slot, or 0: it is refused, and that is logged. */
static unsigned
limit_enter(struct req *r, const struct limit *l, uint64_t digest)
{
    unsigned row = (unsigned) (conn_self.count - conn_self.shared->count) + 1;
    unsigned i;
    struct limit_table *t = limit_lock(l->zone);
    struct limit_slot *slot = limit_slots(t);
    long long sum = 0;

    for (i = *limit_chain(t, digest); i != 0; i = slot[i].next) {
        sum += slot[i].digest == digest ? slot[i].count : 0;
    }
    if (sum < l->most) {
        i = limit_slot(t, digest, row);
        slot[i].count += i != 0;
    }
    limit_unlock(t);
    if (sum >= l->most) {
        req_log(r, r->loc->limit_conn.level, 0, "limiting connections%s by "
                "zone \"%s\"", r->loc->limit_conn.dry_run ? ", dry run," : "",
                l->zone->name);
    } else if (i == 0) {
        req_log(r, LOG_CRIT, 0, "no memory in limit_conn_zone \"%s\"",
                l->zone->name);
    }
    return i;
}

/* From here to the end of the request it counts as a connection. */
static int
limit_connections(struct req *r)
{
    const struct limits *ls = &r->loc->limit_conn;
    const struct limit *l = r->limit_conn_status.p ? NULL : ls->list;
    struct limit_held *h;
    uint64_t digest;

    for (; l != NULL; l = l->next) {
        if ((digest = limit_key(r, l->zone)) == 0) {
            continue;
        }
        h = mem_alloc(r->pool, sizeof(*h));
        if (h == NULL || req_at_end(r, limit_release, r) != 0) {
            return 500;
        }
        h->zone = l->zone;
        h->slot = limit_enter(r, l, digest);
        if (h->slot == 0) {
            limit_release(r);
            return limit_note(ls, &r->limit_conn_status,
                              SPAN("REJECTED_DRY_RUN"));
        }
        r->limit_conn_status = SPAN("PASSED");
        h->next = r->held;
        r->held = h;
    }
    return REQ_NEXT;
}

/* --- In the master -------------------------------------------------------- */

/* The table of a zone: that of the old configuration's, or a new one. 0, or -1
 * with the error logged. */
static int
limit_open_zone(struct zone *z, const struct zone *old)
{
    struct limit_table *t;

    while (old != NULL && (old->size != z->size || old->rates != z->rates
                           || strcmp(old->name, z->name) != 0)) {
        old = old->next;
    }
    if (old != NULL && !str_eq(old->key->text, z->key->text)) {
        return log_err(LOG_EMERG, "%s \"%s\" uses the \"%s\" key while "
                       "previously it used the \"%s\" key", z->rates
                       ? "limit_req" : "limit_conn_zone", z->name,
                       z->key->text.p, old->key->text.p);
    }
    t = old ? old->table : plat_share((size_t) z->size);
    if (t == NULL) {
        return log_fail(LOG_EMERG, "mmap() of shared memory failed");
    }
    if (old == NULL) {
        t->n = (unsigned) (((size_t) z->size - sizeof(*t))
                           / sizeof(struct limit_slot));
        (void) plat_random(t->secret, sizeof(t->secret));
    }
    t->configurations++;
    z->table = t;
    return 0;
}

/* Tables for a configuration's zones. 0 or -1; limit_close() in any case. */
static int
limit_open(const struct conf *cf, const struct conf *old)
{
    struct zone *z;
    int rc = 0;

    for (z = cf->zones; z != NULL && rc == 0; z = z->next) {
        rc = limit_open_zone(z, old ? old->zones : NULL);
    }
    return rc;
}

/* The configuration goes. Workers that still use a table have it mapped. */
static void
limit_close(const struct conf *cf)
{
    const struct zone *z;

    for (z = cf ? cf->zones : NULL; z != NULL; z = z->next) {
        if (z->table != NULL && --z->table->configurations == 0) {
            munmap(z->table, (size_t) z->size);
        }
    }
}

/* A worker has died, perhaps with a lock: its pid may soon be another's. */
static void
limit_unlock_dead(const struct conf *cf, int pid)
{
    const struct zone *z;
    int owner;

    for (z = cf->zones; z != NULL; z = z->next) {
        owner = pid;
        atomic_compare_exchange_strong(&z->table->lock, &owner, LIMIT_DEAD);
    }
}

/* === 20 file === Static files: conditions, ranges, index, listing ========= */

/* Could the name leave the root by dots? A client's path is clean; but an alias
 * cuts it ("/name../"), and rules and try_files make others. */
static int
file_escapes(const struct req *r)
{
    size_t less = r->loc->alias <= r->uri.n ? r->loc->alias : 0;
    size_t i = less, n = r->uri.n;
    const char *p = r->uri.p;

    if (!r->loc->alias && !r->internal) {
        return 0;
    }
    for (; i + 2 <= n; i++) {
        if (p[i] == '.' && p[i + 1] == '.' && (i + 2 == n || p[i + 2] == '/')
            && (i == less || p[i - 1] == '/'))
        {
            return 1;
        }
    }
    return 0;
}

/* The status for a file that cannot be had, logged as nginx does. */
static int
file_failed(struct req *r, const char *call, const char *path)
{
    int err = errno, missing = err == ENOENT || err == ENOTDIR
                               || err == ENAMETOOLONG;
    int refused = err == EACCES || err == ELOOP;

    if (!missing || r->loc->log_not_found) {
        req_log(r, missing || refused ? LOG_ERROR : LOG_CRIT, err,
                "%s \"%s\" failed", call, path);
    }
    return missing ? 404 : refused ? 403 : 500;
}

/* Which links of the path are trusted here? */
static struct trust
file_trust(struct req *r, const char *path)
{
    struct trust t = { RPD_WITH_ACCESS ? r->loc->symlinks : CONF_LINK_ANY, 0 };
    struct span from = { NULL, 0 };

    if (RPD_WITH_ACCESS && t.how != CONF_LINK_ANY
        && r->loc->symlinks_from != NULL)
    {
        from = var_expand(r, r->loc->symlinks_from);
    }
    if (from.n > 0 && strncmp(path, from.p, from.n) == 0) {
        if (path[from.n] == '\0') {
            t.how = CONF_LINK_ANY;
        } else if (path[from.n] == '/') {
            t.from = from.n;
        } else if (path[from.n - 1] == '/') {
            t.from = from.n - 1;
        }
    }
    return t;
}

static int
file_is_dir(struct req *r, const char *path)
{
    return open_is_dir(r->loc, path, file_trust(r, path));
}

/* Is the tag in the list of an If-Match or If-None-Match? `weak` compares
 * without the W/ that marks weak ones. RFC 9110, 8.8.3.2. */
static int
file_has_etag(const struct req *r, struct span list, int weak)
{
    struct span item;

    if (str_eq(list, SPAN("*"))) {
        return 1;
    }
    while (list.p != NULL && r->etag.n > 0) {
        item = req_part(&list, ',');
        if (weak && item.n > 2 && item.p[0] == 'W' && item.p[1] == '/') {
            item.p += 2;
            item.n -= 2;
        }
        if (str_eq(item, r->etag)) {
            return 1;
        }
    }
    return 0;
}

/* Preconditions, as nginx weighs them: 200, 304 or 412. */
static int
file_conditions(const struct req *r)
{
    const struct span *h = r->known;
    struct span since = h[TAB_IF_MODIFIED_SINCE];
    int how = r->loc->if_modified_since;
    time_t t;

    if ((h[TAB_IF_UNMODIFIED_SINCE].p != NULL
         && (r->modified == -1
             || str_date(h[TAB_IF_UNMODIFIED_SINCE]) < r->modified))
        || (h[TAB_IF_MATCH].p != NULL
            && !file_has_etag(r, h[TAB_IF_MATCH], 0)))
    {
        return 412;
    }
    if (since.p != NULL) {
        t = str_date(since);
        if (how == 0 || r->modified == -1
            || (t != r->modified && (how == 1 || t < r->modified)))
        {
            return 200;
        }
    }
    if (h[TAB_IF_NONE_MATCH].p != NULL) {
        return file_has_etag(r, h[TAB_IF_NONE_MATCH], 1) ? 304 : 200;
    }
    return since.p != NULL ? 304 : 200;
}

/* Reads "first-last,…" into the array, as nginx does; its last member stays
 * as it is. 206, or 416; 200 for too many of them or too much. */
static int
file_read_ranges(const struct req *r, struct span list, struct range *range)
{
    long long from, to, sum = 0;
    long long whole = r->body_size;
    struct span first, last;
    int n = 0;

    while (list.p != NULL) {
        last = req_part(&list, ',');
        first = req_part(&last, '-');
        if (last.p == NULL) {
            return 416;
        }
        last = req_trim(last);
        from = str_num(first);
        to = str_num(last);
        if ((from == -1 && first.n > 0) || (to == -1 && last.n > 0)
            || (from & to) == -1)
        {
            return 416;
        }
        if (from == -1) {       /* the last so many */
            from = to < whole ? whole - to : 0;
            to = -1;
        }
        to = to == -1 || to >= whole ? whole : to + 1;
        if (from < to) {
            if (n == r->loc->max_ranges) {
                return 200;
            }
            range[n].from = from;
            range[n++].to = to;
            sum += sum > whole ? 0 : to - from;
        } else if (from == 0) {
            return 200;
        }
    }
    return n == 0 ? 416 : sum > whole ? 200 : 206;
}

/* r->produce of several ranges: the next one. */
static int
file_next_range(struct req *r)
{
    struct range *range = r->range++;

    r->body = range->head;
    r->off = (off_t) range->from;
    r->left = range->to - range->from;
    return r->body.n > 0;
}

/* Describes several ranges, each behind a head of its own, and their end. */
static int
file_parts(struct req *r, struct range *range)
{
    unsigned long long boundary = (unsigned long long) plat_clock.ms << 24
                                  ^ r->c->serial;
    long long whole = r->body_size;
    int last;

    if (route_charset(r) != 0) {
        return 500;
    }
    r->range = range;
    r->produce = file_next_range;
    r->body_size = r->left = 0;
    do {
        last = range->to == 0;
        range->head = last ? req_text(r, "\r\n--%020llu--\r\n", boundary)
            : req_text(r, "\r\n--%020llu\r\nContent-Type: %.*s\r\n"
                       "Content-Range: bytes %lld-%lld/%lld\r\n\r\n",
                       boundary, (int) r->type.n, r->type.p, range->from,
                       range->to - 1, whole);
        if (range->head.p == NULL) {
            return 500;
        }
        r->body_size += (long long) range->head.n + range->to - range->from;
        range++;
    } while (!last);
    r->type = req_text(r, "multipart/byteranges; boundary=%020llu", boundary);
    return r->type.p ? 206 : 500;
}

/* What of the file is asked for: 206 with the range or the ranges described,
 * 416, 200: all of it, or 500. */
static int
file_range(struct req *r)
{
    struct span s = r->known[TAB_RANGE], cond = r->known[TAB_IF_RANGE];
    struct range *range;
    size_t i, n = 3;
    int rc;

    if (s.n < 7 || !r->ranges
        || !str_ieq((struct span) { s.p, 6 }, SPAN("bytes="))
        || (cond.p != NULL && !(cond.n > 1 && cond.p[cond.n - 1] == '"'
            ? str_eq(cond, r->etag) : str_date(cond) == r->modified)))
    {
        return 200;
    }
    s.p += 6;
    s.n -= 6;
    for (i = 0; i < s.n; i++) {
        n += s.p[i] == ',';
    }
    range = mem_zalloc(r->pool, n * sizeof(*range));
    if (range == NULL) {
        return 500;
    }
    rc = file_read_ranges(r, s, range);
    if (rc == 206 && range[1].to > 0) {
        return RPD_WITH_HEADERS ? file_parts(r, range) : 200;
    }
    if (rc == 416) {
        r->content_range = req_text(r, "bytes */%lld", r->body_size);
    } else if (rc == 206) {
        r->content_range = req_text(r, "bytes %lld-%lld/%lld", range->from,
                                    range->to - 1, r->body_size);
        r->off = (off_t) range->from;
        r->body_size = r->left = range->to - range->from;
    }
    return rc == 206 && r->content_range.p == NULL ? 500 : rc;
}

/* What the client gets of an answer that is 200: all of it, parts of it, only
 * the news that it has it, or an error. As in nginx this holds for whatever
 * answers, but for the page of such an error; only a file has parts. */
static int
file_choose(struct req *r)
{
    int status = r->chosen++ ? 0 : file_conditions(r);

    if (status == 0) {
        return 0;
    }
    if (status == 200) {
        status = file_range(r);
    }
    if (status > 304) {
        return status;
    }
    r->status = status;
    return 0;
}

/* "mtime-size" in hexadecimal, as nginx makes it. */
static void
file_etag(struct req *r, const struct stat *st)
{
    char *p = mem_alloc(r->pool, 40), *d = p;

    if (p == NULL) {
        return;
    }
    *d++ = '"';
    d = str_put_hex(d, (unsigned long long) st->st_mtime);
    *d++ = '-';
    d = str_put_hex(d, (unsigned long long) st->st_size);
    *d++ = '"';
    r->etag = (struct span) { p, (size_t) (d - p) };
}

/* Does the client take the coding? RFC 9110, 12.5.3. */
static int
file_accepts(const struct req *r, struct span coding)
{
    struct span list = r->known[TAB_ACCEPT_ENCODING], item;

    while (r->minor > 0 && list.p != NULL) {
        item = req_part(&list, ',');
        if (str_ieq(req_part(&item, ';'), coding)) {
            while (item.p != NULL && item.n > 0 && !(*item.p >= '1'
                                                     && *item.p <= '9')) {
                item.p++;
                item.n--;
            }
            return item.p == NULL || item.n > 0;        /* else: q=0 */
        }
    }
    return 0;
}

static struct file *
file_open(struct req *r, const char *path)
{
    return open_take(r->loc, path, file_trust(r, path));
}

/* Opens the compressed file beside the one that is asked for, where there is
 * one and the client takes it: r->coding and r->file are set. 0 or 500. */
static int
file_coded(struct req *r)
{
    struct span coding;
    struct file *f;
    char *path;
    int gz, there, found = 0;

    for (gz = 0; gz < 2; gz++) {
        coding = gz ? SPAN("gzip") : SPAN("br");
        path = var_file(r, gz ? SPAN(".gz") : SPAN(".br"));
        f = path ? file_open(r, path) : NULL;
        there = f != NULL && S_ISREG(f->st.st_mode);
        found |= there;
        if (there && (file_accepts(r, coding)
                      || (gz && r->loc->gzip_static > 1))) {
            r->coding = coding;
            r->file = f;
            break;
        }
        if (f != NULL) {
            open_release(f);
        }
    }
    return found ? resp_add(r, SPAN("Vary"), SPAN("Accept-Encoding")) : 0;
}

/* Describes the open file as the response. */
static void
file_respond(struct req *r, const struct stat *st)
{
    r->modified = st->st_mtime;
    if (r->loc->etag) {
        file_etag(r, st);
    }
    r->ranges = r->coding.n == 0 && r->loc->max_ranges > 0;
    r->off = 0;
    r->body_size = r->left = (long long) st->st_size;
    r->type = route_type(r);
    r->status = r->err_status ? r->err_status : 200;
}

static int
file_send(struct req *r)
{
    char *path = var_file(r, SPAN(""));
    const struct stat *st;

    if (path == NULL || (RPD_WITH_HEADERS && r->loc->gzip_static
                         && file_coded(r) != 0))
    {
        return 500;
    }
    if (r->coding.n == 0 && (r->file = file_open(r, path)) == NULL) {
        return file_failed(r, "open()", path);
    }
    st = &r->file->st;
    if (S_ISDIR(st->st_mode)) {
        return resp_redirect(r, 301, r->uri, 1);
    }
    if (!S_ISREG(st->st_mode)) {
        req_log(r, LOG_CRIT, 0, "\"%s\" is not a regular file", path);
        return 404;
    }
    if (!r->get && !r->head) {
        return 405;
    }
    file_respond(r, st);
    return 0;
}

/* --- Listings ------------------------------------------------------------- */

#define FILE_LISTED 10000       /* names in a listing: it is made in memory */

struct entry {
    struct entry *next;
    const char *kind;
    long long size, mtime;
    int dir, file;              /* a plain one */
    char name[];
};

/* The forms of listings: texts for file_put(). */
#define FILE_JSON "\r\n{ \"name\":\"%j\", \"type\":\"%k\", " \
    "\"mtime\":\"%t\"%b },"

static const struct {
    const char *type, *head, *entry, *tail;
} file_forms[] = {
    [CONF_HTML] = {
        "text/html", "<html>\r\n<head><title>Index of %u</title></head>\r\n"
        "<body>\r\n<h1>Index of %u</h1><hr><pre><a href=\"../\">../</a>\r\n",
        "<a href=\"%l\">%c%m %s\r\n", "</pre><hr></body>\r\n</html>\r\n" },
    [CONF_XML] = {
        "text/xml; charset=utf-8", "<?xml version=\"1.0\"?>\r\n<list>\r\n",
        "<%k mtime=\"%i\"%a>%n</%k>\r\n", "</list>\r\n" },
    [CONF_JSON] = {
        "application/json", "[", FILE_JSON, "\r\n]" },
    [CONF_JSONP] = {
        "application/javascript", "/* callback */\r\n%f([", FILE_JSON,
        "\r\n]);" },
};

/* Directories first, then by name. */
static int
file_compare(const void *left, const void *right)
{
    const struct entry *a = *(struct entry *const *) left;
    const struct entry *b = *(struct entry *const *) right;

    return a->dir != b->dir ? b->dir - a->dir : strcmp(a->name, b->name);
}

static char *
file_put_html(char *p, struct span s)
{
    static const char odd[] = "<>&\"", names[][7] = {
        "&lt;", "&gt;", "&amp;", "&quot;"
    };
    const char *q;
    size_t i;

    for (i = 0; i < s.n; i++) {
        q = memchr(odd, s.p[i], 4);
        if (q != NULL) {
            p = str_put(p, str_span(names[q - odd]));
        } else {
            *p++ = s.p[i];
        }
    }
    return p;
}

#define FILE_NAME 50            /* columns of a name in a listing */

/* A size or, where it is none, a dash, as nginx lays it out. */
static char *
file_put_size(char *p, const struct loc *loc, const struct entry *e)
{
    long long n = e->size;
    int width = loc->autoindex_exact_size ? 19 : 7, i;

    if (e->dir) {
        return p + sprintf(p, "%*s", width, "-");
    }
    if (width > 7 || n <= 9999) {
        return p + sprintf(p, "%*lld", width, n);
    }
    for (i = 0; i < 2 && n >> 10 * (i + 2) > 0; i++) { }
    n = (n >> 10 * (i + 1)) + (n >> (10 * (i + 1) - 1) & 1);
    return p + sprintf(p, "%6lld%c", n, "KMG"[i]);
}

/* The name in its column of a page, as nginx lays it out; where the charset is
 * UTF-8 columns are characters. */
static char *
file_put_column(char *p, struct req *r, const struct entry *e)
{
    struct span name = str_span(e->name), shown = name;
    int cols = 0, cut, slash, utf8 = r->loc->charset != NULL
        && str_ieq(var_expand(r, r->loc->charset), SPAN("utf-8"));
    size_t i;

    for (i = 0; i < name.n; i++) {
        if (!utf8 || (name.p[i] & 0xc0) != 0x80) {
            shown.n = cols++ == FILE_NAME - 3 ? i : shown.n;
        }
    }
    cut = cols > FILE_NAME;
    slash = e->dir && cols < FILE_NAME;
    p = file_put_html(p, cut ? shown : name);
    return p + sprintf(p, "%s</a>%*s", cut ? "..&gt;" : slash ? "/" : "",
                       cut ? 1 : FILE_NAME + 1 - cols - slash, "");
}

/* Writes a text of a listing: %u the path, %f the function to be called; of an
 * entry %n, %c, %j, %l its name, %k its kind, %m, %i, %t its time, %s, %a, %b
 * its size: as XML, HTML or JSON has it, or a link. */
static char *
file_put(char *p, struct req *r, const char *text, const struct entry *e)
{
    struct tm tm = { 0 };
    const char *name;
    time_t t;

    for (; *text; text++) {
        switch (*text == '%' ? *++text : '\0') {
        case 'u': p = file_put_html(p, r->uri); break;
        case 'f': p = str_put(p, var_query(r, SPAN("callback"))); break;
        case 'k': p = str_put(p, str_span(e->kind)); break;
        case 'n': p = file_put_html(p, str_span(e->name)); break;
        case 'c': p = file_put_column(p, r, e); break;
        case 'j':
            for (name = e->name; *name; name++) {
                p = var_put_escaped(p, (unsigned char) *name, CONF_ESCAPE_JSON);
            }
            break;
        case 'l':
            p = resp_put_escaped(p, str_span(e->name), RESP_IN_LINK);
            p = str_put(p, e->dir ? SPAN("/") : SPAN(""));
            break;
        case 'm':
        case 'i':
            t = (time_t) e->mtime;
            (void) gmtime_r(&t, &tm);
            p = str_put_time(p, *text == 'm' ? "%d-%b-%Y %H:%M"
                             : "%Y-%m-%dT%H:%M:%SZ", &tm);
            break;
        case 't': p = str_put_date(p, (time_t) e->mtime); break;
        case 's': p = file_put_size(p, r->loc, e); break;
        case 'a':
        case 'b':
            if (e->file) {
                p += sprintf(p, *text == 'a' ? " size=\"%lld\""
                             : ", \"size\":%lld", e->size);
            }
            break;
        default: *p++ = *text;
        }
    }
    return p;
}

/* Reads the directory into a list: how many names, or -1 without memory. */
static long
file_read_dir(struct req *r, DIR *dir, struct entry **list, size_t *bytes)
{
    int local = r->loc->autoindex_format == CONF_HTML
                && r->loc->autoindex_localtime;
    struct dirent *d;
    struct entry *e;
    struct stat st;
    long n = 0;

    while ((d = readdir(dir)) != NULL) {
        if (d->d_name[0] == '.') {
            continue;
        }
        if (n == FILE_LISTED) {
            req_log(r, LOG_WARN, 0, "a listing ends after %d names",
                    FILE_LISTED);
            break;
        }
        if (SYS(fstatat, dirfd(dir), d->d_name, &st, 0) == -1
            && SYS(fstatat, dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW)
               == -1)
        {
            continue;           /* gone meanwhile */
        }
        e = mem_alloc(r->pool, sizeof(*e) + strlen(d->d_name) + 1);
        if (e == NULL) {
            return -1;
        }
        *bytes += (size_t) sprintf(e->name, "%s", d->d_name) * 9 + 160;
        e->size = (long long) st.st_size;
        e->mtime = (st.st_mtime < 0 ? 0 : (long long) st.st_mtime)
                   + (local ? log_time()->tm_gmtoff : 0);
        e->dir = S_ISDIR(st.st_mode) != 0;
        e->file = S_ISREG(st.st_mode) != 0;
        e->kind = e->dir ? "directory" : e->file ? "file" : "other";
        e->next = *list;
        *list = e;
        n++;
    }
    return n;
}

/* In JSON a listing may be the argument of a function that the client names. */
static int
file_list(struct req *r, const char *path)
{
    int form = r->loc->autoindex_format;
    size_t bytes = r->uri.n * 12 + 256, i;
    struct entry *list = NULL, **entry;
    struct span call = { NULL, 0 };
    DIR *dir;
    char *page, *p;
    long n;

    if (form == CONF_JSONP) {
        call = var_query(r, SPAN("callback"));
        form = call.n > 0 ? CONF_JSONP : CONF_JSON;
    }
    for (i = 0; i < call.n; i++) {
        if (!conf_is_name(call.p[i]) && call.p[i] != '.') {
            req_log(r, LOG_INFO, 0, "client sent invalid callback name: "
                    "\"%.*s\"", (int) call.n, call.p);
            return 400;
        }
    }
    dir = opendir(path);
    if (dir == NULL) {
        return file_failed(r, "opendir()", path);
    }
    n = file_read_dir(r, dir, &list, &bytes);
    closedir(dir);
    entry = mem_alloc(r->pool, (size_t) n * sizeof(*entry));
    page = mem_alloc(r->pool, bytes + call.n);
    if (n == -1 || entry == NULL || page == NULL) {
        return 500;
    }
    for (i = 0; list != NULL; list = list->next) {
        entry[i++] = list;
    }
    qsort(entry, (size_t) n, sizeof(*entry), file_compare);
    p = file_put(page, r, file_forms[form].head, NULL);
    for (i = 0; i < (size_t) n; i++) {
        p = file_put(p, r, file_forms[form].entry, entry[i]);
    }
    p -= p[-1] == ',';
    p = file_put(p, r, file_forms[form].tail, NULL);
    resp_memory(r, 200, str_span(file_forms[form].type),
                (struct span) { page, (size_t) (p - page) });
    return 0;
}

/* A directory is asked for: its index file, a listing, or nothing. As in nginx
 * the first name that is there counts, even if it is a directory again, and a
 * whole path that is not the first one counts only in a directory. */
static int
file_index(struct req *r)
{
    const struct try *try;
    struct span name, to;
    char *path;
    int rc;

    for (try = r->loc->index; try != NULL; try = try->next) {
        name = var_expand(r, try->path);
        if (name.n > 0 && name.p[0] == '/') {
            break;
        }
        path = var_file(r, name);
        to = req_join(r, r->uri, name, SPAN(""));
        if (path == NULL || to.p == NULL) {
            return 500;
        }
        if (file_is_dir(r, path) >= 0) {
            r->uri = to;
            r->internal = 1;
            return REQ_RESTART;
        }
        if (errno != ENOENT && errno != ENOTDIR) {
            return file_failed(r, "stat()", path);
        }
    }
    path = var_file(r, SPAN(""));
    if (path == NULL) {
        return 500;
    }
    if (try == NULL || try != r->loc->index) {
        rc = file_is_dir(r, path);
        if (rc < 1) {
            return rc == 0 ? 404 : file_failed(r, "stat()", path);
        }
    }
    if (try != NULL) {
        return route_redirect(r, name);
    }
    if (RPD_WITH_AUTOINDEX && r->loc->autoindex && (r->get || r->head)) {
        return file_list(r, path);
    }
    req_log(r, LOG_ERROR, 0, "directory index of \"%s\" is forbidden", path);
    return 403;
}

/* The phase of try_files: r->uri becomes the first file there is, or the last
 * word says how to go on. */
static int
file_try(struct req *r)
{
    const struct try *try = r->loc->tries;
    struct span root, to, path, name = r->uri;

    name.n = r->loc->alias <= name.n ? r->loc->alias : 0;
    for (; try != NULL; try = try->next) {
        if (try->path == NULL) {
            return try->code;
        }
        to = var_expand(r, try->path);
        if (to.p == NULL) {
            return 500;
        }
        if (try->next == NULL) {
            return to.n > 0 && to.p[0] == '@' ? route_named(r, to)
                   : route_redirect(r, to);
        }
        if (try->path->n > 0 && to.n >= name.n && name.n > 0
            && memcmp(to.p, r->uri.p, name.n) == 0)
        {
            to.p += name.n;     /* $uri has the location's name in front */
            to.n -= name.n;
        }
        root = var_root(r);
        path = req_join(r, root, to, SPAN(""));
        if (root.p == NULL || path.p == NULL) {
            return 500;
        }
        if (file_is_dir(r, path.p) == try->is_dir) {
            r->tried = r->loc->alias == SIZE_MAX;
            r->uri = req_join(r, name, to, SPAN(""));
            r->internal = 1;
            return r->uri.p ? REQ_NEXT : 500;
        }
    }
    return REQ_NEXT;
}

/* The handler of locations without another. */
static int
file_serve(struct req *r)
{
    if (!r->get && !r->head && !str_eq(r->method, SPAN("POST"))) {
        return 405;
    }
    if (file_escapes(r)) {
        return 404;
    }
    return r->uri.n > 0 && r->uri.p[r->uri.n - 1] == '/' ? file_index(r)
           : file_send(r);
}

/* === 21 stat === The state of the server, for people and machines ========= */

/* One table of figures has four faces: a page, plain text, JSON, and the format
 * of Prometheus. What workers count is read from their rows at any time. What
 * only the master knows (slots, queues, CPU, memory) it writes on a board in
 * shared memory when it is asked: so an idle server stays idle. The request
 * waits for that, but not for long: should the master be busy or gone, it gets
 * what the board says.
 *
 * The first line of the board is the whole server, each other one a worker, or
 * a slot without one. Every figure is a number, -1: there is none. */

#define STAT_WAIT 1000          /* ms for the master's answer */
#define STAT_CELL 160           /* bytes of one figure with all around it */
#define STAT_PAGE 6144          /* most bytes of the page */
#define STAT_LOG 1024           /* of them, for the log at least */
#define STAT_COLUMNS 48         /* of the page; that many never fit */

/* Rows of the table: what the board says, what is counted, and that of a single
 * address. */
enum {
    STAT_COUNTED = BOARD_FACTS, STAT_ACCEPTED = STAT_COUNTED + CONN_ADDRESS,
    STAT_QUEUE, STAT_LIMIT, STAT_ROWS
};

/* Behind the kind (a counter: A, B bytes, S ms; a gauge: g, b, or h: people are
 * not shown 0) the name. */
static const char stat_rows[] =
    "gslot\0" "hpid\0" "hgeneration\0" "ghelper\0" "guptime_seconds\0"
    "bmemory_bytes\0" "Scpu_seconds\0"
    "gconnections_active\0" "gconnections_reading\0"
    "gconnections_writing\0" "gconnections_waiting\0"
    "Aaccepted\0" "Arequests\0" "Breceived_bytes\0" "Bsent_bytes\0"
    "Aresponses_1xx\0" "Aresponses_2xx\0" "Aresponses_3xx\0"
    "Aresponses_4xx\0" "Aresponses_5xx\0"
    "Aaccepted\0" "gqueue\0" "gqueue_limit\0";

static struct {
    int (*ask)(void);           /* hand-off: asks the master for a new board;
                                   0: there will be no answer */
    const struct board *board;  /* what is shown */
    char *p, *end;              /* where that is written */
    int html, columns;          /* how people see it */
} stat_self;

/* Goes on writing; what has no room is cut: then p is the last byte. */
__attribute__((format(printf, 1, 2)))
static void
stat_put(const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    stat_self.p = str_vprint(stat_self.p, stat_self.end, fmt, args);
    va_end(args);
}

static const char *
stat_row(int row)
{
    const char *p = stat_rows;

    while (row-- > 0) {
        p += strlen(p) + 1;
    }
    return p;
}

/* A figure; k is the number of an address, where it is that of one. */
static long long
stat_value(const struct board_line *t, int row, int k)
{
    if (row < STAT_COUNTED) {
        return t->fact[row];
    }
    if (row > STAT_ACCEPTED) {
        return t->queue[k][row - STAT_QUEUE];
    }
    return t->fact[BOARD_PID] == 0 ? -1
           : conn_counted(t->count, row - STAT_COUNTED + k);
}

/* One that is of kind c or C has no more than five digits. */
static void
stat_put_value(long long v, int kind)
{
    static const char unit[] = " kMGTPE";
    int i = 0;

    if (v == -1 || (v == 0 && kind == 'i')) {
        stat_put("-");
        return;
    }
    if (kind == 'S') {
        stat_put("%lld.%03d", v / 1000, (int) (v % 1000));
        return;
    }
    for (; (kind | 32) == 'c' && v >= 100000; v /= 1000) {
        i++;
    }
    stat_put("%lld%.*s", v, i > 0, unit + i);
}

/* --- For machines --------------------------------------------------------- */

/* Some rows of a line. */
static void
stat_json_rows(const struct board_line *t, int row, int end, int k)
{
    for (; row < end; row++) {
        long long v = stat_value(t, row, k);

        if (v != -1) {
            stat_put(",\"%s\":", stat_row(row) + 1);
            stat_put_value(v, *stat_row(row));
        }
    }
}

static void
stat_json_line(const struct board_line *t)
{
    const char *comma = "", *address;
    int k;

    stat_put("{\"state\":\"%s\"", t->state);
    stat_json_rows(t, 0, STAT_ACCEPTED, 0);
    stat_put(",\"sockets\":[");
    for (k = 0; k < CONN_NUMBERS; k++) {
        address = stat_self.board->address[k];
        if (*address) {
            stat_put("%s{\"address\":\"%s\"", comma, address);
            stat_json_rows(t, STAT_ACCEPTED, STAT_ROWS, k);
            stat_put("}");
            comma = ",";
        }
    }
    stat_put("]}");
}

static void
stat_json(void)
{
    const struct board *b = stat_self.board;
    int i;

    for (i = 0; i < b->n; i++) {
        stat_put(i == 0 ? "{\"version\":\"" RPD_VERSION "\",\"total\":"
                 : i == 1 ? ",\"workers\":[" : ",");
        stat_json_line(&b->line[i]);
    }
    stat_put("]}\n");
}

/* Families of samples, one a row, of lines from *t on. */
static void
stat_samples(const char *whose, int row, int end, const struct board_line *t,
             int n)
{
    const struct board *b = stat_self.board;
    char name[STAT_CELL];
    int i, k;
    long long v;

    for (; row < end; row++) {
        const char *what = stat_row(row);
        int kind = *what++, counter = kind < 'a';

        sprintf(name, "reuseportd_%s%s%s", whose, what, counter ? "_total"
                : "");
        stat_put("# HELP %s %s\n# TYPE %s %s\n", name, what, name, counter
                 ? "counter" : "gauge");
        for (i = 0; i < n; i++) {
            for (k = 0; k < (row < STAT_ACCEPTED ? 1 : CONN_NUMBERS); k++) {
                v = stat_value(&t[i], row, k);
                if (v == -1 || (row >= STAT_ACCEPTED && !b->address[k][0])) {
                    continue;
                }
                stat_put("%s", name);
                if (t != b->line) {
                    stat_put("{slot=\"%lld\",pid=\"%lld\"",
                             t[i].fact[BOARD_SLOT], t[i].fact[BOARD_PID]);
                    if (row == BOARD_GENERATION) {
                        stat_put(",state=\"%s\"", t[i].state);
                    }
                }
                if (row >= STAT_ACCEPTED) {
                    stat_put("%caddress=\"%s\"", t != b->line ? ',' : '{',
                             b->address[k]);
                }
                stat_put(t != b->line || row >= STAT_ACCEPTED ? "} " : " ");
                stat_put_value(v, kind);
                stat_put("\n");
            }
        }
    }
}

static void
stat_prometheus(void)
{
    const struct board_line *t = stat_self.board->line;
    int n = stat_self.board->n - 1;

    stat_put("# HELP reuseportd_info version\n# TYPE reuseportd_info gauge\n"
             "reuseportd_info{version=\"" RPD_VERSION "\"} 1\n");
    stat_samples("", BOARD_PID, STAT_ACCEPTED, t, 1);
    stat_samples("worker_", BOARD_GENERATION, STAT_ACCEPTED, t + 1, n);
    stat_samples("address_", STAT_ACCEPTED, STAT_QUEUE, t, 1);
    stat_samples("socket_", STAT_ACCEPTED, STAT_ROWS, t + 1, n);
}

/* --- For people: a column for each worker --------------------------------- */

/* A row: its title, the whole server, each worker; how much of what comes to an
 * address is accepted by whom. Behind the last row of the table is the state.
 * A page has no room for a row of zeros. */
static void
stat_line(const char *title, int row, int k)
{
    const struct board_line *t = stat_self.board->line;
    long long v, all = 0;
    int i, share;

    for (i = 0; row < STAT_ROWS && i < stat_self.board->n; i++) {
        v = stat_value(&t[i], row, k);
        all += v > 0 ? v : 0;
    }
    if (stat_self.html && all == 0 && row != STAT_ACCEPTED && row < STAT_ROWS) {
        return;
    }
    stat_put(stat_self.html ? "<tr><th>%.60s" : "%-20s", title);
    for (i = 0; i < stat_self.columns; i++, t++) {
        stat_put(stat_self.html ? "<td>" : "\t");
        if (row == STAT_ROWS) {
            stat_put("%s", t->state);
            continue;
        }
        v = stat_value(t, row, k);
        stat_put_value(v, *stat_row(row) | 1);
        if (i == 0) {
            all -= v;           /* leaves what the workers have */
        } else if (row == STAT_ACCEPTED && v > 0 && all > 0) {
            share = (int) (v * 100 / all);
            stat_put(stat_self.html ? " %d%%<svg><rect width=\"%d\"/></svg>"
                     : " %d%%", share, share / 2);
        }
    }
    stat_put("\n");
}

static void
stat_lines(void)
{
    const char *address;
    int row, k;

    stat_line("state", STAT_ROWS, 0);
    for (row = 0; row < STAT_ACCEPTED; row++) {
        stat_line(stat_row(row) + 1, row, 0);
    }
    for (k = 0; k < CONN_NUMBERS; k++) {
        address = stat_self.board->address[k];
        if (*address) {
            stat_line(address, STAT_ACCEPTED, k);
            stat_line("queue", STAT_QUEUE, k);
            stat_line("queue_limit", STAT_LIMIT, k);
        }
    }
}

/* The error log in memory that is shown: that of the main block, otherwise the
 * first one; or NULL. */
static const struct log_ring *
stat_ring(void)
{
    const struct log_ring *ring = NULL;
    const struct log_file *f;
    int best = 0;

    for (f = log_self.files; f != NULL; f = f->next) {
        if (f->ring != NULL && f->errors > best) {
            best = f->errors;
            ring = f->ring;
        }
    }
    return ring;
}

/* Its last lines: as many as the page has room for. */
static void
stat_log(struct req *r, const struct log_ring *ring)
{
    char *text = mem_alloc(r->pool, ring->size), *p, *line, *end;
    long room = stat_self.end - stat_self.p - STAT_CELL;

    if (text == NULL) {
        return;
    }
    end = line = p = text + log_ring_text(ring, text);
    for (; room > 0; room -= strchr("<>&\"", *p) ? 6 : 1) {
        if (p == text || p[-1] == '\n') {
            line = p;
        }
        if (p == text) {
            break;
        }
        p--;
    }
    stat_put("<pre>");
    stat_self.p = file_put_html(stat_self.p, (struct span) {
                                line, (size_t) (end - line) });
    stat_put("</pre>\n");
}

/* Has as many workers as fit. */
static void
stat_page(struct req *r)
{
    const struct log_ring *ring = RPD_WITH_LOGS ? stat_ring() : NULL;
    char *end = stat_self.p + STAT_PAGE, *start;
    int n = stat_self.columns, *columns = &stat_self.columns;

    stat_put("<!DOCTYPE html><meta charset=utf-8>"
             "<meta name=\"viewport\" content=\"width=device-width\">"
             "<meta http-equiv=\"refresh\" content=5>"
             "<title>" RESP_SERVER "</title><style>"
             "td{text-align:right;padding:2px 6px}th{text-align:left}"
             "svg{display:block;fill:#38c;width:50px}svg,rect{height:5px}"
             "</style><table>\n");
    start = stat_self.p;
    stat_self.html = 1;
    stat_self.end = end - STAT_CELL - (ring ? STAT_LOG : 0);
    *columns = n < STAT_COLUMNS ? n : STAT_COLUMNS;
    do {
        stat_self.p = start;
        stat_lines();
    } while (stat_self.p + 1 == stat_self.end && --*columns > 0);
    stat_self.end = end;
    stat_put("</table>\n");
    if (n > *columns) {
        stat_put("<p>and %d more: ?format=text\n", n - *columns);
    }
    if (ring != NULL) {
        stat_log(r, ring);
    }
}

/* --- Handlers ------------------------------------------------------------- */

/* The master has answered: those who wait go on. */
static void
stat_go_on(void)
{
    struct conn *c;
    int i;

    for (i = 0; i < conn_self.used; i++) {
        c = &conn_self.table[i];
        if (c->state == CONN_WAIT && c->req->asked) {
            ev_timer(&c->ev, 0);
        }
    }
}

/* The face is told by the first letter of its name. */
static int
stat_serve(struct req *r)
{
    struct span face = var_query(r, SPAN("format")), type = SPAN("text/plain");
    const struct board *b;
    size_t size;
    char *to;

    if (!r->get && !r->head) {
        return 405;
    }
    if (!r->asked && stat_self.ask()) {
        r->asked = 1;
        r->phase--;             /* comes here again */
        r->pause = STAT_WAIT;
        r->after = REQ_NEXT;
        return CONN_AGAIN;
    }
    b = &conn_self.shared->board[conn_self.shared->shown];
    size = (size_t) (b->n + 1) * (STAT_ROWS + 3 * CONN_NUMBERS) * STAT_CELL;
    to = mem_alloc(r->pool, size);
    if (to == NULL || b->n == 0) {      /* the master has never answered */
        return 503;
    }
    req_count(r, CONN_WRITING);
    stat_self.board = b;
    stat_self.columns = b->n;
    stat_self.html = 0;
    stat_self.p = to;
    stat_self.end = to + size;
    switch (face.n > 0 ? face.p[0] : 0) {
    case 'j':
        type = SPAN("application/json");
        stat_json();
        break;
    case 'p':
        type = SPAN("text/plain; version=0.0.4");
        stat_prometheus();
        break;
    case 't':
        stat_lines();
        break;
    default:
        type = SPAN("text/html");
        stat_page(r);
    }
    resp_memory(r, 200, type,
                (struct span) { to, (size_t) (stat_self.p - to) });
    return resp_add(r, SPAN("Cache-Control"), SPAN("no-store"));
}

/* The page of nginx's module, to the byte. */
static int
stat_serve_stub(struct req *r)
{
    static const unsigned char what[] = {
        CONN_ACTIVE, CONN_ACCEPTED, CONN_ACCEPTED, CONN_REQUESTS, CONN_READING,
        CONN_WRITING, CONN_WAITING,
    };
    const char *before = "Active connections: \0"
                         " \nserver accepts handled requests\n \0" " \0" " \0"
                         " \nReading: \0" " Writing: \0" " Waiting: ";
    char text[256], *p = text;
    size_t i;

    if (!r->get && !r->head) {
        return 405;
    }
    req_count(r, CONN_WRITING);
    for (i = 0; i < sizeof(what); i++) {
        p += sprintf(p, "%s%lld", before, conn_counted(NULL, what[i]));
        before += strlen(before) + 1;
    }
    memcpy(p, " \n", 3);
    resp_memory(r, 200, SPAN("text/plain"), var_text(r, text));
    return r->body.p ? 0 : 500;
}

/* === 22 hand === Handlers of the program that links the server in ========= */

/* What reuseportd.h promises. To the program a request is opaque; it is the
 * struct req that everybody knows. */

struct hand_out {               /* the answer of a handler, as it is written */
    char *buf;                  /* the body, or the current piece of it */
    size_t room;
    int failed;                 /* something could not be written */
    int over;                   /* no more pieces */
    rpd_handler_fn *next;       /* makes pieces */
    void *arg;
};

int
rpd_handler(const char *name, rpd_handler_fn *call, void *arg)
{
    struct hand *h;

    for (h = conf_self.hands; h != NULL; h = h->next) {
        if (strcmp(h->name, name) == 0) {
            return -1;
        }
    }
    h = malloc(sizeof(*h));
    if (h == NULL) {
        return -1;
    }
    *h = (struct hand) { conf_self.hands, name, call, arg };
    conf_self.hands = h;
    return 0;
}

static struct req *
hand_req(struct rpd_request *q)
{
    return (struct req *) (void *) q;
}

static const char *
hand_text(struct req *r, struct span s)
{
    const char *text = mem_copy(r->pool, s.p, s.n);

    return text ? text : "";
}

const char *
rpd_method(struct rpd_request *q)
{
    return hand_text(hand_req(q), hand_req(q)->method);
}

const char *
rpd_uri(struct rpd_request *q)
{
    return hand_text(hand_req(q), hand_req(q)->uri);
}

const char *
rpd_args(struct rpd_request *q)
{
    return hand_text(hand_req(q), hand_req(q)->args);
}

const char *
rpd_client(struct rpd_request *q)
{
    return hand_text(hand_req(q), var_remote_addr(hand_req(q), NULL));
}

const char *
rpd_header(struct rpd_request *q, const char *name)
{
    struct req *r = hand_req(q);
    const struct header *h;

    for (h = r->headers; h != NULL; h = h->next) {
        if (str_ieq(h->name, str_span(name))) {
            return mem_copy(r->pool, h->value.p, h->value.n);
        }
    }
    return NULL;
}

long
rpd_body_read(struct rpd_request *q, long long at, void *to, size_t size)
{
    struct req *r = hand_req(q);

    if (at < 0) {
        errno = EINVAL;
        return -1;
    }
    return r->fate == REQ_BAD ? 0 : (long) req_body_read(r, at, to, size);
}

const char *
rpd_body(struct rpd_request *q, size_t *size)
{
    struct req *r = hand_req(q);
    size_t n = (size_t) r->in.size, at = 0;
    char *text = NULL;
    long more = 0;

    *size = 0;
    if (r->in.size == 0 || r->fate == REQ_BAD) {
        return "";
    }
    if (r->in.size < (long long) (SIZE_MAX / 2)) {
        text = mem_alloc(r->pool, n + 1);
    }
    while (text != NULL && at < n) {
        more = rpd_body_read(q, (long long) at, text + at, n - at);
        if (more <= 0) {
            return NULL;
        }
        at += (size_t) more;
    }
    if (text != NULL) {
        text[n] = '\0';
        *size = n;
    }
    return text;
}

int
rpd_status(struct rpd_request *q, int status)
{
    if (status < 200 || status > 599) {
        return -1;
    }
    hand_req(q)->status = status;
    return 0;
}

int
rpd_add_header(struct rpd_request *q, const char *name, const char *value)
{
    static const char own[] = "connection|content-length|date|keep-alive|"
                              "server|transfer-encoding";
    struct req *r = hand_req(q);
    struct span n = str_span(name), v = str_span(value);
    char low[32];
    int bad = n.n == 0;
    size_t i;

    for (i = 0; i < n.n; i++) {
        bad |= !(tab_class[(unsigned char) name[i]] & TAB_TOKEN);
        low[i < 31 ? i : 31] = (char) str_lower(name[i]);
    }
    low[i < 31 ? i : 31] = '\0';
    for (i = 0; i < v.n; i++) {
        bad |= !(tab_class[(unsigned char) value[i]] & TAB_VALUE);
    }
    n.p = mem_copy(r->pool, name, n.n);
    v.p = mem_copy(r->pool, value, v.n);
    if (bad || n.p == NULL || v.p == NULL || conf_word_number(own, low) != -1) {
        return -1;
    }
    if (strcmp(low, "content-type") == 0) {
        r->type = v;
    } else if (strcmp(low, "location") == 0) {
        r->location = v;
    } else {
        return resp_add(r, n, v) == 0 ? 0 : -1;
    }
    return 0;
}

int
rpd_write(struct rpd_request *q, const void *data, size_t size)
{
    struct req *r = hand_req(q);
    struct hand_out *out = r->hand;
    size_t used = r->body.n, room = out->room * 2 + 1024;
    char *more;

    if (size > out->room - used) {
        if (room < used + size) {
            room = used + size;
        }
        more = size < SIZE_MAX / 4 ? mem_alloc(r->pool, room) : NULL;
        if (more == NULL) {
            out->failed = 1;
            return -1;
        }
        (void) str_put(more, (struct span) { out->buf, used });
        out->buf = r->body.p = more;
        out->room = room;
    }
    if (size > 0) {
        memcpy(out->buf + used, data, size);
    }
    r->body.n += size;
    return 0;
}

/* Asks for the next piece of a stream. */
static int
hand_produce(struct req *r)
{
    struct hand_out *out = r->hand;
    int rc;

    if (out->over) {
        return 0;
    }
    r->body = (struct span) { out->buf, 0 };
    rc = out->next((struct rpd_request *) (void *) r, out->arg);
    if (rc < 0 || out->failed) {
        return CONN_ERR;
    }
    out->over = rc == 0;
    if (rc > 0 && r->body.n == 0) {
        r->pause = rc;
        return CONN_AGAIN;
    }
    return r->body.n > 0;
}

int
rpd_stream(struct rpd_request *q, rpd_handler_fn *next, void (*done)(void *),
           void *arg)
{
    struct req *r = hand_req(q);

    if (r->hand->next != NULL || (done && req_at_end(r, done, arg) != 0)) {
        return -1;
    }
    r->hand->next = next;
    r->hand->arg = arg;
    r->produce = hand_produce;
    return 0;
}

/* The handler of locations that name one of the program. */
static int
hand_serve(struct req *r)
{
    const struct hand *h = r->loc->hand;
    int rc;

    if (req_has_body(r) && r->fate == REQ_DROP) {
        return REQ_BODY;
    }
    r->hand = mem_zalloc(r->pool, sizeof(*r->hand));
    if (r->hand == NULL) {
        return 500;
    }
    resp_memory(r, 200, route_type(r), SPAN(""));
    rc = h->call((struct rpd_request *) (void *) r, h->arg);
    if (rc != 0 || r->hand->failed) {
        r->produce = NULL;
        return rc >= 300 && rc <= 599 ? rc : 500;
    }
    r->body_size = r->produce ? -1 : (long long) r->body.n;
    return 0;
}

/* === 23 http === HTTP: parse, route, serve, end, and again ================ */

/* The whole life of a request on one page. A step does what can be done in a
 * state and returns 1 to go on with the next step, or 0 to wait. */

/* Is there a phase or a handler that may have to wait? */
#define HTTP_WAITS (RPD_WITH_LIMIT || RPD_WITH_ACCESS || RPD_WITH_STATUS)

/* Does anything but files answer, so that a client may have something to send?
 * If not, its connection ends with the answer instead. */
#define HTTP_BODIES (RPD_WITH_HANDLER || RPD_WITH_REWRITE)

/* What answers in a location. */
static int (*const http_handlers[])(struct req *) = {
    [CONF_STATIC] = file_serve,
    WITH(HANDLER, [CONF_HAND] = hand_serve,)
    WITH(STATUS, [CONF_STATUS] = stat_serve,)
    WITH(STATUS, [CONF_STUB_STATUS] = stat_serve_stub,)
};

static void
http_on_flush(struct ev_source *s, int events)
{
    (void) events;
    log_flush(((struct log_timer *) s)->file);
}

/* A log whose name depends on the request is opened for this line; the root
 * must be there, lest clients make up names. */
static void
http_log_named(struct req *r, const struct tmpl *t, struct span line)
{
    struct span path = var_expand(r, t), root = var_root(r);
    struct log_file f = { .path = path.p, .fd = -1 };
    struct stat st;

    if (path.p == NULL || root.p == NULL) {
        return;
    }
    errno = ENOTDIR;
    if (SYS(stat, root.p, &st) == -1 || !S_ISDIR(st.st_mode)) {
        req_log(r, LOG_ERROR, errno, "testing \"%.*s\" existence failed",
                (int) root.n, root.p);
    } else if (log_open(&f) == -1) {
        req_log(r, LOG_CRIT, errno, "open() \"%s\" failed", path.p);
    } else {
        log_access(&f, line.p, line.n);
        log_close(&f);
    }
}

static void
http_log(struct req *r)
{
    uint64_t *n = conn_self.count->n;
    unsigned class = (unsigned) r->status / 100 - 1;
    struct access *a;

    if (RPD_WITH_STATUS) {
        n[CONN_RECEIVED] += (uint64_t) r->length;
        n[CONN_SENT] += (uint64_t) r->sent;
        if (class < 5) {
            n[CONN_STATUS + class]++;
        }
    }
    for (a = RPD_WITH_LOGS ? r->loc->access : NULL; a != NULL; a = a->next) {
        struct log_file *f = a->file;
        struct span line;

        if (a->cond != NULL && !rewrite_is_true(var_expand(r, a->cond))) {
            continue;
        }
        line = var_log_line(r, a->tmpl);
        if (line.p == NULL) {
            continue;
        }
        if (f == NULL) {
            http_log_named(r, a->path, line);
            continue;
        }
        log_add(f, line.p, line.n);
        if (f->flush > 0 && f->timer->ev.heap == -1) {
            f->timer->ev.ready = http_on_flush;
            ev_timer(&f->timer->ev, f->flush);
        }
    }
}

/* Ends the connection, and with it the request. */
static int
http_close(struct conn *c)
{
    if (c->req != NULL) {
        req_close(c->req);
    }
    conn_close(c);
    return 0;
}

/* A client that is not waited for any longer may be reset. */
static void
http_reset(const struct req *r)
{
    if (RPD_WITH_TUNING && r->loc->reset_timedout) {
        conn_reset(r->c);
    }
}

/* Ends both because of an error while the request was under way. */
static int
http_abort(struct conn *c, int status)
{
    if (c->req != NULL) {
        if (status != 0) {
            c->req->status = status;
        }
        http_log(c->req);
    }
    tls_cut(c);
    return http_close(c);
}

/* The same because the client has gone. */
static int
http_gone(struct conn *c, int status, int err, const char *when)
{
    req_log(c->req, LOG_INFO, err, "client prematurely closed connection%s",
            when);
    return http_abort(c, status);
}

/* Waits for what the step needs; the deadline stands. */
static int
http_want(struct conn *c, int events)
{
    if (ev_want(&c->ev, events) == -1) {
        log_fail(LOG_ALERT, "watching a connection failed");
        return http_close(c);
    }
    return 0;
}

/* The same, for so long. */
static int
http_wait(struct conn *c, int events, long long ms)
{
    ev_timer(&c->ev, ms);
    return http_want(c, events);
}

#define HTTP_READS 16           /* of one connection in a turn of the loop */

/* Goes on in the next turn: others, too, wait. */
static int
http_yield(struct conn *c, long long ms)
{
    ev_post(&c->ev);
    ev_timer(&c->ev, ms);
    return 0;
}

/* Waits until the socket takes more, or for the next turn; if it is not for the
 * socket, for the end of the pause or whoever ends it. */
static int
http_wait_send(struct conn *c)
{
    struct req *r = c->req;
    char more;

    req_count(r, CONN_WRITING);
    if (c->ev.posted) {
        return http_yield(c, r->loc->send_timeout);
    }
    if (!c->writable) {
        return http_wait(c, EV_OUT, r->loc->send_timeout);
    }
    if (c->ended && SYS(recv, c->ev.fd, &more, 1, MSG_PEEK) == -1
        && errno != EAGAIN && errno != EWOULDBLOCK)
    {
        return http_gone(c, 0, errno, "");
    }
    if (r->pause > 0) {
        ev_timer(&c->ev, r->pause);
    } else {
        ev_timer_off(&c->ev);
    }
    return http_want(c, 0);
}

/* Between two requests, or before the first: a deadline stands. */
static int
http_idle(struct conn *c)
{
    if (c->last || (c->requests > 0 && conn_self.leaving > 1
                    && c->state == CONN_IDLE))
    {
        return http_close(c);
    }
    if (c->ev.heap != -1) {
        return http_want(c, EV_IN);
    }
    return http_wait(c, EV_IN, c->listen->dflt->client_header_timeout);
}

/* After a request: waits for the next one. */
static int
http_keep(struct conn *c, const struct loc *loc)
{
    long long ms = loc->keepalive_timeout, least = loc->keepalive_min_timeout;

    c->state = CONN_IDLE;
    if (least > 0) {
        c->state = CONN_KEPT;
        c->rest = ms > least ? (unsigned) ((ms - least + 999) / 1000) : 0;
        ms = least;
    }
    ev_timer(&c->ev, ms);
    return c->readable ? 1 : http_idle(c);
}

/* May another request follow on the connection? */
static int
http_keeps(const struct req *r)
{
    const struct loc *loc = r->loc;
    const struct conn *c = r->c;

    return c->requests + 1 < loc->keepalive_requests
           && loc->keepalive_timeout > 0
           && plat_clock.ms - c->when <= loc->keepalive_time
           && !conn_self.leaving && !c->last && !req_has_body(r)
           && !(RPD_WITH_TUNING && req_unkept(r));
}

/* --- What the configuration adds to a response ---------------------------- */

static int
http_is_good(int status)
{
    return status == 200 || status == 201 || status == 204 || status == 206
           || status == 304 || route_is_redirect(status);
}

/* The headers of add_header, or the trailers, at the end of a list; 0 or 500.
 * A value cannot make a line of its own. */
static int
http_add(struct req *r, const struct addition *a, struct header ***last)
{
    struct span value;
    size_t i;

    for (; a != NULL; a = a->next) {
        if (!a->always && !http_is_good(r->status)) {
            continue;
        }
        value = var_expand(r, a->value);
        for (i = 0; i < value.n; i++) {
            value.p[i] = strchr("\r\n", value.p[i]) ? ' ' : value.p[i];
        }
        if (str_ieq(a->name, SPAN("last-modified"))) {
            r->modified = -1;
        } else if (str_ieq(a->name, SPAN("etag"))) {
            r->etag.n = 0;
        }
        if (value.p == NULL
            || (value.n > 0 && req_append(r, last, a->name, value) != 0)) {
            return 500;
        }
    }
    return 0;
}

static int
http_trail(struct req *r)
{
    return http_add(r, r->loc->trailers.list, &r->trailers_last);
}

/* The next time of day, so many seconds after midnight here. */
static long long
http_daily(long long sec)
{
    long long now = (long long) plat_clock.sec;

    sec += now - (now + log_time()->tm_gmtoff) % 86400;
    return sec > now ? sec : sec + 86400;
}

/* Expires and Cache-Control; 0 or 500. */
static int
http_expires(struct req *r)
{
    struct expires e = r->loc->expires;
    long long now = (long long) plat_clock.sec, at, age;
    struct span text, control = SPAN("no-cache");
    char date[STR_DATE + 1];

    if (e.text != NULL) {
        text = var_expand(r, e.text);
        if (text.p == NULL || conf_expires(&e, text.p) != NULL) {
            return 0;
        }
    }
    at = e.sec;
    switch (e.how) {
    case CONF_OFF: return 0;
    case CONF_EPOCH: at = 1; break;
    case CONF_MAX: at = 2145916555; break;
    case CONF_DAILY: at = http_daily(e.sec); break;
    default:
        at += e.how == CONF_MODIFIED && r->modified != -1 && e.sec != 0
              ? (long long) r->modified : now;
    }
    age = e.how == CONF_MAX ? 315360000 : e.sec < 0 ? -1 : at - now;
    if (age >= 0) {
        control = req_text(r, "max-age=%lld", age);
    }
    *str_put_date(date, (time_t) at) = '\0';
    return resp_add(r, SPAN("Expires"), req_text(r, "%s", date))
           || resp_add(r, SPAN("Cache-Control"), control) ? 500 : 0;
}

/* A size that may be in a variable; 0 when it is none. */
static long long
http_size(struct req *r, const struct tmpl *t)
{
    struct span text;
    long long size;

    if (t == NULL) {
        return 0;
    }
    text = var_expand(r, t);
    size = str_size(text);
    if (size < 0) {
        req_log(r, LOG_ERROR, 0, "invalid size \"%.*s\"", (int) text.n, text.p);
        size = 0;
    }
    return size < UINT_MAX ? size : UINT_MAX;
}

/* How fast the answer goes out. */
static void
http_pace(struct req *r)
{
    if (r->rate == 0) {
        r->rate = http_size(r, r->loc->limit_rate);
    }
    if (r->rate != 0) {
        r->rate_after = http_size(r, r->loc->limit_rate_after);
    }
}

static int
http_decorate(struct req *r)
{
    const struct addition *a;

    if (RPD_WITH_LIMIT) {
        http_pace(r);
    }
    if (!RPD_WITH_HEADERS) {
        return 0;
    }
    for (a = r->loc->trailers.list; a != NULL; a = a->next) {
        if (a->always || http_is_good(r->status)) {
            r->trail = http_trail;
        }
    }
    return (http_is_good(r->status) && http_expires(r))
           || http_add(r, r->loc->headers.list, &r->extra_last)
           || (r->status != 301 && r->status != 302 && route_charset(r));
}

/* Sends the response described in the request. */
static int
http_respond(struct req *r)
{
    struct conn *c = r->c;
    int rc;

    c->state = CONN_SEND;
    r->keepalive = r->keepalive && http_keeps(r);
    rc = http_decorate(r) ? CONN_ERR : resp_start(r);
    if (rc == CONN_ERR) {
        return http_abort(c, 0);
    }
    return rc == 0 ? 1 : http_wait_send(c);
}

/* --- Phases --------------------------------------------------------------- */

/* The location of r->uri, and what holds for every request there. */
static int
http_find(struct req *r)
{
    r->loc = route_find(r);
    if (RPD_WITH_ACCESS) {
        r->loc = access_loc(r, r->loc);
    }
    if (r->loc->internal && !r->internal) {
        return 404;
    }
    if (r->loc->client_max_body_size > 0 && r->fate == REQ_DROP
        && r->body_left > r->loc->client_max_body_size)
    {
        req_log(r, LOG_ERROR, 0, "client intended to send too large body: "
                "%lld bytes", r->body_left);
        r->fate = REQ_BAD;
        return 413;
    }
    return REQ_NEXT;
}

static int
http_content(struct req *r)
{
    return r->loc->serve(r);
}

/* What a request goes through, in this order. */
enum {
    WITH(ACCESS, HTTP_REBIND,) WITH(REALIP, HTTP_REALIP,) HTTP_SERVER,
    HTTP_FIND, HTTP_RULES, WITH(REALIP, HTTP_REALIP_HERE,)
    WITH(LIMIT, HTTP_LIMIT_REQ, HTTP_LIMIT_CONN,) WITH(ACCESS, HTTP_ACCESS,)
    WITH(REWRITE, HTTP_TRY,) HTTP_CONTENT
};

static int (*const http_phases[])(struct req *) = {
    WITH(ACCESS, [HTTP_REBIND] = access_rebind,)
    WITH(REALIP, [HTTP_REALIP] = access_realip,)
    [HTTP_SERVER] = rewrite_server,
    [HTTP_FIND] = http_find,
    [HTTP_RULES] = rewrite_location,
    WITH(REALIP, [HTTP_REALIP_HERE] = access_realip,)
    WITH(LIMIT, [HTTP_LIMIT_REQ] = limit_requests,)
    WITH(LIMIT, [HTTP_LIMIT_CONN] = limit_connections,)
    WITH(ACCESS, [HTTP_ACCESS] = access_check,)
    WITH(REWRITE, [HTTP_TRY] = file_try,)
    [HTTP_CONTENT] = http_content,
};

#define HTTP_HOPS 11            /* one more than the changes nginx allows */

/* A request that is asked on behalf of another, and is none of the client's:
 * it has no body, and only the status and some headers of its answer count. */
static int
http_ask_inside(struct req *r)
{
    struct req *child = mem_alloc(r->pool, sizeof(*child));

    if (child == NULL || (r->server->own_n > 0 && !var_place(r, 0))) {
        return 500;
    }
    *child = *r;
    child->parent = r;
    child->method = SPAN("GET");
    child->get = child->internal = 1;
    child->head = child->chunked = child->err_status = 0;
    child->body_left = 0;
    child->captures = NULL;
    child->held = NULL;
    child->extra = NULL;
    child->extra_last = &child->extra;
    child->args = (struct span) { NULL, 0 };
    child->uri = str_span(r->ask);
    child->loc = r->server->loc;
    child->phase = HTTP_SERVER;
    child->hops = HTTP_HOPS;
    r->c->req = child;
    return REQ_RESTART;
}

/* It has its answer: back to who has asked, and who ends what it has begun:
 * the connection and the pool are the same. */
static int
http_told(struct req *child, int status)
{
    struct req *r = child->parent;
    const struct header *h;
    int moved;

    child->status = status ? status : child->status;
    r->verdict = child->status;
    if (child->file != NULL) {
        open_release(child->file);
    }
    (void) rewrite_rules(child, r->loc->auth_sets, &moved);
    for (h = child->extra; h != NULL && r->verdict == 401; h = h->next) {
        if (str_ieq(h->name, SPAN("WWW-Authenticate"))) {
            (void) resp_add(r, h->name, h->value);
        }
    }
    r->endings = child->endings;
    r->counted = child->counted;
    r->peer = child->peer;
    r->c->req = r;
    return http_phases[r->phase](r);
}

/* Goes on after a phase that has returned `rc`, until there is an answer: 0,
 * a status, or something to wait for: CONN_AGAIN or REQ_BODY. */
static int
http_serve(struct conn *c, int rc)
{
    for (;;) {
        struct req *r = c->req;

        if (rc == 0 && r->parent == NULL && r->status == 200) {
            rc = file_choose(r);
        }
        if (rc > 0) {
            r->keepalive &= !resp_closes(rc);
            rc = route_page(r, rc);
        }
        if (RPD_WITH_ACCESS && rc >= 0 && r->parent != NULL) {
            rc = http_told(r, rc);
            continue;
        }
        if (rc >= 0 || rc == CONN_AGAIN || rc == REQ_BODY) {
            return rc;
        }
        if (RPD_WITH_ACCESS && rc == REQ_ASK) {
            rc = http_ask_inside(r);
        } else if (rc != REQ_NEXT && --r->hops == 0) {
            req_log(r, LOG_ERROR, 0, "rewrite or internal redirection cycle "
                    "while processing \"%.*s\"", (int) r->uri.n, r->uri.p);
            rc = 500;
        } else {
            if (RPD_WITH_ACCESS && rc == REQ_NAMED) {
                r->loc = access_loc(r, r->loc);
            }
            if (rc != REQ_NEXT) {       /* another location begins anew */
                r->verdict = r->tried = 0;
            }
            r->phase = rc == REQ_NEXT ? r->phase + 1
                       : rc == REQ_FIND ? HTTP_FIND
                       : rc == REQ_NAMED ? HTTP_RULES : HTTP_SERVER;
            rc = http_phases[r->phase](r);
        }
    }
}

/* Waits on behalf of a phase. */
static int
http_pause(struct req *r)
{
    r->c->state = CONN_WAIT;
    req_count(r, CONN_WRITING);
    (void) ev_want(&r->c->ev, EV_IN);
    if (r->c->readable || r->c->ended) {
        ev_post(&r->c->ev);
    }
    ev_timer(&r->c->ev, r->pause);
    return 0;
}

/* Does the client wait to be asked for the body? */
static int
http_expects(const struct req *r)
{
    return r->minor > 0 && r->len == r->pos
           && str_ieq(r->known[TAB_EXPECT], SPAN("100-continue"));
}

/* Goes on to read the body. */
static int
http_ask(struct req *r)
{
    struct span go_on = SPAN("HTTP/1.1 100 Continue\r\n\r\n");
    struct iovec iov;

    iov.iov_base = go_on.p;
    iov.iov_len = go_on.n;
    if (http_expects(r)
        && r->c->io->send(r->c, &iov, 1, 0) != (ssize_t) iov.iov_len)
    {
        return http_abort(r->c, 0);
    }
    r->c->state = CONN_BODY;
    return 1;
}

/* The phases have come to an end, or wait. */
static int
http_answer(struct req *r, int status)
{
    if (HTTP_WAITS && status == CONN_AGAIN) {
        return http_pause(r);
    }
    if (RPD_WITH_HANDLER && status == REQ_BODY) {
        status = req_keep(r);
        if (status == 0) {
            return http_ask(r);
        }
    }
    if (resp_is_silent(status)) {
        if (status == 444) {
            http_reset(r);
        }
        return http_abort(r->c, status);
    }
    if (status != 0) {
        resp_error(r, status);
    }
    if (!HTTP_BODIES || !req_has_body(r) || r->fate != REQ_DROP
        || resp_closes(r->status)
        || (r->status >= 400 && http_expects(r)))
    {
        return http_respond(r);
    }
    return http_ask(r);
}

/* Goes on with what a phase has returned. */
static int
http_go(struct conn *c, int rc)
{
    rc = http_serve(c, rc);
    return http_answer(c->req, rc);
}

/* CONN_BODY: reads the body, before a phase that wants it goes on or before the
 * response goes out; so one too large or broken gets its own answer. */
static int
http_body(struct conn *c)
{
    struct req *r = c->req;
    char *p = r->buf + r->pos;
    size_t n = r->len - r->pos, used;
    ssize_t more;
    int rc, reads = 0;

    req_count(r, CONN_WRITING);
    for (;;) {
        rc = req_body(r, p, n, &used);
        r->length += (long long) used;
        if (rc != CONN_AGAIN) {
            break;
        }
        p = conn_self.out;      /* what the head's buffer holds is needed */
        r->pos = r->len;
        if (reads++ == HTTP_READS) {
            return http_yield(c, r->loc->client_body_timeout);
        }
        more = c->readable ? c->io->recv(c, p, RESP_SMALL) : CONN_AGAIN;
        if (more == CONN_AGAIN) {
            return http_wait(c, EV_IN, r->loc->client_body_timeout);
        }
        if (more <= 0) {
            return http_gone(c, 400, 0, " while sending request body");
        }
        n = (size_t) more;
    }
    if (p != conn_self.out) {
        r->pos += used;
    } else if (n > used) {      /* the next request has begun */
        r->buf = mem_copy(r->pool, p + used, n - used);
        if (r->buf == NULL) {
            return http_abort(c, 500);
        }
        r->pos = 0;
        r->len = n - used;
    }
    if (rc != 0) {
        r->fate = REQ_BAD;
        return http_go(c, rc);
    }
    if (RPD_WITH_HANDLER && r->fate == REQ_KEEP) {
        r->fate = REQ_DROP;
        return http_go(r->c, http_phases[r->phase](r));
    }
    return http_respond(r);
}

/* CONN_SHAKE: the handshake, or what has come in its place. */
static int
http_shake(struct conn *c)
{
    int rc = tls_shake(c);
    long long ms;

    if (rc == 0) {
        c->state = CONN_IDLE;
        ev_timer(&c->ev, c->listen->dflt->client_header_timeout);
        return 1;
    }
    if (c->ev.posted && rc == CONN_AGAIN) {
        return 0;
    }
    ms = rc == CONN_AGAIN ? tls_patience(c) : 0;
    return ms == 0 ? http_close(c)
           : http_wait(c, c->readable ? 0 : c->writable ? EV_IN : EV_OUT, ms);
}

/* Behind a PROXY header comes a handshake; what has been read belongs to it. */
static int
http_secure(struct req *r)
{
    struct conn *c = r->c;

    if (tls_take_over(c, r->buf + r->pos, r->len - r->pos) == -1) {
        return http_close(c);
    }
    conn_self.count->n[CONN_REQUESTS]--;
    req_close(r);
    c->state = CONN_SHAKE;
    return 1;
}

/* May the request be answered, as far as TLS goes? 0, or a status. */
static int
http_is_secure(struct req *r)
{
    const char *why = "client sent plain HTTP request to HTTPS port";
    int status = !r->c->listen->ssl ? 0 : r->c->tls
                 ? tls_allows(r->c, r->server, &why) : 497;

    if (status != 0) {
        req_log(r, LOG_INFO, 0, "%s", why);
    }
    return status;
}

/* The head is read, or refused with a status. */
static int
http_begin(struct req *r, int status)
{
    if (RPD_WITH_TLS && status == REQ_SECURE) {
        return http_secure(r);
    }
    if (status == CONN_ERR) {
        return http_abort(r->c, 400);
    }
    r->hops = HTTP_HOPS;
    if (status != 0) {
        r->keepalive = 0;
        r->loc = r->server->loc;
        return http_go(r->c, status);
    }
    r->server = route_server(r);
    r->loc = r->server->loc;
    status = RPD_WITH_TLS ? http_is_secure(r) : 0;
    return http_go(r->c, status ? status : http_phases[r->phase](r));
}

/* CONN_IDLE, CONN_KEPT and CONN_HEAD: reads and parses a request's head. */
static int
http_head(struct conn *c)
{
    struct req *r = c->req;
    int rc = CONN_AGAIN;
    ssize_t n;

    if (r == NULL && !c->readable) {
        return http_idle(c);
    }
    if (r == NULL && (r = req_open(c, 0)) == NULL) {
        log_err(LOG_ERROR, "no memory for a request");
        return http_close(c);
    }
    for (;;) {
        if (r->len > r->pos) {
            rc = req_parse(r);
        }
        if (rc == CONN_AGAIN) {
            rc = req_room(r);
        }
        if (rc != 0 || r->state == REQ_READ) {
            return http_begin(r, rc);
        }
        n = c->readable ? c->io->recv(c, r->buf + r->len, r->size - r->len)
            : CONN_AGAIN;
        if (n == CONN_AGAIN && r->len == 0) {
            req_close(r);
            return http_idle(c);
        }
        if (n == CONN_AGAIN) {
            req_count(r, CONN_READING);
            return http_want(c, EV_IN);
        }
        if (n <= 0) {
            if (r->len > 0 && c->state == CONN_HEAD) {
                return http_gone(c, 400, 0, "");
            }
            return http_close(c);
        }
        if (c->state != CONN_HEAD) {
            c->state = CONN_HEAD;
            conn_self.count->n[CONN_REQUESTS]++;
            r->start = plat_clock.ms;
            ev_timer(&c->ev, r->server->client_header_timeout);
        }
        r->len += (size_t) n;
        rc = CONN_AGAIN;
    }
}

/* The next request begins with what has arrived behind this one. */
static int
http_next(struct conn *c)
{
    struct req *r = c->req, *next;
    size_t more = r->len - r->pos;
    struct loc *loc = r->loc;

    c->requests++;
    if (more == 0) {
        req_close(r);
        return http_keep(c, loc);
    }
    next = req_open(c, more);
    if (next == NULL) {
        c->req = r;
        return http_close(c);
    }
    memcpy(next->buf, r->buf + r->pos, more);
    next->len = more;
    next->piped = 1;
    req_close(r);
    c->req = next;
    c->state = CONN_HEAD;
    conn_self.count->n[CONN_REQUESTS]++;
    ev_timer(&c->ev, next->server->client_header_timeout);
    return 1;
}

/* Closes, but reads what the client still sends: a close with unread data
 * would make the system throw away what the client has not got yet. */
static int
http_linger(struct conn *c)
{
    struct loc *loc = c->req->loc;
    struct req *r = c->req;
    int pending = req_has_body(r) || r->len > r->pos || c->readable;

    if (loc->lingering_close == 0 || (loc->lingering_close == 1 && !pending)) {
        return http_close(c);
    }
    c->when = plat_clock.ms + loc->lingering_time;
    c->requests = loc->lingering_timeout < INT_MAX
                  ? (int) loc->lingering_timeout : INT_MAX;
    req_close(r);
    if (c->io->shut(c) == -1) {
        return http_close(c);
    }
    c->state = CONN_LINGER;
    return 1;
}

/* The response has gone: what comes after it? */
static int
http_end(struct conn *c)
{
    struct req *r = c->req;

    if (!r->keepalive && tls_say_end(c) == CONN_AGAIN) {
        return http_wait_send(c);
    }
    http_log(r);
    return r->keepalive ? http_next(c) : http_linger(c);
}

/* CONN_SEND: goes on sending. */
static int
http_send(struct conn *c)
{
    int rc = CONN_AGAIN;

    if (resp_is_over(c->req)) {
        return http_end(c);
    }
    if (c->writable) {
        rc = resp_flush(c->req);
    }
    if (rc == 0) {
        return http_end(c);
    }
    if (rc == CONN_ERR) {
        if (errno != 0) {
            req_log(c->req, LOG_INFO, errno, "sending to client failed");
        }
        return http_abort(c, 0);
    }
    return http_wait_send(c);
}

/* CONN_WAIT: the pause is over when its deadline says so, or when the client
 * has gone, which not every back end tells. */
static int
http_waits(struct conn *c)
{
    char byte;
    ssize_t n = c->readable ? SYS(recv, c->ev.fd, &byte, 1, MSG_PEEK) : -1;

    if (c->ended || n == 0) {
        return http_gone(c, 499, 0, "");
    }
    if (n > 0) {                /* its next request */
        (void) ev_want(&c->ev, 0);
    } else {
        c->readable = 0;
    }
    return 0;
}

/* CONN_LINGER: reads until the client closes, or time is up. */
static int
http_drain(struct conn *c)
{
    long long ms = c->when - plat_clock.ms;
    ssize_t n;
    int reads = 0;

    do {
        n = c->readable ? c->io->recv(c, conn_self.out, CONN_OUT) : CONN_AGAIN;
    } while (n > 0 && ++reads < HTTP_READS);
    ms = ms < c->requests ? ms : c->requests;
    if (ms <= 0 || (n <= 0 && n != CONN_AGAIN)) {
        return http_close(c);
    }
    return n > 0 ? http_yield(c, ms) : http_wait(c, EV_IN, ms);
}

static const struct {
    int (*step)(struct conn *);
    const char *doing;          /* when time is up, if req_log() does not say */
} http_states[] = {
    [CONN_FREE] = { NULL, NULL },
    [CONN_SHAKE] = { RPD_WITH_TLS ? http_shake : NULL, NULL },
    [CONN_IDLE] = { http_head, NULL },
    [CONN_KEPT] = { http_head, NULL },
    [CONN_HEAD] = { http_head, "" },
    [CONN_WAIT] = { HTTP_WAITS ? http_waits : NULL, NULL },
    [CONN_SEND] = { http_send, "" },
    [CONN_BODY] = { HTTP_BODIES ? http_body : NULL,
                    " while reading client request body" },
    [CONN_LINGER] = { http_drain, NULL },
};

#define HTTP_STEPS 64           /* before others get their turn */

static void
http_ready(struct conn *c)
{
    int i;

    for (i = 0; http_states[c->state].step(c); i++) {
        if (i == HTTP_STEPS) {
            ev_post(&c->ev);
            return;
        }
    }
}

/* The deadline of the state has come. */
static void
http_expired(struct conn *c)
{
    if (c->state == CONN_KEPT && c->rest > 0 && conn_self.leaving < 2) {
        c->state = CONN_IDLE;
        ev_timer(&c->ev, c->rest * 1000LL);
        return;
    }
    if (c->state == CONN_SHAKE) {       /* over time, or for more memory */
        http_ready(c);
        return;
    }
    if (c->req == NULL && c->state != CONN_LINGER) {
        c->last = c->readable = 1;      /* unless something has just come */
        http_ready(c);
        return;
    }
    if (HTTP_WAITS && c->state == CONN_WAIT) {
        if (http_go(c, c->req->after)) {
            http_ready(c);
        }
        return;
    }
    if (c->state == CONN_SEND && c->req->pause > 0) {
        http_ready(c);
        return;
    }
    if (http_states[c->state].doing != NULL) {
        req_log(c->req, LOG_INFO, ETIMEDOUT, "client timed out%s",
                http_states[c->state].doing);
        http_reset(c->req);
    }
    (void) (c->state == CONN_LINGER ? http_close(c)
            : http_abort(c, c->state == CONN_SEND ? 0 : 408));
}

static const struct conn_proto http_proto = { http_ready, http_expired };

/* Binds what the configuration could only name. 0, or -1 with the errors. */
static int
http_bind(struct conf *cf)
{
    struct loc *loc;
    struct listen *l;
    int rc = var_bind(cf) | tls_bind(cf);

    for (l = cf->listens; l != NULL; l = l->next) {
        l->proto = &http_proto;
    }
    for (loc = cf->locs; loc != NULL; loc = loc->every) {
        loc->serve = http_handlers[loc->handler];
        if (!RPD_WITH_TUNING || loc->cache == NULL) {
            loc->cache = &open_self.cache;
            loc->cache_valid = 0;       /* beyond the turn */
        }
    }
    return rc;
}

/* The server leaves: with `now` kept connections that are idle are closed after
 * a last look for a request; without, each is told so with its next response.
 * Who has just come is still served: the request is on its way. */
static void
http_leave(int now)
{
    struct conn *c;
    int i;

    conn_self.leaving = now || conn_self.leaving == 2 ? 2 : 1;
    for (i = 0; now && i < conn_self.used; i++) {
        c = &conn_self.table[i];
        if (c->state == CONN_IDLE && c->requests > 0) {
            c->last = c->readable = 1;
            http_ready(c);
        }
    }
}

/* === 24 work === A worker's life: start, run, leave ======================= */

/* A worker is forked with all sockets open, keeps those of its slot, gives up
 * root, and turns the event loop until it is told to leave or its master is
 * gone. It is told so by signals, or by orders on its channel. */

#define WORK_SLOTS SOCK_MOST    /* most workers of a generation */
#define WORK_SHARED WORK_SLOTS  /* no slot, but sockets that workers share */

enum work_order {
    /* from the master */
    WORK_STOP = 't',            /* leave at once */
    WORK_QUIT = 'q',            /* finish requests, close what is idle */
    WORK_LEAVE = 'r',           /* finish requests; idle connections are told
                                   with their next response; in a slot other
                                   than 0, accept what is in the queues */
    WORK_REOPEN = 'o',          /* open the logs anew */
    WORK_ADOPT = 'a',           /* accept from these sockets of a slot, too */
    WORK_DROP = 'd',            /* no more */
    WORK_CLOSE = 's',           /* no more from these: they will be closed */
    WORK_KEEP = 'k',            /* a group goes: accept what is in its queues,
                                   of others, too, also while leaving */
    WORK_END = 'e',             /* it has gone */
    WORK_TAKE = 'n',            /* somebody waits: accept, woken up or not */
    WORK_LOOK = 'l',            /* it has looked as it was asked to */
    /* to the master, who gets DROP, CLOSE and END back when that is done, and
     * who is asked by LOOK to bring the board up to date */
    WORK_READY = 'r',           /* the worker accepts */
    WORK_CANNOT = 'c',          /* ADOPT has failed */
    WORK_LEAVING = 'q'          /* it accepts no more, whoever told it so */
};

struct order {
    int what;
    int slot;
    int serial;                 /* tells answers apart */
    int n;                      /* groups that it is about; 0: all adopted */
    int group[PLAT_FDS];        /* by id; WORK_ADOPT has a descriptor each */
};

static struct {
    struct conf *cf;
    struct shared *shared;
    int slot;
    struct ev_source channel;   /* to the master */
    struct ev_source limit;     /* worker_shutdown_timeout */
    int has_shared;             /* there are shared sockets */
    int done;
} work_self;

/* Keeps, of the environment, TZ and what `env` names. */
static void
work_environment(const struct conf *cf)
{
    static const struct strings tz = { NULL, { (char *) (uintptr_t) "TZ", 2 } };
    const struct strings *e;
    char **fresh, *value;
    int n = 2;

    for (e = cf->env; e != NULL; e = e->next) {
        n++;
    }
    fresh = calloc((size_t) n, sizeof(*fresh));
    if (fresh == NULL) {
        return;
    }
    for (n = 0, e = &tz; e != NULL; e = e == &tz ? cf->env : e->next) {
        if (memchr(e->text.p, '=', e->text.n) != NULL) {
            fresh[n++] = e->text.p;
        } else if ((value = getenv(e->text.p)) != NULL) {
            fresh[n++] = value - e->text.n - 1;
        }
    }
    environ = fresh;
}

/* Gives up root for good. Anything that fails here ends the worker. */
static int
work_drop_root(const struct conf *cf)
{
    const struct plat_user *u = &cf->account;

    if (cf->user == NULL || geteuid() != 0) {
        return 0;
    }
    if (SYS(setgid, u->gid) == -1) {
        return log_fail(LOG_EMERG, "setgid(%ld) failed", (long) u->gid);
    }
    if (plat_set_groups(cf->user, u) == -1) {
        return log_fail(LOG_EMERG, "setgroups(%s) failed", cf->user);
    }
    if (SYS(setuid, u->uid) == -1) {
        return log_fail(LOG_EMERG, "setuid(%ld) failed", (long) u->uid);
    }
    if (u->uid != 0 && setuid(0) == 0) {
        return log_err(LOG_EMERG, "root could be had again");
    }
    return 0;
}

/* Limits, priority, CPU, directory, user. 0 or -1. */
static int
work_settle(const struct conf *cf, int slot)
{
    struct rlimit limit;

    if (cf->rlimit_nofile > 0) {
        limit.rlim_cur = limit.rlim_max = (rlim_t) cf->rlimit_nofile;
        if (SYS(setrlimit, RLIMIT_NOFILE, &limit) == -1) {
            log_fail(LOG_ALERT, "setrlimit(RLIMIT_NOFILE, %d) failed",
                     cf->rlimit_nofile);
        }
    }
    if (RPD_WITH_TUNING && cf->priority != 0
        && SYS(setpriority, PRIO_PROCESS, 0, cf->priority) == -1)
    {
        log_fail(LOG_ALERT, "setpriority(%d) failed", cf->priority);
    }
    if (RPD_WITH_TUNING && cf->cpus_n > 0
        && plat_pin(cf->cpus[slot % cf->cpus_n]) == -1)
    {
        log_fail(LOG_ALERT, "binding to a CPU failed");
    }
    if (work_drop_root(cf) == -1) {
        return -1;
    }
    if (cf->working_directory != NULL
        && SYS(chdir, cf->working_directory) == -1)
    {
        return log_fail(LOG_ALERT, "chdir(\"%s\") failed",
                        cf->working_directory);
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0
        && limit.rlim_cur != RLIM_INFINITY
        && (rlim_t) cf->connections > limit.rlim_cur)
    {
        log_err(LOG_WARN, "%d worker_connections exceed open file resource "
                "limit: %lld", cf->connections, (long long) limit.rlim_cur);
    }
    if (RPD_WITH_TUNING) {
        work_environment(cf);
    }
    return 0;
}

/* --- Leaving -------------------------------------------------------------- */

static void
work_on_limit(struct ev_source *s, int events)
{
    int i;

    (void) s, (void) events;
    while (conn_self.listeners != NULL) {
        conn_unlisten(conn_self.listeners);
    }
    for (i = 0; i < conn_self.used; i++) {
        if (conn_self.table[i].state != CONN_FREE) {
            (void) http_close(&conn_self.table[i]);
        }
    }
}

/* Tells the master; what does not get through is told by the end. */
static void
work_answer(const struct order *o)
{
    if (work_self.channel.fd > 0) {
        (void) !SYS(write, work_self.channel.fd, o, sizeof(*o));
    }
}

static void
work_say(int what, int slot)
{
    struct order o;

    memset(&o, 0, sizeof(o));
    o.what = what;
    o.slot = slot;
    work_answer(&o);
}

/* Asks the master to bring the board up to date; is there one? */
static int
work_ask(void)
{
    work_say(WORK_LOOK, work_self.slot);
    return work_self.channel.fd > 0;
}

/* Takes all who wait in a queue. */
static void
work_accept_from(struct listener *l)
{
    int was = conn_self.multi_accept;

    conn_self.multi_accept = 1;
    conn_accept(&l->ev, EV_IN);
    conn_self.multi_accept = was;
}

static void
work_accept_all(void)
{
    struct listener *l;

    for (l = conn_self.listeners; l && !conn_self.paused; l = l->next) {
        work_accept_from(l);
    }
}

/* Accepts no more, but from groups that go with this configuration; `how` is
 * an order. May be told again, and more sharply. */
static void
work_leave(int how)
{
    struct listener *l, *next;

    if (how == WORK_STOP) {
        work_self.done = 1;
        return;
    }
    if (!conn_self.leaving) {
        log_err(LOG_NOTICE, "gracefully shutting down");
        plat_title("worker process is shutting down");
        if (work_self.cf->shutdown_timeout > 0) {
            ev_timer(&work_self.limit, work_self.cf->shutdown_timeout);
        }
    }
    if (how == WORK_QUIT) {
        work_accept_all();
    }
    http_leave(how == WORK_QUIT);
    for (l = conn_self.listeners; l != NULL; l = next) {
        next = l->next;
        if (how == WORK_QUIT || !l->dying) {
            conn_unlisten(l);
        }
    }
    work_say(WORK_LEAVING, work_self.slot);
}

/* --- Sockets that come and go --------------------------------------------- */

/* Where the configuration listens with that group; NULL: it is not of this
 * generation's. */
static struct listen *
work_find(int group)
{
    struct listen *l = work_self.cf->listens;
    struct sock_group *g;

    for (; l != NULL; l = l->next) {
        g = sock_group_find(&l->addr, &l->opts);
        if (g != NULL && g->id == group) {
            break;
        }
    }
    return l;
}

/* Is the listener one of those that the order names? */
static int
work_meant(const struct order *o, const struct listener *l)
{
    int i;

    for (i = 0; i < o->n && o->group[i] != l->group; i++) { }
    return o->n == 0 ? l->helps && l->slot == o->slot
           : i < o->n && (l->slot == o->slot || o->slot == -1);
}

/* Lets go of the sockets that the order names; of a group that ends, those who
 * have come at last are still taken. */
static void
work_drop(const struct order *o)
{
    struct listener *l, *next;

    for (l = conn_self.listeners; l != NULL; l = next) {
        next = l->next;
        if (work_meant(o, l)) {
            if (o->what == WORK_END && !conn_self.paused) {
                work_accept_from(l);
            }
            conn_unlisten(l);
        }
    }
}

/* Accepts from sockets of other workers: of a slot, or of a group that goes. */
static void
work_adopt(const struct order *o, const int *fd, int n)
{
    int i, group, keeps = o->what == WORK_KEEP;
    struct listener *at;
    struct listen *l;

    for (i = 0; i < n; i++) {
        group = o->group[keeps ? 0 : i];
        l = conn_self.leaving && !keeps ? NULL : work_find(group);
        at = l ? conn_listen(fd[i], l) : NULL;
        if (at == NULL) {
            close(fd[i]);
            continue;
        }
        at->group = group;
        at->slot = o->slot;
        at->helps = 1;
        at->dying = keeps;
        if (!keeps) {
            at->taken = &work_self.shared->helped[o->slot];
        }
    }
    if (!keeps && n < o->n) {
        errno = EMFILE;
        log_fail(LOG_ALERT, "%d of %d sockets of slot %d could not be taken "
                 "over", o->n - n, o->n, o->slot);
        work_say(WORK_CANNOT, o->slot);
    }
    conn_watch();
}

/* Holds on to a group, also when this worker leaves. */
static void
work_hold_on(const struct order *o)
{
    struct listener *l;

    for (l = conn_self.listeners; l != NULL; l = l->next) {
        l->dying |= work_meant(o, l);
    }
}

/* --- Being told ----------------------------------------------------------- */

static void
work_reopen(void)
{
    struct log_file *f;

    log_flush_all();
    for (f = work_self.cf->logs; f != NULL; f = f->next) {
        if (log_reopen(f) == -1) {
            log_fail(LOG_ALERT, "open() \"%s\" failed", f->path);
        }
    }
}

static void
work_obey(const struct order *o, const int *fd, int n)
{
    switch (o->what) {
    case WORK_LEAVE:
        if (o->slot != 0) {
            work_accept_all();
        }
        work_leave(WORK_LEAVE);
        break;
    case WORK_STOP:
    case WORK_QUIT:
        work_leave(o->what);
        break;
    case WORK_REOPEN:
        work_reopen();
        break;
    case WORK_KEEP:
        work_hold_on(o);
        work_adopt(o, fd, n);
        break;
    case WORK_ADOPT:
        work_adopt(o, fd, n);
        break;
    case WORK_TAKE:
        work_accept_all();
        break;
    case WORK_DROP:
    case WORK_CLOSE:
    case WORK_END:
        work_drop(o);
        work_answer(o);
        break;
    case WORK_LOOK:
        if (RPD_WITH_STATUS) {
            stat_go_on();
        }
        break;
    }
}

/* The master is gone: it cannot be told what this worker does about it. */
static void
work_orphaned(struct ev_source *s)
{
    int stays = work_self.cf->orphans && !conn_self.leaving;

    log_err(LOG_ALERT, "the master process is gone%s",
            stays ? ", serving on" : "");
    ev_del(s);
    close(s->fd);
    s->fd = -1;
    if (!stays) {
        work_leave(WORK_QUIT);
    }
}

/* An order of the master's, or its end. */
static void
work_on_channel(struct ev_source *s, int events)
{
    struct order o;
    int fd[PLAT_FDS], n = 0;
    ssize_t got;

    (void) events;
    while ((got = plat_recv_fds(s->fd, &o, sizeof(o), fd, &n))
           == (ssize_t) sizeof(o))
    {
        work_obey(&o, fd, n);
    }
    if (got == 0 || (got == -1 && errno == ECONNRESET)) {
        work_orphaned(s);       /* reset: with something unread */
    }
}

/* It catches what the master did; the rest means nothing here. */
static void
work_signal(int signo)
{
    struct order o;

    memset(&o, 0, sizeof(o));
    o.what = signo == SIGTERM || signo == SIGINT ? WORK_STOP
             : signo == SIGQUIT || signo == SIGWINCH ? WORK_QUIT
             : signo == SIGUSR1 ? WORK_REOPEN : 0;
    work_obey(&o, NULL, 0);
}

/* --- Running -------------------------------------------------------------- */

/* One listener for every socket that the slot serves. Those that no worker has
 * of its own any more count as another's. 0 or -1. */
static int
work_listen(const struct conf *cf, int slot, int workers)
{
    struct listen *l;
    struct listener *at;
    struct sock_group *g;
    int i;

    if (conn_init(cf->connections) == -1) {
        return -1;
    }
    for (l = cf->listens; l != NULL; l = l->next) {
        g = sock_group_find(&l->addr, &l->opts);
        for (i = 0; g != NULL && i < g->n; i++) {
            if (!sock_serves(g, i, slot)) {
                continue;
            }
            at = conn_listen(g->fd[i], l);
            if (at == NULL) {
                return -1;
            }
            at->group = g->id;
            at->slot = i;
            if (!sock_slotted(g, i)) {
                at->taken = &work_self.shared->helped[WORK_SHARED];
                at->shared = workers > 1;
            } else if (i >= sock_wants(g, workers)) {
                at->taken = &work_self.shared->helped[slot];
            }
            work_self.has_shared |= at->shared;
        }
    }
    return 0;
}

/* Takes turns with the other workers, when told to: -1, or how long to wait
 * at most before asking for the turn again. */
static int
work_take_turn(void)
{
    int nobody = 0, turn = 1;

    if (RPD_WITH_TUNING && work_self.cf->accept_mutex && work_self.has_shared
        && !conn_self.leaving)
    {
        turn = atomic_compare_exchange_strong(&work_self.shared->mutex,
                                              &nobody, (int) getpid());
    }
    if (turn != conn_self.holds_mutex) {
        conn_self.holds_mutex = turn;
        conn_watch();
    }
    return turn ? -1 : (int) work_self.cf->accept_mutex_delay;
}

static void
work_end_turn(void)
{
    int self;

    if (RPD_WITH_TUNING && work_self.cf->accept_mutex) {
        self = (int) getpid();
        atomic_compare_exchange_strong(&work_self.shared->mutex, &self, 0);
    }
}

/* Everything is there: serves until it is time to leave. */
static void
work_loop(void)
{
    while (!work_self.done
           && !(conn_self.leaving && conn_self.count->n[CONN_ACTIVE] == 0
                && conn_self.listeners == NULL))
    {
        ev_turn(work_take_turn());
        work_end_turn();
        conn_reclaim();
        atomic_store_explicit(&conn_self.count->turns, ev_self.turns,
                              memory_order_relaxed);
    }
    log_flush_all();
}

/* What a new process is to be. */
struct job {
    struct conf *cf;
    struct shared *shared;
    int slot, workers;          /* one of so many */
    int row;                    /* its counters */
    int channel;                /* its end of it */
};

/* What a process needs to serve a slot. 0 or -1 with the error logged. */
static int
work_open(const struct job *job)
{
    struct conf *cf = job->cf;

    if (tls_init(cf) == -1) {
        log_err(LOG_EMERG, "no random numbers for TLS");
        return -1;
    }
    log_self.files = cf->logs;
    work_self.cf = cf;
    work_self.shared = job->shared;
    work_self.slot = job->slot;
    conn_self.shared = job->shared;
    conn_self.count = &job->shared->count[job->row];
    conn_self.count->slot = job->slot;
    conn_self.multi_accept = cf->multi_accept;
    conn_self.pause_ms = cf->accept_mutex_delay ? cf->accept_mutex_delay : 500;
    ev_source_init(&work_self.limit, -1, work_on_limit);
    open_init(cf->connections);
    stat_self.ask = work_ask;
    if (work_listen(cf, job->slot, job->workers) == -1) {
        return log_fail(LOG_EMERG, "no memory for %d connections",
                        cf->connections);
    }
    return 0;
}

/* Does not return. */
static void
work_run(const struct job *job)
{
    plat_title("worker process");
    sock_keep(job->slot);
    if (work_settle(job->cf, job->slot) == -1) {
        _exit(2);
    }
    if (ev_open(job->cf->use, work_signal) == -1) {
        log_fail(LOG_EMERG, "opening the event loop failed");
        _exit(2);
    }
    ev_source_init(&work_self.channel, job->channel, work_on_channel);
    if (work_open(job) == -1 || ev_add(&work_self.channel, EV_IN) == -1) {
        _exit(2);
    }
    ev_unblock();
    (void) work_take_turn();
    conn_watch();
    work_say(WORK_READY, job->slot);
    work_loop();
    log_err(LOG_NOTICE, "exit");
    _exit(0);
}

/* === 25 slot === Slots: live, adopted, draining, free ===================== */

/* A slot is a number from 0 on and, in every group, the socket of that number.
 * Worker k owns slot k and accepts from it; the master has all sockets open.
 * Closing one with somebody in its queue, or in a handshake on the way there,
 * would reset them. So a slot whose owner has gone, or does not take anybody,
 * is adopted: the master sends its descriptors to another worker, the helper,
 * who accepts from them as well. Crash, stall and fewer workers are the three
 * uses of this one mechanism.
 *
 *   FREE -> LIVE               slot_open, when its worker accepts
 *   LIVE -> ADOPTED            slot_lost: its owner died or leaves;
 *                              slot_stuck: somebody waits, nobody is taken
 *   ADOPTED -> LIVE            slot_ready: it has got a new owner;
 *                              slot_check: its owner takes again
 *   LIVE, ADOPTED -> DRAINING  slot_retire: fewer workers are wanted, nobody
 *                              new is steered here
 *   DRAINING -> LIVE           slot_open: more workers are wanted again
 *   DRAINING -> FREE           slot_close: nobody has come for long enough
 *
 * All that ends in slot_settle(), which gives a helper to every slot that
 * needs one, and takes it from those that do not.
 *
 * A stall is found thus: the master waits in its event loop for any of the
 * sockets to become readable, then looks at all of them a few times, a tick
 * apart, and at the counters of those who should accept. Nobody waits: no
 * tick, and an idle server does not wake up. */

enum slot_state {
    SLOT_FREE, SLOT_DRAINING,
    SLOT_LIVE, SLOT_ADOPTED     /* somebody is to come to these */
};

enum worker_state {
    WORKER_STARTING, WORKER_RUNNING, WORKER_LEAVING, WORKER_DEAD
};

struct note {                   /* an order that a worker has yet to get */
    struct note *next;
    int what;
    int slot;
    int group;                  /* by id; 0: as the order has it */
    int serial;
    int done;                   /* groups, or sockets, up to this one have
                                   been told */
};

struct worker {
    struct ev_source channel;   /* first; also the timer of a restart */
    struct worker *next;
    pid_t pid;
    int slot;
    int generation;
    enum worker_state state;
    long long started;          /* plat_clock.ms */
    int failures;               /* to start it, in a row: deaths at birth, and
                                   calls of fork() */
    int settled;                /* it has told that it accepts */
    struct counters *count;     /* its row in shared memory */
    struct note *notes;         /* in the order they were made */
    int helping;                /* slots it has been given */
    unsigned called_at;         /* in which turn of its loop it was told to
                                   accept from shared sockets, or 0 */
    int deaf;                   /* it did not help: nothing for it, while */
    unsigned deaf_at;           /* its loop has turned no further than this */
    int poor;                   /* it has no room for more descriptors */
    int asked;                  /* serial of the last closing order to it */
    int drops, ends;            /* answers to those, and to WORK_END, that it
                                   owes */
    unsigned char holds[WORK_SLOTS / 8];        /* slots it may have open */
    unsigned char drops_it[WORK_SLOTS / 8];     /* and has yet to let go of */
};

struct slot {
    enum slot_state state;
    struct worker *owner;       /* who accepts; NULL: nobody does */
    struct worker *helper;
    pid_t helped_by;            /* the last one, for the log */
    int stalled;                /* the owner takes nobody */
    long long since;            /* and since when, plat_clock.ms */
    unsigned stalled_at;        /* what it had taken by then */
    int waits, waited;          /* somebody is in a queue: now, a tick ago */
    unsigned taken, helped;     /* counters, a tick ago */
    unsigned drained;           /* `helped` when the drain looked last */
    long long empty;            /* since when nobody has come, to its best
                                   knowledge, plat_clock.ms */
};

struct slot_eye {               /* watches one socket, or a set of them */
    struct ev_source ev;        /* first */
    int slot;
};

static struct {
    struct worker *workers;
    struct shared *shared;
    const struct conf *cf;      /* the times */
    struct slot slot[WORK_SLOTS];
    int n;                      /* slots in use or draining */
    int hold;                   /* close nothing now */
    int off;                    /* it starts, or ends: help nobody */
    int cannot;                 /* the kernel cannot steer; it was said */
    int closing;                /* the slot that is being closed, or -1 */
    int serial;                 /* of the last order that wants an answer */
    struct slot_eye *eyes;      /* one that watches a set, or many */
    struct pollfd *polled;      /* the same for poll() */
    int eyes_n;
    int set;                    /* all sockets of slots, or -1 */
    int stale;                  /* the sockets are others by now */
    int calm;                   /* ticks in a row that found nobody waiting */
    int shared_waited;          /* somebody waited at a shared socket a tick */
    unsigned shared_taken;      /* ago, and so many had been taken by then */
    const struct worker *turn;  /* whose turn to accept it was a tick ago, if
                                   somebody waited at a shared socket */
    unsigned turn_at;           /* and how far its loop had turned */
    struct ev_source tick, drain;
} slot_self;

#define SLOT_CALM 10            /* so many calm ticks are the last for now */
#define SLOT_LOOKS 4            /* of the drain in one drain timeout */
#define SLOT_HANDSHAKE 65000    /* ms that a handshake may take */

/* --- Orders --------------------------------------------------------------- */

/* One bit for each slot. */
static int
slot_bit(const unsigned char *set, int i)
{
    return set[i / 8] >> i % 8 & 1;
}

static void
slot_mark(unsigned char *set, int i, int on)
{
    int bit = 1 << i % 8;

    set[i / 8] = (unsigned char) (on ? set[i / 8] | bit : set[i / 8] & ~bit);
}

/* Is socket i of the group open though no worker is to have it? */
static int
slot_spare(const struct sock_group *g, int i)
{
    return g->wanted && i < g->n && i >= g->live;
}

/* Does the note speak of this group? */
static int
slot_concerns(const struct note *t, const struct sock_group *g)
{
    if (t->group != 0) {
        return g->id == t->group;
    }
    if (t->what == WORK_CLOSE) {
        return t->slot == g->n - 1 && slot_spare(g, t->slot);
    }
    return t->what == WORK_ADOPT && g->wanted && t->slot < g->n
           && sock_slotted(g, t->slot);
}

/* The descriptors and groups of the next order about the note: of one slot in
 * all groups, or of all slots but the worker's own in one. Returns how many
 * descriptors there are. */
static int
slot_list(const struct worker *w, struct note *t, struct order *o, int *fd)
{
    struct sock_group *g;
    int n = 0;

    for (g = sock_self.groups; g != NULL && o->n < PLAT_FDS; g = g->next) {
        if (!slot_concerns(t, g)) {
            continue;
        }
        if (t->what == WORK_KEEP) {
            o->group[o->n++] = g->id;
            for (; t->done < g->n && n < PLAT_FDS; t->done++) {
                if (sock_slotted(g, t->done) && t->done != w->slot) {
                    fd[n++] = g->fd[t->done];
                }
            }
        } else if (g->id > t->done) {
            fd[o->n] = t->what == WORK_ADOPT ? g->fd[t->slot] : -1;
            o->group[o->n++] = g->id;
        }
    }
    return t->what == WORK_KEEP ? n : t->what == WORK_ADOPT ? o->n : 0;
}

/* Sends what the note says, in as many orders as it takes. 0, or -1 with
 * errno: the rest another time. */
static int
slot_push(struct worker *w, struct note *t)
{
    int closes = t->what == WORK_CLOSE;
    int listed = t->group != 0 || closes || t->what == WORK_ADOPT;
    int fd[PLAT_FDS], n, done;
    struct order o;

    do {
        memset(&o, 0, sizeof(o));
        o.what = t->what;
        o.slot = t->slot;
        o.serial = t->serial;
        done = t->done;
        n = slot_list(w, t, &o, fd);
        if (listed && o.n == 0) {
            break;
        }
        if (plat_send_fds(w->channel.fd, &o, sizeof(o), fd, n) == -1) {
            t->done = done;
            return -1;
        }
        w->drops += closes;
        w->ends += t->what == WORK_END;
        if (t->what != WORK_KEEP) {
            t->done = o.n > 0 ? o.group[o.n - 1] : 0;
        }
    } while (o.n == PLAT_FDS || n == PLAT_FDS);
    return 0;
}

/* Sends what the worker has not got yet. A stopped one does not read: then the
 * event loop tells when there is room. */
static void
slot_flush(struct worker *w)
{
    struct note *t;

    while ((t = w->notes) != NULL && w->channel.fd != -1) {
        if (slot_push(w, t) == -1) {
            if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) {
                (void) ev_want(&w->channel, EV_IN | EV_OUT);
                return;
            }
            if (errno != EPIPE && errno != ECONNRESET) {        /* it died */
                log_fail(LOG_ALERT, "telling worker process %ld failed",
                         (long) w->pid);
            }
        }
        w->notes = t->next;
        free(t);
    }
    if (w->channel.slot != -1) {
        (void) ev_want(&w->channel, EV_IN);
    }
}

/* Tells a worker something, about a slot in all groups or about a group in all
 * slots (-1), or about neither (0). */
static void
slot_tell(struct worker *w, int what, int slot, int group)
{
    struct note *t, **last;

    if (w->channel.fd == -1) {
        return;
    }
    t = calloc(1, sizeof(*t));
    if (t == NULL) {
        log_fail(LOG_ALERT, "no memory to tell worker process %ld",
                 (long) w->pid);
        return;
    }
    t->what = what;
    t->slot = slot;
    t->group = group;
    t->serial = slot_self.serial;
    for (last = &w->notes; *last != NULL; last = &(*last)->next) { }
    *last = t;
    slot_flush(w);
}

static void
slot_tell_all(int what, int slot, int group)
{
    struct worker *w;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        slot_tell(w, what, slot, group);
    }
}

/* --- Helpers -------------------------------------------------------------- */

/* Will the worker help? 2: at once. 1: it is thought to stall, since nobody was
 * taken by it; but a sibling may have been faster, so it is asked if there is
 * nobody else. 0: it has no room, or did not react when it was asked. */
static int
slot_fit(const struct worker *w)
{
    const struct slot *own = &slot_self.slot[w->slot];

    if (w->count->full || (w->deaf && w->count->turns == w->deaf_at)) {
        return 0;
    }
    return own->owner == w && own->stalled ? 1 : 2;
}

/* Who can do so best: of those most fit the newest generation, with the fewest
 * others to help. NULL: there is nobody else. */
static struct worker *
slot_choose(int i)
{
    struct worker *w, *best = NULL;
    int better;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        if (w->state != WORKER_RUNNING || w->slot == i || w->poor
            || slot_bit(w->drops_it, i)
            || slot_self.slot[w->slot].state == SLOT_DRAINING)
        {
            continue;
        }
        better = best == NULL ? 1 : slot_fit(w) - slot_fit(best);
        better = better != 0 ? better : w->generation - best->generation;
        better = better != 0 ? better : best->helping - w->helping;
        if (better > 0) {
            best = w;
        }
    }
    return best;
}

/* Where nobody else accepts, one who is busy will do: it takes them when it
 * can. */
static void
slot_adopt(int i)
{
    struct slot *s = &slot_self.slot[i];
    struct worker *w = slot_choose(i);

    if (w == NULL || (s->owner != NULL && slot_fit(w) == 0)) {
        return;
    }
    s->helper = w;
    s->helped_by = w->pid;
    s->waits = s->waited = 0;   /* it has two ticks to show that it does */
    w->helping++;
    w->deaf = w->asked = 0;
    slot_mark(w->holds, i, 1);
    slot_tell(w, WORK_ADOPT, i, 0);
}

static void
slot_dismiss(int i)
{
    struct slot *s = &slot_self.slot[i];
    struct worker *w = s->helper;

    s->helper = NULL;
    if (w != NULL) {
        w->helping--;
        slot_mark(w->drops_it, i, 1);
        slot_tell(w, WORK_DROP, i, 0);
    }
}

/* Every slot that needs a helper gets one, and no other has one. */
static void
slot_settle(void)
{
    struct slot *s = slot_self.slot;
    int i;

    for (i = 0; i < slot_self.n && !slot_self.off; i++, s++) {
        if (s->state == SLOT_ADOPTED || s->state == SLOT_DRAINING) {
            if (s->helper == NULL) {
                slot_adopt(i);
            }
        } else if (s->helper != NULL) {
            slot_dismiss(i);
        }
    }
}

/* --- Owners --------------------------------------------------------------- */

/* The owner has taken nobody for so many milliseconds: others help. */
static void
slot_stall(struct slot *s, unsigned taken, long long ms)
{
    s->state = SLOT_ADOPTED;
    s->stalled = 1;
    s->stalled_at = taken;
    s->since = plat_clock.ms - ms;
}

/* The sockets are about to be others: none is watched until the end of this
 * turn of the loop, when slot_look_up() begins anew. */
static void
slot_look_away(void)
{
    int i;

    for (i = 0; i < slot_self.eyes_n; i++) {
        ev_del(&slot_self.eyes[i].ev);
        slot_self.eyes[i].ev.fd = -1;
    }
    slot_self.eyes_n = 0;
    slot_self.stale = 1;
    if (slot_self.set != -1) {
        close(slot_self.set);
        slot_self.set = -1;
    }
}

/* Workers were asked to let go of the sockets that are to be closed next; but
 * they are needed again, so who has done so gets them back. */
static void
slot_keep(int i)
{
    struct slot *s = &slot_self.slot[i];

    slot_self.closing = -1;
    s->empty = plat_clock.ms;
    if (s->state == SLOT_LIVE) {
        slot_stall(s, s->owner->count->accepted, 0);
    }
    slot_dismiss(i);
}

/* A worker accepts from its own slot. */
static void
slot_ready(struct worker *w)
{
    struct slot *s = &slot_self.slot[w->slot];

    s->owner = w;
    s->stalled = 0;
    if (s->state == SLOT_ADOPTED) {
        s->state = SLOT_LIVE;
    }
    slot_self.stale = 1;
    slot_settle();
}

/* A worker accepts no more, from its own slot or others. */
static void
slot_lost(struct worker *w)
{
    struct slot *s = &slot_self.slot[w->slot];
    struct worker *o;
    int i;

    if (s->owner == w) {
        s->owner = NULL;
        s->stalled = 0;
        for (o = slot_self.workers; o != NULL; o = o->next) {
            if (o->slot == w->slot && o != w && o->state == WORKER_RUNNING) {
                s->owner = o;
            }
        }
        if (s->state >= SLOT_LIVE) {
            s->state = s->owner ? SLOT_LIVE : SLOT_ADOPTED;
        }
    }
    for (i = 0; i < slot_self.n; i++) {
        if (slot_self.slot[i].helper == w) {
            slot_self.slot[i].helper = NULL;
        }
    }
    w->helping = 0;
    slot_self.stale = 1;
    slot_settle();
}

/* --- How many ------------------------------------------------------------- */

/* Slots from 0 on that somebody is to come to. */
static int
slot_live(void)
{
    int i = 0;

    while (i < WORK_SLOTS && slot_self.slot[i].state >= SLOT_LIVE) {
        i++;
    }
    return i;
}

/* Is anything open that is to be closed once it is empty? */
static int
slot_leftovers(void)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->shut || (!slot_self.cannot && slot_self.cf->drain_timeout > 0
                        && slot_spare(g, g->n - 1)))
        {
            return 1;
        }
    }
    return 0;
}

/* The drain looks again in a while, unless it will do so sooner anyway. */
static void
slot_drain_later(void)
{
    long long ms = slot_self.cf->drain_timeout / SLOT_LOOKS;
    const struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->shut && !g->ended && g->until - plat_clock.ms < ms) {
            ms = g->until - plat_clock.ms;
        }
    }
    ms = ms > 10 ? ms : 10;
    if (slot_leftovers() && (slot_self.drain.heap == -1
        || slot_self.drain.deadline > plat_clock.ms + ms))
    {
        ev_timer(&slot_self.drain, ms);
    }
}

/* Makes the kernel choose among the sockets of live slots, in every group. */
static void
slot_steer(void)
{
    int i, n, live = slot_live();
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        n = sock_wants(g, live < g->n ? live : g->n);
        if (!g->wanted || g->n == 0) {
            continue;
        }
        for (i = n; i < g->n && g->live != n; i++) {
            slot_self.slot[i].empty = plat_clock.ms;
        }
        g->live = n;
        if (sock_steer(g, g->n) == -1 && g->live < g->n && !slot_self.cannot) {
            slot_self.cannot = 1;
            log_fail(LOG_NOTICE, "connections cannot be steered, sockets of "
                     "workers that are gone stay adopted");
        }
    }
    slot_drain_later();
}

static void
slot_open(int i)
{
    struct slot *s = &slot_self.slot[i];

    if (slot_self.closing == i) {
        slot_keep(i);
    }
    s->state = s->owner ? SLOT_LIVE : SLOT_ADOPTED;
    s->waits = s->waited = 0;
}

/* Has the slot a socket in any group? */
static int
slot_has_any(int i)
{
    const struct sock_group *g = sock_self.groups;

    while (g != NULL && !(g->wanted && i < g->n && sock_slotted(g, i))) {
        g = g->next;
    }
    return g != NULL;
}

static void
slot_retire(int i)
{
    struct slot *s = &slot_self.slot[i];

    s->state = slot_has_any(i) ? SLOT_DRAINING : SLOT_FREE;
    s->stalled = 0;
    s->empty = plat_clock.ms;
}

/* From now on there are n workers; slots up to `floor` are still served by
 * another master's, and no less live. */
static void
slot_resize(int n, int floor)
{
    struct slot *s = slot_self.slot;
    int i, sockets = sock_top();

    for (i = 0; i < n || i < floor || i < slot_self.n || i < sockets; i++) {
        if (i < n && s[i].state < SLOT_LIVE) {
            slot_open(i);
        } else if (i >= n && i < floor) {
            s[i].state = SLOT_ADOPTED;
        } else if (i >= n && s[i].state != SLOT_DRAINING) {
            slot_retire(i);
        }
    }
    slot_self.n = i;
    slot_self.stale = 1;
    slot_steer();
    slot_settle();
}

/* --- Draining ------------------------------------------------------------- */

/* The highest slot with a socket that no worker is to have, or -1. */
static int
slot_top(void)
{
    struct sock_group *g;
    int top = -1;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->n - 1 > top && slot_spare(g, g->n - 1)) {
            top = g->n - 1;
        }
    }
    return top;
}

/* May sockets be closed? Not while another master may have them open, nor a new
 * process that has not closed yet what it was forked with, or will soon be. */
static int
slot_may_close(void)
{
    const struct worker *w = slot_self.workers;

    while (w != NULL && w->settled && w->state != WORKER_DEAD) {
        w = w->next;
    }
    return w == NULL && !slot_self.hold && !slot_self.off;
}

/* Has somebody come to what is to be closed? */
static int
slot_came(int i)
{
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (slot_spare(g, i) && sock_waiting(g->fd[i])) {
            return 1;
        }
    }
    return 0;
}

/* Has somebody got what is to be closed since all were asked to let go? */
static int
slot_spread(int i)
{
    const struct worker *w = slot_self.workers;

    while (w != NULL && (!slot_bit(w->holds, i) || w->channel.fd == -1
                         || w->asked == slot_self.serial)) {
        w = w->next;
    }
    return w != NULL;
}

/* The slot is empty: nothing of it is left to anybody. */
static void
slot_free(int i)
{
    struct slot *s = &slot_self.slot[i];
    struct worker *w;

    if (s->helper != NULL) {
        s->helper->helping--;
    }
    for (w = slot_self.workers; w != NULL; w = w->next) {
        slot_mark(w->holds, i, 0);
    }
    s->helper = NULL;
    s->state = SLOT_FREE;
    while (slot_self.n > 0
           && slot_self.slot[slot_self.n - 1].state == SLOT_FREE)
    {
        slot_self.n--;
    }
}

/* All who had them have let go of the top sockets: so does the master. If
 * somebody has come meanwhile, or another worker has them, the slot gets a
 * helper again instead. */
static void
slot_close(void)
{
    int i = slot_self.closing;
    struct slot *s = &slot_self.slot[i];
    struct sock_group *g;

    if (!slot_may_close() || slot_came(i) || slot_spread(i)) {
        slot_keep(i);
        slot_settle();
        return;
    }
    slot_self.closing = -1;
    slot_look_away();
    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (i == g->n - 1 && slot_spare(g, i)) {
            close(g->fd[i]);
            g->n = g->bound = i;
            (void) sock_steer(g, g->n);
        }
    }
    if (s->state == SLOT_DRAINING && !slot_has_any(i)) {
        slot_free(i);
    }
}

/* Asks all who have the top sockets open to let go. */
static void
slot_begin_close(int i)
{
    struct worker *w;
    int asked = 0;

    slot_self.closing = i;
    slot_self.serial++;
    for (w = slot_self.workers; w != NULL; w = w->next) {
        w->drops = 0;
        if (slot_bit(w->holds, i) && w->channel.fd != -1) {
            asked = 1;
            w->asked = slot_self.serial;
            slot_tell(w, WORK_CLOSE, i, 0);
        }
    }
    if (!asked) {
        slot_close();
    }
}

/* Closes what has been empty for long enough, from the top. */
static void
slot_close_tops(void)
{
    int top;

    while (slot_self.closing == -1 && slot_self.cf->drain_timeout > 0
           && !slot_self.cannot && slot_may_close() && (top = slot_top()) != -1
           && plat_clock.ms - slot_self.slot[top].empty
              >= slot_self.cf->drain_timeout)
    {
        slot_begin_close(top);
    }
}

/* Does the worker owe an answer before sockets can be closed? */
static int
slot_owes(const struct worker *w)
{
    const struct note *t = w->notes;

    while (t != NULL && t->what != WORK_CLOSE) {
        t = t->next;
    }
    return t != NULL || w->drops > 0;
}

/* Has everybody answered? */
static void
slot_all_dropped(void)
{
    const struct worker *w = slot_self.workers;

    while (w != NULL && !slot_owes(w)) {
        w = w->next;
    }
    if (w == NULL && slot_self.closing != -1) {
        slot_close();
        slot_close_tops();
    }
}

/* Closes groups that have drained, when all who had them have let go. */
static void
slot_end_groups(void)
{
    struct sock_group *g, *next;
    struct worker *w;
    int i, owed = 0;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (!g->shut || g->ended || g->until > plat_clock.ms) {
            continue;
        }
        for (i = 0; i < g->n && !sock_waiting(g->fd[i]); i++) { }
        if (i < g->n && g->until + 1000 > plat_clock.ms) {
            continue;           /* a moment for what has come at last */
        }
        g->ended = 1;
        slot_tell_all(WORK_END, -1, g->id);
    }
    for (w = slot_self.workers; w != NULL; w = w->next) {
        owed |= w->ends > 0 || w->notes != NULL;
    }
    for (g = sock_self.groups; g != NULL && !owed; g = next) {
        next = g->next;
        if (g->ended) {
            sock_close_group(g);
        }
    }
}

/* A worker has done as it was told. */
static void
slot_answered(struct worker *w, const struct order *o)
{
    int i = o->slot;

    if (o->what == WORK_END) {
        w->ends -= w->ends > 0;
        slot_end_groups();
    } else if (i < 0 || i >= WORK_SLOTS) {
        return;
    } else if (o->what == WORK_DROP) {
        slot_mark(w->drops_it, i, 0);
        slot_mark(w->holds, i, w->slot == i);
        slot_settle();
    } else if (o->serial == slot_self.serial && w->drops > 0) {
        w->drops--;
        slot_all_dropped();
    }
}

/* A worker could not take over the sockets of a slot. */
static void
slot_failed(struct worker *w, int i)
{
    w->poor = 1;
    if (i >= 0 && i < WORK_SLOTS && slot_self.slot[i].helper == w) {
        slot_dismiss(i);
        slot_settle();
    }
}

/* The process is gone: it has nothing open, hears nothing and owes nothing. */
static void
slot_gone(struct worker *w)
{
    struct note *t;

    while ((t = w->notes) != NULL) {
        w->notes = t->next;
        free(t);
    }
    w->drops = w->ends = w->deaf = w->poor = 0;
    memset(w->holds, 0, sizeof(w->holds));
    memset(w->drops_it, 0, sizeof(w->drops_it));
    slot_lost(w);
    slot_all_dropped();
    slot_end_groups();
}

/* Groups that the new configuration does not want drain: the old workers, who
 * know what is served there, take what is in their queues. What is lent is the
 * other master's business, what was given that of its giver. */
static void
slot_shut_groups(void)
{
    long long drain = slot_self.cf->drain_timeout;
    struct sock_group *g;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->wanted || g->shut || g->n == 0 || g->lent || g->given) {
            continue;
        }
        slot_look_away();
        sock_shut(g, drain ? drain : SLOT_HANDSHAKE);
        slot_tell_all(WORK_KEEP, -1, g->id);
    }
    slot_look_away();           /* others are closed next */
    slot_drain_later();
}

/* Looks whether anything comes to the leftovers still. */
static void
slot_on_drain(struct ev_source *ev, int events)
{
    struct slot *s;
    unsigned helped;
    int i;

    (void) ev, (void) events;
    for (i = 0; i < slot_self.n; i++) {
        s = &slot_self.slot[i];
        helped = slot_self.shared->helped[i];
        if (helped != s->drained || slot_came(i)) {
            s->drained = helped;
            s->empty = plat_clock.ms;
        }
    }
    slot_all_dropped();
    slot_close_tops();
    slot_end_groups();
    slot_drain_later();
}

/* --- Watching ------------------------------------------------------------- */

/* Somebody waits in a slot, and nobody has been taken from there for a tick. */
static void
slot_stuck(int i)
{
    struct slot *s = &slot_self.slot[i];
    const struct worker *other;

    if (slot_self.closing == i) {
        slot_keep(i);
    } else if (s->state == SLOT_LIVE) {
        slot_stall(s, s->taken, 2 * slot_self.cf->stall_timeout);
    } else if (s->helper != NULL) {
        s->helper->deaf = 1;
        s->helper->deaf_at = s->helper->count->turns;
        other = slot_choose(i);
        if (other != NULL && slot_fit(other) > 0) {
            slot_dismiss(i);
        }
    }
    slot_settle();
}

/* Compares a slot with what it was a tick ago. */
static void
slot_check(int i)
{
    struct slot *s = &slot_self.slot[i];
    unsigned taken = s->owner ? s->owner->count->accepted : 0;
    unsigned helped = slot_self.shared->helped[i];
    int moves = taken != s->taken || helped != s->helped;

    s->taken = taken;
    s->helped = helped;
    if (s->waits && s->waited && !moves) {
        slot_stuck(i);
    } else if (s->state == SLOT_ADOPTED && s->stalled && !s->waits
               && taken != s->stalled_at) {
        log_err(LOG_WARN, "worker process %ld took nobody from its queue "
                "for %lld ms, worker process %ld did", (long) s->owner->pid,
                plat_clock.ms - s->since, (long) s->helped_by);
        s->state = SLOT_LIVE;
        s->stalled = 0;
        slot_settle();
    }
    s->waited = s->waits;
    s->waits = 0;
}

/* accept_mutex: who has the turn to accept from shared sockets, but does not
 * while somebody waits there, loses it. */
static void
slot_check_turn(int waits)
{
    const struct worker *w = waits ? slot_self.workers : NULL;
    atomic_int *mutex = &slot_self.shared->mutex;
    int pid = *mutex;

    while (w != NULL && w->pid != pid) {
        w = w->next;
    }
    if (w != NULL && w == slot_self.turn
        && w->count->turns == slot_self.turn_at
        && atomic_compare_exchange_strong(mutex, &pid, 0))
    {
        log_err(LOG_WARN, "worker process %d had the turn to accept, and "
                "took nobody", pid);
    }
    slot_self.turn = w;
    slot_self.turn_at = w ? w->count->turns : 0;
}

/* Sockets that all share: the kernel wakes up one worker, who may have stalled
 * just then. So if somebody waits for a tick, and nobody is taken, all are told
 * to look who have done so when they were told last. */
static void
slot_check_shared(int waits)
{
    unsigned taken = slot_self.shared->helped[WORK_SHARED], turns;
    struct worker *w = NULL;

    if (waits && slot_self.shared_waited && taken == slot_self.shared_taken) {
        w = slot_self.workers;
        waits = 0;              /* they have a tick to do so */
    }
    for (; w != NULL; w = w->next) {
        turns = w->count->turns + 1;
        if (w->state == WORKER_RUNNING && !w->count->full
            && turns != w->called_at)
        {
            w->called_at = turns;
            slot_tell(w, WORK_TAKE, 0, 0);
        }
    }
    slot_self.shared_waited = waits;
    slot_self.shared_taken = taken;
}

/* Waits for anybody to come to any slot. */
static void
slot_wait(void)
{
    int i;

    for (i = 0; i < slot_self.eyes_n; i++) {
        if (ev_add(&slot_self.eyes[i].ev, EV_IN | EV_LEVEL) == -1) {
            log_fail(LOG_ALERT, "watching a listening socket failed");
        }
    }
}

/* Somebody has come: from now on the clock tells when to look. */
static void
slot_on_arrival(struct ev_source *ev, int events)
{
    int i;

    (void) ev, (void) events;
    for (i = 0; i < slot_self.eyes_n; i++) {
        ev_del(&slot_self.eyes[i].ev);
    }
    slot_self.calm = 0;
    ev_timer(&slot_self.tick, slot_self.cf->stall_timeout);
}

/* The slots in which somebody waits, one for each socket; returns how many. */
static int
slot_see(int *number)
{
    int i, n = 0;

    if (slot_self.set != -1) {
        return ev_self.backend->set_ready(slot_self.set, number, EV_MEMBERS);
    }
    if (slot_self.eyes_n == 0
        || SYS(poll, slot_self.polled, (nfds_t) slot_self.eyes_n, 0) <= 0)
    {
        return 0;
    }
    for (i = 0; i < slot_self.eyes_n && n < EV_MEMBERS; i++) {
        if (slot_self.polled[i].revents != 0) {
            number[n++] = slot_self.eyes[i].slot;
        }
    }
    return n;
}

static void
slot_on_tick(struct ev_source *ev, int events)
{
    int number[EV_MEMBERS], i, found = slot_see(number), shared = 0;

    (void) ev, (void) events;
    for (i = 0; i < found; i++) {
        if (number[i] == WORK_SHARED) {
            shared = 1;
        } else {
            slot_self.slot[number[i]].waits = 1;
        }
    }
    for (i = 0; i < slot_self.n; i++) {
        slot_check(i);
    }
    if (RPD_WITH_TUNING) {
        slot_check_turn(shared);
    }
    slot_check_shared(shared);
    slot_self.calm = found > 0 ? 0 : slot_self.calm + 1;
    if (slot_self.calm < SLOT_CALM && slot_self.cf->stall_timeout > 0) {
        ev_timer(&slot_self.tick, slot_self.cf->stall_timeout);
    } else {
        slot_wait();
    }
}

/* Is there a point in watching: could anybody help? */
static int
slot_worth_it(void)
{
    const struct worker *w;
    int running = 0;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        running += w->state == WORKER_RUNNING;
    }
    return running > 1 && slot_self.cf->stall_timeout > 0 && !slot_self.off;
}

static void
slot_add_eye(int fd, int slot)
{
    struct slot_eye *eye = &slot_self.eyes[slot_self.eyes_n];

    ev_source_init(&eye->ev, fd, slot_on_arrival);
    eye->slot = slot;
    slot_self.polled[slot_self.eyes_n].fd = fd;
    slot_self.polled[slot_self.eyes_n++].events = POLLIN;
}

/* Watches every socket of a slot, by a set if there can be one. Without memory
 * nothing is watched. */
static void
slot_add_eyes(void)
{
    struct sock_group *g;
    int i, n = 1, slot;

    slot_self.set = ev_self.backend->set ? ev_self.backend->set() : -1;
    for (g = sock_self.groups; g != NULL && slot_self.set == -1; g = g->next) {
        n += g->n;
    }
    slot_self.eyes = calloc((size_t) n, sizeof(*slot_self.eyes));
    slot_self.polled = calloc((size_t) n, sizeof(*slot_self.polled));
    if (slot_self.eyes == NULL || slot_self.polled == NULL) {
        return;
    }
    for (g = sock_self.groups; g != NULL; g = g->next) {
        for (i = 0; g->wanted && i < g->n; i++) {
            slot = sock_slotted(g, i) ? i : WORK_SHARED;
            if (slot_self.set == -1) {
                slot_add_eye(g->fd[i], slot);
            } else if (ev_self.backend->set_add(slot_self.set, g->fd[i], slot)
                       == -1) {
                log_fail(LOG_ALERT, "watching a listening socket failed");
            }
        }
    }
    if (slot_self.set != -1) {
        slot_add_eye(slot_self.set, 0);
    }
}

/* At the end of a turn of the loop, when no event points to an eye any more:
 * watches the sockets that there are now. */
static void
slot_look_up(void)
{
    if (!slot_self.stale) {
        return;
    }
    slot_look_away();
    slot_self.stale = 0;
    free(slot_self.eyes);
    free(slot_self.polled);
    slot_self.eyes = NULL;
    slot_self.polled = NULL;
    if (!slot_worth_it()) {
        ev_timer_off(&slot_self.tick);
        return;
    }
    slot_add_eyes();
    if (slot_self.tick.heap == -1) {
        slot_wait();
    }
}

/* At the start. */
static void
slot_init(struct shared *shared)
{
    slot_self.shared = shared;
    slot_self.closing = slot_self.set = -1;
    ev_source_init(&slot_self.tick, -1, slot_on_tick);
    ev_source_init(&slot_self.drain, -1, slot_on_drain);
}

/* The server ends: nothing is watched, helped or drained any more. */
static void
slot_stop(void)
{
    slot_self.off = 1;
    slot_look_away();
    ev_timer_off(&slot_self.tick);
    ev_timer_off(&slot_self.drain);
}

/* === 26 master === The master: workers, signals, reload =================== */

/* The master opens all listening sockets, writes the pid file, keeps a worker
 * on every slot, and serves nobody. One struct worker a process; its channel
 * tells when it is ready, waitpid() when it is gone.
 *
 *   STARTING -> RUNNING    master_on_channel, when it accepts
 *   any      -> LEAVING    master_dismiss, when it is told to leave
 *   any      -> DEAD       master_reap; a slot's own worker is started anew by
 *                          master_restart, others are forgotten
 *
 * A reload reads the new configuration, opens what is missing, starts workers
 * of a new generation and, when all of these accept, lets the old ones leave.
 * Whatever fails before that leaves everything as it was.
 *
 * An upgrade starts the new binary as a child, which inherits the sockets by
 * an environment variable. As long as both masters live, neither closes what
 * the other may serve. The service manager hears from the old one only, until
 * that one goes. */

static struct {
    struct conf_source from;
    char **argv;                /* of the command line: for an upgrade */
    struct conf *cf;
    struct conf *old;           /* while its workers are being replaced */
    struct worker *gone;        /* forgotten in this turn of the loop */
    int workers;                /* wanted: as configured, TTIN and TTOU */
    int old_workers;            /* while a reload may yet fail */
    int more;                   /* TTIN less TTOU that came during a reload */
    int generation;             /* of the workers of cf */
    int old_generation;         /* of those of old */
    int generations;            /* so far: numbers are not used again */
    int reloads;                /* number of the report */
    int reloading;              /* waiting for the new workers */
    int again;                  /* another HUP came meanwhile */
    int upgrade_next;           /* or USR2 */
    int quitting;               /* WORK_QUIT or WORK_STOP */
    int no_workers;             /* WINCH: none are wanted */
    int farewell;               /* leaves when the old binary has it all */
    struct ev_source patience;  /* until the rest is killed; retries */
    struct ev_source late;      /* addresses that are not there yet */
    struct ev_source upgrade;   /* is the parent still there? */
    struct ev_source minute;    /* are there other certificates? */
    struct ev_source alive;     /* the service manager wants to know */
    long long watchdog;         /* how often, in milliseconds; 0: never */
    const char *notify;         /* its socket, or NULL */
    int notify_fd;              /* its pipe, or 0 */
    int ready;                  /* it knows that all workers accept */
    int alone;                  /* master_process off */
    int silent;                 /* standard error leads nowhere */
    char pid_path[PATH_MAX - 8];        /* of its pid file just now; there is
                                   room for ".reload" */
} master_self;

/* The other binary that is about. Without RPD_WITH_UPGRADE nothing writes here,
 * and the compiler knows it. */
static struct {
    pid_t successor;            /* a new one that was started, or 0 */
    pid_t parent;               /* whose sockets were inherited, or 0 */
    int floor;                  /* slots that the parent may serve */
} master_heir;

static void
master_free(struct conf *cf)
{
    if (RPD_WITH_LIMIT) {
        limit_close(cf);
    }
    tls_close(cf);
    conf_free(cf);
}

/* --- The service manager -------------------------------------------------- */

#define MASTER_WRITE "writing \"%s\" failed"
#define MASTER_ALONE "master_process is off"
#define MASTER_STOPPING "STOPPING=1"
#define MASTER_MAINPID "MAINPID=%lld"
#define MASTER_NOTIFY_FD "RPD_NOTIFY_FD"        /* in the environment */

/* Tells it something, perhaps with a number in it: systemd's protocol, which
 * others speak as well. */
static void
master_notify(const char *format, long long n)
{
    char text[128];

    if (!RPD_WITH_UPGRADE || master_self.notify == NULL
        || master_self.quitting)
    {
        return;
    }
    snprintf(text, sizeof(text), format, n);
    if (sock_tell(master_self.notify, text) == -1) {
        log_fail(LOG_WARN, MASTER_WRITE, master_self.notify);
    }
}

static void
master_on_alive(struct ev_source *s, int events)
{
    (void) events;
    if (master_self.watchdog > 0) {
        ev_timer(s, master_self.watchdog);
        master_notify("WATCHDOG=1", 0);
    }
}

/* Do all workers of this configuration accept? */
static int
master_all_run(void)
{
    const struct worker *w;
    int running = 0;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        running += w->generation == master_self.generation
                   && w->state == WORKER_RUNNING;
    }
    return running >= master_self.workers;
}

/* Says once that all workers accept; not while the old binary is there, which
 * speaks for both. */
static void
master_say_ready(void)
{
    if (!RPD_WITH_UPGRADE || master_self.ready || master_heir.parent
        || !master_all_run())
    {
        return;
    }
    master_self.ready = 1;
    master_notify("READY=1", 0);
    if (master_self.notify_fd > 0) {
        if (SYS(write, master_self.notify_fd, "\n", 1) != 1) {
            log_fail(LOG_WARN, MASTER_WRITE, MASTER_NOTIFY_FD);
        }
        close(master_self.notify_fd);
        master_self.notify_fd = 0;
    }
}

/* Who wants to know how it goes? */
static void
master_meet_manager(void)
{
    char *fd = getenv(MASTER_NOTIFY_FD);
    struct stat st;

    master_self.notify = getenv("NOTIFY_SOCKET");
    master_self.watchdog = (long long) (sock_manager_says("WATCHDOG_USEC",
                                        "WATCHDOG_PID") / 2000);
    if (fd != NULL) {
        errno = EBADF;
        master_self.notify_fd = (int) plat_number(&fd);
        if (master_self.notify_fd <= STDERR_FILENO
            || fstat(master_self.notify_fd, &st) == -1
            || !S_ISFIFO(st.st_mode))
        {
            log_fail(LOG_WARN, MASTER_WRITE, MASTER_NOTIFY_FD);
            master_self.notify_fd = 0;
        }
        (void) unsetenv(MASTER_NOTIFY_FD);      /* a new binary has it not */
    }
}

/* --- Files ---------------------------------------------------------------- */

/* Replaces a small file as a whole; 0 or -1. */
static int
master_write_file(const char *path, const char *text)
{
    char temp[PATH_MAX];
    int fd, rc;

    if (snprintf(temp, sizeof(temp), "%s.new", path) >= (int) sizeof(temp)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    unlink(temp);
    fd = SYS(open, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd == -1) {
        return -1;
    }
    rc = SYS(write, fd, text, strlen(text)) == (ssize_t) strlen(text) ? 0 : -1;
    if (close(fd) == -1 || rc == -1 || SYS(rename, temp, path) == -1) {
        unlink(temp);
        return -1;
    }
    return 0;
}

static char *
master_report_path(const char *pid, char *to)
{
    snprintf(to, PATH_MAX, "%s.reload", pid);
    return to;
}

static void
master_remove_report(const char *pid)
{
    char path[PATH_MAX];

    if (RPD_WITH_COMMANDS) {
        unlink(master_report_path(pid, path));
    }
}

/* A file or directory that cannot be had: the server goes on without it where
 * nothing can be written, for want of room or at all. 0 or -1. */
static int
master_cannot(const char *call, const char *path, const char *then)
{
    if (plat_unwritable()) {
        log_fail(LOG_ALERT, "%s \"%s\" failed, going on without it: %s", call,
                 path, then);
        return 0;
    }
    return log_fail(LOG_EMERG, "%s \"%s\" failed", call, path);
}

/* Writes the pid file, when there is to be one; 0 or -1 with the error. */
static int
master_write_pid(const char *path)
{
    char text[32];

    snprintf(text, sizeof(text), "%ld\n", (long) getpid());
    return path[0] == '\0' || master_write_file(path, text) == 0 ? 0
           : master_cannot("open()", path, "-s will not find this server");
}

static void
master_set_pid_path(const char *path)
{
    snprintf(master_self.pid_path, sizeof(master_self.pid_path), "%s", path);
}

static void
master_remove_pid(const char *path)
{
    if (path[0] != '\0') {
        unlink(path);
        master_remove_report(path);
    }
}

/* Tells `-s reload` how it went: a number that grows, and the errors. */
static void
master_report(int ok)
{
    char path[PATH_MAX], text[sizeof(log_self.report) + 64];

    if (master_self.ready) {
        master_notify(ok ? "READY=1\nSTATUS=reload ok"
                      : "READY=1\nSTATUS=reload refused", 0);
    }
    if (!RPD_WITH_COMMANDS || master_self.pid_path[0] == '\0') {
        return;
    }
    log_self.report[log_self.reported] = '\0';
    snprintf(text, sizeof(text), "%d %s\n%s", ++master_self.reloads,
             ok ? "ok" : "refused", ok ? "" : log_self.report);
    if (master_write_file(master_report_path(master_self.pid_path, path), text)
        == -1)
    {
        log_fail(LOG_ALERT, MASTER_WRITE, path);
        if (unlink(path) == -1) {       /* whoever waits must see a change */
            (void) close(SYS(open, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
        }
    }
}

/* --- Workers -------------------------------------------------------------- */

static void
master_forget(struct worker *w)
{
    struct worker **at = &slot_self.workers;

    while (*at != w) {
        at = &(*at)->next;
    }
    *at = w->next;
    w->count->used = 0;
    ev_forget(&w->channel);
    w->next = master_self.gone;
    master_self.gone = w;
}

/* At the end of a turn no event can point to them any more. */
static void
master_free_gone(void)
{
    struct worker *w;

    while ((w = master_self.gone) != NULL) {
        master_self.gone = w->next;
        free(w);
    }
}

static void
master_close_channel(struct worker *w)
{
    ev_del(&w->channel);
    if (w->channel.fd != -1) {
        close(w->channel.fd);
        w->channel.fd = -1;
    }
}

/* Tells a worker to leave; when all go, to take first who waits. The dead need
 * not be told. */
static void
master_dismiss(struct worker *w, int what)
{
    int was = w->state;

    if (was == WORKER_DEAD) {
        master_forget(w);
    } else if (was != WORKER_LEAVING || what != WORK_LEAVE) {
        w->state = WORKER_LEAVING;
        w->count->outdated = what == WORK_LEAVE && !slot_self.off;
        slot_tell(w, what, slot_self.off, 0);
        if (was == WORKER_RUNNING) {
            slot_lost(w);
        }
    }
}

/* Those of other generations than this one, in slots from this one on. */
static void
master_dismiss_all(int what, int but, int from)
{
    struct worker *w, *next;

    for (w = slot_self.workers; w != NULL; w = next) {
        next = w->next;
        if (w->generation != but && w->slot >= from) {
            master_dismiss(w, what);
        }
    }
}

/* A row of counters that is nobody's. */
static struct counters *
master_row(void)
{
    struct counters *count = slot_self.shared->count;
    int i;

    for (i = 0; i < CONN_ROWS - 1 && count[i].used; i++) { }
    if (i == slot_self.shared->rows) {
        slot_self.shared->rows++;
    }
    count[i].used = 1;
    return &count[i];
}

/* The process is gone: of what it counted, that remains which adds up. */
static void
master_count_gone(struct counters *count)
{
    memset(count->n, 0, CONN_ACCEPTED * sizeof(*count->n));
    memcpy(count->before, count->n, sizeof(count->n));
    count->full = count->outdated = 0;
    count->life++;
    slot_self.shared->deaths++;
}

/* In the new process: becomes the worker. */
static void
master_child(const struct worker *w, int channel)
{
    const struct worker *o;
    struct job job;

    if (slot_self.set != -1) {
        close(slot_self.set);
    }
    if (RPD_WITH_UPGRADE && master_self.notify_fd > 0) {
        close(master_self.notify_fd);
    }
    for (o = slot_self.workers; o != NULL; o = o->next) {
        if (o->channel.fd != -1) {
            close(o->channel.fd);
        }
    }
    job.cf = master_self.cf;
    job.shared = slot_self.shared;
    job.slot = w->slot;
    job.workers = master_self.workers;
    job.row = (int) (w->count - slot_self.shared->count);
    job.channel = channel;
    work_run(&job);
}

#define MASTER_FORK "fork() failed while spawning \"%s process\""

/* Starts a process for the worker; 0 or -1 with the error logged. */
static int
master_fork(struct worker *w)
{
    sigset_t all, before;
    int ends[2];

    if (plat_pair(ends) == -1) {
        return log_fail(LOG_ALERT, "socketpair() failed");
    }
    w->channel.fd = ends[0];
    if (ev_add(&w->channel, EV_IN) == -1) {     /* before somebody could come */
        log_fail(LOG_ALERT, "watching a worker failed");
        close(ends[1]);
        master_close_channel(w);
        return -1;
    }
    master_count_gone(w->count);
    sigfillset(&all);           /* until the worker has a loop of its own */
    sigprocmask(SIG_SETMASK, &all, &before);
    w->pid = SYS(fork);
    if (w->pid == 0) {
        master_child(w, ends[1]);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    if (w->pid == -1) {
        log_fail(LOG_ALERT, MASTER_FORK, "worker");
        master_close_channel(w);
        return -1;
    }
    log_err(LOG_NOTICE, "start worker process %ld", (long) w->pid);
    w->state = WORKER_STARTING;
    w->settled = 0;
    w->started = plat_clock.ms;
    slot_mark(w->holds, w->slot, 1);
    return 0;
}

/* A dead worker's slot gets a new process, now or after a while, which doubles
 * with every failure. */
static void
master_restart(struct worker *w, int later)
{
    if (!later && master_fork(w) == -1) {
        w->failures++;
        later = 1;
    }
    if (later) {
        ev_timer(&w->channel, 50LL << (w->failures > 8 ? 8 : w->failures));
    }
}

/* --- Reload --------------------------------------------------------------- */

/* Addresses that were not there: a reload opens those that have come. */
static void
master_on_late(struct ev_source *s, int events)
{
    struct sock_group *g;
    int fd, late = 0;

    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (!g->late) {
            continue;
        }
        late = 1;
        fd = events ? sock_open(g) : -1;
        if (fd != -1) {
            close(fd);
            kill(getpid(), SIGHUP);
            return;
        }
    }
    if (late) {
        ev_timer(s, 5000);
    }
}

/* Gives a log to the user of the workers, who must open it anew on USR1: only
 * a plain file with one name, and no device that happens to be written to. */
static void
master_give_log(const struct log_file *f, const struct conf *cf)
{
    struct stat st, link;

    if (f->path[0] != '/' || cf->user == NULL
        || fstat(f->fd, &st) == -1 || !S_ISREG(st.st_mode)
        || st.st_nlink != 1 || st.st_uid == cf->account.uid
        || fstatat(AT_FDCWD, f->path, &link, AT_SYMLINK_NOFOLLOW) == -1
        || !S_ISREG(link.st_mode))
    {
        return;
    }
    if (SYS(fchown, f->fd, cf->account.uid, (gid_t) -1) == -1) {
        log_fail(LOG_ALERT, "chown() of \"%s\" failed", f->path);
    }
}

#define MASTER_TEMP "large request bodies get 500"

/* Makes the directories of temporary files and gives them to the workers; what
 * anybody may write to stays as it is. 0 or -1. */
static int
master_make_temps(const struct conf *cf)
{
    const struct temp *t;
    struct stat st;
    int rc = 0;

    for (t = cf->temps; t != NULL; t = t->next) {
        if (SYS(mkdir, t->path, 0700) == -1 && errno != EEXIST) {
            rc |= master_cannot("mkdir()", t->path, MASTER_TEMP);
        } else if (cf->user != NULL && stat(t->path, &st) == 0
                   && st.st_uid == 0 && !(st.st_mode & S_IWOTH)
                   && SYS(chown, t->path, cf->account.uid, (gid_t) -1) == -1)
        {
            rc |= master_cannot("chown()", t->path, MASTER_TEMP);
        }
    }
    return rc;
}

/* Opens the logs of a configuration and makes its directories. An error log
 * that cannot be written is standard error until USR1. 0 or -1. */
static int
master_open_files(struct conf *cf)
{
    struct log_file *f;
    int rc = RPD_WITH_HANDLER ? master_make_temps(cf) : 0;

    for (f = cf->logs; f != NULL; f = f->next) {
        if (log_open(f) == -1) {
            rc |= master_cannot("open()", f->path, "USR1 tries again");
            f->fd = cf->error_log->file == f ? STDERR_FILENO : -1;
        } else {
            master_give_log(f, cf);
        }
    }
    return rc;
}

/* Marks the groups that a configuration wants; 0 or -1. */
static int
master_want(const struct conf *cf)
{
    struct sock_group *g;
    struct listen *l;

    sock_mark();
    for (g = sock_self.groups; g != NULL; g = g->next) {
        g->wanted = 0;
    }
    for (l = cf ? cf->listens : NULL; l != NULL; l = l->next) {
        g = sock_group_want(&l->addr, &l->opts);
        if (g == NULL) {
            return log_fail(LOG_EMERG, "no memory for listening sockets");
        }
        l->number = g->number < CONN_ADDRESSES ? g->number : CONN_ADDRESSES;
    }
    return 0;
}

/* Makes everything what it was under that configuration, NULL: the first. */
static void
master_back_to(struct conf *cf)
{
    struct sock_group *g;

    log_self.sinks = cf ? cf->error_log : NULL;
    (void) master_want(cf);
    for (g = sock_self.groups; g != NULL; g = g->next) {
        sock_retune(g);
    }
    slot_look_away();
    if (cf != NULL) {           /* else the program ends */
        sock_drop();
    }
}

/* Nothing of a new configuration shall stay. -1. */
static int
master_undo(void)
{
    sock_undo();
    master_back_to(master_self.cf);
    return -1;
}

/* Sockets of so many workers. 0, or -1: sock_undo(). */
static int
master_sockets(int workers, int tries)
{
    const struct worker *w;
    int processes = workers;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        processes++;
    }
    slot_self.stale = 1;
    return sock_room(workers, processes) == -1
           || sock_bind_all(workers, tries) == -1 || sock_listen_all() == -1
           ? -1 : 0;
}

/* Sockets and logs of a configuration. Whatever fails is undone. 0 or -1. */
static int
master_apply(struct conf *cf, int tries)
{
    if (master_self.cf == NULL) {
        log_self.sinks = cf->error_log;
    }
    if (master_open_files(cf) == -1) {
        return -1;
    }
    log_self.sinks = cf->error_log;
    if (master_want(cf) == -1
        || (RPD_WITH_LIMIT && limit_open(cf, master_self.cf) == -1)
        || tls_open(cf, master_self.cf) == -1
        || master_sockets(cf->workers, tries) == -1)
    {
        return master_undo();
    }
    return 0;
}

static struct worker *
master_find(int slot, int generation)
{
    struct worker *w;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        if (w->slot == slot && w->generation == generation
            && w->state != WORKER_LEAVING)
        {
            return w;
        }
    }
    return NULL;
}

/* A process on every slot, of the current generation. */
static void
master_spawn(void)
{
    struct worker *w;
    int i;

    for (i = 0; i < master_self.workers; i++) {
        if (master_find(i, master_self.generation) != NULL) {
            continue;
        }
        w = calloc(1, sizeof(*w));
        if (w == NULL) {
            log_fail(LOG_ALERT, "no memory for a worker");
            return;
        }
        w->slot = i;
        w->generation = master_self.generation;
        w->state = WORKER_DEAD;
        w->count = master_row();
        w->next = slot_self.workers;
        slot_self.workers = w;
        ev_source_init(&w->channel, -1, master_self.patience.ready);
        master_restart(w, 0);
    }
}

/* --- More and fewer workers ----------------------------------------------- */

/* Sockets are not closed while a reload or an upgrade may need them. */
static void
master_hold(void)
{
    slot_self.hold = master_self.reloading || master_heir.successor
                     || master_heir.parent;
}

/* Workers that have been added accept: from now on they get connections. */
static void
master_grown(void)
{
    const struct slot *s = slot_self.slot;
    int n = 0;

    while (n < master_self.workers
           && (s[n].owner != NULL || s[n].state >= SLOT_LIVE))
    {
        n++;
    }
    if (n > slot_live()) {
        slot_resize(n, master_heir.floor);
    }
}

/* One worker more or less, by signal. */
static void
master_resize(int more)
{
    int n = master_self.workers + more;

    if (master_self.reloading) {
        master_self.more += more;
        return;
    }
    if (n < 1 || n > WORK_SLOTS || master_heir.successor
        || master_self.no_workers || master_self.quitting
        || (more > 0 && master_self.farewell))
    {
        log_err(LOG_WARN, "no worker is %s: %s", more > 0 ? "added"
                : "taken away", master_heir.successor
                ? "a new binary is being started" : "there are as many as can "
                "be");
        return;
    }
    if (more > 0) {
        sock_mark();
        if (master_sockets(n, 1) == -1) {
            sock_undo();
            return;
        }
        master_self.workers = n;
        master_spawn();
    } else {
        master_self.workers = n;
        slot_resize(n, master_heir.floor);
        master_dismiss_all(WORK_LEAVE, 0, n);
    }
    log_err(LOG_NOTICE, "%d worker processes", n);
}

/* --- Reload --------------------------------------------------------------- */

/* The reload is over, one way or the other. */
static void
master_reload_ends(int ok)
{
    int more = master_self.more;

    master_self.reloading = 0;
    master_self.old = NULL;
    master_hold();
    for (master_self.more = 0; more != 0; more -= more > 0 ? 1 : -1) {
        master_resize(more > 0 ? 1 : -1);
    }
    if (!master_self.again) {
        master_report(ok);
    } else {                    /* the next one will report */
        master_self.again = 0;
        kill(getpid(), SIGHUP);
    }
    if (master_self.upgrade_next) {
        master_self.upgrade_next = 0;
        kill(getpid(), SIGUSR2);
    }
}

/* Workers of the new generation die at birth: back to the old one. What was
 * opened for more workers has had nobody yet, and drains. */
static void
master_refused(void)
{
    struct conf *bad = master_self.cf;
    struct worker *w, *next;
    int generation = master_self.generation;

    log_err(LOG_EMERG, "workers of the new configuration do not start");
    slot_self.cf = master_self.cf = master_self.old;
    master_self.generation = master_self.old_generation;
    master_self.workers = master_self.old_workers;
    for (w = slot_self.workers; w != NULL; w = next) {
        next = w->next;
        if (w->generation == generation) {
            master_dismiss(w, w->state == WORKER_RUNNING ? WORK_LEAVE
                           : WORK_STOP);
        }
    }
    master_back_to(master_self.cf);
    slot_resize(master_self.workers, master_heir.floor);
    if (strcmp(bad->pid, master_self.pid_path) != 0) {
        master_remove_pid(bad->pid);
    }
    if (bad != master_self.cf) {
        master_free(bad);
    }
    master_reload_ends(0);
    master_spawn();
}

/* An old generation shall not wait for clients that say nothing. */
static void
master_end_generation(int generation)
{
    struct worker *w;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        if (w->generation == generation) {
            slot_tell(w, WORK_QUIT, 0, 0);
        }
    }
}

/* Too many old generations: the oldest closes what is idle. */
static void
master_limit_generations(void)
{
    const struct worker *w;
    int oldest = 0, seen = 0, last = INT_MAX;

    if (master_self.cf->generations_max == 0) {
        return;
    }
    do {                        /* from the newest to the oldest */
        for (oldest = 0, w = slot_self.workers; w != NULL; w = w->next) {
            if (w->state == WORKER_LEAVING && w->generation < last
                && w->generation > oldest)
            {
                oldest = w->generation;
            }
        }
        last = oldest;
        if (oldest > 0 && ++seen > master_self.cf->generations_max) {
            master_end_generation(oldest);
        }
    } while (oldest > 0);
}

/* Certificates are looked at once a minute, where there are any. */
static void
master_watch_files(void)
{
    if (tls_is_used(master_self.cf) && master_self.minute.heap == -1) {
        ev_timer(&master_self.minute, RPD_TLS_CHECK);
    }
}

/* All new workers accept: the old ones may leave. */
static void
master_reloaded(void)
{
    if (!master_all_run()) {
        return;
    }
    sock_let_in();
    slot_resize(master_self.workers, master_heir.floor);
    slot_shut_groups();
    sock_drop();
    master_dismiss_all(WORK_LEAVE, master_self.generation, 0);
    master_limit_generations();
    if (strcmp(master_self.cf->pid, master_self.pid_path) != 0) {
        master_remove_pid(master_self.pid_path);
        master_set_pid_path(master_self.cf->pid);
    }
    if (master_self.old != master_self.cf) {
        master_free(master_self.old);
    }
    master_watch_files();
    log_err(LOG_NOTICE, "reconfigured");
    master_reload_ends(1);
    master_on_late(&master_self.late, 0);
}

/* Why there can be no reload now; NULL: there can. */
static const char *
master_busy(void)
{
    return master_self.quitting || master_self.farewell
           ? "the server is shutting down"
           : master_heir.successor ? "a new binary is being started"
           : master_self.alone ? MASTER_ALONE : NULL;
}

/* Starts workers of a new generation with a configuration, new or not; the old
 * ones leave when these accept. */
static void
master_replace(struct conf *cf, int workers)
{
    master_self.old = master_self.cf;
    slot_self.cf = master_self.cf = cf;
    master_self.old_workers = master_self.workers;
    master_self.workers = workers;
    master_self.old_generation = master_self.generation;
    master_self.generation = ++master_self.generations;
    master_self.reloading = 1;
    master_self.no_workers = 0;
    master_hold();
    master_spawn();
}

/* Once a minute, where there is TLS: keys for tickets grow old, certificates
 * are renewed. */
static void
master_on_minute(struct ev_source *s, int events)
{
    (void) events;
    if (!tls_is_used(master_self.cf)) {
        return;
    }
    ev_timer(s, RPD_TLS_CHECK);
    if (master_self.reloading || master_self.no_workers
        || master_busy() != NULL)
    {
        return;
    }
    tls_rotate();
    if (tls_refresh(master_self.cf)) {
        log_err(LOG_NOTICE, "certificates have changed");
        master_replace(master_self.cf, master_self.workers);
    }
}

static void
master_reload(void)
{
    const char *busy = master_busy();
    struct conf *cf;

    if (master_self.reloading) {
        master_self.again = 1;
        return;
    }
    log_err(LOG_NOTICE, "reconfiguring");
    if (master_self.ready) {
        master_notify("RELOADING=1\nMONOTONIC_USEC=%lld", plat_usec());
    }
    log_self.reported = 0;
    if (busy != NULL) {
        log_err(LOG_ERROR, "no reload: %s", busy);
        master_report(0);
        return;
    }
    cf = conf_load(&master_self.from, 0);
    if (cf == NULL || http_bind(cf) == -1 || master_apply(cf, 1) == -1
        || (strcmp(cf->pid, master_self.pid_path) != 0
            && master_write_pid(cf->pid) == -1 && master_undo() == -1))
    {
        master_free(cf);
        master_report(0);
        return;
    }
    master_replace(cf, cf->workers);
}

/* --- Upgrade -------------------------------------------------------------- */

#define MASTER_SOCKETS "REUSEPORTD_SOCKETS"     /* in the environment */

/* Puts the pid file where it belongs; 0 or -1 with the error logged. */
static int
master_move_pid(const char *to)
{
    master_remove_report(master_self.pid_path);
    master_remove_report(to);   /* of whoever had it before */
    if (to[0] != '\0' && SYS(rename, master_self.pid_path, to) == -1) {
        return log_fail(LOG_ALERT, "rename() \"%s\" to \"%s\" failed",
                        master_self.pid_path, to);
    }
    master_set_pid_path(to);
    return 0;
}

/* In the new process: becomes the new binary. */
static void
master_exec(void)
{
    char *text = sock_export(slot_live());

    if (master_self.silent) {   /* where shall it say what is wrong? */
        (void) dup2(log_self.sinks->file->fd, STDERR_FILENO);
    }
    if (text != NULL && setenv(MASTER_SOCKETS, text, 1) == 0) {
        sock_bequeath();
        ev_unblock();
        execvp(master_self.argv[0], master_self.argv);
    }
    log_fail(LOG_ALERT, "execve() of \"%s\" failed", master_self.argv[0]);
    _exit(1);
}

/* The parent, whose new binary this was, is gone. */
static void
master_succeed(void)
{
    log_err(LOG_NOTICE, "the old binary is gone");
    ev_timer_off(&master_self.upgrade);
    master_heir.parent = 0;
    master_heir.floor = 0;
    sock_lend(0);
    master_hold();
    master_notify(MASTER_MAINPID, getpid());
    if (!master_self.quitting) {
        master_say_ready();
        slot_resize(master_self.workers, 0);
    }
}

/* USR2: starts the new binary, which lives beside this one. */
static void
master_upgrade(int signo)
{
    const char *pid = master_self.cf->pid;
    char path[PATH_MAX];

    (void) signo;
    if (!RPD_WITH_UPGRADE) {
        log_err(LOG_NOTICE, "no new binary is started: this build is without "
                "UPGRADE");
        return;
    }
    if (master_heir.parent && getppid() != master_heir.parent) {
        master_succeed();
    }
    if (master_self.reloading) {
        master_self.upgrade_next = 1;
        return;
    }
    if (master_heir.successor || master_heir.parent || master_self.quitting) {
        log_err(LOG_NOTICE, "no new binary is started: %s",
                master_self.quitting ? "this one leaves"
                : "another one is running");
        return;
    }
    snprintf(path, sizeof(path), pid[0] ? "%s.oldbin" : "%s", pid);
    if (master_move_pid(path) == -1) {
        return;
    }
    master_heir.successor = SYS(fork);
    if (master_heir.successor == 0) {
        master_exec();
    }
    if (master_heir.successor == -1) {
        log_fail(LOG_ALERT, MASTER_FORK, "new binary");
        master_heir.successor = 0;
        (void) master_move_pid(pid);
        return;
    }
    master_hold();
    log_err(LOG_NOTICE, "start new binary process %ld",
            (long) master_heir.successor);
}

/* What waitpid() tells of a process. */
static void
master_tell_end(const char *what, pid_t pid, int status)
{
    int killed = WIFSIGNALED(status);

    log_err(status ? LOG_ALERT : LOG_NOTICE, "%s process %ld exited %s %d",
            what, (long) pid, killed ? "on signal" : "with code",
            killed ? WTERMSIG(status) : WEXITSTATUS(status));
}

/* The new binary has gone: this one goes on, whatever the other has done to
 * the sockets. */
static void
master_succession_fails(int status)
{
    struct sock_group *g;

    master_tell_end("new binary", master_heir.successor, status);
    master_heir.successor = 0;
    if (master_self.quitting) {
        return;
    }
    (void) master_move_pid(master_self.cf->pid);
    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->reuseport && g->live > 0 && plat_steer(g->fd[0], g->live) == 0) {
            g->steered = g->live;       /* its workers may have more open */
        }
    }
    master_hold();
    if (master_self.no_workers) {
        master_self.no_workers = 0;
        master_spawn();
    }
}

/* As long as the parent lives it may serve what it has always served. */
static void
master_on_upgrade(struct ev_source *s, int events)
{
    (void) events;
    if (getppid() == master_heir.parent) {
        ev_timer(s, 500);
    } else {
        master_succeed();
    }
}

/* Takes over what another master, or the service manager, has left in the
 * environment. */
static void
master_inherit(void)
{
    char *text = getenv(MASTER_SOCKETS);

    ev_source_init(&master_self.upgrade, -1, master_on_upgrade);
    ev_source_init(&master_self.alive, -1, master_on_alive);
    master_meet_manager();
    sock_activate();
    if (text != NULL) {
        master_heir.floor = sock_import(text);
        master_heir.parent = getppid();
    }
}

/* --- The board ------------------------------------------------------------ */

/* One word for how a slot and its worker do. */
static const char *
master_state(const struct slot *s, const struct worker *w)
{
    static const char names[][9] = {
        "free", "draining", "live", "adopted",
        "starting", "live", "leaving", "dead", "stalled", "full",
    };
    int i = w != s->owner ? 4 + (int) w->state
            : w != NULL && s->stalled ? 8 : w != NULL && w->count->full ? 9
            : (int) s->state;

    return names[i];
}

/* Writes the line of a worker of slot i, or of the slot itself, should nobody
 * own it; queues belong to the owner. Returns how many lines, 0 or 1. */
__attribute__((noinline))
static int
master_post(struct board_line *t, int i, const struct worker *w)
{
    const struct slot *s = &slot_self.slot[i];
    const struct sock_group *g;

    if (w ? w->slot != i : s->owner || s->state == SLOT_FREE) {
        return 0;
    }
    memset(t, -1, sizeof(*t));
    t->state = master_state(s, w);
    t->fact[BOARD_SLOT] = i;
    t->fact[BOARD_PID] = t->fact[BOARD_GENERATION] = 0;
    if (w != NULL) {
        t->count = w->count;
        t->fact[BOARD_PID] = w->pid;
        t->fact[BOARD_GENERATION] = w->generation;
        t->fact[BOARD_UPTIME] = (plat_clock.ms - w->started) / 1000;
        t->fact[BOARD_CPU] = plat_cpu_time(w->pid);
        t->fact[BOARD_MEMORY] = plat_memory(w->pid);
    }
    if (w != s->owner) {
        return 1;
    }
    if (s->helper != NULL) {
        t->fact[BOARD_HELPER] = s->helper->pid;
    }
    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->number < CONN_ADDRESSES && i < g->n) {
            plat_queue(g->fd[i], t->queue[g->number]);
        }
    }
    return 1;
}

/* What is known of the whole server, once there is a line for each worker. */
__attribute__((noinline))
static void
master_post_all(struct board *b)
{
    struct board_line *all = b->line, *t = b->line;
    const struct sock_group *g;
    char text[SOCK_TEXT];
    const char *name;
    struct tms gone;
    int i;

    memset(all, -1, sizeof(*all));
    all->state = "total";
    all->count = NULL;
    all->fact[BOARD_PID] = getpid();
    all->fact[BOARD_GENERATION] = master_self.generation;
    all->fact[BOARD_UPTIME] = (plat_clock.ms - slot_self.shared->started)
                              / 1000;
    (void) times(&gone);
    all->fact[BOARD_CPU] = (gone.tms_cutime + gone.tms_cstime) * 1000LL
                           / sysconf(_SC_CLK_TCK);
    while (++t < b->line + b->n) {      /* -1: not known */
        if (t->fact[BOARD_CPU] != -1) {
            all->fact[BOARD_CPU] += t->fact[BOARD_CPU];
        }
        if (t->fact[BOARD_MEMORY] != -1) {
            all->fact[BOARD_MEMORY] += t->fact[BOARD_MEMORY]
                                       + (all->fact[BOARD_MEMORY] == -1);
        }
    }
    memset(b->address, 0, sizeof(b->address));
    for (g = sock_self.groups; g != NULL; g = g->next) {
        name = sock_text(&g->addr, text);
        i = g->number;
        if (i >= CONN_ADDRESSES) {
            i = CONN_ADDRESSES;
            name = "others";
        }
        (void) resp_put_escaped(b->address[i], str_span(name), "");
    }
}

/* Writes down, where all processes can read it, what the master alone knows;
 * not more often than need be. */
static void
master_look(void)
{
    struct shared *sh = slot_self.shared;
    struct board *b = &sh->board[!sh->shown];
    const struct worker *w;
    int i;

    if (plat_clock.ms - sh->board[sh->shown].looked < 100) {
        return;
    }
    b->looked = plat_clock.ms;
    b->n = 1;
    for (i = 0; i < WORK_SLOTS; i++) {
        w = NULL;
        do {
            b->n += b->n < CONN_LINES && master_post(&b->line[b->n], i, w);
            w = w ? w->next : slot_self.workers;
        } while (w != NULL);
    }
    master_post_all(b);
    sh->shown = !sh->shown;
}

/* --- Events --------------------------------------------------------------- */

/* A worker reports. */
static void
master_hear(struct worker *w, const struct order *o)
{
    switch (o->what) {
    case WORK_READY:
        w->settled = 1;
        if (w->state == WORKER_STARTING) {
            w->state = WORKER_RUNNING;
            slot_ready(w);
        }
        break;
    case WORK_DROP:
    case WORK_CLOSE:
    case WORK_END:
        slot_answered(w, o);
        break;
    case WORK_CANNOT:
        slot_failed(w, o->slot);
        break;
    case WORK_LOOK:
        if (RPD_WITH_STATUS) {
            master_look();
        }
        slot_tell(w, WORK_LOOK, 0, 0);
        break;
    case WORK_LEAVING:
        memset(w->holds, 0, sizeof(w->holds));
        if (w->state == WORKER_RUNNING) {       /* somebody else told it so */
            w->state = WORKER_LEAVING;
            slot_lost(w);
            if (!master_self.quitting && !master_self.no_workers
                && w->generation == master_self.generation)
            {
                master_spawn();
            }
        }
        break;
    }
}

/* All workers that were started at first are there, or not to be waited for:
 * from now on they help each other. */
static void
master_started(int all)
{
    const struct worker *w = slot_self.workers;

    while (all && w != NULL && w->state != WORKER_STARTING) {
        w = w->next;
    }
    if (slot_self.off && !master_self.quitting && (w == NULL || !all)) {
        slot_self.off = 0;
        slot_self.stale = 1;
        slot_settle();
    }
}

/* A worker's channel, or the time to start it anew. */
static void
master_on_channel(struct ev_source *s, int events)
{
    struct worker *w = (struct worker *) s;
    struct order o;
    ssize_t n;

    if (events & EV_TIME) {
        master_restart(w, 0);
        if (w->state == WORKER_DEAD && w->failures > 2
            && master_self.reloading)
        {
            master_refused();
        }
        return;
    }
    while ((n = SYS(read, s->fd, &o, sizeof(o))) == (ssize_t) sizeof(o)) {
        master_hear(w, &o);
    }
    if (n == 0 || (n == -1 && errno == ECONNRESET)) {
        ev_del(s);              /* waitpid() will tell why */
    } else if (events & EV_OUT) {
        slot_flush(w);
    }
    master_started(1);
    if (master_self.reloading) {
        master_reloaded();
    } else if (!master_self.quitting) {
        master_grown();
        master_say_ready();
    }
}

static void
master_died(struct worker *w, int status)
{
    int early = w->state == WORKER_STARTING
                || plat_clock.ms - w->started < 1000;
    int pid = (int) w->pid, leaves = w->state == WORKER_LEAVING;

    master_tell_end("worker", pid, status);
    if (RPD_WITH_LIMIT) {
        limit_unlock_dead(master_self.cf, pid);
    }
    atomic_compare_exchange_strong(&slot_self.shared->mutex, &pid, 0);
    w->state = WORKER_DEAD;
    master_count_gone(w->count);
    master_close_channel(w);
    slot_gone(w);
    if (leaves || master_self.quitting || master_self.no_workers
        || w->generation != master_self.generation
        || w->slot >= master_self.workers)
    {
        master_forget(w);
        return;
    }
    w->failures = early ? w->failures + 1 : 0;
    if (master_self.reloading && w->failures > 2) {
        master_refused();
        return;
    }
    master_restart(w, w->failures > 1);
    master_started(0);
}

/* CHLD */
static void
master_reap(int signo)
{
    struct worker *w;
    int status;
    pid_t pid;

    (void) signo;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (RPD_WITH_UPGRADE && pid == master_heir.successor) {
            master_succession_fails(status);
        }
        for (w = slot_self.workers; w != NULL; w = w->next) {
            if (w->pid == pid && w->state != WORKER_DEAD) {
                master_died(w, status);         /* frees others, too */
                break;
            }
        }
    }
}

/* Ends the server. Beside another binary that goes on it leaves gently, as old
 * workers do at a reload. */
static void
master_quit(int how)
{
    int other = master_heir.successor || master_heir.parent;
    struct sock_group *g;

    slot_stop();
    if (!master_heir.parent) {  /* whose service goes on without this one */
        master_notify(master_heir.successor ? MASTER_MAINPID : MASTER_STOPPING,
                      master_heir.successor);
    }
    master_self.quitting = how;
    for (g = sock_self.groups; g != NULL; g = g->next) {
        if (g->shut) {          /* nobody is left to drain it */
            slot_tell_all(WORK_END, -1, g->id);
        }
    }
    if (how == WORK_QUIT && other) {
        how = WORK_LEAVE;
    }
    master_dismiss_all(how, 0, 0);
    if (other) {
        sock_lend(1);
    }
    while (sock_self.groups != NULL) {
        sock_close_group(sock_self.groups);
    }
    if (how == WORK_STOP) {
        ev_timer(&master_self.patience, 3000);
    }
}

/* Those that did not leave at once when told so. */
static void
master_kill_rest(void)
{
    struct worker *w;

    for (w = slot_self.workers; w != NULL; w = w->next) {
        if (w->pid > 0 && w->state != WORKER_DEAD) {
            kill(w->pid, SIGKILL);
        }
    }
}

/* USR1 */
static void
master_reopen(int signo)
{
    struct log_file *f;

    (void) signo;
    log_err(LOG_NOTICE, "reopening logs");
    for (f = master_self.cf->logs; f != NULL; f = f->next) {
        if (log_reopen(f) == -1) {
            log_fail(LOG_EMERG, "open() \"%s\" failed", f->path);
        } else {
            master_give_log(f, master_self.cf);
        }
    }
    slot_tell_all(WORK_REOPEN, 0, 0);
}

/* TERM at once; QUIT after what no other master serves has drained. */
static void
master_on_quit(int signo)
{
    int rest = master_heir.floor > 1 ? master_heir.floor : 1;

    if (signo == SIGQUIT && master_heir.parent && !slot_self.cannot
        && master_self.workers > rest && !master_self.reloading
        && !master_self.quitting && !master_self.no_workers
        && !master_self.farewell && slot_self.cf->drain_timeout > 0)
    {
        log_err(LOG_NOTICE, "leaving the sockets to the old binary");
        master_self.farewell = 1;
        while (master_self.workers > rest) {
            master_resize(-1);
        }
        ev_timer(&master_self.patience, slot_self.cf->drain_timeout);
        return;
    }
    master_quit(signo == SIGQUIT ? WORK_QUIT : WORK_STOP);
}

/* With a new binary about: back to this one's workers, should they be gone. */
static void
master_on_hup(int signo)
{
    (void) signo;
    if (master_heir.successor && master_self.no_workers
        && !master_self.quitting)
    {
        master_self.no_workers = 0;
        master_spawn();
    } else {
        master_reload();
    }
}

static void
master_on_resize(int signo)
{
    master_resize(signo == SIGTTIN ? 1 : -1);
}

static void
master_on_winch(int signo)
{
    (void) signo;               /* terminals send it, too */
    if ((master_self.cf->daemon || master_heir.successor)
        && !master_self.reloading && !master_self.quitting)
    {
        master_self.no_workers = 1;
        slot_self.off = 1;
        master_dismiss_all(master_heir.successor ? WORK_LEAVE : WORK_QUIT, 0,
                           0);
    }
}

static const struct {
    int signo;
    void (*act)(int);
} master_signals[] = {
    { SIGTERM, master_on_quit },    /* stop at once (also INT) */
    { SIGINT, master_on_quit },
    { SIGQUIT, master_on_quit },    /* finish requests, then stop */
    { SIGHUP, master_on_hup },      /* read the configuration anew */
    { SIGUSR1, master_reopen },     /* open the log files anew */
    WITH(UPGRADE, { SIGWINCH, master_on_winch },)   /* let the workers leave */
    { SIGUSR2, master_upgrade },    /* start a new binary beside this one */
    { SIGTTIN, master_on_resize },  /* one worker more */
    { SIGTTOU, master_on_resize },  /* one worker less */
    { SIGCHLD, master_reap },
};

static void
master_signal(int signo)
{
    size_t i;

    for (i = 0; i < sizeof(master_signals) / sizeof(*master_signals); i++) {
        if (master_signals[i].signo == signo) {
            master_signals[i].act(signo);
        }
    }
}

static void
master_catch(void)
{
    size_t i;

    (void) ev_catch(SIGPIPE, SIG_IGN);
    (void) ev_catch(SIGXFSZ, SIG_IGN);  /* a limit of file sizes is no end */
    for (i = 0; i < sizeof(master_signals) / sizeof(*master_signals); i++) {
        (void) ev_catch(master_signals[i].signo, ev_on_signal);
    }
    ev_unblock();
}

/* The one place where sources of the master's lead to. */
static void
master_ready(struct ev_source *s, int events)
{
    if (s == &master_self.patience && master_self.quitting == WORK_STOP) {
        master_kill_rest();
    } else if (s == &master_self.patience) {
        if (!master_self.quitting) {
            master_quit(WORK_QUIT);
        }
    } else {
        master_on_channel(s, events);
    }
}

/* --- Start ---------------------------------------------------------------- */

/* Goes to the background. The parent waits until all is ready and leaves with
 * the status it is told: the descriptor to tell it, or -1. */
static int
master_daemonize(void)
{
    int ends[2], fd;
    char status = 1;
    struct pollfd wait;
    pid_t child;

    if (plat_pair(ends) == -1) {
        return -1;
    }
    child = SYS(fork);
    if (child > 0) {
        close(ends[1]);
        wait.fd = ends[0];
        wait.events = POLLIN;
        while (read(ends[0], &status, 1) == -1) {
            (void) poll(&wait, 1, -1);
        }
        _exit(status);
    }
    close(ends[0]);
    umask(0);
    if (child == -1 || setsid() == -1
        || (fd = plat_null()) == -1
        || dup2(fd, STDIN_FILENO) == -1 || dup2(fd, STDOUT_FILENO) == -1)
    {
        return -1;
    }
    if (fd > STDERR_FILENO) {
        close(fd);
    }
    return ends[1];
}

/* All is ready: lets go of the terminal, or of the old binary's error log, and
 * tells the parent, unless that is -1. */
static void
master_detach(const struct conf *cf, int parent)
{
    const struct log_file *f = cf->logs;

    while (f != NULL && (f->fd != STDERR_FILENO || f->path[0] == '/')) {
        f = f->next;
    }
    if (f == NULL) {
        (void) dup2(STDOUT_FILENO, STDERR_FILENO);
        master_self.silent = 1;
    }
    if (parent != -1) {
        master_notify(MASTER_MAINPID, getpid());
        (void) !write(parent, "", 1);
        close(parent);
    }
}

/* The worker is its own master: nobody will answer. */
static int
master_look_here(void)
{
    if (RPD_WITH_STATUS) {
        master_look();
    }
    return 0;
}

/* Nor will anybody else read the configuration. */
static void
master_signal_alone(int signo)
{
    if (signo == SIGHUP) {
        master_reload();
        return;
    }
    work_signal(signo);
    if (work_self.done || conn_self.leaving) {
        master_notify(MASTER_STOPPING, 0);
        master_self.quitting = WORK_QUIT;
    }
}

/* One process without a master, for debugging. */
static int
master_alone(struct conf *cf)
{
    struct job job = { cf, slot_self.shared, 0, 1, 0, -1 };
    static struct worker self;

    self.state = WORKER_RUNNING;
    self.pid = getpid();
    self.started = plat_clock.ms;
    self.count = master_row();
    slot_self.workers = slot_self.slot[0].owner = &self;
    slot_self.slot[0].state = SLOT_LIVE;
    if (work_settle(cf, 0) == -1 || work_open(&job) == -1) {
        return 1;
    }
    stat_self.ask = master_look_here;
    ev_self.signal = master_signal_alone;
    master_self.alone = 1;
    (void) work_take_turn();
    conn_watch();
    master_say_ready();
    work_loop();
    master_remove_pid(cf->pid);
    return 0;
}

/* Turns the loop until the last worker has left. */
static void
master_loop(void)
{
    while (!master_self.quitting || slot_self.workers != NULL) {
        slot_look_up();
        ev_turn(-1);
        master_free_gone();
    }
    master_remove_pid(master_self.pid_path);
    log_err(LOG_NOTICE, "exit");
}

static void
master_title(char **argv)
{
    char title[1024], *end = title + sizeof(title);
    char *p = str_print(title, end, "master process");

    for (; *argv != NULL; argv++) {
        p = str_print(p, end, " %s", *argv);
    }
    plat_title(title);
}

/* Memory of all processes; 0 or -1 with the error logged. */
static int
master_share(void)
{
    void *shared = plat_share(sizeof(struct shared));

    if (shared == NULL) {
        return log_fail(LOG_EMERG, "mmap() of shared memory failed");
    }
    slot_init(shared);
    slot_self.shared->started = plat_clock.ms;
    return 0;
}

/* Writes the pid file; nothing is left of an earlier server's. 0 or -1. */
static int
master_claim(const char *pid)
{
    master_remove_report(pid);
    master_set_pid_path(pid);
    return master_write_pid(pid);
}

/* The first workers. */
static void
master_first(void)
{
    master_self.generation = ++master_self.generations;
    slot_self.off = 1;          /* until all have started */
    master_hold();
    slot_resize(master_self.workers, master_heir.floor);
    sock_let_in();
    master_spawn();
    sock_drop();                /* what was inherited and is not wanted */
    master_on_late(&master_self.late, 0);
    master_watch_files();
    if (master_heir.parent) {
        ev_timer(&master_self.upgrade, 500);
    }
}

/* Binds, listens, goes to the background when told to, tells where, and serves
 * until the end. Returns the exit status. */
static int
master_run(const struct conf_source *from, struct conf *cf, char **argv,
           void (*tell)(const struct conf *))
{
    int parent = -1, alone;

    master_self.from = *from;
    master_self.argv = argv;
    if (ev_open(cf->use, master_signal) == -1) {
        log_fail(LOG_EMERG, "opening the event loop failed");
        return 1;
    }
    ev_source_init(&master_self.patience, -1, master_ready);
    ev_source_init(&master_self.late, -1, master_on_late);
    ev_source_init(&master_self.minute, -1, master_on_minute);
    if (master_share() == -1) {
        return 1;
    }
    master_catch();
    alone = RPD_WITH_TUNING && !cf->master_process;
    cf->workers = alone ? 1 : cf->workers;
    if (RPD_WITH_UPGRADE) {
        master_inherit();
    }
    if (master_apply(cf, 5) == -1) {
        return 1;
    }
    slot_self.cf = master_self.cf = cf;
    master_self.workers = cf->workers;
    if (cf->daemon && !master_heir.parent
        && (parent = master_daemonize()) == -1)
    {
        log_fail(LOG_EMERG, "going to the background failed");
        return 1;
    }
    if (parent != -1 && ev_open(cf->use, master_signal) == -1) {
        return 1;
    }
    if (master_claim(cf->pid) == -1) {
        return 1;
    }
    if (tell != NULL) {
        tell(cf);
    }
    log_self.starting = 0;
    log_err(LOG_NOTICE, "reuseportd/" RPD_VERSION " uses \"%s\"",
            ev_self.backend->name);
    if (cf->daemon) {
        master_detach(cf, parent);
    }
    if (RPD_WITH_UPGRADE) {
        master_on_alive(&master_self.alive, 0);
    }
    if (alone) {
        return master_alone(cf);
    }
    master_title(argv);
    master_first();
    master_loop();
    return 0;
}

/* === 27 main === Command line, rpd_main(), main() ========================= */

static struct {
    const char *prefix;         /* -p */
    const char *path;           /* -c */
    const char *also;           /* -g */
    const char *error_log;      /* -e */
    const char *signal;         /* -s */
    int signo;                  /* that it stands for */
    const char *topic;          /* of -h */
    int test;                   /* -t: 1, -T: 2 */
    int quiet;                  /* -q */
    int help, version;          /* -h; -v: 1, -V: 2 */
    const char *dir, *where;    /* directory mode */
} main_self;

static const struct main_option {
    const char *doc;            /* its letter, and what it takes - what it is */
    const char **value;         /* where that goes */
    const char *what;           /* and what is missing without it */
    int *flag;                  /* if it takes nothing */
    int bit;
} main_options[] = {
    { "c" HELP(" FILE - configuration, default " RPD_CONF_PATH), &main_self.path, "file name", NULL, 0 },
    { "p" HELP(" DIR - prefix of relative paths, default " RPD_PREFIX), &main_self.prefix, "directory name", NULL, 0 },
    { "g" HELP(" TEXT - directives for the main block"), &main_self.also, "parameter", NULL, 0 },
    { "e" HELP(" FILE - error log unless configured, default " RPD_ERROR_LOG), &main_self.error_log, "file name", NULL, 0 },
    { "t" HELP(" - test the configuration, list errors, exit"), NULL, NULL, &main_self.test, 1 },
    WITH(COMMANDS, { "T" HELP(" - the same, print the configuration"), NULL, NULL, &main_self.test, 2 },)
    { "q" HELP(" - only errors while testing"), NULL, NULL, &main_self.quiet, 1 },
    WITH(COMMANDS, { "s" HELP(" SIGNAL - stop, quit, reload (waits and reports), reopen, grow, shrink"), &main_self.signal, "parameter", NULL, 0 },)
    { "v" HELP(" - print the version"), NULL, NULL, &main_self.version, 1 },
    { "V" HELP(" - print version, compiler, switches, features"), NULL, NULL, &main_self.version, 2 },
    { "h" HELP(" [NAME] - this help, or that of a directive; \"directives\""), NULL, NULL, &main_self.help, 1 },
};

#define MAIN_OPTIONS (sizeof(main_options) / sizeof(*main_options))

static const struct {
    const char *name;
    int signo;
} main_signals[] = {
    { "stop", SIGTERM }, { "quit", SIGQUIT }, { "reload", SIGHUP },
    { "reopen", SIGUSR1 }, { "grow", SIGTTIN }, { "shrink", SIGTTOU },
};

#define MAIN_SIGNALS (sizeof(main_signals) / sizeof(*main_signals))

/* What the table knows of a directive. */
static void
main_describe(const struct row *row)
{
    const char *dash = strstr(row->doc, " - ");
    int block = row->args & CONF_BLOCK;
    const char *dflt = block ? NULL : row->dflt;
    char text[128];

    dprintf(STDOUT_FILENO, "%.*s%s%s\n%s%s%s    context: %s\n%s%s%s%s",
            dash ? (int) (dash - row->doc) : -1, row->doc,
            row->set == conf_set_flag ? " on|off" : row->args & CONF_NOOP
            ? " …" : "", block ? "" : ";",
            dash ? "    " : "", dash ? dash + 3 : "", dash ? "\n" : "",
            conf_where(row->where, text), dflt ? "    default: " : "",
            dflt ? dflt : "", dflt ? "\n" : "", row->args & CONF_NOOP
            ? "    accepted, has no effect\n" : "");
}

static void
main_usage(void)
{
    const char *doc, *dash;
    size_t i;

    dprintf(STDOUT_FILENO, "usage: reuseportd [-t" WITH(COMMANDS, "T") "qvV] "
            "[-c FILE] [-p DIR] [-g TEXT] [-e FILE]" WITH(COMMANDS,
            " [-s SIGNAL]\n       reuseportd DIR [[ADDR:]PORT]    "
            "serve a directory") "\n");
    for (i = 0; RPD_WITH_HELP && i < MAIN_OPTIONS; i++) {
        doc = main_options[i].doc;
        dash = strstr(doc, " - ");
        dprintf(STDOUT_FILENO, "  -%-10.*s%s\n", (int) (dash - doc), doc,
                dash + 3);
    }
}

static int
main_help(void)
{
    const char *topic = main_self.topic;
    char text[LOG_LINE], more[CONF_HINT] = "";
    const struct row *row;
    int i;

    if (topic == NULL || !RPD_WITH_HELP) {
        main_usage();
        return 0;
    }
    if (strcmp(topic, "directives") == 0) {
        for (i = 0; i < CONF_ROWS; i++) {
            main_describe(&conf_rows[i]);
        }
        return 0;
    }
    row = conf_row(topic);
    if (row != NULL) {
        main_describe(row);
        return 0;
    }
    conf_unknown(topic, text, more);
    dprintf(STDERR_FILENO, "reuseportd: %s%s\n", text, more);
    return 1;
}

/* Of what a header promises, what this kernel can. */
static void
main_kernel(void)
{
    int fd = plat_socket(AF_INET, SOCK_STREAM);
    int fd6 = plat_socket(AF_INET6, SOCK_STREAM);
    int reuseport = RPD_HAVE_REUSEPORT && plat_reuseport(fd, 1) == 0;

    dprintf(STDERR_FILENO, "kernel: reuseport=%d steering=%d freebind=%d "
            "deferred=%d fastopen=%d ipv6=%d cpus=%d\n",
            reuseport, reuseport && plat_steer(fd, 1) == 0,
            plat_freebind(fd, AF_INET) == 0,
            plat_set(fd, PLAT_DEFERRED, 1) == 0,
            plat_set(fd, PLAT_FASTOPEN, 5) == 0, fd6 != -1, plat_cpus());
    close(fd);
    close(fd6);
}

/* -V: what this binary can do. */
static void
main_version(void)
{
    dprintf(STDERR_FILENO, "built by " PLAT_COMPILER "\nswitches:"
            PLAT_PARTS(PLAT_SWITCH) PLAT_SWITCH(TLS) PLAT_SWITCH(FAULTS)
            WITH(HELP, "\nmbedTLS: " PLAT_MBEDTLS "\nfeatures:" PLAT_FEATURES)
            "\n");
    if (RPD_WITH_HELP) {
        main_kernel();
        dprintf(STDERR_FILENO, "paths: conf=%s prefix=%s pid=%s error_log=%s\n",
                RPD_CONF_PATH, RPD_PREFIX, RPD_PID_PATH, RPD_ERROR_LOG);
    }
}

/* --- -s: signals to a running master -------------------------------------- */

/* The number of the last report, -1: none; its text goes to `text`. */
static int
main_report(const char *pid_path, char *text, size_t size)
{
    char path[PATH_MAX];

    return plat_read_text(master_report_path(pid_path, path), text, size) == -1
           ? -1 : (int) plat_number(&text);
}

/* Waits until the master tells how its reload went. */
static int
main_wait_reload(const char *pid_path, pid_t pid, int before)
{
    char text[4096], *rest;
    int now, tries = 6000;      /* a minute */

    while ((now = main_report(pid_path, text, sizeof(text))) == before
           && kill(pid, 0) == 0 && --tries > 0)
    {
        poll(NULL, 0, 10);
    }
    if (now == before) {
        dprintf(STDERR_FILENO, "reuseportd: the master process %s\n",
                tries > 0 ? "is gone" : "does not say how it went");
        return 1;
    }
    if (strstr(text, " ok\n") != NULL) {
        return 0;
    }
    rest = strchr(text, '\n');
    dprintf(STDERR_FILENO, rest ? "reuseportd: the new configuration was "
            "refused, the old one stays\n%s" : "reuseportd: the master process "
            "cannot say how it went, its error log does\n", rest ? rest + 1
            : "");
    return 1;
}

/* A configuration with errors will do to find the master: it is the master
 * that refuses to reload, and logs why. */
static int
main_send(const struct conf_source *from)
{
    const struct conf *cf;
    char text[64], report[4096];
    long pid;
    int before, err;

    log_self.starting = 0;
    cf = conf_load(from, 1);
    log_self.starting = 1;
    if (cf == NULL || plat_read_text(cf->pid, text, sizeof(text)) == -1) {
        err = errno;
        if (conf_load(from, 0) != NULL) {       /* else that was told */
            errno = err;
            log_fail(LOG_ERROR, "open() \"%s\" failed", cf->pid);
        }
        return 1;
    }
    text[strcspn(text, "\r\n")] = '\0';
    pid = (long) str_num(str_span(text));
    if (pid <= 0) {
        log_err(LOG_ERROR, "invalid PID number \"%s\" in \"%s\"", text,
                cf->pid);
        return 1;
    }
    if (main_self.signo == SIGHUP && !cf->master_process) {
        log_err(LOG_ERROR, "no reload: " MASTER_ALONE);
        return 1;
    }
    before = main_report(cf->pid, report, sizeof(report));
    if (kill((pid_t) pid, main_self.signo) == -1) {
        log_fail(LOG_ALERT, "kill(%ld, %d) failed", pid, main_self.signo);
        return 1;
    }
    return main_self.signo == SIGHUP
           ? main_wait_reload(cf->pid, (pid_t) pid, before) : 0;
}

/* --- Directory mode ------------------------------------------------------- */

/* Who may read the directory: nobody if all may, else its owner. */
static void
main_dir_user(char *to, size_t size, const char *dir)
{
    struct stat st;
    const char *name;
    char path[PATH_MAX], *slash;
    mode_t all = 05;            /* may read it; and go through those above */

    to[0] = '\0';
    if (geteuid() != 0 || stat(dir, &st) == -1) {
        return;
    }
    name = plat_user_name(st.st_uid);
    snprintf(path, sizeof(path), "%s", dir);
    for (; stat(path, &st) == 0 && (st.st_mode & all) == all; all = 01) {
        slash = strrchr(path, '/');
        if (slash == path) {
            return;
        }
        *slash = '\0';
    }
    if (name != NULL) {
        snprintf(to, size, "user %s;", name);
    }
}

/* The configuration that serves a directory, which becomes the prefix; -1 with
 * the reason told. */
static int
main_dir_conf(struct conf_source *from)
{
    static char text[1024], dir[PATH_MAX];
    char user[64];
    const char *where = main_self.where ? main_self.where : "8080";
    struct stat st;
    int is_port = where[strspn(where, "0123456789")] == '\0';

    if (realpath(main_self.dir, dir) == NULL || stat(dir, &st) == -1
        || !S_ISDIR(st.st_mode))
    {
        dprintf(STDERR_FILENO, "reuseportd: \"%s\" is not a directory\n",
                main_self.dir);
        return -1;
    }
    main_dir_user(user, sizeof(user), dir);
    snprintf(text, sizeof(text), "daemon off; pid \"\"; worker_processes "
             "auto; %s error_log stderr notice; events { } http { sendfile on; "
             "tcp_nopush on; access_log stderr; server { listen \"%s\"; %s%s%s "
             "root \"\"; " WITH(AUTOINDEX, "autoindex on; ") "} }", user, where,
             is_port ? "listen \"[::]:" : "",
             is_port ? where : "", is_port ? "\";" : "");
    from->prefix = dir;
    from->path = NULL;
    from->text = text;
    return 0;
}

/* Prints the URL of what directory mode serves. */
static void
main_tell(const struct conf *cf)
{
    const struct addr *a = &cf->listens->addr;
    char text[SOCK_TEXT];
    int any = a->u.sa.sa_family == AF_INET && a->u.in.sin_addr.s_addr == 0;

    if (any) {
        snprintf(text, sizeof(text), "127.0.0.1:%d", sock_port(a));
    } else {
        sock_text(a, text);
    }
    dprintf(STDOUT_FILENO, "reuseportd: %s is served at http://%s/%s\n",
            main_self.dir, text, any ? " and on all other addresses" : "");
}

/* --- Options -------------------------------------------------------------- */

/* Tells what is wrong with the command line. -1. */
#define main_wrong(...) (dprintf(STDERR_FILENO, "reuseportd: " __VA_ARGS__), -1)

/* The value of an option: the rest of the word, or the next word. 0, or -1
 * with the error told. */
static int
main_value(const struct main_option *o, const char *rest, char ***arg)
{
    if (*rest == '\0') {
        rest = (*arg)[1];
        *arg += rest != NULL;
    }
    *o->value = rest;
    return rest ? 0 : main_wrong("option \"-%c\" requires %s\n", o->doc[0],
                                 o->what);
}

/* The letters of one word; 0, or -1 with the error told. */
static int
main_letters(char ***arg)
{
    const struct main_option *o;
    const char *p;

    for (p = **arg + 1; *p; p++) {
        for (o = main_options; o->doc[0] != (*p == '?' ? 'h' : *p); o++) {
            if (o == &main_options[MAIN_OPTIONS - 1]) {
                return main_wrong("invalid option: \"%c\"%s\n", *p,
                                  RPD_WITH_COMMANDS ? "" : CONF_LEFT_OUT);
            }
        }
        if (o->value != NULL) {
            return main_value(o, p + 1, arg);
        }
        *o->flag |= o->bit;
        if (main_self.help) {
            main_self.topic = (*arg)[1];
            *arg += main_self.topic != NULL;
            return 0;
        }
    }
    return 0;
}

/* What -s names; 0, or -1 with the error told. */
static int
main_find_signal(void)
{
    size_t i;

    for (i = 0; main_self.signal != NULL && i < MAIN_SIGNALS; i++) {
        if (strcmp(main_signals[i].name, main_self.signal) == 0) {
            main_self.signo = main_signals[i].signo;
            return 0;
        }
    }
    return main_self.signal == NULL ? 0
           : main_wrong("invalid option: \"-s %s\"\n", main_self.signal);
}

static int
main_options_read(char **argv)
{
    char **arg;

    for (arg = argv + 1; *arg != NULL; arg++) {
        if ((*arg)[0] == '-' && (*arg)[1] != '\0') {
            if (main_letters(&arg) == -1) {
                return -1;
            }
        } else if (RPD_WITH_COMMANDS && main_self.dir == NULL) {
            main_self.dir = *arg;
        } else if (RPD_WITH_COMMANDS && main_self.where == NULL) {
            main_self.where = *arg;
        } else {
            return main_wrong("unexpected \"%s\"\n", *arg);
        }
    }
    return RPD_WITH_COMMANDS ? main_find_signal() : 0;
}

/* `path` made absolute against `dir`, or the working directory if NULL; it may
 * be written to `full`. */
static const char *
main_absolute(char full[PATH_MAX], const char *dir, const char *path)
{
    char cwd[PATH_MAX];

    if (path[0] == '/') {
        return path;
    }
    if (dir == NULL) {
        dir = realpath(".", cwd) ? cwd : "/";
    }
    (void) str_print(full, full + PATH_MAX, "%s%s%s", dir,
                     dir[0] && dir[strlen(dir) - 1] == '/' ? "" : "/", path);
    return full;
}

/* Where the configuration comes from; 0, or -1 with the error told. */
static int
main_source(struct conf_source *from)
{
    static char prefix[PATH_MAX], path[PATH_MAX];

    memset(from, 0, sizeof(*from));
    from->prefix = main_absolute(prefix, NULL, main_self.prefix
                                 ? main_self.prefix : RPD_PREFIX);
    from->path = main_absolute(path, main_self.prefix ? from->prefix : NULL,
                               main_self.path ? main_self.path : RPD_CONF_PATH);
    from->also = main_self.also;
    from->error_log = main_self.error_log ? main_self.error_log : RPD_ERROR_LOG;
    return RPD_WITH_COMMANDS && main_self.dir != NULL ? main_dir_conf(from) : 0;
}

/* Prints what was read, for -T. */
static void
main_dump(const struct conf *cf)
{
    const struct conf_file *f;

    for (f = cf->files; f != NULL; f = f->next) {
        dprintf(STDOUT_FILENO, "# configuration file %s:\n%.*s\n", f->path,
                (int) f->text.n, f->text.p);
    }
}

static int
main_test(const struct conf_source *from, const struct conf *cf)
{
    const char *path = from->path ? from->path : "directory mode";

    if (cf == NULL) {
        dprintf(STDERR_FILENO, "reuseportd: configuration file %s test "
                "failed\n", path);
        return 1;
    }
    if (!main_self.quiet) {
        dprintf(STDERR_FILENO, "reuseportd: the configuration file %s syntax "
                "is ok\nreuseportd: configuration file %s test is successful\n",
                path, path);
    }
    if (RPD_WITH_COMMANDS && main_self.test & 2) {
        main_dump(cf);
    }
    return 0;
}

/* Descriptors 0 to 2 are there, whatever started us: else a socket or a log
 * would become standard error. */
static int
main_open_std(void)
{
    int fd;

    do {
        fd = plat_null();
    } while (fd >= 0 && fd <= STDERR_FILENO);
    return fd == -1 ? -1 : close(fd);
}

int
rpd_main(int argc, char **argv)
{
    struct conf_source from;
    struct conf *cf;
    char **words = plat_title_init(argv);

    (void) argc;
    if (words == NULL || main_open_std() == -1) {
        return 1;
    }
    plat_tick();
    tab_init();
    log_self.starting = 1;
    if (gethostname(log_self.host, sizeof(log_self.host) - 1) == -1) {
        log_self.host[0] = '\0';
    }
    if (main_options_read(words) == -1) {
        return 1;
    }
    if (main_self.version) {
        dprintf(STDERR_FILENO, "reuseportd version: reuseportd/" RPD_VERSION
                "\n");
    }
    if (main_self.version & 2) {
        main_version();
    }
    if (main_self.help) {
        return main_help();
    }
    if (main_self.version) {
        return 0;
    }
    log_self.quiet = main_self.quiet && main_self.test;
    if (main_source(&from) == -1) {
        return 1;
    }
    if (RPD_WITH_COMMANDS && main_self.signal != NULL && !main_self.test) {
        return main_send(&from);
    }
    cf = conf_load(&from, 0);
    if (cf != NULL && (http_bind(cf) == -1
                       || (main_self.test && master_open_files(cf) == -1)))
    {
        cf = NULL;
    }
    if (main_self.test) {
        return main_test(&from, cf);
    }
    if (cf == NULL) {
        return 1;
    }
    return master_run(&from, cf, words,
                      RPD_WITH_COMMANDS && from.text ? main_tell : NULL);
}

#ifndef RPD_NO_MAIN
int
main(int argc, char **argv)
{
    return rpd_main(argc, argv);
}
#endif

PLAT_END

/* Copyright (c) 2026 the reuseportd developers
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 *
 * THIS SOFTWARE IS PROVIDED BY THE AUTHORS "AS IS" AND ANY EXPRESS OR IMPLIED
 * WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF
 * MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO
 * EVENT SHALL THE AUTHORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
 * SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO,
 * PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS;
 * OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
 * WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR
 * OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF
 * ADVISED OF THE POSSIBILITY OF SUCH DAMAGE. */
