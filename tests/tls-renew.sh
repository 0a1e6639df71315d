# Renewed certificates: by a reload, and without one; half a renewal keeps the
# old ones. Rotation of the keys for tickets loses no session.
# san: none
. "$TESTS/work-proc.sh"
need_tls
need_proc
EXPECT_CRASH=1
# shellcheck disable=SC2086
if ! ${CC:-cc} -std=c11 -O0 -DRPD_TLS_CHECK=500 "$TESTS/../reuseportd.c" \
    -o "$T/rpd" $TLS_FLAGS $LDLIBS >"$T/cc.log" 2>&1
then
    skip "no binary that looks often: $(head -n 1 "$T/cc.log")"
fi
RPD=$T/rpd
put() {         # put CERT [KEY]: as a client of ACME does, by renaming
    cp "$PKI/$1.crt" new && mv new site.crt
    cp "$PKI/${2:-$1}.key" new && mv new site.key
}
put a
cp "$PKI/crl.pem" crl.pem
conf conf <<END
worker_processes 2;
$(globals)
$(events)
http {
    keepalive_timeout 60;
    ssl_certificate site.crt; ssl_certificate_key site.key;
    server { listen 127.0.0.1:$P1 ssl; ssl_session_cache shared:a:64k; return 200 "\$pid"; }
    server { listen 127.0.0.1:$P2 ssl; server_name b.example; return 200 two; }
}
END
start
ok 'two workers' wait_for 10 workers_are 2
py <<'END'
import shutil

def put(cert, key=None):
    for src, dst in ((cert + '.crt', 'site.crt'), ((key or cert) + '.key',
                                                   'site.key')):
        shutil.copy(pki(src), T + '/new')
        os.rename(T + '/new', T + '/' + dst)

def shown(port=P1):
    with connect(port=port) as s:
        return common_name(s)

def all_show(name):
    return all(shown(p) == name for p in (P1, P2) * 5)

def lines(text):
    return log().count(text)

check('a', all_show('a'))
first = workers()
kept = connect()
check_is('kept alive', ask(kept)[0], 200)
c = context(TLS12)
with connect(c) as s:
    ask(s)
    session = s.session

put('b')
check('reload', reload())
check('b by HUP, from the first connection on', all_show('b'))
check_is('the kept one is served', ask(kept)[0], 200)
wait_for(lambda: len(workers()) == 2)
with connect(c, session=session) as s:
    check('the session of before', s.session_reused)

kept = connect()
ask(kept)
n = lines('certificates have changed')
put('c')
check('c by itself', wait_for(lambda: shown() == 'c'))
check('everywhere', wait_for(lambda: all_show('c')))
check_is('the log tells once', lines('certificates have changed'), n + 1)
check_is('the kept one is served', ask(kept)[0], 200)
with connect(c, session=session) as s:
    check('the session of before', s.session_reused)
check('other workers', wait_for(lambda: len(workers()) == 2 and
      not set(first) & set(workers())))

# Half a renewal: the certificate comes first.
n = lines('key values mismatch')
shutil.copy(pki('a.crt'), T + '/site.crt')
check('half: the log tells', wait_for(lambda: lines('key values mismatch') > n))
time.sleep(1.2)
check('half: the old one stays', all_show('c'))
check('half: it is not said again and again', lines('key values mismatch') <=
      n + 2, lines('key values mismatch') - n)
for pid in workers():
    os.kill(pid, signal.SIGKILL)
wait_for(lambda: len(workers()) == 2)
time.sleep(0.2)
check('half: new workers have the old one', all_show('c'))
n = lines('[emerg]')
os.kill(SRV, signal.SIGHUP)
check('half: HUP is refused', wait_for(lambda: lines('[emerg]') > n))
time.sleep(0.3)
check('half: and the old one stays', all_show('c'))
shutil.copy(pki('a.key'), T + '/site.key')
check('whole: the new one', wait_for(lambda: all_show('a')))
os.unlink(T + '/site.crt')
n = lines('cannot load certificate')
check('gone: the log tells', wait_for(lambda: lines('cannot load') > n))
check('gone: the old one stays', all_show('a'))
put('b')
check('back again', wait_for(lambda: all_show('b')))
with open(T + '/site.crt', 'w') as f:
    f.write('nonsense')
time.sleep(1.2)
check('nonsense: the old one stays', all_show('b'))
put('rsa')
check('of another kind', wait_for(lambda: all_show('rsa')))
time.sleep(1.2)                 # and quiet, when nothing changes
before = workers()
time.sleep(1.5)
check_is('no more changes, no more workers', sorted(workers()), sorted(before))
with connect(c, session=session) as s:
    check('no session of another kind of key', not s.session_reused)
put('c')
check('as it was', wait_for(lambda: all_show('c')))
with connect(c, session=session) as s:
    check('the session of the beginning', s.session_reused)
END
unlike 'no worker died of itself' "$(cat error.log)" 'exited on signal (6|7|8|11)\b'
