/*
 * period_files.h - a period's three files, read and checked, without a store.
 */
#ifndef STORE_ADMIN_PERIOD_FILES_H
#define STORE_ADMIN_PERIOD_FILES_H

#include "store/model/bundle.h"
#include "store/model/plan.h"

struct period_files {
	struct buf path[BUNDLE_PARTS]; /* the files' names */
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

/* "FILE#POINTER: sentence" for every fault, a line each. */
void period_files_complain(struct period_files *f);

/* "FILE#POINTER: warning: sentence" for what is allowed and yet worth a second
 * look (plan_warn); there must be a plan. */
void period_files_warn(struct period_files *f);

/* What a plan says, in a few lines; `bundle` is its text. */
void plan_summary(const struct plan *p, struct slice bundle);

#endif
