# Signals beyond stop and reload: WINCH sends the workers home and HUP brings
# new ones; those without a meaning do no harm.
. "$TESTS/work-proc.sh"
need_proc
cat > "$T/conf" <<EOF
daemon on;
pid $T/pid;
error_log $T/error.log info;
worker_processes 2;
events { use $EV; worker_connections 64; }
http { keepalive_timeout 60; server { listen 127.0.0.1:$P1; root $T; } }
EOF
echo hello > "$T/a.txt"
rep 2000000 '0123456789abcdef' > "$T/big"
start
ok 'two workers' wait_for 10 workers_are 2
was=$(sockets 0A $P1)
slow one /big
kill -WINCH "$SRV"
ok 'WINCH: no worker serves' wait_for 10 workers_are 0
ok 'WINCH: the master stays' alive "$SRV"
is 'WINCH: the sockets stay' "$(sockets 0A $P1)" "$was"
hold 7 $P1 'GET /a.txt HTTP/1.0\r\n\r\n' -t 20000
slow_end one
ok 'WINCH: a download ends well' cmp "$T/big" "$T/one.got"
kill -HUP "$SRV"
ok 'HUP: workers again' wait_for 10 workers_are 2
wait $held_7
is 'who came meanwhile is answered' "$(grep -c hello "$T/out.7")" 1
drop 7
is 'service' "$(get /a.txt)" hello

# What has no meaning does no harm.
for p in $SRV $(workers); do kill -PIPE $p; done
is 'PIPE is ignored' "$(get /a.txt)" hello
is 'nobody was replaced' "$(workers | grep -c .)" 2
kill -CHLD "$SRV"
is 'a CHLD without a child' "$(get /a.txt)" hello
i=0
while [ $i -lt 50 ]; do
    i=$((i + 1))
    kill -CHLD "$SRV"
    kill -USR1 "$SRV"
done
is 'many signals' "$(get /a.txt)" hello
is 'still two' "$(workers | grep -c .)" 2
stop
