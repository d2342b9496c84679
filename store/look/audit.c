/*
 * audit.c - the auditor's report on a period: the walk and THE table of rules.
 *
 * Knows which rule looks at which entries. Touches log and records, for
 * reading, a page of entries at a time; memory is bounded (audit.h,
 * finding.h).
 */
#include "store/look/audit.h"

#include <stdlib.h>

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/ledger/lines.h"
#include "store/plans.h"
#include "store/table/amendments.h"
#include "store/table/schema.h"
#include "store/table/submissions.h"

#define PAGE 256

#define BIT(type) (UINT64_C(1) << (type))
#define ON(type) BIT(ENTRY_##type)
#define ANY UINT64_MAX
#define TAKEN (ON(SUBMISSION) | ON(COMMITTED))
/* They name another entry, the submission's. */
#define ABOUT                                                                  \
	(ON(VERDICT) | ON(REJUDGEMENT) | ON(ADMISSION) | ON(BOUNDED) |         \
	    ON(RULING))
static_assert(ENTRY_TYPES <= 64, "every type has its bit");

/* clang-format off */
static const struct {
	uint64_t entries; /* types it looks at */
	bool submission;  /* only those about one of the period's */
	audit_rule *rule;
} rules[] = {
	{ ANY, false, audit_clock_back },
	{ ANY, false, audit_clock_step },
	{ ANY, false, audit_clock_unfit },
	{ ANY, false, audit_silence },
	{ ON(INCIDENT) | ON(OUTAGE) | ON(SUCCESSION), false, audit_told },
	{ ON(TOKEN) | ON(BOUND_TOKEN) | ON(CLOCK), false, audit_operator },
	{ ON(DUTY), false, audit_duty },
	{ ON(EXPUNGED), false, audit_destroyed },
	{ ON(DISPOSAL), false, audit_disposed },
	{ ON(EXPORT), false, audit_exported },
	{ ON(PUBLICATION), false, audit_corrected },
	{ ON(OUTSIDE), false, audit_outside },
	{ ON(RULES) | ON(OPENING) | ON(AMENDMENT), false, audit_rules },
	{ ON(SCORE), false, audit_score },
	{ ON(STEP), false, audit_step },
	{ ON(REFUSAL), false, audit_refusal },
	{ ON(RETURNED), false, audit_returned },
	{ ON(WITHDRAWAL), true, audit_withdrawal },
	{ ON(VERDICT), true, audit_rejection },
	{ ON(REJUDGEMENT), true, audit_rejudged },
	{ ON(ADMISSION), true, audit_admitted },
	{ ON(BOUNDED), true, audit_bounded },
	{ ON(RULING), true, audit_ruled },
	{ TAKEN, true, audit_doubt },
	{ TAKEN, true, audit_far },
	{ TAKEN, true, audit_flip },
	{ TAKEN, true, audit_issued },
	{ TAKEN, true, audit_claims },
	{ TAKEN, true, audit_count },
};
/* clang-format on */

bool
audit_number(const struct entry *e, const char *key, uint64_t *out)
{
	struct slice value;

	return entry_value(e->body, key, 0, &value) &&
	       number_read(value, out) == OK;
}

struct finding *
audit_find(struct auditing *a, const struct audited *x, enum finding_code code)
{
	struct finding f = { .code = code,
		.place = x->place,
		.time = x->entry->time,
		.has_submission = x->has_submission };

	if (x->has_submission) {
		f.submission = x->sub.id;
		f.document = x->sub.document;
		f.unit = x->sub.unit;
	}
	return findings_add(a->out, &f);
}

bool
audit_window_open(const struct plan *p, struct moment at)
{
	for (unsigned i = 0; i < p->n_windows; i++)
		if (at.us >= p->windows[i].opens.us &&
		    at.us < p->windows[i].closes.us)
			return true;
	return false;
}

/* The submission that an entry is about, by its id or by its entry. */
static void
find_submission(struct auditing *a, struct audited *x)
{
	struct entry about = *x->entry;
	struct submission_id id;
	struct slice value;
	uint64_t place;
	int unit;

	if ((BIT(x->entry->type) & ABOUT) != 0 &&
	    (!audit_number(x->entry, "about", &place) ||
		!ledger_entry(a->store->ledger, &a->t, place, &value) ||
		entry_read(value, &about) != OK))
		return;
	if (!entry_value(about.body, "id", 0, &value) ||
	    submission_id_read(value, &id) != OK ||
	    !submissions_get(&a->t, id, &x->sub) ||
	    !period_id_eq(x->sub.period, a->plan->period) ||
	    (unit = plan_unit(a->plan, x->sub.unit)) < 0)
		return;
	x->unit = (unsigned)unit;
	x->has_submission = true;
}

static void
look_at(struct auditing *a, uint64_t place, const struct entry *entry)
{
	const uint64_t evidence = TAKEN | ON(WITHDRAWAL) | ABOUT;
	struct audited *x = &a->at;

	x->place = place;
	x->entry = entry;
	x->has_submission = false;
	if ((evidence & BIT(entry->type)) != 0)
		find_submission(a, x);
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if ((rules[i].entries & BIT(entry->type)) != 0 &&
		    (!rules[i].submission || x->has_submission))
			rules[i].rule(a, x);
	a->before = *entry;
	a->before.body = SLICE_NONE;
	a->has_before = true;
}

