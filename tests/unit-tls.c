/* Chapter tls: the ClientHello, whole, cut, and with every length wrong; the
 * names of ciphers; the language of their lists. */
#include "unit.h"

#if RPD_WITH_TLS

/* A ClientHello in a heap block of its own size, so that a sanitizer sees every
 * byte that is read beyond it. */
static int
read_hello(struct hello *h, const unsigned char *p, size_t n)
{
    static char *copy;          /* spans of h lead into it */

    free(copy);
    copy = malloc(n + (n == 0));
    memcpy(copy, p, n);
    return tls_hello(h, (struct span) { copy, n });
}

struct message {
    unsigned char p[20000];
    size_t n;
};

static void
add(struct message *m, const void *p, size_t n)
{
    memcpy(m->p + m->n, p, n);
    m->n += n;
}

static void
add_number(struct message *m, size_t value, int bytes)
{
    while (bytes-- > 0) {
        m->p[m->n++] = (unsigned char) (value >> 8 * bytes);
    }
}

static void
add_extension(struct message *m, unsigned type, const void *p, size_t n)
{
    add_number(m, type, 2);
    add_number(m, n, 2);
    add(m, p, n);
}

/* Makes the record; `names` are the bytes of the extension, or NULL. */
static void
make(struct message *m, const struct message *ext, int extensions)
{
    struct message body = { { 0 }, 0 };
    static const unsigned char ciphers[] = { 0, 4, 0xc0, 0x2b, 0xcc, 0xa9 };

    add_number(&body, 0x0303, 2);
    memset(body.p + body.n, 7, 32);
    body.n += 32;
    add_number(&body, 3, 1);
    add(&body, "sid", 3);
    add(&body, ciphers, sizeof(ciphers));
    add(&body, "\1\0", 2);
    if (extensions) {
        add_number(&body, ext->n, 2);
        add(&body, ext->p, ext->n);
    }
    m->n = 0;
    add(m, "\26\3\1", 3);
    add_number(m, body.n + 4, 2);
    add_number(m, 1, 1);
    add_number(m, body.n, 3);
    add(m, body.p, body.n);
}

static void
add_name(struct message *ext, const char *name, size_t n)
{
    struct message one = { { 0 }, 0 };

    add_number(&one, n + 3, 2);
    add_number(&one, 0, 1);
    add_number(&one, n, 2);
    add(&one, name, n);
    add_extension(ext, 0, one.p, one.n);
}

static void
make_usual(struct message *m)
{
    static struct message ext;

    ext.n = 0;
    add_name(&ext, "www.Example.ORG", 15);
    add_extension(&ext, 10, "\0\4\0\35\0\27", 6);
    add_extension(&ext, 16, "\0\14\2h2\10http/1.1", 14);
    add_extension(&ext, 43, "\4\3\4\3\3", 5);
    add_extension(&ext, 0xfafa, "", 0);
    make(m, &ext, 1);
}

static void
test_hello(void)
{
    static struct message m;
    struct hello h;
    size_t i;
    int wrong = 0;

    make_usual(&m);
    check(read_hello(&h, m.p, m.n) == 0, "a usual one");
    check(strcmp(h.name, "www.example.org") == 0 && h.name_n == 15, "name %s",
          h.name);
    check(h.version == 0x0304, "version %x", (unsigned) h.version);
    check(h.ciphers.n == 4 && h.ciphers.p[1] == 0x2b, "ciphers");
    check(h.curves.n == 4 && h.curves.p[1] == 29, "curves");
    check(tls_hello_speaks(&h, SPAN("h2")), "h2");
    check(tls_hello_speaks(&h, SPAN("http/1.1")), "http/1.1");
    check(!tls_hello_speaks(&h, SPAN("http/1.0")), "not http/1.0");
    check(!tls_hello_speaks(&h, SPAN("http/1")), "not http/1");

    for (i = 0; i < m.n; i++) {
        wrong += read_hello(&h, m.p, i) != CONN_AGAIN;
    }
    check(wrong == 0, "cut anywhere, more must come: %d not", wrong);
    m.p[m.n] = 23;
    check(read_hello(&h, m.p, m.n + 1) == 0, "something behind it");
    check(read_hello(&h, m.p, 0) == CONN_AGAIN, "nothing yet");
}

/* Every byte gets every value: nothing outside is read, and what is taken for
 * good is within the message. */
