# Which server answers: address, name exact, *.x, .x, x.*, the default one.
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server { listen 127.0.0.1:$P1; server_name one.example one.alias; return 200 "one \$server_name\n"; }
    server { listen 127.0.0.1:$P1; server_name *.example; return 200 "star\n"; }
    server { listen 127.0.0.1:$P1; server_name *.sub.example; return 200 "longer star\n"; }
    server { listen 127.0.0.1:$P1; server_name .dot.test; return 200 "dot\n"; }
    server { listen 127.0.0.1:$P1; server_name www.tail.*; return 200 "tail\n"; }
    server { listen 127.0.0.1:$P1; server_name www.tail.longer.*; return 200 "longer tail\n"; }
    server { listen 127.0.0.1:$P1; server_name www.tail.example; return 200 "exact\n"; }
    server { listen 127.0.0.1:$P1; server_name UPPER.example; return 200 "upper\n"; }
    server { listen 127.0.0.1:$P1; server_name 127.0.0.9; return 200 "address\n"; }
    server { listen 127.0.0.1:$P1; server_name ""; return 200 "none\n"; }
    server { listen 127.0.0.1:$P2; server_name a.example; return 200 "first\n"; }
    server { listen 127.0.0.1:$P2 default_server; server_name _; return 200 "default\n"; }
    server { listen 127.0.0.1:$P3; listen 127.0.0.1:$P2; server_name b.example; return 200 "b on \$server_port\n"; }
    server { listen 127.0.0.1:$P4; return 200 "unnamed\n"; }
    server { listen 127.0.0.1:$P4; server_name a.example; return 200 "named\n"; }
    server { listen *:$P5; server_name any; return 200 "any\n"; }
    server { listen 127.0.0.2:$P5; server_name two; return 200 "two\n"; }
}
END
start

host() {        # host HOST EXPECTED [PORT]
    is "${3:-$P1}: $1" "$(raw "${3:-$P1}" "GET / HTTP/1.1\r\nHost: $1\r\nConnection: close\r\n\r\n" | tail -n 1)" "$2"
}
host one.example            'one one.example'
host one.alias              'one one.example'
host ONE.Example            'one one.example'
host one.example.           'one one.example'
host one.example:8080       'one one.example'
host one.example.:8080      'one one.example'
host two.example            star
host a.b.example            star
host x.sub.example          'longer star'
host x.y.sub.example        'longer star'
host sub.example            star
host xsub.example           star
host example                'one one.example'
host dot.test               dot
host a.dot.test             dot
host a.b.dot.test           dot
host xdot.test              'one one.example'
host www.tail.org           tail
host www.tail.co.uk         tail
host www.tail.longer.org    'longer tail'
host www.tail.example       exact
host www.tail               'one one.example'
host xwww.tail.org          'one one.example'
host upper.example          upper
host 127.0.0.9              address
host unknown                'one one.example'
host '[::1]'                'one one.example'
is "no Host" "$(raw $P1 'GET / HTTP/1.0\r\n\r\n' | tail -n 1)" none
is "no Host, no empty name" "$(raw $P2 'GET / HTTP/1.0\r\n\r\n' | tail -n 1)" default

host a.example              first               $P2
host b.example              "b on $P2"          $P2
host b.example              "b on $P3"          $P3
host unknown                default             $P2
host one.example            default             $P2
host unknown                "b on $P3"          $P3
host a.example              named               $P4
host unknown                unnamed             $P4

# An address of its own goes before any.
is "any address"            "$(curl -q -s -H 'Host: two' "http://127.0.0.1:$P5/")" any
if [ "$(uname -s)" = Linux ]; then
    is "its own address"    "$(curl -q -s -H 'Host: any' "http://127.0.0.2:$P5/")" two
fi
is "one connection, several servers" "$(raw $P1 'GET / HTTP/1.1\r\nHost: two.example\r\n\r\nGET / HTTP/1.1\r\nHost: dot.test\r\n\r\nGET / HTTP/1.0\r\n\r\n' | tr -d '\r' | grep -E '^(star|dot|none|one.*)$' | tr '\n' ' ')" 'star dot none '
