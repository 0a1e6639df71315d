# syslog: error_log and access_log to a unix socket and over UDP; the server
# lives on when nobody listens there.
command -v python3 > /dev/null && python3 -c 'import socket' 2> /dev/null ||
    skip 'needs python3'
cat > "$T/receive.py" <<'EOF'
import select, socket, sys
path, port, out = sys.argv[1], int(sys.argv[2]), open(sys.argv[3], "a", 1)
u = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
u.bind(path)
i = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
i.bind(("127.0.0.1", port))
out.write("ready\n")
while True:
    for s in select.select([u, i], [], [])[0]:
        text = s.recv(65536).decode("latin-1")
        out.write(("unix " if s is u else "udp ") + text.rstrip("\n") + "\n")
EOF
receive() {     # receive OUT: starts the receiver
    rm -f "$T/log.sock"
    python3 "$T/receive.py" "$T/log.sock" $P6 "$T/$1" & RECEIVER=$!
    wait_for 20 grep -q ready "$T/$1"
    chmod 666 "$T/log.sock"
}
receive one
cat > "$T/conf" <<EOF
daemon off;
pid $T/pid;
error_log $T/error.log info;
error_log syslog:server=unix:$T/log.sock;
error_log syslog:server=127.0.0.1:$P6,facility=local0,tag=my_tag warn;
worker_processes 1;
$(events)
http {
    log_format plain '\$request_method \$request_uri';
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location = /a {
            access_log syslog:server=unix:$T/log.sock plain;
            return 204;
        }
        location = /b {
            access_log syslog:server=127.0.0.1:$P6,facility=daemon,severity=warn,tag=web,nohostname plain;
            return 204;
        }
    }
}
EOF
mkdir "$T/www"
start
got() {         # got FILE ERE: such a line arrives
    wait_for 10 grep -Eq -- "$2" "$T/$1"
}
D='[A-Z][a-z][a-z] [ 1-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9]'
code /none-1 > "$T/got"
ok 'an error over the unix socket' got one \
    "^unix <187>$D [^ ]+ reuseportd: (20[0-9/]+ [0-9:]+ )?\[error\] [0-9]+#[0-9]+: (\*[0-9]+ )?open\(\) .*none-1"
ok 'the same over UDP, with facility and tag' got one \
    "^udp <131>$D [^ ]+ my_tag: .*\[error\] .*none-1"
ok 'and in the file' got error.log none-1
code /a > "$T/got"
ok 'access_log over the unix socket' got one \
    "^unix <190>$D [^ ]+ reuseportd: GET /a\$"
code /b > "$T/got"
ok 'access_log over UDP: facility, severity, tag, no host name' got one \
    "^udp <28>$D web: GET /b\$"
is 'what is below the level stays' "$(grep -c 'udp.*\[notice\]' "$T/one")" 0

# The receiver goes and comes back.
kill $RECEIVER
wait $RECEIVER 2> /dev/null
i=0
while [ $i -lt 20 ]; do
    i=$((i + 1))
    is "request $i without a receiver" "$(code /a)$(code /b)$(code /none-2)" \
        204204404
done
ok 'the file still has it all' got error.log none-2
receive two
again() {
    code /a > "$T/got"
    code /none-3 > "$T/got"
    grep -q '^unix .*GET /a$' "$T/two" && grep -q '^unix .*none-3' "$T/two" &&
        grep -q '^udp .*none-3' "$T/two"
}
ok 'it is written again when it is back' wait_for 20 again
kill $RECEIVER
wait $RECEIVER 2> /dev/null
stop

# Nobody there at the start: that is no reason not to start.
rm -f "$T/log.sock"
start
is 'a start without a receiver' "$(code /a)" 204
stop
