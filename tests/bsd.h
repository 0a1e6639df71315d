/* Stand-ins for what the BSDs declare and this system does not, written from
 * their manuals, and the least that reuseportd.c asks for: so that a compiler
 * which knows only this system reads the file as each of them would (see
 * plat-bsd.sh). Numbers are any numbers: no kernel ever sees them. The headers of
 * this system come first; what is undefined or poisoned below they have and the
 * other one has not.
 *
 *   AS_FREEBSD=n AS_DRAGONFLY=n AS_NETBSD=n    n: as in its <sys/param.h>
 *   AS_OPENBSD=1 AS_DARWIN=1
 *   none of them: only kqueue, as most have it */

/* --- kqueue(2) --- */

#ifdef AS_NETBSD
#define EVFILT_READ 0U
#define EVFILT_WRITE 1U
typedef uint32_t as_filter, as_flags;
typedef size_t as_count;
#else
#define EVFILT_READ (-1)
#define EVFILT_WRITE (-2)
typedef short as_filter;
typedef unsigned short as_flags;
typedef int as_count;
#endif
#if defined(AS_NETBSD) && AS_NETBSD < 1000000000
typedef intptr_t as_udata;
#else
typedef void *as_udata;
#endif

#define EV_ADD 0x0001
#define EV_DELETE 0x0002
#define EV_ONESHOT 0x0010
#define EV_CLEAR 0x0020
#define EV_ERROR 0x4000
#define EV_EOF 0x8000

struct kevent {
    uintptr_t ident;
    as_filter filter;
    as_flags flags;
    unsigned fflags;
#if defined(AS_DRAGONFLY) || defined(AS_DARWIN) \
    || (defined(AS_FREEBSD) && AS_FREEBSD < 1200000)
    intptr_t data;
#else
    int64_t data;
#endif
    as_udata udata;
#if defined(AS_FREEBSD) && AS_FREEBSD >= 1200000
    uint64_t ext[4];
#endif
};

int kqueue(void);
int kevent(int kq, const struct kevent *changes, as_count n_changes,
           struct kevent *events, as_count n_events, const struct timespec *);

#if defined(AS_FREEBSD) || defined(AS_DRAGONFLY) || defined(AS_OPENBSD) \
    || defined(AS_NETBSD) || defined(AS_DARWIN)

/* --- Linux is not here ---------------------------------------------------- */

#undef __linux__
#undef __linux
#undef linux
#undef __gnu_linux__

#undef IP_BINDANY
#undef IP_FREEBIND
#undef IPV6_BINDANY
#undef MSG_MORE
#undef O_PATH
#undef O_SEARCH
#undef SO_ATTACH_REUSEPORT_CBPF
#undef SO_BINDTODEVICE
#undef SO_BINDTOIFINDEX
#undef SO_DETACH_REUSEPORT_BPF
#undef SO_INCOMING_CPU
#undef SO_PEERCRED
#undef TCP_CORK
#undef TCP_DEFER_ACCEPT
#undef TCP_FASTOPEN
#undef TCP_INFO
#undef TCP_QUICKACK
#define tcp_info as_tcp_info
#undef CPU_SET
#undef CPU_ZERO

#pragma GCC poison canonicalize_file_name epoll_create1 epoll_ctl epoll_wait
#pragma GCC poison eventfd fallocate fopencookie get_nprocs inotify_init1
#pragma GCC poison memfd_create mempcpy mremap prctl program_invocation_name
#pragma GCC poison program_invocation_short_name qsort_r secure_getenv
#pragma GCC poison signalfd splice strchrnul strverscmp timerfd_create

void arc4random_buf(void *, size_t);

/* --- What more than one has ----------------------------------------------- */

#if defined(AS_FREEBSD) || defined(AS_DRAGONFLY) || defined(AS_NETBSD)
#define SO_ACCEPTFILTER 0x1000
struct accept_filter_arg {
    char af_name[16];
    char af_arg[240];
};
#endif

