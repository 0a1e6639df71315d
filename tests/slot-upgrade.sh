# A new binary while running: USR2, then QUIT to the old one, with as many,
# fewer and more workers and one more listen each time; the ways back; a new
# one that does not start; an upgraded server that goes on like any other.
# Connections come in all the time, and none is lost.
need UPGRADE
. "$TESTS/work-proc.sh"
need_steering
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
EXPECT_CRASH=1                          # a new binary is killed on the way
LOAD=$(dirname "$CLIENT")/load
write() {       # write WORKERS [PORTS] [MAIN]: P1, a unix socket, and these
    {
        echo "worker_processes $1; ${3:-reuseport_drain_timeout 300ms;}"
        globals
        events
        echo "http { keepalive_timeout 60; server {"
        for _p in $P1 $2; do echo "listen 127.0.0.1:$_p;"; done
        echo "listen unix:$T/s.sock;"
        echo "location / { return 200 hello; }"
        echo "location /f/ { alias $T/f/; } } }"
    } > "$T/conf"
    # For -s to the old master: its pid file is named so meanwhile.
    sed "s,^pid .*,pid $T/pid.oldbin;," "$T/conf" > "$T/conf.old"
}
reload() {      # reload [CONF]: sets out and rc
    "$RPD" -s reload -p "$T" -c "${1:-$T/conf}" > "$T/reload.out" 2>&1 &
    _r=$!
    wait_for 20 gone $_r || kill -9 $_r
    wait $_r
    rc=$?
    out=$(cat "$T/reload.out")
}

# Load until it is told to stop: what it says must be that nothing is lost.
load() {
    rm -f "$T/enough"
    "$LOAD" -r 800 -d 100 -t 30000 -m hello -b 5 -u "$T/enough" $P1 \
        > "$T/load" 2>&1 &
    loads=$!
    load_unix
    ok 'load comes' wait_for 10 busy $loads
}
unload() {      # unload TEXT
    ok "$1: the load was there to the end" alive $loads
    : > "$T/enough"
    wait $loads
    is "$1: nothing is lost ($(cat "$T/load"))" $? 0
    wait $loadu
    like "$1: many connections" "$(cat "$T/load")" \
        '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
    like "$1: none of the unix socket is lost" "$(cat "$T/unix")" \
        '^lost=0 ok=[1-9]'
}

took_over() {
    _now=$(cat "$T/pid") && [ -n "$_now" ] && [ "$_now" != "$OLD" ]
}
upgrade() {     # upgrade TEXT: SRV becomes the new one, the old is OLD
    OLD=$SRV
    kill -USR2 $OLD
    if ! wait_for 15 took_over; then
        fail "$1: no new binary" "$(tail -n 3 "$T/error.log")"
        : > "$T/enough"
        exit 0
    fi
    SRV=$(cat "$T/pid")
    is "$1: the old one's pid file" "$(cat "$T/pid.oldbin")" $OLD
    is "$1: a child of the old one" \
        "$(children $OLD | grep -x $SRV)" $SRV
}
all_gone() {
    for _p in $1; do gone $_p || return 1; done
}
leave() {       # leave TEXT: the old one quits, and all of its workers
    all="$OLD $(children $OLD | grep -vx $SRV)"
    kill -QUIT $OLD 2> /dev/null
    ok "$1: the old one leaves" wait_for 20 all_gone "$all"
    ok "$1: the new one knows" wait_for 10 grep -q \
        " $SRV#0: the old binary is gone" "$T/error.log"
    ok "$1: its pid file goes" [ ! -e "$T/pid.oldbin" ]
    is "$1: the pid file" "$(cat "$T/pid")" $SRV
}
restored() {
    [ "$(cat "$T/pid")" = "$OLD" ] && [ ! -e "$T/pid.oldbin" ]
}
back() {        # back TEXT: the new one is on its way out, the old stays
    ok "$1: the new one ends" wait_for 20 gone $SRV
    ok "$1: the pid file is the old one's again" wait_for 10 restored
    SRV=$OLD
}
titles() {      # titles PID: of its children
    for _p in $(children $1); do echo "$(title $_p)"; done
}
answer() {
    raw $1 'GET / HTTP/1.0\r\n\r\n' | tail -n 1
}
log_has() {     # log_has N ERE: so many lines
    [ "$(grep -Ec "$2" "$T/error.log")" = "$1" ]
}
among() {       # how many of the sockets of before are sockets of P1
    sockets 0A $P1 | grep -cFx "$1"
}

