/*
 * fences.c - the outside times around a submission, with what proves them.
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

void
submission_fences_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct submission_id id;
	char text[UUID_TEXT];
	struct jout j;
	enum err e;

	if (!arg_submission(a, r, &id))
		return;
	j = jout_start(reply_json(r, 200));
	submission_id_text(id, text);
	jout_object(&j);
	jout_kstr(&j, "submission", text);
	jout_key(&j, "fences");
	jout_array(&j);
	e = look_fences(v->door->store, &v->who, id, put_fence, &j);
	jout_array_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "no-store");
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such submission, or it is not yours to see.");
	if (e != OK)
		problem_reply(r, e, &why);
}
