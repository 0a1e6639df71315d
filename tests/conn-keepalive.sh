# How long a connection lives: HTTP/1.0 and 1.1, keepalive_requests,
# keepalive_timeout and its header.
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
        location /ret { return 200 "ret\n"; }
    }
    server { listen 127.0.0.1:$P2; root $T/www; keepalive_requests 3; }
    server { listen 127.0.0.1:$P3; root $T/www; keepalive_timeout 0; }
    server { listen 127.0.0.1:$P4; root $T/www; keepalive_timeout 75s 20s; location /short { keepalive_timeout 10s; return 200 s; } }
    server { listen 127.0.0.1:$P5; root $T/www; keepalive_timeout 300ms; }
    server {
        listen 127.0.0.1:$P6;
        root $T/www;
        location /off { keepalive_timeout 0; return 200 "off\n"; }
    }
}
END
start

req() {         # req VERSION LINES [TARGET]
    printf 'GET %s HTTP/%s\\r\\nHost: a\\r\\n%s\\r\\n' "${3:-/a.txt}" "$1" "$2"
}
heads() {       # heads PORT BYTES: the Connection headers
    raw "$@" | tr -d '\r' | grep -i '^connection:' | tr '\n' ' ' | sed 's/ $//'
}
last="$(req 1.0 '')"

is "1.1 stays"              "$(answers $P1 "$(req 1.1 '')$last")" '200 200 eof'
is "1.1 says so"            "$(heads $P1 "$(req 1.1 '')$last")" 'Connection: keep-alive Connection: close'
is "1.1 close"              "$(answers $P1 "$(req 1.1 'Connection: close\r\n')$last")" '200 eof'
is "1.1 close, case"        "$(answers $P1 "$(req 1.1 'connection: CLOSE\r\n')$last")" '200 eof'
is "1.1 close is said"      "$(heads $P1 "$(req 1.1 'Connection: close\r\n')")" 'Connection: close'
is "1.1 close in a list"    "$(answers $P1 "$(req 1.1 'Connection: x, close\r\n')$last")" '200 eof'
is "1.1 something else"     "$(answers $P1 "$(req 1.1 'Connection: Upgrade\r\nUpgrade: x\r\n')$last")" '200 200 eof'
is "1.0 closes"             "$(answers $P1 "$(req 1.0 '')$last")" '200 eof'
is "1.0 keep-alive"         "$(answers $P1 "$(req 1.0 'Connection: keep-alive\r\n')$last")" '200 200 eof'
is "1.0 keep-alive, case"   "$(answers $P1 "$(req 1.0 'connection: Keep-Alive\r\n')$last")" '200 200 eof'
is "1.0 keep-alive is said" "$(heads $P1 "$(req 1.0 'Connection: keep-alive\r\n')$last")" 'Connection: keep-alive Connection: close'
is "1.0 gets HTTP/1.1"      "$(raw $P1 "$last" | tr -d '\r' | head -n 1)" 'HTTP/1.1 200 OK'
is "404 stays"              "$(answers $P1 "$(req 1.1 '' /no)$last")" '404 200 eof'
is "301 stays"              "$(mkdir www/d; answers $P1 "$(req 1.1 '' /d)$last")" '301 200 eof'
is "return stays"           "$(answers $P1 "$(req 1.1 '' /ret)$last")" '200 200 eof'
is "HEAD stays"             "$(answers $P1 "HEAD /a.txt HTTP/1.1\r\nHost: a\r\n\r\n$last")" '200 200 eof'
is "empty lines between"    "$(answers $P1 "$(req 1.1 '')\r\n\r\n$last")" '200 200 eof'
is "one after the other"    "$(answers $P1 "$(rep 20 "$(req 1.1 '')\w")$last")" "$(rep 21 '200 ')eof"

is "keepalive_requests"     "$(answers $P2 "$(rep 5 "$(req 1.1 '')")")" '200 200 200 eof'
is "keepalive_requests: the last says close" "$(heads $P2 "$(rep 5 "$(req 1.1 '')")")" 'Connection: keep-alive Connection: keep-alive Connection: close'
is "keepalive_requests: one by one" "$(answers $P2 "$(rep 3 "$(req 1.1 '')\w")" | sed 's/reset/eof/')" '200 200 200 eof'
is "keepalive_timeout 0"    "$(answers $P3 "$(req 1.1 '')$last")" '200 eof'
is "keepalive_timeout 0, said" "$(heads $P3 "$(req 1.1 '')")" 'Connection: close'
is "keepalive_timeout 0, 1.0" "$(answers $P3 "$(req 1.0 'Connection: keep-alive\r\n')$last")" '200 eof'
is "keepalive_timeout in a location" "$(answers $P6 "$(req 1.1 '')$(req 1.1 '' /off)$last")" '200 200 eof'
like "Keep-Alive header"    "$(raw $P4 "$(req 1.1 '')$last")" '^Keep-Alive: timeout=20$'
like "Keep-Alive header, from outside" "$(raw $P4 "$(req 1.1 '' /short)$last")" '^Keep-Alive: timeout=20$'
unlike "none when it closes" "$(raw $P4 "$last")" '^Keep-Alive:'
unlike "none by default"    "$(raw $P1 "$(req 1.1 '')$last")" '^Keep-Alive:'
is "keepalive_timeout ends an idle one" "$(answers $P5 "$(req 1.1 '')")" '200 eof'
is "and not one at work"    "$(answers $P5 "$(rep 30 "$(req 1.1 '')\w")$last")" "$(rep 31 '200 ')eof"
