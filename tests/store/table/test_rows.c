/*
 * test_rows.c - the bytes of every table: frozen by tests/golden/tables, read
 * back without loss, and read with tags missing or unknown.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/amendments.h"
#include "store/table/assignments.h"
#include "store/table/cells.h"
#include "store/table/closings.h"
#include "store/table/commitments.h"
#include "store/table/counts.h"
#include "store/table/disposals.h"
#include "store/table/documents.h"
#include "store/table/events.h"
#include "store/table/expunged.h"
#include "store/table/figures.h"
#include "store/table/forms.h"
#include "store/table/frozen.h"
#include "store/table/handovers.h"
#include "store/table/holds.h"
#include "store/table/imports.h"
#include "store/table/keys.h"
#include "store/table/life_steps.h"
#include "store/table/lives.h"
#include "store/table/mandates.h"
#include "store/table/meta.h"
#include "store/table/outbox.h"
#include "store/table/periods.h"
#include "store/table/previous.h"
#include "store/table/records.h"
#include "store/table/remarks.h"
#include "store/table/reminders.h"
#include "store/table/results.h"
#include "store/table/revisions.h"
#include "store/table/seconds.h"
#include "store/table/sightings.h"
#include "store/table/stamps.h"
#include "store/table/submissions.h"
#include "store/table/tokens.h"
#include "store/table/unfit.h"
#include "store/table/usage.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"
#include "tests/kit/tables.h"

static const struct period_id period = { "2022" };
static const struct unit_id d01 = { "D01" };
static const struct leaf_id l112 = { "1.1.2" };
static const struct moment noon = { INT64_C(1673370000000000) };
static struct plan *plan;

/* ---- one row of each table, of fixed things ---- */

static struct digest
digest(uint8_t fill)
{
	struct digest d;

	memset(d.b, fill, sizeof d.b);
	return d;
}

static struct submission_id
id(uint8_t fill)
{
	struct submission_id s;

	memset(s.b, fill, sizeof s.b);
	return s;
}

static struct submission
submission(void)
{
	struct submission s = { .id = id(1),
		.period = period,
		.unit = d01,
		.leaf = { { "1.1.1" }, { "1.1.2" } },
		.n_leaves = 2,
		.document = digest(2),
		.size = 65536,
		.facts = { "a.pdf", "A.pdf", "application/pdf", "27", "27/BC",
		    "2023-03-01", "UBND", "II", "3", "see\nthere" },
		.received = { { noon.us - 5 }, { noon.us + 5 } },
		.source = TIME_HANDLER,
		.window_version = 1,
		.verdict = VERDICT_ON_TIME_DOUBT,
		.status = SUBMISSION_QUEUED,
		.reason = "because",
		.replaces = id(3),
		.by = { 7 },
		.entry = 300,
		.time = { noon.us + 9 } };

	memset(s.salt, 4, sizeof s.salt);
	return s;
}

static struct cell
cell(void)
{
	return (struct cell){ .period = period,
		.unit = d01,
		.leaf = l112,
		.column = COLUMN_ROUND1,
		.version = 3,
		.inputs = { .given = { true, false, true },
		    .value = { 42, 0, -38 } },
		.reason = "as checked",
		.by = { 8 },
		.time = noon,
		.entry = 301,
		.salt = { 17 } };
}

/* What cell() is written over. */
static struct cell
older_cell(void)
{
	struct cell c = cell();

	c.version = 2;
	c.inputs.value[0] = 41;
	c.entry = 299;
	return c;
}

/* As cells are written since persons are known. */
static struct cell
named_cell(void)
{
	struct cell c = cell();

	c.column = COLUMN_COUNCIL;
	c.role = ROLE_COUNCIL;
	c.via = ROLE_DMS;
	c.person = (struct person_id){ "nv.an" };
	c.n_lost = 2;
	memcpy(c.lost[0], "missing", 8);
	memcpy(c.lost[1], "late", 5);
	return c;
}

/* As the council writes them since it names its record. */
static struct cell
recorded_cell(void)
{
	struct cell c = cell();

	c.leaf = (struct leaf_id){ "1.1.1" };
	c.column = COLUMN_COUNCIL;
	c.role = ROLE_COUNCIL;
	c.record = 2;
	return c;
}

static const struct life life = { .period = { "2022" },
	.unit = { "D01" },
	.state = LIFE_CONFIRMED,
	.steps = 2,
	.sheet = { { 19 } },
	.report = 2,
	.lock = 1 };

static struct life_taken
life_step(void)
{
	return (struct life_taken){ .period = period,
		.unit = d01,
		.number = 2,
		.step = STEP_CONFIRM,
		.before = LIFE_LOCKED,
		.after = LIFE_CONFIRMED,
		.leaf = l112,
		.role = ROLE_UNIT,
		.via = ROLE_DMS,
		.by = { 8 },
		.person = { "nv.an" },
		.time = noon,
		.entry = 302,
		.salt = { 20 },
		.text = "because",
		.sheet = { { 19 } },
		.document = { { 21 } },
		.size = 65536,
		.media_type = "application/pdf",
		.signature = { "27/BC", "2023-01-10", "Trần Văn B", "Giám đốc",
		    COMPETENCE_KT } };
}

#define NOTED                                                                  \
	{                                                                      \
		.by = { 1 }, .time = { 22 }, .entry = 303, .salt = { 23 }      \
	}
static const struct token personal = { .secret = { { 24 } },
	.who = { .token = { 2 }, .label = "own", .person = { "nv.an" } },
	.issued = { 15 },
	.shared = true };
static const struct token of_rounds = { .secret = { { 25 } },
	.who = { .role = ROLE_LEAD,
	    .token = { 3 },
	    .label = "city",
	    .owner = { "H03" } },
	.issued = { 15 } };
