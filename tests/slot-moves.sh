# Addresses that move, come and go by a reload, and sockets that change while
# they are open: new connections meet the new configuration at once, and those
# that had come before are answered by the old one. Nothing is lost.
need TUNING
. "$TESTS/work-proc.sh"
need_steering
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
LOAD=$(dirname "$CLIENT")/load
DRAIN=300ms
conf_is() {     # conf_is < the inside of http: the configuration
    {
        echo "worker_processes 3; reuseport_drain_timeout $DRAIN;"
        globals
        events
        echo 'http { keepalive_timeout 60;'
        cat
        echo '}'
    } > "$T/conf"
}
reload() {      # reload TEXT
    is "$1: reload" "$("$RPD" -s reload -p "$T" -c "$T/conf" 2>&1)$?" 0
}

# Listening sockets, which come first in these files: inode, address and port in
# hex digits, and how many wait in the queue.
all_listening() {
    for _f in tcp tcp6; do
        awk 'NR > 1 && $4 != "0A" { exit }
            NR > 1 { print $10, $2, substr($5, 10) }' /proc/net/$_f 2>/dev/null
    done | sed 's/:\([0-9A-F]*\) / \1 /' | sort -u
}
at() {          # at ADDRESS PORT: their inodes
    all_listening | awk -v a="$1" -v p="$(printf %04X "$2")" \
        '$2 "" == a && $3 "" == p { print $1 }'
}
at_are() {      # at_are ADDRESS PORT N: so many
    [ "$(at $1 $2 | grep -c .)" = "$3" ]
}
on() {          # on PORT: all at that port
    all_listening | awk -v p="$(printf %04X "$1")" '$3 "" == p { print $1 }'
}
has() {         # has PID PORT: how many of these a process has open
    on $2 | sed 's/.*/socket:[&]/' > "$T/.on"
    ls -l "/proc/$1/fd" 2>/dev/null | grep -cFf "$T/.on"
}
queued() {      # queued PORT N: so many wait at the port
    [ "$(all_listening | awk -v p="$(printf %04X "$1")" '
        function hex(s,  i, n) {
            for (i = 1; i <= length(s); i++)
                n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
            return n
        }
        $3 "" == p { n += hex($4) }
        END { print n + 0 }')" = $2 ]
}
LO=0100007F ANY=00000000 ANY6=00000000000000000000000000000000

# Load until it is told to stop; nothing of it may be lost.
busy() {        # busy PID N: it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt $2 ]
}
load() {        # load N PORT [OPTIONS]: N is a digit
    _n=$1 _p=$2
    shift 2
    rm -f "$T/enough"
    "$LOAD" -r 600 -d 100 -t 30000 -u "$T/enough" "$@" $_p \
        > "$T/load.$_n" 2>&1 &
    eval "load_$_n=\$!"
    ok "load $_n comes" wait_for 10 busy $! 50
}
unload() {      # unload TEXT N...
    _t=$1
    shift
    for _n; do
        eval "wait_for 20 busy \$load_$_n 2000"
        eval "ok '$_t: load $_n was there to the end' alive \$load_$_n"
    done
    : > "$T/enough"
    for _n; do
        eval "wait \$load_$_n"
        is "$_t: nothing of load $_n is lost ($(cat "$T/load.$_n"))" $? 0
        like "$_t: many connections of load $_n" "$(cat "$T/load.$_n")" \
            '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 oth'
    done
}
answers() {     # answers PORT [OPTIONS]: of 30 new connections, how many of what
    _port=$1
    shift
    raw $_port 'GET / HTTP/1.0\r\n\r\n' -c 30 "$@" | grep -ao 'v[0-9]' |
        sort | uniq -c | awk '{ printf "%s %s ", $1, $2 }'
}
refused() {     # refused PORT [OPTIONS]
    _port=$1
    shift
    "$CLIENT" "$@" -x "$_port" '' > /dev/null 2>&1
    [ $? -eq 1 ]
}
IPV6=
[ -r /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 && IPV6=1

# Every socket gets some of those who come: they are counted in the queues,
# while nobody takes them.
spread() {      # spread TEXT PORT N: the port has so many sockets
    for w in $(workers 2> /dev/null); do kill -STOP $w; done
    hold 9 $2 'GET / HTTP/1.0\r\n\r\n' -c 60 -t 60000
    ok "$1: sixty come" wait_for 20 queued $2 60
    is "$1: each socket gets some" "$(all_listening | awk \
        -v p="$(printf %04X "$2")" '$3 "" == p && $4 !~ /^0*$/' |
        grep -c .)" $3
    for w in $(workers 2> /dev/null); do kill -CONT $w; done
    wait $held_9
    is "$1: all are answered" "$(grep -ao 'v[0-9]' "$T/out.9" | grep -c .)" 60
    drop 9
}

# --- From one address to the next ---

conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
EOF
start
ok 'three workers' wait_for 10 workers_are 3
is 'the first address' "$(answers $P1)" '30 v1 '
load 1 $P1 -m v
move() {        # move VERSION LISTEN...: and nothing else
    _v=$1
    shift
    conf_is <<EOF
server { listen $*; return 200 $_v; }
EOF
    reload "to $*"
    is "to $*: new answers at once" "$(answers $P1)" "30 $_v "
}
move v2 0.0.0.0:$P1
is 'to any: three sockets' "$(at $ANY $P1 | grep -c .)" 3
ok 'to any: those of before are closed in the end' wait_for 20 at_are $LO $P1 0
if [ "$IPV6" ]; then
    move v3 "[::]:$P1" ipv6only=off
    is 'to both families: three sockets' "$(at $ANY6 $P1 | grep -c .)" 3
    ok 'to both families: those of before are closed in the end' \
        wait_for 20 at_are $ANY $P1 0
    is 'to both families: ::1' "$(answers $P1 -6)" '30 v3 '
fi
move v4 127.0.0.1:$P1
is 'back to one: three sockets' "$(at $LO $P1 | grep -c .)" 3
[ -z "$IPV6" ] || ok 'back to one: ::1 is refused' refused $P1 -6
ok 'back to one: those of before are closed in the end' wait_for 20 eval \
    "at_are $ANY $P1 0 && at_are $ANY6 $P1 0"
# To and fro, before anything is closed.
move v5 0.0.0.0:$P1
move v6 127.0.0.1:$P1
move v7 0.0.0.0:$P1
move v8 127.0.0.1:$P1
ok 'fast moves: three sockets in the end' wait_for 20 eval \
    "at_are $ANY $P1 0 && at_are $LO $P1 3"
is 'after the moves' "$(answers $P1)" '30 v8 '
unload 'moves' 1
spread 'after the moves' $P1 3

# --- Two addresses, swapped, and both at once ---

conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
server { listen 0.0.0.0:$P2; return 200 v2; }
EOF
reload 'two addresses'
load 1 $P1 -m v1 -m v2
load 2 $P2 -m v1 -m v2
conf_is <<EOF
server { listen 0.0.0.0:$P1; return 200 v2; }
server { listen 127.0.0.1:$P2; return 200 v1; }
EOF
reload 'swapped'
is 'swapped: new answers at once' "$(answers $P1)$(answers $P2)" '30 v2 30 v1 '
ok 'swapped: the old ones are closed' wait_for 20 eval \
    "at_are $LO $P1 0 && at_are $ANY $P2 0"
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
server { listen 127.0.0.1:$P2; return 200 v2; }
EOF
reload 'swapped back'
is 'swapped back: new answers at once' "$(answers $P1)$(answers $P2)" \
    '30 v1 30 v2 '
second=$(at $LO $P2)
conf_is <<EOF
server { listen 127.0.0.1:$P2; return 200 v1; }
server { listen 127.0.0.1:$P1; return 200 v2; }
EOF
reload 'other servers'
is 'other servers: new answers at once' "$(answers $P1)$(answers $P2)" \
    '30 v2 30 v1 '
is 'other servers: the same sockets' "$(at $LO $P2)" "$second"
unload 'swapped' 1 2
ok 'one address before' wait_for 20 at_are $ANY $P1 0

conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
server { listen 0.0.0.0:$P1; return 200 v2; }
EOF
load 1 $P1 -m v
reload 'both'
is 'both: the exact one' "$(answers $P1)" '30 v1 '
is 'both: the other one' "$(answers $P1 -a 127.0.0.2)" '30 v2 '
is 'both: three sockets each' "$(on $P1 | grep -c .)" 6
load 2 $P1 -a 127.0.0.2 -m v2 -m v3 -m v5
conf_is <<EOF
server { listen 0.0.0.0:$P1; return 200 v3; }
EOF
reload 'one of both'
is 'one of both: at once' "$(answers $P1)$(answers $P1 -a 127.0.0.2)" \
    '30 v3 30 v3 '
ok 'one of both: the other is closed' wait_for 20 at_are $LO $P1 0
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v4; }
server { listen 0.0.0.0:$P1; return 200 v5; }
EOF
reload 'both again'
is 'both again: at once' "$(answers $P1)$(answers $P1 -a 127.0.0.2)" \
    '30 v4 30 v5 '
