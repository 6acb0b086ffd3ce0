// SPDX-License-Identifier: Apache-2.0 OR MIT
/** The `system` tool: reads system files and builds systems for a board. */
#include <stdio.h>
#include <string.h>

#include "command.h"

static enum status command_run(int count, char **arguments)
{
    if (count < 2) {
        return status_usage("command", "is missing; see system --help");
    }
    if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0) {
        puts("Usage: system COMMAND ...\n"
             "Reads system files and builds systems for a board.\n\n"
             "  check    read a file by the published rules and name all that is wrong with it\n"
             "  build    make flash images of a system for a board\n\n"
             "system COMMAND --help says more. Exit codes: 0 done, 1 a file is invalid or cannot "
             "be\n"
             "read or written, 2 the request is wrong.");
        return STATUS_OK;
    }
    if (strcmp(arguments[1], "check") == 0) {
        return command_check(count - 1, arguments + 1);
    }
    if (strcmp(arguments[1], "build") == 0) {
        return command_build(count - 1, arguments + 1);
    }
    return status_usage(arguments[1], "no such command; see system --help");
}

int main(int count, char **arguments)
{
    status_tool_set("system");
    enum status status = command_run(count, arguments);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        status = status_fail("standard output", "cannot write");
    }
    return (int)status;
}
