/*
 * cmd_log_key.c - the log's key: the public one printed, the private one copied
 * for safe keeping, and such a copy checked.
 *
 * Knows where a copy may not lie. Touches the private key's file and the copy;
 * prints neither.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/commands.h"
#include "store/log_key.h"

enum {
	OPT_BACKUP = 256,
	OPT_CHECK,
};

const struct argp_option log_key_options[] = {
	{ "backup", OPT_BACKUP, "FILE", 0,
	    "Copy the private key into a new file, 0600, and check the copy",
	    0 },
	{ "check", OPT_CHECK, "FILE", 0,
	    "Whether FILE is this log's private key; nothing of it is printed",
	    0 },
	{ 0 },
};

/* The folder that `path` names a file in, with all links followed; false when
 * there is none. */
static bool
folder_of(const char *path, char out[PATH_MAX])
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	int n;

	n = slash == NULL ? snprintf(folder, sizeof folder, ".")
			  : snprintf(folder, sizeof folder, "%.*s",
				(int)(slash - path) + 1, path);
	return n >= 0 && (size_t)n < sizeof folder &&
	       realpath(folder, out) != NULL;
}

/* The store and its key together are the whole log, for anybody to go on. */
static bool
lies_in_store(const struct admin *a, const char *path)
{
	char folder[PATH_MAX], store[PATH_MAX];
	size_t n;

	if (!folder_of(path, folder) || realpath(a->store_path, store) == NULL)
		return false;
	n = strlen(store);
	return strncmp(folder, store, n) == 0 &&
	       (folder[n] == 0 || folder[n] == '/');
}

static enum ending
back_up(struct admin *a, const char *path)
{
	enum err e;

	if (lies_in_store(a, path))
		return admin_fail("%s lies in the store's folder: the key and "
				  "the store do not belong into one backup.",
		    path);
	if ((e = log_key_copy(a->store, a->key_path, path, &a->why)) == OK)
		(void)printf("%s: a copy of the private key, checked, of\n%s\n",
		    path, a->store->meta.vkey);
	return admin_end(a, e);
}

static enum ending
check(struct admin *a, const char *path)
{
	enum err e = log_key_check(a->store, path, &a->why);

	if (e == OK)
		(void)printf("%s: the private key of\n%s\n", path,
		    a->store->meta.vkey);
	return admin_end(a, e);
}

enum ending
cmd_log_key(struct admin *a, const struct call *c)
{
	const char *to = call_option(c, OPT_BACKUP);
	const char *of = call_option(c, OPT_CHECK);

	if (to != NULL && of != NULL)
		return admin_usage("--backup checks its copy itself; --check "
				   "is for one made before.");
	if (to != NULL)
		return back_up(a, to);
	if (of != NULL)
		return check(a, of);
	(void)printf("%s\n", a->store->meta.vkey);
	return END_OK;
}
