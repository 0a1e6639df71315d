# Where the kernel cannot be told which sockets to use (Linux before 4.5, BSD),
# sockets of workers that are gone stay open and are served by the others.
# backends: none
# san: none
. "$TESTS/slot-load.sh"
need_slots
RPD=$T/unsteered
${CC:-cc} -std=c11 -O0 -DRPD_HAVE_STEERING=0 "$TESTS/../reuseportd.c" \
    -o "$RPD" $LDLIBS >"$T/cc.log" 2>&1 ||
    skip "no such binary: $(head -n 1 "$T/cc.log")"
write() {       # write WORKERS [SERVERS]
    conf conf <<EOF
$(globals)
worker_processes $1;
reuseport_drain_timeout 200ms;
events { use $EV; worker_connections 1024; }
http {
    default_type text/plain;
    log_format pid '\$pid';
    access_log $T/access.log pid;
    server { listen 127.0.0.1:$P1; return 200 "hello hello"; }
    $2
}
EOF
}

reload() {
    ok "reload: $1" "$RPD" -p "$T" -c "$T/conf" -s reload
}

write 4
start
is 'four sockets' "$(listeners $P1)" 4
were=$(sockets 0A $P1)
load_begin less
more 100
write 1
reload 'four become one'
ok 'one worker' wait_for 10 workers_are 1
more 200
is 'the sockets stay' "$(sockets 0A $P1)" "$were"
adopted() {
    [ "$(owned "$(workers)" 0A $P1)" = "$were" ]
}
ok 'all of them are the one worker'\''s' wait_for 10 adopted
write 3
reload 'one becomes three'
more 200
kill -TTOU "$SRV"
ok 'two workers' wait_for 10 workers_are 2
kill -TTIN "$SRV"
ok 'three workers' wait_for 10 workers_are 3
kill -TTIN "$SRV"
ok 'four workers' wait_for 10 workers_are 4
more 200
load_end less
nothing_lost 'changes without steering' less 600
is 'the same four sockets' "$(sockets 0A $P1)" "$were"
is 'which is told once' "$(grep -c 'cannot be steered' "$T/error.log")" 1

# An address that is no longer configured is closed a moment later.
write 2 "server { listen 127.0.0.1:$P2; return 200 second; }"
reload 'an address more'
is 'it is served' "$(raw $P2 'GET / HTTP/1.0\r\n\r\n' | tail -n 1)" second
write 2
reload 'an address less'
ok 'it is gone' wait_for 10 eval "[ \$(listeners $P2) = 0 ]"
