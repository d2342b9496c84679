/*
 * finding_words.h - words of the records inside a Vietnamese sentence. Pure.
 *
 * Both sentences of a finding take the same arguments, and these are words of
 * the log: "late", "appraiser". Where the Vietnamese format has one of the
 * marks below around its conversion, the word is said in Vietnamese.
 */
#ifndef STORE_MODEL_FINDING_WORDS_H
#define STORE_MODEL_FINDING_WORDS_H

#include <stddef.h>

/* A mark, the letter of a list, the word, the end; no text that is kept has
 * control characters. */
#define WORD_OF(list, conversion) "\001" list conversion "\002"
#define A_VERDICT(conversion) WORD_OF("v", conversion)
#define A_ROLE(conversion) WORD_OF("r", conversion)
#define A_COLUMN(conversion) WORD_OF("c", conversion)
#define A_STAGE(conversion) WORD_OF("s", conversion)
#define A_STATE(conversion) WORD_OF("l", conversion) /* of a sheet */
#define A_CLOCK(conversion) WORD_OF("k", conversion) /* status or trust */
#define AN_ACTION(conversion) WORD_OF("a", conversion)
#define A_REASON(conversion) WORD_OF("e", conversion)
#define A_THING(conversion) WORD_OF("t", conversion) /* block, forms ... */
#define A_SCOPE(conversion) WORD_OF("p", conversion) /* of a pack */

/* The word of a list in Vietnamese; NULL: there is none. */
const char *word_in_vietnamese(char list, const char *word, size_t n);

/*
 * Puts in the place of each marked word its Vietnamese, itself where there is
 * none, and leaves out what is no proper UTF-8 (a conversion with a precision
 * may have cut a letter in two). `text` has `room` bytes.
 */
void words_put(char *text, size_t room);

#endif
