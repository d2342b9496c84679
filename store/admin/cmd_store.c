/*
 * cmd_store.c - the store as a whole: checked, copied, swept, upgraded,
 * measured.
 *
 * Touches the store and the folder of a copy.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store/admin/commands.h"
#include "store/admin/recompute.h"
#include "store/look/looks.h"
#include "store/look/surveys.h"
#include "store/refeed.h"
#include "store/sweep.h"
#include "store/upgrade/upgrade.h"

/* ---- check ---- */

struct complaints {
	struct admin *admin;
	uint64_t bad;
	unsigned waiting; /* results whose job is still to run */
};

static void
find(void *self, const char *sentence)
{
	struct complaints *f = self;

	f->bad++;
	(void)printf("%s\n", sentence);
}

static void
find_file(void *self, const char *name)
{
	struct complaints *f = self;

	f->bad++;
	(void)printf("The file documents/%s does not hold what its name "
		     "says.\n",
	    name);
}

#define PERIODS_MOST 64

struct open_periods {
	struct period_id list[PERIODS_MOST];
	unsigned n;
};

static void
take_open(void *self, const struct period *p)
{
	struct open_periods *open = self;

	if (p->state == PERIOD_OPEN && open->n < PERIODS_MOST)
		open->list[open->n++] = p->id;
}

static enum err
check_periods(struct complaints *f)
{
	struct open_periods open = { .n = 0 };
	struct recomputed n = { 0 };
	enum err e = look_periods(f->admin->store, take_open, &open);

	for (unsigned i = 0; e == OK && i < open.n; i++)
		e = recompute_period(f->admin, open.list[i], false, &n);
	f->waiting = n.waiting; /* no damage */
	f->bad += n.wrong;
	return e;
}

enum ending
cmd_store_check(struct admin *a, const struct call *c)
{
	struct complaints f = { .admin = a };
	struct store *s = a->store;
	struct checked n;
	uint64_t forms;
	enum err e;

	(void)c;
	if ((e = log_verify(a)) != OK) {
		f.bad++;
		(void)printf("The log %s is damaged: %s.\n", s->meta.origin,
		    a->why.err != OK ? a->why.detail : err_words(e));
		a->why = (struct fault){ 0 };
	}
	if ((e = look_check(s, find, &f, &n)) != OK ||
	    (e = look_check_surveys(s, find, &f, &forms)) != OK ||
	    (e = blobs_check(s->blobs, find_file, &f)) != OK ||
	    (e = check_periods(&f)) != OK)
		return admin_end(a, e);
	(void)printf("%llu documents, %llu submissions, %u results that wait "
		     "for their job\n",
	    (unsigned long long)n.documents, (unsigned long long)n.submissions,
	    f.waiting);
	if (n.commitments > 0)
		(void)printf("%llu commitments, as the log has them\n",
		    (unsigned long long)n.commitments);
	if (n.revisions > 0)
		(void)printf("%llu revisions, as the log has them\n",
		    (unsigned long long)n.revisions);
	if (forms > 0)
		(void)printf("%llu survey forms, counted anew\n",
		    (unsigned long long)forms);
	if (f.bad != 0)
		return admin_fail("%llu things are damaged.",
		    (unsigned long long)f.bad);
	(void)printf("the store is sound\n");
	return END_OK;
}

/* ---- copy ---- */

