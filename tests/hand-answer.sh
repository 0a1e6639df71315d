# A program with the server inside answers by itself: tests/embed.c.
flags='-O0 -std=c11 -Wall -Wextra -Werror'
case $LABEL in */san) flags="$SAN -O0" ;; esac
# shellcheck disable=SC2086
if ! ${CC:-cc} $flags -DRPD_NO_MAIN -I"$TESTS/.." "$TESTS/embed.c" \
    "$TESTS/../reuseportd.c" -o "$T/embed" $LDLIBS >"$T/cc.log" 2>&1
then
    fail "embed.c does not build" "$(head -n 5 "$T/cc.log")"
    exit 0
fi
printf 'events { }\nhttp { server { location / {\nhandler hello;\n} } }\n' >x.conf
conf_says "unknown without the program" emerg 3 'unknown handler "hello"'
RPD=$T/embed

mkdir www temp
printf 'hello\n' >www/a.txt
chmod 777 temp
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    log_format body '\$request_body|\$request_body_file|\$status|\$request_length';
    default_type text/plain;
    root $T/www;
    client_body_temp_path $T/temp;
    client_max_body_size 3m;
    server {
        listen 127.0.0.1:$P1;
        location /hello { handler hello; }
        location /echo { handler echo; access_log $T/body.log body; }
        location /echo.html { handler echo; }
        location /small { client_body_buffer_size 10; handler echo; access_log $T/body.log body; }
        location /sum { client_body_buffer_size 1k; handler sum; }
        location /page { handler page; }
        location /fail { handler fail; }
        location /refuse { handler refuse; }
        location /count { handler count; }
        location /slow { handler slow; }
        location /tight { client_max_body_size 10; handler echo; }
        location /custom {
            client_max_body_size 10;
            error_page 413 =200 /echo;
            error_page 400 /a.txt;
            handler echo;
        }
        location /if {
            if (\$arg_by = hand) { handler echo; }
        }
    }
}
END
start

is "an answer"              "$(get /hello)" 'Hello, world'
like "its head"             "$(head_of /hello | tr '\n' '|')" '^HTTP/1.1 200 OK\|Server: [^|]*\|Date: [^|]*\|Content-Type: text/plain\|Content-Length: 13\|Connection: keep-alive\|\|$'
is "HEAD"                   "$(raw $P1 'HEAD /hello HTTP/1.0\r\n\r\n' | tr -d '\r' | tail -n 2 | tr '\n' '|')" 'Connection: close||'
like "HEAD tells the length" "$(head_of /hello -I)" '^Content-Length: 13$'
is "path, query, client"    "$(get '/echo/a%20b//c?d=%20&e')" '/echo/a b/c?d=%20&e from 127.0.0.1: '
is "no query"               "$(get /echo)" '/echo? from 127.0.0.1: '
is "a body"                 "$(get '/echo?x' -d 'some body')" '/echo?x from 127.0.0.1: some body'
is "a body in chunks"       "$(get '/echo?x' -H 'Transfer-Encoding: chunked' -d 'some body')" '/echo?x from 127.0.0.1: some body'
is "an empty body"          "$(get '/echo?x' -d '')" '/echo?x from 127.0.0.1: '
like "the method"           "$(head_of /echo -X PUT -d x)" '^X-Method: PUT$'
like "a header, any case"   "$(head_of /echo -H 'x-TEST: a "b"')" '^X-Echo: a "b"$'
like "the first of two"     "$(head_of /echo -H 'X-Test: one' -H 'X-Test: two')" '^X-Echo: one$'
like "no header"            "$(head_of /echo)" '^X-Echo: \(none\)$'
like "the type by ending"   "$(head_of /echo.html)" '^Content-Type: text/html$'
like "the default type"     "$(head_of /echo)" '^Content-Type: text/plain$'
is "the next request"       "$(answers $P1 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcPOST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\nGET /hello HTTP/1.0\r\n\r\n')" '200 200 200 eof'
is "the same in pieces"     "$(answers $P1 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcPOST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\nGET /hello HTTP/1.0\r\n\r\n' -s 1)" '200 200 200 eof'
is "nothing dubious passes" "$(get /refuse)" '14 of 14'

# Statuses: the server's page, or words of its own.
is "a page"                 "$(code '/page?403')" 403
like "it is the server's"   "$(get '/page?403')" '<h1>403 Forbidden</h1>'
is "not a page"             "$(code '/page?200')" 500
is "nor that"               "$(code '/page?-5')" 500
is "its own words"          "$(get '/fail?404')" 'in its own words'
is "and status"             "$(code '/fail?404')" 404
like "and Location"         "$(head_of '/fail?302')" '^Location: /elsewhere$'
unlike "206 without a range" "$(head_of '/fail?206')" Content-Range
is "204 has no body"        "$(raw $P1 'GET /fail?204 HTTP/1.0\r\n\r\n' | tr -d '\r' | grep -c words)" 0

