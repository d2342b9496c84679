/*
 * imports.h - files of survey forms that are being taken in, or were.
 */
#ifndef STORE_TABLE_IMPORTS_H
#define STORE_TABLE_IMPORTS_H

#include "store/base/digest.h"
#include "store/base/moment.h"
#include "store/db/txn.h"
#include "store/model/plan.h"

/* A form of an import counts when, and only when, that is counted. */
enum import_state {
	IMPORT_STAGING, /* its forms come in and do not count */
	IMPORT_COUNTED,
	IMPORT_DROPPED, /* its forms never counted and never will */
};
const char *import_state_name(enum import_state s);

struct import {
	uint64_t number; /* within its survey, from 1 */
	enum import_state state;
	struct digest file; /* SHA-256 of its bytes */
	uint64_t forms;     /* staged */
	uint64_t skipped;   /* faulty ones left out */
	uint64_t by;        /* token */
	struct moment begun, ended;
	uint64_t entry; /* in the log, once counted */
};

bool imports_get(struct txn *t, struct period_id period,
    struct survey_id survey, uint64_t number, struct import *out);
void imports_put(struct txn *t, struct period_id period,
    struct survey_id survey, const struct import *in);

/* The one with the highest number; false when there is none. */
bool imports_last(struct txn *t, struct period_id period,
    struct survey_id survey, struct import *out);

void imports_each(struct txn *t, struct period_id period,
    struct survey_id survey, void (*each)(void *self, const struct import *i),
    void *self);

#endif
