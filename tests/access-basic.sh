# auth_basic: kinds of passwords, what is asked for and logged, satisfy.
mkdir www
echo page >www/index.html
mkdir dir
{
    printf '# a comment:{PLAIN}x\n#x:{PLAIN}x\n\n'
    printf 'plain:{PLAIN}secret\nsha:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=:a comment\r\n'
    printf 'ssha:{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0\n'
    printf 'apr:$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0\n'
    printf 'des:abNANd1rDfiNc\n'
    printf 'plain:{PLAIN}other\nempty:{PLAIN}\nnothing\nodd:*\n'
    printf 'long:{PLAIN}%s\n' "$(rep 2000 x)"
    printf 'colon:{PLAIN}a:b\nlast:{PLAIN}a'
} >users
conf conf <<END
$(globals)
$(events)
http {
    log_format user '\$remote_user \$status';
    access_log $T/access.log user;
    server {
        listen 127.0.0.1:$P1;
        auth_basic "the \$arg_r realm";
        auth_basic_user_file users;
        alias www/;
        root $T/www;
        location /off/ { alias www/; auth_basic off; }
        location /var/ { alias www/; auth_basic_user_file \$arg_f; }
        location /beside/ { alias www/; auth_basic_user_file use\$arg_f; }
        location /switch/ { alias www/; auth_basic \$arg_s; }
        location /none/ { alias www/; auth_basic_user_file none; }
        location /dir/ { alias www/; auth_basic_user_file dir; }
        location /name/ { alias www/; auth_basic only; auth_basic_user_file $T/users; }
        location /uri/ { alias www/; auth_basic \$uri; }
        location /delay/ { alias www/; auth_delay 200ms; }
        location /all/ { alias www/; allow 127.0.0.2; deny all; }
        location /any/ { alias www/; allow 127.0.0.2; deny all; satisfy any; }
        location /any/off/ { alias www/; deny all; satisfy any; auth_basic off; }
        location /any/open/ { alias www/; satisfy any; }
        location /any/none/ { alias www/; satisfy any; deny all; auth_basic_user_file none; }
        location /any/dir/ { alias www/; satisfy any; deny all; auth_basic_user_file dir; }
    }
    server {
        listen 127.0.0.1:$P2;
        location / { root www; auth_basic only; }
        location /f/ { alias www/; auth_basic_user_file users; }
    }
}
END
sed -i.bak '/^        alias/d' conf
start

log() {         # log TEXT ERE: the error log has it
    like "$1: log" "$(cat error.log)" "$2"
}
user() {        # user USER:PASSWORD STATUS [PATH [CURL ARGS]]
    _u=$1 _s=$2 _p=${3:-/}
    shift $(($# > 2 ? 3 : 2))
    is "$_u at $_p $*" "$(code "$_p" -u "$_u" "$@")" "$_s"
}
for u in plain sha ssha apr; do
    user $u:secret 200
    user $u:secreT 401
    user $u: 401
done
user plain:other 401            # the first line of a name counts
user empty: 200
user empty:x 401
user last:a 200
user colon:a 200                # a comment follows
user colon:a:b 401
user nothing: 401
user '#x:x' 401
user "long:$(rep 2000 x)" 401
case $("$RPD" -V 2>&1) in
*libcrypt=1*)
    user des:secret 200
    user des:Secret 401
    user odd:x 401 ;;
*)
    user des:secret 500
    log 'no crypt()' '\[crit\] .*crypt\(\) failed \([0-9]+: ' ;;
esac
log 'mismatch' '\[error\] [0-9#]*: \*[0-9]+ user "apr": password mismatch, client: 127\.0\.0\.1, server: , request: "GET / HTTP/1\.1", host: "127\.0\.0\.1:[0-9]+"$'
user who:secret 401
log 'not found' "\\[error\\] [0-9#]*: \\*[0-9]+ user \"who\" was not found in \"$T/users\", client: 127\\.0\\.0\\.1, server: , request: \"GET / HTTP/1\\.1\""
is 'nothing is sent' "$(code /)" 401
log 'nothing' '\[info\] .*no user/password was provided for basic authentication, client: 127\.0\.0\.1, '
is_last '$remote_user: none' access.log '- 401'
is '$remote_user' "$(tail -n 2 access.log | head -n 1)" 'who 401'
like 'realm' "$(head_of '/?r=x')" '^WWW-Authenticate: Basic realm="the x realm"$'
like 'page' "$(get /)" '<h1>401 Authorization Required</h1>'
like 'status line' "$(head_of / | head -n 1)" '^HTTP/1\.1 401 Unauthorized$'
unlike 'let in: no realm' "$(head_of / -u plain:secret)" 'WWW-Auth'
unlike 'encoded line ends in the realm' "$(head_of /uri/x%0d%0aX-Evil:%201)" '^X-Evil'

