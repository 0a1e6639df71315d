# backends: none
# Configurations in the shape other packages ship them: each loads, or fails
# by nothing else than directives this server says it has not.
shape() { # TEXT FILE: complaints other than the two allowed kinds
    out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$2" 2>&1)
    rc=$?
    ok "$1: the server ends by itself, exit status $rc" [ $rc -le 1 ]
    is "$1: complaints" "$(printf '%s\n' "$out" | grep -E '\[(emerg|alert|crit)\]' |
        grep -Ev 'is not supported by reuseportd|this build is without TLS|regular expression')" ''
    like "$1: a verdict" "$out" 'test is successful|test failed'
}
mkdir -p "$T/html" "$T/conf.d" "$T/sites-enabled"
cat > "$T/mime.types" <<'EOF'

types {
    text/html                             html htm shtml;
    text/css                              css;
    application/javascript                js;
    application/vnd.openxmlformats-officedocument.wordprocessingml.document
                                          docx;
    image/svg+xml                         svg svgz;
    font/woff2                            woff2;
}
EOF

# A router's package: modules before events, an empty events block, log_format
# over several lines, TLS listens with a redirect.
cat > "$T/conf.d/site.locations" <<'EOF'
location /cgi-bin/luci {
    index index.html;
    include uwsgi_params_none*;
    uwsgi_param SERVER_ADDR $server_addr;
    uwsgi_modifier1 9;
    uwsgi_pass unix:////var/run/luci-webui.socket;
}
location ~ /cgi-bin/cgi-(backup|download|upload|exec) {
    uwsgi_pass unix:////var/run/luci-cgi_io.socket;
}
location /luci-static {
    error_log stderr crit;
}
EOF
cat > "$T/router.conf" <<EOF
worker_processes auto;

user root;

