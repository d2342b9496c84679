/*
 * test_owner.c - who is bound to the rounds of a lower level acts and reads in
 * those, and nowhere else, whatever the role.
 */
#include <stdlib.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

/* The shipped period as a round that H99 runs. */
#define OWNED                                                                     \
	WORLD_PATCHES("\"classify_on\"", "\"owner\": {\"unit\": \"H99\", "        \
					 "\"name_vi\": \"UBND thành phố\"},\n" \
					 "\t\"classify_on\"")

static struct world w;
static struct submission sent;

/* ---- everything that can be done and asked in a period ---- */

static enum err
submit(const struct who *who)
{
	struct submit in = world_request(&w, "D01", "1.1.1");

	in.who = *who;
	return act_submit_admits(w.store, &in, NULL);
}

static enum err
withdraw(const struct who *who)
{
	struct submission out;

	return act_withdraw(w.store, who, sent.id, "x", &out, NULL);
}

static enum err
admit(const struct who *who)
{
	const struct mandate m = world_mandate();
	struct submission out;

	return act_admit_late(w.store, who, sent.id, &m, &out, NULL);
}

static enum err
score(const struct who *who, enum column column)
{
	return world_score(&w, who, "D01", "1.1.2", column, "{'a':1,'b':1}", 9,
	    NULL);
}

static enum err
score_self(const struct who *who)
{
	return score(who, COLUMN_SELF);
}

static enum err
score_round1(const struct who *who)
{
	return score(who, COLUMN_ROUND1);
}

static enum err
score_council(const struct who *who)
{
	return score(who, COLUMN_COUNCIL);
}

static enum err
step(const struct who *who)
{
	return act_step_admits(w.store, who, w.period, unit_named("D01"),
	    STEP_FINISH, NULL);
}

static enum err
assign(const struct who *who)
{
	const struct assigning_asked in = { .period = w.period,
		.person = { "nobody" } };
	struct assigned out;

	return act_assign(w.store, who, &in, &out, NULL);
}

static enum err
council(const struct who *who)
{
	struct faults fs = { 0 };
	struct json *doc = NULL;
	struct jv root;
	unsigned n;
	enum err e;

	ck_assert_err(json_parse(slice_text("{}"), 10, &doc, NULL), OK);
	root = json_root(doc);
	e = act_council(w.store, who, w.period, &root, &n, &fs);
	faults_free(&fs);
	json_free(&doc);
	return e;
}

static enum err
record(const struct who *who)
{
	struct record r = { .period = w.period };
	struct staged *stage = NULL;
	enum err e;

	ck_assert_err(stage_open(&stage, w.store->blobs, 1 << 10), OK);
	ck_assert_err(stage_more(stage, slice_text("%PDF-1.7")), OK);
	ck_assert_err(stage_close(stage), OK);
	e = act_keep_record(w.store, who, &r, stage, NULL);
	stage_drop(&stage);
	return e;
}

static enum err
publish(const struct who *who)
{
	const struct publishing in = { w.period, 1, "x" };
	struct revision r;

	return act_publish(w.store, who, &in, &r, NULL);
}

static enum err
forms(const struct who *who)
{
	const struct survey_id survey = { "org-department" };
	const struct digest batch = { { 1 } };
	struct forms_entered out;

	return act_enter_forms(w.store, who, w.period, survey, NULL, 0, batch,
	    &out, NULL);
}

static enum err
amend(const struct who *who)
{
	const struct amendment in = { .bundle = slice_text("{}"),
		.mandate = world_mandate() };
	struct period out;

	return act_amend_period(w.store, who, w.period, &in, &out, NULL);
}

static enum err
see(const struct who *who)
{
	struct sighting s = { .period = w.period, .unit = { "D01" } };

	return act_see_document(w.store, who, &s, NULL);
}

static enum err
read_sheet(const struct who *who)
{
	struct sheet_look *look = malloc(sizeof *look);
	enum err e;

	ck_assert_ptr_nonnull(look);
	e = look_sheet(w.store, who, w.period, unit_named("D01"), look, NULL);
	free(look);
	return e;
}

