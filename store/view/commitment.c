/*
 * commitment.c - a commitment, as JSON.
 *
 * Knows its shape. Touches nothing but its arguments.
 */
#include "store/view/views.h"

/* What is to come; and of what came, by which submission. */
static void
put_documents(struct jout *j, const struct commitment *c,
    const struct submission_id *completed)
{
	static const struct submission_id none;
	char hex[DIGEST_TEXT], id[UUID_TEXT];

	jout_key(j, "documents");
	jout_array(j);
	for (unsigned i = 0; i < c->n_documents; i++) {
		digest_text(c->document[i].document, hex);
		jout_object(j);
		jout_kstr(j, "sha256", hex);
		jout_kuint(j, "size", c->document[i].size);
		if (completed != NULL &&
		    memcmp(completed[i].b, none.b, sizeof none.b) != 0) {
			submission_id_text(completed[i], id);
			jout_kstr(j, "submission", id);
		}
		jout_object_end(j);
	}
	jout_array_end(j);
}

/* Whether it counts, and then until when the bytes must have begun to be there
 * (commitment.h, 2). */
static void
put_worth(struct jout *j, const struct commitment *c, struct span within)
{
	struct moment until;

	jout_kstr(j, "counts", within.us != 0 ? "commitment" : "completion");
	if (within.us != 0 && !__builtin_add_overflow(c->received.latest.us,
				  within.us, &until.us))
		jout_kmoment(j, "complete_before", until);
}

void
view_commitment(struct jout *j, const struct commitment *c,
    const struct commitment_beside *beside)
{
	char id[UUID_TEXT];

	jout_object(j);
	commitment_id_text(c->id, id);
	jout_kstr(j, "id", id);
	view_received(j, c->received, c->source);
	jout_kstr(j, "verdict", verdict_name(c->verdict));
	jout_kuint(j, "window", c->window_version);
	if (c->supplement)
		jout_kbool(j, "supplement", true);
	put_worth(j, c, beside->within);
	if (c->trust != TRUST_FIT) {
		jout_key(j, "clock");
		jout_object(j);
		jout_kstr(j, "state", trust_name(c->trust));
		jout_object_end(j);
	}
	jout_kstr(j, "period", c->period.text);
	jout_kstr(j, "unit", c->unit.text);
	view_leaves(j, c->leaf, c->n_leaves);
	put_documents(j, c, beside->completed);
	if (c->person.text[0] != 0)
		jout_kstr(j, "person", c->person.text);
	if (c->by_dms)
		jout_kstr(j, "via", "dms");
	view_log(j, c->entry, c->time, c->salt);
	if (beside->receipt.p != NULL)
		jout_ktext(j, "receipt", beside->receipt);
	jout_object_end(j);
}
