/*
 * bundle_of.c - a period's bundle, from the store or from its files.
 *
 * Knows how the two are told apart. Touches both, for reading.
 */
#include "store/admin/bundle_of.h"

#include <stdio.h>
#include <string.h>

#include "store/admin/period_files.h"
#include "store/look/looks.h"

static bool
is_file(const char *word)
{
	const char *dot = strrchr(word, '.');

	return strchr(word, '/') != NULL ||
	       (dot != NULL && strcmp(dot, ".json") == 0);
}

static enum ending
from_files(struct admin *a, const char *path, struct buf *out)
{
	struct period_files f = { 0 };
	enum err e = period_files_read(path, &f, &a->why);
	enum ending end = admin_end(a, e);

	if (e == OK && f.plan == NULL) {
		period_files_complain(&f);
		end = admin_fail("%s has %zu fault%s.", path, f.faults.n,
		    f.faults.n == 1 ? "" : "s");
	}
	if (end == END_OK) {
		buf_slice(out, buf_all(&f.bundle));
		end = admin_end(a, out->err);
	}
	period_files_free(&f);
	return end;
}

enum ending
bundle_of(struct admin *a, const char *word, struct buf *out)
{
	struct period_id id;
	enum err e = OK;

	if (is_file(word))
		return from_files(a, word, out);
	if (!arg_period(word, &id))
		return END_USAGE;
	if (a->store == NULL)
		e = admin_open(a, NEEDS_STORE);
	if (e == OK &&
	    (e = look_bundle(a->store, id, out)) == ERR_UNKNOWN_PERIOD)
		(void)fault_set(&a->why, ERR_UNKNOWN_PERIOD, "",
		    "There is no period %s here.", id.text);
	return admin_end(a, e);
}
