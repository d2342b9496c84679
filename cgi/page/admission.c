/*
 * admission.c - the council lets a late document count.
 *
 * Knows the body that names the decision. Touches the store through one act.
 */
#include "cgi/door/door.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/view/views.h"

#define MANDATE_BODY 8192

/* "" where it is left out, or no text: the act says what is missing. */
static struct slice
part_of(const struct jv *decision, const char *key)
{
	struct jv v = jv_get(decision, key);
	struct slice text = slice_text("");

	(void)jv_text(&v, &text);
	return text;
}

static enum err
read_decision(const struct jv *root, struct mandate *out, struct fault *why)
{
	static const char *const known[] = { "decision", NULL };
	static const char *const parts[] = { "number", "date", "reason",
		"person", NULL };
	struct jv decision = jv_get(root, "decision");
	struct jv other = jv_unknown(root, known);

	if (jv_kind(&other) == JSON_NONE)
		other = jv_unknown(&decision, parts);
	if (jv_kind(&other) != JSON_NONE) {
		char pointer[64];

		jv_pointer(&other, pointer, sizeof pointer);
		return fault_set(why, ERR_UNKNOWN_FIELD, pointer,
		    "There is no such field here.");
	}
	return mandate_read(part_of(&decision, "number"),
	    part_of(&decision, "date"), part_of(&decision, "reason"),
	    part_of(&decision, "person"), out, why);
}

void
submission_admission_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct mandate mandate;
	struct submission_id id;
	struct fault why = { 0 };
	struct submission s;
	struct jv root;
	struct jout j;
	enum err e;

	if (!arg_submission(a, r, &id) || !body_json(a, r, MANDATE_BODY, &root))
		return;
	if ((e = read_decision(&root, &mandate, &why)) == OK)
		e = act_admit_late(v->door->store, &v->who, id, &mandate, &s,
		    &why);
	if (e == ERR_NOT_FOUND)
		(void)fault_set(&why, e, "",
		    "There is no such submission, or it is not yours to see.");
	if (answer_json(r, 200, e, &why, &j))
		view_submission(&j, &s, SLICE_NONE, NULL, 0);
}
