/*
 * assign.c - the lead assigns a person to fields of units, or takes that back.
 *
 * Knows that nobody appraises their own unit. Touches assignments and ledger.
 */
#include "store/act/acts.h"
#include "store/act/part.h"

struct assigning {
	struct store *store;
	const struct who *who;
	const struct assigning_asked *in;
	const struct plan *plan;
	struct assignment row; /* all but unit and field */
	struct reading now;
	struct assigned *out;
	struct fault *why;
};

/* The pairs that change, as lines: what the log commits to. */
static void
each_pair(struct assigning *w, struct txn *t, struct buf *lines, bool put)
{
	const struct assigning_asked *in = w->in;

	for (unsigned u = 0; u < in->n_units; u++) {
		w->row.unit = w->plan->units[in->unit[u]].id;
		if (!in->release && part_own_unit(t, w->row.person, w->row.unit,
					moment_day(w->now.wall))) {
			w->out->own[u] = true;
			continue;
		}
		for (unsigned f = 0; f < in->n_fields; f++) {
			struct assignment is = w->row;

			is.field = w->plan->fields[in->field[f]].id;
			if (assignments_get(t, &is) != in->release)
				continue;
			w->row.field = is.field;
			buf_print(lines, "%s %s\n", is.unit.text,
			    is.field.text);
			w->out->pairs += !put;
			if (put && in->release)
				(void)assignments_drop(t, &w->row);
			else if (put)
				assignments_put(t, &w->row);
		}
	}
}

static enum err
log_it(struct assigning *w, struct txn *t, const struct buf *lines)
{
	const uint8_t *salt = w->row.noted.salt;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "period", w->plan->period.text);
	entry_digest(&body, "person",
	    part_salted(salt, slice_text(w->row.person.text)));
	entry_int(&body, "pairs", (int64_t)w->out->pairs);
	entry_digest(&body, "what", part_salted(salt, buf_all(lines)));
	entry_str(&body, "action", w->in->release ? "released" : "assigned");
	entry_int(&body, "by", (int64_t)w->who->token.n);
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_ASSIGNMENT, &w->now,
		    buf_all(&body), &w->row.noted.entry, &w->row.noted.time);
	buf_free(&body);
	return e;
}

/* Only who holds an appraiser's duty today is assigned. */
static enum err
check_person(struct assigning *w, struct txn *t)
{
	struct person_row person = { .person = { .id = w->in->person } };
	struct duty list[DUTIES_MOST];
	unsigned n;

	if (!persons_get(t, &person))
		return fault_set(w->why, ERR_NOT_FOUND, "/person",
		    "There is no person \"%s\".", w->in->person.text);
	n = duties_in_force(t, w->in->person, moment_day(w->now.wall), list,
	    DUTIES_MOST);
	for (unsigned i = 0; i < n; i++)
		if (list[i].role == ROLE_APPRAISER || list[i].role == ROLE_LEAD)
			return OK;
	if (w->in->release)
		return OK;
	return fault_set(w->why, ERR_WRONG_STATE, "/person",
	    "\"%s\" holds no appraiser's duty today.", w->in->person.text);
}

static enum err
run(struct txn *t, void *arg)
{
	struct assigning *w = arg;
	struct buf lines = { 0 };
	enum err e;

	*w->out = (struct assigned){ 0 };
	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    (e = check_person(w, t)) != OK)
		return e;
	each_pair(w, t, &lines, false);
	if (w->out->pairs > 0 && (e = lines.err) == OK &&
	    (e = log_it(w, t, &lines)) == OK)
		each_pair(w, t, &lines, true);
	buf_free(&lines);
	return e != OK ? e : t->err;
}

enum err
act_assign(struct store *s, const struct who *who,
    const struct assigning_asked *in, struct assigned *out, struct fault *why)
{
	struct assigning w = { .store = s,
		.who = who,
		.in = in,
		.row = { .period = in->period,
		    .person = in->person,
		    .noted = { .by = who->token } },
		.out = out,
		.why = why };
	static const struct unit_id none;
	enum err e;

	if ((e = part_may(who, MAY_ASSIGN, in->period, none, why)) != OK ||
	    (e = part_plan(s, in->period, &w.plan, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK ||
	    (e = random_bytes(w.row.noted.salt, sizeof w.row.noted.salt)) != OK)
		return e;
	if (in->n_units == 0 || in->n_fields == 0)
		return fault_set(why, ERR_MISSING_FIELD,
		    in->n_units == 0 ? "/units" : "/fields",
		    "An assignment names units and fields.");
	return env_change(s->env, run, &w,
	    (size_t)in->n_units * in->n_fields * 128 + 1024);
}
