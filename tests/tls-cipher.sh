# What is agreed: protocols, ciphers and their order, curves, ALPN.
need_tls
modern=
! tls13 || modern=yes
server() {      # server PORT MORE
    echo "server { listen 127.0.0.1:$1 ssl; $2 }"
}
names() {       # names NAME MORE
    echo "server { listen 127.0.0.1:$P1 ssl; server_name $1.example; $2 }"
}
conf conf <<END
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    ssl_certificate $PKI/rsa.crt; ssl_certificate_key $PKI/rsa.key;
    location / { return 200 "\$ssl_protocol \$ssl_cipher \$ssl_alpn_protocol|\$ssl_ciphers|\$ssl_curves|\$ssl_curve"; }
    $(names default '')
    $(names chacha 'ssl_ciphers ECDHE-ECDSA-CHACHA20-POLY1305;')
    $(names iana 'ssl_ciphers TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;')
    $(names class 'ssl_ciphers ECDHE+aRSA+AESGCM:!AES128;')
    $(names not 'ssl_ciphers HIGH:!CHACHA20:!AESGCM:!CAMELLIA:!ARIA:!AESCCM:!DHE:!kRSA:!SHA1;')
    $(names rsa 'ssl_ciphers kRSA+AES128+SHA;')
    $(names order 'ssl_ciphers ECDHE+AES256+SHA384:ECDHE+AESGCM;')
    $(names client 'ssl_prefer_server_ciphers off; ssl_ciphers ECDHE+AES256:ECDHE+AES128;')
    $(names unknown 'ssl_ciphers "NONESUCH ECDHE-RSA-AES256-GCM-SHA384";')
    $(names p384 'ssl_ecdh_curve secp384r1;')
    $(names x25519 'ssl_ecdh_curve X25519;')
    $(names p256first 'ssl_ecdh_curve P-256:X25519;')
    $(names old 'ssl_protocols TLSv1.2;')
    ${modern:+$(names new 'ssl_protocols TLSv1.3;')}
}
END
sed 's,^    location / { \(return .*;\) }$,    \1,' conf | awk '
    /^    return/ { answer = $0; next }
    /^    server / { sub(/ }$/, answer " }") }
    { print }' >conf.new
mv conf.new conf
start
MODERN=$modern
LIBRARY=$("$RPD" -V 2>&1 | sed -n 's/^mbedTLS: //p')
export MODERN LIBRARY
py <<'END'
modern = bool(os.environ['MODERN'])

def agreed(name, ciphers=None, version=TLS12, **args):
    try:
        s = connect(context(version, ciphers, **args), name + '.example')
    except ssl.SSLError as e:
        return e.reason
    with s:
        text = ask(s, host=name + '.example')[2].decode()
        check_is('%s: the server says the same' % name,
                 text.split(' ')[1], s.cipher()[0])
        return s.cipher()[0]

def refused(text, got):
    check(text, got in ('SSLV3_ALERT_HANDSHAKE_FAILURE',
          'SSLV3_ALERT_INSUFFICIENT_SECURITY', 'TLSV1_ALERT_PROTOCOL_VERSION',
          'TLSV1_ALERT_INSUFFICIENT_SECURITY', 'UNEXPECTED_EOF_WHILE_READING'),
          got)

# By default ChaCha20 comes first, then AES in GCM; ECDSA before RSA.
check_is('default', agreed('default'), 'ECDHE-ECDSA-CHACHA20-POLY1305')
check_is('default, no ChaCha', agreed('default', 'HIGH:!CHACHA20:!DHE:!ARIA'),
         'ECDHE-ECDSA-AES128-GCM-SHA256' if agreed('default',
         'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384').
         startswith('ECDHE-ECDSA-AES128') else 'ECDHE-ECDSA-AES256-GCM-SHA384')
check_is('default, RSA', agreed('default', 'ECDHE+aRSA'),
         'ECDHE-RSA-CHACHA20-POLY1305')
refused('default: none without forward secrecy', agreed('default', 'kRSA'))
check_is('one by OpenSSL\'s name', agreed('chacha'),
         'ECDHE-ECDSA-CHACHA20-POLY1305')
refused('and no other', agreed('chacha', 'ECDHE+AES'))
check_is('one by its IANA name', agreed('iana'), 'ECDHE-RSA-AES128-GCM-SHA256')
check_is('classes', agreed('class'), 'ECDHE-RSA-AES256-GCM-SHA384')
refused('classes: what is taken out', agreed('class', 'AES128'))
check('taken out one by one', agreed('not') in ('ECDHE-ECDSA-AES256-SHA384',
      'ECDHE-ECDSA-AES128-SHA256'), agreed('not'))
if os.environ['LIBRARY'] < '4':
    check_is('without ECDHE', agreed('rsa', 'ALL:@SECLEVEL=0'), 'AES128-SHA')