static void
test_wrong(void)
{
    static struct message m, x;
    struct hello h;
    size_t i;
    int v, good = 0, strange = 0;

    make_usual(&m);
    for (i = 0; i < m.n; i++) {
        for (v = 0; v < 256; v++) {
            x = m;
            x.p[i] = (unsigned char) v;
            if (read_hello(&h, x.p, x.n) != 0) {
                continue;
            }
            good++;
            (void) tls_hello_speaks(&h, SPAN("none"));
            strange += h.name_n > TLS_NAME || h.alpn.n > m.n
                       || h.ciphers.n > m.n || h.curves.n > m.n
                       || strlen(h.name) != h.name_n;
        }
    }
    check(good > 1000, "changed bytes: %d are still good", good);
    check(strange == 0, "changed bytes: %d strange", strange);
    strange = 0;
    for (v = 0; v < 20000; v++) {
        x = m;
        for (i = 1 + dice(6); i > 0; i--) {
            x.p[5 + dice((unsigned) m.n - 5)] = (unsigned char) dice(256);
        }
        x.n = m.n - dice(3) * dice((unsigned) m.n);
        x.n = x.n > m.n ? m.n : x.n;
        if (read_hello(&h, x.p, x.n) == 0) {
            strange += h.name_n > TLS_NAME;
            (void) tls_hello_speaks(&h, SPAN("none"));
        }
    }
    check(strange == 0, "several bytes");
}

/* Inner lengths that end one byte short or long. */
static void
test_lengths(void)
{
    static struct message m, ext;
    static const char *const lists[] = { "", "\0", "\0\1", "\0\1\5", "\0\2\1",
        "\0\3\2h", "\0\0", "\377\377", "\0\4\2h2\5", };
    static const size_t sizes[] = { 0, 1, 2, 3, 3, 4, 2, 2, 6 };
    struct hello h;
    size_t i, type;

    for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        for (type = 0; type < 44; type++) {
            ext.n = 0;
            add_extension(&ext, (unsigned) type, lists[i], sizes[i]);
            make(&m, &ext, 1);
            if (read_hello(&h, m.p, m.n) != 0 || h.name_n != 0
                || tls_hello_speaks(&h, SPAN("h"))
                || h.curves.n > sizes[i] || h.version > 0x0303)
            {
                check(0, "list %d in extension %d", (int) i, (int) type);
            }
        }
    }
    for (i = 1; i < 4; i++) {   /* half an extension at the end */
        ext.n = 0;
        add_extension(&ext, 10, "\0\2\0\35", 4);
        add(&ext, "\0\0\0", i);
        make(&m, &ext, 1);
        check(read_hello(&h, m.p, m.n) == CONN_ERR, "%d bytes more", (int) i);
    }
    ext.n = 0;
    make(&m, &ext, 1);
    check(read_hello(&h, m.p, m.n) == 0, "empty list of extensions");
    make(&m, &ext, 0);
    check(read_hello(&h, m.p, m.n) == 0, "no list of extensions");
    check(h.version == 0x0303 && h.name_n == 0, "and nothing known");
    make(&m, &ext, 0);
    m.p[m.n++] = 0;             /* a byte where two should be */
    m.p[4]++;
    m.p[8]++;
    check(read_hello(&h, m.p, m.n) == CONN_ERR, "half a length");
}

static void
test_kinds(void)
{
    static struct message m, x;
    struct hello h;

    make_usual(&m);
    x = m;
    x.p[0] = 0x80;
    check(read_hello(&h, x.p, x.n) == CONN_ERR, "SSLv2");
    check(read_hello(&h, x.p, 1) == CONN_ERR, "SSLv2, from the first byte on");
    x = m;
    x.p[1] = 2;
    check(read_hello(&h, x.p, x.n) == CONN_ERR, "version 2.1");
    x = m;
    x.p[5] = 2;
    check(read_hello(&h, x.p, x.n) == CONN_ERR, "a ServerHello");
    x = m;
    x.p[3] = 0x40, x.p[4] = 1;
    check(read_hello(&h, x.p, x.n) == CONN_ERR, "a record of 16385 bytes");
    x.p[4] = 0;
    check(read_hello(&h, x.p, x.n) == CONN_AGAIN, "of 16384 bytes");
    x = m;
    x.p[3] = 0, x.p[4] = 0;
    check(read_hello(&h, x.p, x.n) == CONN_ERR, "an empty record");
    x = m;
    x.p[3] = 0, x.p[4] = 40;
    check(read_hello(&h, x.p, x.n) == CONN_ERR, "in two records");
    x = m;
    x.p[9] = 0, x.p[10] = 0;
    check(read_hello(&h, x.p, x.n) != CONN_AGAIN, "old version within");
}

