/*
 * usage.h - how many bytes a token sent today (design.md 6, quotas).
 */
#ifndef STORE_TABLE_USAGE_H
#define STORE_TABLE_USAGE_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

/* Adds `bytes` to the token's count of the day (Viet Nam) of `now`; ERR_QUOTA,
 * with nothing added, when that would pass `most`. */
enum err usage_add(struct txn *t, struct token_id token, struct moment now,
    uint64_t bytes, uint64_t most);

#endif
