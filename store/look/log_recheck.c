/*
 * log_recheck.c - the log's entries, page by page, to the recheck.
 *
 * Knows where entries are kept. Touches the log, for reading.
 */
#include "store/look/log_recheck.h"

#include "store/ledger/succession.h"

#define PAGE 4096

struct rechecking {
	struct store *store;
	struct txn t;    /* of this page */
	unsigned number; /* of the log at hand */
	uint64_t next;   /* index in it */
	void (*tell)(void *self, const struct objection *f);
	void *self;
};

static void
pass_on(void *self, const struct objection *f)
{
	const struct rechecking *x = self;

	x->tell(x->self, f);
}

static bool
earlier(void *self, uint64_t place, struct slice *bytes)
{
	struct rechecking *x = self;

	return ledger_entry(x->store->ledger, &x->t, place, bytes);
}

/* The sealed size of the log at hand, as of now. */
static enum err
size_of(struct rechecking *x, uint64_t *size)
{
	struct ledger *old;
	enum err e;

	if (x->number == x->store->meta.log) {
		*size = ledger_size(x->store->ledger, &x->t);
		return OK;
	}
	e = ledger_earlier(&old, x->store->ledger, &x->t, x->number);
	if (e != OK)
		return e;
	*size = ledger_size(old, &x->t);
	ledger_drop(&old);
	return OK;
}

static enum err
one_entry(struct rechecking *x, struct recheck *a)
{
	struct slice bytes;
	enum err e = ERR_MALFORMED;

	if (earlier(x, PLACE(x->number, x->next++), &bytes))
		e = recheck_entry(a, bytes);
	return e == ERR_MALFORMED ? ERR_BROKEN : e;
}

/* One page; `*more` when the log has others behind it. */
static enum err
page(struct rechecking *x, struct recheck *a, bool *more)
{
	uint64_t size = 0;
	enum err e, ended;

	txn_read(&x->t, x->store->env);
	e = size_of(x, &size);
	for (unsigned i = 0; e == OK && i < PAGE && x->next < size; i++)
		e = one_entry(x, a);
	*more = x->next < size;
	ended = txn_end(&x->t);
	return ended != OK ? ended : e;
}

/* The log at hand to its end. */
static enum err
one_log(struct rechecking *x, struct recheck *a, uint64_t *entries)
{
	bool more = true;
	enum err e = OK;

	if (x->number > 0)
		recheck_next_log(a);
	for (x->next = 0; e == OK && more;)
		e = page(x, a, &more);
	*entries += x->next;
	return e;
}

enum err
look_log_recheck(struct store *s,
    void (*tell)(void *self, const struct objection *f), void *self,
    struct log_recheck *out)
{
	struct rechecking x = { .store = s, .tell = tell, .self = self };
	struct recheck *a =
	    recheck_new((struct recheck_to){ pass_on, earlier, &x });
	enum err e = a == NULL ? ERR_NO_MEMORY : OK, ended;

	*out = (struct log_recheck){ 0 };
	for (; e == OK && x.number <= s->meta.log; x.number++)
		e = one_log(&x, a, &out->entries);
	if (a == NULL)
		return e;
	if (e == OK) {
		txn_read(&x.t, s->env);
		e = recheck_finish(a);
		ended = txn_end(&x.t);
		e = ended != OK ? ended : e;
	}
	for (unsigned i = 0; i < GRAVITIES; i++)
		out->found[i] = recheck_count(a, (enum gravity)i);
	recheck_free(&a);
	return e;
}
