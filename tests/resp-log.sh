# The access log: combined, formats of one's own, what is escaped, where it is
# off.
mkdir www
printf 'hello\n' >www/a.txt
: >off.log
chmod 666 off.log
conf conf <<END
$(globals)
$(events)
http {
    default_type text/plain;
    root $T/www;
    log_format own '\$status|\$request_method|\$uri|\$args|\$body_bytes_sent|\$http_x'
                   '|\$server_port';
    log_format json escape=json '{"uri":"\$uri","x":"\$http_x"}';
    log_format none escape=none '[\$uri]';
    log_format sizes '\$bytes_sent \$body_bytes_sent \$request_length \$request_time';
    server { listen 127.0.0.1:$P1; access_log $T/combined.log;
        location /off { access_log off; return 200 "x"; }
        location /ret { return 200 "123"; }
    }
    server { listen 127.0.0.1:$P2; access_log $T/own.log own; access_log $T/second.log combined; }
    server { listen 127.0.0.1:$P3; access_log $T/json.log json;
        location /none { access_log $T/none.log none; return 200 "x"; }
    }
    server { listen 127.0.0.1:$P4; access_log off; }
    log_format done '\$uri \$status[\$request_completion]';
    server { listen 127.0.0.1:$P5; access_log $T/sizes.log sizes; location / { return 200 "0123456789"; }
        location /done { access_log $T/done.log done; return 200 "x"; }
        location /done/none { access_log $T/done.log done; return 444; }
    }
    server { listen 127.0.0.1:$P6; access_log rel.log own; }
}
END
start

last() {        # last FILE COUNT: the last line, when there are COUNT
    wait_for 10 has "$1" "$2" || echo "lines: $(wc -l <"$1"), expected $2"
    tail -n 1 "$1"
}
has() {
    [ "$(wc -l <"$1")" -ge "$2" ]
}

get /a.txt -A 'agent/1 (x; y)' -e http://from.example/ >/dev/null
like "combined" "$(last combined.log 1)" '^127\.0\.0\.1 - - \[[0-3][0-9]/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/20[0-9][0-9]:[0-2][0-9]:[0-5][0-9]:[0-6][0-9] [+-][0-9]{4}\] "GET /a\.txt HTTP/1\.1" 200 6 "http://from\.example/" "agent/1 \(x; y\)"$'
get '/a.txt?a=%20&b' -A '' >/dev/null
like "arguments, no agent, no referer" "$(last combined.log 2)" '"GET /a\.txt\?a=%20&b HTTP/1\.1" 200 6 "-" "-"$'
get /none >/dev/null
like "404 and its length" "$(last combined.log 3)" "\"GET /none HTTP/1\\.1\" 404 $(get /none2 | wc -c | tr -d ' ') \"-\" \"curl"
last combined.log 4 >/dev/null
head_of /a.txt -I >/dev/null
like "HEAD has 0 bytes" "$(last combined.log 5)" '"HEAD /a\.txt HTTP/1\.1" 200 0 '
get /ret -u 'user:secret' >/dev/null
like "the user of Basic" "$(last combined.log 6)" '^127\.0\.0\.1 - (user|-) \[.*"GET /ret HTTP/1\.1" 200 3 '
raw $P1 'GET /a.txt HTTP/1.0\r\nUser-Agent: a"b\\c\td\xc3\xa4\r\n\r\n' >/dev/null
like "quote, backslash, TAB, bytes" "$(last combined.log 7)" ' "-" "a\\x22b\\x5Cc\\x09d\\xC3\\xA4"$'
raw $P1 'GET /"a\\ HTTP/1.0\r\n\r\n' >/dev/null
like "quote and backslash in the target" "$(last combined.log 8)" '"GET /\\x22a\\x5C HTTP/1\.0" 404 '
raw $P1 '\x16\x03\x01\x00"\x7f\r\n\r\n' >/dev/null
like "rubbish" "$(last combined.log 9)" '^127\.0\.0\.1 - - \[.*\] "\\x16\\x03\\x01\\x00\\x22\\x7F" 400 [0-9]+ "-" "-"$'
raw $P1 'GET / HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n' >/dev/null
like "a bad header" "$(last combined.log 10)" '"GET / HTTP/1\.1" 400 '
raw $P1 "GET /$(rep 65536 x) HTTP/1.1\r\nHost: a\r\n\r\n" >/dev/null
like "64 KiB of target" "$(last combined.log 11 | cut -c1-60)" '^127\.0\.0\.1 - - \[.*\] "'
like "is 414" "$(tail -n 1 combined.log)" '" 414 [0-9]+ "-" "-"$'
get "/$(rep 7000 x)" >/dev/null
like "7,000 bytes are written whole" "$(last combined.log 12)" "\"GET /$(rep 255 x)x+ HTTP/1\\.1\" 404 "
is "and no more than that" "$(tail -n 1 combined.log | tr -cd x | wc -c | tr -d ' ')" 7000
get /off >/dev/null
get /a.txt >/dev/null
like "off in a location" "$(last combined.log 13)" 'GET /a\.txt'
raw $P1 'GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /ret HTTP/1.1\r\nHost: a\r\n\r\nGET /a.txt HTTP/1.0\r\n\r\n' >/dev/null
last combined.log 16 >/dev/null
is "pipelined, one line each" "$(tail -n 3 combined.log | cut -d'"' -f2 | tr '\n' ' ')" 'GET /a.txt HTTP/1.1 GET /ret HTTP/1.1 GET /a.txt HTTP/1.0 '
raw $P1 '' -w >/dev/null
raw $P1 'GET /a.txt HTTP/1.0\r\n\r\n' >/dev/null
like "a connection without a request is no line" "$(last combined.log 17)" 'GET /a\.txt HTTP/1\.0'
is "so far" "$(wc -l <combined.log | tr -d ' ')" 17
is "every line is one line" "$(grep -c '^127.0.0.1 - ' combined.log)" 17

