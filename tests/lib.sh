# lib.sh: what a case file may use. test.sh sources it before each case, in a
# subshell of its own whose directory is $T. Set: T EV RPD TESTS CLIENT P1..P6,
# LABEL (name of the run). Every assertion adds one byte to $T.pass or $T.fail.

SRV=                                    # process id of the running server
STARTS=0

fail() {        # fail TEXT [DETAIL]: one line, control bytes made visible
    printf f >>"$T.fail"
    printf 'not ok - %s: %s%s\n' "$LABEL" "$1" "${2:+: $2}" | tr -d '\r' |
        tr '\n\t' '| ' | cut -c1-600
    echo
}

pass() {
    printf p >>"$T.pass"
}

is() {          # is TEXT GOT EXPECTED
    if [ "x$2" = "x$3" ]; then pass
    else fail "$1" "got \"$2\", expected \"$3\""; fi
}

matches() {     # matches TEXT ERE: some line matches; CR is not looked at
    printf '%s\n' "$1" | tr -d '\r' | grep -Eq -e "$2"
}

like() {        # like TEXT GOT ERE
    if matches "$2" "$3"; then pass
    else fail "$1" "got \"$2\", expected a match of /$3/"; fi
}

unlike() {      # unlike TEXT GOT ERE
    if matches "$2" "$3"
    then fail "$1" "got \"$2\", expected no match of /$3/"
    else pass; fi
}

last_is() {     # last_is FILE LINE
    [ "$(tail -n 1 "$1")" = "$2" ]
}

# is_last TEXT FILE EXPECTED: its last line, which is written behind the answer.
is_last() {
    wait_for 5 last_is "$2" "$3"
    is "$1" "$(tail -n 1 "$2")" "$3"
}

ok() {          # ok TEXT COMMAND...: the command succeeds
    _text=$1
    shift
    if "$@" >"$T/.ok" 2>&1; then pass
    else fail "$_text" "failed: $* ($(head -n 3 "$T/.ok"))"; fi
}

skip() {        # skip REASON: ends the case
    printf '%s\n' "$1" >"$T.skip"
    exit 0
}

need() {        # need PART...: ends the case where a switch has left it out
    for _part in "$@"; do
        "$RPD" -V 2>&1 | grep -q "^switches:.* RPD_WITH_$_part=1" ||
            skip "built without $_part"
    done
}

left_out() {    # left_out FILE: likewise, if the server says so there
    _why=$(grep -h 'this build is without' "$1" 2>/dev/null | head -n 1)
    [ -z "$_why" ] || [ -s "$T.fail" ] || skip "$_why"
}

without() {     # without REASON: some checks of the case are left out
    printf '%s\n' "$1" >>"$T.part"
}

nap() {
    sleep 0.02 2>/dev/null || sleep 1
}

wait_for() {    # wait_for SECONDS COMMAND...: polls until it succeeds
    _left=$(($1 * 50 * ${EMU:+4 *} 1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ "$_left" -gt 0 ] || return 1
        _left=$((_left - 1))
        nap
    done
}

rep() {         # rep N STRING: the string N times, as it is
    REP=$2 awk -v n="$1" 'BEGIN { while (n-- > 0) printf "%s", ENVIRON["REP"] }'
}

# --- configuration and the server ---

conf() {        # conf NAME <<EOF: writes $T/NAME
    cat >"$T/$1"
}

globals() {
    printf 'daemon off;\npid %s/pid;\nerror_log %s/error.log info;\n' \
        "$T" "$T"
}

events() {
    printf 'events { use %s; worker_connections 256; }\n' "$EV"
}

alive() {       # alive PID: runs, and is not a zombie
    kill -0 "$1" 2>/dev/null || return 1
    [ ! -r "/proc/$1/stat" ] || ! grep -q ') Z ' "/proc/$1/stat" 2>/dev/null
}

gone() {
    ! alive "$1"
}

up_or_dead() {
    [ -s "$T/pid" ] || [ -s "$T/.exit" ]
}

launch() {      # runs the server; its own pid and its exit status in files
    sh -c 'echo $$ >"$0"; exec "$@"' "$T/.spid" "$RPD" "$@"
    echo $? >"$T/.exit"
}

start() {       # start [ARGS]: runs the server, returns when it listens
    STARTS=$((STARTS + 1))
    rm -f "$T/pid" "$T/.exit" "$T/.spid"
    launch -p "$T" -c "$T/conf" "$@" >>"$T/stdout" 2>>"$T/stderr" &
    wait_for 10 up_or_dead
    [ ! -s "$T/.exit" ] || wait_for 2 test -s "$T/pid"    # it became a daemon
    if [ ! -s "$T/pid" ]; then
        left_out "$T/stderr"
        fail "server does not start" "$(tail -n 5 "$T/stderr"
            tail -n 5 "$T/error.log" 2>/dev/null)"
        [ ! -s "$T/.spid" ] || [ -s "$T/.exit" ] || kill -9 "$(cat "$T/.spid")"
        exit 0
    fi
    SRV=$(cat "$T/pid")
}

