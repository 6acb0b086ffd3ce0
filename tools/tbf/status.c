// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "buffer.h"
#include "text.h"

static void line_print(const char *subject, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

static const char *tool = "tbf";

void status_tool_set(const char *name)
{
    tool = name;
}

const char *status_tool(void)
{
    return tool;
}

enum status status_fail(const char *subject, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    line_print(subject, format, arguments);
    va_end(arguments);
    return STATUS_FAILED;
}

enum status status_usage(const char *subject, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    line_print(subject, format, arguments);
    va_end(arguments);
    return STATUS_USAGE;
}

void status_out_of_memory(void)
{
    fprintf(stderr, "%s: out of memory\n", tool);
    exit(STATUS_FAILED);
}

static void line_print(const char *subject, const char *format, va_list arguments)
{
    struct buffer message = {0};
    buffer_print(&message, "%s: ", subject);
    buffer_print_list(&message, format, arguments);

    struct buffer line = {0};
    text_escape_controls(&line, buffer_bytes(&message));

    // What a command printed so far comes first, also when both streams end in one file.
    fflush(stdout);
    fprintf(stderr, "%s: %s\n", tool, buffer_string(&line));
    buffer_free(&line);
    buffer_free(&message);
}
