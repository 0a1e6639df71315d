# A request may arrive in pieces of any size, and several in one piece.
mkdir www
printf 'hello\n' >www/a.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /ret { return 200 "[\$uri \$args \$host \$http_x]\n"; }
    }
}
END
start

two='POST /ret/%41?b=c HTTP/1.1\r\nHost: Example.Com:80\r\nX:  y z \r\nContent-Length: 5\r\n\r\nhello\r\nGET http://b/ret/c/../d HTTP/1.1\nHost: b\nX:\nConnection: close\n\n'
whole=$(raw $P1 "$two" | grep '^\[')
is "in one piece" "$whole" "[/ret/A b=c example.com y z]
[/ret/d  b ]"
for n in 1 2 3 5 7 13 40 100; do
    is "in pieces of $n" "$(raw $P1 "$two" -s $n | grep '^\[')" "$whole"
done

one='GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n'
is "50 in one piece" "$(answers $P1 "$(rep 50 "$one")GET / HTTP/1.0\r\n\r\n")" "$(rep 50 '200 ')403 eof"
is "50 in pieces of 50" "$(answers $P1 "$(rep 50 "$one")GET / HTTP/1.0\r\n\r\n" -s 50)" "$(rep 50 '200 ')403 eof"
is "an error in pieces" "$(answers $P1 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n' -s 1 | sed 's/reset/eof/')" '400 eof'