static const struct person_row person = {
	.person = { { "nv.an" }, "Nguyễn Văn An", "Chuyên viên", { "D02" } },
	.noted = NOTED
};
static const struct duty_row duty = { .duty = { .number = 7,
					  .person = { "nv.an" },
					  .role = ROLE_APPRAISER,
					  .field = { { "F1" }, { "F2" } },
					  .n_fields = 2,
					  .block = { { "department" } },
					  .n_blocks = 1,
					  .from = 19358,
					  .until = 19500,
					  .kind = DUTY_SUBSTITUTE,
					  .of = 3,
					  .decision = { "12/QĐ-SNV",
					      "2023-01-05", "thay" } },
	.noted = NOTED };
static const struct assignment assignment = { .period = { "2022" },
	.unit = { "D01" },
	.field = { "F1" },
	.person = { "nv.an" },
	.noted = NOTED };

static struct job
job(void)
{
	return (struct job){ .kind = JOB_SCORE_UNIT,
		.period = period,
		.unit = d01,
		.wanted = 5,
		.rests_on = 302,
		.failures = 2,
		.buried = true,
		.reason = "probe died" };
}

static void
fill_result(struct result *r)
{
	memset(r, 0, sizeof *r);
	for (unsigned i = 0; i < plan->n_leaves; i++)
		r->score.leaf[i] =
		    (struct leaf_score){ (enum leaf_status)(i % LEAF_STATUSES),
			    { 1000000 + i }, { 2000000 + i },
			    { { 3000000 + i }, { 4000000 + i } }, (int)i - 1 };
	for (unsigned i = 0; i < plan->n_fields; i++) {
		r->score.field[i].points.millionths = 5000000 + i;
		r->score.field[i].max.millionths = 6000000 + i;
		r->score.review[i] = i % 3 == 0;
	}
	r->score.points.millionths = 84120000;
	r->score.max.millionths = 100000000;
	r->score.group = 1;
	r->score.class = -1;
	r->score.rule_gap = true;
	r->rests_on = 303;
	r->as_of = noon;
}

static const struct meta meta = { .origin = "log.example.vn/x",
	.vkey = "vkey",
	.feed = "feed-id",
	.simulated = true,
	.made = { 1 } };
static const struct period a_period = { { "2022" }, PERIOD_OPEN, 2, { { 9 } },
	{ 10 }, { 11 }, 12, 13, 12 };
static const struct token token = { .secret = { { 14 } },
	.who = { .role = ROLE_UNIT,
	    .unit = { "D01" },
	    .token = { 1 },
	    .label = "desk" },
	.issued = { 15 },
	.revoked = { 16 },
	.salt = { 18 } };
static const struct document document = { { { 2 } }, 65536,
	UINT64_C(0x0005f1a2b3c4d5e6), 135168, "application/pdf", { { 17 } },
	0 };

static const struct form_facts corrected = { .entry = 311,
	.version = 2,
	.by = 7,
	.time = { INT64_C(1673370000000000) },
	.reason = "read wrong",
	.salt = { 20 } };
static const struct import an_import = { .number = 3,
	.state = IMPORT_COUNTED,
	.file = { { 21 } },
	.forms = 300,
	.skipped = 2,
	.by = 7,
	.begun = { 22 },
	.ended = { 23 },
	.entry = 312 };
static const struct second a_second = { .facts = { .entry = 313, .by = 8 },
	.time = { 24 },
	.differs = 2,
	.against = 1,
	.reason = "a slip of the hand",
	.explained_by = 7,
	.explained = { 25 } };
static const struct handover a_handover = { .number = 1,
	.packages = 2,
	.seals = "0123\n0124\n",
	.from = "Bưu điện tỉnh",
	.to = "Sở Nội vụ",
	.minutes = "01/BB",
	.scan = { { 26 } },
	.issued = 800,
	.collected = 770,
	.valid = 760,
	.invalid = 10,
	.time = { 27 },
	.by = 7,
	.entry = 314,
	.salt = { 28 },
	.opened = true,
	.intact = true,
	.person = { "A, tổ trưởng", "B, thư ký" },
	.note = "-",
	.opened_at = { 29 },
	.opened_by = 8,
	.opened_entry = 315 };

static void
put_surveys(struct txn *t, const struct form *form)
{
	struct survey_id survey = plan->surveys[0].id;
	struct form_sums sums;

	imports_put(t, period, survey, &an_import);
	seconds_put(t, plan, 0, form, &a_second);
	handovers_put(t, period, survey, &a_handover);
	ck_assert_err(form_sums_make(&sums, plan, 0), OK);
	ck_assert_err(form_sums_add(&sums, form, 1), OK);
	staged_apply(t, 3, &sums);
	counts_apply(t, &sums);
	form_sums_free(&sums);
}

static void
put_forms(struct txn *t)
{
	const struct form_facts first = { .entry = 304, .version = 1 },
				staged = { .version = 1, .import = 3, .by = 7 };
	struct form_row row = { .unit = 0, .answer = { 1, 2, 3, 4, 0, 1, 2 } };
	struct form form = { "P-0001", "hdnd", &row, 1, 0, "", 0 };
	struct tally tallies[LEAVES_MOST] = { { { 0 } } };
	uint64_t import = 0;

	ck_assert_int_eq(forms_add(t, plan, 0, &form, &first, &import),
	    FORM_NEW);
	put_surveys(t, &form);
	memcpy(form.number, "P-0002", 6);
	ck_assert_int_eq(forms_add(t, plan, 0, &form, &first, &import),
	    FORM_NEW);
	row.answer[0] = 2;
	forms_replace(t, plan, 0, &form, &corrected);
	memcpy(form.number, "P-0003", 6);
	ck_assert_int_eq(forms_add(t, plan, 0, &form, &staged, &import),
	    FORM_NEW);
	for (unsigned i = 0; i < 5; i++)
		tallies[plan_leaf(plan, (struct leaf_id){ "S1.1" })].count[i] =
		    UINT64_C(1) << 8 * i;
	tallies_put(t, plan, 0, tallies);
}

