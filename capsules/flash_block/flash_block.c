// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "flash_block.h"

#include "state.h"

enum { SLOTS_MAX = UINT16_MAX - 1 };

struct flash_block flash_block CAPSULE_STATE;

void flash_block_init(void)
{
    struct flash_description flash = {.block_count = 0};
    flash_block_flash.describe(&flash);
    flash_block.head = FLASH_BLOCK_NONE;
    const uint32_t first = flash_block_region.first_block;
    const uint32_t there = flash.block_count > first ? flash.block_count - first : 0;
    uint32_t blocks = flash_block_region.block_count;
    blocks = blocks < there ? blocks : there;
    blocks = blocks < FLASH_BLOCK_BLOCKS_MAX ? blocks : FLASH_BLOCK_BLOCKS_MAX;
    if (blocks >= FLASH_BLOCK_BLOCKS_MIN && flash.block_bytes % BLOCK_SECTOR_BYTES == 0 &&
        flash.program_bytes != 0 && FLASH_BLOCK_ENTRY_BYTES % flash.program_bytes == 0) {
        const uint32_t slots = flash_block_slots_of(flash.block_bytes);
        const uint32_t room = (blocks - 1 - FLASH_BLOCK_FREE_MIN) * slots;
        uint32_t sectors = flash_block_region.sector_count;
        sectors = sectors < room ? sectors : room;
        flash_block.sector_count =
            sectors < FLASH_BLOCK_SECTORS_MAX ? sectors : FLASH_BLOCK_SECTORS_MAX;
        flash_block.block_bytes = flash.block_bytes;
        flash_block.blocks = blocks;
        flash_block.slots = slots < SLOTS_MAX / blocks ? slots : SLOTS_MAX / blocks;
        flash_block.table_bytes = flash_block_table_bytes(flash_block.slots);
        flash_block_space_start(blocks, flash_block.slots);
    }
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// Steps

/// Whether the step is one of the client's request.
static bool is_step_of_request(void)
{
    return flash_block.step >= STEP_READ_ENTRY && flash_block.step <= STEP_WRITE_ENTRY;
}

/// Begins with what is next, if the flash is free.
static void next_start(void)
{
    if (flash_block.step != STEP_NONE || !flash_block.is_scanned) {
        return;
    }
    bool is_asked = flash_block.request.is_waiting;
    enum error error = ERROR_NONE;
    if (is_asked && flash_block.sector_count == 0) {
        error = ERROR_FAILED;
    } else if (is_asked && !flash_block.request.is_write) {
        error = flash_block_read_start();
    } else if (flash_block.is_opening) {
        error = flash_block_copy_next();
    } else if (is_asked && flash_block.head != FLASH_BLOCK_NONE &&
               flash_block.next_slot < flash_block.slots) {
        error = flash_block_write_start();
    } else if (is_asked || flash_block.is_due) {
        error = flash_block_open_start();
    }
    if (error != ERROR_NONE) {
        flash_block.step = STEP_NONE;
        flash_block.is_opening = false;
        if (is_asked) {
            flash_block_request_end(error);
        }
    }
}

/// Behind a step there is no way on. `step` is the last one that was made.
static void step_abandon(uint8_t step, enum error error)
{
    flash_block.step = STEP_NONE;
    flash_block.is_opening = false;
    if (step == STEP_SCAN_BLOCK || step == STEP_SCAN_ENTRIES) {
        flash_block_give_up();
    } else if (step >= STEP_WRITE_DATA && step <= STEP_WRITE_ENTRY) {
        flash_block.next_slot++; // There is something in it.
    }
    if (flash_block.request.is_waiting) {
        flash_block_request_end(error);
    }
}

/// The flash could not make a step.
static void step_fail(uint8_t step, enum error status)
{
    const bool is_block_bad = status == ERROR_FAILED || status == ERROR_NO_SUPPORT;
    switch (step) {
    case STEP_SKIP:
    case STEP_WRITE_DATA:
    case STEP_WRITE_ENTRY:
        if (is_block_bad) {
            flash_block_retire(flash_block.head);
            flash_block.head = FLASH_BLOCK_NONE;
        }
        if (step != STEP_SKIP) {
            step_abandon(step, status);
        }
        break;
    case STEP_ERASE:
    case STEP_COPY_WRITE:
    case STEP_COPY_SEAL:
    case STEP_OPEN:
        if (is_block_bad) {
            flash_block_retire(flash_block.choice.target);
        }
        flash_block.is_opening = false; // Maybe another block is better.
        break;
    default:
        step_abandon(step, status);
        break;
    }
}

/// Goes on behind a step that went well.
static void step_continue(uint8_t step)
{
    enum error error = ERROR_NONE;
    if (step >= STEP_ERASE) {
        error = flash_block_open_continue(step);
    } else if (step >= STEP_READ_ENTRY) {
        error = flash_block_request_continue(step);
    } else {
        error = flash_block_scan_continue(step);
    }
    if (error != ERROR_NONE) {
        step_abandon(step, error);
    } else if (step == STEP_READ_GIVE || step == STEP_WRITE_ENTRY) {
        flash_block_request_end(flash_block.request.is_cancelled ? ERROR_CANCEL : ERROR_NONE);
    }
}

// ---------------------------------------------------------------------------------------------
// Turns

/// Nothing of an earlier life is under way any more: reads all entries, and tells the client
/// that its request, if it waits for one, is forgotten.
static void life_begin(void)
{
    flash_block_scan_start();
    if (!flash_block.request.is_waiting) {
        const struct block_done done = {.operation = BLOCK_FLUSH, .status = ERROR_RESERVE};
        flash_block_client.done(&done);
    }
}

void flash_block_deferred(void)
{
    if (!flash_block.is_started) {
        flash_block.is_started = true;
        if (flash_block_flash.cancel() == ERROR_NONE) {
            flash_block.step = STEP_CANCEL;
        } else {
            life_begin();
        }
        return;
    }
    if (flash_block.request.is_waiting && flash_block.request.is_cancelled &&
        !is_step_of_request()) {
        flash_block_request_end(ERROR_CANCEL);
        return;
    }
    next_start();
}

void flash_block_done(const struct flash_done *event)
{
    const uint8_t step = flash_block.step;
    flash_block.step = STEP_NONE;
    if (step == STEP_NONE) {
        return; // The flash tells of what nobody waits for.
    }
    deferred_call_request();
    if (step == STEP_CANCEL) {
        life_begin();
        return;
    }
    if (step == STEP_READ_GIVE || step == STEP_WRITE_DATA) {
        flash_block.request.buffer = event->buffer;
    }
    if (event->status == ERROR_NONE) {
        step_continue(step);
    } else {
        step_fail(step, event->status);
    }
}
