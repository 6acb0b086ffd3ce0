// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Marked system calls: what the benchmark programs are made of.
 *
 * A marker is an instruction that changes nothing that matters and that the counting plugin
 * (tools/count) recognises. Directly before a system call it names the call whose kernel
 * instructions are counted; elsewhere it names a place. tools/bench reads the numbers below, and
 * takes the name of a figure from the constant: MEASURE_ALLOW_RO is `allow_ro`. A figure NAME that
 * counts from user to user lies between the places NAME_BEGIN and NAME_END.
 *
 * The marker and its call must not be separated, hence the statements in assembler, in
 * measure_machine.h of the processor family:
 *
 *     MEASURE_MARK(number)                 marks a place
 *     MEASURE_CALL(name, number, class)    defines a call with four arguments that is counted as
 *                                          `number` and returns the variant word
 *     MEASURE_YIELD(name, number)          defines a yield that is counted so; an upcall may run
 */
#pragma once

#include "measure_machine.h"

#include <abi/system_call.h>
#include <stdint.h>

enum measure {
    MEASURE_COMMAND_ABSENT = 1,
    MEASURE_COMMAND_EXISTS = 2,
    MEASURE_YIELD_NOWAIT_EMPTY = 3,
    MEASURE_ALLOW_RO = 4,
    MEASURE_SUBSCRIBE = 5,
    MEASURE_YIELD_WAIT_PENDING = 6,
    MEASURE_SWITCH_YIELD = 7,
    MEASURE_IRQ_TO_UPCALL = 8,
    MEASURE_CONSOLE_WRITE_BEGIN = 9,
    MEASURE_CONSOLE_WRITE_END = 10,
    MEASURE_UPCALL = 11, ///< first instruction of an upcall function
    MEASURE_COMMAND_ABSENT_BEGIN = 12,
    MEASURE_COMMAND_ABSENT_END = 13,
    MEASURE_YIELD_WAIT_PENDING_BEGIN = 14,
    MEASURE_YIELD_WAIT_PENDING_END = 15,
    MEASURE_USER_COPY_64 = 16,
    MEASURE_USER_COPY_256 = 17,
    MEASURE_USER_LOAD_32 = 18,
    MEASURE_IPC_CALL_0_BEGIN = 19,
    MEASURE_IPC_CALL_0_END = 20,
    MEASURE_IPC_CALL_4_BEGIN = 21,
    MEASURE_IPC_CALL_4_END = 22,
    MEASURE_IPC_CALL_10_BEGIN = 23,
    MEASURE_IPC_CALL_10_END = 24,
    MEASURE_SIGNAL_BEGIN = 25,
    MEASURE_SIGNAL_END = 26,
    MEASURE_PPCALL_1_BEGIN = 27,
    MEASURE_PPCALL_1_END = 28,
    MEASURE_CELL_TAKE_PUT = 29,
    MEASURE_STOP = 255, ///< ends the emulation
};

/// How often a program repeats what it measures. Caches do not exist in the emulator; repeats show
/// that a figure is steady.
enum { MEASURE_REPEATS = 16 };

/// Executes about 3 instructions a round without a system call.
static inline void measure_spin(uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++) {
        __asm__ volatile("");
    }
}
