/*
 * fuzz_pack.c - any bytes as an evidence pack and as a PDF's date; no pack is
 * believed whose signature is not the log's.
 */
#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

#include "store/admin/pack.h"
#include "store/model/pdf_date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("pack", MFD_CLOEXEC);
	/* Nobody's key: the pack's own is not asked. */
	static const struct note_key key = { .name = "nobody" };
	struct packed p;
	struct moment m;
	char text[64] = "";

	memcpy(text, data, size < sizeof text ? size : sizeof text - 1);
	(void)pdf_date_read(text, &m);
	assert(fd >= 0);
	if (write(fd, data, size) == (ssize_t)size) {
		assert(lseek(fd, 0, SEEK_SET) == 0);
		assert(pack_check(fd, &key, &p, NULL) != OK);
		assert(lseek(fd, 0, SEEK_SET) == 0);
		(void)pack_check(fd, NULL, &p, NULL);
	}
	(void)close(fd);
	return 0;
}
