/* Chapter req: bodies, chunked or not, cut in two at each place. */
#include "unit.h"

static struct name no_name;
static struct loc top = { .client_max_body_size = 1000 };
static struct server server = { .names = &no_name, .loc = &top };
static struct listen where = { .dflt = &server };

static const struct {
    const char *text;
    long long length;           /* -1: chunked */
    int rc;
    int used;                   /* -1: is not told */
    int read;                   /* bytes of body */
} rows[] = {
    { "hello", 5, 0, 5, 5 }, { "hello!", 5, 0, 5, 5 }, { "h", 5, -1, 1, 1 },
    { "0\r\n\r\n", -1, 0, 5, 0 }, { "0\r\n\r\nGET", -1, 0, 5, 0 },
    { "5\r\nhello\r\n0\r\n\r\nx", -1, 0, 15, 5 },
    { "1\r\na\r\n2\r\nbc\r\n000\r\n\r\n", -1, 0, 20, 3 },
    { "A\r\n0123456789\r\n0\r\n\r\n", -1, 0, 20, 10 },
    { "a\r\n0123456789\r\n0\r\n\r\n", -1, 0, 20, 10 },
    { "10\r\n0123456789abcdef\r\n0\r\n\r\n", -1, 0, 27, 16 },
    { "5;a=b;c\r\nhello\r\n0;x\r\n\r\n", -1, 0, 23, 5 },
    { "1;\"q\t\xff\"\r\na\r\n0\r\n\r\n", -1, 0, 17, 1 },
    { "0\r\nA: b\r\nC: d\r\n\r\n", -1, 0, 17, 0 },
    { "0000000000000001\r\na\r\n0\r\n\r\n", -1, 0, 26, 1 },
    { "1\r\n\r\r\n0\r\n\r\n", -1, 0, 11, 1 },
    { "00000000000000001\r\na", -1, 400, -1, 0 },
    { "8000000000000000\r\n", -1, 400, -1, 0 },
    { "10000000000000000\r\n", -1, 400, -1, 0 },
    { "\r\n", -1, 400, -1, 0 }, { "x", -1, 400, -1, 0 },
    { "g\r\n", -1, 400, -1, 0 }, { " 5\r\n", -1, 400, -1, 0 },
    { "5 \r\n", -1, 400, -1, 0 }, { "-5\r\n", -1, 400, -1, 0 },
    { "+5\r\n", -1, 400, -1, 0 }, { "0x5\r\n", -1, 400, -1, 0 },
    { ";a\r\n", -1, 400, -1, 0 }, { "5\n", -1, 400, -1, 0 },
    { "5\r5", -1, 400, -1, 0 }, { "5;a\n", -1, 400, -1, 0 },
    { "5;\x01\r\n", -1, 400, -1, 0 }, { "5;a\rb", -1, 400, -1, 0 },
    { "5\r\nhello0", -1, 400, -1, 5 }, { "5\r\nhello\n", -1, 400, -1, 5 },
    { "5\r\nhello\r0", -1, 400, -1, 5 }, { "5\r\nhello\r\nx", -1, 400, -1, 5 },
    { "5\r\nhello\r\n\r\n", -1, 400, -1, 5 }, { "0\r\n\n", -1, 400, -1, 0 },
    { "0\r\n\rx", -1, 400, -1, 0 }, { "0\r\nA\n", -1, 400, -1, 0 },
    { "0\r\nA\rB", -1, 400, -1, 0 }, { "0\r\nA: \x7f\r\n", -1, 400, -1, 0 },
    { "0\n", -1, 400, -1, 0 }, { "0\r\r", -1, 400, -1, 0 },
    { "5\r\nhel", -1, -1, -1, 3 }, { "5\r\nhello", -1, -1, -1, 5 },
    { "5\r\nhello\r\n0\r\n\r", -1, -1, -1, 5 }, { "0\r\n", -1, -1, -1, 0 },
    { "3e8\r\n", -1, -1, -1, 0 }, { "3e9\r\n", -1, 413, -1, 0 },
    { "5\r\nhello\r\n3e3\r\n", -1, -1, -1, 5 },
    { "5\r\nhello\r\n3e4\r\n", -1, 413, -1, 5 },
    { "7fffffffffffffff\r\n", -1, 413, -1, 0 },
};

static struct req *
begin(struct conn *c, long long length)
{
    struct req *r;

    memset(c, 0, sizeof(*c));
    c->listen = &where;
    c->family = AF_INET;
    r = req_open(c, 0);
    r->chunked = length == -1;
    r->body_left = length == -1 ? 0 : length;
    return r;
}

/* Feeds `step` bytes at a time, the first `first` of them together. */
static int
feed(struct req *r, const char *text, size_t first, size_t step, int *total)
{
    size_t n = strlen(text), used, part = first;
    int rc = CONN_AGAIN;

    for (*total = 0; n > 0 && rc == CONN_AGAIN; part = step) {
        part = part < n ? part : n;
        rc = req_body(r, text, part, &used);
        text += part;
        n -= part;
        *total += (int) used;
    }
    return rc;
}

static void
test_row(size_t i)
{
    const char *text = rows[i].text;
    size_t n = strlen(text), cut;
    struct conn c;
    struct req *r;
    int rc, total, bad = 0;

    for (cut = 1; cut <= 2 * n; cut++) {        /* in two, then byte by byte */
        r = begin(&c, rows[i].length);
        rc = feed(r, text, cut > n ? 1 : cut, cut > n ? 1 : n, &total);
        bad += rc != rows[i].rc || r->in.size != rows[i].read
               || (rows[i].used != -1 && total != rows[i].used)
               || (rc == 0) == req_has_body(r);
        req_close(r);
    }
    check(bad == 0, "body %lu, %.20s: %d of %lu cuts", (unsigned long) i, text,
          bad, (unsigned long) (2 * n));
}

/* Extensions and trailers are dropped, but not without end. */
static void
test_limits(const char *before, const char *piece, const char *after)
{
    static char text[4 * REQ_CHUNK_LINE];
    size_t n = strlen(piece);
    int more, total, rc;
    struct conn c;
    struct req *r;

    for (more = 0; more < 2; more++) {
        char *p = text + sprintf(text, "%s", before);
        int room = REQ_CHUNK_LINE + more;

        if (n == 1) {           /* one long line */
            memset(p, *piece, (size_t) room);
            p += room;
        }
        for (; n > 1 && room > 0; room -= (int) (n - 2)) {
            p += sprintf(p, "%s", piece);
        }
        strcpy(p, after);
        r = begin(&c, -1);
        rc = feed(r, text, 1, 100, &total);
        check(rc == (more ? 400 : 0), "%s%s: %d of them: %d", before, piece,
              REQ_CHUNK_LINE + more, rc);
        req_close(r);
    }
}

int
main(void)
{
    struct conn c;
    struct req *r;
    int total;
    size_t i;

    setvbuf(stdout, NULL, _IOLBF, 0);
    tab_init();
    for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        test_row(i);
    }
    test_limits("0", ";", "\r\n\r\n");
    test_limits("0\r\n", "x", "\r\n\r\n");
    test_limits("0\r\n", "a\r\n", "\r\n");
    top.client_max_body_size = 0;
    r = begin(&c, -1);
    check(feed(r, "7fffffffffffffff\r\nabc", 3, 3, &total) == CONN_AGAIN
          && r->body_left == LLONG_MAX - 3, "no limit: the largest chunk");
    req_close(r);
    return failed;
}
