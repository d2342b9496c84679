/*
 * schema.c - the names of the tables.
 *
 * Knows the list in schema.h. Touches nothing.
 */
#include "store/table/schema.h"

const char *const table_names[TABLES] = {
	[T_META] = "meta",
	[T_PERIODS] = "periods",
	[T_BUNDLES] = "bundles",
	[T_TOKENS] = "tokens",
	[T_TOKEN_NUMBERS] = "token-numbers",
	[T_SUBMISSIONS] = "submissions",
	[T_UNIT_SUBMISSIONS] = "unit-submissions",
	[T_LEAF_DOCUMENTS] = "leaf-documents",
	[T_UNCHECKED] = "unchecked",
	[T_SAME] = "same",
	[T_DOCUMENTS] = "documents",
	[T_DOCUMENT_BYTES] = "document-bytes",
	[T_DOCUMENT_USES] = "document-uses",
	[T_KEYS] = "keys",
	[T_USAGE] = "usage",
	[T_CELLS] = "cells",
	[T_FORMS] = "forms",
	[T_TALLIES] = "tallies",
	[T_RESULTS] = "results",
	[T_RANKS] = "ranks",
	[T_OUTBOX] = "outbox",
	[T_FEED] = "feed",
	[T_CLOSINGS] = "closings",
	[T_REMINDERS] = "reminders",
	[T_AMENDMENTS] = "amendments",
	[T_MANDATES] = "mandates",
	[T_STAMPS] = "stamps",
	[T_STAMPERS] = "stampers",
	[T_LIVES] = "lives",
	[T_LIFE_STEPS] = "life-steps",
	[T_LEAF_TALKS] = "leaf-talks",
	[T_RECORDS] = "records",
	[T_REVISIONS] = "revisions",
	[T_FROZEN] = "frozen",
	[T_CORRECTIONS] = "corrections",
	[T_ENTRIES] = "entries",
	[T_NODES] = "nodes",
	[T_CHECKPOINTS] = "checkpoints",
	[T_HEAD] = "head",
};
