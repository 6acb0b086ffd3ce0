// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Parallel NOR flash with the command set of Intel (CFI command set 1) for hal/flash.h: one chip,
 * or two or four of a kind side by side, in words of 32 bits.
 *
 * What the chips are they say themselves (common flash memory interface). Used are those with
 * blocks of one size and a buffer for writes; all else is no device. Where blocks can be locked
 * one by one, each is unlocked while it is programmed or erased, and locked afterwards.
 *
 * The chips have no interrupt. One run of the bottom half moves some words or asks the chips once
 * whether they are ready, and has itself called again, so that no run is long and others have their
 * turn in between. Chips that are not ready in time (CFI_BUSY_SECONDS_MAX) are no device any more.
 * `cfi_line` is a number that no line of the processor has, under which the board has the bottom
 * half called. Nobody else reads the chips.
 *
 * Source: JEDEC JESD68.01, Common Flash Interface; JEP137; Intel 28F128J3A datasheet (290667), 4
 * and appendices A and B; Micron P30-65nm datasheet, "Block locking".
 */
#pragma once

#include <hal/flash.h>

enum { CFI_BUSY_SECONDS_MAX = 20 };

/// Where the chips are, and how fast port_time_now() counts.
struct cfi_bank {
    uintptr_t base;
    uint32_t bytes; ///< of addresses; the chips may be smaller
    uint32_t time_hz;
};

/// The functions of the contract `struct flash`. Context: kernel.
void cfi_describe(struct flash_description *description);
enum error cfi_read(const struct flash_transfer *transfer);
enum error cfi_program(const struct flash_transfer *transfer);
enum error cfi_erase(uint32_t block);
enum error cfi_cancel(void);

/// The chips, and under which line their bottom half is called. Defined by the board.
extern const struct cfi_bank cfi_bank;
extern const uint8_t cfi_line;

/// The number under which the chips hold buffers in the ledger. Defined by the board.
extern const uint32_t cfi_device;

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct flash_client cfi_client;

/// Has the chips say what they are. Context: init.
void cfi_initialise(void);

/// For the board's table of bottom halves. Context: kernel.
void cfi_bottom_half(void);
