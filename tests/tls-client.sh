# Certificates of clients: who gets in, what the others are told, and what is
# known of them.
need_tls
cat "$PKI/ca.crt" "$PKI/other.crt" >both.crt
cat "$PKI/ca.crt" "$PKI/inter.crt" >known.crt
server() {      # server NAME VERIFY [MORE]
    echo "server { listen 127.0.0.1:$P1 ssl; server_name $1.example;
        ssl_verify_client $2; $3
        return 200 '\$ssl_client_verify|\$ssl_client_s_dn|\$server_name'; }"
}
ca="ssl_client_certificate $PKI/ca.crt;"
conf conf <<END
$(globals)
$(events)
http {
    ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;
    $(server off off)
    $(server on on "$ca")
    $(server optional optional "$ca")
    $(server noca optional_no_ca "$ca")
    $(server blind optional_no_ca)
    $(server trusted on "ssl_trusted_certificate $T/both.crt;")
    $(server depth on "$ca ssl_verify_depth 2;")
    $(server shallow on "$ca ssl_verify_depth 0;")
    $(server crl on "$ca ssl_crl $PKI/crl.pem;")
    $(server crl-both on "ssl_client_certificate $T/both.crt; ssl_crl $PKI/crl.pem;")
    $(server crl-noca optional_no_ca "$ca ssl_crl $PKI/crl.pem;")
    $(server crl-chain on "$ca ssl_crl $PKI/chain.crl;")
    $(server crl-all on "$ca ssl_crl $PKI/all.crl;")
    $(server crl-known on "ssl_client_certificate $T/known.crt; ssl_crl $PKI/all.crl;")
    $(server same on "$ca")
    $(server both on "$ca ssl_trusted_certificate $PKI/other.crt;")
    server { listen 127.0.0.1:$P2 ssl; $ca ssl_verify_client optional;
        return 200 '\$ssl_client_i_dn|\$ssl_client_serial|\$ssl_client_fingerprint|\$ssl_client_v_start|\$ssl_client_v_end|\$ssl_client_v_remain|\$ssl_client_escaped_cert|\$ssl_client_raw_cert|\$ssl_client_cert|\$ssl_client_i_dn_legacy|\$ssl_client_s_dn_legacy|\$ssl_client_s_dn|'; }
    server { listen 127.0.0.1:$P3 ssl; $ca ssl_verify_client on; root $T;
        error_page 495 496 =403 /why.html; location = /why.html { return 200 "why \$ssl_client_verify"; } }
    server { listen 127.0.0.1:$P3 ssl; server_name crl.example; ssl_client_certificate $T/both.crt;
        ssl_verify_client on; ssl_crl $PKI/crl.pem;
        error_page 495 =403 /why.html; location = /why.html { return 200 "why \$ssl_client_verify"; } }
    server { listen 127.0.0.1:$P4 ssl; server_name https.example; 
        error_page 497 =301 https://\$host:\$server_port\$request_uri; }
    server { listen 127.0.0.1:$P5 ssl; root $T; }
}
END
start
py <<'END'
def see(name, cert=None, version=None, port=P1, host=None):
    try:
        status, text = get('/', context(version, cert=cert), name + '.example',
                           port, host)
    except ssl.SSLError as e:
        return e.reason
    if status == 400:
        return text.split('<center>')[2].split('</center>')[0]
    return text.rsplit('|', 1)[0] if status == 200 else status

dn = '|CN=good,O=Reuseport'
no = 'No required SSL certificate was sent'
bad = 'The SSL certificate error'
for version in (TLS12, None):
    for name, cert, want in (
            ('off', None, 'NONE|'), ('off', 'good.crt', 'NONE|'),
            ('on', None, no), ('on', 'good.crt', 'SUCCESS' + dn),
            ('on', 'expired.crt', bad), ('on', 'stranger.crt', bad),
            ('on', 'revoked.crt', 'SUCCESS|CN=revoked,O=Reuseport'),
            ('on', 'deep.crt', bad), ('optional', None, 'NONE|'),
            ('optional', 'good.crt', 'SUCCESS' + dn),
            ('optional', 'expired.crt', bad),
            ('optional', 'stranger.crt', bad),
            ('noca', None, 'NONE|'), ('noca', 'good.crt', 'SUCCESS' + dn),
            ('blind', 'good.crt', None), ('noca', 'stranger.crt', None),
            ('noca', 'deep.crt', None),
            ('noca', 'expired.crt', bad), ('blind', None, 'NONE|'),
            ('trusted', 'stranger.crt', 'SUCCESS|CN=stranger,O=Reuseport'),
            ('trusted', 'good.crt', 'SUCCESS' + dn), ('trusted', None, no),
            ('both', 'stranger.crt', 'SUCCESS|CN=stranger,O=Reuseport'),
            ('depth', 'deep.chain', 'SUCCESS|CN=deep,O=Reuseport'),
            ('on', 'deep.chain', 'SUCCESS|CN=deep,O=Reuseport'),
            ('shallow', 'deep.chain', bad),
            ('shallow', 'good.crt', 'SUCCESS' + dn),
            ('crl', 'good.crt', 'SUCCESS' + dn), ('crl', 'revoked.crt', bad),
            ('crl-both', 'stranger.crt', bad),
            ('crl-both', 'deep.chain', bad),
            ('crl-both', 'good.crt', 'SUCCESS' + dn),
            ('crl-noca', 'stranger.crt', None),
            ('crl-chain', 'deep.chain', 'SUCCESS|CN=deep,O=Reuseport'),
            ('crl-all', 'deep.chain', bad), ('crl-known', 'deep.crt', bad),
            ('crl-known', 'good.crt', 'SUCCESS' + dn)):
        if cert and '|' not in str(want) and want not in (no, bad, None):
            raise SystemExit('a mistake in the table')
        got = see(name, cert, version)
        if want is None:        # known, but by nobody
            check('%s, %s' % (name, cert), str(got).startswith(
                  'FAILED:unable to verify the certificate|CN='), got)
        else:
            check_is('%s, %s' % (name, cert), got, want)

# Host and the name of the handshake: fine where the rules are the same.
for name, host, cert, want in (
        ('on', 'same', 'good.crt', 'SUCCESS' + dn), ('on', 'crl', 'good.crt', 421),
        ('off', 'on', None, 421), ('off', 'optional', None, 421),
        ('on', 'off', 'good.crt', 'SUCCESS' + dn), ('off', 'nobody', None, 'NONE|'),
        ('optional', 'on', 'good.crt', 421),
        ('on', 'depth', 'good.crt', 421)):
    check_is('name %s, Host %s' % (name, host),
             see(name, cert, host=host + '.example'), want)

status, text = get('/', context(), None, host='on.example')
check_is('no name, Host on', (status, no in text), (400, True))

# Names with all that is special in them.
want = os.popen('openssl x509 -noout -nameopt RFC2253 -subject -in ' +
                pki('odd.crt')).read().strip()[len('subject='):]
check_is('a name that is hard', see('on', 'odd.crt'), 'SUCCESS|' + want)

# All that is known.
def openssl(*args):
    return os.popen('openssl x509 -noout -in %s %s' % (pki('good.crt'),
                    ' '.join(args))).read().strip().split('=', 1)[-1]
status, text = get('/', context(cert='good.crt'), port=P2)
v = text.split('|')
pem = open(pki('good.crt')).read()
check_is('$ssl_client_i_dn', v[0], 'CN=ca')
check_is('$ssl_client_serial', v[1], openssl('-serial'))
check_is('$ssl_client_fingerprint', v[2],
         openssl('-fingerprint', '-sha1').replace(':', '').lower())
check_is('$ssl_client_v_start', v[3], openssl('-startdate'))
check_is('$ssl_client_v_end', v[4], openssl('-enddate'))
check('$ssl_client_v_remain', v[5] in ('3649', '3650'), v[5])
import urllib.parse
check_is('$ssl_client_escaped_cert', urllib.parse.unquote(v[6]), pem)
check_is('$ssl_client_escaped_cert: how', v[6], urllib.parse.quote(pem,
         safe=''))
check_is('$ssl_client_raw_cert', v[7], pem)
check_is('$ssl_client_cert', v[8], pem.strip().replace('\n', '\n\t'))
check_is('$ssl_client_i_dn_legacy', v[9], '/CN=ca')
check_is('$ssl_client_s_dn_legacy', v[10], '/O=Reuseport/CN=good')
check_is('without a certificate', get('/', port=P2)[1], '|' * 12)

# A big one, with a name that is long and hard.
units = ['OU=a-unit-of-an-organization-whose-name-is-long-%d.%d' % (n, i)
         for n in range(1, 9) for i in range(1, 7)]
pem = open(pki('hard.crt')).read()
for version in (TLS12, None):
    v = get('/', context(version, cert='hard.crt'), port=P2)[1].split('|')
    check('it is big', len(pem) > 8192, len(pem))
    check_is('a big certificate', v[7], pem)
    check_is('a big certificate, indented', v[8], pem.strip().replace(
             '\n', '\n\t'))
    check_is('a big certificate, escaped', v[6], urllib.parse.quote(pem,
             safe=''))
    names = ['O=Gr\\C3\\B6\\C3\\9Fe\\, \\"1\\"'] + units
    check_is('a long name', v[11].split(',')[1:-2], names[:0:-1])
    check('its ends', v[11].startswith(('CN=hard\\ +UID=x,', 'UID=x+CN=hard\\ ,'))
          and v[11].endswith(',' + names[0]), v[11])
    check_is('the same before RFC 2253', v[10].split('/')[1:-1],
             ['O=Gr\\xC3\\xB6\\xC3\\x9Fe, "1"'] + units)
    check('its end', v[10].endswith(('/UID=x+CN=hard ', '/CN=hard +UID=x')), v[10])

# Pages of one's own.
check_is('496', get('/', port=P3), (403, 'why NONE'))
status, text = get('/', context(cert='expired.crt'), port=P3)
check_is('495', (status, text), (403, 'why FAILED:certificate has expired'))

for name, cert, want in (
        ('crl', 'stranger.crt', 'unable to get certificate CRL'),
        ('crl', 'deep.chain', 'unable to get certificate CRL'),
        ('crl', 'revoked.crt', 'certificate revoked'),
        ('a', 'wrong.crt', 'unsuitable certificate purpose')):
    status, text = get('/', context(cert=cert), name + '.example', P3)
    check_is('why not ' + cert, text, 'why FAILED:' + want)

# Plain text on such a port.
def plain(port, text=b'GET /a?b=c HTTP/1.1\r\nHost: h.example\r\n\r\n'):
    s = tcp(port, text)
    return until_closed(s)[0].decode('latin-1')
text = plain(P5)
check('497', text.startswith('HTTP/1.1 400 Bad Request\r\n') and
      'The plain HTTP request was sent to HTTPS port' in text and
      'Connection: close' in text, text)
text = plain(P4)
check('497, a redirect', text.startswith('HTTP/1.1 301 ') and
      'Location: https://h.example:%d/a?b=c\r\n' % P4 in text, text)
check('497 before what the client would need', 'plain HTTP' in plain(P3))
check('an empty line before it', 'plain HTTP' in
      plain(P5, b'\r\nGET / HTTP/1.0\r\n\r\n'))
text = plain(P5, b'nonsense\r\n\r\n')
check('nonsense', text.startswith('HTTP/1.1 400') or '400 Bad' in text, text)
END
log=$(cat error.log)
like 'the log tells of a missing one' "$log" '\[info\].*client sent no required SSL certificate.*client: 127'
like 'the log tells of a bad one' "$log" '\[info\].*client SSL certificate verify error.*certificate has expired'
like 'the log tells of plain text' "$log" '\[info\].*client sent plain HTTP request to HTTPS port'

# Those of ssl_trusted_certificate are not told.
told() {        # told NAME: the common names that openssl is told
    echo | openssl s_client -connect "127.0.0.1:$P1" -servername "$1.example" \
        -tls1_2 2>&1 | sed -n 's/^\/*CN *= *\([a-z]*\)$/\1/p' | tr '\n' ' '
}
is 'told: of ssl_client_certificate' "$(told on)" 'ca '
is 'told: not those trusted as well' "$(told both)" 'ca '
is 'told: nobody' "$(told trusted)" ''
