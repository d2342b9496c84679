/*
 * test_returned.c - a document that came whole and is not taken for what it is
 * leaves one entry that says so, and nothing else; what did not come whole, or
 * might not be sent, leaves none.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/kit/form_text.h"
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

#define RAW                                                                    \
	"/v1/submissions?period=2022&unit=D01&leaf=1.1.1"                      \
	"&secrecy=th%C6%B0%E1%BB%9Dng&file="
#define FORM "/v1/submissions"
#define PDF "%PDF-1.4 x"
#define HTML "<html><body>no</body></html>"
#define BYTES(literal)                                                         \
	{                                                                      \
		(const uint8_t *)literal, sizeof literal - 1                   \
	}
/* SHA-256 of nothing. */
#define OTHER_DIGEST "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
#define OTHER .headers = { { "Content-Digest", OTHER_DIGEST } }
/* clang-format off */
#define SENT(who, where, said) .q = { .as = who, .method = "POST", .target = where, .text = said }
#define SENT_FORM(who, said, ...) .q = { .as = who, .method = "POST", .target = FORM, .type = FORM_TYPE, .body = BYTES(said), __VA_ARGS__ }

static const struct row {
	const char *name;
	struct sent q;
	int status;
	const char *type, *word;
	const char *document; /* the bytes that the entry must name */
} rows[] = {
	{ "empty", .q = { .as = "D01", .method = "POST", .target = RAW "a.pdf", .body = { (const uint8_t *)"", 0 } }, 422, "empty", "a.pdf", "" },
	{ "empty in a form", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.pdf", "") FORM_END), 422, "empty", "a.pdf", "" },
	{ "empty, of no kind", .q = { .as = "D01", .method = "POST", .target = RAW "a.exe", .body = { (const uint8_t *)"", 0 } }, 415, "media-type", "pdf", "" },
	{ "wrong digest", .q = { .as = "D01", .method = "POST", .target = RAW "a.pdf", .text = PDF, OTHER }, 400, "digest", "SHA-256", PDF },
	{ "wrong digest of a form", SENT_FORM("D01", FORM_WHOLE, OTHER), 400, "digest", "SHA-256", PDF },
	{ "HTML called PDF", SENT("D01", RAW "a.pdf", HTML), 422, "disguised", "a.pdf", HTML },
	{ "HTML called PDF in a form", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.pdf", HTML) FORM_END), 422, "disguised", "a.pdf", HTML },
	{ "HTML sent as HTML, called PDF", .q = { .as = "D01", .method = "POST", .target = RAW "a.pdf", .type = "text/html", .text = PDF }, 422, "disguised", "text/html", PDF },
	{ "a kind not taken", SENT("D01", RAW "a.exe", "MZ"), 415, "media-type", "pdf", "MZ" },
	{ "a kind not taken in a form", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.exe", "MZ") FORM_END), 415, "media-type", "pdf", "MZ" },
	{ "a kind not taken, by the e-office", SENT("dms", RAW "a.exe", "MZ"), 415, "media-type", "pdf", "MZ" },
	{ "no extension", SENT("D01", RAW "a", PDF), 415, "media-type", "pdf", PDF },
}, none[] = {
	/* did not come whole */
	{ "truncated", .q = { .as = "D01", .method = "POST", .target = RAW "a.exe", .text = "MZ", .missing = 5 }, 400, "truncated", "whole", NULL },
	{ "truncated, of another digest", .q = { .as = "D01", .method = "POST", .target = RAW "a.pdf", .text = PDF, .missing = 5, OTHER }, 400, "truncated", "whole", NULL },
	{ "aborted", .q = { .as = "D01", .method = "POST", .target = RAW "a.exe", .text = "MZ", .missing = 5, .fails = ERR_TRUNCATED }, 400, "truncated", "whole", NULL },
	{ "stalled", .q = { .as = "D01", .method = "POST", .target = RAW "a.pdf", .text = HTML, .missing = 5, .fails = ERR_TIMEOUT }, 408, "timeout", "whole", NULL },
	{ "a truncated form", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.exe", "MZ") FORM_END, .missing = 5), 400, "truncated", "whole", NULL },
	{ "no last boundary", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.exe", "MZ")), 400, "truncated", "boundary", NULL },
	{ "a field after the file", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.exe", "MZ") FORM_FIELD("note", "x") FORM_END), 400, "malformed", "before the file", NULL },
	{ "two files", SENT_FORM("D01", FORM_FIELDS FORM_FILE("a.exe", "MZ") FORM_FILE("b.pdf", PDF) FORM_END), 409, "conflict", "one file", NULL },
	/* might not be sent */
	{ "no token", SENT(NULL, RAW "a.exe", "MZ"), 401, "unauthenticated", "Bearer", NULL },
	{ "a revoked token", SENT("D02", RAW "a.exe", "MZ"), 401, "unauthenticated", "revoked", NULL },
	{ "another unit's token", SENT("H01", RAW "a.exe", "MZ"), 403, "forbidden", "D01", NULL },
	{ "an appraiser", SENT("appraiser", RAW "a.exe", "MZ"), 403, "forbidden", "appraiser", NULL },
	{ "an unknown period", SENT("D01", "/v1/submissions?period=1999&unit=D01&leaf=1.1.1&secrecy=thuong&file=a.exe", "MZ"), 404, "unknown-period", "1999", NULL },
	{ "an unknown leaf", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=9.9.9&secrecy=thuong&file=a.exe", "MZ"), 404, "unknown-leaf", "9.9.9", NULL },
	{ "another block's leaf", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=4.3.2&secrecy=thuong&file=a.exe", "MZ"), 422, "leaf-not-yours", "4.3.2", NULL },
	{ "a secret document", SENT("D01", "/v1/submissions?period=2022&unit=D01&leaf=1.1.1&secrecy=m%E1%BA%ADt&file=a.exe", "MZ"), 422, "secrecy", "thường", NULL },
};
/* clang-format on */

/* What an entry, its event and the day's bytes are kept in. */
#define SAID                                                                   \
	(WORLD_BIT(T_ENTRIES) | WORLD_BIT(T_NODES) |                           \
	    WORLD_BIT(T_CHECKPOINTS) | WORLD_BIT(T_HEAD) | WORLD_BIT(T_FEED) | \
	    WORLD_BIT(T_USAGE))

static void
open_with_tokens(struct gate *g)
{
	gate_open(g);
	gate_token(g, "D01");
	gate_token(g, "H01");
	gate_token(g, "dms");
	gate_token(g, "appraiser");
	gate_revoke(g, "D02");
	(void)world_upload(&g->w, "D01", "1.1.1", "makes the pack");
}

static void
ck_entry(struct gate *g, const struct row *r, struct heard *a)
{
	char hex[DIGEST_TEXT], number[40];

	(void)snprintf(number, sizeof number, "entry %llu of the log",
	    (unsigned long long)world_log(&g->w) - 1);
	ck_assert_msg(strstr(heard_text(a), number) != NULL, "%s: %s", r->name,
	    heard_text(a));
	digest_text(digest_of(slice_text(r->document)), hex);
	ck_assert_msg(world_newest(&g->w) == ENTRY_RETURNED &&
			  world_newest_says(&g->w, "document", hex) &&
			  world_newest_says(&g->w, "reason", r->type) &&
			  world_newest_says(&g->w, "leaf", "1.1.1") &&
			  world_newest_says(&g->w, "verdict", "on-time"),
	    "%s", r->name);
	heard_receipt(g, a, ENTRY_RETURNED, "D01");
}

START_TEST(each_reason_leaves_one_entry_and_its_event_and_nothing_of_the_bytes)
{
	struct heard a = { 0 };
	struct digest before;
	uint64_t log, events;
	unsigned files, fds;
	struct gate g;

	open_with_tokens(&g);
	before = world_dump(&g.w, SAID);
	files = folder_files(&g.w.folder);
	fds = open_files();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		log = world_log(&g.w);
		events = world_rows(&g.w, T_FEED);
		gate_ask(&g, &rows[i].q, &a);
		heard_problem(&a, rows[i].name, rows[i].status, rows[i].type,
		    rows[i].word);
		ck_assert_msg(world_log(&g.w) == log + 1 &&
				  world_rows(&g.w, T_FEED) == events + 1,
		    "%s: not one entry and one event", rows[i].name);
		ck_entry(&g, &rows[i], &a);
		ck_assert_msg(digest_eq(world_dump(&g.w, SAID), before) &&
				  folder_files(&g.w.folder) == files &&
				  open_files() == fds,
		    "%s: something was kept", rows[i].name);
	}
	world_verified(&g.w);
	world_rechecked(&g.w);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(what_was_not_whole_or_might_not_be_sent_leaves_none)
{
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	open_with_tokens(&g);
	before = world_dump(&g.w, 0);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		gate_ask(&g, &none[i].q, &a);
		heard_problem(&a, none[i].name, none[i].status, none[i].type,
		    none[i].word);
		ck_assert_msg(digest_eq(world_dump(&g.w, 0), before),
		    "%s: something was kept", none[i].name);
	}
	heard_free(&a);
	gate_close(&g);
}
END_TEST

static const struct sent no_pdf = { .as = "D01",
	.method = "POST",
	.target = RAW "a.pdf",
	.text = HTML };

START_TEST(the_sender_hears_of_it_in_the_feed_and_others_do_not)
{
	static const struct sent own = { .as = "D01",
		.method = "GET",
		.target = "/v1/changes?after=0" };
	static const struct sent other = { .as = "H01",
		.method = "GET",
		.target = "/v1/changes?after=0" };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &no_pdf, &a);
	ck_assert_int_eq(a.status, 422);
	gate_ask(&g, &own, &a);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "document-returned"));
	gate_ask(&g, &other, &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_null(strstr(heard_text(&a), "document-returned"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

static const struct {
	const char *clock, *verdict;
} times[] = {
	{ WORLD_LAST, "on-time" },
	{ WORLD_UNTIL, "late" },
	{ WORLD_CLOSES, "closed" },
};

START_TEST(its_verdict_is_that_of_its_time_and_no_closing_counts_it)
{
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	gate_token(&g, "D01");
	world_clock(&g.w, times[_i].clock);
	before = world_dump(&g.w, SAID);
	gate_ask(&g, &no_pdf, &a);
	heard_problem(&a, times[_i].verdict, 422, "disguised", "a.pdf");
	ck_assert_int_eq(world_newest(&g.w), ENTRY_RETURNED);
	ck_assert(world_newest_says(&g.w, "verdict", times[_i].verdict));
	ck_assert(digest_eq(world_dump(&g.w, SAID), before));
	world_clock(&g.w, "2023-01-18T08:00:00+07:00");
	ck_assert_err(act_tick(g.w.store), OK);
	world_rechecked(&g.w);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(the_right_file_is_taken_afterwards_as_if_nothing_had_been)
{
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = RAW "a.pdf",
		.text = HTML,
		.headers = { { "Idempotency-Key", "\"k1\"" } } };
	struct heard a = { 0 };
	struct gate g;

	gate_open(&g);
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 422);
	q.text = PDF;
	gate_ask(&g, &q, &a);
	ck_assert_int_eq(a.status, 202);
	ck_assert_int_eq(world_newest(&g.w), ENTRY_SUBMISSION);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

/* Of `n` bytes each; an empty one costs what an entry does. */
static const struct {
	size_t n;
	uint64_t costs;
} floods[] = { { 0, 65536 }, { 100000, 100000 } };

START_TEST(they_count_to_the_token_s_day_and_an_empty_one_does_too)
{
	uint8_t *bytes = calloc(1, 100000);
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = RAW "a.pdf",
		.body = { bytes, floods[_i].n } };
	struct heard a = { 0 };
	struct digest before;
	struct gate g;

	gate_open(&g);
	gate_token(&g, "D01");
	g.door.day_most = 3 * floods[_i].costs + 65535;
	for (unsigned i = 0; i < 3; i++) {
		gate_ask(&g, &q, &a);
		ck_assert_int_eq(a.status, 422);
	}
	before = world_dump(&g.w, 0);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "flood", 429, "quota", "day");
	ck_assert_ptr_null(strstr(heard_text(&a), "\"log\""));
	ck_assert_dump(&g.w, before);
	heard_free(&a);
	gate_close(&g);
	free(bytes);
}
END_TEST

START_TEST(the_entry_is_named_however_long_the_file_s_name)
{
	char target[600], name[252];
	struct sent q = { .as = "D01", .method = "POST", .text = HTML };
	struct heard a = { 0 };
	struct gate g;

	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = 0;
	(void)snprintf(target, sizeof target, "%s%s.pdf", RAW, name);
	q.target = target;
	q.type = "text/html";
	gate_open(&g);
	gate_ask(&g, &q, &a);
	heard_problem(&a, "long", 422, "disguised", "of the log");
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("returned");
	TCase *c = tcase_create("returned");
	SRunner *r;
	int failed;

	tcase_set_timeout(c, 60);
	tcase_add_test(c,
	    each_reason_leaves_one_entry_and_its_event_and_nothing_of_the_bytes);
	tcase_add_test(c, what_was_not_whole_or_might_not_be_sent_leaves_none);
	tcase_add_test(c, the_sender_hears_of_it_in_the_feed_and_others_do_not);
	tcase_add_loop_test(c,
	    its_verdict_is_that_of_its_time_and_no_closing_counts_it, 0,
	    sizeof times / sizeof *times);
	tcase_add_test(c,
	    the_right_file_is_taken_afterwards_as_if_nothing_had_been);
	tcase_add_loop_test(c,
	    they_count_to_the_token_s_day_and_an_empty_one_does_too, 0,
	    sizeof floods / sizeof *floods);
	tcase_add_test(c, the_entry_is_named_however_long_the_file_s_name);
	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
