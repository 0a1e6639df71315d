# The request line: methods, targets, versions; what is refused is refused
# with one answer and the connection is closed.
mkdir www
printf 'hello\n' >www/a.txt
printf 'utf\n' >"www/$(printf '\303\244').txt"
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        server_name first;
        root $T/www;
        location /uri { return 200 "[\$uri|\$args|\$request_uri]"; }
        location = / { return 200 "root of \$host"; }
    }
    server {
        listen 127.0.0.1:$P1;
        server_name second;
        location / { return 200 "second \$host \$uri"; }
    }
}
END
start

one() {         # one TEXT STATUS REQUEST-LINE: the only answer, then the end
    is "$1" "$(answers $P1 "$3\r\nHost: first\r\n\r\nGET /a.txt HTTP/1.1\r\nHost: first\r\n\r\n" | sed 's/reset$/eof/')" "$2 eof"
}

good() {        # good TEXT STATUS REQUEST-LINE: then the next is answered
    is "$1" "$(answers $P1 "$3\r\nHost: first\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n")" "$2 200 eof"
}

good "GET"                      200 'GET /a.txt HTTP/1.1'
good "HEAD"                     200 'HEAD /a.txt HTTP/1.1'
good "an argument"              200 'GET /a.txt?a=b&c HTTP/1.1'
good "HTTP/1.2 counts as 1.1"   200 'GET /a.txt HTTP/1.2'
good "an empty line before"     200 '\r\nGET /a.txt HTTP/1.1'
good "two empty lines before"   200 '\r\n\r\nGET /a.txt HTTP/1.1'
good "a bare LF ends the line"  200 'GET /a.txt HTTP/1.1\nX: y'
good "bytes above 127"          200 'GET /\xc3\xa4.txt HTTP/1.1'
good "the same, encoded"        200 'GET /%C3%a4.txt HTTP/1.1'
good "not there"                404 'GET /b.txt HTTP/1.1'
good "a question mark alone"    200 'GET /a.txt? HTTP/1.1'
good "odd but legal bytes"      404 "GET /a~!*'();:@&=+,[]{}|^\"<>\$ HTTP/1.1"

for m in POST PUT DELETE OPTIONS PATCH TRACE PROPFIND FOO M-SEARCH; do
    like "$m on a file" "$(answers $P1 "$m /a.txt HTTP/1.1\r\nHost: first\r\nConnection: close\r\n\r\n")" '^405 eof$'
done
is "a bad HEAD has no body" "$(raw $P1 'HEAD /a b HTTP/1.1\r\nHost: first\r\n\r\n' | tr -d '\r' | sed '1,/^$/d')" ''
is "TRACE where others are answered" "$(answers $P1 'TRACE /uri HTTP/1.1\r\nHost: first\r\n\r\n')" '405 eof'
is "TLS is answered before its line ends" "$(answers $P1 '\x16\x03\x01\x02\x00\x01')" '400 eof'
like "CONNECT" "$(answers $P1 'CONNECT first:80 HTTP/1.1\r\nHost: first\r\n\r\n')" '^40[05] eof$'
like "the asterisk" "$(answers $P1 'OPTIONS * HTTP/1.1\r\nHost: first\r\nConnection: close\r\n\r\n')" '^[24]0[0-9] eof$'

