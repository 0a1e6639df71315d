# error_log memory:size: sizes, reloads, beside other logs.
mkdir www
echo hello >www/a.txt
write() {       # write SIZE [LEVEL]
    conf conf <<END
$(globals)
error_log memory:$1 $2;
$(events)
http {
    root $T/www;
    server { listen 127.0.0.1:$P1; location /m { error_log memory:$1; }
        location /a { access_log memory:$1; }
        location = /status { status; } }
}
END
}
shown() {       # shown ERE: in the log of the page, its lines as one
    wait_for 10 page "$1"
}
page() {
    get /status | tr '\n' ' ' | grep -Eq "<pre>.*$1"
}
write 3k info
start
is "a file" "$(code /a.txt)" 200
is "an error" "$(code /none-1)" 404
is "an error of a location with memory alone" "$(code /m/none-2)" 404
ok "the other log has it" wait_for 10 grep -q none-1 error.log
ok "so has memory, and the log of the location" shown 'none-1.*none-2'
is "and not what only memory takes" "$(grep -c none-2 error.log)" 0
for size in 3k 8k 3072 64k; do
    write $size
    ok "a reload with $size" "$RPD" -s reload -p "$T" -c "$T/conf"
    is "$size: an error" "$(code "/none-$size")$(code "/m/none-$size")" 404404
    is "$size: a file" "$(code /a.txt)" 200
    ok "$size: it is shown" shown "none-$size"
done
write 64k
ok "a reload with the same size" "$RPD" -s reload -p "$T" -c "$T/conf"
ok "keeps what there was" shown none-64k
ok "an access log goes there, too" shown 'GET /a.txt HTTP'
write 1k
"$RPD" -s reload -p "$T" -c "$T/conf" >/dev/null 2>&1
is "a size that is refused" "$?" 1
kill -USR1 "$SRV"
ok "USR1 has nothing to say about it" wait_for 10 grep -q 'reopening logs' error.log
is "still there" "$(code /none-3)" 404
is "no file of that name" "$(ls | grep -c memory)" 0
stop

no() {          # no SIZE
    echo "error_log memory:$1; events { }" >x.conf
    conf_says "memory:$1" emerg 1 "invalid buffer size \"$1\""
}
no ''
no x
no 1k
no 2047
no 4g
no -1

# Of several logs in memory the page shows main's error log, wherever that
# stands; else the first error log; never an access log.
several() {     # several MAIN END HTTP NAME SHOWN HIDDEN
    conf conf <<END
$(globals)
$1
$(events)
http {
    root $T/www;
    $3
    server {
        listen 127.0.0.1:$P1;
        location /a { access_log memory:12k; error_log $T/other; }
        location /l { error_log memory:16k; }
        location /m { }
        location = /status { status; error_log $T/other; }
    }
}
$2
END
    start
    code /a/access >/dev/null
    code /l/location >/dev/null
    code /m/outer >/dev/null
    log=$(get /status | sed -n '/<pre>/,$p')
    like "$4" "$log" "$5"
    unlike "$4: no other one" "$log" "$6"
    stop
}
several 'error_log memory:20k info;' '' 'error_log memory:24k;' \
    "main's log" '<pre>.*uses' 'access|location|outer'
several '' 'error_log memory:20k info;' '' \
    "main's log, at the end" 'outer' '/access|/location'
several '' '' 'error_log memory:24k;' \
    "the first log" 'outer' '/access|/location'
several '' '' '' "that of a location" 'location' '/access|outer'