static enum err
read_life(const struct who *who)
{
	struct life_look *look = malloc(sizeof *look);
	enum err e;

	ck_assert_ptr_nonnull(look);
	e = look_life(w.store, who, w.period, unit_named("D01"),
	    REVISION_WORKING, look, NULL, NULL, NULL);
	free(look);
	return e;
}

static void
one_life(void *self, const struct lives_look *one)
{
	(void)self;
	(void)one;
}

static enum err
read_lives(const struct who *who)
{
	return look_lives(w.store, who, w.period, one_life, NULL, NULL);
}

static enum err
read_results(const struct who *who)
{
	struct results r;
	enum err e = look_results(w.store, who, w.period, &r, NULL);

	if (e == OK)
		look_results_free(&r);
	return e;
}

static enum err
read_submission(const struct who *who)
{
	struct submission out;

	return look_submission(w.store, who, sent.id, &out);
}

static enum err
read_document(const struct who *who)
{
	struct buf bytes = { 0 };
	struct document doc;
	char name[256];
	int fd = -1;
	enum err e =
	    look_document(w.store, who, sent.document, &doc, name, &bytes, &fd);

	buf_free(&bytes);
	return e;
}

static enum err
read_audit(const struct who *who)
{
	struct findings found = { 0 };
	enum err e = look_audit(w.store, who, w.period, &found, NULL);

	findings_free(&found);
	return e;
}

static enum err
read_publication(const struct who *who)
{
	struct publication *p = malloc(sizeof *p);
	enum err e;

	ck_assert_ptr_nonnull(p);
	e = look_publication(w.store, who, w.period, p, NULL);
	free(p);
	return e;
}

static bool
one_record(void *self, const struct record *r)
{
	(void)self;
	(void)r;
	return true;
}

static enum err
read_records(const struct who *who)
{
	return look_records(w.store, who, w.period, one_record, NULL, NULL);
}

static enum err
read_assignments(const struct who *who)
{
	struct assignments_look look = { 0 };
	enum err e = look_assignments(w.store, who, w.period, &look, NULL);

	look_assignments_free(&look);
	return e;
}

static enum err
read_analysis(const struct who *who)
{
	struct analysis *a = malloc(sizeof *a);
	enum err e;

	ck_assert_ptr_nonnull(a);
	e = look_analysis(w.store, who, w.period, REVISION_WORKING, a, NULL);
	if (e == OK)
		look_analysis_free(a);
	free(a);
	return e;
}

static enum err (*const everything[])(const struct who *who) = { submit,
	withdraw, admit, score_self, score_round1, score_council, step, assign,
	council, record, publish, forms, amend, see, read_sheet, read_life,
	read_lives, read_results, read_submission, read_document, read_audit,
	read_publication, read_records, read_assignments, read_analysis };
#define EVERYTHING (sizeof everything / sizeof *everything)

static bool
refused(enum err e)
{
	return e == ERR_FORBIDDEN || e == ERR_NOT_FOUND;
}

/* ---- bound to another owner, and to this one ---- */

static struct who
bound(enum role role, const char *period)
{
	struct who who = world_who(role, role_has_unit(role) ? "D01" : "");

	who.owner = (struct unit_id){ "H99" };
	who.n_rounds = 1;
	ck_assert_err(period_id_read(slice_text(period), &who.round[0]), OK);
	return who;
}

static void
open_world(void)
{
	world_open_with(&w, OWNED);
	sent = world_upload(&w, "D01", "1.1.1", "x");
	(void)world_settle(&w);
}