mkdir "$T/f"
chmod 755 "$T/f"
rep 1000000 '0123456789abcdef' > "$T/f/big"
write 4
start
ok 'four workers' wait_for 10 workers_are 4
was=$(sockets 0A $P1)
path=$(ls -i "$T/s.sock")

# As many workers and a listen more. A second USR2 to either does nothing, and
# the old one changes nothing meanwhile.
write 4 "$P2"
load
slow one /f/big
upgrade same
ok 'same: four new workers' wait_for 10 workers_are 4
kill -USR2 $OLD
ok 'same: no other one' wait_for 10 log_has 1 'no new binary is started'
kill -USR2 $SRV
ok 'same: nor one after the new one' \
    wait_for 10 log_has 2 'no new binary is started'
is 'same: one new master' "$(titles $OLD | grep -c ': master process')" 1
reload "$T/conf.old"
is 'same: the old one refuses to reload' "$rc" 1
like 'same: and says why' "$out" 'no reload: a new binary is being started'
kill -TTIN $OLD
ok 'same: and adds no worker' wait_for 10 log_has 1 \
    'no worker is added: a new binary is being started'
reload
is 'same: the new one reloads' "$rc:$out" 0:
is 'same: the sockets' "$(sockets 0A $P1)" "$was"
is 'same: the path' "$(ls -i "$T/s.sock")" "$path"
is 'same: the new listen' "$(answer $P2)" hello
leave same-but-slow &                   # a download keeps a worker of the old
waiting=$!
slow_end one
wait $waiting
ok 'same: a download of the old one is complete' cmp "$T/f/big" "$T/one.got"
unload same
is 'same: the sockets in the end' "$(sockets 0A $P1)" "$was"
is 'same: the path in the end' "$(ls -i "$T/s.sock")" "$path"
ok 'same: four workers in the end' workers_are 4
for p in $SRV $(workers); do
    is 'nobody sees the variable afterwards' "$(tr '\000' '\n' \
        < "/proc/$p/environ" | grep -c REUSEPORTD)" 0
done

# Fewer, and one more listen. An idle kept connection outlives its master.
hold 7 $P1 'GET / HTTP/1.1\r\nHost: x\r\n\r\n\w\iGET / HTTP/1.1\r\nHost: x\r\n\r\n' -t 20000
ok 'an idle connection' wait_for 10 grep -q hello "$T/out.7"
write 2 "$P2 $P3"
load
upgrade fewer
ok 'fewer: two new workers' wait_for 10 workers_are 2
is 'fewer: all sockets stay while the old one does' "$(sockets 0A $P1)" "$was"
is 'fewer: the new listen' "$(answer $P3)" hello
# All of them serve: those who come are counted, while nobody takes them.
both="$(workers) $(children $OLD | grep -vx $SRV)"
for w in $both; do kill -STOP $w; done
hold 8 $P1 'GET / HTTP/1.0\r\n\r\n' -c 60 -t 30000
filled() {      # how many of its sockets have somebody in their queue
    awk -v p=":$(printf %04X $P1)" 'NR > 1 && $4 != "0A" { exit }
        substr($2, length($2) - 4) == p && $5 !~ /:00000000$/' /proc/net/tcp |
        grep -c .
}
ok 'fewer: all of them have somebody to serve' \
    wait_for 10 eval '[ "$(filled)" = 4 ]'
for w in $both; do kill -CONT $w; done
wait $held_8
is 'fewer: all of these are answered' "$(grep -c '200 OK' "$T/out.8")" 60
drop 8
kill -QUIT $OLD
ok 'fewer: the other workers of the old one leave' wait_for 10 eval \
    '[ "$(children $OLD | grep -vx $SRV | grep -c .)" -le 1 ]'
is 'fewer: the idle connection is not cut off' "$(grep -c '\[' "$T/out.7")" 0
tell 7
wait $held_7
is 'fewer: it gets its answer, its last' "$(grep -o \
    'HTTP/1.1 200\|Connection: close\|\[eof\]' "$T/out.7" | sort | uniq -c |
    awk '{ printf "%s ", $1 }')" '1 2 1 '
