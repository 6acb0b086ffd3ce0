// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What a protection unit can cover: sizes and places of ranges.
 *
 * Source: Armv7-M ARM (DDI 0403E.e) B3.5.8 and B3.5.9; Armv8-M ARM (DDI 0553) B5; The RISC-V
 * Instruction Set Manual, volume II, section 3.7.
 */
#pragma once

#include "board.h"

/** Gives the alignment that lets a range of so many bytes be covered, and the bytes covered. */
void unit_size_fit(enum protection_unit unit, uint64_t bytes, uint64_t *alignment,
                   uint64_t *covered_bytes);

/**
 * Finds out whether a range from a base can be covered without what lies before it.
 *
 * @param covered_bytes  from the base, at least `bytes`.
 */
bool unit_place_fit(enum protection_unit unit, uint64_t base, uint64_t bytes,
                    uint64_t *covered_bytes);

/** Gives how many entries of the unit a range takes that can be covered. */
uint64_t unit_entries(enum protection_unit unit, struct address_range range);
