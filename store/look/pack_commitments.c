/*
 * pack_commitments.c - what units said they would send, in an evidence pack.
 *
 * Knows its parts. Touches commitments and the log, for reading, in the pack's
 * transaction.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/look/packing.h"
#include "store/table/commitments.h"

struct pack_promise {
	struct commitment_id id;
	struct unit_id unit;
};

static bool
gather(void *self, const struct commitment *c)
{
	struct packing *p = self;
	size_t room = p->promises_room == 0 ? 64 : p->promises_room * 2;
	struct pack_promise *grown;

	if (p->n_promises == p->promises_room) {
		grown = realloc(p->promises, room * sizeof *grown);
		if (grown == NULL)
			return txn_require(&p->t, ERR_NO_MEMORY) == OK;
		p->promises = grown;
		p->promises_room = room;
	}
	p->promises[p->n_promises++] = (struct pack_promise){ c->id, c->unit };
	return true;
}

void
packing_promises_of(struct packing *p, const struct plan *plan, unsigned unit)
{
	commitments_each(&p->t, plan->period, plan->units[unit].id, gather, p);
}

void
packing_promises(struct packing *p, bool receipts)
{
	const struct pack *k = p->pack;
	char name[80], id[UUID_TEXT];
	struct commitment c;

	for (size_t i = 0; i < p->n_promises && p->t.err == OK; i++) {
		commitment_id_text(p->promises[i].id, id);
		if (!commitments_get(&p->t, k->period, p->promises[i].unit,
			p->promises[i].id, &c)) {
			txn_require(&p->t, ERR_BROKEN);
		} else if (receipts) {
			(void)snprintf(name, sizeof name,
			    "receipts/%s.tlog-proof", id);
			txn_require(&p->t, ledger_receipt(p->store->ledger,
					       &p->t, c.entry, &p->bytes));
		} else {
			(void)snprintf(name, sizeof name, "commitments/%s.json",
			    id);
			k->describe_commitment(&c, p->within, &p->bytes);
		}
		packing_part(p, name);
	}
}
