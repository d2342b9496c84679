/*
 * plans.c - parsed plans, kept.
 *
 * Knows that a bundle's version never changes, and of which one it came.
 * Touches bundles and amendments, for reading, and its own list.
 */
#include "store/plans.h"

#include <pthread.h>
#include <stdlib.h>

#include "store/base/log.h"
#include "store/table/amendments.h"
#include "store/table/periods.h"

struct plans {
	pthread_mutex_t lock;
	struct kept {
		struct kept *next;
		struct plan *plan;
	} * first;
};

struct plans *
plans_new(void)
{
	struct plans *p = calloc(1, sizeof *p);

	if (p != NULL)
		(void)pthread_mutex_init(&p->lock, NULL);
	return p;
}

void
plans_drop(struct plans **p)
{
	struct kept *k, *next;

	if (*p == NULL)
		return;
	for (k = (*p)->first; k != NULL; k = next) {
		next = k->next;
		plan_free(&k->plan);
		free(k);
	}
	(void)pthread_mutex_destroy(&(*p)->lock);
	free(*p);
	*p = NULL;
}

static const struct plan *
find(const struct plans *p, struct period_id id, uint32_t version)
{
	for (const struct kept *k = p->first; k != NULL; k = k->next)
		if (k->plan->version == version &&
		    period_id_eq(k->plan->period, id))
			return k->plan;
	return NULL;
}

static enum err
read_plan(struct env *env, struct period_id id, uint32_t version,
    struct plan **out)
{
	struct amendment_row row = { .version = version };
	struct faults fs = { 0 };
	struct slice text;
	struct txn t;
	enum err e;

	*out = NULL;
	txn_read(&t, env);
	if (bundles_get(&t, id, version, &text))
		*out = plan_read(text, version, &fs);
	else
		txn_require(&t, ERR_NOT_FOUND);
	if (*out != NULL && amendments_get(&t, id, &row))
		(*out)->since = row.entry;
	if ((e = txn_end(&t)) == OK && *out == NULL) {
		log_line(LOG_IS_ERROR, "plan-broken",
		    "period %s version %u: %s", id.text, version,
		    fs.n == 0 ? "?" : fs.list[0].detail);
		e = ERR_BROKEN;
	}
	faults_free(&fs);
	return e;
}

/* The version that a period opened with and that `version` came of by
 * amendments; itself, if by none. */
static enum err
find_first(struct env *env, struct period_id id, uint32_t version,
    uint32_t *first)
{
	struct amendment_row row = { .version = version };
	struct txn t;

	txn_read(&t, env);
	while (amendments_get(&t, id, &row) && row.before < row.version)
		row.version = row.before;
	*first = row.version;
	return txn_end(&t);
}

/* One version, that came of the version `before` (NULL: of none). */
static enum err
keep_one(struct plans *p, struct env *env, struct period_id id,
    uint32_t version, const struct plan *before, const struct plan **out)
{
	struct kept *k = calloc(1, sizeof *k);
	enum err e =
	    k == NULL ? ERR_NO_MEMORY : read_plan(env, id, version, &k->plan);

	if (e != OK) {
		if (k != NULL)
			plan_free(&k->plan);
		free(k);
		return e;
	}
	k->plan->before = before;
	k->next = p->first;
	p->first = k;
	*out = k->plan;
	return OK;
}

enum err
plans_get(struct plans *p, struct env *env, struct period_id id,
    uint32_t version, const struct plan **out)
{
	const struct plan *before = NULL;
	uint32_t at = version;
	enum err e = OK;

	(void)pthread_mutex_lock(&p->lock);
	if ((*out = find(p, id, version)) == NULL)
		e = find_first(env, id, version, &at);
	while (e == OK && *out == NULL) {
		const struct plan *one = find(p, id, at);

		if (one == NULL)
			e = keep_one(p, env, id, at, before, &one);
		before = one;
		if (at++ == version)
			*out = one;
	}
	(void)pthread_mutex_unlock(&p->lock);
	return e;
}
