# The build: without make, without a warning, with each feature forced off,
# twice the same bytes, and no name outside that is not rpd_*.
# backends: none
# san: none
TOP=$TESTS/..
FLAGS='-std=c11 -O2 -Wall -Wextra -Wshadow -Wstrict-prototypes -Werror'
COMPILERS=
for cc in "${CC:-cc}" gcc clang; do
    # shellcheck disable=SC2086
    command -v $cc >/dev/null 2>&1 && COMPILERS="$COMPILERS $cc"
done

ok 'cc -O2 reuseportd.c' ${CC:-cc} -O2 "$TOP/reuseportd.c" -o "$T/plain"
like 'it runs' "$("$T/plain" -v 2>&1)" '^reuseportd version: reuseportd/[0-9]'
for cc in $COMPILERS; do
    # shellcheck disable=SC2086
    is "$cc: no warning" "$($cc $FLAGS -c "$TOP/reuseportd.c" -o "$T/o" 2>&1)" ''
done
for feature in $(sed -n 's/^#define \(RPD_HAVE_[A-Z0-9_]*\) 1$/\1/p' \
    "$TOP/reuseportd.h" | sort -u)
do
    # shellcheck disable=SC2086
    is "$feature=0" "$(${CC:-cc} $FLAGS -O0 -fsyntax-only -D$feature=0 \
        "$TOP/reuseportd.c" 2>&1)" ''
done
# shellcheck disable=SC2086
is 'with faults' "$(${CC:-cc} $FLAGS -O0 -fsyntax-only -DRPD_WITH_FAULTS=1 \
    "$TOP/reuseportd.c" 2>&1)" ''

${CC:-cc} -DRPD_NO_MAIN -c "$TOP/reuseportd.c" -o "$T/lib.o"
command -v nm >/dev/null 2>&1 &&
    is 'exported names' "$(nm -g "$T/lib.o" | awk '$2 ~ /^[A-TV-Z]$/ && $3 !~ /^__x86/ { print $3 }' |
        sort | tr '\n' ' ')" "$(sed -n 's/.*[ *]\(rpd_[a-z_]*\)(.*[,;].*/\1/p' \
        "$TOP/reuseportd.h" | grep -v '_fn$' | sort -u | tr '\n' ' ')"
cat >face.c <<'END'
#include "reuseportd.h"
int answer(struct rpd_request *r, void *arg) { return rpd_write(r, arg, 1); }
rpd_handler_fn *handler = answer;
int main(void) { return !RPD_VERSION[0]; }
END
cp face.c face.cc
ok 'the header alone, in C' ${CC:-cc} -std=c11 -Wall -Werror -I"$TOP" -c face.c -o face
command -v g++ >/dev/null 2>&1 &&
    ok 'the header alone, in C++' g++ -Wall -Werror -I"$TOP" -c face.cc -o face

for dir in one 'two'; do
    mkdir $dir
    cp "$TOP/reuseportd.c" "$TOP/reuseportd.h" "$TOP/Makefile" $dir
    cp -r "$TOP/dist" $dir
    cp "$TOP/conf.example" $dir
    (cd $dir && MAKEFLAGS='' make) >$dir.log 2>&1
done
ok 'twice the same bytes' cmp one/reuseportd${EMU:+.exe} two/reuseportd${EMU:+.exe}
ok 'make install' sh -c "cd one && MAKEFLAGS= make DESTDIR='$T/root' install"
ok 'the installed binary runs' "$T/root/usr/local/sbin/reuseportd" -v
ok 'the installed configuration is good' grep -q listen \
    "$T/root/etc/reuseportd.conf"
