/* embed.c: a program with the server inside, as a firmware would have it.
 *
 *     cc -DRPD_NO_MAIN -I.. embed.c ../reuseportd.c -o embed
 *     ./embed -p . -c embed.conf
 *
 * The configuration names the functions: location /hello { handler hello; }
 * tests/hand-answer.sh has the rest of it. */
#include "reuseportd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
write_text(struct rpd_request *r, const char *text)
{
    return rpd_write(r, text, strlen(text));
}

/* The simplest one. */
static int
hello(struct rpd_request *r, void *arg)
{
    rpd_add_header(r, "Content-Type", "text/plain");
    return write_text(r, arg) == 0 ? 0 : 500;
}

/* Tells what was asked for. */
static int
echo(struct rpd_request *r, void *arg)
{
    const char *header = rpd_header(r, "X-Test");
    const char *body;
    size_t size;

    (void) arg;
    body = rpd_body(r, &size);
    if (body == NULL) {
        return 500;
    }
    rpd_add_header(r, "X-Method", rpd_method(r));
    rpd_add_header(r, "X-Echo", header ? header : "(none)");
    write_text(r, rpd_uri(r));
    write_text(r, "?");
    write_text(r, rpd_args(r));
    write_text(r, " from ");
    write_text(r, rpd_client(r));
    write_text(r, ": ");
    rpd_write(r, body, size);
    return write_text(r, "\n");
}

/* A body of any size, a piece at a time: its length and a sum. */
static int
sum(struct rpd_request *r, void *arg)
{
    unsigned char piece[5000];
    unsigned long long total = 1;
    long long at = 0;
    char line[64];
    long i, n;

    (void) arg;
    while ((n = rpd_body_read(r, at, piece, sizeof(piece))) > 0) {
        for (i = 0; i < n; i++) {
            total = (total * 31 + piece[i]) % 1000000007;
        }
        at += n;
    }
    if (n == -1) {
        return 500;
    }
    snprintf(line, sizeof(line), "%lld %llu\n", at, total);
    return write_text(r, line);
}

/* An answer with the status in the query: a page of the server's, or one of
 * its own. */
static int
fail(struct rpd_request *r, void *arg)
{
    int status = atoi(rpd_args(r));

    if (arg == NULL) {
        return status;
    }
    rpd_status(r, status);
    rpd_add_header(r, "Location", "/elsewhere");
    return write_text(r, "in its own words\n");
}

/* Tells which of these the interface refuses: none that could break the head
 * of the answer. */
static int
refuse(struct rpd_request *r, void *arg)
{
    static const char *const bad[][2] = {
        { "X", "a\r\nY: b" }, { "X", "a\nb" }, { "X: a\r\nY", "b" },
        { "", "a" }, { "X Y", "a" }, { "Content-Length", "5" },
        { "transfer-encoding", "chunked" }, { "CONNECTION", "close" },
        { "Date", "today" }, { "Server", "me" }, { "Keep-Alive", "x" },
    };
    size_t i, refused = 0;
    char line[64];

    (void) arg;
    for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        refused += rpd_add_header(r, bad[i][0], bad[i][1]) == -1;
    }
    refused += rpd_status(r, 99) == -1;
    refused += rpd_status(r, 600) == -1;
    refused += rpd_handler("hello", hello, NULL) == -1;
    snprintf(line, sizeof(line), "%d of %d\n", (int) refused, (int) i + 3);
    return write_text(r, line);
}

/* A stream: as many lines as the query says, one a piece, or 1000 a piece. */
struct count {
    int now, last, pause;
};

static int
count_next(struct rpd_request *r, void *arg)
{
    struct count *c = arg;
    char line[32];
    int i, pieces = c->pause ? 1 : 1000;

    if (c->pause && (c->pause = -c->pause) < 0) {
        return -c->pause;       /* has nothing now: in so many milliseconds */
    }
    for (i = 0; i < pieces && c->now < c->last; i++) {
        snprintf(line, sizeof(line), "line %d\n", c->now++);
        write_text(r, line);
    }
    if (c->last < 0) {
        return -1;
    }
    return c->now < c->last;
}

static int
count(struct rpd_request *r, void *arg)
{
    struct count *c = calloc(1, sizeof(*c));

    if (c == NULL) {
        return 503;
    }
    c->last = atoi(rpd_args(r));
    c->pause = arg ? 5 : 0;
    if (rpd_stream(r, count_next, free, c) == -1) {
        free(c);
        return 503;
    }
    return write_text(r, "first\n");
}

int
main(int argc, char **argv)
{
    static char greeting[] = "Hello, world\n";

    if (rpd_handler("hello", hello, greeting) == -1
        || rpd_handler("echo", echo, NULL) == -1
        || rpd_handler("sum", sum, NULL) == -1
        || rpd_handler("page", fail, NULL) == -1
        || rpd_handler("fail", fail, greeting) == -1
        || rpd_handler("refuse", refuse, NULL) == -1
        || rpd_handler("count", count, NULL) == -1
        || rpd_handler("slow", count, greeting) == -1)
    {
        fprintf(stderr, "embed: no memory\n");
        return 1;
    }
    return rpd_main(argc, argv);
}
