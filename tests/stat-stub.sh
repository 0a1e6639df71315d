# stub_status: nginx's page to the byte, and the variables that go with it.
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    server {
        listen 127.0.0.1:$P1;
        root $T;
        location /stub { stub_status; }
        location /old { stub_status on; stub_status; }
        location /in { stub_status; location /in/side { root $T; } }
        location /v { return 200 "\$connections_active \$connections_reading \$connections_writing \$connections_waiting \$worker"; }
    }
    server { listen 127.0.0.1:$P2; stub_status; location /x { return 204; } }
}
END
start

page() {        # page ACTIVE REQUESTS-SO-FAR... : as nginx prints it
    printf 'Active connections: %d \nserver accepts handled requests\n %d %d %d \nReading: %d Writing: %d Waiting: %d \n' "$@"
}
is 'the first request' "$(get /stub)" "$(page 1 1 1 1 0 1 0)"
is 'the old form' "$(get /old)" "$(page 1 2 2 2 0 1 0)"
is 'in a server' "$(P1=$P2 get /)" "$(page 1 3 3 3 0 1 0)"
is 'a location of that server' "$(P1=$P2 code /x)" 204
is 'a location inside does not inherit it' "$(code /in/side)" 404
is 'a file is counted, what is refused, too' "$(code /none)" 404
is 'the page' "$(get /stub)" "$(page 1 7 7 7 0 1 0)"
is 'POST' "$(code /stub --data x)" 405
like 'type' "$(head_of /stub)" '^Content-Type: text/plain$'
unlike 'no caching rules' "$(head_of /stub)" '^(Cache-Control|Last-Modified|ETag)'
is 'HEAD' "$(head_of /stub -I | grep -v '^Date')" "$(head_of /stub | grep -v '^Date')"
is 'HEAD: no body' "$(raw $P1 'HEAD /stub HTTP/1.0\r\n\r\n' | tr -d '\r' | sed '1,/^$/d')" ''
is 'requests on one connection' \
    "$(raw $P1 'GET /stub HTTP/1.1\r\nHost: a\r\n\r\nGET /stub HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' |
        grep -a '^ ' | tr -d '\r')" ' 14 14 14 
 14 14 15 '
is 'variables' "$(get /v)" '1 0 1 0 0'

# Idle, half a head, an answer that does not get through.
. "$TESTS/work-proc.sh"
awk 'BEGIN { while (i++ < 200000) print "0123456789012345678901234567890123456789" }' > "$T/big"
hold 7 $P1 '\i' -c 3
hold 8 $P1 'GET /v HTTP/1.1\r\nHost:\i'
hold 9 $P1 'GET /big HTTP/1.1\r\nHost: a\r\n\r\n\i' -r 1 -t 60000
ok 'reading, writing, waiting' \
    wait_for 10 eval '[ "$(get /v)" = "6 1 2 3 0" ]'
is 'the page' "$(get /stub | sed -n '1p;4p')" 'Active connections: 6 
Reading: 1 Writing: 2 Waiting: 3 '
drop 7
drop 8
drop 9
ok 'all are gone' wait_for 10 eval '[ "$(get /v)" = "1 0 1 0 0" ]'
stop

refuse() {      # refuse TEXT LINE MESSAGE: of a server that has TEXT
    printf 'events { }\nhttp { server { listen %s;\n%s\n} }\n' "$P1" "$1" > "$T/x.conf"
    conf_says "$1" emerg "$2" "$3"
}
refuse 'stub_status a b;' 3 'invalid number of arguments in "stub_status" directive'
refuse 'status;' 3 '"status" directive is not allowed here'
refuse 'location / { status on; }' 3 'invalid number of arguments in "status" directive'
refuse 'location / { status_format json; }' 3 '"status_format" is not supported by reuseportd (nginx: ngx_http_status_module)'

# nginx itself, when it is there: the same, but for the names.
nginx=$(command -v nginx || echo /usr/sbin/nginx)
[ -x "$nginx" ] || return 0
cat > "$T/n.conf" <<END
daemon off;
master_process off;
pid $T/n.pid;
error_log $T/n.log;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path $T/n1; proxy_temp_path $T/n2; fastcgi_temp_path $T/n3;
    uwsgi_temp_path $T/n4; scgi_temp_path $T/n5;
    server { listen 127.0.0.1:$P3; location /stub { stub_status; } }
}
END
"$nginx" -p "$T" -c "$T/n.conf" 2>"$T/n.err" & NGINX_PID=$!
if wait_for 10 test -s "$T/n.pid"; then
    start
    head_lines() { head_of /stub "$@" | sed -e '/^Date/d' -e 's/^Server: .*/Server/'; }
    for n in 1 2; do
        is "the body is nginx's ($n)" "$(get /stub)" "$(P1=$P3 get /stub)"
    done
    is "the head is nginx's" "$(head_lines)" "$(P1=$P3 head_lines)"
    is "HEAD is nginx's" "$(head_lines -I)" "$(P1=$P3 head_lines -I)"
    is "POST is nginx's" "$(code /stub -d x)" "$(P1=$P3 code /stub -d x)"
    is "PUT is nginx's" "$(code /stub -X PUT)" "$(P1=$P3 code /stub -X PUT)"
    stop
fi
kill $NGINX_PID 2>/dev/null
wait $NGINX_PID 2>/dev/null
:
