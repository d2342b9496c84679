/*
 * seal.c - resource limits, Landlock and seccomp of the probe's child.
 *
 * Knows Linux. Touches this process only.
 */
#include "worker/probe/seal.h"

#include <errno.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MEMORY_MOST (UINT64_C(1) << 30)
#define PROCESSOR_SECONDS 20
#define DESCRIPTORS 32

static bool
limit(int what, uint64_t most)
{
	struct rlimit l = { most, most };

	return setrlimit(what, &l) == 0;
}

/* The sanitizers map terabytes of address space for themselves. */
static bool
limit_memory(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return true;
#else
	return limit(RLIMIT_AS, MEMORY_MOST);
#endif
}

enum err
seal_limits(void)
{
	bool held = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && limit_memory() &&
		    limit(RLIMIT_CPU, PROCESSOR_SECONDS) &&
		    limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 4096) &&
		    limit(RLIMIT_NOFILE, DESCRIPTORS) &&
		    prctl(PR_SET_DUMPABLE, 0) == 0;

	return held ? OK : ERR_IO;
}

/* The rights of Landlock's first version; a later one has more, and seccomp
 * holds those. */
#define EVERY_RIGHT ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

/* Forbids every path. True also where the kernel has no Landlock: seccomp
 * lets nothing be opened anyway, this is the second wall. */
static bool
close_paths(void)
{
	struct landlock_ruleset_attr none = { .handled_access_fs =
						  EVERY_RIGHT };
	long fd = syscall(SYS_landlock_create_ruleset, &none, sizeof none, 0);
	bool held;

	if (fd < 0)
		return errno == ENOSYS || errno == EOPNOTSUPP;
	held = syscall(SYS_landlock_restrict_self, (int)fd, 0) == 0;
	(void)close((int)fd);
	return held;
}

/* Memory, but none that can be executed. */
static bool
allow_memory(scmp_filter_ctx f)
{
	static const int plain[] = { SCMP_SYS(brk), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(madvise) };
	bool held = true;

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		held = held &&
		       seccomp_rule_add(f, SCMP_ACT_ALLOW, plain[i], 0) == 0;
	return held &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
		   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
		   SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS)) ==
		   0 &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
		   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

static bool
allow(scmp_filter_ctx f)
{
	static const int plain[] = {
		SCMP_SYS(exit_group), SCMP_SYS(exit), SCMP_SYS(futex),
		SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
		SCMP_SYS(rt_sigreturn),
#ifdef __SANITIZE_ADDRESS__
		SCMP_SYS(sigaltstack), /* it asks at every exception */
#endif
	};
	bool held = true;

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		held = held &&
		       seccomp_rule_add(f, SCMP_ACT_ALLOW, plain[i], 0) == 0;
	return held &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
		   SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO)) == 0 &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
		   SCMP_A0(SCMP_CMP_GE, SEAL_NOWHERE)) == 0 &&
	       /* stdio asks how large a buffer should be, and does without. */
	       seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(newfstatat),
		   0) == 0 &&
	       seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(close), 1,
		   SCMP_A0(SCMP_CMP_GE, SEAL_NOWHERE)) == 0;
}

/* This libseccomp can write the list to a descriptor only. */
static enum err
list_calls(scmp_filter_ctx f, struct seal *s)
{
	int fd = memfd_create("seal", MFD_CLOEXEC);
	enum err e = ERR_IO;
	ssize_t got;

	if (fd < 0 || seccomp_export_bpf(f, fd) != 0)
		goto out;
	got = pread(fd, s->steps, sizeof s->steps, 0);
	if (got <= 0 || got == (ssize_t)sizeof s->steps ||
	    got % (ssize_t)sizeof *s->steps != 0)
		goto out;
	s->calls = (struct sock_fprog){
		.len = (unsigned short)(got / (ssize_t)sizeof *s->steps),
		.filter = s->steps,
	};
	e = OK;
out:
	if (fd >= 0)
		(void)close(fd);
	return e;
}

enum err
seal_prepare(struct seal *s)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	enum err e;

	if (f == NULL)
		return ERR_NO_MEMORY;
	e = allow(f) && allow_memory(f) ? list_calls(f, s) : ERR_IO;
	seccomp_release(f);
	return e;
}

enum err
seal(const struct seal *s)
{
	bool held = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		    close_paths() &&
		    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &s->calls) == 0;

	return held ? OK : ERR_IO;
}
