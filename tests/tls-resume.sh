# Sessions: a client that comes back resumes, whichever worker it reaches, over
# reloads and dead workers; and never where other rules for clients hold.
. "$TESTS/work-proc.sh"
need_tls
need_proc
EXPECT_CRASH=1
head -c 48 /dev/urandom >k1
head -c 80 /dev/urandom >k2
server() {      # server PORT MORE
    echo "server { listen 127.0.0.1:$1 ssl; $2
        return 200 '\$ssl_session_reused \$pid \$ssl_client_verify \$ssl_session_id'; }"
}
write() {       # write KEYS
    conf conf <<END
worker_processes 4;
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    ssl_client_certificate $PKI/ca.crt;
    $(server $P1 'ssl_session_cache none;')
    $(server $P1 'server_name other.example; ssl_session_cache none; ssl_certificate '$PKI'/b.crt; ssl_certificate_key '$PKI'/b.key;')
    $(server $P2 'ssl_session_tickets off; ssl_session_cache shared:one:64k;')
    $(server $P3 'ssl_session_tickets off; ssl_session_cache off;')
    $(server $P4 'ssl_session_timeout 1s; ssl_session_cache shared:two:64k;')
    $(server $P5 "$1")
    ssl_session_cache shared:three:200k;
    $(server $P6 'server_name off.example; ssl_verify_client off;')
    $(server $P6 'server_name aes.example; ssl_ciphers ECDHE+AESGCM;')
    $(server $P6 'server_name rsa.example; ssl_certificate '$PKI'/rsa.crt; ssl_certificate_key '$PKI'/rsa.key;')
    $(server $P6 'server_name on.example; ssl_verify_client on;')
    $(server $P6 'server_name same.example; ssl_verify_client on;')
    $(server $P6 'server_name opt.example; ssl_verify_client optional;')
    $(server $P6 "server_name crl.example; ssl_verify_client on; ssl_crl $PKI/crl.pem;")
}
END
}
write "ssl_session_ticket_key k1;"
start
ok 'four workers' wait_for 10 workers_are 4
MODERN=
! tls13 || MODERN=yes
export MODERN
py <<'END'
versions = [TLS12] + ([TLS13] if os.environ['MODERN'] else [])

def come(c, port, session=None, name='a.example'):
    """The session afterwards, was it resumed, and the answer in words."""
    with connect(c, name, port, session) as s:
        status, head, body = ask(s, host=name)
        words = body.decode().split(' ')
        if status == 200:
            check_is('port %d: $ssl_session_reused' % (port - P1),
                     words[0], 'r' if s.session_reused else '.')
        return s.session, s.session_reused, [status] + words

def row(text, c, port, n, want=None, name='a.example', session=None):
    """n connections with the same session."""
    if session is None:
        session = come(c, port, None, name)[0]
    pids, reused = set(), 0
    for i in range(n):
        got = come(c, port, session, name)
        reused += got[1]
        pids.add(got[2][2] if len(got[2]) > 2 else str(got[2]))
    check_is(text, reused, n if want is None else want)
    return pids, session

kept = {}
for v in versions:
    c = context(v)
    pids, session = row('tickets, %s' % v, c, P1, 50)
    check('they reach several workers', len(pids) > 1, pids)
    kept[v] = c, session
c = context(TLS12, ticket=False)
pids, session = row('ids, in shared memory', c, P2, 50)
check('they reach several workers', len(pids) > 1, pids)
ids = c, session
check_is('$ssl_session_id', come(c, P2, session)[2][4], session.id.hex())
check_is('no ticket is sent', come(context(TLS12), P2)[0].has_ticket, False)
row('neither', context(TLS12), P3, 5, 0)
row('a ticket is no use where there are none', context(TLS12), P3, 3, 0)
row('a client without tickets where there is no cache', c, P1, 5, 0)

# Over time: a second is a short life.
c = context(TLS12)
c2 = context(TLS12, ticket=False)
a, b = come(c, P4)[0], come(c2, P4)[0]
check_is('lifetime hint', a.ticket_lifetime_hint, 1)
check('within time', come(c, P4, a)[1] and come(c2, P4, b)[1])
time.sleep(2.3)
check('over time', not come(c, P4, a)[1] and not come(c2, P4, b)[1])

# Nor where another cipher would be chosen: the client would hang up.
for ticket in (True, False):
    c = context(TLS12, ticket=ticket)
    s = come(c, P6, name='off.example')[0]
    for name in ('aes.example', 'rsa.example', 'off.example'):
        got = come(c, P6, s, name)
        check_is('%s, tickets %s' % (name, ticket), (got[1], got[2][0]),
                 (name[0] == 'o', 200))

