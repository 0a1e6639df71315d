# access_log: conditions, buffers, names with variables, off beside others.
mkdir www www/a hosts
printf 'hello\n' >www/a.txt
chmod 777 hosts
conf conf <<EOF
$(globals)
$(events)
worker_processes 1;
http {
    log_format p '\$request_uri';
    log_subrequest on;
    open_log_file_cache max=10 inactive=20s;
    root $T/www;
    server { listen 127.0.0.1:$P1;
        location /if { access_log $T/if.log p if=\$arg_a; return 204; }
        location /lit0 { access_log $T/if.log p if=0; return 204; }
        location /lit { access_log $T/if.log p if=; return 204; }
        location /more { access_log $T/if.log p if=\$arg_a\$arg_b; return 204; }
        location /two {
            access_log $T/if.log p if=\$arg_a;
            access_log $T/two.log p;
            return 204;
        }
        location /none { access_log $T/none.log p; access_log off; return 204; }
        location /none2 { access_log off; access_log $T/none.log p; return 204; }
    }
    server { listen 127.0.0.1:$P2;
        location /full { access_log $T/full.log p buffer=60; return 204; }
        location /time { access_log $T/time.log p buffer=1m flush=50ms; return 204; }
        location /late { access_log $T/late.log p buffer=1m flush=1h; return 204; }
        location /soon { access_log $T/time.log p; return 204; }
        location /end { access_log $T/end.log p buffer=1m; return 204; }
    }
    server { listen 127.0.0.1:$P3; access_log $T/hosts/\$host.log p;
        location / { return 204; }
        location /file { }
        location /rel { access_log hosts/\$arg_a p; return 204; }
        location /bad { access_log $T/nowhere/\$host p; return 204; }
        location /root { root $T/nowhere; access_log $T/hosts/\$arg_a p; return 204; }
        location /root2 { root $T/www/a.txt; access_log $T/hosts/\$arg_a p; return 204; }
        location /root3 { root $T/\$arg_root; access_log $T/hosts/\$arg_a p; return 204; }
    }
}
EOF
start

lines() {       # lines FILE N: the file has N lines
    [ "$(wc -l <"$1")" -eq "$2" ]
}
for u in /if '/if?a=0' '/if?a=1' '/if?a=00' '/if?a=' '/if?a=off' /lit0 /lit \
    '/more?a=0&b=0' '/more?a=0' '/more?b=x' /none /none2 '/two?a=0' '/two?a=1'
do
    code "$u" >/dev/null
done
ok "the last one is there" wait_for 10 lines two.log 2
is "if=: neither empty nor 0" "$(tr '\n' ' ' <if.log)" \
    '/if?a=1 /if?a=00 /if?a=off /more?a=0&b=0 /more?b=x /two?a=1 '
is "each log has its own condition" "$(tr '\n' ' ' <two.log)" '/two?a=0 /two?a=1 '
is "off beside another log" "$(wc -c <none.log | tr -d ' ')" 0

P1=$P2
code /full/12345678901234567890 >/dev/null
code /full/12345678901234567890 >/dev/null
is "the buffer takes two lines" "$(cat full.log)" ''
code /full/3 >/dev/null
ok "the third writes them" wait_for 10 lines full.log 2
is "in order" "$(cat full.log)" '/full/12345678901234567890
/full/12345678901234567890'
long=/full/$(rep 80 x)
code "$long" >/dev/null
ok "a line longer than the buffer is written" wait_for 10 lines full.log 4
is "it comes after what waits" "$(sed 1,2d full.log)" "/full/3
$long"
code /full/5 >/dev/null
code /late >/dev/null
code /time >/dev/null
ok "flush= writes" wait_for 10 lines time.log 1
code /soon >/dev/null
ok "the buffer is the file's: it takes lines of other logs" wait_for 10 lines time.log 2
is "not what may wait for longer" "$(cat late.log full.log | wc -l | tr -d ' ')" 4
mv late.log late.old
kill -USR1 "$SRV"
ok "USR1 writes, then opens anew" wait_for 10 lines late.old 1
ok "all of them" wait_for 10 lines full.log 5
code /late >/dev/null
code /end >/dev/null
is "what waits" "$(cat late.log end.log)" ''
kill -HUP "$SRV"
ok "a worker that leaves writes" wait_for 10 lines end.log 1
ok "to all" wait_for 10 lines late.log 1
is "the old file is the old one" "$(cat late.old late.log | tr '\n' ' ')" '/late /late '

