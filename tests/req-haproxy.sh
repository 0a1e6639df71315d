# backends: none
# san: none
# Two servers behind HAProxy, as README has it: the PROXY protocol, health
# checks over it, changes and a replaced server under load without a lost
# request, and TLS sessions that resume at either server.
need REALIP
command -v haproxy >/dev/null || skip 'needs haproxy (make deps FOR=beyond)'
tls=
! "$RPD" -V 2>&1 | grep -q ' tls=1' || ! command -v openssl >/dev/null || tls=yes
[ -z "$tls" ] || need_tls
mkdir a b
key() {
    dd if=/dev/urandom bs=80 count=1 2>/dev/null
}
for k in 1 2 3 4; do key >k$k; done
server() {      # server NAME PORT TLS-PORT: writes its configuration
    conf "$1/conf" <<EOF
daemon off;
pid $T/$1/pid;
error_log $T/$1/error.log notice;
worker_processes 2;
$(events)
http {
    default_type text/plain;
    keepalive_timeout 10s;      # for so long leaves who is replaced at most
    set_real_ip_from 127.0.0.1;
    real_ip_header proxy_protocol;
    ${tls:+ssl_certificate $PKI/a.crt;
    ssl_certificate_key $PKI/a.key;
    ssl_session_ticket_key ticket.1;
    ssl_session_ticket_key ticket.2;
    ssl_session_ticket_key ticket.3;}
    server {
        listen 127.0.0.1:$2 proxy_protocol;
        ${tls:+listen 127.0.0.1:$3 ssl proxy_protocol;}
        location = /up { root $T/$1; }
        location / { return 200 "$1 \$remote_addr:\$remote_port ${tls:+\$ssl_session_reused}\n"; }
    }
}
EOF
    for k in 1 2 3; do cp k$k "$1/ticket.$k"; done
    : >"$1/up"
}
run() {         # run NAME: starts it
    rm -f "$T/$1/pid"
    "$RPD" -p "$T/$1" -c "$T/$1/conf" >>"$T/stderr" 2>&1 &
    ok "$1 starts" wait_for 20 test -s "$T/$1/pid"
}
tell() {        # tell NAME WHAT: by -s
    ok "$1: -s $2" "$RPD" -s "$2" -p "$T/$1" -c "$T/$1/conf"
}
is_off() {      # is_off NAME
    ! [ -s "$T/$1/pid" ]
}
server a "$P1" "$P5"
server b "$P2" "$P6"
conf h.cfg <<EOF
defaults
    mode http
    timeout connect 60s
    timeout client 60s
    timeout server 60s
    timeout check 60s
    option redispatch
    option httpchk
    http-check send meth GET uri /up ver HTTP/1.1 hdr Host check
    http-check disable-on-404
    # inter is also how long a handshake may take, and CPUs may be busy.
    default-server check check-send-proxy send-proxy-v2 inter 4s
    default-server fastinter 200ms downinter 200ms fall 3 rise 1
frontend stats
    bind unix@$T/stats mode 666
    stats enable
    stats uri /
frontend web
    bind 127.0.0.1:$P3
    default_backend web
backend web
    server a 127.0.0.1:$P1
    server b 127.0.0.1:$P2
EOF
[ -z "$tls" ] || cat >>h.cfg <<EOF
frontend tls
    mode tcp
    bind 127.0.0.1:$P4
    default_backend tls
backend tls
    mode tcp
    server a 127.0.0.1:$P5 check-ssl verify none
    server b 127.0.0.1:$P6 check-ssl verify none
EOF
ok 'HAProxy takes the configuration' haproxy -c -f h.cfg
run a
run b
haproxy -db -f h.cfg >haproxy.log 2>&1 &
proxy=$!
health() {      # health BACKEND SERVER STATE: HAProxy's opinion
    curl -q -s --noproxy '*' --unix-socket "$T/stats" 'http://x/;csv' |
        grep -q "^$1,$2,.*,$3,"
}
sees() {        # sees BACKEND SERVER STATE
    ok "HAProxy sees $2 $3 ($1)" wait_for 60 health "$@"
}
for s in a b; do
    sees web $s UP
    [ -z "$tls" ] || sees tls $s UP
