# reuseportd, for GNU make (4.0 or later) and BSD make. Targets:
#   all, tiny (all that can be left out is), clean
#   run (dist/www on port PORT), test, check-san (all tests under sanitizers);
#   these first do as deps: install what is missing if root, else print how
#   deps FOR=beyond: HAProxy and Prometheus, too, for tests that want them;
#   FOR=cross: what ./test.sh cross needs
#   install, install-strip, uninstall (below DESTDIR)
#   man (renews the directives in dist/reuseportd.conf.5; needs all features)
# TLS=0 does not look for mbedTLS, TLS=1 fails without. Also honoured: CC CFLAGS
# CPPFLAGS LDFLAGS LDLIBS CROSS_COMPILE. A changed flag alone rebuilds nothing.

prefix     ?= /usr/local
PREFIX     ?= $(prefix)
SBINDIR    ?= $(PREFIX)/sbin
MANDIR     ?= $(PREFIX)/share/man
SYSCONFDIR ?= /etc
PORT       ?= 8080
INSTALL    ?= install
STRIP      ?= $(CROSS_COMPILE)strip
PKG_CONFIG ?= $(CROSS_COMPILE)pkg-config

OUT   = reuseportd
BIN   = $(DESTDIR)$(SBINDIR)
ETC   = $(DESTDIR)$(SYSCONFDIR)
MAN   = $(DESTDIR)$(MANDIR)
WWW   = $(PREFIX)/share/reuseportd/www
FLAGS = -std=c11 -O2 -Wall -Wextra -Wshadow -Wstrict-prototypes \
	-Werror=implicit-function-declaration $(EXTRA) $$CPPFLAGS $$CFLAGS
PATHS = -DRPD_PREFIX='"$(PREFIX)"' \
	-DRPD_CONF_PATH='"$(SYSCONFDIR)/reuseportd.conf"'
SAN   = -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all

# Questions to the compiler: `try CODE FLAG...` says whether it compiles and
# links; what it makes is not run and not kept. $$CC, $$CFLAGS and the like are
# the shell's: set if the user has set them, free of the defaults of each make.
CROSS = $(CROSS_COMPILE)
PROBE = cc=$${CC:-$$(command -v $(CROSS)cc || echo $(CROSS)gcc)}; \
	tmp=$$(mktemp -d "$${TMPDIR:-/tmp}/rpd-XXXXXX") || exit 1; \
	trap 'rm -rf "$$tmp"' 0; trap 'exit 1' 1 2 13 15; \
	none='int main(void) { return 0; }'; \
	crypt='char *crypt(const char *, const char *); \
		int main(void) { return !crypt("a", "bc"); }'; \
	relr='char glibc[__GLIBC__ * 100 + __GLIBC_MINOR__ - 236 < 0 ? -1 : 1]; \
		int main(void) { return 0; }'; \
	nss='int main(void) { return !getpwnam("a"); }'; \
	wary=-Wl,--fatal-warnings; \
	tls='char new[MBEDTLS_VERSION_NUMBER < 0x021c0000 ? -1 : 1]; \
		int main(void) { mbedtls_ssl_init((void *)new); return 0; }'; \
	try() { echo "$$1" >"$$tmp/x.c"; shift; eval "$$cc $(FLAGS) '$$tmp/x.c' \
		-o '$$tmp/x' $$LDFLAGS $$* $$LDLIBS" >"$$tmp/log" 2>&1; }; \
	try_tls() { tls_flags="$$*"; try "$$tls" -include mbedtls/version.h \
		-include mbedtls/ssl.h "$$@" -lmbedtls -lmbedx509 -lmbedcrypto; }; \
	find_tls() { test "$(TLS)" != 0 && { try_tls || \
		try_tls $$($(PKG_CONFIG) --cflags --libs mbedtls 2>/dev/null) || \
		try_tls -I/usr/local/include -L/usr/local/lib || \
		try_tls -I/usr/pkg/include -L/usr/pkg/lib; }; }

all: $(OUT)

$(OUT): reuseportd.c reuseportd.h
	@$(PROBE); set -- $(PATHS); has_tls=0 has_crypt=0 libs= tls_libs=; \
	if find_tls; then \
		has_tls=1 tls_libs="$$tls_flags -lmbedtls -lmbedx509 -lmbedcrypto"; \
	elif test "$(TLS)" != 0; then \
		echo "left out: mbedTLS 2.28 or later (not found; try make deps)"; \
		test "$(TLS)" != 1 || exit 1; \
	fi; \
	if try "$$crypt"; then has_crypt=1; \
	elif try "$$crypt" -lcrypt; then has_crypt=1 libs=-lcrypt; \
	else echo "left out: libcrypt (not found)"; fi; \
	try "$$none" $$wary && ! try "$$nss" -include pwd.h $$wary && \
		set -- "$$@" -DRPD_HAVE_NSS=0; \
	try "$$relr" -include limits.h $$wary -Wl,-z,pack-relative-relocs && \
		set -- "$$@" -Wl,-z,pack-relative-relocs; \
	for f in "-ffunction-sections -fdata-sections -Wl,--gc-sections" \
		"-fno-plt -Wl,-z,now" \
		"-ffile-prefix-map=$$PWD=."; do \
		try "$$none" $$f && set -- "$$@" $$f; done; \
	eval "set -- $$cc $(FLAGS) \"\$$@\" -DRPD_HAVE_MBEDTLS=$$has_tls \
		-DRPD_HAVE_CRYPT=$$has_crypt reuseportd.c -o $@ $$LDFLAGS $$tls_libs $$libs $$LDLIBS"; \
	printf '%s\n' "$$*"; "$$@"

