# limit_req: bursts, delays, several limits, dry runs, variables, log lines;
# several workers count together.
conf conf <<EOF
worker_processes 3;
$(globals)
$(events)
http {
    log_format status '\$uri \$arg_k \$status \$limit_req_status';
    log_format times '\$uri \$arg_k \$msec';
    access_log $T/status.log status;
    access_log $T/times.log times;
    root $T;
    limit_req_zone \$arg_k zone=slow:32k rate=1r/m;
    limit_req_zone \$arg_k zone=slower:32k rate=1r/m;
    limit_req_zone \$uri\$arg_k zone=fast:1m rate=2r/s;
    limit_req_zone \$http_x zone=long:32k rate=1r/m;
    limit_req_zone \$binary_remote_addr zone=who:32k rate=1r/m;
    limit_req_status 429;
    server {
        listen 127.0.0.1:$P1;
        location /none { limit_req zone=slow; }
        location /burst { limit_req zone=slow burst=3 nodelay; }
        location /wait { limit_req zone=fast burst=10; }
        location /some { limit_req zone=fast burst=10 delay=9; }
        location /two { limit_req zone=slow burst=4 nodelay; limit_req zone=slower burst=1 nodelay; }
        location /owt { limit_req zone=slower burst=1 nodelay; limit_req zone=slow burst=4 nodelay; }
        location /both { limit_req zone=slow burst=9 nodelay; limit_req zone=slower burst=9; limit_req_dry_run on; }
        location /keys { limit_req zone=long; limit_req zone=slow; limit_req zone=slower burst=5; }
        location /dry { limit_req zone=slow; limit_req_dry_run on; limit_req_log_level notice; }
        location /drywait { limit_req zone=slow burst=5; limit_req_dry_run on; limit_req_log_level info; }
        location /long { limit_req zone=long; }
        location /warn { limit_req zone=slow burst=1; limit_req_status 404; limit_req_log_level warn; }
        location /close { limit_req zone=slow; limit_req_status 444; }
        location /who { limit_req zone=who; limit_req_status 503; }
        location /outer { limit_req zone=slow; location /outer/in { limit_req zone=slower burst=1 nodelay; } }
        location /free { }
        location /index/ { limit_req zone=slow; }
    }
}
EOF
mkdir "$T/index"
for f in none burst wait some two owt both keys dry drywait long warn close \
    who outer outerin free index/index.html; do
    echo "$f" >"$T/$f"
done
start

codes() {       # codes N PATH [CURL ARGS]: statuses of N requests
    _n=$1 _i=0
    shift
    while [ $_i -lt "$_n" ]; do
        printf '%s ' "$(code "$@")"
        _i=$((_i + 1))
    done
}

lines() {       # lines ERE: of the error log
    grep -c -E -e "$1" "$T/error.log"
}

# One at a time, whichever worker has it.
is 'no burst: one' "$(codes 4 '/none?k=1')" '200 429 429 429 '
is 'another key' "$(codes 2 '/none?k=2')" '200 429 '
is 'no key: no limit' "$(codes 4 /none)" '200 200 200 200 '
is 'a burst of three' "$(codes 6 '/burst?k=b')" '200 200 200 200 429 429 '
is 'of many at once' "$(
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do code '/burst?k=many' >"$T/m.$i" & done
    wait $(jobs -p)
    cat "$T"/m.* | sed 's/200/200+/g; s/429/429+/g' | tr '+' '\n' | sort | uniq -c | tr -s ' \n' ' ')" ' 4 200 8 429 '
is 'several workers' "$(sed -n 's/.* \([0-9]*\)#0: .*limiting.*/\1/p' "$T/error.log" |
    sort -u | grep -c . | sed 's/[23]/several/')" several
is 'the status of its own' "$(codes 2 /who)" '200 503 '
like 'the log' "$(cat "$T/error.log")" '\[error\] .*#0: \*[0-9]+ limiting requests, excess: (1\.000|0\.9[0-9]+) by zone "slow", client: 127\.0\.0\.1, server: , request: "GET /none\?k=1 HTTP/1\.1", host: "127\.0\.0\.1:'
is 'a line for each' "$(lines 'limiting requests, excess: [0-9]\.[0-9]{3} by zone "slow".*k=1 ')" 3
like 'excess' "$(grep 'k=b ' "$T/error.log")" 'excess: (4\.000|3\.9[0-9]{2}) by'

# Waiting: the answers come, later.
is 'those in the burst wait' "$(codes 3 '/wait?k=w')" '200 200 200 '
is 'a second for three, at 2r/s' "$(awk '$2 == "w" { if (!t) t = $3; n = $3 - t }
    END { print (n > 0.99 ? "waited" : n) }' "$T/times.log")" waited
