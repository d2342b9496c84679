/*
 * log_recheck.c - the log's entries, page by page, to the recheck.
 *
 * Knows where entries are kept. Touches the log, for reading.
 */
#include "store/look/log_recheck.h"

#define PAGE 4096

struct rechecking {
	struct store *store;
	struct txn *t;  /* of this page */
	uint64_t first; /* place of the log's first entry */
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
earlier(void *self, uint64_t index, struct slice *bytes)
{
	const struct rechecking *x = self;

	return ledger_entry(x->store->ledger, x->t, x->first + index, bytes);
}

/* One page; `*size` is the sealed log's size as of now. */
static enum err
page(struct rechecking *x, struct recheck *a, uint64_t *next, uint64_t *size)
{
	struct slice bytes;
	struct txn t;
	enum err e = OK, ended;

	txn_read(&t, x->store->env);
	x->t = &t;
	*size = ledger_size(x->store->ledger, &t);
	x->first = ledger_next(x->store->ledger, &t) - *size;
	for (unsigned i = 0; e == OK && i < PAGE && *next < *size; i++) {
		if (!earlier(x, *next, &bytes))
			e = ERR_BROKEN;
		else if ((e = recheck_entry(a, bytes)) == ERR_MALFORMED)
			e = ERR_BROKEN;
		(*next)++;
	}
	ended = txn_end(&t);
	return ended != OK ? ended : e;
}

enum err
look_log_recheck(struct store *s,
    void (*tell)(void *self, const struct objection *f), void *self,
    struct log_recheck *out)
{
	struct rechecking x = { .store = s, .tell = tell, .self = self };
	struct recheck *a =
	    recheck_new((struct recheck_to){ pass_on, earlier, &x });
	uint64_t size = 0;
	enum err e = a == NULL ? ERR_NO_MEMORY : OK;

	*out = (struct log_recheck){ 0 };
	if (e == OK)
		do
			e = page(&x, a, &out->entries, &size);
		while (e == OK && out->entries < size);
	if (a == NULL)
		return e;
	recheck_finish(a);
	for (unsigned i = 0; i < GRAVITIES; i++)
		out->found[i] = recheck_count(a, (enum gravity)i);
	recheck_free(&a);
	return e;
}
