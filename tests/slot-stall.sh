# A worker that takes nobody (here: it is stopped) keeps nobody waiting: after
# two of worker_stall_timeout others take what comes to its socket, until it
# does so itself. Only whom it had accepted must wait for it.
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
# warned PID: lines that tell that it took nobody for as long as it is stopped
# here, 400 ms or more: a shorter stall may be this machine's.
warned() {
    grep -Ec "\[warn\] .* worker process $1 took nobody from its queue for ([4-9]|[0-9]+[0-9])[0-9]{2} ms, worker process [0-9]+ did\$" "$T/error.log"
}
has_warned() {
    [ "$(warned "$1")" -gt 0 ]
}
takes() {       # takes PID MORE_THAN: its answers
    [ "$(answers_of $1)" -gt $2 ]
}
# to_one: one worker by a reload. The title of those that are stopped does not
# change, so they are not counted.
to_one() {
    write 1 "$main $short"
    ok 'reload to 1' "$RPD" -s reload -p "$T" -c "$T/conf"
}
# back PID...: they go on, take connections again, and get their sockets back.
back() {
    load_begin back -r 300
    for v in "$@"; do
        n=$(answers_of $v)
        kill -CONT $v
        ok 'it goes on: it takes connections again' wait_for 20 takes $v $n
        ok 'it goes on: the log tells of it' wait_for 20 has_warned $v
    done
    ok 'it goes on: nobody helps any more' wait_for 20 one_each
    load_end back
    nothing_lost 'it goes on' back 10
    for v in "$@"; do is 'it goes on: one line of the log' "$(warned $v)" 1; done
}
# Who is only late on a busy machine shall not count as one who takes nobody.
main='worker_stall_timeout 100ms;' short='reuseport_drain_timeout 200ms;'

# One of three is stopped while there is nothing to do: then all is answered.
write 3 "$main"
start
ok 'three workers' wait_for 10 workers_are 3
three=$(workers)
victim=$(workers | sed -n 2p)
halt $victim
load_begin one -n 500
load_wait one
nothing_lost 'one of three stopped' one 499
ok 'it was stopped all the time' stopped $victim
is 'it has accepted nobody' "$(accepted $victim)" 0
is 'nobody waits for it' "$(waiting)" 0
is 'it still has its socket' "$(taken_by $victim | grep -c .)" 1
its=$(taken_by $victim)
others_have() { # others_have N: so many of the others have its socket
    _n=0
    for w in $three; do
        [ $w = $victim ] || ! taken_by $w | grep -qFx $its || _n=$((_n + 1))
    done
    [ $_n = $1 ]
}
ok 'and one of the others has it as well' wait_for 10 others_have 1
is 'no worker was replaced' "$(workers)" "$three"
is 'no line of the log yet' "$(warned $victim)" 0
back $victim

# While requests come in: all are answered but those that it had accepted.
before=$(answers)
load_begin two -n 1000
more 300
halt $victim
held=$(accepted $victim)
ok 'all others are answered while it is stopped' \
    wait_for 20 answered $((before + 1000 - held))
ok 'it is stopped still' stopped $victim
kill -CONT $victim
load_wait two
nothing_lost 'stopped under load' two 999
is 'stopped under load: all are in the log' "$(answers)" $((before + 1000))

# Two of three. Their sockets go to the third.
stop
rm -f "$T/error.log" "$T/access.log"
start
ok 'three workers' wait_for 10 workers_are 3
pair=$(workers | sed -n '1p;3p')
third=$(workers | sed -n 2p)
halt $pair
load_begin three -n 600
load_wait three
nothing_lost 'two of three stopped' three 599
for w in $pair; do
    ok 'stopped all the time' stopped $w
    is 'it has answered nobody' "$(answers_of $w)" 0
done
is 'the third has answered all' "$(answers_of $third)" 600
is 'the third has all three sockets' "$(taken_by $third)" "$(listening)"
back $pair

# The helper is stopped, too, and then the last: then clients wait, and nobody
# is lost.
one=$(workers | sed -n 1p) two=$(workers | sed -n 2p)
halt $one
load_begin four -n 300
load_wait four
nothing_lost 'one is stopped' four 299
halt $two
load_begin five -n 300
load_wait five
nothing_lost 'and another' five 299
last=$(workers | sed -n 3p)
halt $last
load_begin six -n 160
ok 'all are stopped: all wait' wait_for 20 waiting_are 160
kill -CONT $two
load_wait six
nothing_lost 'one of them goes on and answers all' six 159
ok 'the others are stopped still' stopped $one
ok 'the others are stopped still' stopped $last
kill -CONT $one $last
stop

