# HTTP over TLS: many requests on a connection, bodies both ways, and how it
# all ends.
need_tls
mkdir www
awk 'BEGIN { for (i = 0; i < 1310720; i++) printf "%07d\n", i * 7919 % 9999991 }' >www/10m
head -c 1048576 www/10m >www/1m
head -c 16384 www/10m >www/16k
head -c 100 www/10m >www/100
: >www/0
conf conf <<END
$(globals)
worker_processes 2;
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    root $T/www; keepalive_timeout 20; client_max_body_size 20m;
    client_body_buffer_size 16k; default_type text/plain;
    lingering_timeout 1s;
    server { listen 127.0.0.1:$P1 ssl sndbuf=16k; }
    server { listen 127.0.0.1:$P2 ssl proxy_protocol;
        set_real_ip_from 127.0.0.1; real_ip_header proxy_protocol;
        return 200 "\$remote_addr \$proxy_protocol_port \$scheme \$ssl_server_name"; }
    server { listen 127.0.0.1:$P3 ssl; ssl_buffer_size 4k; sendfile off; }
    server { listen 127.0.0.1:$P4 ssl; ssl_buffer_size 16k; }
    server { listen 127.0.0.1:$P4 ssl; ssl_buffer_size 1k; server_name small.example; }
    server { listen 127.0.0.1:$P5 ssl; ssl_buffer_size 1400; keepalive_timeout 1s; }
}
END
start
py <<'END'
def content(name):
    with open(T + '/www/' + name, 'rb') as f:
        return f.read()

# Kept alive, and several at once.
with connect() as s:
    for i in range(20):
        status, head, body = ask(s, '/100')
        if (status, body) != (200, content('100')):
            break
    check_is('20 requests', i, 19)
    s.sendall(b''.join(b'GET /%s HTTP/1.1\r\nHost: a\r\n\r\n' % n for n in
              (b'100', b'none', b'16k', b'0', b'100')))
    got = b''
    want = 100 + 16384 + 100
    while got.count(b'HTTP/1.1 ') < 5 or not got.endswith(content('100')):
        more = s.recv(65536)
        if not more:
            break
        got += more
    check('five in a row', got.count(b'HTTP/1.1 200 OK') == 4 and
          got.count(b'HTTP/1.1 404') == 1 and content('16k') in got, got[:80])

# A request byte by byte, each in a record.
with connect() as s:
    for c in b'GET /100 HTTP/1.1\r\nHost: a\r\n\r\n':
        s.sendall(bytes([c]))
    check_is('a record a byte', response(s)[2], content('100'))
