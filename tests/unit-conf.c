/* Chapter conf: the table of directives, words and quoting, what is inherited;
 * and of chapter sock the addresses. */
#include "unit.h"

static struct reader rd;

/* A reader as conf_load() makes it. */
static void
begin(void)
{
    struct pool *pool = mem_pool();

    memset(&rd, 0, sizeof(rd));
    rd.cf = mem_zalloc(pool, sizeof(*rd.cf));
    rd.cf->pool = pool;
    rd.tmpls = &rd.cf->tmpls;
    rd.prefix = "/";
    rd.seen = conf_alloc(&rd, (size_t) (CONF_ROWS + 1) * sizeof(int));
    memset(rd.seen, -1, (size_t) (CONF_ROWS + 1) * sizeof(int));
    rd.scope.where = CONF_M;
    rd.scope.server = conf_alloc(&rd, sizeof(struct server));
    rd.scope.loc = rd.scope.server->loc = conf_alloc(&rd, sizeof(struct loc));
    log_self.reported = 0;
    log_self.report[0] = '\0';
}

static void
test_table(void)
{
    char name[64], before[64] = "", wrong[80], text[4096];
    const struct row *row;
    const char *does;
    int i;

    begin();
    for (i = 0; i < CONF_ROWS; i++, strcpy(before, name)) {
        row = &conf_rows[i];
        snprintf(name, sizeof(name), "%.*s", (int) conf_name(row).n, row->doc);
        does = strstr(row->doc, " - ");
        check(strcmp(before, name) < 0
              && (does ? does[3] != '\0' : row->args & CONF_NOOP)
              && (row->where & CONF_ANY) && !(row->where & ~CONF_ANY)
              && (row->args & (CONF_A0 | CONF_A1P)), "row %s", name);
        check(conf_row(name) == row, "%s is found", name);
        snprintf(wrong, sizeof(wrong), "%sx", name);
        check(conf_row(wrong) == NULL || strcmp(conf_row(wrong)->doc, wrong) > 0,
              "%s is not", wrong);
        name[strlen(name) - 1]++;
        check(conf_row(name) == NULL, "nor is %s", name);
        name[strlen(name) - 1]--;
        check(row->set != NULL || row->dflt == NULL, "%s: the default is set",
              name);
        if (row->dflt != NULL) {
            snprintf(text, sizeof(text), row->args & CONF_BLOCK ? "%s { %s }"
                     : "%s %s;", name, row->dflt);
            conf_preset(&rd, text);
            check(rd.errors == 0, "default of %s: %s %s", name, row->dflt,
                  log_self.report);
        }
    }
    check(conf_row("") == NULL && conf_row("zzz") == NULL
          && conf_row("a") == NULL, "no such rows");
    mem_free(rd.cf->pool);
}

