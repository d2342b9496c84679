/*
 * pulse.c - the log's signs of life, and what they show.
 *
 * Knows when a heartbeat is due and which entries a look back makes. Touches
 * the ledger.
 */
#include <string.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/base/encode.h"
#include "store/plans.h"
#include "store/recheck/recheck.h"
#include "store/table/amendments.h"

#define FOUND_MOST 16    /* at a time; the next call goes on */
#define LOOK_MOST 4096   /* entries a read transaction */
#define BACK_MOST 100000 /* entries looked through for the last heartbeat */
#define WINDOWS_KEPT 256
#define SPELLS_KEPT 16

/* Two entries between which something was not as it should be. */
struct found {
	struct sign was, is;
	enum sign_clock clock;
	int64_t by;
	bool outage;
};

/* A window, and between which entries it was in force. */
struct watched {
	struct window window;
	uint64_t since, before; /* UINT64_MAX: it still is */
};

struct beating {
	struct store *store;
	struct pulse *pulse;
	struct reading now;
	struct watched windows[WINDOWS_KEPT];
	unsigned n_windows;
	struct found found[FOUND_MOST];
	unsigned n_found;
	uint64_t free_bytes;
	bool due, other_state;
};

/* ---- which windows count ---- */

/* A version of a period's rules, in force between two entries. */
struct spell {
	uint32_t version;
	uint64_t since, before;
};

/* Those that reach into what was not looked at yet. */
struct spells {
	uint64_t after; /* the last entry that was looked at */
	struct spell list[SPELLS_KEPT];
	unsigned n;
};

static void
add_spell(void *self, const struct amendment_row *a)
{
	struct spells *s = self;
	struct spell *last = &s->list[s->n - 1];

	last->version = a->before;
	last->before = a->entry;
	if (a->entry > s->after && s->n < SPELLS_KEPT)
		last = &s->list[s->n++];
	*last = (struct spell){ a->version, a->entry, UINT64_MAX };
}

static enum err
watch_spell(struct beating *b, const struct period *row,
    const struct spell *spell)
{
	const struct plan *plan;
	enum err e = plans_get(b->store->plans, b->store->env, row->id,
	    spell->version, &plan);

	if (e != OK)
		return e;
	for (unsigned i = 0; i < plan->n_windows; i++) {
		const struct window *w = &plan->windows[i];

		if (w->stage == STAGE_EVIDENCE &&
		    plan_window_in_force(plan, w) &&
		    b->n_windows < WINDOWS_KEPT)
			b->windows[b->n_windows++] =
			    (struct watched){ *w, spell->since, spell->before };
	}
	return OK;
}

static enum err
watch_period(struct beating *b, const struct period *row)
{
	struct spells s = { .after = b->pulse->last.index };
	struct txn t;
	enum err e;

	s.list[s.n++] = (struct spell){ row->version, row->entry, UINT64_MAX };
	txn_read(&t, b->store->env);
	amendments_each(&t, row->id, add_spell, &s);
	e = txn_end(&t);
	for (unsigned i = 0; e == OK && i < s.n; i++)
		e = watch_spell(b, row, &s.list[i]);
	return e;
}

/* ---- looking back ---- */

static bool
sign_at(struct beating *b, struct txn *t, uint64_t place, struct sign *out,
    struct entry *entry)
{
	struct slice bytes;

	if (!ledger_entry(b->store->ledger, t, place, &bytes) ||
	    entry_read(bytes, entry) != OK) {
		(void)txn_require(t, ERR_BROKEN);
		return false;
	}
	*out = recheck_sign(entry, place);
	return true;
}

/* Where the life before this one had looked up to: the last heartbeat, or
 * behind what an entry about others was about. */
static void
begin(struct beating *b, struct txn *t)
{
	struct pulse *p = b->pulse;
	uint64_t next = ledger_next(b->store->ledger, t), place = next;
	struct entry entry;
	int64_t after;

	for (unsigned i = 0; i < BACK_MOST && PLACE_INDEX(place) > 0; i++) {
		if (!sign_at(b, t, --place, &p->last, &entry))
			return;
		if (entry.type == ENTRY_HEARTBEAT)
			break;
		if ((entry.type == ENTRY_INCIDENT ||
			entry.type == ENTRY_OUTAGE) &&
		    entry_number(entry.body, "after", &after)) {
			place += (uint64_t)after + 1 - PLACE_INDEX(place);
			break;
		}
	}
	if (place == next || !sign_at(b, t, place, &p->last, &entry))
		return;
	p->next = place + 1;
	p->begun = true;
}

static bool
is_outage(const struct beating *b, const struct sign *was,
    const struct sign *is)
{
	if (was->simulated || is->simulated)
		return false;
	for (unsigned i = 0; i < b->n_windows; i++)
		if (b->windows[i].since <= was->index &&
		    was->index < b->windows[i].before &&
		    sign_outage(&b->windows[i].window, was->time, is->time))
			return true;
	return false;
}

