// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Takes the place of the trap: a call goes to a function of the test.
#pragma once

#include <stdint.h>

struct bulkhead_ipc_registers {
    uintptr_t capability;
    uintptr_t info;
    uintptr_t word[4];
    uintptr_t window;
    uintptr_t reply_slot;
};

/// A call as the kernel sees it. `buffer` is the operand of the trap.
void fake_trap(unsigned class, struct bulkhead_ipc_registers *registers, void *buffer);

#define BULKHEAD_IPC_TRAP(class, registers, buffer) fake_trap((class), &(registers), (buffer))