drop 7
leave fewer
ok 'fewer: sockets of nobody are closed' wait_for 20 listeners_are $P1 2
ok 'fewer: also those of the other listen' wait_for 20 listeners_are $P2 2
unload fewer
is 'fewer: the two that stay are old ones' "$(among "$was")" 2
is 'fewer: the path' "$(ls -i "$T/s.sock")" "$path"
was=$(sockets 0A $P1)

# More, and one more listen.
write 4 "$P2 $P3 $P4"
load
upgrade more
ok 'more: four new workers' wait_for 10 workers_are 4
is 'more: two sockets more' "$(listeners $P1)" 4
leave more
is 'more: the new listen' "$(answer $P4)" hello
unload more
is 'more: the two old ones are among them' "$(among "$was"):$(listeners $P1)" \
    2:4
each_has_one() {
    for w in $(workers); do
        [ "$(owned $w 0A $P1 | grep -c .)" = 1 ] || return 1
    done
}
ok 'more: one for each' wait_for 10 each_has_one

# It goes on like any other: reloads, grows and shrinks, upgrades again.
write 3 "$P2"
load
reload
is 'again: reload to three' "$rc:$out" 0:
ok 'again: three workers' wait_for 10 workers_are 3
ok 'again: three sockets' wait_for 20 listeners_are $P1 3
ok 'again: an address less' wait_for 20 listeners_are $P4 0
kill -TTOU $SRV
ok 'again: two workers' wait_for 10 workers_are 2
ok 'again: two sockets' wait_for 20 listeners_are $P1 2
kill -TTIN $SRV
ok 'again: three workers again' wait_for 10 workers_are 3
is 'again: three sockets again' "$(listeners $P1)" 3
upgrade again
ok 'again: three new workers' wait_for 10 workers_are 3
leave again
unload again

# Back, the short way: QUIT to the new one, whose listen goes with it.
write 3 "$P2 $P5"
was=$(sockets 0A $P1)
load
for i in 1 2 3 4; do
    upgrade "back $i"
    ok "back $i: three new workers" wait_for 10 workers_are 3
    is "back $i: the new listen" "$(answer $P5)" hello
    kill -QUIT $SRV
    back "back $i"
    is "back $i: the new listen is gone" "$(listeners $P5)" 0
    ok "back $i: three workers" wait_for 10 workers_are 3
done
unload back
is 'back: the sockets' "$(sockets 0A $P1)" "$was"
is 'back: the path' "$(ls -i "$T/s.sock")" "$path"

# Back, from a new one that does not want an address of the old one's, or no
# longer: the old one serves it all the time.
for first in '' "$P2"; do
    write 3 "$first"
    load
    "$LOAD" -r 200 -d 100 -t 30000 -m hello -u "$T/enough" $P2 \
        > "$T/load2" 2>&1 &
    load2=$!
    ok "less $first: load on the other address comes" wait_for 10 busy $load2
    upgrade "less $first"
    ok "less $first: three new workers" wait_for 10 workers_are 3
    write 3
    reload
    is "less $first: the new one reloads" "$rc:$out" 0:
    is "less $first: the old one serves it" "$(answer $P2)" hello
    kill -QUIT $SRV
    back "less $first"
    is "less $first: and goes on" "$(answer $P2)" hello
    unload "less $first"
    wait $load2
    is "less $first: nor of the other address ($(cat "$T/load2"))" $? 0
    is "less $first: its sockets" "$(listeners $P2)" 3
done

# Back, the long way: the old one's workers have left when the new one, which
# has more, is to go.
write 5 "$P2"
load
upgrade long
ok 'long: five new workers' wait_for 10 workers_are 5
is 'long: five sockets' "$(listeners $P1)" 5
no_workers() {
    [ "$(children $OLD)" = $SRV ]
}
kill -WINCH $OLD
ok 'long: the old workers leave' wait_for 20 no_workers
kill -HUP $OLD
old_workers() {
    [ "$(titles $OLD | grep -cx 'reuseportd: worker process')" = $1 ]
}
ok 'long: new workers of the old binary' wait_for 10 old_workers 3
kill -QUIT $SRV
back long
ok 'long: three workers' wait_for 10 workers_are 3
ok 'long: three sockets' wait_for 20 listeners_are $P1 3
unload long
is 'long: those of before' "$(sockets 0A $P1)" "$was"
is 'long: the path' "$(ls -i "$T/s.sock")" "$path"

