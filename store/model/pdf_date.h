/*
 * pdf_date.h - the dates a PDF file carries (ISO 32000-1 7.9.4). Pure.
 */
#ifndef STORE_MODEL_PDF_DATE_H
#define STORE_MODEL_PDF_DATE_H

#include "store/base/moment.h"

/*
 * Reads "D:YYYYMMDD", which may go on with HH, mm, SS and an offset: "Z",
 * "+07'00'", "-07'00" or "+07". Without an offset it is read as Viet Nam's
 * time. ERR_MALFORMED also for a date without a day; ERR_RANGE for one that
 * does not exist.
 */
enum err pdf_date_read(const char *text, struct moment *out);

#endif
