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
#include <hal/command_group.h>
#include <lib/text.h>

/// What a report is about. The functions that print it add the line of the present step, if that
/// step has one, may move the step forward over steps that have none, and say whether more follow.
/// They find the process in the slot of the report described in process_console.shown (id 0 if
/// there is none), which they may use for another process.
enum report_kind {
    REPORT_NONE, ///< nothing is to be printed
    REPORT_TEXT,
    REPORT_FOCUS,
    REPORT_EVENT, ///< `event`; `value`: address of an image
    REPORT_LOST,  ///< `value` events
    REPORT_WELCOME,
    REPORT_HELP,     ///< the names of all commands behind `text`
    REPORT_OF_GROUP, ///< `step` of the group of commands prints it
};

/// Processes at most; bounds loops over them.
enum { SLOT_COUNT_MAX = 64 };

struct report {
    const char *text CONSTANT_TEXT;
    const struct command_group *group; ///< of the command that is answered
    uintptr_t value;
    struct process_id process;
    struct kernel_event event;
    uint8_t kind;    ///< enum report_kind
    uint8_t command; ///< of the group
    uint8_t step;    ///< next line
    uint8_t slot;
};

/**
 * Adds the next line of the present report, without its end.
 *
 * @param text  empty.
 * @return false when there is none left; there is no report then.
 */
bool report_line(struct text *text);

/// Makes this the present report, from its first step.
void report_begin(enum report_kind kind, const char *text);

/// What the life `process` in `slot` ended for. False: that was the last line.
bool fault_step(struct text *text);

/// Describes the process in the next slot that has one in process_console.shown; in the first one
/// after process_console.next_slot was set to 0. False: there is none left.
bool process_next(void);

/// Adds the name of the shown process, at most about 60 columns of it.
void report_name(struct text *text);

/// Adds "NAME (pid N)"; N is the life that is meant, which may be over.
void report_name_and_number(struct text *text, uint32_t number);

/// Adds the state of the shown process in words.
void report_state(struct text *text);

/// Adds "  START-END  LABEL  BYTES"; nothing for an empty range.
void report_range(struct text *text, const char *label, uintptr_t start, uintptr_t end);
