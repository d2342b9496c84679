/*
 * stamper.c - requests to authorities, and what their answers are worth.
 *
 * Knows which imprint a token must be over. Touches its errands, the store by
 * acts and looks.
 */
#include "worker/dispatch/stamper.h"

#include <stdlib.h>

#include "store/act/acts.h"
#include "store/look/looks.h"

struct stamping_errand {
	struct errand errand;
	const struct conf_tsa *tsa;
	struct digest imprint;
	struct buf request;
};

static struct stamping_errand *
own(struct errand *e)
{
	return (struct stamping_errand *)e;
}

static enum err
look(struct errand *e, const struct errands *all, struct moment *done)
{
	return look_unstamped(all->store, e->by, &e->note, done);
}

static enum err
send(struct errand *e, const struct errands *all, int64_t now)
{
	struct stamping_errand *s = own(e);
	struct slice text;
	enum err err;

	buf_clear(&s->request);
	if ((err = note_text(buf_all(&e->note), &text)) != OK)
		return err;
	s->imprint = digest_of(text);
	if ((err = tsp_ask(s->imprint, &s->request)) != OK)
		return err;
	return call_begin(&e->call,
	    &(struct call_to){ .program = all->program,
		.url = s->tsa->url,
		.sent = "application/timestamp-query",
		.wanted = "application/timestamp-reply",
		.limit = s->tsa->limit,
		.body = buf_all(&s->request) },
	    now);
}

static enum err
keep(struct errand *e, const struct errands *all, struct slice answer,
    struct fault *why)
{
	const struct stamping_errand *s = own(e);
	struct tsp_trust trust = { s->tsa->ca, s->tsa->policies };
	struct stamping in = { .by = e->by,
		.note = buf_all(&e->note),
		.request = buf_all(&s->request),
		.response = answer };
	enum err err =
	    tsp_check(&trust, s->imprint, in.request, answer, &in.token, why);

	if (err != OK)
		return err;
	err = act_stamped(all->store, &in);
	return err == OK ? OK
			 : fault_set(why, err, "",
			       "The token was not kept: %s.", err_words(err));
}

static enum err
learn(struct errand *e, const struct errands *all, struct slice answer,
    struct fault *why)
{
	(void)e;
	(void)all;
	(void)answer;
	return fault_set(why, ERR_IO, "",
	    "The authority answered with status 409.");
}

static void
drop(struct errand *e)
{
	buf_free(&own(e)->request);
	free(own(e));
}

enum err
stampers_send(struct errands *all, const struct conf *conf)
{
	static const struct errand_kind kind = { "stamped", "not-stamped", look,
		send, keep, learn, drop };

	for (unsigned i = 0; i < conf->n_tsa; i++) {
		const struct conf_tsa *tsa = &conf->tsa[i];
		struct stamping_errand *s = calloc(1, sizeof *s);

		if (s == NULL)
			return ERR_NO_MEMORY;
		s->tsa = tsa;
		s->errand = (struct errand){ .kind = &kind,
			.name = tsa->name,
			.by = tsa->name,
			.interval = tsa->interval };
		errands_add(all, &s->errand);
	}
	return OK;
}
