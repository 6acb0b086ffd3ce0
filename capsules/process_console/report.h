// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the process console prints: reports of one or more lines, made line by line.
 *
 * A report is a small value that says what is to be printed and how far it has come; the facts are
 * asked from the kernel for each line, so a long report needs no memory.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <capsule.h>
#include <lib/text.h>

enum report_kind {
    REPORT_NONE,
    REPORT_WELCOME,
    REPORT_HELP, ///< text: introduction, or null
    REPORT_LIST,
    REPORT_STATUS,
    REPORT_KERNEL,
    REPORT_PROCESS, ///< slot
    REPORT_FAULT,   ///< slot, process
    // Reports of one line:
    REPORT_EVENT, ///< event_kind, slot, process, address; text: the reason
    REPORT_LOST,  ///< count of events
    REPORT_FOCUS, ///< process
    REPORT_DONE,  ///< slot; text: what happened to it
    REPORT_TEXT,  ///< text
};

struct report {
    uint8_t kind; ///< enum report_kind
    uint8_t step; ///< next line
    uint8_t slot;
    uint8_t event_kind; ///< enum kernel_event_kind
    uint32_t count;
    const char *text; ///< constant
    uintptr_t address;
    struct process_id process;
};

/**
 * Adds the next line of a report, without its end.
 *
 * @param text  empty.
 * @return false when there is none left; the kind is REPORT_NONE then.
 */
bool report_line(struct report *report, struct text *text);

/// Adds the name of a process, at most about 60 columns of it.
void report_name(struct text *text, const struct process_information *information);

/// Adds "NAME (pid N)"; `process` is the life that is meant, which may be over.
void report_name_and_number(struct text *text, const struct process_information *information,
                            struct process_id process);

/// Adds the state of a process in words.
void report_state(struct text *text, const struct process_information *information);

/// Adds "  START-END  LABEL  BYTES"; nothing for an empty range.
void report_range(struct text *text, const char *label, uintptr_t start, uintptr_t end);
