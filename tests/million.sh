# A million connections across 500 changes, and not one is lost. Run by its
# name only: it takes about six minutes. CONNS, CHANGES and RATE set others.
. "$TESTS/work-proc.sh"
need_proc
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
CONNS=${CONNS:-1000000} CHANGES=${CHANGES:-500} RATE=${RATE:-3500}
write() {       # write WORKERS [LISTEN-PARAMETER]
    conf conf <<EOF
$(globals)
worker_processes $1;
reuseport_drain_timeout 3s;
events { use $EV; worker_connections 4096; }
http {
    default_type text/plain;
    server { listen 127.0.0.1:$P1 backlog=4096 $2; return 200 "hello hello"; }
}
EOF
}

master() {      # the present master, whatever binary it is
    SRV=$(cat "$T/pid")
    echo "$SRV" >"$T/.spid"
}

reload() {
    "$RPD" -p "$T" -c "$T/conf" -s reload >>"$T/reload.out" 2>&1 ||
        fail "change $n: reload" "$(tail -n 3 "$T/reload.out")"
}

replaced() {    # replaced OLD: another master has the pid file
    _now=$(cat "$T/pid" 2>/dev/null)
    [ "${_now:-$1}" != "$1" ]
}

serving() {     # serving N: so many workers of this master accept
    workers_are "$1"
}

change() {      # change N: one of ten, in turn
    case $(($1 % 10)) in
    0) write 4; reload ;;
    1) write 1; reload ;;
    2 | 3) kill -TTIN "$SRV" ;;
    4) kill -TTOU "$SRV" ;;
    5) write 6; reload ;;
    6)
        victim=$(workers | sed -n 2p)
        kill -STOP "$victim"
        write 3
        reload
        kill -CONT "$victim"
        ;;
    7) write 3 reuseport=off; reload ;;
    8) write 2; reload ;;
    9)
        old=$SRV
        write $(($1 / 10 % 4 + 1))
        kill -USR2 "$old"
        wait_for 20 replaced "$old" || fail "change $1: no new master"
        master
        wait_for 20 serving $(($1 / 10 % 4 + 1))
        kill -QUIT "$old"
        wait_for 30 gone "$old" || fail "change $1: the old master stays"
        ;;
    esac
}

write 4
start
"$(dirname "$CLIENT")/load" -r "$RATE" -n "$CONNS" -b 11 "$P1" >"$T/line" \
    2>"$T/told" &
load=$!
clock() {       # hundredths of a second
    sed 's/^\([0-9]*\)\.\([0-9][0-9]\).*/\1\2/' /proc/uptime
}
n=0 begun=$(clock)
every=$((CONNS / RATE * 95 / CHANGES))  # so that the load outlasts the changes
while [ "$n" -lt "$CHANGES" ] && alive "$load"; do
    change "$n"
    n=$((n + 1))
    ahead=$((begun + n * every - $(clock)))
    [ "$ahead" -le 0 ] || sleep "$(printf %d.%02d $((ahead / 100)) \
        $((ahead % 100)))"
done
wait "$load"
status=$?
cat "$T/line" "$T/told"
is 'every change was made' "$n" "$CHANGES"
is "nothing is lost: $(cat "$T/line")" "$status" 0
like 'all were sent' "$(cat "$T/line")" "^sent=$CONNS ok=$CONNS "
unlike 'nothing is wrong' "$(cat "$T/error.log")" '\[(emerg|alert|crit)\]'
stop
