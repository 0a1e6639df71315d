# Kept connections across reloads, fewer workers and a new binary: a request on
# them is never lost, idle ones are told with their next answer and not cut off,
# downloads go on. Those that end for another reason end with FIN.
need UPGRADE
. "$TESTS/work-proc.sh"
need_proc
LOAD=$(dirname "$CLIENT")/load
write() {       # write WORKERS VERSION [MAIN] [HTTP]
    {
        echo "worker_processes $1; reuseport_drain_timeout 300ms; $3"
        globals
        events
        echo "http { ${4:-keepalive_timeout 600;}"
        echo "server { listen 127.0.0.1:$P1; location / { return 200 $2; }"
        echo "location /f/ { alias $T/f/; } } }"
    } > "$T/conf"
}
reload() {      # reload TEXT
    is "$1: reload" "$("$RPD" -s reload -p "$T" -c "$T/conf" 2>&1)$?" 0
}
only() {        # only N: so many workers, and none of before
    workers_are $1 && [ "$(children $SRV | grep -c .)" = $1 ]
}
REQUEST='GET / HTTP/1.1\r\nHost: x\r\n\r\n'
idle() {        # idle N [more]: a connection that has got an answer and stays;
                # with "more" it asks again when it is told to
    rm -f "$T/out.$1"
    hold $1 $P1 "$REQUEST${2:+\\i$REQUEST}" -t 30000
    wait_for 10 grep -q '^v' "$T/out.$1"
}
uncut() {       # uncut N: it has not ended
    ! grep -q '^\[' "$T/out.$1" && eval "alive \$held_$1"
}
got() {         # got N: what came: answers and how it ended
    grep -ao 'HTTP/1.1 [0-9]*\|Connection: close\|v[0-9]\|^\[.*' "$T/out.$1" |
        sed 's,^HTTP/1.1 ,,' | tr '\n' ' '
}
mkdir "$T/f"
chmod 755 "$T/f"
rep 1000000 '0123456789abcdef' > "$T/f/big"

# --- Requests that come all the time ---

busy() {        # it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt 50 ]
}
load() {        # load N OPTIONS
    _n=$1
    shift
    "$LOAD" -d 100 -t 30000 -m v -u "$T/enough" "$@" $P1 > "$T/load.$_n" 2>&1 &
    eval "load_$_n=\$!"
    ok "load $_n comes" wait_for 10 busy $!
}
more() {        # more N: the load has gone on, by so many of its sleeps
    _more=$(($(field $load_1 voluntary_ctxt_switches) + $1))
    ok 'the load goes on' wait_for 20 eval \
        "[ \$(field $load_1 voluntary_ctxt_switches) -gt $_more ]"
}
write 4 v1
start
ok 'four workers' wait_for 10 workers_are 4
load 1 -k 40 -r 800
load 2 -k 30 -r 300 -W
load 3 -W -r 100
for n in 4 2 1 3 4; do
    write $n v2
    reload "to $n"
    ok "to $n: so many workers" wait_for 10 workers_are $n
    more 300
done
# Three reloads in a row, with connections that their workers still keep.
for n in 3 4 2; do
    write $n v3
    reload "and to $n"
done
more 300
write 4 v4
reload 'four again'
for n in 3 2 1; do
    kill -TTOU $SRV
    ok "TTOU to $n" wait_for 10 workers_are $n
    more 200
done
kill -TTIN $SRV
ok 'TTIN' wait_for 10 workers_are 2
OLD=$SRV
took_over() {
    _now=$(cat "$T/pid") && [ -n "$_now" ] && [ "$_now" != "$OLD" ]
}
write 3 v5
kill -USR2 $OLD
ok 'a new binary' wait_for 15 took_over
SRV=$(cat "$T/pid")
ok 'a new binary: three workers' wait_for 10 workers_are 3
more 300
kill -QUIT $OLD
ok 'a new binary: the old one leaves' wait_for 20 gone $OLD
more 300
for n in 1 2 3; do
    eval "ok 'load $n was there to the end' alive \$load_$n"
done
: > "$T/enough"
for n in 1 2 3; do
    eval "wait \$load_$n"
    is "nothing of load $n is lost ($(cat "$T/load.$n"))" $? 0
    like "many requests of load $n" "$(cat "$T/load.$n")" \
        '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
done
like 'kept connections were told to end' "$(cat "$T/load.1")" \
    ' reopened=[0-9]{2,} '
unlike 'but not each time' "$(cat "$T/load.1")" ' reopened=[0-9]{4,} '
ok 'all the old ones have left' wait_for 20 only 3
ok 'the new one is alone' wait_for 10 grep -q 'the old binary is gone' \
    "$T/error.log"
stop

# --- Idle ones ---

leaving_are() { # leaving_are N: so many workers of before
    [ "$(for _p in $(children $SRV); do echo "$(title $_p)"; done |
        grep -c 'is shutting down')" = $1 ]
}
write 2 v1
start
ok 'idle: two workers' wait_for 10 only 2
ok 'idle: a connection' idle 7 more
write 2 v2
reload 'idle'
ok 'idle: the old worker that has it stays' wait_for 10 leaving_are 1
is 'idle: the new answer is there' "$(get /)" v2
tell 7
wait $held_7
is 'idle: its next answer is the last' "$(got 7)" \
    '200 v1 200 Connection: close v1 [eof] '
