# Changes while handshakes and requests take their time on the way: the server
# and its clients live in two network namespaces, 40 ms from each other. Fewer
# workers by reload, by TTOU and by a new binary; reloads with kept connections.
. "$TESTS/work-proc.sh"
need_steering
[ "$(id -u)" = 0 ] || skip 'needs root'
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
LOAD=$(dirname "$CLIENT")/load LAG=$(dirname "$CLIENT")/lag
"$LAG" 40 > "$T/lag" 2> "$T/lag.err" &
line=$!
up() { [ -s "$T/lag" ] || gone $line; }
wait_for 20 up
if [ ! -s "$T/lag" ]; then
    kill $line 2>/dev/null
    wait $line
    [ $? -ne 77 ] || skip "$(cat "$T/lag.err")"
    fail 'no line' "$(cat "$T/lag.err")"
    exit 0
fi
read -r here there < "$T/lag"
printf '#!/bin/sh\nexec "%s" -e %s "%s" "$@"\n' "$LAG" "$here" "$RPD" > "$T/rpd"
chmod 755 "$T/rpd"
RPD=$T/rpd

sockets() {     # as in work-proc.sh, where the server is
    awk -v s="$1" -v p=":$(printf %04X "$2")" '
        NR > 1 && s == "0A" && $4 != s { exit }
        $4 == s && substr($2, length($2) - 4) == p { print $10 }' \
        "/proc/$here/net/tcp" | sort -u
}
write() {       # write WORKERS VERSION [HTTP]
    {
        echo "worker_processes $1; reuseport_drain_timeout 1500ms;"
        globals
        echo "events { use $EV; worker_connections 1024; }"
        echo "http { server { listen 10.99.0.1:$P1; return 200 $2; } $3 }"
    } > "$T/conf"
}
reload() {      # reload TEXT
    is "$1: reload" "$("$RPD" -s reload -p "$T" -c "$T/conf" 2>&1)$?" 0
}
busy() {        # it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt 400 ]
}
load() {        # load OPTIONS
    rm -f "$T/enough"
    "$LAG" -e "$there" "$LOAD" -d 100 -t 30000 -m v -u "$T/enough" \
        -a 10.99.0.1 "$@" $P1 > "$T/load" 2>&1 &
    loads=$!
    ok 'load comes' wait_for 10 busy $loads
}
more() {        # the load has gone on for a while
    _more=$(($(field $loads voluntary_ctxt_switches) + 400))
    ok 'the load goes on' wait_for 20 eval \
        "[ \$(field $loads voluntary_ctxt_switches) -gt $_more ]"
}
unload() {      # unload TEXT MS: the way there and back takes at least MS
    ok "$1: the load was there to the end" alive $loads
    : > "$T/enough"
    wait $loads
    is "$1: nothing is lost ($(cat "$T/load"))" $? 0
    like "$1: many requests" "$(cat "$T/load")" \
        '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
    ok "$1: and far away" [ "$(sed 's/.* p50=\([0-9]*\).*/\1/' "$T/load")" -ge $2 ]
}

write 4 v1
start
ok 'four workers' wait_for 10 workers_are 4
is 'four sockets' "$(listeners $P1)" 4

# Handshakes under way, 80 ms each and as long for the request.
load -r 800
for n in 1 4 1; do
    write $n v2
    reload "to $n"
    ok "to $n: so many workers" wait_for 10 workers_are $n
    more
done
ok 'one socket is left' wait_for 20 listeners_are $P1 1
unload reload 160

write 4 v3
reload 'four again'
load -r 800
for n in 3 2 1; do
    kill -TTOU $SRV
    ok "TTOU to $n" wait_for 10 workers_are $n
done
more
ok 'TTOU: one socket is left' wait_for 20 listeners_are $P1 1
for n in 2 3 4; do
    kill -TTIN $SRV
    ok "TTIN to $n" wait_for 10 workers_are $n
done
more
unload TTOU 160

OLD=$SRV
took_over() {
    _now=$(cat "$T/pid") && [ -n "$_now" ] && [ "$_now" != "$OLD" ]
}
write 2 v4
load -r 800
kill -USR2 $OLD
ok 'a new binary' wait_for 15 took_over
SRV=$(cat "$T/pid")
ok 'a new binary: two workers' wait_for 10 workers_are 2
more
kill -QUIT $OLD
ok 'a new binary: the old one leaves' wait_for 20 gone $OLD
more
ok 'a new binary: two sockets are left' wait_for 20 listeners_are $P1 2
unload 'a new binary' 160

# And back, from one that has more.
OLD=$SRV
write 4 v5
load -r 800
kill -USR2 $OLD
ok 'back: a new binary' wait_for 15 took_over
SRV=$(cat "$T/pid")
ok 'back: four workers' wait_for 10 workers_are 4
is 'back: four sockets' "$(listeners $P1)" 4
more
kill -QUIT $SRV
ok 'back: it leaves' wait_for 20 gone $SRV
SRV=$OLD
ok 'back: two sockets are left' wait_for 20 listeners_are $P1 2
more
unload back 160

# An address that goes while the line stands still: who has knocked comes in.
write 2 v6 "server { listen 10.99.0.1:$P2; return 200 v7; }"
reload 'one more'
"$LAG" -e "$there" "$LOAD" -n 40 -r 4000 -t 30000 -m v7 -a 10.99.0.1 $P2 \
    > "$T/load" 2>&1 &
loads=$!
knocked() {     # so many connections of P2, in whatever state
    [ "$(awk -v p=":$(printf %04X $P2)" '$4 != "0A" \
        && substr($2, length($2) - 4) == p' "/proc/$here/net/tcp" |
        grep -c .)" -ge $1 ]
}
ok 'one less: forty knock' wait_for 10 knocked 40
kill -STOP $line
write 2 v8
reload 'one less'
kill -CONT $line
wait $loads
is "one less: all of them come in ($(cat "$T/load"))" $? 0
"$LAG" -e "$there" "$LOAD" -n 1 -a 10.99.0.1 $P2 > "$T/load" 2>&1
like 'one less: nobody else' "$(cat "$T/load")" '^sent=1 ok=0 refused=1 '
ok 'one less: its sockets are closed' wait_for 20 listeners_are $P2 0

# Kept connections, each with a request under way most of the time.
load -k 100 -r 800
for n in 2 3 1; do
    write $n v$n
    reload "kept, to $n"
    more
done
unload kept 80
like 'kept: they were told to end, each a few times' "$(cat "$T/load")" \
    ' reopened=[1-9][0-9]{1,2} '
stop
kill $line
wait $line
