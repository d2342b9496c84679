/*
 * forms_file.h - survey forms out of a file that somebody filled in (CSV,
 * .xlsx), one by one; every faulty line is named on stderr.
 */
#ifndef STORE_ADMIN_FORMS_FILE_H
#define STORE_ADMIN_FORMS_FILE_H

#include "store/base/digest.h"
#include "store/model/form_table.h"
#include "store/sheetfile/sheetfile.h"

struct forms_file {
	const char *path;
	int fd;
	struct sheetfile *sheet;
	struct form_table table;
	bool tabled, ended;
	uint64_t faults; /* lines named so far */
};

/* Opens, and reads the columns' names. `sheet` NULL: a workbook's first.
 * Ended by forms_file_close, whatever came out. */
enum err forms_file_open(struct forms_file *f, const char *path,
    const char *sheet, const struct plan *plan, unsigned survey,
    struct fault *why);
void forms_file_close(struct forms_file *f);

/* SHA-256 of its bytes. */
enum err forms_file_digest(const struct forms_file *f, struct digest *out,
    struct fault *why);

/* The next form, its rows in the pool; false at the end. One of which a line
 * was faulty comes with `bad`. */
bool forms_file_next(struct forms_file *f, struct pool *pool,
    struct form_taken *out);

/* OK, or why reading ended before the end. */
enum err forms_file_failed(const struct forms_file *f, struct fault *why);

/* Names a line on stderr. */
void forms_file_blame(struct forms_file *f, const char *sentence, ...)
    __attribute__((format(printf, 2, 3)));

#endif