static const struct {
    const char *text, *want;    /* words with | behind each */
    int line;                   /* where the reader is in the end */
} words[] = {
    { "a b c;", "a|b|c|; END", 1 }, { " a\n\tb\r\n;\n", "a|b|; END", 4 },
    { "a;b;", "a|; b|; END", 1 }, { "a{b;}", "a|{ b|; } END", 1 },
    { "a b{}", "a|b|{ } END", 1 }, { "", "END", 1 }, { "\n#x;\n", "END", 3 },
    { "a #b\n c;", "a|c|; END", 2 }, { "a#b c;", "a#b|c|; END", 1 },
    { "a \"b c\" 'd;e';", "a|b c|d;e|; END", 1 },
    { "a \"\" '';", "a|||; END", 1 }, { "a b\"c;", "a|b\"c|; END", 1 },
    { "a \"b'c\" 'd\"e';", "a|b'c|d\"e|; END", 1 },
    { "a \"b\nc\nd\" e;", "a|b\nc\nd|e|; END", 3 },
    { "a \"\\\"\" '\\'' \\\\;", "a|\"|'|\\|; END", 1 },
    { "a \\t\\r\\n\\x;", "a|\t\r\n\\x|; END", 1 },
    { "a b\\ c d\\;e;", "a|b\\ c|d\\;e|; END", 1 },
    { "a ${b}c $d{", "a|${b}c|$d|{ END", 1 }, { "a b}c;", "a|b}c|; END", 1 },
    { "a $b{c};", "a|$b|{ c}|; END", 1 }, { "a \"b\"{", "a|b|{ END", 1 },
    { "a (\"b\");", "a|(\"b\")|; END", 1 }, { "a \"b\")c;", "a|b|)c|; END", 1 },
    { "a \"b\"c;", "a|BAD", 1 }, { "a 'b''c';", "a|BAD", 1 },
    { "a", "BAD", 1 }, { "a ", "a|BAD", 1 }, { "a \"b", "a|BAD", 1 },
    { "a \"b;\n\n", "a|BAD", 3 }, { ";", "BAD", 1 }, { "{", "BAD", 1 },
    { "}", "} END", 1 }, { "a }", "a|BAD", 1 }, { "a;;", "a|; BAD", 1 },
    { "a\n\nb\n", "a|b|BAD", 4 }, { "a b\\", "a|BAD", 1 },
    { "\xc3\xa4 b;", "\xc3\xa4|b|; END", 1 }, { "a 'b\\", "a|BAD", 1 },
};

static void
test_words(size_t i)
{
    static char *word[CONF_ARGS], got[200];
    char *copy = malloc(strlen(words[i].text) + 1), *p = got;
    int n, k, end;

    begin();                    /* a copy: a byte too far would be noticed */
    memcpy(copy, words[i].text, strlen(words[i].text));
    conf_begin(&rd, "x", 1, (struct span) { copy, strlen(words[i].text) });
    do {
        end = conf_tokens(&rd, word, &n);
        for (k = 0; k < n && word[k] != NULL; k++) {
            p += sprintf(p, "%s|", word[k]);
        }
        p += sprintf(p, end == 0 ? "END" : end == -1 ? "BAD" : "%c ", end);
    } while (end > 0);
    check(strcmp(got, words[i].want) == 0 && rd.at.line == words[i].line
          && rd.errors == (end == -1), "words of %s: %s, line %d",
          words[i].text, got, rd.at.line);
    free(copy);
    mem_free(rd.cf->pool);
}

static void
test_too_many(void)
{
    static char text[2 * CONF_ARGS + 3], *word[CONF_ARGS];
    int more, n;

    for (more = 0; more < 2; more++) {
        begin();
        for (n = 0; n < CONF_ARGS + more; n++) {
            memcpy(text + 2 * n, "a ", 2);
        }
        text[2 * n] = ';';
        conf_begin(&rd, "x", 1, (struct span) { text, (size_t) (2 * n + 1) });
        check(conf_tokens(&rd, word, &n) == (more ? -1 : ';'), "%d words",
              CONF_ARGS + more);
        mem_free(rd.cf->pool);
    }
}

