/*
 * outside.c - the configured authorities and witnesses, as the log names them.
 *
 * Knows the configuration and the lines of one entry. Touches the files of
 * certificates.
 */
#include "worker/dispatch/outside.h"

#include "store/act/acts.h"
#include "store/base/draft.h"
#include "store/ledger/entry.h"

#define CA_MOST (1 << 20)

static enum err
tsa_line(const struct conf_tsa *tsa, struct buf *lines)
{
	char hex[DIGEST_TEXT] = "unreadable";
	struct buf ca = { 0 }, value = { 0 };

	/* Who asks the authority will say what is wrong with it. */
	if (file_read(tsa->ca, CA_MOST, &ca) == OK)
		digest_text(digest_of(buf_all(&ca)), hex);
	buf_print(&value, "%s %s %s", tsa->name, hex, tsa->url);
	entry_line(lines, "tsa", buf_all(&value));
	buf_free(&value);
	buf_free(&ca);
	return lines->err;
}

static enum err
witness_line(const struct conf_witness *w, struct buf *lines)
{
	struct buf value = { 0 };

	buf_print(&value, "%s %s %s", w->name, w->vkey, w->url);
	entry_line(lines, "witness", buf_all(&value));
	buf_free(&value);
	return lines->err;
}

enum err
outside_name(struct store *s, const struct conf *conf)
{
	struct buf lines = { 0 };
	enum err e = OK;

	if (s->meta.simulated || store_writable(s, NULL) != OK)
		return OK;
	for (unsigned i = 0; i < conf->n_tsa && e == OK; i++)
		e = tsa_line(&conf->tsa[i], &lines);
	for (unsigned i = 0; i < conf->n_witness && e == OK; i++)
		e = witness_line(&conf->witness[i], &lines);
	if (e == OK)
		e = act_name_outside(s, buf_all(&lines));
	buf_free(&lines);
	return e;
}
