/*
 * test_period.c - stores are made, periods opened, tokens issued, clocks set.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/kit/period.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;
static const struct unit_id nobody;

static struct who
boss(void)
{
	return world_who(ROLE_OPERATOR, "");
}

/* ---- the store ---- */

START_TEST(a_store_begins_with_its_genesis)
{
	world_open_empty(&w);
	ck_assert_uint_eq(world_log(&w), 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_GENESIS);
	ck_assert(world_newest_says(&w, "store", "simulated"));
	ck_assert(
	    world_newest_says(&w, "origin", "log.example.vn/test/simulated"));
	ck_assert(world_newest_says(&w, "vkey", w.store->meta.vkey));
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_store_is_never_made_over_another_nor_over_an_old_key)
{
	struct store_birth birth = { .origin = "o", .map_bytes = 1 << 24 };
	char other[FOLDER_ROOM + 32];
	struct stat st;

	world_open_empty(&w);
	(void)snprintf(other, sizeof other, "%s/other", w.folder.path);
	birth.path = other;
	birth.key_path = w.key_path;
	why = (struct fault){ 0 };
	ck_assert_err(store_make(&birth, &why), ERR_EXISTS);
	ck_assert_ptr_nonnull(strstr(why.detail, w.key_path));
	world_reopen(&w); /* the key is still the log's */

	store_close(&w.store);
	birth.path = w.store_path;
	birth.key_path = other;
	ck_assert_int_eq(rmdir(other), 0); /* nothing was begun in it */
	ck_assert_err(store_make(&birth, &why), ERR_EXISTS);
	ck_assert_int_ne(stat(other, &st), 0);
	world_reopen(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_store_opens_for_writing_with_its_own_closed_key_only)
{
	struct store_birth birth = { .origin = "o",
		.simulated = true,
		.map_bytes = 1 << 24 };
	char path[FOLDER_ROOM + 32], key[FOLDER_ROOM + 32];
	struct store_options o = { .path = w.store_path };
	struct store *s;

	world_open_empty(&w);
	(void)snprintf(path, sizeof path, "%s/other", w.folder.path);
	(void)snprintf(key, sizeof key, "%s/other.key", w.folder.path);
	birth.path = path;
	birth.key_path = key;
	ck_assert_err(store_make(&birth, NULL), OK);
	store_close(&w.store);
	o.key_path = key;
	ck_assert_err(store_open(&s, &o, NULL), ERR_UNAUTHENTICATED);
	o.key_path = "/nonexistent/key";
	ck_assert_err(store_open(&s, &o, NULL), ERR_NOT_FOUND);
	ck_assert_int_eq(chmod(w.key_path, 0640), 0);
	o.key_path = w.key_path;
	ck_assert_err(store_open(&s, &o, NULL), ERR_WRONG_OWNER);
	ck_assert_int_eq(chmod(w.key_path, 0600), 0);
	world_reopen(&w);
	world_close(&w);
}
END_TEST

START_TEST(without_the_key_a_store_can_be_read_and_not_changed)
{
	struct store_options o = { .path = w.store_path };
	struct submission s;
	struct submit in;
	struct submitted out;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "x");
	store_close(&w.store);
	ck_assert_err(store_open(&w.store, &o, NULL), OK);
	blobs_reserve(w.store->blobs, 0);
	ck_assert_uint_eq(world_submission(&w, s.id).entry, s.entry);
	in = world_request(&w, "D01", "1.1.2");
	ck_assert_err(world_send(&w, &in, slice_text("y"), &out, NULL),
	    ERR_READ_ONLY);
	ck_assert_uint_eq(world_rows(&w, T_SUBMISSIONS), 1);
	world_close(&w);
}
END_TEST

/* ---- periods ---- */

