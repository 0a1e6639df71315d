/* SPDX-License-Identifier: BSD-2-Clause
 *
 * reuseportd.h - the face of reuseportd: version, build switches, features.
 *
 * The server is reuseportd.c; `cc -O2 reuseportd.c -o reuseportd` builds it.
 * A firmware that links the server into a program of its own compiles with
 * -DRPD_NO_MAIN, calls rpd_main() and may answer requests itself (below):
 *
 *     cc -DRPD_NO_MAIN app.c reuseportd.c -o app
 *
 * Every RPD_WITH_* switch takes a part of the server in (1) or leaves it out
 * (0), with its directives: a part that is out costs nothing. -DRPD_WITH_ALL=0
 * -DRPD_WITH_HELP=1 is the smallest server, and help; `make tiny` is all 0.
 * Every RPD_HAVE_* says what the system offers and is found by the
 * preprocessor. Both kinds may be forced: -DRPD_HAVE_EPOLL=0.
 */
#ifndef REUSEPORTD_H
#define REUSEPORTD_H

#define RPD_VERSION "0.1.0"

/* --- Switches ---------------------------------------------------------- */

/* What the parts below are, unless they are said to be otherwise. */
#ifndef RPD_WITH_ALL
#define RPD_WITH_ALL 1
#endif

/* Who may: allow, deny, auth_*, satisfy, limit_except, rebind_*; and
 * disable_symlinks. Without it nobody is a $remote_user. */
#ifndef RPD_WITH_ACCESS
#define RPD_WITH_ACCESS RPD_WITH_ALL
#endif

/* autoindex*: listings of directories. */
#ifndef RPD_WITH_AUTOINDEX
#define RPD_WITH_AUTOINDEX RPD_WITH_ALL
#endif

/* What the command line does besides starting the server and testing what it
 * reads: -s SIGNAL, with what a reload tells it; -T; a directory to serve. The
 * scripts in dist/ use -s. */
#ifndef RPD_WITH_COMMANDS
#define RPD_WITH_COMMANDS RPD_WITH_ALL
#endif

/* Answers by functions of the program that links the server in (see below), and
 * request bodies kept for them: handler, client_body_buffer_size, _in_file_only
 * and _temp_path. */
#ifndef RPD_WITH_HANDLER
#define RPD_WITH_HANDLER RPD_WITH_ALL
#endif

/* What answers tell besides: add_header, add_trailer, expires, charset*;
 * gzip_static; several ranges at once. */
#ifndef RPD_WITH_HEADERS
#define RPD_WITH_HEADERS RPD_WITH_ALL
#endif

/* -h NAME and -h directives; for directives that are not there "did you mean",
 * and the names of nginx's modules that have them. */
#ifndef RPD_WITH_HELP
#define RPD_WITH_HELP RPD_WITH_ALL
#endif

/* limit_conn*, limit_req* and limit_rate*: how much, how often, how fast. */
#ifndef RPD_WITH_LIMIT
#define RPD_WITH_LIMIT RPD_WITH_ALL
#endif

/* access_log and log_format; logs that are no files: syslog:, memory:. Without
 * it nothing is logged but errors. */
#ifndef RPD_WITH_LOGS
#define RPD_WITH_LOGS RPD_WITH_ALL
#endif

/* What proxies in front of the server tell of their clients: real_ip_*,
 * set_real_ip_from, and the PROXY protocol. */
#ifndef RPD_WITH_REALIP
#define RPD_WITH_REALIP RPD_WITH_ALL
#endif

/* Patterns (~), and what leads elsewhere: rewrite, set, if, break, return,
 * try_files, error_page, internal. Without it and HANDLER nothing but files
 * answers: a request with a body gets its answer, and the connection ends. */
#ifndef RPD_WITH_REWRITE
#define RPD_WITH_REWRITE RPD_WITH_ALL
#endif

/* status and stub_status: how the server and each of its workers do. */
#ifndef RPD_WITH_STATUS
#define RPD_WITH_STATUS RPD_WITH_ALL
#endif