static void
put_standings(struct txn *t)
{
	struct standing list[2] = {
		{ .unit = 1, .points = { 9 }, .max = { 10 }, .rank = 1 },
		{ .unit = 0, .points = { 8 }, .max = { 10 }, .rank = 2 },
	};

	ck_assert(ranks_put(t, plan, 0, list, 2));
}

static void
put_stamps(struct txn *t)
{
	const struct stamp stamp = { .place = 3,
		.by = "vgca",
		.request = slice_text("request"),
		.response = slice_text("response"),
		.time = noon,
		.has_accuracy = true,
		.accuracy = { 1500000 },
		.entry = 7 };
	const struct stamper stamper = { .name = "vgca",
		.tried = { 2 },
		.done = noon,
		.place = 3,
		.entry = 7,
		.failures = 4,
		.reason = "The answer is empty." };

	const struct unfit unfit = { .what = UNFIT_ONE,
		.entry = 9,
		.id = { { 1, 2, 3 } },
		.after_by = 7 };

	const struct unfit committed = { .what = UNFIT_COMMITMENT,
		.entry = 9,
		.id = { { 4, 5, 6 } } };

	const struct unfit onward = { .what = UNFIT_ONWARD,
		.entry = 12,
		.after_by = 11 };

	unfit_put(t, &unfit);
	unfit_put(t, &committed);
	unfit_put(t, &onward);
	ck_assert(stamps_add(t, &stamp));
	ck_assert(!stamps_add(t, &stamp));
	stampers_put(t, &stamper);
}

static struct commitment
commitment(void)
{
	struct commitment c = { .id = { { 8 } },
		.period = period,
		.unit = d01,
		.leaf = { { "1.1.1" }, { "1.1.2" } },
		.n_leaves = 2,
		.document = { { digest(2), 65536 }, { digest(3), 1 } },
		.n_documents = 2,
		.received = { { noon.us - 7 }, { noon.us + 7 } },
		.source = TIME_HANDLER,
		.trust = TRUST_UNFIT,
		.after_by = 7,
		.window_version = 2,
		.verdict = VERDICT_ON_TIME_DOUBT,
		.supplement = true,
		.by = { 7 },
		.person = { "nv.an" },
		.by_dms = true,
		.entry = 312,
		.time = { noon.us + 9 } };

	memset(c.salt, 6, sizeof c.salt);
	return c;
}

static void
put_commitments(struct txn *t)
{
	struct commitment c = commitment(), plain = commitment();

	commitments_add(t, &c);
	plain.id.b[0] = 9;
	plain.trust = TRUST_FIT;
	plain.after_by = 0;
	plain.supplement = plain.by_dms = false;
	plain.person.text[0] = 0;
	plain.entry = 313;
	commitments_add(t, &plain);
}

static void
put_lives(struct txn *t)
{
	const struct leaf_talk talk = { 1, 300 };
	struct life_taken step = life_step();

	lives_put(t, &life);
	life_steps_put(t, &step);
	step.number = 3; /* under a record on file */
	step.step = STEP_DECIDE;
	step.record = 2;
	life_steps_put(t, &step);
	leaf_talk_put(t, period, d01, l112, &talk);
	locked_sheets_put(t, period, d01, 1, slice_text("parindex-sheet/1\n"));
}

/* Frozen when all other rows are there. */
static void
put_revision(struct txn *t)
{
	struct record record = { .period = period,
		.kind = RECORD_DECISION,
		.number = "336/QĐ-UBND",
		.date = 19417,
		.signer = "Chủ tịch",
		.file_name = "qd.pdf",
		.document = { { 2 } },
		.size = 65536,
		.by = { 9 },
		.time = noon,
		.entry = 307,
		.salt = { 19 } };
	const struct figure_row figures = { .inputs = { .given = { true, true },
						.value = { 42, 38 } },
		.has_previous = true,
		.previous = { 75200000 },
		.source = "Cổng dịch vụ công",
		.extracted = noon,
		.version = 2,
		.by = { 9 },
		.time = noon,
		.entry = 311 };
	const struct previous_row before = { .text = slice_text("{}"),
		.taken = true,
		.by = { 9 },
		.time = noon,
		.entry = 306 };
	struct revision r = { .period = period,
		.n = 1,
		.version = 2,
		.bundle = { { 9 } },
		.record = 1,
		.rests_on = 303,
		.as_of = noon,
		.time = noon,
		.entry = 308,
		.reason = "found an error",
		.by = { 9 } };

	previous_keep(t, period, &before);
	figures_put(t, period, l112, d01, &figures);
	records_add(t, &record);
	ck_assert_uint_eq(record.n, 1);
	revisions_freeze(t, &r);
	revisions_put(t, &r);
	ck_assert(corrections_put(t, period, d01, 309));
	ck_assert(!corrections_put(t, period, d01, 310));
}

static const struct amendment_row amendment = { 3, 2, 307, { 19 }, 301 };
static const struct mandated mandated = { { "12/QĐ-UBND", "2023-01-09",
					      "thiên tai", "Nguyễn Văn A" },
	{ 5 }, { 20 } };

static void
put_amendment(struct txn *t)
{
	amendments_put(t, period, &amendment);
	mandates_put(t, 307, &mandated);
}