/* Values go down into the blocks, wherever they stand. */
static void
test_inherited(void)
{
    struct conf_source from = { "/", NULL, "http { server { listen 127.0.0.1:1;"
        " location /a { etag off; location /a/b { } } location /c { etag on; }"
        " keepalive_timeout 5 7; } etag off; server { listen [::1]:2; send_timeout"
        " 2m; server_name A.b *.c d.* .e; } keepalive_timeout 9s; types { x/y Z;"
        " x/x q; } send_timeout 3; } events { worker_connections 77; } ", NULL,
        "stderr" };
    struct conf *cf = conf_load(&from, 0);
    struct server *a, *b;
    struct name *n;

    check(cf != NULL, "loaded: %s", log_self.report);
    if (cf == NULL) {
        return;
    }
    a = cf->servers;
    b = a->next;
    n = b->names;
    check(!a->loc->etag && !b->loc->etag && !a->loc->locs->etag
          && !a->loc->locs->locs->etag && a->loc->locs->next->etag, "flags");
    check(a->loc->keepalive_timeout == 5000 && a->loc->keepalive_header == 7
          && a->loc->locs->keepalive_timeout == 5000
          && b->loc->keepalive_timeout == 9000
          && b->loc->keepalive_header == 0, "times");
    check(a->loc->send_timeout == 3000 && b->loc->send_timeout == 120000
          && a->loc->client_body_timeout == 60000, "more times");
    check(cf->connections == 77 && cf->workers >= 1 && cf->daemon == 1
          && a->loc->client_max_body_size == 1 << 20 && a->large_buffers.n == 4
          && a->large_buffers.size == 8192 && a->merge_slashes
          && a->loc->keepalive_requests == 1000 && a->loc->sendfile == 0,
          "defaults");
    check(cf->listens->dflt == a && cf->listens->next->dflt == b
          && cf->listens->opts.backlog == 511, "listens");
    check(n->wild == 0 && str_eq(n->text, SPAN("a.b")) && n->next->wild == 1
          && str_eq(n->next->text, SPAN(".c")) && n->next->next->wild == 2
          && str_eq(n->next->next->text, SPAN("d.")) && n->next->next->next->wild
          == 3 && str_eq(n->next->next->next->text, SPAN("e")), "names");
    check(b->loc->types->n == 2 && strcmp(b->loc->types->row->ending, "q") == 0
          && strcmp(b->loc->types->row[1].ending, "z") == 0, "types, sorted");
    conf_free(cf);
}

static const struct {
    const char *text, *want;    /* the address, or what is wrong */
} addresses[] = {
    { "127.0.0.1:80", "127.0.0.1:80" }, { "80", "0.0.0.0:80" },
    { "127.0.0.1", "127.0.0.1:8" }, { "*", "0.0.0.0:8" },
    { "*:65535", "0.0.0.0:65535" }, { "[::1]:80", "[::1]:80" },
    { "[::]", "[::]:8" }, { "unix:/x", "unix:/x" }, { "0", "invalid port" },
    { "65536", "invalid port" }, { "*:", "invalid port" },
    { "*:0", "invalid port" }, { "*:8x", "invalid port" }, { ":80", "no host" },
    { "", "no host" }, { "[::1", "invalid host" }, { "[::1]80", "invalid host" },
    { "[x]:80", "invalid IPv6 address" }, { "a/b", "invalid host" },
    { "unix:", "no path in the unix domain socket" },
};

static void
test_address(size_t i)
{
    struct addr a[4], b;
    char text[SOCK_TEXT];
    const char *error = "";

    if (sock_parse(addresses[i].text, 8, a, 4, &error) == 1) {
        error = sock_text(a, text);
        b = *a;
        check(sock_addr_eq(a, &b), "%s is itself", text);
        if (a->u.sa.sa_family != AF_UNIX) {
            b.u.in.sin_port++;
            check(!sock_addr_eq(a, &b), "%s, another port", text);
        }
    }
    check(strcmp(error, addresses[i].want) == 0, "address \"%s\": %s",
          addresses[i].text, error);
}

/* Socket i is the worker's of slot i; only what is not a slot's is shared. */
static void
test_serves(void)
{
    struct sock_group g = { .reuseport = 1 };
    int i, slot;

    for (i = 0; i < 4; i++) {
        for (slot = 0; slot < 4; slot++) {
            check(sock_serves(&g, i, slot) == (i == slot), "socket %d, slot %d",
                  i, slot);
        }
    }
    g.reuseport = 0;            /* one for all; others are left from before */
    check(sock_serves(&g, 0, 0) && sock_serves(&g, 0, 2), "shared");
    check(!sock_serves(&g, 1, 0) && sock_serves(&g, 1, 1), "left over");
}

int
main(void)
{
    size_t i;

    setvbuf(stdout, NULL, _IOLBF, 0);
    tab_init();
    test_table();
    for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
        test_words(i);
    }
    test_too_many();
    test_inherited();
    test_serves();
    for (i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
        test_address(i);
    }
    return failed;
}