static void
test_names(void)
{
    static struct message m, ext;
    static char long_name[300];
    struct hello h;
    size_t n;
    static const struct {
        const char *name;
        size_t n;
        const char *want;
    } rows_[] = {
        { "a", 1, "a" }, { "A.B.C", 5, "a.b.c" }, { "a.b.", 4, "a.b" },
        { ".", 1, "" }, { "", 0, "" }, { "a\0b", 3, "" }, { "a\0", 2, "" },
        { "[::1]", 5, "[::1]" }, { "x\xc3\x84", 3, "x\xc3\x84" },
        { "@Z[", 3, "@z[" },
    };

    for (n = 0; n < sizeof(rows_) / sizeof(*rows_); n++) {
        ext.n = 0;
        add_name(&ext, rows_[n].name, rows_[n].n);
        make(&m, &ext, 1);
        check(read_hello(&h, m.p, m.n) == 0
              && strcmp(h.name, rows_[n].want) == 0
              && h.name_n == strlen(rows_[n].want), "name %s: %s",
              rows_[n].name, h.name);
    }
    memset(long_name, 'n', sizeof(long_name));
    for (n = 254; n < 258; n++) {
        ext.n = 0;
        add_name(&ext, long_name, n);
        make(&m, &ext, 1);
        check(read_hello(&h, m.p, m.n) == 0
              && h.name_n == (n > 255 ? 0 : n), "a name of %d bytes: %d",
              (int) n, (int) h.name_n);
    }
    ext.n = 0;
    add_extension(&ext, 0, "\0\4\1\0\1x", 6);
    make(&m, &ext, 1);
    check(read_hello(&h, m.p, m.n) == 0 && h.name_n == 0, "no host_name");
    ext.n = 0;
    add_extension(&ext, 43, "\6\12\12\3\3\3\2", 7);
    make(&m, &ext, 1);
    check(read_hello(&h, m.p, m.n) == 0 && h.version == 0x0303,
          "versions that are none");
}

static void
test_openssl_names(void)
{
    static const char *const rows_[][2] = {
        { "TLS-ECDHE-RSA-WITH-AES-128-CBC-SHA256", "ECDHE-RSA-AES128-SHA256" },
        { "TLS-ECDHE-ECDSA-WITH-AES-256-GCM-SHA384",
          "ECDHE-ECDSA-AES256-GCM-SHA384" },
        { "TLS-RSA-WITH-AES-128-CBC-SHA", "AES128-SHA" },
        { "TLS-RSA-WITH-AES-256-GCM-SHA384", "AES256-GCM-SHA384" },
        { "TLS-RSA-WITH-AES-128-CCM", "AES128-CCM" },
        { "TLS-ECDHE-ECDSA-WITH-AES-128-CCM-8", "ECDHE-ECDSA-AES128-CCM8" },
        { "TLS-ECDHE-RSA-WITH-CHACHA20-POLY1305-SHA256",
          "ECDHE-RSA-CHACHA20-POLY1305" },
        { "TLS-DHE-RSA-WITH-CAMELLIA-256-CBC-SHA", "DHE-RSA-CAMELLIA256-SHA" },
        { "TLS-DHE-RSA-WITH-CAMELLIA-256-CBC-SHA256",
          "DHE-RSA-CAMELLIA256-SHA256" },
        { "TLS-RSA-WITH-3DES-EDE-CBC-SHA", "DES-CBC3-SHA" },
        { "TLS-ECDHE-RSA-WITH-3DES-EDE-CBC-SHA", "ECDHE-RSA-DES-CBC3-SHA" },
        { "TLS-ECDHE-ECDSA-WITH-ARIA-128-GCM-SHA256",
          "ECDHE-ECDSA-ARIA128-GCM-SHA256" },
        { "TLS-DHE-RSA-WITH-AES-256-CCM", "DHE-RSA-AES256-CCM" },
        { "TLS1-3-AES-128-GCM-SHA256", "TLS_AES_128_GCM_SHA256" },
        { "TLS1-3-CHACHA20-POLY1305-SHA256", "TLS_CHACHA20_POLY1305_SHA256" },
    };
    char to[TLS_CIPHER_NAME];
    size_t i;
    const int *id;

    for (i = 0; i < sizeof(rows_) / sizeof(*rows_); i++) {
        tls_openssl_name(rows_[i][0], to);
        check(strcmp(to, rows_[i][1]) == 0, "%s is %s", rows_[i][0], to);
    }
    for (id = mbedtls_ssl_list_ciphersuites(), i = 0; *id != 0; id++) {
        tls_openssl_name(mbedtls_ssl_get_ciphersuite_name(*id), to);
        i += strstr(to, "WITH") != NULL || strlen(to) < 8;
    }
    check(i == 0, "all names of the library: %d left", (int) i);
}

