/*
 * audit_locks.c - the auditor's rules about what was changed after a lock:
 * behind a window, and on a sheet that was opened again.
 *
 * Knows the steps and columns of a sheet. Touches records, for reading.
 */
#include "store/look/audit.h"

/* ---- behind a window ---- */

/* The stage in whose window a column is written; the council has none. */
static enum stage
stage_of(enum column column)
{
	static const enum stage stages[COLUMNS] = {
		[COLUMN_SELF] = STAGE_EVIDENCE,
		[COLUMN_ROUND1] = STAGE_APPRAISAL,
		[COLUMN_ROUND2] = STAGE_ROUND2,
		[COLUMN_COUNCIL] = STAGES,
	};

	return column == COLUMNS ? STAGES : stages[column];
}

/* The unit of a score's entry: the log names it salted, and the newest cell
 * alone still knows the salt. */
static int
unit_of_score(struct auditing *a, const struct audited *x, struct slice leaf,
    enum column column)
{
	struct cell cell = { .period = a->plan->period, .column = column };

	if (leaf_id_read(leaf, &cell.leaf) != OK)
		return -1;
	for (unsigned u = 0; u < a->plan->n_units; u++) {
		cell.unit = a->plan->units[u].id;
		if (cells_get(&a->t, &cell) && cell.entry == x->place)
			return (int)u;
	}
	return -1;
}

static struct moment
first_close(const struct plan *p, enum stage stage)
{
	struct moment first = { INT64_MAX };
	const struct window *w;

	for (unsigned b = 0; b < p->n_blocks; b++)
		if ((w = plan_window(p, b, stage)) != NULL &&
		    moment_before(w->closes, first))
			first = w->closes;
	return first;
}

void
audit_score(struct auditing *a, const struct audited *x)
{
	struct slice leaf, column;
	const struct window *w;
	char closed[MOMENT_TEXT];
	enum stage stage;
	int unit;

	if (!audit_of_period(a, x) ||
	    !entry_value(x->entry->body, "leaf", 0, &leaf) ||
	    !entry_value(x->entry->body, "column", 0, &column) ||
	    (stage = stage_of(column_read(column))) == STAGES)
		return;
	if (x->entry->clock.earliest.us <
	    first_close(audit_plan_at(a, x->place), stage).us)
		return;
	unit = unit_of_score(a, x, leaf, column_read(column));
	if (unit < 0) /* overwritten since: that entry is found instead */
		return;
	w = audit_window_at(a, x->place, a->plan->units[unit].id, stage);
	if (w == NULL || x->entry->clock.earliest.us < w->closes.us)
		return;
	moment_text(w->closes, closed);
	finding_say(audit_find(a, x, FINDING_SCORE_AFTER_CLOSE),
	    "Unit %s, criterion %.*s, column %.*s; closed since %s.",
	    "Cơ quan %s, tiêu chí %.*s, cột " A_COLUMN(
		"%.*s") "; đã đóng từ %s.",
	    a->plan->units[unit].id.text, (int)leaf.n, (const char *)leaf.p,
	    (int)column.n, (const char *)column.p, closed);
}

void
audit_withdrawal(struct auditing *a, const struct audited *x)
{
	const struct window *w =
	    audit_window_at(a, x->place, x->sub.unit, STAGE_EVIDENCE);
	char closed[MOMENT_TEXT];

	if (w == NULL || x->entry->clock.earliest.us < w->closes.us)
		return;
	moment_text(w->closes, closed);
	finding_say(audit_find(a, x, FINDING_WITHDRAWN_AFTER_CLOSE),
	    "Unit %s withdrew it; closed since %s.",
	    "Cơ quan %s đã rút; thời hạn đóng từ %s.", x->sub.unit.text,
	    closed);
}

/* ---- on a sheet that was opened again ---- */

/* The unit of a step's entry, which the log names salted. */
static int
unit_of_step(struct auditing *a, const struct audited *x, uint64_t number)
{
	struct life_taken step = { .period = a->plan->period,
		.number = number };

	for (unsigned u = 0; u < a->plan->n_units; u++) {
		step.unit = a->plan->units[u].id;
		if (life_steps_get(&a->t, &step) && step.entry == x->place)
			return (int)u;
	}
	return -1;
}

void
audit_step(struct auditing *a, const struct audited *x)
{
	struct slice name = SLICE_NONE, before = SLICE_NONE, after = SLICE_NONE;
	uint64_t number = 0, by = 0;
	enum life_step step;
	int unit;

	(void)entry_value(x->entry->body, "step", 0, &name);
	step = life_step_read(name);
	if (!audit_of_period(a, x) ||
	    (step != STEP_UNLOCK && step != STEP_REOPEN && step != STEP_RESUME))
		return;
	(void)audit_number(x->entry, "number", &number);
	(void)audit_number(x->entry, "by", &by);
	(void)entry_value(x->entry->body, "before", 0, &before);
	(void)entry_value(x->entry->body, "after", 0, &after);
	unit = unit_of_step(a, x, number);
	finding_say(audit_find(a, x,
			step == STEP_UNLOCK ? FINDING_UNLOCKED
					    : FINDING_REOPENED),
	    "Unit %s: from %.*s back to %.*s, step %llu of its sheet, by token "
	    "%llu.",
	    "Cơ quan %s: từ trạng thái " A_STATE("%.*s") " trở về " A_STATE(
		"%.*s") ", bước thứ %llu của bảng tự chấm, bằng mã truy cập số "
			"%llu.",
	    unit < 0 ? "?" : a->plan->units[unit].id.text, (int)before.n,
	    (const char *)before.p, (int)after.n, (const char *)after.p,
	    (unsigned long long)number, (unsigned long long)by);
}
