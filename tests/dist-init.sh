# backends: none
# san: none
# The init scripts of SysV (LSB) and Buildroot, run in a scratch prefix: start,
# status, reload, a reload that is refused, stop, and their exit statuses.
DIST=$(dirname "$TESTS")/dist
mkdir -p "$T/usr/sbin" "$T/etc/default" "$T/var/run"
cp "$RPD" "$T/usr/sbin/reuseportd"
PIDFILE=$T/var/run/reuseportd.pid
write() {       # write ANSWER [MORE]
    conf etc/reuseportd.conf <<END
pid $PIDFILE;
error_log $T/error.log notice;
worker_processes 1;
events { }
http { server { listen 127.0.0.1:$P1; return 200 $1; } $2 }
END
}
script() {      # script FROM: with the paths of the prefix
    sed -e "s|/usr/sbin/|$T/usr/sbin/|g" -e "s|/etc/|$T/etc/|g" \
        -e "s|/var/run/|$T/var/run/|g" "$DIST/$1" >"$T/script"
}
run() {         # run ACTION...: sets out and rc
    out=$(sh "$T/script" "$@" 2>&1)
    rc=$?
}
does() {        # does TEXT STATUS ACTION...
    _what=$1 _rc=$2
    shift 2
    run "$@"
    is "$_what: exit status ($out)" $rc "$_rc"
}
down() {
    ! [ -s "$PIDFILE" ]
}

# --- LSB ---
script sysv/reuseportd
does 'lsb: nothing runs' 3 status
does 'lsb: stop without a server' 0 stop
does 'lsb: no configuration' 6 start
does 'lsb: status without a configuration' 3 status
does 'lsb: an unknown word' 2 dance
write v1
does 'lsb: reload without a server' 7 reload
does 'lsb: start' 0 start
is 'lsb: it serves when start is over' "$(get /)" v1
SRV=$(cat "$PIDFILE")
does 'lsb: status' 0 status
like 'lsb: status tells the process' "$out" "pid $SRV"
does 'lsb: start, started' 0 start
is 'lsb: the same server' "$(cat "$PIDFILE")" "$SRV"
write v2
does 'lsb: reload' 0 reload
is 'lsb: the new configuration when reload is over' "$(get /)" v2
write v3 'sserver;'
does 'lsb: a broken configuration' 1 reload
like 'lsb: the error is told' "$out" 'unknown directive "sserver"'
does 'lsb: configtest' 1 configtest
does 'lsb: restart with it' 1 restart
is 'lsb: the server stays' "$(get /):$(cat "$PIDFILE")" "v2:$SRV"
write v4 "server { listen 127.0.0.1:$((P1 - 1)); }"
does 'lsb: what only the server can refuse' 1 reload
like 'lsb: and its error' "$out" 'bind\(\) to .* failed'
is 'lsb: the server stays, again' "$(get /):$(cat "$PIDFILE")" "v2:$SRV"
write v5
does 'lsb: force-reload' 0 force-reload
is 'lsb: forced' "$(get /)" v5
does 'lsb: configtest of a good one' 0 configtest
does 'lsb: reopen' 0 reopen
does 'lsb: upgrade' 0 upgrade
ok 'lsb: another process' [ "$(cat "$PIDFILE")" != "$SRV" ]
ok 'lsb: the old one leaves' wait_for 10 gone "$SRV"
is 'lsb: it serves' "$(get /)" v5
SRV=$(cat "$PIDFILE")
does 'lsb: restart' 0 restart
ok 'lsb: restarted' [ "$(cat "$PIDFILE")" != "$SRV" ]
SRV=$(cat "$PIDFILE")
does 'lsb: stop' 0 stop
ok 'lsb: it is gone when stop is over' gone "$SRV"
does 'lsb: status, stopped' 3 status
does 'lsb: try-restart without a server' 0 try-restart
ok 'lsb: starts none' down
echo $$ >"$PIDFILE"
does 'lsb: a pid file of somebody else' 1 status
does 'lsb: which is not stopped' 0 stop
echo 4194999 >"$PIDFILE"
does 'lsb: a pid file that was left' 1 status
rm -f "$PIDFILE"
echo "DAEMON=$T/nowhere" >"$T/etc/default/reuseportd"
does 'lsb: not installed' 5 start
rm "$T/etc/default/reuseportd"
write v6 'sserver;'
does 'lsb: start with a broken configuration' 1 start
SRV=

# --- Buildroot, by each start-stop-daemon there is ---
echo "REUSEPORTD_ARGS='-c $T/etc/reuseportd.conf'" >"$T/etc/default/reuseportd"
script buildroot/S50reuseportd
buildroot() {   # buildroot NAME
    write v1
    does "$1: start" 0 start
    is "$1: says so" "$out" 'Starting reuseportd: OK'
    is "$1: it serves when start is over" "$(get /)" v1
    SRV=$(cat "$PIDFILE")
    write v2
    does "$1: reload" 0 reload
    is "$1: the new configuration" "$(get /)" v2
    write v3 'sserver;'
    does "$1: a broken configuration" 1 reload
    like "$1: the error is told" "$out" 'unknown directive "sserver"'
    like "$1: FAIL" "$out" 'FAIL$'
    is "$1: the server stays" "$(get /):$(cat "$PIDFILE")" "v2:$SRV"
    write v4
    does "$1: restart" 0 restart
    ok "$1: another process" [ "$(cat "$PIDFILE")" != "$SRV" ]
    SRV=$(cat "$PIDFILE")
    does "$1: stop" 0 stop
    ok "$1: it is gone when stop is over" gone "$SRV"
    run stop
    ok "$1: stop without a server fails" [ $rc != 0 ]
    run dance
    is "$1: an unknown word" $rc 1
    SRV=
}
if [ -n "$EMU" ]; then
    without "start-stop-daemon looks for the program, which is $EMU"
    return 0
fi
command -v start-stop-daemon >/dev/null 2>&1 && buildroot start-stop-daemon
if busybox start-stop-daemon --help >/dev/null 2>&1; then
    mkdir "$T/busybox"
    printf '#!/bin/sh\nexec busybox start-stop-daemon "$@"\n' \
        >"$T/busybox/start-stop-daemon"
    chmod 755 "$T/busybox/start-stop-daemon"
    PATH=$T/busybox:$PATH
    buildroot busybox
fi
