# cross.sh: the tests for other processors, C libraries and compilers, run by
# an emulator where it must be. Sourced by test.sh; and for make deps:
#   sh tests/cross.sh deps [TARGET...]   installs what is missing, if root: of
#                                        all, or of these targets
# One row a target: name, compiler, how it links, qemu's name of the processor,
# Debian's name of the architecture whose mbedTLS it links, packages.

cross_targets() {
    cat <<'END'
x86-64  gcc                     -       -       -       gcc,libc6-dev
clang   clang                   -       -       -       clang
musl    musl-gcc                -static -       -       musl-tools
armhf   arm-linux-gnueabihf-gcc -static arm     armhf   libc6-dev-armhf-cross
arm64   aarch64-linux-gnu-gcc   -static aarch64 arm64   libc6-dev-arm64-cross
i386    i686-linux-gnu-gcc      -static i386    i386    libc6-dev-i386-cross
mipsel  mipsel-linux-gnu-gcc    -static mipsel  mipsel  libc6-dev-mipsel-cross
mips    mips-linux-gnu-gcc      -static mips    -       libc6-dev-mips-cross
powerpc powerpc-linux-gnu-gcc   -static ppc     -       libc6-dev-powerpc-cross
s390x   s390x-linux-gnu-gcc     -static s390x   s390x   libc6-dev-s390x-cross
riscv64 riscv64-linux-gnu-gcc   -static riscv64 -       libc6-dev-riscv64-cross
END
}

cross_row() {   # cross_row NAME: sets cc, link, cpu, arch, packages and emu
    read -r cc link cpu arch packages <<END
$(cross_targets | sed -n "s/^$1  *//p")
END
    [ "$link" != - ] || link=
    [ "$arch" != - ] || arch=
    emu=
    if [ "$cpu" != - ]; then
        emu=qemu-$cpu-static
        packages="gcc-${cc%-gcc},$packages,qemu-user-static"
    fi
    [ -n "$cc" ]
}

cross_lacks() { # cross_lacks NAME: prints what is missing to test it
    cross_row "$1" || { echo "no such target"; return 0; }
    for _tool in $cc $emu; do
        command -v "$_tool" >/dev/null || { echo "no $_tool"; return 0; }
    done
    echo 'int main(void) { return 0; }' >"$WORK/lacks.c"
    "$cc" $link "$WORK/lacks.c" -o "$WORK/lacks" 2>/dev/null ||
        { echo "$cc does not link"; return 0; }
    return 1
}

# --- what is needed ---

