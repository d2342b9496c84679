/*
 * period_files.h - a period's three files, or the workbook that stands for
 * them (a name that ends in .xlsx), read and checked, without a store.
 */
#ifndef STORE_ADMIN_PERIOD_FILES_H
#define STORE_ADMIN_PERIOD_FILES_H

#include "store/annex/book_in.h"
#include "store/model/bundle.h"
#include "store/model/plan.h"

struct period_files {
	struct buf path[BUNDLE_PARTS]; /* the files' names */
	struct buf text[BUNDLE_PARTS]; /* what stands in them */
	struct book_in *book;          /* NULL: three files */
	struct buf bundle;
	struct plan *plan;    /* NULL when there is any fault */
	struct faults faults; /* pointers into the bundle */
};

/*
 * Reads the period file and the two that it names, beside it. OK also when
 * they have faults: these are listed. Any other failure is a file that cannot
 * be read, or memory; `*why` says which. Freed by period_files_free.
 */
enum err period_files_read(const char *path, struct period_files *out,
    struct fault *why);
void period_files_free(struct period_files *f);

/* "FILE#POINTER: sentence" for every fault, a line each; of a workbook
 * "FILE: SHEET!D7: row 7, column D (NAME): sentence". */
void period_files_complain(struct period_files *f);

/* "FILE#POINTER: warning: sentence" for what is allowed and yet worth a second
 * look (plan_warn); there must be a plan. */
void period_files_warn(struct period_files *f);

/* Writes three new files, period.json and the others, into a folder, which is
 * made if it is not there. ERR_EXISTS, ERR_IO … `*why` says which. */
enum err period_files_write(const char *dir,
    const struct buf text[BUNDLE_PARTS], struct fault *why);

/* What a plan says, in a few lines; `bundle` is its text. */
void plan_summary(const struct plan *p, struct slice bundle);

#endif
