# Under load, over reloads, with stalled and killed workers: nobody is lost.
. "$TESTS/work-proc.sh"
need_tls
need_proc
EXPECT_CRASH=1
mkdir www
head -c 9000000 /dev/zero | tr '\0' y >www/big
conf conf <<END
worker_processes 2;
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    keepalive_timeout 60; root $T/www;
    server { listen 127.0.0.1:$P1 ssl; ssl_session_cache shared:a:64k; location = / { return 200 fine; } }
}
END
start
ok 'two workers' wait_for 10 workers_are 2
py <<'END'
errors, counts, stop = [], [0, 0, 0], threading.Event()

def visits(kind):
    """0: one request a connection, 1: sessions, 2: kept alive."""
    c, session, s = context(TLS12), None, None
    while not stop.is_set():
        try:
            if kind < 2 or s is None:
                s = connect(c, session=session)
            status, head, body = ask(s)
            if (status, body) != (200, b'fine'):
                errors.append((kind, status, head))
            counts[kind] += 1
            if kind == 1:
                session = s.session
            if kind < 2 or 'Connection: close' in head:
                s.close()
                s = None
        except OSError as e:
            errors.append((kind, repr(e)))
            s = None
        time.sleep(0.002)

def download():
    while not stop.is_set():
        try:
            with connect() as s:
                s.sendall(b'GET /big HTTP/1.1\r\nHost: a\r\n\r\n')
                time.sleep(0.2)
                if response(s)[2] != b'y' * 9000000:
                    errors.append('a download')
        except OSError as e:
            errors.append(('download', repr(e)))

threads = [threading.Thread(target=visits, args=(k,)) for k in (0, 1, 2, 0)]
threads.append(threading.Thread(target=download))
for t in threads:
    t.start()
for i in range(3 if SLOW else 6):
    time.sleep(0.3)
    # One who has just come, one in the middle of a handshake, one between
    # two requests.
    new = tcp()
    half = context(TLS12)
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    o = half.wrap_bio(into, out, False, 'a.example')
    mid = tcp()
    try:
        o.do_handshake()
    except ssl.SSLWantReadError:
        mid.sendall(out.read())
    idle = connect()
    ask(idle)
    check('reload %d' % i, reload())
    try:
        check_is('who had just come', ask(context().wrap_socket(new,
                 server_hostname='a.example'))[0], 200)
    except OSError as e:
        check('who had just come', False, repr(e))
    try:
        while True:
            try:
                o.do_handshake()
                break
            except ssl.SSLWantReadError:
                mid.sendall(out.read())
                data = mid.recv(9999)
                if not data:
                    raise OSError('closed')
                into.write(data)
        mid.sendall(out.read())
        o.write(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
        mid.sendall(out.read())
        got = b''
        while b'fine' not in got:
            try:
                got += o.read(9999)
            except ssl.SSLWantReadError:
                data = mid.recv(9999)
                if not data:
                    raise OSError('closed')
                into.write(data)
        check('who was in a handshake', True)
    except OSError as e:
        check('who was in a handshake', False, repr(e))
    try:
        check_is('who was idle', ask(idle)[0], 200)
    except OSError as e:
        check('who was idle', False, repr(e))
    for s in (new, mid, idle):
        s.close()
time.sleep(0.3)
stop.set()
for t in threads:
    t.join()
check('nobody was lost', not errors, (len(errors), errors[:3]))
check('there was a load', min(counts) >= 10, counts)

# A worker that stands still, and one that is killed: new clients are served.
check('two workers', wait_for(lambda: len(workers()) == 2))
victim = workers()[0]
os.kill(victim, signal.SIGSTOP)
bad = []
for i in range(20):
    try:
        if get() != (200, 'fine'):
            bad.append(i)
    except OSError as e:
        bad.append(repr(e))
check('with one stalled', not bad, bad)
os.kill(victim, signal.SIGCONT)
check_is('it goes on', [get()[0] for i in range(10)], [200] * 10)
wait_for(lambda: len(workers()) == 2)
s = context().wrap_socket(tcp(), server_hostname='a.example',
                          suppress_ragged_eofs=False)
s.sendall(b'GET /big HTTP/1.0\r\n\r\n')
s.recv(1000)
for pid in workers():
    os.kill(pid, signal.SIGKILL)
try:
    while s.recv(65536):
        pass
    check('what is cut off looks so', False)
except OSError:
    check('what is cut off looks so', True)
for i in range(2):
    wait_for(lambda: len(workers()) == 2)
    os.kill(workers()[0], signal.SIGKILL)
    bad = []
    for j in range(20):
        try:
            if get() != (200, 'fine'):
                bad.append(j)
        except OSError as e:
            bad.append(repr(e))
    check('one killed', not bad, bad)
END
unlike 'no worker died of itself' "$(cat error.log)" 'exited on signal (6|7|8|11)\b'
