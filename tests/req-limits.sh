# Limits of the head and of the body: a clear answer, then the end.
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        large_client_header_buffers 2 1k;
        client_max_body_size 1k;
        location /ret { return 200 "[\$uri]\n"; }
        location /big { client_max_body_size 1m; return 200 "[\$uri]\n"; }
        location /any { client_max_body_size 0; return 200 "[\$uri]\n"; }
    }
    server {
        listen 127.0.0.1:$P2;
        root $T/www;
        location /ret { return 200 "[\$uri]\n"; }
    }
    server {
        listen 127.0.0.1:$P3;
        root $T/www;
        client_header_buffer_size 32k;
        large_client_header_buffers 4 32k;
        location /ret { return 200 "[\$uri]\n"; }
    }
}
END
start

head='GET /a.txt HTTP/1.1\r\nHost: a\r\n'
end='\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

line() {        # line TEXT STATUSES PORT LENGTH: a target of LENGTH bytes
    like "target: $1" "$(answers $3 "GET /a.txt?$(rep $(($4 - 7)) x) HTTP/1.1\r\nHost: a$end")" "^$2\$"
}
header() {      # header TEXT STATUSES PORT LENGTH: a header line
    like "header: $1" "$(answers $3 "${head}X: $(rep $(($4 - 3)) x)$end")" "^$2\$"
}

# Two buffers of 1k.
line   "600 bytes of 1k"    '200 200 eof'       $P1 600
line   "1,000 bytes of 1k"  '200 200 eof'       $P1 1000
line   "1,100 bytes of 1k"  '414 (eof|reset)'   $P1 1100
line   "100,000 of 1k"      '414 (eof|reset)'   $P1 100000
header "600 bytes of 1k"    '200 200 eof'       $P1 600
header "1,000 bytes of 1k"  '200 200 eof'       $P1 1000
header "1,100 bytes of 1k"  '400 (eof|reset)'   $P1 1100
header "100,000 of 1k"      '400 (eof|reset)'   $P1 100000
like "header: 100 lines of 100 in 2 times 1k" "$(answers $P1 "$head$(rep 100 "X: $(rep 95 y)\r\n")Y: z$end")" '^400 (eof|reset)$'
like "header: 100,000 empty lines" "$(answers $P1 "$head$(rep 20000 'X:\r\n')Y: z$end")" '^(400|431) (eof|reset)$'
like "header: an endless name" "$(answers $P1 "$head$(rep 100000 x)")" '^400 (eof|reset)$'
like "414 by name" "$(raw $P1 "GET /$(rep 2000 x) HTTP/1.1\r\nHost: a\r\n\r\n")" '<h1>414 Request-URI Too Large</h1>'
like "the header by name" "$(raw $P1 "${head}X: $(rep 2000 x)\r\n\r\n")" '<center>Request Header Or Cookie Too Large</center>'

# The default, four buffers of 8k.
line   "7,000 bytes"        '200 200 eof'       $P2 7000
line   "8,100 bytes"        '200 200 eof'       $P2 8100
line   "9,000 bytes"        '414 (eof|reset)'   $P2 9000
line   "64 KiB"             '414 (eof|reset)'   $P2 65536
header "7,000 bytes"        '200 200 eof'       $P2 7000
header "9,000 bytes"        '400 (eof|reset)'   $P2 9000
is "header: three of 6,000" "$(answers $P2 "${head}X: $(rep 6000 x)\r\nY: $(rep 6000 x)\r\nZ: $(rep 6000 x)$end")" '200 200 eof'
like "header: six of 6,000" "$(answers $P2 "$head$(rep 5 "X: $(rep 6000 x)\r\n")Z: $(rep 6000 x)$end")" '^400 (eof|reset)$'
is "header: 90 lines" "$(answers $P2 "$head$(rep 89 'X: y\r\n')X: y$end")" '200 200 eof'

# In pieces, so that the line crosses the buffers.
is "1,000 bytes of 1k in pieces" "$(answers $P1 "GET /a.txt?$(rep 950 x) HTTP/1.1\r\nHost: a\r\nX: $(rep 900 y)$end" -s 100)" '200 200 eof'
is "7,000 bytes in pieces" "$(answers $P2 "GET /a.txt?$(rep 7000 x) HTTP/1.1\r\nHost: a\r\nX: $(rep 7000 y)$end" -s 333)" '200 200 eof'
is "large, small, large" "$(answers $P2 "${head}X: $(rep 7000 y)\r\n\r\n${head}\r\n${head}Y: $(rep 7000 y)\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n")" '200 200 200 200 eof'

# What has come behind a body is in a buffer of another size.
post="POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 1024\r\n\r\n$(rep 1024 b)"
is "behind a body: 1,000 bytes" "$(answers $P1 "${post}GET /a.txt?$(rep 900 x) HTTP/1.1\r\nHost: a$end")" '200 200 200 eof'
like "behind a body: a long target" "$(answers $P1 "${post}GET /a.txt?$(rep 5000 x) HTTP/1.1\r\nHost: a$end")" '^200 414 (eof|reset)$'
like "behind a body: a long header" "$(answers $P1 "$post${head}X: $(rep 5000 x)$end")" '^200 400 (eof|reset)$'

# A larger first buffer.
line   "30,000 bytes"       '200 200 eof'       $P3 30000
line   "40,000 bytes"       '414 (eof|reset)'   $P3 40000
header "30,000 bytes"       '200 200 eof'       $P3 30000
is "the value arrives whole" "$(raw $P3 "GET /ret/$(rep 9000 a) HTTP/1.0\r\n\r\n" | tail -n 1 | wc -c | tr -d ' ')" 9008

# The body.
body() {        # body TEXT STATUSES PATH LENGTH
    rep "$4" x >body
    like "body: $1" "$(answers $P1 "POST $3 HTTP/1.1\r\nHost: a\r\nContent-Length: $4\r\n\r\n" -f body -w)" "^$2\$"
}
body "1,024 of 1k"          '200 eof'           /ret 1024
body "1,025 of 1k"          '413 (eof|reset)'   /ret 1025
body "3,000,000 of 1k"      '413 (eof|reset)'   /ret 3000000
body "1,000,000 of 1m"      '200 eof'           /big 1000000
body "1,048,577 of 1m"      '413 (eof|reset)'   /big 1048577
body "3,000,000 of any"     '200 eof'           /any 3000000
like "a file, too"          "$(answers $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n')" '^413 (eof|reset|timeout)$'
like "413 by name" "$(raw $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n' -w)" '<h1>413 Request Entity Too Large</h1>'
like "413 says close" "$(raw $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n' -w)" '^Connection: close$'
like "413 for a chunk" "$(answers $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n800\r\n' -f body -w)" '^413 (eof|reset)$'
is "default 1m, below" "$(rep 1000000 x >body; answers $P2 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n' -f body -w)" '200 eof'
like "default 1m, above" "$(rep 1100000 x >body; answers $P2 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 1100000\r\n\r\n' -f body -w)" '^413 (eof|reset)$'

# Who sends all of a refused body still gets the answer: no reset before it.
i=0 n=0
rep 300000 x >body
while [ $i -lt 10 ]; do
    [ "$(status $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n' -f body)" = 413 ] && n=$((n + 1))
    i=$((i + 1))
done
is "413 reaches a client that goes on sending" $n 10
