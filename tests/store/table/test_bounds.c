/*
 * test_bounds.c - every field of every table at its bounds, there and back;
 * and the order in which rows come.
 */
#include <stdlib.h>

#include "store/table/cells.h"
#include "store/table/documents.h"
#include "store/table/events.h"
#include "store/table/forms.h"
#include "store/table/keys.h"
#include "store/table/meta.h"
#include "store/table/outbox.h"
#include "store/table/periods.h"
#include "store/table/results.h"
#include "store/table/submissions.h"
#include "store/table/tokens.h"
#include "store/table/usage.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"
#include "tests/kit/tables.h"

#define LONGEST "abcdefghijklmnopqrstuvw" /* 23 bytes */

static const struct period_id period = { LONGEST };
static const struct unit_id unit = { LONGEST };
static const struct leaf_id leaf = { LONGEST };

/* A text as long as its room allows. */
static void
fill(char *text, size_t room)
{
	memset(text, 'x', room - 1);
	text[room - 1] = 0;
}
#define FILL(array) fill((array), sizeof(array))

static struct submission
largest_submission(void)
{
	struct submission s;

	memset(&s, 0xff, sizeof s);
	s.period = period;
	s.unit = unit;
	for (unsigned i = 0; i < SUBMISSION_LEAVES; i++)
		s.leaf[i] = leaf;
	s.n_leaves = SUBMISSION_LEAVES;
	memset(&s.facts, 0, sizeof s.facts);
	FILL(s.facts.file_name);
	FILL(s.facts.original_name);
	FILL(s.facts.media_type);
	FILL(s.facts.number);
	FILL(s.facts.symbol);
	FILL(s.facts.issued);
	FILL(s.facts.issuer);
	FILL(s.facts.section);
	FILL(s.facts.page);
	FILL(s.facts.note);
	FILL(s.reason);
	FILL(s.person.text);
	s.supplement = s.by_dms = true;
	FILL(s.claims.created);
	FILL(s.claims.modified);
	FILL(s.claims.signed_at);
	s.received.earliest.us = INT64_MIN;
	s.received.latest.us = INT64_MAX;
	s.source = TIME_SIMULATED;
	s.verdict = VERDICTS - 1;
	s.status = SUBMISSION_STATUSES - 1;
	s.trust = s.completes.trust = TRUSTS - 1;
	s.completes.received =
	    (struct interval){ { INT64_MIN }, { INT64_MAX } };
	s.bounds.after.us = INT64_MIN;
	s.bounds.before.us = INT64_MAX;
	s.ruling.verdict = VERDICTS - 1;
	return s;
}

static enum err
submissions_at_bounds(struct txn *t, void *arg)
{
	struct submission want = largest_submission(), is;

	(void)arg;
	submissions_add(t, &want);
	ck_assert(submissions_get(t, want.id, &is));
	ck_assert_mem_eq(is.leaf, want.leaf, sizeof is.leaf);
	ck_assert_mem_eq(&is.facts, &want.facts, sizeof is.facts);
	ck_assert_str_eq(is.person.text, want.person.text);
	ck_assert(is.supplement && is.by_dms);
	ck_assert_mem_eq(&is.claims, &want.claims, sizeof is.claims);
	ck_assert_uint_eq(is.n_leaves, want.n_leaves);
	ck_assert_uint_eq(is.size, UINT64_MAX);
	ck_assert_mem_eq(&is.received, &want.received, sizeof is.received);
	ck_assert_int_eq(is.source, want.source);
	ck_assert_uint_eq(is.window_version, UINT32_MAX);
	ck_assert_int_eq(is.verdict, want.verdict);
	ck_assert_int_eq(is.status, want.status);
	ck_assert_str_eq(is.reason, want.reason);
	ck_assert_mem_eq(is.replaces.b, want.replaces.b, 16);
	ck_assert_uint_eq(is.by.n, UINT64_MAX);
	ck_assert_mem_eq(is.salt, want.salt, sizeof is.salt);
	ck_assert_uint_eq(is.entry, UINT64_MAX);
	ck_assert_int_eq(is.time.us, -1);
	ck_assert_int_eq(is.trust, want.trust);
	ck_assert_int_eq(is.bounds.after.us, INT64_MIN);
	ck_assert_int_eq(is.bounds.before.us, INT64_MAX);
	ck_assert_uint_eq(is.bounds.after_by, UINT64_MAX);
	ck_assert_uint_eq(is.bounds.before_by, UINT64_MAX);
	ck_assert(commitment_id_eq(is.completes.id, want.completes.id));
	ck_assert_mem_eq(&is.completes.received, &want.completes.received,
	    sizeof is.completes.received);
	ck_assert_uint_eq(is.completes.entry, UINT64_MAX);
	ck_assert_uint_eq(is.completes.after_by, UINT64_MAX);
	ck_assert_int_eq(is.completes.trust, TRUSTS - 1);
	ck_assert_uint_eq(is.ruling.entry, UINT64_MAX);
	ck_assert_int_eq(is.ruling.verdict, want.ruling.verdict);
	ck_assert_uint_eq(is.ruling.window, UINT32_MAX);
	return t->err;
}

