# Out of descriptors, out of connections: the server waits, says so in the log
# and comes back by itself.
. "$TESTS/work-proc.sh"
write() {       # write MAIN CONNECTIONS
    cat > "$T/conf" <<EOF
daemon off;
pid $T/pid;
error_log $T/error.log info;
worker_processes 1;
$1
events { use $EV; worker_connections $2; accept_mutex_delay 20ms; $3 }
http {
    keepalive_timeout 60;
    server { listen 127.0.0.1:$P1; listen 127.0.0.1:$P2 reuseport=off; root $T; }
}
EOF
}
echo hello > "$T/a.txt"
answered() { # answered PORT
    [ "$(raw "$1" 'GET /a.txt HTTP/1.0\r\n\r\n' -t 500 | tail -n 1)" = hello ]
}

for p in $P1 $P2; do
    # EMFILE.
    rm -f "$T/error.log" "$T/in.7"
    write 'worker_rlimit_nofile 24;' 256 ''
    start
    hold 7 $p '\i' -c 60 -t 60000
    ok 'no descriptor is left: the log says so' wait_for 10 grep -Eq \
        '\] [0-9#]+: .*accept4?\(\) failed.* \([0-9]+: [^)]*\)' \
        "$T/error.log"
    ok 'the log is not flooded' [ "$(wc -l < "$T/error.log")" -lt 2000 ]
    drop 7
    ok 'it comes back' wait_for 20 answered $p
    is 'and serves as before' "$(raw $p 'GET /a.txt HTTP/1.0\r\n\r\n' -c 5 |
        grep -c '^hello')" 5
    stop

    # worker_connections.
    rm -f "$T/error.log"
    write '' 16 ''
    start
    hold 8 $p '\i' -c 60 -t 60000
    ok 'no connection is left: the log says so' wait_for 10 grep -q \
        '\[[a-z]*\].* 16 worker_connections are not enough' "$T/error.log"
    drop 8
    rm -f "$T/in.8"
    ok 'connections: it comes back' wait_for 20 answered $p
    is 'connections: and serves as before' "$(raw $p \
        'GET /a.txt HTTP/1.0\r\n\r\n' -c 5 | grep -c '^hello')" 5
    stop
done

