# error_log: levels, the form of a line, several logs at once, own logs of
# servers and locations.
cat > "$T/conf" <<EOF
daemon off;
pid $T/pid;
error_log $T/error.log info;
error_log $T/warn.log warn;
error_log $T/crit.log crit;
error_log $T/default.log;
error_log stderr notice;
worker_processes 1;
$(events)
http {
    server {
        listen 127.0.0.1:$P1;
        server_name first;
        root $T/www;
        location /own/ { error_log $T/own.log; }
        location /two/ { error_log $T/own.log; error_log $T/own2.log info; }
        location /quiet/ { error_log $T/quiet.log alert; }
        location /null/ { error_log /dev/null; }
    }
    server {
        listen 127.0.0.1:$P2;
        error_log $T/server.log error;
        root $T/www;
    }
}
EOF
mkdir "$T/www"
start
logged() {      # logged FILE WORD
    wait_for 10 grep -q -- "$2" "$T/$1"
}
not_there() {
    raw $P1 "GET $1 HTTP/1.1\\r\\nHost: some.host\\r\\nConnection: close\\r\\n\\r\\n" \
        > "$T/got"
}
not_there /none-1
ok 'an error is logged' logged error.log none-1
like 'the form of a line' "$(grep none-1 "$T/error.log")" \
    "^20[0-9][0-9]/[01][0-9]/[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-6][0-9] \[error\] [0-9]+#[0-9]+: \*[0-9]+ open\(\) \"$T/www/none-1\" failed \(2: No such file or directory\), client: 127\.0\.0\.1, server: first, request: \"GET /none-1 HTTP/1\.1\", host: \"some\.host\"\$"
ok 'every log whose level allows it' logged warn.log none-1
ok 'a log without a level takes errors' logged default.log none-1
ok 'stderr' logged stderr none-1
is 'not one that is too high' "$(grep -c none-1 "$T/crit.log")" 0
is 'the same line in all' "$(cat "$T/error.log" "$T/warn.log" \
    "$T/default.log" | grep none-1 | sort -u | wc -l | tr -d ' ')" 1
is 'notices only where they are wanted' \
    "$(cat "$T/warn.log" "$T/default.log" "$T/crit.log" | grep -c '\[notice\]')" 0
ok 'notices where they are' logged error.log '\[notice\]'
ok 'notices on stderr' logged stderr '\[notice\]'

raw $P1 'bad request line\r\n\r\n' > "$T/got"
ok 'a bad request is info' logged error.log \
    '\[info\] .*client sent invalid .* while reading client request line, client: 127.0.0.1'
is 'info is not in the log of warnings' "$(grep -c 'client sent' \
    "$T/warn.log")" 0
is 'info is not on stderr at notice' "$(grep -c 'client sent' "$T/stderr")" 0

not_there /own/none-2
ok 'the log of a location' logged own.log none-2
is 'it stands instead of the others' "$(grep -c none-2 "$T/error.log")" 0
not_there /two/none-3
ok 'two logs of a location: one' logged own.log none-3
ok 'two logs of a location: the other' logged own2.log none-3
not_there /quiet/none-4
not_there /null/none-5
raw $P2 'GET /none-6 HTTP/1.0\r\n\r\n' > "$T/got"
ok 'the log of a server' logged server.log none-6
is 'what is below the level is nowhere' \
    "$(cat "$T"/*.log "$T/stderr" | grep -c 'none-[45]')" 0
is 'the log of a server stands instead of the others' \
    "$(cat "$T/error.log" "$T/own.log" | grep -c none-6)" 0

# Bytes of the client do not break the log into lines.
raw $P1 'GET /a%0Ab%1B[2Jnone-7 HTTP/1.0\r\nHost: h\r\n\r\n' > "$T/got"
ok 'a strange name' logged error.log 'none-7'
is 'control bytes are not written as they are' \
    "$(tr -d '\n\t -\377' < "$T/error.log" | wc -c | tr -d ' ')" 0
is 'every line has its date' \
    "$(grep -cv '^20[0-9][0-9]/' "$T/error.log")" 0
stop

# Every level lets through what is as high or higher.
for level in debug info notice warn error crit alert emerg; do
    sed "/^error_log/d; s,^pid.*,& error_log $T/l-$level.log $level;," \
        "$T/conf" > "$T/conf.$level"
    out=$("$RPD" -t -q -p "$T" -c "$T/conf.$level" 2>&1)
    is "level $level is known: $out" $? 0
done
