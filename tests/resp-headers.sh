# What the configuration adds to responses: add_header, expires, charset,
# add_trailer, and the variables that tell what was sent.
TZ=UTC0
export TZ
mkdir www
printf 'abcdefghijklmnopqrstuvwxyz' >www/a.txt
printf '<p>' >www/a.html
echo x >www/b.xa
touch -t 202001010000.00 www/a.txt www/a.html
conf conf <<END
$(globals)
$(events)
http {
    log_format sent '\$uri|\$sent_http_content_type|\$sent_http_content_length|\$sent_http_location|\$sent_http_last_modified|\$sent_http_connection|\$sent_http_keep_alive|\$sent_http_transfer_encoding|\$sent_http_cache_control|\$sent_http_x_a|\$sent_trailer_x_t|\$sent_http_none';
    access_log $T/access sent;
    types { text/html html; }
    types { text/x-a xa; }
    default_type text/plain;
    keepalive_timeout 60s 33s;
    add_header X-Outer http;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /inherits { return 200 x; }
        location /own { add_header X-A "[\$uri]"; add_header X-A two; add_header X-E ""; add_header X-V "\$arg_v"; return 200 x; }
        location /c { add_header X-A 1; add_header X-B 2 always;
            location /c/200 { return 200; } location /c/201 { return 201 x; } location /c/202 { return 202 x; }
            location /c/204 { return 204; } location /c/301 { return 301 /x; } location /c/302 { return 302 /x; }
            location /c/303 { return 303 /x; } location /c/307 { return 307 /x; } location /c/308 { return 308 /x; }
            location /c/404 { return 404; } location /c/403 { return 403; } location /c/503 { return 503; }
        }
        location /replace { alias $T/www/a.txt; add_header Last-Modified ""; add_header ETag '"mine"'; }
        location /lines { add_header X-A "a\$uri"; return 200 x; }
        location /sent { add_header X-C "\$sent_http_content_type,\$sent_http_content_length,\$sent_http_x_b"; add_header X-B 7; return 200 "[\$sent_http_x_b]"; }

        location /e/ { alias $T/www/; expires \$arg_e; add_header Cache-Control public;
            location /e/1h/ { alias $T/www/; expires 1h; }
            location /e/m/ { alias $T/www/; expires modified +1d; }
            location /e/neg/ { alias $T/www/; expires -1; }
            location /e/epoch/ { alias $T/www/; expires epoch; }
            location /e/max/ { alias $T/www/; expires max; return 200 x; }
            location /e/404 { expires max; return 404; }
            location /e/off/ { alias $T/www/; expires off; }
            location /e/day/ { expires @\${arg_x}1h30m; return 200 x; }
        }
        location /m/ { alias $T/www/; expires modified \$arg_e; }

        location /cs/ { alias $T/www/; charset utf-8; }
        location /cs/301 { charset utf-8; return 301 /x; }
        location /cs/302 { charset utf-8; return 302 /x; }
        location /cs/303 { charset utf-8; return 303 /x; }
        location /cs/off/ { alias $T/www/; charset off; }
        location /cs/var { charset \$arg_c; return 200 x; }
        location /cs/css { charset koi8-r; charset_types text/css; default_type text/css; return 200 x; }
        location /cs/plain { charset koi8-r; charset_types text/css; return 200 x; }
        location /cs/html { charset koi8-r; charset_types text/css; default_type TEXT/html; return 200 x; }
        location /cs/all { charset koi8-r; charset_types *; default_type image/png; return 200 x; }
        location /cs/png { charset koi8-r; default_type image/png; return 200 x; }
        location /cs/has { charset koi8-r; default_type "text/html; charset=x"; return 200 x; }

        location /t/ { alias $T/www/; add_trailer X-T "\$uri"; add_trailer X-E ""; add_trailer X-U 2 always; }
        location /t/404 { add_trailer X-T 1; add_trailer X-U 2 always; return 404; }
        location /t/no { add_trailer X-T 1; return 404; }
        location /t/204 { add_trailer X-T 1; return 204; }
        location /t/off/ { alias $T/www/; add_trailer X-T 1; chunked_transfer_encoding off; }
    }
}
END
start

h() {           # h PATH NAME [CURL ARGS]: the values of a header, joined by |
    _p=$1 _n=$2
    shift 2
    head_of "$_p" "$@" | sed -n "s/^$_n: //p" | tr '\n' '|'
}

is "inherited"              "$(h /inherits X-Outer)" 'http|'
is "one of its own: not inherited" "$(h /own X-Outer)" ''
is "two of a name"          "$(h /own X-A)" '[/own]|two|'
is "an empty one is left out" "$(h /own X-E)" ''
is "an empty variable too"  "$(h /own X-V)" ''
is "a variable"             "$(h '/own?v=5' X-V)" '5|'
for c in 200 201 204 301 302 303 307 308; do
    is "$c: both"           "$(h /c/$c X-A)$(h /c/$c X-B)" '1|2|'
