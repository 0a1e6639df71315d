# add_header_inherit, add_trailer_inherit: what of the outer level's is sent.
need HEADERS REWRITE
mkdir www
echo x >www/a.txt
conf conf <<EOF
$(globals)
$(events)
http {
    add_header X a;
    add_header X b;
    add_trailer Y t;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /default { return 200 x; }
        location /own { add_header X c; return 200 x; }
        location /merge {
            add_header X c;
            add_header X d;
            add_header_inherit merge;
            if (\$arg_i) { add_header X i; return 200 x; }
            return 200 x;
            location /merge/deep { add_header X e; return 200 x; }
            location /merge/none { return 200 x; }
            location /merge/on { add_header_inherit on; add_header X e; return 200 x; }
            location /merge/off { add_header_inherit off; return 200 x; }
        }
        location /off {
            add_header_inherit off;
            return 200 x;
            location /off/own { add_header X e; return 200 x; }
            location /off/merge { add_header_inherit merge; add_header X e; return 200 x; }
        }
        location /t/ { alias $T/www/; add_trailer_inherit merge; add_trailer Y u; }
        location /to/ { alias $T/www/; add_trailer_inherit off; }
    }
    server {
        listen 127.0.0.1:$P2;
        add_header_inherit off;
        location /none { return 200 x; }
        location /on { add_header_inherit on; return 200 x;
            location /on/deep { add_header X e; return 200 x;
                location /on/deep/er { return 200 x; } } }
        location /own { add_header X c; return 200 x;
            location /own/deep { return 200 x; } }
    }
}
EOF
start
sent() {        # sent PATH EXPECTED [PORT]: the values of X, in order
    is "$1" "$(P1=${3:-$P1}; head_of "$1" |
        sed -n 's/^X: //p' | tr '\n' ' ')" "$2"
}
sent /default 'a b '
sent /own 'c '
sent /merge 'c d a b '
sent /merge/deep 'e c d a b '
sent /merge/none 'c d a b '
sent /merge/on 'e '
sent /merge/off ''
sent '/merge?i=1' 'i c d a b '
sent /off ''
sent /off/own 'e '
sent /off/merge 'e '
sent /none '' "$P2"
sent /on '' "$P2"
sent /on/deep 'e ' "$P2"
sent /on/deep/er 'e ' "$P2"
sent /own 'c ' "$P2"
sent /own/deep '' "$P2"
trailers() {    # trailers PATH: the values of Y, behind the body
    raw "$P1" "GET $1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" |
        tr -d '\r' | sed -n 's/^Y: //p' | tr '\n' ' '
}
is 'a trailer' "$(trailers /a.txt)" 't '
is 'merged trailers' "$(trailers /t/a.txt)" 'u t '
is 'no trailers' "$(trailers /to/a.txt)" ''
stop
printf 'events { }\nhttp {\nadd_header_inherit x;\n}\n' >x.conf
conf_says 'a word' emerg 3 'invalid value "x"'
printf 'events { }\nhttp {\nadd_header_inherit on; add_header_inherit off;\n}\n' >x.conf
conf_says 'twice' emerg 3 '"add_header_inherit" directive is duplicate'
