# backends: none
# include: relative to the configuration's directory, globs, errors inside.
mkdir "$T/etc" "$T/etc/sites" "$T/etc/more" "$T/elsewhere"
test_conf() { # runs -t over $T/etc/conf, sets out and rc
    out=$("$RPD" -t -p "$T/elsewhere" -e "$T/e.log" -c "$T/etc/conf" 2>&1)
    rc=$?
}
printf 'location = /b { return 200 b; }\n' > "$T/etc/sites/20-b.conf"
printf 'location = /a { return 200 a; }\n' > "$T/etc/sites/10-a.conf"
printf 'location = /x { return 200 x; }\n' > "$T/etc/sites/x.txt"
printf 'location = /h { return 200 h; }\n' > "$T/etc/sites/.h.conf"
printf 'include more/deep.inc;\n' > "$T/etc/sites/30-c.conf"
printf 'location = /deep { return 200 deep; }\n' > "$T/etc/more/deep.inc"
printf 'location = /abs { return 200 abs; }\n' > "$T/elsewhere/abs.inc"
printf 'return 200 part' > "$T/etc/part.inc"
# Relative to the directory of the main file, not of the including one.
mkdir "$T/more" 2>/dev/null
printf 'location = /deep { return 200 main; }\n' > "$T/more/deep.inc"
{
    globals
    echo 'include modules.d/*.module;'
    events
    echo "http { server { listen 127.0.0.1:$P1;"
    echo 'include sites/*.conf; include nothing/*; include [z]one.conf;'
    echo "include $T/elsewhere/abs.inc;"
    echo '} }'
} > "$T/etc/conf"
test_conf
is 'globs without a match are fine' "$rc:$out" \
    "0:reuseportd: the configuration file $T/etc/conf syntax is ok
reuseportd: configuration file $T/etc/conf test is successful"
cp "$T/etc/conf" "$T/conf"
sed 's,include sites,include etc/sites,' "$T/etc/conf" > "$T/conf"
start
is 'every file of a glob' "$(get /a)$(get /b)" ab
is 'only what the glob matches' "$(code /x)$(code /h)" 404404
is 'an absolute name' "$(get /abs)" abs
is 'relative to the directory of the main file' "$(get /deep)" main
stop

# nginx resolves a relative name by the main configuration's directory.
mkdir "$T/etc/d"
echo 'include d/two.inc;' > "$T/etc/d/one.inc"
echo 'nonsense;' > "$T/etc/d/two.inc"
printf 'events { }\nhttp {\n  include d/one.inc;\n}\n' > "$T/etc/conf"
test_conf
is 'an error two files down: exit status' $rc 1
like 'an error two files down names its own file' "$out" \
    "unknown directive \"nonsense\" in $T/etc/d/two.inc:1"

# The order of a glob is the alphabet's.
echo 'nonsense-b;' > "$T/etc/d/b.x"
echo 'nonsense-a;' > "$T/etc/d/a.x"
echo 'nonsense-c;' > "$T/etc/d/c.x"
printf 'events { }\ninclude d/*.x;\n' > "$T/etc/conf"
test_conf
is 'globs are sorted' \
    "$(printf '%s\n' "$out" | sed -n 's/.*unknown directive "nonsense-\([abc]\)".*/\1/p' | tr -d '\n')" \
    abc

printf 'events { }\nhttp {\n  include none.conf;\n}\n' > "$T/etc/conf"
test_conf
is 'a file that is not there: exit status' $rc 1
like 'a file that is not there' "$out" \
    "open\(\) \"$T/etc/none.conf\" failed \(2: No such file or directory\) in $T/etc/conf:3"

# A block may not begin in one file and end in another.
echo 'http { server {' > "$T/etc/open.inc"
echo '} }' > "$T/etc/close.inc"
printf 'events { }\ninclude open.inc;\ninclude close.inc;\n' > "$T/etc/conf"
test_conf
like 'a block left open in an included file' "$out" \
    "unexpected end of file, expecting \"}\" in $T/etc/open.inc:2"
printf 'events { }\ninclude part.inc;\n' > "$T/etc/conf"
test_conf
like 'a directive left open in an included file' "$out" \
    "unexpected end of file, expecting \";\" or \"}\" in $T/etc/part.inc:1"

# A file that includes itself ends in an error.
printf 'include conf;\nevents { }\n' > "$T/etc/conf"
test_conf
is 'a file that includes itself is refused' $rc 1
printf 'include a.loop;\n' > "$T/etc/b.loop"
printf 'include b.loop;\n' > "$T/etc/a.loop"
printf 'events { }\nhttp { include *.loop; }\n' > "$T/etc/conf"
test_conf
is 'two files that include each other are refused' $rc 1

# An unreadable file, as an ordinary user meets it.
if [ "$(id -u)" != 0 ]; then
    : > "$T/etc/secret.inc"
    chmod 000 "$T/etc/secret.inc"
    printf 'events { }\ninclude secret.inc;\n' > "$T/etc/conf"
    test_conf
    like 'a file that may not be read' "$out" \
        'open\(\) ".*/secret.inc" failed \(13: Permission denied\)'
fi
