/*
 * fences.c - the outside times around a submission or a commitment, with what
 * proves them.
 *
 * Knows their shape as JSON. Touches the store through a look.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/base/encode.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"

static void
kbase64(struct jout *j, const char *key, struct slice bytes)
{
	struct buf text = { 0 };

	base64_put(&text, bytes);
	jout_ktext(j, key, buf_all(&text));
	buf_free(&text);
}

static void
put_fence(void *self, const struct fence_proof *p, const struct stamp *s)
{
	struct jout *j = self;

	jout_object(j);
	jout_kstr(j, "side", fence_side_name(p->side));
	jout_kstr(j, "authority", p->authority);
	jout_kmoment(j, "time", s->time);
	if (s->has_accuracy)
		jout_kint(j, "accuracy_us", s->accuracy.us);
	jout_ktext(j, "receipt", p->receipt);
	kbase64(j, "request", p->request);
	kbase64(j, "response", p->response);
	jout_object_end(j);
}

/* {"submission":"...","fences":[ */
static struct jout
begin(struct reply *r, const char *what, const char *id)
{
	struct jout j = jout_start(reply_json(r, 200));

	jout_object(&j);
	jout_kstr(&j, what, id);
	jout_key(&j, "fences");
	jout_array(&j);
	return j;
}

static void
end(struct reply *r, struct jout *j, enum err e, const char *what)
{
	struct fault why = { 0 };

	jout_array_end(j);
	jout_object_end(j);
	reply_header_text(r, "Cache-Control", "no-store");
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such %s, or it is not yours to see.", what);
	if (e != OK)
		problem_reply(r, e, &why);
}

void
submission_fences_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct submission_id id;
	char text[UUID_TEXT];
	struct jout j;
	enum err e;

	if (!arg_submission(a, r, &id))
		return;
	submission_id_text(id, text);
	j = begin(r, "submission", text);
	e = look_fences(v->door->store, &v->who, id, put_fence, &j);
	end(r, &j, e, "submission");
}

void
commitment_fences_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct commitment_id id;
	struct period_id period;
	struct unit_id unit;
	char text[UUID_TEXT];
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_commitment(a, r, &id))
		return;
	commitment_id_text(id, text);
	j = begin(r, "commitment", text);
	e = look_commitment_fences(v->door->store, &v->who, period, unit, id,
	    put_fence, &j);
	end(r, &j, e, "commitment");
}
