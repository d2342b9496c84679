/*
 * test_people_many.c - a list of persons and duties is taken whole, or nothing
 * of it.
 */
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define UNDER "'number':'12/QĐ-SNV','date':'2022-12-20','reason':'phân công'"
#define AN "{'id':'an','name':'Nguyễn Văn An','unit':'D02'}"
#define BINH "{'id':'binh','name':'Trần Thị Bình'}"
#define FIRST                                                                  \
	"{'no':'a','person':'an','role':'appraiser','fields':['F1'],"          \
	"'from':'2022-12-20'," UNDER "}"

static struct world w;
static struct people_taken taken;
static struct faults faults;

static enum err
take_as(const struct who *who, const char *text)
{
	struct buf json = { 0 };
	struct json *doc = NULL;
	struct jv root;
	enum err e;

	for (; *text != 0; text++)
		buf_byte(&json, *text == '\'' ? '"' : (uint8_t)*text);
	ck_assert_err(json_parse(buf_all(&json), 1 << 20, &doc, NULL), OK);
	root = json_root(doc);
	faults_free(&faults);
	e = act_take_people(w.store, who, &root, &taken, &faults);
	json_free(&doc);
	buf_free(&json);
	return e;
}

static enum err
take(const char *text)
{
	struct who operator= world_who(ROLE_OPERATOR, "");

	return take_as(&operator, text);
}

static void
close_world(void)
{
	faults_free(&faults);
	world_verified(&w);
	world_close(&w);
}

static struct duty
duty_of(uint64_t number)
{
	struct duty_row row = { .duty = { .number = number } };
	struct txn t;

	txn_read(&t, w.store->env);
	ck_assert(duties_get(&t, &row));
	ck_assert_err(txn_end(&t), OK);
	return row.duty;
}

START_TEST(a_list_is_taken_and_taken_again_changes_nothing)
{
	static const char *const list =
	    "{'persons':[" AN "," BINH "],'duties':[" FIRST
	    ",{'person':'binh','kind':'substitute','of':'a','from':"
	    "'2022-12-24','until':'2022-12-31'," UNDER "}]}";
	struct digest before;
	struct duty d;

	world_open(&w);
	ck_assert_err(take(list), OK);
	ck_assert_uint_eq(taken.persons, 2);
	ck_assert_uint_eq(taken.duties, 2);
	d = duty_of(2);
	ck_assert_int_eq(d.kind, DUTY_SUBSTITUTE);
	ck_assert_int_eq(d.role, ROLE_APPRAISER);
	ck_assert_uint_eq(d.of, 1);
	ck_assert_uint_eq(d.n_fields, 1);
	before = world_dump(&w, 0);
	ck_assert_err(take(list), OK);
	ck_assert_uint_eq(taken.persons + taken.duties, 0);
	ck_assert_dump(&w, before);
	close_world();
}
END_TEST

START_TEST(who_takes_a_duty_over_ends_it)
{
	struct duty d;

	world_open(&w);
	ck_assert_err(take("{'persons':[" AN "," BINH "],'duties':[" FIRST
			   ",{'person':'binh','kind':'handover','of':'a',"
			   "'from':'2023-01-05'," UNDER "}]}"),
	    OK);
	ck_assert_uint_eq(taken.ended, 1);
	d = duty_of(1);
	ck_assert_int_eq(d.until, duty_of(2).from);
	ck_assert_int_eq(duty_of(2).until, DUTY_NO_END);
	ck_assert_int_eq(world_newest(&w), ENTRY_DUTY);
	close_world();
}
END_TEST

