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

/**
 * Adds the line of the present step of process_console.report, if that step has one; may move the
 * step forward over steps that have none. Finds the process in the slot of the report described in
 * process_console.shown (id 0 if there is none), which it may use for another process.
 *
 * @return false: this step is the last one.
 */
typedef bool (*report_step_fn)(struct text *text);

struct report {
    report_step_fn print; ///< null: nothing is to be printed
    const char *text;     ///< constant, or null
    uintptr_t value;
    struct process_id process;
    uint8_t step; ///< next line
    uint8_t slot;
    uint8_t event_kind; ///< enum kernel_event_kind
};

/**
 * Adds the next line of the present report, without its end.
 *
 * @param text  empty.
 * @return false when there is none left; `print` is null then.
 */
bool report_line(struct text *text);

/// Makes `print` the present report, from its first step.
void report_begin(report_step_fn print, const char *text);

/// Reports of one line.
bool text_step(struct text *text);
bool focus_step(struct text *text);

/// What a kernel event is about: `event_kind`, `slot`, `process`; `value` is the address of an
/// image, `text` the reason.
bool event_step(struct text *text);

/// What the life `process` in `slot` ended for.
bool fault_step(struct text *text);

/// Lines at the start, and the names of all commands behind `text`.
bool welcome_step(struct text *text);
bool help_step(struct text *text);

/**
 * Describes the process in the first slot from `slot` on that has one in process_console.shown.
 *
 * @return where the next call is to begin; 0: there is none left.
 */
uint32_t process_next(uint32_t slot);

/// Adds the name of the shown process, at most about 60 columns of it.
void report_name(struct text *text);

/// Adds "NAME (pid N)"; N is the life that is meant, which may be over.
void report_name_and_number(struct text *text, uint32_t number);

/// Adds the state of the shown process in words.
void report_state(struct text *text);

/// Adds "  START-END  LABEL  BYTES"; nothing for an empty range.
void report_range(struct text *text, const char *label, uintptr_t start, uintptr_t end);
