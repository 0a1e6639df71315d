# backends: none
# san: none
# The status page by a real Prometheus: what it has scraped is what was served.
for tool in prometheus promtool; do
    command -v $tool >/dev/null || skip "needs $tool (make deps FOR=beyond)"
done
conf conf <<EOF
worker_processes 2;
worker_stall_timeout 60s;       # one with a helper has a line more
$(globals)
$(events)
http {
    server {
        listen 127.0.0.1:$P1;
        location = /status { status; }
        location /no { return 404; }
        location /bad { return 503; }
    }
}
EOF
start
conf prometheus.yml <<EOF
global:
  scrape_interval: 1s
scrape_configs:
  - job_name: reuseportd
    metrics_path: /status
    params: { format: [ prometheus ] }
    static_configs:
      - targets: [ '127.0.0.1:$P1' ]
EOF
ok 'promtool check config' promtool check config prometheus.yml
get '/status?format=prometheus' >metrics
promtool check metrics <metrics >lint 2>&1
is 'promtool check metrics: exit status' $? 0
is 'promtool check metrics: its words' "$(cat lint)" ''

prometheus --config.file=prometheus.yml --storage.tsdb.path="$T/data" \
    --web.listen-address="127.0.0.1:$P2" >prometheus.log 2>&1 &
scraper=$!
query() {       # query EXPRESSION: the values
    curl -q -s --noproxy '*' -G --data-urlencode "query=$1" \
        "http://127.0.0.1:$P2/api/v1/query" | awk -F '"value":' '{
            for (i = 2; i <= NF; i++) {
                split($i, part, "\"")
                printf "%s ", part[2]
            } }'
}
is_value() {    # is_value EXPRESSION VALUE...
    _expr=$1
    shift
    [ "$(query "$_expr")" = "$* " ]
}
finds() {       # finds EXPRESSION VALUE...
    wait_for 60 is_value "$@"
    _expr=$1
    shift
    is "$_expr" "$(query "$_expr")" "$* "
}
finds up 1
for i in 1 2 3 4 5 6 7; do code /no >/dev/null; done
for i in 1 2 3; do code /bad >/dev/null; done
finds reuseportd_responses_4xx_total 7
finds reuseportd_responses_5xx_total 3
finds 'sum(reuseportd_worker_responses_4xx_total)' 7
finds 'count(reuseportd_worker_requests_total)' 2
finds 'sum(reuseportd_socket_accepted_total) == bool sum(reuseportd_accepted_total)' 1
finds 'count(reuseportd_info{version=~"[0-9.]+"})' 1
is 'each name that is shown is there' "$(query "count(count by (__name__)(
    {__name__=~\"reuseportd_.+\"}))")" \
    "$(sed -n 's/^\([a-z]\w*\).*/\1/p' metrics | sort -u | grep -c .) "
# A reload is new workers, and the sums go on.
reload
is 'reload' $rc 0
for i in 1 2 3 4 5; do code /no >/dev/null; done
finds reuseportd_responses_4xx_total 12
finds 'sum(reuseportd_address_accepted_total) == bool sum(reuseportd_accepted_total)' 1
finds 'max_over_time(reuseportd_generation[1m]) - reuseportd_generation' 0
stop QUIT
finds up 0
kill $scraper
wait_for 30 gone $scraper || kill -9 $scraper
wait $scraper 2>/dev/null
