/*
 * packing.h - an evidence pack on its way. Inside store/look: pack.c has the
 * order of its parts, pack_commitments.c what units said they would send.
 */
#ifndef STORE_LOOK_PACKING_H
#define STORE_LOOK_PACKING_H

#include "store/look/looks.h"

struct pack_item;
struct pack_promise;

struct packing {
	struct store *store;
	const struct pack *pack;
	struct span within; /* the period's (commitment.h) */
	struct txn t;
	struct pack_item *items;
	size_t n, room;
	struct pack_promise *promises;
	size_t n_promises, promises_room;
	struct buf bytes; /* of the part at hand */
};

/* Hands over what is in p->bytes, and empties it. */
void packing_part(struct packing *p, const char *name);

/* A unit's commitments are remembered; then each is a part, or the receipt of
 * each is. */
void packing_promises_of(struct packing *p, const struct plan *plan,
    unsigned unit);
void packing_promises(struct packing *p, bool receipts);

#endif
