# A full table: whoever has been idle for the longest makes room for a new
# client, and a request that is under way does not.
conf conf <<EOF
$(globals)
worker_processes 1;
events { use $EV; worker_connections 4; }
http {
    default_type text/plain;
    server { listen 127.0.0.1:$P1; return 200 "hello\n"; }
}
EOF
start

for i in 1 2 3 4; do
    "$CLIENT" -e -t 30000 "$P1" 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' \
        >"$T/idle.$i" 2>&1 &
    eval "pid$i=$!"
    ok "client $i is answered" wait_for 10 grep -q hello "$T/idle.$i"
done
is 'a fifth is served' "$(get /)" hello
ok 'the oldest has made room' wait_for 10 grep -q '^\[eof\]' "$T/idle.1"
is 'by a clean end' "$(tail -n 1 "$T/idle.1")" '[eof]'
like 'the log says so' "$(cat "$T/error.log")" \
    '4 worker_connections are not enough, reusing connections'
is 'the others are still there' "$(cat "$T"/idle.[234] | grep -c '^\[')" 0
# shellcheck disable=SC2154
kill "$pid2" "$pid3" "$pid4"