START_TEST(no_role_does_or_reads_anything_outside_its_rounds)
{
	struct digest before;

	open_world();
	before = world_dump(&w, 0);
	for (enum role role = 0; role < ROLES; role++) {
		struct who who = bound(role, "2099");

		for (size_t i = 0; i < EVERYTHING; i++)
			ck_assert_msg(refused(everything[i](&who)), "%s, %zu",
			    role_name(role), i);
	}
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(within_its_rounds_a_role_is_what_it_is_anywhere)
{
	open_world();
	for (enum role role = 0; role < ROLES; role++) {
		struct who is = bound(role, "2022");
		struct who free =
		    world_who(role, role_has_unit(role) ? "D01" : "");

		for (size_t i = 0; i < EVERYTHING; i++)
			ck_assert_msg(refused(everything[i](&is)) ==
					  refused(everything[i](&free)),
			    "%s, %zu", role_name(role), i);
	}
	world_close(&w);
}
END_TEST

static void
one_person(void *self, const struct person_row *p)
{
	(void)self;
	(void)p;
}

START_TEST(what_is_of_no_period_is_not_for_bound_tokens)
{
	struct who operator= bound(ROLE_OPERATOR, "2022");
	const struct mandate m = world_mandate();
	const struct person person = { .id = { "an" }, .name = "An" };
	struct expunged out;
	struct digest before;

	open_world();
	before = world_dump(&w, 0);
	ck_assert_err(act_expunge(w.store, &operator, sent.document, &m, &out,
			  NULL),
	    ERR_FORBIDDEN);
	ck_assert_err(act_put_person(w.store, &operator, & person, NULL),
	    ERR_FORBIDDEN);
	ck_assert_err(look_persons(w.store, &operator, one_person, NULL),
	    ERR_FORBIDDEN);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

static size_t
events_of(const struct who *who)
{
	static struct event list[100];
	struct feed_look look;

	ck_assert_err(look_events(w.store, who, 0, list, 100, &look), OK);
	return look.n;
}

START_TEST(the_feed_tells_of_ones_own_rounds)
{
	struct who in = bound(ROLE_COUNCIL, "2022");
	struct who out = bound(ROLE_COUNCIL, "2099");

	open_world();
	ck_assert_uint_gt(events_of(&in), 0);
	ck_assert_uint_eq(events_of(&out), 0);
	world_close(&w);
}
END_TEST

/* ---- the token ---- */

START_TEST(a_token_is_bound_where_it_is_given_out)
{
	const struct token_asked in = { .role = ROLE_LEAD,
		.owner = { "H99" },
		.label = "city" };
	struct who operator= world_who(ROLE_OPERATOR, ""), is;
	struct buf secret = { 0 };
	struct token_id number;

	open_world();
	ck_assert_err(act_give_token(w.store, &operator, & in, &number, &secret,
			  NULL),
	    OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_BOUND_TOKEN);
	ck_assert(world_newest_says(&w, "role", "lead"));
	ck_assert_err(look_token(w.store, buf_all(&secret), &is), OK);
	ck_assert_uint_eq(is.n_rounds, 1);
	ck_assert(who_reaches(&is, w.period));
	ck_assert_err(act_revoke_token(w.store, &operator, number, NULL), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_BOUND_TOKEN);
	ck_assert(world_newest_says(&w, "action", "revoked"));
	buf_free(&secret);
	world_rechecked(&w);
	world_close(&w);
	/* of the province's period it reaches nothing */
	world_open(&w);
	ck_assert_err(act_give_token(w.store, &operator, & in, &number, &secret,
			  NULL),
	    OK);
	ck_assert_err(look_token(w.store, buf_all(&secret), &is), OK);
	ck_assert_uint_eq(is.n_rounds, 0);
	ck_assert(!who_reaches(&is, w.period));
	buf_free(&secret);
	world_close(&w);
}
END_TEST

START_TEST(whose_round_it_is_stays)
{
	struct fault why = { 0 };

	open_world();
	ck_assert_err(world_amend(&w, WORLD_PATCHES("H99", "H98"), &why),
	    ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/period/owner");
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		no_role_does_or_reads_anything_outside_its_rounds,
		within_its_rounds_a_role_is_what_it_is_anywhere,
		what_is_of_no_period_is_not_for_bound_tokens,
		the_feed_tells_of_ones_own_rounds,
		a_token_is_bound_where_it_is_given_out,
		whose_round_it_is_stays,
		NULL,
	};

	return suite_run("owner", tests);
}
