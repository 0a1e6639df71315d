# A server with nothing to do does nothing: no process of it wakes up, neither
# after a burst of requests nor with connections that are kept open.
. "$TESTS/slot-load.sh"
need_slots
grep -q '^voluntary_ctxt_switches' /proc/self/status ||
    skip 'no context switches in /proc'
write() {       # write WORKERS [MAIN]
    {
        echo "worker_processes $1; $2"
        globals
        echo "events { use $EV; worker_connections 1024; }"
        cat <<EOF
http {
    log_format who '\$pid';
    access_log $T/access.log who;
    default_type text/plain;
    keepalive_timeout 10m;
    server { listen 127.0.0.1:$P1; listen 127.0.0.1:$P2; return 200 "hello\n"; }
}
EOF
    } > "$T/conf"
}
switches() {    # of the master and all workers: a line for each
    for _p in $SRV $(children $SRV); do
        echo $_p $(sed -n 's/.*ctxt_switches:[[:space:]]*//p' /proc/$_p/status)
    done
}
calm() {        # nothing has changed for a second
    _was=$(switches)
    sleep 1
    [ "$(switches)" = "$_was" ]
}
quiet() {       # quiet TEXT: soon all is quiet, and stays so for three seconds
    n=0
    until calm || [ $n -ge 20 ]; do n=$((n + 1)); done
    was=$(switches)
    sleep 3
    is "$1: nobody wakes up" "$(switches)" "$was"
}

write 3 'reuseport_drain_timeout 500ms;'
start
ok 'three workers' wait_for 10 workers_are 3
load_begin one -n 500
load_wait one
nothing_lost 'a burst' one 499
hold 7 $P1 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' -t 150000
ok 'a connection that is kept' wait_for 10 grep -q hello "$T/out.7"
is 'master and workers' "$(switches | grep -c ' .* ')" 4
quiet 'after a burst'
ok 'the connection is still there' alive $held_7

# It does wake up when somebody comes: the figures tell.
is 'service' "$(get /)" hello
ok 'somebody has woken up' [ "$(switches)" != "$was" ]
drop 7

# After a stall, and after fewer workers whose sockets are closed by now.
victim=$(workers | sed -n 1p)
halt $victim
load_begin two -n 300
load_wait two
nothing_lost 'a stall' two 299
kill -CONT $victim
load_begin three
ok 'after a stall: nobody helps any more' wait_for 20 one_each
resize 1 'reuseport_drain_timeout 500ms;'
more 100
load_end three
nothing_lost 'fewer' three 100
ok 'fewer: one is left' wait_for 10 only 1
! steers || ok 'fewer: one socket is left' wait_for 20 listening_are 1
quiet 'fewer workers'
stop
