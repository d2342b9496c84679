/*
 * diff.h - in what two periods differ, by criterion, unit, window, threshold.
 *
 * Rows of a list are matched by what names them (layout.h), never by their
 * place. Differences come in the order of the layout's table, settings first,
 * and within a list by name, numbers in names in their order ("1.2" before
 * "1.10").
 */
#ifndef STORE_ANNEX_DIFF_H
#define STORE_ANNEX_DIFF_H

#include "store/base/buf.h"
#include "store/base/fault.h"
#include "store/model/bundle.h"

enum change {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_CHANGED
};
const char *change_name(enum change change); /* "added" */

/* One of them. Texts are valid until periods_diff returns. */
struct difference {
	enum change change;
	enum bundle_part part;
	const char *list; /* "leaves"; "" for a setting */
	const char *id;   /* "1.1.2", "department/evidence"; "" for a setting */
	const char *pointer;  /* of the member within the row, "/max/ward" */
	struct slice was, is; /* JSON; empty where there is none */
	/* for people, in the language asked for */
	const char *what;   /* "Tiêu chí thành phần" */
	const char *name;   /* the row's own name, or "" */
	const char *member; /* "Điểm tối đa, ward" */
	const char *was_text, *is_text;
};

enum diff_language {
	DIFF_VI,
	DIFF_EN
};

/* Tells each difference of two bundles. ERR_MALFORMED: one is no bundle;
 * ERR_NO_MEMORY. */
enum err periods_diff(struct slice was, struct slice is,
    enum diff_language language,
    void (*tell)(void *self, const struct difference *d), void *self,
    struct fault *why);

#endif