static enum err
cells_at_bounds(struct txn *t, void *arg)
{
	struct cell want = { .period = period,
		.unit = unit,
		.leaf = leaf,
		.column = COLUMNS - 1,
		.version = UINT64_MAX,
		.by = { UINT64_MAX },
		.time = { INT64_MIN },
		.entry = UINT64_MAX };
	struct cell is = want;

	(void)arg;
	for (unsigned i = 0; i < VARS_MOST; i++) {
		want.inputs.given[i] = true;
		want.inputs.value[i] = i % 2 == 0 ? INT64_MIN : INT64_MAX;
	}
	want.inputs.not_applicable = true;
	FILL(want.reason);
	cells_put(t, &want);
	is.version = 0;
	ck_assert(cells_get(t, &is));
	ck_assert_uint_eq(is.version, UINT64_MAX);
	ck_assert_mem_eq(&is.inputs, &want.inputs, sizeof is.inputs);
	ck_assert_str_eq(is.reason, want.reason);
	ck_assert_uint_eq(is.by.n, UINT64_MAX);
	ck_assert_int_eq(is.time.us, INT64_MIN);
	ck_assert_uint_eq(is.entry, UINT64_MAX);
	return t->err;
}

static enum err
small_rows_at_bounds(struct txn *t, void *arg)
{
	struct period p = { .id = period,
		.state = PERIOD_STATES - 1,
		.version = UINT32_MAX,
		.loaded = { INT64_MIN },
		.opened = { INT64_MAX },
		.entry = UINT64_MAX,
		.passed = UINT32_MAX,
		.rules = UINT64_MAX };
	struct document doc = { .size = UINT64_MAX,
		.pack = UINT64_MAX,
		.offset = UINT64_MAX },
			doc_is;
	struct token token = { .who = { .role = ROLES - 1,
				   .unit = unit,
				   .token = { UINT64_MAX } },
		.issued = { INT64_MIN },
		.revoked = { INT64_MAX } };
	struct job job = { .period = period,
		.unit = unit,
		.wanted = UINT64_MAX,
		.rests_on = UINT64_MAX,
		.failures = UINT32_MAX,
		.buried = true };
	struct job job_is = { .period = period, .unit = unit };
	struct period period_is;
	struct token token_is;
	struct moment now;
	struct span bound;

	(void)arg;
	FILL(doc.media_type);
	FILL(token.who.label);
	FILL(job.reason);
	periods_put(t, &p);
	ck_assert(periods_get(t, period, &period_is));
	ck_assert_mem_eq(&period_is, &p, sizeof p);
	documents_put(t, &doc);
	ck_assert(documents_get(t, doc.digest, &doc_is));
	ck_assert_uint_eq(doc_is.size, UINT64_MAX);
	ck_assert_uint_eq(doc_is.pack, UINT64_MAX);
	ck_assert_uint_eq(doc_is.offset, UINT64_MAX);
	ck_assert_str_eq(doc_is.media_type, doc.media_type);
	tokens_put(t, &token);
	ck_assert(tokens_get_number(t, token.who.token, &token_is));
	ck_assert_mem_eq(&token_is.who, &token.who, sizeof token.who);
	ck_assert_int_eq(token_is.issued.us, INT64_MIN);
	ck_assert_int_eq(token_is.revoked.us, INT64_MAX);
	outbox_put(t, &job);
	ck_assert(outbox_get(t, &job_is));
	ck_assert_uint_eq(job_is.wanted, UINT64_MAX);
	ck_assert_uint_eq(job_is.failures, UINT32_MAX);
	ck_assert_str_eq(job_is.reason, job.reason);
	meta_put_clock(t, (struct moment){ INT64_MAX },
	    (struct span){ INT64_MIN });
	ck_assert(meta_get_clock(t, &now, &bound));
	ck_assert_int_eq(now.us, INT64_MAX);
	ck_assert_int_eq(bound.us, INT64_MIN);
	return t->err;
}

static bool
take_event(void *self, const struct event *e)
{
	*(struct event *)self = *e;
	return true;
}

static enum err
events_at_bounds(struct txn *t, void *arg)
{
	struct event want = { .kind = EVENT_KINDS - 1,
		.time = { INT64_MIN },
		.period = period,
		.block = { LONGEST },
		.unit = unit,
		.leaf = leaf,
		.entry = UINT64_MAX - 1,
		.window = UINT32_MAX,
		.stage = STAGES - 1,
		.days = UINT32_MAX,
		.missing = UINT32_MAX,
		.until = { INT64_MIN } };
	struct event is = { 0 };

	(void)arg;
	memset(want.submission.b, 0xff, 16);
	events_add(t, &want);
	events_after(t, want.number - 1, take_event, &is);
	ck_assert_mem_eq(&is, &want, sizeof is);
	return t->err;
}

