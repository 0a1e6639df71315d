#!/bin/sh
# Tests: ./test.sh [name-prefix...]. Without arguments everything runs.
#   ./test.sh req file-range    the tests whose names begin so
#   ./test.sh million           a million connections across 500 changes
#   ./test.sh chaos             a random walk of changes, two minutes
#   ./test.sh cross [target...] other processors, C libraries and compilers, all
#                               of tests/cross.sh; CASES='unit req' fewer tests
#   RPD=/path/of/binary         test this binary: cases only, nothing is built
#   EV=poll                     this event back end only
#   CC=clang JOBS=4 KEEP=1      compiler; jobs at a time; keep the directory
#   TIMES=/path                 seconds, kind, name and back end of each job
#   CPPFLAGS=... LDLIBS=...     for all that is compiled, as make has them
#   LEAKS=1                     the run under the sanitizers reports leaks as well
#   TLS_FLAGS='-D... -l...'     for what the tests compile themselves with TLS
# Kinds of tests under tests/: CHAPTER-WHAT.sh cases (once per event back end,
# once more under the sanitizers), unit-CHAPTER.c, shape.awk. Last line:
# "N passed, N failed"; exit status 0 when nothing failed.

cd "$(dirname "$0")" || exit 1
TOP=$PWD TESTS=$PWD/tests
LC_ALL=C CC=${CC:-cc} JOBS=${JOBS:-2}
SAN='-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all'
WORK=$(mktemp -d "${TMPDIR:-/tmp}/rpd-test.XXXXXX") || exit 1
export LC_ALL
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY NGINX \
    NOTIFY_SOCKET LISTEN_FDS LISTEN_PID WATCHDOG_USEC WATCHDOG_PID RPD_NOTIFY_FD
umask 022
chmod 755 "$WORK"

leftovers() {   # leftovers DIR: ids of processes that live in DIR (Linux)
    ls -l /proc/[0-9]*/cwd 2>/dev/null |
        sed -n "s,.*/proc/\([0-9]*\)/cwd -> $1\(/.*\)*\$,\1,p"
}

clean_up() {
    for pid in $(leftovers "$WORK"); do kill -9 "$pid" 2>/dev/null; done
    [ -n "$KEEP" ] && echo "kept: $WORK" || rm -rf "$WORK"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

give_up() {
    echo "$1" >&2
    echo "0 passed, 1 failed"
    exit 1
}

wanted() {      # wanted NAME: no prefix was given, or one fits
    [ -n "$PREFIXES" ] || return 0
    for p in $PREFIXES; do
        case $1 in "$p"*) return 0 ;; esac
    done
    return 1
}

# --- building ---

san_works() {   # has the compiler the sanitizers?
    echo 'int main(void) { return 0; }' >"$WORK/x.c"
    # shellcheck disable=SC2086
    $CC $SAN "$WORK/x.c" -o "$WORK/x" >"$WORK/x.log" 2>&1 && "$WORK/x" && return
    echo "skip the run under the sanitizers: $(head -n 1 "$WORK/x.log")"
    return 1
}

build_server() {
    [ -n "$RPD" ] || "${MAKE:-make}" CC="$CC" >"$WORK/make.log" 2>&1 ||
        { cat "$WORK/make.log"; give_up "make failed"; }
    RPD=${RPD:-$TOP/reuseportd}
    # What else is compiled here has TLS if this one has.
    "$RPD" -V 2>&1 | grep -q ' tls=1' || { TLS_FLAGS=; return; }
    TLS_FLAGS=${TLS_FLAGS-$("${MAKE:-make}" -s CC="$CC" tls-flags 2>/dev/null)}
}

