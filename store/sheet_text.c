/*
 * sheet_text.c - a unit's own sheet as a text.
 *
 * Knows its lines. Touches cells, submissions and lives, for reading.
 */
#include "store/sheet_text.h"

#include "store/base/json_out.h"
#include "store/model/carry.h"
#include "store/table/cells.h"
#include "store/table/life_steps.h"
#include "store/table/lives.h"
#include "store/table/submissions.h"

#define FIRST_LINE "parindex-sheet/1"

struct writing {
	struct txn *t;
	const struct plan *plan;
	unsigned unit;
	struct buf *to;
	struct points points, max; /* so far */
};

/* A text in one line; nothing when it is empty. */
static void
put_words(struct buf *to, const char *key, const char *text)
{
	if (text[0] == 0)
		return;
	buf_print(to, "%s ", key);
	for (; *text != 0; text++)
		buf_byte(to,
		    *text == '\n' || *text == '\t' ? ' ' : (uint8_t)*text);
	buf_byte(to, '\n');
}

static void
put_points(const struct writing *w, const char *key, struct points points)
{
	buf_print(w->to, "%s ", key);
	points_put(w->to, points, w->plan->leaf_decimals);
	buf_byte(w->to, '\n');
}

static void
put_cell(struct writing *w, unsigned leaf, struct points max)
{
	const struct leaf *l = &w->plan->leaves[leaf];
	struct cell cell = { .period = w->plan->period,
		.unit = w->plan->units[w->unit].id,
		.leaf = l->id,
		.column = COLUMN_SELF };
	struct rule_result r = { .clause = 0 };
	struct jout j;

	if (!cells_get(w->t, &cell))
		return;
	inputs_carry(w->plan, leaf, cell.entry, &cell.inputs);
	if (cell.inputs.not_applicable) {
		buf_text(w->to, "not-applicable\n");
	} else if (rule_points(l->rule, l->vars, l->n_vars, max,
		       w->plan->leaf_decimals, &cell.inputs, NULL, &r,
		       NULL) == OK) {
		put_points(w, "points", r.points);
		txn_require(w->t, points_add(w->points, r.points, &w->points));
		buf_text(w->to, "inputs ");
		j = jout_start(w->to);
		inputs_put(&j, l->vars, l->n_vars, &cell.inputs);
		buf_byte(w->to, '\n');
	}
	put_words(w->to, "reason", cell.reason);
}

static bool
put_document(void *self, struct submission_id id)
{
	struct writing *w = self;
	char hex[DIGEST_TEXT];
	struct submission s;

	if (txn_require(w->t,
		submissions_get(w->t, id, &s) ? OK : ERR_BROKEN) != OK)
		return false;
	digest_text(s.document, hex);
	buf_print(w->to, "document %s\n", hex);
	return true;
}

static void
put_explanation(struct writing *w, struct leaf_id leaf)
{
	struct life_taken step = { .period = w->plan->period,
		.unit = w->plan->units[w->unit].id };
	struct leaf_talk talk;

	leaf_talk_get(w->t, step.period, step.unit, leaf, &talk);
	step.number = talk.explained;
	if (talk.explained != 0 &&
	    txn_require(w->t, life_steps_get(w->t, &step) ? OK : ERR_BROKEN) ==
		OK)
		put_words(w->to, "explanation", step.text);
}

static void
put_leaf(struct writing *w, unsigned leaf)
{
	static const enum submission_status counted[] = { SUBMISSION_ACCEPTED,
		SUBMISSION_QUEUED };
	const struct plan *p = w->plan;
	struct leaf_id id = p->leaves[leaf].id;
	struct points max = plan_max(p, w->unit, leaf);

	buf_print(w->to, "leaf %s\n", id.text);
	put_points(w, "max", max);
	txn_require(w->t, points_add(w->max, max, &w->max));
	put_cell(w, leaf, max);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
		leaf_each(w->t, p->period, p->units[w->unit].id, id, counted[i],
		    put_document, w);
	put_explanation(w, id);
}

enum err
sheet_text(struct txn *t, const struct plan *plan, unsigned unit,
    struct buf *to)
{
	struct writing w = { .t = t, .plan = plan, .unit = unit, .to = to };

	buf_print(to, FIRST_LINE "\nperiod %s\nversion %u\nunit %s\n",
	    plan->period.text, plan->version, plan->units[unit].id.text);
	for (unsigned i = 0; i < plan->n_leaves; i++)
		if (plan->leaves[i].mode == LEAF_EVIDENCE &&
		    plan_applies(plan, unit, i) == APPLIES)
			put_leaf(&w, i);
	buf_text(to, "total ");
	points_put(to, w.max, plan->leaf_decimals);
	buf_byte(to, ' ');
	points_put(to, w.points, plan->leaf_decimals);
	buf_byte(to, '\n');
	txn_require(t, to->err);
	return t->err;
}

/* ---- read ---- */

static bool
take_line(struct slice *rest, struct slice *key, struct slice *value)
{
	const uint8_t *end =
	    rest->n == 0 ? NULL : memchr(rest->p, '\n', rest->n);
	const uint8_t *space;
	size_t n;

	if (end == NULL)
		return false;
	n = (size_t)(end - rest->p);
	space = memchr(rest->p, ' ', n);
	*key = slice_of(rest->p, space == NULL ? n : (size_t)(space - rest->p));
	*value =
	    space == NULL ? SLICE_NONE : slice_of(space + 1, n - key->n - 1);
	*rest = slice_of(end + 1, rest->n - n - 1);
	return true;
}

static void
take_value(struct sheet_line *l, struct slice key, struct slice value)
{
	const struct {
		const char *key;
		struct slice *to;
	} values[] = { { "max", &l->max }, { "points", &l->points },
		{ "inputs", &l->inputs }, { "reason", &l->reason },
		{ "explanation", &l->explanation } };

	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		if (slice_is(key, values[i].key))
			*values[i].to = value;
	l->not_applicable =
	    l->not_applicable || slice_is(key, "not-applicable");
	l->documents += slice_is(key, "document");
}

static bool
take_total(struct slice value, struct sheet_total *total)
{
	const uint8_t *space = memchr(value.p, ' ', value.n);

	if (space == NULL)
		return false;
	total->max = slice_of(value.p, (size_t)(space - value.p));
	total->points = slice_of(space + 1, value.n - total->max.n - 1);
	return true;
}

bool
sheet_text_each(struct slice text,
    void (*each)(void *self, const struct sheet_line *line), void *self,
    struct sheet_total *total)
{
	struct sheet_line l = { .documents = 0 };
	struct slice key, value;

	if (!take_line(&text, &key, &value) || !slice_is(key, FIRST_LINE))
		return false;
	while (take_line(&text, &key, &value)) {
		bool ends = slice_is(key, "leaf") || slice_is(key, "total");

		if (ends && l.leaf.n > 0)
			each(self, &l);
		if (slice_is(key, "total"))
			return text.n == 0 && take_total(value, total);
		if (ends)
			l = (struct sheet_line){ .leaf = value };
		else
			take_value(&l, key, value);
	}
	return false;
}
