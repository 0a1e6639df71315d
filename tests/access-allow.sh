# allow, deny: IPv4 and IPv6, ranges, unix:, all; the first that fits decides.
mkdir www
echo page >www/index.html
conf conf <<END
$(globals)
$(events)
http {
    root $T/www;
    server {
        listen 127.0.0.1:$P1;
        listen [::1]:$P1;
        listen unix:$T/sock;
        location /none/ { alias www/; }
        location /all/ { alias www/; deny all; }
        location /one/ { alias www/; allow 127.0.0.2; deny all; }
        location /order/ { alias www/; deny 127.0.0.2; allow 127.0.0.0/8; deny all; }
        location /bits/ { alias www/; allow 127.0.0.4/30; deny 127.0.0.0/8; }
        location /odd/ { alias www/; deny 127.0.0.4/31; }
        location /zero/ { alias www/; deny 0.0.0.0/0; }
        location /six/ { alias www/; deny ::1; }
        location /sixes/ { alias www/; deny ::/0; }
        location /far/ { alias www/; deny 2001:db8::/33; allow ::/127; deny all; }
        location /unix/ { alias www/; deny unix:; }
        location /tcp/ { alias www/; allow unix:; deny all; }
        location /in/ {
            alias www/;
            deny 127.0.0.2;
            location /in/same/ { alias www/; }
            location /in/other/ { alias www/; deny 127.0.0.3; }
        }
    }
    server {
        listen 127.0.0.1:$P2;
        deny 127.0.0.2;
        deny 127.0.0.3;
        location /open/ { alias www/; allow all; }
        location / { root www; }
    }
    server {
        listen [::]:$P3 ipv6only=off;
        location /four/ { alias www/; deny 127.0.0.2; }
        location /six/ { alias www/; deny ::/0; }
        location /both/ { alias www/; allow 127.0.0.2; deny ::/0; }
    }
}
END
start

may() {         # may PATH STATUS ADDRESS...: asks from these addresses
    _p=$1 _s=$2
    shift 2
    for _a in "$@"; do
        is "$_p from $_a" "$(code "$_p" --interface "$_a")" "$_s"
    done
}
may /none/      200 127.0.0.1
may /all/       403 127.0.0.1 127.0.0.2
may /one/       200 127.0.0.2
may /one/       403 127.0.0.1 127.0.0.3
may /order/     403 127.0.0.2
may /order/     200 127.0.0.1 127.0.0.3
may /bits/      200 127.0.0.4 127.0.0.5 127.0.0.6 127.0.0.7
may /bits/      403 127.0.0.1 127.0.0.3 127.0.0.8
may /odd/       403 127.0.0.4 127.0.0.5
may /odd/       200 127.0.0.3 127.0.0.6
may /zero/      403 127.0.0.1
may /six/       200 127.0.0.1
may /sixes/     200 127.0.0.1
may /far/       403 127.0.0.1
may /unix/      200 127.0.0.1
may /tcp/       403 127.0.0.1
may /in/        403 127.0.0.2
may /in/        200 127.0.0.3
may /in/same/   403 127.0.0.2
may /in/other/  200 127.0.0.2
may /in/other/  403 127.0.0.3
like "the page" "$(get /all/)" '<h1>403 Forbidden</h1>'
like "the log" "$(cat error.log)" '\[error\] .*access forbidden by rule, client: 127\.0\.0\.1, server: , request: "GET /all/ HTTP/1\.1", host: "127\.0\.0\.1:[0-9]*"$'

unix() {
    curl -q -s --unix-socket "$T/sock" -o /dev/null -w '%{http_code}' "http://a$1"
}
is "all, by unix socket" "$(unix /all/)" 403
is "unix: is denied"    "$(unix /unix/)" 403
is "unix: is allowed"   "$(unix /tcp/)" 200
is "nothing about it"   "$(unix /one/)" 403
is "no IPv4"            "$(unix /zero/)" 200

six() {         # six PORT PATH [CURL ARGS]
    _port=$1 _p=$2
    shift 2
    curl -q -s -g --noproxy '*' -o /dev/null -w '%{http_code}' "$@" "http://[::1]:$_port$_p"
}
if [ "$(six "$P1" /none/)" = 200 ]; then
    is "IPv6, all"      "$(six "$P1" /all/)" 403
    is "IPv6, one"      "$(six "$P1" /six/)" 403
    is "IPv6, any"      "$(six "$P1" /sixes/)" 403
    is "IPv6, a range"  "$(six "$P1" /far/)" 200
    is "IPv6, no IPv4"  "$(six "$P1" /zero/)" 200
fi

P1=$P2
may /           403 127.0.0.2 127.0.0.3
may /           200 127.0.0.1
may /open/      200 127.0.0.2
P1=$P3
may /four/      403 127.0.0.2       # ::ffff:127.0.0.2
may /four/      200 127.0.0.1
may /six/       403 127.0.0.1       # the list has IPv6 only
may /both/      200 127.0.0.1

bad() {         # bad LEVEL DIRECTIVE MESSAGE
    conf x.conf <<END
events { }
http {
$2
    server { listen 127.0.0.1:$P4; } }
END
    conf_says "$2" "$1" 3 "$3"
}
bad emerg 'allow 1.2.3;'        'invalid parameter "1.2.3"'
bad emerg 'deny 1.2.3.4/33;'    'invalid parameter "1.2.3.4/33"'
bad emerg 'deny ::1/129;'       'invalid parameter "::1/129"'
bad emerg 'deny 1.2.3.4/;'      'invalid parameter "1.2.3.4/"'
bad emerg 'deny example.org;'   'invalid parameter "example.org"'
bad emerg 'deny [::1];'         'invalid parameter "[::1]"'
bad emerg 'deny "";'            'invalid parameter ""'
bad emerg 'deny all all;'       'invalid number of arguments in "deny" directive'
bad emerg 'satisfy some;'       'invalid value "some"'
bad warn 'deny 1.2.3.4/24;'     'low address bits of 1.2.3.4/24 are meaningless'
bad warn 'allow 2001:db8::1/64;' 'low address bits of 2001:db8::1/64 are meaningless'
