// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Process memory for tests of what the kernel reads and writes there.
#pragma once

#include "machine.h"
#include "support.h"
#include "user_copy.h"

extern struct process *process; ///< the first one
extern uint8_t kernel_bytes[USER_COPY_BYTES_MAX + 64];

/// Boots with two processes, and the first has 4,000 bytes.
void user_memory_boot(void);

struct user_range range_at(uintptr_t address, size_t bytes);

/// Fills process memory with bytes that tell their places.
void pattern_put(uintptr_t address, size_t bytes);