static enum err
put_all(struct txn *t, void *arg)
{
	struct result *r = malloc(sizeof *r);
	struct event event = { .kind = EVENT_SUBMISSION_JUDGED,
		.time = noon,
		.period = period,
		.block = { "department" },
		.unit = d01,
		.submission = id(1),
		.leaf = l112,
		.entry = 305 };
	struct event bare = { .kind = EVENT_PERIOD_OPENED,
		.entry = UINT64_MAX };
	struct event reminder = { .kind = EVENT_WINDOW_CLOSING,
		.entry = UINT64_MAX,
		.window = 3,
		.stage = STAGE_APPRAISAL,
		.days = 7,
		.missing = 300,
		.until = noon };
	struct window window = { .version = 3,
		.unit = WINDOW_FOR_ALL,
		.on_time_until = noon };
	struct hold hold = { .n = 1,
		.period = period,
		.unit = d01,
		.has_document = true,
		.document = digest(7),
		.entry = 308,
		.time = noon,
		.ended = 309,
		.end = noon };
	struct disposal disposal = { period, RETAINED_FORMS, 2476, 321, noon };
	struct expunged expunged = { .digest = digest(7),
		.pending = true,
		.size = 65536,
		.disposal = true,
		.entry = 310,
		.time = noon,
		.pack = 5,
		.offset = 4096 };
	struct sighting sighting = { .n = 1,
		.period = period,
		.unit = d01,
		.leaf = { { "1.1.1" }, { "1.1.2" } },
		.n_leaves = 2,
		.number = "12",
		.symbol = "QĐ-SNV",
		.person = "Nguyễn Văn A",
		.seen = noon,
		.by = { 7 },
		.salt = { 1 },
		.entry = 306,
		.time = noon,
		.withdrawn = 307,
		.reason = "no" };
	struct remark remark = { REMARK_SAME_NUMBER, id(1), id(2), d01, noon };
	struct reminder said = { REMIND_MISSING, &window, 7, noon };
	struct closing closing = { 1, 2, 300, 4, true, 306 };
	struct used_key used = { id(1), digest(5), noon };
	struct submission s = submission();
	struct cell c = cell(), named = named_cell(), before = older_cell(),
		    recorded = recorded_cell();
	struct job j = job();

	(void)arg;
	ck_assert_ptr_nonnull(r);
	fill_result(r);
	meta_put(t, &meta);
	meta_put_clock(t, noon, (struct span){ 1000 });
	(void)meta_next_token(t);
	periods_put(t, &a_period);
	bundles_put(t, period, 2, slice_text("{}"));
	tokens_put(t, &token);
	submissions_add(t, &s);
	documents_put(t, &document);
	document_uses_put(t, document.digest, period, d01, s.id);
	keys_put(t, s.by, digest(6), &used);
	closings_put(t, period, &window, &closing);
	ck_assert_err(usage_add(t, s.by, noon, 65536, UINT64_MAX), OK);
	cells_put(t, &before);
	cells_put(t, &c);
	cells_put(t, &named);
	cells_put(t, &recorded);
	put_lives(t);
	tokens_put(t, &personal);
	tokens_put(t, &of_rounds);
	persons_put(t, &person);
	duties_put(t, &duty);
	assignments_put(t, &assignment);
	put_forms(t);
	put_standings(t);
	ck_assert(results_put(t, plan, 0, r));
	outbox_put(t, &j);
	events_add(t, &event);
	events_add(t, &bare);
	events_add(t, &reminder);
	reminders_put(t, plan, &said, NULL, noon, 3);
	reminders_put(t, plan, &said, &d01, noon, 0);
	remarks_put(t, &remark);
	papers_put(t, period, d01, digest(7), id(1));
	sightings_put(t, &sighting);
	holds_put(t, &hold);
	expunged_put(t, &expunged);
	disposals_put(t, &disposal);
	put_commitments(t);
	put_stamps(t);
	put_revision(t);
	put_amendment(t);
	free(r);
	return t->err;
}

/* ---- frozen ---- */

static struct buf
golden(enum table table)
{
	char path[128];

	(void)snprintf(path, sizeof path, "tests/golden/tables/%s.hex",
	    table_names[table]);
	return source_file(path);
}

static bool
of_the_ledger(enum table table)
{
	return table >= T_ENTRIES; /* frozen by the ledger's own tests */
}

START_TEST(the_bytes_of_every_table_are_frozen)
{
	struct buf is = { 0 }, want;
	struct tables b;

	plan = shipped_plan();
	tables_open(&b);
	tables_change(&b, put_all, NULL);
	for (enum table i = 0; i < TABLES; i++) {
		if (of_the_ledger(i))
			continue;
		buf_clear(&is);
		tables_text(&b, i, &is);
		want = golden(i);
		ck_assert_msg(slice_eq(buf_all(&is), buf_all(&want)),
		    "table %s is now\n%s", table_names[i], buf_cstr(&is));
		buf_free(&want);
	}
	buf_free(&is);
	tables_close(&b);
	plan_free(&plan);
}
END_TEST

/* ---- read back ---- */

static void
load_golden(struct tables *b)
{
	struct buf text;

	for (enum table i = 0; i < TABLES; i++) {
		if (of_the_ledger(i))
			continue;
		text = golden(i);
		tables_load(b, i, buf_all(&text));
		buf_free(&text);
	}
}

static void
check_submission(struct txn *t)
{
	struct submission is, want = submission();

	ck_assert(submissions_get(t, id(1), &is));
	ck_assert_mem_eq(is.period.text, want.period.text, NAME_ROOM);
	ck_assert_mem_eq(is.unit.text, want.unit.text, NAME_ROOM);
	ck_assert_uint_eq(is.n_leaves, 2);
	ck_assert_mem_eq(is.leaf, want.leaf, sizeof want.leaf);
	ck_assert(digest_eq(is.document, want.document));
	ck_assert_uint_eq(is.size, want.size);
	ck_assert_mem_eq(&is.facts, &want.facts, sizeof want.facts);
	ck_assert_mem_eq(&is.received, &want.received, sizeof want.received);
	ck_assert_int_eq(is.source, want.source);
	ck_assert_uint_eq(is.window_version, want.window_version);
	ck_assert_int_eq(is.verdict, want.verdict);
	ck_assert_int_eq(is.status, want.status);
	ck_assert_str_eq(is.reason, want.reason);
	ck_assert_mem_eq(is.replaces.b, want.replaces.b, 16);
	ck_assert_uint_eq(is.by.n, want.by.n);
	ck_assert_mem_eq(is.salt, want.salt, sizeof want.salt);
	ck_assert_uint_eq(is.entry, want.entry);
	ck_assert_int_eq(is.time.us, want.time.us);
}

