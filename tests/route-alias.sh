# alias in a location with a pattern is the whole path; set $limit_rate is no
# set $args.
mkdir -p www/d/sub
echo a >www/a.txt
echo x >www/d/x.txt
echo index >www/d/index.html
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        location ~ ^/ali/(.+)\$ { alias $T/www/\$1; }
        location ~ ^/dir(/.*)\$ { alias $T/www/d\$1; }
        location ~ ^/list(/.*)\$ { alias $T/www/d\$1; autoindex on; index no; }
        location ~ ^/try/(.*)\$ { alias $T/www/d/\$1; try_files "" /else; add_header X-Uri \$uri; }
        location /else { return 200 else; }
        location /rate { set \$limit_rate 1k; return 200 "\$args|\$limit_rate"; }
        location /norate { set \$limit_rate x; return 200 "\$args|\$limit_rate"; }
    }
}
END
start
is "a file" "$(get /ali/a.txt)" a
is "a file below" "$(get /ali/d/x.txt)" x
is "not there" "$(code /ali/a)" 404
is "a directory" "$(code /ali/d)" 301
is "its index" "$(get /dir/)" index
like "a listing" "$(get /list/)" '<a href="x.txt">x.txt</a>'
is "dots do not leave it" "$(code /dir/..%2fa.txt)" 404
is "try_files: there" "$(get /try/x.txt)" x
is "try_files: the path is as it was" "$(head_of /try/x.txt | sed -n 's/^X-Uri: //p')" /try/x.txt
is "try_files: not there" "$(get /try/no)" else
is 'set $limit_rate' "$(get '/rate?q')" 'q|1024'
is 'set $limit_rate to nothing' "$(get '/norate?q')" 'q|0'
