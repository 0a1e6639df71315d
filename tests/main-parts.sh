# The parts that switches of reuseportd.h take in or leave out: each is known to
# -V, and compiles without a warning when it alone is out, and alone is in.
# backends: none
# san: none
TOP=$TESTS/..
FLAGS='-std=c11 -O0 -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror'
PARTS=$(sed -n 's/^#define \(RPD_WITH_[A-Z_]*\) RPD_WITH_ALL$/\1/p' \
    "$TOP/reuseportd.h")

builds() {      # builds TEXT SWITCHES: with every compiler there is
    for _cc in ${CC:-cc} clang; do
        command -v "$_cc" >/dev/null 2>&1 || continue
        # shellcheck disable=SC2086
        is "$_cc: $1" "$($_cc $FLAGS -fsyntax-only $2 "$TOP/reuseportd.c" \
            2>&1 | head -n 3)" ''
    done
}

ok 'there are parts' [ -n "$PARTS" ]
builds 'all are out' -DRPD_WITH_ALL=0
for part in $PARTS; do
    like "-V: $part" "$("$RPD" -V 2>&1)" "^switches:.* $part=[01] "
    builds "$part alone is out" "-D$part=0"
    builds "$part alone is in" "-DRPD_WITH_ALL=0 -D$part=1"
done
