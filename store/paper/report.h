/*
 * report.h - the report of a unit's own scores, for its head to sign: the
 * locked sheet in the layout of Decree 30/2020/ND-CP, with the sheet's SHA-256.
 */
#ifndef STORE_PAPER_REPORT_H
#define STORE_PAPER_REPORT_H

#include "store/base/buf.h"
#include "store/base/digest.h"
#include "store/model/plan.h"

/* A criterion as it was locked; texts are borrowed. */
struct report_line {
	unsigned leaf; /* index */
	struct slice max, points, inputs, reason, explanation;
	bool not_applicable;
	unsigned documents;
};

struct report {
	const struct plan *plan;
	unsigned unit;
	const struct report_line *lines;
	unsigned n;
	struct slice max, points; /* in all */
	struct digest sheet;
	const char *head_title, *head_name; /* may be "" */
	bool simulated;
};

/* Appends the PDF. Not for several threads at a time. ERR_NO_MEMORY, ERR_IO. */
enum err report_write(struct buf *to, const struct report *r);

#endif