/* What fits the server to one machine or another: more parameters of listen,
 * ranges of ports, open_file_cache*, worker_cpu_affinity, worker_priority,
 * accept_mutex*, multi_accept, keepalive_disable, reset_timedout_connection,
 * env, working_directory, master_process off, poll() where there is better; and
 * directives of nginx's without effect here. */
#ifndef RPD_WITH_TUNING
#define RPD_WITH_TUNING RPD_WITH_ALL
#endif

/* A new binary without a closed door (USR2), and service managers: sockets from
 * LISTEN_FDS, readiness to NOTIFY_SOCKET or RPD_NOTIFY_FD, and a watchdog. */
#ifndef RPD_WITH_UPGRADE
#define RPD_WITH_UPGRADE RPD_WITH_ALL
#endif

/* map, and the variables that take work. Without, there are those of access
 * logs, of the request, and of the parts that are in; none in the smallest. */
#ifndef RPD_WITH_VARS
#define RPD_WITH_VARS RPD_WITH_ALL
#endif

/* TLS by mbedTLS 2.28, 3.x or 4.x. The Makefile looks for the library, says so
 * with RPD_HAVE_MBEDTLS=1, and links it. */
#ifndef RPD_HAVE_MBEDTLS
#define RPD_HAVE_MBEDTLS 0
#endif
#ifndef RPD_WITH_TLS
#define RPD_WITH_TLS RPD_HAVE_MBEDTLS
#endif
#if RPD_WITH_TLS && !RPD_HAVE_MBEDTLS
#error "TLS needs mbedTLS: make TLS=1, or -DRPD_HAVE_MBEDTLS=1 and its libraries"
#endif

/* How often the master looks whether a certificate has been renewed, ms. */
#ifndef RPD_TLS_CHECK
#define RPD_TLS_CHECK 60000
#endif

/* For tests: RPD_FAIL="call:N:errno" in the environment makes the Nth such
 * system call of each process fail; workers get it by `env RPD_FAIL;` and
 * count on from where the master was. */
#ifndef RPD_WITH_FAULTS
#define RPD_WITH_FAULTS 0
#endif

/* --- Places; strings, overridden by the Makefile or by -D ---------------- */

#ifndef RPD_PREFIX
#define RPD_PREFIX "/usr/local"         /* -p: where relative paths begin */
#endif
#ifndef RPD_CONF_PATH
#define RPD_CONF_PATH "/etc/reuseportd.conf"
#endif
#ifndef RPD_PID_PATH
#define RPD_PID_PATH "/var/run/reuseportd.pid"
#endif
#ifndef RPD_ERROR_LOG
#define RPD_ERROR_LOG "/var/log/reuseportd.log"
#endif
#ifndef RPD_USER
#define RPD_USER "nobody"               /* workers of a master run by root */
#endif
#ifndef RPD_BODY_TEMP_PATH
#define RPD_BODY_TEMP_PATH "/tmp"       /* request bodies too large for memory */
#endif

/* --- The interface for programs that link the server in ------------------ */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Runs the server with the arguments of its command line (argv[0] is the name
 * of the program, argv[argc] is NULL) and returns its exit status: 0, or 1
 * with the reason on standard error. It forks, changes signal handlers and may
 * overwrite the memory of argv and environ to set the process title, so call
 * it last and from a process without threads. */
int rpd_main(int argc, char **argv);

/* A location with `handler hello;` is answered by a function of the program:
 *
 *     static int
 *     hello(struct rpd_request *r, void *arg)
 *     {
 *         rpd_add_header(r, "Content-Type", "text/plain");
 *         rpd_write(r, arg, strlen(arg));
 *         return 0;
 *     }
 *
 *     int
 *     main(int argc, char **argv)
 *     {
 *         rpd_handler("hello", hello, "Hello, world\n");
 *         return rpd_main(argc, argv);
 *     }
 *
 * tests/embed.c shows all of it. Handlers run in the workers, in their event
 * loop: one that blocks (sleeps, waits for a network or a lock) stops all other
 * clients of its worker. Workers are processes: what a handler changes in
 * memory no other worker sees, unless the program has shared that memory before
 * rpd_main(). What these functions return belongs to the request and lives as
 * long; what they are given they copy, except `arg`. Text ends with a NUL,
 * sizes are bytes. Unless it says otherwise, int is 0, or -1: no memory, or an
 * argument that cannot be; then nothing has changed. */

