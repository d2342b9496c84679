/*
 * test_fences.c - the outside times around a submission, as a unit fetches
 * them and anybody checks them without a store.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/admin/fence_file.h"
#include "store/base/draft.h"
#include "tests/kit/authority.h"
#include "tests/kit/gate.h"
#include "tests/kit/program.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define ROOM (FOLDER_ROOM + 32)

static struct gate g;
static struct heard a;
static struct authority *authority;
static char ca[ROOM], file[ROOM], proof[ROOM];

/* A token of the authority over the log as it is. */
static void
stamp(const char *by)
{
	const struct tsp_trust trust = { ca, "" };
	struct buf note = { 0 }, request = { 0 }, response = { 0 };
	struct stamping in = { .by = by };
	struct fault why = { 0 };
	struct slice text;
	uint64_t size;

	ck_assert_err(look_checkpoint(g.w.store, &note, &size), OK);
	ck_assert_err(note_text(buf_all(&note), &text), OK);
	ck_assert_err(tsp_ask(digest_of(text), &request), OK);
	authority_answer(authority, buf_all(&request), &response);
	ck_assert_msg(tsp_check(&trust, digest_of(text), buf_all(&request),
			  buf_all(&response), &in.token, &why) == OK,
	    "%s", why.detail);
	in.note = buf_all(&note);
	in.request = buf_all(&request);
	in.response = buf_all(&response);
	ck_assert_err(act_stamped(g.w.store, &in), OK);
	buf_free(&note);
	buf_free(&request);
	buf_free(&response);
}

static void
keep(const char *path, struct slice bytes)
{
	FILE *to = fopen(path, "wb");

	ck_assert_ptr_nonnull(to);
	ck_assert_uint_eq(fwrite(bytes.p, 1, bytes.n, to), bytes.n);
	ck_assert_int_eq(fclose(to), 0);
}

static int
ask(const char *as, const struct submission *s, const char *what)
{
	struct sent q = { .as = as, .method = "GET" };
	char target[96], id[UUID_TEXT];

	submission_id_text(s->id, id);
	(void)snprintf(target, sizeof target, "/v1/submissions/%s/%s", id,
	    what);
	q.target = target;
	gate_ask(&g, &q, &a);
	return a.status;
}

/* A unit's submission between two tokens; its fences and receipt in files. */
static struct submission
fetch(void)
{
	struct submission s;

	gate_open(&g);
	(void)snprintf(ca, sizeof ca, "%s/ca.pem", g.w.folder.path);
	(void)snprintf(file, sizeof file, "%s/fences", g.w.folder.path);
	(void)snprintf(proof, sizeof proof, "%s/receipt", g.w.folder.path);
	authority = authority_open(ca);
	(void)world_upload(&g.w, "D02", "1.1.2", "before it");
	stamp("old");
	(void)world_upload(&g.w, "D02", "1.1.2", "still before it");
	stamp("vgca");
	s = world_upload(&g.w, "D01", "1.1.2", "between two tokens");
	(void)world_upload(&g.w, "D02", "1.1.2", "after it");
	stamp("vgca");
	(void)world_upload(&g.w, "D02", "1.1.2", "long after it");
	stamp("vgca");
	ck_assert_int_eq(ask("D01", &s, "receipt"), 200);
	keep(proof, buf_all(&a.body));
	ck_assert_int_eq(ask("D01", &s, "fences"), 200);
	keep(file, buf_all(&a.body));
	return s;
}

