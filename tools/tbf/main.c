// SPDX-License-Identifier: Apache-2.0 OR MIT
/** The `tbf` tool: makes, checks and places Tock Binary Format images and TAB archives. */
#include <stdio.h>
#include <string.h>

#include "command.h"

typedef enum status command_fn(int count, char **arguments);

struct command {
    const char *name;
    command_fn *run;
    const char *summary;
};

static const struct command commands[] = {
    {"create", command_create, "make a TBF image of an executable"},
    {"tab", command_tab, "put images of one program into a TAB"},
    {"untab", command_untab, "write the files of a TAB to a folder"},
    {"list", command_list, "print the images of a TAB"},
    {"show", command_show, "print and check a TBF or TAB"},
    {"pad", command_pad, "write a padding object"},
    {"pack", command_pack, "place images in the flash of a board"},
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static enum status command_run(int count, char **arguments);
static void help_print(void);

int main(int count, char **arguments)
{
    enum status status = command_run(count, arguments);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        status = status_fail("standard output", "cannot write");
    }
    return (int)status;
}

static enum status command_run(int count, char **arguments)
{
    if (count < 2) {
        return status_usage("command", "is missing; see tbf --help");
    }
    if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0) {
        help_print();
        return STATUS_OK;
    }
    for (int index = 0; index < COMMAND_COUNT; index++) {
        if (strcmp(arguments[1], commands[index].name) == 0) {
            return commands[index].run(count - 1, arguments + 1);
        }
    }
    return status_usage(arguments[1], "no such command; see tbf --help");
}

static void help_print(void)
{
    printf("Usage: tbf COMMAND ...\n"
           "Makes, checks and places Tock Binary Format images and TAB archives.\n\n");
    for (int index = 0; index < COMMAND_COUNT; index++) {
        printf("  %-8s %s\n", commands[index].name, commands[index].summary);
    }
    printf("\ntbf COMMAND --help says more. Exit codes: 0 done, 1 a file is invalid or cannot be\n"
           "read or written, 2 the request is wrong or something does not fit the board.\n");
}
