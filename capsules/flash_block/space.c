// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "space.h"

#include <lib/checked_index.h>

static struct {
    uint32_t blocks;
    uint32_t slots;
    uint16_t places[FLASH_BLOCK_SECTORS_MAX];  ///< all slots counted from 1 on; 0: none
    uint32_t first_sequence;                   ///< that of a block is counted from this one on
    uint32_t sequence[FLASH_BLOCK_BLOCKS_MAX]; ///< 0: there is nothing in it
    uint16_t sectors[FLASH_BLOCK_BLOCKS_MAX];  ///< that are in the block
    bool is_retired[FLASH_BLOCK_BLOCKS_MAX];
    bool is_stray[FLASH_BLOCK_BLOCKS_MAX];
} flash_block_space CAPSULE_STATE;

void flash_block_space_start(uint32_t blocks, uint32_t slots)
{
    flash_block_space.blocks = blocks;
    flash_block_space.slots = slots;
    flash_block_space.first_sequence = 0;
    for (size_t i = 0; i < FLASH_BLOCK_SECTORS_MAX; i++) {
        AT(flash_block_space.places, i) = 0;
    }
    for (size_t i = 0; i < FLASH_BLOCK_BLOCKS_MAX; i++) {
        AT(flash_block_space.sequence, i) = 0;
        AT(flash_block_space.sectors, i) = 0;
        AT(flash_block_space.is_retired, i) = false;
        AT(flash_block_space.is_stray, i) = false;
    }
}

// ---------------------------------------------------------------------------------------------
// Ages

void flash_block_sequence_set(uint32_t block, uint32_t sequence)
{
    AT(flash_block_space.sequence, block) = sequence - flash_block_space.first_sequence;
}

uint32_t flash_block_sequence(uint32_t block)
{
    return AT(flash_block_space.sequence, block) + flash_block_space.first_sequence;
}

/// How many numbers lie between that of a block and the next one in use, round behind the largest.
static uint32_t gap_behind(uint32_t block)
{
    uint32_t gap = UINT32_MAX;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        const uint32_t to_next =
            AT(flash_block_space.sequence, i) - AT(flash_block_space.sequence, block) - 1;
        if (AT(flash_block_space.sequence, i) != 0 && to_next < gap) {
            gap = to_next;
        }
    }
    return gap;
}

/// The youngest block: behind its number the most are free.
static uint32_t youngest(void)
{
    uint32_t found = FLASH_BLOCK_NONE;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        if (AT(flash_block_space.sequence, i) != 0 &&
            (found == FLASH_BLOCK_NONE || gap_behind(i) > gap_behind(found))) {
            found = i;
        }
    }
    return found;
}

void flash_block_sequences_order(void)
{
    const uint32_t last = youngest();
    if (last == FLASH_BLOCK_NONE) {
        return;
    }
    flash_block_space.first_sequence =
        AT(flash_block_space.sequence, last) - FLASH_BLOCK_SEQUENCES_IN_USE_MAX;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        if (AT(flash_block_space.sequence, i) == 0) {
            continue;
        }
        AT(flash_block_space.sequence, i) -= flash_block_space.first_sequence;
        if (AT(flash_block_space.sequence, i) == 0 ||
            AT(flash_block_space.sequence, i) > FLASH_BLOCK_SEQUENCES_IN_USE_MAX) {
            AT(flash_block_space.sequence, i) = 0;
            AT(flash_block_space.is_stray, i) = true;
        }
    }
}

uint32_t flash_block_sequence_next(void)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        const uint32_t sequence = AT(flash_block_space.sequence, i);
        next = sequence > next ? sequence : next;
    }
    next += flash_block_space.first_sequence;
    return next >= UINT32_MAX - 1 ? 1 : next + 1;
}

uint32_t flash_block_next_by_age(uint32_t block)
{
    const uint32_t sequence = block == FLASH_BLOCK_NONE ? 0 : AT(flash_block_space.sequence, block);
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

// ---------------------------------------------------------------------------------------------
// Places

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

// ---------------------------------------------------------------------------------------------
// Choices

void flash_block_retire(uint32_t block)
{
    AT(flash_block_space.is_retired, block) = true;
    AT(flash_block_space.is_stray, block) = false;
}

void flash_block_stray_erased(uint32_t block)
{
    AT(flash_block_space.is_stray, block) = false;
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

void flash_block_room_make(void)
{
    const uint32_t block = oldest(false);
    if (free_count() != 0 || block == FLASH_BLOCK_NONE) {
        return;
    }
    struct flash_block_slot slot;
    for (uint32_t i = 0; i < FLASH_BLOCK_SECTORS_MAX; i++) {
        flash_block_place(i, &slot);
        if (slot.block == block) {
            AT(flash_block_space.places, i) = 0;
        }
    }
    AT(flash_block_space.sectors, block) = 0;
}

void flash_block_choose(struct flash_block_choice *choice)
{
    choice->victim = FLASH_BLOCK_NONE;
    for (uint32_t i = 0; i < flash_block_space.blocks; i++) {
        if (AT(flash_block_space.is_stray, i)) {
            choice->target = i;
            choice->is_stray = true;
            return;
        }
    }
    choice->is_stray = false;
    choice->target = oldest(true);
    const uint32_t used = oldest(false);
    if (choice->target == FLASH_BLOCK_NONE || used == FLASH_BLOCK_NONE) {
        return;
    }
    if (free_count() <= FLASH_BLOCK_FREE_MIN || AT(flash_block_space.is_retired, used) ||
        AT(flash_block_space.sequence, used) < AT(flash_block_space.sequence, choice->target)) {
        choice->victim = used;
    }
}
