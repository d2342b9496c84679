/*
 * inputs.c - the values of a leaf's variables, from JSON and back.
 *
 * Knows types and bounds. Touches nothing but its arguments.
 */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "store/base/json_out.h"
#include "store/base/moment.h"
#include "store/model/rule.h"

#define NOT_APPLICABLE "not_applicable"

static enum err
wrong(const struct jv *at, enum err e, struct fault *why, const char *detail,
    ...)
{
	char pointer[sizeof why->pointer], text[sizeof why->detail];
	va_list args;

	va_start(args, detail);
	(void)vsnprintf(text, sizeof text, detail, args);
	va_end(args);
	jv_pointer(at, pointer, sizeof pointer);
	return fault_set(why, e, pointer, "%s", text);
}

static int
var_of(const struct var *vars, unsigned n, const char *key)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(vars[i].key, key) == 0)
			return (int)i;
	return -1;
}

static bool
level_of(const struct var *v, struct slice name, int64_t *out)
{
	for (unsigned i = 0; i < v->n_levels; i++)
		if (slice_is(name, v->levels[i])) {
			*out = i;
			return true;
		}
	return false;
}

static bool
read_typed(const struct jv *at, const struct var *v, int64_t *out)
{
	struct slice text = SLICE_NONE;
	struct points p;
	bool yes = false;

	switch (v->type) {
	case VAR_COUNT:
		return jv_int(at, out);
	case VAR_FLAG:
		if (!jv_bool(at, &yes))
			return false;
		*out = yes;
		return true;
	case VAR_DECIMAL:
		if (!jv_text(at, &text) || points_read(text, &p) != OK)
			return false;
		*out = p.millionths;
		return true;
	case VAR_DATE:
		return jv_text(at, &text) && date_read(text, out) == OK;
	default:
		assert(v->type == VAR_LEVEL);
		return jv_text(at, &text) && level_of(v, text, out);
	}
}

static enum err
read_value(const struct jv *at, const struct var *v, struct inputs *out,
    unsigned i, struct fault *why)
{
	static const char *const wanted[] = {
		[VAR_COUNT] = "a whole number",
		[VAR_DECIMAL] = "a decimal as text with at most six decimals",
		[VAR_FLAG] = "true or false",
		[VAR_LEVEL] = "one of the leaf's levels",
		[VAR_DATE] = "a day such as \"2022-01-31\"",
	};

	if (jv_kind(at) == JSON_IS_NULL)
		return OK;
	if (!read_typed(at, v, &out->value[i]))
		return wrong(at, ERR_MALFORMED, why,
		    "The field \"%s\" must be %s.", v->key, wanted[v->type]);
	if (out->value[i] < v->least || out->value[i] > v->most)
		return wrong(at, ERR_RANGE, why,
		    "The field \"%s\" is outside the bounds the criteria set "
		    "gives it.",
		    v->key);
	out->given[i] = true;
	return OK;
}

static enum err
check_present(const struct jv *json, const struct var *vars, unsigned n,
    const struct inputs *in, struct fault *why)
{
	char pointer[sizeof why->pointer];
	size_t end;

	for (unsigned i = 0; i < n && !in->not_applicable; i++) {
		if (in->given[i] || vars[i].optional)
			continue;
		jv_pointer(json, pointer, sizeof pointer);
		end = strlen(pointer);
		(void)snprintf(pointer + end, sizeof pointer - end, "/%s",
		    vars[i].key);
		return fault_set(why, ERR_MISSING_FIELD, pointer,
		    "The field \"%s\" is missing.", vars[i].key);
	}
	return OK;
}

static enum err
check_at_most(const struct jv *json, const struct var *vars, unsigned n,
    const struct inputs *in, struct fault *why)
{
	for (unsigned i = 0; i < n; i++) {
		int k = vars[i].at_most_var;
		struct jv at;

		if (k < 0 || !in->given[i] || !in->given[k] ||
		    in->value[i] <= in->value[k])
			continue;
		at = jv_get(json, vars[i].key);
		return wrong(&at, ERR_RANGE, why,
		    "The field \"%s\" may not exceed the field \"%s\".",
		    vars[i].key, vars[k].key);
	}
	return OK;
}

enum err
inputs_read(const struct jv *json, const struct var *vars, unsigned n_vars,
    struct inputs *out, struct fault *why)
{
	struct jv at;
	void *it = NULL;
	enum err e = OK;
	int i;

	*out = (struct inputs){ 0 };
	if (jv_kind(json) != JSON_IS_OBJECT)
		return wrong(json, ERR_MALFORMED, why,
		    "The inputs must be an object.");
	while (e == OK && jv_next(json, &it, &at)) {
		i = var_of(vars, n_vars, at.key);
		if (i >= 0)
			e = read_value(&at, &vars[i], out, (unsigned)i, why);
		else if (strcmp(at.key, NOT_APPLICABLE) != 0)
			e = wrong(&at, ERR_UNKNOWN_FIELD, why,
			    "The field \"%s\" is not known here.", at.key);
		else if (!jv_bool(&at, &out->not_applicable))
			e = wrong(&at, ERR_MALFORMED, why,
			    "The field \"%s\" must be true or false.", at.key);
	}
	if (e == OK)
		e = check_present(json, vars, n_vars, out, why);
	if (e == OK)
		e = check_at_most(json, vars, n_vars, out, why);
	return e;
}

static void
put_one(struct jout *to, const struct var *v, int64_t value)
{
	struct buf text = { 0 };
	char day[DATE_TEXT];

	switch (v->type) {
	case VAR_COUNT:
		jout_kint(to, v->key, value);
		return;
	case VAR_FLAG:
		jout_kbool(to, v->key, value != 0);
		return;
	case VAR_LEVEL:
		jout_kstr(to, v->key, v->levels[value]);
		return;
	case VAR_DATE:
		date_text(value, day);
		jout_kstr(to, v->key, day);
		return;
	default:
		assert(v->type == VAR_DECIMAL);
		points_put_short(&text, (struct points){ value });
		jout_ktext(to, v->key, buf_all(&text));
		if (text.err != OK)
			to->to->err = text.err;
		buf_free(&text);
	}
}

void
inputs_put(struct jout *to, const struct var *vars, unsigned n_vars,
    const struct inputs *in)
{
	jout_object(to);
	if (in->not_applicable)
		jout_kbool(to, NOT_APPLICABLE, true);
	for (unsigned i = 0; i < n_vars; i++)
		if (in->given[i])
			put_one(to, &vars[i], in->value[i]);
	jout_object_end(to);
}