static void
check_commitment(struct txn *t)
{
	struct commitment is, want = commitment();

	ck_assert(commitments_get(t, period, d01, want.id, &is));
	ck_assert_mem_eq(is.leaf, want.leaf, sizeof want.leaf);
	ck_assert_uint_eq(is.n_documents, 2);
	ck_assert(digest_eq(is.document[1].document, digest(3)));
	ck_assert_uint_eq(is.document[0].size, 65536);
	ck_assert_mem_eq(&is.received, &want.received, sizeof want.received);
	ck_assert_int_eq(is.source, want.source);
	ck_assert_int_eq(is.trust, want.trust);
	ck_assert_uint_eq(is.after_by, want.after_by);
	ck_assert_uint_eq(is.window_version, want.window_version);
	ck_assert_int_eq(is.verdict, want.verdict);
	ck_assert(is.supplement && is.by_dms);
	ck_assert_str_eq(is.person.text, want.person.text);
	ck_assert_uint_eq(is.by.n, want.by.n);
	ck_assert_mem_eq(is.salt, want.salt, sizeof want.salt);
	ck_assert_uint_eq(is.entry, want.entry);
	ck_assert_int_eq(is.time.us, want.time.us);
	want.id.b[0] = 9;
	ck_assert(commitments_get(t, period, d01, want.id, &is));
	ck_assert(!is.supplement && !is.by_dms && is.trust == TRUST_FIT);
	want.id.b[0] = 10;
	ck_assert(!commitments_get(t, period, d01, want.id, &is));
}

static void
check_cell(struct txn *t)
{
	struct cell is = { .period = period,
		.unit = d01,
		.leaf = l112,
		.column = COLUMN_ROUND1 };
	struct cell want = cell();

	ck_assert(cells_get(t, &is));
	ck_assert_uint_eq(is.version, want.version);
	ck_assert_mem_eq(&is.inputs, &want.inputs, sizeof want.inputs);
	ck_assert_str_eq(is.reason, want.reason);
	ck_assert_uint_eq(is.by.n, want.by.n);
	ck_assert_int_eq(is.time.us, want.time.us);
	ck_assert_uint_eq(is.entry, want.entry);
	ck_assert_mem_eq(is.salt, want.salt, sizeof is.salt);
}

static void
check_older_cell(struct txn *t)
{
	struct cell is = older_cell(), want = is;

	is.inputs = (struct inputs){ 0 };
	is.entry = 0;
	ck_assert(cell_versions_get(t, &is));
	ck_assert_uint_eq(is.version, 2);
	ck_assert_mem_eq(&is.inputs, &want.inputs, sizeof want.inputs);
	ck_assert_uint_eq(is.entry, want.entry);
	is.version = 3; /* in force, and not written over */
	ck_assert(!cell_versions_get(t, &is));
}

static void
check_named_cell(struct txn *t)
{
	struct cell is = named_cell(), want = is;

	is.version = 0;
	ck_assert(cells_get(t, &is));
	ck_assert_int_eq(is.role, want.role);
	ck_assert_int_eq(is.via, want.via);
	ck_assert_str_eq(is.person.text, want.person.text);
	ck_assert_uint_eq(is.n_lost, 2);
	ck_assert_str_eq(is.lost[1], "late");
}

static void
check_recorded_cell(struct txn *t)
{
	struct cell is = recorded_cell();

	is.record = 0;
	ck_assert(cells_get(t, &is));
	ck_assert_uint_eq(is.record, 2);
	ck_assert_uint_eq(is.n_lost, 0);
}

static void
check_lives(struct txn *t)
{
	struct life is = { .period = period, .unit = d01 };
	struct life_taken step = { .period = period, .unit = d01, .number = 2 },
			  want = life_step();
	struct leaf_talk talk;
	struct slice text;

	lives_get(t, &is);
	ck_assert_mem_eq(&is, &life, sizeof is);
	ck_assert(life_steps_get(t, &step));
	ck_assert_int_eq(step.step, want.step);
	ck_assert_int_eq(step.before, want.before);
	ck_assert_int_eq(step.after, want.after);
	ck_assert_str_eq(step.leaf.text, want.leaf.text);
	ck_assert_int_eq(step.role, want.role);
	ck_assert_int_eq(step.via, want.via);
	ck_assert_uint_eq(step.by.n, want.by.n);
	ck_assert_str_eq(step.person.text, want.person.text);
	ck_assert_int_eq(step.time.us, want.time.us);
	ck_assert_uint_eq(step.entry, want.entry);
	ck_assert_mem_eq(step.salt, want.salt, sizeof want.salt);
	ck_assert_str_eq(step.text, want.text);
	ck_assert(digest_eq(step.sheet, want.sheet));
	ck_assert(digest_eq(step.document, want.document));
	ck_assert_uint_eq(step.size, want.size);
	ck_assert_str_eq(step.media_type, want.media_type);
	ck_assert_mem_eq(&step.signature, &want.signature,
	    sizeof want.signature);
	ck_assert_uint_eq(step.record, 0);
	step.number = 3;
	ck_assert(life_steps_get(t, &step));
	ck_assert_uint_eq(step.record, 2);
	ck_assert(locked_sheets_get(t, period, d01, 1, &text));
	ck_assert(slice_is(text, "parindex-sheet/1\n"));
	leaf_talk_get(t, period, d01, l112, &talk);
	ck_assert_uint_eq(talk.asked, 1);
	ck_assert_uint_eq(talk.explained, 300);
}

static void
take_assignment(void *self, const struct assignment *a)
{
	struct assignment *out = self;

	*out = *a;
}