#if defined(AS_FREEBSD) || defined(AS_NETBSD) || defined(AS_OPENBSD)
#define TCP_INFO 32
struct tcp_info {
    uint32_t tcpi_rtt, tcpi_rttvar, tcpi_snd_cwnd, tcpi_rcv_space;
};
#endif

#if !defined(AS_NETBSD)
#define TCP_NOPUSH 4
#endif

#if !defined(AS_DARWIN)
void setproctitle(const char *, ...) __attribute__((format(printf, 1, 2)));
#endif

struct sf_hdtr;
#if defined(AS_FREEBSD) || defined(AS_DRAGONFLY)
int sendfile(int file, int to, off_t, size_t, struct sf_hdtr *, off_t *, int);
#elif defined(AS_DARWIN)
int sendfile(int file, int to, off_t, off_t *, struct sf_hdtr *, int);
#endif

#if !(defined(AS_FREEBSD) || defined(AS_DRAGONFLY))
#pragma GCC poison getrandom
#endif
#if defined(AS_NETBSD) || defined(AS_DARWIN)
#pragma GCC poison setresgid setresuid
#endif
#if defined(AS_OPENBSD) || defined(AS_DARWIN)
#pragma GCC poison posix_fadvise
#endif

/* --- One by one ----------------------------------------------------------- */

#if defined(AS_FREEBSD)

#define __FreeBSD__ (AS_FREEBSD / 100000)
#define __FreeBSD_version AS_FREEBSD
#define IP_BINDANY 24
#define IPV6_BINDANY 64
#define SO_LISTENQLIMIT 0x1011
#define SO_LISTENQLEN 0x1012
#define SO_SETFIB 0x1014
#define TCP_FASTOPEN 1025
#if AS_FREEBSD >= 1200000
#define SO_REUSEPORT_LB 0x10000
#endif
#if AS_FREEBSD >= 1400000
#define O_PATH 0x400000
#endif

#define CPU_LEVEL_WHICH 3       /* <sys/cpuset.h> */
#define CPU_WHICH_PID 2
typedef struct {
    long bits[4];
} cpuset_t;
#define CPU_ZERO(set) do { (set)->bits[0] = 0; } while (0)
#define CPU_SET(n, set) ((set)->bits[(n) / 64] |= 1L << (n) % 64)
int cpuset_setaffinity(int level, int which, int64_t id, size_t,
                       const cpuset_t *);
#pragma GCC poison sched_setaffinity

#elif defined(AS_DRAGONFLY)

#define __DragonFly__ 1
#define __DragonFly_version AS_DRAGONFLY
#if AS_DRAGONFLY < 400700       /* else this system's <sched.h> does for it */
#pragma GCC poison sched_setaffinity
#endif
#if AS_DRAGONFLY < 400300
#undef MAP_ANON
#undef MAP_ANONYMOUS
#define MAP_ANON 0x1000
#undef SOCK_CLOEXEC
#undef SOCK_NONBLOCK
#pragma GCC poison accept4 pipe2
#endif

#elif defined(AS_OPENBSD)

#define __OpenBSD__ 1
#define SO_BINDANY 0x1000
#undef TCP_KEEPCNT
#undef TCP_KEEPIDLE
#undef TCP_KEEPINTVL
#pragma GCC poison sched_setaffinity

#elif defined(AS_NETBSD)

#define __NetBSD__ 1
#define __NetBSD_Version__ AS_NETBSD
#define O_SEARCH 0x800000
#pragma GCC poison sched_setaffinity
#if AS_NETBSD >= 900000000
#define IP_BINDANY 27
#define IPV6_BINDANY 64
#elif AS_NETBSD < 800000000
#pragma GCC poison accept4
#endif

#else

#define __APPLE__ 1
#define st_mtimespec st_mtim
#define TCP_FASTOPEN 0x105
#define TCP_KEEPALIVE 0x10
#undef TCP_KEEPIDLE
#undef SOCK_CLOEXEC
#undef SOCK_NONBLOCK
#undef _POSIX_CPUTIME
#pragma GCC poison accept4 clock_getcpuclockid pipe2 sched_setaffinity

#endif
#endif
