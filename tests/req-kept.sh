# How long a connection is kept, and for whom; what ends by a reset.
. "$TESTS/work-proc.sh"
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
worker_processes 1;
$(globals)
events { use $EV; worker_connections 6; }
http {
    access_log off;
    default_type text/plain;
    root $T/www;
    log_format time '\$connection_time \$request_uri';
    server {
        listen 127.0.0.1:$P1;
        location / { return 200 ok; }
        location /none { keepalive_disable none; return 200 ok; }
        location /both { keepalive_disable msie6 safari; return 200 ok; }
        location /brief { keepalive_time 0; return 200 ok; }
        location /short { keepalive_timeout 100ms; return 200 ok; }
        location /time { access_log $T/time.log time; return 200 ok; }
    }
    server {
        listen 127.0.0.1:$P2;
        keepalive_min_timeout 60s;
        location / { return 200 ok; }
        location /both { keepalive_timeout 300ms; keepalive_min_timeout 100ms; return 200 ok; }
        location /rest { keepalive_timeout 100ms; keepalive_min_timeout 200ms; return 200 ok; }
    }
    server {
        listen 127.0.0.1:$P3;
        client_header_timeout 100ms;
        client_body_timeout 100ms;
        keepalive_timeout 100ms;
        reset_timedout_connection on;
        location / { return 200 ok; }
        location /gone { return 444; }
        location /polite { reset_timedout_connection off; return 444; }
    }
}
END
start

kept() {        # kept TEXT METHOD PATH AGENT yes|no
    case $5 in yes) want='200 200 eof' ;; *) want='200 eof' ;; esac
    is "$1" "$(answers $P1 "$2 $3 HTTP/1.1\r\nHost: a\r\nUser-Agent: $4\r\n\r\nGET / HTTP/1.0\r\n\r\n" -w | sed 's/reset$/eof/')" "$want"
}
old='Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)'
sv1='Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)'
safari='Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 (KHTML, like Gecko) Version/13 Safari/605'
kept "old MSIE, POST"           POST / "$old" no
kept "old MSIE, GET"            GET  / "$old" yes
kept "patched MSIE 6"           POST / "$sv1" yes
kept "MSIE 5.5"                 POST / 'Mozilla/4.0 (compatible; MSIE 5.5)' no
kept "MSIE 7"                   POST / 'Mozilla/4.0 (compatible; MSIE 7.0)' yes
kept "MSIE and nothing"         POST / 'MSIE ' yes
kept "Opera in disguise"        POST / "$old Opera 8.0" yes
kept "disabled for nobody"      POST /none "$old" yes
kept "both: old MSIE"           POST /both "$old" no
kept "both: Safari, GET"        GET  /both "$safari" no
kept "both: Chrome"             GET  /both "$safari Chrome/99" yes
kept "Safari by default"        GET  / "$safari" yes
is "keepalive_time is over" "$(answers $P1 'GET / HTTP/1.1\r\nHost: a\r\n\r\n\wGET /brief HTTP/1.1\r\nHost: a\r\n\r\n\wGET / HTTP/1.0\r\n\r\n' -s 1 | sed 's/reset$/eof/')" '200 200 eof'
is "a location's own keepalive_timeout" "$(answers $P1 'GET /short HTTP/1.1\r\nHost: a\r\n\r\n')" '200 eof'
code /time >/dev/null
wait_for 5 test -s time.log
like "connection_time" "$(cat time.log)" '^0\.[0-9]{3} /time$'

is "keepalive_min_timeout, then the rest" "$(answers $P2 'GET /both HTTP/1.1\r\nHost: a\r\n\r\n')" '200 eof'
is "keepalive_min_timeout alone" "$(answers $P2 'GET /rest HTTP/1.1\r\nHost: a\r\n\r\n')" '200 eof'

# Resets tell who was too slow.
is "reset: a header"            "$(answers $P3 'GET / HTTP/1.1\r\nHost')" 'reset'
is "reset: a body"              "$(answers $P3 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab')" 'reset'
is "reset: 444"                 "$(answers $P3 'GET /gone HTTP/1.0\r\n\r\n')" 'reset'
is "no reset: 444"              "$(answers $P3 'GET /polite HTTP/1.0\r\n\r\n')" 'eof'
is "no reset: between requests" "$(answers $P3 'GET / HTTP/1.1\r\nHost: a\r\n\r\n')" '200 eof'
is "no reset: timeouts elsewhere" "$(answers $P1 'GET /short HTTP/1.1\r\nHost: a\r\n\r\n')" '200 eof'

# Room is made at the expense of the idle, but not within the time promised.
hold 7 $P2 'GET / HTTP/1.1\r\nHost: x\r\n\r\n\w\iGET / HTTP/1.1\r\nHost: x\r\n\r\n' -t 20000
wait_for 10 grep -q '^ok' "$T/out.7"
hold 8 $P1 '\i' -c 9 -t 20000
ok "others get their answers" wait_for 10 eval '[ "$(code / -m 5)" = 200 ]'
ok "room was made" grep -q 'reusing connections' error.log
is "the promised one is there" "$(grep -c eof "$T/out.7")" 0

drop 8

# The same when the worker leaves.
kill -QUIT "$SRV"
ok "the worker leaves" wait_for 10 sh -c '! "$0" -x "$1" ""' "$CLIENT" "$P1"
ok "the promised one keeps it" alive "$SRV"
tell 7
wait $held_7
is "its next request is answered, and told" "$(tr -d '\r' <"$T/out.7" | grep -oE '(HTTP/|Connection:).*|\[eof.*' | tr '\n' ' ')" 'HTTP/1.1 200 OK Connection: keep-alive HTTP/1.1 200 OK Connection: close [eof] '
ok "then it ends" wait_for 10 gone "$SRV"
SRV=

conf_is() {     # conf_is DIRECTIVE LEVEL MESSAGE
    printf 'events { }\nhttp {\n%s;\n}\n' "$1" >x.conf
    conf_says "$1" "$2" 3 "$3"
}
conf_is 'keepalive_disable opera' emerg 'invalid value "opera"'
conf_is 'keepalive_time x' emerg '"keepalive_time" directive invalid value'
conf_is 'keepalive_min_timeout' emerg 'invalid number of arguments in "keepalive_min_timeout" directive'
conf_is 'reset_timedout_connection x' emerg 'invalid value "x" in "reset_timedout_connection" directive, it must be "on" or "off"'
