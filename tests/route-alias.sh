# alias in a location with a pattern is the whole path; set $limit_rate is no
# set $args.
mkdir -p www/d/sub
echo a >www/a.txt
echo x >www/d/x.txt
echo index >www/d/index.html
echo y >www/d/sub/y
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
        location ~ ^/behind/(.*)\$ { alias $T/www/d/; try_files \$1 =404; }
        location /a/ {
            alias $T/www/d/;
            location ~ html\$ { }
            location /a/x { }
            location /a/sub { try_files \$uri =404; }
        }
        location ~ ^/p/(x.*)\$ { alias $T/www/d/\$1; location ~ ^/p/(x.*)\$ { } }
        location /rel/ { alias \$arg_r/; location /rel/tell { return 200 \$document_root; } }
        location /self { alias \$request_filename; }
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
is "try_files: the path is what was tried" "$(head_of /try/x.txt | sed -n 's/^X-Uri: //p')" ''
is "try_files: behind the alias" "$(get /behind/x.txt)$(get /behind/sub/y)" xy
is "try_files: or not" "$(code /behind/no)" 404
is "nested: a pattern" "$(get /a/index.html)" index
is "nested: a beginning" "$(get /a/x.txt)" x
is "nested: an index" "$(get /a/)" index
is "nested: try_files" "$(get /a/sub/y)" y
is "nested in a pattern" "$(get /p/x.txt)" x
is "a path that begins with a variable" "$(get '/rel/?r=www/d')$(get "/rel/?r=$T/www/d")" indexindex
is "and is told" "$(get '/rel/tell?r=www/d')" "$T/www/d/"
like "a name of its own name" "$(code /self)" '^[345]'
like "in the log" "$(cat error.log)" 'cycle while evaluating variable in ".request_filename", client'
is "try_files: not there" "$(get /try/no)" else
is 'set $limit_rate' "$(get '/rate?q')" 'q|1024'
is 'set $limit_rate to nothing' "$(get '/norate?q')" 'q|0'
for what in root alias; do
    printf 'events { }\nhttp { server { location /x {\n%s /a/$document_root;\n} } }\n' $what >x.conf
    conf_says "$what of itself" emerg 3 "the \$document_root variable cannot be used in the \"$what\" directive"
    printf 'events { }\nhttp { server { location /x {\n%s $Realpath_Root;\n} } }\n' $what >x.conf
    conf_says "$what of itself, in other letters" emerg 3 "the \$Realpath_Root variable cannot be used in the \"$what\" directive"
done
