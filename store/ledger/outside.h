/*
 * outside.h - what the log's own entries say of outside time around another of
 * its entries (audit.md 4.6 R4, 5.2 point 6). Pure.
 *
 * A token over the first `size` entries, logged at `index`, proves twice: those
 * entries were there before its time + accuracy, and the entries from `index`
 * on came after its time - accuracy.
 */
#ifndef STORE_LEDGER_OUTSIDE_H
#define STORE_LEDGER_OUTSIDE_H

#include "store/ledger/entry.h"

struct outside_time {
	uint64_t size;
	struct moment earliest, latest; /* its time -/+ accuracy */
	uint8_t boot_id[16];            /* of the token's entry */
	int64_t boottime_us;
};

/* Of an entry about a token; false when it cannot be read. */
bool outside_time_read(const struct entry *token, struct outside_time *out);

/* How long before the token's own entry was read the clock of another was: what
 * waits for its commit is logged behind a token that came later. 0: it was not
 * (both by CLOCK_BOOTTIME of one boot), us. */
int64_t outside_wait(const struct entry *e, const struct outside_time *token);

/*
 * The moment at or after which a submission arrived, as the last token that was
 * logged before it shows; false when its entry cannot be read.
 *
 * What came before the token's own entry was read is put off the time: how long
 * before it the handler read the submission (both by CLOCK_BOOTTIME of one
 * boot), and how long before that the front server had the last byte. So our
 * own queue makes nobody late (R5).
 */
bool outside_after(const struct entry *submission,
    const struct outside_time *token, struct moment *out);

#endif
