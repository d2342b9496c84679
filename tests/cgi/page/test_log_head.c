/*
 * test_log_head.c - a unit that keeps its results, or its sheet, holds a
 * witness of the log.
 */
#include <stdio.h>

#include "store/base/json_in.h"
#include "store/mark.h"
#include "tests/kit/forger.h"
#include "tests/kit/gate.h"
#include "tests/kit/suite.h"

static struct gate g;
static struct heard a;

static const char *const targets[] = {
	"/v1/periods/2022/results",
	"/v1/periods/2022/results/D01",
	"/v1/periods/2022/units/D01/sheet",
};
#define TARGETS ((int)(sizeof targets / sizeof *targets))

static int
ask(const char *target, const char *tag)
{
	struct sent q = { .as = "D01", .method = "GET", .target = target };

	if (tag[0] != 0) {
		q.headers[0][0] = "If-None-Match";
		q.headers[0][1] = tag;
	}
	gate_ask(&g, &q, &a);
	return a.status;
}

/* What stands in the answer, as a unit would read it: the signed checkpoint,
 * with size and root beside it. */
static struct checkpoint
head(void)
{
	struct fault why = { 0 };
	struct json *doc;
	struct jv root, log, text, size, hash;
	struct checkpoint c;
	struct slice note, said, lines;
	char number[32];
	int64_t n;

	ck_assert_err(json_parse(buf_all(&a.body), 1 << 20, &doc, &why), OK);
	root = json_root(doc);
	log = jv_get(&root, "log");
	text = jv_get(&log, "checkpoint");
	size = jv_get(&log, "size");
	hash = jv_get(&log, "root");
	ck_assert(jv_text(&text, &note));
	ck_assert_err(note_open(note, &g.w.store->key, &lines), OK);
	ck_assert_err(checkpoint_read(lines, &c), OK);
	ck_assert(jv_int(&size, &n));
	ck_assert_uint_eq((uint64_t)n, c.size);
	ck_assert(jv_text(&hash, &said));
	(void)snprintf(number, sizeof number, "\n%lld\n", (long long)n);
	ck_assert_ptr_nonnull(memmem(lines.p, lines.n, said.p, said.n));
	ck_assert_ptr_nonnull(memmem(lines.p, lines.n, number, strlen(number)));
	json_free(&doc);
	return c;
}

START_TEST(each_answer_ends_with_the_newest_signed_checkpoint)
{
	gate_open(&g);
	world_earn(&g.w, "D01");
	(void)world_settle(&g.w);
	ck_assert_int_eq(ask(targets[_i], ""), 200);
	ck_assert_uint_eq(head().size, world_log(&g.w));
	(void)world_upload(&g.w, "D02", "1.1.2", "one more");
	ck_assert_int_eq(ask(targets[_i], ""), 200);
	ck_assert_uint_eq(head().size, world_log(&g.w));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(results_are_the_same_while_only_the_log_has_grown)
{
	char tag[128];

	gate_open(&g);
	(void)world_settle(&g.w);
	ck_assert_int_eq(ask(targets[_i], ""), 200);
	(void)snprintf(tag, sizeof tag, "%s", heard_header(&a, "ETag"));
	ck_assert_ptr_eq(strstr(tag, "W/\""), tag);
	(void)world_upload(&g.w, "D02", "1.1.2", "not yet judged");
	ck_assert_int_eq(ask(targets[_i], tag), 304);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

START_TEST(what_a_unit_kept_finds_a_log_written_anew)
{
	struct forgery f = FORGERY_NONE;
	struct fault why = { 0 };
	struct checkpoint kept;

	gate_open(&g);
	world_earn(&g.w, "D01");
	(void)world_settle(&g.w);
	ck_assert_int_eq(ask(targets[_i], ""), 200);
	kept = head();
	ck_assert_err(mark_holds(g.w.store, &kept, &why), OK);
	f.without = 2;
	forge(&g.w, f);
	ck_assert_err(forger_verify(&g.w), OK);
	ck_assert_int_ne(mark_holds(g.w.store, &kept, &why), OK);
	heard_free(&a);
	gate_close(&g);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("log head");
	TCase *t = tcase_create("log head");
	SRunner *r = srunner_create(s);
	int n;

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t,
	    each_answer_ends_with_the_newest_signed_checkpoint, 0, TARGETS);
	tcase_add_loop_test(t,
	    results_are_the_same_while_only_the_log_has_grown, 0, 2);
	tcase_add_loop_test(t, what_a_unit_kept_finds_a_log_written_anew, 0,
	    TARGETS);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	n = srunner_ntests_failed(r);
	srunner_free(r);
	return n != 0;
}
