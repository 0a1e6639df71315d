# Requests at a fixed rate while a case changes the server, and what listening
# sockets and workers hold just then; other cases source this file. As a case
# it checks these functions. The access log of the server is $T/access.log, a
# line an answer with $pid, so that it tells who has answered, and when.
. "$TESTS/work-proc.sh"
LOAD=$(dirname "$CLIENT")/load

need_slots() {
    need_proc
    [ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
}

# --- load ---

# load_begin NAME [OPTIONS]: requests to P1 until load_end NAME; with -n COUNT
# so many, and load_wait NAME waits for the last answer.
load_begin() {
    _name=$1
    shift
    rm -f "$T/$_name.enough"
    "$LOAD" -r 1000 -d 60 -u "$T/$_name.enough" -t 30000 "$@" $P1 \
        > "$T/$_name.load" 2>&1 &
    eval "load_$_name=\$!"
}

load_wait() {
    eval "wait \$load_$1"
    echo "status=$?" >> "$T/$1.load"
}

load_end() {
    : > "$T/$1.enough"
    load_wait "$1"
}

loaded() {      # loaded NAME FIELD: of the line that the load client has printed
    tr ' ' '\n' < "$T/$1.load" | sed -n "s/^$2=//p"
}

nothing_lost() {        # nothing_lost TEXT NAME MORE_THAN
    ok "$1: there were requests" \
        [ "0$(loaded $2 sent)" -gt $(($3 ${EMU:+/ 10})) ]
    is "$1: nobody is lost" "$(tr '\n' ' ' < "$T/$2.load" |
        sed -n 's/.*\( refused=.* other=[0-9]*\) .* \(status=.*\) $/\2\1/p')" \
        'status=0 refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
}

answers() {     # how many are in the access log
    wc -l < "$T/access.log" | tr -d ' '
}

answered() {    # answered N: at least so many
    [ "$(answers)" -ge "$1" ]
}

more() {        # more N: so many answers more, while the load goes on
    ok "$1 requests more are answered" wait_for 20 answered $(($(answers) + $1))
}

answers_of() {  # answers_of PID
    grep -cx "$1" "$T/access.log"
}

# --- sockets ---

# queues PORT: the inode of every listening socket, and how many wait in its
# queue. These lines come first: to read those of closed connections takes long.
queues() {
    awk -v p=":$(printf %04X "$1")" '
        function hex(s,  i, n) {
            for (i = 1; i <= length(s); i++)
                n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1
            return n
        }
        NR > 1 && $4 != "0A" { exit }
        substr($2, length($2) - 4) == p { print $10, hex(substr($5, 10)) }
    ' /proc/net/tcp | sort
}

listening() {   # the same as `sockets 0A $P1`, but soon
    queues $P1 | cut -d ' ' -f 1
}

listening_are() {       # listening_are N
    [ "$(listening | grep -c .)" = "$1" ]
}

waiting() {     # clients in all queues
    queues $P1 | awk '{ n += $2 } END { print n + 0 }'
}

waiting_are() { # waiting_are N
    [ "$(waiting)" = "$1" ]
}

taken_by() {    # taken_by PID: inodes of the listening sockets that it has
    listening > "$T/.listening"
    ls -l "/proc/$1/fd" 2>/dev/null |
        sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p' | sort > "$T/.fds"
    grep -Fx -f "$T/.listening" "$T/.fds"
}

accepted() {    # accepted PID: how many connections it has
    {
        listening
        awk 'NR > 1 { print $7 }' /proc/net/unix
    } > "$T/.others"
    ls -l "/proc/$1/fd" 2>/dev/null |
        sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p' > "$T/.fds"
    grep -c -v -Fx -f "$T/.others" "$T/.fds"
}

one_each() {    # every worker has one listening socket, and all differ
    for _p in $(workers); do
        taken_by $_p > "$T/.one"
        [ "$(grep -c . "$T/.one")" = 1 ] || return 1
        cat "$T/.one"
    done | sort > "$T/.each"
    [ "$(uniq "$T/.each" | grep -c .)" = "$(workers | grep -c .)" ]
}

all_taken() {   # every listening socket is in the hands of a worker
    for _p in $(workers); do taken_by $_p; done | sort -u > "$T/.all"
    [ "$(cat "$T/.all")" = "$(listening)" ]
}

# --- processes ---

only() {        # only N: so many workers, and no older ones are left
    workers_are $1 && [ "$(children $SRV | grep -c .)" = $1 ]
}

stopped() {     # stopped PID
    grep -q '^State:[[:space:]]*T' "/proc/$1/status"
}

halt() {        # halt PID...: stops processes, and sees that they are
    kill -STOP "$@"
    for _p in "$@"; do
        ok 'a worker is stopped' wait_for 10 stopped $_p
    done
}

# resize N [ARGS]: that many workers by a reload of what `write N ARGS` writes.
resize() {
    write "$@"
    ok "reload to $1" "$RPD" -s reload -p "$T" -c "$T/conf"
    ok "$1 workers" wait_for 10 workers_are $1
}

case $LABEL in
slot-load/*) ;;
*) return 0 ;;
esac

need_slots
write() {
    {
        echo "worker_processes $1; worker_stall_timeout 2s;"
        globals
        events
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
write 2
start
ok 'two workers' wait_for 10 workers_are 2
is 'the listening sockets' "$(listening)" "$(sockets 0A $P1)"
ok 'one for each worker' one_each
ok 'none is left over' all_taken
for w in $(workers); do
    is 'what a worker listens on' "$(taken_by $w)" "$(owned $w 0A $P1)"
    is 'no connections' "$(accepted $w)" 0
    pair="$pair $w"
done

# Load that ends by itself, and load that is ended.
load_begin one -n 100
load_wait one
nothing_lost 'a hundred' one 99
is 'a hundred: answers' "$(loaded one ok)" 100
ok 'a hundred: in the log' wait_for 10 answered 100
load_begin two
more 50
load_end two
nothing_lost 'without a number' two 49
ok 'without a number: in the log' \
    wait_for 10 answered $((100 + $(loaded two sent)))
sum=0
for w in $pair; do sum=$((sum + $(answers_of $w))); done
is 'the log tells who has answered' $sum "$(answers)"

# What is lost is seen.
P=$P1 P1=$P2
load_begin three -n 20
load_wait three
P1=$P
is 'nobody listens: all are refused' "$(loaded three refused)" 20
is 'nobody listens: the status' "$(loaded three status)" 1

# Queues.
halt $pair
hold 7 $P1 'GET / HTTP/1.0\r\n\r\n' -c 10 -t 60000
ok 'ten wait in the queues' wait_for 10 waiting_are 10
is 'they are in nobody else' "$(for w in $pair; do accepted $w; done)" '0
0'
kill -CONT $pair
wait $held_7
is 'all ten are answered' "$(grep -ac hello "$T/out.7")" 10
ok 'nobody waits' wait_for 10 waiting_are 0
drop 7
hold 8 $P1 '\i' -c 5
sum_is() {
    _sum=0
    for w in $pair; do _sum=$((_sum + $(accepted $w))); done
    [ $_sum = "$1" ]
}
ok 'five are accepted' wait_for 10 sum_is 5
drop 8
ok 'and none' wait_for 10 sum_is 0

resize 3
ok 'three, and the old ones have left' wait_for 10 only 3
is 'three sockets' "$(listening | grep -c .)" 3
stop
