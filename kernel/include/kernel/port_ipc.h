// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What a port implements for IPC beside what kernel/port.h says, in builds that have IPC
 * (arch/FOLDER_ipc): registers of processes whose faults are messages. Context of all: kernel.
 */
#pragma once

#include <kernel/port.h>

/// Which registers messages about faults carry, and replies to them set. In the order of seL4.
enum port_fault_words {
    FAULT_WORDS_NONE,
    FAULT_WORDS_PC,        ///< the program counter
    FAULT_WORDS_CALL,      ///< arguments of a call, program counter, stack pointer and the like
    FAULT_WORDS_EXCEPTION, ///< program counter, stack pointer, flags if there are any
    FAULT_WORDS_ALL,
};
enum { PORT_FAULT_WORDS_MAX = 32 };

/**
 * Reads registers of a process that does not run.
 *
 * @param word  room for PORT_FAULT_WORDS_MAX. Those that cannot be read are 0: they may lie on the
 *              stack of the process.
 * @return how many there are. Context: kernel; its protection is loaded.
 */
size_t port_fault_words_get(const struct arch_context *context, enum port_fault_words which,
                            uint32_t word[]);

/**
 * Sets the first `count` of them, or as many as there are: to what the process could have put there
 * itself, so bits that are the processor's stay.
 *
 * @retval ERROR_FAULT  its stack has no room where the stack pointer would be; none is set.
 * Context: as above.
 */
MUST_CHECK enum error port_fault_words_set(struct arch_context *context,
                                           enum port_fault_words which, const uint32_t word[],
                                           size_t count);
