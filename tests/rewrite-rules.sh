# Rules of rewriting, locations, maps, error pages, try_files: each line of the
# table is a request and its answer (status, then Location or the body); the
# answers are those that nginx 1.22 gives, but that %3f stays encoded in a
# redirect and a blank is encoded.
mkdir -p www/dir 'www/p^`{|}'
echo file >www/f.txt
echo idx >www/dir/index.html
echo err404 >www/404.html
{ globals; events; echo "http { default_type text/plain;"; sed "s|@P1|$P1|; s|@T|$T|" <<'EOF'
 map $arg_m $mapped { default dflt; a va; "~^b(\d+)$" "n$1"; B2x upper; ~*^CI ci; "" empty; \default lit; }
 map $arg_m $cAse { default c; }
 map $query_string $args { default $query_string; m=args mapped; }
 map $host $hn { hostnames; default none; .example.com dot; *.star.org star; pre.* pre; exact.pre.com exact; }
 server { listen 127.0.0.1:@P1 default_server; server_name one.test; root @T/www; 
  error_page 404 /404.html;
  error_page 403 =200 /f.txt;
  error_page 500 502 @named;
  error_page 501 =302 http://x.test/y;
  error_page 503 = /e503;
  set $outer "o$arg_a";
  if ($arg_sret) { return 200 "sret $arg_sret\n"; }
  location /e503 { return 200 "e503 $status $uri\n"; }
  location @named { return 200 "named $uri $args $request_uri\n"; }
  location /r403 { return 403; }
  location /r500 { return 500; }
  location /r501 { return 501; }
  location /r503 { return 503; }
  location /int { internal; return 200 "internal $uri $args\n"; }
  location /rw { rewrite ^/rw/(\d+)/(.*)$ /int/$2?id=$1 last; rewrite ^/rw/br /int/x break; rewrite ^/rw/red(.*) /to$1 redirect; rewrite ^/rw/perm(.*) /to$1? permanent; rewrite ^/rw/url(.*)$ http://o.test/$1; return 200 "norw $uri $is_args$args\n"; }
  location ~ ^/left/(.*)$ { if ($arg_x !~ ^(f)) { set $x no; } return 200 "[$1]\n"; }
  location ~ ^/over/(.*)$ { rewrite ^/zz /y; return 200 "[$1]\n"; }
  location /cyc { rewrite ^ /cyc1 last; }
  location /chain { rewrite ^/chain$ /chain2; rewrite ^/chain2$ /chain3; return 200 "chain $uri\n"; }
  location /set { set $x 1; set $x "${x}2$outer"; return 200 "$x $mapped $hn $1\n"; }
  location /if { set $r no; if ($arg_q = yes) { set $r yes; } if ($arg_q != yes) { set $r2 ne; } if ($arg_q ~ ^a(.)c$) { set $r "re $1"; } if ($arg_q !~* ^A) { set $r3 nre; } if (-f $document_root/f.txt) { set $r4 f; } if (!-e $document_root/nope) { set $r5 ne; } if (-d $document_root/dir) { set $r6 d; } return 200 "$r $r2 $r3 $r4 $r5 $r6\n"; }
  location /ifb { if ($arg_b) { break; } return 200 "not broken\n"; }
  location ~ ^/re/(?<nm>[a-z]+)/(.*)$ { return 200 "re $nm $1 $2\n"; }
  location ~* \.JPG$ { return 200 "jpg\n"; }
  location ^~ /final/ { return 200 "final\n"; location ~ \.jpg$ { return 200 "nested jpg\n"; } }
  location /try { try_files $uri /f.txt @named; }
  location /try2 { try_files /nope /dir/ =404; }
  location /try3 { try_files /nope /int?x=1; }
  location /try4 { try_files /nope =403; }
  location /try5/ { alias @T/www/; try_files $uri /try5/f.txt =404; }
  location /dirx { rewrite ^/dirx(.*)$ /dir$1 break; }
  location ~ ^/case/(?<Nm2>.*)$ { set $X 1; set $ARGS a=$X; return 200 "$x $Arg_A $HOST $HTTP_Host $nM2 $case\n"; }
  location ~ ^/quo/(.*)$ { set $y $1; rewrite ^ /int/q?x=$y last; }
  location /quod/ { rewrite ^/quod/(.*)$ /quo2/$1; set $y $1; return 200 "$y\n"; }
  location /part { if ($arg_x ~ ^(?<part>..)) { } if ($arg_y ~ ^a(?<part>b)?) { } return 200 "[$part]\n"; }
  location = /exact { return 200 "exact\n"; }
  location /ret { location /ret/301 { return 301 "/a b"; } location /ret/301u { return 301 http://u.test/$arg_a; } location /ret/302 { return http://z.test/; } location /ret/204 { return 204; } location /ret/404t { return 404 "text $status\n"; } location /ret/307 { return 307 /q?$args; } location /ret/444 { return 444; } location /ret/201 { return 201; }  location /ret/200 { return 200; } }
  location /norel { absolute_redirect off; return 301 /rel; }
  location /noport { port_in_redirect off; return 301 /rel; }
  location /sn { server_name_in_redirect on; return 301 /rel; }
  location /enc { rewrite ^/enc/(.*)$ /int/e?v=$1 last; }
  location /encr { rewrite ^/encr/(.*)$ /to/$1 redirect; }
  location /args { set $args "z=1"; return 200 "$args $is_args $arg_z\n"; }
  location /dotdot { rewrite ^/dotdot/(.*)$ /$1 break; }
 }
 server { listen 127.0.0.1:@P1; server_name ~^(?<sub>\w+)\.re\.test$ ; return 200 "sub $sub $server_name\n"; }
 server { listen 127.0.0.1:@P1; server_name two.test; location / { return 200 "two\n"; } }
}
EOF
} >conf
start
while read -r method uri host want_status want; do
    [ "$host" != - ] || host=one.test
    [ "$method" = HEAD ] && how=-I || how="-X $method"
    # shellcheck disable=SC2086
    http "$uri" $how -H "Host: $host" -o body -D head >/dev/null
    tr -d '\r' <head >lines
    status=$(sed -n '1s/^[^ ]* \([0-9]*\).*/\1/p' lines)
    location=$(sed -n 's/^Location: //p' lines)
    [ -n "$location" ] || [ "$method" = HEAD ] ||
        location=$(tr -d '\r\n' <body | sed 's/.*<html>.*/-/; s/ *$//')
    case $want in *'$P1'*) want="${want%%\$P1*}$P1${want#*\$P1}" ;; esac
    is "$method $uri ($host)" "${status:--} ${location:--}" "$want_status $want"
    : >body >head
done <<'EOF'
GET /nope - 404 err404
GET /404.html - 200 err404
GET /r403 - 200 file
GET /r500?x=1 - 500 named /r500 x=1 /r500?x=1
GET /r501 - 302 http://x.test/y
GET /r503 - 200 e503 200 /e503
HEAD /r503 - 200 -
HEAD /nope - 404 -
GET /int/x - 404 err404
GET /rw/12/foo - 200 internal /int/foo id=12
GET /rw/12/foo?old=1 - 200 internal /int/foo id=12&old=1
GET /rw/br - 404 err404
GET /rw/redx?q=1 - 302 http://one.test:$P1/tox?q=1
GET /rw/permx?q=1 - 301 http://one.test:$P1/tox
GET /rw/urlabc?q=1 - 302 http://o.test/abc?q=1
GET /rw/none?q=1 - 200 norw /rw/none ?q=1
GET /rw/none - 200 norw /rw/none 
GET /left/a?x=f - 200 [f]
GET /left/a - 200 []
GET /over/a - 200 []
GET /cyc - 500 -
GET /chain - 200 chain /chain3
GET /set?a=A&m=a - 200 12oA va none
GET /set?m=b12 - 200 12o n12 none 12
GET /set?m=b2X - 200 12o upper none
GET /set?m=cIx - 200 12o ci none
GET /set - 200 12o empty none
GET /set?m=default - 200 12o lit none
GET /set www.example.com 200 12o empty dot
GET /set example.com 200 12o empty dot
GET /set example.com. 200 12o empty dot
GET /set a.star.org 200 12o empty star
GET /set star.org 200 12o empty none
GET /set pre.foo 200 12o empty pre
GET /set exact.pre.com 200 12o empty exact
GET /if?q=yes - 200 yes  nre f ne d
GET /if?q=abc - 200 re b ne  f ne d
GET /if?q=ABC - 200 no ne  f ne d
GET /if - 200 no ne nre f ne d
GET /ifb?b=1 - 404 err404
GET /ifb?b=0 - 200 not broken
GET /ifb - 200 not broken
GET /re/abc/de%20f - 200 re abc abc de f
GET /x.jpg - 200 jpg
GET /final/x.jpg - 200 nested jpg
GET /final/x.png - 200 final
GET /try - 200 file
GET /tryx - 200 file
GET /try2 - 301 http://one.test:$P1/dir/
GET /try3 - 200 internal /int x=1
GET /try4 - 200 file
GET /try5/f.txt - 200 file
GET /try5/none - 404 err404
GET /try5/dir - 404 err404
GET /dirx - 301 http://one.test:$P1/dir/
GET /dirx/ - 200 idx
GET /dirx/index.html - 200 idx
GET /rw/none?m=args - 200 norw /rw/none ?mapped
GET /case/y - 200 1 1 one.test one.test y c
GET /quo/a%26b%3dc - 200 internal /int/q x=a%26b=c
GET /quo/a&b=c - 200 internal /int/q x=a&b=c
GET /quod/a%26b - 200 a&b
GET /part?x=foo - 200 [fo]
GET /part?x=foo&y=acd - 200 []
GET /exact - 200 exact
GET /exact/ - 404 err404
GET /ret/301 - 301 http://one.test:$P1/a%20b
GET /ret/301u?a=%20x - 301 http://u.test/%20x
GET /ret/302 - 302 http://z.test/
GET /ret/204 - 204 -
GET /ret/404t - 404 text 404
GET /ret/307?a=b - 307 http://one.test:$P1/q?a=b
GET /ret/444 - - -
GET /ret/201 - 201 -
GET /ret/200 - 200 -
GET /norel - 301 /rel
GET /noport - 301 http://one.test/rel
GET /sn - 301 http://one.test:$P1/rel
GET /sn other 301 http://one.test:$P1/rel
GET /enc/a%26b%20c - 200 internal /int/e v=a%26b%20c
GET /enc/a&b - 200 internal /int/e v=a&b
GET /encr/a%20b%3fc?x=y - 302 http://one.test:$P1/to/a%20b%3Fc?x=y
GET /enc/A%3fB%3b%5e%60%7b%7c%7d - 200 internal /int/e v=A%3FB%3B%5E%60%7B%7C%7D
GET /encr/%3b%5e%60%7b%7c%7d - 302 http://one.test:$P1/to/%3B%5E%60%7B%7C%7D
GET /p%5e%60%7b%7c%7d - 301 http://one.test:$P1/p%5E%60%7B%7C%7D/
GET /encr/%d0%b0 - 302 http://one.test:$P1/to/%D0%B0
GET /args?a=b - 200 z=1 ? 1
GET / abc.re.test 200 sub abc ~^(?<sub>\w+)\.re\.test$
GET / ABC.re.test 200 sub abc ~^(?<sub>\w+)\.re\.test$
GET / two.test 200 two
GET /dotdot/../f.txt - 200 file
GET /dir - 301 http://one.test:$P1/dir/
GET /dir/ - 200 idx
GET /f.txt - 200 file
GET /?sret=5 - 200 sret 5
OPTIONS /f.txt - 405 -
GET /%2e%2e/ - 400 -
EOF
