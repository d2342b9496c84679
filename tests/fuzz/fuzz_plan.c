/*
 * fuzz_plan.c - any bytes as a bundle: a plan or faults, never both, never
 * neither; and a plan that answers.
 */
#include <assert.h>

#include "store/model/bundle.h"
#include "store/model/bundle_windows.h"
#include "store/model/plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
ask(const struct plan *p)
{
	unsigned u, l;

	for (u = 0; u < p->n_units; u++) {
		assert(plan_unit(p, p->units[u].id) == (int)u);
		assert(plan_unit_named(p, slice_text(p->units[u].name_vi)) ==
		       (int)u);
		for (l = 0; l < p->n_leaves; l++)
			(void)plan_applies(p, u, l);
	}
	for (u = 0; u < p->n_windows; u++)
		assert(plan_window_version(p, p->windows[u].block,
			   p->windows[u].stage,
			   p->windows[u].version) == p->windows + u);
}

/* A further window in its text is a further window in the plan. */
static void
extend(struct slice bundle, const struct plan *p)
{
	struct window row = p->windows[0];
	struct faults fs = { 0 };
	struct buf out = { 0 };
	struct plan *again;

	row.version = UINT32_MAX;
	if (plan_window_version(p, row.block, row.stage, row.version) == NULL &&
	    p->n_windows < 512 &&
	    bundle_add_windows(bundle, p, &row, 1, &out) == OK) {
		again = plan_read(buf_all(&out), 2, &fs);
		for (size_t i = 0; again == NULL && i < fs.n; i++)
			assert(fs.list[i].err == ERR_RANGE); /* of the order */
		assert(again == NULL || again->n_windows == p->n_windows + 1);
		plan_free(&again);
	}
	faults_free(&fs);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct faults fs = { 0 };
	struct plan *p = plan_read(slice_of(data, size), 1, &fs);
	const char *within;
	size_t i;

	assert((p == NULL) == (fs.n > 0));
	if (p != NULL) {
		ask(p);
		extend(slice_of(data, size), p);
	}
	for (i = 0; i < fs.n; i++) {
		assert(fs.list[i].err != OK && fs.list[i].detail[0] != '\0');
		(void)bundle_locate(fs.list[i].pointer, &within);
	}
	plan_free(&p);
	faults_free(&fs);
	return 0;
}
