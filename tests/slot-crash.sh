# Workers that are killed, that die at birth, and that are told to leave: who
# waits in their queues is answered all the same, by others or by the worker
# that takes their place.
. "$TESTS/slot-load.sh"
need_slots
EXPECT_CRASH=1
mkdir "$T/f" "$T/wd"
chmod 755 "$T/f" "$T/wd"
rep 2000000 '0123456789abcdef' > "$T/f/big"
write() {       # write WORKERS [MAIN]
    {
        echo "worker_processes $1; working_directory $T/wd; $2"
        globals
        echo "events { use $EV; worker_connections 1024; }"
        cat <<EOF
http {
    log_format who '\$pid';
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        location / { access_log $T/access.log who; return 200 "hello\n"; }
        location /f/ { alias $T/f/; }
    }
}
EOF
    } > "$T/conf"
}
killed() {      # killed PID: so the log tells
    grep -q "worker process $1 exited on signal 9" "$T/error.log"
}
replaced() {    # replaced PID...: they are gone and there are three
    for _p in "$@"; do ! alive $_p || return 1; done
    workers_are 3
}

# Who waits in the queue of a worker that is killed is answered by the next one
# in its place. (Nobody helps here, or the queue would be empty.)
write 3 'worker_stall_timeout 0;'
start
ok 'three workers' wait_for 10 workers_are 3
three=$(listening)
victim=$(workers | sed -n 2p)
slot=$(taken_by $victim)
halt $victim
load_begin one -n 400
all_seen() { [ $(($(answers) + $(waiting))) = 400 ]; }
ok 'every client is answered or waits' wait_for 20 all_seen
ok 'some wait for the victim' [ "$(waiting)" -gt 0 ]
kill -9 $victim
load_wait one
nothing_lost 'killed with a queue' one 399
ok 'killed with a queue: the log tells' wait_for 10 killed $victim
ok 'killed with a queue: it is replaced' wait_for 10 replaced $victim
ok 'killed with a queue: a socket for each' wait_for 10 one_each
is 'killed with a queue: the same sockets' "$(listening)" "$three"

# All at once.
victims=$(workers)
halt $victims
load_begin two -n 240
ok 'all stopped: all wait' wait_for 20 waiting_are 240
kill -9 $victims
load_wait two
nothing_lost 'all killed' two 239
ok 'all killed: they are replaced' wait_for 10 replaced $victims
is 'all killed: the same sockets' "$(listening)" "$three"

# The first comes when all have just been killed.
victims=$(workers)
kill -9 $victims
load_begin three -n 300
load_wait three
nothing_lost 'just killed' three 299
ok 'just killed: they are replaced' wait_for 10 replaced $victims
ok 'just killed: a socket for each' wait_for 10 one_each

has() {         # has PID SOCKET
    taken_by "$1" | grep -qFx "$2"
}

# One is stopped, another helps; the stopped one is killed, or the helper is.
resize 3
ok 'help is on' wait_for 10 only 3
victim=$(workers | sed -n 1p)
halt $victim
load_begin four
more 300
kill -9 $victim
ok 'one that was helped: it is replaced' wait_for 10 replaced $victim
ok 'one that was helped: a socket for each' wait_for 20 one_each
more 300
load_end four
nothing_lost 'one that was helped is killed' four 600
set -- $(workers)
ok 'one that was helped: nobody has two' wait_for 20 one_each
its=$(taken_by $1)
halt $1
load_begin five -n 200
load_wait five
nothing_lost 'one is stopped' five 199
helper=$3
! taken_by $2 | grep -qFx "$its" || helper=$2
ok 'another helps' wait_for 10 has "$helper" "$its"
halt $helper
load_begin six
more 200
kill -9 $helper
ok 'the helper is replaced' wait_for 10 replaced $helper
more 200
ok 'the one that was helped is stopped still' stopped $1
kill -CONT $1
ok 'all go on: a socket for each' wait_for 20 one_each
load_end six
nothing_lost 'the helper is killed' six 400

# A worker that dies as soon as it is there, again and again: the others serve
# its slot until it lives, and need not find out that nobody else does. (New
# workers do not find their directory.)
resize 3 'worker_stall_timeout 0;'
ok 'at birth: three, and no others' wait_for 10 only 3
was=$(workers)
victim=$(workers | sed -n 3p)
rmdir "$T/wd"
kill -9 $victim
load_begin seven
births() {      # births N: so many have died at birth
    [ "$(grep -c 'worker process [0-9]* exited with code 2' "$T/error.log")" \
        -ge $1 ]
}
ok 'at birth: dead twice' wait_for 20 births 2
ok 'at birth: the others take from all sockets' wait_for 10 all_taken
is 'at birth: there are two others' "$(workers | grep -Fxc "$was")" 2
more 300
ok 'at birth: dead three times' wait_for 20 births 3
is 'at birth: the same sockets' "$(listening)" "$three"
mkdir "$T/wd"
chmod 755 "$T/wd"
ok 'at birth: it lives' wait_for 20 replaced $victim
ok 'at birth: a socket for each' wait_for 20 one_each
w=$(workers | grep -vFx "$was")
ok 'at birth: it answers' wait_for 20 eval '[ "$(answers_of $w)" -gt 0 ]'
load_end seven
nothing_lost 'at birth' seven 300
ok 'at birth: not too often' [ "$(grep -c 'exited with code 2' \
    "$T/error.log")" -lt 20 ]

# A worker that somebody tells to leave is replaced at once, though it goes on
# with a download.
load_begin eight
more 100
load_end eight                          # so that only the download is left
ok 'QUIT: nobody else is there' wait_for 10 eval '[ "$(waiting)" = 0 ]'
slow one /f/big
victim=
for w in $(workers); do
    [ "$(accepted $w)" = 0 ] || victim=$w
done
ok 'QUIT: the worker of the download' [ -n "$victim" ]
slot=$(taken_by $victim)
load_begin nine
more 100
kill -QUIT $victim
leaves() {
    [ "$(title $victim)" = 'reuseportd: worker process is shutting down' ] &&
        workers_are 3
}
ok 'QUIT: it leaves, and there are three others' wait_for 10 leaves
ok 'QUIT: a socket for each' wait_for 10 one_each
is 'QUIT: the same sockets' "$(listening)" "$three"
is 'QUIT: it has none any more' "$(taken_by $victim)" ''
is 'QUIT: but another has' "$(for w in $(workers); do taken_by $w; done |
    grep -Fxc "$slot")" 1
more 200
ok 'QUIT: the download is not over' alive $victim
slow_end one
ok 'QUIT: the download is complete' cmp "$T/f/big" "$T/one.got"
ok 'QUIT: then it has left' wait_for 10 gone $victim
more 100
load_end nine
nothing_lost QUIT nine 400

# The same with somebody who has come and has not asked yet.
ok 'QUIT again: three, and no others' wait_for 10 only 3
has_come() {
    victim=
    for _w in $(workers); do
        [ "$(accepted $_w)" = 0 ] || victim="$victim$_w"
    done
    [ -n "$victim" ]
}
hold 8 $P1 '\iGET / HTTP/1.0\r\n\r\n' -t 60000
ok 'QUIT again: somebody has come' wait_for 10 has_come
kill -QUIT $victim
ok 'QUIT again: it leaves, and there are three others' wait_for 10 leaves
tell 8
wait $held_8
is 'QUIT again: who has come is answered' "$(grep -c hello "$T/out.8")" 1
drop 8
ok 'QUIT again: then it has left' wait_for 10 gone $victim
ok 'three to the end' wait_for 10 only 3
is 'the same sockets to the end' "$(listening)" "$three"
stop
