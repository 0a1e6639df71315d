# Shared listening sockets: with and without the accept mutex, one connection
# at an event or all of them.
. "$TESTS/work-proc.sh"
round() {       # round TEXT EVENTS-DIRECTIVES
    {
        echo 'worker_processes 3;'
        globals
        echo "events { use $EV; worker_connections 256; $2 }"
        cat <<EOF
http {
    server { listen 127.0.0.1:$P1 reuseport=off; root $T/www; }
    server { listen 127.0.0.1:$P2; root $T/www; }
}
EOF
    } > "$T/conf"
    start
    for i in 1 2 3 4 5 6 7 8 9 10; do
        get /a.txt
        raw $P2 'GET /a.txt HTTP/1.0\r\n\r\n' | tail -n 1
    done | sort | uniq -c | tr -s ' ' > "$T/got"
    is "$1: every request is answered" "$(cat "$T/got")" ' 20 hello'
    is "$1: many connections at once" "$(raw $P1 \
        'GET /a.txt HTTP/1.0\r\n\r\n' -c 60 | grep -ac hello)" 60
    is "$1: and on the workers' own sockets" "$(raw $P2 \
        'GET /a.txt HTTP/1.0\r\n\r\n' -c 60 | grep -ac hello)" 60
    stop
}
mkdir "$T/www"
echo hello > "$T/www/a.txt"
round 'plain' ''
round 'accept_mutex on' 'accept_mutex on; accept_mutex_delay 20ms;'
round 'multi_accept on' 'multi_accept on;'
round 'both' 'accept_mutex on; accept_mutex_delay 20ms; multi_accept on;'

# Whoever is stopped, with the turn to accept or without: the others go on.
need_proc
{
    echo 'worker_processes 3;'
    globals
    echo "events { use $EV; worker_connections 256; accept_mutex on;
        accept_mutex_delay 20ms; }"
    echo "http { server { listen 127.0.0.1:$P1 reuseport=off; root $T/www; } }"
} > "$T/conf"
start
ok 'three workers' wait_for 10 workers_are 3
for w in $(workers); do
    kill -STOP $w
    is 'one of three is stopped: the others answer' "$(raw $P1 \
        'GET /a.txt HTTP/1.0\r\n\r\n' -c 10 -t 20000 | grep -ac hello)" 10
    kill -CONT $w
done
stop
