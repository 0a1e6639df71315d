# Variables: each has its value, in a text and in the access log.
mkdir -p www/real
ln -s real www/link
echo page >www/real/p.txt
echo second >www/real/s.txt
conf conf <<EOF
$(globals)
$(events)
http {
    default_type text/plain;
    log_format unset "[\$z] [\$arg_z]";
    server {
        listen 127.0.0.1:$P1;
        server_name first second;
        root $T/www;
        location /v { return 200 "\$arg_v|"; }
        location /cookie { return 200 "\$cookie_a|\$cookie_b|\$cookie_none|"; }
        location /file { return 200 "\$request_filename|\$document_root"; }
        location /link { root $T/www/link; return 200 "\$realpath_root"; }
        location /alias/ { alias $T/www/real/; return 200 "\$request_filename|\$document_root"; }
        location ~ ^/re/(.*)\$ { alias $T/www/real/\$1; }
        location /id { return 200 "\$request_id \$request_id"; }
        location /bin { return 200 \$binary_remote_addr; }
        location /type { return 200 "\$content_type|\$content_length"; }
        location /conn { return 200 "\$connection \$connection_requests \$server_addr:\$server_port \$remote_addr \$scheme|\$https|\$server_protocol"; }
        location /name { return 200 "\$host|\$server_name|\$http_host|\$hostname"; }
        location /req { return 200 "\$request|\$request_method|\$request_uri|\$uri|\$document_uri|\$args|\$query_string|\$is_args"; }
        location /tcp { return 200 "\$tcpinfo_rtt \$tcpinfo_rttvar \$tcpinfo_snd_cwnd \$tcpinfo_rcv_space"; }
        location /time { return 200 "\$msec|\$time_iso8601|\$time_local|\$request_time"; }
        location /ver { return 200 "\$nginx_version \$pid"; }
        location /root { set \$d real; root $T/www/\$d; }
        location = / { return 200 "the root|\$args"; }
        location /by/ { alias $T/www/real/; index none\$arg_n.html \$arg_i p.txt; }
        location /port { return 200 "\$host\$is_request_port\$request_port"; }
        location /unset { if (\$arg_z) { set \$z 1; } access_log $T/unset.log unset; return 200 "[\$z]"; }
        location /set { set \$args b=2; return 200 "\$args|\$arg_b|\$is_args"; }
    }
}
EOF
start
is '$arg_' "$(get '/v?V=1&v=2')" '1|'
is '$cookie_' "$(get /cookie -H 'Cookie: x=0; A=1;b=; a=2')" '1|||'
is '$cookie_ in two headers' \
    "$(get /cookie -H 'Cookie: a=1' -H 'Cookie: b=x y')" '1|x y||'
is 'cookies with blanks' "$(get /cookie -H 'Cookie: b;A= 1; b = 2 ;a=3')" '1|2 ||'
is 'cookies behind a comma' "$(get /cookie -H 'Cookie: x=1,a=2,b=3; b=4')" '2,b=3|3||'
is '$request_filename' "$(get /file/x%20y)" "$T/www/file/x y|$T/www"
is '$realpath_root' "$(get /link)" "$(cd www/real && pwd -P)"
is '$request_filename by alias' "$(get /alias/p.txt)" \
    "$T/www/real/p.txt|$T/www/real/"
is 'alias in a pattern' "$(get /re/p.txt)" page
id=$(get /id)
like '$request_id' "$id" '^[0-9a-f]{32} [0-9a-f]{32}$'
is '$request_id stays' "${id% *}" "${id#* }"
is '$request_id differs' "$([ "$id" = "$(get /id)" ] && echo same)" ''
is '$binary_remote_addr' "$(get /bin | od -An -tx1 | tr -d ' \n')" 7f000001
is '$content_type' "$(get /type -H 'Content-Type: a/b' -d xyz)" 'a/b|3'
like '$connection' "$(get /conn)" \
    "^[0-9]+ 1 127.0.0.1:$P1 127.0.0.1 http\|\|HTTP/1.1\$"
like '$server_name' "$(get /name -H 'Host: SecOnd:99')" \
    '^second\|first\|SecOnd:99\|.'
is '$request' "$(get '/req/%61?a=b')" \
    'GET /req/%61?a=b HTTP/1.1|GET|/req/%61?a=b|/req/a|/req/a|a=b|a=b|?'
if [ -n "$EMU" ]; then without "\$tcpinfo_: TCP_INFO by $EMU"
elif [ "$(uname -s)" = Linux ]; then
    like '$tcpinfo_' "$(get /tcp)" '^[0-9]+ [0-9]+ [1-9][0-9]* [0-9]+$'
fi
like 'times' "$(get /time)" '^[0-9]+\.[0-9]{3}\|[0-9]{4}-[0-9-]+T[0-9:]+[+-][0-9:]+\|[0-9]{2}/[A-Z][a-z]{2}/[0-9:]+ [+-][0-9]{4}\|0\.[0-9]{3}$'
like '$nginx_version' "$(get /ver)" '^1\.[0-9.]+ [0-9]+$'
is 'an index' "$(get '/by/?i=s.txt')" second
is 'an index that is not there' "$(get '/by/?i=no')" page
is 'the directory for ever' "$(code /by/)" 500
is 'an index that is absolute' "$(get '/by/?i=/')" 'the root|'
is 'an index that climbs' "$(code '/by/?i=../real/p.txt')" 404
is '$request_port' "$(get /port -H 'Host: A.test:8080')|$(get /port -H 'Host: a.test')|$(get /port -H 'Host: [::1]:99')|$(get /port -H 'Host: a:')" \
    'a.test:8080|a.test|[::1]:99|a'
is '$request_port of a URI' "$(raw $P1 'GET http://b.test:81/port HTTP/1.1\r\nHost: a.test:82\r\nConnection: close\r\n\r\n' | tail -n 1)" b.test:81
is 'what was not set' "$(get /unset)" '[]'
is_last 'in a log' unset.log '[] [-]'
is '$args can be set' "$(get '/set?a=1')" 'b=2|2|?'
