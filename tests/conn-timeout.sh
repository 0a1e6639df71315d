# Timeouts end what does not go on. No durations are measured: the client
# waits ten seconds and more, the limits here are a third of one.
mkdir www
printf 'hello\n' >www/a.txt
dd if=/dev/null of=www/big bs=1 seek=33554432 2>/dev/null
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        client_header_timeout 300ms;
        client_body_timeout 300ms;
        send_timeout 300ms;
        keepalive_timeout 300ms;
        location /ret { return 200 "ret\n"; }
    }
    server {
        listen 127.0.0.1:$P2;
        root $T/www;
        client_header_timeout 300ms;
        client_body_timeout 300ms;
        lingering_timeout 300ms;
        client_max_body_size 10;
        location /ret { return 200 "ret\n"; }
    }
    server {
        listen 127.0.0.1:$P3;
        lingering_timeout 60s;
        lingering_time 60s;
        location /timeout { lingering_timeout 300ms; return 413; }
        location /time { lingering_time 1s; return 413; }
    }
}
END
start

end() {         # end PORT BYTES: how it ends, after which statuses
    answers "$@" -t 20000
}

is "nothing sent"           "$(end $P1 '')" 'eof'
like "a method"             "$(end $P1 'GET')" '^(408 )?eof$'
like "half a line"          "$(end $P1 'GET /a.txt HTT')" '^(408 )?eof$'
like "half a header"        "$(end $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\nX')" '^(408 )?eof$'
like "no empty line"        "$(end $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\n')" '^(408 )?eof$'
like "half a second request" "$(end $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n\wGET')" '^200 (408 )?eof$'
like "half a body"          "$(end $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc')" '^((200|408) )?(eof|reset)$'
like "half a chunk"         "$(end $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc')" '^((200|408) )?(eof|reset)$'
is "keep-alive"             "$(end $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n')" '200 eof'
is "lingering after 413"    "$(end $P2 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nabc')" '413 eof'

# A header sent slowly but steadily still has to be whole in time.
trickle=$(rep 3000 'x')
like "a trickle is no progress" "$(end $P1 "GET /$trickle" -s 1)" '^(408 )?(eof|reset)$'

# A client that stops reading: the server gives up and goes on with others.
raw $P1 'GET /big HTTP/1.0\r\n\r\n' -r 4096 >got &
reader=$!
wait_for 10 test -s got
pid=
for p in /proc/[0-9]*; do       # the client itself is a child of the shell
    [ -r "$p/cmdline" ] || continue
    case $(tr '\000' ' ' <"$p/cmdline" 2>/dev/null) in
    "$CLIENT -r 4096 -- $P1 "*) pid=${p#/proc/} ;;
    esac
done
if [ -n "$pid" ]; then
    kill -STOP "$pid"
    is "others are served meanwhile" "$(get /a.txt)" hello
    ok "send_timeout is in the log" wait_for 20 grep -q 'timed out' "$T/error.log"
    kill -CONT "$pid"
    wait $reader
    ok "and the answer was cut" test "$(wc -c <got)" -lt 33554432
else
    kill $reader
fi
is "the server is well" "$(get /a.txt)" hello

# Lingering while the client stays: as long as the location says, and in all
# no longer than lingering_time. The server ends when that is over.
mkfifo line
for l in timeout time; do
    [ -n "$SRV" ] || start
    raw $P3 "POST /$l HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nabc\wdef\i" -t 30000 <line >got.$l &
    reader=$!
    exec 9>line
    ok "$l: the answer" wait_for 10 test -s got.$l
    stop QUIT
    ok "$l: the client is still there" alive $reader
    exec 9>&-
    wait $reader
done
