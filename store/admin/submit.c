/*
 * submit.c - what `parindex submit` sends.
 *
 * Knows how a document is described. Touches the document and the token's
 * file, for reading.
 */
#include "store/admin/submit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/base/file_kind.h"

static const struct {
	int key;
	const char *name;
} parameters[] = {
	/* clang-format off */
	{ OPT_PERIOD, "period" }, { OPT_UNIT, "unit" }, { OPT_LEAF, "leaf" },
	{ OPT_SECRECY, "secrecy" }, { OPT_NUMBER, "number" },
	{ OPT_SYMBOL, "symbol" }, { OPT_ISSUED, "issued" },
	{ OPT_ISSUER, "issuer" }, { OPT_SECTION, "section" },
	{ OPT_PAGE, "page" }, { OPT_NOTE, "note" },
	{ OPT_REPLACES, "replaces" }, { OPT_COMMITMENT, "commitment" },
	/* clang-format on */
};

const char *
submit_parameter(int key)
{
	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
		if (parameters[i].key == key)
			return parameters[i].name;
	return NULL;
}

/* As one segment of a path. */
static void
put_segment(struct buf *to, const char *text)
{
	for (; *text != 0; text++)
		if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			   "abcdefghijklmnopqrstuvwxyz._-",
			*text) != NULL)
			buf_byte(to, (uint8_t)*text);
		else
			buf_print(to, "%%%02X", (unsigned)(uint8_t)*text);
}

void
submit_path(const struct call *c, struct buf *to)
{
	buf_text(to, "/periods/");
	put_segment(to, call_option(c, OPT_PERIOD));
	buf_text(to, "/units/");
	put_segment(to, call_option(c, OPT_UNIT));
	buf_text(to, "/commitments");
}

static enum err
hash(struct submit_file *f)
{
	struct digest_stream *s = digest_start();
	uint8_t bytes[64 * 1024];
	ssize_t n;

	if (s == NULL)
		return ERR_NO_MEMORY;
	while ((n = read(f->fd, bytes, sizeof bytes)) > 0 ||
	       (n < 0 && errno == EINTR))
		if (n > 0) {
			digest_more(s, slice_of(bytes, (size_t)n));
			f->size += (uint64_t)n;
		}
	f->digest = digest_end(&s);
	return n == 0 && lseek(f->fd, 0, SEEK_SET) == 0 ? OK : ERR_IO;
}

enum err
submit_file_open(const char *path, struct submit_file *out, struct fault *why)
{
	const char *slash = strrchr(path, '/');
	const struct file_kind *kind;
	struct stat st;
	enum err e = OK;

	*out = (struct submit_file){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	out->name = slash == NULL ? path : slash + 1;
	kind = file_kind_of_name(out->name);
	out->media_type =
	    kind == NULL ? "application/octet-stream" : kind->type;
	if (out->fd < 0 || fstat(out->fd, &st) != 0)
		e = err_of_errno(errno);
	else
		e = S_ISREG(st.st_mode) ? hash(out) : ERR_MALFORMED;
	if (e == OK)
		return OK;
	if (out->fd >= 0)
		(void)close(out->fd);
	out->fd = -1;
	return fault_set(why, e, "", "%s cannot be read: %s.", path,
	    e == ERR_MALFORMED ? "it is no ordinary file" : err_words(e));
}

void
submit_key(const struct call *c, struct digest document, struct buf *to)
{
	char text[DIGEST_TEXT];
	struct buf said = { 0 };

	digest_text(document, text);
	buf_print(&said, "%s\n%s\n%s\n", text, call_option(c, OPT_UNIT),
	    call_option(c, OPT_PERIOD));
	for (unsigned i = 0; i < c->n_options; i++)
		if (c->option[i].key == OPT_LEAF)
			buf_print(&said, "%s\n", c->option[i].value);
	digest_text(digest_of(buf_all(&said)), text);
	buf_text(to, text);
	if (said.err != OK)
		to->err = said.err;
	buf_free(&said);
}

enum err
submit_token(const char *path, char out[129], struct fault *why)
{
	struct buf text = { 0 };
	enum err e = file_read(path, 4096, &text);
	size_t n = 0;

	if (e == OK) {
		while (n < text.n && text.p[n] > ' ' && text.p[n] < 0x7f)
			n++;
		if (n == 0 || n > 128 ||
		    (n < text.n && text.p[n] != '\n' && text.p[n] != '\r'))
			e = ERR_MALFORMED;
		else
			memcpy(out, text.p, n);
		out[e == OK ? n : 0] = 0;
	}
	if (text.p != NULL)
		explicit_bzero(text.p, text.room);
	buf_free(&text);
	return e == OK
		   ? OK
		   : fault_set(why, e, "", "The file %s holds no token: %s.",
			 path, err_words(e));
}
