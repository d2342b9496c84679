/*
 * replay.c - runs a fuzz harness over files, where libFuzzer is not built in.
 *
 * Knows LLVMFuzzerTestOneInput. Reads the files and folders it is given; a
 * folder that is not there holds nothing. Fails when it ran nothing at all.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FILE_MOST ((size_t)16 * 1024 * 1024)

/* Gives the harness memory of exactly the file's size, so that a sanitizer
 * sees a step beyond its end. */
static unsigned
replay_file(const char *path, size_t size)
{
	FILE *from = fopen(path, "rb");
	uint8_t *bytes = malloc(size == 0 ? 1 : size);

	if (from == NULL || bytes == NULL || size > FILE_MOST ||
	    fread(bytes, 1, size, from) != size) {
		perror(path);
		exit(2);
	}
	(void)fclose(from);
	(void)LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	return 1;
}

static unsigned
replay(const char *path)
{
	struct dirent *entry;
	unsigned n = 0;
	char inner[4096];
	struct stat st;
	DIR *dir;

	if (stat(path, &st) != 0) {
		if (errno == ENOENT)
			return 0;
		perror(path);
		exit(2);
	}
	if (S_ISREG(st.st_mode))
		return replay_file(path, (size_t)st.st_size);
	if ((dir = opendir(path)) == NULL) {
		perror(path);
		exit(2);
	}
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(inner, sizeof inner, "%s/%s", path,
		    entry->d_name);
		n += replay(inner);
	}
	(void)closedir(dir);
	return n;
}

int
main(int argc, char **argv)
{
	unsigned n = 0;

	for (int i = 1; i < argc; i++)
		n += replay(argv[i]);
	(void)printf("%u inputs\n", n);
	return n == 0;
}
