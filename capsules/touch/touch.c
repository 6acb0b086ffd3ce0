// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "touch.h"

#include <lib/cell.h>

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */, PLACE_SHIFT = 16 };

/// What the driver keeps for one process, in its grant.
struct touch_watcher {
    bool is_enabled;
};

_Static_assert(sizeof(struct touch_watcher) <= TOUCH_GRANT_BYTES,
               "the board reserves TOUCH_GRANT_BYTES");

static struct {
    VALUE_CELL(bool) is_watching; ///< the panel has been told to report
} touch CAPSULE_STATE;

/// Has the panel report if somebody listens. Asked twice for the same it would forget a touch.
static void panel_watch(void)
{
    bool is_wanted = false;
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct touch_watcher, watcher, process, error)
        {
            is_wanted = is_wanted || watcher->is_enabled;
        }
    }
    if (VALUE_GET(touch.is_watching) != is_wanted) {
        VALUE_SET(touch.is_watching, is_wanted);
        touch_device.watch(&is_wanted);
    }
}

void touch_init(void)
{
    // After a restart nobody has asked, whatever the panel was told.
    const bool is_wanted = false;
    touch_device.watch(&is_wanted);
}

static enum error watcher_set(struct process_id process, bool is_enabled)
{
    enum error error;
    WITH_GRANT(struct touch_watcher, watcher, process, error)
    {
        watcher->is_enabled = is_enabled;
    }
    if (error == ERROR_NONE) {
        panel_watch();
    }
    return error;
}

void touch_command(struct command *command)
{
    if (!touch_device.is_present()) {
        command_failure(command, ERROR_NO_DEVICE);
        return;
    }
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case TOUCH_COMMAND_ENABLE:
        command_result(command, watcher_set(command->process, true));
        break;
    case TOUCH_COMMAND_DISABLE:
        command_result(command, watcher_set(command->process, false));
        break;
    case TOUCH_COMMAND_COUNT:
        command_success_u32(command, 1);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

void touch_process_ended(struct process_id *process)
{
    (void)process;
    panel_watch();
}

void touch_touched(const struct touched *event)
{
    const uint32_t place = (uint32_t)event->x << PLACE_SHIFT | event->y;
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct touch_watcher, watcher, process, error)
        {
            if (watcher->is_enabled) {
                (void)upcall_schedule(process, TOUCH_UPCALL_TOUCHED, (uint32_t)event->status, place,
                                      0);
            }
        }
    }
}