done
for c in 202 404 403 503; do
    is "$c: always only"    "$(h /c/$c X-A)$(h /c/$c X-B)" '2|'
done
is "206"                    "$(h /replace ETag -r 0-3)" '"mine"|'
is "Last-Modified is taken away" "$(h /replace Last-Modified)" ''
is "ETag is another"        "$(h /replace ETag)" '"mine"|'
is "304 has them"           "$(h /a.txt X-Outer -H 'If-None-Match: *')" 'http|'
is "no header of its own"   "$(h '/lines%0d%0aX-Evil:%201' X-Evil)$(h '/lines%0d%0aX-Evil:%201' X-A)" 'a/lines  X-Evil: 1|'
is "known already"          "$(h /sent X-C)" 'text/plain,2,|'
is "not yet"                "$(get /sent)" '[]'
is "the order of nginx"     "$(head_of /e/1h/a.txt | sed 's/:.*//' | tr '\n' ' ')" \
    'HTTP/1.1 200 OK Server Date Content-Type Content-Length Last-Modified Connection Keep-Alive ETag Expires Cache-Control Cache-Control Accept-Ranges  '

mod='Wed, 01 Jan 2020'
is "expires max"            "$(h /e/max/ Expires)$(h /e/max/ Cache-Control)" 'Thu, 31 Dec 2037 23:55:55 GMT|max-age=315360000|public|'
is "expires epoch"          "$(h /e/epoch/a.txt Expires)$(h /e/epoch/a.txt Cache-Control)" 'Thu, 01 Jan 1970 00:00:01 GMT|no-cache|public|'
is "expires off"            "$(h /e/off/a.txt Expires)$(h /e/off/a.txt Cache-Control)" 'public|'
is "expires 1h"             "$(h /e/1h/a.txt Cache-Control)" 'max-age=3600|public|'
is "expires -1"             "$(h /e/neg/a.txt Cache-Control)" 'no-cache|public|'
is "expires modified +1d"   "$(h /e/m/a.txt Expires)$(h /e/m/a.txt Cache-Control)" 'Thu, 02 Jan 2020 00:00:00 GMT|no-cache|public|'
like "of the day"           "$(h /e/day/ Expires)" ' 01:30:00 GMT\|$'
like "of the day: at most a day" "$(h /e/day/ Cache-Control | cut -c9-13 | awk '$0 + 0 <= 86400 { print "ok" }')" ok
is "not with an error"      "$(h /e/404 Expires)" ''
is "nor Cache-Control"      "$(h /e/404 Cache-Control)" ''
for e in 10=max-age=10 +5=max-age=5 -5=no-cache 0=max-age=0 epoch=no-cache max=max-age=315360000 1m30s=max-age=90; do
    is "a variable: $e"     "$(h "/e/a.txt?e=${e%%=*}" Cache-Control)" "${e#*=}|public|"
done
for e in off foo '' 1x @25h --1; do
    is "a variable: $e"     "$(h "/e/a.txt?e=$e" Cache-Control)$(h "/e/a.txt?e=$e" Expires)" 'public|'
done
is "modified: 10"           "$(h '/m/a.txt?e=10' Expires)" "$mod 00:00:10 GMT|"
is "modified: -10"          "$(h '/m/a.txt?e=-10' Expires)" "Tue, 31 Dec 2019 23:59:50 GMT|"
is "modified: words do not count" "$(h '/m/a.txt?e=max' Expires)$(h '/m/a.txt?e=@1h' Expires)" ''
is "modified: in the future" "$(h '/m/a.txt?e=100y' Cache-Control | cut -c1-8)" ''
like "modified: far ahead"  "$(h '/m/a.txt?e=60y' Cache-Control)" '^max-age=[0-9]+\|$'

is "charset: html"          "$(h /cs/a.html Content-Type)" 'text/html; charset=utf-8|'
is "charset: plain"         "$(h /cs/a.txt Content-Type)" 'text/plain; charset=utf-8|'
is "charset: a page of ours" "$(h /cs/none Content-Type)" 'text/html; charset=utf-8|'
is "charset: not with 301, 302" "$(h /cs/301 Content-Type)$(h /cs/302 Content-Type)$(h /cs/303 Content-Type)" 'text/html|text/html|text/html; charset=utf-8|'
is "charset: off"           "$(h /cs/off/a.html Content-Type)" 'text/html|'
is "charset: a variable"    "$(h '/cs/var?c=x' Content-Type)" 'text/plain; charset=x|'
is "charset: an empty one"  "$(h /cs/var Content-Type)" 'text/plain|'
is "types of a second block" "$(h /b.xa Content-Type) $(h /a.html Content-Type)" 'text/x-a| text/html|'
is "charset_types"          "$(h /cs/css Content-Type)" 'text/css; charset=koi8-r|'
is "charset_types: not this" "$(h /cs/plain Content-Type)" 'text/plain|'
is "charset_types: html always" "$(h /cs/html Content-Type)" 'TEXT/html; charset=koi8-r|'
is "charset_types: all"     "$(h /cs/all Content-Type)" 'image/png; charset=koi8-r|'
is "charset_types: no picture" "$(h /cs/png Content-Type)" 'image/png|'
is "charset: has one"       "$(h /cs/has Content-Type)" 'text/html; charset=x|'

