// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Which slot holds which sector, and which block is used next.
 *
 * A block without sectors is free, and erased when it is used. The oldest block is next: if it is
 * free, as it is; else the oldest free one takes its sectors, and it is free then. So each block is
 * erased once in a round, also where what it holds never changes. Of free blocks
 * FLASH_BLOCK_FREE_MIN are kept, so that one may turn out to be worn when it is to be used.
 */
#pragma once

#include "flash_block.h"

enum { FLASH_BLOCK_FREE_MIN = 2, FLASH_BLOCK_NONE = UINT32_MAX };

/// Where the data of a sector is.
struct flash_block_slot {
    uint32_t block; ///< FLASH_BLOCK_NONE: the sector was never written
    uint32_t slot;
};

/// Forgets everything: so many blocks, of unknown content, with so many slots each.
/// `blocks` is at most FLASH_BLOCK_BLOCKS_MAX, and all slots are fewer than 65,536.
void flash_block_space_start(uint32_t blocks, uint32_t slots);

/// Notes the sequence of a block. 0: there is nothing in it.
void flash_block_sequence_set(uint32_t block, uint32_t sequence);
uint32_t flash_block_sequence(uint32_t block);

/// The block with the smallest sequence that is larger than `sequence`, or FLASH_BLOCK_NONE.
uint32_t flash_block_next_by_age(uint32_t sequence);

/// Notes where a sector, which is smaller than FLASH_BLOCK_SECTORS_MAX, is from now on.
void flash_block_place_set(uint32_t sector, const struct flash_block_slot *slot);
void flash_block_place(uint32_t sector, struct flash_block_slot *slot);

/// The first sector from `sector` on that is in a block, or FLASH_BLOCK_NONE.
uint32_t flash_block_sector_in(uint32_t block, uint32_t sector);

/// A block that cannot be programmed or erased is not used any more.
void flash_block_retire(uint32_t block);

/// What is used next.
struct flash_block_choice {
    uint32_t target; ///< to be erased, then filled; FLASH_BLOCK_NONE: no block is free
    uint32_t victim; ///< whose sectors go there first, or FLASH_BLOCK_NONE
};
void flash_block_choose(struct flash_block_choice *choice);
