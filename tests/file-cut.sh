# A file that shrinks while it is sent in chunks or in parts: the answer is
# cut, and its end is not made up.
mkdir www
printf 'hello' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    sendfile on;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /chunks/ { alias $T/www/; add_trailer X y; }
        location /copied/ { alias $T/www/; add_trailer X y; sendfile off; }
        location /rate/ { alias $T/www/; limit_rate 10m; }
    }
}
END
start
for l in / /chunks/ /copied/ /rate/; do
    for range in 0- 0-20000000,20000002-30000000; do
        dd if=/dev/null of=www/cut bs=1 seek=33554432 2>/dev/null
        rm -f got
        raw $P1 "GET ${l}cut HTTP/1.1\r\nHost: a\r\nRange: bytes=$range\r\n\r\n" \
            -r 60000 -e >got &
        reader=$!
        wait_for 10 test -s got
        : >www/cut
        is "$l $range: others are served" "$(get /a.txt)" hello
        wait $reader
        ok "$l $range: cut" test "$(wc -c <got)" -lt 20000000
        like "$l $range: the connection ends" "$(tail -n 1 got)" '^\[(eof|reset)\]$'
        is "$l $range: nothing is made up" "$(tail -c 200 got | tr -d '\000' | grep -a -c -e '^X: y' -e '^--')" 0
    done
done
stop
like "it is told"   "$(cat error.log)" '\[crit\] .* a file became shorter while it was sent'
unlike "and no more" "$(cat error.log)" 'sending to client failed'
