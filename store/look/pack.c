/*
 * pack.c - everything that an evidence pack is made of, in one snapshot.
 *
 * Knows its parts and their order. Touches records, documents and the log, for
 * reading, in one transaction: it pins old pages for as long as it takes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/base/digest.h"
#include "store/base/encode.h"
#include "store/base/json_out.h"
#include "store/ledger/succession.h"
#include "store/ledger/tiles.h"
#include "store/look/packing.h"
#include "store/table/amendments.h"
#include "store/table/submissions.h"

struct pack_item {
	struct submission_id id;
	struct digest document;
};

static bool
gather(void *self, const struct submission *s)
{
	struct packing *p = self;
	size_t room = p->room == 0 ? 64 : p->room * 2;
	struct pack_item *items;

	if (p->n == p->room) {
		if ((items = realloc(p->items, room * sizeof *items)) == NULL)
			return txn_require(&p->t, ERR_NO_MEMORY) == OK;
		p->items = items;
		p->room = room;
	}
	p->items[p->n++] = (struct pack_item){ s->id, s->document };
	return true;
}

static int
by_document(const void *a, const void *b)
{
	const struct pack_item *x = a, *y = b;

	return memcmp(x->document.b, y->document.b, DIGEST_BYTES);
}

static int
by_id(const void *a, const void *b)
{
	const struct pack_item *x = a, *y = b;

	return memcmp(x->id.b, y->id.b, sizeof x->id.b);
}

void
packing_part(struct packing *p, const char *name)
{
	const struct pack *k = p->pack;

	if (txn_require(&p->t, p->bytes.err) == OK)
		txn_require(&p->t, k->part(k->self, name, buf_all(&p->bytes)));
	buf_clear(&p->bytes);
}

static void
put_document(struct packing *p, struct digest d)
{
	char name[80], hex[DIGEST_TEXT];
	const struct pack *k = p->pack;
	struct document doc;
	uint64_t size;
	int fd;

	digest_text(d, hex);
	(void)snprintf(name, sizeof name, "documents/%s", hex);
	if (!documents_get(&p->t, d, &doc)) {
		txn_require(&p->t, ERR_BROKEN);
	} else if (doc.expunged != 0) {
		(void)snprintf(name, sizeof name, "destroyed/%s", hex);
		buf_print(&p->bytes, "log entry %llu\n",
		    (unsigned long long)doc.expunged);
		packing_part(p, name);
	} else if (doc.pack != 0) {
		txn_require(&p->t,
		    blobs_read(p->store->blobs,
			(struct blob_place){ doc.pack, doc.offset }, doc.size,
			&p->bytes));
		packing_part(p, name);
	} else if (txn_require(&p->t,
		       blobs_fetch(p->store->blobs, d, &fd, &size)) == OK) {
		txn_require(&p->t, k->file(k->self, name, fd, size));
		(void)close(fd);
	}
}

static void
put_documents(struct packing *p)
{
	if (p->n > 1)
		qsort(p->items, p->n, sizeof *p->items, by_document);
	for (size_t i = 0; i < p->n && p->t.err == OK; i++)
		if (i == 0 || by_document(&p->items[i - 1], &p->items[i]) != 0)
			put_document(p, p->items[i].document);
}

/* The entries of a log, bundle by bundle, below `folder`. */
static void
put_entries(struct packing *p, struct ledger *l, const char *folder)
{
	uint64_t size = ledger_size(l, &p->t);
	struct buf name = { 0 };

	for (uint64_t n = 0; n * TILE_WIDTH < size && p->t.err == OK; n++) {
		struct tile tile = { .entries = true,
			.n = n,
			.width = tile_width(size, 0, n) };

		buf_clear(&name);
		buf_print(&name, "%stile/", folder);
		tile_path_put(&tile, &name);
		txn_require(&p->t, ledger_tile(l, &p->t, &tile, &p->bytes));
		packing_part(p, buf_cstr(&name));
	}
	buf_free(&name);
}

static void
put_log(struct packing *p, struct ledger *l, const char *folder)
{
	struct birth_entry birth;
	struct slice note;
	char name[80];

	if (ledger_checkpoint(l, &p->t, &note))
		buf_slice(&p->bytes, note);
	else
		txn_require(&p->t, ERR_BROKEN);
	(void)snprintf(name, sizeof name, "%scheckpoint", folder);
	packing_part(p, name);
	put_entries(p, l, folder);
	if (!birth_entry_get(l, &p->t, &birth))
		txn_require(&p->t, ERR_BROKEN);
	else
		note_key_text(&birth.key, &p->bytes);
	buf_byte(&p->bytes, '\n');
	(void)snprintf(name, sizeof name, "%svkey", folder);
	packing_part(p, name);
}

/* Those that the log goes on from, the first one first; then itself. */
static void
put_logs(struct packing *p)
{
	struct ledger *l = p->store->ledger, *earlier;
	char folder[32];

	for (unsigned n = 0; n < p->store->meta.log && p->t.err == OK; n++) {
		(void)snprintf(folder, sizeof folder, "log/before/%u/", n);
		if (txn_require(&p->t, ledger_earlier(&earlier, l, &p->t, n)) !=
		    OK)
			return;
		put_log(p, earlier, folder);
		ledger_drop(&earlier);
	}
	put_log(p, l, "log/");
}

