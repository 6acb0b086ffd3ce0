// SPDX-License-Identifier: Apache-2.0 OR MIT
// Commands: status, kernel, process.
#include <lib/checked_index.h>

#include "command_groups.h"
#include "state.h"

enum { COMMAND_STATUS, COMMAND_KERNEL, COMMAND_PROCESS };

/// Steps of what there is to know about a process.
enum details_step {
    DETAILS_COUNTERS,
    DETAILS_LAST_CALL,
    DETAILS_MAP,
    MAP_ROWS = PROCESS_BOUND_COUNT - 1,
    DETAILS_REGIONS = DETAILS_MAP + MAP_ROWS,
    REGION_ROWS = 16,
    DETAILS_GRANTS = DETAILS_REGIONS + REGION_ROWS,
};

static bool status_step(struct text *text)
{
    uint32_t processes = 0;
    uint32_t active = 0;
    uint32_t expirations = 0;
    process_console.next_slot = 0;
    for (size_t i = 0; i < SLOT_COUNT_MAX && process_next(); i++) {
        processes++;
        active += process_console.shown.state <= PROCESS_SHOWN_YIELDED_FOR ||
                          process_console.shown.state == PROCESS_SHOWN_NO_BUDGET
                      ? 1u
                      : 0u;
        expirations += process_console.shown.counters.slice_expirations;
    }
    switch (process_console.report.step) {
    case 0:
        TEXT_PRINT(text, "Total processes: %d", processes);
        return true;
    case 1:
        TEXT_PRINT(text, "Active processes: %d", active);
        return true;
    default:
        TEXT_PRINT(text, "Timeslice expirations: %d", expirations);
        return false;
    }
}

static bool kernel_step(struct text *text)
{
    // In the order of enum kernel_range.
    static const char labels[] = "code\0data and stack\0stack\0process memory";
    struct kernel_information kernel;
    kernel_describe(&kernel);
    size_t row = process_console.report.step - 1u;
    if (process_console.report.step == 0) {
        TEXT_PRINT(text, "Kernel version: %s", kernel.version);
    } else if (row < KERNEL_RANGE_COUNT) {
        report_range(text, TEXT_NTH(labels, row), AT(kernel.ranges, row).start,
                     AT(kernel.ranges, row).end);
        if (row == KERNEL_POOL) {
            TEXT_PRINT(text, ", used %d", kernel.pool_used_bytes);
        }
    } else {
        TEXT_PRINT(text, "  process slots %d, failed capsules %d", kernel.process_slots,
                   kernel.capsules_failed);
        return false;
    }
    return true;
}

static void last_call_print(struct text *text)
{
    text_add(text, "  last system call: ");
    if (process_console.shown.counters.last_call_class == 0xFF) {
        text_add(text, "none");
    } else {
        TEXT_PRINT(text, "class %d (%x, %x)", process_console.shown.counters.last_call_class,
                   process_console.shown.counters.last_call_argument[0],
                   process_console.shown.counters.last_call_argument[1]);
    }
    text_add(text, "; completion code: ");
    if (process_console.shown.counters.has_completion_code) {
        TEXT_PRINT(text, "%d", process_console.shown.counters.last_call_argument[1]);
    } else {
        text_add(text, "none");
    }
}

static void map_row_print(struct text *text, size_t row)
{
    enum { ROW_HEAP = 5, ROW_NONE = 8 /* between data and image */ };
    static const char labels[] = "process record\0upcall queue\0grant table\0grants\0unused\0"
                                 "heap\0data\0stack\0\0program\0image header";
    const bool is_whole = row == ROW_HEAP && process_console.shown.bounds[PROCESS_HEAP_START] ==
                                                 process_console.shown.bounds[PROCESS_MEMORY_START];
    if (row != ROW_NONE) {
        report_range(text, is_whole ? "data and stack" : TEXT_NTH(labels, row),
                     AT(process_console.shown.bounds, row + 1),
                     AT(process_console.shown.bounds, row));
    }
}

static bool region_print(struct text *text, uint32_t index)
{
    struct process_region region;
    if (!process_region_describe(process_console.report.slot, index, &region)) {
        return false;
    }
    report_range(text,
                 region.is_writable     ? "accessible: rw-"
                 : region.is_executable ? "accessible: r-x"
                                        : "accessible: r--",
                 region.start, region.end);
    return true;
}

static bool grant_print(struct text *text, uint32_t index)
{
    struct process_grant grant;
    if (process_grant_describe(process_console.report.slot, index, &grant) != ERROR_NONE) {
        return false;
    }
    if (grant.address != 0) {
        TEXT_PRINT(text, "  grant of driver %5x at %8x", grant.driver, grant.address);
    }
    return true;
}

bool process_console_process_details(struct text *text, uint32_t step)
{
    if (step == DETAILS_COUNTERS) {
        TEXT_PRINT(
            text,
            "  upcalls queued %d, dropped %d; system calls %d; restarts %d; slices used up "
            "%d",
            process_console.shown.queued_upcalls, process_console.shown.counters.dropped_upcalls,
            process_console.shown.counters.system_calls, process_console.shown.counters.restarts,
            process_console.shown.counters.slice_expirations);
    } else if (step == DETAILS_LAST_CALL) {
        last_call_print(text);
    } else if (step < DETAILS_REGIONS) {
        map_row_print(text, step - DETAILS_MAP);
    } else if (step < DETAILS_GRANTS) {
        if (!region_print(text, step - DETAILS_REGIONS)) {
            process_console.report.step =
                (uint8_t)(process_console.report.step + DETAILS_GRANTS - 1u - step);
        }
    } else {
        return grant_print(text, step - DETAILS_GRANTS);
    }
    return true;
}

static bool process_step(struct text *text)
{
    const uint32_t step = process_console.report.step;
    if (step > 0) {
        return process_console_process_details(text, step - 1u);
    }
    text_add(text, "Process ");
    report_name_and_number(text, (uint32_t)process_console.shown.id.number);
    text_add(text, ": ");
    report_state(text);
    return true;
}

static bool details_step(struct text *text)
{
    switch (process_console.report.command) {
    case COMMAND_STATUS:
        return status_step(text);
    case COMMAND_KERNEL:
        return kernel_step(text);
    default:
        return process_step(text);
    }
}

static void details_execute(size_t index, size_t rest)
{
    report_begin(REPORT_OF_GROUP, "No such process.");
    process_console.report.command = (uint8_t)index;
    if (index == COMMAND_PROCESS && !process_console_process_named(rest)) {
        process_console.report.kind = REPORT_TEXT;
    }
}

const struct command_group process_console_details = {.names = " status kernel process",
                                                      .execute = details_execute,
                                                      .step = details_step,
                                                      .is_prefix_enough = true};
