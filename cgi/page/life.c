/*
 * life.c - the steps of a sheet's life, taken and told.
 *
 * Knows what a step's request says. Touches the store through acts and looks.
 */
#include <stdio.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/answer.h"
#include "cgi/page/args.h"
#include "cgi/page/pages.h"
#include "cgi/page/raw_document.h"
#include "store/act/acts.h"
#include "store/base/json_out.h"
#include "store/base/said.h"
#include "store/cell_said.h"
#include "store/look/looks.h"

#define STEP_BODY 16384

/* ---- told ---- */

static void
kstr_if(struct jout *j, const char *key, const char *text)
{
	if (text[0] != 0)
		jout_kstr(j, key, text);
}

static void
kdigest(struct jout *j, const char *key, struct digest d)
{
	char hex[DIGEST_TEXT];

	digest_text(d, hex);
	jout_kstr(j, key, hex);
}

static void
put_signature(struct jout *j, const struct signature *s)
{
	kstr_if(j, "signed_number", s->number);
	kstr_if(j, "signed_date", s->date);
	kstr_if(j, "signer", s->signer);
	kstr_if(j, "title", s->title);
	kstr_if(j, "competence", competence_name(s->competence));
}

static void
put_step(struct jout *j, const struct life_taken *s)
{
	static const struct digest none;

	jout_object(j);
	jout_kuint(j, "number", s->number);
	jout_kstr(j, "step", life_step_name(s->step));
	jout_kstr(j, "before", life_state_name(s->before));
	jout_kstr(j, "after", life_state_name(s->after));
	kstr_if(j, "leaf", s->leaf.text);
	jout_kstr(j, "role", role_name(s->role));
	kstr_if(j, "person", s->person.text);
	if (s->via != ROLE_NOBODY)
		jout_kstr(j, "via", role_name(s->via));
	jout_kuint(j, "by", s->by.n);
	jout_kmoment(j, "time", s->time);
	jout_kuint(j, "log_index", s->entry);
	kstr_if(j, "text", s->text);
	if (!digest_eq(s->sheet, none))
		kdigest(j, "sheet", s->sheet);
	if (s->size > 0) {
		kdigest(j, "document", s->document);
		jout_kuint(j, "size", s->size);
		jout_kstr(j, "type", s->media_type);
	}
	put_signature(j, &s->signature);
	if (s->record != 0)
		jout_kuint(j, "decision", s->record);
	jout_object_end(j);
}

static void
take_step(void *self, const struct life_taken *s)
{
	put_step(self, s);
}

static void
put_leaves(struct jout *j, const struct life_look *l)
{
	jout_key(j, "leaves");
	jout_array(j);
	for (unsigned i = 0; i < l->plan->n_leaves; i++) {
		if (l->talk[i].asked == 0 && l->talk[i].explained == 0 &&
		    l->owed[i] == OWED_NOTHING)
			continue;
		jout_object(j);
		jout_kstr(j, "leaf", l->plan->leaves[i].id.text);
		jout_kstr(j, "due", owed_name(l->owed[i]));
		if (l->talk[i].asked != 0)
			jout_kuint(j, "asked", l->talk[i].asked);
		if (l->talk[i].explained != 0)
			jout_kuint(j, "explained", l->talk[i].explained);
		jout_object_end(j);
	}
	jout_array_end(j);
}

static void
put_life(struct jout *j, const struct life_look *l)
{
	bool two = plan_unit_window(l->plan, l->unit, STAGE_ROUND2) != NULL;

	jout_kstr(j, "period", l->plan->period.text);
	jout_kstr(j, "unit", l->life.unit.text);
	jout_kstr(j, "state", life_state_name(l->life.state));
	jout_kuint(j, "rounds", two ? 2 : 1);
	jout_kstr(j, "confirmation",
	    l->plan->life.confirmation ? "required" : "none");
	if (l->life.lock != 0)
		kdigest(j, "sheet", l->life.sheet);
	if (l->life.report != 0)
		jout_kuint(j, "report", l->life.report);
	put_leaves(j, l);
}

