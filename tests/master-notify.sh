# What a service manager is told: systemd's protocol over NOTIFY_SOCKET, by
# path or abstract, and s6's and dinit's newline on a pipe.
need UPGRADE
. "$TESTS/work-proc.sh"
need_proc
command -v python3 > /dev/null || skip 'no python3'
cat > "$T/manager.py" <<'END'
# manager.py SOCKET FILE: a line for each message: time in us, pid, number of
# workers at READY=1, the message with | for a new line.
import os, socket, struct, sys, time
name, out = sys.argv[1:]
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
s.bind('\0' + name[1:] if name[0] == '@' else name)
def workers(of):
    n = 0
    for p in filter(str.isdigit, os.listdir('/proc')):
        try:
            st = open('/proc/%s/stat' % p).read().rpartition(')')[2].split()
            cmd = open('/proc/%s/cmdline' % p, 'rb').read()
        except OSError:
            continue
        n += int(st[1]) == of and (cmd.startswith(b'reuseportd: worker process')
                                   or bool(os.environ.get('EMU')))
    return n
f = open(out, 'w', buffering=1)
print('up', file=f)
while True:
    m, c, _, _ = s.recvmsg(4096, 256)
    now, pid = time.monotonic_ns() // 1000, struct.unpack('3i', c[0][2])[0]
    w = workers(pid) if b'READY=1' in m else 0
    print(now, pid, w, m.decode().replace('\n', '|'), file=f)
