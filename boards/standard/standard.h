// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What all boards share: the structure `board` with its tables (board.c), and what a capsule wants
 * the board to choose (its `settings`; one file for each capsule that has any, compiled for boards
 * with that capsule). Who is connected to whom is made of manifests (docs/capsules.md).
 *
 * What differs stands in board.cmake, from where it comes as <board_facts.h> and
 * <board_capsules.h>, and in the board's own code, most of it shared by a family of boards. That
 * code defines what is declared here as the board's, beside what its chips want to have defined.
 */
#pragma once

#include <board_capsules.h>
#include <board_facts.h>
#include <kernel/board.h>

/// What an emulator ends with when the kernel has panicked.
enum { BOARD_STATUS_PANIC = 70 };

// ---------------------------------------------------------------------------------------------
// Defined by the board.

/// What follows a device interrupt in kernel work. The count is a fact of the board.
extern const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT];

/// Buffers that chips may take, where capsules have any (BOARD_BUFFER_COUNT). Made of manifests.
extern const struct ledger_buffer board_buffers[];
extern struct ledger_state board_buffer_states[];

/// For struct board, where there are buffers.
void board_buffer_abort(uint32_t index);

/// Writes on the serial line and waits for it. Context: any, for panics only.
void board_panic_write(const char *text, size_t length_bytes);

/// Ends the machine: an emulator with BOARD_STATUS_PANIC, real hardware by a reset or a stop.
NORETURN void board_panic_end(void);
