// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <stdio.h>

#include "description.h"
#include "file.h"
#include "options.h"

static const char help[] =
    "Usage: system check [--search FOLDER]... FILE.system\n"
    "Reads a system file by the published rules, for machines with pages of memory, and prints "
    "all\n"
    "that is wrong with it on standard error. Exit code 1: something is.\n"
    "\n"
    "      --search FOLDER  where files to prefill regions from lie; repeatable\n";

enum { CHECK_SEARCH = 256, SEARCH_FOLDERS_MAX = 16 };

static const struct option options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"search", required_argument, NULL, CHECK_SEARCH},
    {0},
};

enum status command_check(int count, char **arguments)
{
    const char *folders[SEARCH_FOLDERS_MAX];
    struct search search = {.folders = folders};
    int option;
    while ((option = options_next(count, arguments, ":h", options)) != OPTION_END) {
        switch (option) {
        case OPTION_HELP:
            fputs(help, stdout);
            return STATUS_OK;
        case CHECK_SEARCH:
            if (search.count == SEARCH_FOLDERS_MAX) {
                return status_usage(arguments[0], "more than %d folders", SEARCH_FOLDERS_MAX);
            }
            folders[search.count++] = optarg;
            break;
        default:
            return STATUS_USAGE;
        }
    }
    char **operands = NULL;
    enum status status = options_operands(count, arguments, 1, 1, "FILE.system", &operands);
    struct buffer text = {0};
    if (status == STATUS_OK) {
        status = file_read(operands[0], &text);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct remarks remarks = {.path = operands[0]};
    struct description description;
    description_read(buffer_bytes(&text), &target_pages, &search, &description, &remarks);
    description_check(&description, &target_pages, &remarks);
    remarks_print(&remarks, stderr);
    status = remarks.error_count == 0 ? STATUS_OK : STATUS_FAILED;
    remarks_free(&remarks);
    description_free(&description);
    buffer_free(&text);
    return status;
}
