/*
 * forms.h - survey forms as they came, and the running tallies they add to.
 */
#ifndef STORE_TABLE_FORMS_H
#define STORE_TABLE_FORMS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/form.h"

/* What is kept about a form beside its answers. */
#define FORM_REASON_ROOM 512
struct form_facts {
	uint64_t entry;   /* log index it rests on; 0 while staged */
	uint32_t version; /* from 1; a correction is a new one */
	uint64_t import;  /* 0: it came by itself */
	uint64_t by;      /* token; 0: the operator's own command */
	/* of a correction */
	struct moment time;
	char reason[FORM_REASON_ROOM];
	uint8_t salt[32]; /* of what the log says about it */
};

enum form_found {
	FORM_NEW,    /* there was none of that number: it is kept now */
	FORM_SAME,   /* there is one with the very same answers */
	FORM_OTHER,  /* there is one with other answers */
	FORM_STAGED, /* the number is in an import that is not finished */
};

/*
 * Keeps a form of survey `index` under its number, which counts once; a form
 * of a dropped import is no form. Writes nothing unless FORM_NEW, nor changes
 * any count (counts.h). `*import` is the one that FORM_STAGED is about.
 */
enum form_found forms_add(struct txn *t, const struct plan *plan,
    unsigned index, const struct form *form, const struct form_facts *facts,
    uint64_t *import);

/* Whether any form of the survey is kept, or staged by an import. */
bool forms_any(struct txn *t, struct period_id period, struct survey_id survey);

/* Destroys at most `most` forms and older versions of forms of the survey, but
 * no count; how many. */
uint64_t forms_dispose(struct txn *t, struct period_id period,
    struct survey_id survey, uint64_t most, struct digest_stream *to);

/* Whether every one of the forms is kept already with the same answers. */
bool forms_known(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *forms, unsigned n);

/* A form that counts, its rows in the pool; version 0: the newest. */
bool forms_get(struct txn *t, const struct plan *plan, unsigned index,
    const char *number, uint32_t version, struct pool *pool, struct form *out,
    struct form_facts *facts);

/* Puts other answers in the place of the newest version, which is kept. */
void forms_replace(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, const struct form_facts *facts);

/* Drops at most `most` forms of that import, looking at no more than `look`
 * from number `*from` on; `*from` is where to go on, empty at the end. */
uint64_t forms_drop_import(struct txn *t, struct period_id period,
    struct survey_id survey, uint64_t import, uint64_t look,
    char from[FORM_NUMBER_ROOM]);

/* Each form that counts, by number, from `from` on; false from `each` ends. */
void forms_each(struct txn *t, const struct plan *plan, unsigned index,
    const char *from,
    bool (*each)(void *self, const char *number, const struct form_facts *f),
    void *self);

/* How many forms of the survey count; of one of its groups; and a change. */
uint64_t forms_count(struct txn *t, struct period_id period,
    struct survey_id survey);
uint64_t forms_count_of(struct txn *t, const struct plan *plan, unsigned index,
    unsigned group);
void forms_count_more(struct txn *t, const struct plan *plan, unsigned index,
    unsigned group, int64_t by);

/* How many that came by one of its channels count; and a change. */
uint64_t forms_count_by(struct txn *t, const struct plan *plan, unsigned index,
    unsigned channel);
void forms_channel_more(struct txn *t, const struct plan *plan, unsigned index,
    unsigned channel, int64_t by);

/* A unit's running tallies, one per leaf of the plan in the plan's order;
 * zeroes when there are none. */
void tallies_get(struct txn *t, const struct plan *plan, unsigned unit,
    struct tally *by_leaf);
void tallies_put(struct txn *t, const struct plan *plan, unsigned unit,
    const struct tally *by_leaf);

#endif
