# QUIT: requests under way finish to the last byte, idle keep-alive connections
# end with FIN, nothing new is taken, the master leaves last. TERM and INT:
# everything ends now.
. "$TESTS/work-proc.sh"
{
    echo 'worker_processes 2;'
    globals
    events
    cat <<EOF
http {
    keepalive_timeout 60;
    server { listen 127.0.0.1:$P1; listen 127.0.0.1:$P2 reuseport=off; root $T; }
}
EOF
} > "$T/conf"
echo hello > "$T/a.txt"
rep 2000000 '0123456789abcdef' > "$T/big"

shutting_down() {       # a worker with that title is there
    for _p in $(children "$SRV"); do
        [ "$(title "$_p")" = 'reuseportd: worker process is shutting down' ] &&
            return 0
    done
    return 1
}
refused() {             # refused PORT
    "$CLIENT" -x "$1" '' > /dev/null 2>&1
    [ $? -eq 1 ]
}
connected() {           # the server has accepted something on P1
    [ ! -r /proc/net/tcp ] || [ -n "$(sockets 01 $P1)" ]
}

for p in $P1 $P2; do
    start
    hold 7 $p 'GET /a.txt HTTP/1.1\r\nHost: x\r\n\r\n' -t 20000
    hold 8 $p 'GET /a.txt HTTP/1.1\r\nHost: x\r\n' -t 20000
    ok 'an idle keep-alive connection' wait_for 10 grep -q hello "$T/out.7"
    slow one /big
    is 'a download is under way' "$(sed -n '1s/ *.$//p' "$T/one.head")" \
        'HTTP/1.1 200 OK'
    kill -QUIT "$SRV"
    wait $held_7
    is 'the idle connection ends with FIN' "$(tail -n 1 "$T/out.7")" '[eof]'
    [ ! -r /proc/self/stat ] ||
        ok 'the worker says so' wait_for 10 shutting_down
    ok 'new connections are refused' wait_for 10 refused $p
    ok 'the master waits' alive "$SRV"
    ok 'the pid file stays until then' [ -s "$T/pid" ]
    slow_end one
    ok 'the download is complete' cmp "$T/big" "$T/one.got"
    drop 8
    ok 'the master leaves' wait_for 15 gone "$SRV"
    ok 'and takes the pid file away' [ ! -e "$T/pid" ]
    stop QUIT
    rm -f "$T/in.7" "$T/one.got"
done

# -s quit does the same.
start
slow two /big
ok '-s quit' "$RPD" -s quit -p "$T" -c "$T/conf"
slow_end two
ok '-s quit: the download is complete' cmp "$T/big" "$T/two.got"
ok '-s quit: the master leaves' wait_for 15 gone "$SRV"
stop QUIT

# A request that comes in while the server is quitting, on a connection whose
# last answer is still under way, is answered or refused, not dropped silently:
# the client sees the end of the connection after a whole answer.
start
hold 9 $P1 'GET /a.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n\iabcd' \
    -t 20000
ok 'a request that waits for its body' wait_for 10 connected
kill -QUIT "$SRV"
wait_for 10 refused $P1
tell 9
wait $held_9
is 'the request under way is answered, then the end' \
    "$(tr -d '\r' < "$T/out.9" | grep -c 'HTTP/1.1 200 OK\|^hello\|\[eof\]')" 3
like 'and says it is the last' "$(cat "$T/out.9")" '^Connection: close'
ok 'the master leaves' wait_for 15 gone "$SRV"
stop QUIT
drop 9

# Fast: TERM and INT and -s stop.
for how in TERM INT -s; do
    start
    slow fast /big
    case $how in
    -s) ok '-s stop' "$RPD" -s stop -p "$T" -c "$T/conf" ;;
    *) kill -$how "$SRV" ;;
    esac
    ok "$how: it ends though a download is under way" \
        wait_for 15 gone "$SRV"
    ok "$how: no pid file" [ ! -e "$T/pid" ]
    stop TERM
    slow_end fast
done

# worker_shutdown_timeout ends what does not end by itself.
sed 's/^worker_processes 2;/& worker_shutdown_timeout 200ms;/' "$T/conf" \
    > "$T/conf.new"
mv "$T/conf.new" "$T/conf"
start
slow never /big
kill -QUIT "$SRV"
ok 'worker_shutdown_timeout' wait_for 15 gone "$SRV"
stop QUIT
slow_end never
