/*
 * cmd_destroy.c - documents are destroyed under a decision, legal holds forbid
 * it, and retention says when their years are over.
 *
 * Touches the store through acts and looks.
 */
#include <stdio.h>

#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

enum {
	OPT_PERIOD = OPT_CHANGE_MORE,
	OPT_UNIT,
	OPT_DOCUMENT,
};

const struct argp_option expunge_options[] = {
	DECISION_OPTIONS,
	{ 0 },
};

const struct argp_option hold_options[] = {
	{ "period", OPT_PERIOD, "PERIOD", 0, "Over this period alone", 0 },
	{ "unit", OPT_UNIT, "UNIT", 0, "Over this unit of it alone", 0 },
	{ "document", OPT_DOCUMENT, "SHA256", 0, "Over this document alone",
	    0 },
	DECISION_OPTIONS,
	{ 0 },
};

static enum err
read_document(struct admin *a, const char *text, struct digest *out)
{
	if (digest_read(slice_text(text), out) == OK)
		return OK;
	return fault_set(&a->why, ERR_MALFORMED, "",
	    "A document is named by its SHA-256, 64 hexadecimal digits.");
}

/* ---- expunge ---- */

static void
add_expunged(void *self, const struct expunged *e, const struct mandate *m)
{
	struct grid *g = self;
	char hex[DIGEST_TEXT];

	digest_text(e->digest, hex);
	grid_cell(g, hex);
	grid_print(g, "%llu", (unsigned long long)e->size);
	grid_cell(g, e->pending ? "under way" : "done");
	grid_moment(g, e->time);
	grid_cell(g, m->number);
	grid_cell(g, m->reason);
}