struct rpd_request;             /* a request and its answer */

/* Called when the whole body of the request is there. Returns 0: the answer is
 * as described by rpd_status, rpd_add_header, rpd_write and rpd_stream; or a
 * status from 300 to 599: its error page (error_page in the configuration, or
 * the built-in one). Anything else is 500. */
typedef int rpd_handler_fn(struct rpd_request *r, void *arg);

/* Gives the function a name for the configuration; `name` and `arg` must live
 * as long as the process. Call it before rpd_main(). A name is given once. */
int rpd_handler(const char *name, rpd_handler_fn *call, void *arg);

/* The request. The method is as sent, in capitals; the path is decoded and
 * cleaned, without the query; the query is as sent, "" if there is none. These
 * never return NULL, but "" without memory. */
const char *rpd_method(struct rpd_request *r);
const char *rpd_uri(struct rpd_request *r);
const char *rpd_args(struct rpd_request *r);
const char *rpd_client(struct rpd_request *r);  /* its address */

/* The value of the first header of that name, in any case; or NULL. */
const char *rpd_header(struct rpd_request *r, const char *name);

/* All of the body, "" if there is none, and its size, which client_max_body_size
 * limits; a NUL follows. NULL: no memory, or its file cannot be read. What is
 * larger than client_body_buffer_size is in a file: then rpd_body_read() needs
 * less memory. */
const char *rpd_body(struct rpd_request *r, size_t *size);

/* Reads up to `size` bytes of the body from byte `at` on: how many; 0: that is
 * its end; -1: the file cannot be read, see errno. */
long rpd_body_read(struct rpd_request *r, long long at, void *to, size_t size);

/* The answer. The status is 200 unless set, from 200 to 599. */
int rpd_status(struct rpd_request *r, int status);

/* Adds a header; Content-Type and Location replace what was set before. -1 also
 * for names and values that would break the head (CR, LF, ...) and for headers
 * that are the server's business: Connection, Content-Length, Date, Keep-Alive,
 * Server, Transfer-Encoding. */
int rpd_add_header(struct rpd_request *r, const char *name, const char *value);

/* Adds to the body. A failure need not be looked at: the answer becomes 500, or
 * a stream breaks off. */
int rpd_write(struct rpd_request *r, const void *data, size_t size);

/* Makes the rest of the body from pieces that are needed one after the other,
 * so that it takes no more memory than one of them. `next` calls rpd_write()
 * and returns 0: that was all; -1: something is wrong, the connection is cut;
 * else it is called again: when the client has taken what was written, or, if
 * nothing was, after as many milliseconds as it has returned. `done`, unless
 * NULL, is called when the request ends, however it does, if this returned 0.
 * Both may use `r` in no other way than rpd_write() in `next`. */
int rpd_stream(struct rpd_request *r, rpd_handler_fn *next,
               void (*done)(void *arg), void *arg);

#ifdef __cplusplus
}
#endif

/* --- Features: only reuseportd.c looks from here on ---------------------- */

#ifdef RPD_SOURCE

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#ifndef _TIME_BITS
#define _TIME_BITS 64
#define RPD_WIDE_TIME 1         /* by our own choice */
#endif
#ifdef __APPLE__
#define _DARWIN_C_SOURCE 1
#endif

#include <sys/types.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <netdb.h>
#include <poll.h>
#include <pwd.h>
#include <regex.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <wctype.h>

#ifdef __has_include
#define RPD_HEADER(name) __has_include(name)
#else
#define RPD_HEADER(name) 1
#endif

#if defined(__FreeBSD__) || defined(__DragonFly__) || defined(__OpenBSD__) \
    || defined(__NetBSD__) || defined(__APPLE__)
#define RPD_BSD 1
#else
#define RPD_BSD 0
#endif

#if RPD_BSD
#include <sys/param.h>                  /* the versions of the systems */
#endif

