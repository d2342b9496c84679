/*
 * part.c - zip entry to XML events.
 *
 * Knows libzip and expat. Touches the archive it is given.
 */
#include "store/sheetfile/part.h"

#include <string.h>

#define CHUNK 65536
#define TOKEN_MOST (1u << 20)
#define DEPTH_MOST 64
#define RATIO_FROM (UINT64_C(16) << 20)
#define MARK '|' /* between namespace and name */

static const char *
local(const char *name)
{
	const char *at = strrchr(name, MARK);

	return at == NULL ? name : at + 1;
}

static enum err
refuse(struct package *of, enum err e, const char *what)
{
	return fault_set(&of->fault, e, "", "The workbook cannot be read: %s.",
	    what);
}

void
part_refuse(struct part *p, enum err e, const char *what)
{
	(void)refuse(p->of, e, what);
	(void)XML_StopParser(p->xml, XML_FALSE);
}

void
part_wait(struct part *p)
{
	(void)XML_StopParser(p->xml, XML_TRUE);
}

static void XMLCALL
on_start(void *self, const XML_Char *name, const XML_Char **attributes)
{
	struct part *p = self;

	if (++p->depth > DEPTH_MOST)
		part_refuse(p, ERR_TOO_BIG, "its XML is nested too deep");
	else if (p->tell.start != NULL)
		p->tell.start(p->tell.self, local(name), attributes);
}

static void XMLCALL
on_end(void *self, const XML_Char *name)
{
	struct part *p = self;

	p->depth--;
	if (p->tell.end != NULL)
		p->tell.end(p->tell.self, local(name));
}

static void XMLCALL
on_text(void *self, const XML_Char *text, int n)
{
	struct part *p = self;

	if (p->tell.text != NULL)
		p->tell.text(p->tell.self, text, n);
}

static void XMLCALL
on_doctype(void *self, const XML_Char *name, const XML_Char *system,
    const XML_Char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	part_refuse(self, ERR_MALFORMED,
	    "it has a document type declaration, which no workbook needs");
}

enum err
part_open(struct part *p, struct package *of, const char *name,
    const struct part_tell *tell)
{
	zip_stat_t st;

	*p = (struct part){ .of = of, .tell = *tell };
	if (zip_stat(of->zip, name, ZIP_FL_ENC_GUESS, &st) != 0)
		return ERR_NOT_FOUND;
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
	    st.encryption_method != ZIP_EM_NONE)
		return refuse(of, ERR_MALFORMED, "it is encrypted");
	p->whole = (st.valid & ZIP_STAT_SIZE) != 0 ? st.size : 0;
	p->file = zip_fopen_index(of->zip, st.index, 0);
	if (p->file == NULL)
		return refuse(of, ERR_MALFORMED, "its zip archive is broken");
	if ((p->xml = XML_ParserCreateNS(NULL, MARK)) == NULL)
		return refuse(of, ERR_NO_MEMORY, "there is no memory for it");
	XML_SetUserData(p->xml, p);
	XML_SetElementHandler(p->xml, on_start, on_end);
	XML_SetCharacterDataHandler(p->xml, on_text);
	XML_SetStartDoctypeDeclHandler(p->xml, on_doctype);
	return OK;
}

void
part_shut(struct part *p)
{
	if (p->xml != NULL)
		XML_ParserFree(p->xml);
	if (p->file != NULL)
		(void)zip_fclose(p->file);
	*p = (struct part){ 0 };
}

/* Counted as it unpacks: what the archive says of itself is not believed. */
static bool
count(struct part *p, uint64_t n)
{
	struct package *of = p->of;

	p->at += n;
	of->unpacked += n;
	if (of->unpacked > of->limits->unpacked ||
	    (of->unpacked > RATIO_FROM &&
		of->unpacked / of->limits->ratio > of->packed)) {
		(void)refuse(of, ERR_TOO_BIG,
		    "it unpacks to far more than it is");
		return false;
	}
	return true;
}

/* The next chunk through the parser. */
static enum XML_Status
feed(struct part *p)
{
	void *room = XML_GetBuffer(p->xml, CHUNK);
	zip_int64_t n;

	if (room == NULL) {
		(void)refuse(p->of, ERR_NO_MEMORY, "there is no memory for it");
		return XML_STATUS_ERROR;
	}
	if ((n = zip_fread(p->file, room, CHUNK)) < 0) {
		(void)refuse(p->of, ERR_MALFORMED, "its zip archive is broken");
		return XML_STATUS_ERROR;
	}
	if (!count(p, (uint64_t)n))
		return XML_STATUS_ERROR;
	p->last = n == 0;
	return XML_ParseBuffer(p->xml, (int)n, p->last);
}

/* A token that never ends is held in memory until it does. */
static bool
token_is_short(const struct part *p)
{
	XML_Index at = XML_GetCurrentByteIndex(p->xml);

	return at < 0 || p->at - (uint64_t)at <= TOKEN_MOST;
}

bool
part_on(struct part *p)
{
	enum XML_Status was;

	for (;;) {
		if (p->of->fault.err != OK || (p->last && !p->waiting))
			return false;
		was = p->waiting ? XML_ResumeParser(p->xml) : feed(p);
		p->waiting = was == XML_STATUS_SUSPENDED;
		if (was == XML_STATUS_ERROR) {
			(void)refuse(p->of, ERR_MALFORMED,
			    XML_ErrorString(XML_GetErrorCode(p->xml)));
			return false;
		}
		if (p->waiting)
			return true;
		if (!p->last && !token_is_short(p)) {
			(void)refuse(p->of, ERR_TOO_BIG,
			    "a part of its XML has no end");
			return false;
		}
	}
}

enum err
part_all(struct package *of, const char *name, const struct part_tell *tell)
{
	struct part p;
	enum err e = part_open(&p, of, name, tell);

	if (e == OK) {
		while (part_on(&p))
			;
		e = of->fault.err;
	}
	part_shut(&p);
	return e;
}

const char *
part_attribute(const char **attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(local(attributes[0]), name) == 0)
			return attributes[1];
	return NULL;
}
