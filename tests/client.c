/* client.c: sends bytes as they are to a port and prints what comes back.
 *   client [options] PORT BYTES
 *     -6, -a ADDR, -u PATH   connect to ::1, an IP address, a unix socket
 *                (PORT is not used then); the default is 127.0.0.1
 *     -f FILE    send this file too, after BYTES, byte by byte as it is
 *     -s N       send in pieces of N bytes with tiny pauses between them
 *     -r N       read slowly: small receive buffer, N bytes at a time
 *     -w         shut the sending side down after everything is sent
 *     -x         close with a reset after everything is sent, read nothing
 *     -t MS      give up after MS without a byte received (default 10000)
 *     -e         the end, [eof], [reset] or [timeout], is the last line on
 *                stdout (else on stderr)
 *     -n K       send BYTES K times over one connection
 *     -c M       open M connections first, use one after the other
 *   client -l FIRST [SECONDS]
 *     finds a block of eight free ports from FIRST on, listens on the first
 *     to reserve it, prints the next, stays until its parent is gone, and
 *     ends the parent after SECONDS (180)
 * Escapes in BYTES: \r \n \t \\ \xHH, \w waits until at least one byte was
 * received since the last byte sent, \i waits for a line on stdin.
 * Exit status: 0 end of file, 1 no connection, 2 timeout, 3 reset.
 */
#define _GNU_SOURCE 1            /* not _POSIX_C_SOURCE: BSD headers mind it */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum end { END_NONE, END_EOF, END_TIMEOUT, END_RESET };
static struct {
    const char *addr;          /* address in text form */
    const char *path;          /* unix socket, or NULL */
    const char *file;          /* sent after the bytes, or NULL */
    size_t      piece, slow;   /* bytes a send, a read; 0: as they come */
    int         shut, abort, mark;
    int         timeout;       /* milliseconds */
    int         repeat, conns;
} opt = { "127.0.0.1", NULL, NULL, 0, 0, 0, 0, 0, 10000, 1, 1 };

struct link {
    int      fd;
    size_t   fresh;            /* bytes received since the last byte sent */
    enum end end;
};

