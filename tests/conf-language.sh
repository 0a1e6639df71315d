# backends: none
# The language itself: what the reader makes of quotes, backslashes,
# variables, comments and line ends, seen through the answers of "return".
cat > "$T/lang" <<'EOF'
location = /plain { return 200 plain; }
location = /double { return 200 "two words"; }
location = /single { return 200 'two words'; }
location = /in-double { return 200 "it's"; }
location = /in-single { return 200 'say "x"'; }
location = /esc-double { return 200 "a\"b"; }
location = /esc-single { return 200 'a\'b'; }
location = /esc-bare { return 200 a\"b\'c; }
location = /esc-back { return 200 "a\\b"; }
location = /esc-other { return 200 "a\qb"; }
location = /esc-ctl { return 200 "a\tb\nc\rd"; }
location = /esc-blank { return 200 a\ b; }
location = /esc-semi { return 200 a\;b; }
location = /quoted-semi { return 200 "a;b{c}d#e"; }
location = /inner-quote { return 200 a"b'c; }
location = /inner-hash { return 200 a#b; }
location = /inner-close { return 200 a}b; }
location = /outer-hash { return 200 a # b; }
;
}
location = /braces { return 200 ${uri}x; }
location = /braces-q { return 200 "${uri}x"; }
location = /bare { return 200 $uri-x; }
location = /bare-q { return 200 "<$uri>"; }
location = /two { return 200 "$scheme:${request_method}$uri"; }
location = /dollar-in { return 200 a$uri; }
location=/glued{return 200 glued;}
location = /empty { return 200 ""; }
location = /lines {
    return
        200
        'one
two'
    ;
}
"location" "=" "/quoted-name" { "return" "200" 'q'; }
location = "/quoted path" { return 200 path; }
location = /nest { return 200 '{"a": "b", "c": [\'1\', "2;"]}'; }
EOF
# The rows above that nginx glues: "location=/glued{" is one unknown word.
grep -v '^location=/glued' "$T/lang" > "$T/lang.inc"
{
    globals
    events
    echo "http{server{listen 127.0.0.1:$P1;include lang.inc;"
    printf 'location = /crlf { return 200 crlf; }\r\n'
    printf 'location = /crlf2\r\n{\r\nreturn 200\r\n"two"\r\n;}# end\r\n'
    printf '\tlocation\t=\t/tab\t{\treturn\t200\ttab;\t}\n'
    printf 'location = /glued{return 200 "glued";}location = /g2{return 204;}'
    printf '# the file ends in a comment without a line end\n}}# last'
} > "$T/conf"
start

is 'a bare word' "$(get /plain)" plain
is 'double quotes' "$(get /double)" 'two words'
is 'single quotes' "$(get /single)" 'two words'
is "' within \"" "$(get /in-double)" "it's"
is "\" within '" "$(get /in-single)" 'say "x"'
is '\" within "' "$(get /esc-double)" 'a"b'
is "\\' within '" "$(get /esc-single)" "a'b"
is 'escaped quotes in a bare word' "$(get /esc-bare)" "a\"b'c"
is 'an escaped backslash' "$(get /esc-back)" 'a\b'
is 'a backslash before another character stays' "$(get /esc-other)" 'a\qb'
is 'escapes \t \n \r' "$(get /esc-ctl)" "$(printf 'a\tb\nc\rd')"
is 'an escaped blank does not end a word' "$(get /esc-blank)" 'a\ b'
is 'an escaped ; does not end a word' "$(get /esc-semi)" 'a\;b'
is 'a quoted ; { } #' "$(get /quoted-semi)" 'a;b{c}d#e'
is 'quotes inside a word' "$(get /inner-quote)" "a\"b'c"
is '# inside a word' "$(get /inner-hash)" 'a#b'
is '} inside a word' "$(get /inner-close)" 'a}b'
is 'a comment among the arguments' "$(get /outer-hash)" a
is '${uri}x' "$(get /braces)" /bracesx
is '"${uri}x"' "$(get /braces-q)" /braces-qx
is '$uri-x' "$(get /bare)" /bare-x
is '"<$uri>"' "$(get /bare-q)" '</bare-q>'
is 'several variables' "$(get /two)" http:GET/two
is 'a variable in the middle of a word' "$(get /dollar-in)" a/dollar-in
is 'an empty string is an argument' "$(code /empty):$(get /empty)" 200:
is 'a directive over several lines' "$(get /lines)" "$(printf 'one\ntwo')"
is 'quoted names and parameters' "$(get /quoted-name)" q
is 'a blank in a quoted location' "$(get /quoted%20path)" path
is 'quotes in quotes' "$(get /nest)" "{\"a\": \"b\", \"c\": ['1', \"2;\"]}"
is 'CR LF line ends' "$(get /crlf):$(get /crlf2)" crlf:two
is 'tabs' "$(get /tab)" tab
is 'glued ; { }' "$(get /glued):$(code /g2)" glued:204
stop

# nginx takes these for one word.
printf 'events{}http{server{location=/glued{return 200;}}}' > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is 'location=/x without blanks: exit status' $? 1
like 'location=/x without blanks' "$out" \
    'unknown directive "location=/glued" in .*/x\.conf:1'

# A byte-order mark.
printf '\357\273\277events { }\n' > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is 'byte-order mark: exit status' $? 1
like 'byte-order mark: said so' "$out" \
    '^reuseportd: \[emerg\] .*([Bb]yte.[Oo]rder|BOM).* in .*/x\.conf:1'

# A long word, and a very long file.
{
    echo 'events { } http { server { listen 18080; return 200 "'
    awk 'BEGIN { for (i = 0; i < 300; i++) printf "0123456789" }'
    echo '"; } }'
    awk 'BEGIN { for (i = 0; i < 20000; i++) print "# line", i }'
    echo 'sserver;'
} > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is 'a file of 20,000 lines: exit status' $? 1
like 'a file of 20,000 lines: the line is right' "$out" \
    'unknown directive "sserver" in .*/x\.conf:20003'
: > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
ok 'an empty file does not crash the reader' [ $? -le 1 ]
printf 'events { }\nhttp { root a\000b; }\n' > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
ok 'a NUL byte does not crash the reader' [ $? -le 1 ]
head -c 4096 "$RPD" > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is 'a binary file is refused' $? 1
i=0 deep='events { } http { server { listen 18080; '
while [ $i -lt 2000 ]; do
    i=$((i + 1)) deep="$deep location /a { "
done
printf '%s\n' "$deep" > "$T/x.conf"
out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
is 'blocks 2,000 deep are refused, not a crash' $? 1
