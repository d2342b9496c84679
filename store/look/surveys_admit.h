/*
 * surveys_admit.h - inside store/look only: who may ask about a survey.
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

#endif
