/*
 * disk.c - on which disks a store may lie, and whose they are.
 *
 * Knows the kernel's file system magics. Touches one folder's status.
 */
#include "store/db/disk.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

bool
disk_is_refused(long magic)
{
	static const unsigned long refused[] = {
		/* clang-format off */
		0x00006969,	/* NFS */
		0x0000517b,	/* SMB */
		0xff534d42,	/* CIFS */
		0xfe534d42,	/* SMB 2 and later */
		0x65735546,	/* FUSE: sshfs, gluster, rclone */
		0x01021997,	/* 9p */
		0x794c7630,	/* overlay: a container's own layer */
		0x00c36400,	/* Ceph */
		0x5346414f,	/* AFS */
		0x73757245,	/* Coda */
		0x0bd00bd0,	/* Lustre */
		0x01161970,	/* GFS2 */
		0x7461636f,	/* OCFS2 */
		0x19830326,	/* BeeGFS */
		/* clang-format on */
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (((unsigned long)magic & 0xffffffff) == refused[i])
			return true;
	return false;
}

enum err
disk_check(const char *path, struct fault *why)
{
	struct statfs fs;
	struct stat st;

	if (stat(path, &st) != 0 && errno == ENOENT)
		return fault_set(why, ERR_NOT_A_STORE, "",
		    "There is no folder %s.", path);
	if (stat(path, &st) != 0 || statfs(path, &fs) != 0)
		return fault_set(why, err_of_errno(errno), "",
		    "The store's folder %s cannot be read.", path);
	if (!S_ISDIR(st.st_mode))
		return fault_set(why, ERR_NOT_A_STORE, "",
		    "%s is not a folder.", path);
	if (disk_is_refused(fs.f_type))
		return fault_set(why, ERR_NETWORK_DISK, "",
		    "%s lies on a network or layered file system (type %#lx); "
		    "a store needs a local disk.",
		    path, (unsigned long)fs.f_type & 0xffffffff);
	if (st.st_uid != geteuid())
		return fault_set(why, ERR_WRONG_OWNER, "",
		    "%s belongs to user %u; run this as that user.", path,
		    (unsigned)st.st_uid);
	return OK;
}
