# Certificates: which one a client gets, chains, keys in all their forms.
need_tls
echo secret >pass
printf 'wrong\n\nsecret\nmore\n' >words
# Keys as OpenSSL encrypts them by itself, and in its other ways.
openssl pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret -in "$PKI/a.key" \
    -out locked.pem 2>/dev/null
openssl pkcs8 -topk8 -v2 aes-128-cbc -passout pass:secret -in "$PKI/rsa.key" \
    -outform DER -out locked.der 2>/dev/null
server() {      # server CERT NAMES [MORE]
    echo "server { listen 127.0.0.1:${4:-$P1} ssl; server_name $2;
        ssl_certificate $PKI/$1.crt; ssl_certificate_key $PKI/$1.key; $3
        return 200 \"\$server_name \$ssl_server_name\"; }"
}
conf conf <<END
$(globals)
$(events)
http {
    $(server a 'first.example ~^re(\d+)\.example$')
    $(server b 'b.example *.b.example')
    $(server c '*.wild.example tail.*')
    $(server leaf '~^rx\.')
    server { listen 127.0.0.1:$P1 ssl; server_name locked.example;
        ssl_certificate $PKI/rsa.crt; ssl_certificate_key $PKI/locked.key;
        ssl_password_file $T/words; return 200 locked; }
    server { listen 127.0.0.1:$P1 ssl; server_name pkcs8.example;
        ssl_certificate $PKI/a.crt; ssl_certificate_key locked.pem;
        ssl_password_file $T/words; return 200 pkcs8; }
    server { listen 127.0.0.1:$P1 ssl; server_name pkcs8der.example;
        ssl_certificate $PKI/rsa.crt; ssl_certificate_key locked.der;
        ssl_password_file $T/words; return 200 pkcs8der; }
    server { listen 127.0.0.1:$P1 ssl; server_name der.example;
        ssl_certificate $PKI/a.der; ssl_certificate_key $PKI/a.key.der;
        return 200 der; }
    server { listen 127.0.0.1:$P1 ssl; server_name reject.example;
        ssl_reject_handshake on; }
    server { listen 127.0.0.1:$P1; server_name none.example; }
    server { listen 127.0.0.1:$P2 ssl;
        ssl_certificate $PKI/leaf.chain; ssl_certificate_key $PKI/leaf.key;
        ssl_certificate $PKI/rsa.crt; ssl_certificate_key $PKI/rsa.key;
        return 200 two; }
    server { listen 127.0.0.1:$P3 ssl default_server; ssl_reject_handshake on;
        return 200 even-so; }
    server { listen 127.0.0.1:$P3 ssl; server_name only.example;
        ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
        return 200 only; }
    ssl_certificate $PKI/good.crt; ssl_certificate_key $PKI/good.key;
    server { listen 127.0.0.1:$P4 ssl; return 200 inherits; }
    server { listen 127.0.0.1:$P4 ssl; server_name own.example;
        ssl_certificate $PKI/b.crt; ssl_certificate_key $PKI/b.key; }
}
END
cp "$PKI/rsa.crt" .
start
py <<'END'
def who(name, port=P1, **args):
    try:
        s = connect(context(**args), name, port)
    except ssl.SSLError as e:
        return e.reason
    with s:
        return common_name(s)
for name, want in (
        ('first.example', 'a'), ('FIRST.Example', 'a'), (None, 'a'),
        ('nobody.example', 'a'), ('b.example', 'b'), ('x.b.example', 'b'),
        ('x.y.b.example', 'b'), ('w.wild.example', 'c'), ('tail.org', 'c'),
        ('wild.example', 'a'), ('re17.example', 'a'),
        ('locked.example', 'rsa'), ('pkcs8.example', 'a'),
        ('pkcs8der.example', 'rsa'), ('der.example', 'a')):
    check_is('certificate for %s' % name, who(name), want)
check_is('a chain without its intermediate', who('rx.example'),
         'CERTIFICATE_VERIFY_FAILED')
