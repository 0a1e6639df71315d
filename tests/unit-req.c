/* Chapter req: heads of requests, whole and in pieces of every size. */
#include "unit.h"

static struct name no_name;
static struct loc top;
static struct server server = { .names = &no_name, .loc = &top,
    .max_headers = 1000, .ignore_invalid_headers = 1 };
static struct listen where = { .dflt = &server };

/* Reads as http_head() does, `step` bytes at a time, and writes what came out
 * as "STATUS METHOD uri?args @host vMINOR k|c body headers rest". */
static char *
parse(const char *text, size_t n, size_t step, char *to)
{
    struct conn c = { .listen = &where, .family = AF_INET };
    struct req *r = req_open(&c, 0);
    const struct header *h;
    size_t part;
    char *p = to;
    int rc;

    for (;;) {
        rc = r->len > r->pos ? req_parse(r) : CONN_AGAIN;
        rc = rc == CONN_AGAIN ? req_room(r) : rc;
        if (rc != 0 || r->state == REQ_READ || n == 0) {
            break;
        }
        part = r->size - r->len;
        part = part < step ? part : step;
        part = part < n ? part : n;
        memcpy(r->buf + r->len, text, part);
        r->len += part;
        text += part;
        n -= part;
    }
    if (rc != 0) {
        sprintf(to, "%d", rc);
    } else if (r->state != REQ_READ) {
        strcpy(to, "more");
    } else {
        p += sprintf(p, "0 %.*s %.*s", (int) r->method.n, r->method.p,
                     (int) r->uri.n, r->uri.p);
        p += sprintf(p, "%s%.*s @%.*s v%d %c", r->args.p ? "?" : "",
                     (int) r->args.n, r->args.p ? r->args.p : "",
                     (int) r->host.n, r->host.p ? r->host.p : "", r->minor,
                     r->keepalive ? 'k' : 'c');
        if (r->chunked || r->body_left) {
            p += sprintf(p, r->chunked ? " chunked" : " %lld", r->body_left);
        }
        for (h = r->headers; h != NULL; h = h->next) {
            if (tab_header(h->name) != TAB_HOST) {
                p += sprintf(p, " %.*s=%.*s", (int) h->name.n, h->name.p,
                             (int) h->value.n, h->value.p);
            }
        }
        if (r->len > r->pos || n > 0) {
            sprintf(p, " +%d", (int) (r->len - r->pos + n));
        }
    }
    if (c.proxied != NULL) {
        sprintf(to + strlen(to), " from %s:%d", c.proxied->addr,
                c.proxied->port);
    }
    free(c.proxied);
    req_close(r);
    return to;
}

#define G "GET / HTTP/1.1\r\nHost: h\r\n"       /* what most rows begin with */
#define OK "0 GET / @h v1 k"

