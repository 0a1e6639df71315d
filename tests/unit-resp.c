/* Chapter resp: a socket that takes a few bytes at a time gets all of them in
 * order, and the last ones are never held back for more to come. */
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

int
main(void)
{
    static struct name no_name;
    static struct loc top = { .server_tokens = 1, .sendfile = 1 };
    static struct server server = { .names = &no_name, .loc = &top,
                                    .client_header_buffer_size = 1024 };
    static struct listen where = { .dflt = &server };
    static struct conn c = { .listen = &where, .io = &narrow,
                             .family = AF_UNIX };
    char body[3000];
    size_t i;

    plat_tick();
    for (i = 0; i < sizeof(body); i++) {
        body[i] = (char) ('a' + i % 26);
    }
    for (i = 1; i < 5000; i = i * 3 + 1) {
        send_all(&c, (struct span) { body, sizeof(body) }, i);
        send_all(&c, (struct span) { body, 0 }, i);
    }
    return failed;
}
