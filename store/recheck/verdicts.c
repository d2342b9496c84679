/*
 * verdicts.c - what later entries say of a submission: what the check found,
 * the verdict by changed windows, the council's admission.
 *
 * Knows the law of verdict.h about cures and re-judgements. Touches the
 * recheck's memory, which grows with re-judgements and rejections.
 */
#include <stdlib.h>

#include "store/ledger/lines.h"
#include "store/recheck/inside.h"

/* ---- verdicts that are not those of their entries ---- */

static struct told_verdict *
slot_of(struct told_verdict *table, size_t room, uint64_t about)
{
	size_t at = (size_t)(about * UINT64_C(0x9e3779b97f4a7c15)) % room;

	while (table[at].used && table[at].about != about)
		at = at + 1 == room ? 0 : at + 1;
	return &table[at];
}

static enum err
make_room(struct recheck *a)
{
	size_t room = a->verdicts_room == 0 ? 64 : a->verdicts_room * 2;
	struct told_verdict *table;

	if (a->n_verdicts * 2 < a->verdicts_room)
		return OK;
	if ((table = calloc(room, sizeof *table)) == NULL)
		return ERR_NO_MEMORY;
	for (size_t i = 0; i < a->verdicts_room; i++)
		if (a->verdicts[i].used)
			*slot_of(table, room, a->verdicts[i].about) =
			    a->verdicts[i];
	free(a->verdicts);
	a->verdicts = table;
	a->verdicts_room = room;
	return OK;
}

enum err
recheck_remember(struct recheck *a, uint64_t about, enum verdict v)
{
	struct told_verdict *slot;
	enum err e = make_room(a);

	if (e != OK)
		return e;
	slot = slot_of(a->verdicts, a->verdicts_room, about);
	a->n_verdicts += !slot->used;
	*slot = (struct told_verdict){ about, v, true };
	return OK;
}

enum verdict
recheck_reads(const struct entry *e, const char *key)
{
	for (unsigned v = 0; v < VERDICTS; v++)
		if (recheck_says(e, key, verdict_name((enum verdict)v)))
			return (enum verdict)v;
	return VERDICT_NONE;
}

bool
recheck_in_force(const struct recheck *a, uint64_t about, struct entry *e,
    enum verdict *out)
{
	struct slice bytes;
	const struct told_verdict *slot;

	if (a->to.entry == NULL || !a->to.entry(a->to.self, about, &bytes) ||
	    entry_read(bytes, e) != OK || !entry_is_submission(e->type))
		return false;
	*out = recheck_reads(e, "verdict");
	if (a->verdicts_room > 0) {
		slot = slot_of(a->verdicts, a->verdicts_room, about);
		if (slot->used)
			*out = slot->verdict;
	}
	return true;
}

bool
recheck_about(struct recheck *a, const struct entry *e, uint64_t *about)
{
	int64_t n;

	if (entry_number(e->body, "about", &n) && n >= 0 &&
	    (uint64_t)n < a->next) {
		*about = (uint64_t)n;
		return true;
	}
	recheck_tell(a, GRAVE_ERROR, a->next, "about",
	    "This entry is about one that does not come before it.");
	return false;
}

/* ---- rejections, and what may cure them ---- */

static enum err
keep_rejection(struct recheck *a, const struct entry *e, uint64_t about,
    const struct entry *submission)
{
	size_t room = a->rejections_room == 0 ? 64 : a->rejections_room * 2;
	struct told_rejection *list, *r;
	struct slice id;

	if (a->n_rejections == a->rejections_room) {
		list = realloc(a->rejections, room * sizeof *list);
		if (list == NULL)
			return ERR_NO_MEMORY;
		a->rejections = list;
		a->rejections_room = room;
	}
	r = &a->rejections[a->n_rejections];
	*r = (struct told_rejection){ .about = about, .at = e->time };
	if (entry_value(submission->body, "id", 0, &id) &&
	    submission_id_read(id, &r->id) == OK)
		a->n_rejections++;
	return OK;
}

static struct told_rejection *
rejection_of(const struct recheck *a, const struct entry *e)
{
	struct submission_id id;
	struct slice text;

	if (!entry_value(e->body, "replaces", 0, &text) ||
	    submission_id_read(text, &id) != OK)
		return NULL;
	for (size_t i = a->n_rejections; i-- > 0;)
		if (memcmp(a->rejections[i].id.b, id.b, sizeof id.b) == 0)
			return &a->rejections[i];
	return NULL;
}

bool
recheck_leaves(const struct entry *e, struct told_leaves *out)
{
	struct slice leaf;

	for (out->n = 0; entry_value(e->body, "leaf", out->n, &leaf); out->n++)
		if (out->n == SUBMISSION_LEAVES ||
		    leaf_id_read(leaf, &out->leaf[out->n]) != OK)
			return false;
	return true;
}

bool
recheck_leaves_within(const struct told_leaves *is, const struct entry *was)
{
	struct slice leaf;
	bool found;

	for (unsigned i = 0; i < is->n; i++) {
		found = false;
		for (unsigned k = 0;
		     !found && entry_value(was->body, "leaf", k, &leaf); k++)
			found = slice_is(leaf, is->leaf[i].text);
		if (!found)
			return false;
	}
	return true;
}

