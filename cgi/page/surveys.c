/*
 * surveys.c - survey forms come in batches.
 *
 * Knows the shape of a batch: {"forms":[...]}. Touches the store through an
 * act.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"

#define BATCH_BODY (8 * 1024 * 1024)

struct batch {
	struct period_id period;
	struct survey_id survey;
	struct form *forms;
	size_t n;
	struct digest digest;
};

static enum err
read_forms(const struct plan *plan, const struct json *doc, struct pool *pool,
    struct batch *b, struct fault *why)
{
	static const char *const known[] = { "forms", NULL };
	struct jv root = json_root(doc), list, one;
	int survey = plan_survey(plan, b->survey);
	enum err e;

	if (survey < 0)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "Period %s has no survey \"%s\".", b->period.text,
		    b->survey.text);
	one = jv_unknown(&root, known);
	list = jv_get(&root, "forms");
	if (jv_kind(&one) != JSON_NONE || jv_kind(&list) != JSON_IS_ARRAY)
		return fault_set(why, ERR_MALFORMED, "",
		    "A batch is {\"forms\":[...]} and nothing else.");
	b->n = jv_count(&list);
	if (b->n > FORMS_MOST)
		return fault_set(why, ERR_TOO_BIG, "/forms",
		    "A batch holds at most %d forms.", FORMS_MOST);
	b->forms = pool_array(pool, b->n + 1, sizeof *b->forms);
	if (b->forms == NULL)
		return ERR_NO_MEMORY;
	for (size_t i = 0; i < b->n; i++) {
		one = jv_at(&list, i);
		e = form_read(plan, (unsigned)survey, &one, pool, &b->forms[i],
		    why);
		if (e != OK)
			return e;
	}
	return OK;
}

static enum err
enter(struct visit *v, const struct json *doc, struct batch *b,
    struct pool *pool, struct forms_entered *out, struct fault *why)
{
	struct store *s = v->door->store;
	static const struct unit_id nobody;
	const struct plan *plan;
	struct period period;
	enum err e;

	/* who may not enter forms is not told about their faults */
	if (!who_may(&v->who, MAY_ENTER_FORMS, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not enter survey forms.",
		    role_name(v->who.role));
	if ((e = store_plan(s, b->period, &plan, &period)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    b->period.text);
	if ((e = read_forms(plan, doc, pool, b, why)) != OK)
		return e;
	return act_enter_forms(s, &v->who, b->period, b->survey, b->forms,
	    (unsigned)b->n, b->digest, out, why);
}

void
survey_forms_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct forms_entered done;
	struct fault why = { 0 };
	struct batch b = { 0 };
	struct slice raw;
	struct json *doc;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &b.period) || !arg_survey(a, r, &b.survey) ||
	    (doc = body_json(a, r, BATCH_BODY, &raw)) == NULL)
		return;
	b.digest = digest_of(raw);
	e = enter(v, doc, &b, &a->pool, &done, &why);
	json_free(&doc);
	if (e != OK) {
		problem_reply(r, e, &why);
		return;
	}
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_kuint(&j, "taken", done.taken);
	jout_kuint(&j, "known", done.known);
	jout_object_end(&j);
}