one "lower-case method"         400 'get /a.txt HTTP/1.1'
one "method with a digit"       400 'GET1 /a.txt HTTP/1.1'
one "method with a NUL"         400 'GE\x00T /a.txt HTTP/1.1'
one "method with a control"     400 'GE\x01T /a.txt HTTP/1.1'
one "no target"                 400 'GET HTTP/1.1'
one "method only"               400 'GET'
one "blank first"               400 ' GET /a.txt HTTP/1.1'
one "TAB for a blank"           400 'GET\t/a.txt HTTP/1.1'
one "target without a slash"    400 'GET a.txt HTTP/1.1'
one "blank in the target"       400 'GET /a .txt HTTP/1.1'
one "TAB in the target"         400 'GET /a\t.txt HTTP/1.1'
one "control byte in it"        400 'GET /a\x01.txt HTTP/1.1'
one "DEL in it"                 400 'GET /a\x7f.txt HTTP/1.1'
one "NUL in it"                 400 'GET /a.txt\x00 HTTP/1.1'
one "NUL in the arguments"      400 'GET /a.txt?\x00 HTTP/1.1'
one "control in the arguments"  400 'GET /a.txt?a\x0b HTTP/1.1'
one "bare CR in the target"     400 'GET /a.txt\r HTTP/1.1'
one "bare CR behind the version" 400 'GET /a.txt HTTP/1.1\rX'
one "%00"                       400 'GET /a.txt%00 HTTP/1.1'
one "% and no hex digits"       400 'GET /%zz HTTP/1.1'
one "% and one hex digit"       400 'GET /%4 HTTP/1.1'
one "% at the end"              400 'GET /% HTTP/1.1'
one "HTTP/2.0"                  505 'GET /a.txt HTTP/2.0'
one "HTTP/3.0"                  505 'GET /a.txt HTTP/3.0'
one "HTTP/9.9"                  505 'GET /a.txt HTTP/9.9'
one "HTTP/0.9 by name"          400 'GET /a.txt HTTP/0.9'
one "HTTP/1."                   400 'GET /a.txt HTTP/1.'
one "HTTP/1"                    400 'GET /a.txt HTTP/1'
one "HTTP/"                     400 'GET /a.txt HTTP/'
one "HTTP"                      400 'GET /a.txt HTTP'
one "HTTP/1.1x"                 400 'GET /a.txt HTTP/1.1x'
one "HTTP/1.x"                  400 'GET /a.txt HTTP/1.x'
one "HTTP/+1.1"                 400 'GET /a.txt HTTP/+1.1'
one "http/1.1"                  400 'GET /a.txt http/1.1'
one "HTTQ/1.1"                  400 'GET /a.txt HTTQ/1.1'
one "rubbish"                   400 '\x16\x03\x01\x02\x00\x01\x00'
like "the HTTP/2 preface" "$(answers $P1 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')" '^(400|505) (eof|reset)$'

# A target with a fragment never names another file.
like "fragment" "$(answers $P1 'GET /a.txt#x HTTP/1.1\r\nHost: first\r\nConnection: close\r\n\r\n')" '^(200|400) eof$'

# Absolute form: its authority goes before Host.
abs() {         # abs TARGET HOST: head and body of the answer
    raw $P1 "GET $1 HTTP/1.1\r\nHost: $2\r\nConnection: close\r\n\r\n"
}
like "absolute form"                "$(abs http://first/a.txt first)" '^hello$'
like "its authority wins"           "$(abs http://second/x first)" '^second second /x$'
like "Host alone"                   "$(abs /x second)" '^second second /x$'
like "upper case"                   "$(abs HTTP://SECOND/x first)" '^second second /x$'
like "with a port"                  "$(abs http://second:80/x first)" '^second second /x$'
like "no path"                      "$(abs http://first first)" '^root of first$'
like "no path, arguments"           "$(abs 'http://second?a=b' first)" '^second second /$'
like "path decoded"                 "$(abs http://second/%41/../B first)" '^second second /B$'
like "Host is still asked for"      "$(answers $P1 'GET http://first/ HTTP/1.1\r\n\r\n')" '^400 (eof|reset)$'
one "no authority"              400 'GET http:///a.txt HTTP/1.1'
one "user in the authority"     400 'GET http://u@first/a.txt HTTP/1.1'
one "blank in the authority"    400 'GET http://fir st/a.txt HTTP/1.1'
one "one slash"                 400 'GET http:/first/a.txt HTTP/1.1'
one "scheme only"               400 'GET http: HTTP/1.1'
one "NUL in the authority"      400 'GET http://fir\x00st/a.txt HTTP/1.1'
one "backslash for slash"       400 'GET http:\\\\first/a.txt HTTP/1.1'

# What the variables see.
is "decoded path, arguments as they came" \
    "$(get '/uri/%41%20b/./c/../d?x=%41&y')" \
    '[/uri/A b/d|x=%41&y|/uri/%41%20b/./c/../d?x=%41&y]'
is "plus stays plus" "$(get '/uri/a+b')" '[/uri/a+b||/uri/a+b]'
is "slashes merge" "$(get '//uri///a')" '[/uri/a||//uri///a]'
is "decoded once" "$(get '/uri/%2541')" '[/uri/%41||/uri/%2541]'
is "encoded question mark" "$(get '/uri/a%3Fb?c')" '[/uri/a?b|c|/uri/a%3Fb?c]'
is "arguments are not a path" "$(get '/uri?/../../b')" '[/uri|/../../b|/uri?/../../b]'

# HTTP/0.9: the body alone or nothing, and the end.
like "HTTP/0.9" "$(raw $P1 'GET /a.txt\r\n' -e | tr '\n' ' ')" \
    '^(hello *\[eof\]|HTTP/1\.[01] 400 .*\[(eof|reset)\]) *$'