/* The same of a commitment of D01's. */
static void
fetch_commitment(void)
{
	struct sent q = { .as = "D01",
		.method = "POST",
		.target = "/v1/periods/2022/units/D01/commitments",
		.type = "application/json",
		.text =
		    "{\"leaves\":[\"1.1.2\"],\"documents\":[{\"sha256\":"
		    "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca4959"
		    "91b7852b855\",\"size\":9}]}" };
	char id[64], target[128];

	gate_open(&g);
	(void)snprintf(ca, sizeof ca, "%s/ca.pem", g.w.folder.path);
	(void)snprintf(file, sizeof file, "%s/fences", g.w.folder.path);
	(void)snprintf(proof, sizeof proof, "%s/receipt", g.w.folder.path);
	authority = authority_open(ca);
	stamp("vgca");
	gate_ask(&g, &q, &a);
	ck_assert_msg(a.status == 201, "%s", heard_text(&a));
	heard_member(&a, "id", id, sizeof id);
	stamp("vgca");
	q = (struct sent){ .as = "D01", .method = "GET", .target = target };
	for (unsigned i = 0; i < 2; i++) {
		(void)snprintf(target, sizeof target,
		    "/v1/periods/2022/units/D01/commitments/%s/%s", id,
		    i == 0 ? "receipt" : "fences");
		gate_ask(&g, &q, &a);
		ck_assert_int_eq(a.status, 200);
		keep(i == 0 ? proof : file, buf_all(&a.body));
	}
	q.as = "H01";
	gate_ask(&g, &q, &a);
	heard_problem(&a, "H01", 404, "not-found", "no such commitment");
}

static void
end(void)
{
	authority_close(&authority);
	heard_free(&a);
	gate_close(&g);
}

/* What the kept file is worth for the kept receipt, to who trusts `ca`. */
static enum err
check(struct fence out[FENCES_MOST], unsigned *n, struct fault *why)
{
	const struct tsp_trust trust = { ca, "" };
	struct buf text = { 0 };
	struct receipt r;
	enum err e;

	*why = (struct fault){ .err = OK };
	ck_assert_err(file_read(proof, 1 << 20, &text), OK);
	ck_assert_err(receipt_check(buf_all(&text), &g.w.store->key, &r, why),
	    OK);
	e = fences_read(file, &r, &g.w.store->key, &trust, out, n, why);
	receipt_free(&r);
	buf_free(&text);
	return e;
}

START_TEST(a_submission_lies_between_the_nearest_tokens_of_each_authority)
{
	struct fence f[FENCES_MOST];
	struct fault why;
	unsigned n;

	(void)fetch();
	ck_assert_msg(check(f, &n, &why) == OK, "%s", why.detail);
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(f[0].side, FENCE_AFTER);
	ck_assert_str_eq(f[0].authority, "vgca");
	ck_assert_int_eq(f[1].side, FENCE_AFTER);
	ck_assert_str_eq(f[1].authority, "old");
	ck_assert_int_eq(f[2].side, FENCE_BEFORE);
	ck_assert_str_eq(f[2].authority, "vgca");
	/* 1.5 s of accuracy on each side */
	ck_assert_int_ge(f[2].at.us - f[0].at.us, 3000000);
	end();
}
END_TEST

START_TEST(a_commitment_has_outside_times_of_its_own)
{
	struct fence f[FENCES_MOST];
	struct fault why;
	unsigned n;

	fetch_commitment();
	ck_assert_msg(check(f, &n, &why) == OK, "%s", why.detail);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(f[0].side, FENCE_AFTER);
	ck_assert_int_eq(f[1].side, FENCE_BEFORE);
	end();
}
END_TEST

START_TEST(nobody_else_may_fetch_them)
{
	struct submission s = fetch();

	ck_assert_int_eq(ask("D02", &s, "fences"), 404);
	ck_assert_int_eq(ask("auditor", &s, "fences"), 200);
	end();
}
END_TEST

START_TEST(without_a_token_there_is_no_fence)
{
	struct submission s;

	gate_open(&g);
	s = world_upload(&g.w, "D01", "1.1.2", "alone");
	ck_assert_int_eq(ask("D01", &s, "fences"), 200);
	ck_assert_ptr_nonnull(strstr(heard_text(&a), "\"fences\":[]"));
	heard_free(&a);
	gate_close(&g);
}
END_TEST