void
life_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct life_look *l = pool_take(&a->pool, sizeof *l);
	struct fault why = { 0 };
	struct period_id period;
	struct unit_id unit;
	struct buf steps = { 0 };
	struct jout j = jout_start(&steps);
	uint64_t which;
	enum err e;

	if (!arg_period(a, r, &period) || !arg_unit(a, r, &unit) ||
	    !arg_revision(a, r, REVISION_WORKING, &which))
		return;
	jout_array(&j);
	e = l == NULL ? ERR_NO_MEMORY
		      : look_life(v->door->store, &v->who, period, unit, which,
			    l, take_step, &j, &why);
	jout_array_end(&j);
	if (e == OK && (e = steps.err) == OK) {
		j = jout_start(reply_json(r, 200));
		jout_object(&j);
		put_life(&j, l);
		jout_key(&j, "steps");
		jout_raw(&j, buf_all(&steps));
		jout_object_end(&j);
		reply_header_text(r, "Cache-Control", "private, no-store");
	} else {
		problem_reply(r, e, &why);
	}
	buf_free(&steps);
}

static void
put_one(void *self, const struct lives_look *one)
{
	struct jout *j = self;

	jout_object(j);
	jout_kstr(j, "unit", one->life.unit.text);
	jout_kstr(j, "name", one->plan->units[one->unit].name_vi);
	jout_kstr(j, "state", life_state_name(one->life.state));
	jout_kuint(j, "steps", one->life.steps);
	jout_kbool(j, "nothing_submitted", one->nothing);
	jout_object_end(j);
}

void
sheets_get_all(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct period_id period;
	struct jout j;
	enum err e;

	if (!arg_period(a, r, &period))
		return;
	j = jout_start(reply_json(r, 200));
	jout_object(&j);
	jout_kstr(&j, "period", period.text);
	jout_key(&j, "sheets");
	jout_array(&j);
	e = look_lives(v->door->store, &v->who, period, put_one, &j, &why);
	jout_array_end(&j);
	jout_object_end(&j);
	reply_header_text(r, "Cache-Control", "private, no-store");
	if (e != OK)
		problem_reply(r, e, &why);
}

/* ---- taken ---- */

/* {"leaf":"1.1.2","text":"...","decision":2}, or without a record on file
 * "decision":{"number":"...","date":"..."} */
static enum err
read_step(const struct jv *root, struct step_asked *in, struct fault *why)
{
	static const char *const known[] = { "leaf", "text", "decision", NULL };
	static const char *const deciding[] = { "number", "date", NULL };
	struct jv v = jv_unknown(root, known), decision;
	struct slice leaf;
	enum err e;

	if (jv_kind(&v) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "Known are \"leaf\", \"text\", \"decision\".");
	if ((e = said_text(root, "text", in->text, sizeof in->text, why)) != OK)
		return e;
	v = jv_get(root, "leaf");
	if (jv_kind(&v) != JSON_NONE &&
	    (!jv_text(&v, &leaf) || leaf_id_read(leaf, &in->leaf) != OK))
		return fault_set(why, ERR_MALFORMED, "/leaf",
		    "\"leaf\" is a criterion's id.");
	decision = jv_get(root, "decision");
	if (jv_kind(&decision) == JSON_IS_INT)
		return cell_said_record(root, &in->record, why);
	if (jv_kind(&decision) == JSON_NONE)
		return OK;
	v = jv_unknown(&decision, deciding);
	if (jv_kind(&decision) != JSON_IS_OBJECT || jv_kind(&v) != JSON_NONE)
		return fault_set(why, ERR_MALFORMED, "/decision",
		    "\"decision\" is the number of a record, or "
		    "{\"number\":\"...\",\"date\":\"...\"}.");
	if ((e = said_text(&decision, "number", in->signature.number,
		 sizeof in->signature.number, why)) != OK)
		return e;
	return said_text(&decision, "date", in->signature.date,
	    sizeof in->signature.date, why);
}

