// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `process_info`: driver 0x10002, what processes there are, for programs.
 *
 * Command 1: how many. Commands 2 and 3: their ids and ShortIds (0: no fixed one), numbers of 32
 * bits, into the program's read-write buffer 0; the answer is how many there are, also where the
 * buffer has no room for them. Command 4: the name of the process of the first argument into the
 * buffer; the answer is its length. Command 5: used-up slices, system calls, restarts and state of
 * that process, into the buffer; nothing if there is none. Command 6: has that process resumed (1,
 * second argument), stopped (2), faulted (3), terminated (4) or booted (5), soon; any other number
 * does nothing. INVALID: there is no such process. NOSUPPORT: it is another one, and the board's
 * policy does not let this program control others. BUSY: the last such command has not been carried
 * out. What cannot be done any more is silently not done.
 *
 * States: 0 running, 1 yielded, 2 yielded for an upcall, 3 stopped, 4 faulted, 5 terminated.
 */
#pragma once

#include <capsule.h>
#include <hal/storage_rights.h>

enum { PROCESS_INFO_DRIVER = 0x10002 };
enum process_info_command_number {
    PROCESS_INFO_COMMAND_COUNT = 1,
    PROCESS_INFO_COMMAND_IDS = 2,
    PROCESS_INFO_COMMAND_SHORT_IDS = 3,
    PROCESS_INFO_COMMAND_NAME = 4,
    PROCESS_INFO_COMMAND_STATISTICS = 5,
    PROCESS_INFO_COMMAND_CONTROL = 6,
};
enum { PROCESS_INFO_ALLOW_OUTPUT = 0 };

struct process_info_policy {
    const char *controllers CONSTANT_TEXT; ///< programs that control others, a space before each
};

/// Defined by the board.
extern const struct process_info_policy process_info_policy;

/// Who has which ShortId. Defined by the board.
extern const struct storage_rights_source process_info_rights;

void process_info_deferred(void);
void process_info_command(struct command *command);
