# backends: none
# What is wrong with a "listen", in nginx's words, with file and line.
# Parameters of one listen => what is said about it.
while IFS= read -r row; do
    printf 'events { worker_connections 64; }\nhttp { server {\nlisten %s;\n} }\n' \
        "${row%% => *}" > "$T/x.conf"
    conf_says "$row" emerg 3 "${row#* => }"
done <<'EOF'
x:y => invalid port in "x:y" of the "listen" directive
99999 => invalid port in "99999" of the "listen" directive
0 => invalid port in "0" of the "listen" directive
127.0.0.1:0 => invalid port in "127.0.0.1:0" of the "listen" directive
127.0.0.1:99999 => invalid port in "127.0.0.1:99999" of the "listen" directive
127.0.0.1: => invalid port in "127.0.0.1:" of the "listen" directive
*:x => invalid port in "*:x" of the "listen" directive
[::1]:0 => invalid port in "[::1]:0" of the "listen" directive
[::1]:99999 => invalid port in "[::1]:99999" of the "listen" directive
nosuchhost.invalid:80 => host not found in "nosuchhost.invalid:80" of the "listen" directive
+80 => host not found in "+80" of the "listen" directive
[::1 => invalid host in "[::1" of the "listen" directive
[::1]x => invalid host in "[::1]x" of the "listen" directive
127.0.0.1:18080/foo => invalid host in "127.0.0.1:18080/foo" of the "listen" directive
http://127.0.0.1:18080 => invalid host in "http://127.0.0.1:18080" of the "listen" directive
[::g]:80 => invalid IPv6 address in "[::g]:80" of the "listen" directive
unix: => no path in the unix domain socket in "unix:" of the "listen" directive
unix:/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa => too long path in the unix domain socket in "unix:/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" of the "listen" directive
:80 => no host in ":80" of the "listen" directive
"" => no host in "" of the "listen" directive
18080 foo => invalid parameter "foo"
18080 default_server root /a => invalid parameter "root"
18080 80 => invalid parameter "80"
18080 backlog=x => invalid backlog "backlog=x"
18080 backlog=0 => invalid backlog "backlog=0"
18080 backlog= => invalid backlog "backlog="
18080 rcvbuf=x => invalid rcvbuf "rcvbuf=x"
18080 sndbuf=x => invalid sndbuf "sndbuf=x"
18080 fastopen=x => invalid fastopen "fastopen=x"
[::1]:18080 ipv6only=maybe => invalid parameter "ipv6only=maybe"
[::1]:18080 ipv6only => invalid parameter "ipv6only"
18080 so_keepalive=maybe => invalid so_keepalive value: "maybe"
18080 so_keepalive=a:b:c => invalid so_keepalive value: "a:b:c"
18080 so_keepalive=:: => invalid so_keepalive value: "::"
18080 deferred=1 => invalid parameter "deferred=1"
18080 reuseport=maybe => invalid parameter "reuseport=maybe"
18080; listen 18080 => a duplicate listen 0.0.0.0:18080
18080; listen *:18080 => a duplicate listen 0.0.0.0:18080
localhost:18080; listen 127.0.0.1:18080 => a duplicate listen 127.0.0.1:18080
[::1]:18080; listen [0::1]:18080 => a duplicate listen [::1]:18080
18080 default_server; } server { listen 18080 default_server => a duplicate default server for 0.0.0.0:18080
18080 default; } server { listen *:18080 default_server => a duplicate default server for 0.0.0.0:18080
18080 backlog=5; } server { listen 18080 backlog=6 => duplicate listen options for 0.0.0.0:18080
18080 reuseport; } server { listen 18080 reuseport => duplicate listen options for 0.0.0.0:18080
EOF

# Two servers, two lines: the second one is named.
row='two lines'
cat > "$T/x.conf" <<'EOF'
events { worker_connections 64; }
http {
    server { listen 18080 default_server; server_name a; }
    server {
        listen 18080 default_server;
        server_name b;
    }
}
EOF
conf_says "$row" emerg 5 'a duplicate default server for 0.0.0.0:18080'

# TLS is a matter of the build.
for row in '18080 ssl' '[::1]:18080 ssl' 'unix:s.sock ssl'; do
    printf 'events { worker_connections 64; }\nhttp { server {\nlisten %s;\n} }\n' \
        "$row" > "$T/x.conf"
    out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
    is "$row: exit status" $? 1
    if "$RPD" -V 2>&1 | grep -q 'TLS.*yes\|RPD_WITH_TLS=1'; then continue; fi
    like "$row" "$out" \
        "^reuseportd: \[emerg\] .*this build is without TLS.* in $T/x.conf:3"
done

# What is right.
for row in 18080 '*:18080' 127.0.0.1 '[::1]' localhost localhost:18080 \
    '127.0.0.1:18080' '[::1]:18080' '[::]:18080 ipv6only=off' 'unix:s.sock' \
    '18080 default_server' '18080 default' '18080 reuseport' \
    '18080 reuseport=off' '18080 backlog=10' \
    '18080 rcvbuf=16k sndbuf=1m' '18080 deferred' '18080 fastopen=3' \
    '[::1]:18080 ipv6only=on' '18080 bind' '18080 so_keepalive=on' \
    '18080 so_keepalive=off' '18080 so_keepalive=30m::10' \
    '18080 freebind' '18080 default_server bind backlog=5 deferred reuseport'
do
    printf 'events { worker_connections 64; }\nhttp { server {\nlisten %s;\n} }\n' \
        "$row" > "$T/x.conf"
    out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
    is "listen $row: $out" $? 0
done
# A server named on the same address twice, once with options: allowed.
row='options once'
cat > "$T/x.conf" <<'EOF'
events { worker_connections 64; }
http {
    server { listen 18080 backlog=5; server_name a; }
    server { listen 18080; server_name b; }
}
EOF
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is "options on one of two equal listens: $out" $? 0
