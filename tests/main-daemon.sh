# backends: none
# daemon on: the command returns when the server listens; and starts with the
# three standard descriptors closed.
. "$TESTS/work-proc.sh"
page() {        # page NAME DIRECTIVES
    cat > "$T/$1" <<EOF
$2
pid $T/pid;
error_log $T/error.log info;
worker_processes 2;
events { worker_connections 64; }
http { server { listen 127.0.0.1:$P1; root $T; } }
EOF
}
up() {          # the server that wrote the pid file is ours to stop
    SRV=$(cat "$T/pid")
    echo "$SRV" > "$T/.spid"
    echo 0 > "$T/.exit"
}
down() {
    kill "$SRV"
    ok "$1: it ends" wait_for 10 gone "$SRV"
    ok "$1: the pid file is taken away" [ ! -e "$T/pid" ]
    SRV=
}
no_sockets() {  # no_sockets PID: descriptors 0, 1, 2 are open and no sockets
    for fd in 0 1 2; do
        to=$(readlink /proc/$1/fd/$fd) || return 1
        case $to in socket:* | anon_inode:* | pipe:*) return 1 ;; esac
    done
}
another() {     # another PID: the pid file is not its own
    [ -s "$T/pid" ] && [ "$(cat "$T/pid")" != "$1" ]
}
silent() {
    [ "$(readlink /proc/$1/fd/2)" = /dev/null ]
}
echo hello > "$T/a.txt"

page conf 'daemon on;'
i=0
while [ $i -lt 5 ]; do
    i=$((i + 1))
    "$RPD" -p "$T" -c "$T/conf" > "$T/out" 2>&1 < /dev/null
    is "start $i: exit status" $? 0
    is "start $i: the pid file is there" "$(grep -c '^[0-9][0-9]*$' "$T/pid")" 1
    up
    is "start $i: it listens at once" "$(get /a.txt)" hello
    ok "start $i: the pid is right" alive "$SRV"
    [ $i -eq 5 ] || down "start $i"
done
if [ -r /proc/self/stat ]; then
    is 'a session of its own' "$(cut -d ' ' -f 6 < /proc/$SRV/stat)" "$SRV"
    if [ -n "$EMU" ]; then without "titles: /proc has those of $EMU"
    else is 'the title' "$(title $SRV | cut -c1-26)" \
        'reuseportd: master process'; fi
    is 'standard descriptors' "$(readlink /proc/$SRV/fd/0) $(readlink \
        /proc/$SRV/fd/1)" '/dev/null /dev/null'
fi
is 'nothing was printed' "$(cat "$T/out")" ''
down 'daemon on'

# A new binary has no standard error but the log of the old one, while it starts.
if "$RPD" -V 2>&1 | grep -q RPD_WITH_UPGRADE=1; then
    page conf 'daemon on;'
    "$RPD" -p "$T" -c "$T/conf" < /dev/null
    up
    page conf 'daemon on; sserver;'
    kill -USR2 "$SRV"
    ok 'a bad new binary ends' wait_for 10 \
        grep -q 'new binary process [0-9]* exited with code 1' "$T/error.log"
    is 'a bad new binary: the log says why' \
        "$(grep -c '\[emerg\] unknown directive "sserver"' "$T/error.log")" 1
    page conf 'daemon on;'
    old=$SRV
    kill -USR2 $old
    ok 'a good new binary' wait_for 10 another $old
    kill -QUIT $old
    ok 'a good new binary: the old one leaves' wait_for 10 gone $old
    up
    [ ! -r /proc/self/stat ] ||
        ok 'a good new binary lets go of the log' wait_for 10 silent $SRV
    down 'a good new binary'
else
    without 'a new binary: built without UPGRADE'
fi

# The default is on.
page conf ''
"$RPD" -p "$T" -c "$T/conf" > "$T/out" 2>&1 < /dev/null
is 'no daemon directive: exit status' $? 0
up
is 'no daemon directive: it listens' "$(get /a.txt)" hello
down 'no daemon directive'

# A bad start is known to the one who started it.
page conf 'sserver;'
out=$("$RPD" -p "$T" -c "$T/conf" 2>&1)
is 'a bad configuration: exit status' $? 1
like 'a bad configuration' "$out" 'unknown directive "sserver"'
ok 'a bad configuration: no pid file' [ ! -e "$T/pid" ]
page conf ''
sed "s/:$P1/:$((P1 - 1))/" "$T/conf" > "$T/conf2"
attempt taken -c "$T/conf2"
ended taken
is 'a port that is taken: exit status' "$rc" 1
like 'a port that is taken' "$out" '[0-9]+: Address (already )?in use'
ok 'a port that is taken: no pid file' [ ! -e "$T/pid" ]
page conf2 ''
sed "s,^pid .*,pid $T/no/such/dir/pid;," "$T/conf2" > "$T/conf3"
out=$("$RPD" -p "$T" -c "$T/conf3" 2>&1)
is 'a pid file that cannot be written: exit status' $? 1
like 'a pid file that cannot be written' "$out" \
    'open\(\) ".*/no/such/dir/pid" failed \(2: '
sed "s,^error_log .*,error_log $T/no/such/dir/log;," "$T/conf2" > "$T/conf3"
out=$("$RPD" -p "$T" -c "$T/conf3" 2>&1)
is 'an error log that cannot be written: exit status' $? 1
like 'an error log that cannot be written' "$out" \
    'open\(\) ".*/no/such/dir/log" failed \(2: '

# Descriptors 0-2 closed: they are not given to sockets or logs.
page conf 'daemon on;'
"$RPD" -p "$T" -c "$T/conf" <&- >&- 2>&-
is 'closed descriptors, daemon on: exit status' $? 0
up
is 'closed descriptors, daemon on' "$(get /a.txt)" hello
if [ -r /proc/self/stat ]; then
    ok 'closed descriptors, daemon on: the master' no_sockets $SRV
    for w in $(workers); do
        ok 'closed descriptors, daemon on: a worker' no_sockets $w
    done
fi
down 'closed descriptors, daemon on'
page conf 'daemon off;'
"$RPD" -p "$T" -c "$T/conf" <&- >&- 2>&- &
ok 'closed descriptors, daemon off: it starts' wait_for 10 test -s "$T/pid"
up
is 'closed descriptors, daemon off' "$(get /a.txt)" hello
raw $P1 'GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' > "$T/got"
like 'nothing else is written to the client' "$(head -n 1 "$T/got")" \
    '^HTTP/1.1 404'
if [ -r /proc/self/stat ]; then
    for w in $(workers); do
        ok 'closed descriptors, daemon off: a worker' no_sockets $w
    done
fi
down 'closed descriptors, daemon off'

# master_process off: one process does it all.
page conf 'daemon off; master_process off;'
start
is 'master_process off' "$(get /a.txt)" hello
[ ! -r /proc/self/stat ] ||
    is 'master_process off: no children' "$(children $SRV)" ''
stop
