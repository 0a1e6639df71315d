# Header lines: what is a name, what is a value, Host.
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    large_client_header_buffers 4 128k;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /x { return 200 "[\$http_x_a]\n"; }
        location /host { return 200 "[\$host]\n"; }
    }
}
END
start

after='\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
head='GET /a.txt HTTP/1.1\r\nHost: a\r\n'

good() {        # good TEXT LINES: accepted, and so is the next request
    is "$1" "$(answers $P1 "$head$2$after")" "200 200 eof"
}

bad() {         # bad TEXT LINES: one 400, then the end
    is "$1" "$(answers $P1 "$head$2$after" | sed 's/reset$/eof/')" "400 eof"
}

value() {       # value TEXT LINES EXPECTED: X-A as the server sees it
    is "$1" "$(raw $P1 "GET /x HTTP/1.0\r\n$2\r\n\r\n" | tail -n 1)" "[$3]"
}

good "an empty value"               'X:'
good "no blank after the colon"     'X:y'
good "TAB in a value"               'X: a\tb'
good "bytes above 127 in a value"   'X: \xc3\xa4\xff'
good "a quote and a backslash"      'X: "a\\\\b"'
good "colons in a value"            'X: a:b::c'
good "an odd name: underscore"      'X_Y: a'
good "an odd name: all of RFC 9110" "a!#\$%&'*+-.^_\`|~9: b"
good "bytes above 127 in a name"    'X\xc3\xa4: a'
good "bare LF ends a line"          'X: a\nY: b'
good "the same name twice"          'X: a\r\nX: b'
good "40 lines"                     "$(rep 39 'X: y\r\n')X: y"
good "a name of 255 bytes"          "$(rep 255 a): b"
good "a name of 256 bytes"          "$(rep 256 a): b"
good "a name of 270 bytes"          "$(rep 270 a): b"
good "a name of 64 KiB"             "$(rep 65536 a): b"
good "a value of 64 KiB"            "a: $(rep 65536 b)"

bad "blank before the colon"        'X : a'
bad "TAB before the colon"          'X\t: a'
bad "blank in a name"               'X y: a'
bad "blank in Content-Length"       'Content-Length : 5'
bad "blank in Host"                 'Host : a'
bad "TAB in Transfer-Encoding"      'Transfer-Encoding\t: chunked'
bad "folding by a blank"            'X: a\r\n b'
bad "folding by a TAB"              'X: a\r\n\tb'
bad "a blank line of blanks"        'X: a\r\n  '
bad "no name"                       ': a'
bad "a name of one blank"           ' : a'
bad "no colon"                      'X'
bad "NUL in a name"                 'X\x00Y: a'
bad "control byte in a name"        'X\x01Y: a'
bad "DEL in a name"                 'X\x7fY: a'
bad "bare CR in a name"             'X\rY: a'
bad "NUL in a value"                'X: a\x00b'
bad "NUL ends a value"              'X: a\x00'
bad "bare CR in a value"            'X: a\rb'
bad "bare CR and a header"          'X: a\rY: b'
bad "CR CR LF"                      'X: a\r\r\nY: b'
bad "control byte in a value"       'X: a\x01b'
bad "vertical tab in a value"       'X: a\x0bb'
bad "DEL in a value"                'X: a\x7fb'
bad "ESC in a value"                'X: \x1b[31m'

for b in 00 01 08 0b 0c 0d 0e 1f 20 7f; do
    is "byte $b in a name" "$(answers $P1 "${head}A\\x${b}B: c$after" |
        sed 's/reset$/eof/')" "400 eof"
done

# The blanks around a value are not a part of it; odd names are not seen.
value "plain"                       'X-A: b' b
value "blanks around"               'X-A:  \t b c \t ' 'b c'
value "empty"                       'X-A:   ' ''
value "case of the name"            'x-a: b' b
value "a longer name is another"    'X-Ab: b' ''
value "a shorter name is another"   'X-: b' ''
value "underscores are ignored"     'X_A: b' ''

# Host.
host() {        # host TEXT VALUE EXPECTED
    is "Host: $1" "$(raw $P1 "GET /host HTTP/1.1\r\nHost: $2\r\nConnection: close\r\n\r\n" | tail -n 1)" "[$3]"
}
host "a name"           example.com example.com
host "a port"           example.com:8080 example.com
host "a dot at the end" example.com. example.com
host "upper case"       EXAMPLE.Com example.com
host "IPv4"             127.0.0.1:80 127.0.0.1
host "IPv6"             '[::1]:80' '[::1]'
host "IPv6, no port"    '[::1]' '[::1]'

several() {     # several LINES: does the connection stay after them?
    head_of /a.txt "$@" | sed -n 's/^Connection: //p'
}
is "the last Connection counts" "$(several -H 'Connection: close' -H 'Connection: keep-alive')" keep-alive
is "the other way round" "$(several -H 'Connection: keep-alive' -H 'Connection: close')" close
is "of those that tell" "$(several -H 'Connection: close' -H 'Connection: x')" close
is "close is stronger in one list" "$(several -H 'Connection: close, keep-alive')" close

twice() {       # twice STATUS NAME...
    _want=$1
    shift
    for _name in "$@"; do
        is "$_name twice" "$(code /a.txt -H "$_name: a" -H "$_name: b")" "$_want"
    done
}
twice 400 Authorization Expect If-Match If-Modified-Since If-None-Match \
    If-Range If-Unmodified-Since
twice 200 Accept-Encoding Content-Type Range Referer User-Agent

no_host() {     # no_host TEXT HEADER-LINES
    is "$1" "$(answers $P1 "GET /a.txt HTTP/1.1\r\n$2\r\nGET /a.txt HTTP/1.0\r\n\r\n" | sed 's/reset$/eof/')" "400 eof"
}
no_host "no Host"               ''
no_host "no Host but another"   'Hostess: a\r\n'
no_host "part of the name"      'Hos: a\r\n'
no_host "empty Host"            'Host:\r\n'
no_host "Host twice"            'Host: a\r\nHost: b\r\n'
no_host "Host twice, equal"     'Host: a\r\nHost: a\r\n'
no_host "Host of dots"          'Host: ..\r\n'
no_host "two dots in Host"      'Host: a..b\r\n'
no_host "slash in Host"         'Host: a/b\r\n'
no_host "dots and slashes"      'Host: ../../etc\r\n'
no_host "backslash in Host"     'Host: a\\b\r\n'
no_host "NUL in Host"           'Host: a\x00b\r\n'
no_host "blank in Host"         'Host: a b\r\n'
no_host "TAB in Host"           'Host: a\tb\r\n'
no_host "control in Host"       'Host: a\x02b\r\n'
is "HTTP/1.0 needs no Host" "$(answers $P1 'GET /a.txt HTTP/1.0\r\n\r\n')" '200 eof'
is "HTTP/1.0, Host twice" "$(answers $P1 'GET /a.txt HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n' | sed 's/reset$/eof/')" '400 eof'