is 'at once, too' "$(
    for i in 1 2 3 4; do code '/wait?k=x' >"$T/w.$i" & done
    wait $(jobs -p)
    cat "$T"/w.[1-4])" 200200200200
like 'a delay is logged' "$(grep 'k=x ' "$T/error.log")" '\[warn\] .* delaying request, excess: [0-9]+\.[0-9]{3}, by zone "fast", client'
is 'never refused' "$(lines 'limiting requests.*k=[wx] ')" 0
is 'below delay= nobody waits' "$(codes 5 '/some?k=s')" '200 200 200 200 200 '
is 'and it is not logged' "$(lines 'k=s ')" 0

# Several limits: the first that refuses ends it, and nothing is counted.
is 'two limits: the second one' "$(codes 4 '/two?k=t')" '200 200 429 429 '
is 'it is named' "$(lines 'by zone "slower".*k=t ')" 2
is 'what was refused was not counted' "$(codes 4 '/burst?k=t')" '200 200 429 429 '
is 'in the other order' "$(codes 4 '/owt?k=o')" '200 200 429 429 '
is 'nor there' "$(codes 3 '/burst?k=o')" '200 200 429 '
is 'refused by the first' "$(codes 3 '/none?k=t')" '429 429 429 '
is 'one without delay, one with' "$(codes 3 '/both?k=m')" '200 200 200 '
like 'the longer delay is told' "$(grep 'k=m ' "$T/error.log")" 'delaying request, dry run, .* by zone "slower"'
is 'empty keys are left out' "$(codes 2 '/keys?k=e')" '200 429 '
is 'all empty' "$(codes 2 '/keys')" '200 200 '

# Levels, statuses, dry runs.
is 'dry run' "$(codes 3 '/dry?k=d')" '200 200 200 '
is 'is logged' "$(lines '\[notice\] .* limiting requests, dry run, excess: [01]\.[0-9]{3} by zone "slow".*k=d ')" 2
is 'a dry delay' "$(codes 2 '/drywait?k=dw')" '200 200 '
is 'is logged one level lower, but not below info' "$(lines '\[info\] .* delaying request, dry run, excess: (1\.000|0\.9[0-9]*), by zone "slow".*k=dw ')" 1
is 'closed' "$(codes 2 '/close?k=c')" '200 000 '
is 'inherited' "$(codes 2 '/outer?k=in')" '200 429 '
is 'replaced' "$(codes 3 '/outerin?k=in2')" '200 429 429 '
is 'no limit here' "$(codes 3 '/free?k=1')" '200 200 200 '
is 'once a request: an index is another path of the same' "$(codes 2 '/index/?k=i')" '200 429 '
key=$(rep 700 k)
is 'a long key' "$(codes 2 /long -H "X: $key")" '200 429 '
is 'all of it counts' "$(codes 1 /long -H "X: ${key}k")" '200 '

# A client that goes away while it waits.
raw $P1 'GET /warn?k=gone HTTP/1.1\r\nHost: a\r\n\r\n\w' >/dev/null -t 100
raw $P1 'GET /warn?k=gone HTTP/1.1\r\nHost: a\r\n\r\n' -t 100 >/dev/null
ok 'is not waited for' wait_for 10 grep -q 'client prematurely closed connection' "$T/error.log"
like 'the level of its own' "$(grep 'k=gone ' "$T/error.log")" '\[notice\] .* delaying request, excess: (1\.000|0\.9[0-9]+), by'
is 'a third is refused' "$(codes 1 '/warn?k=gone')" '404 '

sorted() { grep -F " $1 " "$T/status.log" | cut -d' ' -f3- | sort | uniq -c | tr -s ' \n' ' '; }
is 'variable: PASSED, REJECTED' "$(sorted b)" ' 4 200 PASSED 2 429 REJECTED '
is 'variable: DELAYED' "$(grep -c '/wait x 200 DELAYED' "$T/status.log" | sed 's/[1-3]/some/')" some
is 'variable: dry run' "$(sorted d)" ' 1 200 PASSED 2 200 REJECTED_DRY_RUN '
is 'variable: dry delay' "$(sorted dw)" ' 1 200 DELAYED_DRY_RUN 1 200 PASSED '
is 'variable: none' "$(grep -F '/free 1 ' "$T/status.log" | sort -u)" '/free 1 200 -'
like 'variable: the client left' "$(sorted gone)" '1 499 DELAYED'
