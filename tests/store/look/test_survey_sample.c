/*
 * test_survey_sample.c - the forms that are drawn to be entered a second time,
 * drawn again from the log alone.
 */
#include <stdio.h>

#include "store/look/surveys.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define SURVEY "\"id\": \"org-department\""
#define SEALED(percent)                                                        \
	SURVEY ",\"sealed\":true,\"second_entry\":\"" percent "\""
#define DRAWS(percent) SURVEY ",\"second_entry\":\"" percent "\""
#define FORMS 120
#define ROW "{'D01':{'q1':1,'q2':2,'q3':3,'q4':4,'q5':1,'q6':1,'q7':1}}"

static const struct survey_id org = { "org-department" };
static struct world w;

/* Forms P-<from> to P-<to> without the last, in one batch. */
static void
enter(unsigned from, unsigned to)
{
	struct forms_entered out;
	struct fault why = { 0 };
	struct buf text = { 0 };

	buf_text(&text, "[");
	for (unsigned i = from; i < to; i++)
		buf_print(&text,
		    "%s{'number':'P-%03u','group':'huyen','units':" ROW "}",
		    i == from ? "" : ",", i);
	buf_text(&text, "]");
	ck_assert_msg(world_forms(&w, org.text, buf_cstr(&text), &out, &why) ==
			  OK,
	    "%s", why.detail);
	buf_free(&text);
}

/* ---- what the look says ---- */

struct heard {
	struct drawn_form list[FORMS];
	char number[FORMS][8];
	unsigned n, most;
};

static bool
hear(void *self, const struct drawn_form *f)
{
	struct heard *h = self;

	if (h->n == h->most)
		return false;
	h->list[h->n] = *f;
	(void)snprintf(h->number[h->n], sizeof h->number[0], "%s", f->number);
	h->n++;
	return true;
}

static struct heard
drawn(const char *after, unsigned most)
{
	const struct who who = world_who(ROLE_SURVEY, "");
	struct heard h = { .most = most };

	ck_assert_err(look_sample(w.store, &who, w.period, org, after, hear, &h,
			  NULL),
	    OK);
	return h;
}

/* ---- the same by whoever has the log's entries ---- */

static enum err
forget(void *self, unsigned level, uint64_t last, struct digest hash)
{
	(void)self;
	(void)level;
	(void)last;
	(void)hash;
	return OK;
}

/* The root after the entry at `place`, from the entries' bytes. */
static struct digest
root_after(uint64_t place)
{
	struct tree_made made = { forget, NULL };
	struct tree_edge edge = { 0 };
	struct slice bytes;
	struct txn t;

	txn_read(&t, w.store->env);
	for (uint64_t i = 0; i <= place; i++) {
		ck_assert(ledger_entry(w.store->ledger, &t, i, &bytes));
		ck_assert_err(tree_edge_add(&edge, tree_leaf(bytes), made), OK);
	}
	ck_assert_err(txn_end(&t), OK);
	return tree_edge_root(&edge);
}

/* docs/scoring.md, worked out apart: is the form drawn at `percent`? */
static bool
would_be_drawn(struct digest root, const char *number, unsigned percent)
{
	char tail[64] = "2022\0org-department\0";
	uint8_t text[128];
	size_t n = 5 + 15;
	uint64_t at = 0;
	struct digest lot;

	memcpy(tail + n, number, strlen(number));
	n += strlen(number);
	memcpy(text, root.b, 32);
	memcpy(text + 32, tail, n);
	lot = digest_of(slice_of(text, 32 + n));
	for (unsigned i = 0; i < 8; i++)
		at = at * 256 + lot.b[i];
	return at % 100000000 < (uint64_t)percent * 1000000;
}

static void
ck_drawn(const struct heard *h, unsigned from, unsigned to, uint64_t entry,
    unsigned percent, unsigned *at)
{
	struct digest root = root_after(entry);
	char number[16];

	for (unsigned i = from; i < to; i++) {
		(void)snprintf(number, sizeof number, "P-%03u", i);
		if (!would_be_drawn(root, number, percent))
			continue;
		ck_assert_uint_lt(*at, h->n);
		ck_assert_str_eq(h->number[*at], number);
		ck_assert_uint_eq(h->list[*at].entry, entry);
		ck_assert(digest_eq(h->list[*at].root, root));
		++*at;
	}
}

START_TEST(anybody_with_the_log_draws_the_same_forms)
{
	uint64_t first, second;
	unsigned at = 0;
	struct heard h;

	world_open_with(&w, WORLD_PATCHES(SURVEY, DRAWS("30")));
	enter(0, 70);
	first = world_log(&w) - 1;
	enter(70, FORMS);
	second = world_log(&w) - 1;
	h = drawn("", FORMS);
	ck_assert_uint_gt(h.n, 0);
	ck_assert_uint_lt(h.n, FORMS);
	ck_drawn(&h, 0, 70, first, 30, &at);
	ck_drawn(&h, 70, FORMS, second, 30, &at);
	ck_assert_uint_eq(h.n, at);
	world_close(&w);
}
END_TEST

