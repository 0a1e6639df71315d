# Sockets that a service manager gives (LISTEN_FDS): which listen they go to,
# with and without SO_REUSEPORT, across reloads, upgrades and restarts.
need UPGRADE
. "$TESTS/work-proc.sh"
need_proc
command -v python3 > /dev/null || skip 'no python3'
[ "$(per_worker 2)" = 2 ] || skip 'no SO_REUSEPORT in this kernel'
LOAD=$(dirname "$CLIENT")/load
cat > "$T/manager.py" <<'END'
# manager.py keep SPEC...: opens sockets and gives them to all who ask.
# manager.py run PROGRAM ARGS: asks for them and becomes the program.
# SPEC: KIND:WHERE, with KIND tcp udp tcp6 unix, r: SO_REUSEPORT, u: nobody's
import array, fcntl, os, socket, sys
def opened(spec):
    kind, _, where = spec.partition(':')
    flags, kind = (kind[3:], kind[:3]) if kind[:3] in ('tcp', 'udp') else ('', 'unix')
    t = socket.SOCK_DGRAM if kind == 'udp' else socket.SOCK_STREAM
    f = socket.AF_UNIX if kind == 'unix' else \
        socket.AF_INET6 if '6' in flags else socket.AF_INET
    if 'u' in flags:
        os.seteuid(65534)
    s = socket.socket(f, t)
    if f != socket.AF_UNIX:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if f == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    if 'r' in flags:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind(where if f == socket.AF_UNIX else
           ('::' if f == socket.AF_INET6 else '127.0.0.1', int(where)))
    if 'u' in flags:
        os.seteuid(0)
    if t == socket.SOCK_STREAM and 'n' not in flags:
        s.listen(100)
    return s
c = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
if sys.argv[1] == 'keep':
    fds = [opened(s) for s in sys.argv[2:]]
    c.bind('manager')
    c.listen(5)
    while True:
        to = c.accept()[0]
        to.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS,
                   array.array('i', [s.fileno() for s in fds]))])
        to.close()
