/*
 * survey_part.c - what every act about a survey's forms asks first.
 *
 * Knows the three rules of survey_admits. Touches the tables it counts in.
 */
#include "store/act/survey_part.h"

#include "store/act/acts.h"
#include "store/base/text.h"
#include "store/table/outbox.h"

struct surveying
survey_asked(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, struct fault *why)
{
	return (struct surveying){ .store = s,
		.who = who,
		.period = period,
		.id = survey,
		.why = why };
}

enum err
survey_begin(struct surveying *v, enum may may)
{
	static const struct unit_id nobody;
	enum err e;
	int index;

	if ((e = part_may(v->who, may, v->period, nobody, v->why)) != OK ||
	    (e = part_plan(v->store, v->period, &v->plan, v->why)) != OK ||
	    (e = store_now(v->store, &v->now)) != OK)
		return e;
	if ((index = plan_survey(v->plan, v->id)) < 0)
		return fault_set(v->why, ERR_NOT_FOUND, "/survey",
		    "Period %s has no survey \"%s\".", v->period.text,
		    v->id.text);
	v->index = (unsigned)index;
	return OK;
}

enum err
survey_window(const struct surveying *v)
{
	unsigned block = v->plan->surveys[v->index].block;

	if (plan_window(v->plan, block, STAGE_SURVEY) == NULL)
		return OK;
	return part_window(v->plan, block, STAGE_SURVEY, &v->now, v->why);
}

enum err
survey_begin_batch(struct surveying *v, unsigned n)
{
	enum err e = survey_begin(v, MAY_ENTER_FORMS);

	if (e != OK)
		return e;
	if (n == 0)
		return fault_set(v->why, ERR_EMPTY, "/forms",
		    "The batch holds no form.");
	if (n > FORMS_MOST)
		return fault_set(v->why, ERR_TOO_BIG, "/forms",
		    "A batch holds at most %d forms.", FORMS_MOST);
	return survey_window(v);
}

static enum err
sealed_admits(const struct surveying *v, struct txn *t, uint64_t more)
{
	struct handover_sums sums = handovers_sum(t, v->period, v->id);
	uint64_t kept = forms_count(t, v->period, v->id);

	if (t->err != OK)
		return t->err;
	if (sums.opened == 0)
		return fault_set(v->why, ERR_WRONG_STATE, "/survey",
		    "The forms of survey %s are sealed: %s", v->id.text,
		    sums.all == 0
			? "no handover of its packages has been recorded."
			: "none of its packages has been opened by two "
			  "persons yet.");
	if (kept + more > sums.valid)
		return fault_set(v->why, ERR_QUOTA, "/forms",
		    "The opened packages of survey %s held %llu valid forms; "
		    "%llu count and %llu more are refused.",
		    v->id.text, (unsigned long long)sums.valid,
		    (unsigned long long)kept, (unsigned long long)more);
	return OK;
}

static enum err
quota_admits(const struct surveying *v, struct txn *t,
    const struct form_sums *sums)
{
	const struct survey *s = &v->plan->surveys[v->index];
	uint64_t kept;

	for (unsigned g = 0; g < s->n_respondents; g++) {
		if (sums->forms[g] <= 0)
			continue;
		kept = forms_count_of(t, v->plan, v->index, g);
		if (kept + (uint64_t)sums->forms[g] >
		    s->respondents[g].expected)
			return fault_set(v->why, ERR_QUOTA, "/forms",
			    "Group %s of survey %s is planned with %llu forms; "
			    "%llu count and %lld more are refused.",
			    s->respondents[g].id, v->id.text,
			    (unsigned long long)s->respondents[g].expected,
			    (unsigned long long)kept,
			    (long long)sums->forms[g]);
	}
	return t->err;
}

enum err
survey_admits(const struct surveying *v, struct txn *t,
    const struct form_sums *sums)
{
	const struct survey *s = &v->plan->surveys[v->index];
	uint64_t more = 0;
	enum err e = OK;

	for (unsigned g = 0; sums != NULL && g < s->n_respondents; g++)
		more += sums->forms[g] > 0 ? (uint64_t)sums->forms[g] : 0;
	if (s->sealed)
		e = sealed_admits(v, t, more);
	if (e == OK && s->over_refused && sums != NULL)
		e = quota_admits(v, t, sums);
	return e;
}

void
survey_counted(const struct surveying *v, struct txn *t,
    const struct form_sums *sums, struct moment time, uint64_t entry)
{
	static const struct submission_id no_submission;
	static const struct leaf_id no_leaf;

	for (unsigned unit = 0; unit < v->plan->n_units; unit++) {
		if (!form_sums_judge(sums, unit))
			continue;
		outbox_raise(t, JOB_SCORE_UNIT, v->period,
		    v->plan->units[unit].id, entry);
		part_event(t, EVENT_FORMS_ENTERED, v->plan, unit, no_submission,
		    no_leaf, time, entry);
	}
}

void
survey_lines(struct buf *body, const struct surveying *v)
{
	entry_str(body, "period", v->period.text);
	entry_str(body, "survey", v->id.text);
}

enum err
survey_log(const struct surveying *v, struct txn *t, enum entry_type type,
    struct buf *body, uint64_t *entry, struct moment *time)
{
	enum err e;

	entry_int(body, "by", (int64_t)v->who->token.n);
	if ((e = body->err) == OK)
		e = ledger_add(v->store->ledger, t, type, &v->now,
		    buf_all(body), entry, time);
	buf_free(body);
	return e;
}

enum err
survey_reason(const char *reason, struct fault *why)
{
	struct buf text = { 0 };
	enum err e = OK;

	if (reason == NULL || reason[0] == '\0')
		return fault_set(why, ERR_MISSING_FIELD, "/reason",
		    "A reason is due here.");
	if (strlen(reason) >= FORM_REASON_ROOM)
		return fault_set(why, ERR_TOO_BIG, "/reason",
		    "A reason has at most %d bytes.", FORM_REASON_ROOM - 1);
	if (text_normalise(slice_text(reason), &text) != OK)
		e = fault_set(why, ERR_ENCODING, "/reason",
		    "The reason is not plain UTF-8 text.");
	buf_free(&text);
	return e;
}