/* The file with every `was` another text. */
static void
change(const char *was, const char *is)
{
	struct buf bytes = { 0 }, to = { 0 };
	const char *at, *next;

	ck_assert_err(file_read(file, 1 << 20, &bytes), OK);
	for (at = buf_cstr(&bytes); (next = strstr(at, was)) != NULL;
	     at = next + strlen(was)) {
		buf_bytes(&to, at, (size_t)(next - at));
		buf_text(&to, is);
	}
	buf_text(&to, at);
	ck_assert(!slice_eq(buf_all(&bytes), buf_all(&to)));
	keep(file, buf_all(&to));
	buf_free(&bytes);
	buf_free(&to);
}

START_TEST(a_fence_that_does_not_hold_is_refused)
{
	static const struct {
		const char *was, *is;
	} rows[] = {
		{ "\"side\":\"after\"", "\"side\":\"before\"" },
		{ "\"side\":\"before\"", "\"side\":\"after\"" },
		{ "\"side\":\"before\"", "\"side\":\"beside\"" },
		{ "\\nindex ", "\\nindex 1" },
		{ "\"response\":\"MI", "\"response\":\"MJ" },
		{ "\"request\":\"", "\"request\":\"AAAA" },
		{ "\"fences\":[", "\"fences\":[{}," },
		{ "\"fences\":[", "\"fences\":{},\"x\":[" },
		{ "]}", "]" },
	};
	struct fence f[FENCES_MOST];
	struct buf whole = { 0 };
	struct fault why;
	unsigned n;

	(void)fetch();
	ck_assert_err(file_read(file, 1 << 20, &whole), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		change(rows[i].was, rows[i].is);
		ck_assert_msg(check(f, &n, &why) != OK, "row %zu", i);
		ck_assert_int_ne(why.detail[0], 0);
		keep(file, buf_all(&whole));
	}
	ck_assert_err(check(f, &n, &why), OK);
	buf_free(&whole);
	end();
}
END_TEST

START_TEST(another_submissions_fences_are_not_this_ones)
{
	struct fence f[FENCES_MOST];
	struct submission other;
	struct fault why;
	unsigned n;

	(void)fetch();
	other = world_upload(&g.w, "D01", "1.4.1", "another");
	stamp("vgca");
	ck_assert_int_eq(ask("D01", &other, "fences"), 200);
	keep(file, buf_all(&a.body));
	ck_assert_err(check(f, &n, &why), ERR_BROKEN);
	end();
}
END_TEST

START_TEST(an_authority_that_is_not_trusted_proves_nothing)
{
	struct authority *stranger;
	struct fence f[FENCES_MOST];
	struct fault why;
	unsigned n;

	(void)fetch();
	stranger = authority_open(ca); /* its certificate instead */
	ck_assert_err(check(f, &n, &why), ERR_BROKEN);
	authority_close(&stranger);
	end();
}
END_TEST

START_TEST(the_command_says_what_they_prove)
{
	const char *argv[] = { "parindex", "verify", proof, "--key", NULL,
		"--fences", file, "--authority", ca, "--lang", "en", NULL };
	struct ran r;

	(void)fetch();
	argv[4] = g.w.store->meta.vkey;
	r = program_run(PARINDEX, argv);
	ck_assert_msg(r.status == 0, "%s", buf_cstr(&r.err));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.out), "in the log before "));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.out), "written after "));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.out), "is not this server's"));
	ck_assert_ptr_null(strstr(buf_cstr(&r.out), "only this server"));
	ran_free(&r);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_submission_lies_between_the_nearest_tokens_of_each_authority,
		a_commitment_has_outside_times_of_its_own,
		nobody_else_may_fetch_them,
		without_a_token_there_is_no_fence,
		a_fence_that_does_not_hold_is_refused,
		another_submissions_fences_are_not_this_ones,
		an_authority_that_is_not_trusted_proves_nothing,
		the_command_says_what_they_prove,
		NULL,
	};

	return suite_run("fences", tests);
}