run:
	@$(MAKE) -s deps FOR=run && $(MAKE) -s $(OUT)
	./$(OUT) dist/www $(PORT)

test:
	@$(MAKE) -s deps && $(MAKE) -s $(OUT)
	@MAKEFLAGS= sh ./test.sh

check-san:
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' 0 && trap 'exit 1' 1 2 13 15 && \
	$(MAKE) -s deps && $(MAKE) -s OUT="$$tmp/rpd" EXTRA='$(SAN)' && \
	MAKEFLAGS= RPD="$$tmp/rpd" sh ./test.sh

# For test.sh: what a build with TLS adds to the compiler's words.
tls-flags:
	@$(PROBE); find_tls && \
		echo -DRPD_HAVE_MBEDTLS=1 $$tls_flags -lmbedtls -lmbedx509 -lmbedcrypto

tiny:
	@rm -f $(OUT) && $(MAKE) -s $(OUT) TLS=0 EXTRA='-Os -DRPD_WITH_ALL=0'

# One row a package manager: its names for a compiler, mbedTLS, openssl and
# python3, the word that renews its lists, and how it adds a package.
deps:
	@$(PROBE); for pm in apt-get apk dnf pacman opkg pkg pkgin pkg_add; do \
		command -v $$pm >/dev/null && break; done; case $$pm in \
	apt-get) set 'gcc libc6-dev' libmbedtls-dev openssl python3 update -qy --no-install-recommends install;; \
	apk)     set build-base mbedtls-dev openssl python3 update add;; \
	dnf)     set gcc mbedtls-devel openssl python3 makecache install -y;; \
	pacman)  set gcc mbedtls openssl python -Sy -S --noconfirm;; \
	opkg)    set gcc '' openssl-util python3-light update install;; \
	pkg)     set gcc mbedtls3 openssl python3 update install -y;; \
	pkgin)   set gcc mbedtls openssl python312 update -y install;; \
	*)       set gcc mbedtls openssl python%3 '' -I;; \
	esac; \
	want=; try "$$none" || want=$$1; \
	find_tls || test "$(TLS)" = 0 || want="$$want $$2"; \
	test "$(FOR)" = run || for tool in curl openssl python3 \
		$$(test "$(FOR)" != beyond || echo haproxy prometheus); do \
		command -v $$tool >/dev/null || want="$$want $$tool"; done; \
	want=$$(echo $$want | sed "s/openssl/$$3/; s/python3/$$4/"); \
	update=$$5; shift 5; \
	test "$$want" || exit 0; \
	if test "$$(id -u)" != 0; then \
		echo "missing; as root: $${update:+$$pm $$update; }$$pm $$* $$want"; \
	else export DEBIAN_FRONTEND=noninteractive; echo "deps: $$pm $$* $$want"; \
		test -z "$$update" || $$pm $$update; \
		for p in $$want; do $$pm "$$@" $$p; done; find_tls && rm -f $(OUT); \
	fi </dev/null; \
	try "$$none" && { test "$(FOR)" = run || command -v curl >/dev/null; } || \
		{ echo "deps: needed: a C compiler; for the tests curl" >&2; exit 1; }
	@case '$(FOR)' in run) ;; cross) sh tests/cross.sh deps;; \
		*) sh tests/cross.sh deps armhf;; esac

install: $(OUT)
	$(INSTALL) -d $(BIN) $(ETC)/reuseportd $(DESTDIR)$(WWW) \
		$(MAN)/man5 $(MAN)/man8
	$(INSTALL) -m 755 $(OUT) $(BIN)/reuseportd
	$(INSTALL) -m 644 dist/mime.types $(ETC)/reuseportd/
	$(INSTALL) -m 644 dist/www/index.html $(DESTDIR)$(WWW)/
	$(INSTALL) -m 644 dist/reuseportd.conf.5 $(MAN)/man5/
	$(INSTALL) -m 644 dist/reuseportd.8 $(MAN)/man8/
	c=$(ETC)/reuseportd.conf; test ! -e $$c || c=$$c.sample; \
	sed -e 's|dist/www|$(WWW)|' -e 's|dist/mime|reuseportd/mime|' \
		-e '/^pid /s/^/#/' -e '/^error_log /s/^/#/' conf.example >$$c

install-strip: install
	$(STRIP) $(BIN)/reuseportd

uninstall:
	rm -f $(BIN)/reuseportd $(DESTDIR)$(WWW)/index.html \
		$(MAN)/man5/reuseportd.conf.5 $(MAN)/man8/reuseportd.8 \
		$(ETC)/reuseportd.conf.sample $(ETC)/reuseportd/mime.types

man: $(OUT)
	./$(OUT) -h directives | awk -f dist/man.awk >dist/man.new
	sed -e '/^\.\\" make man: begin/r dist/man.new' \
		-e '/^\.\\" make man: begin/,/^\.\\" make man: end/{/make man/!d;}' \
		dist/reuseportd.conf.5 >dist/man.all
	mv dist/man.all dist/reuseportd.conf.5
	rm dist/man.new

clean:
	rm -f $(OUT)

.PHONY: all run test check-san tls-flags tiny deps install install-strip \
	uninstall man clean
