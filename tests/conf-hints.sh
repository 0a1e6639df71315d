# backends: none
# What the reader says beyond nginx: "did you mean", nginx's directives that
# this server has not, all errors in one run, directives without effect.
need HELP TUNING REWRITE
try() { # stdin: a configuration; sets out and rc
    cat > "$T/x.conf"
    out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
    rc=$?
}

# wrong word, word that was meant
while read -r wrong meant; do
    case $meant in
    events | http) try <<EOF
$wrong { }
EOF
        ;;
    worker_*)      try <<EOF
$wrong 1;
EOF
        ;;
    server)        try <<EOF
events { } http { $wrong { } }
EOF
        ;;
    location)      try <<EOF
events { } http { server { $wrong / { } } }
EOF
        ;;
    *)             try <<EOF
events { } http { server { $wrong a; } }
EOF
        ;;
    esac
    is "$wrong: exit status" $rc 1
    like "$wrong: nginx's words" "$out" \
        "^reuseportd: \[emerg\] unknown directive \"$wrong\" in $T/x.conf:1"
    like "$wrong: did you mean $meant" "$out" "did you mean \"?$meant\"?"
done <<'EOF'
sserver server
servr server
evnets events
htp http
locaton location
lisen listen
listn listen
rot root
server-name server_name
servername server_name
worker_process worker_processes
acess_log access_log
keepalive_timout keepalive_timeout
EOF
try <<'EOF'
events { }
zzqqxxyy on;
EOF
unlike 'a word like no other gets no guess' "$out" 'did you mean'

# nginx's own that this server has not: directive, module, arguments or block.
while read -r name module rest; do
    try <<EOF
events { worker_connections 64; }
http {
    $name $rest
    server { listen $P1; }
}
EOF
    is "$name: exit status" $rc 1
    like "$name: its module" "$out" "^reuseportd: \[emerg\] \"$name\" is not supported by reuseportd \(nginx: $module\) in $T/x.conf:3"
    unlike "$name: not unknown" "$out" 'unknown directive'
    is "$name: nothing else is wrong" "$(printf '%s\n' "$out" | grep -c emerg)" 1
done <<'EOF'
gzip ngx_http_gzip_module on;
gzip_comp_level ngx_http_gzip_module 6;
gzip_types ngx_http_gzip_module text/css text/xml;
gunzip ngx_http_gunzip_module on;
source_charset ngx_http_charset_module utf-8;
sub_filter ngx_http_sub_module a b;
ssi ngx_http_ssi_module on;
userid ngx_http_userid_module on;
uwsgi_pass_header ngx_http_uwsgi_module X-A;
grpc_read_timeout ngx_http_grpc_module 1s;
geoip_country ngx_http_geoip_module /a;
perl_modules ngx_http_perl_module /a;
memcached_bind ngx_http_memcached_module off;
addition_types ngx_http_addition_module text/html;
EOF

