# The smallest server, of make tiny: how large it is, that it serves and reloads,
# and what it says of directives that are left out.
# backends: none
# san: none
LIMIT_TEXT=70000
TOP=$TESTS/..
CC=${CC:-cc}
mkdir src
cp "$TOP/reuseportd.c" "$TOP/reuseportd.h" "$TOP/Makefile" src
(cd src && MAKEFLAGS='' CC=$CC make tiny \
    CFLAGS='-fcf-protection=none -fno-stack-protector') >make.log 2>&1 ||
    (cd src && MAKEFLAGS='' CC=$CC make tiny) >make.log 2>&1
RPD=$T/src/reuseportd
ok 'make tiny' [ -x "$RPD" ]
unlike 'without a warning' "$(cat make.log)" 'warning:'
unlike 'all parts are out' "$("$RPD" -V 2>&1 | grep '^switches')" '=1'
case $($CC -dumpmachine 2>/dev/null):$($CC --version 2>/dev/null) in
*clang*) ;;
x86_64*linux-gnu:*)
    text=$(size "$RPD" 2>/dev/null | sed -n '2s/^ *\([0-9]*\).*/\1/p')
    [ -z "$text" ] || ok "text: $text of at most $LIMIT_TEXT" \
        [ "$text" -le $LIMIT_TEXT ]
    ;;
esac

echo hello >a.txt
echo other >b.txt
mkdir sub
echo index >sub/index.html
site() {        # site INDEX
    {
        globals
        echo 'worker_processes 2; events { worker_connections 64; }'
        echo "http { server { listen 127.0.0.1:$P1;"
        echo "root $T; index $1; location /sub { types { text/x-sub html; } }"
        echo 'location = /none { root /nowhere; } } }'
    } >conf
}
hup() {         # hup ERE: reads it again; a line of the error log tells how it went
    : >error.log
    kill -HUP "$SRV"
    ok "HUP: $1" wait_for 10 grep -Eq "$1" error.log
}
site index.html
start
is 'a file' "$(get /a.txt)" hello
is 'an index' "$(get /sub/)" index
like 'its type' "$(head_of /sub/index.html)" '^Content-Type: text/x-sub'
is 'a body that nobody wants' "$(code /a.txt -d some=thing)" 405
is 'a part of a file' "$(get /a.txt -r 1-2)" el
is 'a file that is not there' "$(code /none)" 404
like 'an unchanged file' "$(code /a.txt -z "$T/a.txt")" 304
echo 'server_nam x;' >>conf
hup 'unknown directive "server_nam"'
is 'a bad configuration is refused' "$(get /sub/)" index
site b.txt
mv b.txt sub
hup 'worker process [0-9]+ exited with code 0'
is 'the new index' "$(get /sub/)" other
stop
for d in 'autoindex on;' 'limit_rate 1k;' 'gzip_static on;' 'access_log a;'; do
    echo "events { } http { $d }" >x.conf
    conf_says "$d" emerg 1 "unknown directive \"${d%% *}\""
    like "$d: why" "$out" "${d%% *}.*this build is without .*AUTOINDEX.*"
done
echo 'events { } http { server { location ~ a { } } }' >x.conf
conf_says 'a pattern' emerg 1 '"a": this build is without REWRITE'
echo 'events { } http { server { location @a { } } }' >x.conf
conf_says 'a named location' emerg 1 '"@a": this build is without REWRITE'
echo 'events { } http { server { root /srv/$host; } }' >x.conf
conf_says 'a variable' emerg 1 '"/srv/$host": this build is without VARS'
for args in '-s stop' "$T"; do
    # shellcheck disable=SC2086
    out=$("$RPD" $args 2>&1)
    is "status of $args" $? 1
    like "$args" "$out" "^reuseportd: (invalid option: \"s\" .*without .*COMMANDS|unexpected \"$T\")"
done
