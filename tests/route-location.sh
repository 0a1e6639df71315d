# Which location answers: exact, longest prefix, nested; what it inherits.
mkdir -p www/dir www/in other/deep
printf 'www\n' >www/a.txt
printf 'in\n' >www/in/a.txt
printf 'other\n' >other/deep/a.txt
printf 'idx\n' >www/dir/index.html
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    types { }
    default_type text/plain;
    root $T/www;
    server {
        listen 127.0.0.1:$P1;
        location / { return 200 "root\n"; }
        location = / { return 200 "exact root\n"; }
        location /pre { return 200 "pre\n"; }
        location /prefix { return 200 "prefix\n"; }
        location /prefix/long { return 200 "long\n"; }
        location = /prefix { return 200 "exact\n"; }
        location ^~ /caret/ { return 200 "caret\n"; }
        location /slash/ { return 200 "slash\n"; }
        location "/with blank" { return 200 "blank\n"; }
        location /é { return 200 "utf\n"; }
        location /nest/ {
            return 200 "nest\n";
            location /nest/in/ { return 200 "nest in\n"; }
            location = /nest/exact { return 200 "nest exact\n"; }
            location /nest/in2/ { location /nest/in2/deep { return 200 "deep\n"; } }
        }
        location /pat/ { return 200 "pat"; location /pat/in/ { return 200 "pat in"; } location = /pat/in/x.pat { return 200 "exact pat"; } }
        location /fin/ { return 200 "fin"; location ^~ /fin/in/ { return 200 "fin in"; } }
        location ~ \\.pat\$ { return 200 "pattern"; }
        location /zz { return 200 "zz\n"; }
        location /z { return 200 "z\n"; }
        location /zzz { return 200 "zzz\n"; }
    }
    server {
        listen 127.0.0.1:$P2;
        location /in/ { }
        location /deep/ { root $T/other; default_type text/x-deep; location /deep/a { } }
        location = /a.txt { default_type text/x-exact; }
        location /dir/ { }
        location = /dir/index.html { default_type text/x-index; }
    }
    server { listen 127.0.0.1:$P3; location /only { return 200 "only\n"; } }
}
END
start

loc() {         # loc TARGET EXPECTED
    is "$1" "$(get "$1")" "$2"
}
loc /               'exact root'
loc /pat/in/a       'pat in'
loc /pat/in/a.pat   pattern
loc /pat/in/x.pat   'exact pat'
loc /pat/a.pat      pattern
loc /fin/in/a       'fin in'
loc /fin/in/a.pat   pattern
loc '/?a=b'         'exact root'
loc /x/..           'exact root'
loc //              'exact root'
loc /x              root
loc /pre            pre
loc /prefi          pre
loc /prefix         exact
loc '/prefix?x'     exact
loc /prefix/        prefix
loc /prefixed       prefix
loc /prefix/lon     prefix
loc /prefix/long    long
loc /prefix/longer  long
loc /pr             root
loc /%70re          pre
loc /x/../pre       pre
loc /pre/../x       root
loc /PRE            root
loc /caret/x        caret
loc /caret          root
loc /slash/         slash
loc /slash          root
loc /with%20blank   blank
loc /%c3%a9         utf
loc /nest/          nest
loc /nest/x         nest
loc /nest/in/x      'nest in'
loc /nest/exact     'nest exact'
loc /nest/exactly   nest
loc /nest/in2/deep  deep
loc /z              z
loc /zz             zz
loc /zzz            zzz
loc /zzzz           zzz
loc /z/zz           z

P1=$P2
is "root from http"             "$(get /in/a.txt)" in
is "root of its own"            "$(get /deep/a.txt)" other
is "default_type is inherited"  "$(http /deep/a.txt -o /dev/null -w '%{content_type}')" text/x-deep
is "exact, a file"              "$(http /a.txt -o /dev/null -w '%{content_type}')" text/x-exact
is "index through a location"   "$(http /dir/ -o /dev/null -w '%{content_type}')" text/x-index
P1=$P3
is "none fits: files"           "$(get /a.txt)" www
is "one fits"                   "$(get /only)" only
