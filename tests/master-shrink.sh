# Fewer workers by reload: the sockets of those that are gone are kept and
# served by those that are left, so no client is refused, reset or kept waiting.
write() {       # write WORKERS
    conf conf <<EOF
$(globals)
worker_processes $1;
$(events)
http {
    default_type text/plain;
    server { listen 127.0.0.1:$P1; return 200 "hello\n"; }
}
EOF
}

served() {      # how many of 60 new connections get their answer
    n=0
    while [ "$n" -lt 60 ]; do get / -m 5; n=$((n + 1)); done | grep -c hello
}

write 4
start
is 'four workers' "$(served)" 60
for n in 2 1 3 1 4; do
    write $n
    ok "reload to $n" "$RPD" -p "$T" -c "$T/conf" -s reload
    is "$n workers: every new connection is served" "$(served)" 60
done
