/*
 * folder.c - a temporary folder of a test's own.
 *
 * Knows nothing of the subject. Touches only folders it made.
 */
#include "tests/kit/folder.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder
folder_make(void)
{
	const char *under = getenv("TMPDIR");
	struct folder f;
	int n;

	n = snprintf(f.path, sizeof f.path, "%s/parindex-test-XXXXXX",
	    under == NULL || under[0] == '\0' ? "/tmp" : under);
	ck_assert_int_lt(n, (int)sizeof f.path);
	ck_assert_ptr_nonnull(mkdtemp(f.path));
	return f;
}

/* Counts the files under `path`, and removes everything when told so. */
static unsigned
walk(const char *path, int removing)
{
	struct dirent *entry;
	char inner[4096];
	unsigned n = 0;
	struct stat st;
	DIR *dir;

	dir = opendir(path);
	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		(void)snprintf(inner, sizeof inner, "%s/%s", path,
		    entry->d_name);
		ck_assert_int_eq(lstat(inner, &st), 0);
		if (S_ISDIR(st.st_mode)) {
			n += walk(inner, removing);
			continue;
		}
		n++;
		if (removing)
			ck_assert_int_eq(unlink(inner), 0);
	}
	(void)closedir(dir);
	if (removing)
		ck_assert_int_eq(rmdir(path), 0);
	return n;
}

void
folder_remove(struct folder *f)
{
	(void)walk(f->path, 1);
	f->path[0] = '\0';
}

unsigned
folder_files(const struct folder *f)
{
	return walk(f->path, 0);
}

unsigned
open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	ck_assert_ptr_nonnull(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n;
}
