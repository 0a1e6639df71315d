# Who does not speak TLS, or speaks it badly: the service goes on, and nothing
# is left of them.
. "$TESTS/work-proc.sh"
need_tls
need_proc
conf conf <<END
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    ssl_client_certificate $PKI/ca.crt;
    lingering_timeout 200ms;
    server { listen 127.0.0.1:$P1 ssl; ssl_verify_client optional; ssl_session_cache shared:a:64k; return 200 fine; }
    server { listen 127.0.0.1:$P2 ssl; ssl_handshake_timeout 600ms; return 200 fine; }
    server { listen 127.0.0.1:$P3 ssl proxy_protocol; ssl_handshake_timeout 600ms; return 200 fine; }
}
END
start
py <<'END'
import random
random.seed(5)

def fine(text):
    check_is('service after ' + text, get(), (200, 'fine'))

def send(data, port=P1, shut=True, limit=20):
    s = tcp(port)
    try:
        s.sendall(data)
        if shut:
            s.shutdown(socket.SHUT_WR)
    except OSError:
        pass
    got = until_closed(s, limit)
    s.close()
    return got

# SSLv3, SSLv2 and other things that are not what is expected.
got, end = send(hello(b'x', 0x0300)[:1] + b'\3\0' + hello(b'x', 0x0300)[3:],
                shut=False)
check('SSLv3: an alert', got[:1] == b'\x15' and got[5:6] == b'\2' and
      len(got) == 7 and end == 'eof', (got, end))
v2 = b'\1\3\1\0\6\0\0\0\x10\1\0\x80\0\0\x2f' + os.urandom(16)
got, end = send(struct.pack('!H', 0x8000 | len(v2)) + v2, shut=False)
check('SSLv2', end != 'timeout' and got[:1] in (b'', b'\x15'), (got, end))
for what, data in (
        ('an alert first', b'\x15\3\3\0\2\2\x28'),
        ('data first', b'\x17\3\3\0\5hello'),
        ('a record too long', b'\x16\3\1\xff\xff' + b'x' * 70000),
        ('an empty record', b'\x16\3\1\0\0'),
        ('many empty records', b'\x16\3\1\0\0' * 500),
        ('a Finished first', b'\x16\3\3\0\x10\x14\0\0\x0c' + b'f' * 12),
        ('a version of the future', b'\x16\4\4\0\5hello'),
        ('a length that lies', b'\x16\3\1\0\x2a\1\0\xff\xff\3\3' + b'r' * 36),
        ('no ciphers', hello(b'x', ciphers=())),
        ('no cipher of ours', hello(b'x', ciphers=(0x0005, 0x000a)))):
    got, end = send(data)
    check(what + ': refused', end != 'timeout' and b'\x0e\0\0\0' not in got,
          (got[:40], end))
fine('all those')
# Two records for a ClientHello: some versions take it, none may hang.
bare = hello(b'a.example', bare=True)
parts = b''.join(b'\x16\3\1' + struct.pack('!H', len(p)) + p
                 for p in (bare[:40], bare[40:]))
check('in two records', send(parts)[1] != 'timeout')
# In pieces of a byte it is the same.
s = tcp()
for b in hello(b'a.example'):
    s.sendall(bytes([b]))
s.settimeout(20)
check_is('byte by byte', s.recv(1), b'\x16')
s.close()
h = hello(b'a.example')
for n in range(0, len(h), 7):
    if send(h[:n])[1] == 'timeout':
        check('cut after %d bytes' % n, False)
fine('cut ones')

