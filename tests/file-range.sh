# Ranges of a file of 26 bytes, and of a large one.
TZ=UTC0
export TZ
mkdir www
printf 'abcdefghijklmnopqrstuvwxyz' >www/a.txt
touch -t 202001010000.00 www/a.txt
: >www/empty.txt
printf 12345 >www/five.txt
awk 'BEGIN { for (i = 0; i < 300000; i++) printf "%07d\n", i }' >www/big.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /max/2/ { alias $T/www/; max_ranges 2; }
        location /max/0/ { alias $T/www/; max_ranges 0; }
        location /cs/ { alias $T/www/; charset utf-8; add_header X-A 1; }
        location /nosf/ { alias $T/www/; sendfile off; add_trailer X y; }
        location /sf/ { alias $T/www/; sendfile on; sendfile_max_chunk 10k; }
        location /416 { error_page 416 /five.txt; alias $T/www/a.txt; }
        location /404 { error_page 416 =404 /five.txt; alias $T/www/a.txt; }
        location /206 { error_page 404 =206 /five.txt; return 404; }
        location /r416 { return 416; }
        location /ret { return 200 abcdefghijklmnopqrstuvwxyz; }
    }
}
END
start

answer() {      # answer [CURL ARGS]: STATUS RANGE LENGTH BODY of a.txt
    http /a.txt -D head -o body "$@"
    tr -d '\r' <head | awk -F': ' '
        NR == 1 { split($0, s, " "); status = s[2] }
        $1 == "Content-Range" { range = $2 }
        $1 == "Content-Length" { len = $2 }
        END { printf "%s [%s] %s ", status, range, len }'
    [ "$(head -n 1 head | cut -c10-12)" = 416 ] || cat body
}
range() {       # range TEXT RANGE EXPECTED
    is "$1" "$(answer -H "Range: $2")" "$3"
}
whole='200 [] 26 abcdefghijklmnopqrstuvwxyz'

is "none"                   "$(answer)" "$whole"
range "the first byte"      bytes=0-0       '206 [bytes 0-0/26] 1 a'
range "the last byte"       bytes=25-25     '206 [bytes 25-25/26] 1 z'
range "some"                bytes=3-6       '206 [bytes 3-6/26] 4 defg'
range "all"                 bytes=0-25      '206 [bytes 0-25/26] 26 abcdefghijklmnopqrstuvwxyz'
range "from there on"       bytes=20-       '206 [bytes 20-25/26] 6 uvwxyz'
range "from the start on"   bytes=0-        '206 [bytes 0-25/26] 26 abcdefghijklmnopqrstuvwxyz'
range "the last three"      bytes=-3        '206 [bytes 23-25/26] 3 xyz'
range "the last 26"         bytes=-26       '206 [bytes 0-25/26] 26 abcdefghijklmnopqrstuvwxyz'
range "the last 27"         bytes=-27       '206 [bytes 0-25/26] 26 abcdefghijklmnopqrstuvwxyz'
range "beyond the end"      bytes=23-99     '206 [bytes 23-25/26] 3 xyz'
range "unit in upper case"  BYTES=3-6       '206 [bytes 3-6/26] 4 defg'
is "416 has the size"       "$(answer -H 'Range: bytes=26-30' | cut -d' ' -f1-3)" '416 [bytes */26]'
is "416 for the last 0"     "$(answer -H 'Range: bytes=-0' | cut -d' ' -f1-3)" '416 [bytes */26]'
like "416 by name"          "$(get /a.txt -H 'Range: bytes=26-')" '<h1>416 Requested Range Not Satisfiable</h1>'
range "another unit"        items=0-5       "$whole"
range "no unit"             0-5             "$whole"
range "a word"              bytes           "$whole"
range "bytes 0-5"           'bytes 0-5'     "$whole"

# What is not well formed: the whole file, or 416; never anything else.
for r in bytes= bytes=- bytes=-- bytes=a-b bytes=0x0-5 bytes=5-2 bytes=--5 \
    bytes=5--2 bytes=+1-5 bytes=1-+5 bytes=1-5x bytes=1-5,x bytes=, 'bytes=1 -5x' \
    bytes=18446744073709551616-18446744073709551617 \
    bytes=99999999999999999999-99999999999999999999 \
    bytes=9223372036854775807-9223372036854775807 \
    bytes=9223372036854775808- bytes=18446744073709551615-
do
    like "Range: $r" "$(answer -H "Range: $r")" '^(200 \[\] 26 abcdefghijklmnopqrstuvwxyz|416 \[bytes \*/26\] [0-9]+ )$'
