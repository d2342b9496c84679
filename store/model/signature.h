/*
 * signature.h - who signed an administrative document, as its last lines say
 * it: number, date, competence, title and name (Decree 30/2020/ND-CP, Annex I
 * part II section 7). Pure.
 */
#ifndef STORE_MODEL_SIGNATURE_H
#define STORE_MODEL_SIGNATURE_H

#include "store/base/fault.h"
#include "store/base/slice.h"

/* On whose behalf the signer signs. */
enum competence {
	COMPETENCE_HEAD, /* the head of the agency, as such: no mark */
	COMPETENCE_TM,   /* thay mat: on behalf of a collective */
	COMPETENCE_KT,   /* ky thay: a deputy for the head */
	COMPETENCE_TL,   /* thua lenh: by order */
	COMPETENCE_TUQ,  /* thua uy quyen: by authorisation */
	COMPETENCE_Q,    /* quyen: an acting head */
	COMPETENCES      /* the numbers are kept */
};
const char *competence_name(enum competence c);     /* "", "TM.", "KT." ... */
enum competence competence_read(struct slice name); /* COMPETENCES: unknown */

struct signature {
	char number[128]; /* so va ky hieu: "27/BC-SGTVT" */
	char date[11];    /* "YYYY-MM-DD" */
	char signer[200]; /* the name */
	char title[200];  /* chuc vu */
	enum competence competence;
};

/* ERR_MISSING_FIELD or ERR_RANGE, said with the field's pointer, unless
 * number, date and signer are there, the date is one, and it is no later than
 * `today` (a day number). */
enum err signature_check(const struct signature *s, int64_t today,
    struct fault *why);

#endif
