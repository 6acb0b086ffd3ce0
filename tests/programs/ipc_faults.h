// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What ipc_faults_child does wrong and ipc_faults_parent puts right: a call that does not exist,
 * which the parent answers by setting registers, and an instruction that does not exist, behind
 * which it has the child go on with another stack pointer.
 */
#pragma once

#include <abi/error.h>
#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>

enum {
    OPERAND = 0x1234,
    OTHER_OPERAND = 0x5678,
    ANSWER = 0x9ABC,
    OTHER_ANSWER = 0xDEF0,
    ROUNDS = 20,
    STACK_MOVED_BYTES = 68, ///< no multiple of what the hardware aligns it to
};

#ifdef __riscv
/// Places among the words of a call: those of operand and answer, of program counter and class.
enum { WORD_OPERAND = 3, WORD_PC = 0, WORD_CLASS = 10, REGISTERS = 10, CALL_BYTES = 4 };
/// Of an exception.
enum { WORD_STATUS = 3, EXCEPTION_LENGTH = 4, UNDEFINED_BYTES = 4 };
#define STACK_POINTERS_AROUND_UNDEFINED(before, after)                       \
    __asm__ volatile("mv %0, sp\n .4byte 0xC0001073\n mv %1, sp\n mv sp, %0" \
                     : "=&r"(before), "=&r"(after)                           \
                     :                                                       \
                     : "memory")
#else
enum { WORD_OPERAND = 0, WORD_PC = 8, WORD_CLASS = 12, REGISTERS = 12, CALL_BYTES = 2 };
enum { WORD_STATUS = 4, EXCEPTION_LENGTH = 5, UNDEFINED_BYTES = 2 };
#define STACK_POINTERS_AROUND_UNDEFINED(before, after)               \
    __asm__ volatile("mov %0, sp\n udf #0\n mov %1, sp\n mov sp, %0" \
                     : "=&r"(before), "=&r"(after)                   \
                     :                                               \
                     : "memory")
#endif
