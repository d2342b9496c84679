/*
 * part.c - small things several acts share.
 *
 * Knows how a fault is said. Touches feed and outbox.
 */
#include "store/act/part.h"

#include "store/table/events.h"
#include "store/table/outbox.h"
#include "store/table/records.h"

int
part_unit(const struct plan *plan, struct unit_id id, struct fault *why)
{
	int unit = plan_unit(plan, id);

	if (unit < 0)
		(void)fault_set(why, ERR_UNKNOWN_UNIT, "/unit",
		    "Period %s has no unit \"%s\".", plan->period.text,
		    id.text);
	return unit;
}

int
part_leaf(const struct plan *plan, unsigned unit, struct leaf_id id,
    const char *pointer, enum err *e, struct fault *why)
{
	int leaf = plan_leaf(plan, id);

	if (leaf < 0) {
		*e = fault_set(why, ERR_UNKNOWN_LEAF, pointer,
		    "Period %s has no criterion \"%s\".", plan->period.text,
		    id.text);
		return -1;
	}
	switch (plan_applies(plan, unit, (unsigned)leaf)) {
	case APPLIES:
		return leaf;
	case APPLIES_NOT_IN_BLOCK:
		*e = fault_set(why, ERR_LEAF_NOT_YOURS, pointer,
		    "Criterion %s is not in the set of block %s, to which unit "
		    "%s belongs.",
		    id.text, plan->blocks[plan->units[unit].block].id.text,
		    plan->units[unit].id.text);
		return -1;
	case APPLIES_NOT:
		break;
	}
	*e = fault_set(why, ERR_LEAF_NOT_YOURS, pointer,
	    "Criterion %s does not apply to unit %s by the period's decision.",
	    id.text, plan->units[unit].id.text);
	return -1;
}

static bool
may_in(const struct who *who, enum may may, struct period_id period,
    struct unit_id unit)
{
	return period.text[0] == 0 ? who_may(who, may, unit)
				   : who_may_in(who, may, period, unit);
}

enum err
part_may(const struct who *who, enum may may, struct period_id period,
    struct unit_id unit, struct fault *why)
{
	if (may_in(who, may, period, unit))
		return OK;
	if (!who_reaches(who, period))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "This token is of the rounds of \"%s\": %s%s is none of "
		    "them.",
		    who->owner.text,
		    period.text[0] == 0 ? "what is of all periods" : "period ",
		    period.text);
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not do this (%s)%s%s.", role_name(who->role),
	    may_name(may), unit.text[0] == 0 ? "" : " for unit ", unit.text);
}

enum err
part_operator(const struct who *who, struct fault *why)
{
	if (who->role == ROLE_OPERATOR && who->owner.text[0] == 0)
		return OK;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Only the operator may do this, not role \"%s\".",
	    role_name(who->role));
}

struct digest
part_salted(const uint8_t salt[32], struct slice bytes)
{
	struct buf text = { 0 };
	struct digest d;

	buf_bytes(&text, salt, 32);
	buf_slice(&text, bytes);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

enum err
part_plan(struct store *s, struct period_id id, const struct plan **plan,
    struct fault *why)
{
	struct period period;
	enum err e = store_plan(s, id, plan, &period);

	if (e == ERR_UNKNOWN_PERIOD)
		return fault_set(why, e, "/period",
		    "There is no period \"%s\".", id.text);
	if (e == OK && period.state != PERIOD_OPEN)
		return fault_set(why, ERR_WRONG_STATE, "/period",
		    "Period %s has not been opened yet.", id.text);
	return e;
}

static enum err
within(const struct plan *plan, const struct window *w, unsigned block,
    enum stage stage, const struct reading *now, struct fault *why)
{
	struct interval when = { { now->wall.us - now->bound.us },
		{ now->wall.us + now->bound.us } };
	char opens[MOMENT_TEXT], until[MOMENT_TEXT];
	enum verdict v;

	if (w == NULL)
		return fault_set(why, ERR_WINDOW_NOT_OPEN, "",
		    "Period %s has no %s window for block %s.",
		    plan->period.text, stage_name(stage),
		    plan->blocks[block].id.text);
	v = verdict_of(when, w, plan->doubt);
	if (verdict_counts(v))
		return OK;
	moment_text(w->opens, opens);
	moment_text(w->on_time_until, until);
	return fault_set(why,
	    v == VERDICT_NOT_OPEN ? ERR_WINDOW_NOT_OPEN : ERR_WINDOW_CLOSED, "",
	    "The %s window of period %s (version %u) is open from %s until "
	    "before %s.",
	    stage_name(stage), plan->period.text, w->version, opens, until);
}

enum err
part_window(const struct plan *plan, unsigned block, enum stage stage,
    const struct reading *now, struct fault *why)
{
	return within(plan, plan_window(plan, block, stage), block, stage, now,
	    why);
}

enum err
part_unit_window(const struct plan *plan, unsigned unit, enum stage stage,
    const struct reading *now, struct fault *why)
{
	return within(plan, plan_unit_window(plan, unit, stage),
	    plan->units[unit].block, stage, now, why);
}

enum err
part_record(struct txn *t, const struct plan *plan, uint64_t n,
    struct record *out, struct fault *why)
{
	*out = (struct record){ .period = plan->period, .n = n };
	if (records_get(t, out))
		return OK;
	return fault_set(why, t->err != OK ? t->err : ERR_NOT_FOUND,
	    "/decision", "Period %s has no council record %llu.",
	    plan->period.text, (unsigned long long)n);
}

static void
take_open(void *self, const struct period *p)
{
	struct open_periods *open = self;

	if (p->state == PERIOD_OPEN && open->n < PERIODS_MOST)
		open->list[open->n++] = *p;
}

enum err
part_open_periods(struct store *s, struct open_periods *out)
{
	struct txn t;

	out->n = 0;
	txn_read(&t, s->env);
	periods_each(&t, take_open, out);
	return txn_end(&t);
}

void
part_rescore(struct txn *t, const struct plan *plan, uint64_t entry)
{
	for (unsigned i = 0; i < plan->n_units; i++)
		outbox_raise(t, JOB_SCORE_UNIT, plan->period, plan->units[i].id,
		    entry);
}

void
part_event(struct txn *t, enum event_kind kind, const struct plan *plan,
    unsigned unit, struct submission_id submission, struct leaf_id leaf,
    struct moment time, uint64_t entry)
{
	struct event e = { .kind = kind,
		.time = time,
		.period = plan->period,
		.block = plan->blocks[plan->units[unit].block].id,
		.unit = plan->units[unit].id,
		.submission = submission,
		.leaf = leaf,
		.entry = entry };

	events_add(t, &e);
}