done

# --- the client's address ---
for s in a b; do
    out=$(P1=$P3 get / -w '%{local_port}')
    like 'the address of the client' "$out" "^[ab] 127.0.0.1:$(echo "$out" |
        tail -n 1) "
    seen="$seen$(echo "$out" | cut -c1 | head -n 1)"
done
like 'by turns' "$seen" 'ab|ba'

# --- changes under load: a changes as it runs, b is replaced ---
load() {        # load FILE OPTIONS: until there is a file named stop
    _file=$1
    shift
    "${CLIENT%/*}/load" -t 60000 -d 120 -u "$T/stop" -m a -m b "$@" "$P3" \
        >"$_file" 2>&1
}
load new -r 150 &
load kept -r 150 -k 8 &
P1=$P3 code / >/dev/null
for what in reload grow shrink shrink reload; do tell a $what; done
old=$(cat a/pid)
kill -USR2 "$old"
two() {
    [ -s a/pid.oldbin ] && [ -s a/pid ]
}
ok 'a new binary' wait_for 20 two
kill -QUIT "$old"
ok 'the old one leaves' wait_for 60 gone "$old"
rm b/up
sees web b NOLB
tell b quit
ok 'b is gone' wait_for 60 is_off b
sees web b DOWN
is 'a serves alone' "$(for i in 1 2 3; do P1=$P3 get / | cut -c1; done |
    tr -d '\n')" aaa
: >b/up
run b
sees web b UP
ok 'both again' wait_for 10 eval 'P1=$P3 get / | grep -q ^b'
: >stop
ended() {
    grep -q sent= new && grep -q sent= kept
}
ok 'the load ends' wait_for 90 ended
for f in new kept; do
    out=$(cat $f)
    like "$f connections: none lost ($out)" "$out" \
        'sent=([0-9]+) ok=\1 refused=0 reset=0 timeout=0 short=0 wrong=0 other=0'
    like "$f connections: a load ($out)" "$out" 'sent=[1-9][0-9]{2,} '
done
for s in a b; do
    unlike "$s: no check is an error" "$(cat $s/error.log)" 'PROXY|emerg|alert'
done

# --- TLS goes through to the servers ---
if [ -n "$tls" ]; then
    for s in a b; do sees tls $s UP; done
    visit() {       # visit OPTIONS: New or Reused, and what the server says
        printf 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' |
            openssl s_client -connect "127.0.0.1:$P4" -ign_eof "$@" 2>&1 |
            sed -n -e 's/^\(New\|Reused\), TLS.*/\1/p' \
            -e 's/^\([ab]\) [0-9.:]* \([.r]\).*/\1 \2/p' | tr '\n' ' '
    }
    visits() {      # visits SESSION: two, which are at one and at the other
        printf '%s\n' "$(visit -sess_in "$1")" "$(visit -sess_in "$1")" |
            sort | tr '\n' ' '
    }
    both='Reused a r  Reused b r  '
    like 'a new session' "$(visit -sess_out s1)" '^New [ab] \. $'
    is 'resumed at both' "$(visits s1)" "$both"
    is 's_client -reconnect' "$(printf '' | openssl s_client -tls1_2 \
        -reconnect -connect "127.0.0.1:$P4" 2>&1 | grep -c '^Reused')" 5
    # As README says, machine after machine.
    for s in a b; do
        (cd $s && cp ticket.1 ticket.3 && mv ticket.2 ticket.1 &&
            cp ../k4 ticket.2.new && mv ticket.2.new ticket.2)
        tell $s reload
        is "after a new key for $s" "$(visits s1)" "$both"
        visit -sess_out s2 >/dev/null
        is "sessions made then, $s" "$(visits s2)" "$both"
    done
fi
for s in a b; do
    tell $s quit
    ok "$s is gone" wait_for 60 is_off $s
done
kill $proxy
wait $proxy 2>/dev/null
