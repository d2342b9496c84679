/*
 * audit.c - what tests of the auditor's report share.
 *
 * Knows how an entry is appended. Touches the world it is given.
 */
#include "tests/kit/audit.h"

#include "store/ledger/entry.h"
#include "store/table/cells.h"
#include "tests/kit/suite.h"

struct written {
	struct world *world;
	enum entry_type type;
	struct reading clock;
	const char *body;
	struct cell *cell;
};

static enum err
write_entry(struct txn *t, void *arg)
{
	struct written *x = arg;
	uint64_t place;
	enum err e = ledger_add(x->world->store->ledger, t, x->type, &x->clock,
	    slice_text(x->body), &place, NULL);

	if (e == OK && x->cell != NULL) {
		x->cell->entry = place;
		cells_put(t, x->cell);
	}
	return e;
}

void
audit_put(struct world *w, enum entry_type type, struct reading clock,
    const char *body, struct cell *cell)
{
	struct written x = { w, type, clock, body, cell };

	ck_assert_err(env_change(w->store->env, write_entry, &x, 0), OK);
}

struct reading
audit_fit(const char *from, int64_t us)
{
	struct moment m;

	ck_assert_err(moment_read(slice_text(from), &m), OK);
	return (struct reading){ .wall = { m.us + us },
		.bound = { 1000 },
		.status = CLOCK_FIT,
		.boottime_us = 3600 * S + us,
		.boot_id = { 1 } };
}

struct findings
audit_of(struct world *w)
{
	struct who who = world_who(ROLE_AUDITOR, "");
	struct fault why = { 0 };
	struct findings fs;

	ck_assert_msg(look_audit(w->store, &who, w->period, &fs, &why) == OK,
	    "%s", why.detail);
	return fs;
}

void
audit_row(const struct audit_row *row)
{
	struct findings fs;
	struct world w;

	world_open(&w);
	row->arrange(&w);
	fs = audit_of(&w);
	ck_assert_msg(fs.count[row->code] == row->n, "%s: %u, not %u",
	    finding_name(row->code), (unsigned)fs.count[row->code], row->n);
	for (size_t i = 0; i < fs.n; i++) {
		ck_assert_int_ne(fs.list[i].en[0], 0);
		ck_assert_int_ne(fs.list[i].vi[0], 0);
	}
	findings_free(&fs);
	world_close(&w);
}
