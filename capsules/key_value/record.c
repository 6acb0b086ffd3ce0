// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "record.h"

enum place {
    PLACE_CHECK = 0,
    PLACE_SEQUENCE = 8,
    PLACE_KEY_HASH = 16,
    PLACE_VERSION = 24,
    PLACE_LENGTH = 25,
    PLACE_OWNER = 29,
};
enum { BYTES_8 = 8, BYTES_4 = 4 };

uint64_t key_value_hash(struct const_span bytes)
{
    uint64_t hash = 0xCBF29CE484222325;
    for (size_t i = 0; i < const_span_length(bytes); i++) {
        hash = (hash ^ const_span_byte(bytes, i)) * 0x100000001B3;
    }
    return hash;
}

static uint64_t number_read(struct const_span sector, size_t place, size_t bytes)
{
    uint64_t number = 0;
    for (size_t i = 0; i < bytes; i++) {
        number |= (uint64_t)const_span_byte(sector, place + i) << (i * 8);
    }
    return number;
}

static void number_write(struct span sector, size_t place, size_t bytes, uint64_t number)
{
    for (size_t i = 0; i < bytes; i++) {
        span_byte_set(sector, place + i, (uint8_t)(number >> (i * 8)));
    }
}

/// The hash of all behind the place where it is kept.
static uint64_t record_check(struct const_span sector, uint32_t value_bytes)
{
    return key_value_hash(const_span_part(
        sector, PLACE_SEQUENCE, KEY_VALUE_RECORD_HEADER_BYTES - PLACE_SEQUENCE + value_bytes));
}

bool key_value_record_read(struct const_span sector, struct key_value_record *record)
{
    record->sequence = number_read(sector, PLACE_SEQUENCE, BYTES_8);
    record->key_hash = number_read(sector, PLACE_KEY_HASH, BYTES_8);
    record->length_bytes = (uint32_t)number_read(sector, PLACE_LENGTH, BYTES_4);
    record->owner = (uint32_t)number_read(sector, PLACE_OWNER, BYTES_4);
    return const_span_byte(sector, PLACE_VERSION) == 0 && record->owner != 0 &&
           record->sequence >> KEY_VALUE_SEQUENCE_BITS == 0 &&
           record->length_bytes <= KEY_VALUE_BYTES_MAX &&
           number_read(sector, PLACE_CHECK, BYTES_8) == record_check(sector, record->length_bytes);
}

void key_value_record_write(struct span sector, const struct key_value_record *record)
{
    number_write(sector, PLACE_SEQUENCE, BYTES_8, record->sequence);
    number_write(sector, PLACE_KEY_HASH, BYTES_8, record->key_hash);
    span_byte_set(sector, PLACE_VERSION, 0);
    number_write(sector, PLACE_LENGTH, BYTES_4, record->length_bytes);
    number_write(sector, PLACE_OWNER, BYTES_4, record->owner);
    number_write(sector, PLACE_CHECK, BYTES_8,
                 record_check(span_read_only(sector), record->length_bytes));
}
