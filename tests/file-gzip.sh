# gzip_static: the compressed file beside the one that is asked for.
TZ=UTC0
export TZ
mkdir -p www/d.gz www/dir.gz
for f in both gz br zip; do printf 'plain %s' $f >www/$f.txt; done
printf 'GZ both' >www/both.txt.gz
printf 'BR both' >www/both.txt.br
printf 'GZ' >www/gz.txt.gz
printf 'BR' >www/br.txt.br
printf 'GZ only' >www/only.txt.gz
printf 'plain none' >www/none.txt
printf 'plain dir' >www/dir
mkdir www/none.txt.gz
touch -t 202001010000.00 www/*.txt
touch -t 202101010000.00 www/*.gz www/*.br
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    gzip_vary on;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        gzip_static on;
        location /always/ { alias $T/www/; gzip_static always; }
        location /off/ { alias $T/www/; gzip_static off; }
    }
}
END
start

f() {           # f PATH ACCEPT [CURL ARGS]: coding, Vary, length, body
    _p=$1 _a=$2
    shift 2
    http "$_p" -D head -o body ${_a:+-H "Accept-Encoding: $_a"} "$@"
    tr -d '\r' <head | awk -F': ' '
        $1 == "Content-Encoding" { coding = $2 }
        $1 == "Vary" { vary = $2 }
        END { printf "[%s] [%s] ", coding, vary }'
    cat body
}
v=Accept-Encoding
is "none wanted"        "$(f /both.txt '')" "[] [$v] plain both"
is "gzip"               "$(f /both.txt gzip)" "[gzip] [$v] GZ both"
is "br goes before"     "$(f /both.txt 'gzip, br')" "[br] [$v] BR both"
is "br alone"           "$(f /both.txt br)" "[br] [$v] BR both"
is "only gzip is there" "$(f /gz.txt 'gzip, br')" "[gzip] [$v] GZ"
is "only br is there"   "$(f /br.txt gzip)" "[] [$v] plain br"
is "neither is there"   "$(f /zip.txt 'gzip, br')" '[] [] plain zip'
is "a directory"        "$(f /none.txt gzip)" '[] [] plain none'
is "only the .gz"       "$(f /only.txt gzip)" "[gzip] [$v] GZ only"
is "and not wanted"     "$(code /only.txt)" 404
for a in gzip GZIP 'deflate, gzip' 'gzip;q=1' 'gzip;q=0.001' 'gzip; q=0.5' 'gzip ;q=0.5' 'gzip , x' 'deflate,gzip' 'x;q=1,	gzip'; do
    is "taken: $a"      "$(f /gz.txt "$a")" "[gzip] [$v] GZ"
done
for a in gzi gzipp x-gzip 'gzip;q=0' 'gzip;q=0.0' 'gzip; q=0.000' 'identity' 'deflate;gzip' 'br,gzip;q=0' '*;q=0' ,; do
    is "not taken: $a"  "$(f /gz.txt "$a")" "[] [$v] plain gz"
done
is "HTTP/1.0"           "$(f /gz.txt gzip -0)" "[] [$v] plain gz"
is "always"             "$(f /always/both.txt '')" "[gzip] [$v] GZ both"
is "always, and br"     "$(f /always/both.txt br)" "[br] [$v] BR both"
is "always: not there"  "$(f /always/zip.txt gzip)" '[] [] plain zip'
is "off"                "$(f /off/both.txt 'gzip, br')" '[] [] plain both'
is "HEAD"               "$(head_of /gz.txt -I -H 'Accept-Encoding: gzip' | grep -c -e 'Content-Length: 2' -e 'Content-Encoding: gzip')" 2
is "POST"               "$(code /gz.txt -H 'Accept-Encoding: gzip' -d x)" 405
h=$(head_of /gz.txt -H 'Accept-Encoding: gzip')
like "its own date"     "$h" '^Last-Modified: Fri, 01 Jan 2021 00:00:00 GMT$'
like "its own tag"      "$h" '^ETag: "5fee6600-2"$'
like "the plain type"   "$h" '^Content-Type: text/plain$'
unlike "no ranges"      "$h" '^Accept-Ranges'
is "the whole of it"    "$(code /gz.txt -H 'Accept-Encoding: gzip' -r 0-0)" 200
h=$(head_of /gz.txt -H 'Accept-Encoding: gzip' -H 'If-None-Match: "5fee6600-2"')
like "304"              "$h" '^HTTP/1.1 304'
unlike "which has no coding" "$h" '^Content-Encoding'
h=$(head_of /gz.txt -H 'Accept-Encoding: gzip' -H 'If-Match: "x"')
like "412"              "$h" '^HTTP/1.1 412'
unlike "nor has an error" "$h" '^Content-Encoding'
is "the plain one has ranges" "$(get /gz.txt -r 0-1)" pl
printf 'events { }\nhttp { server { location / {\ngzip_static yes;\n} } }\n' >x.conf
conf_says "a wrong word" emerg 3 'invalid value "yes"'
