# TTIN and TTOU, -s grow and -s shrink: one worker more or less, while requests
# come in. Never less than one; a reload goes back to the configured number; one
# that comes during a reload is done after it.
. "$TESTS/slot-load.sh"
need_slots
write() {       # write WORKERS [MAIN [LOCATION]]
    {
        echo "worker_processes $1; reuseport_drain_timeout 10m; $2"
        globals
        echo "events { use $EV; worker_connections 1024; }"
        cat <<EOF
http {
    log_format who '\$pid';
    access_log $T/access.log who;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        location / { return 200 "hello\n"; }
        $3
    }
}
EOF
    } > "$T/conf"
}
send() {        # send NAME: by -s; sets out and rc
    out=$("$RPD" -s "$1" -p "$T" -c "$T/conf" 2>&1)
    rc=$?
}
logged() {      # logged COUNT ERE: so many lines of the log match
    [ "$(grep -Ec "$2" "$T/error.log")" = "$1" ]
}
is_now() {      # is_now TEXT N: so many workers take from all sockets
    ok "$1: $2 workers" wait_for 10 only $2
    ok "$1: all sockets are taken" wait_for 10 all_taken
    more 100
}
few='no worker is taken away: there are as many as can be'

write 2
start
ok 'two workers' wait_for 10 workers_are 2
two=$(listening)
load_begin one
more 100
kill -TTIN $SRV
is_now TTIN 3
is 'TTIN: a third socket' "$(listening | grep -c .)" 3
is 'TTIN: beside the two' "$(listening | grep -Fxc "$two")" 2
ok 'TTIN: each has its own' wait_for 10 one_each
ok 'TTIN: the log tells' logged 1 'notice.* 3 worker processes$'
send grow
is '-s grow: exit status and output' "$rc:$out" 0:
is_now '-s grow' 4
ok '-s grow: the log tells' logged 1 'notice.* 4 worker processes$'
four=$(listening)
is '-s grow: a fourth socket' "$(listening | grep -c .)" 4

# Fewer: the sockets are kept while they drain, and are the same when there are
# more again.
was=$(workers | sort)
kill -TTOU $SRV
is_now TTOU 3
is 'TTOU: the three others go on' "$(workers | grep -vFxc "$was")" 0
send shrink
is '-s shrink: exit status and output' "$rc:$out" 0:
is_now '-s shrink' 2
ok '-s shrink: the log tells' logged 1 'notice.* 2 worker processes$'
is 'the sockets are kept' "$(listening)" "$four"
send grow
is_now 'grow again' 3
is 'with the same sockets' "$(listening)" "$four"
w=$(workers | grep -vFx "$was")
ok 'the new one is asked, too' wait_for 20 eval '[ "$(answers_of $w)" -gt 0 ]'

# Never less than one.
for n in 2 1; do
    send shrink
    ok "to $n" wait_for 10 workers_are $n
done
last=$(workers)
ok 'no complaint so far' logged 0 "$few"
for i in 1 2 3; do
    kill -TTOU $SRV
    ok "one less than one: the log tells $i" wait_for 10 logged $i "warn.* $few"
done
send shrink
is 'one less than one: -s shrink' "$rc:$out" 0:
ok 'one less than one: the log tells' wait_for 10 logged 4 "warn.* $few"
is_now 'one less than one' 1
is 'it is the same one' "$(workers)" "$last"
ok 'the log tells of no others' logged 0 ' 0 worker processes$'
is 'the sockets are still kept' "$(listening)" "$four"

# A reload goes back to what is configured, from below and from above.
resize 2
is_now 'a reload, there was one' 2
for n in 3 4 5; do
    send grow
    ok "to $n" wait_for 10 workers_are $n
done
is_now 'grown' 5
five=$(listening)
resize 2
is_now 'a reload, there were five' 2
is 'a reload: the sockets are kept' "$(listening)" "$five"

# During a reload they wait until it is done. This reload opens a log that
# nobody reads yet, and goes on when somebody does.
mkfifo "$T/pipe"
during() {      # during WORKERS SIGNAL...: reload to so many, signals meanwhile
    write $1 '' "location /none { access_log $T/pipe; }"
    shift
    _begun=$(grep -c ' reconfiguring$' "$T/error.log")
    _done=$(grep -c ' reconfigured$' "$T/error.log")
    kill -HUP $SRV
    ok "$*: a reload begins" wait_for 10 logged $((_begun + 1)) ' reconfiguring$'
    for _sig in "$@"; do kill -$_sig $SRV; done
    is "$*: it is not done" "$(grep -c ' reconfigured$' "$T/error.log")" $_done
    exec 3< "$T/pipe"           # open until it has been seen
    ok "$*: now it is" wait_for 20 logged $((_done + 1)) ' reconfigured$'
    exec 3<&-
}
during 4 TTIN
is_now 'a reload and TTIN' 5
during 4 TTOU
is_now 'a reload and TTOU' 3
during 2 TTIN TTOU
is_now 'a reload and both' 2
is 'the order in the log' "$(sed -n \
    -e 's/.* reconfigur\([a-z]*\)$/\1/p' \
    -e 's/.* \([0-9]\) worker processes$/\1/p' "$T/error.log" |
    tail -n 8 | tr '\n' ' ')" 'ing ed 5 ing ed 3 ing ed '

# A reload that is refused, because its workers do not start: what comes
# meanwhile counts from what there was.
mkdir "$T/none"
resize 3 "working_directory $T/none;"
is_now 'another directory' 3
was=$(workers)
rmdir "$T/none"
write 1 "working_directory $T/none;"
kill -HUP $SRV
kill -TTOU $SRV
ok 'a reload that fails' wait_for 20 logged 1 \
    'workers of the new configuration do not start'
is_now 'a reload that fails, and TTOU' 2
is 'a reload that fails: it is the old ones who stay' \
    "$(workers | grep -Fxc "$was")" 2
load_end one
nothing_lost 'up and down' one 1500
stop
send grow
is '-s grow without a server' $rc 1
like '-s grow without a server: why' "$out" 'open\(\) ".*/pid" failed'
send shrink
is '-s shrink without a server' $rc 1
