// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "remarks.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

#include "buffer.h"
#include "status.h"
#include "text.h"

struct remark {
    struct location at;
    size_t number; ///< keeps the order of those with the same place
    struct buffer text;
};

static void remark_add(struct remarks *remarks, struct location at, const char *kind,
                       enum remark_style style, const char *element, const char *format,
                       va_list arguments) __attribute__((format(printf, 6, 0)));
static int remark_compare(const void *left, const void *right);

void remark_error(struct remarks *remarks, struct location at, enum remark_style style,
                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    remark_add(remarks, at, "Error", style, NULL, format, arguments);
    va_end(arguments);
    remarks->error_count++;
}

void remark_on(struct remarks *remarks, struct location at, const char *element, const char *format,
               ...)
{
    va_list arguments;
    va_start(arguments, format);
    remark_add(remarks, at, "Error", REMARK_COLON, element, format, arguments);
    va_end(arguments);
    remarks->error_count++;
}

void remark_warning(struct remarks *remarks, struct location at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    remark_add(remarks, at, "Warning", REMARK_COLON, NULL, format, arguments);
    va_end(arguments);
}

void remarks_print(struct remarks *remarks, FILE *stream)
{
    if (remarks->count != 0) {
        qsort(remarks->list, remarks->count, sizeof *remarks->list, remark_compare);
    }
    for (size_t index = 0; index < remarks->count; index++) {
        struct remark *remark = &remarks->list[index];
        struct buffer path = {0};
        text_escape_controls(&path, bytes_from_string(remarks->path));
        fprintf(stream, "%s%s:%" PRIu32 ":%" PRIu32 "\n", buffer_string(&remark->text),
                buffer_string(&path), remark->at.row, remark->at.column);
        buffer_free(&path);
    }
    if (remarks->error_count > REMARKS_MAX) {
        fprintf(stream, "Error: there are %zu errors, not all of them listed\n",
                remarks->error_count);
    }
}

void remarks_free(struct remarks *remarks)
{
    for (size_t index = 0; index < remarks->count; index++) {
        buffer_free(&remarks->list[index].text);
    }
    free(remarks->list);
    remarks->list = NULL;
    remarks->count = 0;
}

static void remark_add(struct remarks *remarks, struct location at, const char *kind,
                       enum remark_style style, const char *element, const char *format,
                       va_list arguments)
{
    if (remarks->count == REMARKS_MAX) {
        return;
    }
    struct remark *list = realloc(remarks->list, (remarks->count + 1) * sizeof *list);
    if (list == NULL) {
        status_out_of_memory();
    }
    remarks->list = list;

    struct buffer plain = {0};
    buffer_print(&plain, "%s: ", kind);
    buffer_print_list(&plain, format, arguments);
    if (element != NULL) {
        buffer_print(&plain, " on element '%s'", element);
    }
    buffer_print(&plain, "%s", style == REMARK_AT ? " @ " : ": ");

    struct remark *remark = &list[remarks->count];
    *remark = (struct remark){.at = at, .number = remarks->count};
    text_escape(&remark->text, buffer_bytes(&plain));
    buffer_free(&plain);
    remarks->count++;
}

static int remark_compare(const void *left, const void *right)
{
    const struct remark *a = left;
    const struct remark *b = right;
    if (a->at.row != b->at.row) {
        return a->at.row < b->at.row ? -1 : 1;
    }
    if (a->at.column != b->at.column) {
        return a->at.column < b->at.column ? -1 : 1;
    }
    return a->number < b->number ? -1 : 1;
}
