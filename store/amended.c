/*
 * amended.c - a change of an open period's data, read and checked.
 *
 * Touches nothing but its arguments.
 */
#include "store/amended.h"

#include "store/table/disposals.h"
#include "store/table/forms.h"

/* The first of a list of faults; ERR_NO_MEMORY for a list that was lost. */
static enum err
first_fault(const struct faults *fs, struct fault *why)
{
	if (fs->n == 0)
		return fs->lost ? ERR_NO_MEMORY : OK;
	if (why != NULL && why->err == OK)
		*why = fs->list[0];
	return fs->list[0].err;
}

void
amended_kept(struct txn *t, const struct plan *plan, struct amend_kept *out)
{
	struct disposal gone = { plan->period, RETAINED_FORMS, 0, 0, { 0 } };
	bool disposed = disposals_get(t, &gone); /* there had been some */

	*out = (struct amend_kept){ { false } };
	for (unsigned i = 0; i < plan->n_surveys; i++)
		out->forms[i] =
		    disposed || forms_any(t, plan->period, plan->surveys[i].id);
}

enum err
amended_outage(struct store *s, uint64_t place, struct interval *out)
{
	struct slice bytes;
	struct entry entry;
	struct txn t;

	txn_read(&t, s->env);
	if (!ledger_entry(s->ledger, &t, place, &bytes) ||
	    entry_read(bytes, &entry) != OK || entry.type != ENTRY_OUTAGE ||
	    !entry_number(entry.body, "from", &out->earliest.us) ||
	    !entry_number(entry.body, "until", &out->latest.us))
		txn_require(&t, ERR_NOT_FOUND);
	return txn_end(&t);
}

/* One who got no answer, and decides the same again, decides nothing. */
static enum err
says_more(struct store *s, const struct plan *was, struct slice bundle,
    struct fault *why)
{
	struct period p = { .version = 0 };
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	(void)periods_get(&t, was->period, &p);
	if ((e = txn_end(&t)) != OK || p.version != was->version ||
	    !digest_eq(p.bundle, digest_of(bundle)))
		return e;
	return fault_set(why, ERR_WRONG_STATE, "",
	    "Period %s says just that, at version %u: nothing would change.",
	    p.id.text, p.version);
}

/* Nothing is recorded by it yet. */
static void
place_behind(struct plan *is, const struct plan *was)
{
	is->before = was;
	is->since = UINT64_MAX;
}

enum err
amended_plan(struct store *s, const struct plan *was,
    const struct amendment *in, const struct reading *now, struct plan **out,
    struct amend_kept *kept, struct faults *all, struct fault *why)
{
	struct interval outage;
	struct faults fs = { 0 };
	enum err e = OK;
	struct txn t;

	*out = NULL;
	if (in->from != 0 && in->from != was->version)
		return fault_set(why, ERR_STALE, "",
		    "Period %s is at version %u by now, not at %u.",
		    was->period.text, was->version, in->from);
	if (in->outage != 0 &&
	    (e = amended_outage(s, in->outage, &outage)) != OK)
		return fault_set(why, e, "",
		    "Entry %llu of the log tells of no outage.",
		    (unsigned long long)in->outage);
	if ((e = says_more(s, was, in->bundle, why)) != OK)
		return e;
	txn_read(&t, s->env);
	amended_kept(&t, was, kept);
	if ((e = txn_end(&t)) != OK)
		return e;
	*out = plan_read(in->bundle, was->version + 1, &fs);
	if (*out != NULL)
		amend_check(was, *out,
		    (struct moment){ now->wall.us + now->bound.us },
		    in->outage != 0 ? &outage : NULL, kept, &fs);
	else if (fs.n == 0)
		e = ERR_NO_MEMORY;
	if (e == OK)
		e = first_fault(&fs, why);
	for (size_t i = 0; all != NULL && i < fs.n; i++)
		faults_add(all, fs.list[i].err, fs.list[i].pointer, "%s",
		    fs.list[i].detail);
	if (e != OK)
		plan_free(out);
	else if (*out != NULL)
		place_behind(*out, was);
	faults_free(&fs);
	return e;
}
