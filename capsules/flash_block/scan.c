// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/checked_index.h>

#include "state.h"

/// So many entries are looked at in a run, which is no longer than one that sums up a sector.
enum { SCAN_ENTRIES = 4, SCAN_BYTES = SCAN_ENTRIES * FLASH_BLOCK_ENTRY_BYTES };

_Static_assert(BLOCK_SECTOR_BYTES % SCAN_BYTES == 0, "a table is read in whole parts");

void flash_block_give_up(void)
{
    flash_block.sector_count = 0;
    flash_block.is_scanned = true;
}

void flash_block_scan_start(void)
{
    flash_block.scan_block = 0;
    const enum error error =
        flash_block.sector_count == 0
            ? ERROR_NO_DEVICE
            : flash_block_flash_read(STEP_SCAN_BLOCK, transfer_buffer_home(0), flash_block_base(0),
                                     FLASH_BLOCK_ENTRY_BYTES);
    if (error != ERROR_NONE) {
        flash_block.step = STEP_NONE;
        flash_block_give_up();
    }
}

/// Goes on with the table of the block that is the next younger one than those before.
static enum error scan_next(uint32_t block)
{
    flash_block.scan_block = flash_block_next_by_age(block);
    flash_block.scan_first = 0;
    if (flash_block.scan_block == FLASH_BLOCK_NONE) {
        flash_block.is_scanned = true;
        flash_block_room_make();
        if (flash_block.next_slot >= flash_block.slots) {
            flash_block.head = FLASH_BLOCK_NONE;
        }
        return ERROR_NONE;
    }
    flash_block.head = flash_block.scan_block;
    flash_block.next_slot = 0;
    flash_block.is_skipping = true;
    return flash_block_flash_read(STEP_SCAN_ENTRIES, transfer_buffer_home(0),
                                  flash_block_base(flash_block.scan_block), SCAN_BYTES);
}

/// Notes what the entry of a block says, and has the next one read.
static enum error block_scanned(void)
{
    const enum flash_block_entry_kind kind = flash_block_entry_take(flash_block.scan_block, 0);
    if (kind == ENTRY_GOOD && flash_block.entry.sector == flash_block.slots &&
        flash_block.entry.data_hash == FLASH_BLOCK_MARK) {
        flash_block_sequence_set(flash_block.scan_block, flash_block.entry.sequence);
    }
    flash_block.scan_block++;
    if (flash_block.scan_block == flash_block.blocks) {
        flash_block_sequences_order();
        return scan_next(FLASH_BLOCK_NONE);
    }
    return flash_block_flash_read(STEP_SCAN_BLOCK, transfer_buffer_home(0),
                                  flash_block_base(flash_block.scan_block),
                                  FLASH_BLOCK_ENTRY_BYTES);
}

/// Notes what a part of the table of a block says, and has the next one read.
static enum error entries_scanned(void)
{
    const uint32_t block = flash_block.scan_block;
    const uint32_t sequence = flash_block_sequence(block);
    const enum error error = transfer_buffer_read(
        transfer_buffer_home(0), 0, SPAN_PART(flash_block.sector.bytes, 0, SCAN_BYTES));
    if (error != ERROR_NONE) {
        return error;
    }
    for (uint32_t i = 0; i < SCAN_ENTRIES; i++) {
        const uint32_t place = flash_block.scan_first / FLASH_BLOCK_ENTRY_BYTES + i;
        if (place == 0 || place > flash_block.slots) {
            continue;
        }
        const enum flash_block_entry_kind kind = flash_block_entry_read(
            CONST_SPAN_PART(flash_block.sector.bytes, i * FLASH_BLOCK_ENTRY_BYTES,
                            FLASH_BLOCK_ENTRY_BYTES),
            (struct flash_block_entry_place){.block = block, .place = place}, &flash_block.entry);
        if (kind != ENTRY_BLANK) {
            flash_block.next_slot = place;
        }
        if (kind == ENTRY_GOOD && flash_block.entry.sequence == sequence &&
            flash_block.entry.sector < flash_block.sector_count) {
            const struct flash_block_slot slot = {.block = block, .slot = place - 1};
            flash_block_place_set(flash_block.entry.sector, &slot);
        }
    }
    flash_block.scan_first += SCAN_BYTES;
    if (flash_block.scan_first < flash_block.table_bytes) {
        return flash_block_flash_read(STEP_SCAN_ENTRIES, transfer_buffer_home(0),
                                      flash_block_base(block) + flash_block.scan_first, SCAN_BYTES);
    }
    return scan_next(block);
}

enum error flash_block_scan_continue(uint8_t step)
{
    return step == STEP_SCAN_BLOCK ? block_scanned() : entries_scanned();
}
