# Reloads under load: not one request fails. New connections, keep-alive
# connections, and reloads one after the other, all at the same time.
. "$TESTS/work-proc.sh"
write() {
    {
        echo 'worker_processes 2;'
        globals
        events
        echo "http { keepalive_timeout 60;"
        echo "server { listen 127.0.0.1:$P1; listen 127.0.0.1:$P2 reuseport=off;"
        echo "root $T; } }"
    } > "$T/conf"
}
echo hello > "$T/a.txt"
write
start
load() {        # load NAME COMMAND: until $T/enough is there; counts
    _good=0 _bad=0
    until [ -e "$T/enough" ]; do
        if [ "$(raw $2 'GET /a.txt HTTP/1.0\r\n\r\n' | tail -n 1)" = hello ]
        then _good=$((_good + 1)); else _bad=$((_bad + 1)); fi
    done
    echo "$_good $_bad" > "$T/load.$1"
}
load one $P1 & l1=$!
load two $P2 & l2=$!
i=0 refused=0
while [ $i -lt 8 ]; do
    i=$((i + 1))
    "$RPD" -s reload -p "$T" -c "$T/conf" >> "$T/reload.out" 2>&1 ||
        refused=$((refused + 1))
done
: > "$T/enough"
wait $l1
wait $l2
is 'every reload took' "$refused" 0
is 'no request failed on the own sockets' \
    "$(cut -d ' ' -f 2 < "$T/load.one")" 0
is 'no request failed on the shared socket' \
    "$(cut -d ' ' -f 2 < "$T/load.two")" 0
ok 'there were requests' [ "$(cut -d ' ' -f 1 < "$T/load.one")" -gt 0 ]

# Reloads that come faster than they can be done.
for i in 1 2 3 4 5 6 7 8 9 10; do kill -HUP "$SRV"; done
"$RPD" -s reload -p "$T" -c "$T/conf" > "$T/reload.out" 2>&1
is 'a reload in a crowd of signals' $? 0
is 'service' "$(get /a.txt)" hello
[ ! -r /proc/self/stat ] ||
    ok 'two workers in the end' wait_for 15 eval \
        "workers_are 2 && [ \"\$(children $SRV | grep -c .)\" = 2 ]"
stop
