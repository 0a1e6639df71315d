# status: a slot that no worker has any more is shown with dashes to people, and
# without figures to machines; a process without a master has its own age.
command -v python3 > /dev/null || skip 'needs python3'
. "$TESTS/work-proc.sh"
need_proc
server() {      # server MAIN
    conf conf <<END
$1
$(globals)
$(events)
http {
    server { listen 127.0.0.1:$P1; location /s { status; } }
}
END
}
json() {        # json EXPRESSION over t (total) and w (workers)
    http '/s?format=json' -o "$T/j"
    python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(eval(sys.argv[2], {"t": d["total"], "w": d["workers"]}))' "$T/j" "$1" 2>&1
}
states_are() {
    [ "$(json "[x['state'] for x in w]")" = "$1" ]
}
column() {      # column N TITLE: what the text face has there
    printf '%s\n' "$text" | awk -F '	' -v n="$1" -v t="$2" '$1 ~ "^" t " *$" { print $n; exit }'
}

if [ "$(per_worker 2)" = 2 ]; then
    server 'worker_processes 2; reuseport_drain_timeout 0;'
    start
    kill -TTOU "$SRV"
    ok 'a slot without a worker' wait_for 10 states_are "['live', 'draining']"
    text=$(get '/s?format=text')
    for t in pid generation uptime_seconds memory_bytes cpu_seconds accepted; do
        is "text: $t" "$(column 4 $t)" -
    done
    is 'text: its slot' "$(column 4 slot)" 1
    unlike 'page' "$(get /s)" '[-.]-'
    is 'json' "$(json "sorted(set(w[1]) - {'helper'})")" \
        "['generation', 'pid', 'slot', 'sockets', 'state']"
    stop
else
    without 'a slot without a worker: one socket for all'
fi

server 'master_process off;'
start
is 'alone: its age' "$(json "w[0]['uptime_seconds'] <= t['uptime_seconds']")" True