# A secret message with a byte changed; a record cut; plain text within.
for kind in ('changed', 'cut', 'plain', 'early'):
    r = Raw(context(TLS12))
    r.ssl.write(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    data = r.out.read()
    r.raw = b''
    if kind == 'changed':
        r.sock.sendall(data[:-1] + bytes([data[-1] ^ 1]))
    elif kind == 'cut':
        r.sock.sendall(data[:-1])
        r.sock.shutdown(socket.SHUT_WR)
    elif kind == 'plain':
        r.sock.sendall(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    else:
        r.sock.sendall(b'\x14\3\3\0\1\1')
    got, end = until_closed(r.sock)
    check('%s: no answer, the end' % kind, end != 'timeout' and
          23 not in [k for k, n in records(got)], (got[:40], end))
    r.close()
fine('changed ones')

# Time.
for what, port, data in (('nothing', P2, b''), ('a byte', P2, b'\x16'),
                         ('half', P2, h[:60]), ('a whole hello', P2, h),
                         ('a PROXY header', P3,
                          b'PROXY TCP4 192.0.2.9 127.0.0.1 4712 443\r\n')):
    t = time.time()
    got, end = send(data, port, shut=False)
    t = time.time() - t
    check('%s: over time' % what, end != 'timeout' and t > 0.4 and t < 8,
          (end, t))
s, t = tcp(P2), time.time()     # a byte now and then does not help
try:
    while time.time() - t < 10:
        s.sendall(b'\x16\3\1\2\0'[:1] if time.time() - t < 0.1 else b'\3')
        time.sleep(0.1)
except OSError:
    pass
check('byte by byte, over time', time.time() - t < 8, time.time() - t)
check('the log tells', 'client timed out while SSL handshaking' in log())

# Thousands: whatever there was of them is gone.
def evil(i):
    kind = i % 8
    if kind == 0:
        return os.urandom(random.randrange(1, 600))
    if kind == 1:
        n = random.randrange(0, 400)
        return b'\x16\3\1' + struct.pack('!H', n) + os.urandom(n)
    if kind == 2:
        return h[:random.randrange(len(h))]
    if kind in (3, 4, 5):
        x = bytearray(hello(b'a.example'))
        for j in range(random.randrange(1, 4)):
            x[random.randrange(len(x))] = random.randrange(256)
        return bytes(x)
    if kind == 6:
        return h + os.urandom(random.randrange(300))
    return (h + b'\x16\3\3\0\x46\x10\0\0\x42\x41\4' + os.urandom(64) +
            b'\x14\3\3\0\1\1\x16\3\3\0\x28' + os.urandom(40))

def memory(pid):
    with open('/proc/%d/status' % pid) as f:
        text = f.read()
    return [int(text.split(k + ':')[1].split()[0]) for k in ('VmSize', 'VmRSS')]

def files(pid):
    return len(os.listdir('/proc/%d/fd' % pid))

worker, = workers()
def garbage(n):
    bad = 0
    for i in range(n):
        bad += send(evil(i))[1] == 'timeout'
        if i % 100 == 99 and get() != (200, 'fine'):
            bad += 1
    return bad
check_is('garbage', garbage(100 if SLOW else 600), 0)
wait_for(lambda: files(worker) < 30)
before = files(worker), memory(worker)
check_is('more garbage', garbage(200 if SLOW else 2500), 0)
open_now = []                   # and many that are there at once
for i in range(60):
    s = tcp()
    s.sendall(evil(2 + i % 2))
    open_now.append(s)
check_is('service among them', get(), (200, 'fine'))
for s in open_now:
    s.close()
check('no descriptor is left', wait_for(lambda: files(worker) <= before[0]),
      (before, files(worker)))
now = memory(worker)
if not SLOW:
    check('memory', now[0] - before[1][0] < 2048 and now[1] - before[1][1] <
          1536, (before, now))
check_is('it is the same worker', workers(), [worker])
fine('all that')
END
# Renegotiation is refused, and nothing comes of it.
out=$( (sleep 1; echo R; sleep 2) | openssl s_client -connect "127.0.0.1:$P1" \
    -tls1_2 2>&1)
like 'renegotiation: asked for' "$out" RENEGOTIATING
like 'renegotiation: refused' "$out" \
    'no renegotiation|unexpected eof|alert|Connection reset|unsafe legacy'
is 'service after it' "$(curl -q -s -k --noproxy '*' "https://127.0.0.1:$P1/")" fine
unlike 'no errors' "$(cat error.log)" '\[(error|alert|crit|emerg)\]'