static const struct {
    const char *text, *want;
} rows[] = {
    { G "\r\n", OK }, { "\r\n\r\n" G "\r\n", OK }, { G "\r\nGET", OK " +3" },
    { "GET / HTTP/1.1\nHost: h\n\n", OK }, { "GET / HTTP/1.1\r\n\r\n", "400" },
    { "GET / HTTP/1.0\r\n\r\n", "0 GET / @ v0 c" }, { G, "more" },
    { "GET /a%20b/../c?x=%41&y#z HTTP/1.1\nHost:h\n\n",
      "0 GET /c?x=%41&y @h v1 k" },
    { "GET /a?? HTTP/1.1\nHost: h\n\n", "0 GET /a?? @h v1 k" },
    { "GET /? HTTP/1.1\nHost: h\n\n", "0 GET / @h v1 k" },
    { "GET /a#b HTTP/1.1\nHost: h\n\n", "0 GET /a @h v1 k" },
    { "GET /a//b/./c HTTP/1.1\nHost: h\n\n", "0 GET /a/b/c @h v1 k" },
    { "GET /a//b HTTP/1.1\nHost: h\n\n", "0 GET /a/b @h v1 k" },
    { "GET /.a/..b HTTP/1.1\nHost: h\n\n", "0 GET /.a/..b @h v1 k" },
    { "GET /.. HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /%2e%2e/ HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /%zz HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /%00 HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /\x01 HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /?\x7f HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /#\x01 HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /\xc3\xa4 HTTP/1.1\nHost: h\n\n", "0 GET /\xc3\xa4 @h v1 k" },
    { "GET a HTTP/1.1\nHost: h\n\n", "400" },
    { "GET  / HTTP/1.1\nHost: h\n\n", "400" },
    { "GET /  HTTP/1.1\nHost: h\n\n", "400" }, { "GET / \n\n", "400" },
    { "GET /\n\n", "400" }, { "GET\n\n", "400" }, { "\nGET /\n\n", "400" },
    { " GET / HTTP/1.1\n\n", "400" }, { "get / HTTP/1.1\n\n", "400" },
    { "G\tT / HTTP/1.1\n\n", "400" }, { "GET /\tHTTP/1.1\n\n", "400" },
    { "X-Y_Z / HTTP/1.1\nHost: h\n\n", "0 X-Y_Z / @h v1 k" },
    { "HEAD / HTTP/1.1\nHost: h\n\n", "0 HEAD / @h v1 k" },
    { "GET / HTTP/1.2\nHost: h\n\n", OK }, { "GET / HTTP/1.\n\n", "400" },
    { "GET / HTTP/2.0\n\n", "505" }, { "GET / HTTP/0.9\n\n", "400" },
    { "GET / HTTP/11\n\n", "505" }, { "GET / http/1.1\n\n", "400" },
    { "GET / HTTP/2\n\n", "505" }, { "GET / HTTP/10.0\n\n", "505" },
    { "GET / HTTP/1\n\n", "400" }, { "GET / HTTP/\n\n", "400" },
    { "GET / HTTP/02.0\n\n", "400" }, { "GET / HTTP/1.1 \n\n", "400" }, { "GET / HTTP/1.1x\n\n", "400" },
    { "GET / HTTP/1.1234\n\n", "400" }, { "GET / HTTX/1.1\n\n", "400" },
    { "CONNECT h:1 HTTP/1.1\nHost: h\n\n", "405" },
    { "GET http://A.b/c?d HTTP/1.1\nHost: h\n\n", "0 GET /c?d @a.b v1 k" },
    { "GET HTTPS://a HTTP/1.1\nHost: h\n\n", "0 GET / @a v1 k" },
    { "GET http://a?b HTTP/1.1\nHost: h\n\n", "0 GET /?b @a v1 k" },
    { "GET http:///c HTTP/1.1\nHost: h\n\n", "400" },
    { "GET http://a:x/ HTTP/1.1\nHost: h\n\n", "400" },
    { "GET http:// HTTP/1.1\nHost: h\n\n", "400" },
    { "GET httpx://a HTTP/1.1\nHost: h\n\n", "400" },
    { "GET ftp://a HTTP/1.1\nHost: h\n\n", "400" },
    { "GET http://a/ HTTP/1.1\n\n", "400" },
    { "GET http://a/ HTTP/1.1\nHost: b/\n\n", "400" },
    { G "A: b\r\nC:\td e \t\r\n\r\n", OK " A=b C=d e" },
    { G "A:\r\n\r\n", OK " A=" }, { G "A: \xff\r\n\r\n", OK " A=\xff" },
    { G "A : b\r\n\r\n", "400" }, { G " A: b\r\n\r\n", "400" },
    { G "\tA: b\r\n\r\n", "400" }, { G "A b\r\n\r\n", "400" },
    { G ": b\r\n\r\n", "400" }, { G "A\x7f: b\r\n\r\n", "400" },
    { G "A: b\x01\r\n\r\n", "400" }, { G "A: b\rc\r\n\r\n", "400" },
    { G "A_b: c\r\nA(: c\r\n\xe4: c\r\n\r\n", OK },
    { "GET / HTTP/1.1\nHOST: H.x.:80\n\n", "0 GET / @h.x v1 k" },
    { "GET / HTTP/1.1\nHost: [::1]:80\n\n", "0 GET / @[::1] v1 k" },
    { "GET / HTTP/1.1\nHost: [::1\n\n", "400" },
    { "GET / HTTP/1.1\nHost: [g]\n\n", "400" },
    { "GET / HTTP/1.1\nHost: [::1]x\n\n", "400" },
    { "GET / HTTP/1.1\nHost:\n\n", "400" },
    { "GET / HTTP/1.1\nHost: :80\n\n", "400" },
    { "GET / HTTP/1.1\nHost: .a\n\n", "400" },
    { "GET / HTTP/1.1\nHost: a..b\n\n", "400" },
    { "GET / HTTP/1.1\nHost: a b\n\n", "400" },
    { "GET / HTTP/1.1\nHost: a|b\n\n", "400" },
    { "GET / HTTP/1.1\nHost: a#b\n\n", "400" },
    { "GET / HTTP/1.1\nHost: a<b\n\n", "400" },
    { "GET / HTTP/1.1\nHost: A!$&'()*+,;=-._~%41:1\n\n",
      "0 GET / @a!$&'()*+,;=-._~%41 v1 k" },
    { "GET / HTTP/1.1\nHost: a:8x\n\n", "400" },
    { "GET / HTTP/1.1\nHost: a:\n\n", "0 GET / @a v1 k" },
    { G "Host: h\r\n\r\n", "400" },
    { G "Connection: x , CLOSE,y\r\n\r\n", "0 GET / @h v1 c"
      " Connection=x , CLOSE,y" },
    { G "Connection: x\r\nConnection: close\r\n\r\n", "0 GET / @h v1 c"
      " Connection=x Connection=close" },
    { G "X: close\r\nConnection: y\r\n\r\n", OK " X=close Connection=y" },
    { G "Connection: xclose\r\n\r\n", OK " Connection=xclose" },
    { "GET / HTTP/1.0\nConnection: keep-alive\n\n",
      "0 GET / @ v0 k Connection=keep-alive" },
    { "GET / HTTP/1.0\nConnection: close, keep-alive\n\n",
      "0 GET / @ v0 c Connection=close, keep-alive" },
    { G "Content-Length: 5\r\n\r\nhello", OK " 5 Content-Length=5 +5" },
    { G "Content-Length: 0\r\n\r\n", OK " Content-Length=0" },
    { G "Content-Length: -1\r\n\r\n", "400" },
    { G "Content-Length: +1\r\n\r\n", "400" },
    { G "Content-Length: 1, 1\r\n\r\n", "400" },
    { G "Content-Length: 0x1\r\n\r\n", "400" },
    { G "Content-Length:\r\n\r\n", "400" },
    { G "Content-Length: 9999999999999999999\r\n\r\n", "400" },
    { G "Content-Length: 1\r\ncontent-length: 1\r\n\r\n", "400" },
    { G "Transfer-Encoding: Chunked\r\n\r\n", OK " chunked"
      " Transfer-Encoding=Chunked" },
    { G "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
      "400" },
    { G "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", "400" },
    { G "Transfer-Encoding: gzip, chunked\r\n\r\n", "501" },
    { G "Transfer-Encoding:\r\n\r\n", "501" },
    { "GET / HTTP/1.0\nTransfer-Encoding: chunked\n\n", "400" },
};

