// SPDX-License-Identifier: GPL-2.0
/*
 * A file that is there as a whole or not at all.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl.h"
#include "outfile.h"

static int outfile_fail(const struct outfile *file)
{
	return ctl_fail(errno == EACCES ? CTL_PERM : CTL_FAILED, "%s: %s", file->path,
			strerror(errno));
}

static mode_t outfile_umask(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return mask;
}

/* The new file is to be as the one that it replaces: root records for others, too. */
static bool outfile_like(int fd, const struct stat *old)
{
	if (!old)
		return !fchmod(fd, 0666 & ~outfile_umask());
	if (fchown(fd, old->st_uid, old->st_gid) && errno != EPERM)
		return false;
	return !fchmod(fd, old->st_mode & 0777);
}

/* Beside the target: a rename() stays within a file system. */
static bool outfile_temporary(struct outfile *file, const struct stat *old)
{
	size_t size = strlen(file->target) + sizeof(".XXXXXX");
	int fd;

	file->tmp = ctl_alloc(size);
	snprintf(file->tmp, size, "%s.XXXXXX", file->target);
	fd = mkstemp(file->tmp);
	if (fd < 0)
		return false;
	file->out = outfile_like(fd, old) ? fdopen(fd, "w") : NULL;
	if (file->out)
		return true;
	close(fd);
	unlink(file->tmp);
	return false;
}

static void outfile_free(struct outfile *file)
{
	free(file->tmp);
	free(file->target);
}

int outfile_open(struct outfile *file, const char *path)
{
	struct stat old;
	bool exists, good;
	char *real;
	int code;

	memset(file, 0, sizeof(*file));
	file->path = path;
	real = realpath(path, NULL);
	file->target = real ? real : ctl_strdup(path);
	exists = !stat(file->target, &old);
	if (exists && !S_ISREG(old.st_mode)) {
		/* A device, a pipe: it is written, and is not ours to replace. */
		file->out = fopen(file->target, "w");
		good = file->out;
	} else {
		good = *path && (!exists || !access(file->target, W_OK)) &&
			outfile_temporary(file, exists ? &old : NULL);
	}
	if (good)
		return CTL_OK;
	code = outfile_fail(file);
	outfile_free(file);
	return code;
}

int outfile_close(struct outfile *file, bool keep)
{
	bool bad = ferror(file->out);
	int code = CTL_OK;

	if ((fclose(file->out) || bad) && keep)
		code = ctl_fail(CTL_FAILED, "%s cannot be written: is the disk full?",
				file->path);
	if (file->tmp && keep && !code && rename(file->tmp, file->target))
		code = outfile_fail(file);
	if (file->tmp && (!keep || code))
		unlink(file->tmp);
	outfile_free(file);
	return code;
}
