# Listings in every form, to the byte, as nginx makes them.
TZ=XYZ-2
export TZ
mkdir -p www/l/d www/empty
printf 12345 >www/l/a.txt
printf x >'www/l/<b>&"c\.txt'
printf x >"www/l/$(printf 'c\001')"
mkfifo www/l/pipe
mkdir "www/l/$(rep 49 d)" "www/l/$(rep 50 d)"
printf x >"www/l/$(rep 50 n)"
printf x >"www/l/$(rep 51 n)"
printf x >"www/l/$(rep 47 "$(printf '\303\244')")"
printf x >"www/l/$(rep 51 "$(printf '\303\244')")"
for s in 9999 10239 10240 10752 1048064 1048576 1610612736; do
    dd if=/dev/null of="www/l/s$s" bs=1 seek=$s 2>/dev/null
done
TZ=UTC0 touch -t 202001012359.58 www/l/* 2>/dev/null
printf x >"www/l/it's !*+,;=@[x]~_-%.txt"
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        autoindex on;
        location /short/ { alias $T/www/l/; autoindex_exact_size off; autoindex_localtime on; charset utf-8; }
        location /xml/ { alias $T/www/l/; autoindex_format xml; charset utf-8; }
        location /json/ { alias $T/www/l/; autoindex_format json; autoindex_exact_size off; }
        location /jsonp/ { alias $T/www/l/; autoindex_format jsonp; }
        location /e/xml/ { alias $T/www/empty/; autoindex_format xml; }
        location /k/ { alias $T/www/empty/; autoindex_format xml; charset koi8-r; charset_types *; }
        location /e/json/ { alias $T/www/empty/; autoindex_format json; }
        location /e/jsonp/ { alias $T/www/empty/; autoindex_format jsonp; }
    }
}
END
start
line() {        # line PATH NAME: what stands behind the link to it
    get "$1" | tr -d '\r' | sed -n "s,^<a href=\"$2\">,,p"
}
n47=$(rep 47 n) ae=$(printf '\303\244')
is "a file"         "$(line /l/ a.txt)" "a.txt</a>$(rep 46 ' ')01-Jan-2020 23:59                   5"
is "a directory"    "$(line /l/ d/)" "d/</a>$(rep 49 ' ')01-Jan-2020 23:59                   -"
is "a pipe"         "$(line /l/ pipe)" "pipe</a>$(rep 47 ' ')01-Jan-2020 23:59                   0"
is "50 letters"     "$(line /l/ "$(rep 50 n)")" "$(rep 50 n)</a> 01-Jan-2020 23:59                   1"
is "51 letters"     "$(line /l/ "$(rep 51 n)")" "$n47..&gt;</a> 01-Jan-2020 23:59                   1"
is "directory: 49"  "$(line /l/ "$(rep 49 d)/" | cut -c45-57)" 'ddddd/</a> 01'
is "directory: 50"  "$(line /l/ "$(rep 50 d)/" | cut -c45-57)" 'dddddd</a> 01'
is "bytes are cut"  "$(line /l/ "$(rep 47 %C3%A4)")" "$(rep 23 "$ae")$(printf '\303')..&gt;</a> 01-Jan-2020 23:59                   1"
is "characters are counted" "$(line /short/ "$(rep 47 %C3%A4)" | sed 's/^[^<]*//')" '</a>    02-Jan-2020 01:59       1'
is "characters are cut" "$(line /short/ "$(rep 51 %C3%A4)")" "$(rep 47 "$ae")..&gt;</a> 02-Jan-2020 01:59       1"
is "markup"         "$(line /l/ '%3Cb%3E%26%22c%5C.txt' | cut -d' ' -f1)" '&lt;b&gt;&amp;&quot;c\.txt</a>'
like "escapes in the link" "$(get /l/)" '<a href="it%27s%20%21%2A%2B%2C%3B%3D%40%5Bx%5D~_-%25.txt">'
is "exact sizes"    "$(line /l/ s1610612736 | sed 's/.*9//')" '          1610612736'
for s in 9999=9999 10239=10K 10240=10K 10752=11K 1048064=1024K 1048576=1M 1610612736=2G; do
    is "short: $s"  "$(line /short/ "s${s%=*}" | sed 's/.* //')" "${s#*=}"
