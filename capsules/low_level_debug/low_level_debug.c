// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "low_level_debug.h"

#include <lib/checked_index.h>

enum { QUEUE_COUNT_MAX = 4, PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

enum entry_kind { ENTRY_ALERT, ENTRY_PRINT_1, ENTRY_PRINT_2, ENTRY_DROPPED };

struct entry {
    uint8_t kind; ///< enum entry_kind
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

void low_level_debug_command(struct command *command)
{
    struct entry entry = {.value = {command->argument[0], command->argument[1]}};
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        return;
    case LOW_LEVEL_DEBUG_COMMAND_ALERT:
        entry.kind = ENTRY_ALERT;
        break;
    case LOW_LEVEL_DEBUG_COMMAND_PRINT_1:
        entry.kind = ENTRY_PRINT_1;
        break;
    case LOW_LEVEL_DEBUG_COMMAND_PRINT_2:
        entry.kind = ENTRY_PRINT_2;
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        return;
    }
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

/// Text of an entry, for the process and the values.
static const char *const formats[] = {
    [ENTRY_ALERT] = "App %x alert code %x",
    [ENTRY_PRINT_1] = "App %x prints %x",
    [ENTRY_PRINT_2] = "App %x prints %x %x",
};

static void entry_print(struct text *text, struct process_id process, const struct entry *entry)
{
    uint32_t number = (uint32_t)process.number;
    if (entry->kind == ENTRY_DROPPED) {
        TEXT_ADD_VALUES(text, "Dropped %x entries for app %x", entry->value[0], number);
    } else {
        TEXT_ADD_VALUES(text, AT(formats, entry->kind), number, entry->value[0], entry->value[1]);
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
