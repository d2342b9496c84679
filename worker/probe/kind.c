/*
 * kind.c - THE table of what documents are accepted.
 *
 * Knows names and media types. Touches nothing.
 */
#include "worker/probe/kind.h"

#include <stddef.h>
#include <strings.h>

#define OOXML "application/vnd.openxmlformats-officedocument."
#define ODF "application/vnd.oasis.opendocument."

/* clang-format off */
static const struct probe_kind kinds[] = {
	/* extension  type                            look        holds */
	{ "pdf",   "application/pdf",                 LOOK_PDF,   NULL },
	{ "docx",  OOXML "wordprocessingml.document", LOOK_ZIP,   "word/document.xml" },
	{ "xlsx",  OOXML "spreadsheetml.sheet",       LOOK_ZIP,   "xl/workbook.xml" },
	{ "pptx",  OOXML "presentationml.presentation", LOOK_ZIP, "ppt/presentation.xml" },
	{ "odt",   ODF "text",                        LOOK_ZIP,   "content.xml" },
	{ "ods",   ODF "spreadsheet",                 LOOK_ZIP,   "content.xml" },
	{ "png",   "image/png",                       LOOK_MAGIC, NULL },
	{ "jpg",   "image/jpeg",                      LOOK_MAGIC, NULL },
	{ "jpeg",  "image/jpeg",                      LOOK_MAGIC, NULL },
	{ "tif",   "image/tiff",                      LOOK_MAGIC, NULL },
	{ "tiff",  "image/tiff",                      LOOK_MAGIC, NULL },
	{ "xml",   "text/xml",                        LOOK_MAGIC, "application/xml" },
	{ "edxml", "text/xml",                        LOOK_MAGIC, "application/xml" },
};
/* clang-format on */

const struct probe_kind *
probe_kind(const char *extension)
{
	if (extension[0] == '.')
		extension++;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcasecmp(extension, kinds[i].extension) == 0)
			return &kinds[i];
	return NULL;
}
