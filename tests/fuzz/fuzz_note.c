/*
 * fuzz_note.c - notes, checkpoints and keys as they come from outside.
 */
#include <assert.h>

#include "store/ledger/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The key of golang.org/x/mod's example, with which the corpus is signed. */
#define VKEY                                                                   \
	"PeterNeumann+c74f20a3+"                                               \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of(data, size), text;
	struct note_signer *signer;
	struct buf again = { 0 };
	struct note_key key;
	struct checkpoint c;

	(void)checkpoint_read(bytes, &c);
	if (note_key_read(bytes, &key) == OK) {
		note_key_text(&key, &again);
		assert(slice_eq(buf_all(&again), bytes));
	}
	if (note_signer_read(bytes, &signer) == OK)
		note_signer_drop(&signer);
	assert(note_key_read(slice_text(VKEY), &key) == OK);
	if (note_open(bytes, &key, &text) == OK)
		assert(text.n > 0 && text.p[text.n - 1] == '\n');
	if (note_text(bytes, &text) == OK)
		(void)checkpoint_read(text, &c);
	buf_free(&again);
	return 0;
}
