# What is wrong with certificates, keys and lists is said with file and line.
# backends: none
need_tls
echo hello >garbage
: >empty
printf 'wrong\n' >words
head -c 48 /dev/urandom >key48
head -c 80 /dev/urandom >key80
head -c 47 /dev/urandom >key47
head -c 200 "$PKI/a.crt" >cut.crt

say() {         # say TEXT LEVEL LINE MESSAGE; stdin: the server, from line 3
    {
        printf 'events { }\nhttp {\n'
        cat
        echo '}'
    } >x.conf
    conf_says "$@"
}
begins() {      # begins TEXT ERE: the same, with the library's words unknown
    {
        printf 'events { }\nhttp {\n'
        cat
        echo '}'
    } >x.conf
    out=$("$RPD" -t -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)
    is "$1: status" $? 1
    like "$1" "$out" "$2"
}
pair="ssl_certificate $PKI/a.crt; ssl_certificate_key $PKI/a.key;"

say 'no certificate' emerg 3 'no "ssl_certificate" is defined for the "listen ... ssl" directive' <<END
server { listen 127.0.0.1:$P1 ssl; }
END
say 'no key' emerg 4 "cannot load certificate \"$PKI/a.crt\": no \"ssl_certificate_key\" is defined for it" <<END
server { listen 127.0.0.1:$P1 ssl;
ssl_certificate $PKI/a.crt; }
END
say 'a key too many' emerg 5 "cannot load certificate key \"$PKI/b.key\": there is no \"ssl_certificate\" for it" <<END
server { listen 127.0.0.1:$P1 ssl; $pair

ssl_certificate_key $PKI/b.key; }
END
say 'another key' emerg 4 "cannot load certificate key \"$PKI/b.key\": key values mismatch" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/a.crt;
ssl_certificate_key $PKI/b.key; }
END
say 'a key of another kind' emerg 4 "cannot load certificate key \"$PKI/rsa.key\": key values mismatch" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/a.crt;
ssl_certificate_key $PKI/rsa.key; }
END
say 'no file' emerg 3 "cannot load certificate \"$T/none.crt\": No such file or directory" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $T/none.crt; ssl_certificate_key $PKI/a.key; }
END
say 'no key file' emerg 4 "cannot load certificate key \"$T/none.key\": No such file or directory" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/a.crt;
ssl_certificate_key none.key; }
END
begins 'a directory' "cannot load certificate \"$T/\": Is a directory in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $T/; ssl_certificate_key $PKI/a.key; }
END
for f in garbage empty cut.crt; do
    begins "$f as a certificate" "cannot load certificate \"$T/$f\": .+ in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $T/$f; ssl_certificate_key $PKI/a.key; }
END
    begins "$f as a key" "cannot load certificate key \"$T/$f\": .+ in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/a.crt; ssl_certificate_key $T/$f; }
END
done
begins 'an encrypted key' "cannot load certificate key \"$PKI/locked.key\": .+ in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/rsa.crt; ssl_certificate_key $PKI/locked.key; }
END
begins 'with another password' "cannot load certificate key \"$PKI/locked.key\": .+ in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/rsa.crt; ssl_certificate_key $PKI/locked.key; ssl_password_file words; }
END
begins 'no file of passwords' "cannot load passwords \"$T/none\": No such file or directory in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; ssl_certificate $PKI/rsa.crt; ssl_certificate_key $PKI/locked.key; ssl_password_file none; }
END
for what in 'ssl_client_certificate certificate' 'ssl_trusted_certificate certificate' 'ssl_crl revocation list'; do
    begins "no file for $what" "cannot load ${what#* } \"$T/none\": No such file or directory in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair ssl_verify_client optional_no_ca;
