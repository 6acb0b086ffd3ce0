// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <limits.h>
#include <stdio.h>

#include "file.h"
#include "findings.h"
#include "options.h"
#include "tab.h"
#include "tbf_show.h"
#include "text.h"

static const char help[] =
    "Usage: tbf show FILE...\n"
    "Prints every header field, element and footer of TBF and TAB files, and checks every rule\n"
    "of the format. A file whose name does not end in .tab is read as TBF objects that follow\n"
    "each other, as in flash. An invalid file is printed as far as it can be, then each violated\n"
    "rule; then the exit code is 1.\n";

static const struct option long_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {0},
};

static enum status file_show(const char *path);
static enum status tab_show(const char *path, struct bytes archive);

enum status command_show(int count, char **arguments)
{
    int option;
    while ((option = options_next(count, arguments, ":h", long_options)) != OPTION_END) {
        if (option == OPTION_HELP) {
            fputs(help, stdout);
            return STATUS_OK;
        }
        return STATUS_USAGE;
    }
    char **paths = NULL;
    enum status status = options_operands(count, arguments, 1, INT_MAX, "FILE", &paths);
    if (status != STATUS_OK) {
        return status;
    }
    int path_count = count - optind;
    for (int index = 0; index < path_count; index++) {
        if (path_count > 1) {
            printf("%s\n", paths[index]);
        }
        if (file_show(paths[index]) != STATUS_OK) {
            status = STATUS_FAILED;
        }
    }
    return status;
}

static enum status file_show(const char *path)
{
    struct buffer file = {0};
    enum status status = file_read(path, &file);
    if (status == STATUS_OK) {
        bool is_tab = text_ends_with(bytes_from_string(path), ".tab");
        status = is_tab ? tab_show(path, buffer_bytes(&file)) : tbf_show(path, buffer_bytes(&file));
    }
    buffer_free(&file);
    return status;
}

static void metadata_print(const struct tab *tab)
{
    struct bytes rest = tab->metadata;
    while (rest.length != 0) {
        struct bytes line;
        text_split(rest, '\n', &line, &rest);
        struct buffer text = {0};
        text_escape(&text, line);
        printf("  %s\n", buffer_string(&text));
        buffer_free(&text);
    }
}

static void metadata_check(const struct tab *tab, struct findings *findings)
{
    struct bytes value;
    if (!tab->has_metadata) {
        findings_add(findings, "no metadata.toml");
        return;
    }
    if (!tab->has_metadata_first) {
        findings_add(findings, "metadata.toml is not the first entry");
    }
    if (!tab_metadata_find(tab, "tab-version", &value)) {
        findings_add(findings, "metadata.toml has no tab-version");
    } else if (!bytes_are_equal(value, bytes_from_string("1"))) {
        findings_add(findings, "metadata.toml has another tab-version than 1");
    }
    if (!tab_metadata_find(tab, "name", &value)) {
        findings_add(findings, "metadata.toml has no name");
    }
}

static enum status variant_show(const char *path, const struct tab_variant *variant)
{
    struct buffer label = {0};
    text_escape(&label, variant->file_name);
    printf("%s\n", buffer_string(&label));

    struct buffer subject = {0};
    buffer_print(&subject, "%s: %s", path, buffer_string(&label));
    enum status status = tbf_show(buffer_string(&subject), variant->content);
    buffer_free(&subject);
    buffer_free(&label);
    return status;
}

static enum status tab_show(const char *path, struct bytes archive)
{
    struct tab tab;
    enum status status = tab_read(path, archive, &tab);
    if (status != STATUS_OK) {
        return status;
    }
    printf("metadata.toml\n");
    metadata_print(&tab);
    for (size_t index = 0; index < tab.variant_count; index++) {
        if (variant_show(path, &tab.variants[index]) != STATUS_OK) {
            status = STATUS_FAILED;
        }
    }
    struct findings findings = {0};
    metadata_check(&tab, &findings);
    if (findings_report(&findings, path) != STATUS_OK) {
        status = STATUS_FAILED;
    }
    findings_free(&findings);
    tab_free(&tab);
    return status;
}
