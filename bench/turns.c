/* SPDX-License-Identifier: BSD-2-Clause
 *
 * turns.c - the client of bench/compare -b: short bursts of requests to several
 * servers, in turn, so that what disturbs the machine disturbs all of them.
 *
 *     turns SECONDS CONNS PATH PORT,PID[,PID...] HEADER ...
 *
 * To each PORT of 127.0.0.1 it keeps CONNS connections. A burst asks one server
 * for PATH BURST times on each; the next request follows as soon as an answer
 * is whole. An answer is as long as the first one and has its status; anything
 * else is an error, and ends the program with 1. For each burst it prints
 * "ROUND SERVER REQUESTS/S US BUSY": servers are counted from 1, US is the CPU
 * of the PIDs for a request (/proc/PID/schedstat), BUSY that CPU against the
 * clock.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BURST = 40, SERVERS = 8, CONNS = 1024, STATUS = 12 };

struct server {
    const char *pids;           /* ",PID,PID" */
    char request[4096];
    int length;
    int ep;
    int fd[CONNS], got[CONNS];  /* of the answer that is on its way */
    int size;                   /* of an answer */
    char status[STATUS];        /* "HTTP/1.1 404" */
};

static struct server servers[SERVERS];
static char bytes[65536];
static int conns;

static void
fail(const char *why)
{
    fprintf(stderr, "turns: %s\n", why);
    exit(1);
}

static double
seconds_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

/* Nanoseconds of CPU that the processes have used. */
static double
cpu_used(const char *pids)
{
    double ns, sum = 0;
    char path[64];
    FILE *f;

    while (*pids == ',') {
        snprintf(path, sizeof(path), "/proc/%ld/schedstat",
                 strtol(pids + 1, (char **) &pids, 10));
        f = fopen(path, "r");
        if (f == NULL || fscanf(f, "%lf", &ns) != 1) {
            fail("a process of a server has gone, or no schedstat");
        }
        fclose(f);
        sum += ns;
    }
    return sum;
}

static void
ask(const struct server *s, int i)
{
    if (send(s->fd[i], s->request, (size_t) s->length, MSG_NOSIGNAL)
        != s->length)
    {
        fail("a request cannot be sent");
    }
}

/* The next bytes of an answer. 1: it is whole. */
static int
receive(struct server *s, int i)
{
    ssize_t n = recv(s->fd[i], bytes, sizeof(bytes), 0);

    if (n <= 0 || s->got[i] + n > s->size
        || (s->got[i] == 0
            && (n < STATUS || memcmp(bytes, s->status, STATUS) != 0)))
    {
        fail("a server closes, or answers something else");
    }
    s->got[i] += (int) n;
    if (s->got[i] < s->size) {
        return 0;
    }
    s->got[i] = 0;
    return 1;
}

static void
burst(struct server *s)
{
    int i, j, n, asked = conns, done = 0, all = conns * BURST;
    struct epoll_event ready[CONNS];

    for (i = 0; i < conns; i++) {
        ask(s, i);
    }
    while (done < all) {
        n = epoll_wait(s->ep, ready, CONNS, 10000);
        if (n <= 0) {
            fail("a server does not answer for 10 s");
        }
        for (j = 0; j < n; j++) {
            i = (int) ready[j].data.u32;
            if (receive(s, i)) {
                done++;
                if (asked++ < all) {
                    ask(s, i);
                }
            }
        }
    }
}

/* Connects to "PORT,PID..." and learns what an answer looks like. */
static void
meet(struct server *s, char *to)
{
    struct sockaddr_in sin;
    struct epoll_event e;
    ssize_t n;
    int i;

    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons((unsigned short) strtol(to, &to, 10));
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s->pids = to;
    s->ep = epoll_create1(0);
    for (i = 0; i < conns; i++) {
        s->fd[i] = socket(AF_INET, SOCK_STREAM, 0);
        memset(&e, 0, sizeof(e));
        e.events = EPOLLIN;
        e.data.u32 = (uint32_t) i;
        if (connect(s->fd[i], (struct sockaddr *) &sin, sizeof(sin)) < 0
            || epoll_ctl(s->ep, EPOLL_CTL_ADD, s->fd[i], &e) < 0)
        {
            fail("cannot connect");
        }
    }
    ask(s, 0);
    usleep(200000);             /* the answer is there as a whole */
    n = recv(s->fd[0], bytes, sizeof(bytes), 0);
    if (n < STATUS || n == (ssize_t) sizeof(bytes)) {
        fail("no answer, or too long a one");
    }
    s->size = (int) n;
    memcpy(s->status, bytes, STATUS);
    burst(s);
}

int
main(int argc, char **argv)
{
    int i, round, turn, n = argc / 2 - 2;
    double end, began, cpu, took;

    if (n < 1 || n > SERVERS || atoi(argv[2]) < 1 || atoi(argv[2]) > CONNS) {
        fail("SECONDS CONNS PATH PORT,PID[,PID...] HEADER ...");
    }
    conns = atoi(argv[2]);
    for (i = 0; i < n; i++) {
        servers[i].length = snprintf(servers[i].request, 4096, "GET %s "
                                     "HTTP/1.1\r\nHost: 127.0.0.1\r\n%s"
                                     "\r\n\r\n", argv[3], argv[5 + 2 * i]);
        meet(&servers[i], argv[4 + 2 * i]);
    }
    end = seconds_now() + atof(argv[1]);
    for (round = 1; seconds_now() < end; round++) {
        for (turn = 0; turn < n; turn++) {
            i = (round - 1 + turn) % n; /* each is the first in turn */
            cpu = cpu_used(servers[i].pids);
            began = seconds_now();
            burst(&servers[i]);
            took = seconds_now() - began;
            cpu = cpu_used(servers[i].pids) - cpu;
            printf("%d %d %.1f %.4f %.4f\n", round, i + 1,
                   conns * BURST / took, cpu / 1e3 / (conns * BURST),
                   cpu / 1e9 / took);
        }
    }
    return 0;
}
