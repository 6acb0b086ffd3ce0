// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "format.h"

#include <lib/checked_index.h>

enum {
    HASH_PRIME = 0x01000193,
    WORD_BYTES = 4,
    BYTE_BITS = 8,
    BYTE_MASK = 0xFF,
    SEQUENCE_AT = 4,
    SECTOR_AT = 8,
    DATA_HASH_AT = 12,
};

uint32_t flash_block_hash(uint32_t hash, struct const_span bytes)
{
    for (size_t i = 0; i < const_span_length(bytes); i++) {
        hash = (hash ^ const_span_byte(bytes, i)) * HASH_PRIME;
    }
    return hash;
}

uint32_t flash_block_slots_of(uint32_t block_bytes)
{
    const uint32_t per_slot_bytes = BLOCK_SECTOR_BYTES + FLASH_BLOCK_ENTRY_BYTES;
    const uint32_t others_bytes = BLOCK_SECTOR_BYTES + FLASH_BLOCK_ENTRY_BYTES;
    return block_bytes < others_bytes ? 0 : (block_bytes - others_bytes) / per_slot_bytes;
}

uint32_t flash_block_table_bytes(uint32_t slots)
{
    const uint32_t bytes = (slots + 1) * FLASH_BLOCK_ENTRY_BYTES;
    return (bytes + BLOCK_SECTOR_BYTES - 1) / BLOCK_SECTOR_BYTES * BLOCK_SECTOR_BYTES;
}

static uint32_t word_read(struct const_span bytes, size_t first)
{
    uint32_t word = 0;
    for (size_t i = 0; i < WORD_BYTES; i++) {
        word |= (uint32_t)const_span_byte(bytes, first + i) << (BYTE_BITS * i);
    }
    return word;
}

static void word_write(struct span bytes, size_t first, uint32_t word)
{
    for (size_t i = 0; i < WORD_BYTES; i++) {
        span_byte_set(bytes, first + i, (uint8_t)(word >> (BYTE_BITS * i)));
    }
}

static uint32_t entry_hash(struct const_span bytes, struct flash_block_entry_place at)
{
    uint8_t place[2 * WORD_BYTES];
    word_write(SPAN_IN(place), 0, at.block);
    word_write(SPAN_IN(place), WORD_BYTES, at.place);
    const uint32_t hash = flash_block_hash(FLASH_BLOCK_HASH_START, CONST_SPAN_IN(place));
    return flash_block_hash(
        hash, const_span_part(bytes, SEQUENCE_AT, FLASH_BLOCK_ENTRY_BYTES - SEQUENCE_AT));
}

bool flash_block_is_blank(struct const_span bytes)
{
    for (size_t i = 0; i < const_span_length(bytes); i++) {
        if (const_span_byte(bytes, i) != BYTE_MASK) {
            return false;
        }
    }
    return true;
}

enum flash_block_entry_kind flash_block_entry_read(struct const_span bytes,
                                                   struct flash_block_entry_place at,
                                                   struct flash_block_entry *entry)
{
    if (flash_block_is_blank(bytes)) {
        return ENTRY_BLANK;
    }
    entry->sequence = word_read(bytes, SEQUENCE_AT);
    entry->sector = word_read(bytes, SECTOR_AT);
    entry->data_hash = word_read(bytes, DATA_HASH_AT);
    const bool is_good = word_read(bytes, 0) == entry_hash(bytes, at) && entry->sequence != 0 &&
                         entry->sequence != UINT32_MAX;
    return is_good ? ENTRY_GOOD : ENTRY_BAD;
}

void flash_block_entry_write(struct span bytes, struct flash_block_entry_place at,
                             const struct flash_block_entry *entry)
{
    word_write(bytes, SEQUENCE_AT, entry->sequence);
    word_write(bytes, SECTOR_AT, entry->sector);
    word_write(bytes, DATA_HASH_AT, entry->data_hash);
    word_write(bytes, 0, entry_hash(span_read_only(bytes), at));
}
