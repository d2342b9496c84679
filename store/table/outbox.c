/*
 * outbox.c - jobs promised and not yet done.
 *
 * outbox   key    kind (1) | period, zero | unit, zero
 *          value  record 1 wanted, 2 rests on (log index), 3 failures,
 *                 4 buried (0/1), 5 reason of the last failure
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/outbox.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
job_key(const struct job *job)
{
	struct key k;

	key_start(&k);
	key_u8(&k, (uint8_t)job->kind);
	key_text(&k, job->period.text);
	key_text(&k, job->unit.text);
	return k;
}

static void
read_job(struct txn *t, struct slice value, struct job *job)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			job->wanted = rec_get_uint(&r);
			break;
		case 2:
			job->rests_on = rec_get_uint(&r);
			break;
		case 3:
			job->failures = (unsigned)rec_get_uint(&r);
			break;
		case 4:
			job->buried = rec_get_uint(&r) != 0;
			break;
		case 5:
			rec_get_text(&r, job->reason, sizeof job->reason);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
outbox_get(struct txn *t, struct job *job)
{
	struct key k = job_key(job);
	struct slice value;

	if (!txn_get(t, T_OUTBOX, key_all(&k), &value))
		return false;
	*job = (struct job){ .kind = job->kind,
		.period = job->period,
		.unit = job->unit };
	read_job(t, value, job);
	return t->err == OK;
}

void
outbox_put(struct txn *t, const struct job *job)
{
	struct key k = job_key(job);
	struct buf value = { 0 };

	rec_uint(&value, 1, job->wanted);
	rec_uint(&value, 2, job->rests_on);
	rec_uint(&value, 3, job->failures);
	rec_uint(&value, 4, job->buried);
	rec_text(&value, 5, job->reason);
	txn_put_buf(t, T_OUTBOX, key_all(&k), &value);
}

void
outbox_raise(struct txn *t, enum job_kind kind, struct period_id period,
    struct unit_id unit, uint64_t entry)
{
	struct job job = { .kind = kind, .period = period, .unit = unit };

	(void)outbox_get(t, &job);
	job.wanted++;
	if (entry > job.rests_on)
		job.rests_on = entry;
	job.failures = 0;
	job.buried = false;
	job.reason[0] = 0;
	outbox_put(t, &job);
}

bool
outbox_settle(struct txn *t, const struct job *job)
{
	struct job kept = { .kind = job->kind,
		.period = job->period,
		.unit = job->unit };
	struct key k = job_key(job);

	if (!outbox_get(t, &kept) || kept.wanted != job->wanted)
		return false;
	return txn_drop(t, T_OUTBOX, key_all(&k));
}

/* Period and unit from the texts of a key. */
static bool
read_key(struct slice key, struct job *job)
{
	const uint8_t *mid;

	if (key.n < 4 || key.p[0] >= JOB_KINDS || key.p[key.n - 1] != 0)
		return false;
	job->kind = (enum job_kind)key.p[0];
	mid = memchr(key.p + 1, 0, key.n - 2);
	return mid != NULL &&
	       period_id_read(slice_of(key.p + 1, (size_t)(mid - key.p) - 1),
		   &job->period) == OK &&
	       unit_id_read(slice_of(mid + 1,
				key.n - 2 - (size_t)(mid - key.p)),
		   &job->unit) == OK;
}

void
outbox_each(struct txn *t, bool (*each)(void *self, const struct job *job),
    void *self)
{
	struct job job;
	struct walk w;

	for (walk_start(&w, t, T_OUTBOX, SLICE_NONE); walk_on(&w);) {
		job = (struct job){ 0 };
		txn_require(t, read_key(w.key, &job) ? OK : ERR_BROKEN);
		read_job(t, w.value, &job);
		if (t->err != OK || !each(self, &job))
			break;
	}
	walk_end(&w);
}
