/*
 * change.h - a change of an open period from the command line: the decision it
 * is made under, and what it would do, shown before it is made.
 */
#ifndef STORE_ADMIN_CHANGE_H
#define STORE_ADMIN_CHANGE_H

#include "store/act/acts.h"
#include "store/admin/admin.h"

enum {
	OPT_DECISION = 600,
	OPT_DATE,
	OPT_REASON_OF,
	OPT_PERSON,
	OPT_PREVIEW,
	OPT_CHANGE_MORE, /* a command's own options go on from here */
};

/* Rows for a table of options of a command that needs a decision. */
/* clang-format off */
#define DECISION_OPTIONS \
	{ "decision", OPT_DECISION, "NUMBER", 0, "The decision's number", 0 }, \
	{ "date", OPT_DATE, "YYYY-MM-DD", 0, "Its date", 0 }, \
	{ "reason", OPT_REASON_OF, "TEXT", 0, "Why", 0 }, \
	{ "person", OPT_PERSON, "NAME", 0, "Who signed or ordered it", 0 }
#define PREVIEW_OPTION \
	{ "preview", OPT_PREVIEW, NULL, 0, "Show what it would do, and stop", 0 }
/* clang-format on */

/* Reads the four options; a->why says which is missing. */
enum err change_mandate(struct admin *a, const struct call *c,
    struct mandate *out);

/* Shows what the change would do; makes it unless --preview was given. Where
 * the new bundle cannot follow, a->why points into it, and all that is wrong is
 * added to `faults` (may be NULL). */
enum err change_period(struct admin *a, const struct call *c,
    struct period_id period, struct amendment *in, struct faults *faults);

#endif