reload() {      # by -s reload; sets out and rc
    out=$("$RPD" -s reload -p "$T" -c "$T/conf" 2>&1)
    rc=$?
}

stop() {        # stop [SIGNAL]: ends the server (TERM) and waits for it
    [ -n "$SRV" ] || return 0
    kill -"${1:-TERM}" "$SRV" 2>/dev/null
    if ! wait_for 15 gone "$SRV"; then
        fail "server does not end on SIG${1:-TERM}"
        kill -9 "$SRV"
    elif [ "$(cat "$T/.spid")" = "$SRV" ]; then
        wait_for 5 test -s "$T/.exit"
        _st=$(cat "$T/.exit")
        [ "$_st" -eq 0 ] || [ "${1:-TERM}" = KILL ] ||
            [ -n "$EXPECT_CRASH" ] || fail "server ended" "status $_st"
    fi
    SRV=
}

lib_end() {     # runs at the end of every case
    stop
    [ -n "$EXPECT_CRASH" ] || ! grep -q 'exited on signal' \
        "$T/error.log" "$T/stderr" 2>/dev/null ||
        fail "a worker crashed" "$(grep 'exited on signal' "$T/error.log")"
    _san=$(cat "$T"/san/* "$T/stderr" "$T"/*.log 2>/dev/null | grep -a -m 3 \
        -e 'ERROR: AddressSanitizer' -e 'ERROR: LeakSanitizer' \
        -e 'SUMMARY: .*Sanitizer' -e ': runtime error:')
    [ -z "$_san" ] || fail "sanitizer report" "$_san"
    [ -z "$HOLDER" ] || kill "$HOLDER" 2>/dev/null
}

# --- clients ---

http() {        # http PATH [CURL ARGS]: curl without its conveniences
    _path=$1
    shift
    curl -q -s -g --noproxy '*' --path-as-is --max-time 30 "$@" \
        "http://127.0.0.1:$P1$_path"
}

get() {         # get PATH [CURL ARGS]: body
    http "$@"
}

code() {        # code PATH [CURL ARGS]: status
    http "$@" -o /dev/null -w '%{http_code}'
}

head_of() {     # head_of PATH [CURL ARGS]: response head, without CR
    http "$@" -o /dev/null -D - | tr -d '\r'
}

raw() {         # raw PORT BYTES [CLIENT OPTIONS]: everything received
    _port=$1 _bytes=$2
    shift 2
    "$CLIENT" "$@" -- "$_port" "$_bytes" 2>/dev/null
}

status() {      # status PORT BYTES [CLIENT OPTIONS]: all statuses received
    answers "$@" | sed 's/ *[a-z]*$//'
}

answers() {     # answers PORT BYTES [CLIENT OPTIONS]: "STATUS... END"
    raw "$@" -e | tr -d '\000\r' | sed -n \
        -e 's,.*HTTP/1\.[01] \([0-9][0-9]*\) .*,\1,p' \
        -e 's,^\[\([a-z]*\)\]$,\1,p' | tr '\n' ' ' | sed 's/ $//'
}

# conf_says TEXT LEVEL LINE MESSAGE: -t of $T/x.conf prints this line, to the
# letter, with file and line (LINE -: without); its exit status fits the level.
conf_says() {
    out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
    rc=$?
    want="reuseportd: [$2] $4"
    [ "$3" = - ] || want="$want in $T/x.conf:$3"
    found=no
    case "
$out
" in
    *"
$want"[!0-9]*) found=yes ;;
    esac
    is "$1: the message (whole output: $out)" "$found: $want" "yes: $want"
    case $2 in
    emerg) is "$1: exit status" "$rc" 1 ;;
    *) is "$1: exit status" "$rc" 0 ;;
    esac
}

# --- TLS: certificates, and clients in Python (see tls.py) ---

need_tls() {    # sets PKI, a directory of keys and certificates
    need TLS
    for _tool in openssl python3; do
        command -v $_tool >/dev/null || skip "needs $_tool"
    done
    python3 -c 'import ssl' 2>/dev/null || skip "needs Python's ssl"
    PKI=$WORK/pki
    if mkdir "$PKI" 2>/dev/null; then
        (cd "$PKI" && pki) >"$PKI/log" 2>&1
        : >"$PKI/done"
    fi
    wait_for 60 test -e "$PKI/done"
    [ -s "$PKI/crl.pem" ] || skip "openssl: $(tail -n 2 "$PKI/log")"
}

tls13() {       # has the library TLS 1.3?
    printf 'events { } http { server { listen unix:%s/.t13 ssl; %s } }\n' "$T" \
        "ssl_protocols TLSv1.3; ssl_reject_handshake on;" >"$T/.t13.conf"
    "$RPD" -t -q -p "$T" -e "$T/.t13.log" -c "$T/.t13.conf" >/dev/null 2>&1
}

pki_key() {     # pki_key NAME [rsa]
    if [ "$2" = rsa ]
    then openssl genrsa -out "$1.key" 2048
    else openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; fi
}

pki_cert() {    # pki_cert NAME CA EXTENSIONS [OPTIONS OF openssl ca]
    _n=$1 _ca=$2 _ext=$3
    shift 3
    [ -s "$_n.key" ] || pki_key "$_n"
    openssl req -new -key "$_n.key" -subj "/O=Reuseport/CN=$_n" \
        -config ca.cnf -out "$_n.csr"
    openssl ca -batch -notext -config ca.cnf -cert "$_ca.crt" \
        -keyfile "$_ca.key" -extensions "$_ext" -in "$_n.csr" \
        -out "$_n.crt" -days 3650 "$@"
}

# Names are those of files: .crt and .key. ca signs a, b, c, rsa, good, expired,
# revoked, wrong, odd, hard and inter; inter signs leaf and deep; other is another
# root.
pki() {
    cat >ca.cnf <<'EOF'
[ca]
default_ca = here
[here]
new_certs_dir = .
database = index
serial = serial
crlnumber = crlnumber
default_md = sha256
default_crl_days = 3000
policy = any
unique_subject = no
[any]
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
extendedKeyUsage = serverAuth
[end]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost,DNS:a.example,DNS:b.example,IP:127.0.0.1
EOF
    : >index
    echo 1000 >serial
    echo 01 >crlnumber
    for _n in ca other; do
        pki_key $_n
        openssl req -new -x509 -key $_n.key -subj "/CN=$_n" -days 3650 \
            -config ca.cnf -extensions root -out $_n.crt
    done
    pki_key rsa rsa
    pki_cert inter ca root
    for _n in a b c rsa good revoked; do pki_cert $_n ca end; done
    pki_cert expired ca end -startdate 20200101000000Z \
        -enddate 20200201000000Z
    pki_cert stranger other end
    pki_cert wrong ca server
    pki_cert odd ca end -subj \
        '/O=Acme, Inc. \+ Sons; "The"/OU=#1 <x>\/y/CN=a b, c\\d'
    # A name of 2.5 KB with two attributes in one RDN, a certificate of 5 KB.
    _san=DNS:localhost _dn=
    for _n in 1 2 3 4 5 6 7 8; do for _i in 1 2 3 4 5 6; do
        _dn=$_dn/OU=a-unit-of-an-organization-whose-name-is-long-$_n.$_i
        _san=$_san,DNS:a-host-whose-name-goes-on-and-on-$_i.of.a.domain-$_n.example
        _san=$_san,DNS:a-host-whose-name-ends-at-some-time-$_i.domain-$_n.example
    done; done
    { printf '[end]\nbasicConstraints=CA:FALSE\nsubjectAltName=%s\n' $_san; } >hard.ext
    pki_key hard
    openssl req -new -key hard.key -config ca.cnf -utf8 -multivalue-rdn \
        -subj "/O=Größe, \"1\"$_dn/UID=x+CN=hard " -out hard.csr
    openssl x509 -req -in hard.csr -CA ca.crt -CAkey ca.key -set_serial 4711 \
        -days 3650 -extfile hard.ext -extensions end -out hard.crt
    for _n in leaf deep; do
        pki_cert $_n inter end
        cat $_n.crt inter.crt >$_n.chain
    done
    openssl x509 -in a.crt -outform DER -out a.der
    openssl ec -in a.key -outform DER -out a.key.der
    openssl rsa -in rsa.key -aes128 -passout pass:secret -out locked.key \
        -traditional || openssl rsa -in rsa.key -aes128 -passout pass:secret \
        -out locked.key
    openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -revoke revoked.crt
    openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -gencrl \
        -out crl.pem
    # One of each: and in all.crl the one of inter is revoked.
    openssl ca -config ca.cnf -cert inter.crt -keyfile inter.key -gencrl \
        -out inter.crl
    cat crl.pem inter.crl >chain.crl
    openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -revoke inter.crt
    openssl ca -config ca.cnf -cert ca.crt -keyfile ca.key -gencrl -out all.crl
    cat inter.crl >>all.crl
}

py() {          # py <<EOF: with all of tls.py; its checks count
    {
        echo 'from tls import *'
        cat
    } >"$T/.py"
    PYTHONPATH=$TESTS PYTHONDONTWRITEBYTECODE=1 LABEL=$LABEL PKI=$PKI \
        PORTS="$P1 $P2 $P3 $P4 $P5 $P6" SRV=$SRV T=$T \
        python3 "$T/.py" >"$T/.pyout" 2>&1 ||
        fail 'python' "$(tail -n 6 "$T/.pyout")"
    cat "$T/.pyout"
}

EXPECT_CRASH=
HOLDER=
mkdir -m 777 "$T/san"
(cd / && exec "$CLIENT" -l "$PORT_HINT" "${LIMIT:-180}") >"$T/.ports" &
HOLDER=$!
wait_for 10 test -s "$T/.ports"
P1=$(cat "$T/.ports")
P2=$((P1 + 1)) P3=$((P1 + 2)) P4=$((P1 + 3)) P5=$((P1 + 4)) P6=$((P1 + 5))
ASAN_OPTIONS=log_path=$T/san/log:detect_leaks=${LEAKS:-0}:exitcode=99
UBSAN_OPTIONS=log_path=$T/san/log:print_stacktrace=1
export ASAN_OPTIONS UBSAN_OPTIONS
trap lib_end EXIT