P1=$P3
code /1 -H 'Host: a.b' >/dev/null
code /2 -H 'Host: c.d' >/dev/null
code /3 -H 'Host: a.b' >/dev/null
code /file/none -H 'Host: c.d' >/dev/null
ok "names with variables" wait_for 10 test -s hosts/c.d.log
ok "each line" wait_for 10 lines hosts/c.d.log 2
is "a name with a variable" "$(tr '\n' ' ' <hosts/a.b.log)" '/1 /3 '
is "and another" "$(tr '\n' ' ' <hosts/c.d.log)" '/2 /file/none '
code '/rel?a=rel' >/dev/null
wait_for 10 test -s hosts/rel
is "a relative one is below the prefix" "$(cat hosts/rel)" '/rel?a=rel'
is "a directory that is not there" "$(code /bad -H 'Host: x.y')" 204
wait_for 10 grep -q nowhere error.log
like "is told" "$(grep nowhere error.log)" "\\[crit\\] .*open\\(\\) \"$T/nowhere/x.y\" failed \\(2: .*request: \"GET /bad"
code '/root?a=r1' >/dev/null
wait_for 10 grep -q existence error.log
like "without the root there is no log" "$(grep existence error.log)" "\\[error\\] .*testing \"$T/nowhere\" existence failed \\(2: "
code '/root2?a=r2' >/dev/null
wait_for 10 grep -q a.txt error.log
like "nor when it is no directory" "$(grep existence error.log)" "\\[error\\] .*testing \"$T/www/a.txt\" existence failed \\(20: "
code '/root3?a=r3&root=www' >/dev/null
code '/root3?a=r4&root=w' >/dev/null
wait_for 10 grep -q "$T/w\"" error.log
is "nothing was made" "$(ls hosts | tr '\n' ' ')" 'a.b.log c.d.log r3 rel '
P1=$P2
code /end >/dev/null
code /end >/dev/null
stop TERM
is "TERM, too, writes" "$(cat end.log)" '/end
/end
/end'

no() {          # no PARAMETERS MESSAGE
    conf x.conf <<EOF
events { } http { log_format p x; server { listen 1;
access_log $1;
} }
EOF
    conf_says "$1" emerg 2 "$2"
}
no "a combined buffer=0" 'invalid buffer size "0"'
no "a combined buffer=x" 'invalid buffer size "x"'
no "a combined buffer=" 'invalid buffer size ""'
no "a combined buffer=1k flush=x" 'invalid flush time "x"'
no "a combined buffer=1k flush=0" 'invalid flush time "0"'
no "a combined flush=1m" 'no buffer is defined for access_log "a"'
no "a p buffer=1k; access_log a p buffer=2k" 'access_log "a" already defined with conflicting parameters'
no "a p buffer=1k; access_log a p buffer=1k flush=1s" 'access_log "a" already defined with conflicting parameters'
no 'a$uri p buffer=1k' 'buffered logs cannot have variables in name'
no "syslog:server=127.0.0.1 p buffer=1k" 'logs to syslog cannot be buffered'
no "a p gzip" 'parameter "gzip" is not supported by reuseportd'
no "a p gzip=3" 'parameter "gzip=3" is not supported by reuseportd'
no "a buffer=1k" 'unknown log format "buffer=1k"'
no "a p foo" 'invalid parameter "foo"'
no "a p buffer" 'invalid parameter "buffer"'
no "off; access_log a nosuch" 'unknown log format "nosuch"'
no 'a p if=$' 'invalid variable name'
no 'a p if=${a' 'the closing bracket in "a" variable is missing'
