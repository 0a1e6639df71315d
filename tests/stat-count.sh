# status: what is counted is exact, over several workers, across a reload and
# the death of a worker; what is only there now goes with it. A stopped worker
# cannot tell of itself: its queue is seen nevertheless.
command -v python3 > /dev/null || skip 'needs python3'
. "$TESTS/work-proc.sh"
need_proc
write() {       # write WORKERS [MAIN]
    conf conf <<END
worker_processes $1; $2
$(globals)
events { use $EV; worker_connections 256; }
http {
    access_log off;
    server {
        listen 127.0.0.1:$P1 backlog=77;
        listen 127.0.0.1:$P2 reuseport=off;
        location /s { status; }
        location /w { return 200 "\$worker|"; }
    }
}
END
}
look() {        # the state by way of P2, which any worker can answer, to $T/j
    asked=$((asked + 1))
    P1=$P2 http '/s?format=json' -o "$T/j"
}
json() {        # json EXPRESSION over t (total) and w (workers)
    python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(eval(sys.argv[2], {"t": d["total"], "w": d["workers"]}))' "$T/j" "$1" 2>&1
}
settled() {     # nobody but this request is there: all is counted
    look
    [ "$(json "t['connections_active']")" = 1 ]
}
looks() {       # looks EXPRESSION: it becomes true
    look
    [ "$(json "$1")" = True ]
}
sums="[sum(x.get(n, 0) for x in w) for n in ('accepted', 'requests')]"
total="[t['accepted'], t['requests']]"
asked=0

write 3
start
three=$(workers)
seen=$(raw $P1 'GET /w HTTP/1.0\r\n\r\n' -c 60 | grep -ao '[0-9]|' | sort | tr -d '\n|')
is 'answers' "${#seen}" 60
ok 'settled' wait_for 10 settled
is 'accepted and requests' "$(json "$total")" "[$((60 + asked)), $((60 + asked))]"
is 'all of the workers' "$(json "$sums")" "$(json "$total")"
is 'a line tells its slot' "$(json "[x['slot'] for x in w]")" '[0, 1, 2]'
is 'answers are those of $worker' \
    "$(json "''.join(str(x['slot']) * x['sockets'][0]['accepted'] for x in w)")" "$seen"
is 'answers by class' "$(json "t['responses_2xx'], t['responses_4xx']")" "($((59 + asked)), 0)"
raw $P1 'GET /w HTTP/1.1\r\nHost: a\r\n\r\n' -n 25 -w > "$T/many"
raw $P1 'nonsense\r\n\r\n' > "$T/bad"
ok 'settled' wait_for 10 settled
is 'many requests on a connection, one bad' "$(json "$total")" \
    "[$((62 + asked)), $((86 + asked))]"
is 'by class' "$(json "t['responses_2xx'], t['responses_4xx']")" "($((84 + asked)), 1)"

# A worker dies in the middle of things.
victim=$(workers | tail -n 1)
hold 7 $P1 '\i' -c 20
ok 'connections are seen' wait_for 10 looks "t['connections_active'] == 21"
kill -9 $victim
EXPECT_CRASH=1
drop 7
ok 'three again' wait_for 10 workers_are 3
ok 'settled' wait_for 10 settled
is 'a worker was killed: nothing is lost, nothing is there twice' \
    "$(json "$total")" "[$((82 + asked)), $((86 + asked))]"
is 'the new one has a line' "$(json "sorted(x['pid'] for x in w) == sorted([$(workers | tr '\n' ',')])")" True
ok 'the new one begins at 0' [ "$(json "$sums")" != "$(json "$total")" ]

# A reload, with a connection that stays in an old worker.
hold 7 $P1 'GET /w HTTP/1.1\r\nHost: a\r\n\r\n\i'
ok 'one is kept' wait_for 10 looks "t['connections_waiting'] == 1"
write 2
ok 'reload' "$RPD" -s reload -p "$T" -c "$T/conf"
ok 'an old worker is still there' wait_for 10 looks "sorted((x['generation'], x['state']) for x in w if x['state'] != 'draining') == [(1, 'leaving'), (2, 'live'), (2, 'live')]"
is 'generation' "$(json "t['generation']")" 2
drop 7
ok 'it goes' wait_for 10 looks "[x['slot'] for x in w if x['pid']] == [0, 1]"
ok 'settled' wait_for 10 settled
is 'a reload: nothing is lost' "$(json "$total")" "[$((83 + asked)), $((87 + asked))]"
stop

# A stopped worker, and nobody who helps: who waits is seen.
asked=0
write 2 'worker_stall_timeout 0;'
start
ok 'two' wait_for 10 workers_are 2
victim=$(workers | head -n 1)
kill -STOP $victim
hold 8 $P1 '\i' -c 30
if ! looks "'queue' in w[0]['sockets'][0]"; then
    without 'queues: the kernel does not tell them (TCP_INFO)'
elif [ "$(per_worker 2)" = 2 ]; then
    ok 'a queue' wait_for 10 looks "[x['sockets'][0]['queue'] > 0 for x in w if x['pid'] == $victim] == [True]"
    is 'its limit' "$(json "[x['sockets'][0]['queue_limit'] for x in w]")" '[77, 77]'
    ok 'who is not accepted waits in a queue' wait_for 10 looks \
        "sum(x['sockets'][0]['queue'] + x['sockets'][0]['accepted'] for x in w) == 30"
fi
kill -CONT $victim
drop 8
stop

# And with somebody who helps.
write 2
start
ok 'two' wait_for 10 workers_are 2
victim=$(workers | head -n 1)
other=$(workers | tail -n 1)
kill -STOP $victim
if [ "$(per_worker 2)" = 2 ]; then
    hold 9 $P1 '\i' -c 30
    ok 'helped' wait_for 10 looks "[(x['state'], x.get('helper')) for x in w if x['pid'] == $victim] == [('stalled', $other)]"
    ok 'the other one has accepted all' wait_for 10 looks \
        "[x['sockets'][0]['accepted'] for x in w if x['pid'] == $other] == [30]"
    drop 9
fi
kill -CONT $victim
stop

# Workers whose master is gone tell what they know.
write 2 'master_orphans serve;'
start
look
pids=$(workers)
kill -9 "$SRV"
SRV=
ok 'without a master' wait_for 10 looks "t['requests'] == $asked and len(w) == 2"
kill $pids
ok 'they end' wait_for 10 eval 'gone $(echo $pids | cut -d" " -f1) && gone $(echo $pids | cut -d" " -f2)'
