// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the protection unit of a board can cover, and how many of its entries that takes.
 *
 * The answers are those of the kernel: its own encoders (arch/) are asked, and nothing is known
 * here about sizes and places that they accept. A program's part of the unit is made as the kernel
 * makes it when it loads the program: image and memory first, then the maps in the order of the
 * system description.
 */
#pragma once

#include "board.h"

/// A program's part of the unit.
struct unit_program {
    const struct board *board;
    union {
        uint32_t half[18];
        uintptr_t whole[9];
    } words; ///< of the unit, in the encoder's own form
};

/// The memory block of a program: its own part, and the kernel's behind it.
struct unit_block {
    struct address_range all;
    uint64_t program_end;
};

/** Gives the multiple of which an address must be so that one entry can cover so many bytes. */
uint64_t unit_alignment(const struct board *board, uint64_t bytes);

/**
 * Finds the smallest range that the unit covers with so many entries.
 *
 * @param entries  1 or 2.
 * @param range    given: from `base` on, at least `bytes`.
 * @return false: the unit needs another number of entries, or cannot begin there.
 */
bool unit_range_find(const struct board *board, uint64_t base, uint64_t bytes, uint64_t entries,
                     struct address_range *range);

/** Gives how many entries a map of a range takes, 0: the unit cannot cover exactly that. */
uint64_t unit_range_entries(const struct board *board, struct address_range range);

/**
 * Finds the memory block that begins at an address.
 *
 * @param program_bytes  what its image asks for.
 * @param kernel_bytes   what the kernel keeps there.
 * @return false: no block of that size can begin there.
 */
bool unit_block_find(const struct board *board, uint64_t base, uint64_t program_bytes,
                     uint64_t kernel_bytes, struct unit_block *block);

/**
 * Makes a program's part of the unit, without maps.
 *
 * @param image  of the program, in flash.
 * @param block  found by unit_block_find() for as many bytes.
 * @return false: the unit cannot cover exactly that image.
 */
bool unit_program_make(const struct board *board, struct address_range image,
                       const struct unit_block *block, uint64_t program_bytes,
                       struct unit_program *program);

/** Makes the part of a program that takes as few entries as any. */
struct unit_program unit_program_least(const struct board *board);

/**
 * Adds a map.
 *
 * @param flags  of the system description (abi/system.h).
 * @return false: the unit cannot cover exactly that range, or has too few entries left.
 */
bool unit_map_add(struct unit_program *program, struct address_range range, uint32_t flags);

/** Gives how many entries are left for maps. */
uint64_t unit_entries_left(const struct unit_program *program);
