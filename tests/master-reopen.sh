# USR1 and -s reopen: after the logs were renamed, new ones are written.
. "$TESTS/work-proc.sh"
{
    echo 'worker_processes 2;'
    globals
    events
    cat <<EOF
http {
    access_log $T/access.log combined;
    server { listen 127.0.0.1:$P1; root $T; error_log $T/server.log; }
}
EOF
} > "$T/conf"
echo hello > "$T/a.txt"
start
logged() { # logged FILE WORD
    grep -q "$2" "$1"
}
get /a.txt?first > "$T/got"
code /none-first > "$T/got"
ok 'the access log' wait_for 10 logged "$T/access.log" 'a.txt?first'
ok 'the error log of the server' wait_for 10 logged "$T/server.log" none-first
for how in signal command; do
    for f in access server error; do mv "$T/$f.log" "$T/$f.$how"; done
    get "/a.txt?between-$how" > "$T/got"
    ok "$how: before, the old file is written" \
        wait_for 10 logged "$T/access.$how" "between-$how"
    if [ $how = signal ]; then
        kill -USR1 "$SRV"
    else
        ok '-s reopen' "$RPD" -s reopen -p "$T" -c "$T/conf"
    fi
    ok "$how: new files" wait_for 10 [ -e "$T/access.log" -a \
        -e "$T/server.log" -a -e "$T/error.log" ]
    # Both workers have turned to the new files when neither writes the old.
    turned() {
        raw $P1 "GET /a.txt?probe-$how HTTP/1.0\\r\\n\\r\\n" -c 20 > "$T/got"
        raw $P1 "GET /none-$how HTTP/1.0\\r\\n\\r\\n" -c 20 > "$T/got"
        _was=$(cat "$T/access.$how" "$T/server.$how" | wc -c)
        raw $P1 "GET /a.txt?after-$how HTTP/1.0\\r\\n\\r\\n" -c 20 > "$T/got"
        raw $P1 "GET /none-after HTTP/1.0\\r\\n\\r\\n" -c 20 > "$T/got"
        wait_for 2 logged "$T/access.log" "after-$how" &&
            [ "$(cat "$T/access.$how" "$T/server.$how" | wc -c)" = "$_was" ]
    }
    ok "$how: only the new files are written" wait_for 10 turned
    ok "$how: the server's own log" \
        wait_for 10 logged "$T/server.log" none-after
    if [ "$(id -u)" = 0 ] && [ -r /proc/self/stat ]; then
        uid=$(stat -c %u "$T/access.log" 2>/dev/null)
        is "$how: a file the workers may write" "$uid" \
            "$(field "$(workers | sed -n 1p)" Uid | cut -d ' ' -f 1)"
    fi
done
is 'nobody was replaced' "$(cat "$T/pid")" "$SRV"
stop