${what%% *} none; }
END
done
begins 'a broken CRL' "cannot load revocation list \"$T/garbage\": .+ in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair ssl_verify_client on; ssl_client_certificate $PKI/ca.crt;
ssl_crl garbage; }
END
say 'clients of whom' emerg 3 'no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client' <<END
server { listen 127.0.0.1:$P1 ssl; $pair ssl_verify_client on; }
END
say 'a ticket key of 47 bytes' emerg 4 "cannot load session ticket key \"$T/key47\": it must be 48 or 80 bytes long" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_ticket_key key47; }
END
for f in key48 key80; do
    begins "$f" "cannot load session ticket key \"$T/empty\": it must be 48 or 80 bytes long in $T/x.conf:5" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_ticket_key $f;
ssl_session_ticket_key empty; }
END
done

say 'an unknown cipher' warn - "unknown cipher \"NOSUCH\" in \"ssl_ciphers\" of the server in $T/x.conf:3, ignored" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_ciphers NOSUCH:HIGH; }
END
for list in aNULL 'HIGH:!ALL' NOSUCH '!HIGH:HIGH' 'ECDHE:-ECDHE'; do
    say "no cipher in $list" emerg - "no cipher match for ssl_ciphers \"$list\" of the server in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_protocols TLSv1.2; ssl_ciphers $list; }
END
done
say 'an unknown curve' emerg - "unknown curve \"nosuch\" in \"ssl_ecdh_curve\" of the server in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_ecdh_curve P-256:nosuch; }
END
for list in "''" P-256: :P-256 P-256::P-384; do
    say "an empty curve, $list" emerg - "unknown curve \"\" in \"ssl_ecdh_curve\" of the server in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_ecdh_curve $list; }
END
done
say 'old protocols' warn 4 '"TLSv1.1" is not supported, ignored' <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_protocols TLSv1.1 tlsV1.2; }
END
begins 'no protocol left' "\"ssl_protocols\" directive leaves no protocol in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_protocols SSLv3; }
END
begins 'no such protocol' "invalid value \"TLSv1.4\" .*in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_protocols TLSv1.4; }
END
if ! tls13; then
    say 'a protocol that the library lacks' emerg - "mbedTLS has none of the \"ssl_protocols\" of the server in $T/x.conf:3" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_protocols TLSv1.3; }
END
fi
begins 'a cache without a size' "$T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_cache shared:a; }
END
begins 'a cache without a name' "invalid session cache \"shared::1m\" .*in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_cache shared::1m; }
END
for time in 500ms 1s500ms; do
    begins "not in whole seconds, $time" "\"ssl_session_timeout\" directive invalid value in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_timeout $time; }
END
done
for size in 1 10k; do
    begins "no memory for one connection, $size" "value must be at least [0-9]+, for one connection .*in $T/x.conf:3" <<END
ssl_memory_limit $size;
server { listen 127.0.0.1:$P1 ssl; $pair }
END
done
begins 'a cache that is none' "invalid session cache \"dbm\" .*in $T/x.conf:4" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_cache dbm; }
END
begins 'a cache of two sizes' "the size of \"shared:a\" differs from what was said before .*in $T/x.conf:5" <<END
server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_cache shared:a:100k; } server { listen 127.0.0.1:$P1 ssl; $pair
ssl_session_cache shared:a:200k; }
END
# What is all right.
{
    printf 'events { }\nhttp {\n'
    cat <<END
ssl_session_cache shared:a:100k; ssl_memory_limit 0;
server { listen 127.0.0.1:$P1 ssl; $pair ssl_protocols tlsv1.2 TLSv1.3; ssl_session_timeout 1m30s;
    ssl_ciphers "HIGH:!aNULL:!MD5:@STRENGTH"; ssl_ecdh_curve auto;
    ssl_session_cache builtin:1000 shared:a:100k; ssl_session_ticket_key key48; ssl_session_ticket_key key80; }
server { listen 127.0.0.1:$P1; $pair ssl_session_cache off; ssl_ecdh_curve X25519:prime256v1:secp384r1; }
server { listen 127.0.0.1:$P2; ssl_reject_handshake on; }
}
END
} >x.conf
is 'good' "$("$RPD" -t -q -p "$T" -e "$T/e.log" -c "$T/x.conf" 2>&1)" ''
