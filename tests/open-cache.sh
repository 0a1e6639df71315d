# open_file_cache: by default a file is looked at before each answer; with the
# directive it is believed, and kept open, as long as that says.
ls /proc/self/fd >/dev/null 2>&1 || skip "no /proc"
mkdir www
i=0
while [ $i -lt 40 ]; do
    printf 'file %s\n' $i >www/$i.txt
    i=$((i + 1))
done
conf conf <<END
$(globals)
$(events)
master_process off;
http {
    access_log off;
    log_not_found off;
    root $T/www;
    server { listen 127.0.0.1:$P1; }
    server {
        listen 127.0.0.1:$P2;
        open_file_cache max=8 inactive=1h;
        location /short/ { alias $T/www/; open_file_cache_valid 1s; }
        location /never/ { alias $T/www/; open_file_cache_valid 0; }
        location /errors/ { alias $T/www/; open_file_cache_errors on; }
        location /off/ { alias $T/www/; open_file_cache off; }
        location /thrice/ {
            alias $T/www/;
            open_file_cache max=10;
            open_file_cache_min_uses 3;
        }
        location /brief/ { alias $T/www/; open_file_cache max=5 inactive=1s; }
        location /refused/ {
            alias $T/www/;
            open_file_cache max=20;
            disable_symlinks on from=$T;
        }
    }
}
END
start
there() { printf '%s\n' "$2" >www/new; mv www/new www/$1.txt; }
kept() { ls -l /proc/$SRV/fd | grep -c "www/$1"; }
none_kept() { [ "$(kept "$1")" -eq 0 ]; }
ask() { curl -q -s --noproxy '*' --max-time 30 "http://127.0.0.1:$P2$1"; }
ask_code() {
    curl -q -s --noproxy '*' --max-time 30 -o /dev/null -w '%{http_code}' \
        "http://127.0.0.1:$P2$1"
}
upto() {        # upto FROM TO DIRECTORY: asks for these files
    n=$1
    while [ $n -lt $2 ]; do ask $3$n.txt; n=$((n + 1)); done
}

# without the directive
is "as it is"           "$(get /0.txt)" 'file 0'
there 0 changed
is "changed, at once"   "$(get /0.txt)" changed
rm www/0.txt
is "gone, at once"      "$(code /0.txt)" 404
there 0 'back again'
is "back, at once"      "$(get /0.txt)" 'back again'
get / $(i=10; while [ $i -lt 39 ]; do
    echo "http://127.0.0.1:$P1/$i.txt"; i=$((i + 1)); done) >/dev/null
ok "all open"           test "$(kept)" -ge 20
ok "and closed"         wait_for 10 none_kept

# with it
is "valid: as it is"    "$(ask /1.txt)" 'file 1'
there 1 changed
is "valid: as it was"   "$(ask /1.txt)" 'file 1'
is "of others, too"     "$(ask /errors/1.txt)" 'file 1'
is "but not without"    "$(get /1.txt)" changed
sleep 1.1
is "valid is over"      "$(ask /short/1.txt)" changed
is "known from then on" "$(ask /1.txt)" changed
there 1 anew
is "valid 0: at once"   "$(ask /never/1.txt)" anew
there 1 more
is "off: at once"       "$(ask /off/1.txt)" more
is "off: another"       "$(ask /off/30.txt)" 'file 30'
ok "off: none is kept"  wait_for 10 none_kept 30
upto 2 30 / >/dev/null
is "max: all are sent"  "$(ask /29.txt)" 'file 29'
sleep 2
is "max: as many open"  "$(kept)" 8
is "max: the latest"    "$(kept 29)$(kept 22)$(kept 21)" 110
ask /22.txt >/dev/null
ask /1.txt >/dev/null
is "max: the oldest goes" "$(kept 22)$(kept 23)" 10

is "errors off: none"   "$(ask_code /late.txt)" 404
there late here
is "errors off: at once" "$(ask /late.txt)" here
is "errors on: none"    "$(ask_code /errors/later.txt)" 404
there later here
is "errors on: still"   "$(ask_code /errors/later.txt)" 404
is "errors on: elsewhere" "$(ask /off/later.txt)" here

for n in 1 2; do
    is "min_uses: $n"   "$(ask /thrice/35.txt)" 'file 35'
    ok "min_uses: $n, not kept" wait_for 10 none_kept 35
done
is "min_uses: 3"        "$(ask /thrice/35.txt)$(kept 35)" 'file 351'
is "min_uses: 4"        "$(ask /thrice/35.txt)$(kept 35)" 'file 351'

upto 30 33 /brief/ >/dev/null
is "inactive: open"     "$(kept 3[0-2])" 3
ok "inactive: closed"   wait_for 10 none_kept '3[0-2]'
is "links matter"       "$(ask /refused/36.txt)" 'file 36'
ok "links: none is kept" wait_for 10 none_kept 36

# what is refused, in nginx's words
refused() {     # refused DIRECTIVES MESSAGE
    conf x.conf <<END
events { }
http { $1 server { listen 127.0.0.1:$P3; } }
END
    conf_says "$1" emerg 2 "$2"
}
for d in max=0 max=x max= 'max=5 inactive=x' 'max=5 foo' maximum=5; do
    refused "open_file_cache $d;" \
        "invalid \"open_file_cache\" parameter \"${d##* }\""
done
refused 'open_file_cache inactive=5s;' \
    '"open_file_cache" must have the "max" parameter'
for d in '' ' max=1 inactive=1 off'; do
    refused "open_file_cache$d;" \
        'invalid number of arguments in "open_file_cache" directive'
done
refused 'open_file_cache max=5; open_file_cache off;' \
    '"open_file_cache" directive is duplicate'
refused 'open_file_cache_valid x;' \
    '"open_file_cache_valid" directive invalid value'
refused 'open_file_cache_min_uses x;' \
    '"open_file_cache_min_uses" directive invalid number'
refused 'open_file_cache_errors x;' 'invalid value "x" in '\
'"open_file_cache_errors" directive, it must be "on" or "off"'
