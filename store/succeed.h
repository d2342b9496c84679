/*
 * succeed.h - a successor log is begun in a store whose own log must not go
 * on: its key is lost, or its newest entries are; or whose key is rotated.
 */
#ifndef STORE_SUCCEED_H
#define STORE_SUCCEED_H

#include "store/store.h"

struct store_successor {
	const char *key_path; /* the new private key is written here, 0600 */
	const char *reason;   /* words for the log */
	bool rotate;          /* the old log ends in an entry of its own */
	struct token_id by;   /* who rotates; 0: at the machine */
};

/*
 * Makes the key, then in one commit the new log's first entry (what the old
 * one ended with here, and the mark's checkpoint when that is ahead or of
 * another history) and the store's word for it. The store is open with the
 * old key or none, writable or not; a rotation needs it with the old key and
 * writable: the same commit puts a last entry, which names the new key, into
 * the old log and signs that with the old one. Afterwards `s->meta`, `s->key`
 * and `s->ledger` are the new log's, for reading. ERR_EXISTS for the key's
 * file; ERR_MALFORMED for a reason that is no line of text.
 */
enum err store_succeed(struct store *s, const struct store_successor *next,
    struct fault *why);

#endif
