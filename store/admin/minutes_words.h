/*
 * minutes_words.h - the page that three offices sign, as a title and rows of
 * words, Vietnamese or English: for the terminal and for paper alike.
 */
#ifndef STORE_ADMIN_MINUTES_WORDS_H
#define STORE_ADMIN_MINUTES_WORDS_H

#include "store/look/minutes.h"
#include "store/paper/statement.h"

/* Owned; freed by statement_free. ERR_NO_MEMORY; ERR_TOO_BIG. */
enum err minutes_words(const struct minutes *m, const struct plan *plan,
    enum language language, struct statement *out);

#endif
