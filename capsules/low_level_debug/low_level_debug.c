// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "low_level_debug.h"

#include <lib/checked_index.h>

enum { QUEUE_COUNT_MAX = 4, PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// An entry is of the kind of its command, or counts entries that are lost.
enum { ENTRY_DROPPED = COMMAND_EXISTS };

struct entry {
    uint8_t kind; ///< number of the command, or ENTRY_DROPPED
    uint32_t value[2];
};

/// What the driver keeps for one process, in its grant.
struct debug_queue {
    uint8_t count;
    struct entry entry[QUEUE_COUNT_MAX]; ///< oldest first
};

_Static_assert(sizeof(struct debug_queue) <= LOW_LEVEL_DEBUG_GRANT_BYTES,
               "the board reserves LOW_LEVEL_DEBUG_GRANT_BYTES");

static struct {
    bool is_grant_refused; ///< a process had no room for its queue; not printed yet
} low_level_debug CAPSULE_STATE;

static void entry_add(struct debug_queue *queue, const struct entry *entry)
{
    if (queue->count < QUEUE_COUNT_MAX) {
        AT(queue->entry, queue->count) = *entry;
        queue->count++;
        return;
    }
    struct entry *last = &AT(queue->entry, QUEUE_COUNT_MAX - 1);
    if (last->kind == ENTRY_DROPPED) {
        last->value[0]++;
    } else {
        // The entry that makes room for the count is lost, too.
        *last = (struct entry){.kind = ENTRY_DROPPED, .value = {2}};
    }
}

/// Text of an entry, by its kind: for the process and the values.
static const char *const formats[] = {
    [ENTRY_DROPPED] = "Dropped %x entries for app %x",
    [LOW_LEVEL_DEBUG_COMMAND_ALERT] = "App %x alert code %x",
    [LOW_LEVEL_DEBUG_COMMAND_PRINT_1] = "App %x prints %x",
    [LOW_LEVEL_DEBUG_COMMAND_PRINT_2] = "App %x prints %x %x",
};

void low_level_debug_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS || command->number >= ARRAY_COUNT(formats)) {
        command_result(command, command->number == COMMAND_EXISTS ? ERROR_NONE : ERROR_NO_SUPPORT);
        return;
    }
    struct entry entry = {
        .kind = (uint8_t)command->number,
        .value = {command->argument[0], command->argument[1]},
    };
    enum error error = ERROR_NONE;
    WITH_GRANT(struct debug_queue, queue, command->process, error)
    {
        entry_add(queue, &entry);
    }
    if (error != ERROR_NONE) {
        low_level_debug.is_grant_refused = true;
    }
    struct terminal_request request = {.client = TERMINAL_DEBUG};
    command_result(command, low_level_debug_terminal.request(&request));
}

static void entry_print(struct text *text, struct process_id process, const struct entry *entry)
{
    // What is dropped is counted before the process is named.
    const union text_value values[] = {
        {entry->value[0]}, {(uint32_t)process.number}, {entry->value[0]}, {entry->value[1]}};
    size_t first = entry->kind == ENTRY_DROPPED ? 0 : 1;
    text_print(text, AT(formats, entry->kind), &AT(values, first));
}

void low_level_debug_fetch(struct terminal_piece *piece)
{
    struct text *text = &piece->text;
    bool is_found = low_level_debug.is_grant_refused;
    text_add(text, "LowLevelDebug: ");
    if (is_found) {
        low_level_debug.is_grant_refused = false;
        text_add(text, "grant init failed");
    }
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && !is_found && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct debug_queue, queue, process, error)
        {
            if (queue->count > 0) {
                is_found = true;
                entry_print(text, process, &queue->entry[0]);
                for (size_t next = 1; next < QUEUE_COUNT_MAX; next++) {
                    queue->entry[next - 1] = queue->entry[next];
                }
                queue->count--;
            }
        }
    }
    text_add(text, "\n");
    if (!is_found) {
        text->length_bytes = 0;
    }
}
