# limit_conn: requests that are under way count, whichever worker has them;
# what is over, refused or dead does not. The state outlives reloads.
. "$TESTS/work-proc.sh"
need_proc
EXPECT_CRASH=1
write() {       # write SIZE KEY RATE
    conf conf <<EOF
worker_processes 3;
$(globals)
$(events)
http {
    log_format status '\$uri \$args \$status \$limit_conn_status';
    access_log $T/status.log status;
    root $T;
    limit_conn_zone $2 zone=c:$1;
    limit_conn_zone \$server_port zone=all:32k;
    limit_req_zone \$arg_k zone=r:32k rate=$3;
    lingering_close off;
    server {
        listen 127.0.0.1:$P1;
        location /two/ { alias $T/; limit_conn c 2; }
        location /one/ { alias $T/; limit_conn c 1; limit_conn_status 429; limit_conn_log_level info; }
        location /dry/ { alias $T/; limit_conn c 1; limit_conn_dry_run on; }
        location /all/ { alias $T/; limit_conn all 4; limit_conn c 3; }
        location /busy/ { alias $T/; limit_req zone=r burst=1; limit_conn c 1; }
        location /rate/ { alias $T/; limit_req zone=r burst=1 nodelay; }
        location /free/ { alias $T/; }
    }
}
EOF
}
dd if=/dev/zero of="$T/big" bs=65536 count=200 2>/dev/null
echo small >"$T/small"
write 32k '$arg_k' 1r/m
start
ok 'three workers' wait_for 10 workers_are 3

lines() { grep -c -E -e "$1" "$T/error.log"; }

is 'one after the other' "$(code '/one/small?k=0')$(code '/one/small?k=0')" 200200
slow a '/two/big?k=1'
is 'a second one' "$(code '/two/small?k=1')" 200
slow b '/two/big?k=1'
is 'a third is refused' "$(code '/two/small?k=1')" 503
is 'and another' "$(code '/one/small?k=1')" 429
is 'dry run' "$(code '/dry/small?k=1')" 200
is 'another key' "$(code '/two/small?k=2')" 200
is 'no key' "$(code '/one/small')" 200
is 'no limit' "$(code '/free/small?k=1')" 200
like 'the log' "$(cat "$T/error.log")" '\[error\] .* limiting connections by zone "c", client: 127\.0\.0\.1, server: , request: "GET /two/small\?k=1 HTTP/1\.1", host'
like 'its level' "$(cat "$T/error.log")" '\[info\] .* limiting connections by zone "c", client.*/one/small'
like 'of a dry run' "$(cat "$T/error.log")" '\[error\] .* limiting connections, dry run, by zone "c", client.*/dry/small'
is 'three lines' "$(lines 'limiting connections')" 3

# A key that is too long is not counted.
key=$(rep 256 k)
slow l "/one/big?k=$key"
is 'a long key' "$(code "/one/small?k=$key")" 200
like 'is logged' "$(cat "$T/error.log")" '\[error\] .* the value of the "\$arg_k" key is more than 255 bytes: "kkkk'
slow_end l
slow l "/one/big?k=${key%k}"
is 'the longest key' "$(code "/one/small?k=${key%k}")" 429
is 'one byte less' "$(code "/one/small?k=${key%kk}")" 200
slow_end l

# Idle connections do not count; each request of a connection counts alone.
hold 7 $P1 'GET /one/small?k=idle HTTP/1.1\r\nHost: a\r\n\r\n\w\iGET /one/small?k=idle HTTP/1.1\r\nHost: a\r\n\r\nGET /one/small?k=idle HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' -t 20000
ok 'a connection that is idle' wait_for 10 grep -q small "$T/out.7"
is 'does not count' "$(code '/one/small?k=idle')" 200
tell 7
ok 'it ends' wait_for 10 grep -q '\[eof\]' "$T/out.7"
is 'three answers' "$(grep -ac '^small' "$T/out.7")" 3
drop 7

# A head that is not complete does not count.
hold 8 $P1 'GET /one/small?k=head HTTP/1.1\r\nHost: a\r\n\i\r\n' -t 20000
is 'half a head' "$(code '/one/small?k=head')" 200
drop 8

# Two zones: what the first has counted is given back if the second refuses.
slow c '/all/big?k=3'
slow d '/all/big?k=3'
slow e '/all/big?k=3'
is 'the second zone refuses' "$(code '/all/small?k=3')$(code '/all/small?k=3')" 503503
is 'the first has room' "$(code '/all/small?k=4')" 200
slow f '/all/big?k=4'
is 'and no more' "$(code '/all/small?k=4')" 503
for n in c d e f; do slow_end $n; done
ok 'all over' wait_for 10 eval '[ "$(grep -c "all/big.* 200" "$T/status.log")" = 4 ]'
is 'all is given back' "$(for i in 1 2 3 4 5; do code '/all/small?k=3'; done)" 200200200200200

