# san: none
# Many workers and many addresses: each worker has a socket for each of them.
# They start, shrink, grow and help each other like a few; and where there are
# too few descriptors for that, it is said before anything is changed.
. "$TESTS/work-proc.sh"
need_steering
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
LOAD=$(dirname "$CLIENT")/load BINARY=$RPD
limited() {     # limited N: the server has so many descriptors, and root no more
    _how="ulimit -n $1; exec"
    [ "$(id -u)" != 0 ] || _how="$_how setpriv --bounding-set -sys_resource --"
    printf '#!/bin/sh\n%s "%s" "$@"\n' "$_how" "$BINARY" > "$T/rpd"
    chmod 755 "$T/rpd"
    RPD=$T/rpd
    sh -c "$_how true" 2> /dev/null
}
write() {       # write WORKERS VERSION: twenty addresses
    {
        echo "worker_processes $1; reuseport_drain_timeout 300ms;"
        globals
        echo "events { use $EV; worker_connections 64; }"
        echo "http { server { return 200 $2;"
        for _i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            echo "listen 127.0.0.$_i:$P1;"
        done
        echo '} }'
    } > "$T/conf"
}
processes() {   # processes N: the master has so many workers, old or new
    [ "$(children $SRV | grep -c .)" = $1 ]
}
everywhere() {  # the answers of all addresses, each twice
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        raw $P1 'GET / HTTP/1.0\r\n\r\n' -c 2 -a 127.0.0.$i
    done | grep -ao 'v[0-9]' | sort | uniq -c | awk '{ printf "%s %s ", $1, $2 }'
}
busy() {        # it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt $2 ]
}

# --- Too few descriptors ---

if limited 200; then
    write 64 v1
    attempt few -c "$T/conf"
    ended few
    is 'too few: it does not start' "$rc" 1
    like 'too few: it says so' "$out" '1280 listening sockets and 64 workers need 1[0-9]{3} open files, the limit \(ulimit -n\) is 200'
    is 'too few: nothing listens' "$(listeners $P1)" 0
    is 'too few: no pid file' "$(ls "$T" | grep -c '^pid')" 0
    limited 600
    write 8 v1
    start
    ok 'few: eight workers' wait_for 20 processes 8
    was=$(sockets 0A $P1)
    write 64 v2
    reload
    is 'few: no reload to 64' "$rc" 1
    like 'few: it says so' "$out" '1280 listening sockets and [0-9]+ workers need 1[0-9]{3} open files, the limit \(ulimit -n\) is 600'
    is 'few: the same sockets' "$(sockets 0A $P1)" "$was"
    is 'few: the same answers' "$(everywhere)" '40 v1 '
    ok 'few: eight workers stay' processes 8
    write 16 v3
    reload
    is 'few: reload to 16' "$rc:$out" 0:
    is 'few: new answers' "$(everywhere)" '40 v3 '
    is 'few: sixteen sockets for each address' "$(listeners $P1)" 320
    stop
fi
RPD=$BINARY

# --- Many workers ---

[ "$(id -u)" = 0 ] || [ "$(ulimit -H -n)" = unlimited ] ||
    [ "$(ulimit -H -n)" -gt 1500 ] || exit 0
write 64 v1
start
ok 'many: 64 workers' wait_for 30 processes 64
is 'many: a socket for each worker and address' "$(listeners $P1)" 1280
is 'many: all addresses serve' "$(everywhere)" '40 v1 '
for w in $(children $SRV | sed -n '1p;30p;64p'); do
    ok 'many: a worker has its own and no others' wait_for 20 eval \
        "[ \$(owned $w 0A $P1 | grep -c .) = 20 ]"
done
"$LOAD" -r 300 -d 100 -t 30000 -m v -u "$T/enough" $P1 > "$T/load" 2>&1 &
loads=$!
ok 'load comes' wait_for 20 busy $loads 50
write 8 v2
reload
is 'many: reload to 8' "$rc:$out" 0:
is 'many: 8 serve everywhere' "$(everywhere)" '40 v2 '
ok 'many: eight workers' wait_for 30 processes 8
ok 'many: the other sockets are closed' wait_for 30 listeners_are $P1 160
write 32 v3
reload
is 'many: reload to 32' "$rc:$out" 0:
is 'many: a socket for each of 32' "$(listeners $P1)" 640
is 'many: 32 serve everywhere' "$(everywhere)" '40 v3 '
ok 'many: 32 workers' wait_for 30 processes 32

# One of them is stopped; the others take what comes to any of its sockets. At
# first all are stopped for a moment, so that there is somebody to take.
all=$(children $SRV)
stopped=$(echo "$all" | sed -n 5p)
for w in $all; do kill -STOP $w; done
for i in 7 8 9; do
    hold $i $P1 'GET / HTTP/1.0\r\n\r\n' -a 127.0.0.$i -c 200 -t 60000
done
waits() {       # who waits in the queues of the worker
    owned $stopped 0A $P1 > "$T/mine"
    [ "$(awk 'NR == FNR { mine[$1]; next } FNR > 1 && $4 != "0A" { exit }
        ($10 in mine) && $5 !~ /:00000000$/' "$T/mine" /proc/net/tcp |
        grep -c .)" -ge 2 ]
}
ok 'many: some wait in the queues of one' wait_for 30 waits
for w in $all; do [ $w = $stopped ] || kill -CONT $w; done
for i in 7 8 9; do
    eval "wait \$held_$i"
    is "many: all are answered, $i" "$(grep -ao 'v[0-9]' "$T/out.$i" |
        grep -c .)" 200
    drop $i
done
is 'many: though it is stopped' "$(sed 's/.*) //' "/proc/$stopped/stat" |
    cut -d ' ' -f 1)" T
kill -CONT $stopped
wait_for 30 busy $loads 3000
ok 'many: the load was there to the end' alive $loads
: > "$T/enough"
wait $loads
is "many: nothing is lost ($(cat "$T/load"))" $? 0
like 'many: many connections' "$(cat "$T/load")" \
    '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
unlike 'nothing is wrong' "$(grep -v 'open files, the limit' "$T/error.log")" \
    '\[(emerg|alert|crit)\]'
