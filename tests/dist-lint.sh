# backends: none
# san: none
# What others say about the files in dist/: mandoc, shellcheck, systemd-analyze,
# make. And: the manual has the directives that the server has.
TOP=$(dirname "$TESTS")
DIST=$TOP/dist
left=
have() {        # have TOOL: or its checks are left out, by name
    command -v "$1" >/dev/null 2>&1 || { left="$left $1"; false; }
}

# --- manuals ---
if "$RPD" -V 2>&1 | grep -q ' tls=1' &&     # and 64 bits
    "$RPD" -h client_body_buffer_size 2>&1 | grep -q 'default: 16k'
then
    "$RPD" -h directives | awk -f "$DIST/man.awk" >want
    sed -n '/make man: begin/,/make man: end/{/make man/!p;}' \
        "$DIST/reuseportd.conf.5" >got
    ok 'reuseportd.conf.5 is up to date (else: make man)' cmp want got
fi
"$RPD" -h | sed -n 's/^  -\([a-zA-Z]\).*/\1/p' >letters
ok 'there are options' [ "$(grep -c . letters)" -ge 10 ]
while read -r letter; do
    ok "reuseportd.8 has -$letter" grep -q "^\.It Fl $letter" "$DIST/reuseportd.8"
done <letters
have mandoc && for page in "$DIST"/*.[58]; do
    is "mandoc: ${page##*/}" "$(mandoc -Tlint -W warning "$page" 2>&1)" ''
done

# --- shell ---
words() {       # words FILE: with what a release or a port fills in
    sed -e 's/@[A-Z_]*@/x/g' -e 's/%%[A-Z]*%%/x/g' "$1"
}
# What Buildroot's check-package wants: its .mk installs with the mode.
ok 'buildroot/S50reuseportd cannot be executed' \
    [ ! -x "$DIST/buildroot/S50reuseportd" ]
have shellcheck && is 'shellcheck: buildroot/S50reuseportd' \
    "$(shellcheck "$DIST/buildroot/S50reuseportd" 2>&1)" ''
for f in sysv/reuseportd runit/run runit/finish \
    runit/check runit/control/h s6/run s6/finish s6/data/reload
do
    ok "$f can be executed" [ -x "$DIST/$f" ]
    have shellcheck && is "shellcheck: $f" "$(shellcheck "$DIST/$f" 2>&1)" ''
done
# SC1090, SC1091: files to source that are not here; SC2034, SC2154: variables
# of rc.subr and its like; SC2015: a && b || c; SC2016: a $ that is meant;
# SC2039, SC3043: local; SC2086, SC2148, SC2155, SC2239, SC3028: their habits.
for f in openwrt/files/reuseportd.init openwrt/files/uhttpd.sh \
    alpine/reuseportd.initd alpine/reuseportd.pre-install alpine/APKBUILD \
    freebsd/files/reuseportd.in netbsd/reuseportd.sh openbsd/reuseportd.rc
do
    words "$DIST/$f" >f.sh
    ok "sh -n: $f" sh -n f.sh
    have shellcheck && is "shellcheck: $f" "$(shellcheck -s dash -e \
        SC1008,SC1090,SC1091,SC2034,SC2154,SC2015,SC2016,SC2039,SC3043,SC2086 \
        -e SC2148,SC2155,SC2239,SC3028,SC2166,SC2223,SC3013,SC2169,SC2162,SC2046 \
        f.sh 2>&1)" ''
done

have checkbashisms && is checkbashisms "$(checkbashisms -f "$DIST/fill" \
    "$DIST"/sysv/* "$DIST"/buildroot/S* "$DIST"/runit/[fr]* \
    "$DIST"/runit/check "$DIST"/runit/control/h "$DIST"/s6/run "$DIST"/s6/finish \
    "$DIST"/alpine/*.[ip]* "$DIST"/freebsd/files/* "$DIST"/openbsd/* \
    "$DIST"/openwrt/files/*.init 2>&1)" ''

# --- systemd ---
if have systemd-analyze; then
    cp "$RPD" "$T/reuseportd"
    for unit in service socket; do
        sed "s|=/usr/sbin/|=$T/|" "$DIST/systemd/reuseportd.$unit" \
            >"reuseportd.$unit"
    done
    out=$(systemd-analyze verify --man=no "$T/reuseportd.service" \
        "$T/reuseportd.socket" 2>&1)
    is "systemd-analyze verify: exit status ($out)" $? 0
    is 'systemd-analyze verify: its words' \
        "$(echo "$out" | grep -F reuseportd | grep -v 'is not a socket')" ''
fi

# --- packages: the rules of each framework, stood in for, can be read ---
mkdir -p ow br bsd
: >ow/rules.mk
: >ow/package.mk
words "$DIST/openwrt/Makefile" >ow/Makefile
cat >>ow/Makefile <<'END'
all:
	@echo "$(PKG_SOURCE) $(PKG_LICENSE) $(BUILD_VARIANT) $(MAKE_FLAGS)"
END
if make --version 2>/dev/null | grep -q GNU; then
    make_in() {     # make_in DIR ARGS: as a user would, outside of our make
        (cd "$1" && shift && MAKEFLAGS='' make -s "$@" 2>&1)
    }
    is 'OpenWrt: with TLS' "$(make_in ow TOPDIR=. INCLUDE_DIR=. \
        BUILD_VARIANT=mbedtls all)" 'reuseportd-x.tar.gz BSD-2-Clause mbedtls TLS=1 PREFIX=/usr SYSCONFDIR=/etc'
    like 'OpenWrt: without' "$(make_in ow TOPDIR=. INCLUDE_DIR=. \
        BUILD_VARIANT=nossl all)" ' nossl TLS=0 '
    { words "$DIST/buildroot/reuseportd.mk"; cat <<'END'; } >br/Makefile
all:
	$(REUSEPORTD_BUILD_CMDS)
	$(REUSEPORTD_INSTALL_TARGET_CMDS)
	$(REUSEPORTD_INSTALL_INIT_SYSV)
END
    like 'Buildroot: with mbedtls' "$(make_in br -n all BR2_PACKAGE_MBEDTLS=y \
        TARGET_CONFIGURE_OPTS=CC=x | tr -d '\n\\')" 'TLS=1.*install.*S50'
    like 'Buildroot: without' "$(make_in br -n all TARGET_DIR=/t | tr -d '\n\\')" \
        'TLS=0.* DESTDIR=/t install'
fi
# --- dist/fill: for a release ---
echo tarball >reuseportd-0.tar.gz
ok 'dist/fill' "$DIST/fill" reuseportd-0.tar.gz https://example.org/r/ out
is 'dist/fill leaves nothing to fill in' "$(grep -rE '@[A-Z]+[A-Z0-9_:]*[a-z.]*@' \
    out)" ''
version=$("$RPD" -v 2>&1 | sed 's|.*/||')
ok 'dist/fill: the recipe has its version' [ -s "out/yocto/reuseportd_$version.bb" ]
like 'dist/fill: the checksum' "$(cat out/buildroot/reuseportd.hash)" \
    '^sha256  [0-9a-f]{64}  reuseportd-.*tar.gz'
have shellcheck && is 'shellcheck: fill' "$(shellcheck "$DIST/fill" 2>&1)" ''
for f in APKBUILD reuseportd.initd; do
    ok "sh -n: $f, filled in" sh -n "out/alpine/$f"
done

[ -z "$left" ] || echo "dist-lint: left out, not there:$(echo "$left" |
    tr ' ' '\n' | sort -u | tr '\n' ' ')"
