# What the tls-* cases need of Python: clients that see every record, and
# checks that count. `py` in lib.sh puts "from tls import *" before a script.
import faulthandler
import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time

T = os.environ['T']
PKI = os.environ['PKI']
SRV = int(os.environ.get('SRV') or 0)
P1, P2, P3, P4, P5, P6 = [int(p) for p in os.environ['PORTS'].split()]
TLS12 = ssl.TLSVersion.TLSv1_2
TLS13 = ssl.TLSVersion.TLSv1_3
# What takes long takes longer under the sanitizers, and in an emulator.
SLOW = os.environ['LABEL'].endswith('/san') or bool(os.environ.get('EMU'))
faulthandler.register(signal.SIGALRM, chain=True)
signal.alarm(150)


def check(text, good, detail=''):
    with open(T + ('.pass' if good else '.fail'), 'a') as f:
        f.write('p' if good else 'f')
    if not good:
        print('not ok - %s: %s' % (os.environ['LABEL'], text), end='')
        print(': %.1500s' % (detail,) if detail != '' else '')


def check_is(text, got, want):
    check(text, got == want, 'got %r, expected %r' % (got, want))


def pki(name):
    return os.path.join(PKI, name)


def context(version=None, ciphers=None, alpn=None, cert=None, curve=None,
            verify=True, ticket=True):
    """A client's: one TLS version, or all that are of use."""
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    c.check_hostname = False
    if verify:
        c.load_verify_locations(pki('ca.crt'))
    else:
        c.verify_mode = ssl.CERT_NONE
    c.minimum_version = version or TLS12
    if version:
        c.maximum_version = version
    if ciphers:
        c.set_ciphers(ciphers)
    if alpn:
        c.set_alpn_protocols(alpn)
    if cert:
        c.load_cert_chain(pki(cert), pki(cert.split('.')[0] + '.key'))
    if curve:
        c.set_ecdh_curve(curve)
    if not ticket:
        c.options |= ssl.OP_NO_TICKET
    return c


def tcp(port=P1, first=b''):
    s = socket.create_connection(('127.0.0.1', port), 60)
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if first:
        s.sendall(first)
    return s


def connect(c=None, name='a.example', port=P1, session=None, first=b''):
    """An established connection; raises ssl.SSLError or OSError."""
    s = tcp(port, first)
    try:
        return (c or context()).wrap_socket(s, server_hostname=name,
                                            session=session)
    except BaseException:
        s.close()
        raise


def response(s):
    """Status, head and body of one answer, by its Content-Length."""
    buf = b''
    while b'\r\n\r\n' not in buf:
        more = s.recv(65536)
        if not more:
            return 0, buf.decode('latin-1'), b''
        buf += more
    head, body = buf.split(b'\r\n\r\n', 1)
    head = head.decode('latin-1')
    n = 0
    for line in head.split('\r\n')[1:]:
        if line.lower().startswith('content-length:'):
            n = int(line.split(':')[1])
    parts = [body]
    have = len(body)
    while have < n:
        more = s.recv(65536)
        if not more:
            break
        parts.append(more)
        have += len(more)
    return int(head.split()[1]), head, b''.join(parts)


def ask(s, path='/', host='a.example', more=''):
    s.sendall(('GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n' %
               (path, host, more)).encode())
    return response(s)


def get(path='/', c=None, name='a.example', port=P1, host=None, session=None,
        first=b''):
    """Status and text of one answer, on a connection of its own."""
    s = connect(c, name, port, session, first)
    try:
        status, head, body = ask(s, path, host or name or 'a.example')
    finally:
        s.close()
    return status, body.decode('latin-1')


def fails(**args):
    """Why there is no connection; '' when there is one."""
    try:
        connect(**args).close()
        return ''
    except ssl.SSLError as e:
        return e.reason or str(e)
    except OSError as e:
        return type(e).__name__


def common_name(s):
    return dict(x[0] for x in s.getpeercert()['subject']).get('commonName')


def records(raw):
    """(type, length) of each whole record."""
    at, found = 0, []
    while at + 5 <= len(raw):
        kind, version, n = struct.unpack('!BHH', raw[at:at + 5])
        if at + 5 + n > len(raw):
            break
        found.append((kind, n))
        at += 5 + n
    return found


