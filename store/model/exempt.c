/*
 * exempt.c - what is taken out for a unit, and the mark that says so.
 *
 * Knows the row of "not_applicable". Touches nothing but its arguments.
 */
#include "store/model/exempt.h"

#include "store/base/json_out.h"
#include "store/base/text.h"
#include "store/model/bundle_list.h"

enum err
exempt_unit(const struct plan *p, struct slice unit, struct exemption *x,
    struct fault *why)
{
	struct unit_id id;
	int at = -1;

	*x = (struct exemption){ .unit = 0 };
	if (unit_id_read(unit, &id) == OK)
		at = plan_unit(p, id);
	if (at < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "/unit",
		    "Period %s has no unit \"%.*s\".", p->period.text,
		    (int)(unit.n < 60 ? unit.n : 60), (const char *)unit.p);
	x->unit = (unsigned)at;
	return OK;
}

static enum err
exempt_leaf(const struct plan *p, unsigned leaf, const char *pointer,
    struct exemption *x, struct fault *why)
{
	const char *id = p->leaves[leaf].id.text;
	const char *unit = p->units[x->unit].id.text;

	x->leaf[leaf] = x->out[leaf] = true;
	switch (plan_applies(p, x->unit, leaf)) {
	case APPLIES_NOT_IN_BLOCK:
		return fault_set(why, ERR_LEAF_NOT_YOURS, pointer,
		    "Criterion %s is not in the set of unit %s's block.", id,
		    unit);
	case APPLIES_NOT:
		return fault_set(why, ERR_EXISTS, pointer,
		    "Criterion %s is not applicable to unit %s already.", id,
		    unit);
	default:
		return OK;
	}
}

static enum err
exempt_field(const struct plan *p, unsigned field, const char *pointer,
    struct exemption *x, struct fault *why)
{
	bool any = false;

	x->field[field] = true;
	for (unsigned i = 0; i < p->n_leaves; i++) {
		if (p->leaves[i].field != field ||
		    plan_applies(p, x->unit, i) != APPLIES)
			continue;
		x->out[i] = any = true;
	}
	return any ? OK
		   : fault_set(why, ERR_EXISTS, pointer,
			 "Nothing of field %s applies to unit %s.",
			 p->fields[field].id.text, p->units[x->unit].id.text);
}

enum err
exempt_part(const struct plan *p, struct slice part, const char *pointer,
    struct exemption *x, struct fault *why)
{
	struct leaf_id leaf;
	struct field_id field;
	int at;

	if (leaf_id_read(part, &leaf) == OK && (at = plan_leaf(p, leaf)) >= 0)
		return exempt_leaf(p, (unsigned)at, pointer, x, why);
	if (field_id_read(part, &field) == OK &&
	    (at = plan_field(p, field)) >= 0)
		return exempt_field(p, (unsigned)at, pointer, x, why);
	return fault_set(why, ERR_UNKNOWN_LEAF, pointer,
	    "Period %s has no criterion and no field \"%.*s\".", p->period.text,
	    (int)(part.n < 60 ? part.n : 60), (const char *)part.p);
}

enum err
exempt_reason(struct slice said, struct exemption *x, struct fault *why)
{
	struct buf text = { 0 };
	enum err e = text_normalise(said, &text);

	if (e == OK && text.n == 0)
		e = ERR_MISSING_FIELD;
	if (e == OK && text.n >= sizeof x->reason)
		e = ERR_TOO_BIG;
	if (e == OK)
		memcpy(x->reason, buf_cstr(&text), text.n + 1);
	else
		(void)fault_set(why, e, "/reason",
		    "A reason says why it is not applicable, as it will stand "
		    "on the sheet, in at most %zu bytes.",
		    sizeof x->reason - 1);
	buf_free(&text);
	return e;
}

static void
put_names(struct jout *j, const struct plan *p, const struct exemption *x)
{
	jout_key(j, "units");
	jout_array(j);
	jout_str(j, p->units[x->unit].id.text);
	jout_array_end(j);
	jout_key(j, "fields");
	jout_array(j);
	for (unsigned i = 0; i < p->n_fields; i++)
		if (x->field[i])
			jout_str(j, p->fields[i].id.text);
	jout_array_end(j);
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (x->leaf[i])
			jout_str(j, p->leaves[i].id.text);
	jout_array_end(j);
}

enum err
bundle_exempt(struct slice bundle, const struct plan *p,
    const struct exemption *x, struct buf *out)
{
	struct buf row = { 0 };
	struct jout j = jout_start(&row);
	enum err e;

	jout_object(&j);
	put_names(&j, p, x);
	jout_kstr(&j, "reason_vi", x->reason);
	jout_object_end(&j);
	e = row.err == OK
		? bundle_list_add(bundle, "not_applicable", buf_all(&row), out)
		: row.err;
	buf_free(&row);
	return e;
}
