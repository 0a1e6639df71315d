# backends: none
# A new binary in directory mode, which has no pid file: USR2 and QUIT by number.
. "$TESTS/work-proc.sh"
need_proc
LOAD=$(dirname "$CLIENT")/load
mkdir "$T/www"
echo hello > "$T/www/a.txt"
chmod -R a+rX "$T"
busy() {        # it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt $2 ]
}
logged() {      # logged N ERE: so many lines on standard error
    [ "$(grep -Ec "$2" "$T/stderr")" = "$1" ]
}
successor() {   # the child of the old one that is a master
    for _p in $(children $OLD); do
        case $(title $_p) in *': master process'*) SRV=$_p ;; esac
    done
    [ $SRV != $OLD ]
}
files() {
    ls -A "$T/www"
    ls "$T" | grep 'pid\|reload\|oldbin'
}

# From within the directory, by its relative name.
{
    cd "$T/www" || exit
    sh -c 'echo $$ > "$0"; exec "$@"' "$T/.spid" "$RPD" . "127.0.0.1:$P1"
    echo $? > "$T/.exit"
} > "$T/stdout" 2> "$T/stderr" &
ok 'it serves' wait_for 10 grep -q 'http://' "$T/stdout"
SRV=$(cat "$T/.spid")
workers_there() {
    [ "$(workers | grep -c .)" -ge 1 ]
}
ok 'it has workers' wait_for 10 workers_there
n=$(workers | grep -c .)
is 'the file' "$(get /a.txt)" hello
was=$(sockets 0A $P1)
made=$(files)
"$LOAD" -r 300 -d 100 -t 30000 -m hello -p /a.txt -u "$T/enough" $P1 \
    > "$T/load" 2>&1 &
loads=$!
ok 'load comes' wait_for 10 busy $loads 50

for round in 1 2; do
    OLD=$SRV
    kill -USR2 $OLD
    ok "$round: a new binary" wait_for 10 successor
    ok "$round: as many workers" wait_for 10 workers_are $n
    ok "$round: the URL again" wait_for 10 eval \
        "[ \$(grep -c http:// '$T/stdout') = $((round + 1)) ]"
    is "$round: the same sockets" "$(sockets 0A $P1)" "$was"
    kill -USR2 $OLD
    ok "$round: one is enough" \
        wait_for 10 logged $round 'no new binary is started'
    kill -QUIT $OLD
    ok "$round: the old one leaves" wait_for 15 gone $OLD
    wait_for 5 test -s "$T/.exit"
    is "$round: exit status of the first" "$(cat "$T/.exit")" 0
    is "$round: the file" "$(get /a.txt)" hello
    ok "$round: the new one knows" \
        wait_for 10 logged $round 'the old binary is gone'
    is "$round: no file is made" "$(files)" "$made"
    is "$round: the same sockets in the end" "$(sockets 0A $P1)" "$was"
done

# And back: QUIT to the new one.
OLD=$SRV
kill -USR2 $OLD
ok 'back: a new binary' wait_for 10 successor
ok 'back: as many workers' wait_for 10 workers_are $n
kill -QUIT $SRV
ok 'back: it leaves' wait_for 15 gone $SRV
SRV=$OLD
ok 'back: the workers stay' workers_are $n
is 'back: the file' "$(get /a.txt)" hello
is 'back: no file is made' "$(files)" "$made"
is 'back: the same sockets' "$(sockets 0A $P1)" "$was"

wait_for 20 busy $loads 2000
ok 'the load was there to the end' alive $loads
: > "$T/enough"
wait $loads
is "nothing is lost ($(cat "$T/load"))" $? 0
like 'many connections' "$(cat "$T/load")" \
    '^sent=[0-9]{3,} .* refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
stop
is 'nothing listens afterwards' "$(sockets 0A $P1)" ''
