# backends: none
# The command line: -t -T -q -v -V -h -g -p -c -e, what they print and where,
# and the exit status of each.
need HELP TUNING
run() {         # run ARGS: sets out (stdout), err (stderr), rc
    "$RPD" "$@" > "$T/so" 2> "$T/se" < /dev/null
    rc=$?
    out=$(cat "$T/so") err=$(cat "$T/se")
}
mkdir "$T/pre" "$T/pre/sub"
cat > "$T/good.conf" <<EOF
pid $T/pid;
error_log $T/error.log;
events { worker_connections 64; }
http { include inc.conf; include two.conf; include two.conf; }
EOF
echo '# twice' > "$T/two.conf"
printf 'server { listen 127.0.0.1:%s; }\n' $P1 > "$T/inc.conf"
cat > "$T/bad.conf" <<EOF
pid $T/pid;
events { worker_connections 64; }
sserver;
EOF
good="-p $T -e $T/e.log -c $T/good.conf"
bad="-p $T -e $T/e.log -c $T/bad.conf"
# shellcheck disable=SC2086
{
run -t $good
is '-t: exit status, stdout' "$rc:$out" 0:
is '-t: stderr' "$err" \
    "reuseportd: the configuration file $T/good.conf syntax is ok
reuseportd: configuration file $T/good.conf test is successful"
ok '-t writes no pid file' [ ! -e "$T/pid" ]
run -t $bad
is '-t, a bad file: exit status, stdout' "$rc:$out" 1:
is '-t, a bad file: the last line' "$(printf '%s\n' "$err" | tail -n 1)" \
    "reuseportd: configuration file $T/bad.conf test failed"
run -tq $good
is '-t -q is silent' "$rc:$out:$err" 0::
run -q -t $bad
is '-t -q, a bad file: exit status' $rc 1
like '-t -q, a bad file: still the error' "$err" 'directive "sserver"'
cat > "$T/dump" <<EOF
# configuration file $T/good.conf:
$(cat "$T/good.conf")

# configuration file $T/inc.conf:
$(cat "$T/inc.conf")

# configuration file $T/two.conf:
$(cat "$T/two.conf")
EOF
run -T $good
is '-T: exit status' $rc 0
is '-T: every file, once' "$out" "$(cat "$T/dump")"
like '-T: the verdict' "$err" 'test is successful$'
run -T -q $good
is '-T -q: only the files' "$out:$err" \
    "$(cat "$T/dump"):"
run -T $bad
is '-T, a bad file: exit status' $rc 1

run -v
is '-v: exit status' $rc 0
like '-v' "$out$err" '^reuseportd version: reuseportd/[0-9]+\.[0-9]+\.[0-9]+$'
run -V
is '-V: exit status' $rc 0
for word in '^reuseportd version: reuseportd/' 'gcc|clang|cc' epoll kqueue \
    poll reuseport sendfile freebind '[mM]bed *TLS' 'TLS'; do
    like "-V: $word" "$out$err" "$word"
done
run -h
is '-h: exit status' $rc 0
for opt in '-h' '-v' '-V' '-t' '-T' '-q' '-s' '-p' '-c' '-g' '-e'; do
    like "-h: $opt" "$out$err" "^ *(-[?],)?${opt}[ :,]"
done
like '-h: the signals' "$out$err" 'stop.*quit.*(reload|reopen)'
like '-h: directory mode' "$out$err" 'DIR'
run '-?'
is '-?: exit status' $rc 0

# -c -p -e.
run -t -p "$T/pre" -e "$T/e.log" -c none.conf
is '-c none: exit status' $rc 1
like '-c: a relative name is under the prefix' "$err" \
    "open\(\) \"$T/pre/none.conf\" failed \(2: No such file or directory\)"
cp "$T/bad.conf" "$T/pre/sub/b.conf"
run -t -p "$T/pre/" -e "$T/e.log" -c sub/b.conf
like '-p with a slash at the end' "$err" \
    "unknown directive \"sserver\".* in $T/pre/sub/b.conf:3"
run -t "-p$T/pre" "-e$T/e.log" -csub/b.conf
like 'values glued to the letters' "$err" \
    "unknown directive \"sserver\".* in $T/pre/sub/b.conf:3"
run -qtp "$T/pre" -e "$T/e.log" -c sub/b.conf
like 'letters put together, the last with a value' "$err" \
    "unknown directive \"sserver\".* in $T/pre/sub/b.conf:3"

# -g.
run -t $good -g 'worker_processes 2; daemon off;'
is '-g: exit status' $rc 0
run -t $good -g 'daemon off'
is '-g without a ; at the end: exit status' $rc 1
like '-g without a ; at the end' "$err" \
    '^reuseportd: \[emerg\] unexpected end of parameter, expecting ";" in command line'
echo 'daemon off;' >"$T/more.inc"
run -t $good -g 'include more.inc;'
is '-g may include: exit status' $rc 0
run -t $good -g 'include none.inc;'
is '-g includes what is not there: exit status' $rc 1
run -t $good -g 'sserver on;'
is '-g, unknown: exit status' $rc 1
like '-g, unknown' "$err" \
    '^reuseportd: \[emerg\] unknown directive "sserver".* in command line'
run -t $good -g "pid $T/other;"
is '-g, again in the file: exit status' $rc 1
like '-g, again in the file' "$err" \
    "^reuseportd: \[emerg\] \"pid\" directive is duplicate in $T/good.conf:1"

# What is wrong with the command line itself.
run -c
is '-c alone: exit status' $rc 1
like '-c alone' "$err" '^reuseportd: option "-c" requires file name$'
run -p
like '-p alone' "$rc $err" '^1 reuseportd: option "-p" requires directory name$'
run -g
like '-g alone' "$rc $err" '^1 reuseportd: option "-g" requires parameter$'
run -e
like '-e alone' "$rc $err" '^1 reuseportd: option "-e" requires file name$'
run -s
like '-s alone' "$rc $err" '^1 reuseportd: option "-s" requires parameter$'
run -s foo
like '-s foo' "$rc $err" '^1 reuseportd: invalid option: "-s foo"$'
run -x
like '-x' "$rc $err" '^1 reuseportd: invalid option: "x"$'
run -tx
like '-tx' "$rc $err" '^1 reuseportd: invalid option: "x"$'

# -s without a server to hear it.
run -s reload $good
is '-s without a pid file: exit status' $rc 1
like '-s without a pid file' "$err" \
    "open\(\) \"$T/pid\" failed \(2: No such file or directory\)"
run -t -s reload $good
like '-t before -s: it only tests' "$rc $err" '^0 .*syntax is ok'
sh -c 'echo $$' > "$T/pid"
dead=$(cat "$T/pid")
run -s stop $good
is '-s to a process that is gone: exit status' $rc 1
like '-s to a process that is gone' "$err" \
    "kill\($dead, 15\) failed \(3: No such process\)"
run -s reload $good
like '-s reload to a process that is gone' "$rc $err" \
    "^1 .*kill\($dead, 1\) failed \(3: No such process\)"
echo nonsense > "$T/pid"
run -s quit $good
is '-s with a bad pid file: exit status' $rc 1
like '-s with a bad pid file' "$err" "invalid PID number \"nonsense.*\" in \"$T/pid\""
: > "$T/pid"
run -s quit $good
like '-s with an empty pid file' "$rc $err" \
    "^1 .*invalid PID number \"\" in \"$T/pid\""
rm -f "$T/pid"
}

# -e is where the log goes until the configuration says another place.
cat > "$T/conf" <<EOF
daemon off;
pid $T/pid;
events { worker_connections 64; }
http { server { listen 127.0.0.1:$P1; root $T/none; } }
EOF
start -e "$T/early.log"
code /missing > "$T/code"
is 'a file that is not there' "$(cat "$T/code")" 404
ok '-e is the error log' wait_for 5 grep -q '\[error\].*/missing' "$T/early.log"
stop
# -g works for the server as for the test.
start -e stderr -g "worker_priority 0; error_log $T/g.log;"
code /missing > "$T/code"
ok '-g: error_log' wait_for 5 grep -q '\[error\].*/missing' "$T/g.log"
stop
