# Which header lines are taken: how many, with which names. The rules are those
# of the address's default server, since the name is not known yet.
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
        max_headers 5;
        location / { return 200 "[\$http_x_a][\$http_x_y]\n"; }
    }
    server {
        listen 127.0.0.1:$P2;
        ignore_invalid_headers off;
        location / { return 200 "[\$http_x_a]\n"; }
    }
    server {
        listen 127.0.0.1:$P2;
        server_name other;
        ignore_invalid_headers on;
        location / { return 200 "[\$http_x_a]\n"; }
    }
    server {
        listen 127.0.0.1:$P3;
        underscores_in_headers on;
        location / { return 200 "[\$http_x_a]\n"; }
    }
    server {
        listen 127.0.0.1:$P4;
        location / { return 200 ok; }
    }
}
END
start

says() {        # says TEXT PORT HOST LINES EXPECTED
    is "$1" "$(raw $2 "GET / HTTP/1.0\r\nHost: $3\r\n$4\r\n\r\n" | tail -n 1)" "$5"
}

says "five lines"               $P1 a 'A: b\r\nB: c\r\nC: d\r\nX-A: e' '[e][]'
like "six are too many"         "$(answers $P1 'GET / HTTP/1.1\r\nHost: a\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n\r\n')" '^400 (eof|reset)$'
ok "the log says so"            grep -q 'client sent too many header lines while reading client request headers, client: 127.0.0.1' error.log
says "what is ignored does not count" $P1 a 'A: b\r\nB: c\r\nA_A: b\r\nC: d\r\nX-A: e' '[e][]'
is "1,000 by default"           "$(answers $P4 "GET / HTTP/1.0\r\n$(rep 1000 'A: b\r\n')\r\n")" '200 eof'
like "1,001 are too many"       "$(answers $P4 "GET / HTTP/1.0\r\n$(rep 1001 'A: b\r\n')\r\n")" '^400 (eof|reset)$'

says "an underscore is ignored" $P1 a 'X_A: e\r\nX-Y: f' '[][f]'
ok "the log quotes it"          grep -q 'client sent invalid header line: "X_A: e" while reading client request headers, client' error.log
says "so is a dot"              $P1 a 'X.A: e\r\nX-Y: f' '[][f]'
like "and not taken"            "$(raw $P1 'GET / HTTP/1.0\r\nX.Y: e\r\n\r\n' | tail -n 1)" '^\[\]\[\]$'
says "underscores may be on"    $P3 a 'X_A: e' '[e]'
says "they do not excuse others" $P3 a 'X_A!: e' '[]'
says "odd names may pass"       $P2 a 'X_A: e' '[e]'
says "the default server's rule" $P2 other 'X_A: e' '[e]'
like "blanks in names never do" "$(answers $P2 'GET / HTTP/1.0\r\nX A: e\r\n\r\n')" '^400 (eof|reset)$'

for d in 'max_headers x' 'ignore_invalid_headers x' 'underscores_in_headers x'; do
    printf 'events { }\nhttp {\n%s;\n}\n' "$d" >x.conf
    case $d in
    max*) conf_says "$d" emerg 3 '"max_headers" directive invalid number' ;;
    *) conf_says "$d" emerg 3 "invalid value \"x\" in \"${d% x}\" directive, it must be \"on\" or \"off\"" ;;
    esac
done
printf 'events { }\nhttp { server { location / {\nmax_headers 5;\n} } }\n' >x.conf
conf_says "not in a location" emerg 3 '"max_headers" directive is not allowed here'
