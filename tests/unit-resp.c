/* Chapter resp: a socket that takes a few bytes at a time gets all of them in
 * order, and the last ones are never held back for more to come; a body that
 * comes in pieces is framed as the protocol has it. */
#include "unit.h"

static char got[CONN_OUT * 2];
static size_t got_n, takes;
static int last_more, full;

static ssize_t
take(struct conn *c, struct iovec *iov, int n, int more)
{
    size_t sent = 0, part;
    int i;

    last_more = more;
    if (full) {                 /* every other time there is no room */
        full = 0;
        c->writable = 0;
        return CONN_AGAIN;
    }
    full = 1;
    for (i = 0; i < n && sent < takes; i++) {
        part = iov[i].iov_len < takes - sent ? iov[i].iov_len : takes - sent;
        memcpy(got + got_n, iov[i].iov_base, part);
        got_n += part;
        sent += part;
    }
    return (ssize_t) sent;
}

static const struct conn_io narrow = { NULL, take, NULL };

/* Sends a response with this body, `bytes` at a time. */
static void
send_all(struct conn *c, struct span body, size_t bytes)
{
    struct req *r = req_open(c, 0);
    size_t head;
    int rc;

    got_n = 0;
    full = 0;
    takes = bytes;
    c->writable = 1;
    resp_memory(r, 200, SPAN("text/plain"), body);
    rc = resp_start(r);
    while (rc == CONN_AGAIN) {
        memset(conn_self.out, '!', CONN_OUT);   /* others use it meanwhile */
        c->writable = 1;
        rc = resp_flush(r);
    }
    head = (size_t) r->head_size;
    check(rc == 0, "%zu bytes at a time: sent", bytes);
    check(got_n == head + body.n && memcmp(got, "HTTP/1.1 200 OK\r\n", 17) == 0
          && memcmp(got + head - 4, "\r\n\r\n", 4) == 0
          && (body.n == 0 || memcmp(got + head, body.p, body.n) == 0),
          "%zu bytes at a time: the same bytes", bytes);
    check(r->sent == (long long) got_n && resp_body_sent(r)
          == (long long) body.n, "%zu bytes at a time: counted", bytes);
    check(last_more == 0, "%zu bytes at a time: not held back", bytes);
    req_close(r);
}

/* A producer of three pieces, 1, 20 and 300 letters, that waits between. */
static int piece;

static int
produce(struct req *r)
{
    static char letters[301];
    static const size_t sizes[] = { 1, 20, 300 };

    if (piece == 6) {
        return 0;
    }
    if (piece++ % 2 == 0) {
        return CONN_AGAIN;
    }
    memset(letters, 'a' + piece / 2, sizeof(letters));
    r->body = (struct span) { letters, sizes[piece / 2 - 1] };
    return 1;
}

static int
trail(struct req *r)
{
    return req_append(r, &r->trailers_last, SPAN("X"), SPAN("y"));
}

/* A body whose size is not known, `bytes` at a time. */
static void
send_pieces(struct conn *c, int minor, int trailers, size_t bytes)
{
    struct req *r = req_open(c, 0);
    char want[500], *p = want;
    size_t head;
    int i, rc, turns = 0, chunks = minor == 1;

    got_n = 0;
    full = piece = 0;
    takes = bytes;
    c->writable = 1;
    r->minor = minor;
    r->keepalive = 1;
    r->status = 200;
    r->produce = produce;
    r->trail = trailers ? trail : NULL;
    rc = resp_start(r);
    while (rc == CONN_AGAIN && ++turns < 2000) {
        check(!resp_is_over(r), "not over");
        memset(conn_self.out, '!', CONN_OUT);
        c->writable = 1;
        rc = resp_flush(r);
    }
    for (i = 1; i <= 3; i++) {
        size_t n = i == 1 ? 1 : i == 2 ? 20 : 300;

        p += chunks ? sprintf(p, "%zx\r\n", n) : 0;
        memset(p, 'a' + i, n);
        p += n;
        p += chunks ? sprintf(p, "\r\n") : 0;
    }
    p += chunks ? sprintf(p, "0\r\n%s\r\n", trailers ? "X: y\r\n" : "") : 0;
    head = (size_t) r->head_size;
    got[got_n] = '\0';
    check(rc == 0 && resp_is_over(r), "pieces, HTTP/1.%d, %zu: over", minor,
          bytes);
    check(got_n == head + (size_t) (p - want)
          && memcmp(got + head, want, (size_t) (p - want)) == 0,
          "pieces, HTTP/1.%d, %zu: %s", minor, bytes, got + head);
    check((strstr(got, "\r\nTransfer-Encoding: chunked\r\n") != NULL) == chunks
          && strstr(got, "\r\nContent-Length:") == NULL
          && r->keepalive == chunks, "pieces, HTTP/1.%d: how it ends", minor);
    req_close(r);
}

int
main(void)
{
    static struct name no_name;
    static struct loc top = { .server_tokens = 1, .sendfile = 1,
                              .chunked = 1 };
    static struct server server = { .names = &no_name, .loc = &top,
                                    .client_header_buffer_size = 1024 };
    static struct listen where = { .dflt = &server };
    static struct conn c = { .listen = &where, .io = &narrow,
                             .family = AF_UNIX };
    char body[3000];
    size_t i;

    tab_init();
    plat_tick();
    for (i = 0; i < sizeof(body); i++) {
        body[i] = (char) ('a' + i % 26);
    }
    for (i = 1; i < 5000; i = i * 3 + 1) {
        send_all(&c, (struct span) { body, sizeof(body) }, i);
        send_all(&c, (struct span) { body, 0 }, i);
        send_pieces(&c, 1, 0, i);
        send_pieces(&c, 1, 1, i);
        send_pieces(&c, 0, 1, i);
    }
    return failed;
}
