/*
 * form_text.h - multipart/form-data bodies as string literals.
 */
#ifndef TESTS_KIT_FORM_TEXT_H
#define TESTS_KIT_FORM_TEXT_H

#define FORM_TYPE "multipart/form-data; boundary=b"
#define FORM_PART(head, content)                                               \
	"--b\r\nContent-Disposition: form-data; " head "\r\n\r\n" content "\r" \
	"\n"
#define FORM_FIELD(name, value) FORM_PART("name=\"" name "\"", value)
#define FORM_FILE(name, content)                                               \
	FORM_PART("name=\"file\"; filename=\"" name "\"", content)
#define FORM_END "--b--\r\n"

/* All that an upload of department D01 for criterion 1.1.1 must say. */
#define FORM_FIELDS                                                            \
	FORM_FIELD("period", "2022")                                           \
	FORM_FIELD("unit", "D01")                                              \
	FORM_FIELD("leaf", "1.1.1") FORM_FIELD("secrecy", "thường")
#define FORM_WHOLE FORM_FIELDS FORM_FILE("a.pdf", "%PDF-1.4 x") FORM_END

#endif
