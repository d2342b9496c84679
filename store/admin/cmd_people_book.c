/*
 * cmd_people_book.c - persons and their duties as a workbook, and back.
 *
 * Knows the commands' words. Touches the workbook, and the store through acts
 * and looks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/annex/people_book.h"
#include "store/base/json_in.h"
#include "store/base/json_out.h"
#include "store/look/looks.h"

enum {
	OPT_XLSX = 256,
};

const struct argp_option person_export_options[] = {
	{ "xlsx", OPT_XLSX, "FILE", 0, "The workbook to write", 0 },
	{ 0 },
};

/* ---- out ---- */

static void
key_text(struct jout *j, const char *key, const char *text)
{
	if (text[0] != '\0')
		jout_kstr(j, key, text);
}

static void
key_day(struct jout *j, const char *key, int64_t day)
{
	char text[DATE_TEXT];

	if (day == DUTY_NO_END)
		return;
	date_text(day, text);
	jout_kstr(j, key, text);
}

/* As a text: a list may call its duties as it likes. */
static void
key_number(struct jout *j, const char *key, uint64_t n)
{
	char text[24];

	(void)snprintf(text, sizeof text, "%llu", (unsigned long long)n);
	if (n != 0)
		jout_kstr(j, key, text);
}

static void
put_person(void *self, const struct person_row *p)
{
	struct jout *j = self;

	jout_object(j);
	jout_kstr(j, "id", p->person.id.text);
	jout_kstr(j, "name", p->person.name);
	key_text(j, "position", p->person.position);
	key_text(j, "unit", p->person.home.text);
	jout_object_end(j);
}

static void
put_names(struct jout *j, const char *key, const char *first, unsigned n)
{
	if (n == 0)
		return;
	jout_key(j, key);
	jout_array(j);
	for (unsigned i = 0; i < n; i++)
		jout_str(j, first + (size_t)i * NAME_ROOM);
	jout_array_end(j);
}

static void
put_duty(void *self, const struct duty_row *row)
{
	const struct duty *d = &row->duty;
	struct jout *j = self;

	jout_object(j);
	key_number(j, "no", d->number);
	jout_kstr(j, "person", d->person.text);
	jout_kstr(j, "role", role_name(d->role));
	key_text(j, "unit", d->unit.text);
	put_names(j, "fields", d->field[0].text, d->n_fields);
	put_names(j, "blocks", d->block[0].text, d->n_blocks);
	key_day(j, "from", d->from);
	key_day(j, "until", d->until);
	jout_kstr(j, "kind", duty_kind_name(d->kind));
	key_number(j, "of", d->of);
	key_text(j, "number", d->decision.number);
	key_text(j, "date", d->decision.date);
	key_text(j, "reason", d->decision.reason);
	jout_object_end(j);
}

enum ending
cmd_person_export(struct admin *a, const struct call *c)
{
	const char *path = call_option(c, OPT_XLSX);
	struct buf text = { 0 };
	struct jout j = jout_start(&text);
	enum err e;

	if (path == NULL)
		return admin_usage("--xlsx FILE says where to.");
	jout_object(&j);
	jout_key(&j, "persons");
	jout_array(&j);
	e = look_persons(a->store, &a->who, put_person, &j);
	jout_array_end(&j);
	jout_key(&j, "duties");
	jout_array(&j);
	if (e == OK)
		e = look_duties(a->store, &a->who, NULL, put_duty, &j);
	jout_array_end(&j);
	jout_object_end(&j);
	if (e == OK && (e = text.err) == OK)
		e = people_write(buf_all(&text), path, &a->why);
	if (e == OK)
		(void)printf("%s written\n", path);
	buf_free(&text);
	return admin_end(a, e);
}

/* ---- in ---- */

struct taking {
	struct admin *admin;
	const char *path;
	struct book_in *book;
	struct buf json;
	struct faults fs; /* of cells, and of what they say */
	struct people_taken taken;
};

static enum err
read_book(struct taking *t)
{
	int fd = open(t->path, O_RDONLY | O_CLOEXEC);
	enum err e;

	if (fd < 0)
		return fault_set(&t->admin->why, err_of_errno(errno), "",
		    "%s cannot be read: %s.", t->path,
		    err_words(err_of_errno(errno)));
	e = people_read(fd, &t->json, &t->book, &t->fs, &t->admin->why);
	(void)close(fd);
	for (size_t i = 0; i < t->fs.n; i++)
		(void)printf("%s: %s: %s\n", t->path, t->fs.list[i].pointer,
		    t->fs.list[i].detail);
	return e;
}

/* Every fault by its cell. */
static void
complain(const struct taking *t)
{
	struct buf where = { 0 };

	for (size_t i = 0; i < t->fs.n; i++) {
		buf_clear(&where);
		book_where(t->book, t->fs.list[i].pointer, &where);
		(void)printf("%s: %s: %s\n", t->path, buf_cstr(&where),
		    t->fs.list[i].detail);
	}
	buf_free(&where);
}

static enum err
take_all(struct taking *t)
{
	struct json *doc = NULL;
	struct jv root;
	enum err e =
	    json_parse(buf_all(&t->json), 64 << 20, &doc, &t->admin->why);

	if (e == OK) {
		root = json_root(doc);
		e = act_take_people(t->admin->store, &t->admin->who, &root,
		    &t->taken, &t->fs);
		complain(t);
	}
	json_free(&doc);
	return e;
}

static enum ending
end_import(struct taking *t, enum err e)
{
	if (t->fs.n != 0)
		return admin_fail("Nothing of %s was taken: %zu fault%s.",
		    t->path, t->fs.n, t->fs.n == 1 ? "" : "s");
	if (e == OK) {
		(void)printf("%u persons, %u new duties", t->taken.persons,
		    t->taken.duties);
		if (t->taken.ended > 0)
			(void)printf(", %u handed over", t->taken.ended);
		(void)printf("\n");
	}
	return admin_end(t->admin, e);
}

enum ending
cmd_person_import(struct admin *a, const struct call *c)
{
	struct taking t = { .admin = a, .path = c->arg[0] };
	enum ending end;
	enum err e = read_book(&t);

	if (e == OK && t.fs.n == 0)
		e = take_all(&t);
	end = end_import(&t, e);
	book_in_free(&t.book);
	faults_free(&t.fs);
	buf_free(&t.json);
	return end;
}
