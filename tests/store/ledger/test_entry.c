/*
 * test_entry.c - the bytes of every type of entry, frozen by
 * tests/golden/entries, and how strictly they are read back.
 */
#include <stdio.h>

#include "store/base/draft.h"
#include "store/ledger/entry.h"
#include "store/ledger/succession.h"
#include "tests/kit/suite.h"

/* 24:00 on 10/01/2023 in Viet Nam. */
#define DEADLINE INT64_C(1673370000000000)

static const struct reading fit = {
	.wall = { DEADLINE - 1 },
	.bound = { 1000 },
	.status = CLOCK_FIT,
	.boottime_us = 123456789,
	.boot_id = { 0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, 0x69, 0x78, 0x87, 0x96,
	    0xa5, 0xb4, 0xc3, 0xd2, 0xe1, 0xf0 },
};

static struct digest
known(const char *text)
{
	return digest_of(slice_text(text));
}

static struct digest
salted(void)
{
	uint8_t salt[32];

	memset(salt, 0x5a, sizeof salt);
	return entry_salted_unit(salt, "D16");
}

static void
arrival(struct buf *body, uint32_t window, const char *verdict)
{
	static const struct leaf_id leaves[] = { { "1.1.2" }, { "3.4" } };
	const struct entry_arrival a = {
		.period = "2022",
		.unit = salted(),
		.leaf = leaves,
		.n_leaves = 2,
		.document = known("document"),
		.manifest = known("manifest"),
		.size = 65536,
		.received = { { DEADLINE - 1001 }, { DEADLINE + 999 } },
		.source = "handler",
		.window = window,
		.on_time_until = { DEADLINE },
		.verdict = verdict,
	};

	entry_arrival(body, &a);
}

static void
succession(struct buf *body)
{
	const struct checkpoint old = { "log.example.vn", 13, known("old") };
	const struct checkpoint ahead = { "log.example.vn", 15, known("new") };
	const struct succession s = {
		.origin = "log.example.vn/2",
		.vkey = "log.example.vn/2+00000000+AA==",
		.store = "real",
		.old = &old,
		.known = &ahead,
		.reason = slice_text("the disk was lost"),
	};

	succession_body(&s, body);
}

/* The lines with which entries about a survey begin. */
static void
survey(struct buf *body, const char *key, const char *what)
{
	entry_str(body, "period", "2022");
	entry_str(body, "survey", "org-department");
	if (key != NULL)
		entry_digest(body, key, known(what));
}

static void
changed_rules(struct buf *body, bool amended)
{
	entry_str(body, "period", "2022");
	entry_int(body, "version", amended ? 2 : 1);
	if (amended)
		entry_int(body, "before", 1);
	entry_digest(body, "bundle", known("bundle"));
	entry_str(body, "window",
	    "department evidence 1 "
	    "1671901200000000 1673370000000000 1673888400000000");
	if (amended)
		entry_str(body, "window",
		    "department evidence 2 "
		    "1671901200000000 1673456400000000 1673888400000000 1");
	entry_str(body, "doubt", "unit");
	entry_str(body, "late", "council");
	entry_int(body, "cure", INT64_C(172800000000));
	entry_str(body, "outage-rule", "86400000000 1800000000 21600000000");
	if (!amended)
		return;
	entry_int(body, "outage", 17);
	entry_digest(body, "decision", known("decision"));
	entry_int(body, "by", 0);
}

static void
commitment(struct buf *body)
{
	static const struct interval received = { { DEADLINE - 1001 },
		{ DEADLINE + 999 } };

	entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000002");
	entry_str(body, "period", "2022");
	entry_digest(body, "unit", salted());
	entry_str(body, "leaf", "1.1.2");
	entry_str(body, "leaf", "3.4");
	entry_promised(body, known("document"), 65536);
	entry_promised(body, known("another"), 1);
	entry_digest(body, "manifest", known("manifest"));
	entry_received(body, received, "front");
	entry_window(body, 1, (struct moment){ DEADLINE });
	entry_str(body, "verdict", "on-time-in-doubt");
	entry_int(body, "by", 7);
}

