// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "process_report.h"

#include <lib/checked_index.h>

/// Steps of the report about a process.
enum process_step {
    STEP_TITLE,
    STEP_COUNTERS,
    STEP_LAST_CALL,
    STEP_MAP,
};
enum { MAP_ROWS = PROCESS_BOUND_COUNT - 1, ROW_HEAP = 5, REGION_ROWS = 16, GRANT_ROWS = 32 };
enum {
    STEP_REGIONS = STEP_MAP + MAP_ROWS,
    STEP_GRANTS = STEP_REGIONS + REGION_ROWS,
    STEP_END = STEP_GRANTS + GRANT_ROWS,
};

/// Steps of the report about a fault; the steps of the process follow between the last two.
enum fault_step {
    FAULT_STEP_TITLE,
    FAULT_STEP_ADDRESS,
    FAULT_STEP_STATUS,
    FAULT_STEP_REGISTERS,
};
enum { REGISTERS_PER_ROW = 4, REGISTER_ROWS = 16 };
enum {
    FAULT_STEP_PROCESS = FAULT_STEP_REGISTERS + REGISTER_ROWS,
    FAULT_STEP_ACTION = FAULT_STEP_PROCESS + (int)STEP_END - (int)STEP_COUNTERS,
};

static void map_row_print(struct text *text, size_t row,
                          const struct process_information *information);
static void region_print(struct report *report, struct text *text, uint32_t index);
static void grant_print(struct report *report, struct text *text, uint32_t index);
static void last_call_print(struct text *text, const struct process_information *information);
static bool process_step(struct report *report, struct text *text,
                         const struct process_information *information, uint32_t step);

bool process_report_step(struct report *report, struct text *text,
                         const struct process_information *information)
{
    return process_step(report, text, information, report->step);
}

static void register_row_print(const struct report *report, struct text *text, uint32_t row)
{
    enum { NAME_COLUMNS = 4, VALUE_COLUMNS = 10 };
    struct process_register shown;
    for (uint32_t i = 0; i < REGISTERS_PER_ROW; i++) {
        size_t start = i * (2 + NAME_COLUMNS + VALUE_COLUMNS);
        if (process_register_describe(report->slot, row * REGISTERS_PER_ROW + i, &shown)) {
            text_add(text, "  ");
            text_add(text, shown.name);
            text_pad(text, start + 2 + NAME_COLUMNS);
            TEXT_ADD_VALUES(text, "%8x", shown.value);
        }
    }
}

bool fault_report_step(struct report *report, struct text *text,
                       const struct process_information *information)
{
    struct process_fault_report fault;
    uint32_t step = report->step;
    if (step >= FAULT_STEP_PROCESS && step < FAULT_STEP_ACTION) {
        return process_step(report, text, information, step - FAULT_STEP_PROCESS + STEP_COUNTERS);
    }
    if (step > FAULT_STEP_ACTION || process_fault_describe(report->slot, &fault) != ERROR_NONE) {
        return false;
    }
    if (step == FAULT_STEP_TITLE) {
        text_add(text, "Fault: ");
        report_name_and_number(text, information, report->process);
        text_add(text, ": ");
        text_add(text, fault.cause);
        struct process_register pc;
        if (process_register_describe(report->slot, 0, &pc)) {
            TEXT_ADD_VALUES(text, " at pc %8x", pc.value);
        }
    } else if (step == FAULT_STEP_ADDRESS && fault.has_address) {
        TEXT_ADD_VALUES(text, "  accessed %8x: ", fault.address);
        text_add(text, fault.address_owner);
    } else if (step == FAULT_STEP_STATUS) {
        TEXT_ADD_VALUES(text, "  fault status %8x", fault.status);
    } else if (step >= FAULT_STEP_REGISTERS && step < FAULT_STEP_PROCESS) {
        register_row_print(report, text, step - FAULT_STEP_REGISTERS);
    } else if (step == FAULT_STEP_ACTION) {
        text_add(text, "  action: ");
        text_add(text, fault.action);
    }
    return true;
}

static bool process_step(struct report *report, struct text *text,
                         const struct process_information *information, uint32_t step)
{
    if (step >= STEP_END) {
        return false;
    }
    if (step == STEP_TITLE) {
        text_add(text, "Process ");
        report_name_and_number(text, information, information->id);
        text_add(text, ": ");
        report_state(text, information);
    } else if (step == STEP_COUNTERS) {
        TEXT_ADD_VALUES(text,
                        "  upcalls queued %d, dropped %d; system calls %d; restarts %d; slices "
                        "used up %d",
                        information->queued_upcalls, information->counters.dropped_upcalls,
                        information->counters.system_calls, information->counters.restarts,
                        information->counters.slice_expirations);
    } else if (step == STEP_LAST_CALL) {
        last_call_print(text, information);
    } else if (step < STEP_REGIONS) {
        map_row_print(text, step - STEP_MAP, information);
    } else if (step < STEP_GRANTS) {
        region_print(report, text, step - STEP_REGIONS);
    } else {
        grant_print(report, text, step - STEP_GRANTS);
    }
    return true;
}

static void last_call_print(struct text *text, const struct process_information *information)
{
    const char *class_format = "class %d (%x, %x)";
    const char *code_format = "%d";
    if (information->counters.last_call_class == 0xFF) {
        class_format = "none";
    }
    if (!information->counters.has_completion_code) {
        code_format = "none";
    }
    text_add(text, "  last system call: ");
    TEXT_ADD_VALUES(text, class_format, information->counters.last_call_class,
                    information->counters.last_call_argument[0],
                    information->counters.last_call_argument[1]);
    text_add(text, "; completion code: ");
    TEXT_ADD_VALUES(text, code_format, information->counters.last_call_argument[1]);
}

static void map_row_print(struct text *text, size_t row,
                          const struct process_information *information)
{
    static const char *const labels[MAP_ROWS] = {
        "process record", "upcall queue", "grant table", "grants",  "unused",       "heap",
        "data",           "stack",        NULL,          "program", "image header",
    };
    const char *label = AT(labels, row);
    if (row == ROW_HEAP && information->heap_start == information->memory_start) {
        label = "data and stack";
    }
    if (label != NULL) {
        report_range(text, label, AT(information->bounds, row + 1), AT(information->bounds, row));
    }
}

static void region_print(struct report *report, struct text *text, uint32_t index)
{
    struct process_region region;
    if (!process_region_describe(report->slot, index, &region)) {
        report->step = (uint8_t)(report->step + REGION_ROWS - 1u - index);
        return;
    }
    report_range(text,
                 region.is_writable     ? "accessible: rw-"
                 : region.is_executable ? "accessible: r-x"
                                        : "accessible: r--",
                 region.start, region.end);
}

static void grant_print(struct report *report, struct text *text, uint32_t index)
{
    struct process_grant grant;
    if (process_grant_describe(report->slot, index, &grant) != ERROR_NONE) {
        report->step = (uint8_t)(report->step + GRANT_ROWS - 1u - index);
        return;
    }
    if (grant.address != 0) {
        TEXT_ADD_VALUES(text, "  grant of driver %5x at %8x", grant.driver, grant.address);
    }
}