static void
check_people(struct txn *t)
{
	struct person_row p = { .person = { .id = { "nv.an" } } };
	struct duty_row d = { .duty = { .number = 7 } };
	struct assignment a = { .period = period };
	struct duty now[2];
	struct token k;

	ck_assert(tokens_get_number(t, of_rounds.who.token, &k));
	ck_assert_str_eq(k.who.owner.text, "H03");
	ck_assert(tokens_get_number(t, personal.who.token, &k));
	ck_assert_str_eq(k.who.owner.text, "");
	ck_assert_str_eq(k.who.person.text, "nv.an");
	ck_assert(k.shared);
	ck_assert(persons_get(t, &p));
	ck_assert_mem_eq(&p.person, &person.person, sizeof p.person);
	ck_assert_mem_eq(&p.noted, &person.noted, sizeof p.noted);
	ck_assert(duties_get(t, &d));
	ck_assert_mem_eq(&d.duty, &duty.duty, sizeof d.duty);
	ck_assert_uint_eq(duties_last(t), 7);
	ck_assert_uint_eq(duties_in_force(t, p.person.id, 19357, now, 2), 0);
	ck_assert_uint_eq(duties_in_force(t, p.person.id, 19358, now, 2), 1);
	ck_assert_uint_eq(duties_in_force(t, p.person.id, 19499, now, 2), 1);
	ck_assert_uint_eq(duties_in_force(t, p.person.id, 19500, now, 2), 0);
	assignments_each(t, period, take_assignment, &a);
	ck_assert_mem_eq(&a, &assignment, sizeof a);
}

static void
check_result(struct txn *t)
{
	struct result *is = malloc(sizeof *is), *want = malloc(sizeof *want);

	ck_assert(is != NULL && want != NULL);
	fill_result(want);
	ck_assert(results_get(t, plan, 0, is));
	ck_assert(results_same(plan, is, want));
	ck_assert_mem_eq(&is->score.leaf[3], &want->score.leaf[3],
	    sizeof want->score.leaf[3]);
	ck_assert_mem_eq(is->score.field, want->score.field,
	    sizeof want->score.field);
	ck_assert_mem_eq(is->score.review, want->score.review,
	    sizeof want->score.review);
	ck_assert_int_eq(is->score.class, -1);
	ck_assert_int_eq(is->score.group, 1);
	ck_assert(is->score.rule_gap);
	ck_assert_uint_eq(is->rests_on, 303);
	ck_assert_int_eq(is->as_of.us, noon.us);
	free(is);
	free(want);
}

static void
take_amendment(void *self, const struct amendment_row *a)
{
	*(struct amendment_row *)self = *a;
}

static void
check_amendment(struct txn *t)
{
	struct amendment_row a = { .version = 0 };
	struct mandated m;

	amendments_each(t, period, take_amendment, &a);
	ck_assert_uint_eq(a.version, 3);
	ck_assert_uint_eq(a.before, 2);
	ck_assert_uint_eq(a.entry, 307);
	ck_assert_int_eq(a.time.us, 19);
	ck_assert_uint_eq(a.outage, 301);
	ck_assert(!mandates_get(t, 306, &m));
	ck_assert(mandates_get(t, 307, &m));
	ck_assert_mem_eq(&m, &mandated, sizeof m);
}

static void
check_small(struct txn *t)
{
	struct document doc;
	struct period p;
	struct token k;
	struct moment now;
	struct span bound;
	struct slice text;
	struct meta m;

	ck_assert(meta_get(t, &m));
	ck_assert_mem_eq(&m, &meta, sizeof m);
	ck_assert(meta_get_clock(t, &now, &bound));
	ck_assert_int_eq(now.us, noon.us);
	ck_assert_int_eq(bound.us, 1000);
	ck_assert(periods_get(t, period, &p));
	ck_assert_mem_eq(&p, &a_period, sizeof p);
	ck_assert(bundles_get(t, period, 2, &text) && slice_is(text, "{}"));
	ck_assert(tokens_get_number(t, token.who.token, &k));
	ck_assert_mem_eq(&k.who, &token.who, sizeof k.who);
	ck_assert_int_eq(k.issued.us, 15);
	ck_assert_int_eq(k.revoked.us, 16);
	ck_assert_mem_eq(k.salt, token.salt, sizeof k.salt);
	ck_assert(documents_get(t, document.digest, &doc));
	ck_assert_uint_eq(doc.size, 65536);
	ck_assert_uint_eq(doc.pack, 0x0005f1a2b3c4d5e6);
	ck_assert_uint_eq(doc.offset, 135168);
	ck_assert_mem_eq(doc.first.b, document.first.b, sizeof doc.first.b);
	ck_assert_str_eq(doc.media_type, "application/pdf");
}

static bool
take_event(void *self, const struct event *e)
{
	struct event *list = self;

	ck_assert_uint_le(e->number, 3);
	list[e->number - 1] = *e;
	return true;
}

static void
check_forms(struct txn *t)
{
	struct form_facts facts;
	struct pool pool = { 0 };
	struct form form;

	ck_assert(forms_get(t, plan, 0, "P-0002", 0, &pool, &form, &facts));
	ck_assert_uint_eq(facts.version, 2);
	ck_assert_uint_eq(facts.entry, 311);
	ck_assert_uint_eq(facts.by, 7);
	ck_assert_int_eq(facts.time.us, noon.us);
	ck_assert_str_eq(facts.reason, "read wrong");
	ck_assert_mem_eq(facts.salt, corrected.salt, 32);
	ck_assert_uint_eq(form.n_rows, 1);
	ck_assert_uint_eq(form.rows[0].answer[0], 2);
	ck_assert_str_eq(form.group, "hdnd");
	ck_assert(forms_get(t, plan, 0, "P-0002", 1, &pool, &form, &facts));
	ck_assert_uint_eq(facts.version, 1);
	ck_assert_uint_eq(form.rows[0].answer[0], 1);
	ck_assert(!forms_get(t, plan, 0, "P-0002", 3, &pool, &form, &facts));
	ck_assert(forms_get(t, plan, 0, "P-0003", 0, &pool, &form, &facts));
	ck_assert_uint_eq(facts.import, 3);
	ck_assert(!forms_get(t, plan, 0, "P-0004", 0, &pool, &form, &facts));
	ck_assert_uint_eq(forms_count_of(t, plan, 0, 0), 1);
	ck_assert_uint_eq(forms_count_of(t, plan, 0, 1), 0);
	pool_free(&pool);
}

