/*
 * remark.c - a job compares a document with those that are there already.
 *
 * Knows what is worth a remark. Touches remarks, papers and, for reading,
 * submissions and documents.
 */
#include "store/act/part.h"
#include "store/base/text.h"
#include "store/table/documents.h"
#include "store/table/remarks.h"
#include "store/table/submissions.h"

struct comparing {
	struct txn *t;
	const struct submission *new;
	struct moment now;
	unsigned found;
};

/* A remark about each of the two. */
static void
remark_both(struct comparing *c, enum remark_kind kind,
    const struct submission *other)
{
	struct remark r = { .kind = kind,
		.about = c->new->id,
		.other = other->id,
		.unit = other->unit,
		.noticed = c->now };

	remarks_put(c->t, &r);
	r.about = other->id;
	r.other = c->new->id;
	r.unit = c->new->unit;
	remarks_put(c->t, &r);
	c->found++;
}

static bool
is_same(const struct comparing *c, struct submission_id id)
{
	return memcmp(id.b, c->new->id.b, sizeof id.b) == 0;
}

/* Still evidence, or about to be. */
static bool
stands(const struct submission *s)
{
	return s->status == SUBMISSION_QUEUED ||
	       s->status == SUBMISSION_ACCEPTED || s->status == SUBMISSION_LATE;
}

/* Another unit's, of this period. */
static bool
compare_bytes(void *self, struct submission_id id)
{
	struct comparing *c = self;
	struct submission other;

	if (is_same(c, id))
		return true;
	if (!submissions_get(c->t, id, &other))
		return false;
	if (period_id_eq(other.period, c->new->period) &&
	    !unit_id_eq(other.unit, c->new->unit) && stands(&other))
		remark_both(c, REMARK_SAME_BYTES, &other);
	return c->found < REMARKS_MOST && c->t->err == OK;
}

/* The unit's own, but for what this one replaces. */
static bool
compare_paper(void *self, struct submission_id id)
{
	struct comparing *c = self;
	struct submission other;

	if (is_same(c, id))
		return true;
	if (!submissions_get(c->t, id, &other))
		return false;
	if (stands(&other))
		remark_both(c, REMARK_SAME_NUMBER, &other);
	return c->found < REMARKS_MOST && c->t->err == OK;
}

/* False when nothing is said that would name a paper. Capitals and blanks
 * around do not tell papers apart. */
static bool
paper_of(const struct document_facts *f, struct digest *out)
{
	const char *const parts[] = { f->number, f->symbol, f->issuer };
	struct buf text = { 0 };
	bool said = f->number[0] != 0;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		said = text_fold(slice_text(parts[i]), &text) == OK && said;
		buf_byte(&text, '\n');
	}
	*out = digest_of(buf_all(&text));
	said = said && text.err == OK;
	buf_free(&text);
	return said;
}

void
part_remark(struct txn *t, const struct submission *s, struct moment now)
{
	struct comparing c = { t, s, now, 0 };
	struct digest paper;

	document_uses_each(t, s->document, compare_bytes, &c);
	if (!paper_of(&s->facts, &paper))
		return;
	c.found = 0;
	papers_each(t, s->period, s->unit, paper, compare_paper, &c);
	papers_put(t, s->period, s->unit, paper, s->id);
}
