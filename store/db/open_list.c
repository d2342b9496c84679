/*
 * open_list.c - which environments this process has open.
 *
 * Knows that LMDB allows one a file and none across fork. Touches the
 * process's fork handlers.
 */
#include <assert.h>

#include "store/db/inside.h"

struct open_list {
	pthread_mutex_t lock;
	struct env *first;
	bool watching;
};

/* The list belongs to the process, as the file locks it stands for do. */
static struct open_list *
list(void)
{
	static struct open_list kept = { PTHREAD_MUTEX_INITIALIZER, NULL,
		false };

	return &kept;
}

static void
before_fork(void)
{
	(void)pthread_mutex_lock(&list()->lock);
}

static void
in_parent(void)
{
	(void)pthread_mutex_unlock(&list()->lock);
}

static void
in_child(void)
{
	for (struct env *e = list()->first; e != NULL; e = e->next)
		e->forked = true;
	*thread_inside() = 0;
	(void)pthread_mutex_unlock(&list()->lock);
}

enum err
open_list_add(struct env *env)
{
	struct open_list *l = list();
	enum err e = OK;

	(void)pthread_mutex_lock(&l->lock);
	if (!l->watching &&
	    pthread_atfork(before_fork, in_parent, in_child) != 0)
		e = ERR_NO_MEMORY;
	else
		l->watching = true;
	for (struct env *o = l->first; o != NULL; o = o->next)
		if (!o->forked && o->dev == env->dev && o->ino == env->ino)
			e = ERR_BUSY;
	if (e == OK) {
		env->next = l->first;
		l->first = env;
	}
	(void)pthread_mutex_unlock(&l->lock);
	return e;
}

void
open_list_drop(struct env *env)
{
	struct open_list *l = list();
	struct env **at = &l->first;

	(void)pthread_mutex_lock(&l->lock);
	while (*at != NULL && *at != env)
		at = &(*at)->next;
	if (*at != NULL)
		*at = env->next;
	(void)pthread_mutex_unlock(&l->lock);
}