static void
body_of(enum entry_type type, struct buf *body)
{
	switch (type) {
	case ENTRY_GENESIS:
		entry_str(body, "origin", "log.example.vn/2022");
		entry_str(body, "store", "real");
		entry_str(body, "vkey", "log.example.vn/2022+00000000+AA==");
		break;
	case ENTRY_RULES:
		entry_str(body, "period", "2022");
		entry_int(body, "version", 1);
		entry_digest(body, "bundle", known("bundle"));
		entry_str(body, "window",
		    "department evidence 1 "
		    "1671901200000000 1673370000000000 1673888400000000");
		entry_str(body, "window",
		    "district evidence 1 "
		    "1671901200000000 1673370000000000 1673888400000000");
		entry_str(body, "doubt", "unit");
		entry_str(body, "late", "refuse");
		break;
	case ENTRY_SUBMISSION:
		entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000001");
		arrival(body, 1, "on-time-in-doubt");
		entry_str(body, "replaces",
		    "0185a0c4-7a80-7000-8000-000000000000");
		entry_int(body, "by", 7);
		break;
	case ENTRY_REFUSAL:
		arrival(body, 1, "closed");
		entry_str(body, "reason", err_name(ERR_WINDOW_CLOSED));
		entry_int(body, "by", 7);
		break;
	case ENTRY_RETURNED:
		arrival(body, 1, "on-time-in-doubt");
		entry_str(body, "reason", err_name(ERR_DISGUISED));
		entry_int(body, "by", 7);
		break;
	case ENTRY_WITHDRAWAL:
		entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000001");
		entry_int(body, "about", 12);
		entry_digest(body, "reason", known("reason"));
		entry_int(body, "by", 7);
		break;
	case ENTRY_VERDICT:
		entry_int(body, "about", 12);
		entry_str(body, "verdict", "on-time");
		entry_str(body, "document", "rejected");
		entry_str(body, "reason", err_name(ERR_DISGUISED));
		break;
	case ENTRY_SCORE:
		entry_str(body, "period", "2022");
		entry_digest(body, "unit", salted());
		entry_str(body, "leaf", "1.1.2");
		entry_str(body, "column", "self");
		entry_int(body, "version", 3);
		entry_digest(body, "inputs", known("{\"done\":9}"));
		entry_int(body, "by", 7);
		break;
	case ENTRY_SURVEY:
		entry_str(body, "period", "2022");
		entry_str(body, "survey", "org-department");
		entry_digest(body, "batch", known("batch"));
		entry_int(body, "forms", 760);
		entry_int(body, "by", 9);
		break;
	case ENTRY_TOKEN:
		entry_int(body, "token", 7);
		entry_str(body, "role", "unit");
		entry_digest(body, "unit", salted());
		entry_str(body, "action", "issued");
		break;
	case ENTRY_CLOCK:
		entry_int(body, "set", DEADLINE);
		break;
	case ENTRY_HEARTBEAT:
		entry_int(body, "size", 13);
		entry_int(body, "free", INT64_C(123456789012));
		break;
	case ENTRY_SUCCESSION:
		succession(body);
		break;
	case ENTRY_INCIDENT:
		entry_int(body, "after", 12);
		entry_int(body, "by", -3600000000);
		break;
	case ENTRY_OUTAGE:
		entry_int(body, "after", 12);
		entry_int(body, "from", DEADLINE - 600000000);
		entry_int(body, "until", DEADLINE - 2);
		break;
	case ENTRY_CLOSED:
		entry_str(body, "period", "2022");
		entry_str(body, "stage", "evidence");
		entry_int(body, "version", 1);
		entry_int(body, "until", DEADLINE);
		entry_str(body, "block", "department");
		entry_str(body, "block", "district");
		entry_int(body, "on-time", 1200);
		entry_int(body, "doubt", 2);
		entry_int(body, "late", 30);
		entry_int(body, "refused", 4);
		entry_int(body, "size", 5000);
		break;
	case ENTRY_STAMP:
		entry_int(body, "size", 13);
		entry_digest(body, "imprint", known("checkpoint"));
		entry_str(body, "tsa", "vgca");
		entry_int(body, "stamped", DEADLINE);
		entry_int(body, "accuracy", 1500000);
		entry_str(body, "policy", "1.2.3.4.1");
		entry_str(body, "serial", "0102");
		entry_digest(body, "response", known("response"));
		break;
	case ENTRY_MINUTES:
		entry_str(body, "period", "2022");
		entry_str(body, "stage", "evidence");
		entry_int(body, "size", 13);
		entry_digest(body, "root", known("root"));
		entry_digest(body, "scan", known("scan"));
		break;
	case ENTRY_EXPORT:
		entry_str(body, "period", "2022");
		entry_str(body, "scope", "all");
		entry_int(body, "files", 4000);
		entry_digest(body, "manifest", known("manifest"));
		entry_int(body, "by", 0);
		break;
	case ENTRY_RECORD:
		entry_str(body, "period", "2022");
		entry_str(body, "kind", "decision");
		entry_digest(body, "words", known("336"));
		entry_digest(body, "document", known("scan"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_PUBLICATION:
		entry_str(body, "period", "2022");
		entry_int(body, "revision", 2);
		entry_int(body, "version", 1);
		entry_digest(body, "bundle", known("bundle"));
		entry_int(body, "decision", 12);
		entry_digest(body, "rows", known("rows"));
		entry_int(body, "corrects", 1);
		entry_digest(body, "reason", known("reason"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_OPENING:
	case ENTRY_AMENDMENT:
		changed_rules(body, type == ENTRY_AMENDMENT);
		break;
	case ENTRY_REJUDGEMENT:
		entry_int(body, "about", 12);
		entry_int(body, "rules", 20);
		entry_str(body, "window", "2 1673456400000000");
		entry_str(body, "was", "late");
		entry_str(body, "verdict", "on-time");
		break;
	case ENTRY_ADMISSION:
		entry_int(body, "about", 12);
		entry_digest(body, "decision", known("decision"));
		entry_int(body, "by", 5);
		break;
	case ENTRY_PREVIOUS:
		entry_str(body, "period", "2022");
		entry_digest(body, "ranking", known("2021"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_FORMS_IMPORT:
		survey(body, "batch", "file");
		entry_int(body, "forms", 1000000);
		entry_int(body, "skipped", 12);
		entry_int(body, "by", 0);
		break;
	case ENTRY_CORRECTION:
		survey(body, "form", "P-0001");
		entry_int(body, "version", 2);
		entry_digest(body, "answers", known("{}"));
		entry_digest(body, "reason", known("reason"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_SECOND:
		survey(body, "batch", "batch");
		entry_int(body, "forms", 38);
		entry_int(body, "differ", 2);
		entry_int(body, "by", 10);
		break;
	case ENTRY_DIFFERENCE:
		survey(body, "form", "P-0001");
		entry_digest(body, "reason", known("reason"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_HANDOVER:
		survey(body, NULL, NULL);
		entry_int(body, "number", 1);
		entry_int(body, "packages", 2);
		entry_int(body, "issued", 800);
		entry_int(body, "collected", 770);
		entry_int(body, "valid", 760);
		entry_int(body, "invalid", 10);
		entry_digest(body, "record", known("seals and names"));
		entry_digest(body, "scan", known("scan"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_UNSEALED:
		survey(body, NULL, NULL);
		entry_int(body, "number", 1);
		entry_str(body, "intact", "yes");
		entry_digest(body, "record", known("two persons"));
		entry_int(body, "by", 9);
		break;
	case ENTRY_PERSON:
		entry_digest(body, "person", known("nv.an"));
		entry_digest(body, "what", known("what"));
		entry_int(body, "by", 0);
		break;
	case ENTRY_DUTY:
		entry_int(body, "duty", 7);
		entry_digest(body, "person", known("nv.an"));
		entry_str(body, "role", "leader");
		entry_digest(body, "unit", known("D16"));
		entry_str(body, "from", "2023-01-01");
		entry_str(body, "until", "2023-02-01");
		entry_digest(body, "what", known("what"));
		entry_str(body, "action", "given");
		entry_int(body, "by", 0);
		break;
	case ENTRY_ASSIGNMENT:
		entry_str(body, "period", "2022");
		entry_digest(body, "person", known("nv.an"));
		entry_int(body, "pairs", 12);
		entry_digest(body, "what", known("what"));
		entry_str(body, "action", "assigned");
		entry_int(body, "by", 5);
		break;
	case ENTRY_STEP:
		entry_str(body, "period", "2022");
		entry_digest(body, "unit", known("D16"));
		entry_str(body, "step", "confirm");
		entry_str(body, "leaf", "1.1.2");
		entry_str(body, "before", "locked");
		entry_str(body, "after", "confirmed");
		entry_int(body, "number", 3);
		entry_digest(body, "sheet", known("sheet"));
		entry_digest(body, "document", known("document"));
		entry_digest(body, "what", known("what"));
		entry_int(body, "by", 5);
		break;
	case ENTRY_SIGHTING:
		entry_str(body, "period", "2022");
		entry_digest(body, "unit", salted());
		entry_str(body, "leaf", "1.1.2");
		entry_digest(body, "words", known("words"));
		entry_int(body, "seen", DEADLINE);
		entry_int(body, "by", 3);
		break;
	case ENTRY_SIGHTING_WITHDRAWAL:
		entry_int(body, "about", 12);
		entry_digest(body, "reason", known("reason"));
		entry_int(body, "by", 3);
		break;
	case ENTRY_DISPOSAL:
		entry_str(body, "period", "2022");
		entry_str(body, "kind", "forms");
		entry_int(body, "records", 2048);
		entry_digest(body, "digest", known("rows"));
		entry_digest(body, "decision", known("decision"));
		entry_int(body, "by", 0);
		break;
	case ENTRY_EXPUNGED:
		entry_digest(body, "document", known("document"));
		entry_int(body, "size", 65536);
		entry_str(body, "disposal", "yes");
		entry_digest(body, "decision", known("decision"));
		entry_int(body, "by", 0);
		break;
	case ENTRY_HOLD:
		entry_int(body, "number", 2);
		entry_str(body, "action", "placed");
		entry_str(body, "period", "2022");
		entry_digest(body, "unit", salted());
		entry_digest(body, "document", known("document"));
		entry_digest(body, "decision", known("decision"));
		entry_int(body, "by", 0);
		break;
	case ENTRY_FIGURES:
		entry_str(body, "period", "2022");
		entry_str(body, "leaf", "7.3.1");
		entry_int(body, "version", 2);
		entry_digest(body, "batch", known("figures"));
		entry_int(body, "units", 18);
		entry_int(body, "by", 9);
		break;
	case ENTRY_BOUNDED:
		entry_int(body, "about", 17);
		entry_int(body, "rules", 2);
		entry_str(body, "window", "1 1673370000000000");
		entry_str(body, "after", "15 1673369990000000");
		entry_str(body, "before", "21 1673369999500000");
		entry_str(body, "was", "late");
		entry_str(body, "verdict", "on-time");
		break;
	case ENTRY_RULING:
		entry_int(body, "about", 17);
		entry_int(body, "rules", 2);
		entry_str(body, "window", "1 1673370000000000");
		entry_str(body, "was", "late-in-doubt");
		entry_str(body, "verdict", "on-time");
		entry_digest(body, "decision", known("decision"));
		entry_int(body, "by", 0);
		break;
	case ENTRY_ROTATION:
		entry_str(body, "next", "log.example.vn/2022/2");
		entry_str(body, "vkey", "log.example.vn/2022/2+00000000+AA==");
		entry_str(body, "reason", "the key is three years old");
		entry_int(body, "by", 0);
		break;
	case ENTRY_BOUND_TOKEN:
		entry_int(body, "token", 8);
		entry_str(body, "role", "lead");
		entry_digest(body, "owner", salted());
		entry_str(body, "action", "issued");
		break;
	case ENTRY_OUTSIDE:
		entry_str(body, "tsa",
		    "vgca e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4959"
		    "91b7852b855 http://tsa.example.vn/");
		entry_str(body, "witness",
		    "archive archive.example.vn+00000000+BAAA "
		    "http://archive.example.vn/");
		break;
	case ENTRY_COMMITMENT_RULE:
		entry_str(body, "period", "2022");
		entry_int(body, "version", 1);
		entry_int(body, "within", INT64_C(43200000000));
		break;
	case ENTRY_COMMITMENT:
		commitment(body);
		break;
	case ENTRY_COMMITTED:
		entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000003");
		arrival(body, 1, "on-time");
		entry_completes(body, 12,
		    (struct interval){ { DEADLINE - 5001 },
			{ DEADLINE - 3001 } });
		entry_str(body, "replaces",
		    "0185a0c4-7a80-7000-8000-000000000000");
		entry_int(body, "by", 7);
		break;
	case ENTRY_TYPES:
		break;
	}
	ck_assert_err(body->err, OK);
}

static void
write_one(enum entry_type type, struct buf *to)
{
	struct reading clock = fit;
	struct buf body = { 0 };

	if (type == ENTRY_CLOCK) {
		clock.status = CLOCK_SIMULATED;
		clock.bound.us = 0;
	}
	body_of(type, &body);
	entry_write(to, type, (struct moment){ DEADLINE - 1 }, &clock,
	    buf_all(&body));
	ck_assert_err(to->err, OK);
	buf_free(&body);
}

START_TEST(every_type_is_written_as_it_always_was)
{
	for (unsigned i = 0; i < ENTRY_TYPES; i++) {
		enum entry_type type = (enum entry_type)i;
		struct buf golden = { 0 }, is = { 0 };
		char path[512];

		(void)snprintf(path, sizeof path, "%s/golden/entries/%s.txt",
		    TEST_SOURCE_DIR, entry_type_name(type));
		write_one(type, &is);
		ck_assert_msg(file_read(path, ENTRY_MOST, &golden) == OK,
		    "%s is not there", path);
		ck_assert_msg(slice_eq(buf_all(&is), buf_all(&golden)),
		    "%s is now\n%s", path, buf_cstr(&is));
		buf_free(&golden);
		buf_free(&is);
	}
}
END_TEST

START_TEST(what_is_written_is_read)
{
	for (unsigned i = 0; i < ENTRY_TYPES; i++) {
		struct buf bytes = { 0 }, body = { 0 };
		struct entry e;

		write_one((enum entry_type)i, &bytes);
		body_of((enum entry_type)i, &body);
		ck_assert_err(entry_read(buf_all(&bytes), &e), OK);
		ck_assert_uint_eq(e.type, i);
		ck_assert_int_eq(e.time.us, DEADLINE - 1);
		ck_assert_int_eq(e.clock.latest.us - e.clock.earliest.us,
		    2 * e.bound.us);
		ck_assert_int_eq(e.boottime_us, 123456789);
		ck_assert_mem_eq(e.boot_id, fit.boot_id, 16);
		ck_assert(slice_eq(e.body, buf_all(&body)));
		buf_free(&bytes);
		buf_free(&body);
	}
}
END_TEST

START_TEST(an_entry_says_whose_word_the_clocks_error_is)
{
	static const struct {
		enum clock_status status;
		enum clock_source source;
		enum err want;
	} rows[] = {
		{ CLOCK_FIT, CLOCK_BY_KERNEL, OK },
		{ CLOCK_FIT, CLOCK_BY_CHRONY, OK },
		{ CLOCK_FIT, CLOCK_CARRIED, ERR_MALFORMED },
		{ CLOCK_UNFIT, CLOCK_BY_CHRONY, OK },
		{ CLOCK_UNFIT, CLOCK_CARRIED, OK },
		{ CLOCK_UNSYNCHRONISED, CLOCK_CARRIED, OK },
		{ CLOCK_SIMULATED, CLOCK_BY_KERNEL, OK },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct reading clock = fit;
		struct buf bytes = { 0 };
		struct entry e;

		clock.status = rows[i].status;
		clock.source = rows[i].source;
		entry_write(&bytes, ENTRY_CLOCK, fit.wall, &clock, SLICE_NONE);
		ck_assert_err(entry_read(buf_all(&bytes), &e), rows[i].want);
		if (rows[i].want == OK)
			ck_assert_int_eq(e.source, rows[i].source);
		buf_free(&bytes);
	}
}
END_TEST

START_TEST(a_moment_before_1970_is_written_with_its_sign)
{
	struct reading clock = { .wall = { 0 },
		.bound = { 16000000 },
		.status = CLOCK_UNSYNCHRONISED };
	struct buf bytes = { 0 };
	struct entry e;

	entry_write(&bytes, ENTRY_CLOCK, (struct moment){ -5 }, &clock,
	    SLICE_NONE);
	ck_assert_err(entry_read(buf_all(&bytes), &e), OK);
	ck_assert_int_eq(e.time.us, -5);
	ck_assert_int_eq(e.clock.earliest.us, -16000000);
	ck_assert_int_eq(e.status, CLOCK_UNSYNCHRONISED);
	buf_free(&bytes);
}
END_TEST

START_TEST(values_are_found_by_key_and_place)
{
	struct buf body = { 0 };
	struct slice value;

	body_of(ENTRY_SUBMISSION, &body);
	ck_assert(entry_value(buf_all(&body), "leaf", 1, &value));
	ck_assert(slice_is(value, "3.4"));
	ck_assert(!entry_value(buf_all(&body), "leaf", 2, &value));
	ck_assert(!entry_value(buf_all(&body), "lea", 0, &value));
	ck_assert(entry_value(buf_all(&body), "by", 0, &value));
	ck_assert(slice_is(value, "7"));
	buf_free(&body);
}
END_TEST

START_TEST(a_value_that_would_be_another_line_stays_out)
{
	static const char *const values[] = { "", "a\nb", "a\n", " a", "a ",
		"a\tb", "a\r", "\x7f", "\xff" };

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct buf body = { 0 };

		entry_str(&body, "key", values[i]);
		ck_assert_err(body.err, ERR_MALFORMED);
		buf_free(&body);
	}
}
END_TEST

static enum err
written(enum entry_type type, const char *body)
{
	struct buf to = { 0 };
	enum err e;

	entry_write(&to, type, fit.wall, &fit, slice_text(body));
	e = to.err;
	buf_free(&to);
	return e;
}

START_TEST(a_body_has_the_keys_of_its_type_in_their_order)
{
	static const struct {
		enum entry_type type;
		const char *body;
		enum err want;
	} rows[] = {
		{ ENTRY_HEARTBEAT, "size 1\nfree 2\n", OK },
		{ ENTRY_HEARTBEAT, "free 2\nsize 1\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size 1\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size 1\nsize 1\nfree 2\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size 1\nfree 2\nmore 3\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size 1\nfree 2", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size 1\n\nfree 2\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size  1\nfree 2\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "size\nfree 2\n", ERR_MALFORMED },
		{ ENTRY_HEARTBEAT, "Size 1\nfree 2\n", ERR_MALFORMED },
		{ ENTRY_CLOCK, "", OK },
		{ ENTRY_CLOCK, "set 1\n", OK },
		{ ENTRY_CLOCK, "set 1\nset 1\n", ERR_MALFORMED },
		{ ENTRY_TOKEN, "token 1\nrole dms\naction issued\n", OK },
		{ ENTRY_TOKEN, "token 1\nrole dms\nunit a\nunit b\naction x\n",
		    ERR_MALFORMED },
		{ ENTRY_RULES,
		    "period p\nversion 1\nbundle b\ndoubt unit\n"
		    "late refuse\n",
		    OK },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum err is = written(rows[i].type, rows[i].body);

		ck_assert_msg(is == rows[i].want, "row %zu: %s", i,
		    err_name(is));
	}
}
END_TEST

START_TEST(an_entry_has_its_limit)
{
	struct buf body = { 0 }, to = { 0 };
	struct entry e;

	buf_text(&body, "size 1\nfree ");
	while (body.n < ENTRY_MOST - 200)
		buf_byte(&body, '1');
	buf_byte(&body, '\n');
	entry_write(&to, ENTRY_HEARTBEAT, fit.wall, &fit, buf_all(&body));
	ck_assert_err(to.err, OK);
	/* The limit counts this entry only, not what stands before it. */
	entry_write(&to, ENTRY_HEARTBEAT, fit.wall, &fit, buf_all(&body));
	ck_assert_err(to.err, OK);
	ck_assert_err(entry_read(buf_all(&to), &e), ERR_MALFORMED);
	buf_clear(&to);
	body.n--;
	for (int i = 0; i < 200; i++)
		buf_byte(&body, '1');
	buf_byte(&body, '\n');
	entry_write(&to, ENTRY_HEARTBEAT, fit.wall, &fit, buf_all(&body));
	ck_assert_err(to.err, ERR_TOO_BIG);
	buf_free(&body);
	buf_free(&to);
}
END_TEST

#define HEAD "parindex-entry/v1\ntype heartbeat\n"
#define TIME "time 5\n"
#define CLOCK_LINE "clock 4 6 fit 1 adjtimex\n"
#define BOOT "boot 00000000000000000000000000000000 9\n"
#define BODY "size 1\nfree 2\n"

START_TEST(anything_entry_write_would_not_write_is_refused)
{
	static const char *const rows[] = {
		"",
		"parindex-entry/v2\ntype heartbeat\n" TIME CLOCK_LINE BOOT BODY,
		"parindex-entry/v1\ntype pulse\n" TIME CLOCK_LINE BOOT BODY,
		"parindex-entry/v1\n" TIME
		"type heartbeat\n" CLOCK_LINE BOOT BODY,
		"parindex-entry/v1\r\ntype heartbeat\n" TIME CLOCK_LINE BOOT
		    BODY,
		HEAD "time 05\n" CLOCK_LINE BOOT BODY,
		HEAD "time +5\n" CLOCK_LINE BOOT BODY,
		HEAD "time -0\n" CLOCK_LINE BOOT BODY,
		HEAD "time  5\n" CLOCK_LINE BOOT BODY,
		HEAD "time 5 \n" CLOCK_LINE BOOT BODY,
		HEAD "time\n" CLOCK_LINE BOOT BODY,
		HEAD "time 9223372036854775808\n" CLOCK_LINE BOOT BODY,
		HEAD TIME "clock 4 7 fit 1 adjtimex\n" BOOT BODY,
		HEAD TIME "clock 6 4 fit -1 adjtimex\n" BOOT BODY,
		HEAD TIME "clock 4 6 good 1 adjtimex\n" BOOT BODY,
		HEAD TIME "clock 4 6 fit 1 simulated\n" BOOT BODY,
		HEAD TIME "clock 4 6 simulated 1 adjtimex\n" BOOT BODY,
		HEAD TIME "clock 4 6 fit 1 adjtimex \n" BOOT BODY,
		HEAD TIME "clock -9223372036854775808 9223372036854775807 fit "
			  "0 adjtimex\n" BOOT BODY,
		HEAD TIME CLOCK_LINE
		"boot 0000000000000000000000000000000A 9\n" BODY,
		HEAD TIME CLOCK_LINE
		"boot 0000000000000000000000000000000 9\n" BODY,
		HEAD TIME CLOCK_LINE
		"boot 00000000000000000000000000000000\n" BODY,
		HEAD TIME CLOCK_LINE BOOT,
		HEAD TIME CLOCK_LINE BOOT BODY "\n",
		HEAD TIME CLOCK_LINE BOOT "size 1\nfree 2",
		HEAD TIME CLOCK_LINE BODY,
	};
	struct entry e;

	ck_assert_err(entry_read(slice_text(HEAD TIME CLOCK_LINE BOOT BODY),
			  &e),
	    OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(entry_read(slice_text(rows[i]), &e) ==
				  ERR_MALFORMED,
		    "row %zu", i);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_type_is_written_as_it_always_was,
		what_is_written_is_read,
		an_entry_says_whose_word_the_clocks_error_is,
		a_moment_before_1970_is_written_with_its_sign,
		values_are_found_by_key_and_place,
		a_value_that_would_be_another_line_stays_out,
		a_body_has_the_keys_of_its_type_in_their_order,
		an_entry_has_its_limit,
		anything_entry_write_would_not_write_is_refused,
		NULL,
	};

	return suite_run("entry", tests);
}