P1=$P2
get '/a.txt?x=y' -H 'X: z' >/dev/null
is "a format of one's own" "$(last own.log 1)" "200|GET|/a.txt|x=y|6|z|$P2"
like "and a second log" "$(last second.log 1)" '"GET /a\.txt\?x=y HTTP/1\.1" 200 6 '
get '/%41%0a%22' >/dev/null
is "line ends in \$uri are escaped, nothing is -" "$(last own.log 2)" "404|GET|/A\\x0A\\x22|-|$(get /n | wc -c | tr -d ' ')|-|$P2"

P1=$P3
get '/%22%5c%0a%01' -H 'X: a	b' >/dev/null
like "escape=json" "$(last json.log 1)" '^\{"uri":"/\\"\\\\\\(n|u000[aA])\\u0001","x":"a\\(t|u0009)b"\}$'
get '/a.txt' >/dev/null
is "escape=json, nothing is empty" "$(last json.log 2)" '{"uri":"/a.txt","x":""}'
get '/none%22%5c' >/dev/null
is "escape=none" "$(last none.log 1)" '[/none"\]'

P1=$P5
sent=$(raw $P5 'GET / HTTP/1.0\r\n\r\n' | wc -c | tr -d ' ')
like "sizes" "$(last sizes.log 1)" "^$sent 10 18 [0-9]+\\.[0-9]{3}\$"
for p in /done /done/none; do
    code $p >/dev/null
done
is "request_completion" "$(last done.log 2 >/dev/null; tr '\n' ' ' <done.log)" '/done 200[OK] /done/none 444[] '

P1=$P6
get /a.txt >/dev/null
is "a relative name is below the prefix" "$(last rel.log 1)" "200|GET|/a.txt|-|6|-|$P6"
P1=$P4
get /a.txt >/dev/null
is "off writes nothing" "$(cat combined.log own.log json.log | grep -c "|$P4")" 0

# Written when the server is told to go.
stop QUIT
is "all is there after the end" "$(wc -l <combined.log | tr -d ' ')" 17
