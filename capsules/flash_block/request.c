// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

void flash_block_request_end(enum error status)
{
    const struct block_done done = {
        .operation = flash_block.request.is_write ? BLOCK_WRITE : BLOCK_READ,
        .buffer = flash_block.request.buffer,
        .status = status == ERROR_NONE || status == ERROR_CANCEL ? status : ERROR_FAILED,
    };
    flash_block.request.is_waiting = false;
    deferred_call_request();
    flash_block_client.done(&done);
}

// ---------------------------------------------------------------------------------------------
// A read

enum error flash_block_read_start(void)
{
    struct flash_block_slot slot;
    flash_block_place(flash_block.request.sector, &slot);
    if (slot.block != FLASH_BLOCK_NONE) {
        return flash_block_flash_read(STEP_READ_ENTRY, transfer_buffer_home(0),
                                      flash_block_entry_base(slot.block, slot.slot + 1),
                                      FLASH_BLOCK_ENTRY_BYTES);
    }
    // It was never written: the end of a block that was erased has nothing in it.
    const uint32_t block = flash_block_next_by_age(FLASH_BLOCK_NONE);
    if (block == FLASH_BLOCK_NONE) {
        return flash_block.is_opening ? flash_block_copy_next() : flash_block_open_start();
    }
    return flash_block_flash_read(STEP_READ_GIVE, flash_block.request.buffer,
                                  flash_block_base(block + 1) - BLOCK_SECTOR_BYTES,
                                  BLOCK_SECTOR_BYTES);
}

/// Goes on behind a step of a read that went well.
static enum error read_continue(uint8_t step)
{
    struct flash_block_slot slot;
    flash_block_place(flash_block.request.sector, &slot);
    if (step == STEP_READ_ENTRY) {
        if (flash_block_entry_take(slot.block, slot.slot + 1) != ENTRY_GOOD ||
            flash_block.entry.sector != flash_block.request.sector) {
            return ERROR_FAILED;
        }
        return flash_block_flash_read(STEP_READ_CHECK, transfer_buffer_home(0),
                                      flash_block_data_base(slot.block, slot.slot),
                                      BLOCK_SECTOR_BYTES);
    }
    if (flash_block_data_hash() != flash_block.entry.data_hash) {
        return ERROR_FAILED;
    }
    return flash_block_flash_read(STEP_READ_GIVE, flash_block.request.buffer,
                                  flash_block_data_base(slot.block, slot.slot), BLOCK_SECTOR_BYTES);
}

// ---------------------------------------------------------------------------------------------
// A write

enum error flash_block_write_start(void)
{
    if (flash_block.is_skipping) {
        return flash_block_entry_program(STEP_SKIP, flash_block.head, flash_block.next_slot + 1);
    }
    return flash_block_flash_read(STEP_WRITE_LOOK, transfer_buffer_home(0),
                                  flash_block_data_base(flash_block.head, flash_block.next_slot),
                                  BLOCK_SECTOR_BYTES);
}

/// Goes on behind a step of a write that went well.
static enum error write_continue(uint8_t step)
{
    const struct flash_block_slot slot = {.block = flash_block.head, .slot = flash_block.next_slot};
    switch (step) {
    case STEP_SKIP:
        flash_block.is_skipping = false;
        flash_block.next_slot++;
        return ERROR_NONE;
    case STEP_WRITE_LOOK:
        if (!flash_block_is_data_blank()) {
            // What is there would mix with what is written, and nobody else could tell.
            flash_block.is_skipping = true;
            return ERROR_NONE;
        }
        return flash_block_flash_program(STEP_WRITE_DATA, flash_block.request.buffer,
                                         flash_block_data_base(slot.block, slot.slot),
                                         BLOCK_SECTOR_BYTES);
    case STEP_WRITE_DATA:
        return flash_block_flash_read(STEP_WRITE_CHECK, transfer_buffer_home(0),
                                      flash_block_data_base(slot.block, slot.slot),
                                      BLOCK_SECTOR_BYTES);
    case STEP_WRITE_CHECK:
        flash_block.entry.sequence = flash_block_sequence(slot.block);
        flash_block.entry.sector = flash_block.request.sector;
        flash_block.entry.data_hash = flash_block_data_hash();
        return flash_block_entry_program(STEP_WRITE_ENTRY, slot.block, slot.slot + 1);
    default: // STEP_WRITE_ENTRY
        flash_block_place_set(flash_block.request.sector, &slot);
        flash_block.next_slot++;
        flash_block.is_due = flash_block.next_slot >= flash_block.slots;
        return ERROR_NONE;
    }
}

// ---------------------------------------------------------------------------------------------
// Both

enum error flash_block_request_continue(uint8_t step)
{
    switch (step) {
    case STEP_READ_ENTRY:
    case STEP_READ_CHECK:
        return read_continue(step);
    case STEP_READ_GIVE:
        return ERROR_NONE;
    default:
        return write_continue(step);
    }
}

// ---------------------------------------------------------------------------------------------
// What the client calls

void flash_block_describe(struct block_description *description)
{
    description->sector_count = flash_block.sector_count;
    description->is_read_only = false;
}

static enum error request_note(const struct block_transfer *transfer, bool is_write)
{
    if (flash_block.sector_count == 0) {
        return ERROR_NO_DEVICE;
    }
    if (flash_block.request.is_waiting) {
        return ERROR_BUSY;
    }
    if (transfer->sector_count != 1) {
        return ERROR_SIZE;
    }
    if (transfer->first_sector >= flash_block.sector_count) {
        return ERROR_INVALID;
    }
    flash_block.request.is_waiting = true;
    flash_block.request.is_cancelled = false;
    flash_block.request.is_write = is_write;
    flash_block.request.sector = (uint32_t)transfer->first_sector;
    flash_block.request.blocks_opened = 0;
    flash_block.request.buffer = transfer->buffer;
    deferred_call_request();
    return ERROR_NONE;
}

enum error flash_block_read(const struct block_transfer *transfer)
{
    return request_note(transfer, false);
}

enum error flash_block_write(const struct block_transfer *transfer)
{
    return request_note(transfer, true);
}

enum error flash_block_flush(void)
{
    return flash_block.sector_count == 0 ? ERROR_NO_DEVICE : ERROR_NO_SUPPORT;
}

enum error flash_block_cancel(void)
{
    if (!flash_block.request.is_waiting) {
        return ERROR_ALREADY;
    }
    flash_block.request.is_cancelled = true;
    deferred_call_request();
    return ERROR_NONE;
}