# More sessions than there are rows: the last ones are known, nobody is wrong.
c = context(TLS12, ticket=False)
many = [come(c, P2)[0] for i in range(40 if SLOW else 180)]
check('the last one resumes', come(c, P2, many[-1])[1])

# Rules for clients: a session is good where the same ones hold.
for ticket in (True, False):
    for v in versions[:2 if ticket else 1]:
        how = '%s %s' % (v.name, 'tickets' if ticket else 'ids')
        c = context(v, ticket=ticket)
        s = come(c, P6, name='off.example')[0]
        check(how + ': off on off', come(c, P6, s, 'off.example')[1])
        for name, status in (('on', 400), ('opt', 200), ('crl', 400)):
            got = come(c, P6, s, name + '.example')
            check_is('%s: off on %s' % (how, name), (got[1], got[2][0]),
                     (False, status))
        s = come(c, P6, name='opt.example')[0]
        got = come(c, P6, s, 'on.example')
        check_is(how + ': opt on on', (got[1], got[2][0]), (False, 400))
        c = context(v, cert='good.crt', ticket=ticket)
        s = come(c, P6, name='on.example')[0]
        for name in ('off', 'opt', 'crl'):
            got = come(c, P6, s, name + '.example')
            check_is('%s: on on %s' % (how, name), (got[1], got[2][0]),
                     (False, 200))
        for name in ('on', 'same'):
            got = come(c, P6, s, name + '.example')
            if v == TLS12:
                check(how + ': on on ' + name, got[1])
            check_is(how + ': and it is known who it is', got[2][3], 'SUCCESS')
        revoked = context(v, cert='revoked.crt', ticket=ticket)
        s = come(revoked, P6, name='on.example')[0]
        check_is(how + ': revoked', come(revoked, P6, s, 'crl.example')[2][0],
                 400)

# A ticket with a byte changed, or a strange one, is worth nothing: that is
# a full handshake. (Where the ticket is in the session, Python does not say.)
c = context(TLS12)
s = come(c, P1)[0]
check('a ticket', s.has_ticket)

# Reload, dead workers: as if nothing had been.
check('reload', reload())
for v in kept:
    row('after a reload, %s' % v, kept[v][0], P1, 10, session=kept[v][1])
row('ids after a reload', ids[0], P2, 10, session=come(ids[0], P2)[0])
s = come(ids[0], P2)[0]
wait_for(lambda: len(workers()) == 4)
for pid in workers():
    os.kill(pid, signal.SIGKILL)
time.sleep(0.2)
wait_for(lambda: len(workers()) == 4)
for v in kept:
    row('after all have died, %s' % v, kept[v][0], P1, 10, session=kept[v][1])
row('ids after all have died', ids[0], P2, 10, session=s)
END

# Keys in files: a server elsewhere, or this one started anew, resumes.
visit() {       # visit PORT OPTIONS: "New" or "Reused"
    _port=$1
    shift
    printf 'GET / HTTP/1.0\r\n\r\n' | openssl s_client -connect \
        "127.0.0.1:$_port" -servername a.example -ign_eof "$@" 2>&1 |
        sed -n 's/^\(New\|Reused\), TLS.*/\1/p' | head -n 1
}
again() {       # again KEYS: another server
    stop
    write "$1"
    start
}
for v in -tls1_2 ${MODERN:+-tls1_3}; do
    again 'ssl_session_ticket_key k1;'
    is "$v: a new session" "$(visit $P5 $v -sess_out s1)" New
    is "$v: resumed" "$(visit $P5 $v -sess_in s1)" Reused
    is "$v: without a file" "$(visit $P1 $v -sess_out s0)" New
    is "$v: resumed without a file" "$(visit $P1 $v -sess_in s0)" Reused
    again 'ssl_session_ticket_key k2; ssl_session_ticket_key k1;'
    is "$v: another server resumes" "$(visit $P5 $v -sess_in s1)" Reused
    is "$v: not without the file" "$(visit $P1 $v -sess_in s0)" New
    is "$v: another server makes" "$(visit $P5 $v -sess_out s2)" New
    again 'ssl_session_ticket_key k2;'
    is "$v: the second key has gone" "$(visit $P5 $v -sess_in s1)" New
    is "$v: made by the first key" "$(visit $P5 $v -sess_in s2)" Reused
    like "$v: curl" "$(curl -q -s -k --noproxy '*' "https://127.0.0.1:$P5/")" '^\. '
done
