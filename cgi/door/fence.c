/*
 * fence.c - giving up what the process does not need.
 *
 * Knows Landlock's system calls (kernel 5.13 and later; glibc has no wrappers
 * for them). Touches this thread's rights, for good.
 */
#include "cgi/door/fence.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "store/base/log.h"

/* Newer than Debian 12's headers; the kernel says what it knows. */
#define REFER (UINT64_C(1) << 13)    /* ABI 2: link and rename across folders */
#define TRUNCATE (UINT64_C(1) << 14) /* ABI 3 */

#define FILE_READ LANDLOCK_ACCESS_FS_READ_FILE
#define FILE_WRITE (FILE_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE)
#define TREE_READ (FILE_READ | LANDLOCK_ACCESS_FS_READ_DIR)
#define TREE_WRITE                                                             \
	(FILE_WRITE | LANDLOCK_ACCESS_FS_READ_DIR |                            \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |   \
	    LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |        \
	    LANDLOCK_ACCESS_FS_MAKE_SOCK | REFER)

static uint64_t
handled(int abi)
{
	uint64_t all =
	    LANDLOCK_ACCESS_FS_EXECUTE | TREE_WRITE |
	    LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
	    LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM;

	if (abi < 2)
		all &= ~REFER;
	if (abi < 3)
		all &= ~TRUNCATE;
	return all;
}

static enum err
refused(const char *what)
{
	log_line(LOG_IS_ERROR, "fence", "%s: %s", what, strerror(errno));
	return ERR_IO;
}

static enum err
allow(int rules, const struct fence_gap *gap, uint64_t known)
{
	struct landlock_path_beneath_attr rule = { .parent_fd = -1 };
	struct stat st;
	enum err e = OK;
	bool write = gap->use == FENCE_WRITE;

	rule.parent_fd = open(gap->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0 && errno == ENOENT)
		return OK;
	if (rule.parent_fd < 0 || fstat(rule.parent_fd, &st) != 0) {
		e = refused(gap->path);
		goto out;
	}
	if (S_ISDIR(st.st_mode))
		rule.allowed_access = write ? TREE_WRITE : TREE_READ;
	else
		rule.allowed_access = write ? FILE_WRITE : FILE_READ;
	rule.allowed_access &= known;
	if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
		&rule, 0) != 0)
		e = refused(gap->path);
out:
	if (rule.parent_fd >= 0)
		close(rule.parent_fd);
	return e;
}

static enum err
landlock(int abi, const struct fence_gap *gaps, size_t n)
{
	struct landlock_ruleset_attr attr = { .handled_access_fs =
						  handled(abi) };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr,
	    sizeof attr.handled_access_fs, 0);
	enum err e = OK;

	if (rules < 0)
		return refused("landlock_create_ruleset");
	for (size_t i = 0; i < n && e == OK; i++)
		e = allow(rules, &gaps[i], attr.handled_access_fs);
	if (e == OK && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
		e = refused("landlock_restrict_self");
	close(rules);
	return e;
}

enum err
fence_close(const struct fence_gap *gaps, size_t n)
{
	int abi;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refused("no_new_privs");
	abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	if (abi < 1) {
		log_line(LOG_IS_WARNING, "fence",
		    "this kernel has no Landlock (%s): files are not fenced",
		    strerror(errno));
		return OK;
	}
	return landlock(abi, gaps, n);
}
