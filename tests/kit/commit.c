/*
 * commit.c - commitments in a world.
 *
 * Knows the acts. Touches the world it is given.
 */
#include "tests/kit/commit.h"

#include "tests/kit/suite.h"

#define DAY_MOST ((uint64_t)1 << 30)

struct commit
commit_about(struct world *w, const char *unit, const char *leaf)
{
	return (struct commit){ .who = world_unit(unit),
		.period = w->period,
		.unit = unit_named(unit),
		.leaf = { leaf_named(leaf) },
		.n_leaves = 1,
		.size_most = DAY_MOST,
		.day_most = DAY_MOST };
}

void
commit_name(struct commit *in, const char *bytes)
{
	struct slice text = slice_text(bytes);

	ck_assert_uint_lt(in->n_documents, COMMITMENT_DOCUMENTS);
	in->document[in->n_documents++] =
	    (struct promised){ digest_of(text), text.n };
}

enum err
commit_send(struct world *w, const struct commit *in, struct committed *out,
    struct fault *why)
{
	struct commit request = *in;

	ck_assert_err(store_now(w->store, &request.arrival.after), OK);
	request.arrival.bytes = 100 * in->n_documents;
	return act_commit(w->store, &request, out, why);
}

struct commitment
commit_to(struct world *w, const char *unit, const char *leaf,
    const char *bytes, const char *more)
{
	struct commit in = commit_about(w, unit, leaf);
	struct committed out;
	struct fault why = { 0 };

	commit_name(&in, bytes);
	if (more[0] != 0)
		commit_name(&in, more);
	ck_assert_msg(commit_send(w, &in, &out, &why) == OK, "%s: %s",
	    why.pointer, why.detail);
	ck_assert(!out.replayed);
	return out.commitment;
}

struct submit
commit_completes(struct world *w, const struct commitment *c, const char *leaf)
{
	struct submit in = world_request(w, c->unit.text, leaf);

	in.commitment = c->id;
	return in;
}

struct submission
commit_complete(struct world *w, const struct commitment *c, const char *leaf,
    const char *bytes)
{
	struct submit in = commit_completes(w, c, leaf);
	struct submitted out;
	struct fault why = { 0 };

	ck_assert_msg(world_send(w, &in, slice_text(bytes), &out, &why) == OK,
	    "%s: %s", why.pointer, why.detail);
	ck_assert_int_eq(out.how, SUBMIT_NEW);
	return out.submission;
}
