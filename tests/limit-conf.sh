# backends: none
# limit_conn and limit_req: what the configuration may not say, in nginx's
# words, and what it may.
LZ='limit_conn_zone $uri zone=c:1m;'
RZ='limit_req_zone $uri zone=r:1m rate=1r/s;'

refused() {     # refused MESSAGE LINES...: LINES stand in http from line 3 on
    _m=$1 _l=$2
    shift 2
    printf '%s\n' 'events { }' 'http {' "$@" '}' >"$T/x.conf"
    conf_says "$*" emerg "$_l" "$_m"
}

for zone in "limit_conn_zone|" "limit_req_zone| rate=1r/s"; do
    name=${zone%|*} rate=${zone#*|}
    refused "\"$name\" must have \"zone\" parameter" 3 "$name \$uri zone=:1m$rate;"
    refused 'invalid zone size "zone=a"' 3 "$name \$uri zone=a$rate;"
    refused 'invalid zone size "zone=a:"' 3 "$name \$uri zone=a:$rate;"
    refused 'invalid zone size "zone=a:1g"' 3 "$name \$uri zone=a:1g$rate;"
    refused 'invalid zone size "zone=a:-1"' 3 "$name \$uri zone=a:-1$rate;"
    refused 'zone "zone=a:32767" is too small' 3 "$name \$uri zone=a:32767$rate;"
    refused 'invalid parameter "size=1m"' 3 "$name \$uri size=1m$rate;"
    refused "$name \"a\" is already bound to key \"\$uri\"" 4 \
        "$name \$uri zone=a:1m$rate;" "$name \$args zone=a:1m$rate;"
    refused "invalid number of arguments in \"$name\" directive" 3 \
        "$name \$uri zone=a:1m$rate x;"
    refused 'unknown "nosuch" variable' 3 "$name a\${nosuch}b zone=a:1m$rate;"
    refused "\"$name\" directive is not allowed here" 3 \
        "server { $name \$uri zone=a:1m$rate; }"
done
refused 'invalid number of arguments in "limit_req_zone" directive' 3 \
    'limit_req_zone $uri zone=a:1m;'
refused '"limit_req_zone" must have "zone" parameter' 3 \
    'limit_req_zone $uri rate=1r/s rate=2r/s;'
for rate in 0r/s r/s 1r/h x -1r/s 1.5r/s ''; do
    refused "invalid rate \"rate=$rate\"" 3 \
        "limit_req_zone \$uri zone=a:1m rate=$rate;"
done
refused 'the shared memory zone "r" is already declared for a different use' 4 \
    "$RZ" 'limit_conn_zone $uri zone=r:1m;'
refused 'the shared memory zone "r" is already declared for a different use' 4 \
    "$RZ" 'limit_conn r 1;'
refused 'the shared memory zone "c" is already declared for a different use' 4 \
    "$LZ" 'limit_req zone=c;'
refused 'zero size shared memory zone "none"' - 'limit_conn none 1;'
refused 'zero size shared memory zone "none"' - 'limit_req zone=none;'
refused 'zero size shared memory zone ""' - 'limit_req zone=;'

refused 'invalid number of connections "0"' 4 "$LZ" 'limit_conn c 0;'
refused 'invalid number of connections "x"' 4 "$LZ" 'limit_conn c x;'
refused 'invalid number of connections "-1"' 4 "$LZ" 'limit_conn c -1;'
refused 'connection limit must be less 65536' 4 "$LZ" 'limit_conn c 65536;'
refused '"limit_conn" directive is duplicate' 5 "$LZ" \
    'limit_conn c 1;' 'limit_conn c 2;'
refused 'invalid number of arguments in "limit_conn" directive' 4 "$LZ" \
    'limit_conn c;'

refused '"limit_req" must have "zone" parameter' 4 "$RZ" 'limit_req burst=1;'
for word in burst=0 burst=x burst= burst=-1 burst=99999999999999999 \
    delay=0 delay=1k; do
    refused "invalid ${word%=*} value \"$word\"" 4 "$RZ" \
        "limit_req zone=r $word;"
done
refused 'invalid parameter "no_delay"' 4 "$RZ" 'limit_req zone=r no_delay;'
refused 'invalid parameter "b"' 4 "$RZ" 'limit_req zone=r b;'
refused '"limit_req" directive is duplicate' 5 "$RZ" \
    'limit_req zone=r;' 'limit_req zone=r burst=5;'
refused 'invalid number of arguments in "limit_req" directive' 4 "$RZ" \
    'limit_req zone=r burst=1 nodelay delay=1;'
refused '"limit_req" directive is not allowed here' 4 "$RZ" \
    'server { location / { types { } } } } limit_req zone=r; http {'

for name in limit_conn limit_req; do
    for value in 399 600 0; do
        refused 'value must be between 400 and 599' 3 "${name}_status $value;"
    done
    refused "\"${name}_status\" directive invalid number" 3 "${name}_status x;"
    refused "\"${name}_status\" directive is duplicate" 4 \
        "${name}_status 400;" "${name}_status 400;"
    for value in crit debug x; do
        refused "invalid value \"$value\"" 3 "${name}_log_level $value;"
    done
    refused "invalid value \"1\" in \"${name}_dry_run\" directive, it must be \"on\" or \"off\"" \
        3 "${name}_dry_run 1;"
done

# What nginx takes, whatever the order.
conf x.conf <<EOF
events { }
http {
    limit_req zone=r burst=2147483647 delay=5;
    limit_conn c 65535;
    limit_conn_zone \$binary_remote_addr zone=c:32k;
    limit_conn_zone "" zone=unused:10M;
    limit_req_zone \$server_name\$uri zone=r:32768 rate=5;
    limit_req_zone word rate=90r/m zone=s:1m;
    limit_req_log_level info; limit_conn_log_level warn;
    limit_req_status 400; limit_conn_status 599;
    limit_req_dry_run on; limit_conn_dry_run Off;
    server {
        limit_req zone=r nodelay;
        limit_req zone=s burst=7 nodelay;
        location / { limit_conn unused 1; limit_conn c 2; }
    }
}
EOF
is 'all of it is accepted' "$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" \
    2>&1 | grep -v 'syntax is ok\|is successful')" ''