# In a location; and a block is skipped as one thing.
try <<EOF
events { worker_connections 64; }
mail {
    server { listen 25; protocol smtp; }
}
http {
    server {
        listen $P1;
        location /a { uwsgi_pass unix:////var/run/a.sock; }
        location /b { random_index on; }
        location /c { mp4; }
        location /d { flv; }
        location /e { dav_methods PUT DELETE; }
        location /f { image_filter resize 10 10; }
    }
    geo \$a { default 0; 127.0.0.0/8 1; "x y" {2; }
    split_clients "\$uri" \$v { 50% .a; * ""; }
}
EOF
is 'several in one run: exit status' $rc 1
is 'several in one run, by line' "$(printf '%s\n' "$out" |
    sed -n 's/.*"\([a-z0-9_]*\)" is not supported by reuseportd (nginx: \(ngx_[a-z0-9_]*_module\)) in .*:\([0-9]*\).*/\3 \1 \2/p' |
    sort -n | head -n 7)" \
'2 mail ngx_mail_core_module
8 uwsgi_pass ngx_http_uwsgi_module
9 random_index ngx_http_random_index_module
10 mp4 ngx_http_mp4_module
11 flv ngx_http_flv_module
12 dav_methods ngx_http_dav_module
13 image_filter ngx_http_image_filter_module'
unlike 'the inside of a foreign block is not looked at' "$out" \
    'unknown directive|not allowed here'

# Errors of all kinds in one run.
conf x.conf <<EOF
worker_processes two;
sserver a;
events {
    worker_connections x;
    use nosuch;
}
http {
    sendfile maybe;
    gzip on;
    listen 80;
    client_max_body_size 1t;
    server {
        listen 127.0.0.1:99999;
        root a;
        root b;
        location / { alias; }
        return abc;
    }
}
EOF
for opt in -t -T ''; do
    # shellcheck disable=SC2086
    out=$("$RPD" $opt -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
    is "all errors in one run ($opt): exit status" $? 1
    is "all errors in one run ($opt), by line" "$(printf '%s\n' "$out" |
        sed -n 's,^reuseportd: \[emerg\] .* in .*/x\.conf:\([0-9]*\).*,\1,p' |
        sort -n | tr '\n' ' ')" '1 2 4 5 8 9 10 11 13 15 16 17 '
done
is 'the verdict comes once and last' "$("$RPD" -t -p "$T" -e "$T/e.log" \
    -c "$T/x.conf" 2>&1 | sed -n '$p')" \
    "reuseportd: configuration file $T/x.conf test failed"

# Patterns that the C library cannot match are refused, with the reason.
for d in 'server_name "~^(?=w)";' 'location ~ a.*?b { }' \
    'location ~* "(x)\\1" { }'; do
    try <<EOF
events { worker_connections 64; }
http { server { listen $P1;
$d
} }
EOF
    is "$d: exit status" $rc 1
    like "$d: said so" "$out" 'regular expression .*(PCRE|quantifiers)'
    like "$d: the place" "$out" "in $T/x.conf:3"
done

# Directives that tune only nginx's inside have no effect, and no complaint.
try <<EOF
timer_resolution 100ms;
debug_points abort;
pcre_jit on;
thread_pool default threads=4 max_queue=100;
lock_file $T/lock;
worker_rlimit_core 1m;
events {
    worker_connections 64;
    worker_aio_requests 32;
    debug_connection 127.0.0.1;
}
http {
    types_hash_max_size 2048; types_hash_bucket_size 64;
    msie_padding on; msie_refresh off;
    server_names_hash_max_size 512; server_names_hash_bucket_size 64;
    variables_hash_max_size 1024; variables_hash_bucket_size 64;
    map_hash_max_size 2048; map_hash_bucket_size 64;
    proxy_headers_hash_max_size 512; proxy_headers_hash_bucket_size 64;
    client_body_temp_path $T/body 1 2; proxy_temp_path $T/tmp;
    fastcgi_temp_path $T/tmp; uwsgi_temp_path $T/tmp; scgi_temp_path $T/tmp;
    server {
        listen $P1;
        connection_pool_size 256; request_pool_size 4k;
        location / {
            aio off; aio_write off; directio off; directio_alignment 512;
            output_buffers 2 32k; read_ahead 0; send_lowat 0;
            subrequest_output_buffer_size 4k;
        }
    }
}
EOF
is 'directives without effect: exit status' $rc 0
unlike 'directives without effect: no error' "$out" 'emerg'
[ ! -e "$T/tmp" ]
is 'a directive without effect makes no directory' $? 0
try <<EOF
events { worker_connections 64; }
http { types_hash_max_size; server { types_hash_max_size 1; listen $P1; } }
EOF
like 'a directive without effect still wants its arguments' "$out" \
    "invalid number of arguments in \"types_hash_max_size\" directive in $T/x.conf:2"