END
manager() {     # manager SOCKET: what comes there goes to $T/told
    [ -z "$MGR" ] || { kill $MGR; wait $MGR 2> /dev/null; }
    rm -f "$T/told"
    (cd "$T" && exec python3 "$T/manager.py" "$1" "$T/told") &
    MGR=$!
    ok "the manager at $1 is there" wait_for 10 test -s "$T/told"
    NOTIFY_SOCKET=$1
    export NOTIFY_SOCKET
}
told() {        # all so far but the watchdog, as "PID MESSAGE", one a line
    sed '1d; / WATCHDOG=1$/d; s/^[0-9]* \([0-9]*\) [0-9]* /\1 /' "$T/told"
}
told_are() {    # told_are N: so many messages
    [ "$(told | grep -c .)" -ge "$1" ]
}
hear() {        # hear N TEXT EXPECTED...: the Nth on, so many as are expected
    _n=$1 _text=$2
    shift 2
    wait_for 15 told_are $((_n + $# - 1))
    is "$_text" "$(told | sed -n "$_n,\$p" | sed \
        's/_USEC=[0-9][0-9]*/_USEC=N/')" \
        "$(printf '%s\n' "$@")"
}
write() {       # write WORKERS [MAIN]
    {
        echo "worker_processes $1; $2"
        globals | grep -v "${3:-none}"
        events
        echo "http { keepalive_timeout 60; server { listen 127.0.0.1:$P1;"
        echo "location / { return 200 hello; } } }"
    } > "$T/conf"
}
microseconds() {
    python3 -c 'import time; print(time.monotonic_ns() // 1000)'
}
MGR=
trap '[ -z "$MGR" ] || kill $MGR; lib_end' EXIT
mkdir "$T/m"
manager "$T/m/notify"

# Start, reload, a refused one.
write 3
start
hear 1 'it is ready' "$SRV READY=1"
is 'when all workers are there' "$(awk '/READY=1/ { print $3 }' "$T/told")" 3
write 2
before=$(microseconds)
reload
is 'reload' "$rc:$out" 0:
hear 2 'a reload' "$SRV RELOADING=1|MONOTONIC_USEC=N" \
    "$SRV READY=1|STATUS=reload ok"
at=$(sed -n 's/.*MONOTONIC_USEC=//p' "$T/told")
ok 'its time' [ "$at" -ge "$before" -a "$at" -le "$(microseconds)" ]
echo 'no_such_directive;' >> "$T/conf"
reload
is 'a refused reload' "$rc" 1
hear 4 'a refused reload' "$SRV RELOADING=1|MONOTONIC_USEC=N" \
    "$SRV READY=1|STATUS=reload refused"

# A new binary and back again: nothing that the manager need know.
write 2
took_over() {
    _now=$(cat "$T/pid") && [ -n "$_now" ] && [ "$_now" != "$OLD" ]
}
upgrade() {
    OLD=$SRV
    kill -USR2 $OLD
    ok "$1: a new binary" wait_for 15 took_over
    SRV=$(cat "$T/pid")
    ok "$1: it serves" wait_for 10 workers_are 2
}
back_again() {
    [ "$(cat "$T/pid")" = "$OLD" ]
}
upgrade back
kill -QUIT $SRV
ok 'back: the new one ends' wait_for 15 gone $SRV
ok 'back: the pid file' wait_for 10 back_again
SRV=$OLD
is 'back: not a word' "$(told | sed 1,5d)" ''

# A new binary that stays: the old one hands over before it goes.
upgrade stays
reload
is 'stays: the new one reloads' "$rc:$out" 0:
is 'stays: not a word as long as both live' "$(told | sed 1,5d)" ''
kill -QUIT $OLD
hear 6 'stays: the old one hands over, the new one takes over' \
    "$OLD MAINPID=$SRV" "$SRV MAINPID=$SRV" "$SRV READY=1"
reload
hear 9 'stays: it goes on' "$SRV RELOADING=1|MONOTONIC_USEC=N" \
    "$SRV READY=1|STATUS=reload ok"
was=$SRV
stop QUIT
hear 11 'QUIT' "$was STOPPING=1"

# In the background, an abstract socket.
manager "@rpd-test-$P1"
write 2 'daemon on;' '^daemon'
"$RPD" -p "$T" -c "$T/conf" > "$T/stdout" 2>&1 < /dev/null
is 'daemon on: exit status' $? 0
SRV=$(cat "$T/pid")
echo "$SRV" > "$T/.spid"
echo 0 > "$T/.exit"
hear 1 'daemon on' "$SRV MAINPID=$SRV" "$SRV READY=1"
was=$SRV
stop
hear 3 'TERM' "$was STOPPING=1"

# One process.
manager "@rpd-test-$P1"
write 1 'master_process off;'
start
hear 1 'master_process off' "$SRV READY=1"
reload
is 'master_process off: no reload' "$rc:$out" \
    '1:reuseportd: [error] no reload: master_process is off'
kill -HUP $SRV
hear 2 'master_process off: no reload' "$SRV RELOADING=1|MONOTONIC_USEC=N" \
    "$SRV READY=1|STATUS=reload refused"
is 'master_process off: it serves' "$(get /)" hello
was=$SRV
stop
hear 4 'master_process off: TERM' "$was STOPPING=1"

# The watchdog: for us, for somebody else, after an upgrade.
pings() {       # pings PID N: from there, so many
    [ "$(grep -c "^[0-9]* $1 0 WATCHDOG=1" "$T/told")" -ge "$2" ]
}
REAL=$RPD
printf '#!/bin/sh\nexport WATCHDOG_PID=$$\nexec "%s" "$@"\n' "$REAL" > "$T/rpd"
chmod 755 "$T/rpd"
WATCHDOG_USEC=200000
export WATCHDOG_USEC
write 2
for for in 'whoever it is' us; do
    manager "@rpd-test-$P1"
    [ "$for" != us ] || RPD=$T/rpd
    start
    RPD=$REAL
    ok "watchdog for $for" wait_for 10 pings $SRV 4
    is "watchdog for $for: 100 ms each" "$(awk '/WATCHDOG/ { n++; t = $1
        if (n == 1) b = t } END { print (n - 1) * 100000 <= t - b + 100000 }' \
        "$T/told")" 1
    [ "$for" = us ] || stop
done
upgrade watchdog
kill -QUIT $OLD
ok 'watchdog: the old one has gone' wait_for 15 gone $OLD
n=$(grep -c "^[0-9]* $SRV 0 WATCHDOG=1" "$T/told")
ok 'watchdog: the new one goes on' wait_for 10 pings $SRV $((n + 3))
stop
manager "@rpd-test-$P1"
WATCHDOG_PID=1
export WATCHDOG_PID
start
reload
hear 1 'watchdog for another' "$SRV READY=1" \
    "$SRV RELOADING=1|MONOTONIC_USEC=N" "$SRV READY=1|STATUS=reload ok"
unset WATCHDOG_USEC WATCHDOG_PID
is 'watchdog for another: none' "$(grep -c WATCHDOG "$T/told")" 0
stop

# Nobody there, or nobody who can be: the server does not mind.
for NOTIFY_SOCKET in "$T/m/none" "/$(rep 300 x)" ''; do
    : > "$T/error.log"
    start
    ok "nobody at ${#NOTIFY_SOCKET}: it says so" wait_for 10 \
        grep -q '\[warn\].* writing ".*" failed' "$T/error.log"
    is "nobody at ${#NOTIFY_SOCKET}: it serves" "$(get /)" hello
    stop
done
unset NOTIFY_SOCKET

# A newline on a pipe, once, and nobody keeps it.
mkfifo "$T/pipe"
RPD_NOTIFY_FD=9
export RPD_NOTIFY_FD
cat "$T/pipe" > "$T/newline" &
start 9> "$T/pipe"
ok 'pipe: the newline comes' wait_for 10 test -s "$T/newline"
pipes() {
    for _p in $SRV $(workers); do readlink "/proc/$_p/fd/9"; done |
        grep -c "$T/pipe"
}
is 'pipe: nobody keeps it' "$(pipes)" 0
upgrade pipe
kill -QUIT $OLD
ok 'pipe: the old one has gone' wait_for 15 gone $OLD
stop
is 'pipe: one newline' "$(od -An -c "$T/newline" | tr -d ' ')" '\n'
for RPD_NOTIFY_FD in 9 1 1000000 x; do
    : > "$T/error.log"
    start 9> "$T/plain"
    ok "descriptor $RPD_NOTIFY_FD is no pipe" \
        grep -q 'writing "RPD_NOTIFY_FD" failed (.*: Bad file' "$T/error.log" "$T/stderr"
    is "descriptor $RPD_NOTIFY_FD: it serves" "$(get /)" hello
    stop
done
is 'a file stays as it is' "$(cat "$T/plain")" ''