build_tools() {
    mkdir "$WORK/bin"
    for src in "$TESTS"/*.c; do
        name=$(basename "$src" .c)
        case $name in unit-* | fuzz-* | embed) continue ;; esac
        ${HOSTCC:-$CC} -std=c11 -O1 -Wall -Wextra "$src" -o "$WORK/bin/$name" ||
            give_up "tests/$name.c does not build"
    done
}

# --- the list of jobs: KIND NAME BACKEND, one a line ---

backends() {    # those that the binary has
    for ev in epoll kqueue poll; do
        "$RPD" -V 2>&1 | grep -q " $ev=1" && echo $ev
    done
}

# What the default run has of another processor: 32 bits, char without a sign.
FOREIGN=armhf
FEW='unit-conf unit-mem unit-re unit-req unit-slot unit-str unit-tls
    access-allow conf-units conn-keepalive file-range limit-conn
    log-access master-reload open-cache req-chunked resp-headers rewrite-rules
    route-location slot-shrink stat-stub tls-http work-crash'

list_jobs() {
    case $PREFIXES in
    million | chaos)
        for ev in $EVS; do echo "case $PREFIXES $ev"; done
        return
        ;;
    esac
    [ -n "$ONLY_CASES$PREFIXES" ] || echo "cross $FOREIGN -"
    [ -z "$SANE" ] || echo "build sanitizers -"
    [ -n "$ONLY_CASES" ] && [ -z "$UNITS" ] || list_units
    for f in "$TESTS"/*-*.sh; do
        name=$(basename "$f" .sh)
        [ -f "$f" ] && wanted "$name" || continue
        if grep -q '^# backends: none' "$f"; then
            echo "case $name ${EVS%% *}"
        else
            for ev in $EVS; do echo "case $name $ev"; done
        fi
    done
    [ -n "$SANE" ] || return 0
    for f in "$TESTS"/*-*.sh; do
        [ -f "$f" ] && ! grep -q '^# san: none' "$f" &&
            echo "san $(basename "$f" .sh) ${EVS%% *}"
    done
}

list_units() {
    wanted shape && echo "shape shape -"
    for f in "$TESTS"/unit-*.c; do
        name=$(basename "$f" .c)
        [ -f "$f" ] || continue
        if wanted "$name" || wanted "${name#unit-}"; then
            echo "unit $name -"
        fi
    done
}

# --- running one job; the results are in files named $T.* ---

run_shape() {
    awk -f "$TESTS/shape.awk" reuseportd.c >"$T.log" && printf p >"$T.pass" ||
        { cat "$T.log"; printf f >"$T.fail"; }
}

run_build() {   # who needs it comes much later
    # shellcheck disable=SC2086
    $CC -std=c11 $SAN $CPPFLAGS reuseportd.c -o "$T/reuseportd" $TLS_FLAGS \
        $LDLIBS >"$T.log" 2>&1 && printf p >"$T.pass" ||
        { head -n 20 "$T.log"; printf f >"$T.fail"; }
    mv "$T" "$WORK/san"
}

run_unit() {
    flags="$SAN -O0"
    [ -n "$SANE" ] || [ -n "$PREFIXES" ] || flags=-g
    flags=${UNITS:-$flags}
    # shellcheck disable=SC2086
    if ! $CC -std=c11 $flags $CPPFLAGS -Wno-unused-function -DRPD_NO_MAIN \
        "$TESTS/$2.c" -o "$T.bin" $TLS_FLAGS $LDLIBS >"$T.log" 2>&1
    then
        head -n 20 "$T.log"
        echo "not ok - $2 does not build"
        printf f >"$T.fail"
        return
    fi
    (cd "$T" && "$T.bin" 2>&1; echo "status $?") >"$T.log"
    grep -a '^ok' "$T.log" | cut -c1 | tr -d '\n' >"$T.pass"
    grep -a '^not ok' "$T.log" | cut -c1 | tr -d '\n' >"$T.fail"
    grep -a '^not ok' "$T.log"
    sed -n 's/^skip: //p' "$T.log" >"$T.part"
    if ! grep -q '^status 0$' "$T.log" && [ ! -s "$T.fail" ]; then
        grep -av '^ok' "$T.log" | head -n 20
        printf f >"$T.fail"
    fi
}

run_cross() {   # run_cross cross TARGET: its few tests, in one lane
    if why=$(cross_lacks "$2"); then
        echo "$why" >"$T.skip"
        return
    fi
    # shellcheck disable=SC2030,SC2086
    (WORK=$T JOBS=1 EVS=${EVS%% *}; cross_test "$2" $FEW)
    grep -v '^ok\|^[0-9]* skipped\|^[0-9]* passed' "$T/$2/log"
    tail -n 1 "$T/$2/log" | awk -v t="$T" '{
        while ($1-- > 0) printf "p" >(t ".pass")
        while ($3-- > 0) printf "f" >(t ".fail") }'
}

run_case() {    # run_case KIND NAME BACKEND NUMBER
    if [ "$1" = san ]; then
        until [ -e "$WORK/san" ]; do sleep 1; done
        RPD=$WORK/san/reuseportd
    fi
    LABEL=$2/$3
    [ "$1" = case ] || LABEL=$2/san
    PORT_HINT=$((18001 + ($$ % 20 * 600 + $4 * 8) % 11900))
    EV=$3 CLIENT=$WORK/bin/client CC="$CC${CPPFLAGS:+ $CPPFLAGS}"
    export EV RPD T TESTS CLIENT WORK TLS_FLAGS
    (
        cd "$T" || exit 1
        # shellcheck disable=SC1091
        . "$TESTS/lib.sh"
        # shellcheck disable=SC1090
        . "$TESTS/$2.sh"
        exit 0
    ) </dev/null || {
        echo "not ok - $LABEL: the case file ended with status $?"
        printf f >>"$T.fail"
    }
    left=$(leftovers "$T")
    for try in 1 2 3 4 5 6 7 8 9 10; do
        [ -n "$left" ] || return
        sleep 0.2 2>/dev/null || sleep 1
        left=$(leftovers "$T")
    done
    echo "not ok - $LABEL: processes left: $(for pid in $left; do
        echo "$pid" "$(tr '\000' ' ' <"/proc/$pid/cmdline")"; done)"
    for pid in $left; do kill -9 "$pid" 2>/dev/null; done
    printf f >>"$T.fail"
}

size() {        # size FILE: bytes, 0 when there is none
    [ -f "$1" ] && wc -c <"$1" | tr -d ' ' || echo 0
}

run_job() {     # run_job KIND NAME BACKEND NUMBER
    T=$WORK/$4
    mkdir "$T"
    case $1 in
    shape) run_shape ;;
    unit) run_unit "$@" ;;
    build) run_build ;;
    cross) run_cross "$@" ;;
    *) run_case "$@" ;;
    esac >"$T.out" 2>&1
    p=$(size "$T.pass") f=$(size "$T.fail") run=$3
    [ "$1" != san ] || run=san
    if [ -f "$T.skip" ] && [ "$f" -eq 0 ]; then
        echo "skip $2 $run: $(cat "$T.skip")"
    elif [ "$f" -eq 0 ] && [ "$p" -eq 0 ]; then
        printf f >>"$T.fail"
        echo "FAIL $2 $run: nothing was tested"
    elif [ "$f" -eq 0 ]; then
        echo "ok   $2 $run ($p)"
        [ ! -s "$T.part" ] || sed "s/^/part $2 $run: /" "$T.part"
    else
        echo "FAIL $2 $run ($f of $((p + f)) failed)"
    fi >>"$T.out"
    sed '/^$/d' "$T.out"
    [ -n "$KEEP" ] || rm -rf "$T" "$T.bin"
}

lane() {        # takes the next job that no other lane has taken
    n=0
    while read -r kind name ev; do
        n=$((n + 1))
        mkdir "$WORK/claim.$n" 2>/dev/null || continue
        began=$(date +%s)
        run_job "$kind" "$name" "$ev" "$n" </dev/null
        [ -z "$TIMES" ] ||
            echo "$(($(date +%s) - began)) $kind $name $ev" >>"$TIMES"
    done <"$WORK/jobs"
}

# --- main ---

# shellcheck disable=SC1091
. "$TESTS/cross.sh"
if [ "$1" = cross ]; then
    shift
    cross_main "$@"
    exit
fi

for tool in awk curl sed grep "$CC"; do
    command -v "$tool" >/dev/null || give_up "test.sh needs $tool"
done
case $* in million | chaos) export LIMIT=3600 ;; esac
PREFIXES=$* ONLY_CASES=$RPD
build_server
EVS=${EV:-$(backends | tr '\n' ' ')}
SANE=
if [ -z "$ONLY_CASES$PREFIXES" ] && san_works; then SANE=1; fi
build_tools
list_jobs >"$WORK/jobs"
lanes=
i=0
while [ "$i" -lt "$JOBS" ]; do
    i=$((i + 1))
    lane &
    lanes="$lanes $!"
done
# shellcheck disable=SC2086
wait $lanes
p=$(cat "$WORK"/*.pass 2>/dev/null | wc -c | tr -d ' ')
f=$(cat "$WORK"/*.fail 2>/dev/null | wc -c | tr -d ' ')
s=$(cat "$WORK"/*.skip 2>/dev/null | wc -l | tr -d ' ')
[ "$s" -eq 0 ] || echo "$s skipped"
echo "$p passed, $f failed"
[ "$f" -eq 0 ] && [ "$p" -gt 0 ]
