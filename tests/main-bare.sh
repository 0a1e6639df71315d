# Systems where much is missing: no /dev, /proc, /sys and no accounts, closed
# descriptors; directories that cannot be written to; a full disk.
# backends: none
# san: none
[ "$(uname -s)" = Linux ] || skip 'mount namespaces are of Linux'
[ "$(id -u)" = 0 ] || skip 'only root may mount'
unshare -m mount -t tmpfs none /mnt 2>"$T/unshare" ||
    skip "no mount namespace: $(head -n 1 "$T/unshare")"
REAL=$RPD
printf '#!/bin/sh\nexec unshare -m sh "%s/mounts" "%s" "$@"\n' "$T" "$REAL" >rpd
chmod 755 rpd
mkdir www ro full
chmod 755 .
echo hello >www/a.txt
: >empty

in_world() {    # in_world COMMANDS: what is done before the server runs there
    {
        echo 'set -e'
        echo "$1"
        echo 'exec "$@"'"$2"
    } >mounts
    rm -f error.log stderr
    RPD=$T/rpd
}
site() {        # site PID ERROR_LOG ACCESS_LOG TEMP [MAIN]
    {
        echo "daemon off; worker_processes 2; pid $1; error_log $2 info; $5"
        events
        echo "http { access_log $3; client_body_temp_path $4;"
        echo "server { listen 127.0.0.1:$P1; root $T/www;"
        echo "location = /status { status; } } }"
    } >conf
}
up() {
    [ "$(get /a.txt -m 2)" = hello ]
}
run() {         # without a pid file to wait for
    rm -f pid .exit .spid
    launch -p "$T" -c "$T/conf" >>"$T/stdout" 2>>"$T/stderr" &
    wait_for 10 up
    SRV=$(cat .spid)
    ok "$1: it serves" up
}
told() {        # told FILE ERE: how often, of the start
    grep -Ec "$2" "$1"
}
workers() {
    pgrep -P "$SRV"
}

# Nothing but the files of the server.
no_accounts="for f in passwd group nsswitch.conf; do
    [ ! -e /etc/\$f ] || mount --bind '$T/empty' /etc/\$f; done"
in_world "$no_accounts; mount -t tmpfs none /dev; mount -t tmpfs none /sys
mount -t tmpfs none /proc" ' <&- >&- 2>&-'
site "$T/pid" "$T/error.log" "$T/access.log" "$T/body"
start
RPD=$REAL
ok 'bare: it serves' wait_for 10 up
is 'bare: the state is told' "$(code /status)" 200
is 'bare: no root among the workers' "$(for w in $(workers); do
    sed -n 's/^[UG]id:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$w/status"; done |
    sort -u)" 65534
fds() {
    ls -l /proc/"$SRV"/fd/[012] | sed 's/.* -> //' | sort -u
}
is 'bare: nothing of ours is standard error' "$(fds)" /
reload
is 'bare: reload' "$rc:$out" 0:
ok 'bare: it still serves' up
is 'bare: nothing failed' "$(told error.log 'alert|emerg|crit|error\]')" 0
stop
in_world "$no_accounts; mount -t tmpfs none /dev"
site "$T/pid" "$T/error.log" "$T/access.log" "$T/body" 'daemon on;'
sed 's/^daemon off;//' conf >conf2
mv conf2 conf
start
RPD=$REAL
ok 'no /dev/null: in the background, too' wait_for 10 up
is 'no accounts: that is told once' "$(told stderr \
    'warn.*no user "nobody" here, workers run as user 65534')" 1
stop

# Nothing can be written.
in_world "mount --bind '$T/ro' '$T/ro'; mount -o remount,bind,ro '$T/ro'"
site "$T/ro/pid" "$T/ro/error.log" "$T/ro/access.log" "$T/ro/body"
run 'read-only'
is 'read-only: the error log' "$(told stderr \
    "^reuseportd: \[alert\] open\(\) \"$T/ro/error.log\" failed, going on with")" 1
is 'read-only: the access log' "$(told stderr \
    "^reuseportd: \[alert\] open\(\) \"$T/ro/access.log\" failed, going on")" 1
is 'read-only: bodies' "$(told stderr \
    "^reuseportd: \[alert\] mkdir\(\) \"$T/ro/body\" .* bodies get 500 \(30:")" 1
is 'read-only: the pid file' "$(told stderr \
    "^reuseportd: \[alert\] open\(\) \"$T/ro/pid\" .* not find this server")" 1
is 'read-only: no more of that' "$(told stderr 'alert|emerg|crit')" 4
is 'read-only: what is not there' "$(code /none)" 404
ok 'read-only: standard error instead' wait_for 5 grep -q 'error.*/none" fail' \
    stderr
kill -HUP "$SRV"
ok 'read-only: reload' wait_for 10 grep -q ' reconfigured' stderr
ok 'read-only: it still serves' up
stop
: >ro/error.log
site "$T/pid" "$T/ro/none/error.log" "$T/access.log" "$T/body"
RPD=$T/rpd
ok 'a wrong path is refused' eval \
    '! "$RPD" -p "$T" -c "$T/conf" >"$T/said" 2>&1'
is 'a wrong path is told' "$(told said 'emerg.*/ro/none/error.log" failed')" 1

# The disk is full, then it is not.
in_world "mount -t tmpfs -o size=32k none '$T/full'; chmod 777 '$T/full'
cp '$T/empty' '$T/full/log'; head -c 99999 /dev/zero >'$T/full/fill' || :"
site "$T/full/pid" "$T/full/log" "$T/full/access.log" "$T/body"
run 'full'
is 'full: the pid file' "$(told stderr \
    'alert.*full/pid" failed, going on without it: .* \(28:')" 1
inside=/proc/$SRV/root$T/full
is 'full: no line' "$(cat "$inside/log" "$inside/access.log")" ''
rm "$inside/fill"
get /a.txt >/dev/null
ok 'full: lines come when there is room' wait_for 5 grep -q 'GET /a.txt' \
    "$inside/access.log"
stop

in_world "mount -t tmpfs -o size=32k none '$T/full'; chmod 777 '$T/full'"
site "$T/full/pid" "$T/error.log" "$T/full/access.log" "$T/body"
run 'filling'
RPD=$REAL
inside=/proc/$SRV/root$T/full
sed "s,$T/full/pid,$inside/pid," conf >from_here
from_here() {
    out=$("$RPD" -s reload -p "$T" -c "$T/from_here" 2>&1)
    rc=$?
}
from_here
is 'filling: reload' "$rc:$out" 0:
for i in 1 2 3; do
    head -c 99999 /dev/zero >"$inside/fill" 2>"$T/dd"
    from_here
    like "filling: reload $i knows not" "$rc:$out" '^1:.*cannot say how'
    ok "filling: $i times it works" wait_for 10 eval \
        '[ $(grep -c " reconfigured" error.log) -gt $i ]'
done
ok 'filling: it serves' up
rm "$inside/fill"
from_here
is 'filling: with room again' "$rc:$out" 0:
stop