/* The ciphers of a list as OpenSSL's names, with spaces. */
static const char *
choose(const char *list, int protocols)
{
    static char text[20000];
    struct server s;
    struct pool *pool = mem_pool();
    char *p = text, name[TLS_CIPHER_NAME];
    int *id;

    memset(&s, 0, sizeof(s));
    s.ssl.ciphers = list;
    s.ssl.protocols = protocols;
    s.file = "x";
    *text = '\0';
    for (id = tls_ciphers(&s, pool); id != NULL && *id != 0; id++) {
        tls_openssl_name(mbedtls_ssl_get_ciphersuite_name(*id), name);
        p += snprintf(p, 99, "%s%s", p > text ? " " : "", name);
    }
    mem_free(pool);
    return text;
}

static int
has(const char *list, const char *part)
{
    return strstr(choose(list, CONF_TLS12), part) != NULL;
}

static void
test_lists(void)
{
    static const char *const weak[] = { "NULL", "DES", "RC4", "PSK" };
    static const char *const older[] = { "SSLv3:!CAMELLIA", "TLSv1:!CAMELLIA",
        "TLSv1.0:!CAMELLIA" };
    static const char *const known[] = { "SSLv2", "SSLv3", "TLSv1", "TLSv1.0",
        "TLSv1.2", "kECDH", "kECDHr", "kECDHe", "aECDH", "ARIA128", "ARIA256",
        "ARIAGCM", "CBC", "COMPLEMENTOFALL", "kRSA+SHA256" };
    static const char *const rows_[][2] = {
        { "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256" },
        { "ecdhe-rsa-aes128-gcm-sha256", "ECDHE-RSA-AES128-GCM-SHA256" },
        { "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256" },
        { "TLS-ECDHE-RSA-WITH-AES-128-GCM-SHA256",
          "ECDHE-RSA-AES128-GCM-SHA256" },
        { "ECDHE-RSA-AES128-SHA,AES128-SHA", "ECDHE-RSA-AES128-SHA AES128-SHA" },
        { "AES128-SHA:ECDHE-RSA-AES128-SHA", "AES128-SHA ECDHE-RSA-AES128-SHA" },
        { "AES128-SHA ECDHE-RSA-AES128-SHA:AES128-SHA",
          "AES128-SHA ECDHE-RSA-AES128-SHA" },
        { "AES128-SHA:AES256-SHA:+AES128-SHA", "AES256-SHA AES128-SHA" },
        { "AES128-SHA:AES256-SHA:-AES256-SHA", "AES128-SHA" },
        { "AES128-SHA:AES256-SHA:-AES128-SHA:AES128-SHA",
          "AES256-SHA AES128-SHA" },
        { "AES128-SHA:AES256-SHA:!AES256-SHA:AES256-SHA", "AES128-SHA" },
        { "!AES256-SHA:AES128-SHA:AES256-SHA", "AES128-SHA" },
        { "kRSA+AESGCM+AES128", "AES128-GCM-SHA256" },
        { "ECDHE+ECDSA+AESGCM+AES256", "ECDHE-ECDSA-AES256-GCM-SHA384" },
        { "::AES128-SHA:@STRENGTH::", "AES128-SHA" },
        { "kRSA+AES+SHA1:!AES256", "AES128-SHA" },
        { "aNULL", "" }, { "", "" }, { "NOSUCH", "" }, { "!ALL", "" },
        { "AES128-SHA:!ALL", "" }, { "+AES128-SHA", "" },
        { "HIGH:-HIGH", "" }, { "AES128-SHA+NOSUCH", "" },
    };
    int old = mbedtls_ssl_get_ciphersuite_id("TLS-RSA-WITH-AES-128-CBC-SHA");
    size_t i;
    const char *all;

    for (i = 0; i < sizeof(rows_) / sizeof(*rows_); i++) {
        const char *got = choose(rows_[i][0], CONF_TLS12);

        if (old == 0 && (strstr(rows_[i][0], "AES128-SHA")
                         || strstr(rows_[i][0], "kRSA")))
        {
            continue;           /* the library has none without ECDHE */
        }

        check(strcmp(got, rows_[i][1]) == 0, "list %s: %s", rows_[i][0], got);
    }
    for (i = 0; i < 4; i++) {
        check(!has("HIGH", weak[i]) && !has("ALL", weak[i])
              && !has("DEFAULT", weak[i]), "%s in no class", weak[i]);
    }
    check(!has("HIGH:!AESGCM", "AES128-GCM") && has("HIGH:!AESGCM", "AES128"),
          "!AESGCM");
    check(!has("HIGH:!aNULL:!MD5:!kRSA", " AES128"), "!kRSA");
    check(has("HIGH:!kRSA", "ECDHE-RSA"), "!kRSA leaves ECDHE-RSA");
    check(has("HIGH:!RSA", "ECDHE-RSA") && !has("HIGH:!RSA", " AES128-"),
          "and so does !RSA");
    check(has("HIGH:!aNULL:!SHA1:!SHA256:!SHA384", "AES128-GCM-SHA256")
          && has("HIGH:!SHA256", "CHACHA20") && has("HIGH:!SHA384", "GCM-SHA384")
          && has("HIGH:!SHA256", "AES128-CCM")
          && !has("HIGH:!SHA256:!SHA384", "AES128-SHA256")
          && !has("SHA256:SHA384", "GCM"), "SHA256 and SHA384 are MACs");
    check(!has("ALL", "ECDH-") && !has("ECDH-ECDSA-AES128-GCM-SHA256", "A"),
          "no static ECDH");
    check(!has("TLSv1.2", "-SHA ") && has("TLSv1.2", "SHA256")
          && has("TLSv1.2", "CCM") && !has("TLSv1.2:!AESCCM:!AESCCM8", "CCM"),
          "TLSv1.2");
    for (i = 0; i < sizeof(older) / sizeof(*older); i++) {
        all = choose(older[i], CONF_TLS12);
        check(strstr(all, "-SHA") != NULL && strstr(all, "-SHA2") == NULL
              && strstr(all, "-SHA3") == NULL && strstr(all, "DES") == NULL
              && strstr(all, "NULL") == NULL && strstr(all, "M") == NULL,
              "%s: %.60s", older[i], all);
    }
    check(!has("HIGH:!CBC", "AES128-SHA") && has("HIGH:!CBC", "GCM"), "!CBC");
    for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
        check(tls_words_fit("TLS-RSA-WITH-AES-128-CBC-SHA",
                            str_span(known[i])) != -1, "%s is known", known[i]);
    }
    check(!has("ALL:!SHA1", "SHA ") && has("ALL:!SHA1", "SHA256"), "!SHA1");
    all = choose(CONF_CIPHERS, CONF_TLS12);
    check(strncmp(all, "ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-",
                  49) == 0, "the default: %.60s", all);
    check(strstr(all, "DHE-RSA-AES") != NULL && strncmp(all, "DHE", 3) != 0
          && strstr(all, " DHE") == NULL && strstr(all, " AES") == NULL,
          "the default has nothing but ECDHE");
    all = choose(CONF_CIPHERS, CONF_TLS12 | CONF_TLS13);
    check((strncmp(all, "TLS_", 4) == 0) == RPD_HAVE_TLS13,
          "those of TLS 1.3 first: %.30s", all);
}

