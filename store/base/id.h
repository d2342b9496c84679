/*
 * id.h - a type of its own for every kind of name, so that two of them cannot
 * be swapped. All are values, zero-padded text or bytes.
 */
#ifndef STORE_BASE_ID_H
#define STORE_BASE_ID_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "store/base/err.h"
#include "store/base/slice.h"

/* Names in a province's data: 1..23 bytes of [0-9A-Za-z._-], not starting
 * with '.' or '-'. */
#define NAME_ROOM 24
struct period_id {
	char text[NAME_ROOM];
}; /* "2022" */
struct block_id {
	char text[NAME_ROOM];
}; /* "department" */
struct unit_id {
	char text[NAME_ROOM];
}; /* "D16" */
struct field_id {
	char text[NAME_ROOM];
}; /* "F3" */
struct leaf_id {
	char text[NAME_ROOM];
}; /* "1.1.2" */
struct survey_id {
	char text[NAME_ROOM];
}; /* "org-department" */
struct person_id {
	char text[NAME_ROOM];
}; /* "nv.an", as the e-office calls the person */

/* A submission: UUID version 7 (RFC 9562 section 5.7). */
struct submission_id {
	uint8_t b[16];
};
/* What a unit says it will send, before it does (store/model/commitment.h):
 * likewise. */
struct commitment_id {
	uint8_t b[16];
};
#define UUID_TEXT 37

/* An access token's number, for lists and the ledger; not the secret. */
struct token_id {
	uint64_t n;
};

/* Copies `text` into a name's room: ERR_MALFORMED when it is not one. Use
 * through the typed readers below. */
enum err name_read(struct slice text, char out[NAME_ROOM]);

static inline enum err
period_id_read(struct slice s, struct period_id *out)
{
	return name_read(s, out->text);
}
static inline enum err
block_id_read(struct slice s, struct block_id *out)
{
	return name_read(s, out->text);
}
static inline enum err
unit_id_read(struct slice s, struct unit_id *out)
{
	return name_read(s, out->text);
}
static inline enum err
field_id_read(struct slice s, struct field_id *out)
{
	return name_read(s, out->text);
}
static inline enum err
leaf_id_read(struct slice s, struct leaf_id *out)
{
	return name_read(s, out->text);
}
static inline enum err
survey_id_read(struct slice s, struct survey_id *out)
{
	return name_read(s, out->text);
}

static inline enum err
person_id_read(struct slice s, struct person_id *out)
{
	return name_read(s, out->text);
}

static inline bool
person_id_eq(struct person_id a, struct person_id b)
{
	return memcmp(a.text, b.text, NAME_ROOM) == 0;
}
static inline bool
unit_id_eq(struct unit_id a, struct unit_id b)
{
	return memcmp(a.text, b.text, NAME_ROOM) == 0;
}
static inline bool
period_id_eq(struct period_id a, struct period_id b)
{
	return memcmp(a.text, b.text, NAME_ROOM) == 0;
}
static inline bool
block_id_eq(struct block_id a, struct block_id b)
{
	return memcmp(a.text, b.text, NAME_ROOM) == 0;
}
static inline bool
leaf_id_eq(struct leaf_id a, struct leaf_id b)
{
	return memcmp(a.text, b.text, NAME_ROOM) == 0;
}

/* A new UUID version 7 at `unix_us` (only its milliseconds are used); the rest
 * is random. ERR_IO when the kernel gives no randomness. Use through the typed
 * functions below. */
enum err uuid_new(int64_t unix_us, uint8_t out[16]);
void uuid_text(const uint8_t id[16], char out[UUID_TEXT]);
enum err uuid_read(struct slice text, uint8_t out[16]);

static inline enum err
submission_id_new(int64_t unix_us, struct submission_id *out)
{
	return uuid_new(unix_us, out->b);
}
static inline void
submission_id_text(struct submission_id id, char out[UUID_TEXT])
{
	uuid_text(id.b, out);
}
static inline enum err
submission_id_read(struct slice text, struct submission_id *out)
{
	return uuid_read(text, out->b);
}

static inline enum err
commitment_id_new(int64_t unix_us, struct commitment_id *out)
{
	return uuid_new(unix_us, out->b);
}
static inline void
commitment_id_text(struct commitment_id id, char out[UUID_TEXT])
{
	uuid_text(id.b, out);
}
static inline enum err
commitment_id_read(struct slice text, struct commitment_id *out)
{
	return uuid_read(text, out->b);
}
static inline bool
commitment_id_eq(struct commitment_id a, struct commitment_id b)
{
	return memcmp(a.b, b.b, sizeof a.b) == 0;
}
/* All zero: it names none. */
static inline bool
commitment_id_is(struct commitment_id id)
{
	return !commitment_id_eq(id, (struct commitment_id){ { 0 } });
}

#endif