static enum err
usage_at_bounds(struct txn *t, void *arg)
{
	struct token_id most = { UINT64_MAX };
	struct moment now = { 0 };

	(void)arg;
	ck_assert_err(usage_add(t, most, now, UINT64_MAX, UINT64_MAX), OK);
	ck_assert_err(usage_add(t, most, now, 1, UINT64_MAX), ERR_QUOTA);
	ck_assert_err(usage_add(t, most, now, 0, UINT64_MAX), OK);
	ck_assert_err(usage_add(t, most, now, 1, 0), ERR_QUOTA);
	return t->err;
}

/* Results, ranks, forms and tallies of the shipped plan. */
static enum err
plan_rows_at_bounds(struct txn *t, void *arg)
{
	const struct plan *plan = arg;
	struct result *want = malloc(sizeof *want), *is = malloc(sizeof *is);
	struct standing list[UNITS_MOST], again[UNITS_MOST];
	struct tally tallies[LEAVES_MOST], back[LEAVES_MOST];

	ck_assert(want != NULL && is != NULL);
	memset(want, 0, sizeof *want);
	for (unsigned i = 0; i < plan->n_leaves; i++)
		want->score.leaf[i] = (struct leaf_score){ LEAF_STATUSES - 1,
			{ INT64_MAX }, { INT64_MIN },
			{ { INT64_MAX }, { INT64_MIN } }, INT32_MAX };
	for (unsigned i = 0; i < plan->n_fields; i++)
		want->score.review[i] = true;
	want->score.group = (int)plan->n_groups - 1;
	want->score.class = INT32_MIN;
	want->rests_on = UINT64_MAX;
	want->as_of.us = INT64_MIN;
	ck_assert(results_put(t, plan, 0, want));
	ck_assert(!results_put(t, plan, 0, want)); /* the same is not written */
	ck_assert(results_get(t, plan, 0, is));
	ck_assert_mem_eq(is, want, sizeof *is);
	for (unsigned i = 0; i < plan->n_units; i++)
		list[i] = (struct standing){ .unit = plan->n_units - 1 - i,
			.points = { INT64_MIN },
			.max = { INT64_MAX },
			.rank = UINT32_MAX };
	ck_assert(ranks_put(t, plan, 1, list, plan->n_units));
	ck_assert(!ranks_put(t, plan, 1, list, plan->n_units));
	ck_assert_uint_eq(ranks_get(t, plan, 1, again), plan->n_units);
	for (unsigned i = 0; i < plan->n_units; i++) {
		ck_assert_uint_eq(again[i].unit, list[i].unit);
		ck_assert_int_eq(again[i].points.millionths, INT64_MIN);
		ck_assert_uint_eq(again[i].rank, UINT32_MAX);
	}
	memset(tallies, 0xff, sizeof tallies);
	tallies_put(t, plan, 3, tallies);
	tallies_get(t, plan, 3, back);
	ck_assert_mem_eq(back, tallies, plan->n_leaves * sizeof *back);
	tallies_get(t, plan, 4, back);
	ck_assert_uint_eq(back[0].count[0], 0);
	free(want);
	free(is);
	return t->err;
}

START_TEST(every_field_comes_back_from_its_bounds)
{
	static const env_change_fn changes[] = { submissions_at_bounds,
		cells_at_bounds, small_rows_at_bounds, events_at_bounds,
		usage_at_bounds };
	struct plan *plan = shipped_plan();
	struct tables b;

	tables_open(&b);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		tables_change(&b, changes[i], NULL);
	tables_change(&b, plan_rows_at_bounds, plan);
	tables_close(&b);
	plan_free(&plan);
}
END_TEST

/* ---- order and indexes ---- */

static struct submission
small(uint8_t n)
{
	struct submission s = { .period = { "2022" },
		.unit = { "D01" },
		.leaf = { { "1.1.1" } },
		.n_leaves = 1 };

	s.id.b[15] = n;
	s.document.b[0] = n;
	return s;
}