START_TEST(a_correction_moves_nothing_in_the_draw)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct heard before, after;
	struct pool pool = { 0 };
	struct form form;
	uint32_t version;

	world_open_with(&w, WORLD_PATCHES(SURVEY, DRAWS("100")));
	enter(0, 3);
	before = drawn("", FORMS);
	ck_assert_uint_eq(before.n, 3);
	ck_assert_err(look_form(w.store, &who, w.period, org, "P-001", 0, &pool,
			  &form, &(struct form_facts){ 0 }, NULL),
	    OK);
	form.rows[0].answer[0] = 4;
	ck_assert_err(act_correct_form(w.store, &who, w.period, org, &form,
			  "read wrong", 1, &version, NULL),
	    OK);
	after = drawn("", FORMS);
	ck_assert_uint_eq(after.n, 3);
	ck_assert_uint_eq(after.list[1].entry, before.list[1].entry);
	pool_free(&pool);
	world_close(&w);
}
END_TEST

START_TEST(a_sample_is_listed_in_parts_and_says_what_is_done)
{
	struct who again = world_who(ROLE_SURVEY, "");
	struct seconds_entered done;
	struct pool pool = { 0 };
	struct heard h;
	struct form form;

	world_open_with(&w, WORLD_PATCHES(SURVEY, DRAWS("100")));
	enter(0, 5);
	h = drawn("", 2);
	ck_assert_str_eq(h.number[1], "P-001");
	again.token.n += 1000;
	ck_assert_err(look_form(w.store, &again, w.period, org, "P-003", 0,
			  &pool, &form, &(struct form_facts){ 0 }, NULL),
	    OK);
	ck_assert_err(act_enter_seconds(w.store, &again, w.period, org, &form,
			  1, digest_of(slice_text("x")), &done, NULL),
	    OK);
	h = drawn("P-001", FORMS);
	ck_assert_uint_eq(h.n, 3);
	ck_assert_str_eq(h.number[0], "P-002");
	ck_assert(!h.list[0].entered);
	ck_assert(h.list[1].entered);
	ck_assert_uint_eq(drawn("P-004", FORMS).n, 0);
	pool_free(&pool);
	world_close(&w);
}
END_TEST

/* An import's forms are drawn by the entry that counted it. */
START_TEST(forms_of_an_import_are_drawn_when_it_counts)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	enum form_found found;
	struct form_row row = { .unit = 0, .answer = { 1, 1, 1, 1, 1, 1, 1 } };
	struct form form = { .number = "P-001",
		.group = "hdnd",
		.rows = &row,
		.n_rows = 1 };
	struct import in;
	struct heard h;

	world_open_with(&w, WORLD_PATCHES(SURVEY, DRAWS("100")));
	ck_assert_err(act_begin_import(w.store, &who, w.period, org,
			  digest_of(slice_text("f")), &in, NULL),
	    OK);
	ck_assert_err(act_stage_forms(w.store, &who, w.period, org, in.number,
			  &form, 1, &found, NULL),
	    OK);
	ck_assert_uint_eq(drawn("", FORMS).n, 0);
	ck_assert_err(act_count_import(w.store, &who, w.period, org, in.number,
			  0, &in, NULL),
	    OK);
	h = drawn("", FORMS);
	ck_assert_uint_eq(h.n, 1);
	ck_assert_uint_eq(h.list[0].entry, in.entry);
	ck_assert(digest_eq(h.list[0].root, root_after(in.entry)));
	world_close(&w);
}
END_TEST

static const struct handover handed = { .packages = 1,
	.seals = "0123\n",
	.from = "Bưu điện tỉnh",
	.to = "Sở Nội vụ",
	.minutes = "01/BB",
	.issued = FORMS,
	.collected = FORMS,
	.valid = FORMS };
static const struct handover opening = { .intact = true,
	.person = { "A, tổ trưởng", "B, thư ký" } };

static struct heard
drawn_in_a_year_of_its_own(void)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct handover h = handed, is;
	struct heard heard;

	world_open_with(&w, WORLD_PATCHES(SURVEY, SEALED("50")));
	ck_assert_err(act_hand_over(w.store, &who, w.period, org, &h, NULL),
	    OK);
	ck_assert_err(act_open_seal(w.store, &who, w.period, org, 1, &opening,
			  &is, NULL),
	    OK);
	enter(0, FORMS);
	heard = drawn("", FORMS);
	world_close(&w);
	return heard;
}

/* The same forms by the same clock, but another opening of the seal. */
START_TEST(who_knows_the_forms_does_not_know_the_draw)
{
	struct heard one = drawn_in_a_year_of_its_own(),
		     two = drawn_in_a_year_of_its_own();

	ck_assert(one.n != two.n ||
		  memcmp(one.number, two.number, sizeof one.number) != 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		anybody_with_the_log_draws_the_same_forms,
		a_correction_moves_nothing_in_the_draw,
		a_sample_is_listed_in_parts_and_says_what_is_done,
		forms_of_an_import_are_drawn_when_it_counts,
		who_knows_the_forms_does_not_know_the_draw,
		NULL,
	};

	return suite_run("survey sample", tests);
}