/* NetBSD has <sys/epoll.h> too: choose by system, not by header. */
#ifndef RPD_HAVE_EPOLL
#ifdef __linux__
#define RPD_HAVE_EPOLL 1
#else
#define RPD_HAVE_EPOLL 0
#endif
#endif

#ifndef RPD_HAVE_KQUEUE
#define RPD_HAVE_KQUEUE RPD_BSD
#endif

/* poll() is everywhere: it is what is left, and where epoll or kqueue cannot be
 * had at run time. */
#ifndef RPD_HAVE_POLL
#if RPD_WITH_TUNING || !(RPD_HAVE_EPOLL || RPD_HAVE_KQUEUE)
#define RPD_HAVE_POLL 1
#else
#define RPD_HAVE_POLL 0
#endif
#endif

#ifndef RPD_HAVE_ACCEPT4
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC) && !defined(__APPLE__) \
    && (!defined(__NetBSD__) || __NetBSD_Version__ >= 800000000)
#define RPD_HAVE_ACCEPT4 1
#else
#define RPD_HAVE_ACCEPT4 0
#endif
#endif

/* FreeBSD balances with an option of its own. */
#ifndef RPD_HAVE_REUSEPORT_LB
#ifdef SO_REUSEPORT_LB
#define RPD_HAVE_REUSEPORT_LB 1
#else
#define RPD_HAVE_REUSEPORT_LB 0
#endif
#endif

/* Does the kernel spread connections over the sockets of a group? */
#ifndef RPD_HAVE_REUSEPORT
#if RPD_HAVE_REUSEPORT_LB || (defined(SO_REUSEPORT) \
    && (defined(__linux__) \
    || (defined(__DragonFly__) && __DragonFly_version >= 300600)))
#define RPD_HAVE_REUSEPORT 1
#else
#define RPD_HAVE_REUSEPORT 0
#endif
#endif

/* Can some sockets of a group be left out of what it gets? */
#ifndef RPD_HAVE_STEERING
#ifdef __linux__
#define RPD_HAVE_STEERING 1
#else
#define RPD_HAVE_STEERING 0
#endif
#endif

/* 1: Linux, 4 arguments; 2: FreeBSD and DragonFly, 7; 3: Darwin, 6 */
#ifndef RPD_HAVE_SENDFILE
#if defined(__linux__) && RPD_HEADER(<sys/sendfile.h>)
#define RPD_HAVE_SENDFILE 1
#elif defined(__FreeBSD__) || defined(__DragonFly__)
#define RPD_HAVE_SENDFILE 2
#elif defined(__APPLE__)
#define RPD_HAVE_SENDFILE 3
#else
#define RPD_HAVE_SENDFILE 0
#endif
#endif

/* 1: sched_setaffinity; 2: cpuset_setaffinity */
#ifndef RPD_HAVE_AFFINITY
#if defined(__linux__) \
    || (defined(__DragonFly__) && __DragonFly_version >= 400700)
#define RPD_HAVE_AFFINITY 1
#elif defined(__FreeBSD__)
#define RPD_HAVE_AFFINITY 2
#else
#define RPD_HAVE_AFFINITY 0
#endif
#endif

#ifndef RPD_HAVE_SETPROCTITLE
#if RPD_BSD && !defined(__APPLE__)
#define RPD_HAVE_SETPROCTITLE 1
#else
#define RPD_HAVE_SETPROCTITLE 0
#endif
#endif

#ifndef RPD_HAVE_DEFER_ACCEPT
#ifdef TCP_DEFER_ACCEPT
#define RPD_HAVE_DEFER_ACCEPT 1
#else
#define RPD_HAVE_DEFER_ACCEPT 0
#endif
#endif

#ifndef RPD_HAVE_ACCEPT_FILTER
#ifdef SO_ACCEPTFILTER
#define RPD_HAVE_ACCEPT_FILTER 1
#else
#define RPD_HAVE_ACCEPT_FILTER 0
#endif
#endif

#ifndef RPD_HAVE_FASTOPEN
#ifdef TCP_FASTOPEN
#define RPD_HAVE_FASTOPEN 1
#else
#define RPD_HAVE_FASTOPEN 0
#endif
#endif

