# Reload: the new configuration runs when -s reload is back with 0; a bad one
# is refused with 1, its error printed, and the old one goes on.
. "$TESTS/work-proc.sh"
need_proc
write() {       # write ANSWER [HTTP] [MAIN]: the configuration
    {
        echo "${3:-worker_processes 2;} reuseport_drain_timeout 200ms;"
        globals
        events
        cat <<EOF
http {
    keepalive_timeout 60;
    server {
        listen 127.0.0.1:$P1;
        location / { return 200 $1; }
        location /f/ { alias $T/f/; }
    }
    $2
}
EOF
    } > "$T/conf"
}
answers() {     # answers N: what N new connections get, each kind once
    raw $P1 'GET / HTTP/1.0\r\n\r\n' -c "$1" | grep -ao 'v[0-9]*$' | sort -u |
        tr '\n' ' '
}
refused() {     # refused PORT
    "$CLIENT" -x "$1" '' > /dev/null 2>&1
    [ $? -eq 1 ]
}
mkdir "$T/f"
chmod 755 "$T/f"
rep 2000000 '0123456789abcdef' > "$T/f/big"
write v1
start
ok 'two workers' wait_for 10 workers_are 2
is 'the first configuration' "$(answers 10)" 'v1 '
socks=$(sockets 0A $P1)
each=$(per_worker 2) more=$(per_worker 4)
is 'as many sockets as there are slots' "$(listeners $P1)" $each
old=$(workers)

# A new answer, at once and everywhere; the sockets stay.
write v2
reload
is 'reload: exit status and output' "$rc:$out" 0:
is 'the new answer at once, from every worker' "$(answers 40)" 'v2 '
is 'the same sockets' "$(sockets 0A $P1)" "$socks"
is 'the same master' "$(cat "$T/pid")" "$SRV"
for w in $old; do
    ok 'an old worker leaves' wait_for 10 gone $w
done
ok 'two workers again' wait_for 10 workers_are 2

# The signal itself does the same.
write v3
kill -HUP "$SRV"
is_new() { [ "$(get /)" = v3 ]; }
ok 'HUP' wait_for 10 is_new
only_two() {    # the workers of before have left
    workers_are 2 && [ "$(children $SRV | grep -c .)" = 2 ]
}
ok 'HUP: only the new workers stay' wait_for 10 only_two

# Bad configurations are refused as a whole.
for bad in 'sserver;' 'server { listen 127.0.0.1:99999; }' \
    'server { listen 127.0.0.1:TAKEN; }' 'include none.conf;' '}' \
    'access_log none/dir/log combined;'; do
    before=$(workers | sort)
    write v4 "$(printf '%s\n' "$bad" | sed "s/TAKEN/$((P1 - 1))/")"
    reload
    is "bad ($bad): exit status" $rc 1
    case $bad in
    sserver*) want="unknown directive \"sserver\".* in $T/conf:" ;;
    *99999*) want="invalid port in \"127.0.0.1:99999\".* in $T/conf:" ;;
    *TAKEN*) want="bind\(\) to 127.0.0.1:$((P1 - 1)) failed \([0-9]+: " ;;
    include*) want="open\(\) \"$T/none.conf\" failed" ;;
    access*) want="open\(\) \"$T/none/dir/log\" failed \(2: " ;;
    *) want="unexpected \"\}\" in $T/conf:" ;;
    esac
    like "bad ($bad): the error is printed" "$out" "\[emerg\] .*$want"
    is "bad ($bad): the old one goes on" "$(answers 10)" 'v3 '
    is "bad ($bad): with the old workers" "$(workers | sort)" "$before"
    is "bad ($bad): and the old sockets" "$(sockets 0A $P1)" "$socks"
done
like 'the errors are in the log too' "$(cat "$T/error.log")" \
    '\[emerg\] [0-9]+#[0-9]+: .*unknown directive "sserver"'
