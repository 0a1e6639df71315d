# How connections end: half-closed, aborted, by a worker with much to send.
mkdir www
printf 'hello\n' >www/a.txt
dd if=/dev/null of=www/big bs=1 seek=33554432 2>/dev/null
dd if=/dev/null of=www/cut bs=1 seek=33554432 2>/dev/null
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /ret { return 200 "ret\n"; }
        location /444 { return 444; }
    }
    server {
        listen 127.0.0.1:$P2;
        root $T/www;
        sendfile on;
        lingering_close always;
        location /ret { return 200 "ret\n"; }
    }
    server {
        listen 127.0.0.1:$P3;
        root $T/www;
        lingering_close off;
        location /ret { return 200 "ret\n"; }
    }
}
END
start

for p in $P1 $P2 $P3; do
    is "half-closed after the request" "$(answers $p 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n' -w)" '200 eof'
    is "half-closed after two" "$(answers $p 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /ret HTTP/1.1\r\nHost: a\r\n\r\n' -w)" '200 200 eof'
    is "half-closed with nothing sent" "$(answers $p '' -w)" 'eof'
    like "half-closed in a request" "$(answers $p 'GET /a.txt HT' -w)" '^(400 )?(eof|reset)$'
    like "half-closed in a header" "$(answers $p 'GET /a.txt HTTP/1.1\r\nHost: a\r\n' -w)" '^(400 )?(eof|reset)$'
    is "half-closed after a body" "$(answers $p 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc' -w)" '200 eof'
done
is "444 is an end without an answer" "$(raw $P1 'GET /444 HTTP/1.1\r\nHost: a\r\n\r\n' -e | tr -d '\n' | sed 's/reset/eof/')" '[eof]'

# Aborted by a reset in all phases.
for i in 1 2 3 4 5 6 7 8 9 10; do
    raw $P1 '' -x
    raw $P1 'GET /a' -x
    raw $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n' -x
    raw $P1 'GET /big HTTP/1.1\r\nHost: a\r\n\r\n\w' -x >/dev/null
    raw $P2 'GET /big HTTP/1.1\r\nHost: a\r\n\r\n\w' -x >/dev/null
    raw $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc' -x
    raw $P2 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 9x\r\n\r\n\w' -x >/dev/null
done
is "after resets" "$(answers $P1 'GET /a.txt HTTP/1.0\r\n\r\n')" '200 eof'
is "after resets, the other" "$(answers $P2 'GET /a.txt HTTP/1.0\r\n\r\n')" '200 eof'

# A file that shrinks while it is sent: the answer is cut, nothing hangs and
# nothing is made up.
for p in $P1 $P2; do
    dd if=/dev/null of=www/cut bs=1 seek=33554432 2>/dev/null
    rm -f got
    raw $p 'GET /cut HTTP/1.1\r\nHost: a\r\n\r\n' -r 60000 -e >got &
    reader=$!
    wait_for 10 test -s got
    : >www/cut
    is "others are served" "$(get /a.txt)" hello
    wait $reader
    ok "cut" test "$(wc -c <got)" -lt 33554432
    like "a shrunk file ends the connection" "$(tail -n 1 got)" '^\[(eof|reset)\]$'
done
