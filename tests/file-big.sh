# Large files arrive byte by byte as they are: with sendfile and without, to a
# fast reader and a slow one, to several at once.
mkdir www
awk 'BEGIN { for (i = 0; i < 1100000; i++) printf "%07d\n", i * 7919 % 9999991 }' >www/big.txt
head -c 600000 www/big.txt >www/mid.txt
head -c 65536 www/big.txt >www/64k.txt
head -c 65537 www/big.txt >www/64k1.txt
head -c 4096 www/big.txt >www/4k.txt
head -c 32768 www/big.txt >www/32k.txt
conf conf <<END
$(globals)
worker_processes 2;
$(events)
http {
    access_log off;
    default_type text/plain;
    root $T/www;
    server { listen 127.0.0.1:$P1; sendfile on; }
    server { listen 127.0.0.1:$P2; sendfile off; }
    server { listen 127.0.0.1:$P3; sendfile on; tcp_nopush on; tcp_nodelay off; }
    server { listen 127.0.0.1:$P4 sndbuf=16k; sendfile on; }
    server { listen 127.0.0.1:$P5 sndbuf=16k; sendfile off; }
}
END
start

body() {        # body PORT FILE CLIENT-OPTIONS: checksum of what came
    _p=$1 _f=$2
    shift 2
    raw $_p "GET /$_f HTTP/1.0\r\n\r\n" "$@" >got
    tail -c "$(wc -c <"www/$_f" | tr -d ' ')" got | cksum
}

for p in $P1 $P2 $P3 $P4 $P5; do
    n=$((p - P1 + 1)) big=big.txt
    [ $n -lt 4 ] || big=mid.txt
    is "server $n: curl" "$(curl -q -s "http://127.0.0.1:$p/$big" | cksum)" "$(cksum <www/$big)"
    is "server $n: a slow reader" "$(body $p $big -r 30000)" "$(cksum <www/$big)"
    for f in 4k.txt 32k.txt 64k.txt 64k1.txt; do
        is "server $n: $f" "$(curl -q -s "http://127.0.0.1:$p/$f" | cksum)" "$(cksum <www/$f)"
    done
    is "server $n: head and body, no more" "$(body $p $big >/dev/null; tr -d '\r' <got | sed -n '1,/^$/p' | wc -l)" \
        "$(raw $p "HEAD /$big HTTP/1.0\r\n\r\n" | wc -l)"
    is "server $n: length" "$(wc -c <got | tr -d ' ')" \
        "$(($(raw $p "HEAD /$big HTTP/1.0\r\n\r\n" | wc -c) + $(wc -c <www/$big)))"
done

# Eight at once; two of them slow.
sum=$(cksum <www/big.txt)
i=0
while [ $i -lt 8 ]; do
    slow=
    [ $((i % 4)) -ne 0 ] || slow='-r 50000'
    # shellcheck disable=SC2086
    raw $((P1 + i % 3)) 'GET /big.txt HTTP/1.0\r\n\r\n' $slow >"got.$i" &
    pids="$pids $!"
    i=$((i + 1))
done
# shellcheck disable=SC2086
wait $pids
for i in 0 1 2 3 4 5 6 7; do
    is "eight at once: $i" "$(tail -c 8800000 "got.$i" | cksum)" "$sum"
done

# Kept alive: a large one, a small one, a large one.
raw $P1 'GET /big.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /4k.txt HTTP/1.1\r\nHost: a\r\n\r\nGET /big.txt HTTP/1.0\r\n\r\n' -r 60000 >got
is "in a row: the last" "$(tail -c 8800000 got | cksum)" "$sum"
is "in a row: three answers" "$(tr -d '\000' <got | grep -c 'HTTP/1.1 200 OK')" 3
