# How many workers, where they run and with what limits.
. "$TESTS/work-proc.sh"
need_proc
page() {        # page MAIN-DIRECTIVES
    {
        echo "$1"
        globals
        events
        echo "http { server { listen 127.0.0.1:$P1; return 200 ok; } }"
    } > "$T/conf"
}
each() {        # each COMMAND: its output for every worker, sorted, on one line
    for w in $(workers); do "$@" "$w"; done | sort | tr '\n' ' '
}
cpus() { field "$1" Cpus_allowed_list; }
files() { awk '/^Max open files/ { print $4, $5 }' "/proc/$1/limits"; }
nice_of() { sed 's/^.*) //' "/proc/$1/stat" | cut -d ' ' -f 17; }
cwd() { readlink "/proc/$1/cwd"; }

page 'worker_processes auto;'
start
n=$(getconf _NPROCESSORS_ONLN)
ok "auto: a worker for each of $n CPUs" wait_for 10 workers_are "$n"
is 'it serves' "$(get /)" ok
stop
page ''
start
ok 'one is the default' wait_for 10 workers_are 1
stop

page "worker_processes 5; worker_rlimit_nofile 123; worker_priority 7;
working_directory $T/wd;"
mkdir "$T/wd"
chmod 755 "$T/wd"
start
ok 'five' wait_for 10 workers_are 5
is 'worker_rlimit_nofile' "$(each files)" \
    '123 123 123 123 123 123 123 123 123 123 '
is 'worker_priority' "$(each nice_of)" '7 7 7 7 7 '
is 'working_directory' "$(each cwd | tr ' ' '\n' | sort -u | tail -n 1)" \
    "$T/wd"
is 'the master has its own priority' "$(nice_of $SRV)" "$(nice_of $$)"
is 'it serves with all of them' "$(raw $P1 'GET / HTTP/1.0\r\n\r\n' -c 30 |
    grep -c '^ok')" 30
stop QUIT                               # they are slow to hear a TERM

case "$(field $$ Cpus_allowed_list)" in
0-[1-9]*)
    page 'worker_processes 3; worker_cpu_affinity 01 10 11;'
    start
    ok 'three' wait_for 10 workers_are 3
    is 'worker_cpu_affinity by masks' "$(each cpus)" '0 0-1 1 '
    stop
    page 'worker_processes 2; worker_cpu_affinity auto;'
    start
    ok 'two' wait_for 10 workers_are 2
    is 'worker_cpu_affinity auto' "$(each cpus)" '0 1 '
    stop
    page 'worker_processes 3; worker_cpu_affinity auto 01;'
    start
    ok 'three again' wait_for 10 workers_are 3
    is 'worker_cpu_affinity auto with a mask' "$(each cpus)" '0 0 0 '
    stop
    ;;
esac