drop 7
ok 'idle: the old worker leaves' wait_for 10 leaving_are 0

# One that says nothing is closed when its time is over.
write 2 v3 '' 'keepalive_timeout 700ms;'
reload 'timeout'
ok 'timeout: a connection' idle 7
write 2 v4
reload 'timeout, and another'
wait $held_7
is 'timeout: it ends' "$(got 7)" '200 v3 [eof] '
drop 7
ok 'timeout: its worker leaves' wait_for 10 leaving_are 0

# Only so many generations wait for clients that say nothing.
write 2 v1 'worker_generations_max 1;'
reload 'generations'
ok 'generations: a connection of the first' idle 7
write 2 v2 'worker_generations_max 1;'
reload 'generations: second'
ok 'generations: the first stays' wait_for 10 leaving_are 1
ok 'generations: a connection of the second' idle 8 more
ok 'generations: that of the first is not cut off' uncut 7
write 2 v3 'worker_generations_max 1;'
reload 'generations: third'
wait $held_7
is 'generations: that of the first ends' "$(got 7)" '200 v1 [eof] '
drop 7
ok 'generations: the second stays' wait_for 10 leaving_are 1
tell 8
wait $held_8
is 'generations: its next answer is the last' "$(got 8)" \
    '200 v2 200 Connection: close v2 [eof] '
drop 8
ok 'generations: the second leaves' wait_for 10 leaving_are 0

# --- Downloads ---

write 4 v1
reload 'downloads'
ok 'downloads: four workers' wait_for 10 only 4
for n in 1 2 3 4 5 6 7 8; do slow d$n /f/big; done
was=$(sockets 0A $P1)
write 4 v2
reload 'downloads: another text'
is 'downloads: every socket is kept' "$(sockets 0A $P1)" "$was"
is 'downloads: the new answer' "$(get /)" v2
write 1 v3
reload 'downloads: one worker'
ok 'downloads: the sockets of the others are closed' wait_for 20 \
    has_sockets $P1 "$(per_worker 1)"
write 2 v4
reload 'downloads: two workers'
kill -TTOU $SRV
ok 'downloads: one again' wait_for 10 workers_are 1
is 'downloads: they are under way' "$(ls "$T" | grep -c '^d.\.end')" 0
for n in 1 2 3 4 5 6 7 8; do
    slow_end d$n
    ok "downloads: $n is complete" cmp "$T/f/big" "$T/d$n.got"
    rm -f "$T/d$n.got"
done
ok 'downloads: all the old workers leave' wait_for 20 only 1
stop

# --- QUIT, with a request that has come but was not read ---

unread() {      # bytes wait in a connection
    awk -v p=":$(printf %04X $P1)" 'NR > 1 && $4 == "01" \
        && substr($2, length($2) - 4) == p && $5 !~ /:00000000$/ { n = 1; exit }
        END { exit !n }' /proc/net/tcp
}
queued() {      # queued N: so many wait in the queue
    awk -v p=":$(printf %04X $P1)" -v n="$(printf %08X $1)" '
        NR > 1 && $4 != "0A" { exit }
        substr($2, length($2) - 4) == p && substr($5, 10) == n { found = 1 }
        END { exit !found }' /proc/net/tcp
}
told() {        # the master has told its workers, and closed its own sockets
    [ -z "$(owned $SRV 0A $P1)" ]
}
for order in first last; do
    write 1 v1
    start
    ok "$order: a connection" idle 7 more
    ok "$order: another one" idle 8
    worker=$(workers)
    kill -STOP $worker
    hold 9 $P1 'GET / HTTP/1.0\r\n\r\n' -c 20 -t 30000
    ok "$order: twenty come to its queue" wait_for 20 queued 20
    if [ $order = first ]; then
        tell 7
        ok 'first: the request has come' wait_for 20 unread
        kill -QUIT $SRV
        ok 'first: the worker is told' wait_for 20 told
    else
        kill -QUIT $SRV
        ok 'last: the worker is told' wait_for 20 told
        tell 7
        ok 'last: the request has come' wait_for 20 unread
    fi
    ok "$order: the master waits" alive $SRV
    kill -CONT $worker
    wait $held_7
    wait $held_8
    wait $held_9
    is "$order: it is answered, then the end" "$(got 7 |
        sed 's/Connection: close //')" '200 v1 200 v1 [eof] '
    is "$order: the idle one just ends" "$(got 8)" '200 v1 [eof] '
    is "$order: those in the queue are answered" \
        "$(grep -ao 'v[0-9]' "$T/out.9" | grep -c .)" 20
    drop 7
    drop 8
    drop 9
    ok "$order: the server ends" wait_for 20 gone $SRV
    stop QUIT
done

# Who has come without a request so far may still make one.
write 1 v1
start
ok 'just come: a worker' wait_for 10 only 1
hold 7 $P1 "\\i$REQUEST" -t 30000
worker=$(workers)
has_come() {
    [ -n "$(owned $worker 01 $P1)" ]
}
ok 'just come: it is accepted' wait_for 20 has_come
kill -QUIT $SRV
ok 'just come: the worker leaves' wait_for 20 leaving_are 1
tell 7
wait $held_7
is 'just come: it is answered' "$(got 7)" '200 Connection: close v1 [eof] '
drop 7
ok 'just come: the server ends' wait_for 20 gone $SRV
stop QUIT