write v5
reload
is 'a good one after the bad ones' "$rc:$(answers 10)" '0:v5 '

# Keep-alive connections across a reload: the next request is answered, by the
# old or the new, and never cut off.
hold 7 $P1 'GET / HTTP/1.1\r\nHost: x\r\n\r\n\w\iGET / HTTP/1.1\r\nHost: x\r\n\r\n\w' -t 20000
ok 'an idle keep-alive connection' wait_for 10 grep -q v5 "$T/out.7"
slow one /f/big
write v6
reload
is 'reload with connections: exit status' $rc 0
ok 'the idle one is not cut off' [ "$(grep -c '\[' "$T/out.7")" = 0 ]
tell 7
ok 'the idle one gets its answer' \
    wait_for 10 eval "[ \$(grep -c '200 OK' '$T/out.7') -eq 2 ]"
if ! grep -q '^Connection: close' "$T/out.7"; then
    ok 'and goes on' alive $held_7
else
    wait $held_7
    is 'and is closed as announced' "$(tail -n 1 "$T/out.7")" '[eof]'
fi
drop 7
slow_end one
ok 'the download is complete' cmp "$T/f/big" "$T/one.got"

# Addresses come and go.
write v7 "server { listen 127.0.0.1:$P2; return 200 second; }
    server { listen unix:$T/s.sock; return 200 unix; }"
reload
is 'two addresses more: exit status' "$rc:$out" 0:
is 'a new port' "$(raw $P2 'GET / HTTP/1.0\r\n\r\n' | tail -n 1)" second
is 'a new unix socket' \
    "$(raw 0 'GET / HTTP/1.0\r\n\r\n' -u "$T/s.sock" | tail -n 1)" unix
is 'a socket a worker for the new port' "$(listeners $P2)" $each
second=$(sockets 0A $P2)
write v8 "server { listen 127.0.0.1:$P2; return 200 second; }"
reload
is 'one less: exit status' "$rc:$out" 0:
is 'the port that stays has the same sockets' "$(sockets 0A $P2)" "$second"
ok 'the unix socket is taken away' wait_for 10 [ ! -e "$T/s.sock" ]
write v9
reload
is 'one address less: exit status' $rc 0
ok 'nobody gets in any more' wait_for 10 refused $P2
ok 'the port is gone when it has drained' \
    wait_for 10 eval "[ \$(listeners $P2) = 0 ]"
is 'the rest serves' "$(answers 10)" 'v9 '
is 'with the sockets of the beginning' "$(sockets 0A $P1)" "$socks"

# More workers, and the same number of sockets.
write v10 '' 'worker_processes 4;'
reload
is 'four workers: exit status' "$rc:$out" 0:
ok 'four workers' wait_for 10 workers_are 4
is 'a socket for each of four' "$(listeners $P1)" $more
is 'the old two are among them' \
    "$(sockets 0A $P1 | grep -Fx "$socks" | grep -c .)" $each
for w in $(workers); do
    is 'one for each' "$(owned $w 0A $P1 | grep -c .)" 1
done
is 'all serve' "$(answers 40)" 'v10 '

# pid and error_log may move.
write v11
sed "s,^pid .*,pid $T/pid2;,; s,^error_log .*,error_log $T/error2.log info;," \
    "$T/conf" > "$T/conf.new"
cp "$T/conf" "$T/conf.was"
echo "$SRV" > "$T/keep"
kill -0 "$SRV"
cp "$T/conf.new" "$T/conf"
kill -HUP "$SRV"
ok 'the pid file moves' wait_for 10 [ -s "$T/pid2" ]
is 'the pid in it' "$(cat "$T/pid2")" "$SRV"
ok 'the old pid file goes' wait_for 10 [ ! -e "$T/pid" ]
ok 'the log moves' wait_for 10 [ -s "$T/error2.log" ]
is 'it serves' "$(answers 10)" 'v11 '
stop
ok 'the new pid file is taken away' [ ! -e "$T/pid2" ]
