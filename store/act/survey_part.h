/*
 * survey_part.h - what every act about a survey's forms asks first. For
 * store/act only.
 */
#ifndef STORE_ACT_SURVEY_PART_H
#define STORE_ACT_SURVEY_PART_H

#include "store/act/part.h"
#include "store/model/form_sums.h"
#include "store/table/counts.h"
#include "store/table/forms.h"

struct surveying {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	unsigned index; /* of the survey */
	struct period_id period;
	struct survey_id id;
	struct reading now;
	struct fault *why;
};

/* What is asked, and of whom; the rest is survey_begin's. */
struct surveying survey_asked(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct fault *why);

/* Role, open period, survey; reads the clock. */
enum err survey_begin(struct surveying *v, enum may may);

/* The same for a batch of forms to enter: how many they are (ERR_EMPTY,
 * ERR_TOO_BIG, said), and the survey's window. */
enum err survey_begin_batch(struct surveying *v, unsigned n);

/* The survey's window; one without a window is open as long as its period. */
enum err survey_window(const struct surveying *v);

/*
 * Whether forms may begin to count. 1. Of a sealed survey none before a
 * handover is recorded and opened. 2. Never more than were valid in opened
 * packages. 3. Where the survey refuses what is over, no group gets more than
 * it was planned. `sums` NULL: rule 1 alone.
 */
enum err survey_admits(const struct surveying *v, struct txn *t,
    const struct form_sums *sums);

/* Counts change: units are to be scored again, and readers told. */
void survey_counted(const struct surveying *v, struct txn *t,
    const struct form_sums *sums, struct moment time, uint64_t entry);

/* "period" and "survey" of an entry's body; and a person's words, salted. */
void survey_lines(struct buf *body, const struct surveying *v);
enum err survey_log(const struct surveying *v, struct txn *t,
    enum entry_type type, struct buf *body, uint64_t *entry,
    struct moment *time);

/* ERR_MISSING_FIELD, ERR_TOO_BIG, ERR_ENCODING, said. */
enum err survey_reason(const char *reason, struct fault *why);

#endif
