// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "space.h"

#include <lib/checked_index.h>

static struct {
    uint32_t blocks;
    uint32_t slots;
    uint16_t places[FLASH_BLOCK_SECTORS_MAX]; ///< all slots counted from 1 on; 0: none
    uint32_t sequence[FLASH_BLOCK_BLOCKS_MAX];
    uint16_t sectors[FLASH_BLOCK_BLOCKS_MAX]; ///< that are in the block
    bool is_retired[FLASH_BLOCK_BLOCKS_MAX];
} flash_block_space CAPSULE_STATE;

void flash_block_space_start(uint32_t blocks, uint32_t slots)
{
    flash_block_space.blocks = blocks;
    flash_block_space.slots = slots;
    for (size_t i = 0; i < FLASH_BLOCK_SECTORS_MAX; i++) {
        AT(flash_block_space.places, i) = 0;
    }
    for (size_t i = 0; i < FLASH_BLOCK_BLOCKS_MAX; i++) {
        AT(flash_block_space.sequence, i) = 0;
        AT(flash_block_space.sectors, i) = 0;
        AT(flash_block_space.is_retired, i) = false;
    }
}

void flash_block_sequence_set(uint32_t block, uint32_t sequence)
{
    AT(flash_block_space.sequence, block) = sequence;
}

uint32_t flash_block_sequence(uint32_t block)
{
    return AT(flash_block_space.sequence, block);
}

uint32_t flash_block_next_by_age(uint32_t sequence)
{
    uint32_t next = FLASH_BLOCK_NONE;
    uint32_t next_sequence = UINT32_MAX;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        if (AT(flash_block_space.sequence, i) > sequence &&
            AT(flash_block_space.sequence, i) < next_sequence) {
            next = i;
            next_sequence = AT(flash_block_space.sequence, i);
        }
    }
    return next;
}

void flash_block_place(uint32_t sector, struct flash_block_slot *slot)
{
    const uint32_t place = AT(flash_block_space.places, sector);
    slot->block = FLASH_BLOCK_NONE;
    slot->slot = 0;
    if (place != 0) {
        slot->block = (place - 1) / flash_block_space.slots;
        slot->slot = (place - 1) % flash_block_space.slots;
    }
}

void flash_block_place_set(uint32_t sector, const struct flash_block_slot *slot)
{
    struct flash_block_slot before;
    flash_block_place(sector, &before);
    if (before.block != FLASH_BLOCK_NONE) {
        AT(flash_block_space.sectors, before.block)--;
    }
    AT(flash_block_space.sectors, slot->block)++;
    AT(flash_block_space.places, sector) =
        (uint16_t)(slot->block * flash_block_space.slots + slot->slot + 1);
}

uint32_t flash_block_sector_in(uint32_t block, uint32_t sector)
{
    struct flash_block_slot slot;
    for (uint32_t i = sector; i < FLASH_BLOCK_SECTORS_MAX; i++) {
        flash_block_place(i, &slot);
        if (slot.block == block) {
            return i;
        }
    }
    return FLASH_BLOCK_NONE;
}

void flash_block_retire(uint32_t block)
{
    AT(flash_block_space.is_retired, block) = true;
}

/// The block with the smallest sequence, among the free ones or among the others. What is in a
/// retired block is the first to go elsewhere.
static uint32_t oldest(bool is_free)
{
    uint32_t found = FLASH_BLOCK_NONE;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        if ((AT(flash_block_space.sectors, i) == 0) != is_free) {
            continue;
        }
        if (AT(flash_block_space.is_retired, i)) {
            if (!is_free) {
                return i;
            }
        } else if (found == FLASH_BLOCK_NONE ||
                   AT(flash_block_space.sequence, i) < AT(flash_block_space.sequence, found)) {
            found = i;
        }
    }
    return found;
}

static uint32_t free_count(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        if (AT(flash_block_space.sectors, i) == 0 && !AT(flash_block_space.is_retired, i)) {
            count++;
        }
    }
    return count;
}

void flash_block_choose(struct flash_block_choice *choice)
{
    choice->target = oldest(true);
    choice->victim = FLASH_BLOCK_NONE;
    const uint32_t used = oldest(false);
    if (choice->target == FLASH_BLOCK_NONE || used == FLASH_BLOCK_NONE) {
        return;
    }
    if (free_count() <= FLASH_BLOCK_FREE_MIN || AT(flash_block_space.is_retired, used) ||
        AT(flash_block_space.sequence, used) < AT(flash_block_space.sequence, choice->target)) {
        choice->victim = used;
    }
}
