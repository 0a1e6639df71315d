# ssl_memory_limit: more clients than fit are served one after the other.
. "$TESTS/work-proc.sh"
need_tls
need_proc
mkdir www
head -c 8000000 /dev/zero | tr '\0' x >www/big
conf conf <<END
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    ssl_memory_limit 200k; keepalive_timeout 60; root $T/www;
    server { listen 127.0.0.1:$P1 ssl sndbuf=16k; location = / { return 200 fine; } }
    server { listen 127.0.0.1:$P2; return 200 plain; }
}
END
start
py <<'END'
def one(results):
    for i in range(4):
        try:
            results.append(get() == (200, 'fine'))
        except OSError as e:
            results.append(str(e))
results = []
threads = [threading.Thread(target=one, args=(results,)) for i in range(16)]
for t in threads:
    t.start()
for t in threads:
    t.join()
check('64 visits of 16 clients: all are served', results == [True] * 64, results)

# Idle ones go when somebody else comes.
idle = []
for i in range(12):
    s = connect()
    check_is('client %d' % i, ask(s)[0], 200)
    idle.append(s)
gone = 0
for s in idle:
    s.settimeout(0.2)
    try:
        gone += s.recv(1) == b''
    except (socket.timeout, ssl.SSLError):
        pass
check('some of them have been closed', 12 > gone >= 6, gone)
check_is('the last one is still there', ask(idle[-1])[0], 200)
for s in idle:
    s.close()

# Who is busy stays; who comes then waits, and plain connections do not.
time.sleep(0.3)
busy = []
for i in range(12):
    s = tcp()
    s.settimeout(2)
    try:
        s = context().wrap_socket(s, server_hostname='a.example')
    except OSError:
        break
    s.sendall(b'GET /big HTTP/1.1\r\nHost: a\r\n\r\n')
    busy.append((s, s.recv(100)))
check('some are busy, and then no more', 2 <= len(busy) < 12, len(busy))
results = []
def late():
    try:
        results.append(get())
    except OSError as e:
        results.append(e)
t = threading.Thread(target=late)
t.start()
time.sleep(0.5)
check_is('who comes then waits', results, [])
s = tcp(P2)
check_is('plain ones are served', ask(s)[2], b'plain')
for s, begun in busy[1:]:
    s.settimeout(30)
    n = len(begun)
    while n < 8000000:
        data = s.recv(65536)
        if not data:
            break
        n += len(data)
    check('a busy one gets all', n > 8000000, n)
t.join()
check_is('and is served then', results, [(200, 'fine')])
END
like 'the log' "$(cat error.log)" '\[warn\] .*connections that ssl_memory_limit allows are not enough'
unlike 'no errors' "$(cat error.log)" '\[(error|alert|crit|emerg)\]'