/* Twelve hours, and again: the key before the newest is still good, and the one
 * before that is gone. */
static void
test_rotation(void)
{
    struct tls_server s;
    struct tls_key key[5], old;
    int i;

    memset(&s, 0, sizeof(s));
    memset(key, 0, sizeof(key));
    tls_self.keys = calloc(1, sizeof(*tls_self.keys));
    plat_clock.sec = 1000000;
    for (i = 0; i < 5; i++) {
        tls_rotate();
        check(tls_key(&s, NULL, &key[i]) == 0, "key %d", i);
        check(i == 0 || memcmp(&key[i], &key[i - 1], sizeof(old)) != 0,
              "key %d is another one", i);
        plat_clock.sec += TLS_ROTATE - 1;
        tls_rotate();
        check(tls_key(&s, NULL, &old) == 0
              && memcmp(&key[i], &old, sizeof(old)) == 0, "not before time");
        check(i == 0 || (tls_key(&s, key[i - 1].name, &old) == 0
                         && memcmp(&key[i - 1], &old, sizeof(old)) == 0),
              "key %d: the one before it", i);
        check(i < 2 || tls_key(&s, key[i - 2].name, &old) == -1,
              "key %d: not the one before that", i);
        plat_clock.sec++;
    }
    plat_clock.sec -= 10000000;
    tls_rotate();
    check(tls_key(&s, NULL, &old) == 0
          && memcmp(&key[4], &old, sizeof(old)) != 0, "a clock set back");
    free(tls_self.keys);
}

