# What /etc/config/uhttpd says, in reuseportd's language. Sourced by the init
# script, for routers without a configuration of reuseportd's own:
#
#     uhttpd_convert DIR      writes DIR/reuseportd.conf; 1 if that cannot be
#
# What is not there in reuseportd is told in a line each, and answers 501, so
# that no script is handed out as a file. SPDX-License-Identifier: BSD-2-Clause

uhttpd_tell() {
	logger -s -t reuseportd -p daemon.warn "uhttpd: $*"
}

# A word of the configuration; what would be more than a word ends it all.
uhttpd_word() {
	case "$1" in
	*[\"\\\$\;\{\}]* | *"
"*)
		uhttpd_tell "\"$1\" cannot be converted"
		uhttpd_failed=1
		;;
	esac
	printf '"%s"' "$1"
}

# A directive, where the option is given or has a default.
uhttpd_line() {	# uhttpd_line CFG OPTION DIRECTIVE [DEFAULT [UNIT]]
	local val
	config_get val "$1" "$2" "$4"
	[ -z "$val" ] || echo "        $3 $(uhttpd_word "$val$5");"
}

uhttpd_listens() {	# uhttpd_listens CFG OPTION [PARAMETER]
	local all one keep
	config_get keep "$1" tcp_keepalive 0
	[ "$keep" -gt 0 ] 2>/dev/null && keep=" so_keepalive=1:$keep:3" || keep=
	config_get all "$1" "$2"
	for one in $all; do
		echo "        listen $(uhttpd_word "$one")$3$keep;"
	done
}

# A path that uhttpd gives to a program: nothing below it goes out as a file.
uhttpd_refuse() {
	local path="/${1#/}"
	path="${path%/}"
	echo "        location = $(uhttpd_word "$path") { return 501; }"
	echo "        location ^~ $(uhttpd_word "$path/") { return 501; }"
}

uhttpd_programs() {	# uhttpd_programs CFG
	local val one
	config_get val "$1" cgi_prefix
	[ -z "$val" ] || {
		uhttpd_tell "cgi_prefix: no CGI yet, $val answers 501"
		uhttpd_refuse "$val"
	}
	for one in alias lua_prefix ucode_prefix ubus_prefix; do
		config_get val "$1" "$one"
		for val in $val; do
			uhttpd_tell "$one: not there, ${val%%=*} answers 501"
			uhttpd_refuse "${val%%=*}"
		done
	done
	config_get val "$1" interpreter
	one=
	for val in $val; do
		uhttpd_tell "interpreter: no CGI yet, *${val%%=*} answers 501"
		one="$one|${val%%=*}"
	done
	[ -z "$one" ] || echo "        location ~* ($(echo "${one#|}" |
		sed 's/\./\\./g'))\$ { return 501; }"
	config_get val "$1" json_script
	[ -z "$val" ] || uhttpd_tell "json_script: not there"
}

# Lines /PATH:USER:PASSWORD of httpd.conf, behind those of httpauth; the password may be $p$USER, which is
# that of the system. $1: section, $2: directory for the files of passwords.
uhttpd_auth() {
	local file realm path user pass all one n=0
	config_get file "$1" config
	config_get all "$1" httpauth
	[ -z "$file" ] || all=
	file="${file:-/etc/httpd.conf}"
	config_get realm "$1" realm "$(uci -q get 'system.@system[0].hostname')"
	rm -f "$2/auth.$1."*
	(
		umask 077
		for one in $all; do uhttpd_httpauth "$one"; done
		cat "$file" 2>/dev/null
	) >"$2/lines.$1"
	while IFS=: read -r path user pass; do
		case "$path" in /*) ;; *) continue ;; esac
		case "$pass" in
		'$p$'*)
			pass=$(sed -n "s/^${pass#?p?}:\([^:]*\):.*/\1/p" \
				"${UHTTPD_SHADOW:-/etc/shadow}")
			case "$pass" in '' | [!*]*) ;; *) pass='*' ;; esac
			;;
		'$'*) ;;
		*:*) pass='*' ;;	# it would end there
		?*) pass="{PLAIN}$pass" ;;
		esac
		[ -n "$pass" ] && [ "$pass" != '*' ] || {
			uhttpd_tell "$file: no password for $user at $path"
			pass='{PLAIN}'
			user=
		}
		n=$(echo "$path" | sed 's|[^A-Za-z0-9]|_|g')
		[ -e "$2/auth.$1.$n" ] || uhttpd_realm "$path" "$realm" "$2/auth.$1.$n"
		[ -z "$user" ] && : >>"$2/auth.$1.$n" ||
			echo "$user:$pass" >>"$2/auth.$1.$n"
		chown nobody "$2/auth.$1.$n"
		chmod 400 "$2/auth.$1.$n"
	done <"$2/lines.$1"
	rm -f "$2/lines.$1"
}

# A section that is named by httpauth, as a line of httpd.conf.
uhttpd_httpauth() {	# uhttpd_httpauth SECTION
	local path user pass
	config_get path "$1" prefix
	config_get user "$1" username
	config_get pass "$1" password
	[ -z "$path" ] || [ -z "$user" ] || [ -z "$pass" ] || echo "$path:$user:$pass"
}

