# backends: none
# san: none
# OpenWrt: the init script under stand-ins of rc.common, procd and uci, and what
# becomes of /etc/config/uhttpd where there is no configuration of our own.
DIST=$(dirname "$TESTS")/dist/openwrt
mkdir -p "$T/etc/config" "$T/etc/init.d" "$T/usr/lib/reuseportd" "$T/var" \
    "$T/usr/sbin" "$T/www/cgi-bin" "$T/www/pub" "$T/www/private" "$T/bin"
cp "$RPD" "$T/usr/sbin/reuseportd"
sed "s|/etc/|$T/etc/|g" "$DIST/files/uhttpd.sh" >"$T/usr/lib/reuseportd/uhttpd.sh"
sed -e "s|\\([ =]\\)/etc/|\\1$T/etc/|g" -e "s|\\([ =]\\)/usr/|\\1$T/usr/|g" \
    -e "s|\\([ =]\\)/var/|\\1$T/var/|g" "$DIST/files/reuseportd.init" >init
echo 'secret script' >www/cgi-bin/luci
echo 'secret script' >www/a.php
echo page >www/index.html
echo lost >www/404.html
echo private >www/private/x
ln -s index.html www/link

# What the init script is given on a router. uci's files are read by awk.
cat >common <<'END'
logger() { echo "logger: $*" >&2; }
chown() { :; }
uci() {         # -q get
    case $3 in
    *hostname) echo OpenWrt ;;
    *domain) echo lan ;;
    esac
}
config_load() {
    CONFIG_FILE=$T/etc/config/$1
    [ -r "$CONFIG_FILE" ]
}
config_words() {        # SECTION OPTION: values, those of a list with blanks
    awk -v q="'" -v want="$1" -v name="$2" '
        { value = $0; sub(/^[^\047]*\047/, "", value); sub(/\047[^\047]*$/, "", value) }
        $1 == "config" { here = value }
        ($1 == "option" || $1 == "list") && here == want && $2 == name {
            printf "%s%s", n++ ? " " : "", value }' "$CONFIG_FILE" 2>/dev/null
}
config_get() {
    _got=$(config_words "$2" "$3")
    eval "$1=\${_got:-\$4}"
}
config_get_bool() {
    config_get "$@"
    eval "case \$$1 in 1 | on | true | yes | enabled) $1=1 ;; *) $1=0 ;; esac"
}
config_foreach() {
    _do=$1 _type=$2
    shift 2
    for _one in $(awk -v type="$_type" '$1 == "config" && $2 == type {
        gsub(/\047/, "", $3); print $3 }' "$CONFIG_FILE")
    do
        "$_do" "$_one" "$@"
    done
}
procd() { echo "$*" >>"$T/procd"; }
for _name in open_instance close_instance set_param add_jail add_jail_mount \
    add_jail_mount_rw send_signal add_reload_trigger add_raw_trigger
do
    eval "procd_$_name() { procd $_name \"\$@\"; }"
done
procd_running() { [ -s "$T/pid" ]; }
start() { start_service; }
END
act() {         # act FUNCTION: of the init script; sets out and rc
    rm -f "$T/procd"
    out=$(. "$T/common"; . "$T/init"; "$@" 2>&1)
    rc=$?
}
told() {        # what procd was told
    cat "$T/procd" 2>/dev/null
}
uhttpd() {
    cat >"$T/etc/config/uhttpd"
}
enabled() {     # enabled 0: uhttpd is; 1: it is not
    printf '#!/bin/sh\nexit %s\n' "$1" >"$T/etc/init.d/uhttpd"
    chmod 755 "$T/etc/init.d/uhttpd"
}
serve() {       # what was made, with paths of this directory
    sed -e 's/^error_log .*/daemon off;/' \
        -e "1s|^|pid $T/pid; error_log $T/error.log;\n|" \
        "$T/var/etc/reuseportd/reuseportd.conf" >"$T/conf"
    # The user files are the server's own.
    [ "$(id -u)" != 0 ] || chmod 644 "$T/var/etc/reuseportd"/auth.* 2>/dev/null
    start
}
no() {          # no PATH STATUS
    is "$1" "$(code "$1")" "$2"
}

