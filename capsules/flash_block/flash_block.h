// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `flash_block`: sectors that can be written again and again (hal/block.h) upon NOR flash
 * (hal/flash.h).
 *
 * A sector that is written goes to a slot that has been erased; the slot before it is forgotten.
 * Slots are used one behind the other in one block after the other, and so round all blocks, which
 * therefore wear alike: the sectors that are still in the oldest block go to another one first. How
 * that is done, and what it says in the flash, is in format.h and space.h.
 *
 * A loss of power at any time leaves each sector as before or as after a write. What the flash
 * holds is not believed: an entry counts if its check sum is right for its place. A sector's data
 * has a check sum, too: if that is wrong, to read the sector fails until it is written as a whole.
 * What was never written is read as erased bytes.
 *
 * A block that cannot be erased or programmed is not used again until the capsule starts anew, and
 * what is in it goes elsewhere. The write that found this out fails. When not enough blocks are
 * left, writes fail and reads do not.
 *
 * One sector at a time is read or written. A write that ends without an error lasts; there is
 * nothing to flush. A write may have to wait for a block to be erased, which takes up to seconds.
 *
 * The client's buffer is handed to the flash, since this capsule cannot open it. When the capsule
 * starts, at boot or again after it has failed, it has the flash end what is under way, reads all
 * entries, and ends the request of a client that it knows nothing of with ERROR_RESERVE.
 */
#pragma once

#include <capsule.h>
#include <hal/block.h>
#include <hal/flash.h>

enum {
    FLASH_BLOCK_SECTORS_MAX = 256, ///< two bytes of RAM each
    FLASH_BLOCK_BLOCKS_MAX = 16,   ///< eight bytes of RAM each
    FLASH_BLOCK_BLOCKS_MIN = 4,    ///< one that is written, one with old data, and two free ones
};

/// Which blocks of the flash are for sectors, and how many sectors. More than the maximum, or than
/// there is room for, are not there. Settings of the board.
struct flash_block_region {
    uint32_t first_block;
    uint32_t block_count;
    uint32_t sector_count;
};
extern const struct flash_block_region flash_block_region;

/// The flash, and who is told. Made of the manifest and the board's choice.
extern const struct flash flash_block_flash;
extern const struct block_client flash_block_client;

void flash_block_init(void);
void flash_block_deferred(void);

void flash_block_done(const struct flash_done *event);

void flash_block_describe(struct block_description *description);
enum error flash_block_read(const struct block_transfer *transfer);
enum error flash_block_write(const struct block_transfer *transfer);
enum error flash_block_flush(void);
enum error flash_block_cancel(void);
