/*
 * deeds.c - deeds of a year, each through its act.
 *
 * Knows who does what. Touches the year's world.
 */
#include "tests/property/deeds.h"
#include "store/look/foresight.h"

#include <stdio.h>

#include "tests/kit/suite.h"

static void
text_member(const struct jv *v, const char *key, char *out, size_t room)
{
	struct jv at = jv_get(v, key);
	struct slice text;

	ck_assert_msg(jv_text(&at, &text) && text.n < room, "no %s", key);
	memcpy(out, text.p, text.n);
	out[text.n] = 0;
}

static struct upload *
upload_named(struct year *y, const char *name)
{
	for (unsigned i = 0; i < y->n_uploads; i++)
		if (strcmp(y->uploads[i].name, name) == 0)
			return &y->uploads[i];
	return NULL;
}

/* ---- the things that are done ---- */

static enum err
do_clock(struct year *y, const struct jv *v)
{
	char to[MOMENT_TEXT];

	text_member(v, "to", to, sizeof to);
	world_clock(&y->world, to);
	return act_tick(y->world.store);
}

static uint64_t
version_now(struct year *y, const struct cell *cell)
{
	struct cell kept = *cell;
	struct txn t;

	kept.version = 0;
	txn_read(&t, y->world.store->env);
	(void)cells_get(&t, &kept);
	ck_assert_err(txn_end(&t), OK);
	return kept.version;
}

static enum err
do_score(struct year *y, const struct jv *v)
{
	const struct plan *plan = world_plan(&y->world);
	struct cell cell = { .period = y->world.period,
		.reason = "as the file shows" };
	struct jv inputs = jv_get(v, "inputs");
	char column[16];
	struct who who;
	int leaf;
	enum err e;

	text_member(v, "unit", cell.unit.text, NAME_ROOM);
	text_member(v, "leaf", cell.leaf.text, NAME_ROOM);
	text_member(v, "column", column, sizeof column);
	while (strcmp(column_name(cell.column), column) != 0)
		cell.column++;
	who = cell.column == COLUMN_SELF      ? world_unit(cell.unit.text)
	      : cell.column == COLUMN_COUNCIL ? world_who(ROLE_COUNCIL, "")
					      : world_who(ROLE_APPRAISER, "");
	leaf = plan_leaf(plan, cell.leaf);
	ck_assert_int_ge(leaf, 0);
	e = inputs_read(&inputs, plan->leaves[leaf].vars,
	    plan->leaves[leaf].n_vars, &cell.inputs, NULL);
	return e != OK ? e
		       : act_score(y->world.store, &who, &cell,
			     version_now(y, &cell), NULL);
}

static void
read_leaves(const struct jv *v, struct submit *in)
{
	struct jv list = jv_get(v, "leaves"), at;
	struct slice text;

	in->n_leaves = (unsigned)jv_count(&list);
	ck_assert_uint_le(in->n_leaves, SUBMISSION_LEAVES);
	for (unsigned i = 0; i < in->n_leaves; i++) {
		at = jv_at(&list, i);
		ck_assert(jv_text(&at, &text));
		ck_assert_err(leaf_id_read(text, &in->leaf[i]), OK);
	}
}

static enum err
do_upload(struct year *y, const struct jv *v)
{
	char unit[NAME_ROOM], name[24], bytes[64];
	struct jv replaces = jv_get(v, "replaces"), sound = jv_get(v, "sound");
	struct upload *old, *new = &y->uploads[y->n_uploads];
	struct submitted out;
	struct submit in;
	enum err e;

	text_member(v, "unit", unit, sizeof unit);
	text_member(v, "name", name, sizeof name);
	text_member(v, "bytes", bytes, sizeof bytes);
	in = world_request(&y->world, unit, "x");
	read_leaves(v, &in);
	if (jv_kind(&replaces) != JSON_NONE) {
		char other[24];

		text_member(v, "replaces", other, sizeof other);
		if ((old = upload_named(y, other)) == NULL)
			return ERR_NOT_FOUND;
		in.replaces = old->id;
	}
	if ((e = world_send(&y->world, &in, slice_text(bytes), &out, NULL)) !=
	    OK)
		return e;
	ck_assert_uint_lt(y->n_uploads++, UPLOADS_MOST);
	*new = (struct upload){ .id = out.submission.id };
	(void)snprintf(new->name, sizeof new->name, "%s", name);
	ck_assert(jv_bool(&sound, &new->sound));
	return OK;
}

static enum err
do_withdraw(struct year *y, const struct jv *v)
{
	char name[24];
	struct submission s;
	struct who who;
	struct upload *u;

	text_member(v, "name", name, sizeof name);
	if ((u = upload_named(y, name)) == NULL)
		return ERR_NOT_FOUND;
	s = world_submission(&y->world, u->id);
	who = world_unit(s.unit.text);
	return act_withdraw(y->world.store, &who, u->id, "a mistake", &s, NULL);
}

static enum err
do_admit(struct year *y, const struct jv *v)
{
	const struct who council = world_who(ROLE_COUNCIL, "");
	struct mandate mandate = world_mandate();
	struct submission s;
	char name[24];
	struct upload *u;

	text_member(v, "name", name, sizeof name);
	if ((u = upload_named(y, name)) == NULL)
		return ERR_NOT_FOUND;
	return act_admit_late(y->world.store, &council, u->id, &mandate, &s,
	    NULL);
}

