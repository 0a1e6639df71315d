# System calls that fail: the server goes on, or refuses and says why.
# backends: none
# san: none
FAULTY=$T/faulty
if ! ${CC:-cc} -std=c11 -O0 -DRPD_WITH_FAULTS=1 "$TESTS/../reuseportd.c" \
    -o "$FAULTY" $LDLIBS >"$T/cc.log" 2>&1
then
    skip "no binary with faults: $(head -n 1 "$T/cc.log")"
fi
RPD=$FAULTY

number() {      # number EMFILE: its value on this system
    printf '#include <errno.h>\n%s\n' "$1" | ${CC:-cc} -E -P - 2>/dev/null |
        tail -n 1
}
for e in ENOSYS ENOPROTOOPT EMFILE EIO EAGAIN ENOMEM EPERM EACCES ECONNABORTED \
    EINTR ENOTSUP EINVAL; do
    n=$(number $e)
    case $n in '' | *[!0-9]*) skip "the number of $e is not known" ;; esac
    eval "$e=$n"
done

site() {        # site [EVENTS [HTTP [MAIN]]]: a configuration, two workers
    {
        globals
        echo "worker_processes 2; $3"
        echo "events { use $EV; worker_connections 64; $1 }"
        echo "http { $2 server { listen 127.0.0.1:$P1; root $T; } }"
    } >"$T/conf"
    : >"$T/error.log"
}

faulty() {      # faulty PLAN: starts the server with it
    RPD_FAIL=$1
    export RPD_FAIL
    start
    unset RPD_FAIL
}

logged() {      # logged COUNT ERE: so many lines of the log match
    is "$PLAN: log lines of $2" "$(grep -Ec "$2" "$T/error.log")" "$1"
}

answers_again() {
    [ "$(code /a.txt -m 2)" = 200 ]
}

refused() {     # refused PLAN ERE: the server does not start, and says why
    rm -f "$T/pid" "$T/.exit" "$T/.spid"
    : >"$T/error.log"
    RPD_FAIL=$1 "$RPD" -p "$T" -c "$T/conf" >"$T/said" 2>&1 &
    _pid=$!
    if wait_for 10 gone $_pid; then
        wait $_pid
        is "$1: refused" $? 1
        like "$1: and says why" "$(cat "$T/said")" "$2"
        ok "$1: no pid file" [ ! -s "$T/pid" ]
    else
        fail "$1" 'neither refused nor ended'
        kill -9 $_pid
    fi
}

echo hello >"$T/a.txt"
head -c 300000 /dev/zero >"$T/big"

# What fails once costs one client its answer at most, never the service. The
# counts begin in the master; workers keep the plan by `env`.
# PLAN, what the first requests may get (000 is a closed connection), log.
site
while read -r PLAN codes file message; do
    [ -n "$PLAN" ] || continue
    case $PLAN in
    accept4:*) grep -q accept4=1 "$T/-V" 2>/dev/null ||
        "$RPD" -V 2>&1 | tee "$T/-V" | grep -q accept4=1 || continue ;;
    epoll_*) [ "$EV" = epoll ] || continue ;;
    esac
    eval "plan=$PLAN"
    PLAN=${PLAN%:*}
    site '' '' 'env RPD_FAIL;'
    faulty "$plan"
    bad=
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        c=$(code "/$file" -m 5)
        case ",200,$codes," in *",$c,"*) ;; *) bad="$bad $c" ;; esac
    done
    is "$PLAN: answers are 200 or $codes" "$bad" ''
    ok "$PLAN: serves" wait_for 5 answers_again
    [ "$message" = - ] ||
        ok "$PLAN: logged" grep -Eq "$message" "$T/error.log"
    stop
done <<PLANS
accept4:1:\$ENOSYS 200 a.txt -
accept4:2:\$ECONNABORTED 200 a.txt accept.*failed
accept4:1:\$EMFILE 200 a.txt no.accepting.for
accept4:2:\$EINTR 200 a.txt -
recv:1:\$EIO 000 a.txt -
recv:1:\$EINTR 200 a.txt -
fstat:2:\$EIO 500 a.txt fstat|open
pread:1:\$EIO 000,500 a.txt pread.*failed
send:1:\$EIO 000 a.txt -
send:1:\$EINTR 200 a.txt -
sendfile:1:\$EIO 000 big -
sendfile:1:\$EINTR 200 big -
epoll_ctl:5:\$ENOMEM 000 a.txt -
epoll_wait:2:\$EINTR 200 a.txt -
epoll_wait:2:\$EIO 200 a.txt epoll.*failed
shutdown:1:\$EIO 200 a.txt -
PLANS

