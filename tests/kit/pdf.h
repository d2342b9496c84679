/*
 * pdf.h - small whole PDF files for tests.
 */
#ifndef TESTS_KIT_PDF_H
#define TESTS_KIT_PDF_H

#include "store/base/buf.h"

/* Appends a valid PDF 1.4 (ISO 32000-1) of one page that shows `text` and
 * `number`; two numbers never give the same bytes. Its CreationDate is
 * PDF_CREATED. `text` is any bytes; what Helvetica has no sign for shows as
 * something else. */
#define PDF_CREATED "D:20230110080000+07'00'"
void pdf_write(struct buf *to, struct slice text, unsigned number);

/* The same with an interactive form whose fields are `fields`, an array as PDF
 * writes it. */
void pdf_write_form(struct buf *to, struct slice text, unsigned number,
    const char *fields);

#endif