/* Makes the folder, or finds it empty. */
static enum err
empty_folder(const char *path, struct fault *why)
{
	struct dirent *entry;
	bool empty = true;
	DIR *dir;

	if (mkdir(path, 0700) == 0)
		return OK;
	if (errno != EEXIST || (dir = opendir(path)) == NULL)
		return fault_set(why, err_of_errno(errno), "",
		    "The folder %s cannot be made: %s.", path, strerror(errno));
	while ((entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			empty = false;
	(void)closedir(dir);
	return empty ? OK
		     : fault_set(why, ERR_EXISTS, "",
			   "The folder %s is not empty.", path);
}

enum ending
cmd_store_copy(struct admin *a, const struct call *c)
{
	const char *to = c->arg[0];
	uint64_t files = 0;
	enum err e;

	/* The data first: every document that it names is there by then, and
	 * stays. */
	if ((e = empty_folder(to, &a->why)) != OK ||
	    (e = env_copy(a->store->env, to, &a->why)) != OK ||
	    (e = blobs_copy(a->store->blobs, to, &files, &a->why)) != OK ||
	    (e = store_refeed(to, &a->why)) != OK)
		return admin_end(a, e);
	(void)printf("copied to %s, with %llu document files\n"
		     "The log's key %s is not in the copy: keep it "
		     "elsewhere.\n",
	    to, (unsigned long long)files, a->key_path);
	return END_OK;
}

/* ---- sweep ---- */

enum ending
cmd_store_sweep(struct admin *a, const struct call *c)
{
	struct swept swept;
	enum err e = store_sweep(a->store, &swept);

	(void)c;
	if (e != OK)
		return admin_end(a, e);
	(void)printf("%llu files that nobody recorded are gone, %llu KiB of "
		     "packs are free again\n",
	    (unsigned long long)swept.files,
	    (unsigned long long)(swept.bytes >> 10));
	return END_OK;
}

/* ---- upgrade ---- */

static void
tell_progress(void *self, const char *what, uint64_t done, uint64_t all)
{
	unsigned *percent = self;
	unsigned now = all == 0 ? 100 : (unsigned)(done * 100 / all);

	if (now == *percent)
		return;
	*percent = now;
	(void)fprintf(stderr, "%s: %u %%\n", what, now);
}

static void
print_upgraded(const struct upgraded *u)
{
	if (u->went_on)
		(void)printf("went on with an upgrade that was interrupted\n");
	if (u->documents > 0)
		(void)printf("%llu documents (%llu KiB) lie in packs now\n",
		    (unsigned long long)u->documents,
		    (unsigned long long)(u->bytes >> 10));
	if (u->rows > 0)
		(void)printf("%llu rows have another key\n",
		    (unsigned long long)u->rows);
	if (u->tables > 0)
		(void)printf("%u tables were added\n", u->tables);
	if (u->damaged > 0)
		(void)printf("%llu documents were damaged before; they are "
			     "kept as they are\n",
		    (unsigned long long)u->damaged);
}

enum ending
cmd_store_upgrade(struct admin *a, const struct call *c)
{
	unsigned percent = 101;
	struct upgrade u = { .path = a->store_path,
		.map_bytes = a->conf.map_bytes,
		.tell = tell_progress,
		.self = &percent };
	struct upgraded done;
	enum err e = store_upgrade(&u, &done, &a->why);

	(void)c;
	if (e != OK)
		return admin_end(a, e);
	print_upgraded(&done);
	if (done.from == done.to && done.tables == 0 && !done.went_on)
		(void)printf("the store is of version %u already\n", done.to);
	else
		(void)printf("the store is of version %u; `parindex store "
			     "check` reads all of it\n",
		    done.to);
	return END_OK;
}

/* ---- usage ---- */

static void
print_bytes(const char *what, uint64_t n)
{
	(void)printf("%-14s %llu bytes (%llu MiB)\n", what,
	    (unsigned long long)n, (unsigned long long)(n >> 20));
}

enum ending
cmd_store_usage(struct admin *a, const struct call *c)
{
	struct health h;
	enum err e = look_health(a->store, &h);

	(void)c;
	if (e != OK)
		return admin_end(a, e);
	(void)printf("%-14s %s\n", "log", a->store->meta.origin);
	(void)printf("%-14s %llu\n", "log entries",
	    (unsigned long long)h.log_size);
	(void)printf("%-14s %llu events\n", "change feed",
	    (unsigned long long)h.events);
	(void)printf("%-14s %llu due, %llu buried\n", "jobs",
	    (unsigned long long)h.due_jobs, (unsigned long long)h.buried_jobs);
	print_bytes("data", h.usage.used_bytes);
	print_bytes("address space", h.usage.map_bytes);
	print_bytes("disk free", h.usage.free_disk_bytes);
	print_bytes("disk", h.usage.disk_bytes);
	(void)printf("%-14s %u slots taken so far\n", "readers",
	    h.usage.readers);
	(void)printf("%-14s %s\n", "documents",
	    h.room ? "there is room" : "refused: the disk is nearly full");
	return END_OK;
}
