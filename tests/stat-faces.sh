# status: four faces of one table, each read by somebody else's parser.
command -v python3 > /dev/null || skip 'needs python3'
cat > "$T/check.py" <<'END'
import html.parser, json, re, sys
def fail(text):
    print(text)
    sys.exit(1)
def prometheus(text):
    types, samples, family = {}, set(), None
    if not text.endswith('\n'): fail('no newline at the end')
    for line in text.split('\n')[:-1]:
        m = re.fullmatch(r'# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)', line)
        if m:
            if m[1] == 'HELP':
                if m[2] in types: fail('family in two places: ' + line)
                family, types[m[2]] = m[2], None
            elif m[2] != family or m[3] not in ('gauge', 'counter'): fail(line)
            else: types[m[2]] = m[3]
            continue
        m = re.fullmatch(r'([a-z0-9_]+)(\{(.*)\})? (-?[0-9]+(\.[0-9]+)?)', line)
        if not m: fail('not a sample: ' + line)
        if m[1] != family or not types[family]: fail('outside its family: ' + line)
        if m[3] is not None and not re.fullmatch(
                r'([a-z_]+="([^"\\\n]|\\["\\n])*"(,|$))+', m[3]): fail('labels: ' + line)
        if m[1] + str(m[2]) in samples: fail('twice: ' + line)
        if (types[family] == 'counter') != m[1].endswith('_total'): fail('name: ' + line)
        if not m[1].startswith('reuseportd_'): fail('name: ' + line)
        samples.add(m[1] + str(m[2]))
    print(len(samples) > 30)
class Page(html.parser.HTMLParser):
    open = []
    void = ('meta', 'p', 'tr', 'th', 'td')     # no end, or one that may be left out
    def handle_starttag(self, tag, attrs):
        if tag not in self.void: self.open.append(tag)
        if tag in ('script', 'link', 'img', 'iframe'): fail(tag)
        for name, value in attrs:
            if name in ('src', 'href'): fail(name)
    def handle_endtag(self, tag):
        if tag not in self.void and self.open.pop() != tag: fail('tag not closed in turn: ' + tag)
def page(text):
    if len(text.encode()) > 6144: fail('size: %d' % len(text))
    if '<script' in text or 'http://' in text or 'https://' in text: fail('links')
    p = Page()
    p.feed(text)
    p.close()
    print(not p.open)
text = open(sys.argv[2], newline='').read()
if sys.argv[1] == 'json': print(eval(sys.argv[3], {'d': json.loads(text)}))
elif sys.argv[1] == 'prometheus': prometheus(text)
else: page(text)
END
conf conf <<END
worker_processes 4;
worker_stall_timeout 60s;
$(globals)
$(events)
http {
    access_log off;
    server {
        listen 127.0.0.1:$P1 backlog=99;
        listen 127.0.0.1:$P2;
        location /s { status; }
        location /ok { return 200; }
        location /no { return 404; }
        location /bad { return 503; }
        location /to { return 301 /ok; }
    }
}
END
start
for i in 1 2 3; do
    for p in /ok /no /bad /to; do code $p >/dev/null; done
    (P1=$P2 code /ok >/dev/null)
done

face() {        # face FORMAT: the answer in $T/face, its head in $head
    http "/s$1" -D "$T/head" -o "$T/face"
    head=$(tr -d '\r' < "$T/head")
}
json() {        # json EXPRESSION over d
    python3 "$T/check.py" json "$T/face" "$1" 2>&1
}
face ''
like 'page: type' "$head" '^Content-Type: text/html'
like 'page: never stored' "$head" '^Cache-Control: no-store$'
is 'page' "$(python3 "$T/check.py" page "$T/face" 2>&1)" True
like 'page: fits a phone' "$(cat "$T/face")" '<meta name="viewport" '
like 'page: comes anew' "$(cat "$T/face")" '<meta http-equiv="refresh" '
like 'page: bars' "$(cat "$T/face")" '<svg><rect width="[0-9]+"/></svg>'
like 'page: an address' "$(cat "$T/face")" "127\\.0\\.0\\.1:$P2"
face '?format=nobody'
is 'a face that is not there: the page' "$(python3 "$T/check.py" page "$T/face" 2>&1)" True

face '?format=json'
like 'json: type' "$head" '^Content-Type: application/json$'
like 'json: never stored' "$head" '^Cache-Control: no-store$'
is 'json: version' "$(json "'reuseportd/' + d['version']")" "$(head_of /ok | sed -n 's/^Server: //p')"
is 'json: the master' "$(json "d['total']['pid']")" "$SRV"
is 'json: workers' "$(json "[(w['slot'], w['generation'], w['state']) for w in d['workers']]")" \
    "[(0, 1, 'live'), (1, 1, 'live'), (2, 1, 'live'), (3, 1, 'live')]"
is 'json: requests' "$(json "d['total']['requests']")" 18
is 'json: of the workers' "$(json "sum(w['requests'] for w in d['workers'])")" 18
is 'json: by class' "$(json "[d['total']['responses_%dxx' % i] for i in range(1, 6)]")" '[0, 8, 3, 3, 3]'
is 'json: accepted' "$(json "d['total']['accepted'], sum(w['accepted'] for w in d['workers'])")" '(18, 18)'
is 'json: by address' "$(json "[(s['address'], s['accepted']) for s in d['total']['sockets']]")" \
    "[('127.0.0.1:$P1', 15), ('127.0.0.1:$P2', 3)]"
