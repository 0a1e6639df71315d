# Every other system: the compiler reads the file as each of them would, with
# stand-ins for what they declare (bsd.h), and has no word to say. What each
# offers is a row below: the RPD_HAVE_* that are not 0.
# backends: none
# san: none
case $(uname -s) in
Linux) ;;
*) skip 'it is compiled as another system already' ;;
esac
TOP=$TESTS/..
CC=${CC:-cc}
CC=${CC%% -*}                           # without CPPFLAGS
COMPILERS=$CC
command -v clang >/dev/null 2>&1 && COMPILERS="$COMPILERS clang"
mkdir sys
: >sys/cpuset.h
: >sys/event.h
{
    echo '#define _GNU_SOURCE 1'
    echo '#define _FILE_OFFSET_BITS 64'
    echo '#define _TIME_BITS 64'
    sed -n '/^#ifdef RPD_SOURCE/,/^#ifdef __has_include/{
        /^#include/p
    }' "$TOP/reuseportd.h"
    echo '#include <strings.h>'
    echo '#include <sys/param.h>'
    echo "#include \"$TESTS/bsd.h\""
} >as.h
FLAGS='-std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror
    -I. -include as.h'

# reads CC FILE FLAG...: what the compiler says
reads() {
    _cc=$1 _file=$2
    shift 2
    # shellcheck disable=SC2086
    $_cc $FLAGS "$@" -fsyntax-only -I"$TOP" "$_file" 2>&1
}
has() {         # has FLAG...: the features that are not 0
    # shellcheck disable=SC2086
    $CC $FLAGS "$@" -DRPD_SOURCE -dM -E "$TOP/reuseportd.h" |
        sed -n '/RPD_HAVE_\(CRYPT\|MBED\|NSS\|POLL\|TLS\)/d
            s/RPD_BSD$/1/; s/ 1$//; s/ 0$/ no/
            s/^#define RPD_HAVE_\([^ ]*\) *\([^ ]*\)$/\1\2/p' |
        sed '/no$/d' | sort | tr '\n' ' ' | sed 's/ $//'
}

while read -r name flags expected; do
    for cc in $COMPILERS; do
        is "$name, $cc" "$(reads "$cc" "$TOP/reuseportd.c" "$flags")" ''
    done
    is "$name has" "$(has "$flags")" "$expected"
done <<END
FreeBSD-14 -DAS_FREEBSD=1400097 ACCEPT4 ACCEPT_FILTER AFFINITY2 FASTOPEN FREEBIND GETRANDOM2 KEEPIDLE KQUEUE REUSEPORT REUSEPORT_LB SENDFILE2 SETFIB SETPROCTITLE TCP_INFO
FreeBSD-11 -DAS_FREEBSD=1104001 ACCEPT4 ACCEPT_FILTER AFFINITY2 FASTOPEN FREEBIND GETRANDOM2 KEEPIDLE KQUEUE SENDFILE2 SETFIB SETPROCTITLE TCP_INFO
DragonFly-6 -DAS_DRAGONFLY=600400 ACCEPT4 ACCEPT_FILTER AFFINITY GETRANDOM2 KEEPIDLE KQUEUE REUSEPORT SENDFILE2 SETPROCTITLE
DragonFly-3 -DAS_DRAGONFLY=300501 ACCEPT_FILTER GETRANDOM2 KEEPIDLE KQUEUE SENDFILE2 SETPROCTITLE
OpenBSD -DAS_OPENBSD=1 ACCEPT4 FREEBIND GETRANDOM2 KQUEUE SETPROCTITLE TCP_INFO
NetBSD-10 -DAS_NETBSD=1000000000 ACCEPT4 ACCEPT_FILTER FREEBIND GETRANDOM2 KEEPIDLE KQUEUE SETPROCTITLE TCP_INFO
NetBSD-9 -DAS_NETBSD=900000000 ACCEPT4 ACCEPT_FILTER FREEBIND GETRANDOM2 KEEPIDLE KQUEUE SETPROCTITLE TCP_INFO
NetBSD-7 -DAS_NETBSD=799002100 ACCEPT_FILTER GETRANDOM2 KEEPIDLE KQUEUE SETPROCTITLE TCP_INFO
Darwin -DAS_DARWIN=1 FASTOPEN GETRANDOM2 KEEPIDLE KQUEUE SENDFILE3
END
is 'Linux and a library' "$(reads "$CC" "$TOP/reuseportd.c" \
    -DRPD_HAVE_KQUEUE=1 -DRPD_HAVE_EPOLL=0)" ''

# It would be noticed.
sed 's/k\.ident = /k.indent = /' "$TOP/reuseportd.c" >wrong.c
like 'a wrong line is noticed' "$(reads "$CC" wrong.c -DAS_OPENBSD=1)" \
    'indent'
