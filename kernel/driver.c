// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "driver.h"

enum { COMMANDS_PER_PERMISSION = 64 };

unsigned driver_find(const struct process *process, uint32_t number)
{
    // The drivers that are used most have the lowest numbers, and mostly stand at their number.
    unsigned index = number;
    if (index >= board.driver_count || board.drivers[index].number != number) {
        // From the end, so that a number above all others is known to be absent at once.
        index = board.driver_count;
        const struct driver *driver = &board.drivers[index];
        do {
            if (index == 0) {
                return DRIVER_NONE;
            }
            index--;
            driver--;
        } while (driver->number > number);
        if (driver->number != number) {
            return DRIVER_NONE;
        }
    }
    if ((process->driver_mask >> index & 1u) == 0) {
        return DRIVER_NONE;
    }
    if (!process->has_permissions) {
        return index;
    }
    const struct permission *permissions = process_permissions(process);
    for (unsigned i = 0; i < process->permission_count; i++) {
        if (permissions[i].driver == number) {
            return index;
        }
    }
    return DRIVER_NONE;
}

NOINLINE bool driver_command_is_permitted(const struct process *process, uint32_t number,
                                          uint32_t command)
{
    const struct permission *permissions = process_permissions(process);
    for (unsigned i = 0; i < process->permission_count; i++) {
        const struct permission *permission = &permissions[i];
        const uint32_t bit = command % COMMANDS_PER_PERMISSION;
        const uint64_t commands = permission->commands;
        const uint32_t half = bit < 32 ? (uint32_t)commands : (uint32_t)(commands >> 32);
        if (permission->driver == number &&
            permission->offset == command / COMMANDS_PER_PERMISSION &&
            (half >> bit % 32 & 1u) != 0) {
            return true;
        }
    }
    return false;
}

uint32_t driver_policy_mask(void)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < board.driver_count; i++) {
        bool is_open = board.policy->opens_every_driver;
        for (size_t j = 0; j < board.policy->driver_count; j++) {
            is_open |= board.policy->drivers[j] == board.drivers[i].number;
        }
        mask |= (is_open ? 1u : 0u) << i;
    }
    return mask;
}