static enum err
read_report(struct ask *a, struct step_asked *in, struct raw_document *raw,
    struct fault *why)
{
	static const char *const known[] = { "number", "date", "signer",
		"title", "competence", "sheet", "file", NULL };
	struct signature *s = &in->signature;
	char competence[8] = "", sheet[DIGEST_TEXT] = "";
	struct query q;
	enum err e;

	if ((e = query_read(a->query, &a->pool, &q, why)) != OK ||
	    (e = query_known(&q, known, why)) != OK ||
	    (e = query_text(&q, "number", true, s->number, sizeof s->number,
		 why)) != OK ||
	    (e = query_text(&q, "date", true, s->date, sizeof s->date, why)) !=
		OK ||
	    (e = query_text(&q, "signer", true, s->signer, sizeof s->signer,
		 why)) != OK ||
	    (e = query_text(&q, "title", false, s->title, sizeof s->title,
		 why)) != OK ||
	    (e = query_text(&q, "competence", false, competence,
		 sizeof competence, why)) != OK ||
	    (e = query_text(&q, "sheet", false, sheet, sizeof sheet, why)) !=
		OK ||
	    (e = query_file(&q, raw, why)) != OK)
		return e;
	s->competence = competence_read(slice_text(competence));
	if (s->competence == COMPETENCES)
		return fault_set(why, ERR_RANGE, "query:competence",
		    "\"competence\" is \"TM.\", \"KT.\", \"TL.\", \"TUQ.\", "
		    "\"Q.\" or left out.");
	if (sheet[0] != 0 && digest_read(slice_text(sheet), &in->sheet) != OK)
		return fault_set(why, ERR_MALFORMED, "query:sheet",
		    "\"sheet\" is the SHA-256 printed on the report.");
	return OK;
}

/* Who may not confirm has no byte of theirs stored. */
static enum err
confirm(struct visit *v, struct ask *a, struct step_asked *in,
    struct life_taken *out, struct fault *why)
{
	struct store *s = v->door->store;
	struct raw_document raw = { .name = "" };
	enum err e;

	if ((e = act_step_admits(s, &v->who, in->period, in->unit, in->step,
		 why)) != OK ||
	    (e = read_report(a, in, &raw, why)) != OK ||
	    (e = raw_document_take(v, a, &raw, why)) != OK)
		goto out;
	in->stage = raw.stage;
	in->media_type = raw.kind->type;
	e = act_step(s, &v->who, in, out, why);
out:
	raw_document_drop(&raw);
	return e;
}

/* Any other step: its words in JSON. false: answered already. */
static bool
take_words(struct ask *a, struct reply *r, struct step_asked *in)
{
	struct fault why = { 0 };
	struct jv root;
	enum err e;

	if (!body_json(a, r, STEP_BODY, &root))
		return false;
	if ((e = read_step(&root, in, &why)) != OK)
		problem_reply(r, e, &why);
	return e == OK;
}

void
sheet_step_post(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct step_asked *in = pool_take(&a->pool, sizeof *in);
	struct life_taken *out = pool_take(&a->pool, sizeof *out);
	struct fault why = { 0 };
	struct jout j;
	enum err e;

	if (in == NULL || out == NULL) {
		problem_reply(r, ERR_NO_MEMORY, NULL);
		return;
	}
	memset(in, 0, sizeof *in);
	if (!arg_period(a, r, &in->period) || !arg_unit(a, r, &in->unit) ||
	    !arg_step(a, r, &in->step))
		return;
	if (in->step == STEP_CONFIRM)
		e = confirm(v, a, in, out, &why);
	else if (!take_words(a, r, in))
		return;
	else
		e = act_step(v->door->store, &v->who, in, out, &why);
	if (answer_json(r, 200, e, &why, &j))
		put_step(&j, out);
}