/* By whoever the life of a sheet lets take it. */
static enum err
do_step(struct year *y, const struct jv *v)
{
	struct step_asked in = { .period = y->world.period };
	struct jv leaf = jv_get(v, "leaf");
	struct life_taken out;
	struct who who;
	char name[32];

	text_member(v, "unit", in.unit.text, NAME_ROOM);
	text_member(v, "step", name, sizeof name);
	in.step = life_step_read(slice_text(name));
	if (jv_kind(&leaf) != JSON_NONE) {
		text_member(v, "leaf", in.leaf.text, NAME_ROOM);
		(void)snprintf(in.text, sizeof in.text, "as the file shows");
	}
	who = in.step == STEP_EXPLAIN   ? world_unit(in.unit.text)
	      : in.step == STEP_REQUEST ? world_who(ROLE_APPRAISER, "")
					: world_who(ROLE_LEAD, "");
	return act_step(y->world.store, &who, &in, &out, NULL);
}

static enum err
do_amend(struct year *y, const struct jv *v)
{
	const struct who operator= world_who(ROLE_OPERATOR, "");
	struct jv bundle = jv_get(v, "bundle");
	struct amendment in = { .mandate = world_mandate() };
	struct fault why = { .detail = "" };
	struct period row;
	enum err e;

	ck_assert(jv_text(&bundle, &in.bundle));
	e = act_amend_period(y->world.store, &operator, y->world.period, &in,
	    &row, &why);
	if (e != OK)
		(void)fprintf(stderr, "%s: %s\n", why.pointer, why.detail);
	return e;
}

static enum err
do_form(struct year *y, const struct jv *v)
{
	const struct plan *plan = world_plan(&y->world);
	struct who who = world_who(ROLE_SURVEY, "");
	struct jv json = jv_get(v, "form");
	struct forms_entered entered;
	struct pool pool = { 0 };
	struct survey_id survey;
	struct form form;
	enum err e;

	memset(&survey, 0, sizeof survey);
	text_member(v, "survey", survey.text, NAME_ROOM);
	e = form_read(plan, (unsigned)plan_survey(plan, survey), &json, &pool,
	    &form, &(struct fault){ 0 });
	if (e == OK)
		e = act_enter_forms(y->world.store, &who, y->world.period,
		    survey, &form, 1,
		    digest_of(
			slice_of((uint8_t *)form.number, sizeof form.number)),
		    &entered, NULL);
	pool_free(&pool);
	return e;
}

/* ---- jobs ---- */

static bool
is_sound(const struct year *y, struct submission_id id)
{
	for (unsigned i = 0; i < y->n_uploads; i++)
		if (memcmp(y->uploads[i].id.b, id.b, sizeof id.b) == 0)
			return y->uploads[i].sound;
	return false;
}

static enum err
settle_unit(struct year *y, const struct job *job)
{
	struct check checks[CHECKS_MOST];
	struct submission_id list[CHECKS_MOST];
	struct settled settled;
	size_t n;
	enum err e;

	e = look_unchecked(y->world.store, job->period, job->unit, list,
	    CHECKS_MOST, &n);
	for (size_t i = 0; e == OK && i < n; i++) {
		checks[i] = (struct check){ .id = list[i],
			.accepted = is_sound(y, list[i]) };
		if (!checks[i].accepted)
			checks[i].reason = ERR_DISGUISED;
	}
	return e != OK ? e
		       : act_settle_unit(y->world.store, job, checks,
			     (unsigned)n, &settled);
}

static enum err
rejudge_unit(struct year *y, const struct job *job)
{
	struct submission_id list[CHECKS_MOST];
	size_t n = 1;
	bool done;
	enum err e = OK;

	while (e == OK && n > 0) {
		e = look_misjudged(y->world.store, job->period, job->unit, list,
		    CHECKS_MOST, &n);
		if (e == OK)
			e = act_rejudge_unit(y->world.store, job, list,
			    (unsigned)n, &done);
	}
	return e;
}

static enum err
do_settle(struct year *y, const struct jv *v)
{
	struct job job;
	size_t n = 1;
	enum err e = OK;

	(void)v;
	while (e == OK && n != 0) {
		e = look_due_jobs(y->world.store, &job, 1, &n);
		if (e != OK || n == 0)
			break;
		e = job.kind == JOB_REMIND_UNIT
			? act_remind_unit(y->world.store, &job)
		    : job.kind == JOB_REJUDGE_UNIT ? rejudge_unit(y, &job)
						   : settle_unit(y, &job);
	}
	return e;
}

static const struct {
	const char *name;
	enum err (*run)(struct year *y, const struct jv *v);
} deeds[] = {
	{ "clock", do_clock },
	{ "score", do_score },
	{ "upload", do_upload },
	{ "withdraw", do_withdraw },
	{ "admit", do_admit },
	{ "form", do_form },
	{ "step", do_step },
	{ "amend", do_amend },
	{ "settle", do_settle },
};

enum err
deed_run(struct year *y, const struct jv *v)
{
	char name[16];

	text_member(v, "do", name, sizeof name);
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
		if (strcmp(deeds[i].name, name) == 0)
			return deeds[i].run(y, v);
	ck_abort_msg("nothing is called %s", name);
	return OK;
}
