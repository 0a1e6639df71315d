# limit_rate: a second's worth goes out in each second, and nothing more.
mkdir www
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "%07d\n", i }' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    log_format rate '\$uri \$arg_r \$limit_rate';
    access_log $T/access rate;
    default_type text/plain;
    sendfile on;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        send_timeout 300ms;
        location /at/ { alias $T/www/; limit_rate \$arg_r; add_trailer X y; }
        location /after/ { alias $T/www/; limit_rate 1k; limit_rate_after 1m; }
        location /mem { limit_rate 400; return 200 "$(rep 100 0123456789)"; }
        location /set/ { alias $T/www/; set \$limit_rate \$arg_r; }
        location /slow/ { alias $T/www/; limit_rate 1; }
        location /in/ {
            limit_rate 1;
            location /in/free/ { alias $T/www/; limit_rate 0; }
        }
        location /free { limit_rate_after \$arg_a; return 200 x; }
        location /chunk/ { alias $T/www/; sendfile_max_chunk 1k; }
    }
}
END
start
want=$(cksum <www/a.txt)

# Whole seconds of an answer, which goes to out. The server counts in whole
# milliseconds and the client in parts of one: a little is added.
secs() { http "$1" -w '%{time_total}' -o out | awk '{ print int($1 + 0.05) }'; }
got() {         # got SECONDS URI: what has arrived when the client gives up
    http "$2" --max-time "$1" | wc -c | tr -d ' '
}
like "more than a second's worth" "$(secs '/at/a.txt?r=10k') $(cksum <out)" "^([2-9]|..+) $want\$"
like "the first second's worth" "$(got 0.5 '/at/a.txt?r=4k')" '^([0-9]{1,3}|[1-3][0-9]{3}|40[0-9]{2})$'
is "less than a second's worth" "$(get '/at/a.txt?r=100k' | cksum)" "$want"
like "in memory"            "$(secs /mem) $(wc -c <out)" '^([1-9]|..+) +1000$'
is "what comes before counts" "$(get /after/a.txt | cksum)" "$want"
is "no rate at all"         "$(get /at/a.txt | cksum)" "$want"
is "none within one"        "$(get /in/free/a.txt | cksum)" "$want"
is "sendfile_max_chunk"     "$(get /chunk/a.txt | cksum)" "$want"
like "set \$limit_rate"     "$(secs '/set/a.txt?r=10k') $(cksum <out)" "^([2-9]|..+) $want\$"
is "set to what is no size" "$(get '/set/a.txt?r=x' | cksum)" "$want"
raw $P1 'GET /slow/a.txt HTTP/1.1\r\nHost: a\r\n\r\n\w' -x >/dev/null
is "after a reset"          "$(code /mem -I)" 200
is "no rate"                "$(get /free?a=free)" x
is "HEAD"                   "$(code '/at/a.txt?r=1' -I)" 200
seen() { grep -q "$1" error.log; }
ok "who is gone is not waited for" wait_for 10 seen 'client prematurely closed'
stop
like "told of a wrong rate" "$(cat error.log)" '\[error\] .* invalid \$limit_rate "x", client: 127'
like "told of a wrong size" "$(cat error.log)" '\[error\] .* invalid size ""( while sending response to client)?, client: 127'
unlike "not where there is no rate" "$(cat error.log)" 'invalid size "free"'
is "\$limit_rate"           "$(sed -n 's/^.at.a.txt 10k //p' access)" 10240
is "none to be told"        "$(sed -n 's/^.in.free.a.txt - //p' access)" 0

printf 'events { }\nhttp { server { location / {\nlimit_rate x;\n} } }\n' >x.conf
conf_says "limit_rate"      emerg 3 '"limit_rate" directive invalid value'
printf 'events { }\nhttp { server { location / {\nlimit_rate_after 1g;\n} } }\n' >x.conf
conf_says "limit_rate_after" emerg 3 '"limit_rate_after" directive invalid value'
