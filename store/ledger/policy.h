/*
 * policy.h - whom to trust, for checking offline (C2SP tlog-policy): logs by
 * their keys, witnesses, groups of them, and which of these must have
 * cosigned.
 *
 *     log <vkey> [<url>]
 *     witness <name> <vkey> [<url>]
 *     group <name> all|any|<k> <name>...
 *     quorum <name>|none                 exactly one
 *
 * Lines; words between spaces and tabs; '#' begins a comment line. A name is
 * defined before it is used, a key stands once, a name is in one group only.
 */
#ifndef STORE_LEDGER_POLICY_H
#define STORE_LEDGER_POLICY_H

#include "store/ledger/note.h"

#define POLICY_MOST 65536 /* bytes */
#define POLICY_LOGS 32
#define POLICY_NODES 96 /* witnesses and groups */

/* A witness or a group of such. */
struct policy_node {
	char name[ORIGIN_ROOM];
	struct note_key key; /* of a witness */
	unsigned least;      /* of a group: how many of its members; 0: a
			      * witness */
	unsigned members;
	int above; /* the group it is in; -1: none */
};

struct policy {
	struct note_key log[POLICY_LOGS];
	unsigned logs;
	struct policy_node node[POLICY_NODES]; /* members before groups */
	unsigned nodes;
	int quorum; /* a node; -1: none is asked for */
};

/* ERR_MALFORMED, ERR_TOO_BIG; `*why` names the line. */
enum err policy_read(struct slice text, struct policy *out, struct fault *why);

/* The policy that asks for one log's signature and no witness. */
void policy_of_log(const struct note_key *log, struct policy *out);

/* Who vouches for a checkpoint. */
struct vouched {
	const struct note_key *log; /* whose signature it bears */
	unsigned n;
	struct {
		const struct policy_node *witness;
		uint64_t time; /* POSIX seconds */
	} by[POLICY_NODES];
	uint64_t earliest; /* of those times; UINT64_MAX: none */
};

/*
 * Checks a signed checkpoint. OK when one of the logs signed it and the quorum
 * cosigned it. ERR_BROKEN for any bad signature by a key of the policy;
 * ERR_UNAUTHENTICATED when no log, or too few witnesses, signed.
 */
enum err policy_check(const struct policy *p, struct slice note,
    struct vouched *out, struct fault *why);

#endif