unload 'both' 1 2
load 1 $P1 -m v4 -m v6
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v6; }
EOF
reload 'the exact one of both'
is 'the exact one of both: at once' "$(answers $P1)" '30 v6 '
ok 'the exact one of both: nobody else gets in' refused $P1 -a 127.0.0.2
ok 'the exact one of both: the other is closed' wait_for 20 at_are $ANY $P1 0
unload 'the exact one of both' 1

# --- The new answers are for those who come after the reload ---

# Even if the old workers only then begin to move: they are told first, though
# somebody has come in before they were.
told() {        # told PIDS: that they are to leave
    for _p in $1; do
        ! alive $_p || [ "$(title $_p)" != 'reuseportd: worker process' ] ||
            return 1
    done
}
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
EOF
reload 'late'
ok 'late: only new workers' wait_for 20 eval \
    "workers_are 3 && [ \$(children $SRV | grep -c .) = 3 ]"
all=$(workers)
for w in $all; do kill -STOP $w; done
hold 7 $P1 'GET / HTTP/1.0\r\n\r\n' -c 20 -t 60000
ok 'late: twenty wait before the reload' wait_for 20 queued $P1 20
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v2; }
EOF
reload 'late: another answer'
wait $held_7
is 'late: the new workers serve them' \
    "$(grep -ao 'v[0-9]' "$T/out.7" | sort | uniq -c | tr -s ' ')" ' 20 v2'