# Back by accident: the new one is killed when the old one has no workers.
write 3 "$P2"
load
upgrade killed
ok 'killed: three new workers' wait_for 10 workers_are 3
kill -WINCH $OLD
ok 'killed: the old workers leave' wait_for 20 no_workers
reload
is 'killed: the new one reloads' "$rc:$out" 0:
left=$(children $SRV)
kill -9 $SRV
back killed
ok 'killed: the old one has workers' wait_for 10 workers_are 3
ok 'killed: those of the new one leave' wait_for 20 all_gone "$left"
unload killed
is 'killed: the sockets' "$(sockets 0A $P1)" "$was"
reload
is 'killed: the old one reloads' "$rc:$out" 0:
ok 'killed: the log tells' \
    log_has 1 'new binary process [0-9]+ exited on signal 9'

# The same, while sockets of the old one drain: it goes on with that, though
# the new one has let connections in again.
write 1 "$P2" 'reuseport_drain_timeout 1s;'
reload
is 'draining: reload to one' "$rc:$out" 0:
write 3 "$P2" 'reuseport_drain_timeout 1s;'
upgrade draining
ok 'draining: three new workers' wait_for 10 workers_are 3
left=$(children $SRV)
kill -9 $SRV
back draining
ok 'draining: those of the new one leave' wait_for 20 all_gone "$left"
load
ok 'draining: one socket is left' wait_for 20 listeners_are $P1 1
unload draining
write 3 "$P2"
reload
is 'draining: reload to three' "$rc:$out" 0:
is 'draining: three sockets' "$(listeners $P1)" 3
was=$(sockets 0A $P1)

# A new binary that does not start, then one that does.
write 3 "$P2"
echo 'no_such_directive;' >> "$T/conf"
before=$(workers | sort)
OLD=$SRV
load
kill -USR2 $OLD
ok 'bad: the log tells' wait_for 10 log_has 1 \
    'new binary process [0-9]+ exited with code 1'
ok 'bad: the pid file is back' wait_for 10 restored
is 'bad: the same workers' "$(workers | sort)" "$before"
is 'bad: the same sockets' "$(sockets 0A $P1)" "$was"
write 2 "$P2"
upgrade good
ok 'good: two new workers' wait_for 10 workers_are 2
leave good
ok 'good: two sockets' wait_for 20 listeners_are $P1 2
unload good
is 'good: the path' "$(ls -i "$T/s.sock")" "$path"

# An address that drains when the new binary comes does not outlive the old.
write 2 "$P2 $P6" 'reuseport_drain_timeout 60s;'
reload
is 'drain: reload' "$rc:$out:$(answer $P6)" 0::hello
write 2 "$P2" 'reuseport_drain_timeout 60s;'
load
reload
is 'drain: reload without the address' "$rc:$out" 0:
is 'drain: it drains' "$(listeners $P6)" 2
upgrade drain
ok 'drain: two new workers' wait_for 10 workers_are 2
leave drain
unload drain
is 'drain: nobody has its sockets any more' "$(listeners $P6)" 0
is 'service to the end' "$(get /)" hello

# USR2 while a reload goes on is obeyed when that is over; and at once to a new
# binary whose parent has just gone, though it need not have seen that yet.
load
kill -HUP $SRV
upgrade hasty
all="$OLD $(children $OLD | grep -vx $SRV)"
kill -QUIT $OLD
ok 'hasty: the old one leaves' wait_for 20 all_gone "$all"
upgrade 'hasty again'
leave 'hasty again'
unload hasty

is 'no worker has crashed' "$(grep -c 'worker process [0-9]* exited on signal' \
    "$T/error.log")" 0
is 'no litter' "$(ls "$T" | grep -c '^pid')" 1
stop
is 'no litter of the last one' "$(ls "$T" | grep '^pid')" ''
is 'nor its path' "$(ls "$T" | grep '^s\.sock')" ''