static const struct {
    const char *text;
    size_t n;
    const char *want;
} proxied[] = {
#define P(text, want) { text, sizeof(text) - 1, want }
    P("PROXY TCP4 1.2.3.4 5.6.7.8 99 80\r\n" G "\r\n", OK " from 1.2.3.4:99"),
    P("PROXY TCP6 ::1 ::2 99 80\r\n" G "\r\n", OK " from ::1:99"),
    P("PROXY UNKNOWN any thing\r\n" G "\r\n", OK), P("PROXY TCP4 1.2", "more"),
    P("PROXY TCP4 ::1 ::2 99 80\r\n", "-2"), P("PROXY TCP4 x\n" G, "-2"),
    P("PROXY TCP4 1.2.3.4 5.6.7.8 99999 80\r\n", "-2"),
    P("PROXY TCP4 1.2.3.4 5.6.7.8 99 80 \r\n", "-2"), P(G "\r\n", "-2"),
    P("PROXY TCP4  1.2.3.4 5.6.7.8 99 80\r\n", "-2"),
    P("PROXY TCP4 1.2.3.4\t5.6.7.8 99 80\r\n", "-2"),
    P("PROXY TCP4 1.2.3.4 5.6.7.8 +99 80\r\n", "-2"),
    P("PROXY UDP4 1.2.3.4 5.6.7.8 99 80\r\n", "-2"),
#define V2 "\r\n\r\n\0\r\nQUIT\n"
    P(V2 "\x21\x11\0\x0c\1\2\3\4\5\6\7\x8\0\x63\0\x50" G "\r\n",
      OK " from 1.2.3.4:99"),
    P(V2 "\x21\x11\0\x0f\1\2\3\4\5\6\7\x8\0\x63\0\x50\4\0\0" G "\r\n",
      OK " from 1.2.3.4:99"),
    P(V2 "\x20\0\0\0" G "\r\n", OK), P(V2 "\x21\0\0\1x" G "\r\n", OK),
    P(V2 "\x21\x11\0\x0b\1\2\3\4\5\6\7\x8\0\x63\0", "-2"),
    P(V2 "\x31\0\0\0", "-2"), P(V2 "\x22\0\0\0", "-2"),
    P(V2 "\x21\x11\xff\xff", "-2"), P(V2 "\x21\x11\0\x0c\1\2", "more"),
    P("\r\n\r\n\0\r\nQUIX\n\x21\0\0\0\0\0", "-2"),
};

