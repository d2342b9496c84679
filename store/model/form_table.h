/*
 * form_table.h - survey forms as rows of a table: what each column is, and how
 * rows become forms. Pure.
 *
 * The first row names the columns, in any order: "number" ("số phiếu"), "group"
 * ("nhóm"), "unit" ("đơn vị"), where the survey lists channels "channel"
 * ("kênh": its id or its name), and every question of the survey by its id. A
 * citizen's form is one row. An organisation's is as many rows, one below the
 * other, as it judges units: the same number and group in each. An answer is a
 * number or an option's id; empty, 0, "kb" or "không biết" is blank.
 */
#ifndef STORE_MODEL_FORM_TABLE_H
#define STORE_MODEL_FORM_TABLE_H

#include "store/model/form.h"

struct form_table {
	const struct plan *plan;
	unsigned survey;
	unsigned number, group, unit, channel; /* columns */
	unsigned question[LEAVES_MOST];
	/* the form being gathered */
	struct form form;
	struct form_row *rows; /* room for every unit */
	uint64_t line;
	bool open, bad;
};

/* Reads the columns' names. ERR_MISSING_FIELD, ERR_UNKNOWN_FIELD, ERR_EXISTS,
 * ERR_NO_MEMORY. Ended by form_table_free, whatever came out. */
enum err form_table_make(struct form_table *t, const struct plan *plan,
    unsigned survey, const struct slice *cell, unsigned n, struct fault *why);
void form_table_free(struct form_table *t);

struct form_taken {
	struct form form; /* rows in the pool */
	uint64_t line;    /* on which it begins */
	bool bad;         /* one of its rows was faulty */
};

/*
 * Takes a row. True when it begins another form: the one before is whole, and
 * *out. What is wrong with this row is in *why ("line:17"); `bad` is what its
 * reader found wrong with it already (err OK: nothing).
 */
bool form_table_take(struct form_table *t, uint64_t line,
    const struct slice *cell, unsigned n, const struct fault *bad,
    struct pool *pool, struct form_taken *out, struct fault *why);

/* The last one, when there is one. */
bool form_table_end(struct form_table *t, struct pool *pool,
    struct form_taken *out);

#endif