# A record a byte, in pieces.
r = Raw()
r.ssl.write(b'GET /100 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
for c in r.out.read():
    r.sock.sendall(bytes([c]))
got = b''
while not r.eof:
    more = r.recv(65536)
    if not more:
        break
    got += more
check('a byte of a record at a time', got.endswith(content('100')))

# Bodies that nobody wants are read over (see tls-body as well).
for n in (0, 1, 20000, 300000):
    with connect() as s:
        body = os.urandom(n)
        s.sendall(b'POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n' % n
                  + body)
        check_is('a body of %d' % n, response(s)[0], 404)
        check('and on', ask(s, '/100')[0] == 200)
        s.sendall(b'POST /none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked'
                  b'\r\n\r\n')
        for at in range(0, n, 30011):
            part = body[at:at + 30011]
            s.sendall(b'%x\r\n' % len(part) + part + b'\r\n')
        s.sendall(b'0\r\n\r\n')
        check_is('chunked, %d' % n, response(s)[0], 404)
        check('and on', ask(s, '/100')[0] == 200)
with connect() as s:
    s.sendall(b'POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n'
              + b'x' * 40000)
    check_is('too large', response(s)[0], 413)

class Slow:
    """Reads little at a time, and rests."""
    def __init__(self, s):
        self.s, self.n = s, 0

    def recv(self, n):
        self.n += 1
        if self.n % 40 == 0:
            time.sleep(0.02)
        return self.s.recv(5000)

# Files, to fast and slow readers, so that writes are taken in part.
big = content('10m')
for port in (P1, P3, P4, P5):
    n = '1m' if SLOW or port == P5 else '10m'
    with connect(port=port) as s:
        check('%s from server %d' % (n, port - P1), ask(s, '/' + n)[2] ==
              content(n))
    with connect(port=port) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        s.sendall(b'GET /1m HTTP/1.1\r\nHost: a\r\n\r\n')
        time.sleep(0.3)
        check('a slow reader of server %d' % (port - P1), response(Slow(s))[2]
              == big[:1048576])
        check('and on', ask(s, '/100')[0] == 200)
with connect() as s:
    s.sendall(b'GET /10m HTTP/1.1\r\nHost: a\r\nRange: bytes=1000000-1999999\r\n\r\n')
    check('a range', response(s)[2] == big[1000000:2000000])
with connect() as s:
    s.sendall(b'HEAD /10m HTTP/1.1\r\nHost: a\r\n\r\n')
    head = b''
    while b'\r\n\r\n' not in head:
        head += s.recv(9999)
    check('HEAD', b'Content-Length: 10485760\r\n' in head)
    check('and on', ask(s, '/100')[0] == 200)

# Ten at once, and all of them whole.
def load(results):
    with connect() as s:
        results.append(ask(s, '/1m')[2] == big[:1048576])
results = []
threads = [threading.Thread(target=load, args=(results,)) for i in range(10)]
for t in threads:
    t.start()
for t in threads:
    t.join()
check_is('ten at once', results, [True] * 10)

# The end: close_notify, and without it a reader would know.
for path, name in (('/100', 'short'), ('/1m', 'long')):
    r = Raw()
    r.sendall(('GET %s HTTP/1.0\r\n\r\n' % path).encode())
    try:
        while r.recv(65536):
            pass
    except ssl.SSLError as e:
        check(name, False, e)
    check('%s: close_notify at the end' % name, r.bye)
    check_is('%s: and the end itself' % name, r.sock.recv(9), b'')
with connect(port=P5) as s:
    ask(s, '/100')
    check_is('an idle connection ends with close_notify', s.recv(9), b'')

# What is cut off does not look whole: no close_notify behind a file that has
# shrunk.
with open(T + '/www/cut', 'wb') as f:
    f.write(big[:8000000])
s = tcp()
s = context().wrap_socket(s, server_hostname='a.example',
                          suppress_ragged_eofs=False)
s.sendall(b'GET /cut HTTP/1.0\r\n\r\n')
n = len(s.recv(5000))
os.truncate(T + '/www/cut', 100)
try:
    while True:
        more = len(s.recv(65536))
        n += more
        if not more:
            break
    end = 'close_notify'
except (ssl.SSLError, OSError) as e:
    end = 'cut'
check_is('a file that has shrunk', (end, n < 8000000), ('cut', True))

# Who leaves without a word, half way, or with one.
for how in ('word', 'no word', 'reset'):
    s = connect()
    s.sendall(b'GET /10m HTTP/1.1\r\nHost: a\r\n\r\n')
    s.recv(1000)
    if how == 'word':
        s.setblocking(False)
        try:
            s.unwrap()
        except (ssl.SSLError, OSError):
            pass
    elif how == 'reset':
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.close()
with connect() as s:
    check_is('after those', ask(s, '/100')[0], 200)
r = Raw()
r.sendall(b'GET /100 HTTP/1.1\r\nHost: a\r\n\r\n')
r.recv(9999)
try:
    r.call(r.ssl.unwrap)
    bye = True
except ssl.SSLError as e:
    bye = str(e)
check_is('close_notify is answered', bye, True)

# What records are made of: ssl_buffer_size; a short answer is one record.
def lengths(port, path, name='a.example'):
    r = Raw(context(TLS12, 'ECDHE+CHACHA20'), name, port)
    r.raw = b''
    r.sendall(b'GET %s HTTP/1.0\r\n\r\n' % path)
    while r.recv(65536):
        pass
    return [n - 16 for kind, n in records(r.raw) if kind == 23]
got = lengths(P3, b'/1m')
check('4k', max(got) == 4096 and got.count(4096) >= 250, got[:9])
got = lengths(P4, b'/1m')
check('16k', max(got) == 16384 and got.count(16384) >= 60, got[:9])
got = lengths(P4, b'/1m', 'small.example')
check('1k, of the name', max(got) == 1024 and got.count(1024) >= 1000, got[:9])
got = lengths(P5, b'/1m')
check('1400', max(got) == 1400 and got.count(1400) >= 740, got[:9])
check_is('one record for head and body', len(lengths(P4, b'/100')), 1)

# PROXY headers in front of it.
v2 = (b'\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c' + socket.inet_aton('192.0.2.7') +
      socket.inet_aton('127.0.0.1') + struct.pack('!HH', 4711, 443))
v1 = b'PROXY TCP4 192.0.2.9 127.0.0.1 4712 443\r\n'
check_is('PROXY v1', get('/', port=P2, first=v1),
         (200, '192.0.2.9 4712 https a.example'))
check_is('PROXY v2', get('/', port=P2, first=v2),
         (200, '192.0.2.7 4711 https a.example'))
for header in (v1, v2):         # all in one piece
    c = context(TLS12)
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    o = c.wrap_bio(into, out, False, 'a.example')
    try:
        o.do_handshake()
    except ssl.SSLWantReadError:
        pass
    s = tcp(P2, header + out.read())
    s.settimeout(20)
    check_is('PROXY and ClientHello at once', s.recv(1), b'\x16')
    s.close()
s = tcp(P2, v1)
time.sleep(0.2)
s2 = context().wrap_socket(s, server_hostname='a.example')
check_is('PROXY, a pause, a handshake', ask(s2)[2][:9], b'192.0.2.9')
s = tcp(P2)
for b in v1:
    s.sendall(bytes([b]))
s2 = context().wrap_socket(s, server_hostname='a.example')
check_is('PROXY byte by byte', ask(s2)[2][:9], b'192.0.2.9')
check('no PROXY header', fails(port=P2) != '')
END
is 'curl, 10 MB' "$(curl -q -s -k --noproxy '*' "https://127.0.0.1:$P1/10m" | cksum)" "$(cksum <www/10m)"
is 'curl, two on a connection' "$(curl -q -s -k --noproxy '*' -w '%{num_connects} ' "https://127.0.0.1:$P1/0" "https://127.0.0.1:$P1/0")" '1 0 '
unlike 'no errors' "$(grep -v 'www/none\|too large body\|broken header\|became shorter' error.log)" '\[(error|alert|crit|emerg)\]'
