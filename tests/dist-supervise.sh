# backends: none
# san: none
# The service directories of runit and s6, run by hand and, where they are
# there, by their supervisors: readiness, reload, a reload that is refused.
DIST=$(dirname "$TESTS")/dist
cp -R "$DIST/runit" "$DIST/s6" "$T"
mkdir "$T/bin"
cp "$RPD" "$T/bin/reuseportd"
PATH=$T/bin:$PATH
PIDFILE=$T/pid
write() {       # write ANSWER [MORE]
    conf conf <<END
pid $PIDFILE;
error_log $T/error.log notice;
worker_processes 1;
events { }
http { server { listen 127.0.0.1:$P1; return 200 $1; } $2 }
END
}
echo "CONFIG=$T/conf PIDFILE=$PIDFILE" >runit/conf
echo "CONFIG=$T/conf" >s6/data/conf
serves() {
    [ "$(get /)" = "$1" ]
}

# --- runit ---
write v1
run_it() {
    if command -v runsv >/dev/null 2>&1
    then exec runsv "$T/runit"
    else cd "$T/runit" && exec ./run
    fi
}
(run_it) >runit.log 2>&1 & sup=$!
ok 'runit: it serves' wait_for 10 serves v1
ok 'runit: check' sh -c "cd runit && ./check"
write v2
is 'runit: control/h keeps the signal back' "$(cd runit && ./control/h; echo $?)" \
    'reuseportd: reloaded
0'
is 'runit: reloaded' "$(get /)" v2
write v3 'sserver;'
like 'runit: a broken configuration' "$(cd runit && ./control/h)" \
    'not reloaded, the old'
is 'runit: the server stays' "$(get /)" v2
if command -v runsv sv >/dev/null 2>&1; then
    write v4
    ok 'runit: sv reload' sv reload "$T/runit"
    ok 'runit: the new configuration' wait_for 5 serves v4
    ok 'runit: sv stop' sv stop "$T/runit"
    ok 'runit: stopped' [ ! -s "$PIDFILE" ]
    ok 'runit: sv start waits for check' sv start "$T/runit"
    is 'runit: so it serves' "$(get /)" v4
fi
kill "$sup"
wait "$sup" 2>/dev/null
ok 'runit: the end' wait_for 5 [ ! -e "$PIDFILE" ]
unlike 'runit: errors' "$(cat runit.log)" 'not found|syntax error'

# --- s6 ---
write v1
if command -v s6-supervise >/dev/null 2>&1; then
    s6-supervise "$T/s6" >s6.log 2>&1 & sup=$!
    wait_for 5 s6-svok "$T/s6"
    ok 's6: ready' s6-svwait -U -t 10000 "$T/s6"
    is 's6: when it is ready, it serves' "$(get /)" v1
else
    mkfifo "$T/pipe"
    cat "$T/pipe" >"$T/ready" &
    (cd s6 && exec ./run 3>"$T/pipe") >s6.log 2>&1 & sup=$!
    ok 's6: ready' wait_for 10 [ -s "$T/ready" ]
    is 's6: when it is ready, it serves' "$(get /)" v1
fi
write v2
ok 's6: data/reload' s6/data/reload
is 's6: the new configuration' "$(get /)" v2
write v3 'sserver;'
out=$(s6/data/reload 2>&1)
is 's6: a broken configuration' $? 1
like 's6: the error is told' "$out" 'unknown directive "sserver"'
is 's6: the server stays' "$(get /)" v2
if command -v s6-supervise >/dev/null 2>&1
then s6-svc -wD -T 5000 -xd "$T/s6"
else kill "$sup"
fi
wait "$sup" 2>/dev/null
ok 's6: the end' wait_for 5 [ ! -e "$PIDFILE" ]
unlike 's6: errors' "$(cat s6.log)" 'not found|syntax error'
