# backends: none
# Sizes, times and flags: every unit, and its value where an answer shows it.
{
    globals
    events
    cat <<EOF
http {
    client_body_timeout 1d; send_timeout 250ms; client_header_timeout 1h;
    large_client_header_buffers 2 1K; client_header_buffer_size 1k;
    server {
        listen 127.0.0.1:$P1;
        keepalive_timeout 75;
        location = /bytes { client_max_body_size 100;  return 200 ok; }
        location = /k     { client_max_body_size 1k;   return 200 ok; }
        location = /K     { client_max_body_size 1K;   return 200 ok; }
        location = /m     { client_max_body_size 1m;   return 200 ok; }
        location = /M     { client_max_body_size 1M;   return 200 ok; }
        location = /g     { client_max_body_size 1g;   return 200 ok; }
        location = /zero  { client_max_body_size 0;    return 200 ok; }
        location = /t0 { keepalive_timeout 75 30;      return 200 ok; }
        location = /ts { keepalive_timeout 75s 31s;    return 200 ok; }
        location = /tm { keepalive_timeout 75s 2m;     return 200 ok; }
        location = /th { keepalive_timeout 75s 1h;     return 200 ok; }
        location = /td { keepalive_timeout 75s 1d;     return 200 ok; }
        location = /tw { keepalive_timeout 75s 1w;     return 200 ok; }
        location = /tM { keepalive_timeout 75s 1M;     return 200 ok; }
        location = /ty { keepalive_timeout 75s 1y;     return 200 ok; }
        location = /tx { keepalive_timeout 75s 1h2m3s; return 200 ok; }
        location = /tb { keepalive_timeout 75s "1h 3"; return 200 ok; }
        location = /tc { keepalive_timeout 75s "1d 2h 3m 4s"; return 200 ok; }
        location = /none { return 200 ok; }
        location = /off { server_tokens off; return 404; }
        location = /on { server_tokens on; return 404; }
    }
}
EOF
} > "$T/conf"
start

# A body that is announced as too long is refused before it is sent.
announce() { # PATH LENGTH: the status
    raw $P1 "POST $1 HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: $2\\r\\nConnection: close\\r\\n\\r\\n" -w |
        sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p'
}
body() { # PATH LENGTH: the status for a body that is sent
    head -c "$2" /dev/zero | code "$1" -H 'Expect:' --data-binary @-
}
is 'a size in bytes' "$(body /bytes 100):$(announce /bytes 101)" 200:413
is 'a size in k' "$(body /k 1024):$(announce /k 1025)" 200:413
is 'a size in K' "$(body /K 1024):$(announce /K 1025)" 200:413
is 'a size in m' "$(body /m 1048576):$(announce /m 1048577)" 200:413
is 'a size in M' "$(body /M 1048576):$(announce /M 1048577)" 200:413
is 'a size in g' "$(body /g 2000):$(announce /g 1073741825)" 200:413
is 'the default is 1m' "$(body /none 1048576):$(announce /none 1048577)" 200:413
is 'size 0 is no limit' "$(body /zero 1048577)" 200

kept() { # PATH: the seconds of the Keep-Alive field
    head_of "$1" | sed -n 's/^Keep-Alive: timeout=\([0-9]*\).*/\1/p'
}
is 'a time without a unit is seconds' "$(kept /t0)" 30
is 's' "$(kept /ts)" 31
is 'm' "$(kept /tm)" 120
is 'h' "$(kept /th)" 3600
is 'd' "$(kept /td)" 86400
is 'w' "$(kept /tw)" 604800
is 'M' "$(kept /tM)" 2592000
is 'y' "$(kept /ty)" 31536000
is 'several units' "$(kept /tx)" 3723
is 'blanks between the parts, the last without a unit' "$(kept /tb)" 3603
is 'four parts' "$(kept /tc)" 93784
is 'no second argument, no Keep-Alive field' "$(kept /none)" ''
like 'on' "$(head_of /on)" '^Server: reuseportd/[0-9.]+.?$'
like 'off' "$(head_of /off)" '^Server: reuseportd.?$'
stop

# What is taken and what is not; 0 = taken, 1 = refused.
try() { # http directives: the exit status of -t
    printf 'events { }\nhttp { %s }\n' "$1" > "$T/x.conf"
    "$RPD" -t -q -p "$T" -e "$T/e.log" -c "$T/x.conf" > "$T/out" 2>&1
    echo $?
}
for v in 1 1s 1ms 1m 1h 1d 1w 1m30s '"1m 30s"' 1s500ms 0; do
    is "client_header_timeout $v" "$(try "client_header_timeout $v;")" 0
done
for v in 1S 1H 1Y 1W 1D 1x s ms -1 1.5 1,5 1min 30s1m 0x10 '""' '" "' \
    1ms1s 9999999999999999999s; do
    is "client_header_timeout $v" "$(try "client_header_timeout $v;")" 1
done
for v in 0 1 1k 1K 1m 1M 1g 1G; do
    is "client_max_body_size $v" "$(try "client_max_body_size $v;")" 0
done
for v in k '""' 1kb 1t 1.5m -1 +1 ' 1 k' 0x1 99999999999g; do
    is "client_max_body_size $v" "$(try "client_max_body_size $v;")" 1
done
for v in on off On OFF; do
    is "sendfile $v" "$(try "sendfile $v;")" 0
done
for v in 1 0 true yes '""' onn; do
    is "sendfile $v" "$(try "sendfile $v;")" 1
done
for v in 'lingering_close Always' 'if_modified_since EXACT' \
    'server_tokens bUILD'; do
    is "$v" "$(try "$v;")" 0
done
for v in 'error_log e INFO' 'disable_symlinks ON' 'lingering_close alwayss'; do
    is "$v" "$(try "$v;")" 1
done