# open() counts differ between master and workers: every one of the first.
for n in 4 5 6 7 8; do
    PLAN=open:$n
    site '' '' 'env RPD_FAIL;'
    RPD_FAIL=open:$n:$EACCES "$RPD" -t -p "$T" -c "$T/conf" >"$T/said" 2>&1 ||
        like "$PLAN: -t refuses with a word" "$(cat "$T/said")" 'emerg.*failed'
    export RPD_FAIL=open:$n:$EACCES
    rm -f "$T/pid" "$T/.exit"
    launch -p "$T" -c "$T/conf" >>"$T/stdout" 2>"$T/said" &
    unset RPD_FAIL
    wait_for 10 up_or_dead
    if [ -s "$T/.exit" ]; then
        like "$PLAN: refused with a word" "$(cat "$T/said")" 'emerg.*failed'
        continue
    fi
    SRV=$(cat "$T/pid")
    bad=
    for i in 1 2 3 4 5 6; do
        c=$(code /a.txt -m 5)
        case $c in 200 | 403) ;; *) bad="$bad $c" ;; esac
    done
    is "$PLAN: answers are 200 or 403" "$bad" ''
    stop
done

# No SO_REUSEPORT: one socket for all workers, and one line that says so.
if [ "$(uname -s)" = Linux ]; then
    PLAN=setsockopt:2
    site
    faulty setsockopt:2:$ENOPROTOOPT
    ok "$PLAN: serves" wait_for 5 answers_again
    logged 1 'SO_REUSEPORT.*ignored'
    hex=$(printf '%04X' "$P1")
    is "$PLAN: one socket" "$(awk -v p=":$hex" '$4 == "0A" && index($2, p)' \
        /proc/net/tcp | wc -l | tr -d ' ')" 1
    bad=0
    for i in 1 2 3 4 5 6 7 8; do [ "$(code /a.txt)" = 200 ] || bad=1; done
    is "$PLAN: all served" $bad 0
    stop
fi

# What cannot be had at the start is refused.
site
refused socket:1:$EMFILE 'emerg.*127\.0\.0\.1.*failed'
refused bind:1:$EACCES 'emerg.*bind\(\) to 127\.0\.0\.1.*failed'
refused bind:2:$EACCES 'emerg.*bind\(\) to 127\.0\.0\.1.*failed'
refused listen:2:$EIO 'emerg.*listen\(\) to 127\.0\.0\.1.*failed'
refused setsockopt:1:$EIO 'emerg.*127\.0\.0\.1.*failed'
refused rename:1:$EACCES 'emerg.*pid" failed'
refused socketpair:1:$EMFILE 'emerg'

# No epoll: poll does the work.
if [ "$EV" = epoll ]; then
    PLAN=epoll_create1:1
    site
    sed 's/use epoll;//' "$T/conf" >"$T/conf2" && mv "$T/conf2" "$T/conf"
    faulty epoll_create1:1:$EMFILE
    ok "$PLAN: serves" answers_again
    ok "$PLAN: by poll" grep -q 'uses "poll"' "$T/error.log"
    stop
fi

if [ "$(id -u)" = 0 ]; then
    for call in setgid setgroups setuid; do
        PLAN=$call:1
        site
        RPD_FAIL=$call:1:$EPERM
        export RPD_FAIL
        rm -f "$T/pid" "$T/.exit" "$T/.spid"
        launch -p "$T" -c "$T/conf" >>"$T/stdout" 2>>"$T/said" &
        unset RPD_FAIL
        ok "$PLAN: is logged" wait_for 10 grep -q "emerg.*$call" "$T/error.log"
        bad=0               # nobody may be served by a worker that is root
        for i in 1 2 3; do [ "$(code /a.txt -m 1)" = 200 ] && bad=1; done
        is "$PLAN: nobody is served as root" $bad 0
        SRV=$(cat "$T/pid" 2>/dev/null || cat "$T/.spid")
        EXPECT_CRASH=1
        stop
        EXPECT_CRASH=
    done
fi

# A worker that cannot be started, or cannot give up root, is tried again; the
# server is whole when the next try works, and ends when it is told to.
for PLAN in fork:1:$EAGAIN fork:2:$EAGAIN socketpair:2:$EMFILE \
    socketpair:3:$EMFILE epoll_ctl:2:$ENOMEM epoll_ctl:3:$ENOMEM; do
    case $PLAN in epoll_*) [ "$EV" = epoll ] || continue ;; esac
    site
    faulty $PLAN
    ok "$PLAN: serves" wait_for 5 answers_again
    ok "$PLAN: logged" grep -Eq '(alert|emerg).*fail' "$T/error.log"
    ok "$PLAN: two workers" wait_for 5 eval \
        '[ "$(pgrep -P "$SRV" | wc -l)" -eq 2 ]'
    stop
    ok "$PLAN: nobody stays behind" wait_for 5 eval '! answers_again'
done