static void
check_counts(struct txn *t)
{
	struct form_sums sums;
	struct counts counts;

	counts_get(t, plan, 0, 0, 0, &counts);
	ck_assert_uint_eq(counts.forms, 1);
	ck_assert_uint_eq(counts.of[0], 1);
	ck_assert_uint_eq(counts.of[ANSWERS_MOST + 1], 1);
	counts_get(t, plan, 1, 0, 0, &counts);
	ck_assert_uint_eq(counts.forms, 0);
	ck_assert_err(form_sums_make(&sums, plan, 0), OK);
	ck_assert_err(staged_read(t, 3, &sums), OK);
	ck_assert_int_eq(sums.forms[0], 1);
	ck_assert_int_eq(form_sums_at(&sums, 0, 0)[1], 1);
	ck_assert_ptr_null(form_sums_at(&sums, 1, 0));
	form_sums_free(&sums);
}

static void
check_surveys(struct txn *t)
{
	struct survey_id survey = plan->surveys[0].id;
	struct pool pool = { 0 };
	struct handover h;
	struct import i;
	struct second s;
	struct form form;

	check_forms(t);
	check_counts(t);
	ck_assert(imports_last(t, period, survey, &i));
	ck_assert_mem_eq(&i, &an_import, sizeof i);
	ck_assert(!imports_get(t, period, survey, 2, &i));
	ck_assert(handovers_get(t, period, survey, 1, &h));
	ck_assert_mem_eq(&h, &a_handover, sizeof h);
	ck_assert_uint_eq(handovers_sum(t, period, survey).valid, 760);
	ck_assert(seconds_get(t, plan, 0, "P-0001", &pool, &form, &s));
	ck_assert_uint_eq(s.differs, 2);
	ck_assert_uint_eq(s.against, 1);
	ck_assert_uint_eq(s.facts.by, 8);
	ck_assert_uint_eq(s.facts.entry, 313);
	ck_assert_int_eq(s.time.us, 24);
	ck_assert_str_eq(s.reason, a_second.reason);
	ck_assert_uint_eq(s.explained_by, 7);
	ck_assert_int_eq(s.explained.us, 25);
	ck_assert_uint_eq(form.rows[0].answer[3], 4);
	pool_free(&pool);
}

static void
check_lists(struct txn *t)
{
	struct standing list[UNITS_MOST];
	struct tally tallies[LEAVES_MOST];
	struct event events[3];
	struct used_key used;
	struct job is = { .period = period, .unit = d01 };

	ck_assert_uint_eq(ranks_get(t, plan, 0, list), 2);
	ck_assert_uint_eq(list[0].unit, 1);
	ck_assert_int_eq(list[1].points.millionths, 8);
	ck_assert_uint_eq(list[1].rank, 2);
	tallies_get(t, plan, 0, tallies);
	ck_assert_uint_eq(tallies[plan_leaf(plan, (struct leaf_id){ "S1.1" })]
			      .count[4],
	    UINT64_C(1) << 32);
	ck_assert_uint_eq(forms_count(t, period, plan->surveys[0].id), 1);
	check_surveys(t);
	events_after(t, 0, take_event, events);
	ck_assert_int_eq(events[0].kind, EVENT_SUBMISSION_JUDGED);
	ck_assert_str_eq(events[0].leaf.text, "1.1.2");
	ck_assert_uint_eq(events[0].entry, 305);
	ck_assert_uint_eq(events[1].entry, UINT64_MAX);
	ck_assert_uint_eq(events[2].window, 3);
	ck_assert_int_eq(events[2].stage, STAGE_APPRAISAL);
	ck_assert_uint_eq(events[2].days, 7);
	ck_assert_uint_eq(events[2].missing, 300);
	ck_assert_int_eq(events[2].until.us, noon.us);
	ck_assert_uint_eq(events_newest(t), 3);
	ck_assert(keys_get(t, (struct token_id){ 7 }, digest(6), noon, &used));
	ck_assert(digest_eq(used.fingerprint, digest(5)));
	ck_assert_int_eq(used.used.us, noon.us);
	ck_assert(outbox_get(t, &is));
	ck_assert_uint_eq(is.wanted, 5);
	ck_assert_uint_eq(is.rests_on, 302);
	ck_assert_uint_eq(is.failures, 2);
	ck_assert(is.buried);
	ck_assert_str_eq(is.reason, "probe died");
}

START_TEST(frozen_rows_read_back_as_what_was_written)
{
	struct tables b;
	struct txn t;

	plan = shipped_plan();
	tables_open(&b);
	load_golden(&b);
	txn_read(&t, b.env);
	check_submission(&t);
	check_commitment(&t);
	check_cell(&t);
	check_older_cell(&t);
	check_recorded_cell(&t);
	check_named_cell(&t);
	check_lives(&t);
	check_people(&t);
	check_result(&t);
	check_small(&t);
	check_amendment(&t);
	check_lists(&t);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
	plan_free(&plan);
}
END_TEST

/* ---- older and newer ---- */

/* Appends to every record a tag of the future. */
static void
age_table(struct tables *b, enum table table)
{
	struct buf text = { 0 }, aged = { 0 };
	struct slice rest, line;
	const uint8_t *end;

	tables_text(b, table, &text);
	for (rest = buf_all(&text); rest.n > 0;) {
		end = memchr(rest.p, '\n', rest.n);
		line = slice_of(rest.p, (size_t)(end - rest.p));
		buf_slice(&aged, line);
		if (slice_starts(line, slice_text("value")))
			buf_text(&aged, "fa03616263"); /* tag 250, "abc" */
		buf_byte(&aged, '\n');
		rest = slice_of(end + 1, rest.n - line.n - 1);
	}
	tables_load(b, table, buf_all(&aged));
	buf_free(&text);
	buf_free(&aged);
}

