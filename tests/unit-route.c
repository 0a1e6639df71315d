/* Chapters route and file: names, locations, types; ranges and conditions. */
#include "unit.h"

/* Servers are known by the `root` they have. */
static const char config[] = "events { } http {"
    " server { listen 127.0.0.1:1; root /dflt; server_name one *.wild; }"
    " server { listen 127.0.0.1:1; root /exact; server_name a.b.c x.wild; }"
    " server { listen 127.0.0.1:1; root /tail; server_name *.b.c *.c; }"
    " server { listen 127.0.0.1:1; root /head; server_name a.* a.b.* a.b.c; }"
    " server { listen 127.0.0.1:1; root /both; server_name .dot q.*; }"
    " server { listen 127.0.0.1:1; root /long; server_name *.x.b.c \"\"; }"
    " server { listen 127.0.0.1:2; root /other; server_name a.b.c;"
    "  location / { root /any; } location /a { root /a; location /a/b/ {"
    "  root /ab; } } location = /a { root /=a; } location = / { root /=; }"
    "  location /a/c { root /a/c; } location = /a/b/c { root /=a/b/c; }"
    "  location ^~ /z { root /z; } }"
    " server { listen 127.0.0.1:3; root /bare; location /only { root /only; } }"
    " server { listen 127.0.0.1:4; root /ret; return 403; location / { } }"
    " types { t/html html htm; t/c c; t/gz gz; } default_type t/none; }";

static const struct {
    const char *host, *root;
} hosts[] = {
    { "one", "/dflt" }, { "none", "/dflt" }, { "", "/long" },
    { "a.b.c", "/exact" }, { "x.wild", "/exact" }, { "y.wild", "/dflt" },
    { "wild", "/dflt" }, { ".wild", "/dflt" }, { "z.b.c", "/tail" },
    { "b.c", "/tail" }, { "c", "/dflt" }, { "xb.c", "/tail" },
    { "zb.x", "/dflt" }, { "a.c", "/tail" }, { "a.x", "/head" },
    { "a.b.x", "/head" }, { "a.", "/dflt" }, { "a", "/dflt" },
    { "ab.x", "/dflt" }, { "dot", "/both" }, { "x.dot", "/both" },  { "y.x.dot", "/both" }, { "q.c", "/tail" },
    { "q.z", "/both" }, { "q.dot", "/both" }, { "y.x.b.c", "/long" },
    { "x.b.c", "/tail" },
};

static const struct {
    int server;
    const char *uri, *root;
} uris[] = {
    { 6, "/", "/=" }, { 6, "/x", "/any" }, { 6, "/a", "/=a" }, { 6, "/ab", "/a" },
    { 6, "/a/", "/a" }, { 6, "/a/b", "/a" }, { 6, "/a/b/", "/ab" },
    { 6, "/a/b/c", "/=a/b/c" }, { 6, "/a/b/c/", "/ab" },
    { 6, "/a/b/cd", "/ab" }, { 6, "/a/c", "/a/c" }, { 6, "/a/cx", "/a/c" },
    { 6, "/A", "/any" }, { 6, "/z1", "/z" }, { 7, "/", "/bare" },
    { 7, "/only", "/only" }, { 7, "/onl", "/bare" }, { 8, "/", "/ret" },
};

static const struct {
    const char *uri, *type;
} types[] = {
    { "/a.html", "t/html" }, { "/a.HTM", "t/html" }, { "/a.c", "t/c" },
    { "/a.c.gz", "t/gz" }, { "/a", "t/none" }, { "/a.", "t/none" },
    { "/.html", "t/none" }, { "/x.html/a", "t/none" }, { "/html", "t/none" },
    { "/a.htmlx", "t/none" }, { "/a.htm/", "t/none" }, { "/b/a.c", "t/c" },
    { "/a.0123456789012345678901234567890123456789", "t/none" },
};

static const struct {           /* of a file of 100 bytes */
    const char *range;
    int status, from, n;
} ranges[] = {
    { "bytes=0-0", 206, 0, 1 }, { "bytes=0-99", 206, 0, 100 },
    { "bytes=0-100", 206, 0, 100 }, { "bytes=0-", 206, 0, 100 },
    { "bytes=99-", 206, 99, 1 }, { "bytes=100-", 416, 0, 0 },
    { "bytes=99-99", 206, 99, 1 }, { "bytes=100-100", 416, 0, 0 },
    { "bytes=50-49", 416, 0, 0 }, { "bytes=-1", 206, 99, 1 },
    { "bytes=-99", 206, 1, 99 }, { "bytes=-100", 206, 0, 100 },
    { "bytes=-101", 206, 0, 100 }, { "bytes=-0", 416, 0, 0 },
    { "bytes=-", 416, 0, 0 }, { "bytes=", 200, 0, 0 }, { "bytes=x", 416, 0, 0 },
    { "bytes=5", 416, 0, 0 }, { "bytes=5-x", 416, 0, 0 },
    { "bytes=x-5", 416, 0, 0 }, { "bytes=--5", 416, 0, 0 },
    { "Bytes= 5-6 ", 206, 5, 2 }, { "bytes=1-99,4-50", 200, 0, 0 },
    { "lines=1-2", 200, 0, 0 }, { "bytes 1-2", 200, 0, 0 }, { "", 200, 0, 0 },
    { "bytes=1-999999999999999999", 206, 1, 99 },
};

#define TAG "\"5-64\""
#define DATE "Thu, 01 Jan 1970 00:00:05 GMT"
#define EARLIER "Thu, 01 Jan 1970 00:00:04 GMT"
#define LATER "Thu, 01 Jan 1970 00:00:06 GMT"

