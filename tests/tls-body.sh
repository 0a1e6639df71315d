# Bodies of requests over TLS arrive as they were sent.
# san: none
need_tls
# shellcheck disable=SC2086
if ! ${CC:-cc} -O0 -std=c11 -DRPD_NO_MAIN -I"$TESTS/.." "$TESTS/embed.c" \
    "$TESTS/../reuseportd.c" -o "$T/embed" $TLS_FLAGS $LDLIBS >"$T/cc.log" 2>&1
then
    skip "embed.c does not build: $(head -n 1 "$T/cc.log")"
fi
RPD=$T/embed
conf conf <<END
$(globals)
worker_processes 2;
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    client_max_body_size 20m; client_body_buffer_size 16k;
    client_body_temp_path $T/temp; client_body_in_file_only on;
    server { listen 127.0.0.1:$P1 ssl; location / { handler echo; } }
}
END
start
py <<'END'
import glob

def same(text, s, body):
    status = response(s)[0]
    check_is(text + ': status', status, 200)
    name = max((f for f in glob.glob(T + '/temp/**', recursive=True)
                if os.path.isfile(f)), key=os.path.getmtime)
    with open(name, 'rb') as f:
        check(text, f.read() == body)
    os.unlink(name)

for n in (1, 5000, 16384, 16385, 100000, 3000000):
    with connect() as s:
        body = os.urandom(n)
        s.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n' % n)
        s.sendall(body)
        same('a body of %d' % n, s, body)
        s.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n' % n
                  + body)
        same('behind its head', s, body)
        s.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
        for at in range(0, n, 30011):
            part = body[at:at + 30011]
            s.sendall(b'%x\r\n' % len(part) + part + b'\r\n')
        s.sendall(b'0\r\n\r\n')
        same('chunked, %d' % n, s, body)
with connect() as s:
    s.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n'
              b'Content-Length: 5\r\n\r\n')
    check('100', s.recv(99).startswith(b'HTTP/1.1 100 '))
    s.sendall(b'hello')
    same('and then', s, b'hello')
with connect() as s:            # slowly, many records
    body = os.urandom(2000)
    s.sendall(b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n')
    for at in range(0, 2000, 50):
        s.sendall(body[at:at + 50])
        time.sleep(0.005)
    same('slowly', s, body)
END
head -c 3000000 /dev/urandom >3m
is 'curl, 3 MB' "$(curl -q -s -k --noproxy '*' --data-binary @3m -o /dev/null -w '%{http_code}' "https://127.0.0.1:$P1/echo")" 200
ok 'all of them' cmp 3m "$(find temp -type f)"
unlike 'no errors' "$(cat error.log)" '\[(error|alert|crit|emerg)\]'