# Fewer workers while one is stopped: its clients are answered, and it leaves
# when it can.
rm -f "$T/access.log"
write 4 "$main $short"
start
ok 'four workers' wait_for 10 workers_are 4
for nth in 1 3; do
    resize 4 "$main $short"
    ok 'four, each with a socket' wait_for 10 one_each
    victim=$(workers | sed -n ${nth}p)
    before=$(answers)
    load_begin seven -n 800
    more 200
    halt $victim
    held=$(accepted $victim)
    to_one
    ok 'fewer, one is stopped: all others are answered' \
        wait_for 20 answered $((before + 800 - held))
    ok 'it is stopped still' stopped $victim
    kill -CONT $victim
    load_wait seven
    nothing_lost 'fewer, one is stopped' seven 799
    ok 'it leaves' wait_for 10 gone $victim
    ok 'one is left' wait_for 10 only 1
    ! steers || ok 'with one socket' wait_for 20 listening_are 1
    ok 'all sockets are taken' wait_for 10 all_taken
done

# All are stopped and all queues are full: by a reload with fewer workers, who
# answer all, and by TTOU, where all wait for the one that stays.
resize 4 "$main $short"
ok 'four, and no others' wait_for 10 only 4
four=$(workers)
halt $four
load_begin eight -n 240
ok 'all wait' wait_for 20 waiting_are 240
to_one
load_wait eight
nothing_lost 'a reload with full queues' eight 239
for w in $four; do ok 'the old ones are stopped still' stopped $w; done
kill -CONT $four
ok 'the old ones leave' wait_for 10 only 1

resize 4 "$main $short"
ok 'four, and no others' wait_for 10 only 4
four=$(workers)
halt $four
load_begin nine -n 200
ok 'all wait' wait_for 20 waiting_are 200
n=4
while [ $n -gt 1 ]; do
    n=$((n - 1))
    kill -TTOU $SRV
    ok "TTOU: $n" wait_for 10 grep -q " $n worker processes\$" "$T/error.log"
done
load_begin ten -n 400                   # for longer than the drain takes
ok 'they wait, and so do new ones' wait_for 20 waiting_are 600
is 'no socket is closed' "$(listening | grep -c .)" 4
kill -CONT $four
load_wait nine
load_wait ten
nothing_lost 'TTOU with full queues' nine 199
nothing_lost 'TTOU with full queues, who came later' ten 399
ok 'one is left' wait_for 10 only 1
! steers || ok 'with one socket' wait_for 20 listening_are 1
stop

# One who was stopped goes on when a sibling has taken all who were to come to
# it, so nobody sees that it is back; then the sibling is stopped, and it helps.
write 2 "$main"
start
ok 'two workers' wait_for 10 workers_are 2
for nth in 1 2 1 2 1 2; do
    victim=$(workers | sed -n ${nth}p)
    sibling=$(workers | grep -vx $victim)
    halt $victim
    load_begin back -n 40
    load_wait back
    nothing_lost 'one is stopped' back 39
    kill -CONT $victim
    halt $sibling
    is 'the other one helps' "$(curl -sS -m 20 "http://127.0.0.1:$P1/[1-3]" 2>&1)" \
        "$(printf 'hello\nhello\nhello')"
    kill -CONT $sibling
done
stop

# Nobody helps when that is switched off: who is in the queue waits.
rm -f "$T/error.log" "$T/access.log"
write 3 'worker_stall_timeout 0;'
start
ok 'three workers' wait_for 10 workers_are 3
victim=$(workers | sed -n 1p)
halt $victim
load_begin eleven -n 400
all_seen() { [ $(($(answers) + $(waiting))) = 400 ]; }
ok 'off: every client is answered or waits' wait_for 20 all_seen
ok 'off: some wait' [ "$(waiting)" -gt 0 ]
ok 'off: some are answered' [ "$(answers)" -gt 0 ]
is 'off: those who wait are in one queue' "$(queues $P1 | grep -vc ' 0$')" 1
is 'off: it is that of the stopped one' \
    "$(queues $P1 | grep -v ' 0$' | cut -d ' ' -f 1)" "$(taken_by $victim)"
ok 'off: nobody else has it' one_each
kill -CONT $victim
load_wait eleven
nothing_lost 'off' eleven 399
ok 'off: it has answered those who waited' takes $victim 0
is 'off: no line of the log' "$(grep -c 'took nobody' "$T/error.log")" 0
stop
