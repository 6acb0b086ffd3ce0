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

static void entry_add(struct debug_queue *queue, const struct command *command)
{
    if (queue->count < QUEUE_COUNT_MAX) {
        struct entry *entry = &AT(queue->entry, queue->count);
        entry->kind = (uint8_t)command->number;
        entry->value[0] = command->argument[0];
        entry->value[1] = command->argument[1];
        queue->count++;
        return;
    }
    struct entry *last = &queue->entry[QUEUE_COUNT_MAX - 1];
    if (last->kind == ENTRY_DROPPED) {
        last->value[0]++;
    } else {
        // The entry that makes room for the count is lost, too.
        last->kind = ENTRY_DROPPED;
        last->value[0] = 2;
    }
}

void low_level_debug_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS || command->number > LOW_LEVEL_DEBUG_COMMAND_PRINT_2) {
        command_result(command, command->number == COMMAND_EXISTS ? ERROR_NONE : ERROR_NO_SUPPORT);
        return;
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct debug_queue, queue, command->process, error)
    {
        entry_add(queue, command);
    }
    if (error != ERROR_NONE) {
        low_level_debug.is_grant_refused = true;
    }
    struct terminal_request request = {.client = TERMINAL_DEBUG};
    command_result(command, low_level_debug_terminal.request(&request));
}

static void entry_print(struct text *text, uint32_t process, const struct entry *entry)
{
    if (entry->kind == ENTRY_DROPPED) {
        TEXT_PRINT(text, "Dropped %x entries for app %x", entry->value[0], process);
        return;
    }
    TEXT_PRINT(text, "App %x %s %x", process,
               entry->kind == LOW_LEVEL_DEBUG_COMMAND_ALERT ? "alert code" : "prints",
               entry->value[0]);
    if (entry->kind == LOW_LEVEL_DEBUG_COMMAND_PRINT_2) {
        TEXT_PRINT(text, " %x", entry->value[1]);
    }
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
                entry_print(text, (uint32_t)process.number, &queue->entry[0]);
                for (size_t next = 1; next < QUEUE_COUNT_MAX; next++) {
                    AT(queue->entry, next - 1) = AT(queue->entry, next);
                }
                queue->count--;
            }
        }
    }
    text_add(text, "\n");
    if (!is_found) {
        text_clear(text);
    }
}