# --- a simple one ---
uhttpd <<END
config uhttpd 'main'
	list listen_http	'127.0.0.1:$P1'
	option home		'$T/www'
	option rfc1918_filter '1'
	option max_requests '3'
	option max_connections '80'
	option cgi_prefix	'/cgi-bin'
	list lua_prefix		'/lua=$T/www/a.lua'
	list interpreter	".php=/usr/bin/php-cgi"
	list interpreter	'.php=/usr/bin/php-cgi'
	list interpreter	'.pl=/usr/bin/perl'
	option script_timeout	'60'
	option network_timeout	'30'
	option http_keepalive	'20'
	option tcp_keepalive	'1'
	option error_page	'/404.html'
	option ubus_prefix	'/ubus'
END
enabled 0
act start_service
is 'uhttpd is enabled: nothing is started' "$rc:$(told)" 1:
like 'uhttpd is enabled: said' "$out" 'needs .*reuseportd.conf, or .* disabled'
enabled 1
act start_service
is "uhttpd is disabled: exit status ($out)" $rc 0
like 'procd gets the command' "$(told)" \
    "^set_param command $T/usr/sbin/reuseportd -c $T/var/etc/reuseportd/reuseportd.conf -g daemon off;"
like 'respawn' "$(told)" '^set_param respawn'
unlike 'no jail unless asked for' "$(told)" jail
for what in cgi_prefix lua_prefix interpreter ubus_prefix; do
    like "$what is told" "$out" "logger: .*uhttpd: $what: "
done
serve
is 'the page' "$(get /)" page
no /pub/ 200
like 'a directory is listed' "$(get /pub/)" 'Index of /pub/'
no /link 200
no /cgi-bin/luci 501
no /cgi-bin 501
no /lua/x 501
no /a.php 501
no /ubus 501
no /none 404
is 'its error page' "$(get /none)" lost
no / 200
is 'rebind filter: a strange name' "$(code / -H 'Host: evil.example')" 403
is 'rebind filter: a name of this network' "$(code / -H 'Host: router.lan')" 200
stop
like 'connections' "$(cat conf)" 'worker_connections 80;'

# --- passwords, and the switches the other way round ---
cat >httpd.conf <<'END'
/private:joe:password
/private:ann:pass:word
/private:root:$p$root
/locked:x:$p$no
I:index.htm
END
printf 'root:%s:1::\nno:*:1::\n' \
    '$1$abcdefgh$irWbblnpmw.5z7wgBnprh0' >shadow
uhttpd <<END
config uhttpd 'main'
	list listen_http	'127.0.0.1:$P1'
	list listen_http	'127.0.0.1:$P2'
	option home		'$T/www'
	option config		'$T/httpd.conf'
	option no_symlinks	'1'
	option no_dirlists	'1'
	list index_page		'cgi-bin/luci'
	list index_page		'first.html'
END
UHTTPD_SHADOW=$T/shadow
act start_service
is "passwords: exit status ($out)" $rc 0
like 'an index of CGI is told' "$out" 'index_page: no CGI yet'
like 'a password with a colon is told' "$out" 'no password for ann at /private'
like 'a locked account is told' "$out" 'no password for x at /locked'
is 'the files of passwords are closed' \
    "$(ls -l "$T/var/etc/reuseportd"/auth.* | cut -c1-10 | sort -u)" '-r--------'
serve
no /link 403
no /pub/ 403
no /private/x 401
is 'a password of httpd.conf' "$(code /private/x -u joe:password)" 200
is 'a wrong one' "$(code /private/x -u ann:pass)" 401
like 'one of the system' "$(cat "$T/var/etc/reuseportd"/auth.*)" '^root:.1.abcdefgh'
no /locked 401
is 'the second address' "$(raw $P2 'GET / HTTP/1.0\r\n\r\n' | tail -n 1)" page
is 'no rebind filter' "$(code / -H 'Host: evil.example')" 200
stop

