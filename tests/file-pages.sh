# A file that is refused, and the page that comes instead of it: nothing of the
# file goes out, and no reference to it is kept.
mkdir www
printf 'abcdefghijklmnopqrstuvwxyz' >www/a.txt
printf 'instead\n' >www/page.txt
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        root $T/www;
        location /file/ { alias $T/www/; error_page 412 416 /page.txt; }
        location /text/ { alias $T/www/; error_page 412 416 = @text; }
        location @text { return 200 "text\n"; }
        location /good/ { alias $T/www/; error_page 404 =200 /page.txt; }
        location /cond/ { alias $T/www/; error_page 404 /page.txt; }
    }
}
END
start
is "412: a file"        "$(get /file/a.txt -H 'If-Match: "x"' -w '%{http_code}')" "instead
412"
is "416: a file"        "$(get /file/a.txt -r 99-100 -w '%{http_code}')" "instead
416"
is "412: a text"        "$(get /text/a.txt -H 'If-Match: "x"' -w '%{http_code}')" "text
200"
is "416: a text"        "$(get /text/a.txt -r 99-100 -w '%{http_code}')" "text
200"
unlike "nothing of the file" "$(head_of /text/a.txt -H 'If-Match: "x"')" '^(ETag|Last-Modified|Accept-Ranges|Content-Range)'
like "its length is right" "$(head_of /text/a.txt -H 'If-Match: "x"')" '^Content-Length: 5$'
is "a page is not conditional" "$(code /cond/none -H 'If-None-Match: *')$(code /cond/none -r 0-0)" 404404
is "but that of an error before them is" "$(code /good/none -H 'If-None-Match: *')" 304
ls -l /proc/self/fd >/dev/null 2>&1 || exit 0
worker=$(pgrep -P "$SRV" 2>/dev/null || ps -o pid= --ppid "$SRV" 2>/dev/null)
for i in 1 2 3 4 5 6 7 8 9; do
    printf '%s' $i >www/new; mv www/new www/a.txt
    code /file/a.txt -H 'If-Match: "x"' >/dev/null
    code /text/a.txt -r 99-100 >/dev/null
done
gone_files() { ls -l /proc/${worker##* }/fd 2>/dev/null | grep -c 'a.txt (deleted)'; }
[ -z "$worker" ] || ok "no file stays open" wait_for 10 test "$(gone_files)" -lt 3