auth() {        # auth STATUS USER VALUE: an Authorization header as it is
    is "Authorization: $3" "$(code / -H "Authorization: $3")" "$1"
    is_last "Authorization: $3, \$remote_user" access.log "$2 $1"
}
auth 200 plain 'Basic cGxhaW46c2VjcmV0'
auth 200 plain 'bASIC    cGxhaW46c2VjcmV0'
auth 200 plain 'Basic cGxhaW46c2VjcmV0=='
auth 200 plain 'Basic cGxhaW46c2VjcmV0=x*'
auth 401 - 'Basic cGxhaW46c2VjcmV0 '"$(printf '\t')x"
auth 401 - 'Basic *GxhaW46c2VjcmV0'
auth 401 - 'BasicX cGxhaW46c2VjcmV0'
auth 401 - 'Digest cGxhaW46c2VjcmV0'
auth 401 - 'Basic'
auth 401 - 'Basic cGxhaW4='           # no colon
auth 401 - 'Basic OnNlY3JldA=='       # no name
auth 401 - 'Basic Y'
auth 401 plain 'Basic cGxhaW46'
is 'two of them' "$(status $P1 'GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Basic cGxhaW46c2VjcmV0\r\nAuthorization: Basic cGxhaW46c2VjcmV0\r\n\r\n')" 400
is 'a long one' "$(code / -H "Authorization: Basic $(rep 1000 QUFB)")" 401
user plain:secret 401 / -H 'Authorization: Basic cGxhaW46'

is 'off' "$(code /off/)" 200
user plain:x 200 /off/
is_last 'off: $remote_user' access.log 'plain 200'
user plain:secret 200 "/var/?f=$T/users"
user plain:secret 403 "/var/?f=$T/nusers"
user plain:secret 200 /name/
user plain:secret 200 '/var/?f=users'
user plain:secret 200 '/beside/?f=rs'
user plain:secret 403 '/beside/?f=/users'
user plain:secret 500 "/var/"           # the directory itself, as in nginx
user plain:secret 200 "/switch/?s=x"
is 'a realm that is off' "$(code '/switch/?s=off')" 200
is 'a realm that is empty' "$(code '/switch/')" 401
user plain:secret 403 /none/
log 'no file' "\\[error\\] [0-9#]*: \\*[0-9]+ open\\(\\) \"$T/none\" failed \\(2: "
user plain:secret 500 /dir/
log 'a directory' "\\[crit\\] .*pread\\(\\) \"$T/dir\" failed \\([0-9]+: "
is 'without a name the file is not looked at' "$(code /none/)" 401
user plain:bad 401 /delay/
user plain:secret 200 /delay/
log 'delay' '\[info\] .*delaying unauthorized request'
is 'a delay does not break the connection' "$(http '/delay/' -u plain:x -o /dev/null -w '%{http_code}' --next -q -s "http://127.0.0.1:$P1/off/" -o /dev/null -w '%{http_code}')" '200401'

user plain:secret 200 /all/ --interface 127.0.0.2
user plain:bad 401 /all/ --interface 127.0.0.2
user plain:secret 403 /all/
unlike 'all: the address comes first' "$(head_of /all/)" 'WWW-Auth'
is 'any: by address' "$(code /any/ --interface 127.0.0.2)" 200
user plain:secret 200 /any/
user plain:bad 401 /any/
user plain:bad 200 /any/ --interface 127.0.0.2
like 'any: asks' "$(head_of /any/)" '^WWW-Authenticate: Basic'
is 'any, and no password' "$(code /any/off/)" 403
is 'any, only a password' "$(code /any/open/)" 401
user plain:secret 200 /any/open/
user plain:secret 403 /any/none/
user plain:secret 500 /any/dir/

P1=$P2
is 'no user file' "$(code /)" 200
is 'no realm' "$(code /f/)" 200

bad() {         # bad DIRECTIVE MESSAGE
    conf x.conf <<END
events { }
http {
$1
    server { listen 127.0.0.1:$P4; } }
END
    conf_says "$1" emerg 3 "$2"
}
bad 'auth_basic;'       'invalid number of arguments in "auth_basic" directive'
bad 'auth_basic a b;'   'invalid number of arguments in "auth_basic" directive'
bad 'auth_basic "${x";' 'the closing bracket in "x" variable is missing'
bad 'auth_basic "$no_such";' 'unknown "no_such" variable'
bad 'auth_basic_user_file "a$";' 'invalid variable name'
bad 'auth_delay x;'     '"auth_delay" directive invalid value'
bad 'auth_basic a; auth_basic b;' '"auth_basic" directive is duplicate'
