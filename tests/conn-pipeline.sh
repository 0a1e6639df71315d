# Pipelined requests: every answer whole, in order, nothing between them.
mkdir www
printf 'hello\n' >www/a.txt
: >www/empty
rep 100000 0123456789 >www/big
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    keepalive_requests 2000;
    sendfile on;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /ret { return 200 "[\$uri]\n"; }
        location /pipe { return 200 "[\$pipe]\n"; }
        location /none { return 204; }
        location /go { return 302 /a.txt; }
    }
}
END
start

last='GET /ret/last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

# Bodies and statuses alone, so that a byte too much anywhere shows.
digest() {
    raw $P1 "$@" -e | tr -d '\r' | awk '{ gsub(/HTTP.1.1 /, "\n&") } 1' |
        sed -n -e 's/^HTTP.1.1 \(...\).*/\1/p' -e '/^hello/p' -e '/^\[/p' |
        tr '\n' ' '
}
r() {           # r TARGET...: one request for each
    for _u in "$@"; do printf 'GET %s HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n' "$_u"; done
}

is "three" "$(digest "$(r /ret/1 /ret/2 /ret/3)$last")" \
    '200 [/ret/1] 200 [/ret/2] 200 [/ret/3] 200 [/ret/last] [eof] '
is "files, errors, redirects, nothing" \
    "$(digest "$(r /a.txt /ret/1 /none /empty /go /no /a.txt)$last")" \
    '200 hello 200 [/ret/1] 204 200 302 404 200 hello 200 [/ret/last] [eof] '
is "HEAD has no body" \
    "$(digest "$(rep 3 'HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n')HEAD /no HTTP/1.1\r\nHost: a\r\n\r\nHEAD /ret HTTP/1.1\r\nHost: a\r\n\r\n$last")" \
    '200 200 200 404 200 200 [/ret/last] [eof] '
is "304 has no body" \
    "$(digest "GET /a.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n$(r /a.txt)$last")" \
    '304 200 hello 200 [/ret/last] [eof] '
is "206 and 416" \
    "$(digest "GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-4\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=9-\r\n\r\n$last")" \
    '206 hello 416 200 [/ret/last] [eof] '
is "bodies between" \
    "$(digest "POST /ret/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcPOST /ret/2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n$(r /a.txt)$last")" \
    '200 [/ret/1] 200 [/ret/2] 200 hello 200 [/ret/last] [eof] '
is "a body longer than a buffer between" \
    "$(digest "POST /ret/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n$(rep 70000 z)$(r /a.txt)$last")" \
    '200 [/ret/1] 200 hello 200 [/ret/last] [eof] '
is "nothing after close" "$(digest "$(r /ret/1)$last$(r /ret/2)")" \
    '200 [/ret/1] 200 [/ret/last] [eof] '
is "nothing after an error" \
    "$(digest "$(r /ret/1)BAD\r\n\r\n$(r /ret/2)" | sed 's/reset/eof/')" \
    '200 [/ret/1] 400 [eof] '

is "1,000 small" "$(raw $P1 "$(r /a.txt)" -n 1000 -t 2000 | grep -c '^hello')" 1000

# Twelve files of a million bytes, read slowly: the sum is exact.
total=$(raw $P1 "$(rep 11 "$(r /big)")GET /big HTTP/1.0\r\n\r\n" -r 60000 | wc -c)
one=$(raw $P1 'GET /big HTTP/1.0\r\n\r\n' | wc -c)
keep=$(raw $P1 "$(r /a.txt)GET /a.txt HTTP/1.0\r\n\r\n" | wc -c)
close=$(raw $P1 'GET /a.txt HTTP/1.0\r\n\r\n' | wc -c)
is "large files in a row" $((total)) $((one + 11 * (one + keep - close - close)))
is "who came with another" "$(digest 'GET /pipe HTTP/1.1\r\nHost: a\r\n\r\nGET /pipe HTTP/1.1\r\nHost: a\r\n\r\n\wGET /pipe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')" \
    '200 [.] 200 [p] 200 [.] [eof] '