static void
put_submissions(struct packing *p, bool receipts)
{
	char name[80], id[UUID_TEXT];
	struct submission s;

	for (size_t i = 0; i < p->n && p->t.err == OK; i++) {
		submission_id_text(p->items[i].id, id);
		if (!submissions_get(&p->t, p->items[i].id, &s)) {
			txn_require(&p->t, ERR_BROKEN);
		} else if (receipts) {
			(void)snprintf(name, sizeof name,
			    "receipts/%s.tlog-proof", id);
			txn_require(&p->t, ledger_receipt(p->store->ledger,
					       &p->t, s.entry, &p->bytes));
		} else {
			(void)snprintf(name, sizeof name, "submissions/%s.json",
			    id);
			p->pack->describe(&s, p->within, &p->bytes);
		}
		packing_part(p, name);
	}
}

static void
put_rules(struct packing *p, const struct plan *plan, const char *name)
{
	struct slice rules;

	if (bundles_get(&p->t, plan->period, plan->version, &rules))
		buf_slice(&p->bytes, rules);
	else
		txn_require(&p->t, ERR_BROKEN);
	packing_part(p, name);
}

/* Under which decision a version was made, with the salt that opens what the
 * log says of it. */
static void
put_decision(struct packing *p, const struct amendment_row *row,
    const struct mandated *m)
{
	struct jout j = jout_start(&p->bytes);
	struct buf salt = { 0 };

	hex_put(&salt, slice_of(m->salt, sizeof m->salt));
	jout_object(&j);
	jout_kuint(&j, "version", row->version);
	jout_kuint(&j, "before", row->before);
	jout_kmoment(&j, "from", row->time);
	jout_kuint(&j, "log_index", row->entry);
	jout_kstr(&j, "number", m->mandate.number);
	jout_kstr(&j, "date", m->mandate.date);
	jout_kstr(&j, "reason", m->mandate.reason);
	jout_kstr(&j, "person", m->mandate.person);
	jout_ktext(&j, "salt", buf_all(&salt));
	jout_object_end(&j);
	buf_byte(&p->bytes, '\n');
	txn_require(&p->t, salt.err);
	buf_free(&salt);
}

/* Every version that was in force: a verdict of the pack may rest on any. */
static void
put_version(struct packing *p, const struct plan *plan)
{
	struct amendment_row row = { .version = plan->version };
	struct mandated m;
	char name[64];

	if (amendments_get(&p->t, plan->period, &row) &&
	    mandates_get(&p->t, row.entry, &m)) {
		put_decision(p, &row, &m);
		(void)snprintf(name, sizeof name, "rules/%06u.decision.json",
		    plan->version);
		packing_part(p, name);
	}
	(void)snprintf(name, sizeof name, "rules/%06u.json", plan->version);
	put_rules(p, plan, name);
}

static void
put_versions(struct packing *p, const struct plan *newest)
{
	const struct plan *next, *last = NULL;

	while (last != newest && p->t.err == OK) {
		for (next = newest; next->before != last;)
			next = next->before;
		put_version(p, next);
		last = next;
	}
}

static void
put_all(struct packing *p, const struct plan *plan)
{
	for (unsigned u = 0; u < plan->n_units; u++)
		if (p->pack->unit.text[0] == 0 ||
		    unit_id_eq(p->pack->unit, plan->units[u].id)) {
			submissions_of_unit(&p->t, plan->period,
			    plan->units[u].id, gather, p);
			packing_promises_of(p, plan, u);
		}
	packing_promises(p, false);
	put_documents(p);
	buf_slice(&p->bytes, p->pack->findings);
	packing_part(p, "findings.json");
	put_logs(p);
	if (p->n > 1)
		qsort(p->items, p->n, sizeof *p->items, by_id);
	put_submissions(p, true);
	packing_promises(p, true);
	put_rules(p, plan, "rules.json");
	put_versions(p, plan);
	put_submissions(p, false);
}

enum err
look_pack(struct store *s, const struct who *who, const struct pack *pack,
    struct fault *why)
{
	static const struct unit_id nobody;
	struct packing p = { .store = s, .pack = pack };
	const struct plan *plan;
	struct period row;
	enum err e;

	if (!who_may_in(who, MAY_READ_AUDIT, pack->period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not make an evidence pack.",
		    role_name(who->role));
	if ((e = store_plan(s, pack->period, &plan, &row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    pack->period.text);
	if (pack->unit.text[0] != 0 && plan_unit(plan, pack->unit) < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", pack->period.text,
		    pack->unit.text);
	p.within = plan->commitment;
	txn_read(&p.t, s->env);
	put_all(&p, plan);
	e = txn_end(&p.t);
	free(p.items);
	free(p.promises);
	buf_free(&p.bytes);
	return e;
}
