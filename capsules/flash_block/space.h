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

/// So many sequences up to that of the youngest block may be in use. Those of a life without
/// forgery are much closer to each other, but for that of a block which cannot be erased.
enum { FLASH_BLOCK_SEQUENCES_IN_USE_MAX = 65536 };

/// Where the data of a sector is.
struct flash_block_slot {
    uint32_t block; ///< FLASH_BLOCK_NONE: the sector was never written
    uint32_t slot;
};

/// Forgets everything: so many blocks, of unknown content, with so many slots each.
/// `blocks` is at most FLASH_BLOCK_BLOCKS_MAX, and all slots are fewer than 65,536.
void flash_block_space_start(uint32_t blocks, uint32_t slots);

/// Notes the sequence of a block, which is none of the two that are none (format.h).
void flash_block_sequence_set(uint32_t block, uint32_t sequence);
uint32_t flash_block_sequence(uint32_t block);

/// Says which block is the youngest, when all are noted. Those whose sequence is none that it can
/// have beside that one are strays: nothing in them counts, and they are erased before a block is
/// given a sequence. So what was forged is gone before it could change which one is the youngest.
void flash_block_sequences_order(void);

/// The sequence of the block that is made ready.
uint32_t flash_block_sequence_next(void);

/// The block that is the next younger one, or FLASH_BLOCK_NONE. Of FLASH_BLOCK_NONE: the oldest.
uint32_t flash_block_next_by_age(uint32_t block);

/// Notes where a sector, which is smaller than FLASH_BLOCK_SECTORS_MAX, is from now on.
void flash_block_place_set(uint32_t sector, const struct flash_block_slot *slot);
void flash_block_place(uint32_t sector, struct flash_block_slot *slot);

/// The first sector from `sector` on that is in a block, or FLASH_BLOCK_NONE.
uint32_t flash_block_sector_in(uint32_t block, uint32_t sector);

/// A block that cannot be programmed or erased is not used any more.
void flash_block_retire(uint32_t block);

void flash_block_stray_erased(uint32_t block);

/// If there is a sector in each block, forgets those in the oldest one. So many blocks are in use
/// only if what was erased is back: it is older than what is to last.
void flash_block_room_make(void);

/// What is used next.
struct flash_block_choice {
    bool is_stray;   ///< the target is erased, and that is all
    uint32_t target; ///< to be erased, then filled; FLASH_BLOCK_NONE: no block is free
    uint32_t victim; ///< whose sectors go there first, or FLASH_BLOCK_NONE
};
void flash_block_choose(struct flash_block_choice *choice);