include module.d/*.module;

events {}

http {
	access_log off;
	log_format openwrt
		'\$request_method \$scheme://\$host\$request_uri => \$status'
		' (\${body_bytes_sent}B in \${request_time}s) <- \$http_referer';

	include mime.types;
	default_type application/octet-stream;
	sendfile on;

	client_max_body_size 128M;
	large_client_header_buffers 2 1k;

	gzip on;
	gzip_vary on;
	gzip_proxied any;

	root $T/html;

	server { #see uci show 'nginx._lan'
		listen $P1 ssl default_server;
		listen [::]:$P1 ssl default_server;
		server_name _lan;
		include restrict_locally*;
		include conf.d/*.locations;
		ssl_certificate /etc/nginx/conf.d/_lan.crt;
		ssl_certificate_key /etc/nginx/conf.d/_lan.key;
		ssl_session_cache shared:SSL:32k;
		ssl_session_timeout 64m;
		access_log off; # logd openwrt;
	}
	server { #see uci show 'nginx._redirect2ssl'
		listen $P2;
		listen [::]:$P2;
		server_name _redirect2ssl;
		return 302 https://\$host\$request_uri;
	}
	include conf.d/*.conf;
}
EOF
shape "a router's package" "$T/router.conf"

# A distribution's classic file with its sites.
cat > "$T/sites-enabled/default_server" <<EOF
server {
	listen $P1 default_server;
	listen [::]:$P1 default_server;

	server_name localhost;

	location / {
		root   $T/html;
		index  index.html index.htm;
	}

	# redirect server error pages to the static page /50x.html
	#
	error_page   500 502 503 504  /50x.html;
	location = /50x.html {
		root   $T/html;
	}

	#location ~ \.php$ {
	#	proxy_pass   http://127.0.0.1;
	#}

	location /app {
		proxy_pass http://127.0.0.1:$P2;
		proxy_set_header Host \$http_host;
		proxy_set_header X-Real-IP \$remote_addr;
		proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
		proxy_set_header X-Forwarded-Proto \$scheme;
	}
}
EOF
cat > "$T/yocto.conf" <<EOF
user root;
worker_processes  1;

error_log  $T/error.log;
error_log  $T/error.log  notice;

pid        $T/none.pid;

events {
    worker_connections  1024;
}

http {
    include       mime.types;
    default_type  application/octet-stream;

    log_format  main  '\$remote_addr - \$remote_user [\$time_local] "\$request" '
                      '\$status \$body_bytes_sent "\$http_referer" '
                      '"\$http_user_agent" "\$http_x_forwarded_for"';

    access_log  $T/access.log  main;

    sendfile        on;
    tcp_nopush     on;
    tcp_nodelay on;
    types_hash_max_size 2048;

    #keepalive_timeout  0;
    keepalive_timeout  65;

    ssl_protocols TLSv1 TLSv1.1 TLSv1.2; # no SSLv3
    ssl_prefer_server_ciphers on;

    gzip  on;
    gzip_disable "msie6";
    gzip_comp_level 6;
    gzip_buffers 16 8k;
    gzip_http_version 1.1;
    gzip_types text/plain text/css application/json;

    include sites-enabled/*;
}
EOF
shape 'a classic file with sites' "$T/yocto.conf"

# nginx's own default file.
cat > "$T/stock.conf" <<EOF

#user  nobody;
worker_processes  1;

#error_log  logs/error.log;
#pid        logs/nginx.pid;

events {
    worker_connections  1024;
}


http {
    include       mime.types;
    default_type  application/octet-stream;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    server {
        listen       $P1;
        server_name  localhost;

        #charset koi8-r;

        location / {
            root   html;
            index  index.html index.htm;
        }

        error_page  404              /404.html;
        error_page   500 502 503 504  /50x.html;
        location = /50x.html {
            root   html;
        }

        location ~ \.php$ {
            root           html;
            fastcgi_pass   127.0.0.1:9000;
            fastcgi_index  index.php;
            fastcgi_param  SCRIPT_FILENAME  /scripts\$fastcgi_script_name;
        }
        location ~ /\.ht {
            deny  all;
        }
    }

    upstream backend { server 127.0.0.1:8080 weight=2; server unix:/tmp/x; keepalive 4; }
    map \$http_upgrade \$connection_upgrade { default upgrade; '' close; ~*ws x; }

    server {
        listen       $P2 ssl http2;
        server_name  somename  alias  another.alias;
        ssl_certificate      cert.pem;
        ssl_certificate_key  cert.key;
        ssl_ciphers  HIGH:!aNULL:!MD5;
        if (\$host = 'a') { return 301 https://\$host\$request_uri; }
        rewrite ^/old/(.*)\$ /new/\$1 last;
        location / {
            try_files \$uri \$uri/ =404;
            add_header X-Frame-Options "SAMEORIGIN" always;
            expires 30d;
            auth_basic "closed"; auth_basic_user_file htpasswd;
            limit_rate 10k;
        }
    }
    limit_req_zone \$binary_remote_addr zone=one:10m rate=1r/s;
}

stream {
    server { listen $P3; proxy_pass 127.0.0.1:$P4; }
}
EOF
shape "nginx's default file" "$T/stock.conf"

# What a container image writes.
cat > "$T/image.conf" <<EOF
user  root;
worker_processes  auto;
error_log  /dev/stderr notice;
pid        $T/none.pid;
events { worker_connections  1024; }
http {
    include       $T/mime.types;
    access_log  /dev/stdout  combined;
    access_log  $T/buffered.log combined buffer=32k flush=5s;
    server {
        listen       $P1;
        listen  [::]:$P1;
        server_name  localhost;
        absolute_redirect off; server_name_in_redirect off; port_in_redirect off;
        reset_timedout_connection on; log_not_found off; log_subrequest off;
        if_modified_since exact; chunked_transfer_encoding on; disable_symlinks off;
        msie_padding off; postpone_output 1460; recursive_error_pages off;
        resolver 127.0.0.1; satisfy all; max_ranges 1;
    }
}
EOF
shape "a container image's file" "$T/image.conf"

# This machine's own, when nginx is installed; its logs go elsewhere.
if [ -r /etc/nginx/nginx.conf ]; then
    mkdir "$T/nginx"
    cp -RL /etc/nginx/. "$T/nginx/" 2>/dev/null
    rm -rf "$T/nginx/modules-enabled"
    for f in "$T/nginx/nginx.conf" "$T"/nginx/sites-enabled/* \
        "$T"/nginx/conf.d/*; do
        [ -f "$f" ] || continue
        sed "s,/etc/nginx/,$T/nginx/,g; s,/var/log/nginx/,$T/,g; s,/run/nginx.pid,$T/none.pid," \
            "$f" > "$T/edited" && cat "$T/edited" > "$f"
    done
    shape "this machine's nginx.conf" "$T/nginx/nginx.conf"
fi