/* What the kernel knows of a connection, for $tcpinfo_*. */
#ifndef RPD_HAVE_TCP_INFO
#if defined(TCP_INFO) && (defined(__linux__) || defined(__FreeBSD__) \
    || defined(__NetBSD__) || defined(__OpenBSD__))
#define RPD_HAVE_TCP_INFO 1
#else
#define RPD_HAVE_TCP_INFO 0
#endif
#endif

#ifndef RPD_HAVE_SETFIB
#ifdef SO_SETFIB
#define RPD_HAVE_SETFIB 1
#else
#define RPD_HAVE_SETFIB 0
#endif
#endif

/* Binding to an address the machine does not have yet. */
#ifndef RPD_HAVE_FREEBIND
#if defined(IP_FREEBIND) || defined(IP_BINDANY) || defined(SO_BINDANY)
#define RPD_HAVE_FREEBIND 1
#else
#define RPD_HAVE_FREEBIND 0
#endif
#endif

#if defined(__APPLE__) && !defined(TCP_KEEPIDLE) && defined(TCP_KEEPALIVE)
#define TCP_KEEPIDLE TCP_KEEPALIVE
#endif
#ifndef RPD_HAVE_KEEPIDLE
#if defined(TCP_KEEPIDLE) && defined(TCP_KEEPINTVL) && defined(TCP_KEEPCNT)
#define RPD_HAVE_KEEPIDLE 1
#else
#define RPD_HAVE_KEEPIDLE 0
#endif
#endif

/* Random bytes without a descriptor: 1 getrandom(2), 2 arc4random_buf(3). */
#ifndef RPD_HAVE_GETRANDOM
#if defined(__linux__) && defined(__has_include)
#if __has_include(<sys/random.h>)
#define RPD_HAVE_GETRANDOM 1
#endif
#elif defined(__FreeBSD__) || defined(__OpenBSD__) || defined(__NetBSD__) \
    || defined(__DragonFly__) || defined(__APPLE__)
#define RPD_HAVE_GETRANDOM 2
#endif
#ifndef RPD_HAVE_GETRANDOM
#define RPD_HAVE_GETRANDOM 0
#endif
#endif

/* May the C library be asked for users, groups and hosts that are not in the
 * files below /etc? The Makefile sets 0 where the linker warns of it, which is
 * for static programs with glibc: that would have to load its modules. */
#ifndef RPD_HAVE_NSS
#define RPD_HAVE_NSS 1
#endif

/* Set by the Makefile, which can compile and link. */
#ifndef RPD_HAVE_CRYPT
#define RPD_HAVE_CRYPT 0
#endif

#if RPD_HAVE_EPOLL
#include <sys/epoll.h>
#endif
#if RPD_HAVE_KQUEUE && RPD_HEADER(<sys/event.h>)
#include <sys/event.h>
#endif
#if RPD_HAVE_SENDFILE == 1
#include <sys/sendfile.h>
#endif
#if RPD_HAVE_AFFINITY == 1
#include <sched.h>
#elif RPD_HAVE_AFFINITY == 2
#include <sys/cpuset.h>
#endif
#if RPD_HAVE_GETRANDOM == 1
#include <sys/random.h>
#endif
#if RPD_HAVE_MBEDTLS
#include <mbedtls/version.h>
/* Who built the library for 32 bits with glibc did not choose so: its sessions
 * begin with a narrow time_t. */
#if defined(RPD_WIDE_TIME) && defined(__TIMESIZE) && defined(MBEDTLS_HAVE_TIME)
#if __TIMESIZE == 32 && !defined(MBEDTLS_PLATFORM_TIME_TYPE_MACRO)
#define MBEDTLS_PLATFORM_TIME_TYPE_MACRO __time_t
#endif
#endif
#endif
#if RPD_WITH_TLS
#include <mbedtls/base64.h>
#include <mbedtls/error.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/platform_util.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crl.h>
#include <mbedtls/x509_crt.h>
#if MBEDTLS_VERSION_NUMBER < 0x04000000
#include <mbedtls/ecp.h>
#include <mbedtls/gcm.h>
#endif
#if MBEDTLS_VERSION_NUMBER < 0x03000000
#include <mbedtls/aes.h>
#include <mbedtls/asn1.h>
#include <mbedtls/oid.h>
#include <mbedtls/pem.h>
#include <mbedtls/pkcs5.h>
#endif

