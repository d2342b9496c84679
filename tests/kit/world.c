/*
 * world.c - a whole simulated store with the shipped period in it.
 *
 * Knows the acts. Touches its own temporary folder.
 */
#include "tests/kit/world.h"
#include "store/look/foresight.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/db/walk.h"
#include "store/look/log_recheck.h"
#include "store/table/results.h"
#include "store/table/submissions.h"
#include "tests/kit/criterion.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define START "2022-12-26T08:00:00+07:00"
#define MAP ((uint64_t)256 << 20)
#define DAY_MOST ((uint64_t)1 << 30)

/* ---- making one ---- */

static struct moment
instant(const char *text)
{
	struct moment m;

	ck_assert_err(moment_read(slice_text(text), &m), OK);
	return m;
}

static void
open_store(struct world *w)
{
	struct store_options o = { .path = w->store_path,
		.key_path = w->key_path,
		.map_bytes = MAP };
	struct fault why = { 0 };

	ck_assert_msg(store_open(&w->store, &o, &why) == OK, "%s", why.detail);
	blobs_reserve(w->store->blobs, 0);
}

void
world_open_empty(struct world *w)
{
	struct store_birth birth = { .path = w->store_path,
		.key_path = w->key_path,
		.origin = "log.example.vn/test",
		.simulated = true,
		.start = instant(START),
		.map_bytes = MAP };
	struct fault why = { 0 };

	*w = (struct world){ .folder = folder_make() };
	(void)snprintf(w->store_path, sizeof w->store_path, "%s/store",
	    w->folder.path);
	(void)snprintf(w->key_path, sizeof w->key_path, "%s/log.key",
	    w->folder.path);
	ck_assert_msg(store_make(&birth, &why) == OK, "%s", why.detail);
	open_store(w);
}

/* The bundle with every `from` replaced. */
static struct buf
patched(const struct buf *bundle, const char *from, const char *to)
{
	struct buf out = { 0 };
	struct slice rest = buf_all(bundle);
	const uint8_t *at;
	size_t before, n = strlen(from);
	unsigned found = 0;

	while ((at = memmem(rest.p, rest.n, from, n)) != NULL) {
		before = (size_t)(at - rest.p);
		buf_bytes(&out, rest.p, before);
		buf_text(&out, to);
		rest = slice_of(at + n, rest.n - before - n);
		found++;
	}
	ck_assert_msg(found > 0, "the bundle does not say %s", from);
	buf_slice(&out, rest);
	ck_assert_err(out.err, OK);
	return out;
}

static void
load(struct world *w, struct slice bundle)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct period p;
	struct fault why = { 0 };

	ck_assert_msg(act_load_period(w->store, &operator, bundle, &p, &why) ==
			  OK,
	    "%s: %s", why.pointer, why.detail);
	w->period = p.id;
	ck_assert_err(act_open_period(w->store, &operator, p.id, &why), OK);
}

void
world_open_with(struct world *w, const char *const *patches)
{
	struct buf bundle = shipped_bundle(), old;

	world_open_empty(w);
	for (; *patches != NULL; patches += 2) {
		old = bundle;
		bundle = patched(&old, patches[0], patches[1]);
		buf_free(&old);
	}
	load(w, buf_all(&bundle));
	buf_free(&bundle);
}

struct buf
world_bundle(struct world *w, const char *const *patches)
{
	struct buf bundle = { 0 }, old;

	ck_assert_err(look_bundle(w->store, w->period, &bundle), OK);
	for (; *patches != NULL; patches += 2) {
		old = bundle;
		bundle = patched(&old, patches[0], patches[1]);
		buf_free(&old);
	}
	return bundle;
}

enum err
world_amend(struct world *w, const char *const *patches, struct fault *why)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct buf bundle = world_bundle(w, patches);
	struct amendment in = { .bundle = buf_all(&bundle),
		.mandate = world_mandate() };
	struct period row;
	enum err e =
	    act_amend_period(w->store, &operator, w->period, &in, &row, why);

	buf_free(&bundle);
	return e;
}

struct mandate
world_mandate(void)
{
	return (struct mandate){ "12/QĐ-UBND", "2023-01-09",
		"Khắc phục hậu quả bão số 1", "Nguyễn Văn A, Phó Chủ tịch" };
}