drop 7
new=$(workers 2> /dev/null | grep -vxF "$all")
for w in $new; do kill -STOP $w; done
hold 8 $P1 'GET / HTTP/1.0\r\n\r\n' -c 20 -t 60000
ok 'late: twenty wait after the reload' wait_for 20 queued $P1 20
for w in $all; do kill -CONT $w; done
ok 'late: the old workers know' wait_for 20 told "$all"
for w in $new; do kill -CONT $w; done
wait $held_8
is 'late: they meet the new configuration' \
    "$(grep -ao 'v[0-9]' "$T/out.8" | sort | uniq -c | tr -s ' ')" ' 20 v2'
drop 8

# --- An address that goes, with somebody in its queue, and comes back ---

DRAIN=2s
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
server { listen 127.0.0.1:$P2; return 200 v2; }
EOF
reload 'two again'
ok 'only new workers' wait_for 20 eval \
    "workers_are 3 && [ \$(children $SRV | grep -c .) = 3 ]"
all=$(workers)
old=$(on $P2)
for w in $all; do kill -STOP $w; done
hold 7 $P2 'GET / HTTP/1.0\r\n\r\n' -c 20 -t 60000
ok 'twenty wait in its queue' wait_for 20 queued $P2 20
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v3; }
EOF
reload 'it goes'
ok 'it goes: nobody gets in any more' refused $P2
is 'it goes: new answers elsewhere' "$(answers $P1)" '30 v3 '
is 'it goes: its sockets drain' "$(on $P2)" "$old"
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v4; }
server { listen 127.0.0.1:$P2; return 200 v5; }
EOF
load 1 $P1 -m v
reload 'it comes back'
load 2 $P2 -m v5
is 'it comes back: new answers' "$(answers $P1)$(answers $P2)" '30 v4 30 v5 '
is 'it comes back: with new sockets' "$(on $P2 | grep -cvFx "$old")" 3
for w in $all; do kill -CONT $w; done
wait $held_7
is 'who was in the queue got the old answer' \
    "$(grep -ao 'v2' "$T/out.7" | grep -c .)" 20
