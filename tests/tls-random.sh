# What is drawn is never drawn twice: by no two workers, nor by one that takes
# the place of another.
. "$TESTS/work-proc.sh"
need_tls
need_proc
EXPECT_CRASH=1
conf conf <<END
worker_processes 4;
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    server { listen 127.0.0.1:$P1 ssl; ssl_session_cache shared:a:64k; return 200 "\$pid"; }
}
END
start
ok 'four workers' wait_for 10 workers_are 4
py <<'END'
randoms, shares, ids, ivs, pids = [], [], [], [], {}

def messages(raw):
    """The unencrypted messages of a handshake."""
    flat, at, found = b'', 0, {}
    while at + 5 <= len(raw) and raw[at] == 22:
        n = struct.unpack('!H', raw[at + 3:at + 5])[0]
        flat += raw[at + 5:at + 5 + n]
        at += 5 + n
    at = 0
    while at + 4 <= len(flat) and flat[at] in (2, 4, 11, 12, 13, 14):
        n = int.from_bytes(flat[at + 1:at + 4], 'big')
        found[flat[at]] = flat[at + 4:at + 4 + n]
        at += 4 + n
    return found

def draw(n, ticket=True):
    for i in range(n):
        r = Raw(context(TLS12, 'ECDHE+AESGCM', ticket=ticket))
        m = messages(r.raw)
        r.sendall(b'GET / HTTP/1.0\r\n\r\n')
        got = b''
        while not got.endswith(b'\r\n\r\n') and b'\r\n\r\n' not in got[:-1]:
            got += r.recv(9999)
        pid = got.split(b'\r\n\r\n')[1] or r.recv(99)
        pids[pid] = pids.get(pid, 0) + 1
        # The first four bytes may be the time.
        randoms.append(m[2][6:34])
        sid = m[2][35:35 + m[2][34]]
        if sid:
            ids.append(sid)
        shares.append(m[12][4:4 + m[12][3]])
        if 4 in m:
            ivs.append(m[4][6 + 16:6 + 28])
        r.close()

def draw_all(so_many):
    """Draws until so many workers have drawn."""
    for i in range(50):
        if len(pids) >= so_many:
            break
        draw(10)
    check('%d workers' % so_many, len(pids) == so_many, pids)

n = 20 if SLOW else 60
draw(n)
draw(n // 2, False)
draw_all(4)
for again in range(2):
    killed = workers()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: len(set(workers()) - set(killed)) == 4)
    draw_all(8 + 4 * again)
total = sum(pids.values())
for what, drawn in (('randoms', randoms), ('key shares', shares),
                    ('session ids', ids), ('nonces of tickets', ivs)):
    check('%s: %d, no two alike' % (what, len(drawn)),
          len(drawn) == len(set(drawn)) and len(drawn) >= n // 2,
          len(set(drawn)))
check_is('all that there should be', (len(randoms), len(shares)), (total, total))
check('none is empty', min(len(x) for x in randoms + shares) >= 28)
END