static enum err
moving(struct txn *t, void *arg)
{
	struct submission a = small(1), b = small(2);
	struct submission_id list[4];

	(void)arg;
	submissions_add(t, &b);
	submissions_add(t, &a);
	ck_assert_uint_eq(submissions_unchecked(t, a.period, a.unit, list, 4),
	    2);
	ck_assert_uint_eq(list[0].b[15], 1); /* oldest first */
	ck_assert_uint_eq(submissions_unchecked(t, a.period, a.unit, list, 1),
	    1);
	submissions_move(t, &a, SUBMISSION_ACCEPTED, "");
	ck_assert_uint_eq(submissions_unchecked(t, a.period, a.unit, list, 4),
	    1);
	ck_assert(
	    leaf_has(t, a.period, a.unit, a.leaf[0], SUBMISSION_ACCEPTED));
	ck_assert(leaf_has(t, a.period, a.unit, a.leaf[0], SUBMISSION_QUEUED));
	submissions_move(t, &a, SUBMISSION_WITHDRAWN, "a reason that is long");
	ck_assert(
	    !leaf_has(t, a.period, a.unit, a.leaf[0], SUBMISSION_ACCEPTED));
	submissions_move(t, &a, SUBMISSION_WITHDRAWN, "short");
	ck_assert(submissions_get(t, a.id, &a));
	ck_assert_str_eq(a.reason, "short");
	return t->err;
}

static enum err
walking(struct txn *t, void *arg)
{
	struct submission_id from = { { 0 } }, list[2];
	struct digest after = { { 0 } }, found[2];
	struct document doc = { .size = 1 };
	struct submission s;

	(void)arg;
	for (uint8_t i = 1; i <= 3; i++) {
		s = small(i);
		submissions_add(t, &s);
		doc.digest.b[0] = i;
		documents_put(t, &doc);
	}
	ck_assert_uint_eq(submissions_after(t, from, list, 2), 2);
	ck_assert_uint_eq(submissions_after(t, list[1], list, 2), 1);
	ck_assert_uint_eq(list[0].b[15], 3);
	ck_assert_uint_eq(submissions_after(t, list[0], list, 2), 0);
	ck_assert_uint_eq(documents_after(t, after, found, 2), 2);
	ck_assert_uint_eq(documents_after(t, found[1], found, 2), 1);
	ck_assert_uint_eq(found[0].b[0], 3);
	return t->err;
}

/* A unit's rows are not those of one whose name begins with its own. */
static enum err
prefixes(struct txn *t, void *arg)
{
	struct submission_id list[4];
	struct submission s = small(1);

	(void)arg;
	(void)strcpy(s.unit.text, "D011");
	submissions_add(t, &s);
	ck_assert_uint_eq(submissions_unchecked(t, s.period,
			      (struct unit_id){ "D01" }, list, 4),
	    0);
	ck_assert(!leaf_has(t, s.period, s.unit, (struct leaf_id){ "1.1" },
	    SUBMISSION_QUEUED));
	return t->err;
}

static enum err
expiring(struct txn *t, void *arg)
{
	struct moment day = { INT64_C(86400) * 1000000 };
	struct used_key used = { .used = { 0 } };
	struct token_id token = { 1 };
	struct digest key = { { 0 } };

	(void)arg;
	for (uint8_t i = 0; i < 5; i++) {
		key.b[0] = i;
		used.used.us = i * day.us;
		keys_put(t, token, key, &used);
	}
	ck_assert(!keys_any_expired(t, (struct moment){ 7 * day.us - 1 }));
	ck_assert(keys_any_expired(t, (struct moment){ 7 * day.us }));
	ck_assert_uint_eq(keys_expire(t, (struct moment){ 9 * day.us }, 2), 2);
	ck_assert_uint_eq(keys_expire(t, (struct moment){ 9 * day.us }, 9), 1);
	ck_assert_uint_eq(keys_expire(t, (struct moment){ 9 * day.us }, 9), 0);
	ck_assert(!keys_any_expired(t, (struct moment){ 9 * day.us }));
	ck_assert_uint_eq(txn_count(t, T_KEYS), 4);
	ck_assert(
	    keys_get(t, token, key, (struct moment){ 9 * day.us }, &used));
	return t->err;
}

START_TEST(a_moved_submission_is_found_where_it_went)
{
	struct tables b;

	tables_open(&b);
	tables_change(&b, moving, NULL);
	tables_close(&b);
}
END_TEST

START_TEST(rows_are_walked_in_order_and_pieces)
{
	struct tables b;

	tables_open(&b);
	tables_change(&b, walking, NULL);
	tables_close(&b);
}
END_TEST

START_TEST(names_that_begin_alike_do_not_mix)
{
	struct tables b;

	tables_open(&b);
	tables_change(&b, prefixes, NULL);
	tables_close(&b);
}
END_TEST

START_TEST(old_keys_are_dropped_a_few_at_a_time)
{
	struct tables b;

	tables_open(&b);
	tables_change(&b, expiring, NULL);
	tables_close(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_field_comes_back_from_its_bounds,
		a_moved_submission_is_found_where_it_went,
		rows_are_walked_in_order_and_pieces,
		names_that_begin_alike_do_not_mix,
		old_keys_are_dropped_a_few_at_a_time,
		NULL,
	};

	return suite_run("bounds", tests);
}