# Bodies that outgrow memory.
sum() {         # sum FILE: as embed.c makes it
    od -An -v -tu1 "$1" | awk '{ for (i = 1; i <= NF; i++) { t = ((n++ ? t : 1) * 31 + $i) % 1000000007 } } END { printf "%d %d\n", n, n ? t : 1 }'
}
head -c 1024 /dev/urandom >1k
head -c 1025 /dev/urandom >1k1
head -c 300000 /dev/urandom >300k
head -c 2500000 /dev/urandom >large
for f in 1k 1k1 300k large; do
    want=$(sum $f)
    is "$f: by length"      "$(get /sum --data-binary @$f)" "$want"
    is "$f: in chunks"      "$(get /sum -H 'Transfer-Encoding: chunked' --data-binary @$f)" "$want"
    is "$f: asked for"      "$(get /sum -H 'Expect: 100-continue' --data-binary @$f)" "$want"
done
is "$f: in pieces"          "$(raw $P1 'POST /sum HTTP/1.0\r\nContent-Length: 300000\r\n\r\n' -f 300k -s 777 | tail -n 1)" "$(sum 300k)"
is "no body: sum"           "$(get /sum)" '0 1'
is "whole, from a file"     "$(get /small -d '0123456789abcdef')" '/small? from 127.0.0.1: 0123456789abcdef'
is "at the edge"            "$(get /small -d '0123456789')" '/small? from 127.0.0.1: 0123456789'
is "the same in pieces"     "$(raw $P1 'POST /small HTTP/1.0\r\nHost: a\r\nContent-Length: 16\r\n\r\n0123456789abcdef' -s 3 | tail -n 1)" '/small? from 127.0.0.1: 0123456789abcdef'
wait_for 5 grep -q '|81$' body.log
like "is no request_body"   "$(tail -n 1 body.log)" "^-\|$T/temp/[0-9]{10}\|200\|"
is "files are gone"         "$(ls temp)" ''
ok "the log tells of them"  grep -q "a client request body is buffered to a temporary file $T/temp/[0-9]\{10\}, client: 127.0.0.1" error.log
wait_for 5 grep -q '|0123' body.log
like "request_body"         "$(cat body.log)" '^some body\|-\|200\|[0-9]+$'
like "request_body_file"    "$(cat body.log)" "^-\|$T/temp/[0-9]{10}\|200\|[0-9]+\$"
raw $P1 'POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n' >/dev/null
before=$(grep -c . body.log)
raw $P1 'POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n' >/dev/null
wait_for 5 sh -c "[ \$(grep -c . body.log) -gt $before ]"
is "request_length has trailers" "$(tail -n 1 body.log)" 'abc|-|200|98'

# Limits, and bodies that break off.
is "as much as is allowed"  "$(code /tight -d 0123456789)" 200
is "too large"              "$(code /tight -d 0123456789a)" 413
is "too large, in chunks"   "$(code /tight -H 'Transfer-Encoding: chunked' -d 0123456789a)" 413
like "too large in the middle" "$(answers $P1 'POST /tight HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n9\r\n')" '^413 (eof|reset)$'
like "a bad chunk"          "$(answers $P1 'POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd')" '^400 (eof|reset)$'
is "a client that leaves"   "$(answers $P1 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc' -w | sed 's/reset/eof/')" 'eof'
like "100 only once"        "$(answers $P1 'POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\wabc')" '^100 200 eof$'

# An error page takes the place of the answer; the body is not read any more.
like "a page for 413"       "$(get /custom -d 0123456789a)" '^/echo\?.* from 127.0.0.1: $'
is "and its status"         "$(answers $P1 'POST /custom HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nabc' -w | sed 's/reset/eof/')" '200 eof'
like "the same in chunks"   "$(get /custom -H 'Transfer-Encoding: chunked' -d 0123456789a)" '^/echo\?.* from 127.0.0.1: $'
like "a page for a bad chunk" "$(answers $P1 'POST /custom HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd')" '^400 (eof|reset)$'
is "inside an if"           "$(get '/if?by=hand' -d abc)" '/if?by=hand from 127.0.0.1: abc'
is "not inside it"          "$(code '/if?by=me')" 404

# Streams.
is "a stream"               "$(get '/count?3' | tr '\n' ' ')" 'first line 0 line 1 line 2 '
like "in chunks"            "$(head_of '/count?3')" '^Transfer-Encoding: chunked$'
unlike "without a length"   "$(head_of '/count?3')" 'Content-Length'
is "HTTP/1.0: to the end"   "$(raw $P1 'GET /count?2 HTTP/1.0\r\n\r\n' | tail -n 3 | tr '\n' ' ')" 'first line 0 line 1 '
is "an empty stream"        "$(get '/count?0')" 'first'
is "a long one"             "$(get '/count?300000' | tail -n 1)" 'line 299999'
is "all of it"              "$(get '/count?300000' | wc -l | tr -d ' ')" 300001
is "with pauses"            "$(get '/slow?4' | tr '\n' ' ')" 'first line 0 line 1 line 2 line 3 '
is "HEAD of a stream"       "$(code '/count?3' -I)" 200
is "the connection is kept" "$(answers $P1 'GET /count?3 HTTP/1.1\r\nHost: a\r\n\r\nGET /slow?2 HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.0\r\n\r\n')" '200 200 200 eof'
http '/count?-1' >cut
is "a stream that breaks off" $? 18
is "a client that leaves a stream" "$(raw $P1 'GET /count?900000 HTTP/1.1\r\nHost: a\r\n\r\n' -x)" ''
is "and the server goes on" "$(code /hello)" 200
