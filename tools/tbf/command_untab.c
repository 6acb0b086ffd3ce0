// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"
#include "options.h"
#include "tab.h"
#include "tbf_rules.h"
#include "text.h"

static const char untab_help[] =
    "Usage: tbf untab FILE.tab -d DIR\n"
    "Writes all files of a TAB to a folder, which is created where it is missing.\n"
    "\n"
    "  -d, --directory DIR  the folder\n";

static const char list_help[] =
    "Usage: tbf list FILE.tab\n"
    "Prints the name of a TAB and its images, one a line: file name, size, validity.\n";

static const struct option untab_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"directory", required_argument, NULL, 'd'},
    {0},
};

static const struct option list_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {0},
};

static enum status files_write(const char *path, struct bytes archive, const char *directory);
static enum status images_print(const char *path, struct bytes archive);

enum status command_untab(int count, char **arguments)
{
    const char *directory = NULL;
    int option;
    while ((option = options_next(count, arguments, ":hd:", untab_options)) != OPTION_END) {
        switch (option) {
        case OPTION_HELP:
            fputs(untab_help, stdout);
            return STATUS_OK;
        case 'd':
            directory = optarg;
            break;
        default:
            return STATUS_USAGE;
        }
    }
    char **operands = NULL;
    enum status status = options_operands(count, arguments, 1, 1, "FILE.tab", &operands);
    if (status == STATUS_OK) {
        status = options_require(arguments[0], "-d", directory);
    }
    struct buffer archive = {0};
    if (status == STATUS_OK) {
        status = file_read(operands[0], &archive);
    }
    if (status == STATUS_OK) {
        status = files_write(operands[0], buffer_bytes(&archive), directory);
    }
    buffer_free(&archive);
    return status;
}

enum status command_list(int count, char **arguments)
{
    int option;
    while ((option = options_next(count, arguments, ":h", list_options)) != OPTION_END) {
        if (option == OPTION_HELP) {
            fputs(list_help, stdout);
            return STATUS_OK;
        }
        return STATUS_USAGE;
    }
    char **operands = NULL;
    enum status status = options_operands(count, arguments, 1, 1, "FILE.tab", &operands);
    struct buffer archive = {0};
    if (status == STATUS_OK) {
        status = file_read(operands[0], &archive);
    }
    if (status == STATUS_OK) {
        status = images_print(operands[0], buffer_bytes(&archive));
    }
    buffer_free(&archive);
    return status;
}

/// Walks the whole archive once before anything is written, so that a broken one writes nothing.
static enum status archive_check(const char *path, struct bytes archive)
{
    struct ustar_entry entry;
    enum ustar_step step;
    size_t offset = 0;
    while ((step = ustar_next(path, archive, &offset, &entry)) == USTAR_STEP_ENTRY) {
    }
    return step == USTAR_STEP_END ? STATUS_OK : STATUS_FAILED;
}

static enum status files_write(const char *path, struct bytes archive, const char *directory)
{
    enum status status = archive_check(path, archive);
    if (status != STATUS_OK) {
        return status;
    }
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        return status_fail(directory, "cannot create: %s", strerror(errno));
    }
    size_t offset = 0;
    struct ustar_entry entry;
    while (status == STATUS_OK && ustar_next(path, archive, &offset, &entry) == USTAR_STEP_ENTRY) {
        struct buffer output = {0};
        buffer_print(&output, "%s/", directory);
        buffer_append(&output, entry.name);
        status = file_write(buffer_string(&output), entry.content, FILE_LINK_REFUSED);
        buffer_free(&output);
    }
    return status;
}

static void image_print(const struct tab_variant *variant)
{
    struct buffer file_name = {0};
    text_escape(&file_name, variant->file_name);
    struct findings findings = {0};
    tbf_rules_check(&variant->image, &findings);
    printf("%s %zu %s\n", buffer_string(&file_name), variant->content.length,
           findings.count == 0 ? "valid" : findings_first(&findings));
    findings_free(&findings);
    buffer_free(&file_name);
}

static enum status images_print(const char *path, struct bytes archive)
{
    struct tab tab;
    enum status status = tab_read(path, archive, &tab);
    if (status != STATUS_OK) {
        return status;
    }
    struct bytes name = {NULL, 0};
    if (tab_metadata_find(&tab, "name", &name)) {
        struct buffer text = {0};
        text_escape(&text, name);
        printf("name %s\n", buffer_string(&text));
        buffer_free(&text);
    }
    for (size_t index = 0; index < tab.variant_count; index++) {
        image_print(&tab.variants[index]);
    }
    tab_free(&tab);
    return STATUS_OK;
}
