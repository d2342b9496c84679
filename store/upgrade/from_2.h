/*
 * from_2.h - from version 2 of the store to version 3. For store/upgrade only.
 *
 * Versions 1 and 2 kept the tables usage, outbox, closings and head in trees of
 * their own. Their rows are the same in the tree "small", behind a byte.
 */
#ifndef STORE_UPGRADE_FROM_2_H
#define STORE_UPGRADE_FROM_2_H

#include "store/upgrade/upgrading.h"

/* Copies them, in one commit: they are few. Again when it was interrupted
 * before the old trees were dropped. */
enum err from_2_small(struct upgrading *w);

#endif
