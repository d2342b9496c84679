/*
 * arriving.c - what every request that brings evidence says about itself.
 *
 * Touches the clock, and the plans in force, through the store.
 */
#include "cgi/page/arriving.h"

#include "cgi/http/idempotency.h"

enum err
arriving_note(struct store *s, const struct ask *a, int64_t started,
    struct arrival *out)
{
	enum err e = store_now(s, &out->after);

	out->took.us = store_run(s) - started;
	out->has_front = a->stamped;
	out->front = a->front_stamp;
	out->bytes = a->taken;
	return e;
}

enum err
arriving_key(const struct ask *a, bool *has, struct digest *key,
    struct fault *why)
{
	struct idempotency_key given;
	enum err e =
	    idempotency_read(ask_header(a, "Idempotency-Key"), &given, why);

	*has = e == OK && given.text[0] != 0;
	if (*has)
		*key = digest_of(slice_text(given.text));
	return e;
}

struct span
arriving_within(struct store *s, const struct submission *sub)
{
	const struct plan *plan;
	struct period row;

	if (!commitment_id_is(sub->completes.id) ||
	    store_plan(s, sub->period, &plan, &row) != OK)
		return (struct span){ 0 };
	return plan->commitment;
}
