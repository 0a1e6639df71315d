# backends: none
# san: none
# Every directive that does something is in conf.example or README, so that who
# looks there finds it; the table behind -h has all of them.
need HELP
top=$(dirname "$TESTS")
"$RPD" -h directives 2>&1 | awk '
    /^[a-z]/ { name = $1; sub(/;$/, "", name); names[++n] = name }
    /accepted, has no effect/ { idle[name] = 1 }
    END { for (i = 1; i <= n; i++) if (!idle[names[i]]) print names[i] }' |
    sort -u > "$T/names"
ok 'there are many' [ "$(grep -c . "$T/names")" -gt 100 ]
while read -r name; do
    ok "$name is documented" grep -Eq "(^|[^a-z_])$name([^a-z_]|\$)" \
        "$top/conf.example" "$top/README"
done < "$T/names"
