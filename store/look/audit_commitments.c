/*
 * audit_commitments.c - what units said they would send, and did not.
 *
 * Knows until when it could have come. Touches commitments and what completed
 * them, for reading: a short transaction a unit.
 */
#include "store/look/audit.h"
#include "store/look/completed.h"
#include "store/table/commitments.h"

struct awaiting {
	struct auditing *a;
	struct txn *t;
	unsigned unit;
	struct moment now;
};

/* Can nothing more come of it that counts: the hours are over in which it
 * does, and the window in which anything would be in time. */
static bool
is_over(const struct awaiting *w, const struct commitment *c)
{
	const struct plan *p = w->a->plan;
	const struct window *window = plan_unit_window(p, w->unit,
	    c->supplement ? STAGE_EXPLANATION : STAGE_EVIDENCE);
	const struct interval now = { w->now, w->now };

	return !commitment_counts(now, c->received, p->commitment) &&
	       (window == NULL ||
		   !moment_before(w->now, window->on_time_until));
}

static bool
see(void *self, const struct commitment *c)
{
	static const struct submission_id none;
	const struct awaiting *w = self;
	struct finding f = { .code = FINDING_COMMITMENT_OPEN,
		.place = c->entry,
		.time = c->time };
	struct commitment_look look;
	char hex[DIGEST_TEXT];
	unsigned first = 0;

	completed_at(w->t, c, &look);
	if (look.n_completed == c->n_documents || !is_over(w, c))
		return w->t->err == OK;
	while (memcmp(look.completed[first].b, none.b, sizeof none.b) != 0)
		first++;
	digest_text(c->document[first].document, hex);
	finding_say(findings_add(w->a->out, &f),
	    "Unit %s: %u of %u documents came; the first that did not is %s.",
	    "Cơ quan %s: đã nộp %u trong %u tài liệu; tài liệu đầu tiên chưa "
	    "nộp là %s.",
	    c->unit.text, look.n_completed, c->n_documents, hex);
	return w->t->err == OK;
}

enum err
audit_commitments(struct auditing *a)
{
	struct awaiting w = { .a = a };
	struct reading now;
	struct txn t;
	enum err e = store_now(a->store, &now);

	w.t = &t;
	w.now = now.wall;
	for (; e == OK && w.unit < a->plan->n_units; w.unit++) {
		txn_read(&t, a->store->env);
		commitments_each(&t, a->plan->period, a->plan->units[w.unit].id,
		    see, &w);
		e = txn_end(&t);
	}
	return e;
}
