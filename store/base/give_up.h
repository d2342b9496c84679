/*
 * give_up.h - when nothing is known any more about what is on the disk.
 */
#ifndef STORE_BASE_GIVE_UP_H
#define STORE_BASE_GIVE_UP_H

/*
 * Logs what failed and ends the process at once, status 70, without running
 * anything else. For a failed flush only: the kernel forgets which pages were
 * lost, so a second flush would succeed without them (design promise 2). What
 * was acknowledged is safe; the next start looks at what is really there.
 */
_Noreturn void give_up(const char *what, const char *why);

#endif