class Raw:
    """A client that keeps all bytes which it has received in .raw."""

    def __init__(self, c=None, name='a.example', port=P1, session=None):
        self.sock = tcp(port)
        self.into, self.out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.ssl = (c or context()).wrap_bio(self.into, self.out, False, name,
                                             session=session)
        self.raw = b''
        self.eof = False
        self.bye = False        # close_notify has come
        self.call(self.ssl.do_handshake)

    def flush(self):
        data = self.out.read()
        if data:
            self.sock.sendall(data)

    def call(self, what, *args):
        while True:
            try:
                got = what(*args)
                self.flush()
                return got
            except ssl.SSLWantReadError:
                self.flush()
                data = self.sock.recv(65536)
                self.raw += data
                if data:
                    self.into.write(data)
                else:
                    self.eof = True
                    self.into.write_eof()

    def sendall(self, data):
        self.call(self.ssl.write, data)

    def recv(self, n):
        got = self.call(self.ssl.read, n)
        self.bye = got == b''
        return got

    def close(self):
        self.sock.close()


def hello(name=b'', version=0x0303, ciphers=(0xc02b, 0xc02f, 0xcca9, 0xcca8),
          extra=b'', bare=False):
    """The record of a ClientHello, as bytes."""
    ext = b''
    if name:
        one = struct.pack('!BH', 0, len(name)) + name
        one = struct.pack('!H', len(one)) + one
        ext += struct.pack('!HH', 0, len(one)) + one
    groups = struct.pack('!HHH', 4, 29, 23)
    ext += struct.pack('!HH', 10, len(groups)) + groups
    algs = struct.pack('!HHHH', 6, 0x0403, 0x0804, 0x0401)
    ext += struct.pack('!HH', 13, len(algs)) + algs
    ext += struct.pack('!HHBB', 11, 2, 1, 0) + extra
    suites = b''.join(struct.pack('!H', x) for x in ciphers)
    body = (struct.pack('!H', version) + os.urandom(32) + b'\0' +
            struct.pack('!H', len(suites)) + suites + b'\1\0' +
            struct.pack('!H', len(ext)) + ext)
    body = b'\1' + struct.pack('!I', len(body))[1:] + body
    if bare:
        return body
    return struct.pack('!BHH', 22, 0x0301, len(body)) + body


def until_closed(s, limit=20):
    """All bytes that come, and what ended it: eof, reset or timeout."""
    s.settimeout(limit)
    got = b''
    try:
        while True:
            data = s.recv(65536)
            if not data:
                return got, 'eof'
            got += data
    except socket.timeout:
        return got, 'timeout'
    except OSError:
        return got, 'reset'


def log():
    with open(T + '/error.log', errors='replace') as f:
        return f.read()


def wait_for(what, seconds=15):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.03)
    return False


def title_of(pid):
    """What a process calls itself; an emulator has its own, so the log tells."""
    if os.environ.get('EMU'):
        with open(T + '/error.log', errors='replace') as f:
            log = f.read()
        return ('reuseportd: worker process' if
                ' start worker process %s\n' % pid in log and
                ' %s#0: gracefully shutting' % pid not in log else '')
    with open('/proc/%s/cmdline' % pid) as f:
        return f.read().replace('\0', ' ').strip()


def workers():
    """Ids of the workers that serve."""
    found = []
    for pid in os.listdir('/proc'):
        if pid.isdigit():
            try:
                with open('/proc/%s/stat' % pid) as f:
                    stat = f.read()
                title = title_of(pid)
            except OSError:
                continue
            fields = stat[stat.rindex(')') + 2:].split()
            if (int(fields[1]) == SRV and fields[0] != 'Z' and
                    title == 'reuseportd: worker process'):
                found.append(int(pid))
    return found


def reload():
    """HUP, and the new configuration is there."""
    n = log().count('reconfigured')
    os.kill(SRV, signal.SIGHUP)
    return wait_for(lambda: log().count('reconfigured') > n, 20)
