# Where bodies are stored: directories, files that stay, no room, no rights.
# san: none
if ! ${CC:-cc} -O0 -std=c11 -DRPD_NO_MAIN -DRPD_WITH_FAULTS=1 -I"$TESTS/.." \
    "$TESTS/embed.c" "$TESTS/../reuseportd.c" -o "$T/embed" $LDLIBS \
    >"$T/cc.log" 2>&1
then
    skip "embed.c does not build: $(head -n 1 "$T/cc.log")"
fi
RPD=$T/embed
rep 3000 'some text ' >body

site() {        # site DIRECTIVES [MAIN]
    {
        globals
        echo "$2 events { use $EV; worker_connections 64; }"
        echo "http { client_body_buffer_size 1k; $1"
        echo "server { listen 127.0.0.1:$P1; root $T;"
        echo "location /echo { handler echo; } location /sum { handler sum; } } }"
    } >conf
    : >error.log
}
files() {       # files DIR: how many there are in it
    find "$1" -type f | wc -l | tr -d ' '
}
sent() {        # sent [ARGS]: the size that arrives
    get /sum --data-binary @body "$@" | sed 's/ .*//'
}

site "client_body_temp_path $T/a 1 2; client_body_in_file_only on;"
start
is "a body in a file" "$(sent)" 30000
is "a small one, too" "$(get /echo -d abc)" '/echo? from 127.0.0.1: abc'
is "the files stay" "$(files a)" 2
like "in directories" "$(find a -type f | head -n 1)" '^a/[0-9]/[0-9]{2}/[0-9]{10}$'
like "named after the end" "$(find a -type f | sed 's,^a/\(.\)/\(..\)/.......\(..\)\(.\)$,\1\2 \4\3,')" '^([0-9]{3}) \1'
is "what is in it" "$(cat $(find a -type f -size -100c))" abc
like "for nobody else" "$(ls -l $(find a -type f | head -n 1))" '^-rw-------'
ok "the log tells" grep -q 'notice.* a client request body is buffered to a temporary file' error.log
if [ "$(id -u)" = 0 ]; then
    like "the directory is the workers'" "$(ls -ld a)" '^drwx------.* nobody '
fi
is "no body, no file" "$(code /echo)" 200
is "still two" "$(files a)" 2
stop

site "client_body_temp_path $T/b; client_body_in_file_only clean; client_body_in_single_buffer on;"
start
is "while it is needed" "$(sent)" 30000
none() { [ "$(files "$1")" = 0 ]; }
ok "then it is gone" wait_for 10 none b
ok "it was there" grep -q 'notice.* a client request body is buffered' error.log
stop

# No room: 500, a line, and the next request is fine. Log lines are writes, too,
# so one of the next few plans meets the body.
ENOSPC=28
for n in 2 3 4 5 6 7 8 9; do
    site "client_body_temp_path $T/b;" 'env RPD_FAIL;'
    RPD_FAIL=write:$n:$ENOSPC
    export RPD_FAIL
    start
    unset RPD_FAIL
    codes=
    for i in 1 2 3; do codes="$codes $(code /sum --data-binary @body)"; done
    stop
    case $codes in *500*) break ;; esac
done
like "a full disk" "$codes" '^ (200 )*500( 200)*$'
like "is logged" "$(cat error.log)" "crit.* write\(\) \"$T/b/[0-9]+\" failed \($ENOSPC: "
is "nothing is left there" "$(files b)" 0

if [ "$(id -u)" = 0 ]; then
    mkdir c
    chmod 755 c
    site "client_body_temp_path $T/c;"
    start
    is "root's directory becomes the workers'" "$(sent)" 30000
    rm -rf c
    is "a directory that is gone" "$(code /sum --data-binary @body)" 500
    like "is logged" "$(cat error.log)" "crit.* open\(\) \"$T/c/[0-9]+\" failed \(2: "
    is "what fits in memory is served" "$(get /echo -d abc)" '/echo? from 127.0.0.1: abc'
    stop
    mkdir d
    chmod 1777 d
    site "client_body_temp_path $T/d;"
    start
    is "a directory for all is used" "$(sent)" 30000
    like "and stays root's" "$(ls -ld d)" '^drwxrwxrwt.* root '
    stop
fi

site "client_body_temp_path $T/no/way;"
rm -f pid .exit
"$RPD" -p "$T" -c "$T/conf" >said 2>&1
is "no directory for it: refused" $? 1
like "and says why" "$(cat said)" "emerg.* mkdir\(\) \"$T/no/way\" failed \(2: "

conf_is() {     # conf_is DIRECTIVE MESSAGE
    printf 'events { }\nhttp {\n%s;\n}\n' "$1" >x.conf
    conf_says "$1" emerg 3 "$2"
}
conf_is 'client_body_temp_path a 0' '"client_body_temp_path" directive invalid value'
conf_is 'client_body_temp_path a 1 x' '"client_body_temp_path" directive invalid value'
conf_is 'client_body_temp_path a 1 1 1 1' 'invalid number of arguments in "client_body_temp_path" directive'
conf_is 'client_body_in_file_only yes' 'invalid value "yes"'
conf_is 'client_body_buffer_size 1x' '"client_body_buffer_size" directive invalid value'
conf_is 'handler hello' '"handler" directive is not allowed here'
printf 'events { }\nhttp { server { location / {\nhandler hello;\nhandler nobody;\n} } }\n' >x.conf
conf_says "a handler nobody gave" emerg 4 '"handler" directive is duplicate'
printf 'events { }\nhttp { server { location / {\nhandler nobody;\n} } }\n' >x.conf
conf_says "a handler nobody gave" emerg 3 'unknown handler "nobody"'
