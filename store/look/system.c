/*
 * system.c - what the system asks about itself: jobs, the log, its health.
 *
 * Knows nothing of persons. Touches outbox, ledger and feed, for reading.
 */
#include "store/ledger/tiles.h"
#include "store/look/looks.h"
#include "store/table/events.h"
#include "store/table/outbox.h"

struct due {
	struct job *list;
	size_t room, n;
};

static bool
take_due(void *self, const struct job *job)
{
	struct due *d = self;

	if (!job->buried)
		d->list[d->n++] = *job;
	return d->n < d->room;
}

enum err
look_due_jobs(struct store *s, struct job *list, size_t room, size_t *n)
{
	struct due d = { list, room, 0 };
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	if (room != 0)
		outbox_each(&t, take_due, &d);
	e = txn_end(&t);
	*n = e == OK ? d.n : 0;
	return e;
}

enum err
look_jobs(struct store *s, bool (*each)(void *self, const struct job *job),
    void *self)
{
	struct txn t;

	txn_read(&t, s->env);
	outbox_each(&t, each, self);
	return txn_end(&t);
}

enum err
look_job(struct store *s, struct job *job)
{
	struct txn t;

	txn_read(&t, s->env);
	if (!outbox_get(&t, job))
		txn_require(&t, ERR_NOT_FOUND);
	return txn_end(&t);
}

static bool
count_job(void *self, const struct job *job)
{
	struct health *h = self;

	if (job->buried)
		h->buried_jobs++;
	else
		h->due_jobs++;
	return true;
}

enum err
look_health(struct store *s, struct health *out)
{
	struct txn t;
	enum err e;

	*out = (struct health){ 0 };
	txn_read(&t, s->env);
	out->log_size = ledger_size(s->ledger, &t);
	out->events = events_newest(&t);
	outbox_each(&t, count_job, out);
	if ((e = txn_end(&t)) != OK)
		return e;
	out->room = blobs_room(s->blobs) == OK;
	return env_usage(s->env, &out->usage);
}