START_TEST(a_period_may_be_loaded_again_until_it_opens)
{
	struct buf bundle = shipped_bundle();
	struct who operator= boss();
	struct digest before;
	struct period p;

	world_open_empty(&w);
	for (uint32_t version = 1; version <= 3; version++) {
		ck_assert_err(act_load_period(w.store, &operator,
				  buf_all(&bundle), &p, NULL),
		    OK);
		ck_assert_uint_eq(p.version, version);
		ck_assert_int_eq(p.state, PERIOD_LOADED);
	}
	ck_assert_uint_eq(world_log(&w), 1);
	ck_assert_err(act_open_period(w.store, &operator, p.id, NULL), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_RULES);
	ck_assert(world_newest_says(&w, "version", "3"));
	ck_assert_uint_eq(world_rows(&w, T_OUTBOX), 30);
	before = world_dump(&w, 0);
	ck_assert_err(act_load_period(w.store, &operator, buf_all(&bundle), &p,
			  &why),
	    ERR_WRONG_STATE);
	ck_assert_err(act_open_period(w.store, &operator, p.id, NULL),
	    ERR_WRONG_STATE);
	ck_assert_dump(&w, before);
	buf_free(&bundle);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(that_commitments_count_is_logged_right_behind_the_rules)
{
	world_open_with(&w, WORLD_PATCHES("\"groups\": [",
				"\"commitments\": {\"counts\": \"commitment\", "
				"\"hours\": 12},\n\"groups\": ["));
	ck_assert_int_eq(world_newest(&w), ENTRY_COMMITMENT_RULE);
	ck_assert(world_newest_says(&w, "period", "2022"));
	ck_assert(world_newest_says(&w, "version", "1"));
	ck_assert(world_newest_says(&w, "within", "43200000000"));
	ck_assert_uint_eq(world_log(&w), 3); /* genesis, rules, this */
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(nothing_is_taken_before_the_period_opens)
{
	struct buf bundle = shipped_bundle();
	struct who operator= boss();
	struct submitted out;
	struct digest before;
	struct period p;
	struct submit in;

	world_open_empty(&w);
	ck_assert_err(act_load_period(w.store, &operator, buf_all(&bundle), &p,
			  NULL),
	    OK);
	w.period = p.id;
	before = world_dump(&w, 0);
	in = world_request(&w, "D01", "1.1.1");
	ck_assert_err(world_send(&w, &in, slice_text("x"), &out, NULL),
	    ERR_WRONG_STATE);
	ck_assert_err(act_rescore(w.store, &operator, w.period),
	    ERR_WRONG_STATE);
	ck_assert_dump(&w, before);
	buf_free(&bundle);
	world_close(&w);
}
END_TEST

START_TEST(a_faulty_bundle_is_not_kept)
{
	struct who operator= boss();
	struct digest before;
	struct period p;

	world_open_empty(&w);
	before = world_dump(&w, 0);
	why = (struct fault){ 0 };
	ck_assert_err(act_load_period(w.store, &operator, slice_text("{}"), &p,
			  &why),
	    why.err);
	ck_assert_int_ne(why.err, OK);
	ck_assert_err(act_open_period(w.store, &operator, w.period, NULL),
	    ERR_UNKNOWN_PERIOD);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(the_operator_alone_sets_things_up)
{
	struct buf secret = { 0 };
	struct token_id number;
	struct digest before;
	struct period p;
	struct job job;

	world_open(&w);
	job = (struct job){ .period = w.period, .unit = unit_named("D01") };
	before = world_dump(&w, 0);
	for (enum role role = ROLE_NOBODY; role < ROLES; role++) {
		struct who who =
		    world_who(role, role == ROLE_UNIT ? "D01" : "");

		if (role == ROLE_OPERATOR)
			continue;
		ck_assert_err(act_load_period(w.store, &who, slice_text("{}"),
				  &p, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_open_period(w.store, &who, w.period, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_issue_token(w.store, &who, ROLE_DMS, nobody,
				  "", &number, &secret, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_revoke_token(w.store, &who,
				  (struct token_id){ 1 }, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_set_clock(w.store, &who,
				  (struct moment){ INT64_MAX / 2 },
				  (struct span){ 0 }, NULL),
		    ERR_FORBIDDEN);
		ck_assert_err(act_rescore(w.store, &who, w.period),
		    ERR_FORBIDDEN);
		ck_assert_err(act_job_retry(w.store, &who, &job),
		    ERR_FORBIDDEN);
		ck_assert_err(act_job_bury(w.store, &who, &job, "no"),
		    ERR_FORBIDDEN);
	}
	ck_assert_uint_eq(secret.n, 0);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

/* ---- tokens ---- */

static void
take_token(void *self, const struct token *token)
{
	*(struct token *)self = *token;
}

START_TEST(a_token_lets_in_until_it_is_revoked)
{
	struct who operator= boss(), who;
	struct buf secret = { 0 };
	char hex[DIGEST_TEXT];
	struct token_id number;
	struct digest before;
	struct token kept;

	world_open(&w);
	ck_assert_err(act_issue_token(w.store, &operator, ROLE_UNIT,
			  unit_named("D01"), "desk 1", &number, &secret, NULL),
	    OK);
	ck_assert_uint_eq(number.n, 1);
	ck_assert_uint_eq(secret.n, 47); /* "par_" and 43 */
	ck_assert_int_eq(world_newest(&w), ENTRY_TOKEN);
	ck_assert(world_newest_says(&w, "action", "issued"));
	ck_assert_err(look_tokens(w.store, take_token, &kept), OK);
	digest_text(entry_salted_unit(kept.salt, "D01"), hex);
	ck_assert(world_newest_says(&w, "unit", hex));
	ck_assert_err(look_token(w.store, buf_all(&secret), &who), OK);
	ck_assert_int_eq(who.role, ROLE_UNIT);
	ck_assert_str_eq(who.unit.text, "D01");
	ck_assert_str_eq(who.label, "desk 1");
	ck_assert_uint_eq(who.token.n, 1);
	secret.p[46] ^= 1;
	ck_assert_err(look_token(w.store, buf_all(&secret), &who),
	    ERR_UNAUTHENTICATED);
	secret.p[46] ^= 1;
	ck_assert_err(act_revoke_token(w.store, &operator, number, NULL), OK);
	ck_assert(world_newest_says(&w, "action", "revoked"));
	ck_assert(world_newest_says(&w, "unit", hex));
	ck_assert_err(look_token(w.store, buf_all(&secret), &who),
	    ERR_UNAUTHENTICATED);
	ck_assert_int_eq(who.role, ROLE_NOBODY);
	before = world_dump(&w, 0);
	ck_assert_err(act_revoke_token(w.store, &operator, number, NULL), OK);
	ck_assert_err(act_revoke_token(w.store,
			  &operator,(struct token_id){ 2 }, NULL),
	    ERR_NOT_FOUND);
	ck_assert_dump(&w, before);
	buf_free(&secret);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_token_of_a_unit_names_it_and_no_other_does)
{
	struct who operator= boss();
	struct buf secret = { 0 };
	struct token_id number;
	struct digest before;

	world_open(&w);
	before = world_dump(&w, 0);
	ck_assert_err(act_issue_token(w.store, &operator, ROLE_UNIT, nobody, "",
			  &number, &secret, NULL),
	    ERR_MISSING_FIELD);
	ck_assert_err(act_issue_token(w.store, &operator, ROLE_DMS,
			  unit_named("D01"), "", &number, &secret, NULL),
	    ERR_MISSING_FIELD);
	ck_assert_err(act_issue_token(w.store, &operator, ROLE_NOBODY, nobody,
			  "", &number, &secret, NULL),
	    ERR_RANGE);
	ck_assert_dump(&w, before);
	ck_assert_uint_eq(secret.n, 0);
	world_close(&w);
}
END_TEST

/* ---- clocks ---- */

START_TEST(a_simulated_clock_stands_still_and_never_goes_back)
{
	struct who operator= boss();
	struct reading now, again;
	struct digest before;
	struct span none = { 0 };

	world_open(&w);
	world_clock_bound(&w, WORLD_LAST, 500);
	ck_assert_int_eq(world_newest(&w), ENTRY_CLOCK);
	ck_assert_err(store_now(w.store, &now), OK);
	ck_assert_err(store_now(w.store, &again), OK);
	ck_assert_int_eq(now.wall.us, again.wall.us);
	ck_assert_int_eq(now.bound.us, 500);
	ck_assert_int_eq(now.status, CLOCK_SIMULATED);
	before = world_dump(&w, 0);
	now.wall.us--;
	why = (struct fault){ 0 };
	ck_assert_err(act_set_clock(w.store, &operator, now.wall, none, &why),
	    ERR_BACKWARDS);
	ck_assert_ptr_nonnull(strstr(why.detail, "2023-01-10T23:59:59.999999"));
	now.wall.us += 2;
	ck_assert_err(act_set_clock(w.store, &operator, now.wall,
			  (struct span){ -1 }, NULL),
	    ERR_RANGE);
	ck_assert_err(act_set_clock(w.store, &operator, now.wall,
			  (struct span){ 16000001 }, NULL),
	    ERR_RANGE);
	ck_assert_dump(&w, before);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_real_stores_clock_cannot_be_set)
{
	struct store_birth birth = { .origin = "o", .map_bytes = 1 << 24 };
	struct store_options o = { .map_bytes = 1 << 24 };
	struct who operator= boss();
	struct folder f = folder_make();
	char path[FOLDER_ROOM + 16], key[FOLDER_ROOM + 16];
	struct reading now;

	(void)snprintf(path, sizeof path, "%s/store", f.path);
	(void)snprintf(key, sizeof key, "%s/key", f.path);
	birth.path = o.path = path;
	birth.key_path = o.key_path = key;
	ck_assert_err(store_make(&birth, NULL), OK);
	ck_assert_err(store_open(&w.store, &o, NULL), OK);
	ck_assert_str_eq(w.store->meta.origin, "o");
	ck_assert(world_newest_says(&w, "store", "real"));
	ck_assert_err(store_now(w.store, &now), OK);
	ck_assert_int_ne(now.status, CLOCK_SIMULATED);
	ck_assert_int_gt(now.bound.us, 0);
	now.wall.us += 1000000000;
	ck_assert_err(act_set_clock(w.store, &operator, now.wall,
			  (struct span){ 0 }, NULL),
	    ERR_NOT_SIMULATED);
	ck_assert_uint_eq(world_log(&w), 1);
	store_close(&w.store);
	folder_remove(&f);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_store_begins_with_its_genesis,
		a_store_is_never_made_over_another_nor_over_an_old_key,
		a_store_opens_for_writing_with_its_own_closed_key_only,
		without_the_key_a_store_can_be_read_and_not_changed,
		a_period_may_be_loaded_again_until_it_opens,
		that_commitments_count_is_logged_right_behind_the_rules,
		nothing_is_taken_before_the_period_opens,
		a_faulty_bundle_is_not_kept,
		the_operator_alone_sets_things_up,
		a_token_lets_in_until_it_is_revoked,
		a_token_of_a_unit_names_it_and_no_other_does,
		a_simulated_clock_stands_still_and_never_goes_back,
		a_real_stores_clock_cannot_be_set,
		NULL,
	};

	return suite_run("period", tests);
}
