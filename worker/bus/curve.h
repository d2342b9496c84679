/*
 * curve.h - keys for events that leave the machine, and who may hear them.
 */
#ifndef WORKER_BUS_CURVE_H
#define WORKER_BUS_CURVE_H

#include "store/base/fault.h"
#include "store/base/slice.h"

#define CURVE_KEY_TEXT 41 /* Z85 (RFC 32/Z85) of 32 bytes, and its end */
#define CURVE_ALLOWED 64

struct curve {
	char public_key[CURVE_KEY_TEXT];
	char secret_key[CURVE_KEY_TEXT];
	char server[CURVE_KEY_TEXT]; /* the publisher's; listeners only */
	char allowed[CURVE_ALLOWED][CURVE_KEY_TEXT]; /* publisher only */
	unsigned n_allowed;
};

/*
 * Reads keys from text, one "word key" a line; a line that starts with '#' is
 * a comment (a key may hold one):
 *
 *     public   rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7
 *     secret   D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs
 *     allow    Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID
 *
 * ERR_UNKNOWN_FIELD, ERR_MALFORMED, ERR_MISSING_FIELD (no public or secret),
 * ERR_TOO_BIG (more than CURVE_ALLOWED), each naming the line.
 */
enum err curve_read(struct slice text, struct curve *out, struct fault *why);

#endif
