# Chunked request bodies: sizes, extensions, line ends, trailers. The body is
# dropped; what follows it is answered, what is malformed ends the connection.
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    client_max_body_size 1m;
    server {
        listen 127.0.0.1:$P1;
        location / { return 200 "[\$uri]\n"; }
    }
}
END
start

head='POST /one HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'
next='GET /two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

good() {        # good TEXT BODY [CLIENT OPTIONS]
    _t=$1 _b=$2
    shift 2
    is "$_t" "$(raw $P1 "$head$_b$next" -e "$@" | grep -a '^\[' |
        tr '\n' ' ')" '[/one] [/two] [eof] '
}

bad() {         # bad TEXT BODY
    like "$1" "$(answers $P1 "$head$2$next")" '^(400|413) (eof|reset)$'
}

good "one chunk"            '5\r\nhello\r\n0\r\n\r\n'
good "no chunk"             '0\r\n\r\n'
good "two chunks"           '5\r\nhello\r\n1\r\nx\r\n0\r\n\r\n'
good "hex, both cases"      "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n"
good "leading zeros"        '0005\r\nhello\r\n000\r\n\r\n'
good "16 digits"            '0000000000000005\r\nhello\r\n0\r\n\r\n'
good "line ends in data"    '4\r\n\r\n\r\n\r\n0\r\n\r\n'
good "a zero chunk in data" '5\r\n0\r\n\r\n\r\n0\r\n\r\n'
good "NUL in data"          '3\r\n\x00\x00\x00\r\n0\r\n\r\n'
good "extension"            '5;a=b\r\nhello\r\n0\r\n\r\n'
good "quoted extension"     '5;a="b c";d\r\nhello\r\n0\r\n\r\n'
good "500 chunks with extensions" "$(rep 500 '1;x=12345678\r\nh\r\n')0\r\n\r\n"
good "extension at the end" '5\r\nhello\r\n0;a=b\r\n\r\n'
good "trailer"              '5\r\nhello\r\n0\r\nX: y\r\n\r\n'
good "trailers"             '5\r\nhello\r\n0\r\nX: y\r\nContent-Length: 5\r\nHost: b\r\n\r\n'
good "byte by byte"         '5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nX: y\r\n\r\n' -s 1
good "1,000 chunks"         "$(rep 1000 '1\r\nx\r\n')0\r\n\r\n"
good "300 chunks in pieces" "$(rep 300 '3\r\nabc\r\n')0\r\n\r\n" -s 17
good "a large chunk"        "c350\r\n$(rep 50000 x)\r\n0\r\n\r\n"

for v in 0x5 0X5 -5 +5 -1 _5 5_ 5_0 ' 5' '5 ' '5\t' '\t5' '' ' ' g 5g 5h '\x00' '5\x00' \
    '\x0b5' '5\x0b' '5,' 5. '"5"' x \
    00000000000000005 ffffffffffffffff fffffffffffffffb 8000000000000000 \
    7fffffffffffffff 10000000000000005 100000000 80000000 ffffffff
do
    bad "size \"$v\"" "$v\r\nhello\r\n0\r\n\r\n"
done

bad "bare LF behind a size"         '5\nhello\r\n0\r\n\r\n'
bad "bare CR behind a size"         '5\rhello\r\n0\r\n\r\n'
bad "CR CR LF behind a size"        '5\r\r\nhello\r\n0\r\n\r\n'
bad "bare LF behind an extension"   '5;a=b\nhello\r\n0\r\n\r\n'
bad "bare CR in an extension"       '5;a\rb\r\nhello\r\n0\r\n\r\n'
bad "NUL in an extension"           '5;a\x00b\r\nhello\r\n0\r\n\r\n'
bad "no line end behind data"       '5\r\nhello0\r\n\r\n'
bad "bare LF behind data"           '5\r\nhello\n0\r\n\r\n'
bad "bare CR behind data"           '5\r\nhello\r0\r\n\r\n'
bad "two bytes behind data"         '5\r\nhelloxx0\r\n\r\n'
bad "data too long"                 '4\r\nhello\r\n0\r\n\r\n'
bad "data too short"                '6\r\nhello\r\n0\r\n\r\n'
bad "bare LF behind the last"       '5\r\nhello\r\n0\n\r\n'
bad "bare LF at the end"            '5\r\nhello\r\n0\r\n\n'
bad "two bare LF"                   '5\r\nhello\r\n0\n\n'
bad "bare LF behind a trailer"      '0\r\nX: y\n\r\n'
bad "bare LF behind the trailers"   '0\r\nX: y\r\n\n'
bad "bare CR behind the last"       '0\rGET'
bad "NUL in a trailer"              '0\r\nX: \x00\r\n\r\n'
bad "an endless extension"          "5;$(rep 60000 x)\r\nhello\r\n0\r\n\r\n"
bad "endless zeros"                 "$(rep 60000 0)\r\n\r\n"
bad "endless trailers"              "0\r\n$(rep 6000 'X: yyyyyyyy\r\n')\r\n"

# 1,100,000 bytes in chunks of ten are more than client_max_body_size: 413, or
# an answer that was under way already; in any case the end.
rep 110000 'a
0123456789
' | awk '{ printf "%s\r\n", $0 }' >body
printf '0\r\n\r\nGET /two HTTP/1.1\r\nHost: a\r\n\r\n' >>body
like "too much in small chunks" "$(answers $P1 "$head" -f body)" '^(413|200) (eof|reset)$'