/* Do we and the library mean the same by a session? Its first field is a time,
 * whose width is a matter of how each was compiled. */
static void
test_session(void)
{
#if RPD_TLS_MAJOR < 3
#define FIELD(name) name
#else
#define FIELD(name) MBEDTLS_PRIVATE(name)
#endif
    mbedtls_ssl_session s;
    unsigned char out[2048], want[33];
    size_t n = 0, i;

    mbedtls_ssl_session_init(&s);
#if RPD_TLS_MAJOR >= 3
    s.MBEDTLS_PRIVATE(tls_version) = MBEDTLS_SSL_VERSION_TLS1_2;
#endif
    s.FIELD(ciphersuite) = 0xc02b;
    s.FIELD(id_len) = want[0] = 32;
    for (i = 0; i < 32; i++) {
        s.FIELD(id)[i] = want[1 + i] = (unsigned char) (200 + i);
    }
    check(mbedtls_ssl_session_save(&s, out, sizeof(out), &n) == 0, "a session");
    for (i = 0; i + 33 <= n && memcmp(out + i, want, 33) != 0; i++) { }
    check(i + 33 <= n, "its id is where the library looks for it");
}

#define CN "\125\4\3"
#define ORG "\125\4\12"
#define UID "\11\222\46\211\223\362\54\144\1\1"
#define VALUE(text) (text), sizeof(text) - 1

/* Distinguished names, as OpenSSL writes them (X509_NAME_print_ex() with
 * XN_FLAG_RFC2253, and X509_NAME_oneline()). */
static const struct {
    const char *oid;
    int tag;
    const char *value;
    size_t n;
    const char *rfc2253, *legacy;
} attributes[] = {
    { CN, 12, VALUE("J\303\266rg \\\303\244>"),
      "CN=J\\C3\\B6rg \\\\\\C3\\A4\\>", "/CN=J\\xC3\\xB6rg \\\\xC3\\xA4>" },
    { CN, 12, VALUE("\12a\0\177"), "CN=\\0Aa\\00\\7F", "/CN=\\x0Aa\\x00\\x7F" },
    { CN, 20, VALUE("a\344"), "CN=a\\C3\\A4", "/CN=a\\xE4" },
    { CN, 30, VALUE("\40\254\0z\0,\0 "), "CN=\\E2\\82\\ACz\\,\\ ",
      "/CN= \\xAC\\x00z\\x00,\\x00 " },
    { CN, 30, VALUE("\0ab"), "CN=#1E03006162", "/CN=\\x00ab" },
    { CN, 28, VALUE("\0\1\366\0"), "CN=\\F0\\9F\\98\\80",
      "/CN=\\x00\\x01\\xF6\\x00" },
    { CN, 3, VALUE("\0a"), "CN=#03020061", "/CN=\\x00a" },
    { CN, 19, VALUE(" "), "CN=\\ ", "/CN= " },
    { CN, 19, VALUE(" a  b "), "CN=\\ a  b\\ ", "/CN= a  b " },
    { CN, 12, VALUE("#"), "CN=#", "/CN=#" },
    { CN, 12, VALUE("#a#b"), "CN=\\#a#b", "/CN=#a#b" },
    { CN, 12, VALUE("a=/b+c;\"<"), "CN=a=/b\\+c\\;\\\"\\<",
      "/CN=a=\\/b\\+c;\"<" },
    { CN, 12, VALUE(""), "CN=", "/CN=" },
    { UID, 12, VALUE("joe"), "UID=joe", "/UID=joe" },
    { UID "\1", 12, VALUE("joe"), "0.9.2342.19200300.100.1.1.1=#0C036A6F65",
      "/0.9.2342.19200300.100.1.1.1=joe" },
    { "\210\67\220\200\200\200\1", 19, VALUE("x"),
      "2.999.4294967297=#130178", "/2.999.4294967297=x" },
};

