# set_real_ip_from and what belongs to it: whose word counts, and for what.
mkdir www
echo page >www/index.html
conf conf <<END
$(globals)
$(events)
http {
    default_type text/plain;
    log_format addr '\$remote_addr';
    access_log $T/access.log addr;
    server {
        listen 127.0.0.1:$P1;
        listen unix:$T/sock;
        set_real_ip_from 127.0.0.1;
        set_real_ip_from 192.0.2.0/24;
        set_real_ip_from 2001:db8::/32;
        location / { return 200 "\$remote_addr|\$remote_port|\$realip_remote_addr|\$realip_remote_port\n"; }
        location /deny/ { alias $T/www/; deny 10.0.0.1; deny 2001:db8::1; }
        location /allow/ { alias $T/www/; allow 10.0.0.1; deny all; }
        location /here { return 200 "\$server_addr|\$server_port\n"; }
        location /xff { real_ip_header X-Forwarded-For; return 200 "\$remote_addr|\$remote_port\n"; }
    }
    server {
        listen 127.0.0.1:$P2;
        listen [::1]:$P2;
        set_real_ip_from 127.0.0.1;
        set_real_ip_from 192.0.2.0/24;
        set_real_ip_from 2001:db8::/32;
        real_ip_header X-Forwarded-For;
        real_ip_recursive on;
        location / { return 200 "\$remote_addr|\$remote_port\n"; }
    }
    server {
        listen 127.0.0.1:$P3;
        real_ip_header X-Own;
        location / { return 200 "\$remote_addr\n"; }
        location /here/ { set_real_ip_from localhost; alias $T/www/; allow 10.0.0.1; deny all; }
        location /not/ { alias $T/www/; allow 10.0.0.1; deny all; }
    }
    server {
        listen 127.0.0.1:$P4 proxy_protocol;
        listen unix:$T/psock proxy_protocol;
        set_real_ip_from 127.0.0.1;
        set_real_ip_from unix:;
        real_ip_header proxy_protocol;
        location / { return 200 "\$remote_addr|\$remote_port|\$realip_remote_addr|\$realip_remote_port\n"; }
    }
    server {
        listen 127.0.0.1:$P5;
        listen unix:$T/usock;
        set_real_ip_from unix:;
        set_real_ip_from ::/0;
        location / { return 200 "\$remote_addr|\$remote_port|\$realip_remote_addr|\$realip_remote_port\n"; }
    }
}
END
start

is_seen() {     # is_seen WANT [CURL ARGS]: what the server says at $AT
    _w=$1
    shift
    is "$AT $*" "$(http "${AT:-/}" "$@")" "$_w"
}
xr() {          # xr VALUE ADDRESS PORT: X-Real-IP
    like "X-Real-IP: $1" "$(http / -H "X-Real-IP: $1")" "^$2\\|$3\\|127\\.0\\.0\\.1\\|[0-9]+\$"
}
own='127\.0\.0\.1' any='[0-9]+'
xr 10.0.0.1             10.0.0.1 ''
xr 10.0.0.1:99          10.0.0.1 99
xr 2001:db8::7          2001:db8::7 ''
xr '[2001:db8::7]:99'   2001:db8::7 99
xr ::ffff:10.0.0.1      ::ffff:10.0.0.1 ''
xr '10.0.0.1, 10.0.0.2' 10.0.0.2 ''
xr '10.0.0.1,10.0.0.2 , ' 10.0.0.2 ''
xr '192.0.2.1, 192.0.2.2' 192.0.2.2 ''
for bad in x '' , 10.0.0 10.0.0.1:0 10.0.0.1:65536 10.0.0.1: :80 '[::1]' '[::1' ::1] \
    '[::1]:' 10.0.0.1:x 'unix:' '[]:1' '10.0.0.1, x' 1:2:3:4:5:6:7:8:9 "$(rep 300 1)" '[x]:1' '[:1' ']:1'; do
    xr "$bad" "$own" $any
done
like 'no header' "$(get /)" "^$own\\|$any\\|$own\\|$any\$"
like 'not believed' "$(get / -H 'X-Real-IP: 10.0.0.1' --interface 127.0.0.2)" '^127\.0\.0\.2\|[0-9]+\|127\.0\.0\.2\|'
like 'the first of two' "$(get / -H 'X-Real-IP: 10.0.0.1' -H 'X-Real-IP: 10.0.0.2')" '^10\.0\.0\.1\|'
like 'its name in any case' "$(get / -H 'x-real-ip: 10.0.0.1')" '^10\.0\.0\.1\|'
is 'which socket it is' "$(curl -q -s --unix-socket "$T/sock" http://a/here)" "unix:$T/sock|"
is 'a unix socket is not believed' "$(curl -q -s --unix-socket "$T/sock" -H 'X-Real-IP: 10.0.0.1' http://a/)" 'unix:||unix:|'

