/*
 * fence.c - proofs of outside time, checked.
 *
 * Knows what a token is over. Touches the file of trusted certificates.
 */
#include "store/ledger/fence.h"

#include <stdio.h>

#include "store/ledger/outside.h"

const char *
fence_side_name(enum fence_side side)
{
	static const char *const names[FENCE_SIDES] = { "before", "after" };

	return names[side];
}

static enum err
bad(struct fault *why, const struct fence_proof *p, const char *what)
{
	return fault_set(why, ERR_BROKEN, "", "the proof of \"%s\": %s",
	    p->authority, what);
}

/* The same entry, at the same place: the token is over this checkpoint. */
static enum err
imprint_before(const struct fence_proof *p, const struct receipt *held,
    const struct receipt *entry, struct digest *imprint, struct fault *why)
{
	struct buf text = { 0 };

	if (held->index != entry->index ||
	    !slice_eq(buf_all(&held->bytes), buf_all(&entry->bytes)))
		return bad(why, p, "it is of another entry");
	checkpoint_text(&held->checkpoint, &text);
	*imprint = digest_of(buf_all(&text));
	buf_free(&text);
	return OK;
}

static bool
digest_on(const struct entry *e, const char *key, struct digest *out)
{
	struct slice value;

	return entry_value(e->body, key, 0, &value) &&
	       digest_read(value, out) == OK;
}

/* An earlier entry, which says of this token. */
static enum err
imprint_after(const struct fence_proof *p, const struct receipt *held,
    const struct receipt *entry, struct digest *imprint, struct fault *why)
{
	struct digest response;

	if (held->index >= entry->index || held->entry.type != ENTRY_STAMP)
		return bad(why, p, "it is no earlier entry about a token");
	if (!digest_on(&held->entry, "imprint", imprint) ||
	    !digest_on(&held->entry, "response", &response) ||
	    !digest_eq(response, digest_of(p->response)))
		return bad(why, p, "its entry is about another token");
	return OK;
}

/* On the safe side. */
static struct moment
moment_of(const struct tsp_token *token, enum fence_side side)
{
	int64_t by = token->has_accuracy ? token->accuracy.us : TSP_ACCURACY_US;

	return (struct moment){ token->time.us +
				(side == FENCE_BEFORE ? by : -by) };
}

/* From when on it came, by the token that the held entry is about. */
static void
note_arrival(struct fence *f, const struct receipt *held,
    const struct receipt *entry)
{
	struct outside_time time;

	f->arrived = f->at;
	if (f->side != FENCE_AFTER || !outside_time_read(&held->entry, &time))
		return;
	time.earliest = f->at;
	(void)outside_after(&entry->entry, &time, &f->arrived);
}

enum err
fence_check(const struct fence_proof *proof, const struct receipt *entry,
    const struct note_key *log, const struct tsp_trust *trust,
    struct fence *out, struct fault *why)
{
	struct receipt held = { 0 };
	struct tsp_token token;
	struct digest imprint;
	enum err e = receipt_check(proof->receipt, log, &held, why);

	*out = (struct fence){ .side = proof->side };
	(void)snprintf(out->authority, sizeof out->authority, "%s",
	    proof->authority);
	if (e == OK)
		e = proof->side == FENCE_BEFORE
			? imprint_before(proof, &held, entry, &imprint, why)
			: imprint_after(proof, &held, entry, &imprint, why);
	if (e == OK)
		e = tsp_check(trust, imprint, proof->request, proof->response,
		    &token, why);
	if (e == OK) {
		out->at = moment_of(&token, proof->side);
		note_arrival(out, &held, entry);
	}
	receipt_free(&held);
	return e;
}
