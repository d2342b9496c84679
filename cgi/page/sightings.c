/*
 * sightings.c - secret documents that were seen in person: registered, listed,
 * taken back.
 *
 * Knows the fields of one. Touches the store through acts and looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"
#include "store/view/views.h"

#define SIGHTING_BODY 16384

static enum err
read_body(const struct jv *root, struct sighting *out, struct fault *why)
{
	static const char *const texts[] = { "number", "symbol", "issuer",
		"issued", "person" };
	static const char *const known[] = { "leaves", "number", "symbol",
		"issuer", "issued", "person", "seen", NULL };
	struct jv at = jv_unknown(root, known);
	struct slice text;
	enum err e;

	if (jv_kind(&at) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "The field \"%.40s\" is not known here.", at.key);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		at = jv_get(root, texts[i]);
		if (jv_kind(&at) == JSON_NONE)
			continue;
		if (!jv_text(&at, &text))
			return fault_set(why, ERR_MALFORMED, "",
			    "The field \"%s\" is text.", texts[i]);
		if ((e = sighting_text(out, texts[i], text, why)) != OK)
			return e;
	}
	at = jv_get(root, "seen");
	if (jv_kind(&at) != JSON_NONE &&
	    (!jv_text(&at, &text) || moment_read(text, &out->seen) != OK))
		return fault_set(why, ERR_MALFORMED, "/seen",
		    "The field \"seen\" is a time with its offset, such as "
		    "\"2023-01-12T09:00:00+07:00\".");
	return body_leaves(root, out->leaf, &out->n_leaves, why);
}

void
sightings_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct sighting s = { .n = 0 };
	struct fault why = { 0 };
	struct jv root;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &s.period) || !arg_unit(a, r, &s.unit) ||
	    !body_json(a, r, SIGHTING_BODY, &root))
		return;
	if ((e = read_body(&root, &s, &why)) == OK)
		e = act_see_document(v->door->store, &v->who, &s, &why);
	if (answer_json(r, 201, e, &why, &j))
		view_sighting(&j, &s);
}

void
sighting_withdrawal_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct sighting s = { .n = 0 };
	struct fault why = { 0 };
	struct jv root;
	struct jout j;
	enum err e;
	char reason[sizeof s.reason];

	if (!arg_period(a, r, &s.period) || !arg_unit(a, r, &s.unit) ||
	    !arg_number(a, r, "sighting", &s.n) ||
	    !body_json(a, r, SIGHTING_BODY, &root))
		return;
	if ((e = body_reason(&root, reason, sizeof reason, &why)) == OK)
		e = act_unsee_document(v->door->store, &v->who, &s, reason,
		    &why);
	if (answer_json(r, 200, e, &why, &j))
		view_sighting(&j, &s);
}

static bool
put_one(void *self, const struct sighting *s)
{
	view_sighting(self, s);
	return true;
}

void
sightings_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct period_id period;
	struct unit_id unit;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "sightings");
	jout_array(&j);
	e = look_sightings(v->door->store, &v->who, period, unit, put_one, &j,
	    &why);
	jout_array_end(&j);
	jout_object_end(&j);
	if (e != OK)
		problem_reply(r, e, &why);
}
