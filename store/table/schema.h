/*
 * schema.h - every table of the store, and the store's version.
 *
 * A table's keys and bytes are documented at the top of its own .c file and
 * nowhere else; docs/format.md is made of those comments.
 */
#ifndef STORE_TABLE_SCHEMA_H
#define STORE_TABLE_SCHEMA_H

#include <stdint.h>

#define STORE_VERSION 3

enum table {
	T_META,    /* meta.c */
	T_PERIODS, /* periods.c */
	T_BUNDLES,
	T_TOKENS, /* tokens.c */
	T_TOKEN_NUMBERS,
	T_SUBMISSIONS, /* submissions.c */
	T_UNIT_SUBMISSIONS,
	T_LEAF_DOCUMENTS,
	T_DOCUMENTS, /* documents.c */
	T_DOCUMENT_USES,
	T_KEYS,  /* keys.c */
	T_USAGE, /* usage.c */
	T_CELLS, /* cells.c */
	T_CELL_VERSIONS,
	T_FORMS, /* forms.c */
	T_TALLIES,
	T_SECONDS, /* seconds.c */
	T_COUNTS,  /* counts.c */
	T_STAGED,
	T_IMPORTS,   /* imports.c */
	T_HANDOVERS, /* handovers.c */
	T_RESULTS,   /* results.c */
	T_RANKS,
	T_OUTBOX,     /* outbox.c */
	T_FEED,       /* events.c */
	T_CLOSINGS,   /* closings.c */
	T_AMENDMENTS, /* amendments.c */
	T_MANDATES,   /* mandates.c */
	T_REMINDERS,  /* reminders.c */
	T_REMARKS,    /* remarks.c */
	T_PAPERS,
	T_SIGHTINGS, /* sightings.c */
	T_HOLDS,     /* holds.c */
	T_EXPUNGED,  /* expunged.c */
	T_DISPOSALS, /* disposals.c */
	T_STAMPS,    /* stamps.c */
	T_STAMPERS,
	T_UNFIT,       /* unfit.c */
	T_COMMITMENTS, /* commitments.c */
	T_LIVES,       /* lives.c */
	T_LIFE_STEPS,  /* life_steps.c */
	T_LEAF_TALKS,  /* lives.c */
	T_LOCKED_SHEETS,
	T_RECORDS,     /* records.c */
	T_REVISIONS,   /* revisions.c */
	T_FROZEN,      /* frozen.c */
	T_CORRECTIONS, /* revisions.c */
	T_PREVIOUS,    /* previous.c */
	T_FIGURES,     /* figures.c */
	T_PERSONS,     /* persons.c */
	T_DUTIES,
	T_PERSON_DUTIES,
	T_ASSIGNMENTS, /* assignments.c */
	T_ENTRIES,     /* store/ledger/ledger.c */
	T_NODES,
	T_CHECKPOINTS,
	T_HEAD,
	TABLES
};

/* Their names, in this order, and bytes (store/db/env.h): tables of few rows,
 * of which nearly every commit changes one, lie in one tree. A commit costs
 * what its pages cost, and together they are one. */
extern const char *const table_names[TABLES];
extern const uint8_t table_codes[TABLES];

#endif
