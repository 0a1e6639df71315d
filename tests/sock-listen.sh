# Every form of "listen" serves: ports, addresses, names, unix sockets, IPv6,
# several servers on one address, an address this machine has not.
. "$TESTS/work-proc.sh"
v6=no
[ -r /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 && v6=yes
{
    echo 'worker_processes 2;'
    globals
    events
    cat <<EOF
http {
    default_type text/plain;
    server { listen $P1; return 200 "port"; }
    server { listen *:$P2; return 200 "star"; }
    server { listen 127.0.0.1:$P3; server_name a; return 200 "a"; }
    server { listen 127.0.0.1:$P3 default_server; server_name b; return 200 "b"; }
    server { listen 127.0.0.1:$P3; server_name c *.c c.*; return 200 "c"; }
    server { listen 127.0.0.3:$P3-$P4; return 200 "range"; }
    server { listen localhost:$P4; return 200 "name"; }
    server { listen unix:$T/a.sock; listen unix:rel.sock; return 200 "unix"; }
    server { listen 192.0.2.77:$P5; return 200 "absent"; }
    server { listen 127.0.0.1:$P6 deferred fastopen=5 backlog=17 rcvbuf=64k
        sndbuf=64k so_keepalive=on; return 200 "options"; }
EOF
    if [ $v6 = yes ]; then
        echo "server { listen [::1]:$P3; return 200 six; }"
        echo "server { listen [::]:$P5 ipv6only=on; return 200 sixonly; }"
        echo "server { listen [::]:$P6; return 200 sixdefault; }"
    fi
    echo '}'
} > "$T/conf"
start

ask() {         # ask PORT [HOST] [CLIENT OPTIONS]: the body
    _p=$1 _h=${2:-x}
    shift
    [ $# -eq 0 ] || shift
    raw $_p "GET / HTTP/1.1\\r\\nHost: $_h\\r\\nConnection: close\\r\\n\\r\\n" "$@" |
        tr -d '\r' | sed -n '/^$/,$p' | tail -n +2
}
is 'a port' "$(ask $P1)" port
is 'a port is every address' "$(ask $P1 x -a 127.0.0.2)" port
is 'a range of ports' "$(ask $P3 x -a 127.0.0.3)$(ask $P4 x -a 127.0.0.3)" \
    rangerange
is '*:port' "$(ask $P2)$(ask $P2 x -a 127.0.0.2)" starstar
is 'an address is only that' "$(ask $P3 x -a 127.0.0.2)" ''
is 'a name' "$(ask $P4)" name
is 'server by name' "$(ask $P3 a)$(ask $P3 b)$(ask $P3 c)" abc
is 'server by wildcard' "$(ask $P3 x.c)$(ask $P3 c.x)" cc
is 'the default server' "$(ask $P3 zzz)" b
is 'a unix socket' "$(ask 0 x -u "$T/a.sock")" unix
is 'a relative unix socket lies under the prefix' \
    "$(ask 0 x -u "$T/rel.sock")" unix
is 'everybody may connect to it' "$(ls -l "$T/a.sock" | cut -c1-10)" srw-rw-rw-
is 'deferred, fastopen, buffers, keep-alive' "$(ask $P6)" options
if [ $v6 = yes ]; then
    is '[::1]:port' "$(ask $P3 x -6)" six
    is 'ipv6only=on' "$(ask $P5 x -6):$(ask $P5)" sixonly:
    is 'ipv6only is the default' "$(ask $P6 x -6):$(ask $P6)" \
        sixdefault:options
fi
if [ -r /proc/net/tcp ]; then
    is 'an address that is not there is bound all the same' \
        "$(awk -v a="$(printf '4D0200C0:%04X' $P5)" \
            '$2 == a && $4 == "0A"' /proc/net/tcp | grep -c .)" \
        "$(per_worker 2)"
    is 'a unix socket is one for all' \
        "$(awk -v p="$T/a.sock" '$8 == p && $6 == "01"' /proc/net/unix |
            grep -c .)" 1
fi
if command -v ss > /dev/null; then
    is 'backlog' "$(ss -ltnH "sport = :$P6" | awk '$4 ~ /^127/ { print $3 }' |
        sort -u)" 17
fi
stop
ok 'the unix socket is taken away' [ ! -e "$T/a.sock" ]

# freebind=off: the address has to be there.
{
    globals
    events
    echo "http { server { listen 192.0.2.77:$P5 freebind=off; } }"
} > "$T/conf"
attempt absent -c "$T/conf"
ended absent
is 'freebind=off: exit status' "$rc" 1
like 'freebind=off' "$out" \
    "^reuseportd: \[emerg\] bind\(\) to 192\.0\.2\.77:$P5 failed \([0-9]+: "

# ipv6only=off takes both kinds; without IPv6 in the kernel it is a warning.
if [ $v6 = yes ]; then
    {
        globals
        events
        echo "http { server { listen [::]:$P1 ipv6only=off; return 200 both; } }"
    } > "$T/conf"
    start
    is 'ipv6only=off' "$(ask $P1):$(ask $P1 x -6)" both:both
    stop
fi
