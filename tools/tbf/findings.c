// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "findings.h"

#include <string.h>

void findings_add(struct findings *findings, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    buffer_print_list(&findings->text, format, arguments);
    va_end(arguments);
    buffer_fill(&findings->text, 1, 0);
    findings->count++;
}

const char *findings_first(const struct findings *findings)
{
    return (const char *)findings->text.data;
}

enum status findings_report(const struct findings *findings, const char *path)
{
    enum status status = STATUS_OK;
    size_t offset = 0;
    while (offset < findings->text.length) {
        const char *line = (const char *)findings->text.data + offset;
        status = status_fail(path, "%s", line);
        offset += strlen(line) + 1;
    }
    return status;
}

void findings_free(struct findings *findings)
{
    buffer_free(&findings->text);
    *findings = (struct findings){0};
}
