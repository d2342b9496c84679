/*
 * people_list.h - a list of persons and duties on its way. For
 * store/act/people_*.c only.
 */
#ifndef STORE_ACT_PEOPLE_LIST_H
#define STORE_ACT_PEOPLE_LIST_H

#include "store/act/peopling.h"
#include "store/model/people_read.h"

/* A duty of the list, and what becomes of it. */
struct listed {
	struct duty_said said;
	uint64_t number; /* once it is known; before the list, or given now */
	bool ended;      /* another of the list took it over */
	uint8_t salt[32];
};

struct taking {
	struct store *store;
	const struct who *who;
	struct reading now;
	struct person_row *person; /* [n_persons] */
	struct listed *duty;       /* [n_duties] */
	unsigned n_persons, n_duties;
	struct people_taken *out;
	struct faults *fs;
};

/* Of store, who, now and fs: reads the lists; every fault is in w->fs. The
 * caller frees person and duty. */
enum err people_list_read(struct taking *w, const struct jv *root);

/* A fault of row `i` of a list ("/duties"), wherever in it. */
void people_list_blame(struct taking *w, const char *list, unsigned i,
    const struct fault *f);

/* OK, or the first of the faults. */
enum err people_list_outcome(const struct taking *w);

#endif
