// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The bare trap of an IPC call: what each register carries, and nothing more.
 *
 * Programs use a library that is built on it, or this:
 *
 *     struct bulkhead_ipc_registers registers = {.capability = 3, .info = 1, .word = {42}};
 *     BULKHEAD_IPC_TRAP(0x40, registers, &buffer);
 *     if (registers.capability == 0) ... registers.word[0] ...
 *
 * BULKHEAD_IPC_TRAP(class, registers, buffer)
 *
 * @param class      0x40 to 0x4F; a constant.
 * @param registers  a struct bulkhead_ipc_registers; the registers as they go in, and as they come
 *                   out. A variable that only these calls use stays in registers.
 * @param buffer     a pointer to the whole message buffer, of a complete type. The kernel reads and
 *                   writes the buffer that is registered, which no compiler can know: the operand
 *                   says so even of a buffer whose address nobody else has, or that a pointer with
 *                   `restrict` leads to. A program without one gives any object of its own.
 *
 * All other registers keep their values. A call that names no class of the kernel, or that the
 * kernel does not have, is a fault.
 */
#pragma once

#include <stdint.h>

/// The registers of an IPC call.
struct bulkhead_ipc_registers {
    uintptr_t capability; ///< out: status
    uintptr_t info;
    uintptr_t word[4];
    uintptr_t window;     ///< of capabilities to receive; out: badge, low half
    uintptr_t reply_slot; ///< out: badge, high half
};

// Needs the registers' names.
#include <bulkhead/ipc_call_instruction.h>
