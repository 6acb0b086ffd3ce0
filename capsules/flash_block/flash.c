// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/checked_index.h>

#include "state.h"

uint32_t flash_block_base(uint32_t block)
{
    return (flash_block_region.first_block + block) * flash_block.block_bytes;
}

uint32_t flash_block_data_base(uint32_t block, uint32_t slot)
{
    return flash_block_base(block) + flash_block.table_bytes + slot * BLOCK_SECTOR_BYTES;
}

uint32_t flash_block_entry_base(uint32_t block, uint32_t place)
{
    return flash_block_base(block) + place * FLASH_BLOCK_ENTRY_BYTES;
}

enum error flash_block_flash_read(uint8_t step, struct transfer_buffer buffer, uint32_t first_byte,
                                  uint32_t length_bytes)
{
    const struct flash_transfer transfer = {
        .buffer = buffer, .first_byte = first_byte, .length_bytes = length_bytes};
    flash_block.step = step;
    return flash_block_flash.read(&transfer);
}

enum error flash_block_flash_program(uint8_t step, struct transfer_buffer buffer,
                                     uint32_t first_byte, uint32_t length_bytes)
{
    const struct flash_transfer transfer = {
        .buffer = buffer, .first_byte = first_byte, .length_bytes = length_bytes};
    flash_block.step = step;
    return flash_block_flash.program(&transfer);
}

enum error flash_block_entry_program(uint8_t step, uint32_t block, uint32_t place)
{
    const struct flash_block_entry_place at = {.block = block, .place = place};
    for (size_t i = 0; i < FLASH_BLOCK_ENTRY_BYTES; i++) {
        AT(flash_block.entry_bytes.bytes, i) = 0;
    }
    if (step != STEP_SKIP) {
        flash_block_entry_write(SPAN_IN(flash_block.entry_bytes.bytes), at, &flash_block.entry);
    }
    const enum error error = transfer_buffer_write(transfer_buffer_home(0), 0,
                                                   CONST_SPAN_IN(flash_block.entry_bytes.bytes));
    return error != ERROR_NONE ? error
                               : flash_block_flash_program(step, transfer_buffer_home(0),
                                                           flash_block_entry_base(block, place),
                                                           FLASH_BLOCK_ENTRY_BYTES);
}

enum flash_block_entry_kind flash_block_entry_take(uint32_t block, uint32_t place)
{
    const struct flash_block_entry_place at = {.block = block, .place = place};
    if (transfer_buffer_read(transfer_buffer_home(0), 0, SPAN_IN(flash_block.entry_bytes.bytes)) !=
        ERROR_NONE) {
        return ENTRY_BAD;
    }
    return flash_block_entry_read(CONST_SPAN_IN(flash_block.entry_bytes.bytes), at,
                                  &flash_block.entry);
}

bool flash_block_sector_take(void)
{
    return transfer_buffer_read(transfer_buffer_home(0), 0, SPAN_IN(flash_block.sector.bytes)) ==
           ERROR_NONE;
}

uint32_t flash_block_data_hash(void)
{
    const uint32_t start = FLASH_BLOCK_HASH_START;
    return flash_block_sector_take()
               ? flash_block_hash(start, CONST_SPAN_IN(flash_block.sector.bytes))
               : start;
}

bool flash_block_is_data_blank(void)
{
    return flash_block_sector_take() &&
           flash_block_is_blank(CONST_SPAN_IN(flash_block.sector.bytes));
}
