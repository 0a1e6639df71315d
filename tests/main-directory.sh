# backends: none
# Directory mode: reuseportd DIR [[ADDR:]PORT].
need AUTOINDEX
mkdir -p "$T/www/sub" "$T/it's \"odd\"; {\$dir} #1"
echo hello > "$T/www/a.txt"
echo index > "$T/www/sub/index.html"
echo odd > "$T/it's \"odd\"; {\$dir} #1/a.txt"
chmod -R a+rX "$T"
SERVING=
serve() {       # serve ARGS: runs it; the output is in $T/dir.out
    rm -f "$T/.dpid" "$T/.drc" "$T/dir.out" "$T/dir.err"
    { sh -c 'echo $$ > "$0"; exec "$@"' "$T/.dpid" "$RPD" "$@"
        echo $? > "$T/.drc"; } > "$T/dir.out" 2> "$T/dir.err" &
    wait_for 10 printed
    SERVING=$(cat "$T/.dpid")
}
printed() {
    grep -qs 'http://' "$T/dir.out" "$T/dir.err" || [ -s "$T/.drc" ]
}
went() {        # the exit status of one that ended by itself
    wait_for 10 test -s "$T/.drc" && cat "$T/.drc" || echo 'still there'
}
finish() {      # finish SIGNAL: ends it, sets rc
    kill -"$1" "$SERVING" 2>/dev/null
    wait_for 10 test -s "$T/.drc" || { kill -9 "$SERVING"; rc=hangs; return; }
    rc=$(cat "$T/.drc")
}

serve "$T/www" 127.0.0.1:$P1
like 'the URL is printed' "$(cat "$T/dir.out" "$T/dir.err")" \
    "http://127\.0\.0\.1:$P1(/|\$| )"
is 'a file' "$(get /a.txt)" hello
like 'the listing' "$(get /)" 'href="a\.txt"'
like 'the listing has the directory' "$(get /)" 'href="sub/"'
is 'an index file comes before a listing' "$(get /sub/)" index
is 'a file that is not there' "$(code /none.html)" 404
ok 'the log is on stderr' wait_for 5 grep -q none.html "$T/dir.err"
like 'the type of a file' "$(head_of /a.txt)" '^Content-Type: text/plain'
like 'the type of a page' "$(head_of /sub/index.html)" '^Content-Type: text/html'
ok 'it stays in the foreground' alive "$SERVING"
is 'it makes no file of its own' "$(ls "$T/www")" "$(printf 'a.txt\nsub')"

# A second one beside it, by PORT alone and a relative name.
first=$SERVING
(
    cd "$T/www/sub" || exit
    exec "$RPD" . $P2
) > "$T/two.out" 2>&1 & second=$!
ok 'a second one' wait_for 10 grep -q 'http://' "$T/two.out"
like 'the URL of the second' "$(cat "$T/two.out")" "http://[^ ]*:$P2"
is 'the second serves its own directory' \
    "$(raw $P2 'GET / HTTP/1.0\r\n\r\n' | tail -n 1)" index
kill -TERM $second 2>/dev/null
ok 'the second ends' wait_for 10 gone $second
is 'the first goes on' "$(get /a.txt)" hello
SERVING=$first
finish INT
is 'Ctrl-C ends it: exit status' "$rc" 0

serve "$T/it's \"odd\"; {\$dir} #1" 127.0.0.1:$P1
is 'a name with quotes, blanks and a dollar' "$(get /a.txt)" odd
finish TERM
is 'TERM ends it: exit status' "$rc" 0

if [ -r /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6; then
    serve "$T/www" "[::1]:$P1"
    like '[::1]:PORT: the URL' "$(cat "$T/dir.out" "$T/dir.err")" \
        "http://\[::1\]:$P1"
    like '[::1]:PORT' "$(raw $P1 'GET /a.txt HTTP/1.0\r\n\r\n' -6)" hello
    finish INT
fi

# What it refuses.
serve "$T/nothing" $P1
is 'no such directory: exit status' "$(went)" 1
like 'no such directory' "$(cat "$T/dir.err")" '^reuseportd: .*/nothing"'
serve "$T/www/a.txt" $P1
is 'a file: exit status' "$(went)" 1
like 'a file' "$(cat "$T/dir.err")" '^reuseportd: .*/a\.txt".*[Nn]ot a directory'
for port in x 0 99999 127.0.0.1: 127.0.0.1:x; do
    serve "$T/www" $port
    is "port $port: exit status" "$(went)" 1
    like "port $port: said so" "$(cat "$T/dir.err")" "^reuseportd: .*\"$port\""
done
serve "$T/www" $P1 more
is 'an argument too many: exit status' "$(went)" 1
serve "$T/www" 127.0.0.1:$((P1 - 1))
is 'a port that is taken: exit status' "$(went)" 1
like 'a port that is taken' "$(cat "$T/dir.err")" \
    'bind\(\) to .* failed \([0-9]+: Address (already )?in use\)'
