# Reloads that are refused, late or early, leave everything as it was: the same
# workers, the same sockets, no descriptor more. Nothing is lost meanwhile, and
# a good reload afterwards has all it needs.
. "$TESTS/work-proc.sh"
need_steering
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
LOAD=$(dirname "$CLIENT")/load
# Fifteen addresses: 7 workers have descriptors enough, 8 have not. Root could
# raise the limit, but for the capability that it is started without.
LIMIT_TO='ulimit -n 156; exec'
if [ "$(id -u)" = 0 ]; then
    LIMIT_TO="$LIMIT_TO setpriv --bounding-set -sys_resource --"
    setpriv --bounding-set -sys_resource -- true 2> /dev/null || LIMIT_TO=exec
fi
printf '#!/bin/sh\n%s "%s" "$@"\n' "$LIMIT_TO" "$RPD" > "$T/rpd"
chmod 755 "$T/rpd"
RPD=$T/rpd
LISTEN=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    LISTEN="$LISTEN 127.0.0.$i"
done
write() {       # write WORKERS VERSION [HTTP] [MAIN]
    {
        echo "worker_processes $1; reuseport_drain_timeout 300ms; $4"
        globals
        echo "events { use $EV; worker_connections 100; }"
        echo "http { log_format pid '\$pid'; access_log $T/access.log pid;"
        echo "server { return 200 $2;"
        for _a in $LISTEN; do echo "listen $_a:$P1;"; done
        echo "} $3 }"
    } > "$T/conf"
}
answers() {     # of 30 new connections, how many of what
    raw $P1 'GET / HTTP/1.0\r\n\r\n' -c 30 | grep -ao 'v[0-9]' | sort |
        uniq -c | awk '{ printf "%s %s ", $1, $2 }'
}
only() {        # only N: so many workers, and none of before
    workers_are $1 && [ "$(children $SRV | grep -c .)" = $1 ]
}
state() {       # all that a refused reload must not change
    workers | sort
    sockets 0A $P1
    ls "/proc/$SRV/fd" | grep -c .
    echo "at P2: $(listeners $P2)"
}
unchanged() {
    [ "$(state)" = "$before" ]
}
busy() {        # it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt 50 ]
}
log_has() {     # log_has N ERE: so many lines
    [ "$(grep -Ec "$2" "$T/error.log")" = "$1" ]
}

write 3 v1
start
ok 'three workers' wait_for 10 only 3
"$LOAD" -r 600 -d 100 -t 30000 -m v -u "$T/enough" $P1 > "$T/load" 2>&1 &
loads=$!
ok 'load comes' wait_for 10 busy $loads
# A first change, so that all that the master opens at first is open.
write 3 v2
reload
is 'a reload' "$rc:$out" 0:
ok 'the workers of before leave' wait_for 20 only 3
before=$(state)
bad() {         # bad TEXT ERE [TWICE]: what is in $T/conf is refused
    reload
    is "$1: exit status" "$rc" 1
    like "$1: the reason" "$out" "\\[emerg\\] .*$2"
    ok "$1: all is as it was" wait_for 20 unchanged
    is "$1: the answers" "$(answers)" '30 v2 '
}

more="server { listen 127.0.0.1:$P2; return 200 v3; }"
write 5 v3 "$more no_such_directive;"
bad syntax 'unknown directive "no_such_directive"'
write 5 v3 "$more server { listen 127.0.0.1:$((P1 - 1)); return 200 v3; }"
bad taken "bind\\(\\) to 127.0.0.1:$((P1 - 1)) failed"
write 2 v3 "server { listen 127.0.0.1:$((P1 - 1)); return 200 v3; } $more"
bad 'taken, with fewer' "bind\\(\\) to 127.0.0.1:$((P1 - 1)) failed"
write 5 v3 "$more access_log $T/none/log combined;"
bad 'no log' "open\\(\\) \"$T/none/log\" failed"
for n in 5 3 2; do
    write $n v3 "$more" "working_directory $T/none;"
    bad "no worker, $n" 'workers of the new configuration do not start'
done
# The pid file is written when the sockets are there; -s would not find it.
write 5 v3 "$more"
sed "s,^pid .*,pid $T/none/pid;," "$T/conf" > "$T/conf.new"
cp "$T/conf.new" "$T/conf"
kill -HUP $SRV
ok 'no pid file: the log tells' wait_for 20 log_has 1 \
    "\\[emerg\\] .*open\\(\\) \"$T/none/pid\" failed"
ok 'no pid file: all is as it was' wait_for 20 unchanged
is 'no pid file: the answers' "$(answers)" '30 v2 '

if [ "$LIMIT_TO" != exec ]; then
    need='listening sockets and .* need [0-9]+ open files, the limit \(ulimit -n\) is 156'
    write 12 v3 "$more"
    bad 'too many' "$need"
fi

# Good ones: all that was tried is there for the taking.
write 6 v4 "$more"
reload
is 'good: reload' "$rc:$out" 0:
ok 'good: six workers' wait_for 20 only 6
is 'good: six sockets for each address' "$(listeners $P1):$(listeners $P2)" \
    90:6
is 'good: the answers' "$(answers)" '30 v4 '
write 6 v5
reload
is 'good: an address less' "$rc:$out" 0:
ok 'good: it is gone' wait_for 20 listeners_are $P2 0
ok 'good: six workers' wait_for 20 only 6
every_one() {   # every worker has answered somebody
    for w in $(workers); do
        grep -qx $w "$T/access.log" || return 1
    done
}
ok 'good: every worker gets connections' wait_for 20 every_one

if [ "$LIMIT_TO" != exec ]; then
    kill -TTIN $SRV
    ok 'TTIN: a seventh' wait_for 20 only 7
    before=$(state)
    kill -TTIN $SRV
    ok 'TTIN: no eighth, the log tells' wait_for 20 log_has 2 "$need"
    ok 'TTIN: all is as it was' wait_for 20 unchanged
    ok 'TTIN: the seventh gets connections' wait_for 20 every_one
fi
write 2 v6
reload
is 'fewer: reload' "$rc:$out" 0:
ok 'fewer: two workers' wait_for 20 only 2
ok 'fewer: two sockets for each address' wait_for 20 listeners_are $P1 30

# An address that would take all from another one, if it were not refused. To
# keep it shut until then takes a privilege.
if [ "$(id -u)" = 0 ]; then
    LISTEN=0.0.0.0
    write 2 v2
    reload
    is 'any: reload' "$rc:$out" 0:
    ok 'any: two workers' wait_for 20 only 2
    ok 'any: two sockets' wait_for 20 listeners_are $P1 2
    before=$(state)
    LISTEN='0.0.0.0 127.0.0.1'
    write 3 v3 '' "working_directory $T/none;"
    bad 'both' 'workers of the new configuration do not start'
    LISTEN=127.0.0.1
    for n in 1 2 3; do
        write $n v3 '' "working_directory $T/none;"
        bad "the exact one, $n" 'workers of the new configuration do not start'
    done
    write 3 v3
    reload
    is 'the exact one: reload' "$rc:$out" 0:
    is 'the exact one: the answers' "$(answers)" '30 v3 '
    ok 'the exact one: three sockets' wait_for 20 listeners_are $P1 3
fi

ok 'the load was there to the end' alive $loads
: > "$T/enough"
wait $loads
is "nothing is lost ($(cat "$T/load"))" $? 0
like 'many connections' "$(cat "$T/load")" \
    '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
