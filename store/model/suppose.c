/*
 * suppose.c - a sheet with other inputs.
 *
 * Knows what may be supposed. Touches nothing but its arguments.
 */
#include "store/model/suppose.h"

#include "store/base/json_in.h"
#include "store/model/grade.h"

static enum err
wrong(const struct jv *at, enum err e, struct fault *why, const char *detail)
{
	char pointer[sizeof why->pointer];

	jv_pointer(at, pointer, sizeof pointer);
	return fault_set(why, e, pointer, "%s", detail);
}

static enum err
read_inputs(const struct leaf *l, const struct jv *v, struct inputs *out,
    struct fault *why)
{
	static const char *const known[] = { "inputs", "not_applicable", NULL };
	struct jv other = jv_unknown(v, known);
	struct jv na = jv_get(v, "not_applicable"), in = jv_get(v, "inputs");

	if (jv_kind(v) != JSON_IS_OBJECT || jv_kind(&other) != JSON_NONE)
		return wrong(v, ERR_MALFORMED, why,
		    "Known are \"inputs\" and \"not_applicable\".");
	*out = (struct inputs){ .not_applicable = false };
	if (jv_kind(&na) != JSON_NONE && !jv_bool(&na, &out->not_applicable))
		return wrong(&na, ERR_MALFORMED, why,
		    "\"not_applicable\" is true or false.");
	if (!out->not_applicable)
		return inputs_read(&in, l->vars, l->n_vars, out, why);
	return l->na_allowed ? OK
			     : wrong(&na, ERR_RANGE, why,
				   "This criterion may not be declared not "
				   "applicable.");
}

static enum err
read_leaf(const struct plan *p, unsigned unit, const struct jv *v,
    struct supposed *out, struct fault *why)
{
	struct leaf_id id;
	int leaf =
	    leaf_id_read(slice_text(v->key), &id) == OK ? plan_leaf(p, id) : -1;

	if (leaf < 0)
		return wrong(v, ERR_UNKNOWN_LEAF, why,
		    "The period has no such criterion.");
	if (plan_applies(p, unit, (unsigned)leaf) != APPLIES)
		return wrong(v, ERR_LEAF_NOT_YOURS, why,
		    "This criterion does not apply to the unit.");
	if (p->leaves[leaf].n_vars == 0 ||
	    p->leaves[leaf].mode == LEAF_SURVEY ||
	    p->leaves[leaf].mode == LEAF_SYSTEM)
		return wrong(v, ERR_LEAF_NOT_YOURS, why,
		    "This criterion takes no inputs from persons.");
	out->leaf[leaf] = true;
	return read_inputs(&p->leaves[leaf], v, &out->inputs[leaf], why);
}

static enum err
read_surveys(const struct jv *v, struct supposed *out, struct fault *why)
{
	struct slice text;

	if (jv_kind(v) == JSON_NONE)
		return OK;
	if (!jv_text(v, &text) || points_read(text, &out->surveys) != OK ||
	    out->surveys.millionths < 0 ||
	    out->surveys.millionths > 100 * POINTS_ONE)
		return wrong(v, ERR_RANGE, why,
		    "\"surveys\" is a percentage as text, \"0\" to \"100\".");
	out->has_surveys = true;
	return OK;
}

enum err
supposed_read(const struct plan *p, unsigned unit, const struct jv *v,
    struct supposed *out, struct fault *why)
{
	static const char *const known[] = { "leaves", "evidence", "surveys",
		NULL };
	struct jv at = jv_unknown(v, known), one;
	void *it = NULL;
	enum err e = OK;

	memset(out, 0, sizeof *out);
	out->evidence = true;
	if (jv_kind(v) != JSON_IS_OBJECT || jv_kind(&at) != JSON_NONE)
		return wrong(jv_kind(&at) == JSON_NONE ? v : &at,
		    ERR_UNKNOWN_FIELD, why,
		    "Known are \"leaves\", \"evidence\", \"surveys\".");
	at = jv_get(v, "evidence");
	if (jv_kind(&at) != JSON_NONE && !jv_bool(&at, &out->evidence))
		return wrong(&at, ERR_MALFORMED, why,
		    "\"evidence\" is true or false.");
	at = jv_get(v, "surveys");
	if ((e = read_surveys(&at, out, why)) != OK)
		return e;
	at = jv_get(v, "leaves");
	if (jv_kind(&at) != JSON_NONE && jv_kind(&at) != JSON_IS_OBJECT)
		return wrong(&at, ERR_MALFORMED, why,
		    "\"leaves\" is an object of criteria.");
	while (e == OK && jv_next(&at, &it, &one))
		e = read_leaf(p, unit, &one, out, why);
	return e;
}

static void
put_into(const struct supposed *s, unsigned leaf, struct leaf_facts *f)
{
	memset(f->has, 0, sizeof f->has);
	f->has[COLUMN_SELF] = true;
	f->inputs[COLUMN_SELF] = s->inputs[leaf];
	f->accepted = f->accepted || s->evidence;
}

static enum err
share_of(const struct plan *p, struct points max, struct points percent,
    struct points *out)
{
	struct fraction f = { (__int128)max.millionths * percent.millionths,
		(__int128)100 * POINTS_ONE * POINTS_ONE };

	return fraction_points_rounded(f, p->leaf_decimals, out);
}

static void
add(struct points *to, struct points more)
{
	to->millionths += more.millionths;
}

/* Survey leaves as supposed, the sums and the grades with them. */
static enum err
put_surveys(const struct plan *p, unsigned unit, const struct supposed *s,
    struct unit_score *out)
{
	enum err e;

	for (unsigned i = 0; i < p->n_leaves; i++) {
		struct leaf_score *l = &out->leaf[i];
		struct points before = l->points, more;

		if (p->leaves[i].mode != LEAF_SURVEY ||
		    plan_applies(p, unit, i) != APPLIES)
			continue;
		if ((e = share_of(p, l->max, s->surveys, &l->points)) != OK)
			return e;
		l->status = LEAF_SCORED;
		more.millionths = l->points.millionths - before.millionths;
		add(&out->field[p->leaves[i].field].points, more);
		add(&out->points, more);
	}
	grade_unit(p, unit, out);
	return OK;
}

enum err
supposed_score(const struct plan *p, unsigned unit, const struct supposed *s,
    struct sheet_facts *facts, struct unit_score *out)
{
	enum err e;

	facts->appraisal_closed = true;
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (s->leaf[i])
			put_into(s, i, &facts->leaf[i]);
	if ((e = unit_score(p, unit, facts, out)) != OK || !s->has_surveys)
		return e;
	return put_surveys(p, unit, s, out);
}
