// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Process memory for the tests of this folder: a stack that the port reaches through windows.
#pragma once

#include <stdint.h>

#include <kernel/port.h>

#include "process_state.h"

enum { STACK_START = 0x20004000, STACK_BYTES = 256, STACK_END = STACK_START + STACK_BYTES };

extern uint8_t stack[STACK_BYTES];

/// How often a window was used since stack_prepare().
extern unsigned stack_accesses;

/// A context whose memory the stack is, with nothing in it. The windows open all of it.
struct arch_context stack_prepare(void);

/// The windows refuse what ends above `end`.
void stack_limit(uint32_t end);

/// The frame at an address of the stack.
struct exception_frame stack_frame(uint32_t address);
