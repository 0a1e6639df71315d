# shape.awk: the rules of the page, over reuseportd.c. One complaint a line, exit status 1 when there is any.
#   CONTENTS lines " *   01 plat    Title" = chapter headings "/* === 01 plat === Title ==== */", numbered from 01;
#   a function wears its chapter's prefix, has its return type on a line of its own and its name at column 1;
#   nothing is declared ahead of its definition, so the compiler refuses any call to a later chapter;
#   functions of at most 60 lines; platform #if in chapter plat only, none inside a function;
#   80 columns, rows of tables 190; no tab, no trailing blank. Made stricter, never looser.
BEGIN {
    long_ok[""] = 0             # functions that may be longer than 60 lines: long_ok["name"] = lines; none so far
}

function bad(message) { printf "%s:%d: %s\n", FILENAME, FNR, message; complaints++ }

# What is left of a preprocessor condition without the names that every chapter may ask for.
function foreign(line) {
    sub(/\/\*.*/, "", line)
    gsub(/^# *(el)?if(n?def)?|defined|[0-9]+L?/, " ", line)
    gsub(/(RPD|PLAT)_[A-Z0-9_]+/, " ", line)
    return line ~ /[A-Za-z_]/
}

# --- columns ---
/\t/        { bad("tab") }
/[ \r]$/    { bad("trailing blank") }
length($0) > ($0 ~ /^ +([{] ?"|[A-Z]+[(])/ ? 190 : 80) { bad(length($0) " columns") }

# --- contents and headings ---
/^ \*   [0-9][0-9] [a-z]+ / {
    title = $0
    sub(/^ \*   [0-9][0-9] [a-z]+ +/, "", title)
    toc[++lines] = $2 " " $3 " " title
}

/^\/\* === [0-9][0-9] [a-z]+ === / {
    title = $0
    sub(/^\/\* === [0-9][0-9] [a-z]+ === /, "", title)
    sub(/ =* ?\*\/$/, "", title)
    chapters++
    if ($3 + 0 != chapters)
        bad("chapter " $3 " should be number " chapters)
    if (toc[chapters] != $3 " " $4 " " title)
        bad("heading differs from CONTENTS line \"" toc[chapters] "\"")
    chapter = $4
}

/^\/\* ===/ && !/^\/\* === [0-9][0-9] [a-z]+ === .* === ?\*\/$|^\/\* === [0-9][0-9] [a-z]+ === .*=+ \*\/$/ { bad("chapter heading of another form") }

# --- functions ---
/^[a-z_0-9]+[(]/ && !/^__/ {
    name = $0
    sub(/[(].*/, "", name)
    start = FNR
    head = 1
    if (chapters && name != "main" && name !~ ("^(rpd|" chapter ")_"))
        bad(name "() outside chapter " chapter)
    if (/[{]$/)
        bad(name "(): the brace belongs on the next line")
}

head && /;$/        { bad(name "() declared ahead of its definition"); head = 0 }

/^static [^=]*[)];$/ && !/[(][*]/ { bad("declared ahead of its definition") }

/^[a-z][^=;"#]* [*]*[a-z_0-9]+[(][^;]*$/ && !/^(typedef|struct [a-z_0-9]+ [{]|enum)/ && !/=/ { bad("return type and name on one line") }

/^[{]/              { body = 1; head = 0 }

/^# *(el)?if/ {
    if (body && chapter != "plat")
        bad("#if inside " name "()")
    else if (foreign($0) && (body || chapter != "plat"))
        bad(body ? "platform #if inside " name "()" : "platform #if outside chapter plat")
}

/^[}]/ && body {
    size = FNR - start + 1
    if (size > 60 && size > long_ok[name] + 0)
        bad(name "() has " size " lines")
    body = 0
}

END {
    if (lines != chapters)
        bad(lines + 0 " contents lines, " chapters + 0 " chapters")
    if (!chapters)
        bad("no chapters")
    exit complaints > 0
}
