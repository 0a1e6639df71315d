# limit_except: what holds for other methods.
mkdir www
echo page >www/index.html
echo page >www/x
printf 'u:{PLAIN}p\n' >users
conf conf <<END
$(globals)
$(events)
http {
    root $T/www;
    server {
        listen 127.0.0.1:$P1;
        location /get/ { alias $T/www/; limit_except GET { deny all; } }
        location /head/ { alias $T/www/; limit_except HEAD { deny all; } }
        location /post/ { alias $T/www/; limit_except Post Put { deny all; } }
        location /patch/ { alias $T/www/; limit_except GET PATCH { allow 127.0.0.2; deny all; } }
        location /auth/ { alias $T/www/; limit_except GET { auth_basic x; auth_basic_user_file users; } }
        location /outer/ { alias $T/www/; deny all; limit_except POST { allow all; } }
        location /same/ { alias $T/www/; deny all; limit_except POST { } }
        location /return/ { return 201 "r"; limit_except GET { deny all; } }
        location /named/ { try_files /none @named; }
        location @named { return 202 "n"; limit_except GET { deny all; } }
        location /paged/ { error_page 404 = @paged; return 404; }
        location @paged { root $T/www; try_files /x =404; limit_except GET { deny all; } }
        location /files/ { alias $T/www/; try_files /none =404; limit_except POST { allow all; } }
        location /satisfy/ {
            alias $T/www/;
            satisfy any;
            limit_except POST { deny all; auth_basic x; auth_basic_user_file users; }
            location /satisfy/in/ { alias $T/www/; }
        }
    }
}
END
start

by() {          # by PATH STATUS METHOD...
    _p=$1 _s=$2
    shift 2
    for _m in "$@"; do
        is "$_m $_p" "$(status $P1 "$_m $_p HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")" "$_s"
    done
}
by /get/ 200 GET HEAD
by /named/ 202 GET HEAD
by /named/ 403 POST
by /paged/ 200 GET HEAD
by /paged/ 403 POST DELETE
by /get/ 403 POST PUT OPTIONS PATCH OTHER GETS
by /head/ 200 HEAD
by /head/ 403 GET POST
by /post/ 405 POST PUT
by /post/ 403 GET HEAD DELETE
by /patch/ 200 GET
by /patch/ 405 PATCH
by /patch/ 403 POST
is 'another address' "$(code /patch/ -X POST --interface 127.0.0.2)" 405
by /auth/ 200 GET
by /auth/ 401 POST
is 'with a password' "$(code /auth/ -X POST -u u:p)" 405
by /outer/ 403 POST
by /outer/ 200 GET
by /same/ 403 POST GET
by /return/ 201 GET HEAD
by /return/ 403 POST
by /files/ 404 POST
by /files/ 200 GET
by /satisfy/ 401 GET
by /satisfy/ 405 POST
is 'satisfy goes along' "$(code /satisfy/ -u u:p)" 200
by /satisfy/in/ 200 GET
like 'logged' "$(cat error.log)" 'access forbidden by rule, client: 127\.0\.0\.1, server: , request: "OTHER /get/ HTTP/1\.1"'

bad() {         # bad DIRECTIVE LINE MESSAGE
    conf x.conf <<END
events { }
http { server { listen 127.0.0.1:$P4; location / {
$1
} } }
END
    conf_says "$1" emerg "$2" "$3"
}
bad 'limit_except foo { deny all; }' 3 'invalid method "foo"'
bad 'limit_except GET { root /x; }' 3 '"root" directive is not allowed here'
bad 'limit_except GET { satisfy any; }' 3 '"satisfy" directive is not allowed here'
bad 'limit_except GET { limit_except PUT { } }' 3 '"limit_except" directive is not allowed here'
bad 'limit_except { }' 3 'invalid number of arguments in "limit_except" directive'
bad 'limit_except GET;' 3 'directive "limit_except" has no opening "{"'
bad 'limit_except GET { } limit_except PUT { }' 3 '"limit_except" directive is duplicate'
