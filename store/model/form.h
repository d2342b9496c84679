/*
 * form.h - one survey form: who is judged, and the answers. Pure.
 */
#ifndef STORE_MODEL_FORM_H
#define STORE_MODEL_FORM_H

#include "store/model/plan.h"

#define FORM_NUMBER_ROOM 40

/*
 * A form as it came. An organisation's form has a row of answers for each
 * unit it judges; a citizen's has one. `answer[question]` is 1..scale, 0 for
 * blank or "don't know".
 */
struct form_row {
	unsigned unit;
	uint8_t answer[LEAVES_MOST];
};
struct form {
	char number[FORM_NUMBER_ROOM]; /* unique within its survey */
	char group[FORM_NUMBER_ROOM];  /* respondent group */
	struct form_row *rows;         /* in the pool it was read into */
	unsigned n_rows;
	unsigned respondents;    /* index of the group in its survey */
	char channel[NAME_ROOM]; /* by which it came; "": not said */
	unsigned by_channel;     /* its index, where there is one */
};

/*
 * Reads {"number":"P-0001","group":"hdnd","units":{"D01":{"q1":1,...},...}}
 * or, for a citizen's form, {"number":"C-0001","group":"citizen",
 * "unit":"D01","answers":{"s1":5,...}}. An answer is a number, or the id of an
 * option ("A"). Where the survey lists its channels, "channel" names one; else
 * nothing does. Every fault names its pointer.
 */
enum err form_read(const struct plan *p, unsigned survey, const struct jv *json,
    struct pool *pool, struct form *out, struct fault *why);

/* The survey's channel of that id, -1 when there is none; and a form that came
 * by it. */
int channel_of(const struct survey *s, struct slice name);
void form_set_channel(struct form *f, const struct survey *s, unsigned channel);

/*
 * Compares two forms of one number; `each` (may be NULL) is told of every
 * answer that differs, by unit and question, 0 for blank, for a question of a
 * unit that only one judges too; a difference of group has question -1. Returns
 * how many.
 */
struct form_difference {
	unsigned unit;
	int question;
	uint8_t first, second;
};
unsigned form_differs(const struct plan *p, unsigned survey,
    const struct form *first, const struct form *second,
    void (*each)(void *self, const struct form_difference *d), void *self);

/* The same object that form_read reads, in one order: what is hashed. */
void form_put(struct buf *to, const struct plan *p, unsigned survey,
    const struct form *form);

/* Does a question's answer count to its leaf? "Don't know" does not. */
bool question_counts(const struct question *q, unsigned answer);

/* Is a unit asked about by it? Not about a leaf that does not apply to it. */
bool question_is_for(const struct plan *p, unsigned unit,
    const struct question *q);

/* Adds a question's counted answers to its leaf's tally. */
void question_tally(const struct question *q, const uint64_t *count,
    struct tally *to);

#endif
