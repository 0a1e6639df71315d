# Files: body, type, Last-Modified, ETag, HEAD, what is not a file.
TZ=UTC0
export TZ
mkdir -p www/dir www/types
printf 'hello\n' >www/a.txt
: >www/empty.txt
for f in b.html c.HTM d.bin noext .hidden e.tar.gz f. g.xyz; do echo "$f" >"www/$f"; done
echo 'space' >'www/a b.txt'
echo 'odd' >'www/%41+&?#.txt'
echo 'quote' >"www/\"'\\.txt"
echo 'utf' >"www/$(printf '\303\244').txt"
echo 'secret' >www/secret.txt
chmod 000 www/secret.txt
mkfifo www/pipe
ln -s a.txt www/link.txt
ln -s nowhere www/dangling.txt
ln -s loop.txt www/loop.txt
touch -t 202001020304.05 www/a.txt
touch -t 197001010000.00 www/empty.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    types { text/html html htm; text/plain txt; application/gzip gz; image/x-icon ico; }
    default_type application/x-default;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /types/ { types { text/x-one one; } alias $T/www/; }
        location /notypes/ { types { } default_type text/x-all; alias $T/www/; }
    }
    server { listen 127.0.0.1:$P2; root $T/www; etag off; }
}
END
start

is "body" "$(get /a.txt)" hello
head=$(head_of /a.txt)
like "status line"      "$head" '^HTTP/1\.1 200 OK$'
like "length"           "$head" '^Content-Length: 6$'
like "type"             "$head" '^Content-Type: text/plain$'
like "Last-Modified"    "$head" '^Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT$'
like "ETag: time and length in hex" "$head" '^ETag: "5e0d5da5-6"$'
like "Accept-Ranges"    "$head" '^Accept-Ranges: bytes$'
like "Date"             "$head" '^Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20[0-9][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT$'
is "each header once"   "$(printf '%s\n' "$head" | sed 's/:.*//' | sort | uniq -d | grep -v '^$')" ''
before=$(date -u '+%a, %d %b %Y %H:%M')
now=$(head_of /a.txt)
like "Date is now" "$now" "^Date: ($before|$(date -u '+%a, %d %b %Y %H:%M'))"

is "HEAD has the same head" "$(head_of /a.txt -I | grep -v '^Date:')" "$(printf '%s\n' "$head" | grep -v '^Date:')"
is "HEAD has no body"   "$(raw $P1 'HEAD /a.txt HTTP/1.0\r\n\r\n' | tr -d '\r' | sed '1,/^$/d')" ''
is "HEAD of nothing"    "$(code /none -I)" 404
is "HEAD of nothing has a length" "$(head_of /none -I | grep '^Content-Length')" "$(head_of /none | grep '^Content-Length')"

is "empty file"         "$(code /empty.txt):$(get /empty.txt)" '200:'
like "its length"       "$(head_of /empty.txt)" '^Content-Length: 0$'
like "its date"         "$(head_of /empty.txt)" '^Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT$'
like "its ETag"         "$(head_of /empty.txt)" '^ETag: "0-0"$'
unlike "etag off"       "$(curl -q -s -D - -o /dev/null "http://127.0.0.1:$P2/a.txt")" '^ETag'
like "etag off keeps Last-Modified" "$(curl -q -s -D - -o /dev/null "http://127.0.0.1:$P2/a.txt" | tr -d '\r')" '^Last-Modified: Thu'

type() {        # type PATH TYPE
    like "type of $1" "$(head_of "$1")" "^Content-Type: $2\$"
}
type /b.html            text/html
type /c.HTM             text/html
type /d.bin             application/x-default
type /noext             application/x-default
type /.hidden           application/x-default
type /e.tar.gz          application/gzip
type /f.                application/x-default
type /g.xyz             application/x-default
type /types/a.txt       application/x-default
type /notypes/a.txt     text/x-all

is "blank in the name"  "$(get /a%20b.txt)" space
is "odd bytes"          "$(get '/%2541%2B%26%3F%23.txt')" odd
is "odd bytes, fewer encoded" "$(get '/%2541+&%3F%23.txt')" odd
is "quotes, backslash"  "$(get '/%22%27%5C.txt')" quote
is "UTF-8"              "$(get /%c3%a4.txt)" utf
is "arguments"          "$(get '/a.txt?x=y')" hello
is "a link"             "$(get /link.txt)" hello

is "not there"          "$(code /none.txt)" 404
is "nor its directory"  "$(code /none/a.txt)" 404
is "a dangling link"    "$(code /dangling.txt)" 404
like "a link to itself" "$(code /loop.txt)" '^40[34]$'
is "a file is no directory" "$(code /a.txt/)" 404
is "nor has it files"   "$(code /a.txt/b)" 404
like "a pipe is no file, and nobody waits" "$(code /pipe)" '^40[34]$'
is "a name of 300 bytes" "$(code "/$(rep 300 x)")" 404
is "a path of 5,000 bytes" "$(code "/$(rep 2500 x/)")" 404
is "case matters"       "$(code /A.TXT)" 404
if [ "$(id -u)" != 0 ] || get /secret.txt | grep -q '<h1>403'; then
    is "no permission"  "$(code /secret.txt)" 403
fi

# What a client sends to a file.
is "GET with a body"    "$(get /a.txt -X GET --data x)" hello
is "POST"               "$(code /a.txt --data x)" 405
is "POST to nothing"    "$(code /none --data x | sed 's/404/405/')" 405
