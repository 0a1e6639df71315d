# auth_request: a request inside the server decides; its answer's status,
# variables count, its body does not.
mkdir www
echo page >www/page.txt
conf conf <<EOF
$(globals)
$(events)
http {
    limit_conn_zone \$binary_remote_addr zone=one:32k;
    default_type text/plain;
    log_format f '\$request \$status \$who';
    access_log $T/a.log f;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /in/ {
            alias $T/www/;
            auth_request /ask;
            auth_request_set \$who "\$arg_x-\$uri-\$status-\$request_method";
        }
        location /ret { return 200 open; auth_request /ask; }
        location /off { auth_request /ask; location /off/x { auth_request off; alias $T/www/page.txt; } }
        location /any { satisfy any; deny all; auth_request /ask; alias $T/www/page.txt; }
        location /both { deny all; auth_request /ask; alias $T/www/page.txt; }
        location /file { auth_request /page.txt; alias $T/www/page.txt; }
        location /loop { auth_request /cycle; alias $T/www/page.txt; }
        location /cycle { rewrite ^ /cycle last; }
        location ~ ^/take/(.*)\$ { auth_request /match/other; alias $T/www/\$1; }
        location ~ ^/match/(.*)\$ { return 204; }
        location /few { auth_request /counted.txt; alias $T/www/page.txt; }
        location /counted.txt { limit_conn one 1; alias $T/www/page.txt; }
        location /where { auth_request /real.txt; alias $T/www/page.txt; }
        location /real.txt { set_real_ip_from 127.0.0.1; alias $T/www/page.txt; }
        location /here { return 200 \$remote_addr; }
        location /page401 { error_page 401 = /told; auth_request /ask; alias $T/www/page.txt; }
        location /told { return 200 "told \$uri"; }
        location /lost { auth_request /nofile; alias $T/www/page.txt; }
        location = /nofile { alias $T/www/nofile; }
        location = /s200 { return 200; }
        location = /s401 { return 401; }
        location = /s403 { return 403; }
        location /b { auth_request /s403; try_files /page.txt =404; }
        location /b/file { auth_request /s200; try_files /none /b; }
        location /b/page { auth_request /s200; error_page 404 /b; try_files /none =404; }
        location /b/name { auth_request /s200; try_files /none @b; }
        location @b { auth_request /s403; try_files /page.txt =404; }
        location /b/index/ { auth_request /s200; alias $T/www/; index page.txt; }
        location = /b/index/page.txt { auth_request /s403; alias $T/www/page.txt; }
        location /ok { auth_request /s401; error_page 401 =200 /ok/page; try_files /page.txt =404; }
        location /ok/page { auth_request /s200; auth_request_set \$who again; try_files /page.txt =404; }
        location /basic { satisfy any; auth_basic x; auth_basic_user_file users; auth_request /s403; }
        location /method { auth_request /get; alias $T/www/page.txt; }
        location = /get { if (\$request_method = GET) { return 200; } return 403; }
        location /ask {
            internal;
            if (\$http_pass = yes) { return 204; }
            if (\$http_pass = no) { return 403; }
            if (\$http_pass = odd) { return 404; }
            return 401;
        }
    }
}
EOF
echo 'joe:{PLAIN}right' >users
start
for path in /in/page.txt /any /file /off/x; do
    is "$path yes" "$(get $path -H 'Pass: yes')" page
done
is 'return comes before' "$(get /ret)" open
is 'no' "$(code /in/page.txt -H 'Pass: no')" 403
is 'odd' "$(code /in/page.txt -H 'Pass: odd')" 500
like 'odd: the log' "$(cat error.log)" \
    'auth request unexpected status: 404, client: 127.0.0.1'
is 'lost' "$(code /lost)" 500
like 'lost: the log' "$(cat error.log)" \
    'client: 127.0.0.1, server: , request: "GET /lost HTTP/1.1", subrequest: "/nofile", host: "'
is 'nobody' "$(code /in/page.txt)" 401
unlike 'no: no challenge' "$(head_of /in/page.txt -H 'Pass: no')" WWW
is 'the outer request keeps its method' "$(code /in/page.txt -I)" 401
is 'HEAD' "$(code /in/page.txt -I -H 'Pass: yes')" 200
is 'a body is the outer one'\''s' \
    "$(code /in/page.txt -H 'Pass: yes' -d some)" 405
is 'satisfy any, nobody' "$(code /any)" 401
is 'satisfy all, denied' "$(code /both -H 'Pass: yes')" 403
is 'a cycle' "$(code /loop)" 500
for path in /b /b/file /b/page /b/name /b/index/; do
    is "$path asks for itself" "$(code $path)" 403
done
is 'a page that asks for itself' "$(get /ok)" page
is 'how it was asked' "$(code /method) $(code /method -I) $(code /method -d x)" '200 403 403'
is 'one challenge' "$(head_of /basic | grep -c WWW-Authenticate)" 1
is 'and one line' "$(grep -c 'no user/password was provided.*/basic' error.log)" 1
is 'one wrong password' "$(code /basic -u joe:wrong) $(grep -c 'user "joe".*/basic' error.log)" '401 1'
is 'an error page for it' "$(get /page401)" 'told /told'
is 'captures are the outer one'\''s' "$(get /take/page.txt)" page
is 'a limit inside, first' "$(get /few)" page
is 'a limit inside, once more' "$(get /few)" page
is 'an address from inside ends with the request' "$(raw $P1 'GET /where HTTP/1.1\r
Host: x\r\nX-Real-IP: 192.0.2.7\r\n\r\nGET /here HTTP/1.1\r\nHost: x\r
Connection: close\r\n\r\n' | tail -n 1)" 127.0.0.1
is 'from outside' "$(code /ask -H 'Pass: yes')" 404
is 'a second on the connection' "$(raw $P1 'GET /in/page.txt HTTP/1.1\r
Host: x\r\nPass: yes\r\n\r\nGET /in/page.txt HTTP/1.1\r\nHost: x\r\nPass: no\r
\r\nGET /in/page.txt HTTP/1.1\r\nHost: x\r\nPass: yes\r\nConnection: close\r
\r\n' -e | tr -d '\r' | grep -c '^HTTP/1.1 [24]0[03]')" 3
get "/in/page.txt?x=1" -H 'Pass: yes' >/dev/null
wait_for 5 grep -q 'x=1' a.log
unlike 'nothing is uninitialized' "$(cat error.log)" uninitialized
is 'the variable of a page' "$(sed -n 's,^GET /ok .* ,,p' a.log)" again
is 'the variable' "$(tail -n 1 a.log)" \
    'GET /in/page.txt?x=1 HTTP/1.1 200 -/ask-204-GET'
