/*
 * survey_sample.c - the forms that are to be entered a second time.
 *
 * Knows by which entry a form came to count. Touches forms, imports, second
 * entries and the log, for reading.
 */
#include <stdio.h>
#include <string.h>

#include "store/look/surveys.h"
#include "store/look/surveys_admit.h"
#include "store/model/sample.h"
#include "store/table/forms.h"

#define SAMPLE_LOOK 2000 /* forms in one short transaction */

struct sampling {
	struct store *store;
	struct txn *t;
	const struct survey_asked *a;
	bool (*each)(void *self, const struct drawn_form *f);
	void *self;
	const char *after;           /* behind which form; "": from the first */
	char from[FORM_NUMBER_ROOM]; /* where to go on; "": at the end */
	unsigned seen;
	/* of the form before: most come many at a time */
	bool has_root;
	uint64_t entry;
	struct digest root;
};

/* The place of the entry by which the form came to count. */
static bool
first_entry(struct sampling *w, const char *number,
    const struct form_facts *newest, uint64_t *entry)
{
	struct form_facts facts = *newest;
	struct pool pool = { 0 };
	struct import import;
	struct form form;
	bool found = true;

	if (facts.version > 1)
		found = forms_get(w->t, w->a->plan, w->a->survey, number, 1,
		    &pool, &form, &facts);
	pool_free(&pool);
	*entry = facts.entry;
	if (found && facts.import != 0) {
		found = imports_get(w->t, w->a->plan->period, w->a->id,
		    facts.import, &import);
		*entry = import.entry;
	}
	if (!found)
		txn_require(w->t, ERR_BROKEN);
	return found;
}

static bool
read_root(struct sampling *w, uint64_t entry)
{
	if (w->has_root && w->entry == entry)
		return true;
	txn_require(w->t,
	    ledger_root_at(w->store->ledger, w->t, entry, &w->root));
	w->entry = entry;
	w->has_root = w->t->err == OK;
	return w->has_root;
}

static bool
tell(struct sampling *w, const char *number)
{
	struct drawn_form f = { .number = number,
		.entry = w->entry,
		.root = w->root };
	struct pool pool = { 0 };
	struct second kept;
	struct form form;

	f.entered = seconds_get(w->t, w->a->plan, w->a->survey, number, &pool,
	    &form, &kept);
	pool_free(&pool);
	return w->each(w->self, &f);
}

static bool
sample_one(void *self, const char *number, const struct form_facts *f)
{
	struct sampling *w = self;
	uint64_t entry;

	if (w->seen++ == SAMPLE_LOOK) {
		(void)snprintf(w->from, sizeof w->from, "%s", number);
		return false;
	}
	if (strcmp(number, w->after) == 0)
		return true;
	if (!first_entry(w, number, f, &entry) || !read_root(w, entry))
		return false;
	if (form_is_drawn(w->a->plan, w->a->survey, w->root, number) &&
	    !tell(w, number))
		return false;
	return w->t->err == OK;
}

enum err
survey_drawn(struct store *s, const struct survey_asked *a, const char *after,
    bool (*each)(void *self, const struct drawn_form *f), void *self)
{
	struct txn t;
	struct sampling w = { .store = s,
		.t = &t,
		.a = a,
		.each = each,
		.self = self,
		.after = after };
	char from[FORM_NUMBER_ROOM];
	enum err e = OK;

	(void)snprintf(w.from, sizeof w.from, "%s", after);
	while (e == OK) {
		memcpy(from, w.from, sizeof from);
		w.from[0] = '\0';
		w.seen = 0;
		txn_read(&t, s->env);
		forms_each(&t, a->plan, a->survey, from, sample_one, &w);
		e = txn_end(&t);
		if (w.from[0] == '\0')
			break;
	}
	return e;
}

enum err
look_sample(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, const char *after,
    bool (*each)(void *self, const struct drawn_form *f), void *self,
    struct fault *why)
{
	struct survey_asked a;
	enum err e =
	    survey_admit(s, who, MAY_READ_SURVEYS, period, survey, &a, why);

	return e == OK ? survey_drawn(s, &a, after, each, self) : e;
}

static bool
count_one(void *self, const struct drawn_form *f)
{
	struct drawn_counts *n = self;

	n->drawn++;
	n->missing += !f->entered;
	return true;
}

enum err
survey_count_drawn(struct store *s, const struct survey_asked *a,
    struct drawn_counts *out)
{
	*out = (struct drawn_counts){ 0 };
	return survey_drawn(s, a, "", count_one, out);
}
