# A worker with worker_connections takes nobody any more: others answer who is
# in its queue. Only when all are full clients wait, and are answered when there
# is room again.
. "$TESTS/slot-load.sh"
need_slots
# Without `deferred` a connection whose request has not come yet would make room.
{
    echo 'worker_processes 3;'
    globals
    echo "events { use $EV; worker_connections 8; }"
    cat <<EOF
http {
    log_format who '\$pid';
    access_log $T/access.log who;
    default_type text/plain;
    client_header_timeout 10m;
    server { listen 127.0.0.1:$P1 deferred; return 200 "hello\n"; }
}
EOF
} > "$T/conf"
clients=
half() {        # half N: so many clients more that have sent half a request
    _i=0
    while [ $_i -lt $1 ]; do
        _i=$((_i + 1))
        "$CLIENT" -t 150000 $P1 'GET / HTTP/1.1\r\nHost: x\r\n' \
            > /dev/null 2>&1 &
        clients="$clients $!"
    done
}
accepted_is() { # accepted_is PID N
    [ "$(accepted $1)" = $2 ]
}
all_full() {
    for _w in $(workers); do accepted_is $_w 8 || return 1; done
}
others_have() { # others_have PID: one of the others has the socket of PID
    [ "$(for _w in $(workers); do taken_by $_w; done | sort | uniq -d)" = "$1" ]
}
not_enough() {  # not_enough PID: it has said that it is full
    grep -q "\[warn\] $1#.* 8 worker_connections are not enough" "$T/error.log"
}
start
ok 'three workers' wait_for 10 workers_are 3
three=$(workers)

# One is full. (It takes all that comes while the others are stopped.)
full=$(workers | sed -n 2p)
others=$(workers | sed -n '1p;3p')
its=$(taken_by $full)
halt $others
hold 7 $P1 'GET / HTTP/1.0\r\n\i\r\n' -t 150000
half 7
ok 'one is full' wait_for 20 accepted_is $full 8
kill -CONT $others
load_begin one -n 600
load_wait one
nothing_lost 'one is full' one 599
is 'it has answered nobody' "$(answers_of $full)" 0
ok 'it is still full' accepted_is $full 8
ok 'it has said so' not_enough $full
is 'no worker was replaced' "$(workers)" "$three"
ok 'one of the others has its socket, too' others_have "$its"

# All are full: who comes now waits.
half 16
ok 'all are full' wait_for 20 all_full
before=$(answers)
load_begin two -n 60
ok 'sixty wait' wait_for 20 waiting_are 60
for w in $three; do
    ok 'each says that it is full' wait_for 10 not_enough $w
done
ok 'all are full still' all_full
is 'nobody was answered' "$(answers)" $before
is 'nobody had to go' "$(for c in $clients; do alive $c || echo $c; done)" ''

# One goes, wherever it was: all are answered.
set -- $clients
kill $9
clients=$(echo " $clients " | sed "s/ $9 / /")
load_wait two
nothing_lost 'room for one' two 59
ok 'all sixty are in the log' answered $((before + 60))
is 'nobody waits' "$(waiting)" 0
tell 7
wait $held_7
is 'half a request becomes a whole one' "$(grep -c hello "$T/out.7")" 1
drop 7

# All go: everything is as in the beginning.
kill $clients 2> /dev/null
load_begin three
ok 'everybody has room: nobody helps any more' wait_for 20 one_each
for w in $three; do
    n=$(answers_of $w)
    ok 'all take connections' wait_for 20 eval '[ "$(answers_of $w)" -gt $n ]'
done
load_end three
nothing_lost 'everybody has room' three 20
is 'no worker was replaced to the end' "$(workers)" "$three"
stop
