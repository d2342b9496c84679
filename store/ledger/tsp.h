/*
 * tsp.h - time-stamp tokens of RFC 3161 over checkpoints: asking, and checking
 * what came back. Outside time: the authority says that a hash existed before
 * genTime + accuracy.
 *
 * The imprint is SHA-256 of the checkpoint's text with its last LF, without
 * signature lines, so that cosignatures added later do not change it.
 * Pure but for the file of trusted certificates; no network.
 */
#ifndef STORE_LEDGER_TSP_H
#define STORE_LEDGER_TSP_H

#include "store/base/buf.h"
#include "store/base/digest.h"
#include "store/base/fault.h"
#include "store/base/moment.h"

#define TSP_ANSWER_MOST (64 * 1024)

/* Whom to believe: certificates of authorities in PEM, and the policies that
 * may stand in a token, OIDs with spaces between; "": any. */
struct tsp_trust {
	const char *ca_file, *policies;
};

/* Of a token that does not say: what EN 319 421 holds authorities to. */
#define TSP_ACCURACY_US 1000000

struct tsp_token {
	struct moment time; /* genTime; a fraction beyond 1 us is cut off */
	bool has_accuracy;  /* else the bound is in the authority's policy */
	struct span accuracy;
	char policy[64]; /* the OID in digits */
	char serial[64]; /* lower-case hexadecimal */
};

/* Appends a request (DER, version 1) for the imprint with a fresh random nonce
 * of 64 bits; it asks for the authority's certificate. */
enum err tsp_ask(struct digest imprint, struct buf *der);

/*
 * Checks an answer against its request: every byte used, status granted,
 * nonce, SHA-256 imprint, the signature, a chain to `trust` that was valid at
 * genTime, a certificate for time-stamping only, a policy that is allowed.
 * Any failure is ERR_MALFORMED (no such answer), ERR_FORBIDDEN (the authority
 * refused) or ERR_BROKEN (it does not hold), with a sentence in `*why`.
 */
enum err tsp_check(const struct tsp_trust *trust, struct digest imprint,
    struct slice request, struct slice answer, struct tsp_token *out,
    struct fault *why);

#endif
