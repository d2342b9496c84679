/*
 * cmd_stamps.c - outside time: how each authority stands, and its tokens.
 *
 * Touches the log, for reading, and the folder that --save names.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/admin/commands.h"
#include "store/base/draft.h"
#include "store/look/looks.h"

#define OPT_SAVE 256

const struct argp_option stamps_options[] = {
	{ "save", OPT_SAVE, "DIR", 0,
	    "write each token's checkpoint text (.txt), request (.tsq) and "
	    "answer (.tsr) into DIR",
	    0 },
	{ 0 },
};

struct listing {
	struct store *store;
	const char *folder; /* NULL: list only */
	struct buf stamps;  /* the lines; written after the authorities' */
	struct buf files;   /* one struct stamp a token, its slices gone */
	unsigned stampers;
	enum err err;
};

static void
put_stamper(void *self, const struct stamper *s)
{
	struct listing *l = self;
	char done[MOMENT_TEXT] = "never", tried[MOMENT_TEXT];

	l->stampers++;
	if (s->done.us != 0)
		moment_text(s->done, done);
	moment_text(s->tried, tried);
	(void)printf("%s: last token %s", s->name, done);
	if (s->done.us != 0)
		(void)printf(", size %llu",
		    (unsigned long long)PLACE_INDEX(s->place));
	if (s->failures > 0)
		(void)printf("; not stamped since: %llu failures, last at %s: "
			     "%s",
		    (unsigned long long)s->failures, tried, s->reason);
	(void)printf("\n");
}

/* One file of a token, "DIR/NAME-LOG-SIZE.EXT". */
static enum err
save(const struct listing *l, const struct stamp *s, const char *extension,
    struct slice bytes)
{
	struct draft d = DRAFT_NONE;
	char path[480];
	enum err e;

	if (snprintf(path, sizeof path, "%s/%s-%u-%llu.%s", l->folder, s->by,
		PLACE_LOG(s->place), (unsigned long long)PLACE_INDEX(s->place),
		extension) >= (int)sizeof path)
		return ERR_TOO_BIG;
	if ((e = draft_open(&d, path, 0600)) != OK)
		return e;
	e = write(d.fd, bytes.p, bytes.n) == (ssize_t)bytes.n
		? draft_publish(&d)
		: ERR_IO;
	draft_drop(&d);
	return e;
}

static void
put_stamp(void *self, const struct stamp *s)
{
	struct listing *l = self;
	char time[MOMENT_TEXT];

	moment_text(s->time, time);
	buf_print(&l->stamps, "  size %llu by %s at %s",
	    (unsigned long long)PLACE_INDEX(s->place), s->by, time);
	if (s->has_accuracy)
		buf_print(&l->stamps, " +- %lld us", (long long)s->accuracy.us);
	buf_print(&l->stamps, ", entry %llu\n",
	    (unsigned long long)PLACE_INDEX(s->entry));
	if (l->folder == NULL || l->err != OK)
		return;
	if ((l->err = save(l, s, "tsq", s->request)) == OK)
		l->err = save(l, s, "tsr", s->response);
	buf_bytes(&l->files, s, sizeof *s);
}

/* The checkpoints' texts: what the tokens are over. */
static enum err
save_texts(const struct listing *l)
{
	enum err e = OK;

	for (size_t i = 0; e == OK && i < l->files.n;
	     i += sizeof(struct stamp)) {
		struct buf note = { 0 };
		struct slice text;
		struct stamp s;

		memcpy(&s, l->files.p + i, sizeof s);
		e = look_kept_checkpoint(l->store, s.place, &note);
		if (e == OK)
			e = note_text(buf_all(&note), &text);
		if (e == OK)
			e = save(l, &s, "txt", text);
		buf_free(&note);
	}
	return e;
}

enum ending
cmd_log_stamps(struct admin *a, const struct call *c)
{
	struct listing l = { .store = a->store,
		.folder = call_option(c, OPT_SAVE) };
	enum err e;

	if (l.folder != NULL && mkdir(l.folder, 0700) != 0 && errno != EEXIST)
		return admin_fail("The folder %s cannot be made: %s.", l.folder,
		    strerror(errno));
	e = look_stamps(a->store,
	    (struct stamp_looks){ put_stamper, put_stamp, &l });
	if (e == OK)
		e = l.err != OK ? l.err : l.stamps.err;
	if (e == OK)
		e = l.files.err != OK ? l.files.err : save_texts(&l);
	if (e == OK && l.stampers == 0)
		(void)printf("no authority was ever asked\n");
	if (e == OK)
		(void)printf("%s", buf_cstr(&l.stamps));
	buf_free(&l.stamps);
	buf_free(&l.files);
	return admin_end(a, e);
}
