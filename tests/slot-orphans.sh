# The master is killed: its workers finish what is under way and leave, so that
# nobody stays who cannot be told anything. With `master_orphans serve` they go
# on until they are told by a signal.
. "$TESTS/slot-load.sh"
need_slots
EXPECT_CRASH=1
mkdir "$T/f"
chmod 755 "$T/f"
rep 2000000 '0123456789abcdef' > "$T/f/big"
write() {       # write WORKERS [MAIN]
    {
        echo "worker_processes $1; $2"
        globals
        echo "events { use $EV; worker_connections 1024; }"
        cat <<EOF
http {
    log_format who '\$pid';
    default_type text/plain;
    keepalive_timeout 60;
    server {
        listen 127.0.0.1:$P1;
        location / { access_log $T/access.log who; return 200 "hello\n"; }
        location /f/ { alias $T/f/; }
    }
}
EOF
    } > "$T/conf"
}
of_download() { # the worker that has a connection
    for _w in $(workers); do
        [ "$(accepted $_w)" = 0 ] || echo $_w
    done
}
logged() {      # logged PID ERE: it has written such a line, once
    [ "$(grep -Ec " $1#[0-9]+: $2" "$T/error.log")" = 1 ]
}
all_gone() {    # all_gone PID...
    for _p in "$@"; do ! alive $_p || return 1; done
}
refused() {
    "$CLIENT" -x $P1 '' > /dev/null 2>&1
    [ $? -eq 1 ]
}
shuts_down() {  # shuts_down PID
    [ "$(title $1)" = 'reuseportd: worker process is shutting down' ]
}
lost='the master process is gone'

# They leave. One has a download under way, another a connection without a
# request; and somebody waits in the queue of a third.
write 3
start
ok 'three workers' wait_for 10 workers_are 3
three=$(workers)
slow one /f/big
busy=$(of_download)
ok 'one has a download' [ -n "$busy" ]
hold 7 $P1 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' -t 60000
ok 'an idle connection' wait_for 10 grep -q hello "$T/out.7"
kill -9 $SRV
ok 'the master is gone' wait_for 10 gone $SRV
for w in $three; do
    ok 'the log tells of it' wait_for 10 logged $w "$lost\$"
    [ $w = $busy ] || ok 'who has nothing to do leaves' wait_for 10 gone $w
done
ok 'nobody is let in any more' wait_for 10 refused
ok 'nothing is left of the listening sockets' wait_for 10 listening_are 0
wait $held_7
is 'the idle connection ends with FIN' "$(tail -n 1 "$T/out.7")" '[eof]'
drop 7
ok 'the one with the download stays' alive $busy
ok 'and says why' wait_for 10 shuts_down $busy
slow_end one
ok 'the download is complete' cmp "$T/f/big" "$T/one.got"
ok 'then it leaves, too' wait_for 10 gone $busy
for w in $three; do ok 'a clean exit' logged $w 'exit$'; done
SRV=

# Who waits in the queues when the master is killed is answered.
rm -f "$T/error.log" "$T/access.log"
start
ok 'three workers' wait_for 10 workers_are 3
three=$(workers)
halt $three
load_begin one -n 200
ok 'all wait' wait_for 20 waiting_are 200
kill -9 $SRV
ok 'the master is gone' wait_for 10 gone $SRV
kill -CONT $three
load_wait one
nothing_lost 'full queues' one 199
ok 'they have left' wait_for 10 all_gone $three
SRV=

# They serve on: every connection, with a download under way, and with a slot
# that one of them had been given to help.
rm -f "$T/error.log" "$T/access.log"
write 3 'master_orphans serve;'
start
ok 'three workers' wait_for 10 workers_are 3
slow two /f/big
busy=$(of_download)
three=$(workers)
set -- $(workers | grep -vx "$busy")
halt $1
load_begin two -n 200
load_wait two
nothing_lost 'one is stopped' two 199
kill -9 $SRV
ok 'the master is gone' wait_for 10 gone $SRV
load_begin three
for w in $busy $2; do
    ok 'serve: the log tells of it' wait_for 10 logged $w "$lost, serving on\$"
done
more 300
ok 'serve: the helper goes on helping' stopped $1
is 'serve: nobody waits for the one that is stopped' "$(accepted $1)" 0
kill -CONT $1
ok 'serve: the third' wait_for 10 logged $1 "$lost, serving on\$"
more 300
load_end three
nothing_lost 'serve' three 600
for w in $three; do ok 'serve: it stays' alive $w; done
is 'serve: all sockets are there' "$(listening | grep -c .)" 3

# The signals that workers know end them, one by one, gently.
kill -QUIT $1
ok 'QUIT: the first leaves' wait_for 10 gone $1
ok 'QUIT: a clean exit' logged $1 'exit$'
is 'QUIT: the others serve' "$(get /)" hello
kill -QUIT $busy
ok 'QUIT: shutting down' wait_for 10 shuts_down $busy
is 'QUIT: the last one serves' "$(get /)" hello
ok 'QUIT: one with a download stays' alive $busy
slow_end two
ok 'QUIT: the download is complete' cmp "$T/f/big" "$T/two.got"
ok 'QUIT: then it has left' wait_for 10 gone $busy
kill -TERM $2
ok 'TERM: the last one leaves' wait_for 10 gone $2
ok 'nobody is let in any more' wait_for 10 refused
is 'nothing is left' "$(listening)" ''
SRV=

# Those that were leaving already leave.
rm -f "$T/error.log" "$T/access.log"
start
ok 'three workers' wait_for 10 workers_are 3
slow three /f/big
busy=$(of_download)
resize 2 'master_orphans serve;'
ok 'an old worker is busy' wait_for 10 shuts_down $busy
new=$(workers)
kill -9 $SRV
ok 'the master is gone' wait_for 10 gone $SRV
ok 'it was leaving: the log tells' wait_for 10 logged $busy "$lost\$"
for w in $new; do
    ok 'the new ones serve on' wait_for 10 logged $w "$lost, serving on\$"
done
load_begin four -n 300
load_wait four
nothing_lost 'after a reload' four 299
slow_end three
ok 'the download is complete' cmp "$T/f/big" "$T/three.got"
ok 'it was leaving, and has left' wait_for 10 gone $busy
kill -QUIT $new
ok 'QUIT ends all' wait_for 10 all_gone $new
SRV=
