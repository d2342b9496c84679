/*
 * publication.c - results are published and corrected, and how far they are.
 *
 * Knows the bodies {"decision":2} and {"decision":3,"reason":"..."}. Touches
 * the store through acts and a look.
 */
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define BODY 8192

void
publication_get(void *self, struct ask *a, struct reply *r)
{
	struct publication *p = pool_take(&a->pool, sizeof *p);
	struct visit *v = self;
	struct period_id period;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period))
		return;
	e = p == NULL
		? ERR_NO_MEMORY
		: look_publication(v->door->store, &v->who, period, p, &why);
	if (!answer_json(r, 200, e, &why, &j))
		return;
	view_publication(&j, p);
	reply_header_text(r, "Cache-Control", "no-store");
}

typedef enum err (*publish_fn)(struct store *s, const struct who *who,
    const struct publishing *in, struct revision *out, struct fault *why);

static enum err
publish(struct visit *v, const struct jv *root, const char *const *known,
    publish_fn act, struct publishing *in, struct revision *out,
    struct fault *why)
{
	struct jv at = jv_unknown(root, known);
	char reason[sizeof out->reason];
	int64_t n = 0;
	enum err e;

	if (jv_kind(&at) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "The field \"%s\" is not known here.", at.key);
	at = jv_get(root, "decision");
	if (!jv_int(&at, &n) || n < 1)
		return fault_set(why, ERR_MISSING_FIELD, "/decision",
		    "\"decision\" is the number under which the decision is "
		    "kept in this period: 1, 2, ...");
	in->record = (uint64_t)n;
	if ((e = body_reason(root, reason, sizeof reason, why)) != OK)
		return e;
	in->reason = reason;
	return act(v->door->store, &v->who, in, out, why);
}

static void
post(struct visit *v, struct ask *a, struct reply *r, const char *const *known,
    publish_fn act)
{
	struct publishing in = { .record = 0 };
	struct revision out;
	struct fault why = { 0 };
	struct jv root;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &in.period) || !body_json(a, r, BODY, &root))
		return;
	e = publish(v, &root, known, act, &in, &out, &why);
	if (answer_json(r, 201, e, &why, &j))
		view_revision(&j, &out);
}

void
publication_post(void *self, struct ask *a, struct reply *r)
{
	static const char *const known[] = { "decision", NULL };

	post(self, a, r, known, act_publish);
}

void
correction_post(void *self, struct ask *a, struct reply *r)
{
	static const char *const known[] = { "decision", "reason", NULL };

	post(self, a, r, known, act_correct);
}
