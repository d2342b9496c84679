/*
 * test_audit_commitments.c - the auditor's report on what units said they would
 * send: told when nothing more can come of it in time, and not before; and
 * what a commitment proves of a document's age.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/audit.h"
#include "tests/kit/suite.h"

#define COUNTS                                                                 \
	"\"groups\": [", "\"commitments\": {\"counts\": \"commitment\", "      \
			 "\"hours\": 12},\n\"groups\": ["
#define BEFORE "2023-01-10T23:59:00+07:00"

static struct world w;

/* D01 commits to these texts, for 1.1.2. */
static struct commitment
promised(const char *const *texts)
{
	struct commit in = { .who = world_unit("D01"),
		.period = w.period,
		.unit = unit_named("D01"),
		.leaf = { leaf_named("1.1.2") },
		.n_leaves = 1,
		.size_most = 1 << 20,
		.day_most = UINT64_MAX };
	struct committed out;
	struct fault why = { 0 };

	for (; *texts != NULL; texts++)
		in.document[in.n_documents++] =
		    (struct promised){ digest_of(slice_text(*texts)),
			    strlen(*texts) };
	ck_assert_err(store_now(w.store, &in.arrival.after), OK);
	ck_assert_msg(act_commit(w.store, &in, &out, &why) == OK, "%s",
	    why.detail);
	return out.commitment;
}
#define PROMISED(...) promised((const char *const[]){ __VA_ARGS__, NULL })

static void
completed(const struct commitment *c, const char *text, const char *issued)
{
	struct submit in = world_request(&w, "D01", "1.1.2");
	struct submitted out;
	struct fault why = { 0 };

	in.commitment = c->id;
	(void)snprintf(in.facts.issued, sizeof in.facts.issued, "%s", issued);
	ck_assert_msg(world_send(&w, &in, slice_text(text), &out, &why) == OK,
	    "%s", why.detail);
}

/* How many findings of that kind; `says` stands in the first one. */
static void
ck_found(enum finding_code code, unsigned n, const char *says)
{
	struct findings fs = audit_of(&w);
	const struct finding *f = NULL;

	ck_assert_uint_eq(fs.count[code], n);
	for (size_t i = 0; i < fs.n && f == NULL; i++)
		if (fs.list[i].code == code)
			f = &fs.list[i];
	if (says != NULL) {
		ck_assert_ptr_nonnull(f);
		ck_assert_msg(strstr(f->en, says) != NULL, "%s", f->en);
	}
	findings_free(&fs);
}

START_TEST(what_did_not_come_is_told_once_it_can_no_longer_count)
{
	struct commitment c;
	char first[DIGEST_TEXT];
	struct findings fs;

	world_open_with(&w, WORLD_PATCHES(COUNTS));
	world_clock(&w, BEFORE);
	c = PROMISED("a", "b", "c");
	completed(&c, "a", "");
	world_clock(&w, "2023-01-11T11:58:59.999999+07:00");
	ck_found(FINDING_COMMITMENT_OPEN, 0, NULL);
	world_clock(&w, "2023-01-11T11:59:00+07:00");
	digest_text(digest_of(slice_text("b")), first);
	ck_found(FINDING_COMMITMENT_OPEN, 1, "Unit D01: 1 of 3 documents");
	ck_found(FINDING_COMMITMENT_OPEN, 1, first);
	fs = audit_of(&w);
	for (size_t i = 0; i < fs.n; i++)
		if (fs.list[i].code == FINDING_COMMITMENT_OPEN) {
			ck_assert_uint_eq(fs.list[i].place, c.entry);
			ck_assert_ptr_nonnull(
			    strstr(fs.list[i].vi, "đã nộp 1 trong 3"));
		}
	findings_free(&fs);
	completed(&c, "b", ""); /* late, and here */
	completed(&c, "c", "");
	ck_found(FINDING_COMMITMENT_OPEN, 0, NULL);
	world_close(&w);
}
END_TEST

START_TEST(while_the_window_is_open_nothing_is_missing_yet)
{
	world_open_with(&w, WORLD_PATCHES(COUNTS));
	(void)PROMISED("a"); /* its hours end long before the window does */
	world_clock(&w, WORLD_LAST);
	ck_found(FINDING_COMMITMENT_OPEN, 0, NULL);
	world_clock(&w, WORLD_UNTIL);
	ck_found(FINDING_COMMITMENT_OPEN, 1, "0 of 1");
	world_close(&w);
}
END_TEST

START_TEST(where_completion_counts_the_window_s_end_decides)
{
	world_open(&w);
	world_clock(&w, BEFORE);
	(void)PROMISED("a");
	ck_found(FINDING_COMMITMENT_OPEN, 0, NULL);
	world_clock(&w, WORLD_UNTIL);
	ck_found(FINDING_COMMITMENT_OPEN, 1, "0 of 1");
	world_close(&w);
}
END_TEST

START_TEST(a_document_is_as_old_as_the_commitment_that_names_it)
{
	struct commitment c;

	world_open_with(&w, WORLD_PATCHES(COUNTS));
	world_clock(&w, BEFORE);
	c = PROMISED("a");
	world_clock(&w, "2023-01-11T00:40:00+07:00");
	completed(&c, "a", "2023-01-11");
	ck_found(FINDING_ISSUED_AFTER_ARRIVAL, 1, "issued 2023-01-11");
	world_close(&w);
}
END_TEST

START_TEST(a_doubt_is_told_by_the_time_that_counts)
{
	struct commitment c;

	world_open_with(&w, WORLD_PATCHES(COUNTS));
	world_clock_bound(&w, WORLD_LAST, S);
	c = PROMISED("a");
	world_clock(&w, "2023-01-11T00:40:00+07:00");
	completed(&c, "a", "");
	ck_found(FINDING_IN_DOUBT, 1,
	    "between 2023-01-10T23:59:58.999999+07:00");
	ck_found(FINDING_ENTRY_FAR, 0, NULL);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_did_not_come_is_told_once_it_can_no_longer_count,
		while_the_window_is_open_nothing_is_missing_yet,
		where_completion_counts_the_window_s_end_decides,
		a_document_is_as_old_as_the_commitment_that_names_it,
		a_doubt_is_told_by_the_time_that_counts,
		NULL,
	};

	return suite_run("audit_commitments", tests);
}
