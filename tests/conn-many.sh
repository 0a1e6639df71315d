# Many connections at once, and more than worker_connections.
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
$(globals)
worker_processes 2;
events { use $EV; worker_connections 128; }
http {
    access_log off;
    keepalive_timeout 60s;
    server { listen 127.0.0.1:$P1; root $T/www; }
}
END
start

get='GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

is "60 at once" "$(raw $P1 "$get" -c 60 | grep -c '^hello')" 60
is "20 of 10 requests" "$(raw $P1 "$(rep 9 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n')$get" -c 20 | grep -c '^hello')" 200

# 600 connections that say nothing: some are closed or wait, the server lives,
# and serves again once they are gone.
raw $P1 '' -c 600 -t 500 >/dev/null
ok "served again" wait_for 10 test "$(get /a.txt --retry 5 --retry-connrefused)" = hello
is "60 at once, again" "$(raw $P1 "$get" -c 60 | grep -c '^hello')" 60
