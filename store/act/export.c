/*
 * export.c - an evidence pack was made, and the log says so.
 *
 * Knows what is said. Touches the ledger.
 */
#include "store/act/acts.h"
#include "store/act/part.h"

struct exporting {
	struct store *store;
	struct buf body;
	struct reading now;
};

static enum err
run(struct txn *t, void *arg)
{
	struct exporting *w = arg;

	return ledger_add(w->store->ledger, t, ENTRY_EXPORT, &w->now,
	    buf_all(&w->body), NULL, NULL);
}

enum err
act_note_export(struct store *s, const struct who *who, struct period_id period,
    bool all, uint64_t files, struct digest manifest, struct fault *why)
{
	struct exporting w = { .store = s };
	enum err e;

	if ((e = part_operator(who, why)) != OK)
		return e;
	entry_str(&w.body, "period", period.text);
	entry_str(&w.body, "scope", all ? "all" : "unit");
	entry_int(&w.body, "files", (int64_t)files);
	entry_digest(&w.body, "manifest", manifest);
	entry_int(&w.body, "by", (int64_t)who->token.n);
	if ((e = w.body.err) == OK && (e = store_now(s, &w.now)) == OK)
		e = env_change(s->env, run, &w, 1024);
	buf_free(&w.body);
	return e;
}
