/*
 * surveys.c - how a survey stands, asked for.
 *
 * Knows who may know what of a survey. Touches forms, counts, handovers, second
 * entries and imports, for reading.
 */
#include "store/look/surveys.h"

#include <stdlib.h>

#include "store/look/surveys_admit.h"
#include "store/table/counts.h"
#include "store/table/forms.h"

enum err
survey_admit(struct store *s, const struct who *who, enum may may,
    struct period_id period, struct survey_id survey, struct survey_asked *out,
    struct fault *why)
{
	static const struct unit_id nobody;
	struct period row;
	enum err e;
	int index;

	*out = (struct survey_asked){ .id = survey };
	if (!who_may_in(who, may, period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read this of a survey.",
		    role_name(who->role));
	if ((e = store_plan(s, period, &out->plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	if ((index = plan_survey(out->plan, survey)) < 0)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "Period %s has no survey \"%s\".", period.text,
		    survey.text);
	out->survey = (unsigned)index;
	return OK;
}

/* ---- progress ---- */

static bool
is_eligible(const struct plan *p, const struct survey *s, unsigned unit)
{
	for (unsigned q = 0; q < s->n_questions; q++)
		if (question_is_for(p, unit, &s->questions[q]))
			return true;
	return false;
}

static void
take_units(struct txn *t, const struct survey_asked *a,
    struct survey_progress *out)
{
	const struct plan *p = a->plan;
	const struct survey *s = &p->surveys[a->survey];
	struct unit_progress *to;
	struct counts counts = { 0 };

	for (unsigned unit = 0; unit < p->n_units; unit++) {
		if (p->units[unit].block != s->block)
			continue;
		to = &out->unit[out->n_units++];
		to->unit = unit;
		to->eligible = is_eligible(p, s, unit);
		for (unsigned g = 0; g < s->n_respondents; g++) {
			counts_get(t, p, unit, a->survey, g, &counts);
			to->forms[g] = counts.forms;
		}
	}
}

static bool
take_second(void *self, const char *number, const struct second *s)
{
	struct survey_progress *out = self;

	(void)number;
	out->seconds++;
	out->differ += s->differs > 0;
	out->unexplained += s->differs > 0 && s->reason[0] == '\0';
	return true;
}

/* Rounded up: of few forms at least one. */
static uint64_t
part_of(uint64_t forms, struct points percent)
{
	const uint64_t whole = UINT64_C(100) * POINTS_ONE;
	uint64_t p = (uint64_t)percent.millionths;

	return forms / whole * p + (forms % whole * p + whole - 1) / whole;
}

static void
gather(struct txn *t, const struct survey_asked *a, struct survey_progress *out)
{
	const struct survey *s = &a->plan->surveys[a->survey];

	out->forms = forms_count(t, a->plan->period, a->id);
	for (unsigned g = 0; g < s->n_respondents; g++)
		out->group[g] = forms_count_of(t, a->plan, a->survey, g);
	for (unsigned c = 0; c < s->n_channels; c++)
		out->channel[c] = forms_count_by(t, a->plan, a->survey, c);
	take_units(t, a, out);
	out->handovers = handovers_sum(t, a->plan->period, a->id);
	seconds_each(t, a->plan, a->survey, take_second, out);
	out->second_due = part_of(out->forms, s->second);
	out->importing =
	    imports_last(t, a->plan->period, a->id, &out->import) &&
	    out->import.state == IMPORT_STAGING;
}

/* What is drawn is counted form by form, while there are not too many. */
static enum err
count_drawn(struct store *s, const struct survey_asked *a,
    struct survey_progress *out)
{
	struct drawn_counts n;
	enum err e;

	out->drawn_counted = out->forms <= DRAWN_COUNTED;
	if (!out->drawn_counted ||
	    a->plan->surveys[a->survey].second.millionths == 0)
		return OK;
	if ((e = survey_count_drawn(s, a, &n)) == OK) {
		out->second_due = n.drawn;
		out->missing = n.missing;
	}
	return e;
}

enum err
look_survey(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, struct survey_progress *out, struct fault *why)
{
	struct survey_asked a;
	struct txn t;
	enum err e;

	*out = (struct survey_progress){ 0 };
	e = survey_admit(s, who, MAY_READ_SURVEYS, period, survey, &a, why);
	if (e != OK)
		return e;
	out->plan = a.plan;
	out->survey = a.survey;
	out->unit = calloc(a.plan->n_units + 1, sizeof *out->unit);
	if (out->unit == NULL)
		return ERR_NO_MEMORY;
	txn_read(&t, s->env);
	gather(&t, &a, out);
	if ((e = txn_end(&t)) == OK)
		e = count_drawn(s, &a, out);
	if (e != OK)
		look_survey_free(out);
	return e;
}

void
look_survey_free(struct survey_progress *p)
{
	free(p->unit);
	p->unit = NULL;
}

enum err
look_handovers(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, void (*each)(void *self, const struct handover *h),
    void *self, struct fault *why)
{
	struct survey_asked a;
	struct txn t;
	enum err e =
	    survey_admit(s, who, MAY_READ_SURVEYS, period, survey, &a, why);

	if (e != OK)
		return e;
	txn_read(&t, s->env);
	handovers_each(&t, period, survey, each, self);
	return txn_end(&t);
}
