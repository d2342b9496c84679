/*
 * decision_body.c - the decision under which something is done, in a body.
 *
 * Touches nothing but its arguments.
 */
#include "cgi/page/decision_body.h"

enum err
body_known(const struct jv *root, const char *const *known, struct fault *why)
{
	struct jv other = jv_unknown(root, known);
	char pointer[64];

	if (jv_kind(&other) == JSON_NONE)
		return OK;
	jv_pointer(&other, pointer, sizeof pointer);
	return fault_set(why, ERR_UNKNOWN_FIELD, pointer,
	    "There is no such field here.");
}

/* "" where it is left out, or no text: what is missing is said then. */
static struct slice
part_of(const struct jv *decision, const char *key)
{
	struct jv v = jv_get(decision, key);
	struct slice text = slice_text("");

	(void)jv_text(&v, &text);
	return text;
}

enum err
body_decision(const struct jv *root, struct mandate *out, struct fault *why)
{
	static const char *const parts[] = { "number", "date", "reason",
		"person", NULL };
	struct jv decision = jv_get(root, "decision");
	enum err e = body_known(&decision, parts, why);

	return e != OK ? e
		       : mandate_read(part_of(&decision, "number"),
			     part_of(&decision, "date"),
			     part_of(&decision, "reason"),
			     part_of(&decision, "person"), out, why);
}
