# Workers that die at birth are started anew, each time after twice the wait:
# 0, 0.2, 0.4, 0.8, 1.6 seconds.
# backends: none
# san: none
{
    globals
    echo "working_directory $T/none;"
    events
    echo "http { server { listen 127.0.0.1:$P1; root $T; } }"
} > "$T/conf"
start
births() {
    grep -c 'start worker process' "$T/error.log"
}
born() {        # born N: so many, or more
    [ "$(births)" -ge $1 ]
}
ok 'six births in three seconds, and a few more' wait_for 8 born 6
ok 'and not many' [ "$(births)" -lt 8 ]
