# What rules of rewriting, maps, locations, error pages and try_files may not
# be: each refusal has nginx's words, file and line.
# backends: none
bad() {         # bad LINE-IN-SERVER MESSAGE
    { echo 'events { }'; echo 'http { server {'; echo "$1"; echo '} }'; } |
        conf x.conf
    conf_says "$1" emerg 3 "$2"
}
badmap() {      # badmap ROW MESSAGE
    { echo 'events { }'; echo "http { map \$a \$b {"; echo "$1"; echo '} }'; } |
        conf x.conf
    conf_says "map: $1" emerg 3 "$2"
}
bad 'rewrite ^ /x quick;' 'invalid parameter "quick"'
bad 'set x 1;' 'invalid variable name "x"'
bad 'set $host 1;' 'the duplicate "host" variable'
bad 'return 1000;' 'invalid return code "1000"'
bad 'return /x;' 'invalid return code "/x"'
bad 'if $x { }' 'invalid condition "$x"'
bad 'if ($x = ) { }' 'invalid condition "$x"'
bad 'if (x = y) { }' 'invalid condition "x"'
bad 'if ($x == y) { }' 'unexpected "==" in condition'
bad 'if (-z /x) { }' 'invalid condition "-z"'
bad 'if ($x) { root /x; }' '"root" directive is not allowed here'
bad 'location / { if ($x) { listen 1; } }' \
    '"listen" directive is not allowed here'
bad 'error_page 200 /x;' 'value "200" must be between 300 and 599'
bad 'error_page 499 /x;' 'invalid value "499"'
bad 'error_page x /x;' 'invalid value "x"'
bad 'error_page =200 /x;' 'invalid value "=200"'
bad 'error_page 404 =x /x;' 'invalid value "=x"'
bad 'try_files /x =1000;' 'invalid code "=1000"'
bad 'try_files /x;' 'invalid number of arguments in "try_files" directive'
bad 'location @a { location @b { } }' \
    'location "@b" cannot be inside the named location "@a"'
bad 'location /a { location @b { } }' \
    'named location "@b" can be on the server level only'
bad 'location = /a { location /a/b { } }' \
    'location "/a/b" cannot be inside the exact location "/a"'
bad 'location /a { location /b { } }' \
    'location "/b" is outside location "/a"'
bad 'location ~ a { location /b { } }' 'location "/b" is outside location "a"'
bad 'location ! a { }' 'invalid location modifier "!"'
bad 'location @a { } location @a { }' 'duplicate location "@a"'
bad 'server_name ~;' 'empty regex in server name "~"'
bad 'return 200 $nope;' 'unknown "nope" variable'
bad 'index a$nope;' 'unknown "nope" variable'
bad 'set $HOST 1;' 'the duplicate "host" variable'
conf x.conf <<'EOF2'
events { }
http { server { return 200 "$b1 $a2 $c3"; } }
EOF2
is 'unknown variables in order' "$("$RPD" -t -p "$T" -c "$T/x.conf" 2>&1 |
    sed -n 's/.*unknown "\([a-z0-9]*\)" .*/\1/p' | tr '\n' ' ')" 'b1 a2 c3 '
badmap 'default 1; default 2;' 'duplicate default map parameter'
badmap 'a 1 2;' 'invalid number of the map parameters'
badmap 'hostnames; a*b.* 1;' 'invalid hostname or wildcard "a*b.*"'
