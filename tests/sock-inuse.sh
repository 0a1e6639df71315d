# backends: none
# A port that is taken ends the start with nginx's message and status 1; two
# of our own servers on one port are refused as well, reuseport or not.
. "$TESTS/work-proc.sh"
page() {        # page NAME LISTEN TEXT: a configuration with its own pid file
    cat > "$T/$1" <<EOF
daemon off;
pid $T/$1.pid;
error_log $T/$1.log info;
worker_processes 2;
events { worker_connections 64; }
http { server { listen $2; return 200 $3; } }
EOF
}
taken() {       # taken NAME TEXT ADDRESS: the attempt NAME ended as it should
    ended "$1"
    is "$2: exit status" "$rc" 1
    like "$2" "$out" \
        "^reuseportd: \[emerg\] bind\(\) to $3 failed \([0-9]+: Address (already )?in use\)"
    ok "$2: no pid file" [ ! -e "$T/$1.pid" ]
}

held=$((P1 - 1))                        # the harness listens there
page conf 127.0.0.1:$P1 first
sed "s,$T/conf.pid,$T/pid," "$T/conf" > "$T/conf.new"
mv "$T/conf.new" "$T/conf"
start
page addr 127.0.0.1:$held x
page any $held x
page own 127.0.0.1:$P1 x
page ownany $P1 x
page ownoff "127.0.0.1:$P1 reuseport=off" x
page two "127.0.0.1:$P2; listen 127.0.0.1:$held" x
for name in addr any own ownany ownoff two; do
    attempt $name -c "$T/$name"
done
taken addr "another program's port" "127\.0\.0\.1:$held"
taken any "another program's port, every address" "0\.0\.0\.0:$held"
taken own 'a second server on the port' "127\.0\.0\.1:$P1"
taken ownany 'a second server, every address' "0\.0\.0\.0:$P1"
taken ownoff 'a second server, without reuseport' "127\.0\.0\.1:$P1"
taken two 'one of two ports' "127\.0\.0\.1:$held"
like 'the error log has it too' "$(cat "$T/addr.log")" \
    "\[emerg\] [0-9]+#[0-9]+: bind\(\) to 127\.0\.0\.1:$held failed"
is 'the first goes on' "$(get /)$(get /)$(get /)$(get /)" \
    firstfirstfirstfirst
is 'the first keeps its pid file' "$(cat "$T/pid")" "$SRV"
if [ -r /proc/net/tcp ]; then
    is 'the first has its sockets' "$(listeners $P1)" "$(per_worker 2)"
    is 'the port that was free is not left open' "$(listeners $P2)" 0
fi
page other 127.0.0.1:$P2 x
attempt other -c "$T/other"
ok 'another port is no trouble' wait_for 10 test -s "$T/other.pid"
kill "$(cat "$T/other.pid")"
ended other
is 'another port: exit status' "$rc" 0
stop QUIT

# The same port again, at once.
start
is 'the port is free again at once' "$(get /)" first
stop
