# A worker that is killed is replaced in its slot, and nobody else notices.
. "$TESTS/work-proc.sh"
need_proc
EXPECT_CRASH=1
{
    echo 'worker_processes 3;'
    globals
    events
    echo "http { server { listen 127.0.0.1:$P1; root $T; keepalive_timeout 60; } }"
} > "$T/conf"
echo hello > "$T/a.txt"
start
ok 'three workers' wait_for 10 workers_are 3
before=$(sockets 0A $P1)
# A connection on a worker that stays.
hold 7 $P1 'GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n\w\iGET /a.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' -t 20000
ok 'a keep-alive connection' wait_for 10 grep -q hello "$T/out.7"
keeper='' victim=''
for w in $(workers); do
    [ -n "$(owned $w 01 $P1)" ] && keeper=$w || victim=$w
done
ok 'it is on one of the workers' [ -n "$keeper" ]
others=$(workers | grep -vx "$victim" | sort)
slot=$(owned $victim 0A $P1)

kill -9 $victim
replaced() {
    ! workers | grep -qx "$victim" && workers_are 3
}
ok 'the victim is replaced' wait_for 10 replaced
new=$(workers | grep -vxF "$others")
is 'the others live on' "$(workers | grep -vx "$new" | sort)" "$others"
is 'the new one has the slot of the victim' "$(owned $new 0A $P1)" "$slot"
is 'no socket was closed or opened' "$(sockets 0A $P1)" "$before"
ok 'the log tells' grep -q "worker process $victim exited on signal 9" \
    "$T/error.log"
tell 7
ok 'the connection on another worker goes on' \
    wait_for 10 grep -q '\[eof\]' "$T/out.7"
is 'with its answer' "$(grep -c hello "$T/out.7")" 2
drop 7

# Again and again: the service is whole after each.
for i in 1 2; do
    victim=$(workers | sed -n 1p)
    kill -9 $victim
    ok "killed $i: replaced" wait_for 10 replaced
    is "killed $i: all slots serve" "$(raw $P1 \
        'GET /a.txt HTTP/1.0\r\n\r\n' -c 30 | grep -ac hello)" 30
done

# A stopped worker keeps nobody waiting: a sibling takes its queue.
victim=$(workers | sed -n 1p)
kill -STOP $victim
hold 8 $P1 'GET /a.txt HTTP/1.0\r\n\r\n' -c 30 -t 20000
wait $held_8
is 'no connection waits for a worker that takes none' \
    "$(grep -ac hello "$T/out.8")" 30
kill -9 $victim
drop 8
ok 'it is replaced' wait_for 10 replaced

# All at once.
for w in $(workers); do kill -9 $w; done
ok 'all killed: all replaced' wait_for 10 workers_are 3
is 'all killed: service' "$(get /a.txt)" hello
is 'the same sockets to the end' "$(sockets 0A $P1)" "$before"

# A worker that is asked to end is replaced too.
victim=$(workers | sed -n 1p)
kill -TERM $victim
ok 'a worker ended by TERM is replaced' wait_for 10 replaced
is 'service' "$(get /a.txt)" hello

# The master is killed: the workers do not stay for ever.
all=$(workers)
kill -9 $SRV
for w in $all; do
    ok 'a worker ends after its master' wait_for 10 gone $w
done
SRV=
