// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads lines from the console and says them back. Input goes to one reader at a time: Ctrl-T
// gives it to the next program that is reading, and back to the process console.
#include <bulkhead/console.h>
#include <stdio.h>

int main(void)
{
    char line[64];
    size_t length;

    for (;;) {
        printf("echo> ");
        enum error error = bulkhead_console_read_line(line, sizeof(line), &length);
        if (error != ERROR_NONE) {
            printf("\necho: cannot read, error %d\n", (int)error);
            return 1;
        }
        printf("echo: %s (%u characters)\n", line, (unsigned)length);
    }
}
