/*
 * handover.c - sealed packages of forms change hands, and are opened.
 *
 * Knows that the log has numbers in the clear and names salted. Touches
 * handovers and ledger.
 */
#include <string.h>

#include "store/act/acts.h"
#include "store/act/survey_part.h"

struct handing {
	struct surveying v;
	struct handover *h;             /* what is recorded, what comes out */
	const struct handover *opening; /* NULL: the handover itself */
	uint64_t number;
};

/* Names, seals and notes, one a line. */
static struct digest
words_of(const struct handover *h, bool opening)
{
	struct buf text = { 0 };
	struct digest d;

	if (opening)
		buf_print(&text, "%s\n%s\n%s\n%s", h->person[0], h->person[1],
		    h->note, h->found);
	else
		buf_print(&text, "%s%s\n%s\n%s\n", h->seals, h->from, h->to,
		    h->minutes);
	d = part_salted(h->salt, buf_all(&text));
	buf_free(&text);
	return d;
}

static enum err
log_handover(const struct handing *w, struct txn *t, struct handover *h)
{
	static const struct digest none;
	struct buf body = { 0 };

	survey_lines(&body, &w->v);
	entry_int(&body, "number", (int64_t)h->number);
	entry_int(&body, "packages", (int64_t)h->packages);
	entry_int(&body, "issued", (int64_t)h->issued);
	entry_int(&body, "collected", (int64_t)h->collected);
	entry_int(&body, "valid", (int64_t)h->valid);
	entry_int(&body, "invalid", (int64_t)h->invalid);
	entry_digest(&body, "record", words_of(h, false));
	if (!digest_eq(h->scan, none))
		entry_digest(&body, "scan", h->scan);
	return survey_log(&w->v, t, ENTRY_HANDOVER, &body, &h->entry, &h->time);
}

static enum err
log_opening(const struct handing *w, struct txn *t, struct handover *h)
{
	struct buf body = { 0 };

	survey_lines(&body, &w->v);
	entry_int(&body, "number", (int64_t)h->number);
	entry_str(&body, "intact", h->intact ? "yes" : "no");
	entry_digest(&body, "record", words_of(h, true));
	return survey_log(&w->v, t, ENTRY_UNSEALED, &body, &h->opened_entry,
	    &h->opened_at);
}

static enum err
record(struct handing *w, struct txn *t)
{
	struct handover h = *w->h;
	enum err e;

	h.number = handovers_sum(t, w->v.period, w->v.id).all + 1;
	h.by = w->v.who->token.n;
	h.opened = false;
	if (t->err != OK)
		return t->err;
	if ((e = log_handover(w, t, &h)) != OK)
		return e;
	handovers_put(t, w->v.period, w->v.id, &h);
	*w->h = h;
	return t->err;
}

static enum err
open_it(struct handing *w, struct txn *t)
{
	struct handover h;
	enum err e = OK;

	if (!handovers_get(t, w->v.period, w->v.id, w->number, &h))
		return t->err != OK
			   ? t->err
			   : fault_set(w->v.why, ERR_NOT_FOUND, "/number",
				 "Survey %s has no handover %llu.",
				 w->v.id.text, (unsigned long long)w->number);
	if (h.opened)
		return fault_set(w->v.why, ERR_CONFLICT, "/number",
		    "Handover %llu of survey %s was opened before.",
		    (unsigned long long)w->number, w->v.id.text);
	if ((e = handover_check_seals(&h, w->opening, w->v.why)) != OK)
		return e;
	h.opened = true;
	h.intact = w->opening->intact;
	memcpy(h.person, w->opening->person, sizeof h.person);
	memcpy(h.found, w->opening->found, sizeof h.found);
	memcpy(h.note, w->opening->note, sizeof h.note);
	h.opened_by = w->v.who->token.n;
	if ((e = log_opening(w, t, &h)) != OK)
		return e;
	handovers_put(t, w->v.period, w->v.id, &h);
	*w->h = h;
	return t->err;
}

static enum err
run(struct txn *t, void *arg)
{
	struct handing *w = arg;
	enum err e = store_plan_holds(t, w->v.plan);

	if (e != OK)
		return e;
	return w->opening == NULL ? record(w, t) : open_it(w, t);
}

enum err
act_hand_over(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, struct handover *h, struct fault *why)
{
	struct handing w = { .v = survey_asked(s, who, period, survey, why),
		.h = h };
	enum err e;

	if ((e = survey_begin(&w.v, MAY_HAND_OVER)) != OK ||
	    (e = handover_check(h, why)) != OK ||
	    (e = random_bytes(h->salt, sizeof h->salt)) != OK)
		return e;
	return env_change(s->env, run, &w, 4096);
}

enum err
act_open_seal(struct store *s, const struct who *who, struct period_id period,
    struct survey_id survey, uint64_t number, const struct handover *opening,
    struct handover *out, struct fault *why)
{
	struct handing w = { .v = survey_asked(s, who, period, survey, why),
		.h = out,
		.opening = opening,
		.number = number };
	enum err e;

	if ((e = survey_begin(&w.v, MAY_OPEN_SEAL)) != OK ||
	    (e = handover_check_opening(opening, why)) != OK)
		return e;
	return env_change(s->env, run, &w, 4096);
}
