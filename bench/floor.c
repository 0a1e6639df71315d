/* SPDX-License-Identifier: BSD-2-Clause
 *
 * floor.c - the floor under the figures of bench/compare: the smallest epoll
 * server that still is one. It accepts, receives and sends one fixed answer:
 * a header of 200 bytes and a body of 1 KB. No file, no log, no timer.
 *
 *     floor PORT          keep-alive
 *     floor PORT close    the connection is closed after the answer
 *     floor PORT 404      keep-alive, a 404 with a body of 150 bytes
 *
 * What it leaves out: it takes a request as whole when the bytes received end
 * in an empty line, so it knows neither pipelining nor bodies. A client that
 * does not take the answer at once is cut off.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD = 200, BODY = 1024, BODY_404 = 150, EVENTS = 512 };

static char answer[HEAD + BODY + 1];
static int length;              /* of all of it */

/* The header, filled up to HEAD bytes by a field of its own, and the body. */
static void
answer_make(const char *mode)
{
    int missing = strcmp(mode, "404") == 0;
    int n, body = missing ? BODY_404 : BODY;

    length = HEAD + body;
    n = snprintf(answer, HEAD, "HTTP/1.1 %s\r\nServer: floor\r\n"
                 "Content-Type: text/html\r\nContent-Length: %d\r\n"
                 "Connection: %s\r\nX-Fill: ",
                 missing ? "404 Not Found" : "200 OK", body,
                 strcmp(mode, "close") ? "keep-alive" : "close");
    memset(answer + n, 'f', (size_t) (HEAD - n));
    memcpy(answer + HEAD - 4, "\r\n\r\n", 4);
    memset(answer + HEAD, 'x', BODY);
}

static int
listener_open(int port)
{
    struct sockaddr_in sin;
    int s, on = 1;

    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons((unsigned short) port);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s < 0 || setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0
        || bind(s, (struct sockaddr *) &sin, sizeof(sin)) < 0
        || listen(s, 4096) < 0)
    {
        perror("floor: listen");
        exit(1);
    }
    return s;
}

static void
epoll_join(int ep, int fd)
{
    struct epoll_event ev;

    ev.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
    ev.data.fd = fd;
    if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) < 0) {
        perror("floor: epoll_ctl");
        exit(1);
    }
}

/* One connection is ready: receive; answer a whole request. gone: the client
 * has closed, no other event will come. */
static void
conn_serve(int fd, unsigned gone, int keep)
{
    char buf[4096];
    ssize_t n;

    n = recv(fd, buf, sizeof(buf), 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n >= 4 && memcmp(buf + n - 4, "\r\n\r\n", 4) == 0) {
        n = send(fd, answer, (size_t) length, MSG_NOSIGNAL);
        if (n == length && keep && !gone) {
            return;
        }
        n = 0;
    }
    if (n <= 0 || gone) {
        close(fd);
    }
}

int
main(int argc, char **argv)
{
    struct epoll_event evs[EVENTS];
    int keep, ls, ep, i, n, fd;

    if (argc < 2) {
        fprintf(stderr, "usage: floor PORT [close|404]\n");
        return 2;
    }
    keep = argc < 3 || strcmp(argv[2], "close") != 0;
    answer_make(argc < 3 ? "" : argv[2]);
    ls = listener_open(atoi(argv[1]));
    ep = epoll_create1(EPOLL_CLOEXEC);
    if (ep < 0) {
        perror("floor: epoll_create1");
        return 1;
    }
    epoll_join(ep, ls);
    for (;;) {
        n = epoll_wait(ep, evs, EVENTS, -1);
        for (i = 0; i < n; i++) {
            if (evs[i].data.fd != ls) {
                conn_serve(evs[i].data.fd, evs[i].events & ~EPOLLIN, keep);
                continue;
            }
            while ((fd = accept4(ls, NULL, NULL,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0)
            {
                epoll_join(ep, fd);
            }
        }
    }
}
