/*
 * published.c - the logs as they are published: the one that is written, and
 * those that it goes on from, by their numbers from 0.
 *
 * Knows where each is kept. Touches the ledger, for reading.
 */
#include "store/ledger/succession.h"
#include "store/ledger/tiles.h"
#include "store/look/looks.h"

/* One of the logs, for reading in a transaction. */
struct reading_log {
	struct txn t;
	struct ledger *ledger;
	struct ledger *earlier; /* to be dropped; NULL: it is the store's own */
};

static void
begin(struct reading_log *x, struct store *s, unsigned number)
{
	*x = (struct reading_log){ .ledger = s->ledger };
	txn_read(&x->t, s->env);
	if (number > s->meta.log)
		txn_require(&x->t, ERR_NOT_FOUND);
	if (number >= s->meta.log)
		return;
	if (txn_require(&x->t,
		ledger_earlier(&x->earlier, s->ledger, &x->t, number)) == OK)
		x->ledger = x->earlier;
}

static enum err
end(struct reading_log *x)
{
	enum err e = txn_end(&x->t);

	ledger_drop(&x->earlier);
	return e;
}

enum err
look_checkpoint_of(struct store *s, unsigned number, struct buf *to,
    uint64_t *size)
{
	struct reading_log x;
	struct slice note;

	*size = 0;
	begin(&x, s, number);
	if (x.t.err == OK) {
		*size = ledger_size(x.ledger, &x.t);
		if (ledger_checkpoint(x.ledger, &x.t, &note))
			buf_slice(to, note);
		else
			txn_require(&x.t, ERR_NOT_FOUND);
		txn_require(&x.t, to->err);
	}
	return end(&x);
}

enum err
look_checkpoint(struct store *s, struct buf *to, uint64_t *size)
{
	return look_checkpoint_of(s, s->meta.log, to, size);
}

enum err
look_log_head(struct store *s, struct buf *note, struct checkpoint *out)
{
	struct slice text;
	uint64_t size;
	enum err e = look_checkpoint(s, note, &size);

	if (e == OK && (e = note_text(buf_all(note), &text)) == OK)
		e = checkpoint_read(text, out);
	return e;
}

enum err
look_tile_of(struct store *s, unsigned number, struct slice path,
    struct buf *to)
{
	struct reading_log x;
	struct tile tile;

	if (tile_path_read(path, &tile) != OK)
		return ERR_NOT_FOUND;
	begin(&x, s, number);
	if (x.t.err == OK)
		txn_require(&x.t, ledger_tile(x.ledger, &x.t, &tile, to));
	return end(&x);
}

enum err
look_tile(struct store *s, struct slice path, struct buf *to)
{
	return look_tile_of(s, s->meta.log, path, to);
}

enum err
look_log_birth(struct store *s, unsigned number, struct birth_entry *out)
{
	struct reading_log x;

	begin(&x, s, number);
	if (x.t.err == OK && !birth_entry_get(x.ledger, &x.t, out))
		txn_require(&x.t, ERR_BROKEN);
	return end(&x);
}

enum err
look_log_root(struct store *s, unsigned number, uint64_t size,
    struct digest *root)
{
	struct ledger_nodes nodes;
	struct reading_log x;

	begin(&x, s, number);
	if (x.t.err == OK && size > ledger_size(x.ledger, &x.t))
		txn_require(&x.t, ERR_BACKWARDS);
	if (x.t.err == OK) {
		nodes = (struct ledger_nodes){ x.ledger, &x.t };
		txn_require(&x.t, tree_root(ledger_tree(&nodes), size, root));
	}
	return end(&x);
}
