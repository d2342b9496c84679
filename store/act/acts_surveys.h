/*
 * acts_surveys.h - survey forms, their second entries, imports and handovers:
 * acts.h says what holds of every act.
 */
#ifndef STORE_ACT_ACTS_SURVEYS_H
#define STORE_ACT_ACTS_SURVEYS_H

#include "store/model/form.h"
#include "store/model/handover.h"
#include "store/model/role.h"
#include "store/store.h"
#include "store/table/handovers.h"
#include "store/table/imports.h"
#include "store/table/seconds.h"

struct forms_entered {
	unsigned taken; /* new forms */
	unsigned known; /* came before with the same answers */
	uint64_t entry; /* place in the log of the batch; 0: none was new */
};

/*
 * Takes a batch of at most FORMS_MOST forms, all or none: a number that came
 * before with other answers is ERR_CONFLICT and names the form. Of a sealed
 * survey none before its packages are opened (ERR_WRONG_STATE), nor more than
 * were valid in them; nor more than a group was planned where the survey says
 * so (ERR_QUOTA).
 */
#define FORMS_MOST 1000
enum err act_enter_forms(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *forms,
    unsigned n, struct digest batch, struct forms_entered *out,
    struct fault *why);

/* Puts other answers in the place of a form's, under a reason: a new version;
 * the old one stays to be read, the counts move exactly. ERR_NOT_FOUND,
 * ERR_STALE unless `seen` is the newest version, ERR_CONFLICT when the answers
 * are the same. */
enum err act_correct_form(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *form,
    const char *reason, uint32_t seen, uint32_t *version, struct fault *why);

/* Forms entered a second time, by somebody else, to be compared: nothing of
 * them counts. ERR_NOT_FOUND for a number that was not entered, ERR_CONFLICT
 * when the same token entered it. */
struct seconds_entered {
	unsigned compared, differ;
};
enum err act_enter_seconds(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const struct form *forms,
    unsigned n, struct digest batch, struct seconds_entered *out,
    struct fault *why);

/* Says why a second entry differs. ERR_NOT_FOUND; ERR_CONFLICT when it does
 * not. */
enum err act_explain_difference(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, const char *number,
    const char *reason, struct fault *why);

/* A file of any number of forms: begun, staged FORMS_MOST at a time without
 * counting, and counted by one last act, or dropped. A begun import of the
 * same file is gone on with; of another file ERR_CONFLICT. */
enum err act_begin_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct digest file,
    struct import *out, struct fault *why);

/* `found[i]` tells what became of each; FORM_OTHER and FORM_STAGED are not
 * taken, and nothing else is kept from being. */
enum err act_stage_forms(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    const struct form *forms, unsigned n, enum form_found *found,
    struct fault *why);
enum err act_count_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    uint64_t skipped, struct import *out, struct fault *why);

/* Gives an import up; its forms are cleared away a part at a time: call again
 * while *more. */
struct import_drop {
	char from[FORM_NUMBER_ROOM]; /* empty at first */
	bool more;
};
enum err act_drop_import(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t import,
    struct import_drop *at, struct fault *why);

/* Sealed packages change hands (handover.h), and are opened by two persons.
 * The first gives *h its number. ERR_NOT_FOUND; ERR_CONFLICT when they were
 * opened before. */
enum err act_hand_over(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, struct handover *h,
    struct fault *why);
enum err act_open_seal(struct store *s, const struct who *who,
    struct period_id period, struct survey_id survey, uint64_t number,
    const struct handover *opening, struct handover *out, struct fault *why);

#endif
