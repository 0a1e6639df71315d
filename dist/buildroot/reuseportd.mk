################################################################################
#
# reuseportd
#
################################################################################

REUSEPORTD_VERSION = @VERSION@
REUSEPORTD_SITE = @URL@
REUSEPORTD_LICENSE = BSD-2-Clause
REUSEPORTD_LICENSE_FILES = reuseportd.c
REUSEPORTD_CPE_ID_VALID = YES
REUSEPORTD_DEPENDENCIES = host-pkgconf

REUSEPORTD_MAKE_OPTS = PREFIX=/usr SYSCONFDIR=/etc

ifeq ($(BR2_PACKAGE_MBEDTLS),y)
REUSEPORTD_DEPENDENCIES += mbedtls
REUSEPORTD_MAKE_OPTS += TLS=1
else
REUSEPORTD_MAKE_OPTS += TLS=0
endif

ifeq ($(BR2_PACKAGE_LIBXCRYPT),y)
REUSEPORTD_DEPENDENCIES += libxcrypt
endif

define REUSEPORTD_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(TARGET_CONFIGURE_OPTS) $(MAKE) -C $(@D) \
		$(REUSEPORTD_MAKE_OPTS)
endef

define REUSEPORTD_INSTALL_TARGET_CMDS
	$(TARGET_MAKE_ENV) $(TARGET_CONFIGURE_OPTS) $(MAKE) -C $(@D) \
		$(REUSEPORTD_MAKE_OPTS) DESTDIR=$(TARGET_DIR) install
endef

define REUSEPORTD_INSTALL_INIT_SYSV
	$(INSTALL) -D -m 0755 $(REUSEPORTD_PKGDIR)/S50reuseportd \
		$(TARGET_DIR)/etc/init.d/S50reuseportd
endef

define REUSEPORTD_INSTALL_INIT_SYSTEMD
	$(INSTALL) -D -m 0644 $(@D)/dist/systemd/reuseportd.service \
		$(TARGET_DIR)/usr/lib/systemd/system/reuseportd.service
endef

$(eval $(generic-package))
