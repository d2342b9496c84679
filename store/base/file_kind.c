/*
 * file_kind.c - the table of accepted files.
 *
 * Knows names, first bytes and media types. Touches nothing.
 */
#include "store/base/file_kind.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."
#define ZIP "PK\003\004"
#define PDF_HEAD 1024

/* clang-format off */
static const struct file_kind kinds[] = {
	/* extension  type                              magic               look        holds */
	{ "pdf",   "application/pdf",                   "%PDF-",            LOOK_PDF,   NULL },
	{ "docx",  OOXML "wordprocessingml.document",   ZIP,                LOOK_ZIP,   "word/document.xml" },
	{ "xlsx",  OOXML "spreadsheetml.sheet",         ZIP,                LOOK_ZIP,   "xl/workbook.xml" },
	{ "pptx",  OOXML "presentationml.presentation", ZIP,                LOOK_ZIP,   "ppt/presentation.xml" },
	{ "odt",   ODF "text",                          ZIP,                LOOK_ZIP,   "content.xml" },
	{ "ods",   ODF "spreadsheet",                   ZIP,                LOOK_ZIP,   "content.xml" },
	{ "png",   "image/png",                         "\211PNG\r\n\032\n", LOOK_MAGIC, NULL },
	{ "jpg",   "image/jpeg",                        "\377\330\377",     LOOK_MAGIC, NULL },
	{ "jpeg",  "image/jpeg",                        "\377\330\377",     LOOK_MAGIC, NULL },
	{ "tif",   "image/tiff",                        NULL,               LOOK_MAGIC, NULL },
	{ "tiff",  "image/tiff",                        NULL,               LOOK_MAGIC, NULL },
	{ "xml",   "text/xml",                          NULL,               LOOK_MAGIC, "application/xml" },
	{ "edxml", "text/xml",                          NULL,               LOOK_MAGIC, "application/xml" },
};
/* clang-format on */

const struct file_kind *
file_kind(const char *extension)
{
	if (extension[0] == '.')
		extension++;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcasecmp(extension, kinds[i].extension) == 0)
			return &kinds[i];
	return NULL;
}

const struct file_kind *
file_kind_of_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot == NULL ? NULL : file_kind(dot);
}

bool
file_kind_begins(const struct file_kind *kind, struct slice head)
{
	size_t n = head.n < PDF_HEAD ? head.n : PDF_HEAD;

	if (kind->magic == NULL)
		return head.n != 0;
	if (kind->look == LOOK_PDF)
		return n != 0 && memmem(head.p, n, kind->magic,
				     strlen(kind->magic)) != NULL;
	return slice_starts(head, slice_text(kind->magic));
}