# The mbedTLS and libcrypt of a foreign architecture, unpacked into .sysroot.
# apt keeps its lists and its state beside them: the machine does not change.
cross_sysroot() {
    _dir=$TOP/.sysroot/$1
    [ -z "$1" ] || [ -e "$_dir/usr" ] || ! command -v apt-get >/dev/null &&
        return
    mkdir -p "$_dir/apt/lists/partial" "$_dir/apt/cache/archives/partial"
    : >"$_dir/apt/status"
    apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
        'Identifier: Packages' 'Component: main' 'Origin: Debian' |
        head -n 1 >"$_dir/apt/sources.list"
    (
        cd "$_dir" || exit
        _apt() {
            apt-get -q -o Dir::State="$_dir/apt" -o Dir::Cache="$_dir/apt/cache" \
                -o Dir::State::status="$_dir/apt/status" \
                -o Dir::Etc::SourceList="$_dir/apt/sources.list" \
                -o Dir::Etc::SourceParts=/dev/null -o APT::Sandbox::User=root \
                -o APT::Architecture="$_arch" -o APT::Architectures::="$_arch" \
                "$@"
        }
        _arch=$1
        _apt update && _apt download libmbedtls-dev libcrypt-dev &&
            mkdir new && for _deb in *.deb; do dpkg -x "$_deb" new; done &&
            mv new/usr usr
        rm -rf apt new ./*.deb
    ) >"$_dir.log" 2>&1
    [ -e "$_dir/usr" ] || echo "no mbedTLS for $1: $(tail -n 1 "$_dir.log")"
}

cross_deps() {
    command -v apt-get >/dev/null || return 0
    _names=${*:-$(cross_targets | sed 's/ .*//')}
    for _name in $_names; do
        cross_lacks "$_name" >/dev/null || continue
        _want=$(echo "$packages" | tr , ' ')
        if [ "$(id -u)" != 0 ]; then
            [ $# -gt 0 ] || echo "$_name: as root: apt-get install $_want"
            continue
        fi
        echo "deps: $_want"
        for _p in $_want; do
            apt-get -qy --no-install-recommends install "$_p" || {
                [ -n "$_new" ] || apt-get -q update
                _new=1
                apt-get -qy --no-install-recommends install "$_p"
            }
        done </dev/null >"$WORK/apt.log" 2>&1 || tail -n 1 "$WORK/apt.log"
    done
    for _name in $_names; do
        cross_row "$_name" && cross_sysroot "$arch"
    done
}

# --- building and testing one target ---

# Writes $1: a compiler whose programs run here. What it links as PROGRAM is
# PROGRAM.exe, and PROGRAM a script that hands that to the emulator, even where
# it is copied to.
cross_compiler() {
    _root=$TOP/.sysroot/$arch/usr
    _add= _lib=
    if [ -n "$arch" ] && [ -e "$_root" ]; then
        _add="-idirafter $_root/include -idirafter $(echo "$_root"/include/*-*)"
        _lib="-L$(dirname "$(find "$_root/lib" -name libmbedtls.a)")"
    fi
    cat >"$1" <<END
#!/bin/sh
out= links=1 last=
for a; do
    [ "\$last" != -o ] || out=\$a
    case \$a in -c | -E | -S | -M | -fsyntax-only) links= ;; esac
    last=\$a
done
[ -n "\$links" ] || exec $cc $_add "\$@"
$cc $_add "\$@" $link $_lib || exit
[ -n "$emu" ] && [ -f "\$out" ] || exit 0
case \$out in /*) ;; *) out=\$PWD/\$out ;; esac
mv "\$out" "\$out.exe"
printf '#!/bin/sh\nexec $emu -0 "\$0" "%s.exe" "\$@"\n' "\$out" >"\$out"
chmod 755 "\$out"
END
    chmod 755 "$1"
}

# cross_test NAME [PREFIX...]: the log goes to $WORK/NAME/log, whose last line
# is that of test.sh.
cross_test() {
    _dir=$WORK/$1
    mkdir "$_dir"
    cross_row "$1"
    shift
    cross_compiler "$_dir/cc"
    "${MAKE:-make}" OUT="$_dir/reuseportd" CC="$_dir/cc" >"$_dir/make.log" 2>&1
    if [ $? -ne 0 ] || grep -q 'warning:' "$_dir/make.log"; then
        cat "$_dir/make.log"
        echo "0 passed, 1 failed"
    else
        env EV="$EVS" CC="$_dir/cc" HOSTCC="${HOSTCC:-cc}" RPD="$_dir/reuseportd" \
            EMU="$emu" UNITS=-O0 LIMIT=900 JOBS="$JOBS" sh ./test.sh "$@"
    fi >"$_dir/log" 2>&1
}

cross_says() {  # cross_says WORD: what -V says behind it
    sed -n "s/^$1:* *//p" "$WORK/$_name/version" | head -n 1
}

cross_sum() {
    grep '^[0-9]* passed, [0-9]* failed$' "$_dir/log" | tail -n 1
}

# A row of the table: what it was built of and by, and how it went.
cross_report() {
    _name=$1 _dir=$WORK/$1
    cross_row "$1"
    "$_dir/reuseportd" -V >"$_dir/version" 2>&1
    _libc=$(printf '#include <limits.h>\n#ifdef __GLIBC__\nis glibc __GLIBC__.%s
#else\nis musl\n#endif' __GLIBC_MINOR__ | "$_dir/cc" -E -P - 2>/dev/null |
        sed -n 's/ *\. */./; s/^is //p')
    _bin=$_dir/reuseportd
    [ ! -f "$_bin.exe" ] || _bin=$_bin.exe
    _text=$(command size "$_bin" 2>/dev/null | awk 'NR == 2 { print int($1 / 1024) }')
    _tls=$(cross_says mbedTLS)
    case $_tls in [0-9]*) ;; *) _tls=none ;; esac
    _sum=$(cross_sum)
    printf '  %-8s %-11s %-13s %-7s %6s  %-11s %6s %6s %6s\n' "$1" "$_libc" \
        "$(cross_says 'built by')" "$_tls" "$_text" "$EVS" \
        "${_sum%% passed*}" "$(echo "$_sum" | sed 's/.*, //; s/ .*//')" \
        "$(grep -c '^skip\|^part' "$_dir/log")"
}

cross_main() {  # cross_main [TARGET...]: all tests, and the table
    EVS=${EV:-epoll poll}
    for _target in ${*:-$(cross_targets | sed 's/ .*//')}; do
        if _why=$(cross_lacks "$_target"); then
            echo "skip $_target: $_why"
            continue
        fi
        echo "$_target: $(date +%T)"
        # shellcheck disable=SC2086
        cross_test "$_target" $CASES
        grep -v '^ok\|^[0-9]* skipped\|^[0-9]* passed' "$WORK/$_target/log"
        cross_report "$_target" | tee -a "$WORK/rows"
        cross_sum >>"$WORK/sums"
    done
    [ -s "$WORK/rows" ] || give_up "no target can be tested"
    echo
    printf '  %-8s %-11s %-13s %-7s %6s  %-11s %6s %6s %6s\n' target \
        'C library' compiler mbedTLS 'text K' 'back ends' passed failed skipped
    cat "$WORK/rows"
    awk '{ p += $1; f += $3 } END { print p " passed, " f " failed"
        exit f > 0 || p == 0 }' "$WORK/sums"
}

case $0 in *cross.sh)
    shift
    TOP=$(cd "$(dirname "$0")/.." && pwd)
    WORK=$(mktemp -d "${TMPDIR:-/tmp}/rpd-deps.XXXXXX") || exit 1
    trap 'rm -rf "$WORK"' EXIT
    cross_deps "$@"
    ;;
esac