static const struct {
    enum tab_header header;
    const char *value;
    int status;                 /* of a range if need be */
} conditions[] = {
    { TAB_IF_MATCH, TAG, 206 }, { TAB_IF_MATCH, "*", 206 },
    { TAB_IF_MATCH, "\"x\", " TAG, 206 }, { TAB_IF_MATCH, "\"x\"", 412 },
    { TAB_IF_MATCH, "W/" TAG, 412 }, { TAB_IF_MATCH, "5-64", 412 },
    { TAB_IF_MATCH, "\"5-64", 412 }, { TAB_IF_MATCH, "\"5-6\"", 412 },
    { TAB_IF_NONE_MATCH, TAG, 304 }, { TAB_IF_NONE_MATCH, "*", 304 },
    { TAB_IF_NONE_MATCH, "W/" TAG, 304 }, { TAB_IF_NONE_MATCH, "\"x\"", 206 },
    { TAB_IF_NONE_MATCH, "\"x\",\tW/" TAG, 304 },
    { TAB_IF_NONE_MATCH, "", 206 }, { TAB_IF_NONE_MATCH, "W/", 206 },
    { TAB_IF_MODIFIED_SINCE, DATE, 304 }, { TAB_IF_MODIFIED_SINCE, "x", 206 },
    { TAB_IF_MODIFIED_SINCE, EARLIER, 206 },
    { TAB_IF_MODIFIED_SINCE, LATER, 206 },
    { TAB_IF_UNMODIFIED_SINCE, DATE, 206 },
    { TAB_IF_UNMODIFIED_SINCE, LATER, 206 },
    { TAB_IF_UNMODIFIED_SINCE, EARLIER, 412 },
    { TAB_IF_UNMODIFIED_SINCE, "x", 412 }, { TAB_IF_RANGE, TAG, 206 },
    { TAB_IF_RANGE, "W/" TAG, 200 }, { TAB_IF_RANGE, "\"x\"", 200 },
    { TAB_IF_RANGE, DATE, 206 }, { TAB_IF_RANGE, LATER, 200 },
    { TAB_IF_RANGE, EARLIER, 200 }, { TAB_IF_RANGE, "", 200 },
};

static struct server *
server_at(const struct conf *cf, int i)
{
    struct server *s = cf->servers;

    while (i-- > 0) {
        s = s->next;
    }
    return s;
}

static struct span
root_of(const struct loc *loc)
{
    return loc->root->text;
}

/* A request for the file, as file_respond() and file_choose() see it. */
static struct req *
begin(struct conn *c, struct conf *cf)
{
    struct req *r;

    memset(c, 0, sizeof(*c));
    c->listen = cf->listens;
    c->family = AF_INET;
    r = req_open(c, 0);
    r->uri = SPAN("/f");
    return r;
}

static void
test_file(struct conf *cf)
{
    struct conn c;
    struct stat st;
    struct req *r;
    size_t i;
    int rc;

    memset(&st, 0, sizeof(st));
    st.st_mtime = 5;
    st.st_size = 100;
    for (i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
        r = begin(&c, cf);
        r->known[TAB_RANGE] = str_span(ranges[i].range);
        file_respond(r, &st);
        rc = file_choose(r);
        r->status = rc ? rc : r->status;
        check(r->status == ranges[i].status && rc == (r->status == 416 ? 416 : 0)
              && (r->status != 206 || (r->off == ranges[i].from
              && r->left == ranges[i].n && r->body_size == r->left))
              && (r->content_range.n > 0) == (r->status != 200)
              && str_eq(r->etag, SPAN(TAG)), "range \"%s\": %d", ranges[i].range,
              r->status);
        req_close(r);
    }
    for (i = 0; i < sizeof(conditions) / sizeof(*conditions); i++) {
        r = begin(&c, cf);
        r->known[TAB_RANGE] = SPAN("bytes=1-2");
        r->known[conditions[i].header] = str_span(conditions[i].value);
        file_respond(r, &st);
        rc = file_choose(r);
        rc = rc == 0 ? r->status : rc;
        check(rc == conditions[i].status, "condition %.*s: %s: %d",
              (int) tab_headers[conditions[i].header].n,
              tab_headers[conditions[i].header].p, conditions[i].value, rc);
        req_close(r);
    }
}

int
main(void)
{
    struct conf_source from = { "/", NULL, config, NULL, "stderr" };
    struct conf *cf = conf_load(&from, 0);
    struct server *s;
    struct conn c;
    struct req *r;
    size_t i;

    setvbuf(stdout, NULL, _IOLBF, 0);
    tab_init();
    if (cf == NULL) {
        check(0, "loaded: %s", log_self.report);
        return 1;
    }
    r = begin(&c, cf);
    for (i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
        r->host = str_span(hosts[i].host);
        s = route_server(r);
        check(str_eq(root_of(s->loc), str_span(hosts[i].root)), "host %s: %s",
              hosts[i].host, root_of(s->loc).p);
    }
    r->host = SPAN("none");
    c.listen = cf->listens->next;
    check(route_server(r) == server_at(cf, 6), "one server takes all");
    for (i = 0; i < sizeof(uris) / sizeof(*uris); i++) {
        struct loc *loc;

        r->server = server_at(cf, uris[i].server);
        r->uri = str_span(uris[i].uri);
        loc = route_find(r);
        check(str_eq(root_of(loc), str_span(uris[i].root)), "location %s: %s",
              uris[i].uri, root_of(loc).p);
    }
    c.listen = cf->listens;
    for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
        r->uri = str_span(types[i].uri);
        check(str_eq(route_type(r), str_span(types[i].type)), "type of %s: %s",
              types[i].uri, route_type(r).p);
    }
    req_close(r);
    test_file(cf);
    conf_free(cf);
    return failed;
}