/* Looks at the entries that came since; false when there may be more. */
static bool
look_on(struct beating *b, struct txn *t)
{
	struct pulse *p = b->pulse;
	uint64_t end = ledger_next(b->store->ledger, t);
	struct entry entry;
	struct sign is;

	for (unsigned i = 0; i < LOOK_MOST && p->next < end; i++, p->next++) {
		struct found f = { .was = p->last };

		if (b->n_found == FOUND_MOST)
			return true;
		if (!sign_at(b, t, p->next, &is, &entry))
			return true;
		f.is = is;
		f.clock = sign_clock(&f.was, &is, &f.by);
		f.outage = is_outage(b, &f.was, &is);
		if (f.clock != SIGN_ON || f.outage)
			b->found[b->n_found++] = f;
		p->last = is;
	}
	return p->next == end;
}

static enum err
look_back(struct beating *b)
{
	struct txn t;
	bool all = !b->pulse->begun;
	enum err e = OK;

	while (e == OK && !all) {
		txn_read(&t, b->store->env);
		all = look_on(b, &t);
		e = txn_end(&t);
	}
	return e;
}

static enum err
begin_now(struct beating *b)
{
	struct txn t;

	if (b->pulse->begun)
		return OK;
	txn_read(&t, b->store->env);
	begin(b, &t);
	return txn_end(&t);
}

/* ---- writing ---- */

static enum err
add(struct beating *b, struct txn *t, enum entry_type type, struct buf *body)
{
	enum err e = body->err;

	if (e == OK)
		e = ledger_add(b->store->ledger, t, type, &b->now,
		    buf_all(body), NULL, NULL);
	buf_free(body);
	return e;
}

static enum err
add_found(struct beating *b, struct txn *t, const struct found *f)
{
	struct buf incident = { 0 }, outage = { 0 }, boot = { 0 };
	int64_t after = (int64_t)PLACE_INDEX(f->was.index);
	enum err e = OK;

	if (f->clock != SIGN_ON) {
		entry_int(&incident, "after", after);
		if (f->clock == SIGN_STEPPED)
			entry_int(&incident, "by", f->by);
		if (f->clock == SIGN_BOOTED) {
			hex_put(&boot, slice_of(f->was.boot_id, 16));
			entry_line(&incident, "boot", buf_all(&boot));
		}
		e = add(b, t, ENTRY_INCIDENT, &incident);
	}
	if (e == OK && f->outage) {
		entry_int(&outage, "after", after);
		entry_int(&outage, "from", f->was.time.us);
		entry_int(&outage, "until", f->is.time.us);
		e = add(b, t, ENTRY_OUTAGE, &outage);
	}
	buf_free(&boot);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct beating *b = arg;
	struct buf body = { 0 };
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < b->n_found; i++)
		e = add_found(b, t, &b->found[i]);
	if (e == OK && b->other_state)
		e = add(b, t, ENTRY_CLOCK, &body);
	if (e != OK || !b->due)
		return e;
	entry_int(&body, "size",
	    (int64_t)PLACE_INDEX(ledger_next(b->store->ledger, t)));
	entry_int(&body, "free", (int64_t)b->free_bytes);
	return add(b, t, ENTRY_HEARTBEAT, &body);
}

/* By either clock: the wall clock may have been set, and time in the log
 * then waits for it. */
static bool
is_due(const struct beating *b)
{
	const struct sign *last = &b->pulse->last;
	int64_t period = INT64_C(3600) * 1000000, one;
	int64_t wall = b->now.wall.us - last->time.us;
	int64_t boot = b->now.boottime_us - last->boottime_us;

	for (unsigned i = 0; i < b->n_windows; i++) {
		if (b->windows[i].before != UINT64_MAX)
			continue;
		one = sign_period(&b->windows[i].window, b->now.wall).us;
		period = one < period ? one : period;
	}
	return memcmp(last->boot_id, b->now.boot_id, sizeof last->boot_id) !=
		   0 ||
	       wall >= period || boot >= period;
}

enum err
act_heartbeat(struct store *s, struct pulse *p)
{
	struct pulse seen = *p;
	struct beating b = { .store = s, .pulse = &seen };
	struct env_usage usage;
	struct open_periods open;
	enum err e;

	if (s->meta.simulated)
		return OK;
	if ((e = store_now(s, &b.now)) != OK ||
	    (e = part_open_periods(s, &open)) != OK ||
	    (e = begin_now(&b)) != OK)
		return e;
	for (unsigned i = 0; e == OK && i < open.n; i++)
		e = watch_period(&b, &open.list[i]);
	if (e != OK || (e = look_back(&b)) != OK)
		return e;
	b.due = is_due(&b);
	b.other_state = seen.has_status && seen.status != b.now.status;
	seen.has_status = true;
	seen.status = b.now.status;
	if ((b.due || b.other_state || b.n_found > 0) &&
	    (e = env_usage(s->env, &usage)) == OK) {
		b.free_bytes = usage.free_disk_bytes;
		e = env_change(s->env, run, &b, 1024);
	}
	if (e == OK)
		*p = seen;
	return e;
}
