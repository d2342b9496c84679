/*
 * handovers.c - a survey's sealed packages.
 *
 * Knows how a handover and its opening are said and shown. Touches the store
 * through acts and looks.
 */
#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/http/query.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/look/surveys.h"

#define RECORD_BODY ((size_t)64 * 1024)

static void
put_handover(void *self, const struct handover *h)
{
	struct jout *j = self;

	jout_object(j);
	jout_kuint(j, "number", h->number);
	jout_kuint(j, "packages", h->packages);
	jout_kstr(j, "seals", h->seals);
	jout_kstr(j, "from", h->from);
	jout_kstr(j, "to", h->to);
	jout_kstr(j, "minutes", h->minutes);
	jout_kuint(j, "issued", h->issued);
	jout_kuint(j, "collected", h->collected);
	jout_kuint(j, "valid", h->valid);
	jout_kuint(j, "invalid", h->invalid);
	jout_kmoment(j, "time", h->time);
	jout_kuint(j, "entry", h->entry);
	jout_kbool(j, "opened", h->opened);
	if (h->opened) {
		jout_key(j, "persons");
		jout_array(j);
		jout_str(j, h->person[0]);
		jout_str(j, h->person[1]);
		jout_array_end(j);
		jout_kbool(j, "intact", h->intact);
		jout_kstr(j, "found", h->found);
		jout_kstr(j, "note", h->note);
		jout_kmoment(j, "opened_at", h->opened_at);
		jout_kuint(j, "opened_entry", h->opened_entry);
	}
	jout_object_end(j);
}

void
handovers_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct survey_id survey;
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_key(&j, "handovers");
	jout_array(&j);
	e = look_handovers(v->door->store, &v->who, period, survey,
	    put_handover, &j, &why);
	jout_array_end(&j);
	jout_object_end(&j);
	if (e != OK)
		problem_reply(r, e, &why);
}

/* Who may not is not told about faults of what they sent. */
static enum err
admit(const struct visit *v, enum may may, struct period_id period,
    struct fault *why)
{
	static const struct unit_id nobody;

	if (who_may_in(&v->who, may, period, nobody))
		return OK;
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" has nothing to do with sealed packages.",
	    role_name(v->who.role));
}

static void
answer_handover(struct reply *r, enum err e, int status,
    const struct handover *h, const struct fault *why)
{
	struct jout j;

	if (answer_json(r, status, e, why, &j))
		put_handover(&j, h);
}

void
handovers_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct survey_id survey;
	struct handover h;
	struct fault why = { 0 };
	struct jv root;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey) ||
	    !body_json(a, r, RECORD_BODY, &root))
		return;
	if ((e = admit(v, MAY_HAND_OVER, period, &why)) == OK &&
	    (e = handover_read(&root, &h, &why)) == OK)
		e = act_hand_over(v->door->store, &v->who, period, survey, &h,
		    &why);
	answer_handover(r, e, 201, &h, &why);
}

void
handover_opening_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct period_id period;
	struct survey_id survey;
	struct handover opening = { 0 }, h;
	struct fault why = { 0 };
	struct jv root;
	uint64_t number;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_survey(a, r, &survey) ||
	    !arg_number(a, r, "handover", &number) ||
	    !body_json(a, r, RECORD_BODY, &root))
		return;
	if ((e = admit(v, MAY_OPEN_SEAL, period, &why)) == OK &&
	    (e = handover_read_opening(&root, &opening, &why)) == OK)
		e = act_open_seal(v->door->store, &v->who, period, survey,
		    number, &opening, &h, &why);
	answer_handover(r, e, 200, &h, &why);
}
