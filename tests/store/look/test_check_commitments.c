/*
 * test_check_commitments.c - an administrator who edits a commitment, or what a
 * submission says it completes, and leaves the log alone, is found.
 */
#include <stdio.h>

#include "store/table/commitments.h"
#include "store/table/submissions.h"
#include "tests/kit/commit.h"
#include "tests/kit/suite.h"

static struct world w;
static struct commitment c, other;
static struct submission s, plain;

struct heard {
	unsigned n;
	char last[256];
};

static void
hear(void *self, const char *sentence)
{
	struct heard *h = self;

	h->n++;
	(void)snprintf(h->last, sizeof h->last, "%s", sentence);
}

static void
check(unsigned row, unsigned complaints, const char *says)
{
	struct heard h = { 0 };
	struct checked n;

	ck_assert_err(look_check(w.store, hear, &h, &n), OK);
	ck_assert_uint_eq(n.commitments, 2);
	ck_assert_msg(h.n == complaints, "row %u: %u complaints; %s", row, h.n,
	    h.last);
	ck_assert_msg(strstr(h.last, says) != NULL, "row %u: %s", row, h.last);
}

static void
start(void)
{
	world_open_with(&w, WORLD_PATCHES(COMMITMENTS_COUNT("12")));
	c = commit_to(&w, "D01", "1.1.1", "large", "more");
	other = commit_to(&w, "D01", "1.1.1", "large", "");
	s = commit_complete(&w, &c, "1.1.1", "large");
	plain = world_upload(&w, "D01", "1.1.2", "plain");
}

START_TEST(a_sound_store_gives_no_complaint)
{
	start();
	check(0, 0, "");
	world_close(&w);
}
END_TEST

/* ---- a commitment's row ---- */

static void
names_another(struct commitment *x)
{
	x->document[0].document.b[0] ^= 1;
}

static void
of_another_size(struct commitment *x)
{
	x->document[0].size++;
}

static void
names_one_more(struct commitment *x)
{
	x->document[x->n_documents++] = (struct promised){ { { 1 } }, 1 };
}

static void
about_another(struct commitment *x)
{
	x->leaf[0] = leaf_named("1.1.2");
}

static void
of_another_unit(struct commitment *x)
{
	x->salt[0] ^= 1;
}

static void
came_earlier(struct commitment *x)
{
	x->received.earliest.us--;
}

static void
in_another_window(struct commitment *x)
{
	x->window_version++;
}

static void
with_another_verdict(struct commitment *x)
{
	x->verdict = VERDICT_ON_TIME_DOUBT;
}

static void
by_another_clock(struct commitment *x)
{
	x->trust = TRUST_UNFIT;
}

static void
by_another_token(struct commitment *x)
{
	x->by.n++;
}

static void
at_another_time(struct commitment *x)
{
	x->time.us++;
}

static void
at_another_place(struct commitment *x)
{
	x->entry = s.entry;
}

static void
at_no_place(struct commitment *x)
{
	x->entry = 1000;
}

static enum err
put(struct txn *t, void *arg)
{
	commitments_add(t, arg);
	return t->err;
}

START_TEST(every_edit_of_a_commitment_is_named)
{
	static void (*const edits[])(struct commitment * x) = { names_another,
		of_another_size, names_one_more, about_another, of_another_unit,
		came_earlier, in_another_window, with_another_verdict,
		by_another_clock, by_another_token, at_another_time,
		at_another_place, at_no_place };

	start();
	for (unsigned i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct commitment x = other;

		edits[i](&x);
		ck_assert_err(env_change(w.store->env, put, &x, 0), OK);
		check(i, 1, "Commitment ");
		ck_assert_err(env_change(w.store->env, put, &other, 0), OK);
	}
	check(99, 0, "");
	world_close(&w);
}
END_TEST

/* ---- what a submission completes ---- */

static void
nothing(struct submission *x)
{
	x->completes.id = (struct commitment_id){ { 0 } };
}

static void
the_other(struct submission *x)
{
	x->completes = commitment_completed(&other);
}

static void
nobodys(struct submission *x)
{
	x->completes.id.b[15] ^= 1;
}

static void
an_earlier_one(struct submission *x)
{
	x->completes.received.latest.us--;
}

static void
one_in_another_place(struct submission *x)
{
	x->completes.entry--;
}

static void
one_of_an_unfit_clock(struct submission *x)
{
	x->completes.trust = TRUST_UNFIT;
}

static void
one_behind_a_token(struct submission *x)
{
	x->completes.after_by = 1;
}

static enum err
put_submission(struct txn *t, void *arg)
{
	submissions_add(t, arg);
	return t->err;
}

static void
named(unsigned row, const struct submission *was,
    void (*edit)(struct submission *x))
{
	struct submission x = *was;

	edit(&x);
	ck_assert_err(env_change(w.store->env, put_submission, &x, 0), OK);
	check(row, 1, "says something else of it");
	x = *was;
	ck_assert_err(env_change(w.store->env, put_submission, &x, 0), OK);
}

START_TEST(every_edit_of_what_it_completes_is_named)
{
	static void (*const edits[])(struct submission * x) = { nothing,
		the_other, nobodys, an_earlier_one, one_in_another_place,
		one_of_an_unfit_clock, one_behind_a_token };

	start();
	for (unsigned i = 0; i < sizeof edits / sizeof *edits; i++)
		named(i, &s, edits[i]);
	/* one that completes nothing is given a commitment */
	named(99, &plain, the_other);
	check(99, 0, "");
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_sound_store_gives_no_complaint,
		every_edit_of_a_commitment_is_named,
		every_edit_of_what_it_completes_is_named,
		NULL,
	};

	return suite_run("check commitments", tests);
}