# --- sections: of passwords, and one that is not enabled ---
uhttpd <<END
config uhttpd 'main'
	list listen_http	'127.0.0.1:$P1'
	option home		'$T/www'
	list httpauth		'joes'
config uhttpd 'other'
	option enabled		'0'
	list listen_http	'127.0.0.1:$P2'
	option home		'$T/www'
config httpauth 'joes'
	option prefix		'/private'
	option username		'joe'
	option password		'secret'
config httpauth 'unused'
	option prefix		'/pub'
	option username		'joe'
	option password		'secret'
END
act start_service
is "sections: exit status ($out)" $rc 0
serve
no /private/x 401
is 'httpauth' "$(code /private/x -u joe:secret)" 200
no /pub/ 200
is 'a section that is not enabled' "$(grep -c listen conf)" 1
like 'nor are its connections' "$(cat conf)" 'worker_connections 100;'
is 'no passwords are left about' "$(ls "$T/var/etc/reuseportd" | grep -c lines)" 0
stop

# --- TLS and the redirect ---
uhttpd <<END
config uhttpd 'main'
	list listen_http	'127.0.0.1:$P1'
	list listen_https	'127.0.0.1:$P2'
	option redirect_https	'1'
	option home		'$T/www'
	option cert		'$T/crt'
	option key		'$T/key'
END
act start_service
is 'without a certificate: exit status' $rc 0
like 'said' "$out" "listen_https: $T/crt or $T/key is missing"
serve
is 'and served without TLS' "$(get /)" page
stop
if "$RPD" -V 2>&1 | grep -q ' tls=1' && openssl req -x509 -newkey ec -pkeyopt \
    ec_paramgen_curve:P-256 -nodes -keyout key -out crt -days 2 \
    -subj /CN=OpenWrt >/dev/null 2>&1
then
    act start_service
    is "TLS: exit status ($out)" $rc 0
    serve
    like 'the redirect' "$(head_of /a?b)" \
        "^Location: https://127.0.0.1:$P2/a\?b"
    is 'TLS: the page' "$(curl -q -s -k --noproxy '*' \
        "https://127.0.0.1:$P2/")" page
    stop
fi

# --- what cannot be a word of the configuration ---
uhttpd <<END
config uhttpd 'main'
	list listen_http	'127.0.0.1:$P1'
	option home		'/www"; include /etc/shadow; #'
END
act start_service
is 'a strange word: not started' "$rc:$(told)" 1:

# --- a configuration of our own ---
native() {      # native ANSWER [MORE]
    cat >"$T/etc/reuseportd.conf" <<END
pid $T/pid; error_log $T/error.log notice; daemon off;
events { }
http { server { listen 127.0.0.1:$P1; return 200 $1; } $2 }
END
    cp "$T/etc/reuseportd.conf" "$T/conf"
}
native n1
act start_service
is 'native: exit status' $rc 0
like 'native: the command' "$(told)" "reuseportd -c $T/etc/reuseportd.conf -g"
start
native n2
act reload_service
is "native: reload ($out)" "$rc:$(get /)" 0:n2
native n3 'sserver;'
act reload_service
is 'native: a broken configuration' $rc 1
like 'native: told and logged' "$out" 'logger: .*unknown directive "sserver"'
is 'native: the server stays' "$(get /)" n2
native n4 "server { listen 127.0.0.1:$((P1 - 1)); }"
act reload_service
is 'native: what only the server can refuse' $rc 1
like 'native: its error' "$out" '\[emerg\] bind\(\) to '
native n5 'sserver;'
act restart
is 'native: no restart with an error' "$rc:$(get /):$(told)" 1:n2:
act start_service
is 'native: started again, procd is told the same' $rc 0
like 'native: the command, again' "$(told)" "reuseportd -c $T/etc/reuseportd.conf -g"
stop
act start_service
is 'native: no start with an error' "$rc:$(told)" 1:
act service_triggers
like 'native: acme' "$(told)" '^add_raw_trigger acme.renew 5000 .*reload$'
act relog
is 'native: relog' "$(told)" 'send_signal reuseportd * USR1'
