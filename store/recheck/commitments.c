/*
 * commitments.c - what a unit said it would send, and what submissions that
 * complete it say of it.
 *
 * Knows the law of store/model/commitment.h and the lines that its words stand
 * in. Touches the recheck's memory.
 */
#include "store/ledger/lines.h"
#include "store/recheck/inside.h"

/* ---- a commitment ---- */

/* It is taken while it is in time itself; after that its bytes may come, and
 * be judged by themselves. */
static void
check_verdict(struct recheck *a, const struct entry *e,
    const struct told_period *p, const struct arrived *in, bool closed)
{
	enum verdict v;

	if (recheck_own_verdict(a, p, in, closed, &v) && !verdict_in_time(v) &&
	    trust_of(e->status, e->source) != TRUST_NONE)
		recheck_tell(a, GRAVE_ERROR, a->next, "policy",
		    "A commitment was taken that is not in time.");
}

enum err
recheck_commitment(struct recheck *a, const struct entry *e)
{
	struct told_period *p = recheck_period(a, e);
	struct told_closing *c;
	struct arrived in;

	if (p == NULL || !recheck_arrived(e, &in)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "rules",
		    p == NULL ? "No rules of its period came before this."
			      : "This commitment cannot be read.");
		return OK;
	}
	if ((c = recheck_closing_of(p, in.version, in.until)) == NULL)
		return ERR_NO_MEMORY;
	p->taken = true;
	recheck_moment(a, e, &in);
	check_verdict(a, e, p, &in, c->closed);
	return trust_of(e->status, e->source) == TRUST_FIT
		   ? OK
		   : recheck_unfit(a, &(struct told_unfit){ .promise = true,
					  .version = in.version,
					  .until = in.until });
}

/* ---- what completes it ---- */

/* "commitment <place> <earliest us> <latest us>". */
static bool
read_line(const struct entry *e, uint64_t *place, struct interval *received)
{
	struct slice line;
	int64_t n;

	if (!entry_value(e->body, "commitment", 0, &line) ||
	    !recheck_integer(&line, &n) || n < 0 ||
	    !recheck_integer(&line, &received->earliest.us) ||
	    !recheck_integer(&line, &received->latest.us) || line.n > 0)
		return false;
	*place = (uint64_t)n;
	return true;
}

static bool
same_value(const struct entry *x, const struct entry *y, const char *key)
{
	struct slice a, b;

	return entry_value(x->body, key, 0, &a) &&
	       entry_value(y->body, key, 0, &b) && slice_eq(a, b);
}

static bool
same_times(const struct entry *commitment, struct interval received)
{
	struct arrived in;

	return recheck_arrived(commitment, &in) &&
	       in.received.earliest.us == received.earliest.us &&
	       in.received.latest.us == received.latest.us;
}

/* Its document, of its size, is in the commitment's list. */
static bool
is_promised(const struct entry *e, const struct entry *commitment)
{
	struct slice document, size, line, word;

	if (!entry_value(e->body, "document", 0, &document) ||
	    !entry_value(e->body, "size", 0, &size))
		return false;
	for (unsigned i = 0;
	     entry_value(commitment->body, "document", i, &line); i++)
		if (word_take(&line, &word) && slice_eq(word, document))
			return slice_eq(line, size);
	return false;
}

/* What is wrong between the two; NULL: nothing. */
static const char *
fault_of(struct recheck *a, const struct entry *e)
{
	struct told_leaves leaves;
	struct interval received;
	struct entry commitment;
	struct slice bytes;
	uint64_t place;

	if (!read_line(e, &place, &received) || !recheck_leaves(e, &leaves))
		return "cannot be read";
	if (place >= a->next)
		return "does not come before it";
	if (a->to.entry == NULL)
		return NULL;
	if (!a->to.entry(a->to.self, place, &bytes) ||
	    entry_read(bytes, &commitment) != OK ||
	    commitment.type != ENTRY_COMMITMENT)
		return "is none";
	if (!same_value(e, &commitment, "period") ||
	    !same_value(e, &commitment, "unit"))
		return "is another unit's or period's";
	if (!same_times(&commitment, received))
		return "came at another time";
	if (!recheck_leaves_within(&leaves, &commitment))
		return "does not name its criteria";
	if (!is_promised(e, &commitment))
		return "does not name its document";
	return NULL;
}

void
recheck_completes(struct recheck *a, const struct entry *e)
{
	const char *fault;

	if (e->type == ENTRY_COMMITTED && (fault = fault_of(a, e)) != NULL)
		recheck_tell(a, GRAVE_ERROR, a->next, "commitment",
		    "The commitment that this submission completes %s.", fault);
}

/* ---- which of the two counts ---- */

bool
recheck_basis(const struct told_period *p, const struct entry *e,
    uint64_t place, struct basis *out)
{
	struct interval received;
	struct arrived in;
	uint64_t at;

	if (!recheck_arrived(e, &in))
		return false;
	*out = (struct basis){ .received = in.received,
		.trust = trust_of(e->status, e->source),
		.place = place };
	if (e->type != ENTRY_COMMITTED)
		return true;
	if (!read_line(e, &at, &received))
		return false;
	if (at < place &&
	    commitment_counts(in.received, received, p->commitment))
		*out = (struct basis){ true, received, TRUST_FIT, at };
	return true;
}

void
recheck_basis_trust(const struct recheck *a, struct basis *b)
{
	struct entry commitment;
	struct slice bytes;

	if (b->commitment && a->to.entry != NULL &&
	    a->to.entry(a->to.self, b->place, &bytes) &&
	    entry_read(bytes, &commitment) == OK)
		b->trust = trust_of(commitment.status, commitment.source);
}
