/*
 * check_commitments.c - whether commitments are those that were logged, and
 * submissions complete the ones that they say.
 *
 * Knows what the log says of both. Touches commitments and the log, for
 * reading, a page at a time.
 */
#include "store/look/check.h"
#include "store/table/commitments.h"

#define PAGE 64

/* Does one of the body's lines begin with that? With its LF it is the line. */
static bool
has_line(struct slice body, struct slice line)
{
	const uint8_t *end;

	while (!slice_starts(body, line)) {
		end = body.n == 0 ? NULL : memchr(body.p, '\n', body.n);
		if (end == NULL)
			return false;
		body = slice_of(end + 1, body.n - (size_t)(end - body.p) - 1);
	}
	return true;
}

/* ---- a submission ---- */

static bool
same_time(struct interval a, struct interval b)
{
	return a.earliest.us == b.earliest.us && a.latest.us == b.latest.us;
}

static bool
is_kept(struct txn *t, const struct submission *s)
{
	const struct completes *is = &s->completes;
	struct commitment c;

	return commitments_get(t, s->period, s->unit, is->id, &c) &&
	       c.entry == is->entry && same_time(c.received, is->received) &&
	       c.trust == is->trust && c.after_by == is->after_by &&
	       memcmp(c.salt, s->salt, sizeof c.salt) == 0;
}

bool
check_completes(struct txn *t, const struct submission *s,
    const struct entry *entry)
{
	struct buf want = { 0 };
	bool same;

	if (!commitment_id_is(s->completes.id))
		return entry->type == ENTRY_SUBMISSION;
	entry_completes(&want, s->completes.entry, s->completes.received);
	same = want.err == OK && entry->type == ENTRY_COMMITTED &&
	       has_line(entry->body, buf_all(&want)) && is_kept(t, s);
	buf_free(&want);
	return same;
}

/* ---- a commitment ---- */

/* The lines of its entry, as the record would have them. */
static void
lines_before(struct buf *to, const struct commitment *c, const char *name)
{
	entry_str(to, "id", name);
	entry_str(to, "period", c->period.text);
	entry_digest(to, "unit", entry_salted_unit(c->salt, c->unit.text));
	for (unsigned i = 0; i < c->n_leaves; i++)
		entry_str(to, "leaf", c->leaf[i].text);
	for (unsigned i = 0; i < c->n_documents; i++)
		entry_promised(to, c->document[i].document,
		    c->document[i].size);
	buf_text(to, "manifest ");
}

/* The manifest is salted, and what it is of is all in the lines around it. */
static bool
agrees(const struct entry *entry, const struct commitment *c, const char *name)
{
	struct buf want = { 0 };
	struct slice verdict;
	int64_t by;
	bool same;

	lines_before(&want, c, name);
	same = want.err == OK && slice_starts(entry->body, buf_all(&want));
	buf_clear(&want);
	entry_received(&want, c->received, time_source_name(c->source));
	buf_print(&want, "window %u ", (unsigned)c->window_version);
	same = same && want.err == OK &&
	       has_line(entry->body, buf_all(&want)) &&
	       entry_value(entry->body, "verdict", 0, &verdict) &&
	       slice_is(verdict, verdict_name(c->verdict)) &&
	       entry_number(entry->body, "by", &by) && by == (int64_t)c->by.n &&
	       trust_of(entry->status, entry->source) == c->trust &&
	       entry->time.us == c->time.us;
	buf_free(&want);
	return same;
}

static void
check_one(struct checking *c, struct txn *t, const struct commitment_key *key)
{
	struct commitment is;
	char name[UUID_TEXT];
	struct entry entry;
	struct slice bytes;

	commitment_id_text(key->id, name);
	if (!commitments_get(t, key->period, key->unit, key->id, &is))
		complain(c, "Commitment %s cannot be read.", name);
	else if (!ledger_entry(c->store->ledger, t, is.entry, &bytes))
		complain(c, "Commitment %s: log entry %llu is not there.", name,
		    (unsigned long long)is.entry);
	else if (entry_read(bytes, &entry) != OK ||
		 entry.type != ENTRY_COMMITMENT || !agrees(&entry, &is, name))
		complain(c,
		    "Commitment %s: log entry %llu says something else of it.",
		    name, (unsigned long long)is.entry);
}

enum err
check_commitments(struct checking *c, uint64_t *n)
{
	struct commitment_key page[PAGE], after = { .id = { { 0 } } };
	enum err e = OK;
	struct txn t;
	size_t got;

	do {
		txn_read(&t, c->store->env);
		got = commitments_after(&t, &after, page, PAGE);
		for (size_t i = 0; t.err == OK && i < got; i++)
			check_one(c, &t, &page[i]);
		e = txn_end(&t);
		if (got > 0)
			after = page[got - 1];
		*n += got;
	} while (e == OK && got == PAGE);
	return e;
}
