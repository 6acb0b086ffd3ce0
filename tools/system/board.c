// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "board.h"

#include <inttypes.h>
#include <string.h>

#include "file.h"
#include "text.h"

enum { STACK_BYTES_MIN = 256, STACK_BYTES_MAX = 0x1000000, STACK_ALIGNMENT_BYTES = 16 };

/// A line of the file, while its words are taken.
struct line {
    const char *path;
    size_t number;
    struct bytes rest;
};

static enum status line_read(struct board *board, struct line *line);
static enum status device_read(struct board *board, struct line *line);
static enum status board_complete(const char *path, struct board *board);

/// By enum protection_unit; how many entries a program can have depends on the encoder.
static const struct {
    const char *name;
    uint64_t entries_min;
    uint64_t entries_max;
} units[] = {{"armv7m", 6, 6}, {"armv8m", 2, UNIT_ENTRIES_MAX}, {"pmp", 3, 7}};

enum status board_read(const char *path, struct board *board)
{
    *board = (struct board){0};
    struct buffer file = {0};
    enum status status = file_read(path, &file);
    if (status != STATUS_OK) {
        return status;
    }
    struct line line = {.path = path};
    struct bytes rest = buffer_bytes(&file);
    while (rest.length != 0 && status == STATUS_OK) {
        struct bytes tail;
        (void)text_split(rest, '\n', &line.rest, &tail);
        rest = tail;
        line.number++;
        status = line_read(board, &line);
    }
    buffer_free(&file);
    return status == STATUS_OK ? board_complete(path, board) : status;
}

void board_free(struct board *board)
{
    arena_free(&board->arena);
    *board = (struct board){0};
}

bool board_has_line(const struct board *board, uint64_t line)
{
    for (const struct board_device *device = board->devices; device != NULL;
         device = device->next) {
        for (size_t index = 0; index < device->line_count; index++) {
            if (device->lines[index] == line) {
                return true;
            }
        }
    }
    return false;
}

static struct bytes word_take(struct line *line)
{
    struct bytes word = {NULL, 0};
    while (word.length == 0 && line->rest.length != 0) {
        struct bytes tail;
        (void)text_split(line->rest, ' ', &word, &tail);
        line->rest = tail;
    }
    return word;
}

static const char *text_take(struct board *board, struct bytes text)
{
    return arena_text(&board->arena, (const char *)text.data, text.length);
}

static enum status number_take(struct line *line, uint64_t maximum, uint64_t *number)
{
    struct bytes word = word_take(line);
    if (word.length == 0 || !text_to_number(word, maximum, number)) {
        return status_fail(line->path, "line %zu: a number is missing", line->number);
    }
    return STATUS_OK;
}

static enum status range_take(struct line *line, struct address_range *range)
{
    const uint64_t end = UINT64_C(1) << 32;
    enum status status = number_take(line, end, &range->base);
    if (status == STATUS_OK) {
        status = number_take(line, end, &range->length_bytes);
    }
    if (status == STATUS_OK && !range_is_inside(range->base, range->length_bytes, end)) {
        status = status_fail(line->path, "line %zu: the range ends beyond 32 bits", line->number);
    }
    return status;
}

static void list_append(struct board *board, struct board_text **list, struct bytes text)
{
    while (*list != NULL) {
        list = &(*list)->next;
    }
    *list = arena_take(&board->arena, 1, sizeof **list);
    (*list)->text = text_take(board, text);
}