c.connect(os.environ['T'] + '/manager')
data = c.recvmsg(1, 4096)[1][0][2]
c.close()
fds = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100)
       for fd in array.array('i', data[:len(data) // 4 * 4])]
for i, fd in enumerate(fds):
    os.dup2(fd, 3 + i)
os.closerange(3 + len(fds), 400)
os.environ['LISTEN_FDS'] = str(len(fds))
os.environ['LISTEN_FDNAMES'] = ':'.join(['web'] * len(fds))
os.environ['LISTEN_PID'] = os.environ.get('FOR', str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
END
MGR=
end_manager() {
    [ -z "$MGR" ] || { kill $MGR; wait $MGR 2> /dev/null; }
    MGR=
}
manager() {     # manager SPEC...
    end_manager
    rm -f "$T/manager"
    (cd "$T" && exec python3 "$T/manager.py" keep "$@") &
    MGR=$!
    ok "a manager with $*" wait_for 10 test -S "$T/manager"
}
trap 'lib_end; end_manager' EXIT
export T
REAL=$RPD
printf '#!/bin/sh\nexec python3 "%s" run "%s" "$@"\n' "$T/manager.py" "$REAL" \
    > "$T/rpd"
chmod 755 "$T/rpd"
start_given() {
    : > "$T/error.log"
    RPD=$T/rpd
    start
    RPD=$REAL
    ok 'the workers are there' wait_for 10 workers_are "$WORKERS"
}
write() {       # write WORKERS LISTEN...
    WORKERS=$1
    shift
    {
        echo "worker_processes $WORKERS; reuseport_drain_timeout 300ms;"
        globals
        events
        echo "http { keepalive_timeout 60; server {"
        for _l; do echo "listen $_l;"; done
        echo "location / { return 200 hello; } } }"
    } > "$T/conf"
}
answer() {      # answer PORT or path
    case $1 in
    /*) raw 0 'GET / HTTP/1.0\r\n\r\n' -u "$1" ;;
    *) raw $1 'GET / HTTP/1.0\r\n\r\n' ;;
    esac | tail -n 1
}
says() {        # says N ERE: so many lines of the log
    grep -Ec "$1" "$T/error.log"
}
of_manager() {  # of_manager PORT: the socket that was given
    owned $MGR 0A $1
}
reload_ok() {   # reload_ok TEXT
    reload
    is "$1: reload" "$rc:$out" 0:
    ok "$1: $WORKERS workers" wait_for 10 workers_are "$WORKERS"
}
took_over() {
    _now=$(cat "$T/pid") && [ -n "$_now" ] && [ "$_now" != "$OLD" ]
}
upgrade() {     # upgrade TEXT
    OLD=$SRV
    kill -USR2 $OLD
    ok "$1: a new binary" wait_for 15 took_over
    SRV=$(cat "$T/pid")
    ok "$1: it serves" wait_for 10 workers_are "$WORKERS"
    kill -QUIT $OLD
    ok "$1: the old one has gone" wait_for 20 gone $OLD
    ok "$1: the new one knows" wait_for 10 grep -q \
        " $SRV#0: the old binary is gone" "$T/error.log"
}
each_has_one() {
    for w in $(workers); do
        [ "$(owned $w 0A $P1 | grep -c .)" = 1 ] || return 1
    done
}
load() {        # on P1 and P2 and the unix socket, until told to stop
    rm -f "$T/enough"
    for p in $P1 $P2; do
        "$LOAD" -r 300 -d 100 -t 30000 -m hello -b 5 -u "$T/enough" $p \
            > "$T/load.$p" 2>&1 &
        eval "load_$p=$!"
    done
    load_unix
    for p in $P1 $P2; do
        eval "ok 'load comes' wait_for 10 busy \$load_$p"
    done
}
unload() {      # unload TEXT
    : > "$T/enough"
    for p in $P1 $P2; do
        eval "wait \$load_$p"
        is "$1: nothing is lost ($(cat "$T/load.$p"))" $? 0
    done
    wait $loadu
    like "$1: nor of the unix socket" "$(cat "$T/unix")" '^lost=0 ok=[1-9]'
}

# One that allows SO_REUSEPORT, one that does not, a path, UDP, one too much.
manager "tcpr:$P1" "tcp:$P2" "unix:$T/s.sock" "udp:$P3" "tcp:$P4" "tcpn:$P5"
one=$(of_manager $P1) two=$(of_manager $P2) four=$(of_manager $P4)
path=$(ls -i "$T/s.sock")
all="127.0.0.1:$P1 127.0.0.1:$P2 unix:$T/s.sock"
write 3 $all
start_given
is 'a socket for each worker' "$(listeners $P1)" 3
ok 'each has one' each_has_one
is 'one is the given one' \
    "$(for w in $(workers); do owned $w 0A $P1; done | grep -cx "$one")" 1
is 'one socket for all' "$(sockets 0A $P2)" "$two"
for w in $(workers); do
    is 'every worker has it' "$(owned $w 0A $P2)" "$two"
done
is 'one notice' "$(says 'the given 127.0.0.1:[0-9]* is shared')" 1
is 'of that one' "$(says "\[notice\].*the given 127.0.0.1:$P2 is")" 1
is 'one warning' "$(says 'no listen wants')" 1
is 'of that one' \
    "$(says "\[warn\].*no listen wants the given 127.0.0.1:$P4")" 1
is 'nothing about what does not listen' "$(grep -c 'no use' "$T/stderr")" 0
is 'UDP is left alone, and so is what does not listen' "$(grep -c \
    '\[warn\] descriptor [68] that was given does not listen, left alone' \
    "$T/stderr")" 2
for p in $P1 $P2 "$T/s.sock"; do
    is "$p is served" "$(answer $p)" hello
done
unset_in() {
    for w in $SRV $(workers); do
        tr '\000' '\n' < "/proc/$w/environ" | grep -c '^LISTEN_'
    done | sort -u
}
if [ -n "$EMU" ]; then without "environment: /proc has that of $EMU"
else is 'nobody sees the variables' "$(unset_in)" 0; fi

# Reloads: fewer, more, the same; nothing is lost, and they stay.
load
for n in 1 4 3; do
    write $n $all
    reload_ok "to $n"
    ok "to $n: so many sockets" wait_for 20 has_sockets $P1 $n
    is "to $n: one is the given one" "$(sockets 0A $P1 | grep -cx "$one")" 1
    is "to $n: the other, too" "$(sockets 0A $P2)" "$two"
done
unload reloads
is 'still one notice' "$(says 'is shared by all workers')" 1
is 'the path' "$(ls -i "$T/s.sock")" "$path"

# Without them, and with them again: who has come meanwhile is served then.
write 3 "127.0.0.1:$P6"
reload_ok 'without'
is 'without: the new address' "$(answer $P6)" hello
hold 7 $P1 'GET / HTTP/1.0\r\n\r\n' -t 30000
hold 8 $P2 'GET / HTTP/1.0\r\n\r\n' -t 30000
hold 9 0 'GET / HTTP/1.0\r\n\r\n' -t 30000 -u "$T/s.sock"
is 'without: they are named' "$(says "no listen wants .* unix:$T/s.sock")" 1
is 'without: they stay' "$(sockets 0A $P2):$(ls -i "$T/s.sock")" "$two:$path"
is 'without: nobody answers' "$(cat "$T/out.7" "$T/out.8" "$T/out.9")" ''
write 3 $all
reload_ok 'again'
for i in 7 8 9; do
    ok "again: $i is answered" wait_for 10 grep -q '^hello' "$T/out.$i"
    drop $i
done
is 'again: one is the given one' "$(sockets 0A $P1 | grep -cx "$one")" 1
ok 'again: three' has_sockets $P1 3

# A refused reload that would have had more.
write 5 $all "127.0.0.1:$((P1 - 1))"
reload
is 'refused' "$rc" 1
ok 'refused: three' has_sockets $P1 3
is 'refused: the path' "$(ls -i "$T/s.sock")" "$path"

# A new binary, with more and then with fewer workers; another one.
load
for n in 4 2; do
    write $n $all
    upgrade "upgrade $n"
    ok "upgrade $n: so many sockets" wait_for 20 has_sockets $P1 $n
    is "upgrade $n: the given one" "$(sockets 0A $P1 | grep -cx "$one")" 1
    is "upgrade $n: the other" "$(sockets 0A $P2)" "$two"
    reload_ok "upgrade $n"
done
unload upgrades
is 'upgrades: the path' "$(ls -i "$T/s.sock")" "$path"
write 2 $all "127.0.0.1:$P4"
reload_ok 'the spare one'
is 'the spare one has come along' "$(sockets 0A $P4)" "$four"
is 'the spare one is served' "$(answer $P4)" hello

# The end, and who comes then waits for the next one.
stop QUIT
is 'the end: the path stays' "$(ls -i "$T/s.sock")" "$path"
is 'the end: the sockets stay' "$(sockets 0A $P1):$(sockets 0A $P2)" \
    "$one:$two"
hold 7 $P1 'GET / HTTP/1.0\r\n\r\n' -t 30000 -c 20
hold 8 $P2 'GET / HTTP/1.0\r\n\r\n' -t 30000
hold 9 0 'GET / HTTP/1.0\r\n\r\n' -t 30000 -u "$T/s.sock"
waiting() {     # how many wait at P1
    awk -v p=":$(printf %04X $P1)" 'NR > 1 && $4 != "0A" { exit }
        substr($2, length($2) - 4) == p { split($5, q, ":"); print q[2] }' \
        /proc/net/tcp
}
ok 'the end: they wait' wait_for 10 eval '[ "$(waiting)" = 00000014 ]'
start_given
wait $held_7
is 'the next one serves them' "$(grep -c '200 OK' "$T/out.7")" 20
for i in 8 9; do
    ok "the next one serves $i" wait_for 10 grep -q '^hello' "$T/out.$i"
    drop $i
done
drop 7
stop

# For somebody else: not even looked at.
FOR=1
export FOR
write 2 "127.0.0.1:$P6"
start_given
unset FOR
is 'for somebody else' "$(says 'the given')" 0
is 'for somebody else: it serves' "$(answer $P6)" hello
stop

# reuseport off, then on: the given one has siblings when it may.
manager "tcpr:$P1" "tcp:$P2" "unix:$T/s2.sock"
one=$(of_manager $P1)
write 3 "127.0.0.1:$P1 reuseport=off" "127.0.0.1:$P2 reuseport=off"
start_given
is 'off: the given one alone' "$(sockets 0A $P1)" "$one"
is 'off: no notice' "$(says 'is shared by all workers')" 0
write 3 "127.0.0.1:$P1" "127.0.0.1:$P2"
reload_ok 'on'
is 'on: three' "$(listeners $P1)" 3
is 'on: one for all' "$(listeners $P2)" 1
is 'on: now there is one' "$(says 'is shared by all workers')" 1
for i in 1 2 3 4 5 6 7 8; do
    echo "$(answer $P1)"
    echo "$(answer $P2)"
done > "$T/got"
is 'on: all answered' "$(grep -cx hello "$T/got")" 16
stop

# Both families in one socket: it goes to the listen of its address.
manager "tcp6r:$P5"
five=$(of_manager $P5)
write 2 "[::]:$P5"
start_given
is 'both families: no warning' "$(says '\[warn\]')" 0
is 'both families: two sockets' "$(listeners $P5)" 2
is 'both families: one is given' "$(sockets 0A $P5 | grep -cx "$five")" 1
for i in 1 2 3 4 5 6 7 8; do echo "$(answer $P5)"; done > "$T/got"
is 'both families: IPv4 is served' "$(grep -cx hello "$T/got")" 8
reload_ok 'both families'
upgrade 'both families'
is 'both families: IPv4 is still served' "$(answer $P5)" hello
is 'both families: two sockets still' "$(listeners $P5)" 2
stop

# SO_REUSEPORT is set, but the kernel keeps it to the user who opened it.
if [ "$(id -u)" = 0 ]; then
    manager "tcpru:$P1"
    one=$(of_manager $P1)
    write 3 "127.0.0.1:$P1"
    start_given
    is 'another user: it is shared' "$(sockets 0A $P1)" "$one"
    is 'another user: one notice' "$(says 'is shared by all workers')" 1
    is 'another user: it is served' "$(answer $P1)" hello
    write 4 "127.0.0.1:$P1"
    reload_ok 'another user'
    is 'another user: still shared' "$(sockets 0A $P1)" "$one"
    stop
fi
is 'no worker has crashed' "$(says 'exited on signal')" 0

# systemd's own program, which waits for the first client; one process as well.
end_manager
command -v systemd-socket-activate > /dev/null || exit 0
printf '#!/bin/sh\nexec systemd-socket-activate -E ASAN_OPTIONS \
    --fdname=web -l 127.0.0.1:%s "%s" "$@"\n' "$P1" "$REAL" > "$T/rpd"
answers() {
    [ "$(answer $P1)" = hello ]
}
for main in 'worker_processes 2;' 'master_process off;'; do
    write 2 "127.0.0.1:$P1"
    sed "s/^worker_processes 2;/$main/" "$T/conf" > "$T/conf2"
    mv "$T/conf2" "$T/conf"
    rm -f "$T/pid" "$T/.exit" "$T/.spid"
    RPD=$T/rpd
    launch -p "$T" -c "$T/conf" >> "$T/stdout" 2>> "$T/stderr" &
    RPD=$REAL
    ok "systemd, $main the first client is served" wait_for 20 answers
    SRV=$(cat "$T/pid")
    is "systemd, $main one socket" "$(listeners $P1)" 1
    is "systemd, $main who comes now" "$(answer $P1)" hello
    stop
done
