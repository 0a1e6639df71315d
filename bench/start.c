/* SPDX-License-Identifier: BSD-2-Clause
 *
 * start.c - how long a server takes from exec to its first answer; for
 * bench/start.
 *
 *     start PORT PROGRAM [ARGUMENTS]
 *
 * The clock starts in the child, right before exec. The parent connects to
 * 127.0.0.1:PORT, again every 20 us as long as nobody listens, sends a request
 * and waits for the first bytes of the answer. Prints two numbers, milliseconds:
 * until somebody listens, and until a worker has accepted and answered. Then it
 * waits until the program ends or goes to the background, and exits with its
 * status; a program that stays is left alone and the status is 0.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double) t.tv_sec * 1e3 + (double) t.tv_nsec / 1e6;
}

static int
try_connect(int port)
{
    struct sockaddr_in sin;
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    memset(&sin, 0, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons((unsigned short) port);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s != -1 && connect(s, (struct sockaddr *) &sin, sizeof(sin)) == -1) {
        close(s);
        s = -1;
    }
    return s;
}

int
main(int argc, char **argv)
{
    static const char ask[] = "GET /ping HTTP/1.1\r\nHost: a\r\n"
                              "Connection: close\r\n\r\n";
    struct timespec pause = { 0, 20000 };
    double *began, listens, answers;
    int s, port, status = 0;
    char got[512];
    ssize_t n;
    pid_t pid;

    if (argc < 3) {
        fprintf(stderr, "usage: start PORT PROGRAM [ARGUMENTS]\n");
        return 2;
    }
    port = atoi(argv[1]);
    began = mmap(NULL, sizeof(*began), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (began == MAP_FAILED) {
        return 1;
    }
    (void) prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
    pid = fork();
    if (pid == 0) {
        (void) prctl(PR_SET_TIMERSLACK, 0, 0, 0, 0);
        *began = now();
        execv(argv[2], argv + 2);
        _exit(127);
    }
    while ((s = try_connect(port)) == -1) {
        if (waitpid(pid, &status, WNOHANG) == pid && status != 0) {
            fprintf(stderr, "start: %s does not start\n", argv[2]);
            return 1;
        }
        nanosleep(&pause, NULL);
    }
    listens = now();
    if (send(s, ask, sizeof(ask) - 1, MSG_NOSIGNAL) == -1) {
        return 1;
    }
    n = recv(s, got, sizeof(got) - 1, 0);
    answers = now();
    if (n < 12 || memcmp(got + 8, " 200", 4) != 0) {
        fprintf(stderr, "start: %s does not answer as it should\n", argv[2]);
        return 1;
    }
    printf("%.3f %.3f\n", listens - *began, answers - *began);
    return 0;
}