static enum status line_read(struct board *board, struct line *line)
{
    const struct {
        const char *name;
        struct address_range *range;
    } ranges[] = {
        {"apps", &board->apps},
        {"pool", &board->pool},
        {"regions", &board->regions},
        {"description", &board->description},
    };
    const struct {
        const char *name;
        uint64_t *number;
    } numbers[] = {
        {"unit_entries", &board->unit_entries}, {"processes", &board->process_count},
        {"stack", &board->stack_bytes},         {"heap", &board->heap_bytes},
        {"reserve", &board->reserve_bytes},
    };
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        {"board", &board->name},
        {"cpu", &board->cpu},
        {"script", &board->script},
    };
    const struct {
        const char *name;
        struct board_text **list;
    } lists[] = {{"linker", &board->linker}, {"library", &board->libraries}};

    const char *name = text_take(board, word_take(line));
    for (size_t index = 0; index < sizeof ranges / sizeof ranges[0]; index++) {
        if (strcmp(name, ranges[index].name) == 0) {
            return range_take(line, ranges[index].range);
        }
    }
    for (size_t index = 0; index < sizeof numbers / sizeof numbers[0]; index++) {
        if (strcmp(name, numbers[index].name) == 0) {
            return number_take(line, UINT32_MAX, numbers[index].number);
        }
    }
    for (size_t index = 0; index < sizeof texts / sizeof texts[0]; index++) {
        if (strcmp(name, texts[index].name) == 0) {
            *texts[index].text = text_take(board, line->rest);
            return STATUS_OK;
        }
    }
    for (size_t index = 0; index < sizeof lists / sizeof lists[0]; index++) {
        if (strcmp(name, lists[index].name) == 0) {
            list_append(board, lists[index].list, line->rest);
            return STATUS_OK;
        }
    }
    if (strcmp(name, "unit") == 0) {
        for (size_t unit = 0; unit < sizeof units / sizeof units[0]; unit++) {
            if (bytes_are_equal(line->rest, bytes_from_string(units[unit].name))) {
                board->unit = (enum protection_unit)unit;
                return STATUS_OK;
            }
        }
        return status_fail(line->path, "line %zu: unknown protection unit", line->number);
    }
    if (strcmp(name, "device") == 0) {
        return device_read(board, line);
    }
    return status_fail(line->path, "line %zu: unknown fact '%s'", line->number, name);
}

static enum status device_read(struct board *board, struct line *line)
{
    struct board_device *device = arena_take(&board->arena, 1, sizeof *device);
    device->name = text_take(board, word_take(line));
    enum status status = range_take(line, &device->range);
    if (status != STATUS_OK) {
        return status;
    }
    struct bytes flag = word_take(line);
    device->is_trusted = bytes_are_equal(flag, bytes_from_string("trusted"));
    if (!device->is_trusted && !bytes_are_equal(flag, bytes_from_string("plain"))) {
        return status_fail(line->path, "line %zu: a device is plain or trusted", line->number);
    }
    device->lines = arena_take(&board->arena, line->rest.length, sizeof *device->lines);
    while (line->rest.length != 0 && status == STATUS_OK) {
        status = number_take(line, UINT16_MAX, &device->lines[device->line_count++]);
    }
    device->next = board->devices;
    board->devices = device;
    return status;
}

static enum status board_complete(const char *path, struct board *board)
{
    if (board->name == NULL || board->cpu == NULL || board->script == NULL ||
        board->linker == NULL || board->apps.length_bytes == 0 || board->pool.length_bytes == 0 ||
        board->description.length_bytes == 0 || board->stack_bytes == 0 ||
        board->process_count == 0) {
        return status_fail(path, "facts of the board are missing");
    }
    if (board->unit_entries < units[board->unit].entries_min ||
        board->unit_entries > units[board->unit].entries_max) {
        return status_fail(path, "no program has %" PRIu64 " entries of a unit '%s'",
                           board->unit_entries, units[board->unit].name);
    }
    board->target = (struct target){
        .name = board->name,
        .has_pages = false,
        .address_end = UINT64_C(1) << 32,
        .stack_bytes = board->stack_bytes,
        .stack_bytes_min = STACK_BYTES_MIN,
        .stack_bytes_max = STACK_BYTES_MAX,
        .stack_alignment_bytes = STACK_ALIGNMENT_BYTES,
        .core_count = 1,
        .name_bytes_max = 32,
    };
    return STATUS_OK;
}
