/*
 * survey_import.h - a file of any number of survey forms, into the store.
 *
 * Forms are staged FORMS_MOST a commit; others who write meanwhile are let in
 * between, and the commits get smaller while they do. Nothing counts until the
 * last act, which comes when every line was good, or the caller skips what was
 * not. Interrupted, the same file goes on where it stopped.
 */
#ifndef STORE_ADMIN_SURVEY_IMPORT_H
#define STORE_ADMIN_SURVEY_IMPORT_H

#include "store/act/acts.h"
#include "store/admin/admin.h"

struct survey_import {
	struct period_id period;
	struct survey_id survey;
	unsigned index; /* of the survey */
	const struct plan *plan;
	const char *path, *sheet; /* sheet NULL: the first */
	bool skip_bad;
	/* what came of it */
	struct import done;
	uint64_t known, bad; /* forms */
};

/* ERR_MALFORMED when a line was faulty and nothing counts. */
enum err survey_import(struct admin *a, struct survey_import *w);

#endif
