/*
 * pack.h - an evidence pack: a tar archive whose last two parts are MANIFEST,
 * which sha256sum reads, and MANIFEST.sig, a note that the log's key signed
 * (docs/audit.md).
 */
#ifndef STORE_ADMIN_PACK_H
#define STORE_ADMIN_PACK_H

#include "store/base/digest.h"
#include "store/base/fault.h"
#include "store/ledger/note.h"

#define PACK_FIRST_LINE "parindex-evidence/v1"

struct packed {
	uint64_t files; /* but for the manifest and its note */
	uint64_t documents, receipts, entries; /* of all logs */
	unsigned logs;
	struct digest manifest;
	char vkey[VKEY_ROOM]; /* whose signature held */
};

/*
 * Checks the pack behind `fd` without a store: the archive's form, every
 * part's digest, the manifest's signature, that documents are named by their
 * digests, that each receipt holds, that the entries of each log give its
 * signed checkpoint, that each log ended where its successor says, and that the
 * log commits to every version of the rules and its decision. `key`
 * is the newest log's, which vouches for those before it; NULL: the one that
 * the pack itself names.
 */
enum err pack_check(int fd, const struct note_key *key, struct packed *out,
    struct fault *why);

#endif
