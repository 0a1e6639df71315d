# backends: none
# san: none
# The scripts of OpenRC, FreeBSD, NetBSD and OpenBSD under stand-ins of their
# frameworks, which call what the script defines as the framework does.
DIST=$(dirname "$TESTS")/dist
mkdir -p "$T/sbin" "$T/etc" "$T/run"
cp "$RPD" "$T/sbin/reuseportd"
PIDFILE=$T/run/reuseportd.pid
write() {       # write ANSWER [MORE]
    conf etc/reuseportd.conf <<END
pid $PIDFILE; error_log $T/error.log notice; worker_processes 1;
events { }
http { server { listen 127.0.0.1:$P1; return 200 $1; } $2 }
END
}

# rc.subr of FreeBSD and NetBSD, as much as is asked of it here.
cat >etc/rc.subr <<'END'
load_rc_config() { :; }
checkyesno() { eval "[ \"\$$1\" = YES ]"; }
run_rc_command() {
    eval "_cmd=\$${1}_cmd _pre=\$${1}_precmd"
    [ -z "$_pre" ] || $_pre || exit 1
    case $1:$_cmd in
    *:?*) $_cmd ;;
    start:) eval "$command $command_args \$${name}_flags" ;;
    restart:) run_rc_command stop && run_rc_command start ;;
    stop:)
        read -r _pid <"$pidfile" && kill -"${sig_stop:-TERM}" "$_pid"
        while kill -0 "$_pid" 2>/dev/null; do sleep 0.1; done
        ;;
    esac
}
END
# That of OpenBSD: configtest comes before start and reload.
cat >etc/rc.subr.openbsd <<'END'
rc_exec() { sh -c "$*"; }
rc_start() { rc_exec "$daemon $daemon_flags"; }
rc_cmd() {
    case $1 in
    configtest) rc_configtest ;;
    start | reload) rc_configtest && "rc_$1" ;;
    stop)
        read -r _pid <"$PIDFILE"
        rc_stop
        while kill -0 "$_pid" 2>/dev/null; do sleep 0.1; done
        ;;
    esac
}
END
# And OpenRC, which sources a script and calls its functions.
cat >openrc <<'END'
RC_SVCNAME=reuseportd RC_CMD=$1
ebegin() { echo "$*"; }
eend() { [ "$1" = 0 ] || echo "$2"; return "$1"; }
eerror() { echo "$*"; }
. "$T/script"
case $1 in
start) start_pre && $command $command_args ;;
restart) stop_pre && "$0" stop && "$0" start ;;
stop)
    stop_pre || exit 1
    read -r pid <"$pidfile" && kill -QUIT "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    ;;
*) "$1" ;;
esac
END
run() {         # run ACTION: sets out and rc
    out=$(PIDFILE=$PIDFILE T=$T sh "${RUNNER:-$T/script}" "$1" 2>&1)
    rc=$?
}
life() {        # life SYSTEM [UPGRADE]
    rm -f "$PIDFILE"
    write v1 'sserver;'
    run start
    ok "$1: start with a broken configuration fails" [ $rc != 0 ]
    ok "$1: and starts nothing" [ ! -e "$PIDFILE" ]
    write v1
    run start
    is "$1: start ($out)" "$rc:$(get /)" 0:v1
    SRV=$(cat "$PIDFILE")
    write v2
    run reload
    is "$1: reload ($out)" "$rc:$(get /)" 0:v2
    write v3 'sserver;'
    run reload
    ok "$1: reload of a broken configuration fails" [ $rc != 0 ]
    like "$1: and tells why" "$out" 'unknown directive "sserver"'
    write v4 "server { listen 127.0.0.1:$((P1 - 1)); }"
    run reload
    ok "$1: reload fails where only the server sees it" [ $rc != 0 ]
    like "$1: and tells that" "$out" 'bind\(\) to .* failed'
    is "$1: the server stays" "$(get /):$(cat "$PIDFILE")" "v2:$SRV"
    run "${2:-configtest}"
    is "$1: ${2:-configtest} ($out)" $rc 0
    if [ "$1" != OpenBSD ]; then
        write v5
        run reopen
        is "$1: reopen ($out)" $rc 0
    fi
    case $1 in
    FreeBSD | OpenRC)
        run upgrade
        is "$1: upgrade ($out)" $rc 0
        ok "$1: the old process leaves" wait_for 10 gone "$SRV"
        ok "$1: there is a new one" [ "$(cat "$PIDFILE")" != "$SRV" ]
        is "$1: it serves" "$(get /)" v5
        SRV=$(cat "$PIDFILE")
        ;;
    esac
    run stop
    is "$1: stop ($out)" $rc 0
    ok "$1: stopped" gone "$SRV"
    SRV=
}

sed -e "s|%%PREFIX%%|$T|g" -e "s|/etc/rc.subr|$T/etc/rc.subr|" \
    -e "s|/var/run/|$T/run/|" "$DIST/freebsd/files/reuseportd.in" >script
life FreeBSD
sed -e "s|@PREFIX@|$T|" -e "s|@SYSCONFBASE@|$T/etc|" \
    -e "s|@PKG_SYSCONFDIR@|$T/etc|" -e "s|/var/run/|$T/run/|" \
    "$DIST/netbsd/reuseportd.sh" >script
life NetBSD
sed -e "s|\${TRUEPREFIX}|$T|" -e "s|\${SYSCONFDIR}|$T/etc|" \
    -e "s|/etc/rc.d/rc.subr|$T/etc/rc.subr.openbsd|" \
    "$DIST/openbsd/reuseportd.rc" >script
life OpenBSD
sed -e "s|/usr/sbin/|$T/sbin/|" -e "s|/etc/|$T/etc/|" -e "s|/run/|$T/run/|" \
    "$DIST/alpine/reuseportd.initd" >script
RUNNER=$T/openrc
life OpenRC checkconfig