done
# Numbers that wrap must not widen the range.
for r in bytes=0-9223372036854775807 bytes=0-9223372036854775808 \
    bytes=0-18446744073709551615 bytes=0-18446744073709551616 \
    bytes=-9223372036854775807 bytes=-9223372036854775808 \
    bytes=-18446744073709551590 bytes=-18446744073709551616 \
    bytes=-99999999999999999999 bytes=0-99999999999999999999999999
do
    like "Range: $r" "$(answer -H "Range: $r")" '^(20[06] \[(bytes 0-25/26)?\] 26 abcdefghijklmnopqrstuvwxyz|416 \[bytes \*/26\] [0-9]+ )$'
done

# Several ranges: one answer of several parts, or the whole file.
several() {     # several RANGES: the status, and the length is what came
    http /a.txt -D head -o body -H "Range: $1"
    s=$(head -n 1 head | cut -c10-12)
    l=$(tr -d '\r' <head | sed -n 's/^Content-Length: //p')
    [ "$l" = "$(wc -c <body | tr -d ' ')" ] && echo "$s $(grep -c 'Content-Range: bytes' body)"
}
parts() {       # parts TEXT RANGES EXPECTED [PATH]: each part as RANGE:BODY
    http "${4:-/a.txt}" -D head -o body -H "Range: bytes=$2"
    b=$(tr -d '\r' <head | sed -n 's/^Content-Type: multipart.byteranges; boundary=\([0-9]\{20\}\)$/\1/p')
    is "$1" "$(head -n 1 head | cut -c10-12)$(tr -d '\r' <body | sed "s/^--$b/==/" | tr '\n' '|' | sed -e 's/==|Content-Type: /=/g' -e 's/|Content-Range: bytes /;/g')" "$3"
    is "$1: its length" "$(tr -d '\r' <head | sed -n 's/^Content-Length: //p')" "$(wc -c <body | tr -d ' ')"
    unlike "$1: no range in the head" "$(cat head)" '^(Content-Range|Accept-Ranges)'
}
p='=text/plain;'
parts "two ranges"          0-1,5-6     "206|${p}0-1/26||ab|${p}5-6/26||fg|==--|"
parts "blanks between"      '0-1 , 5-6' "206|${p}0-1/26||ab|${p}5-6/26||fg|==--|"
parts "blanks inside"       ' 0 - 1 ,5- 6 ' "206|${p}0-1/26||ab|${p}5-6/26||fg|==--|"
parts "overlapping"         0-9,5-6     "206|${p}0-9/26||abcdefghij|${p}5-6/26||fg|==--|"
parts "in any order"        24-,-1,1-1  "206|${p}24-25/26||yz|${p}25-25/26||z|${p}1-1/26||b|==--|"
parts "some are not there"  30-,0-0,9-3,-0,2-2,99- "206|${p}0-0/26||a|${p}2-2/26||c|==--|"
parts "as much as there is" 0-12,13-25  "206|${p}0-12/26||abcdefghijklm|${p}13-25/26||nopqrstuvwxyz|==--|"
parts "charset"             0-0,2-2     "206|=text/plain; charset=utf-8;0-0/26||a|=text/plain; charset=utf-8;2-2/26||c|==--|" /cs/a.txt
parts "max_ranges 2: two"   0-0,2-2     "206|${p}0-0/26||a|${p}2-2/26||c|==--|" /max/2/a.txt
is "max_ranges 2: three"    "$(code /max/2/a.txt -r 0-0,2-2,4-4)$(code /max/2/a.txt -r 0-0,2-2,99-)" 200206
is "max_ranges 0"           "$(code /max/0/a.txt -r 0-0)$(head_of /max/0/a.txt | grep -c Accept-Ranges)" 2000
like "more than the file"   "$(several bytes=0-9,5-6,2-25)" '^200 0$'
like "one of two is there"  "$(several bytes=0-1,99-)" '^206 0$'
like "none of two is there" "$(several bytes=88-,99-)" '^416 0$'
like "1,000 ranges"         "$(several "bytes=$(rep 999 0-,)0-")" '^200 0$'
like "1,000 single bytes"   "$(several "bytes=$(rep 999 0-0,)0-0")" '^200 0$'
like "26 single bytes"      "$(several "bytes=$(rep 25 0-0,)0-0")" '^206 26$'
is "HEAD of two ranges"     "$(head_of /a.txt -I -r 0-1,5-6 | grep -c -e '^HTTP/1.1 206' -e '^Content-Length: 198' -e '^Content-Type: multipart/byteranges; boundary=')" 3
is "then the next request"  "$(answers $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0,2-2\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n')" '206 200 eof'
big() { tail -c +101 www/big.txt | head -c 1000000; tail -c +2000001 www/big.txt | head -c 400; tail -c 7 www/big.txt; }
for l in / /nosf/ /sf/; do
    is "large ones: $l"     "$(get ${l}big.txt -r 100-1000099,2000000-2000399,-7 | sed '/^\r*$/d; /^--[0-9]\{20\}/d; /^Content-/d' | tr -d '\r\n' | cksum)" "$(big | tr -d '\n' | cksum)"
