# status: the page has at most 6 KB, whatever there is to show: it has as many
# workers as fit and tells how many more there are, leaves out rows of zeros,
# and the log gets what is left. The other faces have all.
command -v python3 > /dev/null || skip 'needs python3'
need LOGS
. "$TESTS/work-proc.sh"
cat > "$T/check.py" <<'END'
import html.parser, sys
class Page(html.parser.HTMLParser):
    rows, log, more = [], None, ''
    def handle_starttag(self, tag, attrs):
        self.tag = tag
        if tag == 'tr': self.rows.append([])
        if tag in ('th', 'td'): self.rows[-1].append('')
        if tag == 'pre': self.log = ''
    def handle_data(self, text):
        if self.tag in ('th', 'td'): self.rows[-1][-1] += text.strip()
        if self.tag == 'pre': self.log += text
        if self.tag == 'p': self.more += text
    def handle_endtag(self, tag): self.tag = ''
text = open(sys.argv[1]).read()
p = Page()
p.feed(text)
p.close()
t = [line.rstrip('\n').split('\t') for line in open(sys.argv[2])]
t = [[cell.strip() for cell in line] for line in t]
columns = len(p.rows[0]) - 1
print(eval(sys.argv[3], {'p': p, 'rows': p.rows, 'size': len(text.encode()),
    'text': t, 'columns': columns, 'lines': len(t[0]) - 1,
    'log': p.log, 'last': p.log and p.log.rstrip('\n').split('\n')[-1]}))
END
page() {        # page EXPRESSION
    python3 "$T/check.py" "$T/page" "$T/text" "$1" 2>&1
}
look() {
    get /s >"$T/page"
    get '/s?format=text' >"$T/text"
}
lines_are() {
    look
    [ "$(page lines)" = "$1" ]
}
server() {      # server WORKERS MAIN SERVER
    conf conf <<END
worker_processes $1;
$(globals)
$2
$(events)
http {
    access_log off;
    server {
        listen 127.0.0.1:$P1;
        $3
        location /s { status; }
        location /no { return 404; }
    }
}
END
    start
}

server 56 '' "listen 127.0.0.1:$P2; listen 127.0.0.1:$P3; listen 127.0.0.1:$P4;"
ok '56 workers' wait_for 30 lines_are 57
is '56: bytes' "$(page 'size <= 6144 or size')" True
is '56: more than a few are shown' "$(page '4 < columns < 57 or columns')" True
is '56: the rest is told' "$(page "p.more == 'and %d more: ?format=text\\n' % (lines - columns) or p.more")" True
is '56: each row has each of them' "$(page '{len(r) for r in rows} == {columns + 1}')" True
is '56: all addresses' "$(page "sum(r[0].startswith('127.') for r in rows)")" 4
stop

server 2
ok 'two' wait_for 30 lines_are 3
is 'two: both' "$(page 'columns, p.more')" "(3, '')"
is 'nothing of zeros' "$(page "[r for r in rows if not any(c.strip('0-.%') for c in r[1:])
    and not r[0].startswith('127.')]")" '[]'
is 'not there' "$(page "'responses_4xx' in [r[0] for r in rows]")" False
is 'text has it' "$(page "'responses_4xx' in [r[0] for r in text]")" True
code /no >/dev/null
look
is 'there' "$(page "[int(r[1]) for r in rows if r[0] == 'responses_4xx']")" '[1]'
stop

# More addresses than are counted one by one.
listens=
for i in 1 2 3 4 5 6 7 8 9 a b; do
    listens="$listens listen unix:$T/s$i;"
done
server 2 '' "$listens"
for i in 1 a b b; do
    raw 0 'GET /no HTTP/1.0\r\n\r\n' -u "$T/s$i" >/dev/null
done
get '/s?format=prometheus' >metrics
is 'others' "$(sed -n 's/^reuseportd_address_accepted_total{address="\(.*\)"} /\1 /p' metrics |
    grep -E -c '[0-9a] [01]$')" 10
like 'others: as one' "$(cat metrics)" '^reuseportd_address_accepted_total\{address="others"\} 3$'
look
is 'others: page' "$(page "[r[1] for r in rows if r[0] == 'others']")" "['3']"
is 'others: text' "$(page "[r[1] for r in text if r[0] == 'others']")" "['3']"
get '/s?format=json' >j
like 'others: json' "$(cat j)" '"address":"others","accepted":3'
stop

# Odd addresses, which are long, and lines of a log that become long.
listens=
for i in 1 2 3 4 5 6 7 8 9 a; do
    listens="$listens listen 'unix:$T/$i\"<\"<\"<\"<\"<\"<';"
done
for n in 2 12; do
    server $n 'error_log memory:32k info;' "$listens"
    ok "log, $n" wait_for 30 lines_are $((n + 1))
    i=0
    while [ $i -lt 12 ]; do
        code "/%3C%3E%22%26$(rep 40 %22)$i.txt" --path-as-is >/dev/null
        i=$((i + 1))
    done
    look
    is "log, $n: bytes" "$(page 'size <= 6144 or size')" True
    is "log, $n: its end" "$(tail -n 1 "$T/page")" '</pre>'
    is "log, $n: whole lines" "$(page "all(line[:2] == '20' for line in log.rstrip('\n').split('\n')) or log")" True
    is "log, $n: the last one" "$(page "'11.txt' in last or log")" True
    stop
done