/* One page from `*next` on; `*more` when there may be another. */
static enum err
look_page(struct auditing *a, uint64_t *next, bool *more)
{
	struct entry entry;
	struct walk w;
	struct key k;
	unsigned n = 0;

	txn_read(&a->t, a->store->env);
	key_start(&k);
	key_u64(&k, *next);
	walk_from(&w, &a->t, T_ENTRIES, SLICE_NONE, key_all(&k));
	while (n < PAGE && walk_on(&w)) {
		if (w.key.n != 8 || entry_read(w.value, &entry) != OK) {
			(void)txn_require(&a->t, ERR_BROKEN);
			break;
		}
		a->out->last = key_get_u64(w.key.p);
		look_at(a, a->out->last, &entry);
		*next = a->out->last + 1;
		n++;
	}
	walk_end(&w);
	*more = n == PAGE;
	return txn_end(&a->t);
}

static enum err
look_all(struct auditing *a)
{
	uint64_t next = a->rules;
	bool more = true;
	enum err e = OK;

	audit_windows(a);
	while (e == OK && more)
		e = look_page(a, &next, &more);
	if (e != OK)
		return e;
	audit_unfit_end(a);
	txn_read(&a->t, a->store->env);
	audit_sums(a);
	e = txn_end(&a->t);
	if (e == OK)
		e = audit_commitments(a);
	return e == OK ? audit_surveys(a) : e;
}

/* ---- the versions of the rules ---- */

const struct plan *
audit_plan_at(const struct auditing *a, uint64_t place)
{
	unsigned i = a->n_rules_of - 1;

	while (i > 0 && a->rules_of[i].entry >= place)
		i--;
	return a->rules_of[i].plan;
}

struct versions {
	struct amendment_row *list;
	unsigned n, room;
	bool lost;
};

static void
take_version(void *self, const struct amendment_row *row)
{
	struct versions *v = self;
	unsigned room = v->room == 0 ? 16 : 2 * v->room;
	struct amendment_row *list;

	if (v->n == v->room) {
		list = realloc(v->list, room * sizeof *list);
		if (list == NULL) {
			v->lost = true;
			return;
		}
		v->list = list;
		v->room = room;
	}
	v->list[v->n++] = *row;
}

static enum err
read_versions(struct auditing *a, const struct period *row, struct versions *v)
{
	uint32_t opened;
	enum err e = OK;

	a->rules_of = calloc(v->n + 1, sizeof *a->rules_of);
	if (v->lost || a->rules_of == NULL)
		return ERR_NO_MEMORY;
	opened = v->n > 0 ? v->list[0].before : row->version;
	a->rules_of[0].entry = row->entry;
	e = plans_get(a->store->plans, a->store->env, row->id, opened,
	    &a->rules_of[0].plan);
	a->n_rules_of = 1;
	for (unsigned i = 0; e == OK && i < v->n; i++) {
		a->rules_of[a->n_rules_of].entry = v->list[i].entry;
		e = plans_get(a->store->plans, a->store->env, row->id,
		    v->list[i].version, &a->rules_of[a->n_rules_of].plan);
		a->n_rules_of++;
	}
	return e;
}

static enum err
find_versions(struct auditing *a, const struct period *row)
{
	struct versions v = { .list = NULL };
	struct txn t;
	enum err e;

	txn_read(&t, a->store->env);
	amendments_each(&t, row->id, take_version, &v);
	if ((e = txn_end(&t)) == OK)
		e = read_versions(a, row, &v);
	free(v.list);
	return e;
}

/* From the first opening to the last closing of any window. */
static void
span(struct auditing *a)
{
	const struct plan *p = a->plan;

	a->opens.us = INT64_MAX;
	a->closes.us = INT64_MIN;
	for (unsigned i = 0; i < p->n_windows; i++) {
		if (moment_before(p->windows[i].opens, a->opens))
			a->opens = p->windows[i].opens;
		if (moment_before(a->closes, p->windows[i].closes))
			a->closes = p->windows[i].closes;
	}
}

enum err
look_audit(struct store *s, const struct who *who, struct period_id period,
    struct findings *out, struct fault *why)
{
	static const struct unit_id nobody;
	struct auditing a = { .store = s, .out = out };
	struct period row;
	enum err e;

	*out = (struct findings){ .simulated = s->meta.simulated };
	if (!who_may_in(who, MAY_READ_AUDIT, period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the audit.",
		    role_name(who->role));
	if ((e = store_plan(s, period, &a.plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	if (row.state == PERIOD_LOADED)
		return fault_set(why, ERR_WRONG_STATE, "",
		    "Period %s has not been opened.", period.text);
	a.rules = row.entry;
	span(&a);
	if ((a.hours = calloc(BLOCKS_MOST, sizeof *a.hours)) == NULL)
		return ERR_NO_MEMORY;
	if ((e = find_versions(&a, &row)) == OK)
		e = look_all(&a);
	if (e == OK && out->lost)
		e = ERR_NO_MEMORY;
	free(a.hours);
	free(a.papers);
	free(a.rules_of);
	findings_sort(out);
	if (e != OK)
		findings_free(out);
	return e;
}
