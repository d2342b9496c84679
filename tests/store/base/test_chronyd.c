/*
 * test_chronyd.c - the real chronyd, asked over its socket and over UDP as the
 * programs ask it.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/base/chrony.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

/* scripts/setup lays it there. Without it the test fails. */
#define CHRONYD "/usr/local/lib/parindex-test/chronyd"

struct chronyd {
	struct folder folder;
	char unix_path[FOLDER_ROOM + 8], udp_path[16];
	pid_t pid;
};

/* A port of the loopback that nobody has now. */
static unsigned
free_port(void)
{
	struct sockaddr_in own = { .sin_family = AF_INET };
	socklen_t room = sizeof own;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&own, room), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&own, &room), 0);
	(void)close(fd);
	return ntohs(own.sin_port);
}

static void
configure(struct chronyd *d, const char *path)
{
	const char *own = d->folder.path;
	unsigned port = free_port();
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_gt(fprintf(f,
			     "local stratum 10\nport 0\ncmdport %u\n"
			     "bindcmdaddress 127.0.0.1\n"
			     "bindcmdaddress %s/c.sock\npidfile %s/c.pid\n",
			     port, own, own),
	    0);
	ck_assert_int_eq(fclose(f), 0);
	(void)snprintf(d->unix_path, sizeof d->unix_path, "%s/c.sock", own);
	(void)snprintf(d->udp_path, sizeof d->udp_path, "port:%u", port);
}

/* It touches no clock (-x), and needs no root for that (-U). */
static void
chronyd_start(struct chronyd *d)
{
	const struct passwd *self = getpwuid(geteuid());
	char path[FOLDER_ROOM + 16];

	ck_assert_msg(access(CHRONYD, X_OK) == 0,
	    CHRONYD " is missing: run scripts/setup");
	ck_assert_ptr_nonnull(self);
	d->folder = folder_make();
	ck_assert_int_eq(chmod(d->folder.path, 0770), 0);
	(void)snprintf(path, sizeof path, "%s/chrony.conf", d->folder.path);
	configure(d, path);
	d->pid = fork();
	ck_assert_int_ge(d->pid, 0);
	if (d->pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)close(2);
		(void)execl(CHRONYD, "chronyd", "-d", "-x", "-U", "-u",
		    self->pw_name, "-f", path, (char *)NULL);
		_exit(127);
	}
}

static void
chronyd_stop(struct chronyd *d)
{
	(void)kill(d->pid, SIGTERM);
	(void)waitpid(d->pid, NULL, 0);
	folder_remove(&d->folder);
}

/* Its answer at that path, as soon as it is there. */
static void
chronyd_says(const struct chronyd *d, const char *path,
    struct chrony_tracking *t)
{
	struct chrony c = { 0 };
	enum err e = ERR_NOT_FOUND;

	for (int i = 0; i < 500 && e != OK; i++) {
		ck_assert_msg(waitpid(d->pid, NULL, WNOHANG) == 0,
		    "chronyd did not stay");
		if ((e = chrony_ask(&c, path, 50, t)) == ERR_NOT_FOUND)
			(void)poll(NULL, 0, 20);
	}
	chrony_close(&c);
	ck_assert_err(e, OK);
}

START_TEST(the_real_chronyd_without_a_source_is_not_believed)
{
	struct chronyd d = { 0 };
	const char *const paths[] = { d.unix_path, d.udp_path };

	chronyd_start(&d);
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct chrony_tracking t;
		int64_t bound;

		chronyd_says(&d, paths[i], &t);
		ck_assert_uint_eq(t.leap, 0); /* it calls itself normal */
		ck_assert_uint_eq(t.ref_id, 0x7F7F0101);
		ck_assert_int_le(t.dispersion_us, 1000);
		ck_assert(!chrony_bound(&t, t.ref_us + 1, &bound));
		ck_assert(!chrony_leaps(&t));
	}
	chronyd_stop(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_real_chronyd_without_a_source_is_not_believed,
		NULL,
	};

	return suite_run("chronyd", tests);
}
