/*
 * fuzz_policy.c - policies as they come from outside, and what they find under
 * a checkpoint.
 */
#include <assert.h>

#include "store/ledger/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char note[] =
    "evidence.example.vn/log2023\n7\n"
    "zATnT5kmIeAF52mo0CjQ0gK2KVjbZTRe45dd9cjgTco=\n\n"
    "\xe2\x80\x94 evidence.example.vn/log2023 l3ltuQ2VACyYG1ZYJXwwwGZalHrrSNkP"
    "OXiVFZ48buwcvn2FmX+aCMSwBtmbbMWm1UrpBI6YEXuvYrf91+8Gjex1OgI=\n"
    "\xe2\x80\x94 witness1.example.vn/w ietwiAAAAABlJYMPdSbB4uCvdEqHK2fAImDRmHh"
    "2VVmnMvbcLjv7K1hLUfuwajUzc7G/v2iZOzMTp8+KzrJbeIXAtnfrTkhS7aBsAw==\n";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct policy policy;
	struct fault why = { 0 };
	struct vouched v;

	if (policy_read(slice_of(data, size), &policy, &why) != OK) {
		assert(why.detail[0] != '\0');
		return 0;
	}
	if (policy_check(&policy, slice_text(note), &v, &why) == OK)
		assert(v.log != NULL && v.n <= 1);
	else
		assert(why.detail[0] != '\0');
	return 0;
}
