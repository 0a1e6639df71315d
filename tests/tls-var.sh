# Variables and links of a connection with TLS, and of one without.
need_tls
tls13 && modern=yes || modern=
mkdir dir
vars='$https|$scheme|$ssl_protocol|$ssl_cipher|$ssl_server_name|$ssl_session_reused|$ssl_client_verify|$server_port'
conf conf <<END
$(globals)
$(events)
http {
    log_format tls '\$ssl_protocol/\$ssl_cipher \$scheme "\$request" \$status';
    access_log $T/access.log tls;
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    root $T;
    server {
        listen 127.0.0.1:$P1 ssl;
        listen 127.0.0.1:$P2;
        location = /v { return 200 '$vars'; }
        location = /all { return 200 '\$ssl_alpn_protocol|\$ssl_ciphers|\$ssl_curves|\$ssl_session_id|\$ssl_client_cert|\$ssl_client_raw_cert|\$ssl_client_escaped_cert|\$ssl_client_s_dn|\$ssl_client_i_dn|\$ssl_client_serial|\$ssl_client_fingerprint|\$ssl_client_v_start|\$ssl_client_v_end|\$ssl_client_v_remain|\$ssl_client_s_dn_legacy|\$ssl_client_i_dn_legacy'; }
        location = /r { return 301 /x; }
        location /rw { rewrite ^ /y redirect; }
        if (\$https = "") { set \$plain yes; }
        location = /if { return 200 "plain=\$plain"; }
        location /p { port_in_redirect off; return 301 /z; }
    }
}
END
start
MODERN=$modern
export MODERN
py <<'END'
version = 'TLSv1.3' if os.environ['MODERN'] else 'TLSv1.2'
with connect() as s:
    cipher = s.cipher()[0]
    got = ask(s, '/v')[2].decode().split('|')
    check_is('with TLS', got, ['on', 'https', version, cipher, 'a.example', '.',
             'NONE', str(P1)])
    check_is('if', ask(s, '/if')[2], b'plain=')
    for path, want in (('/r', '/x'), ('/rw', '/y'), ('/dir', '/dir/')):
        head = ask(s, path)[1]
        check('redirect of %s' % path, 'Location: https://a.example:%d%s\r\n'
              % (P1, want) in head + '\r\n', head)
    check('no port', 'Location: https://a.example/z\r\n' in ask(s, '/p')[1] +
          '\r\n')
    got = ask(s, '/all')[2].decode().split('|')
    check('lists', ':' in got[1] and 'X25519' in got[2], got)
    check_is('no client\'s certificate', got[4:], [''] * 12)
for name in 'A.Example', 'a.example.', 'A.EXAMPLE.':
    check_is('the name as it came', get('/v', name=name)[1].split('|')[4], name)
s = tcp(P2)
check_is('without', ask(s, '/v')[2].decode(), '|http||||||%d' % P2)
check_is('without: if', ask(s, '/if')[2], b'plain=yes')
check_is('without: all', ask(s, '/all')[2], b'|' * 15)
head = ask(s, '/r')[1]
check('without: redirect', 'Location: http://a.example:%d/x' % P2 in head, head)
wait_for(lambda: 'http "GET /r' in open(T + '/access.log').read())
check('log', '%s/%s https "GET /v HTTP/1.1" 200\n' % (version, cipher) in
      open(T + '/access.log').read())
END
stop

# Port 443 is left out of links, where it can be had.
sed "s/127.0.0.1:$P1 ssl/127.0.0.1:443 ssl/" conf >conf.443
mv conf.443 conf
if "$RPD" -t -q -p "$T" -c "$T/conf" >/dev/null 2>&1 &&
    python3 -c 'import socket; s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", 443))' 2>/dev/null
then
    start
    like 'port 443' "$(curl -q -s -k --noproxy '*' -o /dev/null -D - \
        https://127.0.0.1/r)" '^Location: https://127\.0\.0\.1/x$'
fi
