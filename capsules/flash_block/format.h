// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What is in a block of the flash:
 *
 *   a table of entries of 16 bytes, the first for the block, then one for each slot, up to a
 *   multiple of 512 bytes;
 *   the slots, each with the data of a sector;
 *   512 bytes, at the end, that are never programmed.
 *
 * An entry, little-endian:
 *
 *    0  u32  hash of the number of the block, the place of the entry, and what follows
 *    4  u32  sequence of the block. 0 and the largest number are none; behind the largest but one
 *            comes 1. The youngest block is the one behind whose sequence the most numbers are
 *            free, the next older one has the next number that is in use before it
 *    8  u32  number of the sector; for the block itself: of slots
 *   12  u32  hash of the data; for the block itself: FLASH_BLOCK_MARK
 *
 * An entry is programmed behind the data, in one piece. The entry of a block is programmed behind
 * the sectors that were copied from another one, so a block without a good one holds nothing. A
 * slot's entry counts if it has the sequence of its block. Of two slots with one sector that in the
 * younger block counts, and in one block the later one. All entries behind the last one in use are
 * erased; the data of the first of their slots may be programmed in part.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <hal/block.h>
#include <lib/span.h>

enum {
    FLASH_BLOCK_ENTRY_BYTES = 16,
    FLASH_BLOCK_MARK = 0x31424C46,
    FLASH_BLOCK_HASH_START = 0x11C9DC5,
};

enum flash_block_entry_kind { ENTRY_BLANK, ENTRY_GOOD, ENTRY_BAD };

struct flash_block_entry {
    uint32_t sequence;
    uint32_t sector;
    uint32_t data_hash;
};

/// Where an entry is. Place 0 is that of the block, slot 0 has place 1.
struct flash_block_entry_place {
    uint32_t block;
    uint32_t place;
};

/// FNV-1a, 32 bits, but for what it begins with: FLASH_BLOCK_HASH_START. Goes on with each piece.
uint32_t flash_block_hash(uint32_t hash, struct const_span bytes);

/// Whether all of the bytes are erased.
bool flash_block_is_blank(struct const_span bytes);

/// How many slots a block of so many bytes has, how many bytes its table.
uint32_t flash_block_slots_of(uint32_t block_bytes);
uint32_t flash_block_table_bytes(uint32_t slots);

/// Reads an entry. *entry is anything unless it is ENTRY_GOOD.
enum flash_block_entry_kind flash_block_entry_read(struct const_span bytes,
                                                   struct flash_block_entry_place at,
                                                   struct flash_block_entry *entry);

void flash_block_entry_write(struct span bytes, struct flash_block_entry_place at,
                             const struct flash_block_entry *entry);
