# access_log and log_format: off unless asked for, combined, own formats and
# escapes, several logs at once, inheritance.
cat > "$T/conf" <<EOF
$(globals)
$(events)
http {
    default_type text/plain;
    log_format plain '\$remote_addr|\$request_method|\$uri|\$args|\$status|\$body_bytes_sent';
    log_format split '\$request_method'
                     ' \$request_uri' " \$server_protocol";
    log_format quoted '"\$http_user_agent" "\$arg_a"';
    log_format json escape=json '{"ua":"\$http_user_agent","none":"\$http_x_none"}';
    log_format glued '\$uri' 'y' '' x '\${status}' 1 '\$1' 2;
    log_format text 'no ' '' variable;
    log_format none escape=none '"\$http_user_agent" "\$http_x_none"';
    log_format braces '\${status}x\${uri}y \$host \$scheme \$server_port';
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location = /silent.txt { }
        location = /combined { access_log $T/combined.log; return 200 12345; }
        location = /named { access_log $T/named.log combined; return 404; }
        location = /plain { access_log $T/plain.log plain; return 200 12345; }
        location = /split { access_log $T/split.log split; return 204; }
        location = /quoted { access_log $T/quoted.log quoted; return 204; }
        location = /json { access_log $T/json.log json; return 204; }
        location ~ ^/gl(.*)\$ { access_log $T/glued.log glued; return 204; }
        location = /text { access_log $T/text.log text; return 204; }
        location = /none { access_log $T/none.log none; return 204; }
        location = /braces { access_log $T/braces.log braces; return 204; }
        location = /two {
            access_log $T/two-a.log plain;
            access_log $T/two-b.log split;
            return 204;
        }
    }
    server {
        listen 127.0.0.1:$P2;
        access_log $T/server.log plain;
        location / { return 200 x; }
        location /off { access_log off; return 200 x; }
        location /own { access_log $T/own.log plain; return 200 x; }
    }
    server {
        listen 127.0.0.1:$P3;
        access_log off;
        location / { return 200 x; }
    }
}
EOF
mkdir "$T/www"
echo hello > "$T/www/silent.txt"
start

line() {        # line FILE: its first line, as soon as there is one
    wait_for 10 test -s "$T/$1.log"
    sed -n 1p "$T/$1.log"
}
is 'no access_log: served' "$(get /silent.txt)" hello
get '/combined?q=1' -A 'agent/1.0' -e http://from.example/ > "$T/got"
like 'combined is the default format' "$(line combined)" \
    '^127\.0\.0\.1 - - \[[0-3][0-9]/[A-Z][a-z][a-z]/20[0-9][0-9]:[0-2][0-9]:[0-5][0-9]:[0-6][0-9] [+-][0-9]{4}\] "GET /combined\?q=1 HTTP/1\.1" 200 5 "http://from\.example/" "agent/1\.0"$'
code /glued > "$T/got"
is 'a name does not go on in the next word' "$(line glued)" /gluedyx2041ued2
code /text > "$T/got"
is 'words without variables' "$(line text)" 'no variable'
code /named -A '' --http1.0 > "$T/got"
like 'combined by name; what is not there is -' "$(line named)" \
    '^127\.0\.0\.1 - - \[.*\] "GET /named HTTP/1\.0" 404 [0-9]+ "-" "-"$'
code '/plain?a=b&c' > "$T/got"
is 'a format of its own' "$(line plain)" '127.0.0.1|GET|/plain|a=b&c|200|5'
code /plain -I > "$T/got"
ok 'HEAD is logged' wait_for 10 grep -qx \
    '127.0.0.1|HEAD|/plain|-|200|0' "$T/plain.log"
code /split > "$T/got"
is 'a format in parts' "$(line split)" 'GET /split HTTP/1.1'
code /quoted?a=%22 -A "$(printf 'q"b\\t\tx\303\251')" > "$T/got"
is 'the default escape' "$(line quoted)" \
    '"q\x22b\x5Ct\x09x\xC3\xA9" "%22"'
code /json -A "$(printf 'q"b\\t\tx\303\251')" > "$T/got"
is 'escape=json' "$(line json)" \
    "$(printf '{"ua":"q\\"b\\\\t\\tx\303\251","none":""}')"
code /none -A "$(printf 'q"b\\t\tx\303\251')" > "$T/got"
is 'escape=none' "$(line none)" "$(printf '"q"b\\t\tx\303\251" ""')"
code /braces -H 'Host: Example.COM' > "$T/got"
is 'variables in braces' "$(line braces)" \
    "204x/bracesy example.com http $P1"
code /two > "$T/got"
is 'two logs: the first' "$(line two-a)" '127.0.0.1|GET|/two|-|204|0'
is 'two logs: the second' "$(line two-b)" 'GET /two HTTP/1.1'

for path in / /off /own /last; do
    raw $P2 "GET $path HTTP/1.0\\r\\n\\r\\n" > "$T/got"
done
ok 'inheritance' wait_for 10 grep -q '|/last|' "$T/server.log"
is 'the log of a server' "$(cut -d '|' -f 3 < "$T/server.log" | tr '\n' ' ')" \
    '/ /last '
is 'the log of a location is its own' \
    "$(cut -d '|' -f 3 < "$T/own.log" | tr '\n' ' ')" '/own '

# What was no request at all: 400 is logged, an empty connection is not.
raw $P2 'nonsense\r\n\r\n' > "$T/got"
ok 'a bad request is logged' wait_for 10 grep -q '|400|' "$T/server.log"
raw $P2 '' -w > "$T/got"
raw $P2 'GET /last2 HTTP/1.0\r\n\r\n' > "$T/got"
ok 'after an empty connection' wait_for 10 grep -q '|/last2|' "$T/server.log"
is 'an empty connection is not logged' "$(wc -l < "$T/server.log" |
    tr -d ' ')" 4
# A request of a client that goes away in the middle is not lost from the log.
stop QUIT
ok 'nothing is logged unasked' [ ! -e "$T/logs" ]
is 'only the logs that were named' "$(cd "$T" && ls ./*.log | tr '\n' ' ')" \
    './braces.log ./combined.log ./error.log ./glued.log ./json.log ./named.log ./none.log ./own.log ./plain.log ./quoted.log ./server.log ./split.log ./text.log ./two-a.log ./two-b.log '