static void
hear_error(void *self, const struct objection *o)
{
	(void)self;
	ck_assert_msg(o->gravity != GRAVE_ERROR, "entry %llu, %s: %s",
	    (unsigned long long)o->index, o->code, o->text);
}

void
world_rechecked(struct world *w)
{
	struct log_recheck out;

	ck_assert_err(look_log_recheck(w->store, hear_error, NULL, &out), OK);
}

void
world_open_bundle(struct world *w, struct slice bundle)
{
	world_open_empty(w);
	load(w, bundle);
}

void
world_open(struct world *w)
{
	world_open_with(w, (const char *const[]){ NULL });
}

void
world_close(struct world *w)
{
	store_close(&w->store);
	folder_remove(&w->folder);
}

void
world_reopen(struct world *w)
{
	store_close(&w->store);
	open_store(w);
}

/* ---- who and what ---- */

struct who
world_who(enum role role, const char *unit)
{
	struct who who = { .role = role };

	who.token.n = 100 * (uint64_t)role;
	if (unit[0] != 0) {
		who.unit = unit_named(unit);
		who.token.n += (uint64_t)strtoul(unit + 1, NULL, 10) +
			       (unit[0] == 'H' ? 50 : 0);
	}
	return who;
}

struct who
world_unit(const char *unit)
{
	return world_who(ROLE_UNIT, unit);
}

struct unit_id
unit_named(const char *id)
{
	struct unit_id u;

	ck_assert_err(unit_id_read(slice_text(id), &u), OK);
	return u;
}

struct leaf_id
leaf_named(const char *id)
{
	struct leaf_id l;

	ck_assert_err(leaf_id_read(slice_text(id), &l), OK);
	return l;
}

const struct plan *
world_plan(struct world *w)
{
	const struct plan *plan;
	struct period row;

	ck_assert_err(store_plan(w->store, w->period, &plan, &row), OK);
	return plan;
}

void
world_clock_bound(struct world *w, const char *time, int64_t bound_us)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct fault why = { 0 };

	ck_assert_msg(act_set_clock(w->store, &operator, instant(time),
			  (struct span){ bound_us }, &why) == OK,
	    "%s", why.detail);
}

void
world_clock(struct world *w, const char *time)
{
	world_clock_bound(w, time, 0);
}

/* ---- evidence ---- */

struct submit
world_request(struct world *w, const char *unit, const char *leaf)
{
	struct submit in = { .who = world_unit(unit),
		.period = w->period,
		.unit = unit_named(unit),
		.leaf = { leaf_named(leaf) },
		.n_leaves = 1,
		.facts = { .file_name = "a.pdf",
		    .media_type = "application/pdf" },
		.day_most = DAY_MOST };

	return in;
}

/* The request as it is once its bytes are here. */
static struct submit
arrived(struct world *w, const struct submit *in, struct slice bytes)
{
	struct submit request = *in;

	ck_assert_err(stage_open(&request.stage, w->store->blobs, DAY_MOST),
	    OK);
	ck_assert_err(stage_more(request.stage, bytes), OK);
	ck_assert_err(stage_close(request.stage), OK);
	ck_assert_err(store_now(w->store, &request.arrival.after), OK);
	request.arrival.bytes = bytes.n;
	return request;
}

enum err
world_send(struct world *w, const struct submit *in, struct slice bytes,
    struct submitted *out, struct fault *why)
{
	struct submit request = arrived(w, in, bytes);
	enum err e = act_submit(w->store, &request, out, why);

	stage_drop(&request.stage);
	return e;
}

void
world_return(struct world *w, const struct submit *in, struct slice bytes,
    enum err reason)
{
	struct submit request = arrived(w, in, bytes);
	struct fault why = { 0 };
	struct submitted out;

	ck_assert_msg(act_return_document(w->store, &request, reason, &out,
			  &why) == OK,
	    "%s", why.detail);
	ck_assert_int_eq(out.how, SUBMIT_RETURNED);
	ck_assert_uint_eq(out.submission.entry, world_log(w) - 1);
	stage_drop(&request.stage);
}

struct submission
world_upload(struct world *w, const char *unit, const char *leaf,
    const char *bytes)
{
	struct submit in = world_request(w, unit, leaf);
	struct submitted out;
	struct fault why = { 0 };

	ck_assert_msg(world_send(w, &in, slice_text(bytes), &out, &why) == OK,
	    "%s", why.detail);
	return out.submission;
}

