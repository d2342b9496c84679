/*
 * test_tsp.c - tokens of RFC 3161: what is asked, what is believed.
 *
 * tests/golden/tsp holds answers that `openssl ts -reply` gave to asked.tsq
 * and damaged ones (tests/audit/tsa.py); their certificates need not be valid
 * today, for a chain is judged at the token's own time.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/draft.h"
#include "store/ledger/tsp.h"
#include "tests/kit/suite.h"

#define FOLDER TEST_SOURCE_DIR "/golden/tsp/"

static struct buf
file(const char *name)
{
	struct buf to = { 0 };
	char path[512];

	(void)snprintf(path, sizeof path, FOLDER "%s", name);
	ck_assert_msg(file_read(path, TSP_ANSWER_MOST, &to) == OK, "%s", path);
	return to;
}

static struct digest
imprint(void)
{
	return digest_of(slice_text("checkpoint"));
}

static enum err
checked(const char *ca, const char *policies, struct digest d, const char *name,
    struct tsp_token *token, struct fault *why)
{
	const struct tsp_trust trust = { ca, policies };
	struct buf asked = file("asked.tsq"), answer = file(name);
	enum err e =
	    tsp_check(&trust, d, buf_all(&asked), buf_all(&answer), token, why);

	buf_free(&asked);
	buf_free(&answer);
	return e;
}

START_TEST(a_good_token_says_when_and_how_exactly)
{
	struct fault why = { 0 };
	struct tsp_token token;
	enum err e =
	    checked(FOLDER "ca.crt", "", imprint(), "good.tsr", &token, &why);

	ck_assert_msg(e == OK, "%s", why.detail);
	ck_assert_str_eq(token.policy, "1.2.3.4.1");
	ck_assert_str_eq(token.serial, "02");
	ck_assert(token.has_accuracy);
	ck_assert_int_eq(token.accuracy.us, 1500000);
	ck_assert_int_eq(token.time.us, INT64_C(1795452164314000));
}
END_TEST

START_TEST(what_is_wrong_is_refused_and_said)
{
	static const struct {
		const char *ca, *policies, *answer;
		enum err want;
		const char *says;
	} rows[] = {
		/* clang-format off */
		{ "ca.crt", "1.2.3.4.1", "good.tsr", OK, "" },
		{ "ca.crt", "1.2.3.4 1.2.3.4.1", "good.tsr", OK, "" },
		{ "ca.crt", "1.2.3.4", "good.tsr", ERR_BROKEN, "policy" },
		{ "other.crt", "", "good.tsr", ERR_BROKEN, "certificate" },
		{ "none.crt", "", "good.tsr", ERR_NOT_FOUND, "none.crt" },
		{ "asked.tsq", "", "good.tsr", ERR_NOT_FOUND, "asked.tsq" },
		{ "ca.crt", "", "stranger.tsr", ERR_BROKEN, "certificate" },
		{ "other.crt", "", "stranger.tsr", OK, "" },
		{ "ca.crt", "", "expired.tsr", ERR_BROKEN, "certificate" },
		{ "ca.crt", "", "nonce.tsr", ERR_BROKEN, "nonce" },
		{ "ca.crt", "", "hash.tsr", ERR_BROKEN, "imprint" },
		{ "ca.crt", "", "reject.tsr", ERR_FORBIDDEN, "status 2" },
		{ "ca.crt", "", "trailing.tsr", ERR_MALFORMED, "follow" },
		{ "ca.crt", "", "garbage.tsr", ERR_MALFORMED, "no time-stamp" },
		{ "ca.crt", "", "asked.tsq", ERR_MALFORMED, "no time-stamp" },
		/* clang-format on */
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };
		struct tsp_token token;
		char ca[512];
		enum err is;

		(void)snprintf(ca, sizeof ca, FOLDER "%s", rows[i].ca);
		is = checked(ca, rows[i].policies, imprint(), rows[i].answer,
		    &token, &why);
		ck_assert_msg(is == rows[i].want, "row %zu: %s, %s", i,
		    err_name(is), why.detail);
		ck_assert_msg(strstr(why.detail, rows[i].says) != NULL,
		    "row %zu: %s", i, why.detail);
	}
}
END_TEST

START_TEST(a_token_over_another_checkpoint_is_none_of_this_one)
{
	struct fault why = { 0 };
	struct tsp_token token;

	ck_assert_err(checked(FOLDER "ca.crt", "",
			  digest_of(slice_text("another")), "good.tsr", &token,
			  &why),
	    ERR_BROKEN);
}
END_TEST

START_TEST(an_answer_cut_short_anywhere_is_refused)
{
	const struct tsp_trust trust = { FOLDER "ca.crt", "" };
	struct buf asked = file("asked.tsq"), answer = file("good.tsr");
	struct tsp_token token;

	for (size_t n = 0; n < answer.n; n++) {
		uint8_t *copy = malloc(n + 1); /* its end is the sanitizer's */
		enum err e;

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, answer.p, n);
		e = tsp_check(&trust, imprint(), buf_all(&asked),
		    slice_of(copy, n), &token, NULL);
		ck_assert_err(e, ERR_MALFORMED);
		free(copy);
	}
	buf_free(&asked);
	buf_free(&answer);
}
END_TEST

START_TEST(no_changed_bit_makes_another_time_believed)
{
	const struct tsp_trust trust = { FOLDER "ca.crt", "" };
	struct buf asked = file("asked.tsq"), answer = file("good.tsr");
	struct tsp_token good, token;

	ck_assert_err(tsp_check(&trust, imprint(), buf_all(&asked),
			  buf_all(&answer), &good, NULL),
	    OK);
	for (size_t i = 0; i < answer.n; i++) {
		answer.p[i] ^= (uint8_t)(1U << i % 8);
		if (tsp_check(&trust, imprint(), buf_all(&asked),
			buf_all(&answer), &token, NULL) == OK) {
			/* outside the signed parts (RFC 5652) */
			ck_assert_int_eq(token.time.us, good.time.us);
			ck_assert_str_eq(token.serial, good.serial);
			ck_assert_str_eq(token.policy, good.policy);
		}
		answer.p[i] ^= (uint8_t)(1U << i % 8);
	}
	buf_free(&asked);
	buf_free(&answer);
}
END_TEST

START_TEST(two_requests_differ_in_their_nonce_alone)
{
	struct buf one = { 0 }, two = { 0 };

	ck_assert_err(tsp_ask(imprint(), &one), OK);
	ck_assert_err(tsp_ask(imprint(), &two), OK);
	ck_assert_uint_eq(one.n, two.n);
	ck_assert(!slice_eq(buf_all(&one), buf_all(&two)));
	ck_assert_mem_eq(one.p, two.p, one.n - 11);
	ck_assert_mem_eq(one.p + one.n - 3, two.p + two.n - 3, 3);
	buf_free(&one);
	buf_free(&two);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_good_token_says_when_and_how_exactly,
		what_is_wrong_is_refused_and_said,
		a_token_over_another_checkpoint_is_none_of_this_one,
		an_answer_cut_short_anywhere_is_refused,
		no_changed_bit_makes_another_time_believed,
		two_requests_differ_in_their_nonce_alone,
		NULL,
	};

	return suite_run("tsp", tests);
}
