/*
 * note.h - C2SP signed notes (v1.0.0), tlog checkpoints (v1.0.0) and witnesses'
 * cosignatures (tlog-cosignature v1.0.1), with Ed25519. The only signer and
 * verifier of the log's own key.
 */
#ifndef STORE_LEDGER_NOTE_H
#define STORE_LEDGER_NOTE_H

#include "store/base/buf.h"
#include "store/base/digest.h"
#include "store/base/fault.h"

#define ORIGIN_ROOM 128
#define VKEY_ROOM 256

enum note_type {
	NOTE_ED25519 = 0x01,     /* signs the text: a log */
	NOTE_COSIGNATURE = 0x04, /* signs a time and a checkpoint: a witness */
};

/* A verifier's key: name, key id and Ed25519 public key. */
struct note_key {
	char name[ORIGIN_ROOM];
	enum note_type type;
	uint8_t id[4];
	uint8_t public[32];
};

/* The log's signing key; opaque, memory locked, wiped when dropped. */
struct note_signer;

/* A fresh key named `name` (no space of Unicode's, no control, no '+'), and its
 * text "PRIVATE+KEY+name+id+base64(01||seed)\n" appended to `secret`. */
enum err note_signer_new(const char *name, struct note_signer **out,
    struct buf *secret);
enum err note_signer_read(struct slice secret, struct note_signer **out);
void note_signer_drop(struct note_signer **s);
const struct note_key *note_signer_key(const struct note_signer *s);

/* vkey text: name+id+base64(type||key). ERR_MALFORMED for other types, too. */
void note_key_text(const struct note_key *k, struct buf *to);
enum err note_key_read(struct slice vkey, struct note_key *out);

/* Appends text, an empty line and the signature line. `text` ends in LF. */
void note_sign(const struct note_signer *s, struct slice text, struct buf *to);

/* Splits at the last empty line and checks every signature by `key`; others'
 * are ignored. OK with `*text` borrowed from `note`; ERR_MALFORMED;
 * ERR_BROKEN for a bad signature of the key; ERR_UNAUTHENTICATED when the key
 * did not sign. At most 64 KiB and 100 signatures. */
enum err note_open(struct slice note, const struct note_key *key,
    struct slice *text);

/*
 * The same for a witness's key, and when it cosigned (POSIX seconds, the
 * earliest if it did more than once). ERR_UNAUTHENTICATED when it did not.
 */
enum err note_cosigned(struct slice note, const struct note_key *key,
    uint64_t *time);

/* The text alone, of a note whose signatures do not matter just now (one read
 * back from our own tables). ERR_MALFORMED as note_open. */
enum err note_text(struct slice note, struct slice *text);

struct checkpoint {
	char origin[ORIGIN_ROOM];
	uint64_t size;
	struct digest root;
};
/* Three lines: origin, size, root in base64. Extension lines are read over
 * and never written. */
void checkpoint_text(const struct checkpoint *c, struct buf *to);
enum err checkpoint_read(struct slice text, struct checkpoint *out);

#endif
