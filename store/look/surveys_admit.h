/*
 * surveys_admit.h - inside store/look only: who may ask about a survey, and its
 * sample.
 */
#ifndef STORE_LOOK_SURVEYS_ADMIT_H
#define STORE_LOOK_SURVEYS_ADMIT_H

#include "store/model/role.h"
#include "store/store.h"

struct survey_asked {
	const struct plan *plan;
	unsigned survey;
	struct survey_id id;
};

enum err survey_admit(struct store *s, const struct who *who, enum may may,
    struct period_id period, struct survey_id survey, struct survey_asked *out,
    struct fault *why);

/* look_sample without its question who asks. */
struct drawn_form;
enum err survey_drawn(struct store *s, const struct survey_asked *a,
    const char *after, bool (*each)(void *self, const struct drawn_form *f),
    void *self);

/* How many forms are drawn, and have no second entry. Costs a look at every
 * form. */
struct drawn_counts {
	uint64_t drawn, missing;
};
enum err survey_count_drawn(struct store *s, const struct survey_asked *a,
    struct drawn_counts *out);

#endif
