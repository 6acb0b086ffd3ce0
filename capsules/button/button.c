// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "button.h"

enum { BUTTON_COUNT_MAX = 32, PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// What the driver keeps for one process, in its grant.
struct button_watcher {
    uint32_t enabled; ///< bit i: changes of button i are reported
};

_Static_assert(sizeof(struct button_watcher) <= BUTTON_GRANT_BYTES,
               "the board reserves BUTTON_GRANT_BYTES");

/// Has the bank watch what any process enabled.
static void bank_watch(void)
{
    uint32_t mask = 0;
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct button_watcher, watcher, process, error)
        {
            mask |= watcher->enabled;
        }
    }
    button_inputs.watch(mask);
}

static enum error button_enable(struct process_id process, uint32_t bit, bool is_wanted)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct button_watcher, watcher, process, error)
    {
        watcher->enabled = is_wanted ? watcher->enabled | bit : watcher->enabled & ~bit;
    }
    if (error == ERROR_NONE) {
        bank_watch();
    }
    return error;
}

void button_init(void)
{
    // After a restart nobody has enabled a button, whatever the bank watches.
    button_inputs.watch(0);
}

void button_command(struct command *command)
{
    uint32_t index = command->argument[0];
    if (command->number == COMMAND_EXISTS) {
        command_success_u32(command, button_inputs.count);
        return;
    }
    if (command->number > BUTTON_COMMAND_READ) {
        command_failure(command, ERROR_NO_SUPPORT);
        return;
    }
    if (index >= button_inputs.count || index >= BUTTON_COUNT_MAX) {
        command_failure(command, ERROR_INVALID);
        return;
    }
    if (command->number == BUTTON_COMMAND_READ) {
        command_success_u32(command, button_inputs.is_pressed(index) ? 1 : 0);
        return;
    }
    bool is_wanted = command->number == BUTTON_COMMAND_ENABLE;
    command_result(command, button_enable(command->process, 1u << index, is_wanted));
}

void button_process_ended(struct process_id *process)
{
    (void)process;
    bank_watch();
}

void button_changed(const struct button_changed *event)
{
    if (event->index >= BUTTON_COUNT_MAX) {
        return;
    }
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct button_watcher, watcher, process, error)
        {
            if ((watcher->enabled >> event->index & 1u) != 0) {
                (void)upcall_schedule(process, BUTTON_UPCALL_CHANGED, event->index,
                                      event->is_pressed ? 1 : 0, 0);
            }
        }
    }
}