struct moment
recheck_cure(const struct recheck *a, const struct told_period *p,
    const struct entry *e)
{
	const struct told_rejection *r = rejection_of(a, e);
	struct told_leaves leaves; /* `e` may be gone when the other comes */
	struct entry was;
	enum verdict v;

	if (p->cure.us == 0 || r == NULL || !recheck_leaves(e, &leaves) ||
	    !recheck_in_force(a, r->about, &was, &v) || !verdict_in_time(v) ||
	    !recheck_leaves_within(&leaves, &was))
		return (struct moment){ 0 };
	return moment_plus(r->at, p->cure);
}

void
recheck_cured(struct recheck *a, const struct entry *e)
{
	struct told_rejection *r = rejection_of(a, e);

	if (r != NULL && r->cured)
		recheck_tell(a, GRAVE_ERROR, a->next, "policy",
		    "The document rejected in entry %llu was replaced once "
		    "already.",
		    (unsigned long long)r->about);
	if (r != NULL)
		r->cured = true;
}

/* ---- the entries ---- */

enum err
recheck_verdict(struct recheck *a, const struct entry *e)
{
	struct entry submission;
	enum verdict v;
	uint64_t about;

	if (!recheck_about(a, e, &about) || a->to.entry == NULL)
		return OK;
	if (!recheck_in_force(a, about, &submission, &v) ||
	    !recheck_says(e, "verdict", verdict_name(v))) {
		recheck_tell(a, GRAVE_ERROR, a->next, "about",
		    "Entry %llu, which this one is about, says another "
		    "verdict.",
		    (unsigned long long)about);
		return OK;
	}
	return recheck_says(e, "document", "rejected")
		   ? keep_rejection(a, e, about, &submission)
		   : OK;
}

bool
recheck_its_window(const struct entry *e, uint32_t *version,
    struct moment *until)
{
	struct slice line;
	int64_t n;

	if (!entry_value(e->body, "window", 0, &line) ||
	    !recheck_integer(&line, &n) || n < 1 || n > UINT32_MAX ||
	    !recheck_integer(&line, &until->us))
		return false;
	*version = (uint32_t)n;
	return true;
}

enum err
recheck_rejudgement(struct recheck *a, const struct entry *e)
{
	struct grounds g = { .how = BOUNDED_CLAIM };
	struct told_closing *c;
	struct told_period *p;
	struct entry submission;
	struct basis b;
	struct slice says;
	uint64_t about;
	enum verdict was, is;
	int64_t rules;
	bool well;

	if (!recheck_about(a, e, &about) || a->to.entry == NULL)
		return OK;
	if (!recheck_in_force(a, about, &submission, &was) ||
	    !recheck_says(e, "was", verdict_name(was)) ||
	    (p = recheck_period(a, &submission)) == NULL ||
	    !recheck_basis(p, &submission, about, &b) ||
	    !recheck_its_window(e, &g.version, &g.until) ||
	    !entry_value(e->body, "verdict", 0, &says)) {
		recheck_tell(a, GRAVE_ERROR, a->next, "about",
		    "Entry %llu, which this one is about, says something "
		    "else.",
		    (unsigned long long)about);
		return OK;
	}
	if ((c = recheck_closing_of(p, g.version, g.until)) == NULL)
		return ERR_NO_MEMORY;
	g.when = b.received;
	g.closed = c->closed && b.place > c->closed_at;
	g.cure = recheck_cure(a, p, &submission);
	well = recheck_verdict_is(p, &g, says, &is);
	if (!well || !entry_number(e->body, "rules", &rules) ||
	    (uint64_t)rules != p->rules)
		recheck_tell(a, GRAVE_ERROR, a->next, "verdict",
		    "The rules in force give entry %llu another verdict than "
		    "this one.",
		    (unsigned long long)about);
	else
		recheck_tell(a, GRAVE_NOTE, a->next, "rejudged",
		    "Entry %llu is %s by version %u of its window; it was %s.",
		    (unsigned long long)about, verdict_name(is),
		    (unsigned)g.version, verdict_name(was));
	recheck_moved(a, about, g.version, g.until);
	return recheck_remember(a, about, recheck_reads(e, "verdict"));
}

void
recheck_admission(struct recheck *a, const struct entry *e)
{
	const struct told_period *p;
	struct entry submission;
	enum verdict v;
	uint64_t about;

	if (!recheck_about(a, e, &about) || a->to.entry == NULL)
		return;
	if (!recheck_in_force(a, about, &submission, &v) ||
	    (p = recheck_period(a, &submission)) == NULL)
		recheck_tell(a, GRAVE_ERROR, a->next, "about",
		    "Entry %llu, which this one is about, is no submission.",
		    (unsigned long long)about);
	else if (verdict_counts(v) || p->late != LATE_COUNCIL)
		recheck_tell(a, GRAVE_ERROR, a->next, "policy",
		    "Entry %llu is not one that the council may let count.",
		    (unsigned long long)about);
}
