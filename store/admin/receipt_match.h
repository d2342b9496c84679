/*
 * receipt_match.h - what is shown beside a receipt: the document, the unit, the
 * receipt of the commitment. Is it what the entry names? Needs no store.
 *
 * Receipts are checked ones. ERR_DIGEST, said, for what is another.
 */
#ifndef STORE_ADMIN_RECEIPT_MATCH_H
#define STORE_ADMIN_RECEIPT_MATCH_H

#include "store/base/fault.h"
#include "store/ledger/ledger.h"

/* The bytes of the file: the document of the entry, or one of those that a
 * commitment names. Also what opening and reading it may give. */
enum err receipt_match_document(const struct receipt *r, const char *path,
    struct fault *why);

/* The unit's code and the salt, 64 hexadecimal digits, that came with the
 * receipt. ERR_MALFORMED: they are none. */
enum err receipt_match_unit(const struct receipt *r, const char *salt,
    const char *unit, struct fault *why);

/*
 * The receipt of the commitment that a submission completes: the submission's
 * entry names this one's place in the log and the very times that it came, and
 * both name one period, one unit, the submission's criteria and its document
 * with its size.
 */
enum err receipt_match_commitment(const struct receipt *submission,
    const struct receipt *commitment, struct fault *why);

#endif
