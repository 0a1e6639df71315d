# One listening socket a worker: how many there are, who holds which, and
# that connections are spread.
. "$TESTS/work-proc.sh"
need_proc
{
    echo 'worker_processes 3;'
    globals
    events
    cat <<EOF
http {
    server { listen 127.0.0.1:$P1; return 200 one; }
    server { listen 127.0.0.1:$P2 reuseport=off; return 200 two; }
    server { listen 127.0.0.1:$P3 reuseport; return 200 three; }
    server { listen 127.0.0.1:$P4 reuseport=on; return 200 four; }
}
EOF
} > "$T/conf"
start
[ "$(per_worker 2)" = 2 ] ||
    skip 'no SO_REUSEPORT in this kernel'
ok 'three workers' wait_for 5 workers_are 3
is 'reuseport is the default: a socket a worker' "$(listeners $P1)" 3
is 'reuseport=off: one socket' "$(listeners $P2)" 1
is 'reuseport' "$(listeners $P3)" 3
is 'reuseport=on' "$(listeners $P4)" 3

# Slots: every worker holds one socket of each group, each another one.
for w in $(workers); do
    is 'a worker holds one socket of its own' \
        "$(owned $w 0A $P1 | grep -c .)" 1
    is 'a worker holds the shared socket' \
        "$(owned $w 0A $P2)" "$(sockets 0A $P2)"
    owned $w 0A $P1 >> "$T/slots"
done
is 'the three are different, and all there are' \
    "$(sort "$T/slots")" "$(sockets 0A $P1)"
is 'the master holds all of them' "$(owned $SRV 0A $P1)" "$(sockets 0A $P1)"

# The same worker has the same slot in every group: sockets are opened slot by
# slot, so the order of inodes of one group is the order in the other.
for p in $P1 $P3; do
    for w in $(workers | sort -n); do
        owned $w 0A $p
    done | awk '{ v[NR] = $1 } END { for (i = 1; i <= NR; i++) { r = 1
        for (j = 1; j <= NR; j++) if (v[j] < v[i]) r++
        printf "%d ", r } }' > "$T/rank.$p"
done
is 'one slot for all groups' "$(cat "$T/rank.$P1")" "$(cat "$T/rank.$P3")"

# Spread: forty connections stay open; every worker has some.
accepted() {    # accepted PORT: connections over all workers
    for w in $(workers); do owned $w 01 "$1"; done | grep -c .
}
accepted_is() {
    [ "$(accepted "$1")" = "$2" ]
}
hold 7 $P1 '\i' -c 40
ok 'forty connections are accepted' wait_for 10 accepted_is $P1 40
for w in $(workers); do
    ok 'every worker has got some' [ "$(owned $w 01 $P1 | grep -c .)" -gt 0 ]
done
drop 7
hold 8 $P2 '\i' -c 10
ok 'ten connections on the shared socket' wait_for 10 accepted_is $P2 10
drop 8
is 'all answer' "$(get /)" one
for p in $P2 $P3 $P4; do raw $p 'GET / HTTP/1.0\r\n\r\n'; echo; done |
    tr -d '\r' | grep -x 'two\|three\|four' > "$T/answers"
is 'all answer on the other ports' "$(tr '\n' ' ' < "$T/answers")" \
    'two three four '
stop
is 'nothing listens afterwards' \
    "$(listeners $P1)$(listeners $P2)$(listeners $P3)" 000

# The default for all of them.
{
    echo 'worker_processes 2; reuseport off;'
    globals
    events
    cat <<EOF
http {
    server { listen 127.0.0.1:$P1; return 200 one; }
    server { listen 127.0.0.1:$P2 reuseport; return 200 two; }
}
EOF
} > "$T/conf"
start
is 'reuseport off in main: one socket' "$(listeners $P1)" 1
is 'the listen decides over main' "$(listeners $P2)" 2
is 'it serves' "$(get /)" one
stop
