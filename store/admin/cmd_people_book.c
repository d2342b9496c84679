/*
 * cmd_people_book.c - persons and their duties as a workbook, and back.
 *
 * Knows the commands' words. Touches the workbook, and the store through acts
 * and looks.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
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
	jout_kstr(j, "person", d->person.text);
	jout_kstr(j, "role", role_name(d->role));
	key_text(j, "unit", d->unit.text);
	put_names(j, "fields", d->field[0].text, d->n_fields);
	put_names(j, "blocks", d->block[0].text, d->n_blocks);
	key_day(j, "from", d->from);
	key_day(j, "until", d->until);
	jout_kstr(j, "kind", duty_kind_name(d->kind));
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
	unsigned persons, duties, bad;
};

/* Is there a duty like this one? */
struct likeness {
	const struct duty *asked;
	bool found;
};

static void
complain(struct taking *t, const char *sheet, const struct jv *row,
    const char *what)
{
	struct jv n = jv_get(row, "row");
	int64_t line = 0;

	(void)jv_int(&n, &line);
	(void)printf("%s: %s!%lld: row %lld: %s\n", t->path, sheet,
	    (long long)line, (long long)line, what);
	t->bad++;
}

/* False when it does not fit. */
static bool
text_at(const struct jv *row, const char *key, char *out, size_t room)
{
	struct jv v = jv_get(row, key);
	struct slice s = SLICE_NONE;

	out[0] = '\0';
	if (jv_text(&v, &s) && s.n < room) {
		memcpy(out, s.p, s.n);
		out[s.n] = '\0';
	}
	return s.n < room;
}

/* A name that may be absent; false when it is none. */
static bool
name_at(const struct jv *row, const char *key, char out[NAME_ROOM])
{
	struct jv v = jv_get(row, key);
	struct slice s;

	return !jv_text(&v, &s) || name_read(s, out) == OK;
}

static bool
names_at(const struct jv *row, const char *key, char (*out)[NAME_ROOM],
    unsigned *n)
{
	struct jv list = jv_get(row, key);
	struct slice s;

	for (*n = 0; *n < jv_count(&list); ++*n) {
		struct jv one = jv_at(&list, *n);

		if (*n == DUTY_REACH || !jv_text(&one, &s) ||
		    name_read(s, out[*n]) != OK)
			return false;
	}
	return true;
}

static bool
day_at(const struct jv *row, const char *key, int64_t otherwise, int64_t *out)
{
	struct jv v = jv_get(row, key);
	struct slice s;

	*out = otherwise;
	return !jv_text(&v, &s) || date_read(s, out) == OK;
}

static void
take_person(struct taking *t, const struct jv *row)
{
	struct person p = { .home = { "" } };
	struct fault why = { 0 };

	if (!text_at(row, "name", p.name, sizeof p.name) ||
	    !text_at(row, "position", p.position, sizeof p.position))
		complain(t, PEOPLE_PERSONS, row,
		    "Họ và tên or Chức vụ is too long.");
	else if (!name_at(row, "id", p.id.text) || p.id.text[0] == '\0')
		complain(t, PEOPLE_PERSONS, row,
		    "Mã người is 1 to 23 of [0-9A-Za-z._-].");
	else if (!name_at(row, "unit", p.home.text))
		complain(t, PEOPLE_PERSONS, row,
		    "Đơn vị công tác is no unit's code.");
	else if (act_put_person(t->admin->store, &t->admin->who, &p, &why) !=
		 OK)
		complain(t, PEOPLE_PERSONS, row, why.detail);
	else
		t->persons++;
}

static void
is_alike(void *self, const struct duty_row *row)
{
	struct likeness *l = self;
	const struct duty *a = &row->duty, *b = l->asked;

	l->found |= a->role == b->role && a->from == b->from &&
		    strcmp(a->unit.text, b->unit.text) == 0 &&
		    strcmp(a->decision.number, b->decision.number) == 0;
}

