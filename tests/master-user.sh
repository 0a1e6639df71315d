# Who the processes are: user and group of the workers, supplementary groups,
# titles; and a server started by an ordinary user.
. "$TESTS/work-proc.sh"
need_proc
write() {       # write MAIN-DIRECTIVES
    {
        echo "worker_processes 2; $1"
        globals
        events
        echo "http { server { listen 127.0.0.1:$P1; root $T; } }"
    } > "$T/conf"
}
four() {        # four N: real, effective, saved and file system id
    echo "$1 $1 $1 $1"
}
echo hello > "$T/a.txt"

# Titles.
write ''
start
ok 'two workers' wait_for 10 workers_are 2
if [ -n "$EMU" ]; then without "titles: /proc has those of $EMU"
else is 'the title of the master' "$(title $SRV)" \
    "reuseportd: master process $RPD -p $T -c $T/conf"; fi
for w in $(children $SRV); do
    is 'the title of a worker' "$(title $w)" 'reuseportd: worker process'
done
if [ "$(id -u)" != 0 ]; then
    for w in $(workers); do
        is 'an ordinary user stays who he is' "$(field $w Uid)" \
            "$(four "$(id -u)")"
    done
    stop
    write 'user nobody;'
    start
    like 'user has no effect then' "$(cat "$T/stderr" "$T/error.log")" \
        "\[warn\].*the \"user\" directive makes sense only if the master process runs with super-user privileges, ignored in $T/conf:1"
    is 'it serves' "$(get /a.txt)" hello
    return 0
fi

# Root: nobody by default.
uid=$(id -u nobody)
gid=$(id -g nobody)
for w in $(workers); do
    is 'Uid of a worker' "$(field $w Uid)" "$(four $uid)"
    is 'Gid of a worker' "$(field $w Gid)" "$(four $gid)"
    is 'Groups of a worker' "$(field $w Groups | tr ' ' '\n' | sort -n |
        tr '\n' ' ')" "$(id -G nobody | tr ' ' '\n' | sort -n | tr '\n' ' ')"
    is 'no capabilities are left' "$(field $w CapEff)" 0000000000000000
done
is 'the master stays root' "$(field $SRV Uid)" '0 0 0 0'
is 'nobody serves a file' "$(get /a.txt)" hello
stop

# What belongs to root only cannot be served.
echo secret > "$T/secret.txt"
chmod 600 "$T/secret.txt"
write 'user daemon;'
start
ok 'two workers again' wait_for 10 workers_are 2
for w in $(workers); do
    is 'user daemon: Uid' "$(field $w Uid)" "$(four "$(id -u daemon)")"
    is 'user daemon: Gid' "$(field $w Gid)" "$(four "$(id -g daemon)")"
done
is 'a file of root' "$(code /secret.txt)" 403
ok 'the log says why' wait_for 5 grep -q \
    'open() ".*/secret.txt" failed (13: Permission denied)' "$T/error.log"
kill -9 "$(workers | sed -n 1p)"
EXPECT_CRASH=1
ok 'a worker is replaced' wait_for 10 workers_are 2
for w in $(workers); do
    is 'the new one as well: Uid' "$(field $w Uid)" \
        "$(four "$(id -u daemon)")"
done
ok 'a reload' "$RPD" -s reload -p "$T" -c "$T/conf"
ok 'two workers after the reload' wait_for 10 workers_are 2
for w in $(workers); do
    is 'after a reload: Uid' "$(field $w Uid)" "$(four "$(id -u daemon)")"
done
stop

write 'user daemon bin;'
start
ok 'two workers with a group' wait_for 10 workers_are 2
for w in $(workers); do
    is 'user daemon bin: Uid' "$(field $w Uid)" "$(four "$(id -u daemon)")"
    is 'user daemon bin: Gid' "$(field $w Gid)" "$(four "$(id -g bin)")"
    unlike 'user daemon bin: not a group of root' \
        " $(field $w Groups) " ' 0 '
done
stop
write 'user root;'
start
is 'user root' "$(get /secret.txt)" secret
stop

# An ordinary user starts it.
command -v su > /dev/null && su -s /bin/sh nobody -c true 2> /dev/null ||
    return 0
mkdir "$T/home"
chown nobody "$T/home"
write 'user daemon;'
sed "s,$T/pid,$T/home/pid,; s,$T/error.log,$T/home/error.log," "$T/conf" \
    > "$T/home/conf"
su -s /bin/sh nobody -c \
    "exec '$RPD' -p '$T/home' -c '$T/home/conf' -e '$T/home/early.log'" \
    > "$T/su.out" 2>&1 &
ok 'nobody starts a server' wait_for 10 test -s "$T/home/pid"
other=$(cat "$T/home/pid")
is 'it serves' "$(get /a.txt)" hello
for p in $other $(children $other); do
    is 'it is nobody' "$(field $p Uid)" "$(four $uid)"
done
like 'user has no effect' "$(cat "$T/su.out" "$T/home/error.log")" \
    "\[warn\].*the \"user\" directive makes sense only if the master process runs with super-user privileges, ignored in $T/home/conf:1"
kill $other
ok 'it ends' wait_for 10 gone $other
ok 'and takes its pid file away' [ ! -e "$T/home/pid" ]
