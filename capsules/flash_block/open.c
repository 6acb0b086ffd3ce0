// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

enum error flash_block_open_start(void)
{
    flash_block.is_due = false;
    flash_block.head = FLASH_BLOCK_NONE;
    flash_block_choose(&flash_block.choice);
    // With too few blocks left, opening one after the other would never find room.
    if (flash_block.choice.target == FLASH_BLOCK_NONE ||
        flash_block.request.blocks_opened > 2 * flash_block.blocks) {
        return ERROR_FAILED;
    }
    flash_block.request.blocks_opened++;
    flash_block.is_opening = true;
    flash_block.copied = 0;
    flash_block.copied_sector = 0;
    flash_block.step = STEP_ERASE;
    return flash_block_flash.erase(flash_block_region.first_block + flash_block.choice.target);
}

enum error flash_block_copy_next(void)
{
    const uint32_t victim = flash_block.choice.victim;
    flash_block.copied_sector = victim != FLASH_BLOCK_NONE
                                    ? flash_block_sector_in(victim, flash_block.copied_sector)
                                    : FLASH_BLOCK_NONE;
    if (flash_block.copied_sector != FLASH_BLOCK_NONE) {
        struct flash_block_slot slot;
        flash_block_place(flash_block.copied_sector, &slot);
        return flash_block_flash_read(STEP_COPY_ENTRY, transfer_buffer_home(0),
                                      flash_block_entry_base(victim, slot.slot + 1),
                                      FLASH_BLOCK_ENTRY_BYTES);
    }
    flash_block.entry.sequence = flash_block_sequence_next();
    flash_block.entry.sector = flash_block.slots;
    flash_block.entry.data_hash = FLASH_BLOCK_MARK;
    return flash_block_entry_program(STEP_OPEN, flash_block.choice.target, 0);
}

/// Goes on behind a step of a copy that went well.
static enum error copy_continue(uint8_t step)
{
    struct flash_block_slot slot;
    flash_block_place(flash_block.copied_sector, &slot);
    const uint32_t target = flash_block.choice.target;
    switch (step) {
    case STEP_COPY_ENTRY:
        // One that has become bad keeps what it says of the data, so that the copy is bad, too.
        (void)flash_block_entry_take(slot.block, slot.slot + 1);
        return flash_block_flash_read(STEP_COPY_READ, transfer_buffer_home(0),
                                      flash_block_data_base(slot.block, slot.slot),
                                      BLOCK_SECTOR_BYTES);
    case STEP_COPY_READ:
        return flash_block_flash_program(STEP_COPY_WRITE, transfer_buffer_home(0),
                                         flash_block_data_base(target, flash_block.copied),
                                         BLOCK_SECTOR_BYTES);
    case STEP_COPY_WRITE:
        flash_block.entry.sequence = flash_block_sequence_next();
        flash_block.entry.sector = flash_block.copied_sector;
        return flash_block_entry_program(STEP_COPY_SEAL, target, flash_block.copied + 1);
    default: // STEP_COPY_SEAL
        flash_block.copied++;
        flash_block.copied_sector++;
        return ERROR_NONE;
    }
}

/// From now on the new block counts, and the victim has no sector.
static void open_end(void)
{
    const uint32_t target = flash_block.choice.target;
    uint32_t sector = 0;
    for (uint32_t i = 0; i < flash_block.copied; i++) {
        sector = flash_block_sector_in(flash_block.choice.victim, sector);
        const struct flash_block_slot slot = {.block = target, .slot = i};
        flash_block_place_set(sector, &slot);
    }
    flash_block_sequence_set(target, flash_block.entry.sequence);
    flash_block.is_opening = false;
    flash_block.is_skipping = false;
    flash_block.head = target;
    flash_block.next_slot = flash_block.copied;
}

enum error flash_block_open_continue(uint8_t step)
{
    switch (step) {
    case STEP_ERASE:
        if (flash_block.choice.is_stray) {
            flash_block_stray_erased(flash_block.choice.target);
            flash_block.is_opening = false;
            flash_block.is_due = true;
            return ERROR_NONE;
        }
        return flash_block_copy_next();
    case STEP_OPEN:
        open_end();
        return ERROR_NONE;
    default:
        return copy_continue(step);
    }
}
