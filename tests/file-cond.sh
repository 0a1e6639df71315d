# Conditional requests: If-Modified-Since, If-None-Match and their opposites.
TZ=UTC0
export TZ
mkdir www
printf 'hello\n' >www/a.txt
touch -t 202001010000.00 www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /ret { return 200 "ret\n"; }
        location /201 { return 201 "ret\n"; }
        location /list/ { alias $T/www/; autoindex on; }
    }
    server { listen 127.0.0.1:$P2; root $T/www; etag off; }
    server {
        listen 127.0.0.1:$P3;
        root $T/www;
        location /before/ { alias $T/www/; if_modified_since before; }
        location /off/ { alias $T/www/; if_modified_since off; }
        location /exact/ { alias $T/www/; if_modified_since exact; }
        location /quiet/ { alias $T/www/; log_not_found off; }
    }
}
END
start

etag='"5e0be100-6"'
date='Wed, 01 Jan 2020 00:00:00 GMT'
later='Wed, 01 Jan 2020 00:00:01 GMT'
earlier='Tue, 31 Dec 2019 23:59:59 GMT'

cond() {        # cond STATUS HEADER...
    _want=$1 _text=
    shift
    set -- "$@"
    _n=$#
    while [ $_n -gt 0 ]; do
        _text="$_text$1; "
        set -- "$@" -H "$1"
        shift
        _n=$((_n - 1))
    done
    like "$_text" "$(code /a.txt "$@")" "^$_want\$"
}

cond 304 "If-Modified-Since: $date"
cond 200 "If-Modified-Since: $earlier"
cond 200 "If-Modified-Since: $later"
cond 304 "If-Modified-Since: Wednesday, 01-Jan-20 00:00:00 GMT"
cond 304 "If-Modified-Since: Wed Jan  1 00:00:00 2020"
cond 200 "If-Modified-Since: x"
cond 200 "If-Modified-Since;"
cond 200 "If-Modified-Since: Wed, 32 Jan 2020 00:00:00 GMT"
cond 200 "If-Modified-Since: Wed, 01 Jan 99999999999 00:00:00 GMT"
cond 200 "If-Modified-Since: 0"
cond 200 "If-Modified-Since: -1"

cond 304 "If-None-Match: $etag"
cond 304 "If-None-Match: W/$etag"
cond 304 "If-None-Match: *"
cond 304 "If-None-Match: \"x\", $etag"
cond 304 "If-None-Match: \"x\",W/$etag,\"y\""
cond 304 "If-None-Match: \"a,b\" , $etag"
cond 200 'If-None-Match: "x"'
cond 200 'If-None-Match: "5e0be100-6'
cond 200 'If-None-Match: 5e0be100-6'
cond 200 'If-None-Match: "5e0be100-66"'
cond 200 'If-None-Match: "5E0BE100-6"'
cond 200 'If-None-Match: ""'
cond 200 'If-None-Match;'
cond 200 'If-None-Match: ,,,'

# Both must say that nothing has changed.
cond 200 'If-None-Match: "x"' "If-Modified-Since: $date"
cond 200 "If-None-Match: $etag" "If-Modified-Since: $earlier"
cond 304 "If-None-Match: $etag" "If-Modified-Since: $date"

cond 200 "If-Match: $etag"
cond 200 'If-Match: *'
cond 200 "If-Match: \"x\", $etag"
cond 412 'If-Match: "x"'
cond 412 "If-Match: W/$etag"
cond 412 'If-Match: "x"' "If-None-Match: $etag"
cond 200 "If-Unmodified-Since: $date"
cond 200 "If-Unmodified-Since: $later"
cond 412 "If-Unmodified-Since: $earlier"
cond 412 'If-Unmodified-Since: x'
cond 412 "If-Match: $etag" "If-Unmodified-Since: $earlier"
cond 412 'If-Match: "x"' "If-Unmodified-Since: $date"
cond 304 "If-Match: $etag" "If-None-Match: $etag"

head=$(head_of /a.txt -H "If-None-Match: $etag")
like "304 has the ETag"             "$head" "^ETag: $etag\$"
like "304 has Last-Modified"        "$head" "^Last-Modified: $date\$"
unlike "304 has no length"          "$head" '^Content-Length'
unlike "304 has no type"            "$head" '^Content-Type'
is "304 has no body" "$(raw $P1 "GET /a.txt HTTP/1.0\r\nIf-None-Match: *\r\n\r\n" | tr -d '\r' | sed '1,/^$/d')" ''
is "304 for HEAD"                   "$(code /a.txt -I -H "If-None-Match: $etag")" 304
is "412 has a body"                 "$(get /a.txt -H 'If-Match: "x"' | grep -c '<h1>412 Precondition Failed</h1>')" 1
is "304 leaves the connection open" "$(answers $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n')" '304 200 eof'
is "404 stays 404"                  "$(code /none -H 'If-None-Match: *')" 404
is "return stays 200"               "$(code /ret -H "If-Modified-Since: $date")" 200
is "a changed file"                 "$(printf 'longer\n' >>www/a.txt; touch -t 202001010000.00 www/a.txt; code /a.txt -H "If-None-Match: $etag")" 200

for p in /ret /list/; do
    is "conditions for all that is 200: $p" "$p$(for h in 'If-None-Match: *' "If-None-Match: $etag" 'If-Match: *' \
        "If-Match: $etag" "If-Modified-Since: $later" "If-Unmodified-Since: $later"; do
        code $p -H "$h"; echo; done | tr '\n' ':')" "${p}304:200:200:412:200:412:"
done
is "304 has no body" "$(head_of /ret -H 'If-None-Match: *' | grep -ci '^content')" 0
is "others are not judged" "$(code /201 -H 'If-None-Match: *')" 201

P1=$P2
is "etag off: the date still counts" "$(code /a.txt -H "If-Modified-Since: $date")" 304
is "etag off: no tag fits"          "$(code /a.txt -H "If-None-Match: $etag")" 200

P1=$P3
for how in exact:200:304:200 before:200:304:304 off:200:200:200; do
    is "if_modified_since $how" "${how%%:*}:$(for d in "$earlier" "$date" "$later"; do
        code "/${how%%:*}/a.txt" -H "If-Modified-Since: $d"; echo; done | tr '\n' ':')" "$how:"
done
is "log_not_found off"      "$(code /quiet/missing)" 404
is "log_not_found on"       "$(code /exact/missed)" 404
stop
unlike "not told"           "$(cat error.log)" 'quiet/missing|www/missing'
like "told"                 "$(cat error.log)" '\[error\] .* open\(\) ".*/www/missed" failed'
for d in if_modified_since log_not_found; do
    printf 'events { }\nhttp { server { location / {\n%s yes;\n} } }\n' $d >x.conf
    conf_says "$d" emerg 3 "invalid value \"yes\"$([ $d = log_not_found ] && echo ' in "log_not_found" directive, it must be "on" or "off"')"
done
