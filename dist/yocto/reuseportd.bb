SUMMARY = "Web server in one C file with a listening socket for each worker"
DESCRIPTION = "Every worker process has listening sockets of its own; workers, \
configuration and binary change without a lost connection. It serves files \
over HTTP/1.1 and is configured in nginx's language."
HOMEPAGE = "@URL@"
SECTION = "net"
LICENSE = "BSD-2-Clause"
LIC_FILES_CHKSUM = "file://reuseportd.c;beginline=@LICENCE_FROM@;endline=@LICENCE_TO@;md5=@LICENCE_MD5@"

SRC_URI = "@URL@/reuseportd-${PV}.tar.gz"
SRC_URI[sha256sum] = "@SHA256@"

CVE_PRODUCT = "reuseportd"

inherit pkgconfig update-rc.d systemd useradd

DEPENDS = "virtual/crypt"
PACKAGECONFIG ??= "tls"
PACKAGECONFIG[tls] = ",,mbedtls"

EXTRA_OEMAKE = " \
    'PREFIX=${prefix}' 'SBINDIR=${sbindir}' 'SYSCONFDIR=${sysconfdir}' \
    'MANDIR=${mandir}' \
    'TLS=${@bb.utils.contains("PACKAGECONFIG", "tls", "1", "0", d)}' \
"

# The Makefile takes CC, CFLAGS, CPPFLAGS and LDFLAGS from the environment.
do_configure[noexec] = "1"

do_install() {
    oe_runmake DESTDIR=${D} install
    sed -i -e 's/^#user nobody;/user www;/' ${D}${sysconfdir}/reuseportd.conf

    install -D -m 0755 ${S}/dist/sysv/reuseportd ${D}${sysconfdir}/init.d/reuseportd

    if ${@bb.utils.contains('DISTRO_FEATURES', 'systemd', 'true', 'false', d)}; then
        install -d ${D}${systemd_system_unitdir}
        install -m 0644 ${S}/dist/systemd/reuseportd.service ${D}${systemd_system_unitdir}/
        install -m 0644 ${S}/dist/systemd/reuseportd.socket ${D}${systemd_system_unitdir}/
    fi
}

CONFFILES:${PN} = "${sysconfdir}/reuseportd.conf"
FILES:${PN} += "${systemd_system_unitdir}"

PACKAGES =+ "${PN}-socket"
SUMMARY:${PN}-socket = "Socket unit of reuseportd: systemd holds the addresses"
FILES:${PN}-socket = "${systemd_system_unitdir}/reuseportd.socket"
RDEPENDS:${PN}-socket = "${PN}"
ALLOW_EMPTY:${PN}-socket = "1"

INITSCRIPT_NAME = "reuseportd"
INITSCRIPT_PARAMS = "defaults 92 20"

SYSTEMD_PACKAGES = "${PN}"
SYSTEMD_SERVICE:${PN} = "reuseportd.service"

USERADD_PACKAGES = "${PN}"
USERADD_PARAM:${PN} = " \
    --system --no-create-home --home-dir /nonexistent \
    --shell /bin/false --user-group www \
"
