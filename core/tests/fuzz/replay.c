/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Gives the fuzz target the files that are named, for a compiler without a fuzzer. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	static uint8_t data[1 << 17];
	int i;

	for (i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		size_t size;

		if (!file) {
			printf("not ok %d - %s\n", i, argv[i]);
			return 1;
		}
		size = fread(data, 1, sizeof(data), file);
		fclose(file);
		printf("# %s\n", argv[i]);
		fflush(stdout);
		LLVMFuzzerTestOneInput(data, size);
		printf("ok %d\n", i);
	}
	printf("1..%d\n", argc - 1);
	return argc > 1 ? 0 : 1;
}
