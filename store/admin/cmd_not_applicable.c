/*
 * cmd_not_applicable.c - a criterion, or a whole field, is taken out for a unit
 * of an open period.
 *
 * Knows the command's words. Makes a further mark of the bundle in force, and
 * leaves the rest to change.c.
 */
#include <stdio.h>

#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/base/json_out.h"
#include "store/base/text.h"
#include "store/look/looks.h"
#include "store/model/bundle_list.h"

const struct argp_option not_applicable_options[] = { DECISION_OPTIONS,
	PREVIEW_OPTION, { 0 } };

/* What the words name. */
struct mark {
	const struct plan *plan;
	unsigned unit;
	bool field[FIELDS_MOST], leaf[LEAVES_MOST];
	unsigned n; /* leaves that it takes out */
};

static void
take_out(struct mark *m, unsigned leaf)
{
	if (plan_applies(m->plan, m->unit, leaf) != APPLIES)
		return;
	m->n++;
	(void)printf("%s is not applicable to %s: %s\n",
	    m->plan->leaves[leaf].id.text, m->plan->units[m->unit].id.text,
	    m->plan->leaves[leaf].name_vi);
}

static enum err
read_leaf(struct admin *a, struct mark *m, unsigned leaf)
{
	const char *id = m->plan->leaves[leaf].id.text;
	const char *unit = m->plan->units[m->unit].id.text;

	m->leaf[leaf] = true;
	switch (plan_applies(m->plan, m->unit, leaf)) {
	case APPLIES_NOT_IN_BLOCK:
		return fault_set(&a->why, ERR_LEAF_NOT_YOURS, "",
		    "Criterion %s is not in the set of unit %s's block.", id,
		    unit);
	case APPLIES_NOT:
		return fault_set(&a->why, ERR_EXISTS, "",
		    "Criterion %s is not applicable to unit %s already.", id,
		    unit);
	default:
		take_out(m, leaf);
		return OK;
	}
}

static enum err
read_field(struct admin *a, struct mark *m, unsigned field)
{
	unsigned before = m->n;

	m->field[field] = true;
	for (unsigned i = 0; i < m->plan->n_leaves; i++)
		if (m->plan->leaves[i].field == field)
			take_out(m, i);
	return m->n > before ? OK
			     : fault_set(&a->why, ERR_EXISTS, "",
				   "Nothing of field %s applies to unit %s.",
				   m->plan->fields[field].id.text,
				   m->plan->units[m->unit].id.text);
}

static enum err
read_part(struct admin *a, struct mark *m, const char *word)
{
	struct leaf_id leaf;
	struct field_id field;
	int at = -1;

	if (leaf_id_read(slice_text(word), &leaf) == OK &&
	    (at = plan_leaf(m->plan, leaf)) >= 0)
		return read_leaf(a, m, (unsigned)at);
	if (field_id_read(slice_text(word), &field) == OK &&
	    (at = plan_field(m->plan, field)) >= 0)
		return read_field(a, m, (unsigned)at);
	return fault_set(&a->why, ERR_UNKNOWN_LEAF, "",
	    "Period %s has no criterion and no field \"%s\".",
	    m->plan->period.text, word);
}

static enum err
read_words(struct admin *a, const struct call *c, struct mark *m)
{
	struct unit_id id;
	int unit = -1;
	enum err e = OK;

	if (unit_id_read(slice_text(c->arg[1]), &id) == OK)
		unit = plan_unit(m->plan, id);
	if (unit < 0)
		return fault_set(&a->why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", m->plan->period.text,
		    c->arg[1]);
	m->unit = (unsigned)unit;
	for (unsigned i = 2; e == OK && i < c->n_args; i++)
		e = read_part(a, m, c->arg[i]);
	return e;
}

/* ---- the mark as a row of the bundle ---- */

static void
put_names(struct jout *j, const struct mark *m)
{
	jout_key(j, "units");
	jout_array(j);
	jout_str(j, m->plan->units[m->unit].id.text);
	jout_array_end(j);
	jout_key(j, "fields");
	jout_array(j);
	for (unsigned i = 0; i < m->plan->n_fields; i++)
		if (m->field[i])
			jout_str(j, m->plan->fields[i].id.text);
	jout_array_end(j);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < m->plan->n_leaves; i++)
		if (m->leaf[i])
			jout_str(j, m->plan->leaves[i].id.text);
	jout_array_end(j);
}

static enum err
put_row(struct admin *a, const struct call *c, const struct mark *m,
    struct buf *to)
{
	const char *said = call_option(c, OPT_REASON_OF);
	struct jout j = jout_start(to);
	struct buf reason = { 0 };
	enum err e = said == NULL || said[0] == 0
			 ? ERR_MISSING_FIELD
			 : text_normalise(slice_text(said), &reason);

	if (e == OK) {
		jout_object(&j);
		put_names(&j, m);
		jout_ktext(&j, "reason_vi", buf_all(&reason));
		jout_object_end(&j);
		e = to->err;
	} else {
		(void)fault_set(&a->why, e, "",
		    "--reason says why it is not applicable, as it will stand "
		    "on the sheet.");
	}
	buf_free(&reason);
	return e;
}

static enum err
make_bundle(struct admin *a, const struct call *c, const struct mark *m,
    struct buf *out)
{
	struct buf bundle = { 0 }, row = { 0 };
	enum err e;

	if ((e = put_row(a, c, m, &row)) == OK &&
	    (e = look_bundle(a->store, m->plan->period, &bundle)) == OK)
		e = bundle_list_add(buf_all(&bundle), "not_applicable",
		    buf_all(&row), out);
	buf_free(&bundle);
	buf_free(&row);
	return e;
}

enum ending
cmd_period_not_applicable(struct admin *a, const struct call *c)
{
	struct mark m = { .unit = 0 };
	struct amendment in = { .from = 0 };
	struct buf bundle = { 0 };
	struct period row;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &m.plan, &row)) == OK &&
	    (e = read_words(a, c, &m)) == OK)
		e = make_bundle(a, c, &m, &bundle);
	in.from = row.version;
	in.bundle = buf_all(&bundle);
	if (e == OK)
		e = change_period(a, c, row.id, &in, NULL);
	buf_free(&bundle);
	return admin_end(a, e);
}