done
is "short: widths"  "$(line /short/ s10240 | sed 's/.*9//') $(line /short/ a.txt | sed 's/.*9//')$(line /short/ d/ | sed 's/.*9//')" '     10K        5       -'
is "XML: its type"  "$(head_of /xml/ | sed -n 's/^Content-Type: //p')" 'text/xml; charset=utf-8'
xml=$(get /xml/ | tr -d '\r')
for l in /e/xml/ /k/; do
    is "XML: always that: $l" "$(head_of $l | sed -n 's/^Content-Type: //p')" 'text/xml; charset=utf-8'
done
is "XML: it begins" "$(printf '%s\n' "$xml" | head -n 2 | tr '\n' '|')" '<?xml version="1.0"?>|<list>|'
is "XML: a directory, a file, a pipe" "$(printf '%s\n' "$xml" | grep -e '>d<' -e '>a.txt<' -e '>pipe<')" \
    '<directory mtime="2020-01-01T23:59:58Z">d</directory>
<file mtime="2020-01-01T23:59:58Z" size="5">a.txt</file>
<other mtime="2020-01-01T23:59:58Z">pipe</other>'
like "XML: escapes" "$xml" '>&lt;b&gt;&amp;&quot;c\\.txt</file>$'
is "XML: nothing"   "$(get /e/xml/ | tr '\r\n' '.|')" '<?xml version="1.0"?>.|<list>.|</list>.|'
is "JSON: its type" "$(head_of /json/ | sed -n 's/^Content-Type: //p')" application/json
json=$(get /json/ | tr -d '\r')
is "JSON: a directory, a file, a pipe" "$(printf '%s\n' "$json" | grep -e '"d"' -e '"a.txt"' -e '"pipe"')" \
    '{ "name":"d", "type":"directory", "mtime":"Wed, 01 Jan 2020 23:59:58 GMT" },
{ "name":"a.txt", "type":"file", "mtime":"Wed, 01 Jan 2020 23:59:58 GMT", "size":5 },
{ "name":"pipe", "type":"other", "mtime":"Wed, 01 Jan 2020 23:59:58 GMT" },'
like "JSON: escapes" "$json" '"name":"<b>&\\"c\\\\.txt"'
like "JSON: control bytes" "$json" '"name":"c\\u0001"'
is "JSON: its ends" "$(printf '%s\n' "$json" | sed -n -e 1p -e '$p' | tr -d '\n')$(printf '%s\n' "$json" | tail -n 2 | grep -c ' },$')" '[]0'
is "JSON: nothing"  "$(get /e/json/ | tr '\r\n' '.|')" '[.|]'
is "JSONP"          "$(get '/e/jsonp/?x=1&callback=a.b_C1' | tr '\r\n' '.|')" '/* callback */.|a.b_C1([.|]);'
is "JSONP: its type" "$(head_of '/jsonp/?callback=f' | sed -n 's/^Content-Type: //p')" application/javascript
is "JSONP: no callback" "$(get '/e/jsonp/?callback=' | tr '\r\n' '.|')" '[.|]'
is "JSONP: and its type" "$(head_of /jsonp/ | sed -n 's/^Content-Type: //p')" application/json
is "JSONP: a bad name" "$(code '/jsonp/?callback=a(b')" 400
is "HEAD"           "$(code /json/ -I)" 200
stop
like "and it is told" "$(cat error.log)" '\[info\] .* client sent invalid callback name: "a\(b", client'
printf 'events { }\nhttp { server { location / {\nautoindex_format text;\n} } }\n' >x.conf
conf_says "a wrong format" emerg 3 'invalid value "text"'
printf 'events { }\nhttp { server { location / {\nautoindex_localtime 1;\n} } }\n' >x.conf
conf_says "a wrong flag" emerg 3 'invalid value "1" in "autoindex_localtime" directive, it must be "on" or "off"'
printf 'events { }\nhttp { server { location / {\nautoindex_exact_size 1;\n} } }\n' >x.conf
conf_says "another" emerg 3 'invalid value "1" in "autoindex_exact_size" directive, it must be "on" or "off"'
