# Expect: 100-continue is answered before the body is sent, or with the final
# answer when the body is not wanted.
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    client_max_body_size 1k;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /ret { return 200 "[\$uri]\n"; }
    }
}
END
start

next='GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

# The client waits for an answer (\w) before it sends the body.
is "by length" "$(answers $P1 "POST /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n\whello$next")" '100 200 200 eof'
is "chunked" "$(answers $P1 "POST /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n\w5\r\nhello\r\n0\r\n\r\n$next")" '100 200 200 eof'
is "case" "$(answers $P1 "POST /ret HTTP/1.1\r\nHost: a\r\nexpect: 100-CONTINUE\r\nContent-Length: 5\r\n\r\n\whello$next")" '100 200 200 eof'
like "the interim answer has no headers" "$(raw $P1 "POST /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n\whello$next" | tr -d '\r' | head -n 3 | tr '\n' '|')" '^HTTP/1.1 100 Continue\|\|HTTP/1.1 200 OK\|$'
like "no body" "$(answers $P1 "GET /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n$next")" '^(100 )?200 200 eof$'
is "HTTP/1.0 gets no interim answer" "$(answers $P1 'POST /ret HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello')" '200 eof'
like "a body too large is not asked for" "$(answers $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n' -w)" '^413 (eof|reset)$'
like "nor a refused one" "$(answers $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5x\r\n\r\n')" '^400 (eof|reset)$'
like "the body comes at once" "$(answers $P1 "POST /ret HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello$next")" '^(100 )?200 200 eof$'
is "curl" "$(rep 900 x >body; code /ret -H 'Expect: 100-continue' --data-binary @body)" 200
