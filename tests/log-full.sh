# No room for log lines, or a limit of file sizes: the service goes on, the error
# log tells of it once, and lines come again when there is room again.
command -v python3 >/dev/null || skip 'no python3'
echo hello >a.txt
site() {        # site ACCESS_LOGS [MAIN]
    {
        globals
        events
        echo "worker_processes 1; $2"
        echo "http { log_format p '\$request_uri $(rep 90 x)'; $1"
        echo "server { listen 127.0.0.1:$P1; root $T; } }"
    } >conf
    : >error.log
}
many() {        # many N: so many requests, all answered
    bad=0 i=0
    while [ $i -lt "$1" ]; do
        i=$((i + 1))
        [ "$(get "/a.txt?$i")" = hello ] || bad=$((bad + 1))
    done
    is "$1 requests are answered" $bad 0
}
lost() {        # lost FILE: how often that is told
    grep -c "\[alert\] .* write() to \"$1\" failed" error.log
}
told() {        # told FILE: once, by now; lines are written behind the answer
    [ "$(lost "$1")" = 1 ]
}

if [ -c /dev/full ]; then
    site "access_log /dev/full p; access_log $T/access.log p;"
    start
    many 10
    ok 'the error log tells once' wait_for 10 told /dev/full
    all_there() {
        [ "$(grep -c . access.log)" = 10 ]
    }
    ok 'the other log has all' wait_for 10 all_there
    stop
    site "access_log /dev/full p buffer=200;"
    start
    many 10
    ok 'of a buffer, too' wait_for 10 told /dev/full
    stop
    site "access_log /dev/\$arg_a p;"
    start
    is 'and of a name with variables' "$(get '/a.txt?a=full')" hello
    ok 'it tells that, too' wait_for 10 told /dev/full
    stop
fi

# A limit on the size of files, where a signal would end who writes more.
REAL=$RPD
cat >limited <<'END'
import os, resource, sys
limit = int(os.environ['LIMIT'])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
os.execv(sys.argv[1], sys.argv[1:])
END
printf '#!/bin/sh\nexec python3 "%s" "%s" "$@"\n' "$T/limited" "$REAL" >rpd
chmod 755 rpd
size() {
    wc -c <"$1" | tr -d ' '
}
export LIMIT=2000
site "access_log $T/small.log p;"
RPD=$T/rpd
start
RPD=$REAL
many 30
ok 'a limit: that is told' wait_for 10 told "$T/small.log"
is 'a limit: the log is full' "$(size small.log)" 2000
is 'a limit: no worker ends' "$(grep -c exited error.log)" 0
reload
is 'a limit: reload' "$rc:$out" 0:
many 1
mv small.log old.log
kill -USR1 "$SRV"
ok 'a limit: a new log' wait_for 10 test -e small.log
more() {
    get /a.txt >/dev/null
    [ -s small.log ]
}
ok 'a limit: lines come again' wait_for 10 more
stop
