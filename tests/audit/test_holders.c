/*
 * test_holders.c - an administrator with root and the log's key, against
 * somebody who holds one thing from before: a receipt, a token of a time-stamp
 * authority, or a page of minutes that offices signed.
 *
 * What he does: edits a byte, takes an entry out, restores an old copy, or
 * writes the log anew with an earlier time. Whatever of it verifies, because
 * the log's own key signed it, what is held does not fit it. Each of the three
 * holders finds each of the four.
 */
#include <stdio.h>

#include "store/look/minutes.h"
#include "store/mark.h"
#include "tests/kit/authority.h"
#include "tests/kit/forger.h"
#include "tests/kit/suite.h"

#define MINUTE INT64_C(60000000)

static struct world w;

/* What somebody took home, and nothing else of us. */
static struct {
	uint64_t last; /* index of the newest entry that it is about */
	/* the receipt */
	struct buf receipt;
	struct note_key key; /* as it was published */
	/* the token: over which text, with its request; and whom to believe */
	struct buf text, request, response;
	char ca[FOLDER_ROOM + 8];
	/* the signed page: three lines of it */
	struct checkpoint page;
} held;

struct holder {
	const char *name;
	void (*take)(void);
	enum err (*check)(void); /* what is held, by itself and against w */
};

/* ---- a receipt ---- */

static void
take_receipt(void)
{
	struct submission s = world_upload(&w, "D02", "1.1.2", "late");

	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert_err(look_receipt_of(w.store, &s, &held.receipt), OK);
	held.key = w.store->key;
	held.last = world_log(&w) - 1;
}

static enum err
check_receipt(void)
{
	struct fault why = { 0 };
	struct receipt r;
	enum err e = receipt_check(buf_all(&held.receipt), &held.key, &r, &why);

	if (e == OK)
		e = mark_holds(w.store, &r.checkpoint, &why);
	receipt_free(&r);
	return e;
}

/* ---- a token ---- */

static void
take_token(void)
{
	struct authority *authority;
	struct buf note = { 0 };
	struct slice text;
	uint64_t size;

	(void)world_upload(&w, "D02", "1.1.2", "late");
	(void)snprintf(held.ca, sizeof held.ca, "%s/ca.crt", w.folder.path);
	authority = authority_open(held.ca);
	ck_assert_err(look_checkpoint(w.store, &note, &size), OK);
	ck_assert_err(note_text(buf_all(&note), &text), OK);
	held.last = size - 1;
	buf_slice(&held.text, text);
	ck_assert_err(tsp_ask(digest_of(text), &held.request), OK);
	authority_answer(authority, buf_all(&held.request), &held.response);
	authority_close(&authority);
	buf_free(&note);
}

static enum err
check_token(void)
{
	const struct tsp_trust trust = { held.ca, "" };
	struct fault why = { 0 };
	struct tsp_token token;
	struct checkpoint c;
	enum err e = tsp_check(&trust, digest_of(buf_all(&held.text)),
	    buf_all(&held.request), buf_all(&held.response), &token, &why);

	ck_assert_msg(e == OK, "the token itself: %s", why.detail);
	ck_assert_err(checkpoint_read(buf_all(&held.text), &c), OK);
	return mark_holds(w.store, &c, &why);
}

/* ---- a signed page ---- */

static void
take_page(void)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	struct fault why = { 0 };
	struct minutes m;

	(void)world_upload(&w, "D02", "1.1.2", "late");
	ck_assert_err(look_minutes(w.store, w.period, STAGE_EVIDENCE, &m, &why),
	    OK);
	held.page = m.checkpoint;
	held.last = held.page.size - 1;
	look_minutes_free(&m);
	/* and its scan is a leaf */
	ck_assert_err(act_minutes(w.store, &who, w.period, STAGE_EVIDENCE,
			  held.page.size, digest_of(slice_text("scan")), &why),
	    OK);
}

static enum err
check_page(void)
{
	struct fault why = { 0 };

	return mark_holds(w.store, &held.page, &why);
}

static const struct holder holders[] = {
	{ "receipt", take_receipt, check_receipt },
	{ "token", take_token, check_token },
	{ "signed page", take_page, check_page },
};
#define HOLDERS ((int)(sizeof holders / sizeof *holders))

/* ---- the world before and after ---- */

static void
open_with(const struct holder *h)
{
	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "in time");
	world_clock(&w, WORLD_UNTIL);
	h->take();
	(void)world_upload(&w, "D03", "1.1.2", "after it");
	ck_assert_err(forger_verify(&w), OK);
	ck_assert_msg(h->check() == OK, "%s: an honest log", h->name);
}