/* What this version and this build of the library have. */
#define RPD_TLS_MAJOR (MBEDTLS_VERSION_NUMBER >> 24)
#ifdef MBEDTLS_SSL_PROTO_TLS1_2
#define RPD_HAVE_TLS12 1
#else
#define RPD_HAVE_TLS12 0
#endif
#if defined(MBEDTLS_SSL_PROTO_TLS1_3) && RPD_TLS_MAJOR >= 3
#define RPD_HAVE_TLS13 1
#else
#define RPD_HAVE_TLS13 0
#endif
#if defined(MBEDTLS_PSA_CRYPTO_C) && RPD_TLS_MAJOR >= 3
#define RPD_HAVE_TLS_PSA 1
#include <psa/crypto.h>
#else
#define RPD_HAVE_TLS_PSA 0
#endif
#if (RPD_TLS_MAJOR == 3 && MBEDTLS_VERSION_NUMBER >= 0x03060600) \
    || MBEDTLS_VERSION_NUMBER >= 0x04010000
#define RPD_TLS_RESEED(seed, n) psa_random_reseed(seed, n)
#else                           /* and 4.0 loses its keys by that */
#define RPD_HAVE_TLS_RESTART (RPD_TLS_MAJOR == 4)
#define RPD_TLS_RESEED(seed, n) (mbedtls_psa_crypto_free(), psa_crypto_init())
#endif
#ifndef RPD_HAVE_TLS_RESTART
#define RPD_HAVE_TLS_RESTART 0
#endif
#if RPD_TLS_MAJOR >= 4          /* 1: by the library itself, 2: by PSA */
#define RPD_HAVE_TLS_GCM 2
#elif defined(MBEDTLS_GCM_C)
#define RPD_HAVE_TLS_GCM 1
#else
#define RPD_HAVE_TLS_GCM 0
#endif
#if defined(MBEDTLS_SSL_SESSION_TICKETS) && RPD_HAVE_TLS_GCM
#define RPD_HAVE_TLS_TICKETS 1
#else
#define RPD_HAVE_TLS_TICKETS 0
#endif
#if RPD_TLS_MAJOR == 2 && defined(MBEDTLS_PKCS5_C) && defined(MBEDTLS_AES_C) \
    && defined(MBEDTLS_CIPHER_MODE_CBC) && defined(MBEDTLS_PEM_PARSE_C) \
    && defined(MBEDTLS_OID_C)
#define RPD_HAVE_TLS_PBES2 0    /* with AES; it is made of the parts */
#else
#define RPD_HAVE_TLS_PBES2 1    /* the library's, if there is any */
#endif
#ifdef MBEDTLS_ERROR_C
#define RPD_HAVE_TLS_ERRORS 1
#else
#define RPD_HAVE_TLS_ERRORS 0
#endif
#ifdef MBEDTLS_SSL_ALPN
#define RPD_HAVE_TLS_ALPN 1
#else
#define RPD_HAVE_TLS_ALPN 0
#endif
#if RPD_TLS_MAJOR >= 3 && defined(MBEDTLS_KEY_EXCHANGE_CERT_REQ_ALLOWED_ENABLED)
#define RPD_HAVE_TLS_HINTS 1    /* whom clients are told, apart from others */
#elif RPD_TLS_MAJOR == 2 && defined(MBEDTLS_SSL_SERVER_NAME_INDICATION)
#define RPD_HAVE_TLS_HINTS 2    /* the handshake has others */
#else
#define RPD_HAVE_TLS_HINTS 0
#endif
#ifdef MBEDTLS_X509_CRL_PARSE_C
#define RPD_HAVE_TLS_CRL 1
#else
#define RPD_HAVE_TLS_CRL 0
#endif
#endif

#endif /* RPD_SOURCE */
#endif /* REUSEPORTD_H */
