# Neither rules nor try_files nor an alias lead out of the root by dots that
# the client has put in.
mkdir -p www/dir out
echo file >www/dir/f.txt
echo secret >out/s.txt
echo secret >www/s.txt
conf conf <<EOF
$(globals)
$(events)
http { server {
    listen 127.0.0.1:$P1;
    root $T/www;
    location /cut { rewrite ^/cut(.*)\$ /dir/\$1 break; }
    location /try { try_files /dir/\$arg_f =404; }
    location /al { alias $T/www/dir/; }
    location /plus { rewrite ^/plus/(.*)\$ /show?q=\$1 last; }
    location = /show { return 200 \$args; }
    location /dots { try_files /dir/..f.txt /dir/f.txt =404; }
} }
EOF
start
is 'a rule' "$(get /cut/f.txt)" file
is 'a rule with dots' "$(code /cut../s.txt)" 404
is 'try_files' "$(get '/try?f=f.txt')" file
is 'try_files with dots' "$(code '/try?f=../s.txt')" 404
is 'try_files with more dots' "$(code '/try?f=../../out/s.txt')" 404
is 'an alias' "$(get /al/f.txt)" file
is 'an alias with dots' "$(code /al../s.txt)" 404
is 'a plus goes into arguments as %2B' "$(get /plus/a+b)" q=a%2Bb
is 'dots in a name' "$(get /dots)" file