done
like "a part in chunks"     "$(raw $P1 'GET /nosf/a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: bytes=0-0,2-2\r\n\r\n' | tr -d '\r' | tail -n 5 | tr '\n' '=')" '--==0=X: y==$'
like "huge ones"            "$(several 'bytes=0-,9223372036854775807-,-9223372036854775807,-1')" '^(200 0|416 0|206 [0-9]+)$'
for r in 0-1,x 0-1,-- 0-1, ,0-1 0-1,9223372036854775808-; do
    is "one is nonsense: $r" "$(code /a.txt -H "Range: bytes=$r")" 416
done
is "two Range headers"      "$(answer -H 'Range: bytes=0-0' -H 'Range: bytes=1-1' | cut -c1-3 | sed 's/40*6*0*/200/; s/206/200/')" 200

# If-Range: the range only when the file is that one.
etag=$(head_of /a.txt | sed -n 's/^ETag: //p')
part='206 [bytes 3-6/26] 4 defg'
is "If-Range: ETag"         "$(answer -H 'Range: bytes=3-6' -H "If-Range: $etag")" "$part"
is "If-Range: another ETag" "$(answer -H 'Range: bytes=3-6' -H 'If-Range: "x"')" "$whole"
is "If-Range: weak"         "$(answer -H 'Range: bytes=3-6' -H "If-Range: W/$etag")" "$whole"
is "If-Range: date"         "$(answer -H 'Range: bytes=3-6' -H 'If-Range: Wed, 01 Jan 2020 00:00:00 GMT')" "$part"
is "If-Range: earlier"      "$(answer -H 'Range: bytes=3-6' -H 'If-Range: Tue, 31 Dec 2019 23:59:59 GMT')" "$whole"
is "If-Range: rubbish"      "$(answer -H 'Range: bytes=3-6' -H 'If-Range: x')" "$whole"

is "HEAD with a range"      "$(head_of /a.txt -I -r 3-6 | sed -n -e 1p -e '/^Content-[RL]/p' | sort | tr '\n' '|')" \
    'Content-Length: 4|Content-Range: bytes 3-6/26|HTTP/1.1 206 Partial Content|'
is "304 goes before"        "$(code /a.txt -r 3-6 -H "If-None-Match: $etag")" 304
is "404 too"                "$(code /none -r 3-6)" 404
is "a directory"            "$(mkdir www/d; code /d -r 3-6)" 301
is "an empty file"          "$(code /empty.txt -r 0-0)$(code /empty.txt -r 0-0,1-1)$(code /empty.txt -r 1-1)" 200200416
like "416 of nothing"       "$(head_of /empty.txt -r 1-1)" '^Content-Range: bytes \*/0$'
told() { head_of "$@" | sed -n -e '1s/[^ ]* \([0-9]*\).*/\1/p' -e 's/^Content-[LR][a-z]*: /:/p' | tr -d '\n'; }
is "a page for 416"         "$(told /416 -r 99-)" '416:5:bytes */26'
is "with another status"    "$(told /404 -r 99-)" '404:5:bytes */26'
is "206 for a page"         "$(told /206)" 206:5
unlike "416 of a rule"      "$(told /r416)" bytes
is "no range of nothing"    "$(code /empty.txt -H 'Range: bytes=-5')" 200
is "POST"                   "$(code /a.txt -r 3-6 --data x)" 405
is "what is no file"        "$(code /ret -r 3-6)" 200

# A large file: any range is what dd would cut.
for r in 0-0 0-99999 1-100000 65535-65536 65536-131071 123457-2345678 2399999- 2000000- -1 -65537; do
    case $r in
    -*) want=$(tail -c "${r#-}" www/big.txt | cksum) ;;
    *-) want=$(tail -c +$((${r%-} + 1)) www/big.txt | cksum) ;;
    *) want=$(head -c $((${r#*-} + 1)) www/big.txt | tail -c +$((${r%-*} + 1)) | cksum) ;;
    esac
    is "large: $r" "$(get /big.txt -r "$r" | cksum)" "$want"
done
is "large: in two halves" "$({ get /big.txt -r 0-1199999; get /big.txt -r 1200000-; } | cksum)" "$(cksum <www/big.txt)"

printf 'events { }\nhttp { server { location / {\nmax_ranges x;\n} } }\n' >x.conf
conf_says "max_ranges"      emerg 3 '"max_ranges" directive invalid number'
