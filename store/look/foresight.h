/*
 * foresight.h - what a change of an open period would do, before it is made.
 *
 * Each a look of its own, as those of looks.h.
 */
#ifndef STORE_LOOK_FORESIGHT_H
#define STORE_LOOK_FORESIGHT_H

#include "store/amended.h"
#include "store/model/extend.h"
#include "store/model/role.h"
#include "store/model/submission.h"
#include "store/store.h"
#include "store/table/mandates.h"

/* A verdict that the changed windows would give. */
struct verdict_flip {
	const struct submission *submission;
	enum verdict would;
	const struct window *window; /* which gives it; of the new plan */
};

/* A unit whose points or rank would be others; ranks 0: none yet. One that
 * waits for its first result is not told of. */
struct shift_look {
	const struct unit *unit;
	bool waits; /* it was there before, and was never scored */
	struct points was, would; /* of `max_was`, `max_would` */
	struct points max_was, max_would;
	unsigned rank_was, rank_would;
};

struct amendment_look {
	void (*flip)(void *self, const struct verdict_flip *f);
	void (*shift)(void *self, const struct shift_look *s);
	void *self;
	struct faults *faults;  /* every fault of the new data is added to it;
				 * NULL: the first is enough */
	uint64_t flips, shifts; /* how many were told */
	uint64_t refused; /* documents refused under a window that changes:
			   * they were not kept and must be sent again */
};

/*
 * What act_amend_period would change, by the records as they
 * stand: unit by unit, every verdict that another window would give and every
 * unit's points and rank. Nothing is written. One short transaction a unit.
 * Who may amend. What the act would refuse is refused, but for the decision.
 */
enum err look_amendment(struct store *s, const struct who *who,
    struct period_id period, const struct amendment *in,
    struct amendment_look *look, struct fault *why);

/* The newest outage that the log told of since the period opened and that,
 * by the rule announced for the period, moves a deadline in force: its entry's
 * place and [from, to). ERR_NOT_FOUND. */
enum err look_outage(struct store *s, struct period_id period, uint64_t *entry,
    struct interval *out);

/* An extension as it is asked for, each part SLICE_NONE when it is not said:
 * the stage is that of evidence then, and it is for all. */
struct extension_words {
	struct slice stage, until, closes, unit, block;
	bool outage; /* by the announced rule, for the newest outage */
};

/*
 * The bundle in force with the rows that the extension adds, appended, and
 * these; `*outage` is the log's entry of the outage that is meant, or 0. The
 * caller frees rows->list. ERR_NOT_FOUND, ERR_CONFLICT, ERR_MALFORMED,
 * ERR_MISSING_FIELD and the errors of extend_rows, said at "/until" and so on.
 */
enum err look_extension(struct store *s, const struct plan *plan,
    const struct extension_words *words, struct extension_rows *rows,
    struct buf *bundle, uint64_t *outage, struct fault *why);

/* The first submissions of a unit, oldest first, whose verdict is another one
 * than the windows in force give. Walks through all of the unit's. */
enum err look_misjudged(struct store *s, struct period_id period,
    struct unit_id unit, struct submission_id *list, size_t room, size_t *n);

#endif
