// SPDX-License-Identifier: Apache-2.0 OR MIT
// The report about a fault.
#include "process_console.h"
#include "state.h"

enum { REGISTERS_PER_ROW = 4, REGISTER_ROWS_MAX = 16 };
enum fault_report_step {
    FAULT_TITLE,
    FAULT_ADDRESS,
    FAULT_STATUS,
    FAULT_REGISTERS,
    FAULT_DETAILS = FAULT_REGISTERS + REGISTER_ROWS_MAX, ///< and all up to the action
    FAULT_ACTION = 200,
};

/// Adds a row of registers. False: there are none left.
static bool register_row_print(struct text *text, uint32_t row)
{
    for (uint32_t i = 0; i < REGISTERS_PER_ROW; i++) {
        struct process_register shown;
        if (!process_register_describe(process_console.report.slot, row * REGISTERS_PER_ROW + i,
                                       &shown)) {
            return false;
        }
        TEXT_PRINT(text, "  %4s%8x", shown.name, shown.value);
    }
    return true;
}

bool fault_step(struct text *text)
{
    struct process_fault_report fault;
    struct process_register pc;
    uint32_t step = process_console.report.step;
    // What these steps print, and whether there is anything left to say, they find out themselves.
    if (step >= FAULT_REGISTERS && step < FAULT_ACTION) {
        if (step < FAULT_DETAILS) {
            if (!register_row_print(text, step - FAULT_REGISTERS)) {
                process_console.report.step = FAULT_DETAILS - 1;
            }
        } else if (process_console_choice.fault_details == NULL ||
                   !process_console_choice.fault_details(text, step - FAULT_DETAILS)) {
            process_console.report.step = FAULT_ACTION - 1;
        }
        return true;
    }
    if (process_fault_describe(process_console.report.slot, &fault) != ERROR_NONE) {
        process_fault_reported(process_console.report.process);
        return false;
    }
    if (step == FAULT_ACTION) {
        TEXT_PRINT(text, "  action: %s", fault.action);
        process_fault_reported(process_console.report.process);
        return false;
    }
    if (step == FAULT_TITLE) {
        text_add(text, "Fault: ");
        report_name_and_number(text, (uint32_t)process_console.report.process.number);
        TEXT_PRINT(text, ": %s", fault.cause);
        if (process_register_describe(process_console.report.slot, 0, &pc)) {
            TEXT_PRINT(text, " at pc %8x", pc.value);
        }
    } else if (step == FAULT_ADDRESS) {
        if (fault.has_address) {
            TEXT_PRINT(text, "  accessed %8x: %s", fault.address, fault.address_owner);
        }
    } else {
        TEXT_PRINT(text, "  fault status %8x", fault.status);
    }
    return true;
}
