# The list of directives in reuseportd.conf.5, made of what the server itself
# says: reuseportd -h directives | awk -f dist/man.awk. Used by make man.

function escape(text) {
    gsub(/\\/, "\\e", text)
    gsub(/…/, "...", text)
    gsub(/"/, "\\(dq", text)
    return text
}
function flush() {
    if (name == "") return
    if (idle) {
        idles = idles (idles ? " ,\n.Ic " : ".Ic ") name
    } else {
        print ".It Ic " name (rest ? " No " rest : "")
        if (what) print (what ~ /^[.']/ ? "\\&" : "") what "."
        if (preset != "") print "Default:\n.Ql " preset " ."
        print "Context: " where "."
    }
    name = rest = what = preset = where = ""
    idle = 0
}
BEGIN { print ".Bl -tag -width 4n" }
/^[a-z]/ {
    flush()
    line = escape($0)
    sub(/;$/, "", line)
    name = line; sub(/ .*/, "", name)
    rest = line; if (!sub(/^[^ ]* /, "", rest)) rest = ""
    next
}
{ sub(/^    /, "") }
/^context: / { where = substr($0, 10); next }
/^default: / { preset = "\\&" escape(substr($0, 10)); next }
/^accepted, has no effect/ { idle = 1; next }
{ what = escape($0) }
END {
    flush()
    print ".El\n.Pp\nAccepted, so that a configuration of nginx can be used, and without effect:"
    print idles " ."
}
