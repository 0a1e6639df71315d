#!@RCD_SCRIPTS_SHELL@
#
# PROVIDE: reuseportd
# REQUIRE: DAEMON LOGIN
# KEYWORD: shutdown
#
# NetBSD: in pkgsrc this is files/reuseportd.sh (RCD_SCRIPTS= reuseportd); by
# hand, with the @WORDS@ filled in, /etc/rc.d/reuseportd. In /etc/rc.conf:
#
# reuseportd=YES
# reuseportd_flags="..."	more words of the command line

if [ -f @SYSCONFBASE@/rc.subr ]; then
	$_rc_subr_loaded . @SYSCONFBASE@/rc.subr
fi

name="reuseportd"
rcvar=$name
command="@PREFIX@/sbin/${name}"
config="@PKG_SYSCONFDIR@/${name}.conf"
command_args="-c ${config}"
required_files="${config}"
pidfile="/var/run/${name}.pid"
sig_stop="QUIT"
extra_commands="configtest reload reopen"
start_precmd="reuseportd_prestart"
restart_precmd="reuseportd_server -t -q"
configtest_cmd="reuseportd_server -t"
reload_cmd="reuseportd_reload"
reopen_cmd="reuseportd_server -s reopen"

reuseportd_server()
{
	${command} ${command_args} ${reuseportd_flags} "$@"
}

reuseportd_prestart()
{
	ulimit -n 4096 2>/dev/null
	reuseportd_server -t -q
}

reuseportd_reload()
{
	if reuseportd_server -t -q && reuseportd_server -s reload; then
		echo "${name} uses the new configuration."
	else
		echo "${name} refused the configuration, the old one stays." >&2
		return 1
	fi
}

if [ -f @SYSCONFBASE@/rc.subr ]; then
	load_rc_config $name
	run_rc_command "$1"
else
	reuseportd_server
fi
