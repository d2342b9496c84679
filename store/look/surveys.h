/*
 * surveys.h - how a survey stands: forms against what was planned, its sealed
 * packages, second entries, and what was answered.
 *
 * Common to all: ERR_FORBIDDEN, ERR_UNKNOWN_PERIOD, ERR_NOT_FOUND (survey),
 * said in *why. Progress is for who may read surveys; answers for who may see
 * survey points.
 */
#ifndef STORE_LOOK_SURVEYS_H
#define STORE_LOOK_SURVEYS_H

#include "store/model/disclose.h"
#include "store/model/role.h"
#include "store/store.h"
#include "store/table/handovers.h"
#include "store/table/imports.h"
#include "store/table/seconds.h"

/* A unit of the survey's block. */
struct unit_progress {
	unsigned unit;
	bool eligible; /* some question's leaf applies to it */
	uint64_t forms[RESPONDENTS_MOST]; /* that judge it, by group */
};

#define DRAWN_COUNTED 20000
struct survey_progress {
	const struct plan *plan;
	unsigned survey;
	uint64_t forms;                   /* that count */
	uint64_t group[RESPONDENTS_MOST]; /* of each group */
	uint64_t channel[CHANNELS_MOST];  /* by each channel */
	struct unit_progress *unit;       /* in the plan's order */
	unsigned n_units;
	struct handover_sums handovers;
	/* second entries: how many there are to be, are, differ, and of those
	 * are not explained; and how many that are to be are not. Of more than
	 * DRAWN_COUNTED forms the first is about, and the last not known */
	uint64_t second_due, seconds, differ, unexplained, missing;
	bool drawn_counted;
	bool importing; /* an import is begun and neither counted nor dropped */
	struct import import;
};
enum err look_survey(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey,
    struct survey_progress *out, struct fault *why);
void look_survey_free(struct survey_progress *p);

/* Each handover in its order. */
enum err look_handovers(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey,
    void (*each)(void *self, const struct handover *h), void *self,
    struct fault *why);

/* Each second entry that differs from the form it was compared with, and each
 * answer of it that does. */
struct differences {
	void (*form)(void *self, const struct plan *plan, unsigned survey,
	    const char *number, const struct second *s);
	void (*answer)(void *self, const struct plan *plan, unsigned survey,
	    const struct form_difference *d);
	void *self;
};
enum err look_differences(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey,
    const struct differences *each, struct fault *why);

/* The sample to be entered a second time, by number, behind `after` ("": all):
 * the forms that the lot of sample.h draws, whoever asks, and what it was drawn
 * with; false from `each` ends. */
struct drawn_form {
	const char *number;
	uint64_t entry;     /* place in the log by which it came to count */
	struct digest root; /* of the log up to and with it */
	bool entered;       /* a second time */
};
enum err look_sample(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const char *after,
    bool (*each)(void *self, const struct drawn_form *f), void *self,
    struct fault *why);

/* A form as it stands (`version` 0) or stood, for who may correct it. */
enum err look_form(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const char *number,
    uint32_t version, struct pool *pool, struct form *out,
    struct form_facts *facts, struct fault *why);

/* How often each answer was given about a unit, by question; groups with few
 * answers stand together (disclose.h). */
struct question_answers {
	struct disclosed shown;
	uint64_t count[RESPONDENTS_MOST][ANSWERS_MOST]; /* by part */
};
struct survey_answers {
	const struct plan *plan;
	unsigned survey, unit;
	struct question_answers *question; /* one each */
};
enum err look_answers(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct unit_id unit,
    struct survey_answers *out, struct fault *why);
void look_answers_free(struct survey_answers *a);

/* Whether the counts and tallies of every opened period are the sums of its
 * forms; `bad` is told a sentence about each that is not. `*forms` were looked
 * at. Blocks: a snapshot a survey. */
enum err look_check_surveys(struct store *s,
    void (*bad)(void *self, const char *sentence), void *self, uint64_t *forms);

#endif