uhttpd_realm() {	# uhttpd_realm PATH REALM FILE
	local lines="auth_basic $(uhttpd_word "${2:-OpenWrt}"); auth_basic_user_file $3;"
	if [ "$1" = / ]; then
		echo "        $lines"
	else
		echo "        location ^~ $(uhttpd_word "$1") { $lines }"
	fi
}

# As uhttpd does, one for a first start is made; 1 without one.
uhttpd_keys() {	# uhttpd_keys CERT KEY
	local days type curve bits name
	[ ! -s "$1" ] || [ ! -s "$2" ] || return 0
	command -v px5g >/dev/null || return 1
	config_get days defaults days 397
	config_get type defaults key_type ec
	config_get curve defaults ec_curve P-256
	config_get bits defaults bits 2048
	config_get name defaults commonname OpenWrt
	case "$type" in
	ec) type="ec -pkeyopt ec_paramgen_curve:$curve" ;;
	*) type="rsa:$bits" ;;
	esac
	# shellcheck disable=SC2086 # type is words
	px5g selfsigned -der -days "$days" -newkey $type -keyout "$2.new" \
		-out "$1.new" -subj "/CN=$name" || return 1
	sync
	mv "$2.new" "$2" && mv "$1.new" "$1"
}

uhttpd_files() {	# uhttpd_files CFG DIR: what does not depend on TLS
	local val one index=
	uhttpd_line "$1" home root /www
	config_get val "$1" index_page
	for one in $val; do
		case "/$one" in
		/cgi-bin/*) uhttpd_tell "index_page: no CGI yet, without $one" ;;
		*) index="$index $(uhttpd_word "$one")" ;;
		esac
	done
	echo "        index$index index.html index.htm default.html default.htm;"
	config_get val "$1" error_page
	case "$val" in
	'') ;;
	/cgi-bin/*) uhttpd_tell "error_page: no CGI yet, without $val" ;;
	*) echo "        error_page 404 $(uhttpd_word "$val");" ;;
	esac
	config_get_bool val "$1" no_dirlists 0
	[ "$val" = 1 ] || echo "        autoindex on;"
	config_get_bool val "$1" no_symlinks 0
	[ "$val" = 0 ] || echo "        disable_symlinks on from=\$document_root;"
	config_get_bool val "$1" rfc1918_filter 0
	[ "$val" = 0 ] || {
		echo "        rebind_filter on;"
		val=$(uci -q get 'dhcp.@dnsmasq[0].domain')
		[ -z "$val" ] || echo "        rebind_allow $(uhttpd_word "*.$val");"
	}
	uhttpd_line "$1" http_keepalive keepalive_timeout 20 s
	for one in client_header_timeout client_body_timeout send_timeout; do
		uhttpd_line "$1" network_timeout "$one" 30 s
	done
	uhttpd_auth "$1" "$2"
	uhttpd_programs "$1"
}

uhttpd_server() {	# uhttpd_server CFG DIR
	local cert key tls to redirect
	config_get tls "$1" listen_https
	config_get cert "$1" cert /etc/uhttpd.crt
	config_get key "$1" key /etc/uhttpd.key
	[ -z "$tls" ] || uhttpd_keys "$cert" "$key" || {
		uhttpd_tell "listen_https: $cert or $key is missing"
		tls=
	}
	config_get_bool redirect "$1" redirect_https 0
	[ -n "$tls" ] || redirect=0
	if [ "$redirect" = 1 ]; then
		to="${tls%% *}"
		to="${to##*:}"
		[ "$to" = 443 ] && to= || to=":$to"
		echo "    server {"
		uhttpd_listens "$1" listen_http
		echo "        return 307 https://\$host$to\$request_uri;"
		echo "    }"
	fi
	echo "    server {"
	[ "$redirect" = 1 ] || uhttpd_listens "$1" listen_http
	[ -z "$tls" ] || {
		uhttpd_listens "$1" listen_https " ssl"
		echo "        ssl_certificate $(uhttpd_word "$cert");"
		echo "        ssl_certificate_key $(uhttpd_word "$key");"
	}
	uhttpd_files "$1" "$2"
	echo "    }"
}

uhttpd_count() {	# uhttpd_count CFG: adds to uhttpd_clients
	local n
	config_get n "$1" max_connections 100
	uhttpd_clients=$((uhttpd_clients + n))
}

uhttpd_enabled() {	# uhttpd_enabled CFG FUNCTION ARGS
	local on cfg="$1" call="$2"
	shift 2
	config_get_bool on "$cfg" enabled 1
	[ "$on" = 0 ] || "$call" "$cfg" "$@"
}

uhttpd_convert() {	# uhttpd_convert DIR
	local uhttpd_failed=0 uhttpd_clients=0
	config_load uhttpd || return 1
	mkdir -p "$1"
	config_foreach uhttpd_enabled uhttpd uhttpd_count
	{
		echo "# Made of /etc/config/uhttpd. Copy it to /etc/reuseportd.conf to go on"
		echo "# from here: then that is what counts."
		echo "worker_processes 1;"
		echo "error_log syslog:server=unix:/dev/log,tag=reuseportd warn;"
		echo "events { worker_connections $uhttpd_clients; }"
		echo "http {"
		echo "    gzip_static on;"
		config_foreach uhttpd_enabled uhttpd uhttpd_server "$1"
		echo "}"
	} >"$1/reuseportd.conf"
	[ "$uhttpd_failed" = 0 ]
}
