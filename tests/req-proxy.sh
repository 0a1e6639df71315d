# listen … proxy_protocol: versions 1 and 2, whole and in pieces, and what is
# no such header: closed without an answer.
conf conf <<EOF
$(globals)
$(events)
http {
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1 proxy_protocol;
        return 200 "\$proxy_protocol_addr \$proxy_protocol_port \$remote_addr\n";
    }
}
EOF
start

get='GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
keep='GET / HTTP/1.1\r\nHost: a\r\n\r\n'
v2='\x0d\x0a\x0d\x0a\x00\x0d\x0a\x51\x55\x49\x54\x0a'

body() {        # body BYTES [options]: what the answer says, or how it ended
    raw "$P1" "$@" -e 2>/dev/null | tr -d '\r' | grep -E '^([0-9a-f.:]* [0-9]* 127|\[)' |
        head -n 1
}

is 'v1' "$(body "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n$get")" '192.0.2.1 4711 127.0.0.1'
is 'v1, IPv6' "$(body "PROXY TCP6 2001:db8::1 ::1 4711 80\r\n$get")" '2001:db8::1 4711 127.0.0.1'
is 'v1, unknown' "$(body "PROXY UNKNOWN\r\n$get")" '  127.0.0.1'
is 'v1 in pieces' "$(body "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n$get" -s 3)" '192.0.2.1 4711 127.0.0.1'
is 'v1 counts for the whole connection' "$(raw "$P1" "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n$keep$get" | grep -c '^192.0.2.1 4711')" 2
is 'v2' "$(body "$v2\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50$get")" '192.0.2.1 4711 127.0.0.1'
is 'v2 in pieces' "$(body "$v2\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50$get" -s 5)" '192.0.2.1 4711 127.0.0.1'
is 'v2 with more behind the addresses' "$(body "$v2\x21\x11\x00\x10\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50\x04\x00\x01\x00$get")" '192.0.2.1 4711 127.0.0.1'
is 'v2, local' "$(body "$v2\x20\x00\x00\x00$get")" '  127.0.0.1'

for bad in "$get" "PROXY TCP4 192.0.2.1\r\n$get" "PROXY TCP4 x y 1 2\r\n$get" \
    "PROXY TCP4 192.0.2.1 192.0.2.2 99999 80\r\n$get" \
    "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\n$get" \
    "PROXY $(rep 200 x)\r\n$get" "$v2\x31\x11\x00\x0c$(rep 12 x)$get" \
    "$v2\x21\x11\x00\x04\xc0\x00\x02\x01$get" "$v2\x21\x11\xff\xff$get"
do
    like "refused: $bad" "$(raw "$P1" "$bad" -e 2>/dev/null)" '^\[(eof|reset)\]$'
done
like 'the log says so' "$(cat "$T/error.log")" 'broken header.* while reading PROXY protocol'
