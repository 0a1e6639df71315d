# Error pages and the Server header, byte by byte.
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    root $T/www;
    server {
        listen 127.0.0.1:$P1;
        location /403 { return 403; }
        location /301 { return 301 /to; }
        location /502 { return 502; }
        location /off { server_tokens off; }
        location /off/500 { server_tokens off; return 500; }
    }
    server { listen 127.0.0.1:$P2; server_tokens off; }
}
END
start

name=$(head_of /a.txt | sed -n 's/^Server: //p')
like "Server"               "$name" '^reuseportd/[0-9]+\.[0-9]+\.[0-9]+$'
is "server_tokens off"      "$(curl -q -s -D - -o /dev/null "http://127.0.0.1:$P2/a.txt" | tr -d '\r' | sed -n 's/^Server: //p')" "${name%/*}"
is "server_tokens off in a location" "$(head_of /off/500 | sed -n 's/^Server: //p')" "${name%/*}"

page() {        # page PORT PATH "CODE TITLE" TOKEN
    printf '<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n<hr><center>%s</center>\r\n</body>\r\n</html>\r\n.' "$3" "$3" "$4" >want
    { curl -q -s "http://127.0.0.1:$1$2"; printf .; } >got
    ok "the page of $2, server_tokens ${4#"${name%/*}"}" cmp want got
}
page $P1 /none      '404 Not Found'         "$name"
page $P1 /403       '403 Forbidden'         "$name"
page $P1 /          '403 Forbidden'         "$name"
page $P1 /301       '301 Moved Permanently' "$name"
page $P1 /502       '502 Bad Gateway'       "$name"
page $P1 /off/none  '404 Not Found'         "${name%/*}"
page $P1 /off/500   '500 Internal Server Error' "${name%/*}"
page $P2 /none      '404 Not Found'         "${name%/*}"

head=$(head_of /none)
like "type"                 "$head" '^Content-Type: text/html$'
is "length"                 "$(printf '%s\n' "$head" | sed -n 's/^Content-Length: //p')" "$(get /none | wc -c | tr -d ' ')"
unlike "no ETag, no ranges" "$head" '^(ETag|Last-Modified|Accept-Ranges)'
is "HEAD has the same head" "$(head_of /none -I | grep -v '^Date')" "$(printf '%s\n' "$head" | grep -v '^Date')"
is "HEAD has no body"       "$(raw $P1 'HEAD /none HTTP/1.0\r\n\r\n' | tr -d '\r' | sed '1,/^$/d')" ''

bad=$(raw $P1 'GET /none HTTP/1.1\r\nHost: a\r\nX Y: z\r\n\r\n')
like "400: status line"     "$bad" '^HTTP/1\.1 400 Bad Request$'
like "400: page"            "$bad" '<h1>400 Bad Request</h1>'
like "400: says close"      "$bad" '^Connection: close$'
is "400: length" "$(printf '%s\n' "$bad" | tr -d '\r' | sed -n 's/^Content-Length: //p')" \
    "$(raw $P1 'X\r\n\r\n' | sed '1,/^.$/d' | wc -c | tr -d ' ')"
like "405: status line"     "$(head_of /a.txt --data x)" '^HTTP/1\.1 405 Not Allowed$'
like "501: status line"     "$(raw $P1 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n')" '^HTTP/1\.1 501 Not Implemented$'
like "505: status line"     "$(raw $P1 'GET / HTTP/2.0\r\nHost: a\r\n\r\n')" '^HTTP/1\.1 505 HTTP Version Not Supported$'
unlike "nothing of the target is repeated" "$(get '/<script>')" '<script>'
unlike "nor of a bad request" "$(raw $P1 'GET /<script> <script>\r\n\r\n')" '<script>'

# Errors leave no trace in what follows.
is "a file after an error"  "$(raw $P1 'GET /none HTTP/1.1\r\nHost: a\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n' | tail -n 1)" hello