static void
close_all(void)
{
	buf_free(&held.receipt);
	buf_free(&held.text);
	buf_free(&held.request);
	buf_free(&held.response);
	world_close(&w);
}

/* What the log's key signs verifies; what is held does not fit it. */
static void
must_be_found(const struct holder *h, const char *what, unsigned index)
{
	ck_assert_err(forger_verify(&w), OK);
	ck_assert_msg(h->check() != OK, "%s, entry %u: the %s does not tell",
	    what, index, h->name);
}

START_TEST(an_entry_edited_and_signed_again_is_found)
{
	const struct holder *h = &holders[_i];
	unsigned edited = 0;
	struct forgery f = FORGERY_NONE;

	open_with(h);
	/* 0 is the genesis: with another one it is another log */
	for (f.edited = 1; f.edited < held.last; f.edited++) {
		struct digest before = world_dump(&w, 0);

		forge(&w, f);
		if (digest_eq(before, world_dump(&w, 0)))
			continue;
		must_be_found(h, "edited", f.edited);
		edited++;
		close_all();
		open_with(h);
	}
	ck_assert_uint_ge(edited, 3);
	close_all();
}
END_TEST

START_TEST(an_entry_taken_out_is_found)
{
	const struct holder *h = &holders[_i];
	struct forgery f = FORGERY_NONE;
	uint64_t last;

	open_with(h);
	last = held.last;
	close_all();
	for (f.without = 1; f.without < last; f.without++) {
		open_with(h);
		forge(&w, f);
		must_be_found(h, "taken out", f.without);
		close_all();
	}
}
END_TEST

START_TEST(an_old_copy_is_found_before_and_after_it_has_grown)
{
	const struct holder *h = &holders[_i];
	char copy[FOLDER_ROOM + 8];
	struct fault why = { 0 };

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "in time");
	(void)snprintf(copy, sizeof copy, "%s/old", w.folder.path);
	ck_assert_err(env_copy(w.store->env, copy, &why), OK);
	world_clock(&w, WORLD_UNTIL);
	h->take();
	ck_assert_msg(h->check() == OK, "%s: an honest log", h->name);
	(void)snprintf(w.store_path, sizeof w.store_path, "%s", copy);
	world_reopen(&w);
	ck_assert_err(forger_verify(&w), OK);
	ck_assert_err(h->check(), ERR_BACKWARDS);
	for (unsigned i = 0; i < 6; i++) {
		char bytes[16];

		(void)snprintf(bytes, sizeof bytes, "another %u", i);
		(void)world_upload(&w, "D04", "1.1.2", bytes);
	}
	ck_assert_err(forger_verify(&w), OK);
	ck_assert_err(h->check(), ERR_CONFLICT);
	close_all();
}
END_TEST

START_TEST(a_log_written_anew_with_an_earlier_time_is_found)
{
	const struct holder *h = &holders[_i];
	struct forgery f = FORGERY_NONE;
	char was[64], is[64];

	(void)snprintf(was, sizeof was, "received %lld %lld",
	    (long long)1673370000000000, (long long)1673370000000000);
	(void)snprintf(is, sizeof is, "received %lld %lld",
	    (long long)1673369999999999, (long long)1673369999999999);
	open_with(h);
	/* every entry from the first on, so that order and clocks agree */
	f.from = 0;
	f.by = -MINUTE;
	f.was = was;
	f.is = is;
	forge(&w, f);
	must_be_found(h, "earlier", 0);
	close_all();
	/* and a microsecond, of the last one alone, that breaks no rule */
	open_with(h);
	f = FORGERY_NONE;
	f.from = (unsigned)held.last;
	f.by = 1;
	forge(&w, f);
	ck_assert(forger_keeps_rules(&w));
	must_be_found(h, "a microsecond", f.from);
	close_all();
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("holders");
	TCase *t = tcase_create("holders");
	SRunner *r = srunner_create(s);
	int n;

	tcase_set_timeout(t, 100);
	tcase_add_loop_test(t, an_entry_edited_and_signed_again_is_found, 0,
	    HOLDERS);
	tcase_add_loop_test(t, an_entry_taken_out_is_found, 0, HOLDERS);
	tcase_add_loop_test(t,
	    an_old_copy_is_found_before_and_after_it_has_grown, 0, HOLDERS);
	tcase_add_loop_test(t, a_log_written_anew_with_an_earlier_time_is_found,
	    0, HOLDERS);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	n = srunner_ntests_failed(r);
	srunner_free(r);
	return n != 0;
}
