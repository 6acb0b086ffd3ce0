// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which process a line names.
#include <lib/checked_index.h>

#include "command_groups.h"
#include "state.h"

static bool name_is(size_t start, size_t end)
{
    bool is_equal = process_console.shown.counters.name_length_bytes == end - start && start < end;
    for (size_t i = 0; i < LINE_BYTES_MAX && is_equal && start + i < end; i++) {
        is_equal = (uint8_t)AT(process_console.shown.counters.name, i) ==
                   AT(process_console.line.bytes, start + i);
    }
    return is_equal;
}

/// The number that is written there, or UINT32_MAX.
static uint32_t number_read(size_t start, size_t end)
{
    uint32_t number = start < end && end - start < 10 ? 0 : UINT32_MAX;
    for (size_t i = start; i < end && number != UINT32_MAX; i++) {
        uint32_t digit = (uint32_t)AT(process_console.line.bytes, i) - '0';
        number = digit <= 9 ? number * 10u + digit : UINT32_MAX;
    }
    return number;
}

bool process_console_process_named(size_t start)
{
    size_t end = process_console.line.length;
    for (; end > start && AT(process_console.line.bytes, end - 1) == ' '; end--) {
    }
    const uint32_t number = number_read(start, end);
    process_console.next_slot = 0;
    for (size_t i = 0; i < SLOT_COUNT_MAX && process_next(); i++) {
        // A number is never a name: no program can take the place of another in a command.
        if (number != UINT32_MAX ? (uint32_t)process_console.shown.id.number == number
                                 : name_is(start, end)) {
            process_console.report.slot = (uint8_t)(process_console.next_slot - 1u);
            return true;
        }
    }
    return false;
}
