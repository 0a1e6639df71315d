# access_log: an empty value is empty, a missing one is "-" (escape=default) or
# nothing; what is done to each byte of a value.
conf conf <<END
$(globals)
$(events)
http {
    log_format e '\$http_x|\$args|\$arg_a|\$is_args|\$server_name|\$host|\$http_host';
    log_format j escape=json '\$http_x|\$args|\$arg_a|\$is_args|\$server_name';
    log_format n escape=none '\$http_x|\$args|\$arg_a|\$is_args|\$server_name';
    log_format r '\$request_method|\$uri|\$request_uri|\$server_protocol|\$request';
    log_format u '\$uri';
    log_format uj escape=json '\$uri';
    log_format un escape=none '\$uri';
    server { listen 127.0.0.1:$P1; access_log $T/e.log e; access_log $T/j.log j;
        access_log $T/n.log n; location / { return 204; } }
    server { listen 127.0.0.1:$P2; access_log $T/r.log r; location / { return 204; } }
    server { listen 127.0.0.1:$P3; access_log $T/u.log u; access_log $T/uj.log uj;
        access_log $T/un.log un; location / { return 204; } }
}
END
start

lines() {       # lines FILE N: the file has N lines
    [ "$(wc -l <"$1")" -eq "$2" ]
}
N=0
log() {         # log TARGET HEADERS EXPECTED: in the three formats
    raw $P1 "GET $1 HTTP/1.0\\r\\n$2\\r\\n" >/dev/null
    N=$((N + 1))
    wait_for 10 lines n.log $N
    is "$1 $2" "$(tail -n 1 e.log) $(tail -n 1 j.log) $(tail -n 1 n.log)" "$3"
}
log / '' '-|-|-||||- |||| ||||'
log / 'X:\r\n' '|-|-||||- |||| ||||'
log / 'X: \r\nHost: a\r\n' '|-|-|||a|a |||| ||||'
log '/?' '' '-|-|-||||- |||| ||||'
log '/?b' '' '-|b|-|?|||- |b||?| |b||?|'
log '/?a=' '' '-|a=||?|||- |a=||?| |a=||?|'
log '/?a=1' 'X: -\r\n' '-|a=1|1|?|||- -|a=1|1|?| -|a=1|1|?|'

raw $P2 'XX\r\n\r\n' >/dev/null
wait_for 10 lines r.log 1
is "what a bad request has not" "$(cat r.log)" '-|-|-|-|XX'

# Bytes as \xXX, as json has them, as they are.
P1=$P3
for b in 01 07 08 09 0B 0c 0d 0e 1f 20 22 27 5C 7e 7f 80 C3 ff; do
    code "/%$b" >/dev/null
done
wait_for 10 lines un.log 18
is "escape=default" "$(tr -d '/\n' <u.log)" '\x01\x07\x08\x09\x0B\x0C\x0D\x0E\x1F \x22'"'"'\x5C~\x7F\x80\xC3\xFF'
is "escape=json" "$(tr -d '/\n' <uj.log)" '\u0001\u0007\b\t\u000B\f\r\u000E\u001F \"'"'"'\\~'"$(printf '\177\200\303\377')"
is "escape=none" "$(tr -d '/\n' <un.log)" "$(printf '\1\7\b\t\13\f\r\16\37 "'"'"'\\~\177\200\303\377')"
code /%0a >/dev/null
wait_for 10 lines uj.log 19
is "a line end" "$(tail -n 1 u.log) $(tail -n 1 uj.log) $(tail -n 2 un.log | tr '\n' '+')" '/\x0A /\n /++'
