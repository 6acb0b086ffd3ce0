// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The pool: the memory that blocks of processes are placed in.
 *
 * Free memory is what no slot of the board's table covers, so no byte can be lost or counted twice.
 * The pool is an owned value: it is *taken* for the time of an operation and given back on every
 * way out; whoever comes second is refused.
 */
#pragma once

#include <kernel/board.h>
#include <kernel/port.h>

/**
 * Takes the pool.
 * @retval ERROR_BUSY  somebody has it. Context: kernel.
 */
MUST_CHECK enum error pool_take(void);

/// Gives it back. Only by whoever took it.
void pool_give(void);

/**
 * Finds a place for a block: the smallest gap that fits, or the fixed start. Changes nothing; the
 * block is used as soon as a slot covers it.
 *
 * What the port proposes is checked again: inside the gap, aligned, large enough for both parts, at
 * the fixed start.
 *
 * @retval ERROR_NO_MEMORY        no gap is large enough.
 * @retval ERROR_UNREPRESENTABLE  the protection unit cannot protect the fixed start, or the port
 *                                proposed a block that is not what was asked for.
 * Context: kernel; the pool is taken.
 */
MUST_CHECK enum error pool_place(const struct port_block_request *request,
                                 struct port_block *placed);

/// Bytes covered by slots. The rest of the pool is free.
size_t pool_used_bytes(void);

/// The kernel's pointer to a byte of the pool. `address` is checked to be inside (or its end).
uint8_t *pool_pointer(uintptr_t address);

/// The pool as addresses.
struct range pool_range(void);
