/* SPDX-License-Identifier: BSD-2-Clause
 *
 * client.c - the small client of bench/compare.
 *
 *     client PORT PATH [COUNT [HEADER]]
 *
 * Asks 127.0.0.1:PORT for PATH on COUNT connections, one after the other, and
 * reads each answer to its end. Prints the head of the first answer and a line
 * "body BYTES". With a COUNT above 1 every connection stays open: it prints
 * "held COUNT" and sleeps until it is killed. Exits 1 on any failure.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static char head[16384];
static long body;

static int
conn_open(int port)
{
    struct sockaddr_in sin;
    struct timeval tv = { 5, 0 };
    int s;

    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons((unsigned short) port);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)) < 0
        || connect(s, (struct sockaddr *) &sin, sizeof(sin)) < 0)
    {
        return -1;
    }
    return s;
}

/* The bytes that follow the head; -1: until the server closes. */
static long
body_length(void)
{
    char *p;

    if (strncmp(head + 8, " 304", 4) == 0) {
        return 0;
    }
    for (p = strstr(head, "\r\n"); p != NULL; p = strstr(p + 2, "\r\n")) {
        if (strncasecmp(p + 2, "Content-Length:", 15) == 0) {
            return atol(p + 17);
        }
    }
    return -1;
}

/* Reads one answer: the head into head[], the body is counted in body. */
static int
answer_read(int s)
{
    static char drop[65536];
    size_t got = 0;
    char *end = NULL;
    long want;
    ssize_t n;

    while (end == NULL) {
        n = recv(s, head + got, sizeof(head) - 1 - got, 0);
        if (n <= 0) {
            return -1;
        }
        got += (size_t) n;
        head[got] = '\0';
        end = strstr(head, "\r\n\r\n");
    }
    end[2] = '\0';
    body = (long) (head + got - (end + 4));
    want = body_length();
    while (want < 0 || body < want) {
        n = recv(s, drop, sizeof(drop), 0);
        if (n <= 0) {
            return want < 0 && n == 0 ? 0 : -1;
        }
        body += n;
    }
    return body == want ? 0 : -1;
}

int
main(int argc, char **argv)
{
    char ask[4096];
    int port, count, i, s, len;

    if (argc < 3) {
        fprintf(stderr, "usage: client PORT PATH [COUNT [HEADER]]\n");
        return 2;
    }
    port = atoi(argv[1]);
    count = argc > 3 ? atoi(argv[3]) : 1;
    len = snprintf(ask, sizeof(ask), "GET %s HTTP/1.1\r\n"
                   "Host: 127.0.0.1:%d\r\n%s%s\r\n", argv[2], port,
                   argc > 4 ? argv[4] : "", argc > 4 ? "\r\n" : "");
    if (len < 0 || (size_t) len >= sizeof(ask)) {
        return 2;
    }
    for (i = 0; i < count; i++) {
        s = conn_open(port);
        if (s < 0 || send(s, ask, (size_t) len, MSG_NOSIGNAL) != len
            || answer_read(s) < 0)
        {
            return 1;
        }
        if (i == 0) {
            printf("%sbody %ld\n", head, body);
        }
    }
    if (count > 1) {
        printf("held %d\n", count);
        fflush(stdout);
        for (;;) {
            pause();
        }
    }
    return 0;
}
