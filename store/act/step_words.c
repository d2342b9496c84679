/*
 * step_words.c - what a request for a step must say.
 *
 * Knows which steps need a text, a leaf, a decision, a report. Touches nothing.
 */
#include "store/act/stepping.h"

/* What a step needs. The rest are done by other acts: values by act_score,
 * documents by act_submit. */
static const struct needs {
	bool here;     /* this act does it */
	bool leaf;     /* it is about one leaf */
	bool text;     /* a reason, a question or an explanation is due */
	bool decision; /* number and date of a decision are due */
	bool report;   /* a signed report comes with it */
} needs[LIFE_STEPS] = {
	[STEP_LOCK] = { .here = true },
	[STEP_UNLOCK] = { .here = true },
	[STEP_CONFIRM] = { .here = true, .report = true },
	[STEP_REOPEN] = { .here = true, .text = true, .decision = true },
	[STEP_TAKE] = { .here = true, .text = true },
	[STEP_REQUEST] = { .here = true, .leaf = true, .text = true },
	[STEP_END_ROUND1] = { .here = true },
	[STEP_EXPLAIN] = { .here = true, .leaf = true, .text = true },
	[STEP_END_EXPLANATION] = { .here = true },
	[STEP_END_ROUND2] = { .here = true },
	[STEP_DECIDE] = { .here = true, .decision = true },
	[STEP_RESUME] = { .here = true, .text = true },
	[STEP_FINISH] = { .here = true },
};

enum err
stepping_check_words(const struct stepping *w)
{
	const struct step_asked *in = w->in;
	const struct needs *n = &needs[in->step];
	int64_t today = moment_day(w->now.wall);
	struct decision decision = { .reason = "" };

	if (!n->here)
		return fault_set(w->why, ERR_RANGE, "",
		    "\"%s\" is not a step of its own: write the value, or "
		    "send the document.",
		    life_step_name(in->step));
	if (n->text && in->text[0] == 0)
		return fault_set(w->why, ERR_MISSING_FIELD, "/text",
		    "\"%s\" needs a text that says why or what.",
		    life_step_name(in->step));
	if (n->leaf != (in->leaf.text[0] != 0))
		return fault_set(w->why, ERR_MISSING_FIELD, "/leaf",
		    n->leaf ? "\"%s\" is about one criterion: name it."
			    : "\"%s\" is about the whole sheet.",
		    life_step_name(in->step));
	if (n->report != (in->stage != NULL))
		return fault_set(w->why, ERR_MISSING_FIELD, "/file",
		    "\"confirm\" comes with the signed report, and nothing "
		    "else does.");
	if (n->report)
		return signature_check(&in->signature, today, w->why);
	if (in->record != 0 && !n->decision)
		return fault_set(w->why, ERR_RANGE, "/decision",
		    "\"%s\" is taken under no decision.",
		    life_step_name(in->step));
	if (in->record != 0 && in->signature.number[0] != 0)
		return fault_set(w->why, ERR_CONFLICT, "/decision",
		    "Name the record, or number and date, not both.");
	if (!n->decision || in->record != 0)
		return OK;
	memcpy(decision.number, in->signature.number, sizeof decision.number);
	memcpy(decision.date, in->signature.date, sizeof decision.date);
	return decision_check(&decision, today, w->why);
}
