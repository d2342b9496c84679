/*
 * witness.c - add-checkpoint to each witness, and what its answer is worth.
 *
 * Knows the protocol's client side. Touches its errands, the store by acts and
 * looks.
 */
#include "worker/dispatch/witness.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/base/encode.h"
#include "store/ledger/lines.h"
#include "store/look/looks.h"

#define LINES_MOST 8192 /* bytes of cosignatures in one answer */

struct witness_errand {
	struct errand errand;
	const struct conf_witness *witness;
	struct note_key key;
	char by[STAMPER_NAME]; /* the row of its state */
	uint64_t old; /* the size that it has seen, as far as we know */
	struct tree_path proof; /* from there to the checkpoint to send */
	uint64_t size;          /* of the checkpoint that is out */
};

static struct witness_errand *
own(struct errand *e)
{
	return (struct witness_errand *)e;
}

/* ---- asking ---- */

static enum err
look(struct errand *e, const struct errands *all, struct moment *done)
{
	struct witness_errand *w = own(e);

	return look_uncosigned(all->store, e->by, &e->note, &w->old, &w->proof,
	    done);
}

/* "old N", the proof, an empty line, the checkpoint. */
static void
body_put(struct buf *to, uint64_t old, const struct tree_path *proof,
    struct slice note)
{
	buf_print(to, "old %llu\n", (unsigned long long)old);
	for (unsigned i = 0; i < proof->n; i++) {
		base64_put(to,
		    slice_of(proof->hash[i].b, sizeof proof->hash[i].b));
		buf_byte(to, '\n');
	}
	buf_byte(to, '\n');
	buf_slice(to, note);
}

static enum err
send(struct errand *e, const struct errands *all, int64_t now)
{
	struct witness_errand *w = own(e);
	struct buf url = { 0 }, body = { 0 };
	struct checkpoint checkpoint;
	struct slice text;
	enum err err;

	if ((err = note_text(buf_all(&e->note), &text)) != OK ||
	    (err = checkpoint_read(text, &checkpoint)) != OK)
		return err;
	w->size = checkpoint.size;
	body_put(&body, w->old, &w->proof, buf_all(&e->note));
	buf_print(&url, "%s/add-checkpoint", w->witness->url);
	err = url.err != OK ? url.err : body.err;
	if (err == OK)
		err = call_begin(&e->call,
		    &(struct call_to){ .program = all->program,
			.url = buf_cstr(&url),
			.sent = "text/plain; charset=utf-8",
			.wanted = "",
			.limit = w->witness->limit,
			.body = buf_all(&body) },
		    now);
	buf_free(&url);
	buf_free(&body);
	return err;
}

/* ---- answers ---- */

/* Every line a cosignature, the witness's own among them, and it holds. */
static enum err
keep(struct errand *e, const struct errands *all, struct slice answer,
    struct fault *why)
{
	const struct witness_errand *w = own(e);
	struct buf more = { 0 };
	struct slice text;
	uint64_t time;
	enum err err = ERR_MALFORMED;

	buf_slice(&more, buf_all(&e->note));
	buf_slice(&more, answer);
	if (more.err != OK)
		err = more.err;
	else if (answer.n > LINES_MOST ||
		 note_open(buf_all(&more), &all->store->key, &text) != OK)
		fault_set(why, err, "", "The answer is no cosignature.");
	else if ((err = note_cosigned(buf_all(&more), &w->key, &time)) != OK)
		fault_set(why, err, "",
		    err == ERR_UNAUTHENTICATED
			? "The witness's own cosignature is not in its answer."
			: "The cosignature does not hold.");
	else if ((err = act_cosigned(all->store, e->by, buf_all(&e->note),
		      answer)) != OK)
		fault_set(why, err, "", "The cosignature was not kept: %s.",
		    err_words(err));
	buf_free(&more);
	return err;
}

/* The witness knows another size than we thought. */
static enum err
learn(struct errand *e, const struct errands *all, struct slice answer,
    struct fault *why)
{
	const struct witness_errand *w = own(e);
	uint64_t size;

	if (answer.n == 0 || answer.p[answer.n - 1] != '\n' ||
	    number_read(slice_of(answer.p, answer.n - 1), &size) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "The witness refused and named no size.");
	if (size > w->size)
		return fault_set(why, ERR_BACKWARDS, "",
		    "The witness has seen %llu entries of this log, which has "
		    "%llu: it was set back.",
		    (unsigned long long)size, (unsigned long long)w->size);
	return act_witness_knows(all->store, e->by, size);
}

static void
drop(struct errand *e)
{
	free(own(e));
}

enum err
witnesses_send(struct errands *all, const struct conf *conf, struct fault *why)
{
	static const struct errand_kind kind = { "cosigned", "not-cosigned",
		look, send, keep, learn, drop };

	for (unsigned i = 0; i < conf->n_witness; i++) {
		const struct conf_witness *witness = &conf->witness[i];
		struct witness_errand *w = calloc(1, sizeof *w);

		if (w == NULL)
			return ERR_NO_MEMORY;
		w->witness = witness;
		(void)snprintf(w->by, sizeof w->by, "witness:%s",
		    witness->name);
		w->errand = (struct errand){ .kind = &kind,
			.name = witness->name,
			.by = w->by,
			.interval = witness->interval };
		errands_add(all, &w->errand);
		if (note_key_read(slice_text(witness->vkey), &w->key) != OK ||
		    w->key.type != NOTE_COSIGNATURE)
			return fault_set(why, ERR_MALFORMED, "",
			    "[witness %s] vkey is no key of a witness (type "
			    "04).",
			    witness->name);
	}
	return OK;
}