/* ---- the sheet and the surveys ---- */

enum err
world_score(struct world *w, const struct who *who, const char *unit,
    const char *leaf, enum column column, const char *inputs, uint64_t seen,
    struct fault *why)
{
	struct json *json = json_quoted(inputs);
	const struct plan *plan = world_plan(w);
	struct cell cell = { .period = w->period,
		.unit = unit_named(unit),
		.leaf = leaf_named(leaf),
		.column = column,
		.reason = "as the file shows" };
	int at = plan_leaf(plan, cell.leaf);
	struct jv root = json_root(json);
	enum err e;

	ck_assert_int_ge(at, 0);
	e = inputs_read(&root, plan->leaves[at].vars, plan->leaves[at].n_vars,
	    &cell.inputs, why);
	json_free(&json);
	return e != OK ? e : act_score(w->store, who, &cell, seen, why);
}

void
world_earn(struct world *w, const char *unit)
{
	struct who who = world_unit(unit);
	char bytes[32];

	(void)snprintf(bytes, sizeof bytes, "evidence of %s", unit);
	(void)world_upload(w, unit, "1.1.2", bytes);
	ck_assert_err(world_score(w, &who, unit, "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
}

enum err
world_forms(struct world *w, const char *survey, const char *text,
    struct forms_entered *out, struct fault *why)
{
	struct who who = world_who(ROLE_SURVEY, "");
	const struct plan *plan = world_plan(w);
	struct json *json = json_quoted(text);
	struct jv root = json_root(json);
	struct form *forms;
	struct pool pool = { 0 };
	struct survey_id id;
	unsigned n = 0;
	struct jv one;
	enum err e = OK;

	ck_assert_err(survey_id_read(slice_text(survey), &id), OK);
	forms = calloc(jv_count(&root) + 1, sizeof *forms);
	ck_assert_ptr_nonnull(forms);
	for (; e == OK && n < jv_count(&root); n++) {
		one = jv_at(&root, n);
		e = form_read(plan, (unsigned)plan_survey(plan, id), &one,
		    &pool, &forms[n], why);
	}
	if (e == OK)
		e = act_enter_forms(w->store, &who, w->period, id, forms, n,
		    digest_of(slice_text(text)), out, why);
	free(forms);
	pool_free(&pool);
	json_free(&json);
	return e;
}

/* ---- jobs ---- */

static struct settled
settle(struct world *w, const struct job *job)
{
	struct check checks[CHECKS_MOST] = { 0 };
	struct submission_id list[CHECKS_MOST];
	struct settled out;
	size_t n;

	ck_assert_err(look_unchecked(w->store, job->period, job->unit, list,
			  CHECKS_MOST, &n),
	    OK);
	for (size_t i = 0; i < n; i++)
		checks[i] = (struct check){ .id = list[i], .accepted = true };
	ck_assert_err(act_settle_unit(w->store, job, checks, (unsigned)n, &out),
	    OK);
	return out;
}

bool
world_settle_unit(struct world *w, const char *unit, struct settled *out)
{
	struct job job = { .kind = JOB_SCORE_UNIT,
		.period = w->period,
		.unit = unit_named(unit) };

	if (look_job(w->store, &job) != OK)
		return false;
	*out = settle(w, &job);
	return true;
}

static void
rejudge(struct world *w, const struct job *job)
{
	struct submission_id list[CHECKS_MOST];
	bool done;
	size_t n;

	do {
		ck_assert_err(look_misjudged(w->store, job->period, job->unit,
				  list, CHECKS_MOST, &n),
		    OK);
		ck_assert_err(act_rejudge_unit(w->store, job, list, (unsigned)n,
				  &done),
		    OK);
	} while (n > 0);
}

bool
world_rejudge(struct world *w, const char *unit)
{
	struct job job = { .kind = JOB_REJUDGE_UNIT,
		.period = w->period,
		.unit = unit_named(unit) };

	if (look_job(w->store, &job) != OK)
		return false;
	rejudge(w, &job);
	return true;
}

unsigned
world_settle(struct world *w)
{
	struct job job;
	unsigned ran = 0;
	size_t n;

	for (;; ran++) {
		ck_assert_err(look_due_jobs(w->store, &job, 1, &n), OK);
		if (n == 0)
			return ran;
		if (job.kind == JOB_REMIND_UNIT)
			ck_assert_err(act_remind_unit(w->store, &job), OK);
		else if (job.kind == JOB_REJUDGE_UNIT)
			rejudge(w, &job);
		else
			(void)settle(w, &job);
	}
}

/* ---- what is kept ---- */

struct leaf_score
world_leaf(struct world *w, const char *unit, const char *leaf)
{
	const struct plan *plan = world_plan(w);
	struct result *r = malloc(sizeof *r);
	struct leaf_score score;
	struct txn t;

	ck_assert_ptr_nonnull(r);
	txn_read(&t, w->store->env);
	ck_assert(results_get(&t, plan,
	    (unsigned)plan_unit(plan, unit_named(unit)), r));
	ck_assert_err(txn_end(&t), OK);
	score = r->score.leaf[plan_leaf(plan, leaf_named(leaf))];
	free(r);
	return score;
}

int64_t
world_points(struct world *w, const char *unit, const char *leaf)
{
	return world_leaf(w, unit, leaf).points.millionths;
}

struct cell
world_cell(struct world *w, const char *unit, const char *leaf,
    enum column column)
{
	struct cell cell = { .period = w->period,
		.unit = unit_named(unit),
		.leaf = leaf_named(leaf),
		.column = column };
	struct txn t;

	txn_read(&t, w->store->env);
	ck_assert(cells_get(&t, &cell));
	ck_assert_err(txn_end(&t), OK);
	return cell;
}

struct submission
world_submission(struct world *w, struct submission_id id)
{
	struct submission s;

	ck_assert_err(look_submission_of_system(w->store, id, &s), OK);
	return s;
}

uint64_t
world_rows(struct world *w, enum table table)
{
	struct txn t;
	uint64_t n;

	txn_read(&t, w->store->env);
	n = txn_count(&t, table);
	ck_assert_err(txn_end(&t), OK);
	return n;
}

uint64_t
world_log(struct world *w)
{
	struct txn t;
	uint64_t n;

	txn_read(&t, w->store->env);
	n = ledger_size(w->store->ledger, &t);
	ck_assert_err(txn_end(&t), OK);
	return n;
}

/* The newest entry, read within `t`. */
static struct entry
newest(struct world *w, struct txn *t)
{
	struct slice bytes;
	struct entry e;

	txn_read(t, w->store->env);
	ck_assert(ledger_entry(w->store->ledger, t,
	    ledger_size(w->store->ledger, t) - 1, &bytes));
	ck_assert_err(entry_read(bytes, &e), OK);
	return e;
}

enum entry_type
world_newest(struct world *w)
{
	struct txn t;
	enum entry_type type = newest(w, &t).type;

	ck_assert_err(txn_end(&t), OK);
	return type;
}

bool
world_newest_says(struct world *w, const char *key, const char *value)
{
	struct slice is;
	struct txn t;
	struct entry e = newest(w, &t);
	bool says = entry_value(e.body, key, 0, &is) && slice_is(is, value);

	ck_assert_err(txn_end(&t), OK);
	return says;
}

void
world_verified(struct world *w)
{
	struct fault why = { 0 };
	struct txn t;

	txn_read(&t, w->store->env);
	ck_assert_msg(ledger_verify(w->store->ledger, &t, &w->store->key,
			  (struct ledger_progress){ 0 }, &why) == OK,
	    "%s", why.detail);
	ck_assert_err(txn_end(&t), OK);
}

static void
dump_slice(struct digest_stream *s, struct slice bytes)
{
	uint64_t n = bytes.n;

	digest_more(s, slice_of(&n, sizeof n));
	digest_more(s, bytes);
}

struct digest
world_dump(struct world *w, uint64_t except)
{
	struct digest_stream *s = digest_start();
	struct walk walk;
	struct txn t;

	ck_assert_ptr_nonnull(s);
	txn_read(&t, w->store->env);
	for (unsigned table = 0; table < TABLES; table++) {
		if ((except & WORLD_BIT(table)) != 0)
			continue;
		dump_slice(s, slice_text(table_names[table]));
		walk_start(&walk, &t, table, SLICE_NONE);
		while (walk_on(&walk)) {
			dump_slice(s, walk.key);
			dump_slice(s, walk.value);
		}
		walk_end(&walk);
	}
	ck_assert_err(txn_end(&t), OK);
	return digest_end(&s);
}
