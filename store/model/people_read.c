/*
 * people_read.c - persons and duties, from JSON.
 *
 * Knows the members. Touches nothing but its arguments.
 */
#include "store/model/people_read.h"

#include <stdio.h>

#include "store/base/said.h"

static enum err
wrong(const struct jv *v, const char *key, enum err e, struct fault *why,
    const char *detail)
{
	char pointer[sizeof why->pointer - 24], whole[sizeof why->pointer];

	jv_pointer(v, pointer, sizeof pointer);
	(void)snprintf(whole, sizeof whole, "%s/%s", pointer, key);
	return fault_set(why, e, whole, "%s", detail);
}

/* A name, which may be left out where `needed` is NULL. */
static enum err
read_name(const struct jv *v, const char *key, char out[NAME_ROOM],
    const char *needed, struct fault *why)
{
	struct jv at = jv_get(v, key);
	struct slice said;

	out[0] = 0;
	if (jv_kind(&at) == JSON_NONE)
		return needed == NULL
			   ? OK
			   : wrong(v, key, ERR_MISSING_FIELD, why, needed);
	if (jv_text(&at, &said) && name_read(said, out) == OK)
		return OK;
	return wrong(v, key, ERR_MALFORMED, why,
	    "This is no id: 1 to 23 of [0-9A-Za-z._-].");
}

enum err
person_read(const struct jv *v, struct person *out, struct fault *why)
{
	enum err e;

	*out = (struct person){ .home = { "" } };
	if ((e = read_name(v, "id", out->id.text, "A person has an id.",
		 why)) != OK ||
	    (e = said_text(v, "name", out->name, sizeof out->name, why)) !=
		OK ||
	    (e = said_text(v, "position", out->position, sizeof out->position,
		 why)) != OK)
		return e;
	if (out->name[0] == 0)
		return wrong(v, "name", ERR_MISSING_FIELD, why,
		    "A person has a name.");
	return read_name(v, "unit", out->home.text, NULL, why);
}

/* ---- duties ---- */

static enum err
read_kind(const struct jv *v, enum duty_kind *out, struct fault *why)
{
	struct jv at = jv_get(v, "kind");
	struct slice said;

	*out = DUTY_REGULAR;
	if (jv_kind(&at) == JSON_NONE)
		return OK;
	if (jv_text(&at, &said))
		*out = duty_kind_read(said);
	return jv_text(&at, &said) && *out != DUTY_KINDS
		   ? OK
		   : wrong(v, "kind", ERR_RANGE, why,
			 "That is no kind of duty.");
}

static enum err
read_role(const struct jv *v, struct duty_said *out, struct fault *why)
{
	struct jv at = jv_get(v, "role");
	struct slice said;

	out->has_role = jv_kind(&at) != JSON_NONE;
	if (jv_text(&at, &said))
		out->duty.role = role_read(said);
	if (out->has_role && out->duty.role == ROLE_NOBODY)
		return wrong(v, "role", ERR_RANGE, why, "That is no role.");
	return OK;
}

static enum err
read_names(const struct jv *v, const char *key, char (*out)[NAME_ROOM],
    unsigned *n, struct fault *why)
{
	struct jv list = jv_get(v, key);
	struct slice said;

	for (*n = 0; *n < jv_count(&list); ++*n) {
		struct jv one = jv_at(&list, *n);

		if (*n == DUTY_REACH || !jv_text(&one, &said) ||
		    name_read(said, out[*n]) != OK)
			return wrong(v, key, ERR_MALFORMED, why,
			    "These are at most 16 names.");
	}
	return OK;
}

static enum err
read_day(const struct jv *v, const char *key, int64_t *out, struct fault *why)
{
	struct jv at = jv_get(v, key);
	struct slice said;

	if (jv_kind(&at) == JSON_NONE)
		return OK;
	return jv_text(&at, &said) && date_read(said, out) == OK
		   ? OK
		   : wrong(v, key, ERR_MALFORMED, why, "This is no day.");
}

static enum err
read_days(const struct jv *v, struct duty *d, struct fault *why)
{
	enum err e;

	d->from = INT64_MIN;
	d->until = DUTY_NO_END;
	if ((e = read_day(v, "from", &d->from, why)) != OK ||
	    (e = read_day(v, "until", &d->until, why)) != OK)
		return e;
	return d->from != INT64_MIN ? OK
				    : wrong(v, "from", ERR_MISSING_FIELD, why,
					  "A duty has a first day.");
}

static enum err
read_decision(const struct jv *v, struct decision *d, struct fault *why)
{
	enum err e;

	if ((e = said_text(v, "number", d->number, sizeof d->number, why)) !=
		OK ||
	    (e = said_text(v, "date", d->date, sizeof d->date, why)) != OK)
		return e;
	return said_text(v, "reason", d->reason, sizeof d->reason, why);
}

enum err
duty_read(const struct jv *v, struct duty_said *out, struct fault *why)
{
	struct duty *d = &out->duty;
	enum err e;

	*out = (struct duty_said){ .no = "" };
	if ((e = read_name(v, "no", out->no, NULL, why)) != OK ||
	    (e = read_name(v, "person", d->person.text, "A duty is somebody's.",
		 why)) != OK ||
	    (e = read_kind(v, &d->kind, why)) != OK ||
	    (e = read_role(v, out, why)) != OK ||
	    (e = read_name(v, "unit", d->unit.text, NULL, why)) != OK ||
	    (e = read_names(v, "fields", (char(*)[NAME_ROOM])d->field,
		 &d->n_fields, why)) != OK ||
	    (e = read_names(v, "blocks", (char(*)[NAME_ROOM])d->block,
		 &d->n_blocks, why)) != OK ||
	    (e = read_days(v, d, why)) != OK ||
	    (e = read_name(v, "of", out->of, NULL, why)) != OK)
		return e;
	return read_decision(v, &d->decision, why);
}
