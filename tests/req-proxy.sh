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
like 'the log says so' "$(cat "$T/error.log")" 'broken header: "PROXY TCP4 x y 1 2[?]{2}.*" while reading PROXY protocol, client: '

# What else it tells: the address that was reached, and fields of version 2.
stop
conf conf <<END
$(globals)
events { use $EV; }
http {
    default_type text/plain;
    log_format p '\$proxy_protocol_addr \$proxy_protocol_port \$proxy_protocol_tlv_alpn';
    access_log $T/access.log p;
    server {
        listen 127.0.0.1:$P1 proxy_protocol;
        location / { return 200 "[\$proxy_protocol_server_addr|\$proxy_protocol_server_port]\n"; }
        location /tlv { return 200 "[\$proxy_protocol_tlv_alpn|\$proxy_protocol_tlv_authority|\$proxy_protocol_tlv_unique_id|\$proxy_protocol_tlv_netns|\$proxy_protocol_tlv_0xea|\$proxy_protocol_tlv_0xEA|\$proxy_protocol_tlv_0x1|\$proxy_protocol_tlv_other|\$proxy_protocol_tlv_0xzz|\$proxy_protocol_tlv_0x1ea]\n"; }
        location /ssl { return 200 "[\$proxy_protocol_tlv_ssl_verify|\$proxy_protocol_tlv_ssl_version|\$proxy_protocol_tlv_ssl_cn|\$proxy_protocol_tlv_ssl_cipher|\$proxy_protocol_tlv_ssl_sig_alg|\$proxy_protocol_tlv_ssl_key_alg|\$proxy_protocol_tlv_ssl_0x22|\$proxy_protocol_tlv_0x22]\n"; }
    }
    server { listen 127.0.0.1:$P2 proxy_protocol; client_header_buffer_size 256; large_client_header_buffers 2 1k; }
}
END
start

hex() {         # hex NUMBER DIGITS: \xHH…
    printf "%0$2x" "$1" | sed 's/../\\x&/g'
}
v2() {          # v2 TLVS SIZE REQUEST: by way of version 2
    raw "$P1" "$v2\x21\x11$(hex $((12 + $2)) 4)\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50$1$3" -e |
        tr -d '\r' | grep '^\[' | head -n 1
}
req() {
    printf '%s' "GET $1 HTTP/1.0\\r\\n\\r\\n"
}
is 'v1: reached' "$(raw "$P1" "PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\n$(req /)" | tail -n 1)" '[192.0.2.2|80]'
is 'v1, IPv6: reached' "$(raw "$P1" "PROXY TCP6 2001:db8::1 2001:db8::2 4711 81\r\n$(req /)" | tail -n 1)" '[2001:db8::2|81]'
is 'v1, unknown' "$(raw "$P1" "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n$(req /)" | tail -n 1)" '[|]'
is_last 'v1, unknown: the log' access.log '- - -'
is 'v2: reached' "$(v2 '' 0 "$(req /)")" '[192.0.2.2|80]'
is 'v2, IPv6: reached' "$(raw "$P1" "$v2\x21\x21\x00\x24$(rep 15 '\x00')\x01$(rep 15 '\x00')\x02\x00\x01\x00\x02$(req /)" | tail -n 1)" '[::2|2]'
is 'v2, datagrams are nothing we know' "$(raw "$P1" "$v2\x21\x12\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50$(req /)" | tail -n 1)" '[|]'
is 'v2, unix is nothing we know' "$(raw "$P1" "$v2\x21\x31\x00\xd8$(rep 216 x)$(req /)" | tail -n 1)" '[|]'
is 'v2, local with addresses' "$(raw "$P1" "$v2\x20\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50$(req /)" | tail -n 1)" '[|]'
is 'fields' "$(v2 '\x01\x00\x02h2\x02\x00\x03a.b\x05\x00\x02id\x30\x00\x02ns\xea\x00\x03vpc' 27 "$(req /tlv)")" '[h2|a.b|id|ns|vpc|vpc|h2|||]'
is_last 'the log' access.log '192.0.2.1 4711 h2'
is 'the first of two' "$(v2 '\x01\x00\x01a\x01\x00\x01b' 8 "$(req /tlv)")" '[a||||||a|||]'
is 'an empty one' "$(v2 '\x01\x00\x00\x02\x00\x01a' 7 "$(req /tlv)")" '[|a||||||||]'
is 'none' "$(v2 '' 0 "$(req /tlv)")" '[|||||||||]'
is 'cut off' "$(v2 '\x01\x00\x01a\x02\x00\x05b' 8 "$(req /tlv)")" '[a||||||a|||]'
is 'cut off earlier' "$(v2 '\x02\x00' 2 "$(req /tlv)")" '[|||||||||]'
ssl='\x20\x00\x26\x07\x00\x00\x01\x02\x21\x00\x07TLSv1.3\x22\x00\x02cn\x23\x00\x02ci\x24\x00\x01s\x25\x00\x02ka'
is 'TLS, cut off' "$(v2 "$ssl" 37 "$(req /ssl)")" '[|||||||]'
ssl='\x20\x00\x22\x07\x00\x00\x01\x02\x21\x00\x07TLSv1.3\x22\x00\x02cn\x23\x00\x02ci\x24\x00\x01s\x25\x00\x02ka'
is 'TLS, right' "$(v2 "$ssl" 37 "$(req /ssl)")" '[258|TLSv1.3|cn|ci|s|ka|cn|]'
is 'TLS, too short' "$(v2 '\x20\x00\x04\x07\x00\x00\x01' 7 "$(req /ssl)")" '[|||||||]'
big=$(rep 1000 x)
is 'large' "$(v2 "\\x02\\x00\\x01a\\xe0\\x0f\\xa0$big$big$big$big\\x01\\x00\\x02h2" 4012 "$(req /tlv)" | cut -c1-9)" '[h2|a||||'
is 'large, in pieces' "$(raw "$P1" "$v2\x21\x11\x0f\xb8\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50\x02\x00\x01a\xe0\x0f\xa0$big$big$big$big\x01\x00\x02h2$(req /tlv)" -s 700 | tail -n 1 | cut -c1-9)" '[h2|a||||'
is 'the largest' "$(v2 "\\xe0\\x0f\\xe1$big$big$big$big$(rep 65 x)" 4068 "$(req /)")" '[192.0.2.2|80]'
is 'larger' "$(raw "$P1" "$v2\x21\x11\x0f\xf1$big" -e | tr -d '\r' | tail -n 1)" '[eof]'
like 'larger than the buffers' "$(raw "$P2" "$v2\x21\x11\x0f\xf0$big$big" -e | tr -d '\r')" '^HTTP/1.1 400 |^\[(eof|reset)\]'
is 'kept for the connection' "$(raw "$P1" "$v2\x21\x11\x00\x11\xc0\x00\x02\x01\xc0\x00\x02\x02\x12\x67\x00\x50\x01\x00\x02h2$keep""GET /tlv HTTP/1.0\r\n\r\n" | grep -c '^\[h2|')" 1