# What looks at the address sees the new one; the next request begins anew.
is 'denied' "$(code /deny/ -H 'X-Real-IP: 10.0.0.1')" 403
like 'denied: logs' "$(cat error.log)" 'access forbidden by rule, client: 10\.0\.0\.1, '
is_last 'denied: access log' access.log 10.0.0.1
is 'denied, IPv6' "$(code /deny/ -H 'X-Real-IP: 2001:db8::1')" 403
is 'denied, mapped' "$(code /deny/ -H 'X-Real-IP: ::ffff:10.0.0.1')" 403
is 'not denied' "$(code /deny/ -H 'X-Real-IP: 10.0.0.2')" 200
is 'allowed' "$(code /allow/ -H 'X-Real-IP: 10.0.0.1')" 200
is 'not allowed' "$(code /allow/)" 403
two='GET /allow/ HTTP/1.1\r\nHost: a\r\nX-Real-IP: 10.0.0.1\r\n\r\nGET /allow/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
is 'for one request only' "$(answers $P1 "$two")" '200 403 eof'
is 'and each anew' "$(answers $P1 "$two" -n 1 -s 20)" '200 403 eof'
is 'in the location: too late, the server has spoken' "$(get /xff -H 'X-Real-IP: 10.0.0.1' -H 'X-Forwarded-For: 10.0.0.2' | cut -d'|' -f1)" 10.0.0.1
is 'in the location' "$(code /allow/ -H 'X-Forwarded-For: 10.0.0.1')" 403

P1=$P2 AT=/
is_seen '10.0.0.1|' -H 'X-Forwarded-For: 10.0.0.1'
is_seen '10.0.0.2|' -H 'X-Forwarded-For: 10.0.0.1, 10.0.0.2'
is_seen '10.0.0.1|' -H 'X-Forwarded-For: 10.0.0.1, 192.0.2.1'
is_seen '10.0.0.1|7' -H 'X-Forwarded-For: 10.0.0.1:7,192.0.2.1:8,[2001:db8::1]:9'
is_seen '10.0.0.1|' -H 'X-Forwarded-For: 10.0.0.2, 10.0.0.1, 192.0.2.1, 2001:db8::1'
is_seen '192.0.2.2|' -H 'X-Forwarded-For: 192.0.2.2, 192.0.2.1'
is_seen '192.0.2.1|' -H 'X-Forwarded-For: x, 192.0.2.1'
is_seen '10.0.0.1|' -H 'X-Forwarded-For: 10.0.0.2' -H 'X-Forwarded-For: 10.0.0.1'
is_seen '10.0.0.2|' -H 'X-Forwarded-For: 10.0.0.1, 10.0.0.2' -H 'X-Forwarded-For: 192.0.2.1'
is_seen '10.0.0.2|' -H 'X-Forwarded-For: 10.0.0.2' -H 'A: b' -H 'x-forwarded-for: 192.0.2.1, 192.0.2.2'
is_seen '192.0.2.1|' -H 'X-Forwarded-For: y' -H 'X-Forwarded-For: 192.0.2.1'
like 'IPv6 is not believed' "$(curl -q -s -g "http://[::1]:$P2/" -H 'X-Forwarded-For: 10.0.0.1')" '^(::1\|[0-9]*|)$'
is 'many' "$(get / -H "X-Forwarded-For: 10.0.0.1$(rep 300 ,192.0.2.1)")" '10.0.0.1|'

P1=$P3
is 'no header of that name' "$(get / -H 'X-Own: 10.0.0.1')" 127.0.0.1
is 'by the name of a host, in a location' "$(code /here/ -H 'X-Own: 10.0.0.1')" 200
is 'and only there' "$(code /not/ -H 'X-Own: 10.0.0.1')" 403
is 'the header is another one' "$(code /here/ -H 'X-Real-IP: 10.0.0.1')" 403

get1='GET / HTTP/1.1\r\nHost: a\r\n\r\n' get='GET / HTTP/1.0\r\n\r\n'
pp="PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\\r\\n"
like 'by PROXY' "$(raw $P4 "$pp$get")" "^192\\.0\\.2\\.1\\|4711\\|$own\\|$any\$"
is 'by PROXY, for all requests' "$(raw $P4 "$pp$get1$get" | grep -c '^192.0.2.1|4711|127.0.0.1|')" 2
like 'by PROXY, unknown' "$(raw $P4 "PROXY UNKNOWN\\r\\n$get")" "^$own\\|$any\\|$own\\|$any\$"
like 'by PROXY from a unix socket' "$(raw 0 "$pp$get" -u "$T/psock")" '^192\.0\.2\.1\|4711\|unix:\|$'
P1=$P5
is 'a unix socket' "$(curl -q -s --unix-socket "$T/usock" -H 'X-Real-IP: 10.0.0.1' http://a/)" '10.0.0.1||unix:|'
like 'and not the rest' "$(get / -H 'X-Real-IP: 10.0.0.1')" "^$own\\|"

bad() {         # bad LEVEL DIRECTIVE MESSAGE
    conf x.conf <<END
events { }
http {
$2
    server { listen 127.0.0.1:$P6; } }
END
    conf_says "$2" "$1" 3 "$3"
}
bad emerg 'set_real_ip_from "";' 'host not found in set_real_ip_from ""'
bad emerg 'set_real_ip_from 1.2.3.4/33;' 'host not found in set_real_ip_from "1.2.3.4/33"'
bad emerg 'set_real_ip_from a b;' 'invalid number of arguments in "set_real_ip_from" directive'
bad emerg 'real_ip_recursive x;' 'invalid value "x" in "real_ip_recursive" directive, it must be "on" or "off"'
bad warn 'set_real_ip_from 1.2.3.4/24;' 'low address bits of 1.2.3.4/24 are meaningless'
