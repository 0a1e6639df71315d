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

# Logs and directories that cannot be had: -t says what the start would say, and
# otherwise makes what the start would make.
would() {       # would CONFIG MESSAGE: -t and the start both refuse it
    printf '%s\n' "error_log $T/e.log; pid $T/x.pid; daemon off;" \
        'events { worker_connections 64; }' \
        "http { $1 server { listen 127.0.0.1:$P3; } }" > "$T/x.conf"
    is "-t: $1" "$("$RPD" -t -p "$T" -c "$T/x.conf" 2>&1; echo $?)" \
        "reuseportd: [emerg] $2
reuseportd: configuration file $T/x.conf test failed
1"
    is "the start: $1" "$("$RPD" -p "$T" -c "$T/x.conf" 2>&1; echo $?)" \
        "reuseportd: [emerg] $2
1"
}
none='failed (2: No such file or directory)'
need LOGS
would "access_log $T/no/a;" "open() \"$T/no/a\" $none"
would "error_log $T/no/e;" "open() \"$T/no/e\" $none"
rm -f "$T/e.log"
printf '%s\n' "error_log $T/e.log;" 'events { worker_connections 64; }' \
    "http { access_log $T/a.log; server { listen 127.0.0.1:$P3; } }" \
    > "$T/x.conf"
for i in 1 2; do
    ok "-t opens logs, $i" "$RPD" -t -p "$T" -c "$T/x.conf"
    ok "-t makes logs, $i" [ -e "$T/a.log" -a -e "$T/e.log" ]
    is "-t leaves what they hold, $i" "$(cat "$T/a.log")" "${a_log-}"
    a_log=kept
    echo kept > "$T/a.log"
done
"$RPD" -V 2>&1 | grep -q RPD_WITH_HANDLER=0 ||
    would "client_body_temp_path $T/no/a;" "mkdir() \"$T/no/a\" $none"
