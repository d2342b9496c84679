/*
 * people_read.h - persons and their duties from JSON, as a workbook of them
 * says it (store/annex/people_book.h). Pure.
 */
#ifndef STORE_MODEL_PEOPLE_READ_H
#define STORE_MODEL_PEOPLE_READ_H

#include "store/base/json_in.h"
#include "store/model/duty.h"

/* {"id","name","position","unit"}. */
enum err person_read(const struct jv *v, struct person *out, struct fault *why);

/* A duty, and which one it says it is and stands for: the number of one that
 * is there, or what the list calls another of its duties. */
struct duty_said {
	struct duty duty; /* without number and `of` */
	char no[NAME_ROOM], of[NAME_ROOM];
	bool has_role; /* of those that take it over it need not be said */
};

/*
 * {"no","person","role","unit","fields","blocks","from","until","kind","of",
 * "number","date","reason"}. A substitute and who takes a duty over name the
 * duty they stand for (`of`) and take its role and reach over; what else they
 * need is duty_check's. ERR_MISSING_FIELD, ERR_MALFORMED, ERR_RANGE,
 * ERR_TOO_BIG, said at the member's pointer.
 */
enum err duty_read(const struct jv *v, struct duty_said *out,
    struct fault *why);

#endif
