// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Fuzzes the tool `tbf` where it reads files of others: the input is a TAB, or objects in the
 * Tock Binary Format if its first byte is not 0. Nothing that the tool prints may command a
 * terminal, and a status other than success comes with a line that says why.
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/// What the tool prints while a command runs.
static char *printed;
static size_t printed_bytes;

static char path[] = "/tmp/bulkhead-fuzz-XXXXXX.tab";

static void require(int fact, const char *text)
{
    if (!fact) {
        unlink(path);
        dprintf(STDERR_FILENO, "not true: %s\n%.*s\n", text, (int)printed_bytes, printed);
        abort();
    }
}

static void printed_check(enum status status)
{
    for (size_t i = 0; i < printed_bytes; i++) {
        const uint8_t byte = (uint8_t)printed[i];
        require(byte == '\n' || (byte >= 0x20 && byte <= 0x7E), "only text is printed");
    }
    require(status == STATUS_OK || status == STATUS_FAILED, "a file is sound or it is not");
    require(status == STATUS_OK || strstr(printed, "tbf: ") != NULL, "a failure has a reason");
}

static void command_run(enum status (*command)(int, char **), char *verb)
{
    FILE *const output = stdout;
    FILE *const errors = stderr;
    FILE *const stream = open_memstream(&printed, &printed_bytes);
    if (stream == NULL) {
        abort();
    }
    stdout = stream;
    stderr = stream;
    optind = 0; // Begins anew.
    const enum status status = command(2, (char *[]){verb, path, NULL});
    stdout = output;
    stderr = errors;
    fclose(stream);
    printed_check(status);
    free(printed);
    printed = NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    if (count == 0) {
        return 0;
    }
    const int is_tab = bytes[0] == 0;
    memcpy(path, "/tmp/bulkhead-fuzz-XXXXXX.tab", sizeof path);
    path[sizeof path - 2] = is_tab ? 'b' : 'f'; // A name that is no TAB's has another end.
    const int file = mkstemps(path, 4);
    if (file < 0 || write(file, bytes + 1, count - 1) != (ssize_t)(count - 1) || close(file) != 0) {
        abort();
    }
    if (is_tab) {
        command_run(command_list, (char[]){"list"});
    }
    command_run(command_show, (char[]){"show"});
    unlink(path);
    return 0;
}
