# No spelling of a path leads out of the root; those that stay inside work.
mkdir -p www/a/b www/... 'www/..x' www/data data2
printf 'secret\n' >secret.txt
printf 'secret\n' >data2/secret.txt
printf 'secret\n' >dataa.txt
mkdir data data/sub
printf 'file\n' >www/a.txt
printf 'deep\n' >www/a/b/c.txt
printf 'dots\n' >www/.../d.txt
printf 'odd\n' >www/..x/d.txt
printf 'plain\n' >data/f.txt
printf 'sub\n' >data/sub/g.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /i/ { alias $T/data/; }
        location /n { alias $T/data; }
        location /m { alias $T/data/; }
        location = /one { alias $T/data/f.txt; }
        location /r/ { root $T/data; }
    }
    server { listen 127.0.0.1:$P2; root $T/www; merge_slashes off; location /a/ { return 200 "a \$uri\n"; } }
}
END
start

# What stays inside.
is "plain"                  "$(get /a/b/c.txt)" deep
is "a dot"                  "$(get /a/./b/./c.txt)" deep
is "dots"                   "$(get /a/b/../b/c.txt)" deep
is "dots to the root"       "$(get /a/b/../../a.txt)" file
is "dots at the end"        "$(get /a/..)" "$(get /)"
is "encoded dots"           "$(get /a/%2e%2e/a.txt)" file
is "half encoded"           "$(get /a/.%2e/a.txt)" file
is "an encoded dot"         "$(get /a/%2E/b/c.txt)" deep
is "an encoded slash"       "$(get /a%2fb%2Fc.txt)" deep
is "dots behind one"        "$(get /a/b%2f..%2fb/c.txt)" deep
is "slashes"                "$(get ///a//b///c.txt)" deep
is "dots over slashes"      "$(get /a//b/../../a.txt)" file
is "three dots are a name"  "$(get /.../d.txt)" dots
is "and two and a letter"   "$(get /..x/d.txt)" odd
is "letters encoded"        "$(get /%61%2e%74xt)" file

# What would not.
out() {         # out TARGET: refused, and nothing of the secret comes
    _a=$(raw $P1 "GET $1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    like "$1" "$_a" '^HTTP/1\.1 (400|403|404|301) '
    unlike "$1: no secret" "$_a" '^secret'
}
for p in /../secret.txt /../../secret.txt /a/../../secret.txt /./../secret.txt \
    //../secret.txt /a//../../secret.txt /%2e%2e/secret.txt /.%2e/secret.txt \
    /%2e./secret.txt /%2E%2E%2Fsecret.txt /..%2fsecret.txt /..%2Fsecret.txt \
    /a/..%2f..%2fsecret.txt /a%2f..%2f..%2fsecret.txt /a/%2e%2e%2f%2e%2e%2fsecret.txt \
    /..%5csecret.txt '/..\\secret.txt' '/\\..\\secret.txt' '/a\\..\\..\\secret.txt' \
    /..%00/secret.txt /%00/../secret.txt /a.txt%00.html /..%252fsecret.txt \
    /%252e%252e/secret.txt /%c0%ae%c0%ae/secret.txt /..%c0%afsecret.txt \
    /%u002e%u002e/secret.txt /..%3b/secret.txt '/..;/secret.txt' \
    '/..?/secret.txt' '/..#/secret.txt' '/../secret.txt?x' '/a/../../secret.txt#x' \
    '/.. /secret.txt' '/..%20/secret.txt' '/..%09/secret.txt' '/..%0d%0a/secret.txt' \
    "$(rep 50 /..)/secret.txt" "$(rep 50 /%2e%2e)/secret.txt" "$(rep 20 /a)$(rep 21 /..)/secret.txt" \
    "http://a/../secret.txt" "http://a/%2e%2e/secret.txt" http://../secret.txt \
    "$T/secret.txt" "//$T/secret.txt" /a/b/c.txt/../../../../secret.txt
do
    out "$p"
done

# Aliases: with slashes, without, and half of them.
is "alias"                  "$(get /i/f.txt)" plain
is "alias, below"           "$(get /i/sub/g.txt)" sub
is "alias, dots inside"     "$(get /i/sub/../f.txt)" plain
is "alias without slashes"  "$(get /n/f.txt)" plain
is "alias of a file"        "$(get /one)" plain
is "alias, half: below"     "$(get /m/f.txt)" plain
is "alias, not there"       "$(code /i/none)" 404
is "alias, a directory"     "$(head_of /i/sub | sed -n 's/^Location: //p')" "http://127.0.0.1:$P1/i/sub/"
is "root in a location"     "$(code /r/f.txt)" 404
for p in /i../secret.txt /i/../secret.txt /i/../../secret.txt /i/..%2fsecret.txt \
    /i%2f..%2f..%2fsecret.txt /i/%2e%2e/secret.txt /m../secret.txt /m../data2/secret.txt \
    /m%2e%2e/secret.txt /m..%2fsecret.txt /m/../secret.txt /m/..%2fsecret.txt \
    /n/../secret.txt /n../secret.txt /one/../secret.txt /one/.. \
    /r/../../secret.txt /i..%2f..%2fsecret.txt /m.%2e/data2/secret.txt
do
    out "$p"
done

# Slashes kept: the location does not match, dots still go.
is "merge_slashes off"      "$(curl -q -s --path-as-is "http://127.0.0.1:$P2/a//b")" 'a /a//b'
is "merge_slashes off, in front" "$(curl -q -s --path-as-is "http://127.0.0.1:$P2//a/b/c.txt")" deep
unlike "merge_slashes off, dots" "$(raw $P2 'GET //../../secret.txt HTTP/1.0\r\n\r\n')" '^secret'
unlike "merge_slashes off, more" "$(raw $P2 'GET /a////../../../../../secret.txt HTTP/1.0\r\n\r\n')" '^secret'