check_is('and the one it is', ssl.get_server_certificate(('127.0.0.1', P1)) ==
         ssl.get_server_certificate(('127.0.0.1', P1), timeout=9), True)
check_is('a chain', who('x', P2, ciphers='ECDHE+aECDSA', version=TLS12), 'leaf')
check_is('RSA for who knows nothing else',
         who('x', P2, ciphers='ECDHE+aRSA', version=TLS12), 'rsa')
check_is('the first for who knows both',
         who('x', P2, ciphers='ECDHE+aRSA:ECDHE+aECDSA', version=TLS12), 'leaf')
check_is('inherited', who(None, P4), 'good')
check_is('not inherited', who('own.example', P4), 'b')
check_is('one that fits none of the client\'s ciphers',
         who('b.example', ciphers='ECDHE+aRSA', version=TLS12) in (
         'SSLV3_ALERT_HANDSHAKE_FAILURE', 'SSLV3_ALERT_INSUFFICIENT_SECURITY'),
         True)

# The name as variables see it, and the Host that another server answers.
check_is('names', get('/', name='FIRST.example')[1],
         'first.example FIRST.example')
check_is('a regular expression', get('/', name='re5.example')[1],
         'first.example re5.example')
check_is('no name', get('/', name=None, host='b.example')[1], 'b.example ')
check_is('a Host of another server', get('/', name='first.example',
         host='b.example')[1], 'b.example first.example')
check_is('with a dot', (lambda s: (s.sendall(hello(b'b.example.')),
         s.recv(99)[:1])[1])(tcp()), b'\x16')

# ssl_reject_handshake
for name, port in (('reject.example', P1), ('x.example', P3), (None, P3)):
    try:
        connect(name=name, port=port)
        check('rejected', False)
    except ssl.SSLError as e:
        check_is('rejected: the alert', e.reason, 'TLSV1_UNRECOGNIZED_NAME')
s = tcp(P3)
s.sendall(hello(b'x.example'))
check_is('the alert\'s bytes', until_closed(s), (b'\x15\3\3\0\2\2\x70', 'eof'))
check_is('but not that name', get('/', name='only.example', port=P3),
         (200, 'only'))
check_is('a Host of a rejecting server', get('/', name='only.example', port=P3,
         host="x.example"), (200, "even-so"))
END
like 'rejected: the log' "$(cat error.log)" \
    '\[info\] .* handshake rejected while SSL handshaking, client: 127\.0\.0\.1, server: 127\.0\.0\.1:'
unlike 'the log has no errors' "$(cat error.log)" '\[(error|alert|crit|emerg)\]'
is 'curl' "$(curl -q -s --noproxy '*' --cacert "$PKI/ca.crt" \
    --resolve "b.example:$P1:127.0.0.1" "https://b.example:$P1/")" \
    'b.example b.example'
like 'openssl sees the chain' "$(echo | openssl s_client -connect \
    "127.0.0.1:$P2" -CAfile "$PKI/ca.crt" -cipher ECDHE+aECDSA -tls1_2 2>&1)" \
    'Verify return code: 0 \(ok\)'

# Every AES and every hash that openssl has here; and never with other words.
echo wrong >wrong
loads() {       # loads KEY PASSWORDS: the status of -t
    cat >x.conf <<END
events { } http { server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/a.crt;
    ssl_certificate_key $1; ssl_password_file $2; } }
END
    "$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" >x.out 2>&1
    echo $?
}
for how in 128 192 256 '256 -v2prf hmacWithSHA1' '256 -v2prf hmacWithSHA512'; do
    # shellcheck disable=SC2086
    openssl pkcs8 -topk8 -v2 aes-${how%% *}-cbc ${how#"${how%% *}"} \
        -passout pass:secret -in "$PKI/a.key" -out x.pem 2>/dev/null ||
        continue
    is "AES-$how" "$(loads x.pem words)" 0
    is "AES-$how, another password" "$(loads x.pem wrong)" 1
    like "AES-$how, another password" "$(cat x.out)" \
        "cannot load certificate key \"$T/x.pem\": .+ in $T/x.conf:2"
done
