# rebind_filter: names that somebody else has made lead here.
mkdir www
echo page >www/index.html
host=$(uname -n)
conf conf <<END
$(globals)
$(events)
http {
    root $T/www;
    rebind_filter on;
    rebind_allow outer.example *.wild.example;
    server {
        listen 127.0.0.1:$P1;
        listen unix:$T/sock;
        listen [::1]:$P1;
        server_name own.example .dotted.example;
    }
    server {
        listen 127.0.0.1:$P2;
        rebind_allow inner.example;
        rebind_allow inner2.example;
        location /more { }
    }
    server { listen 127.0.0.1:$P3; rebind_filter off; }
    server {
        listen 127.0.0.1:$P4 default_server;
        server_name first.example;
    }
    server { listen 127.0.0.1:$P4; server_name second.example; }
    server { listen 127.0.0.1:$P5; return 200 "even so"; }
}
END
start

by() {          # by STATUS HOST...: what a request with this Host gets
    _s=$1
    shift
    for _h in "$@"; do
        is "port $P1, Host $_h" "$(code / -H "Host: $_h")" "$_s"
    done
}
by 200 127.0.0.1 "127.0.0.1:$P1" 192.168.1.1 '[::1]' '[fe80::1]:80' localhost LocalHost:99 \
    localhost. own.example OWN.example:1 dotted.example a.dotted.example outer.example a.wild.example \
    "$host" "$host:80" 255.255.255.255
by 403 evil.example example own.example.evil.example wild.example a.outer.example \
    localhost.evil.example 127.0.0.1.evil.example 127.0.0.1x 1.2.3 256.1.1.1 "$host.evil.example" x._
like 'the log' "$(cat error.log)" '\[error\] .*rebind_filter: "evil\.example" is no name of this server, client: 127\.0\.0\.1, server: own\.example, request: "GET / HTTP/1\.1", host: "evil\.example"$'
like 'the page' "$(get / -H 'Host: evil.example')" '<h1>403 Forbidden</h1>'
is 'no Host' "$(status $P1 'GET / HTTP/1.0\r\n\r\n')" 200
is 'the name in the target' "$(status $P1 'GET http://evil.example/ HTTP/1.0\r\n\r\n')" 403
is 'the name in the target counts' "$(status $P1 'GET http://evil.example/ HTTP/1.1\r\nHost: own.example\r\nConnection: close\r\n\r\n')" 403
is 'a unix socket' "$(curl -q -s --unix-socket "$T/sock" -o /dev/null -w '%{http_code}' http://evil.example/)" 200
if [ "$(curl -q -s -g -o /dev/null -w '%{http_code}' "http://[::1]:$P1/")" = 200 ]; then
    is 'IPv6' "$(curl -q -s -g -o /dev/null -w '%{http_code}' -H 'Host: evil.example' "http://[::1]:$P1/")" 403
fi
P1=$P2
by 200 inner.example inner2.example
by 403 outer.example a.wild.example own.example
P1=$P3
by 200 evil.example
P1=$P4
by 200 first.example second.example
by 403 third.example
P1=$P5
by 403 evil.example
by 200 localhost

conf x.conf <<END
events { }
http {
    rebind_allow *x;
    server { listen 127.0.0.1:$P6; } }
END
conf_says 'rebind_allow' emerg 3 'server name "*x" is invalid'
conf x.conf <<END
events { }
http {
    server { listen 127.0.0.1:$P6;
    location / { rebind_filter on; } } }
END
conf_says 'rebind_filter' emerg 4 '"rebind_filter" directive is not allowed here'
