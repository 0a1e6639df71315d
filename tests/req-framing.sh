# Where a request ends. Any doubt: one 400 (501 for a coding we do not know),
# then the end; never a second answer to bytes that may be a body.
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
        location /ret { return 200 "[\$request_method \$uri]\n"; }
    }
}
END
start

next='GET /ret/next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'

bad() {         # bad TEXT STATUS LINES BODY: POST and GET, then a request
    for m in 'POST /ret' 'GET /a.txt'; do
        like "$m: $1" "$(answers $P1 "$m HTTP/1.1\r\nHost: a\r\n$3\r\n\r\n$4$next")" "^$2 (eof|reset)\$"
    done
}

good() {        # good TEXT LINES BODY: the body is dropped, the next answered
    for m in 'POST /ret' 'GET /ret'; do
        is "$m: $1" "$(raw $P1 "$m HTTP/1.1\r\nHost: a\r\n$2\r\n\r\n$3$next" -e |
            tr -d '\r' | sed -n -e 's/^HTTP.1.1 //p' -e '/^\[/p' |
            tr '\n' ' ')" "200 OK [${m% *} /ret] 200 OK [GET /ret/next] [eof] "
    done
}

good "a length"                     'Content-Length: 5' 'hello'
good "length 0"                     'Content-Length: 0' ''
good "name in upper case"           'CONTENT-LENGTH: 5' 'hello'
good "leading zeros"                'Content-Length: 0005' 'hello'
good "blanks around"                'Content-Length:   5  ' 'hello'
good "a body that looks like one"   'Content-Length: 19' 'GET /x HTTP/1.1\r\n\r\n'
good "longer than the head buffer"  'Content-Length: 5000' "$(rep 5000 x)"
good "chunked"                      'Transfer-Encoding: chunked' '5\r\nhello\r\n0\r\n\r\n'
good "Chunked"                      'Transfer-Encoding: Chunked' '5\r\nhello\r\n0\r\n\r\n'
good "CHUNKED"                      'TRANSFER-ENCODING: CHUNKED' '5\r\nhello\r\n0\r\n\r\n'
good "a chunked body like a request" 'Transfer-Encoding: chunked' \
    '1c\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\n0\r\n\r\n'

bad "both"                          400 'Content-Length: 5\r\nTransfer-Encoding: chunked' '0\r\n\r\n'
bad "both, the other way"           400 'Transfer-Encoding: chunked\r\nContent-Length: 5' '0\r\n\r\n'
bad "both, length 0"                400 'Content-Length: 0\r\nTransfer-Encoding: chunked' '0\r\n\r\n'
bad "both, case"                    400 'content-length: 5\r\ntransfer-encoding: CHUNKED' '0\r\n\r\n'
bad "two lengths"                   400 'Content-Length: 5\r\nContent-Length: 6' 'hello'
bad "two lengths, equal"            400 'Content-Length: 5\r\nContent-Length: 5' 'hello'
bad "two lengths, 0"                400 'Content-Length: 0\r\nContent-Length: 0' ''
bad "two codings"                   '(400|501)' 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity' '0\r\n\r\n'
bad "two codings, equal"            '(400|501)' 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked' '0\r\n\r\n'
bad "gzip"                          501 'Transfer-Encoding: gzip' ''
bad "identity"                      501 'Transfer-Encoding: identity' ''
bad "gzip, chunked"                 501 'Transfer-Encoding: gzip, chunked' '0\r\n\r\n'
bad "chunked, chunked"              '(400|501)' 'Transfer-Encoding: chunked, chunked' '0\r\n\r\n'
bad "chunked, identity"             '(400|501)' 'Transfer-Encoding: chunked, identity' '0\r\n\r\n'
bad "xchunked"                      501 'Transfer-Encoding: xchunked' '0\r\n\r\n'
bad "chunkedx"                      501 'Transfer-Encoding: chunkedx' '0\r\n\r\n'
bad "chunke"                        501 'Transfer-Encoding: chunke' '0\r\n\r\n'
bad "quoted chunked"                501 'Transfer-Encoding: "chunked"' '0\r\n\r\n'
bad "chunked;q"                     501 'Transfer-Encoding: chunked;q=1' '0\r\n\r\n'
bad "a comma before it"             '(400|501)' 'Transfer-Encoding: ,chunked' '0\r\n\r\n'
bad "an empty coding"               '(400|501)' 'Transfer-Encoding:' '0\r\n\r\n'
bad "vertical tab before it"        '(400|501)' 'Transfer-Encoding: \x0bchunked' '0\r\n\r\n'
bad "NUL behind it"                 '(400|501)' 'Transfer-Encoding: chunked\x00' '0\r\n\r\n'
bad "folded"                        400 'Transfer-Encoding:\r\n chunked' '0\r\n\r\n'

for v in -5 +5 -0 +0 0x5 5x '5 5' '5,5' '5, 5' '5;' 5. 5.0 5e0 '\x225\x22' _5 '' ' ' \
    ab '\xd9\xa5' 99999999999999999999 9223372036854775808 18446744073709551616 \
    18446744073709551621 -9223372036854775808
do
    bad "length \"$v\"" 400 "Content-Length: $v" 'hello'
done
for v in 2147483648 4294967296 4294967301 9223372036854775807; do
    bad "length $v" '(400|413)' "Content-Length: $v" 'hello'
done

# HTTP/1.0 has no chunks; a body by length it has.
like "1.0: chunked" "$(answers $P1 "POST /ret HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$next")" '^400 (eof|reset)$'
like "1.0: chunked, kept alive" "$(answers $P1 "POST /ret HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$next")" '^400 (eof|reset)$'
is "1.0: a length, kept alive" "$(answers $P1 "POST /ret HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello$next")" '200 200 eof'

# Names that are almost the ones that matter do not matter.
good "Content-Lengths"              'Content-Lengths: 5' ''
good "Content_Length"               'Content_Length: 5' ''
good "X-Transfer-Encoding"          'X-Transfer-Encoding: chunked' ''
good "TE"                           'TE: chunked' ''

# A body that comes late, in pieces, and one that never comes whole.
is "body after the head" "$(answers $P1 "POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 40\r\n\r\n$(rep 40 x)$next" -s 7)" '200 200 eof'
like "body cut short" "$(answers $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n' -w)" '^((200|400) )?(eof|reset)$'
like "chunk cut short" "$(answers $P1 'POST /ret HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n' -w)" '^((200|400) )?(eof|reset)$'

# A method that a file refuses: its body is no request either.
like "405 with a body" "$(answers $P1 "PUT /a.txt HTTP/1.1\r\nHost: a\r\nContent-Length: 46\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\nX: yyyyyyyy\r\n\r\n$next")" '^405( 200)? eof$'
like "404 with a body" "$(answers $P1 "POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 46\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\nX: yyyyyyyy\r\n\r\n$next")" '^40[45]( 200)? eof$'