drop 7
ok 'the old sockets are closed in the end' wait_for 20 eval \
    "[ \$(on $P2 | grep -cFx '$old') = 0 ]"
is 'and the new ones stay' "$(on $P2 | grep -c .)" 3
is 'and serve' "$(answers $P2)" '30 v5 '
for w in $all; do
    ok 'an old worker leaves' wait_for 20 gone $w
done
unload 'it goes and comes' 1 2
DRAIN=300ms

# --- One socket for all, and one for each, while it is open ---

conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
server { listen 127.0.0.1:$P3 reuseport=off; return 200 v1; }
EOF
reload 'shared'
is 'shared: one socket' "$(on $P3 | grep -c .)" 1
first=$(on $P3)
load 1 $P1 -m v
load 2 $P3 -m v
for round in 1 2; do
    conf_is <<EOF
server { listen 127.0.0.1:$P1 reuseport=off; return 200 v2; }
server { listen 127.0.0.1:$P3; return 200 v2; }
EOF
    slot0=$(on $P1 | sort -n | sed -n 1p)
    reload "$round other way"
    is "$round other way: new answers at once" "$(answers $P1)$(answers $P3)" \
        '30 v2 30 v2 '
    is "$round other way: a socket each" "$(on $P3 | grep -c .)" 3
    is "$round other way: the shared one is among them" \
        "$(on $P3 | grep -Fx "$first")" "$first"
    for w in $(workers 2> /dev/null); do
        is "$round other way: one for each worker" "$(has $w $P3)" 1
    done
    ok "$round other way: a shared one is left" wait_for 20 eval \
        "[ \$(on $P1 | grep -c .) = 1 ]"
    is "$round other way: the first one" "$(on $P1)" "$slot0"
    conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v3; }
server { listen 127.0.0.1:$P3 reuseport=off; return 200 v3; }
EOF
    reload "$round and back"
    is "$round and back: new answers at once" "$(answers $P1)$(answers $P3)" \
        '30 v3 30 v3 '
    is "$round and back: a socket each" "$(on $P1 | grep -c .)" 3
    is "$round and back: the shared one is among them" \
        "$(on $P1 | grep -Fx "$slot0")" "$slot0"
    ok "$round and back: one is left" wait_for 20 eval \
        "[ \$(on $P3 | grep -c .) = 1 ]"
    is "$round and back: the one of before" "$(on $P3)" "$first"
done
unload 'shared or not' 1 2

# --- Options of sockets that are open ---

shown() {       # shown PORT: backlog and receive buffer of each, as ss has them
    ss -ltnmH "sport = :$1" | tr '\n\t' '  ' | grep -o \
        'LISTEN  *[0-9]*  *[0-9]* \|,rb[0-9]*' | awk '{ print $NF }' | sort -u |
        tr '\n' ' '
}
same=$(on $P1)
if command -v ss > /dev/null && [ -n "$(shown $P1)" ]; then
    conf_is <<EOF
server { listen 127.0.0.1:$P1 backlog=37 rcvbuf=40000; return 200 v4; }
EOF
    load 1 $P1 -m v
    reload 'options'
    is 'options: they are those of open sockets' "$(shown $P1)" ',rb80000 37 '
    conf_is <<EOF
