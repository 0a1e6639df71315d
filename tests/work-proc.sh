# backends: none
# Functions over /proc for the cases that look at processes and sockets from
# outside; other cases source this file. As a case it checks these functions.

need_proc() {
    [ -r /proc/net/tcp ] && [ -r /proc/self/stat ] && [ -d /proc/self/fd ] ||
        skip 'needs /proc'
}

# Listening sockets come first in these files: who wants them need not read all
# the others, of which there may be many that are closed.
sockets() {     # sockets STATE PORT: inodes, by local port (0A listen, 01 established)
    for _f in /proc/net/tcp /proc/net/tcp6; do
        awk -v s="$1" -v p=":$(printf %04X "$2")" '
            NR > 1 && s == "0A" && $4 != s { exit }
            $4 == s && substr($2, length($2) - 4) == p { print $10 }' \
            $_f 2>/dev/null
    done | sort -u
}

listeners() {   # listeners PORT: how many listening sockets
    sockets 0A "$1" | grep -c .
}

listeners_are() {       # listeners_are PORT N
    [ "$(listeners "$1")" = "$2" ]
}

owned() {       # owned PID STATE PORT: inodes of such sockets the process has
    ls -l "/proc/$1/fd" 2>/dev/null |
        sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p' | sort > "$T/.fds"
    sockets "$2" "$3" | grep -Fxf "$T/.fds"
}

children() {    # children PID: ids, without zombies
    cat /proc/[0-9]*/stat 2>/dev/null | awk -v p="$1" \
        '{ pid = $1; sub(/^.*\) /, ""); if ($2 == p && $1 != "Z") print pid }'
}

title() {       # title PID; an emulator has its own, so the log tells
    if [ -n "$EMU" ]; then
        _logs=$(ls "$T"/error* "$T"/server* "$T/stderr" 2>/dev/null)
        # shellcheck disable=SC2086
        if grep -qs " $1#0: gracefully" $_logs; then
            echo 'reuseportd: worker process is shutting down'
        elif grep -qs " worker process $1\$" $_logs; then
            echo 'reuseportd: worker process'
        else echo 'reuseportd: master process'; fi
        return
    fi
    tr '\000' ' ' < "/proc/$1/cmdline" 2>/dev/null | sed 's/ *$//'
}

workers() {     # ids of the workers that serve, one a line
    for _p in $(children "$SRV"); do
        [ "$(title "$_p")" = 'reuseportd: worker process' ] && echo "$_p"
    done
}

workers_are() { # workers_are N
    [ "$(workers | grep -c .)" = "$1" ]
}

field() {       # field PID NAME: a line of /proc/PID/status
    sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status" | tr '\t' ' ' |
        sed 's/ *$//'
}

per_worker() {  # per_worker N: sockets of a group with N workers, here
    if "$RPD" -V 2>&1 | grep -q '^kernel:.* reuseport=0'
    then echo 1; else echo "$1"; fi
}

steers() {      # the kernel can be told which listening sockets to use
    [ -n "$STEERS" ] || {
        STEERS=no
        ! "$RPD" -V 2>&1 | grep -q '^kernel:.* steering=1' || STEERS=yes
    }
    [ $STEERS = yes ]
}

need_steering() {
    need_proc
    steers || skip 'the kernel cannot be told which listening sockets to use'
}

has_sockets() { # has_sockets PORT N: not more, where they can be closed
    if steers; then listeners_are "$1" "$2"
    else [ "$(listeners "$1")" -ge "$2" ]; fi
}

# Starts that are expected to end by themselves: attempt NAME ARGS begins one,
# ended NAME leaves its status in $rc ("running" when it goes on: it is ended
# then) and its output in $out.
attempt() {
    _name=$1
    shift
    rm -f "$T/$_name.rc"
    {
        sh -c 'echo $$ > "$0"; exec "$@"' "$T/$_name.apid" \
            "$RPD" -p "$T" "$@"
        echo $? > "$T/$_name.rc"
    } > "$T/$_name.out" 2>&1 &
}

ended() {
    rc=running
    if wait_for 15 test -s "$T/$1.rc"; then
        rc=$(cat "$T/$1.rc")
    else
        kill "$(cat "$T/$1.apid")"
        wait_for 10 test -s "$T/$1.rc"
    fi
    out=$(cat "$T/$1.out")
}

# A client that stays. hold N PORT BYTES [OPTIONS]: N is 7, 8 or 9; what is
# received goes to $T/out.N, tell N ends one \i of BYTES, drop N its life.
hold() {
    _n=$1 _port=$2 _bytes=$3
    shift 3
    mkfifo "$T/in.$_n"
    eval "exec $_n<>'$T/in.$_n'"
    "$CLIENT" "$@" -e -- "$_port" "$_bytes" < "$T/in.$_n" \
        > "$T/out.$_n" 2>/dev/null 7>&- 8>&- 9>&- &
    eval "held_$_n=\$!"
}

tell() {
    eval "echo >&$1"
}

drop() {
    eval "kill \$held_$1 2>/dev/null; wait \$held_$1 2>/dev/null"
    rm -f "$T/in.$1"
}

# A download that stops half way until it is told to go on: slow NAME PATH,
# then slow_end NAME; the body is in $T/NAME.got.
slow() {
    rm -f "$T/$1.head" "$T/$1.go" "$T/$1.got" "$T/$1.end"
    {
        http "$2" -D "$T/$1.head" 2>/dev/null | {
            wait_for 60 test -e "$T/$1.go"
            cat > "$T/$1.got"
        }
        : > "$T/$1.end"
    } &
    wait_for 10 test -s "$T/$1.head"
}

slow_end() {
    : > "$T/$1.go"
    wait_for 30 test -e "$T/$1.end"
}

busy() {        # busy PID: it has gone to sleep between requests so often
    [ "$(field $1 voluntary_ctxt_switches)" -gt 50 ]
}

# load_unix: asks the unix socket $T/s.sock until there is $T/enough, then writes
# how many answers were lost and good to $T/unix. Sets loadu to its pid.
load_unix() {
    {
        g=0 b=0
        until [ -e "$T/enough" ]; do
            case $(raw 0 'GET / HTTP/1.0\r\n\r\n' -u "$T/s.sock" |
                tail -n 1) in
            hello) g=$((g + 1)) ;;
            *) b=$((b + 1)) ;;
            esac
            nap
        done
        echo "lost=$b ok=$g" > "$T/unix"
    } &
    loadu=$!
}

case $LABEL in
work-proc/*) ;;
*) return 0 ;;
esac

need_proc
SRV=
held=$((P1 - 1))                        # a listening socket of the harness
is 'one listening socket is seen' "$(listeners $held)" 1
is 'the socket belongs to the holder' "$(owned $HOLDER 0A $held)" \
    "$(sockets 0A $held)"
is 'this shell does not own it' "$(owned $$ 0A $held)" ''
is 'nobody listens on P1' "$(listeners $P1)" 0
sleep 60 & pid=$!
ok 'the title of a child' wait_for 5 [ "$(title $pid)" != '' ]
kill $pid
hold 7 $held '\i\i'
ok 'an established connection is seen' \
    wait_for 5 eval "[ \"\$(sockets 01 $held)\" ]"
tell 7
ok 'still there after the first of two' alive $held_7
drop 7
ok 'drop ends it' gone $held_7
