# return: codes, texts, redirects, variables.
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        server_name main.example;
        root $T;
        location /200 { return 200; }
        location /text { return 200 "text\n"; }
        location /empty { return 200 ""; }
        location /quote { return 200 'a "b" \$uri; {} # \\\\ \\n'; }
        location /type { default_type text/x-own; return 200 "x"; }
        location /html/ { default_type text/html; types { text/x-t t; } return 200 "x"; }
        location /204 { return 204; }
        location /403 { return 403; }
        location /404 { return 404 "not here\n"; }
        location /410 { return 410; }
        location /empty404 { return 404 ""; }
        location /empty404v { return 404 \$arg_none; }
        location /300 { return 300; }
        location /416 { return 416; }
        location /499 { return 499; }
        location /408 { return 408; }
        location /set { set \$s \$status; return 200 \$s; }
        location /page { error_page 404 /show?\$status; return 404; }
        location /444 { error_page 444 =200 /show; return 444; }
        location /p408 { error_page 408 =200 /show; return 408; }
        location /cycle { recursive_error_pages on; error_page 404 500 /cycle; return 404; }
        location /page2 { error_page 404 =201 /show?\$status; return 404; }
        location /page3 { error_page 404 = /show?\$status; return 404; }
        location /show { set \$s \$status; return 200 "\$s|\$args|\$status"; }
        location /500 { return 500; }
        location /503 { return 503 "later\n"; }
        location /599 { return 599 "odd\n"; }
        location /299 { return 299 "odd\n"; }
        location /418 { return 418; }
        location /301 { return 301 /to; }
        location /long { return 301 https://a\$request_uri; }
        location /nouri { try_files \$arg_t/ =404; }
        location /301none { return 301; }
        location /302 { return 302 https://\$host\$request_uri; }
        location /303 { return 303 http://other.example/\$args; }
        location /307 { return 307 //other.example/x; }
        location /308 { return 308 /to?a=b; }
        location /url { return http://url.example/; }
        location /https { return https://url.example\$uri; }
        location /path { return 301 to; }
        location /go { return 301 /\$arg_to; }
        location /up { return 302 http://up.example\$uri; }
        location /v/uri { return 200 "\$uri|\$document_uri"; }
        location /v/args { return 200 "\$args|\$query_string|\$is_args|\$arg_a|\$arg_b|\$arg_none"; }
        location /v/request { return 200 "\$request|\$request_method|\$request_uri|\$server_protocol|\$scheme"; }
        location /v/host { return 200 "\$host|\$http_host|\$server_name|\$server_port|\$server_addr"; }
        location /v/remote { return 200 "\$remote_addr|\$remote_user|\$hostname"; }
        location /v/http { return 200 "\$http_user_agent|\$http_x_some_thing|\$http_none"; }
        location /v/body { return 200 "\$content_length|\$http_content_type"; }
        location /v/cookie { return 200 "\$http_cookie"; }
        location /v/braces { return 200 "\${uri}x\$uri-\${host}"; }
        location /v/root { return 200 "\$document_root"; }
        location /v/time { return 200 "\$msec|\$time_iso8601|\$time_local"; }
        location /v/status { return 203 "\$status"; }
        location /v/conn { return 200 "\$connection|\$connection_requests|\$remote_port|\$pid"; }
    }
    server { listen 127.0.0.1:$P2; return 200 "server \$uri\n"; location / { return 200 "location\n"; } }
}
END
start

ret() {         # ret PATH STATUS BODY [CURL ARGS]
    _p=$1 _s=$2 _b=$3
    shift 3
    is "$_p" "$(http "$_p" -w '|%{http_code}' "$@")" "$_b|$_s"
}
ret /200    200 ''
ret /text   200 'text
'
ret /empty  200 ''
ret /quote  200 'a "b" /quote; {} # \ 
'
ret /404    404 'not here
'
ret /503    503 'later
'
ret /599    599 'odd
'
ret /299    299 'odd
'
ret /204    204 ''
ret /text   200 'text
' --data x
ret /text   200 'text
' -X DELETE
is "an empty text is none from 400 on" "$(get /empty404 | grep -c '<h1>404 Not Found</h1>')" 1
ret /empty404v 404 ''
ret /300    300 ''
like "a redirect to nowhere is there" "$(head_of /301none)" '^Location: $'
unlike "and has no Location elsewhere" "$(head_of /418)" '^Location'
like "300 has a type"   "$(head_of /300)" '^Content-Type: text/plain$'
unlike "416 without ranges" "$(head_of /416)" '^Content-Range'
for l in 444 p408; do
    is "/$l: no page for what is no answer" "$(answers $P1 "GET /$l HTTP/1.1\r\nHost: a\r\n\r\n" | sed 's/reset/eof/')" eof
done
is "pages that lead to each other" "$(code /cycle)" 500
like "and it is told" "$(cat error.log)" '\[error\] .* cycle while processing "/cycle"'
is "499 ends the connection" "$(answers $P1 'GET /499 HTTP/1.1\r\nHost: a\r\n\r\n')" eof
is "408 likewise"       "$(answers $P1 'GET /408 HTTP/1.1\r\nHost: a\r\n\r\n')" eof
ret /set    200 000
ret /page   404 '404|404|404'
ret /page2  201 '201|201|201'
ret /page3  200 '000|000|200'
is "403 is a page"      "$(get /403 | grep -c '<h1>403 Forbidden</h1>')" 1
is "410 is a page"      "$(get /410 | grep -c '<h1>410 Gone</h1>')" 1
is "500 is a page"      "$(get /500 | grep -c '<h1>500 Internal Server Error</h1>')" 1
is "418 is only a code" "$(code /418)" 418
like "text: length"     "$(head_of /text)" '^Content-Length: 5$'
like "200: length 0"    "$(head_of /200)" '^Content-Length: 0$'
unlike "204: no length" "$(head_of /204)" '^Content-Length'
like "text: type"       "$(head_of /text)" '^Content-Type: text/plain$'
like "its own type"     "$(head_of /type)" '^Content-Type: text/x-own$'
like "type by extension" "$(head_of /html/a.t)" '^Content-Type: text/x-t$'
unlike "no ETag"        "$(head_of /text)" '^(ETag|Last-Modified|Accept-Ranges)'
is "HEAD"               "$(head_of /text -I | grep -v '^Date')" "$(head_of /text | grep -v '^Date')"
is "HEAD: no body"      "$(raw $P1 'HEAD /text HTTP/1.0\r\n\r\n' | tr -d '\r' | sed '1,/^$/d')" ''

loc() {         # loc PATH STATUS LOCATION [CURL ARGS]
    _p=$1 _s=$2 _l=$3
    shift 3
    is "$_p: status" "$(code "$_p" "$@")" "$_s"
    is "$_p: Location" "$(head_of "$_p" "$@" | sed -n 's/^Location: //p')" "$_l"
}
loc /301            301 "http://127.0.0.1:$P1/to"
loc "/long?$(rep 700 0123456789)" 301 "https://a/long?$(rep 700 0123456789)"
loc /nouri          301 "http://127.0.0.1:$P1/"
loc /301            301 "http://a.example:$P1/to" -H 'Host: a.example'
loc '/302/x?y=z'    302 'https://a.example/302/x?y=z' -H 'Host: a.example:80'
loc '/303?q'        303 'http://other.example/q'
loc /308            308 "http://127.0.0.1:$P1/to?a=b"
loc /url            302 'http://url.example/'
loc /https/x        302 'https://url.example/https/x'
like "/307: another host" "$(head_of /307)" "^Location: (http:)?//"
like "301 is a page"    "$(get /301)" '<h1>301 Moved Permanently</h1>'
like "302 is a page"    "$(get /302)" '<h1>302 Found</h1>'
like "308 is a page"    "$(get /308)" '<h1>308 Permanent Redirect</h1>'

# What a client sends never becomes a header.
unlike "encoded line ends in \$uri"     "$(head_of '/up%0d%0aX-Evil:%201')" '^X-Evil'
unlike "a bare encoded LF in \$uri"     "$(head_of '/up%0aX-Evil:%201')" '^X-Evil'
unlike "a bare encoded CR in \$uri"     "$(raw $P1 'GET /up%0dX-Evil:%201 HTTP/1.0\r\n\r\n' | tr '\r' '\n')" '^X-Evil'
unlike "encoded line ends in an argument" "$(head_of '/go?to=x%0d%0aX-Evil:%201')" '^X-Evil'
unlike "encoded line ends in the target" "$(head_of '/302%0d%0aX-Evil:%201')" '^X-Evil'

ret /v/uri          200 '/v/uri|/v/uri'
ret '/v/uri/%41/../b?c' 200 '/v/uri/b|/v/uri/b'
ret '/v/args?a=1&b=%20x&A=3' 200 'a=1&b=%20x&A=3|a=1&b=%20x&A=3|?|1|%20x|'
ret /v/args         200 '|||||'
ret '/v/args?'      200 '|||||'
ret '/v/args?xa=2&a=&b' 200 'xa=2&a=&b|xa=2&a=&b|?|||'
ret '/v/request?x'  200 'GET /v/request?x HTTP/1.1|GET|/v/request?x|HTTP/1.1|http'
ret '/v/request'    200 'POST /v/request HTTP/1.1|POST|/v/request|HTTP/1.1|http' --data x
is "request_uri of an absolute target" "$(raw $P1 'GET http://a/v/request?x HTTP/1.0\r\n\r\n' | tail -n 1)" 'GET http://a/v/request?x HTTP/1.0|GET|/v/request?x|HTTP/1.0|http'
ret /v/host         200 "a.example|A.example:99|main.example|$P1|127.0.0.1" -H 'Host: A.example:99'
is "host without a Host" "$(raw $P1 'GET /v/host HTTP/1.0\r\n\r\n' | tail -n 1)" "main.example||main.example|$P1|127.0.0.1"
like "/v/remote"    "$(get /v/remote)" "^127\\.0\\.0\\.1\\|\\|[^|]+\$"
ret /v/http         200 'agent/1 (x)|thing|' -A 'agent/1 (x)' -H 'X-Some-Thing: thing'
ret /v/body         200 '3|text/x' --data abc -H 'Content-Type: text/x'
ret /v/cookie       200 'a=1; b=2' -H 'Cookie: a=1; b=2'
is "cookies of two headers" "$(raw $P1 'GET /v/cookie HTTP/1.0\r\nCookie: a=1\r\nX: y\r\nCookie: b=2\r\n\r\n' | tail -n 1)" 'a=1; b=2'
ret /v/braces       200 '/v/bracesx/v/braces-127.0.0.1'
ret /v/root/x       200 "$T"
like "/v/time"      "$(get /v/time)" '^[0-9]+\.[0-9]{3}\|20[0-9-]{8}T[0-9:]{8}[+-][0-9:]{5}\|[0-9]{2}/[A-Z][a-z]{2}/20[0-9]{2}:[0-9:]{8} [+-][0-9]{4}$'
like "/v/status"    "$(get /v/status)" '^(203|000)$'
like "/v/conn"      "$(get /v/conn)" '^[0-9]+\|1\|[0-9]+\|[0-9]+$'

P1=$P2
is "in the server, before locations" "$(get /x)" 'server /x'