server { listen 127.0.0.1:$P1 backlog=411 rcvbuf=50000; return 200 v5; }
EOF
    reload 'other options'
    is 'other options: they are those of open sockets' "$(shown $P1)" \
        ',rb100000 411 '
    is 'the same sockets' "$(on $P1)" "$same"
    unload 'options' 1
fi

# --- IPv6 alone, with IPv4, and alone again ---

if [ "$IPV6" ]; then
    conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v1; }
server { listen [::]:$P4; return 200 v1; }
EOF
    reload 'IPv6'
    load 1 $P4 -a ::1 -m v
    ok 'IPv6: no IPv4' refused $P4
    conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v2; }
server { listen [::]:$P4 ipv6only=off; return 200 v2; }
EOF
    reload 'IPv4 too'
    is 'IPv4 too: at once' "$(answers $P4 -6)$(answers $P4)" '30 v2 30 v2 '
    load 2 $P4 -m v
    ok 'IPv4 too: three sockets are left' wait_for 20 at_are $ANY6 $P4 3
    conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v3; }
server { listen [::]:$P4 ipv6only=off; listen 0.0.0.0:$P4; return 200 v3; }
EOF
    reload 'IPv4 apart'
    is 'IPv4 apart: at once' "$(answers $P4 -6)$(answers $P4)" '30 v3 30 v3 '
    is 'IPv4 apart: both' "$(at $ANY6 $P4 | grep -c .):$(at $ANY $P4 |
        grep -c .)" 3:3
    conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v4; }
server { listen [::]:$P4; listen 0.0.0.0:$P4; return 200 v4; }
EOF
    reload 'each alone'
    is 'each alone: at once' "$(answers $P4 -6)$(answers $P4)" '30 v4 30 v4 '
    ok 'each alone: three sockets each' wait_for 20 eval \
        "at_are $ANY6 $P4 3 && at_are $ANY $P4 3"
    unload 'each alone' 1 2
    conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v5; }
server { listen [::]:$P4; return 200 v5; }
EOF
    reload 'IPv6 again'
    ok 'IPv6 again: no IPv4' refused $P4
    is 'IPv6 again: at once' "$(answers $P4 -6)" '30 v5 '
fi
is 'three workers to the end' "$(workers 2> /dev/null | grep -c .)" 3

# --- Moves by an ordinary user, or a root that may do no more ---

stop
if [ "$(id -u)" = 0 ] && setpriv --bounding-set -net_raw -- true 2> /dev/null
then
    printf '#!/bin/sh\nexec setpriv --bounding-set -net_raw -- "%s" "$@"\n' \
        "$RPD" > "$T/rpd"
    chmod 755 "$T/rpd"
    RPD=$T/rpd
fi
conf_is <<EOF
server { listen 0.0.0.0:$P1; return 200 v1; }
EOF
start
ok 'user: three workers' wait_for 10 workers_are 3
load 1 $P1 -m v
move v2 127.0.0.1:$P1
ok 'user: three sockets' wait_for 20 eval \
    "at_are $ANY $P1 0 && at_are $LO $P1 3"
conf_is <<EOF
server { listen 127.0.0.1:$P1; return 200 v3; }
server { listen 0.0.0.0:$P1; return 200 v4; }
EOF
reload 'user: both'
is 'user: both' "$(answers $P1)$(answers $P1 -a 127.0.0.2)" '30 v3 30 v4 '
move v5 0.0.0.0:$P1
ok 'user: three others' wait_for 20 eval "at_are $ANY $P1 3 && at_are $LO $P1 0"
move v6 127.0.0.1:$P1
ok 'user: three again' wait_for 20 eval "at_are $ANY $P1 0 && at_are $LO $P1 3"
unload 'user' 1
spread 'user' $P1 3
unlike 'nothing is wrong' "$(cat "$T/error.log")" '\[(emerg|alert|crit)\]'
