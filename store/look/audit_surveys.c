/*
 * audit_surveys.c - what an auditor should look at in a period's surveys.
 *
 * Knows what of a survey should agree. Touches handovers, forms and second
 * entries, for reading: one short transaction a survey.
 */
#include "store/look/audit.h"
#include "store/look/surveys_admit.h"
#include "store/table/forms.h"
#include "store/table/handovers.h"
#include "store/table/seconds.h"

struct surveyed {
	struct auditing *a;
	unsigned survey;
	struct moment now;
	/* of the handovers */
	uint64_t valid, last_entry;
	struct moment last_time;
};

static const struct survey *
survey_of(const struct surveyed *w)
{
	return &w->a->plan->surveys[w->survey];
}

static void
see_handover(void *self, const struct handover *h)
{
	struct surveyed *w = self;
	const char *id = survey_of(w)->id.text;
	struct finding f = { .place = h->opened_entry, .time = h->opened_at };
	unsigned long long number = h->number;

	w->valid += h->valid;
	w->last_entry = h->entry;
	w->last_time = h->time;
	if (h->opened && !handover_same_seals(h->seals, h->found)) {
		f.code = FINDING_SEAL_OTHER;
		finding_say(findings_add(w->a->out, &f),
		    "Survey %s, handover %llu: %s",
		    "Phiếu %s, lần bàn giao %llu: %s", id, number, h->note);
	}
	if (h->opened && !h->intact) {
		f.code = FINDING_SEAL_BROKEN;
		finding_say(findings_add(w->a->out, &f),
		    "Survey %s, handover %llu: %s",
		    "Phiếu %s, lần bàn giao %llu: %s", id, number, h->note);
	}
}

static bool
is_over(const struct surveyed *w)
{
	const struct window *window =
	    plan_window(w->a->plan, survey_of(w)->block, STAGE_SURVEY);

	return window != NULL && !moment_before(w->now, window->closes);
}

/* While forms still come in they are fewer, and nothing is wrong. */
static void
compare_count(struct surveyed *w, struct txn *t)
{
	const struct survey *s = survey_of(w);
	struct finding f = { .code = FINDING_FORMS_MISCOUNTED,
		.place = w->last_entry,
		.time = w->last_time };
	uint64_t kept = forms_count(t, w->a->plan->period, s->id);

	if (w->last_entry == 0 || kept == w->valid ||
	    (kept < w->valid && !is_over(w)))
		return;
	finding_say(findings_add(w->a->out, &f),
	    "Survey %s: %llu forms count, %llu were valid in the packages.",
	    "Phiếu %s: đã nhập %llu phiếu, số hợp lệ bàn giao là %llu.",
	    s->id.text, (unsigned long long)kept, (unsigned long long)w->valid);
}

static void
compare_quota(struct surveyed *w, struct txn *t)
{
	const struct survey *s = survey_of(w);
	struct finding f = { .code = FINDING_FORMS_OVER_QUOTA,
		.place = w->a->rules,
		.time = w->now };

	for (unsigned g = 0; g < s->n_respondents; g++) {
		uint64_t kept = forms_count_of(t, w->a->plan, w->survey, g);

		if (kept <= s->respondents[g].expected)
			continue;
		finding_say(findings_add(w->a->out, &f),
		    "Survey %s, group %s: %llu forms of %llu planned.",
		    "Phiếu %s, nhóm %s: %llu phiếu, chỉ tiêu %llu.", s->id.text,
		    s->respondents[g].id, (unsigned long long)kept,
		    (unsigned long long)s->respondents[g].expected);
	}
}

static enum err
compare_sample(struct surveyed *w)
{
	const struct survey *s = survey_of(w);
	const struct survey_asked asked = { w->a->plan, w->survey, s->id };
	struct finding f = { .code = FINDING_SECOND_MISSING,
		.place = w->a->rules,
		.time = w->now };
	struct drawn_counts n;
	enum err e;

	if (s->second.millionths == 0 || !is_over(w))
		return OK;
	e = survey_count_drawn(w->a->store, &asked, &n);
	if (e == OK && n.missing > 0)
		finding_say(findings_add(w->a->out, &f),
		    "Survey %s: %llu of %llu drawn forms.",
		    "Phiếu %s: %llu trong %llu phiếu đã rút mẫu.", s->id.text,
		    (unsigned long long)n.missing, (unsigned long long)n.drawn);
	return e;
}

static bool
see_second(void *self, const char *number, const struct second *s)
{
	struct surveyed *w = self;
	struct finding f = { .code = FINDING_FORM_UNEXPLAINED,
		.place = s->facts.entry,
		.time = s->time };

	if (s->differs > 0 && s->reason[0] == '\0')
		finding_say(findings_add(w->a->out, &f),
		    "Survey %s, form %s: %llu answers differ.",
		    "Phiếu %s, số %s: %llu câu trả lời khác nhau.",
		    survey_of(w)->id.text, number,
		    (unsigned long long)s->differs);
	return true;
}

enum err
audit_surveys(struct auditing *a)
{
	const struct plan *p = a->plan;
	struct reading now;
	enum err e = store_now(a->store, &now);

	for (unsigned i = 0; i < p->n_surveys && e == OK; i++) {
		struct surveyed w = { .a = a, .survey = i, .now = now.wall };
		struct txn t;

		txn_read(&t, a->store->env);
		handovers_each(&t, p->period, p->surveys[i].id, see_handover,
		    &w);
		compare_count(&w, &t);
		compare_quota(&w, &t);
		seconds_each(&t, p, i, see_second, &w);
		e = txn_end(&t);
		if (e == OK)
			e = compare_sample(&w);
	}
	return e;
}