static void
test_attributes(void)
{
    static char to[1000], legacy[1000];
    mbedtls_x509_name a;
    size_t i;

    for (i = 0; i < sizeof(attributes) / sizeof(*attributes); i++) {
        memset(&a, 0, sizeof(a));
        a.oid.p = (unsigned char *) (uintptr_t) attributes[i].oid;
        a.oid.len = strlen(attributes[i].oid);
        a.val.p = (unsigned char *) (uintptr_t) attributes[i].value;
        a.val.len = attributes[i].n;
        a.val.tag = attributes[i].tag;
        *tls_put_name(&a, to) = '\0';
        check(strcmp(to, attributes[i].rfc2253) == 0, "%s, not %s", to,
              attributes[i].rfc2253);
        *tls_put_legacy(&a, legacy) = '\0';
        check(strcmp(legacy, attributes[i].legacy) == 0, "%s, not %s", legacy,
              attributes[i].legacy);
    }
    for (i = 1; i < 3; i++) {   /* lengths of more than one byte */
        memset(&a, 0, sizeof(a));
        a.oid.p = (unsigned char *) (uintptr_t) "\52";
        a.oid.len = 1;
        a.val.p = (unsigned char *) (uintptr_t) attributes;
        a.val.len = i * 130;
        a.val.tag = 12;
        *tls_put_name(&a, to) = '\0';
        check(strncmp(to, i == 1 ? "1.2=#0C8182" : "1.2=#0C820104",
                      i == 1 ? 11 : 13) == 0, "length: %.20s", to);
        check(strlen(to) == (i == 1 ? 11 : 13) + a.val.len * 2, "whole");
    }
}

/* Two attributes in one RDN, and one in front of them. */
static void
test_name(void)
{
    mbedtls_x509_name a[3];
    char to[100];
    int i;

    memset(a, 0, sizeof(a));
    *tls_put_name(a, to) = '\0';
    check(to[0] == '\0', "no name");
    *tls_put_legacy(a, to) = '\0';
    check(to[0] == '\0', "no legacy name");
    for (i = 0; i < 3; i++) {
        a[i].oid.p = (unsigned char *) (uintptr_t) (i ? CN : ORG);
        a[i].oid.len = 3;
        a[i].val.p = (unsigned char *) (uintptr_t) "abc" + i;
        a[i].val.len = 1;
        a[i].val.tag = 12;
        a[i].next = i < 2 ? &a[i + 1] : NULL;
    }
    a[1].FIELD(next_merged) = 1;
    *tls_put_name(a, to) = '\0';
    check(strcmp(to, "CN=c+CN=b,O=a") == 0, "%s", to);
    *tls_put_legacy(a, to) = '\0';
    check(strcmp(to, "/O=a/CN=b+CN=c") == 0, "%s", to);
}

/* A key that openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 2 has made: opened by
 * its password only; cut or changed anywhere, nothing outside is read. */