static void
test_row(const char *text, size_t n, const char *want)
{
    char whole[1024], part[1024];
    size_t step;

    parse(text, n, n, whole);
    check(strcmp(whole, want) == 0, "%.60s...: %s, expected %s", text, whole,
          want);
    for (step = 1; step < n && step < 40; step++) {
        if (strcmp(parse(text, n, step, part), whole) != 0) {
            check(0, "in pieces of %d: %s, whole %s", (int) step, part, whole);
        }
    }
}

/* Damaged requests: nothing breaks, and the pieces make no difference. */
static void
test_at_random(void)
{
    char text[256], whole[1024], part[1024];
    int i, k, bad = 0, good = 0;
    size_t n;

    for (i = 0; i < 20000; i++) {
        n = strlen(rows[i % (sizeof(rows) / sizeof(*rows))].text);
        memcpy(text, rows[i % (sizeof(rows) / sizeof(*rows))].text, n);
        for (k = (int) dice(4); k > 0; k--) {
            text[dice((unsigned) n)] = (char) (dice(3) ? " \r\n:/%?.0[,"
                                               [dice(11)] : (int) dice(256));
        }
        good += parse(text, n, n, whole)[0] == '0';
        bad += strcmp(parse(text, n, 1 + dice(9), part), whole) != 0;
    }
    check(bad == 0 && good > 2000, "damaged requests: %d good, %d bad", good,
          bad);
}

/* Lines and heads that grow: which one is the last to fit? */
static void
test_limits(void)
{
    static char text[2000], want[4000];
    int n, i;

    for (n = 180; n < 260; n++) {
        sprintf(text, "GET /%0*d HTTP/1.1\r\nHost: h\r\n\r\n", n, 0);
        parse(text, strlen(text), 1000, want);
        check(strncmp(want, n + 16 <= 256 ? "0 " : "414", 2) == 0,
              "line of %d: %.3s", n + 16, want);
        sprintf(text, G "A: %0*d\r\n\r\n", n, 0);
        parse(text, strlen(text), 1, want);
        check(strncmp(want, n + 5 <= 256 ? "0 " : "494", 2) == 0,
              "header line of %d: %.3s", n + 5, want);
    }
    strcpy(text, G);            /* a first buffer of 64, four large of 256 */
    for (i = 1; i < 13; i++) {
        sprintf(text + strlen(text), "A: %095d\r\n", 0);
        parse(text, strlen(text), 7, want);
        check(strcmp(want, i < 9 ? "more" : "494") == 0,
              "%d lines of 100: %.4s", i, want);
    }
}

int
main(void)
{
    size_t i;

    setvbuf(stdout, NULL, _IOLBF, 0);
    tab_init();
    server.merge_slashes = 1;
    server.large_buffers.n = 4;
    server.large_buffers.size = 4096;
    for (i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
        size_t k = i / 2;

        server.client_header_buffer_size = i & 1 ? 1024 : 32;
        test_row(rows[k].text, strlen(rows[k].text), rows[k].want);
    }
    server.client_header_buffer_size = 1024;
    test_at_random();
    where.proxy_protocol = 1;
    for (i = 0; i < sizeof(proxied) / sizeof(*proxied); i++) {
        test_row(proxied[i].text, proxied[i].n, proxied[i].want);
    }
    where.proxy_protocol = 0;
    server.client_header_buffer_size = 64;
    server.large_buffers.size = 256;
    test_limits();
    return failed;
}
