// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "link.h"

#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>

#include "file.h"
#include "text.h"

extern char **environ;

static enum status script_make(const struct board *board, const struct protection_domain *domain,
                               const struct link_place *place, struct buffer *script);
static enum status linker_run(const struct board *board, const char *script, const char *path,
                              const char *output);

enum status link_program(const struct board *board, const char *path,
                         const struct protection_domain *domain, const struct link_place *place,
                         const char *folder, struct buffer *elf)
{
    struct buffer script = {0};
    struct buffer script_path = {0};
    struct buffer output = {0};
    buffer_print(&script_path, "%s/program.ld", folder);
    buffer_print(&output, "%s/program.elf", folder);
    enum status status = script_make(board, domain, place, &script);
    if (status == STATUS_OK) {
        status = file_write(buffer_string(&script_path), buffer_bytes(&script), FILE_LINK_REFUSED);
    }
    if (status == STATUS_OK) {
        status = linker_run(board, buffer_string(&script_path), path, buffer_string(&output));
    }
    if (status == STATUS_OK) {
        status = file_read(buffer_string(&output), elf);
    }
    buffer_free(&script);
    buffer_free(&script_path);
    buffer_free(&output);
    return status;
}

/// A symbol that goes into a linker script as part of a pattern.
static bool symbol_is_plain(const char *symbol)
{
    return symbol[strspn(symbol, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "0123456789_")] == '\0';
}

/// Names the sections of symbols that are to be set. A variable that starts as zero has no bytes in
/// a file; these get some. The word before them has the linker take the section for data.
static void patched_append(struct buffer *script, const struct protection_domain *domain)
{
    if (domain->setvar_count != 0) {
        buffer_print(script, "LONG(0)\n");
    }
    for (size_t index = 0; index < domain->setvar_count; index++) {
        const char *symbol = domain->setvars[index].symbol;
        if (symbol_is_plain(symbol)) {
            buffer_print(script, "KEEP(*(.data.%s .sdata.%s .bss.%s .sbss.%s))\n", symbol, symbol,
                         symbol, symbol);
        }
    }
}

static void value_append(struct buffer *script, struct bytes word,
                         const struct protection_domain *domain, const struct link_place *place)
{
    const struct {
        const char *word;
        uint64_t value;
    } values[] = {
        {"FLASH_START", place->flash_base},  {"FLASH_BYTES", place->flash_bytes},
        {"RAM_START", place->memory_base},   {"RAM_BYTES", place->memory_bytes},
        {"STACK_BYTES", place->stack_bytes},
    };
    for (size_t index = 0; index < sizeof values / sizeof values[0]; index++) {
        if (bytes_are_equal(word, bytes_from_string(values[index].word))) {
            buffer_print(script, "0x%" PRIx64, values[index].value);
        }
    }
    if (bytes_are_equal(word, bytes_from_string("PATCHED"))) {
        patched_append(script, domain);
    }
}

static enum status script_make(const struct board *board, const struct protection_domain *domain,
                               const struct link_place *place, struct buffer *script)
{
    struct buffer template = {0};
    enum status status = file_read(board->script, &template);
    if (status != STATUS_OK) {
        return status;
    }
    // Words stand between two '@'.
    struct bytes rest = buffer_bytes(&template);
    struct bytes head;
    bool is_word = false;
    bool has_more = true;
    while (has_more) {
        struct bytes tail;
        has_more = text_split(rest, '@', &head, &tail);
        if (is_word) {
            value_append(script, head, domain, place);
        } else {
            buffer_append(script, head);
        }
        is_word = !is_word;
        rest = tail;
    }
    buffer_free(&template);
    return STATUS_OK;
}

static size_t list_count(const struct board_text *list)
{
    size_t count = 0;
    for (; list != NULL; list = list->next) {
        count++;
    }
    return count;
}

static enum status linker_run(const struct board *board, const char *script, const char *path,
                              const char *output)
{
    struct arena arena = {0};
    const char *own[] = {"-T", script, "-o", output, path};
    const size_t count =
        list_count(board->linker) + list_count(board->libraries) + sizeof own / sizeof own[0] + 1;
    const char **arguments = arena_take(&arena, count, sizeof *arguments);
    size_t next = 0;
    for (const struct board_text *text = board->linker; text != NULL; text = text->next) {
        arguments[next++] = text->text;
    }
    for (size_t index = 0; index < sizeof own / sizeof own[0]; index++) {
        arguments[next++] = own[index];
    }
    for (const struct board_text *text = board->libraries; text != NULL; text = text->next) {
        arguments[next++] = text->text;
    }

    pid_t process;
    int result = 0;
    enum status status = STATUS_OK;
    const int problem = posix_spawnp(&process, arguments[0], NULL, NULL,
                                     (char *const *)(const void *)arguments, environ);
    if (problem != 0) {
        status = status_fail(arguments[0], "cannot be run: %s", strerror(problem));
    } else if (waitpid(process, &result, 0) != process || !WIFEXITED(result) ||
               WEXITSTATUS(result) != 0) {
        status = status_fail(path, "cannot be linked");
    }
    arena_free(&arena);
    return status;
}
