# -t beside a running server: it binds nothing, disturbs nobody, and does not
# care who has the port.
. "$TESTS/work-proc.sh"
{
    echo 'worker_processes 2;'
    globals
    events
    cat <<EOF
http {
    server { listen 127.0.0.1:$P1; return 200 main; }
    server { listen unix:$T/s.sock; return 200 unix; }
}
EOF
} > "$T/conf"
start
before=$(sockets 0A $P1 2>/dev/null)
lost=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    "$RPD" -t -q -p "$T" -c "$T/conf" 2>> "$T/t.err" & test=$!
    for k in 1 2 3 4; do
        [ "$(get /)" = main ] || lost=$((lost + 1))
    done
    wait $test || lost=$((lost + 100))
done
is 'no request fails while -t runs' $lost 0
is '-t says nothing' "$(cat "$T/t.err")" ''
is '-t opens no socket on the port' "$(sockets 0A $P1 2>/dev/null)" "$before"
is '-t leaves the pid file alone' "$(cat "$T/pid")" "$SRV"
is '-t leaves the unix socket alone' "$(raw 0 'GET / HTTP/1.0\r\n\r\n' \
    -u "$T/s.sock" | tail -n 1)" unix
stop

# The port belongs to another program: -t does not mind.
cat > "$T/x.conf" <<EOF
events { worker_connections 64; }
http {
    server { listen 127.0.0.1:$((P1 - 1)); }
    server { listen 127.0.0.2:$P2 reuseport=off; }
}
EOF
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is "-t with a port that is taken: $out" $? 0