is 'json: and worker' "$(json "sum(w['sockets'][0]['accepted'] for w in d['workers'])")" 15
is 'json: connections' "$(json "[d['total']['connections_' + n] for n in 'active reading writing waiting'.split()]")" '[1, 0, 1, 0]'
is 'json: bytes' "$(json "d['total']['received_bytes'] > 15 * 40 and d['total']['sent_bytes'] > 15 * 100")" True
is 'json: uptime' "$(json "0 <= d['total']['uptime_seconds'] < 600 and 0 <= d['total']['cpu_seconds'] < 60")" True
if [ -n "$EMU" ]; then without "queue lengths: TCP_INFO by $EMU"
elif [ -r /proc/net/tcp ]; then
    is 'json: queues' "$(json "sorted({(s['queue'], s['queue_limit']) for w in d['workers'] for s in w['sockets']})")" '[(0, 99), (0, 511)]'
fi
if [ -r /proc/self/smaps_rollup ] && grep -q . "/proc/$SRV/smaps_rollup" 2>/dev/null; then
    is 'json: memory' "$(json "all(10000 < w.get('memory_bytes', 20000) < 1e9 for w in d['workers'])")" True
fi

face '?format=prometheus'
like 'prometheus: type' "$head" '^Content-Type: text/plain; version=0\.0\.4$'
is 'prometheus' "$(python3 "$T/check.py" prometheus "$T/face" 2>&1)" True
like 'prometheus: a total' "$(cat "$T/face")" '^reuseportd_responses_5xx_total 3$'
like 'prometheus: a worker' "$(cat "$T/face")" '^reuseportd_worker_requests_total\{slot="3",pid="[0-9]+"\} [0-9]+$'
like 'prometheus: an address' "$(cat "$T/face")" "^reuseportd_address_accepted_total\\{address=\"127.0.0.1:$P2\"\\} 3\$"
like 'prometheus: a socket' "$(cat "$T/face")" "^reuseportd_socket_accepted_total\\{slot=\"0\",pid=\"[0-9]+\",address=\"127.0.0.1:$P2\"\\} [0-9]+\$"

face '?x&format=text'
like 'text: type' "$head" '^Content-Type: text/plain$'
like 'text: a line' "$(cat "$T/face")" '^responses_4xx +	3	[0-3]	[0-3]	[0-3]	[0-3]$'
like 'text: states' "$(cat "$T/face")" '^state +	total	live	live	live	live$'
is 'POST' "$(code /s -d x)" 405
is 'DELETE' "$(code /s -X DELETE)" 405
is 'HEAD: no body' "$(raw $P1 'HEAD /s HTTP/1.0\r\n\r\n' | tr -d '\r' | sed '1,/^$/d')" ''
like 'HEAD' "$(head_of /s -I)" '^Content-Length: [1-9][0-9]{3}$'
is 'many at a time' "$(raw $P1 'GET /s?format=text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' -c 30 | grep -ac '^pid')" 30
stop

# An address that needs quoting; a log in memory; one process alone.
conf conf <<END
master_process off;
$(globals)
error_log memory:32k info;
$(events)
http {
    access_log off;
    server {
        listen 127.0.0.1:$P1;
        listen 'unix:$T/a"b<c\\\\d';
        location /s { status; }
    }
}
END
start
face '?format=json'
is 'odd address: json' "$(json "len(d['total']['sockets']), len(d['workers'])")" '(2, 1)'
is 'alone: its pid' "$(json "d['total']['pid'] == d['workers'][0]['pid']")" True
is 'alone: its requests' "$(json "d['total']['requests'], d['workers'][0]['requests']")" '(1, 1)'
face '?format=prometheus'
is 'odd address: prometheus' "$(python3 "$T/check.py" prometheus "$T/face" 2>&1)" True
code '/<script>' >/dev/null
face ''
is 'odd address: page' "$(python3 "$T/check.py" page "$T/face" 2>&1)" True
like 'the log in memory' "$(cat "$T/face")" '<pre>.*uses "?(&quot;)?'"$EV"
like 'the log in memory, escaped' "$(cat "$T/face")" '/&lt;script&gt;'
stop

# Where the master may not look into its workers, their memory is not known,
# and neither is the sum.
if [ "$(id -u)" = 0 ] && setpriv --bounding-set=-sys_ptrace,-perfmon,-sys_admin true 2>/dev/null
then
    printf '#!/bin/sh\nexec setpriv --bounding-set=-sys_ptrace,-perfmon,-sys_admin "%s" "$@"\n' \
        "$RPD" >less
    chmod 755 less
    conf conf <<END2
worker_processes 2;
$(globals)
user nobody;
$(events)
http { server { listen 127.0.0.1:$P1; location /s { status; } } }
END2
    RPD=$T/less
    start
    face '?format=json'
    is 'memory that is not known' "$(json "d['total'].get('memory_bytes', 1) > 0")" True
    total="'memory_bytes' in d['total']"
    any="any('memory_bytes' in w for w in d['workers'])"
    is 'nor that of a worker' "$(json "($total) == $any")" True
fi