/* "" or what is wrong with the row. */
static const char *
read_duty(const struct jv *row, struct duty *d)
{
	char word[64];

	(void)text_at(row, "role", word, sizeof word);
	d->role = role_read(slice_text(word));
	if (d->role == ROLE_NOBODY)
		return "Vai trò is no role.";
	(void)text_at(row, "kind", word, sizeof word);
	d->kind =
	    word[0] == '\0' ? DUTY_REGULAR : duty_kind_read(slice_text(word));
	if (d->kind != DUTY_REGULAR && d->kind != DUTY_EXTERNAL)
		return "Loại is not one that a workbook can give: a "
		       "substitute is given by `duty add`, a handover by "
		       "`duty transfer`.";
	if (!name_at(row, "person", d->person.text) ||
	    !name_at(row, "unit", d->unit.text) ||
	    !names_at(row, "fields", (char(*)[NAME_ROOM])d->field,
		&d->n_fields) ||
	    !names_at(row, "blocks", (char(*)[NAME_ROOM])d->block,
		&d->n_blocks))
		return "Mã người, Đơn vị, Lĩnh vực or Khối is no name.";
	if (!day_at(row, "from", INT64_MIN, &d->from) || d->from == INT64_MIN ||
	    !day_at(row, "until", DUTY_NO_END, &d->until))
		return "Từ ngày, or Không còn từ ngày, is no day.";
	if (!text_at(row, "number", d->decision.number,
		sizeof d->decision.number) ||
	    !text_at(row, "date", d->decision.date, sizeof d->decision.date) ||
	    !text_at(row, "reason", d->decision.reason,
		sizeof d->decision.reason))
		return "Số quyết định, Ngày quyết định or Lý do is too long.";
	return "";
}

/* A duty that is there already is passed over, so that a workbook that was
 * exported can be filled up and read again. */
static void
take_duty(struct taking *t, const struct jv *row)
{
	struct duty d = { .n_fields = 0 };
	struct admin *a = t->admin;
	struct fault why = { 0 };
	const char *wrong = read_duty(row, &d);
	struct likeness like = { &d, false };
	uint64_t number;

	if (d.person.text[0] != '\0' && d.role != ROLE_NOBODY)
		(void)look_duties(a->store, &a->who, &d.person, is_alike,
		    &like);
	if (like.found)
		return;
	if (wrong[0] != '\0')
		complain(t, PEOPLE_DUTIES, row, wrong);
	else if (act_give_duty(a->store, &a->who, &d, &number, &why) != OK)
		complain(t, PEOPLE_DUTIES, row, why.detail);
	else
		t->duties++;
}

static enum err
take_all(struct taking *t, struct slice json)
{
	struct json *doc = NULL;
	struct jv root, persons, duties, row;
	enum err e = json_parse(json, 64 << 20, &doc, &t->admin->why);

	if (e == OK) {
		root = json_root(doc);
		persons = jv_get(&root, "persons");
		duties = jv_get(&root, "duties");
		for (size_t i = 0; i < jv_count(&persons); i++) {
			row = jv_at(&persons, i);
			take_person(t, &row);
		}
		for (size_t i = 0; i < jv_count(&duties); i++) {
			row = jv_at(&duties, i);
			take_duty(t, &row);
		}
	}
	json_free(&doc);
	return e;
}

static enum err
read_book(struct taking *t, struct buf *json, struct fault *why)
{
	struct faults fs = { 0 };
	int fd = open(t->path, O_RDONLY | O_CLOEXEC);
	enum err e;

	if (fd < 0)
		return fault_set(why, err_of_errno(errno), "",
		    "%s cannot be read: %s.", t->path,
		    err_words(err_of_errno(errno)));
	e = people_read(fd, json, &fs, why);
	for (size_t i = 0; i < fs.n; i++, t->bad++)
		(void)printf("%s: %s: %s\n", t->path, fs.list[i].pointer,
		    fs.list[i].detail);
	faults_free(&fs);
	(void)close(fd);
	return e;
}

enum ending
cmd_person_import(struct admin *a, const struct call *c)
{
	struct taking t = { .admin = a, .path = c->arg[0] };
	struct buf json = { 0 };
	enum err e = read_book(&t, &json, &a->why);

	if (e == OK && t.bad == 0)
		e = take_all(&t, buf_all(&json));
	buf_free(&json);
	if (e == OK)
		(void)printf("%u persons, %u new duties\n", t.persons,
		    t.duties);
	if (e == OK && t.bad != 0)
		return admin_fail("%u row%s of %s not taken.", t.bad,
		    t.bad == 1 ? "" : "s", t.path);
	return admin_end(a, e);
}
