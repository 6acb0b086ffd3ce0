// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "options.h"
#include "tab.h"
#include "text.h"

static const char help[] =
    "Usage: tbf tab -o OUT.tab --name NAME FILE.tbf[=ARCH]...\n"
    "Puts images of one program into a TAB. Equal inputs give equal bytes.\n"
    "\n"
    "  -o, --output FILE  the archive to write\n"
    "      --name NAME    package name\n"
    "\n"
    "ARCH is such as cortex-m4 or rv32imac; without it the part of the file name before its\n"
    "first dot is taken.\n";

enum { TAB_NAME = 256 };

static const struct option long_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"name", required_argument, NULL, TAB_NAME},
    {"output", required_argument, NULL, 'o'},
    {0},
};

static enum status archive_make(const char *command, const char *name, char **operands,
                                size_t operand_count, const char *output);

enum status command_tab(int count, char **arguments)
{
    const char *command = arguments[0];
    const char *output = NULL;
    const char *name = NULL;
    int option;
    while ((option = options_next(count, arguments, ":ho:", long_options)) != OPTION_END) {
        switch (option) {
        case OPTION_HELP:
            fputs(help, stdout);
            return STATUS_OK;
        case 'o':
            output = optarg;
            break;
        case TAB_NAME:
            name = optarg;
            break;
        default:
            return STATUS_USAGE;
        }
    }

    char **operands = NULL;
    enum status status = options_operands(count, arguments, 1, INT_MAX, "FILE.tbf", &operands);
    if (status == STATUS_OK) {
        status = options_require(command, "-o", output);
    }
    if (status == STATUS_OK) {
        status = options_require(command, "--name", name);
    }
    if (status == STATUS_OK &&
        (!text_is_utf8(bytes_from_string(name)) || text_has_controls(bytes_from_string(name)))) {
        status = status_usage(command, "--name takes UTF-8 without control characters");
    }
    if (status == STATUS_OK) {
        size_t operand_count = (size_t)(count - optind);
        status = archive_make(command, name, operands, operand_count, output);
    }
    return status;
}

static bool architecture_is_sound(struct bytes architecture)
{
    for (size_t index = 0; index < architecture.length; index++) {
        uint8_t byte = architecture.data[index];
        bool is_sound = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '-';
        if (!is_sound) {
            return false;
        }
    }
    return architecture.length > 0 && architecture.length <= 32;
}

/// Splits FILE[=ARCH] in place and reads the file.
static enum status source_read(const char *command, char *operand, struct tab_source *source,
                               struct buffer *content)
{
    char *separator = strrchr(operand, '=');
    if (separator != NULL && strchr(separator, '/') == NULL) {
        *separator = '\0';
        source->architecture = bytes_from_string(separator + 1);
    } else {
        const char *slash = strrchr(operand, '/');
        struct bytes tail;
        text_split(bytes_from_string(slash == NULL ? operand : slash + 1), '.',
                   &source->architecture, &tail);
    }
    source->path = operand;
    if (!architecture_is_sound(source->architecture)) {
        return status_usage(command,
                            "%s gives no architecture of lower-case letters, digits and '-'; "
                            "write FILE.tbf=ARCH",
                            operand);
    }
    enum status status = file_read(operand, content);
    if (status == STATUS_OK) {
        source->content = buffer_bytes(content);
    }
    return status;
}

static enum status archive_make(const char *command, const char *name, char **operands,
                                size_t operand_count, const char *output)
{
    struct tab_source *sources = calloc(operand_count, sizeof(*sources));
    struct buffer *contents = calloc(operand_count, sizeof(*contents));
    if (sources == NULL || contents == NULL) {
        status_out_of_memory();
    }
    enum status status = STATUS_OK;
    for (size_t index = 0; index < operand_count && status == STATUS_OK; index++) {
        status = source_read(command, operands[index], &sources[index], &contents[index]);
    }
    struct buffer archive = {0};
    if (status == STATUS_OK) {
        status = tab_write(name, sources, operand_count, &archive);
    }
    if (status == STATUS_OK) {
        status = file_write(output, buffer_bytes(&archive), FILE_LINK_FOLLOWED);
    }
    buffer_free(&archive);
    for (size_t index = 0; index < operand_count; index++) {
        buffer_free(&contents[index]);
    }
    free(contents);
    free(sources);
    return status;
}
