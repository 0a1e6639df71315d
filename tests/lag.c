/* lag.c: two network namespaces and a slow line between them (Linux, root).
 *   lag MS [LOSS_PERCENT]
 *     makes the namespaces A (10.99.0.1) and B (10.99.0.2), each with a TUN
 *     device "lag0", and prints "PID_A PID_B" when both are up: two children
 *     that do nothing but keep a namespace. Then it carries the packets over,
 *     each MS milliseconds late, so that a round trip takes 2*MS, and loses
 *     some at random (the same ones in every run). MS and LOSS_PERCENT may
 *     have decimals. It ends on SIGTERM, when its parent is gone, and after
 *     five minutes; the children end with it.
 *   lag -e PID COMMAND...
 *     runs COMMAND in the namespace that the process PID lives in.
 * Only IPv4 is carried over: what the kernel says on its own on a new device
 * is IPv6, and it would change which packets are lost.
 * Exit status: 0 ended as above, 1 wrong usage or the line broke, 77 may not
 * or cannot make namespaces here. With -e it is that of COMMAND, or 126 when
 * there is no way into the namespace, 127 when COMMAND does not run.
 */
#define _GNU_SOURCE 1

#include <stdio.h>

#ifndef __linux__

int
main(void)
{
    fputs("lag: Linux only\n", stderr);
    return 77;
}

#else

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* From the kernel's headers, which not every machine with a compiler has. */
#define TUNSETIFF _IOW('T', 202, int)
#define IFF_TUN   0x0001
#define IFF_NO_PI 0x1000

#define MSEC    1000000LL      /* of nanoseconds, the unit of all times here */
#define TICK    (100 * MSEC)   /* how often it looks for its parent */
#define LIFE    (300000 * MSEC)
#define RING    65536          /* packets on their way in one direction */
#define BATCH   256            /* packets read before others have a turn */
#define QUEUE   16384          /* packets that wait in the device for us */

struct packet {
    long long     due;
    size_t        len;
    unsigned char data[];
};

struct way {                   /* one direction */
    int             from, to;
    unsigned short  chance[3];
    unsigned        head, tail;
    unsigned long   full;      /* packets thrown away: the ring was full */
    struct packet  *ring[RING];
};

static struct way            ways[2] = { { .chance = { 1, 2, 3 } },
                                         { .chance = { 4, 5, 6 } } };
static long long             delay;
static double                loss;
static volatile sig_atomic_t ended;

static void
cannot(const char *what)
{
    fprintf(stderr, "lag: %s: %s\n", what, strerror(errno));
    exit(77);
}

static void
on_signal(int sig)
{
    ended = sig;
}

static long long
now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return 1000 * MSEC * ts.tv_sec + ts.tv_nsec;
}

/* --- the namespaces --- */

/* Brings up a device of this namespace; with an address, to talk to a peer. */
static void
bring_up(const char *name, const char *addr, const char *peer)
{
    struct ifreq       ifr = { 0 };
    struct sockaddr_in sin = { 0 };
    int                fd = socket(AF_INET, SOCK_DGRAM, 0);

    if (fd == -1)
        cannot("socket");
    strncpy(ifr.ifr_name, name, IFNAMSIZ - 1);
    if (addr != NULL) {
        ifr.ifr_qlen = QUEUE;
        if (ioctl(fd, SIOCSIFTXQLEN, &ifr) == -1)
            cannot("SIOCSIFTXQLEN");
        sin.sin_family = AF_INET;
        inet_pton(AF_INET, addr, &sin.sin_addr);
        memcpy(&ifr.ifr_addr, &sin, sizeof(sin));
        if (ioctl(fd, SIOCSIFADDR, &ifr) == -1)
            cannot(addr);
        inet_pton(AF_INET, peer, &sin.sin_addr);
        memcpy(&ifr.ifr_dstaddr, &sin, sizeof(sin));
        if (ioctl(fd, SIOCSIFDSTADDR, &ifr) == -1)
            cannot(peer);
    }
    if (ioctl(fd, SIOCGIFFLAGS, &ifr) == -1)
        cannot(name);
    ifr.ifr_flags |= IFF_UP;
    if (ioctl(fd, SIOCSIFFLAGS, &ifr) == -1)
        cannot(name);
    close(fd);
}

/* Moves to a new namespace with lo and a TUN device, and returns the latter:
 * it stays usable from any other namespace. */
static int
new_namespace(const char *addr, const char *peer)
{
    struct ifreq ifr = { 0 };
    int          fd;

    if (unshare(CLONE_NEWNET) == -1)
        cannot("new network namespace");
    fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (fd == -1)
        cannot("/dev/net/tun");
    strcpy(ifr.ifr_name, "lag0");
    ifr.ifr_flags = IFF_TUN | IFF_NO_PI;
    if (ioctl(fd, TUNSETIFF, &ifr) == -1)
        cannot("TUNSETIFF");
    bring_up("lo", NULL, NULL);
    bring_up("lag0", addr, peer);
    return fd;
}

