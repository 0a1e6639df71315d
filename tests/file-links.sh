# disable_symlinks: no link, or none of another owner, on the way to a file.
# The cache of open files does not help around it.
mkdir -p www/dir/sub real/in away
printf 'file\n' >www/dir/sub/a.txt
printf 'away\n' >away/a.txt
printf 'index\n' >away/index.html
ln -s ../away www/link
ln -s a.txt www/dir/sub/l.txt
ln -s /etc/passwd www/passwd
ln -s nowhere www/dangling
ln -s loop www/loop
ln -s "$T/www" root
mkdir www/idx
ln -s ../../away/index.html www/idx/index.html
mkdir www/x711
printf 'x\n' >www/x711/a.txt
chmod 711 www/x711
printf 'gz' >away/z.gz
ln -s ../away/z.gz www/z.gz
printf 'plain' >www/z
[ "$(id -u)" != 0 ] || { ln -s a.txt www/dir/sub/own.txt; chown -h 12345 www/dir/sub/own.txt; }
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /on/ { alias $T/www/; disable_symlinks on from=$T; gzip_static on; autoindex on; }
        location /owner/ { alias $T/www/; disable_symlinks if_not_owner from=$T/; }
        location /root/ { alias $T/root/; disable_symlinks on from=$T/root; }
        location /rooted/ { alias $T/root/; disable_symlinks on from=$T; }
        location /other/ { alias $T/www/; disable_symlinks on from=/nowhere; }
        location /var/ { alias $T/www/; disable_symlinks on from=\$arg_from; }
        location /whole/ { alias $T/www/; disable_symlinks on from=$T/www/dir/sub/l.txt; }
    }
}
END
start
for l in / /on/ /owner/ /root/ /whole/ /other/ /var/; do
    is "$l: a file"     "$(get ${l}dir/sub/a.txt)" file
    is "$l: none"       "$(code ${l}dir/sub/none)" 404
    is "$l: a file is no directory" "$(code ${l}dir/sub/a.txt/x)" 404
    is "$l: a loop"     "$(code ${l}loop)" 403
done
is "off: follows"       "$(get /link/a.txt)$(get /dir/sub/l.txt)" awayfile
for l in /on/ /root/ /other/; do
    is "$l: a link to a file" "$(code ${l}dir/sub/l.txt)" 403
    is "$l: a link to a directory" "$(code ${l}link/a.txt)" 404
    is "$l: and its index" "$(code ${l}link/)" 404
    is "$l: an index that is a link" "$(code ${l}idx/)" 403
    is "$l: far away"   "$(code ${l}passwd)" 403
    is "$l: to nothing" "$(code ${l}dangling)" 403
    is "$l: a directory" "$(code ${l}dir)" 301
done
is "the cache is no way" "$(get /dir/sub/l.txt)$(code /on/dir/sub/l.txt)$(get /dir/sub/l.txt)" file403file
is "a link above what is trusted" "$(code /rooted/dir/sub/a.txt)" 404
is "all of the path is trusted" "$(get /whole/dir/sub/l.txt)" file
is "a variable"         "$(code "/var/dir/sub/l.txt?from=$T/www/dir/sub/l.txt")$(code /var/dir/sub/l.txt?from=/)" 200403
is "of the same owner"  "$(get /owner/dir/sub/l.txt)$(get /owner/link/a.txt)" fileaway
is "to nothing"         "$(code /owner/dangling)" 404
[ "$(id -u)" != 0 ] || is "of another owner" "$(code /owner/dir/sub/own.txt)" 403
is "a compressed one"   "$(get /on/z -H 'Accept-Encoding: gzip')" plain
is "a listing"          "$(code /on/dir/)" 200
is "a directory above cannot be read" "$(get /on/x711/a.txt)" x
is "and the trust ends at a slash" "$(mkdir wwwx; ln -s a www/x; code /owner/none)" 404

says() {
    printf 'events { }\nhttp { server { location / {\ndisable_symlinks %s;\n} } }\n' "$2" >x.conf
    conf_says "$2" emerg 3 "$1"
}
says 'invalid parameter "foo"' foo
says 'invalid parameter "foo"' 'on foo'
says '"from=" cannot be used with "off" parameter' 'off from=/'
says '"disable_symlinks" must have "off", "on" or "if_not_owner" parameter' from=/
says 'duplicate parameters "on off"' 'on off'
says 'invalid number of arguments in "disable_symlinks" directive' 'on from=/ from=/'
printf 'events { }\nhttp { disable_symlinks from=/ on; }\n' >x.conf
ok "in this order, too" "$RPD" -t -p "$T" -e "$T/e.log" -c x.conf