static void
test_locked(void)
{
#if !RPD_HAVE_TLS_PBES2
    static const unsigned char der[] = {
        0x30, 0x81, 0xeb, 0x30, 0x56, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7,
        0x0d, 0x01, 0x05, 0x0d, 0x30, 0x49, 0x30, 0x28, 0x06, 0x09, 0x2a, 0x86,
        0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0c, 0x30, 0x1b, 0x04, 0x08, 0x1c,
        0x92, 0xff, 0x8f, 0xe6, 0xa4, 0x61, 0x48, 0x02, 0x01, 0x02, 0x30, 0x0c,
        0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x09, 0x05, 0x00,
        0x30, 0x1d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01,
        0x2a, 0x04, 0x10, 0x20, 0xed, 0xab, 0xac, 0xb1, 0x16, 0xc7, 0x12, 0x8e,
        0xba, 0x7b, 0x97, 0xea, 0xd8, 0xe0, 0x68, 0x04, 0x81, 0x90, 0xab, 0x9b,
        0x40, 0xc9, 0x5c, 0xff, 0x57, 0x66, 0xbd, 0x31, 0x06, 0x0e, 0x63, 0x8d,
        0x7b, 0xc8, 0x31, 0x7a, 0x1f, 0x3b, 0x8e, 0x7a, 0x11, 0xb8, 0x3b, 0x97,
        0x9c, 0x83, 0xf6, 0x27, 0xdf, 0x59, 0xdb, 0x34, 0xb1, 0xf5, 0xcc, 0xd8,
        0x8d, 0x03, 0x55, 0xf6, 0x33, 0xe7, 0xbe, 0xd5, 0xf5, 0x3a, 0x05, 0xaa,
        0xf0, 0xd3, 0x69, 0x7a, 0x23, 0xae, 0x3d, 0x04, 0xd6, 0xe1, 0x6e, 0xe2,
        0xb5, 0xfe, 0x01, 0xe1, 0x2d, 0xb6, 0xc2, 0x0e, 0xb2, 0xa9, 0xf6, 0x38,
        0x64, 0x82, 0x1d, 0xfe, 0xf4, 0x5d, 0x09, 0xbc, 0x0e, 0x80, 0x3c, 0xac,
        0xb7, 0x9d, 0x85, 0x97, 0x8e, 0xc2, 0xe1, 0x40, 0xaa, 0x26, 0x05, 0x1c,
        0xf3, 0x5c, 0x96, 0xa3, 0xd2, 0x89, 0x4b, 0x2c, 0xe4, 0xa2, 0xea, 0x3a,
        0x3d, 0x49, 0x31, 0xd9, 0x5f, 0x57, 0x75, 0xb7, 0xfb, 0xcb, 0x13, 0x4a,
        0x21, 0x0a, 0xbf, 0x8e, 0xae, 0x26, 0x46, 0x71, 0xcc, 0x77, 0xe7, 0x96,
        0x61, 0xa9, 0x1e, 0x0f, 0x77, 0x01, 0x1c, 0x82, 0x0b, 0x57,
    };
    struct tls_locked k;
    struct span text = { malloc(sizeof(der) + 1), sizeof(der) };
    mbedtls_pk_context key;
    unsigned char *cut;
    size_t i, n;
    int v, wrong = 0;

    memcpy(text.p, der, sizeof(der));
    text.p[text.n] = '\0';
    mbedtls_pk_init(&key);
    check(tls_parse_key(&key, text, SPAN("Secret")) != 0, "another password");
    check(tls_parse_key(&key, text, SPAN("secret")) == 0
          && mbedtls_pk_get_bitlen(&key) == 256, "opened");
    mbedtls_pk_free(&key);
    free(text.p);
    for (n = 0; n < sizeof(der); n++) {
        cut = malloc(n + (n == 0));
        memcpy(cut, der, n);
        wrong += tls_read_locked(&k, cut, n) == 0;
        free(cut);
    }
    check(wrong == 0, "cut: %d are still good", wrong);
    cut = malloc(sizeof(der));
    for (i = 0; i < sizeof(der); i++) {
        for (v = 0; v < 256; v++) {
            memcpy(cut, der, sizeof(der));
            cut[i] = (unsigned char) v;
            wrong += tls_read_locked(&k, cut, sizeof(der)) == 0
                     && (k.data.p + k.data.len > cut + sizeof(der)
                         || k.salt.p + k.salt.len > cut + sizeof(der)
                         || k.bits > 256 || k.rounds < 0);
        }
    }
    free(cut);
    check(wrong == 0, "changed: %d lead outside", wrong);
#endif
}

/* Why a certificate is refused. */
static void
test_reasons(void)
{
    static const struct {
        uint32_t bits;
        const char *text;
    } reasons[] = {
        { MBEDTLS_X509_BADCERT_EXT_KEY_USAGE, "unsuitable certificate purpose" },
        { MBEDTLS_X509_BADCERT_KEY_USAGE, "unsuitable certificate purpose" },
        { MBEDTLS_X509_BADCERT_BAD_MD,
          "CA signature digest algorithm too weak" },
        { MBEDTLS_X509_BADCERT_BAD_KEY, "EE certificate key too weak" },
        { TLS_NO_CRL, "unable to get certificate CRL" },
        { TLS_NO_CRL | MBEDTLS_X509_BADCERT_REVOKED, "certificate revoked" },
        { 1u << 29, "certificate rejected" },
    };
    size_t i;

    for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
        check(strcmp(tls_reason(reasons[i].bits), reasons[i].text) == 0,
              "%s", reasons[i].text);
    }
}

int
main(void)
{
    test_reasons();
    test_attributes();
    test_name();
    test_locked();
    test_rotation();
    test_session();
    test_hello();
    test_wrong();
    test_lengths();
    test_kinds();
    test_names();
    test_openssl_names();
    test_lists();
    return failed;
}

#else

int
main(void)
{
    check(1, "built without TLS");
    return failed;
}

#endif
