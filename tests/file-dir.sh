# Directories: the redirect, index, 403, listing.
mkdir -p www/dir/sub 'www/a b' www/idx www/htm www/loc www/list/d www/abs
printf 'index\n' >www/index.html
printf 'idx\n' >www/idx/index.html
printf 'htm\n' >www/htm/index.htm
printf 'both\n' >www/htm/second.html
printf 'loc\n' >www/loc/index.html
printf 'fallback\n' >www/fallback.html
mkdir www/list/.dot "www/list/e f" www/idx/dirindex
printf '12345' >www/list/a.txt
printf 'x' >'www/list/<b>&"c.txt'
printf 'x' >'www/list/%41.txt'
printf 'x' >"www/list/$(rep 100 n).txt"
: >www/list/.hidden
CRLF=$(printf 'crlf\r\nX-Evil: 1')
mkdir "www/$CRLF"
conf conf <<END
$(globals)
$(events)
http {
    access_log off;
    types { text/html html htm; }
    default_type text/plain;
    server {
        listen 127.0.0.1:$P1;
        server_name main.example;
        root $T/www;
        location /htm/ { index none.html index.htm second.html; }
        location = /loc/index.html { return 200 "by its location\n"; }
        location /abs/ { index none.html /fallback.html; }
        location /list/ { autoindex on; }
        location /alias/ { alias $T/www/list/; autoindex on; }
        location /absent/ { index none.html /fallback.html; }
        location /idx/dirindex/ { index /; }
    }
}
END
start

is "index.html by default"  "$(get /)" index
is "in a directory"         "$(get /idx/)" idx
is "with arguments"         "$(get '/idx/?a=b')" idx
is "the first that is there" "$(get /htm/)" htm
is "index goes through the locations" "$(get /loc/)" 'by its location'
is "an absolute one at the end" "$(get /abs/)" fallback
is "type of the index"      "$(http /idx/ -o /dev/null -w '%{content_type}')" text/html
is "none: 403"              "$(code /dir/)" 403
is "nor below"              "$(code /dir/sub/)" 403
is "an absolute one behind others needs the directory" "$(code /absent/)" 404
mkdir -p www/isdir/index.html
is "an index that is a directory" "$(http /isdir/ -o /dev/null -w '%{http_code} %{redirect_url}')" "301 http://127.0.0.1:$P1/isdir/index.html/"
is "no such directory"      "$(code /none/)" 404
is "POST to a directory"    "$(code /idx/ --data x)" 405

to() {          # to TEXT PATH LOCATION [CURL ARGS]
    _t=$1 _p=$2 _l=$3
    shift 3
    is "$_t: status" "$(code "$_p" "$@")" 301
    is "$_t" "$(head_of "$_p" "$@" | sed -n 's/^Location: //p')" "$_l"
}
to "redirect"               /dir        "http://127.0.0.1:$P1/dir/"
to "keeps the arguments"    '/dir?a=b&c' "http://127.0.0.1:$P1/dir/?a=b&c"
to "from the Host"          /dir        "http://x.example:$P1/dir/" -H 'Host: X.Example'
to "its port is ours"       /dir        "http://x.example:$P1/dir/" -H 'Host: x.example:1'
to "below"                  /dir/sub    "http://127.0.0.1:$P1/dir/sub/"
to "after dots"             /x/../dir/./sub "http://127.0.0.1:$P1/dir/sub/"
to "slashes merged"         //dir//sub  "http://127.0.0.1:$P1/dir/sub/"
to "a blank is encoded"     /a%20b      "http://127.0.0.1:$P1/a%20b/"
to "HEAD"                   /dir        "http://127.0.0.1:$P1/dir/" -I
to "line ends are encoded"  /crlf%0d%0aX-Evil:%201 "http://127.0.0.1:$P1/crlf%0D%0AX-Evil:%201/"
unlike "and no header is made up" "$(head_of /crlf%0d%0aX-Evil:%201)" '^X-Evil'
like "HTTP/1.0 without a Host" "$(raw $P1 'GET /dir HTTP/1.0\r\n\r\n')" "^Location: http://127\\.0\\.0\\.1:$P1/dir/\$"
unlike "Hostess is no Host" "$(raw $P1 'GET /dir HTTP/1.0\r\nHostess: evil\r\n\r\n')" 'evil'
like "a text for people" "$(get /dir)" '<h1>301 Moved Permanently</h1>'

list=$(get /list/)
is "listing: status, type" "$(http /list/ -o /dev/null -w '%{http_code} %{content_type}')" '200 text/html'
like "its title"            "$list" '<h1>Index of /list/</h1>'
like "the way up"           "$list" '<a href="\.\./">\.\./</a>'
like "a file and its size"  "$list" '<a href="a\.txt">a\.txt</a> +[0-3][0-9]-[A-Z][a-z][a-z]-20[0-9][0-9] [0-9][0-9]:[0-9][0-9] +5$'
like "a directory"          "$list" '<a href="d/">d/</a> .* -$'
like "a blank"              "$list" '<a href="e%20f/">e f/</a>'
like "markup is escaped"    "$list" '>&lt;b&gt;&amp;(&quot;|")c\.txt</a>'
unlike "everywhere"         "$list" '<b>'
like "a percent sign"       "$list" '<a href="%2541\.txt">%41\.txt</a>'
unlike "no dot files"       "$list" '\.(hidden|dot)'
like "a long name, whole in the link" "$list" "<a href=\"$(rep 100 n)\\.txt\">"
is "directories first, sorted" "$(printf '%s\n' "$list" | sed -n 's/.*<a href="\([^"]*\)".*/\1/p' | sed -n '2,3p' | tr '\n' ' ')" 'd/ e%20f/ '
like "through an alias"     "$(get /alias/)" '<h1>Index of /alias/</h1>'
is "every link works" "$(printf '%s\n' "$list" | sed -n 's/.*<a href="\([^"]*\)".*/\1/p' | while read -r l; do code "/list/$l"; echo; done | sort -u | tr '\n' ' ')" '200 '
is "HEAD of a listing"      "$(code /list/ -I)" 200
is "redirect to a listing"  "$(code /list)" 301
like "POST to a listing"    "$(code /list/ --data x)" '^40[35]$'