t() {           # t TARGET VERSION [HEADER]: the answer without what varies
    raw $P1 "GET $1 HTTP/1.$2\r\nHost: a\r\nConnection: close\r\n$3\r\n" |
        tr -d '\r' | sed -e '/^Server/d' -e '/^Date/d' -e '/^ETag/d' -e '/^Last-M/d' -e '/^X-Outer/d'
}
is "trailers"               "$(t /t/a.txt 1 | tr '\n' '|')" \
    'HTTP/1.1 200 OK|Content-Type: text/plain|Transfer-Encoding: chunked|Connection: close|Accept-Ranges: bytes||1a|abcdefghijklmnopqrstuvwxyz|0|X-T: /t/a.txt|X-U: 2||'
is "trailers: a range"      "$(t /t/a.txt 1 'Range: bytes=1-3\r\n' | tail -n 7 | tr '\n' '|')" '|3|bcd|0|X-T: /t/a.txt|X-U: 2||'
like "trailers: which one" "$(t /t/a.txt 1 'Range: bytes=1-3\r\n')" '^Content-Range: bytes 1-3/26$'
is "trailers: an error"     "$(t /t/404 1 | tail -n 3 | tr '\n' '|')" '0|X-U: 2||'
is "trailers: not with an error" "$(h /t/no Transfer-Encoding)" ''
is "trailers: HTTP/1.0"     "$(t /t/a.txt 0 | tr '\n' '|')" \
    'HTTP/1.1 200 OK|Content-Type: text/plain|Content-Length: 26|Connection: close|Accept-Ranges: bytes||abcdefghijklmnopqrstuvwxyz'
is "trailers: HEAD"         "$(head_of /t/a.txt -I | grep -c 'Content-Length: 26')" 1
is "trailers: 204"          "$(h /t/204 Transfer-Encoding)" ''
is "trailers: not in chunks" "$(t /t/off/a.txt 1 | sed '1,/^$/d')" abcdefghijklmnopqrstuvwxyz
is "the connection goes on" "$(answers $P1 'GET /t/a.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /t/a.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')" '200 200 eof'
get /c/301 >get.out
stop
s() { sed -n "s,^$1|,,p" access | tail -n 1; }
is "what was sent: a file"  "$(s /a.txt)" '-|-|-|Wed, 01 Jan 2020 00:00:00 GMT|keep-alive|timeout=33|-|-|-|-|-'
is "what was sent: a redirect" "$(s /c/301)" "text/html|173|http://127.0.0.1:$P1/x|-|keep-alive|timeout=33|-|-|1|-|-"
is "what was sent: trailers" "$(s /t/a.html)" 'text/html|-|-|Wed, 01 Jan 2020 00:00:00 GMT|close|-|chunked|-|-|/t/a.html|-'
is "what was sent: joined"  "$(s /e/max/)" 'text/plain|1|-|-|keep-alive|timeout=33|-|max-age=315360000, public|-|-|-'
is "what was sent: two of a name" "$(s /own)" 'text/plain|1|-|-|keep-alive|timeout=33|-|-|[/own], two|-|-'

says() {        # says TEXT MESSAGE DIRECTIVES: refused in a location, so
    printf 'events { }\nhttp { server { location / {\n%s\n} } }\n' "$3" >x.conf
    conf_says "$1" "${4:-emerg}" 3 "$2"
}
says "add_header: a word"   'invalid parameter "b"' 'add_header X a b;'
says "add_header: one word" 'invalid number of arguments in "add_header" directive' 'add_header X;'
says "add_trailer: a word"  'invalid parameter "b"' 'add_trailer X a b;'
says "expires: a word"      '"expires" directive invalid value' 'expires often;'
says "expires: what time"   '"expires" directive invalid value' 'expires often 1h;'
says "expires: modified max" '"expires" directive invalid value' 'expires modified max;'
says "expires: modified @"  '"expires" directive daily time cannot be used with "modified" parameter' 'expires modified @1h;'
says "expires: @25h"        '"expires" directive daily time value must be less than 24 hours' 'expires @25h;'
says "expires: twice"       '"expires" directive is duplicate' 'expires 1h; expires 1h;'
says "charset: twice"       '"charset" directive is duplicate' 'charset a; charset b;'
says "charset_types: html"  'duplicate MIME type "text/html"' 'charset_types text/html;' warn
says "charset_types: two"   'duplicate MIME type "text/css"' 'charset_types text/css text/css;' warn