/* Starts a child that keeps the present namespace and nothing else. */
static pid_t
keeper(void)
{
    pid_t self = getpid(), pid = fork();

    if (pid == -1)
        cannot("fork");
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (getppid() == self)
        pause();
    _exit(0);
}

static int
enter(char **argv)
{
    char path[64];
    int  fd;

    snprintf(path, sizeof(path), "/proc/%ld/ns/net", atol(argv[0]));
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd == -1 || setns(fd, CLONE_NEWNET) == -1) {
        fprintf(stderr, "lag: %s: %s\n", path, strerror(errno));
        return 126;
    }
    execvp(argv[1], argv + 1);
    fprintf(stderr, "lag: %s: %s\n", argv[1], strerror(errno));
    return 127;
}

/* --- the line --- */

/* Takes what the device has; -1 when the device is no more. */
static int
receive(struct way *w)
{
    static unsigned char buf[65536];
    struct packet       *p;
    ssize_t              n;
    int                  i;

    for (i = 0; i < BATCH; i++) {
        n = read(w->from, buf, sizeof(buf));
        if (n == -1)
            return errno == EAGAIN || errno == EINTR ? 0 : -1;
        if (n == 0 || buf[0] >> 4 != 4 || erand48(w->chance) * 100 < loss)
            continue;
        p = w->tail - w->head < RING ? malloc(sizeof(*p) + (size_t) n) : NULL;
        if (p == NULL) {
            w->full++;
            continue;
        }
        p->due = now() + delay;
        p->len = (size_t) n;
        memcpy(p->data, buf, p->len);
        w->ring[w->tail++ % RING] = p;
    }
    return 0;
}

/* Hands over the packets whose time has come; returns when the next one's
 * comes, or LATER. What a device that is down refuses is lost. */
static long long
deliver(struct way *w, long long later)
{
    struct packet *p;
    ssize_t        done;
    int            i;

    for (i = 0; w->head != w->tail; i++) {
        p = w->ring[w->head % RING];
        if (i == BATCH || p->due > now())
            return p->due < later ? p->due : later;
        done = write(w->to, p->data, p->len);
        (void) done;
        free(p);
        w->head++;
    }
    return later;
}

/* Carries packets until something ends it; returns the exit status. */
static int
carry(pid_t parent)
{
    struct pollfd   p[2] = { { ways[0].from, POLLIN, 0 },
                             { ways[1].from, POLLIN, 0 } };
    struct timespec ts = { 0, 0 };
    long long       death = now() + LIFE, wait;
    int             i, n;

    while (!ended && getppid() == parent && now() < death) {
        wait = deliver(&ways[1], deliver(&ways[0], now() + TICK)) - now();
        ts.tv_nsec = wait > 0 ? (long) wait : 0;
        n = ppoll(p, 2, &ts, NULL);
        for (i = 0; n > 0 && i < 2; i++) {
            if (p[i].revents && receive(&ways[i]) == -1) {
                fprintf(stderr, "lag: lag0: %s\n", strerror(errno));
                return 1;
            }
        }
    }
    return 0;
}

static int
line(pid_t parent)
{
    struct sigaction sa = { 0 };
    pid_t            a, b;
    int              status;

    ways[0].from = ways[1].to = new_namespace("10.99.0.1", "10.99.0.2");
    a = keeper();
    ways[1].from = ways[0].to = new_namespace("10.99.0.2", "10.99.0.1");
    b = keeper();
    sa.sa_handler = on_signal;
    sigaction(SIGTERM, &sa, NULL);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGHUP, &sa, NULL);
    prctl(PR_SET_TIMERSLACK, 1L);
    setpriority(PRIO_PROCESS, 0, -20);       /* a line has no processor */
    printf("%ld %ld\n", (long) a, (long) b);
    fflush(stdout);
    status = carry(parent);
    if (ways[0].full + ways[1].full > 0)
        fprintf(stderr, "lag: too many packets at once, lost %lu\n",
                ways[0].full + ways[1].full);
    kill(a, SIGKILL);
    kill(b, SIGKILL);
    waitpid(a, NULL, 0);
    waitpid(b, NULL, 0);
    return status;
}

/* Reads a number from 0 to MAX; -1 when it is none. */
static double
number(const char *s, double max)
{
    char  *end;
    double d = strtod(s, &end);

    return end != s && *end == '\0' && d >= 0 && d <= max ? d : -1;
}

int
main(int argc, char **argv)
{
    pid_t  parent = getppid();
    double ms;

    if (argc > 3 && strcmp(argv[1], "-e") == 0)
        return enter(argv + 2);
    ms = argc == 2 || argc == 3 ? number(argv[1], 60000) : -1;
    loss = argc == 3 ? number(argv[2], 100) : 0;
    if (ms < 0 || loss < 0) {
        fputs("usage: lag MS [LOSS_PERCENT] | lag -e PID COMMAND...\n",
              stderr);
        return 1;
    }
    delay = (long long) (ms * MSEC);
    return line(parent);
}

#endif
