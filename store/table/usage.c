/*
 * usage.c - bytes sent a day, per token.
 *
 * usage   key    token number (8)
 *         value  record 1 day (days since 1970-01-01, Viet Nam), 2 bytes
 *
 * One row a token: a new day starts from zero in place of the old one.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/usage.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/table/schema.h"

#define DAY_US (INT64_C(86400) * 1000000)

enum err
usage_add(struct txn *t, struct token_id token, struct moment now,
    uint64_t bytes, uint64_t most)
{
	int64_t today = (now.us - date_start(0).us) / DAY_US, day = 0;
	struct buf again = { 0 };
	uint64_t sum = 0;
	struct slice value;
	struct key k;
	struct rec r;

	key_start(&k);
	key_u64(&k, token.n);
	if (txn_get(t, T_USAGE, key_all(&k), &value)) {
		for (r = rec_open(value); rec_on(&r);) {
			if (r.tag == 1)
				day = rec_get_int(&r);
			else if (r.tag == 2)
				sum = rec_get_uint(&r);
		}
		txn_require(t, r.err);
	}
	if (day != today)
		sum = 0;
	if (bytes > most || sum > most - bytes)
		return ERR_QUOTA;
	rec_int(&again, 1, today);
	rec_uint(&again, 2, sum + bytes);
	txn_require(t, again.err);
	txn_put(t, T_USAGE, key_all(&k), buf_all(&again));
	buf_free(&again);
	return t->err;
}