check_is('the server\'s order', agreed('order',
         'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA384'),
         'ECDHE-ECDSA-AES256-SHA384')
check_is('an unknown one is left out', agreed('unknown'),
         'ECDHE-RSA-AES256-GCM-SHA384')
if modern:
    check_is('the client\'s order', agreed('client',
         'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384'),
         'ECDHE-ECDSA-AES128-GCM-SHA256')
    check('TLS 1.3', agreed('default', version=TLS13).startswith('TLS_'))
    check('1.3 by itself', agreed('new', version=None).startswith('TLS_'))
    refused('1.3 only', agreed('new', version=TLS12))
    refused('1.2 only', agreed('old', version=TLS13))
check_is('1.2', agreed('old', version=None)[:5], 'ECDHE')
s = tcp()
s.sendall(hello(b'x', 0x0302))
check_is('TLS 1.1: the alert', until_closed(s)[0][5:], b'\2\x46')

# Curves: the client has one, and gets in or not.
for name, curve, good in (
        ('p384', 'secp384r1', 1), ('p384', 'prime256v1', 0),
        ('x25519', 'X25519', 1), ('x25519', 'prime256v1', 0),
        ('default', 'X25519', 1), ('default', 'prime256v1', 1),
        ('default', 'secp384r1', 1), ('default', 'secp521r1', 0)):
    got = agreed(name, curve=curve, ciphers='ECDHE+aRSA')
    if good:
        check_is('%s, client has %s' % (name, curve), got[:6], 'ECDHE-')
    else:
        refused('%s, client has %s' % (name, curve), got)

def key_share(name):
    """The curve of the ServerKeyExchange."""
    r = Raw(context(TLS12, 'ECDHE+aECDSA'), name + '.example')
    at, raw = 0, r.raw
    flat = b''
    while at + 5 <= len(raw) and raw[at] == 22:
        n = struct.unpack('!H', raw[at + 3:at + 5])[0]
        flat += raw[at + 5:at + 5 + n]
        at += 5 + n
    at = 0
    while flat[at] != 12:
        at += 4 + int.from_bytes(flat[at + 1:at + 4], 'big')
    return int.from_bytes(flat[at + 5:at + 7], 'big')
check_is('the best curve first', [key_share('default'), key_share('p256first'),
         key_share('p384')], [29, 23, 24])

# $ssl_curve
def curve(how, name, **more):
    with connect(context(how, **more), name + '.example') as s:
        return ask(s, host=name + '.example')[2].decode().split('|')[3]
check_is('$ssl_curve', [curve(TLS12, 'default'), curve(TLS12, 'p256first'),
         curve(TLS12, 'p384'), curve(TLS12, 'default', curve='secp384r1')],
         ['X25519', 'prime256v1', 'secp384r1', 'secp384r1'])
if modern:
    check_is('$ssl_curve, 1.3', [curve(TLS13, 'default'),
             curve(TLS13, 'default', curve='secp384r1')],
             ['X25519', 'secp384r1'])

# ALPN
def alpn(*names):
    s = connect(context(TLS12, alpn=list(names) or None), 'default.example')
    with s:
        text = ask(s, host='default.example')[2].decode()
        check_is('ALPN %s: the variable' % (names,),
                 text.split('|')[0].split(' ')[2],
                 s.selected_alpn_protocol() or '')
        return s.selected_alpn_protocol()
check_is('ALPN', alpn('http/1.1'), 'http/1.1')
check_is('ALPN of a browser', alpn('h2', 'http/1.1'), 'http/1.1')
check_is('ALPN 1.0', alpn('http/1.0'), 'http/1.0')
check_is('ALPN of others', alpn('h2', 'acme-tls/1'), None)
check_is('no ALPN', alpn(), None)
if modern:
    with connect(context(TLS13, alpn=['h2']), 'default.example') as s:
        check_is('ALPN of others, 1.3', ask(s)[0], 200)

# The lists of the client.
with connect(context(TLS12, 'ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA:'
             'ECDHE-ECDSA-CHACHA20-POLY1305', curve='prime256v1'),
             'old.example') as s:
    text = ask(s, host='old.example')[2].decode().split('|')
    check('$ssl_ciphers', text[1].startswith('ECDHE-RSA-AES128-GCM-SHA256:' if
          text[1].startswith('ECDHE-RSA') else 'ECDHE-ECDSA-CHACHA20') and
          ('AES128-SHA' in text[1] or '0x002f' in text[1]) and
          '0x00ff' in text[1], text[1])
    check_is('$ssl_curves', text[2], 'prime256v1')
END
like 'unknown: a warning' "$(cat error.log stderr)" \
    '\[warn\] .*unknown cipher "NONESUCH" in "ssl_ciphers" of the server in .*conf:'
unlike 'no errors' "$(cat error.log)" '\[(error|alert|crit|emerg)\]'