static enum ending
list_expunged(struct admin *a)
{
	static const struct grid_column columns[] = {
		{ "document", GRID_LEFT },
		{ "bytes", GRID_RIGHT },
		{ "state", GRID_LEFT },
		{ "decided", GRID_LEFT },
		{ "decision", GRID_LEFT },
		{ "reason", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 6);
	enum err shown, e;

	e = look_expunged(a->store, &a->who, add_expunged, &g, &a->why);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

enum ending
cmd_expunge(struct admin *a, const struct call *c)
{
	struct expunged done;
	struct mandate mandate;
	struct digest d;
	enum err e;

	if (c->n_args == 0)
		return list_expunged(a);
	if ((e = read_document(a, c->arg[0], &d)) == OK &&
	    (e = change_mandate(a, c, &mandate)) == OK)
		e = act_expunge(a->store, &a->who, d, &mandate, &done, &a->why);
	if (e == OK)
		(void)printf("destroyed: %s, %llu bytes; log entry %llu\n"
			     "Old backups still hold it: see "
			     "docs/operations.md.\n",
		    c->arg[0], (unsigned long long)done.size,
		    (unsigned long long)done.entry);
	return admin_end(a, e);
}

/* ---- holds ---- */

static enum ending
read_scope(struct admin *a, const struct call *c, struct hold *h)
{
	const char *period = call_option(c, OPT_PERIOD);
	const char *unit = call_option(c, OPT_UNIT);
	const char *document = call_option(c, OPT_DOCUMENT);

	if ((period != NULL && !arg_period(period, &h->period)) ||
	    (unit != NULL && !arg_unit(unit, &h->unit)))
		return END_USAGE;
	h->has_document = document != NULL;
	if (document != NULL && read_document(a, document, &h->document) != OK)
		return admin_end(a, ERR_MALFORMED);
	return END_OK;
}

enum ending
cmd_hold_add(struct admin *a, const struct call *c)
{
	struct hold h = { .n = 0 };
	struct mandate mandate;
	enum ending end;
	enum err e;

	if ((end = read_scope(a, c, &h)) != END_OK)
		return end;
	if ((e = change_mandate(a, c, &mandate)) == OK)
		e = act_place_hold(a->store, &a->who, &h, &mandate, &a->why);
	if (e == OK)
		(void)printf("hold %llu is placed\n", (unsigned long long)h.n);
	return admin_end(a, e);
}

enum ending
cmd_hold_end(struct admin *a, const struct call *c)
{
	struct hold h = { .n = 0 };
	struct mandate mandate;
	enum err e;

	if (!arg_number(c->arg[0], "hold", &h.n))
		return END_USAGE;
	if ((e = change_mandate(a, c, &mandate)) == OK)
		e = act_end_hold(a->store, &a->who, &h, &mandate, &a->why);
	if (e == OK)
		(void)printf("hold %llu has ended\n", (unsigned long long)h.n);
	return admin_end(a, e);
}

static void
add_hold(void *self, const struct hold *h, const struct mandate *m)
{
	struct grid *g = self;
	char hex[DIGEST_TEXT] = "any";

	if (h->has_document)
		digest_text(h->document, hex);
	grid_print(g, "%llu", (unsigned long long)h->n);
	grid_cell(g, h->period.text[0] == 0 ? "any" : h->period.text);
	grid_cell(g, h->unit.text[0] == 0 ? "any" : h->unit.text);
	grid_cell(g, hex);
	grid_cell(g, h->ended == 0 ? "lasts" : "ended");
	grid_moment(g, h->time);
	grid_cell(g, m->number);
	grid_cell(g, m->reason);
}

enum ending
cmd_hold_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "n", GRID_RIGHT },
		{ "period", GRID_LEFT },
		{ "unit", GRID_LEFT },
		{ "document", GRID_LEFT },
		{ "state", GRID_LEFT },
		{ "since", GRID_LEFT },
		{ "decision", GRID_LEFT },
		{ "reason", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 8);
	enum err shown, e;

	(void)c;
	e = look_holds(a->store, &a->who, add_hold, &g, &a->why);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

/* ---- retention ---- */

static void
add_kind(struct grid *g, const struct retention_look *r, enum retained kind)
{
	char day[DATE_TEXT] = "-";
	int64_t end = 0;
	bool ends = retention_ends(r->plan, kind, &end);

	if (ends)
		date_text(end, day);
	grid_cell(g, r->plan->period.text);
	grid_cell(g, retained_name(kind));
	if (kind == RETAINED_EVENTS)
		grid_cell(g, "-");
	else
		grid_print(g, "%llu", (unsigned long long)r->records[kind]);
	if (ends)
		grid_print(g, "%u", r->plan->retain_years[kind]);
	else
		grid_cell(g, "for ever");
	grid_cell(g, day);
	if (r->disposed[kind] != 0)
		grid_print(g, "destroyed: %llu",
		    (unsigned long long)r->disposed[kind]);
	else if (r->hold != 0)
		grid_print(g, "under hold %llu", (unsigned long long)r->hold);
	else
		grid_cell(g,
		    ends && date_start(end).us <= r->now.us ? "over" : "kept");
}

struct periods {
	struct period_id list[256];
	unsigned n;
};

static void
take_period(void *self, const struct period *p)
{
	struct periods *all = self;

	if (p->state == PERIOD_OPEN && all->n < 256)
		all->list[all->n++] = p->id;
}

enum ending
cmd_retention_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "period", GRID_LEFT },
		{ "kind", GRID_LEFT },
		{ "records", GRID_RIGHT },
		{ "years", GRID_RIGHT },
		{ "until", GRID_LEFT },
		{ "state", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 6);
	struct periods all = { .n = 0 };
	struct retention_look look;
	enum err shown, e;

	if (c->n_args == 0)
		e = look_periods(a->store, take_period, &all);
	else if (!arg_period(c->arg[0], &all.list[all.n++]))
		return END_USAGE;
	else
		e = OK;
	for (unsigned i = 0; e == OK && i < all.n; i++) {
		e = look_retention(a->store, &a->who, all.list[i], &look,
		    &a->why);
		for (unsigned k = 0; e == OK && k < RETAINED; k++)
			add_kind(&g, &look, (enum retained)k);
	}
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

enum ending
cmd_retention_dispose(struct admin *a, const struct call *c)
{
	enum retained kind = retained_read(slice_text(c->arg[1]));
	struct period_id period;
	struct mandate mandate;
	uint64_t n = 0;
	enum err e;

	if (!arg_period(c->arg[0], &period))
		return END_USAGE;
	if (kind == RETAINED)
		return admin_usage("There is no kind of record \"%s\"; see "
				   "parindex retention list.",
		    c->arg[1]);
	if ((e = change_mandate(a, c, &mandate)) == OK)
		e = act_dispose(a->store, &a->who, period, kind, &mandate, &n,
		    &a->why);
	if (e == OK)
		(void)printf("destroyed: %llu %s of kind %s of period %s\n",
		    (unsigned long long)n,
		    retained_documents(kind) ? "documents" : "records",
		    c->arg[1], period.text);
	return admin_end(a, e);
}
