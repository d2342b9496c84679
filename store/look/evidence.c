/*
 * evidence.c - submissions, receipts and documents, asked for.
 *
 * Knows who may see whose evidence. Touches submissions, documents and the
 * ledger, for reading.
 */
#include <stdio.h>

#include "store/look/looks.h"
#include "store/look/remarked.h"
#include "store/table/remarks.h"
#include "store/table/submissions.h"

void
remarks_seen(struct txn *t, const struct who *who, const struct submission *sub,
    struct remarks_look *out)
{
	struct remark all[REMARK_KINDS * REMARKS_MOST];
	unsigned n = remarks_of(t, sub->id, all, sizeof all / sizeof *all);

	out->n = 0;
	for (unsigned i = 0; i < n; i++)
		if (who_may_in(who, remark_policies[all[i].kind].may,
			sub->period, sub->unit))
			out->list[out->n++] = all[i];
}

/* What somebody may not see is not there. */
static enum err
visible(const struct who *who, const struct submission *sub)
{
	return who_may_in(who, MAY_READ_SHEET, sub->period, sub->unit)
		   ? OK
		   : ERR_NOT_FOUND;
}

enum err
look_submission_of_system(struct store *s, struct submission_id id,
    struct submission *out)
{
	struct txn t;

	txn_read(&t, s->env);
	if (!submissions_get(&t, id, out))
		txn_require(&t, ERR_NOT_FOUND);
	return txn_end(&t);
}

enum err
look_submission(struct store *s, const struct who *who, struct submission_id id,
    struct submission *out)
{
	enum err e = look_submission_of_system(s, id, out);

	return e != OK ? e : visible(who, out);
}

enum err
look_receipt_of(struct store *s, const struct submission *sub, struct buf *to)
{
	struct txn t;

	txn_read(&t, s->env);
	txn_require(&t, ledger_receipt(s->ledger, &t, sub->entry, to));
	return txn_end(&t);
}

enum err
look_receipt(struct store *s, const struct who *who, struct submission_id id,
    struct buf *to)
{
	struct submission sub;
	enum err e = look_submission(s, who, id, &sub);

	return e != OK ? e : look_receipt_of(s, &sub, to);
}

enum err
look_remarks(struct store *s, const struct who *who,
    const struct submission *sub, struct remarks_look *out)
{
	struct txn t;

	txn_read(&t, s->env);
	remarks_seen(&t, who, sub, out);
	return txn_end(&t);
}

/* A list of submissions, each handed on with its remarks. */
struct listing {
	struct txn *t;
	const struct who *who;
	bool (*each)(void *self, const struct submission *sub,
	    const struct remarks_look *remarks);
	void *self;
};

static bool
list_one(void *self, const struct submission *sub)
{
	struct listing *l = self;
	struct remarks_look remarks;

	remarks_seen(l->t, l->who, sub, &remarks);
	return l->each(l->self, sub, &remarks);
}

enum err
look_submissions(struct store *s, const struct who *who,
    struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct submission *sub,
	const struct remarks_look *remarks),
    void *self)
{
	struct listing l = { .who = who, .each = each, .self = self };
	struct txn t;

	if (!who_may_in(who, MAY_READ_SHEET, period, unit))
		return ERR_FORBIDDEN;
	l.t = &t;
	txn_read(&t, s->env);
	submissions_of_unit(&t, period, unit, list_one, &l);
	return txn_end(&t);
}

enum err
look_unchecked(struct store *s, struct period_id period, struct unit_id unit,
    struct submission_id *list, size_t room, size_t *n)
{
	struct txn t;

	txn_read(&t, s->env);
	*n = submissions_unchecked(&t, period, unit, list, room);
	return txn_end(&t);
}

/* Bytes or an open file of a document that is recorded, and so should be
 * there. */
static enum err
fetch(struct store *s, const struct document *doc, struct buf *bytes, int *fd)
{
	struct blob_place place = { doc->pack, doc->offset };
	uint64_t size;
	enum err e;

	if (doc->expunged != 0)
		return ERR_GONE;
	if (doc->pack == 0)
		e = blobs_fetch(s->blobs, doc->digest, fd, &size);
	else
		e = blobs_read(s->blobs, place, doc->size, bytes);
	return e == ERR_NOT_FOUND ? ERR_BROKEN : e;
}

static enum err
recorded(struct store *s, struct digest d, struct document *doc)
{
	struct txn t;

	txn_read(&t, s->env);
	if (!documents_get(&t, d, doc))
		txn_require(&t, ERR_NOT_FOUND);
	return txn_end(&t);
}

enum err
look_document_bytes(struct store *s, struct digest d, struct document *doc,
    struct buf *bytes, int *fd)
{
	enum err e = recorded(s, d, doc);

	*fd = -1;
	return e == OK ? fetch(s, doc, bytes, fd) : e;
}

enum err
look_document_file(struct store *s, struct digest d, struct document *doc,
    int *fd, uint64_t *at)
{
	enum err e = recorded(s, d, doc);
	uint64_t size;

	*fd = -1;
	*at = 0;
	if (e != OK)
		return e;
	if (doc->pack == 0) {
		e = blobs_fetch(s->blobs, doc->digest, fd, &size);
	} else {
		*at = doc->offset;
		e = blobs_open_pack(s->blobs, doc->pack, fd);
	}
	return e == ERR_NOT_FOUND ? ERR_BROKEN : e;
}

/* The search for a submission of a document that the reader may see. */
struct search {
	struct txn *t;
	const struct who *who;
	struct submission sub;
	bool found;
};

static bool
try_use(void *self, struct submission_id id)
{
	struct search *x = self;

	x->found = submissions_get(x->t, id, &x->sub) &&
		   visible(x->who, &x->sub) == OK;
	return !x->found;
}

enum err
look_document(struct store *s, const struct who *who, struct digest d,
    struct document *doc, char name[256], struct buf *bytes, int *fd)
{
	struct search x = { .who = who };
	struct txn t;
	enum err e;

	*fd = -1;
	txn_read(&t, s->env);
	x.t = &t;
	document_uses_each(&t, d, try_use, &x);
	if (!x.found || !documents_get(&t, d, doc))
		txn_require(&t, ERR_NOT_FOUND);
	else
		(void)snprintf(name, 256, "%s", x.sub.facts.file_name);
	e = txn_end(&t);
	return e == OK ? fetch(s, doc, bytes, fd) : e;
}
