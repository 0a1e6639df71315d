# backends: none
# Every message of the configuration reader, word for word as nginx says it,
# with file and line.  A row is "configuration => line message"; "|" stands
# for a line end.  The letter of each was taken from nginx -t.
E='events { worker_connections 64; }'

check_row() { # configuration line message [level]
    case $1 in
    *'|'*) printf '%s\n' "$1" | tr '|' '\n' > "$T/x.conf" ;;
    *) printf '%s\n' "$1" > "$T/x.conf" ;;
    esac
    conf_says "$1" "${4:-emerg}" "$2" "$3"
}

rows() { # [level] [what to put in front] [what to put behind]
    while IFS= read -r row; do
        [ -n "$row" ] || continue
        rest=${row#* => }
        check_row "$2${row%% => *}$3" "${rest%% *}" "${rest#* }" "$1"
    done
}

# The reader itself.
rows emerg <<'EOF'
sserver x; => 1 unknown directive "sserver"
events {}|sserver x; => 2 unknown directive "sserver"
# one|# two||events {|}|# six|  sserver|x; => 8 unknown directive "sserver"
worker_processes 1 => 2 unexpected end of file, expecting ";" or "}"
events {} http { server { listen 80 => 2 unexpected end of file, expecting ";" or "}"
events {} http { server {|listen 18080|}|} => 3 unexpected "}"
events {} http { server { root a } } => 1 unexpected "}"
events {} http { server { listen 18080; } => 2 unexpected end of file, expecting "}"
events { => 2 unexpected end of file, expecting "}"
events {} } => 1 unexpected "}"
; => 1 unexpected ";"
events {} ; => 1 unexpected ";"
{ => 1 unexpected "{"
events {} { } => 1 unexpected "{"
events {} "http"x {} => 1 unexpected "x"
events {} http { server { root "abc"def; } } => 1 unexpected "d"
events {} http { server { root 'abc'"def"; } } => 1 unexpected """
events {} http { server { root 'abc; } } => 2 unexpected end of file, expecting ";" or "}"
events {} http { server { root "abc; } } => 2 unexpected end of file, expecting ";" or "}"
pid a {|} => 1 directive "pid" is not terminated by ";"
events {} http { server { root a { } } } => 1 directive "root" is not terminated by ";"
events; => 1 directive "events" has no opening "{"
http; => 1 directive "http" has no opening "{"
events {} http { server; } => 1 directive "server" has no opening "{"
events {} http { server { location /a; } } => 1 directive "location" has no opening "{"
EOF

# The main context.
rows emerg <<'EOF'
pid; => 1 invalid number of arguments in "pid" directive
pid a b; => 1 invalid number of arguments in "pid" directive
pid a;|pid b; => 2 "pid" directive is duplicate
events {}|events {} => 2 "events" directive is duplicate
events x {} => 1 invalid number of arguments in "events" directive
events {} http {} http {} => 1 "http" directive is duplicate
daemon maybe; => 1 invalid value "maybe" in "daemon" directive, it must be "on" or "off"
daemon; => 1 invalid number of arguments in "daemon" directive
daemon on off; => 1 invalid number of arguments in "daemon" directive
daemon on; daemon on; => 1 "daemon" directive is duplicate
master_process 1; => 1 invalid value "1" in "master_process" directive, it must be "on" or "off"
worker_processes two; => 1 "worker_processes" directive invalid value
worker_processes -1; => 1 "worker_processes" directive invalid value
worker_processes 1.5; => 1 "worker_processes" directive invalid value
worker_processes 2; worker_processes 3; => 1 "worker_processes" directive is duplicate
worker_processes; => 1 invalid number of arguments in "worker_processes" directive
worker_priority x; => 1 "worker_priority" directive invalid number
worker_rlimit_nofile x; => 1 "worker_rlimit_nofile" directive invalid number
worker_rlimit_nofile 1k; => 1 "worker_rlimit_nofile" directive invalid number
worker_shutdown_timeout x; => 1 "worker_shutdown_timeout" directive invalid value
worker_cpu_affinity x; => 1 invalid character "x" in "worker_cpu_affinity"
worker_cpu_affinity 012; => 1 invalid character "2" in "worker_cpu_affinity"
worker_cpu_affinity auto x; => 1 invalid character "x" in "worker_cpu_affinity"
user a b c; => 1 invalid number of arguments in "user" directive
user root; user root; => 1 "user" directive is duplicate
env; => 1 invalid number of arguments in "env" directive
working_directory a b; => 1 invalid number of arguments in "working_directory" directive
error_log; => 1 invalid number of arguments in "error_log" directive
error_log stderr blah; => 1 invalid log level "blah"
error_log stderr info debug; => 1 duplicate log level "debug"
error_log syslog:foo; => 1 unknown syslog parameter "foo"
error_log syslog:server=; => 1 no host in syslog server ""
error_log syslog:server=127.0.0.1,facility=x; => 1 unknown syslog facility "x"
error_log syslog:server=127.0.0.1,severity=x; => 1 unknown syslog severity "x"
error_log syslog:server=127.0.0.1,tag=a-b; => 1 syslog "tag" only allows alphanumeric characters and underscore
error_log syslog:server=127.0.0.1,foo=x; => 1 unknown syslog parameter "foo=x"
error_log syslog:tag=x; => 1 no syslog server specified
error_log syslog:server=127.0.0.1,server=127.0.0.1; => 1 duplicate syslog "server"
error_log syslog:server=127.0.0.1,facility=kern,facility=kern; => 1 duplicate syslog "facility"
error_log syslog:server=127.0.0.1,severity=info,severity=warn; => 1 duplicate syslog "severity"
error_log syslog:server=127.0.0.1,tag=a,tag=b; => 1 duplicate syslog "tag"
error_log syslog:server=127.0.0.1,tag=abcdefghabcdefghabcdefghabcdefgh0; => 1 syslog tag length exceeds 32
error_log syslog:server=127.0.0.1,; => 1 unknown syslog parameter ""
EOF

[ "$(id -u)" != 0 ] || rows emerg <<'EOF'
user nosuchuser; => 1 getpwnam("nosuchuser") failed
user root nosuchgroup; => 1 getgrnam("nosuchgroup") failed
EOF

# Blocks where they do not belong.
rows emerg <<'EOF'
server { } => 1 "server" directive is not allowed here
events {}|server { } => 2 "server" directive is not allowed here
events {} root /x; => 1 "root" directive is not allowed here
events { listen 80; } => 1 "listen" directive is not allowed here
events {} http { listen 80; } => 1 "listen" directive is not allowed here
events {} http { location / {} } => 1 "location" directive is not allowed here
events {} http { return 200; } => 1 "return" directive is not allowed here
events {} http { server { server {} } } => 1 "server" directive is not allowed here
events {} http { server { http {} } } => 1 "http" directive is not allowed here
events {} http { server { worker_processes 2; } } => 1 "worker_processes" directive is not allowed here
events {} http { server { alias b; } } => 1 "alias" directive is not allowed here
events {} http { server { log_format x a; } } => 1 "log_format" directive is not allowed here
events {} http { server { location / { listen 80; } } } => 1 "listen" directive is not allowed here
EOF

# events.
rows emerg 'events { ' ' }' <<'EOF'
use; => 1 invalid number of arguments in "use" directive
use nosuch; => 1 invalid event type "nosuch"
use poll; use poll; => 1 "use" directive is duplicate
worker_connections; => 1 invalid number of arguments in "worker_connections" directive
worker_connections x; => 1 invalid number "x"
worker_connections 1; worker_connections 2; => 1 "worker_connections" directive is duplicate
multi_accept x; => 1 invalid value "x" in "multi_accept" directive, it must be "on" or "off"
accept_mutex x; => 1 invalid value "x" in "accept_mutex" directive, it must be "on" or "off"
accept_mutex_delay x; => 1 "accept_mutex_delay" directive invalid value
EOF

# http.
rows emerg "$E http { " ' }' <<'EOF'
sendfile maybe; => 1 invalid value "maybe" in "sendfile" directive, it must be "on" or "off"
sendfile on; sendfile off; => 1 "sendfile" directive is duplicate
tcp_nopush 1; => 1 invalid value "1" in "tcp_nopush" directive, it must be "on" or "off"
tcp_nodelay x; => 1 invalid value "x" in "tcp_nodelay" directive, it must be "on" or "off"
keepalive_timeout x; => 1 "keepalive_timeout" directive invalid value
keepalive_timeout 1 x; => 1 "keepalive_timeout" directive invalid value
keepalive_timeout 1 2 3; => 1 invalid number of arguments in "keepalive_timeout" directive
keepalive_timeout 1; keepalive_timeout 2; => 1 "keepalive_timeout" directive is duplicate
keepalive_requests x; => 1 "keepalive_requests" directive invalid number
client_max_body_size x; => 1 "client_max_body_size" directive invalid value
client_max_body_size 1t; => 1 "client_max_body_size" directive invalid value
client_max_body_size -1; => 1 "client_max_body_size" directive invalid value
client_max_body_size; => 1 invalid number of arguments in "client_max_body_size" directive
client_max_body_size 1m; client_max_body_size 1m; => 1 "client_max_body_size" directive is duplicate
client_header_buffer_size 1g; => 1 "client_header_buffer_size" directive invalid value
client_header_buffer_size x; => 1 "client_header_buffer_size" directive invalid value
large_client_header_buffers 4; => 1 invalid number of arguments in "large_client_header_buffers" directive
large_client_header_buffers 0 1k; => 1 "large_client_header_buffers" directive invalid value
large_client_header_buffers x 1k; => 1 "large_client_header_buffers" directive invalid value
large_client_header_buffers 4 x; => 1 "large_client_header_buffers" directive invalid value
client_header_timeout 5q; => 1 "client_header_timeout" directive invalid value
client_header_timeout 1s1m; => 1 "client_header_timeout" directive invalid value
client_header_timeout 1m1m; => 1 "client_header_timeout" directive invalid value
client_header_timeout -1; => 1 "client_header_timeout" directive invalid value
client_header_timeout 1m 2s; => 1 invalid number of arguments in "client_header_timeout" directive
client_header_timeout 99999999999999999999; => 1 "client_header_timeout" directive invalid value
client_body_timeout x; => 1 "client_body_timeout" directive invalid value
send_timeout 1; send_timeout 2; => 1 "send_timeout" directive is duplicate
lingering_close maybe; => 1 invalid value "maybe"
lingering_close Maybe; => 1 invalid value "Maybe"
lingering_time x; => 1 "lingering_time" directive invalid value
lingering_timeout x; => 1 "lingering_timeout" directive invalid value
server_tokens maybe; => 1 invalid value "maybe"
server_tokens on; server_tokens on; => 1 "server_tokens" directive is duplicate
etag 1; => 1 invalid value "1" in "etag" directive, it must be "on" or "off"
autoindex yes; => 1 invalid value "yes" in "autoindex" directive, it must be "on" or "off"
merge_slashes 0; => 1 invalid value "0" in "merge_slashes" directive, it must be "on" or "off"
types { text/plain a { } } => 1 unexpected "{"
types a { } => 1 invalid number of arguments in "types" directive
default_type; => 1 invalid number of arguments in "default_type" directive
default_type a b; => 1 invalid number of arguments in "default_type" directive
default_type a; default_type b; => 1 "default_type" directive is duplicate
log_format x; => 1 invalid number of arguments in "log_format" directive
log_format x a; log_format x b; => 1 duplicate "log_format" name "x"
log_format combined b; => 1 duplicate "log_format" name "combined"
log_format x 'a$' 'uri'; => 1 invalid variable name
log_format x '${a' '}'; => 1 the closing bracket in "a" variable is missing
log_format x '$nosuch'; => - unknown "nosuch" variable
log_format x escape=foo '$uri'; => 1 unknown log format escaping "foo"
access_log; => 1 invalid number of arguments in "access_log" directive
access_log a nosuch; => 1 unknown log format "nosuch"
access_log a combined foo; => 1 invalid parameter "foo"
access_log off foo; => 1 invalid parameter "foo"
error_log e.log bad; => 1 invalid log level "bad"
include; => 1 invalid number of arguments in "include" directive
include a b; => 1 invalid number of arguments in "include" directive
EOF

# server and location.
rows emerg "$E http { server { listen $P1; " ' } }' <<'EOF'
root a; root b; => 1 "root" directive is duplicate
root; => 1 invalid number of arguments in "root" directive
root a b; => 1 invalid number of arguments in "root" directive
index; => 1 invalid number of arguments in "index" directive
index ""; => 1 index "" in "index" directive is invalid
server_name; => 1 invalid number of arguments in "server_name" directive
server_name *a.b; => 1 server name "*a.b" is invalid
server_name .; => 1 server name "." is invalid
location { } => 1 invalid number of arguments in "location" directive
location a b c { } => 1 invalid number of arguments in "location" directive
location !~ /a { } => 1 invalid location modifier "!~"
location = / { } location = / { } => 1 duplicate location "/"
location / { } location / { } => 1 duplicate location "/"
location ^~ /a { } location /a { } => 1 duplicate location "/a"
location /a { location /b {} } => 1 location "/b" is outside location "/a"
location = /a { location /a/b {} } => 1 location "/a/b" cannot be inside the exact location "/a"
location / { root a; alias b; } => 1 "alias" directive is duplicate, "root" directive was specified earlier
location / { alias a; root b; } => 1 "root" directive is duplicate, "alias" directive was specified earlier
location / { alias a; alias b; } => 1 "alias" directive is duplicate
return; => 1 invalid number of arguments in "return" directive
return 200 a b; => 1 invalid number of arguments in "return" directive
return abc; => 1 invalid return code "abc"
return 1000 x; => 1 invalid return code "1000"
return -1; => 1 invalid return code "-1"
return 200 $nosuch; => - unknown "nosuch" variable
return 200 "a$"; => 1 invalid variable name
return 200 "${}"; => 1 invalid variable name
return 200 "${uri"; => 1 the closing bracket in "uri" variable is missing
EOF

# Warnings leave the configuration usable.
rows warn "$E " <<'EOF'
http { types { text/plain a; text/html a; } } => 1 duplicate extension "a", content type: "text/html", previous content type: "text/plain"
http { server { listen 18080; index /a b; } } => 1 only the last index in "index" directive should be absolute
http { server { listen 18080; server_name a; } server { listen 18080; server_name a; } } => - conflicting server name "a" on 0.0.0.0:18080, ignored
http { server { listen 18080; server_name a; } server { listen *:18080; server_name A; } } => - conflicting server name "a" on 0.0.0.0:18080, ignored
http { server { listen 18080; server_name *.a; } server { listen 18080; server_name *.a; } } => - conflicting server name "*.a" on 0.0.0.0:18080, ignored
http { server { listen 18080; server_name a.*; } server { listen 18080; server_name a.*; } } => - conflicting server name "a.*" on 0.0.0.0:18080, ignored
http { server { listen 18080; } server { listen 18080; } } => - conflicting server name "" on 0.0.0.0:18080, ignored
EOF

# A file that is not there, and what is not a file.
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/none.conf" 2>&1)
is 'no such file: exit status' $? 1
like 'no such file' "$out" \
    '^reuseportd: \[emerg\] open\(\) ".*/none\.conf" failed \(2: No such file or directory\)'
like 'no such file: the verdict' "$out" \
    '^reuseportd: configuration file .*/none\.conf test failed$'
mkdir "$T/dir.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/dir.conf" 2>&1)
is 'a directory: exit status' $? 1
like 'a directory' "$out" '^reuseportd: \[(crit|emerg)\] .*\(21: Is a directory\)'
