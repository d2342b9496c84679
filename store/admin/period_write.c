/*
 * period_write.c - a period's three files, written whole or not at all.
 *
 * Knows their names. Touches the folder.
 */
#include <stdio.h>
#include <sys/stat.h>

#include "store/admin/period_files.h"
#include "store/base/draft.h"

static enum err
write_new(const char *dir, const char *name, struct slice text,
    struct fault *why)
{
	struct draft d = DRAFT_NONE;
	char path[400];
	enum err e;

	(void)snprintf(path, sizeof path, "%s/%s.json", dir, name);
	e = draft_open(&d, path, 0644);
	if (e == OK && (e = draft_write(&d, text)) == OK)
		e = draft_publish_new(&d);
	draft_drop(&d);
	return e == OK ? OK
		       : fault_set(why, e, "", "%s cannot be written: %s.",
			     path, err_words(e));
}

enum err
period_files_write(const char *dir, const struct buf text[BUNDLE_PARTS],
    struct fault *why)
{
	enum err e = OK;

	(void)mkdir(dir, 0755);
	for (int i = 0; i < BUNDLE_PARTS && e == OK; i++)
		e = write_new(dir, bundle_part_name((enum bundle_part)i),
		    buf_all(&text[i]), why);
	return e;
}