static void
die(const char *what)
{
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void
pause_us(long us)
{
    struct timespec ts = { 0, us * 1000 };

    nanosleep(&ts, NULL);
}

static socklen_t
fill_address(void *ss, int port)
{
    struct sockaddr_in  *v4 = ss;
    struct sockaddr_in6 *v6 = ss;
    struct sockaddr_un  *un = ss;

    if (opt.path != NULL) {
        un->sun_family = AF_UNIX;
        strncpy(un->sun_path, opt.path, sizeof(un->sun_path) - 1);
        return sizeof(*un);
    }
    v4->sin_port = htons((unsigned short) port);    /* same place in v6 */
    if (inet_pton(AF_INET, opt.addr, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        return sizeof(*v4);
    }
    if (inet_pton(AF_INET6, opt.addr, &v6->sin6_addr) != 1)
        die(opt.addr);
    v6->sin6_family = AF_INET6;
    return sizeof(*v6);
}

static void
open_link(struct link *k, int port)
{
    struct sockaddr_storage ss = { 0 };
    socklen_t               len = fill_address(&ss, port);
    int                     one = 1, small = 32768;

    k->fresh = 0;
    k->end = END_NONE;
    k->fd = socket(ss.ss_family, SOCK_STREAM, 0);
    if (k->fd == -1)
        die("socket");
    if (opt.slow)
        setsockopt(k->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    if (connect(k->fd, (struct sockaddr *) &ss, len) == -1)
        die("connect");
    if (opt.path == NULL)
        setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    fcntl(k->fd, F_SETFL, O_NONBLOCK);
}

/* Reads once and prints. */
static void
take(struct link *k)
{
    static char buf[65536];
    size_t      want = opt.slow ? opt.slow : sizeof(buf);
    ssize_t     n;

    if (want > sizeof(buf))
        want = sizeof(buf);
    n = read(k->fd, buf, want);
    if (n > 0) {
        k->fresh += (size_t) n;
        fwrite(buf, 1, (size_t) n, stdout);
        fflush(stdout);
        if (opt.slow)
            pause_us(1000);
    } else if (n == 0) {
        if (k->end == END_NONE)
            k->end = END_EOF;
    } else if (errno != EAGAIN && errno != EINTR) {
        k->end = END_RESET;
    }
}

/* Waits for something to read, or to write as well, and reads it. */
static int
turn(struct link *k, int events)
{
    struct pollfd p = { k->fd, (short) events, 0 };
    int           n = poll(&p, 1, opt.timeout);

    if (n == 0)
        k->end = END_TIMEOUT;
    else if (n > 0 && (p.revents & ~POLLOUT))
        take(k);
    return n > 0 && (p.revents & POLLOUT);
}

static void
send_bytes(struct link *k, const char *p, size_t n)
{
    size_t  part = opt.piece ? opt.piece : n;
    ssize_t done;

    while (n > 0 && k->end == END_NONE) {
        done = write(k->fd, p, part < n ? part : n);
        if (done > 0) {
            p += done;
            n -= (size_t) done;
            k->fresh = 0;
            if (opt.piece)
                pause_us(200);
        } else if (done == -1 && (errno == EPIPE || errno == ECONNRESET)) {
            while (k->end == END_NONE)        /* what came before the reset */
                turn(k, POLLIN);
            k->end = END_RESET;
        } else {
            turn(k, POLLIN | POLLOUT);
        }
    }
}

static void
send_file(struct link *k, FILE *f)
{
    static char buf[65536];
    size_t      n;

    if (f == NULL)
        die(opt.file);
    while (k->end == END_NONE && (n = fread(buf, 1, sizeof(buf), f)) > 0)
        send_bytes(k, buf, n);
    fclose(f);
}

/* Waits for one line on stdin and reads the connection meanwhile. */
static void
await_line(struct link *k)
{
    struct pollfd p[2] = { { 0, POLLIN, 0 }, { k->fd, POLLIN, 0 } };
    char          c = 0;

    while (c != '\n' && poll(p, 2, -1) > 0) {
        if (p[1].revents)
            take(k);
        if (k->end != END_NONE)
            p[1].fd = -1;
        if (p[0].revents && read(0, &c, 1) != 1)
            return;
    }
}

static int
hex(int c)
{
    return c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
}

/* Sends the bytes of one script, with its escapes and waits. */
static void
run_script(struct link *k, const char *s)
{
    char  *buf = malloc(strlen(s) + 1);
    size_t n = 0;

    for (; buf != NULL && *s != '\0'; s++) {
        if (*s != '\\' || s[1] == '\0') {
            buf[n++] = *s;
        } else if (*++s == 'x' && s[1] != '\0' && s[2] != '\0') {
            buf[n++] = (char) (hex(s[1]) * 16 + hex(s[2]));
            s += 2;
        } else if (*s == 'w' || *s == 'i') {
            send_bytes(k, buf, n);
            n = 0;
            if (*s == 'i')
                await_line(k);
            while (*s == 'w' && k->fresh == 0 && k->end == END_NONE)
                turn(k, POLLIN);
        } else {
            buf[n++] = *s == 'r' ? '\r' : *s == 'n' ? '\n'
                     : *s == 't' ? '\t' : *s;
        }
    }
    send_bytes(k, buf, n);
    free(buf);
}

static enum end
finish(struct link *k)
{
    static const char *const name[] = { "", "[eof]", "[timeout]", "[reset]" };
    struct linger            hard = { 1, 0 };

    if (opt.abort) {
        setsockopt(k->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
        k->end = END_EOF;
    } else if (opt.shut && k->end == END_NONE) {
        shutdown(k->fd, SHUT_WR);
    }
    while (k->end == END_NONE)
        turn(k, POLLIN);
    close(k->fd);
    fprintf(opt.mark ? stdout : stderr, "\n%s\n", name[k->end]);
    fflush(stdout);
    return k->end;
}

static int
can_listen(int port, int any)
{
    struct sockaddr_in sin = { 0 };
    int                fd = socket(AF_INET, SOCK_STREAM, 0);

    sin.sin_family = AF_INET;
    sin.sin_port = htons((unsigned short) port);
    sin.sin_addr.s_addr = htonl(any ? INADDR_ANY : INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &any, sizeof(any));
    if (bind(fd, (struct sockaddr *) &sin, sizeof(sin)) == 0
        && listen(fd, 1) == 0)
        return fd;
    close(fd);
    return -1;
}

static int
hold_ports(int first, int seconds)
{
    pid_t parent = getppid();
    int   i = 0, fd, held;

    for (; i < 8; first += 8) {
        if (first < 18000 || first > 29990)
            first = 18000;
        held = can_listen(first, 0);
        for (i = 1; held != -1 && i < 8; i++) {
            if ((fd = can_listen(first + i, 1)) == -1)
                break;
            close(fd);
        }
        if (i < 8)
            close(held);
    }
    printf("%d\n", first - 7);
    fflush(stdout);
    for (i = 0; getppid() == parent; i++) {
        if (i == 2 * seconds)
            kill(parent, SIGTERM);
        pause_us(500000);
    }
    return 0;
}

int
main(int argc, char **argv)
{
    struct link *k;
    int          c, i, j;
    enum end     end = END_EOF;

    while ((c = getopt(argc, argv, "6a:u:f:s:r:wxt:en:c:l:")) != -1) {
        switch (c) {
        case '6': opt.addr = "::1"; break;
        case 'a': opt.addr = optarg; break;
        case 'u': opt.path = optarg; break;
        case 'f': opt.file = optarg; break;
        case 's': opt.piece = strtoul(optarg, NULL, 10); break;
        case 'r': opt.slow = strtoul(optarg, NULL, 10); break;
        case 'w': opt.shut = 1; break;
        case 'x': opt.abort = 1; break;
        case 't': opt.timeout = atoi(optarg); break;
        case 'e': opt.mark = 1; break;
        case 'n': opt.repeat = atoi(optarg); break;
        case 'c': opt.conns = atoi(optarg); break;
        case 'l':
            return hold_ports(atoi(optarg), argv[optind] ? atoi(argv[optind])
                              : 180);
        default: return 1;
        }
    }
    signal(SIGPIPE, SIG_IGN);
    k = argc - optind == 2 ? calloc((size_t) opt.conns, sizeof(*k)) : NULL;
    if (k == NULL)
        die("usage: client [options] PORT BYTES");
    for (i = 0; i < opt.conns; i++)
        open_link(&k[i], atoi(argv[optind]));
    for (i = 0; i < opt.conns; i++) {
        for (j = 0; j < opt.repeat; j++)
            run_script(&k[i], argv[optind + 1]);
        if (opt.file != NULL)
            send_file(&k[i], fopen(opt.file, "rb"));
    }
    for (i = 0; i < opt.conns; i++)
        if ((end = finish(&k[i])) == END_TIMEOUT)
            opt.timeout = 0;                  /* the others waited as long */
    return end == END_EOF ? 0 : end == END_TIMEOUT ? 2 : 3;
}