START_TEST(records_with_tags_of_the_future_read_the_same)
{
	static const enum table records[] = { T_META, T_PERIODS, T_TOKENS,
		T_SUBMISSIONS, T_DOCUMENTS, T_USAGE, T_CELLS, T_FORMS,
		T_TALLIES, T_RESULTS, T_RANKS, T_OUTBOX, T_FEED, T_LIVES,
		T_LIFE_STEPS, T_LEAF_TALKS, T_PERSONS, T_DUTIES, T_ASSIGNMENTS,
		T_COMMITMENTS };
	struct tables b;
	struct txn t;

	plan = shipped_plan();
	tables_open(&b);
	load_golden(&b);
	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		age_table(&b, records[i]);
	txn_read(&t, b.env);
	check_submission(&t);
	check_commitment(&t);
	check_cell(&t);
	check_named_cell(&t);
	check_lives(&t);
	check_people(&t);
	check_result(&t);
	check_small(&t);
	check_amendment(&t);
	check_lists(&t);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
	plan_free(&plan);
}
END_TEST

START_TEST(what_a_record_does_not_say_has_its_default)
{
	struct cell c = cell();
	struct job j = job();
	struct submission s = submission();
	struct period p = a_period;
	struct moment now = noon;
	struct span bound = { 1 };
	struct tables b;
	struct key k;
	struct txn t;

	tables_open(&b);
	key_start(&k);
	key_text(&k, "2022");
	tables_put(&b, T_PERIODS, key_all(&k), SLICE_NONE);
	key_text(&k, "D01");
	key_text(&k, "1.1.2");
	key_u8(&k, COLUMN_ROUND1);
	tables_put(&b, T_CELLS, key_all(&k), SLICE_NONE);
	key_start(&k);
	key_u8(&k, JOB_SCORE_UNIT);
	key_text(&k, "2022");
	key_text(&k, "D01");
	tables_put(&b, T_OUTBOX, key_all(&k), SLICE_NONE);
	tables_put(&b, T_SUBMISSIONS, slice_of(s.id.b, 16), SLICE_NONE);
	tables_put(&b, T_META, slice_text("clock"), SLICE_NONE);
	txn_read(&t, b.env);
	ck_assert(periods_get(&t, period, &p));
	ck_assert_int_eq(p.state, PERIOD_LOADED);
	ck_assert_uint_eq(p.version, 0);
	ck_assert(cells_get(&t, &c));
	ck_assert_uint_eq(c.version, 0);
	ck_assert(!c.inputs.given[0]);
	ck_assert_str_eq(c.reason, "");
	ck_assert(outbox_get(&t, &j));
	ck_assert_uint_eq(j.wanted, 0);
	ck_assert(!j.buried);
	ck_assert_str_eq(j.reason, "");
	ck_assert(submissions_get(&t, id(1), &s));
	ck_assert_uint_eq(s.n_leaves, 0);
	ck_assert_int_eq(s.status, SUBMISSION_QUEUED);
	ck_assert(meta_get_clock(&t, &now, &bound));
	ck_assert_int_eq(now.us, 0);
	ck_assert_int_eq(bound.us, 0);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
}
END_TEST

START_TEST(a_past_shows_frozen_rows_and_all_others_as_they_are)
{
	struct revision r = { .period = period };
	struct record record = { .period = period, .n = 1 };
	struct standing list[64];
	struct cell c = cell();
	struct period p;
	struct past past;
	struct tables b;
	struct txn t;

	plan = shipped_plan();
	tables_open(&b);
	load_golden(&b);
	past = revision_past(period, 1);
	txn_read_past(&t, b.env, &past);
	ck_assert(cells_get(&t, &c));
	ck_assert_uint_eq(c.version, 3);
	ck_assert_uint_eq(ranks_get(&t, plan, 0, list), 2);
	check_result(&t);
	ck_assert(leaf_has(&t, period, d01, l112, SUBMISSION_QUEUED));
	ck_assert(!leaf_has(&t, period, d01, l112, SUBMISSION_LATE));
	ck_assert(periods_get(&t, period, &p));
	ck_assert(revisions_get(&t, &r));
	ck_assert_uint_eq(r.n, 1);
	ck_assert_str_eq(r.reason, "found an error");
	ck_assert_uint_eq(r.entry, 308);
	ck_assert(records_get(&t, &record));
	ck_assert_str_eq(record.number, "336/QĐ-UBND");
	ck_assert_err(txn_end(&t), OK);
	past = revision_past(period, 2);
	txn_read_past(&t, b.env, &past);
	ck_assert(!cells_get(&t, &c));
	ck_assert_uint_eq(ranks_get(&t, plan, 0, list), 0);
	ck_assert_err(txn_end(&t), OK);
	tables_close(&b);
	plan_free(&plan);
}
END_TEST

START_TEST(a_broken_record_is_a_failure_and_not_a_row)
{
	static const uint8_t bad[] = { 1, 200 }; /* a length beyond the end */
	struct submission s = submission();
	struct cell c = cell();
	struct tables b;
	struct key k;
	struct txn t;

	tables_open(&b);
	key_start(&k);
	key_text(&k, "2022");
	key_text(&k, "D01");
	key_text(&k, "1.1.2");
	key_u8(&k, COLUMN_ROUND1);
	tables_put(&b, T_CELLS, key_all(&k), slice_of(bad, sizeof bad));
	tables_put(&b, T_SUBMISSIONS, slice_of(s.id.b, 16),
	    slice_of(bad, sizeof bad));
	txn_read(&t, b.env);
	ck_assert(!cells_get(&t, &c));
	ck_assert_err(txn_end(&t), ERR_BROKEN);
	txn_read(&t, b.env);
	ck_assert(!submissions_get(&t, id(1), &s));
	ck_assert_err(txn_end(&t), ERR_BROKEN);
	tables_close(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_bytes_of_every_table_are_frozen,
		frozen_rows_read_back_as_what_was_written,
		records_with_tags_of_the_future_read_the_same,
		what_a_record_does_not_say_has_its_default,
		a_past_shows_frozen_rows_and_all_others_as_they_are,
		a_broken_record_is_a_failure_and_not_a_row,
		NULL,
	};

	return suite_run("rows", tests);
}
