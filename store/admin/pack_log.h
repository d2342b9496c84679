/*
 * pack_log.h - the logs in an evidence pack: the one that is written now, below
 * log/, and those that it goes on from, below log/before/0/, log/before/1/...
 *
 * Only the newest log's key is trusted from outside. Its first entry names
 * where the log before it ended, and the entries of that give its root, with
 * its own key in its own first entry: so one key vouches for all of them.
 * Takes parts, and says what is wrong in words: touches no file.
 */
#ifndef STORE_ADMIN_PACK_LOG_H
#define STORE_ADMIN_PACK_LOG_H

#include "store/admin/pack.h"
#include "store/admin/pack_rules.h"
#include "store/ledger/succession.h"

#define PACKED_LOGS_MOST 32

struct packed_log {
	struct note_key key;
	bool has_key, given; /* the key is known from elsewhere */
	struct birth_entry birth;
	bool born; /* its first entry was read */
	struct buf checkpoint;
	struct tree_edge edge;
	char vkey[VKEY_ROOM];
};

struct packed_logs {
	struct packed_log before[PACKED_LOGS_MOST], newest;
	unsigned n_before;
	struct packed_rules rules; /* that their entries tell of */
};

/* The newest log's key, when it is known (NULL: not). */
void packed_logs_trust(struct packed_logs *logs, const struct note_key *key);

/* Takes in a part by its name behind "log/": NULL, or what is wrong with it. */
const char *packed_log_part(struct packed_logs *logs, const char *name,
    struct slice bytes);

/* NULL when the receipt holds by one of the logs' keys. */
const char *packed_log_receipt(const struct packed_logs *logs,
    struct slice bytes);

/* Once every part is in. */
enum err packed_logs_check(const struct packed_logs *logs, struct fault *why);

void packed_logs_tell(const struct packed_logs *logs, struct packed *out);
void packed_logs_free(struct packed_logs *logs);

#endif