/* clang-format off */
static const struct {
	const char *list, *pointer;
	enum err e;
} rows[] = {
	{ "{'persons':[" AN ",{'id':'b'}]}", "/persons/1/name", ERR_MISSING_FIELD },
	{ "{'persons':[" AN ",{'name':'B'}]}", "/persons/1/id", ERR_MISSING_FIELD },
	{ "{'persons':[" AN ",{'id':'b c','name':'B'}]}", "/persons/1/id", ERR_MALFORMED },
	{ "{'persons':[" AN ",{'id':'b','name':7}]}", "/persons/1/name", ERR_MALFORMED },
	{ "{'persons':[" AN "],'duties':[{'person':'zz','role':'lead','from':'2022-12-20'," UNDER "}]}", "/duties/0/person", ERR_NOT_FOUND },
	{ "{'persons':[" AN "],'duties':[{'role':'lead','from':'2022-12-20'," UNDER "}]}", "/duties/0/person", ERR_MISSING_FIELD },
	{ "{'persons':[" AN "],'duties':[{'person':'an','from':'2022-12-20'," UNDER "}]}", "/duties/0/role", ERR_RANGE },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'king','from':'2022-12-20'," UNDER "}]}", "/duties/0/role", ERR_RANGE },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'lead'," UNDER "}]}", "/duties/0/from", ERR_MISSING_FIELD },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'lead','from':'hôm nay'," UNDER "}]}", "/duties/0/from", ERR_MALFORMED },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'lead','from':'2022-12-20'}]}", "/duties/0/number", ERR_MISSING_FIELD },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'unit','from':'2022-12-20'," UNDER "}]}", "/duties/0/unit", ERR_MISSING_FIELD },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'auditor','kind':'external','from':'2022-12-20'," UNDER "}]}", "/duties/0/until", ERR_MISSING_FIELD },
	{ "{'persons':[" AN "],'duties':[{'person':'an','role':'lead','kind':'friend','from':'2022-12-20'," UNDER "}]}", "/duties/0/kind", ERR_RANGE },
	{ "{'persons':[" AN "],'duties':[{'person':'an','kind':'substitute','of':'zz','from':'2022-12-20','until':'2022-12-30'," UNDER "}]}", "/duties/0/of", ERR_NOT_FOUND },
	{ "{'persons':[" AN "],'duties':[{'person':'an','kind':'substitute','of':'7','from':'2022-12-20','until':'2022-12-30'," UNDER "}]}", "/duties/0/of", ERR_NOT_FOUND },
	{ "{'persons':[" AN "],'duties':[{'person':'an','kind':'substitute','of':'a','from':'2022-12-20','until':'2022-12-30'," UNDER "}," FIRST "]}", "/duties/0/of", ERR_RANGE },
	{ "{'persons':[" AN "," BINH "],'duties':[" FIRST ",{'person':'binh','role':'lead','kind':'handover','of':'a','from':'2023-01-05'," UNDER "}]}", "/duties/1/role", ERR_CONFLICT },
	{ "{'persons':[" AN "," BINH "],'duties':[" FIRST ",{'person':'binh','kind':'handover','of':'a','from':'2022-12-01'," UNDER "}]}", "/duties/1/from", ERR_RANGE },
	{ "{'persons':[" AN "],'duties':[" FIRST "," FIRST "]}", "/duties/1/no", ERR_EXISTS },
};
/* clang-format on */

START_TEST(one_fault_and_nothing_is_taken)
{
	struct digest before;

	world_open(&w);
	before = world_dump(&w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_msg(take(rows[i].list) == rows[i].e, "%zu: %s", i,
		    faults.n > 0 ? faults.list[0].detail : "");
		ck_assert_uint_eq(faults.n, 1);
		ck_assert_str_eq(faults.list[0].pointer, rows[i].pointer);
		ck_assert_dump(&w, before);
	}
	close_world();
}
END_TEST

START_TEST(only_the_operator_takes_people)
{
	struct digest before;

	world_open(&w);
	before = world_dump(&w, 0);
	for (enum role role = 0; role < ROLES; role++) {
		struct who who =
		    world_who(role, role_has_unit(role) ? "D01" : "");

		if (role != ROLE_OPERATOR)
			ck_assert_err(take_as(&who, "{'persons':[" AN "]}"),
			    ERR_FORBIDDEN);
	}
	ck_assert_dump(&w, before);
	close_world();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_list_is_taken_and_taken_again_changes_nothing,
		who_takes_a_duty_over_ends_it,
		one_fault_and_nothing_is_taken,
		only_the_operator_takes_people,
		NULL,
	};

	return suite_run("people, many", tests);
}
