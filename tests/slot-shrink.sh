# Fewer workers and more of them by reload, while requests come in: nobody is
# lost. The sockets of workers that are gone get nobody new, are served by those
# that are left, come back to life when there are more workers again, and are
# closed when nobody has come for reuseport_drain_timeout.
. "$TESTS/slot-load.sh"
need_slots
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
    server { listen 127.0.0.1:$P1; return 200 "hello\n"; }
}
EOF
    } > "$T/conf"
}
spread() {      # sixty connections stay open: every worker has some
    hold 7 $P1 '\i' -c 60
    ok "$1: sixty connections are accepted" wait_for 10 sixty
    for w in $(workers); do
        ok "$1: every worker has got some" [ "$(accepted $w)" -gt 0 ]
    done
    drop 7
}
sixty() {
    _sum=0
    for _w in $(workers); do _sum=$((_sum + $(accepted $_w))); done
    [ $_sum = 60 ]
}

long='reuseport_drain_timeout 10m;' short='reuseport_drain_timeout 200ms;'
never='reuseport_drain_timeout 0;'

# Four, one, four: the sockets stay, and so does everybody's answer.
write 4 "$long"
start
ok 'four workers' wait_for 10 workers_are 4
all=$(listening)
is 'four sockets' "$(listening | grep -c .)" 4
load_begin one
more 200
resize 1 "$long"
ok 'one takes from all four sockets' wait_for 10 all_taken
is 'one: the same sockets' "$(listening)" "$all"
more 200
ok 'the others have left' wait_for 10 only 1
resize 4 "$long"
ok 'four: a socket for each' wait_for 10 one_each
is 'four: the same sockets' "$(listening)" "$all"
more 200

# In quick succession.
for n in 1 4 2 3; do
    write $n "$long"
    ok "quickly to $n" "$RPD" -s reload -p "$T" -c "$T/conf"
    is "quickly to $n: the same sockets" "$(listening)" "$all"
done
more 200
ok 'three in the end' wait_for 10 only 3
ok 'nobody has let go of a socket' wait_for 10 all_taken
load_end one
nothing_lost 'back and forth' one 800
is 'the same sockets to the end' "$(listening)" "$all"

# Nobody new comes to the sockets of those that are gone. With the workers
# stopped, the queues tell where connections are.
for n in 1 2; do
    resize $n "$long"
    ok "$n: the others have left" wait_for 10 only $n
    ok "$n: they take from all sockets" wait_for 10 all_taken
    steers || continue
    pids=$(workers)
    halt $pids
    hold 8 $P1 'GET / HTTP/1.0\r\n\r\n' -c 40 -t 60000
    ok "$n: forty wait" wait_for 10 waiting_are 40
    is "$n: so many sockets have got somebody" \
        "$(queues $P1 | grep -vc ' 0$')" $n
    is "$n: the others are there, and empty" \
        "$(queues $P1 | grep -c ' 0$')" $((4 - n))
    kill -CONT $pids
    wait $held_8
    is "$n: forty answers" "$(grep -ac hello "$T/out.8")" 40
    drop 8
done

# Drained sockets are closed, new ones are opened when they are wanted.
resize 4 "$long"
ok 'four again' wait_for 10 one_each
is 'with the sockets of the beginning' "$(listening)" "$all"
load_begin two
more 100
resize 1 "$short"
if steers; then
    ok 'the sockets of the others are closed' wait_for 20 listening_are 1
    one=$(listening)
    is 'the one that stays is one of the four' \
        "$(echo "$all" | grep -Fx "$one")" "$one"
    more 200
    resize 4 "$short"
    is 'four sockets again' "$(listening | grep -c .)" 4
    is 'three of them are new' "$(listening | grep -vFxc "$all")" 3
    ok 'one for each worker' wait_for 10 one_each
    more 200
    resize 2 "$short"
    ok 'two' wait_for 20 listening_are 2
    resize 3 "$short"
    ok 'three' wait_for 10 listening_are 3
    more 200
else
    more 300
fi
load_end two
nothing_lost 'sockets are closed and opened' two 300
ok 'a worker for each socket' wait_for 10 all_taken

# Every worker gets connections. (One that is late shall not be helped here.)
resize 4 "$short worker_stall_timeout 5s;"
ok 'four workers, and no others' wait_for 10 only 4
spread 'four'
resize 2 "$short worker_stall_timeout 5s;"
ok 'two workers, and no others' wait_for 10 only 2
! steers || ok 'two sockets' wait_for 20 listening_are 2
spread 'two'

# Never closed: whoever is left serves them for ever.
resize 4 "$never"
ok 'the drain is off: four' wait_for 10 one_each
all=$(listening)
load_begin three
more 100
resize 1 "$never"
ok 'the drain is off: one takes from all' wait_for 10 all_taken
was=$(workers)
resize 1 "$never"
more 300
ok 'the drain is off: the next generation, too' wait_for 10 only 1
ok 'which is another process' [ "$(workers)" != "$was" ]
ok 'the drain is off: it takes from all' wait_for 10 all_taken
is 'the drain is off: the same sockets' "$(listening)" "$all"
resize 3 "$never"
more 100
is 'three: the same sockets' "$(listening)" "$all"
load_end three
nothing_lost 'the drain is off' three 400
stop