# limit_req comes first: what it refuses is not counted here.
slow g '/busy/big?k=5'
is 'limit_req lets it pass' "$(code '/two/small?k=5')" 200
is 'limit_req refuses: no word of limit_conn' \
    "$(code '/rate/small?k=5')$(code '/busy/small?k=5')" 200503
like 'its line' "$(grep '/busy/small?k=5' "$T/error.log" | tail -n 1)" 'limiting requests'
slow_end g

# A reload: old workers and new ones count together.
reloads=0
reload() {
    reloads=$((reloads + 1))
    kill -HUP "$SRV"
    ok "reload $reloads" wait_for 10 eval \
        '[ "$(grep -c "\] .*#0: reconfigured" "$T/error.log")" = '$reloads' ]'
}
is 'a rate before the reload' "$(for i in 1 2 3; do code '/rate/small?k=re'; done)" 200200503
reload
is 'the rest of old workers counts' "$(code '/two/small?k=1')" 503
is 'rates are kept' "$(code '/rate/small?k=re')" 503
slow h '/one/big?k=6'
is 'new workers count' "$(code '/one/small?k=6')" 429
slow_end a
ok 'one is over' wait_for 10 eval '[ "$(code "/two/small?k=1")" = 200 ]'
slow_end b
write 32k '$arg_k' 6000r/m
reload
is 'another rate: the state is kept' "$(code '/one/small?k=6')" 429
ok 'and leaks faster' wait_for 10 eval '[ "$(code "/rate/small?k=re")" = 200 ]'
slow_end h

# Another key: the reload is refused, as nginx does.
write 32k '$uri' 1r/m
kill -HUP "$SRV"
ok 'another key is refused' wait_for 10 grep -qF 'limit_conn_zone "c" uses the "$uri" key while previously it used the "$arg_k" key' "$T/error.log"
slow i '/one/big?k=7'
is 'all goes on' "$(code '/one/small?k=7')" 429
# Another size: a new zone.
write 64k '$arg_k' 1r/m
reload
is 'another size: empty' "$(code '/one/small?k=7')" 200
is 'the other zone is still the same' "$(code '/all/small?k=7')" 200
slow_end i

# Killed workers: what they had counted is free.
for n in j k m; do slow $n '/all/big?k=8'; done
is 'three downloads' "$(code '/all/small?k=8')" 503
victims=$(workers)
for w in $victims; do kill -9 "$w"; done
replaced() { workers_are 3 && ! workers | grep -qxF "$victims"; }
ok 'all workers are killed and replaced' wait_for 10 replaced
is 'nothing counts' "$(for i in 1 2 3 4; do code '/all/small?k=8'; done)" 200200200200
for n in j k m; do slow_end $n; done
slow o '/one/big?k=9'
is 'the zone is sound' "$(code '/one/small?k=9')" 429
for w in $(workers); do
    [ -n "$(owned "$w" 01 $P1)" ] || kill -TERM "$w"
done
ok 'those without a client end' wait_for 10 workers_are 3
is 'the other one counts' "$(code '/one/small?k=9')" 429
slow_end o
ok 'to its end' wait_for 10 eval '[ "$(code "/one/small?k=9")" = 200 ]'

# Clients that go away.
hold 9 $P1 'GET /one/big?k=10 HTTP/1.1\r\nHost: a\r\n\r\n' -r 1 -t 20000
ok 'a client' wait_for 10 test -s "$T/out.9"
is 'counts' "$(code '/one/small?k=10')" 429
drop 9
ok 'has gone: it does not count' wait_for 10 eval \
    '[ "$(code "/one/small?k=10")" = 200 ]'

grep -v '/big' "$T/status.log" >"$T/small.log"
is 'variable: PASSED' "$(grep -c 'two/small k=2 200 PASSED' "$T/small.log")" 1
is 'variable: REJECTED' "$(grep -c 'one/small k=1 429 REJECTED$' "$T/small.log")" 1
is 'variable: REJECTED_DRY_RUN' "$(grep -c 'dry/small k=1 200 REJECTED_DRY_RUN$' "$T/small.log")" 1
is 'variable: none' "$(grep -c 'free/small k=1 200 -$' "$T/small.log")" 1
