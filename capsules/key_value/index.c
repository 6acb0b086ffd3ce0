// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "index.h"

void key_value_index_clear(struct key_value_index *index, uint32_t count)
{
    for (uint32_t i = 0; i < KEY_VALUE_SECTORS_MAX; i++) {
        AT(index->sectors, i).state = KEY_VALUE_FREE;
    }
    index->count = count;
    index->sequence_next = 0;
    index->last = 0;
}

uint32_t key_value_index_find(const struct key_value_index *index, uint64_t key_hash)
{
    for (uint32_t i = 0; i < index->count; i++) {
        if (AT(index->sectors, i).state == KEY_VALUE_LIVE &&
            AT(index->sectors, i).key_hash == key_hash) {
            return i;
        }
    }
    return KEY_VALUE_NO_SECTOR;
}

uint32_t key_value_index_stale(const struct key_value_index *index)
{
    for (uint32_t i = 0; i < index->count; i++) {
        if (AT(index->sectors, i).state == KEY_VALUE_STALE) {
            return i;
        }
    }
    return KEY_VALUE_NO_SECTOR;
}

uint32_t key_value_index_free(const struct key_value_index *index, uint32_t needed)
{
    uint32_t first = KEY_VALUE_NO_SECTOR;
    uint32_t found = 0;
    for (uint32_t i = 1; i <= index->count; i++) {
        uint32_t sector = (index->last + i) % index->count;
        if (AT(index->sectors, sector).state == KEY_VALUE_FREE) {
            first = found == 0 ? sector : first;
            found++;
        }
    }
    return found >= needed ? first : KEY_VALUE_NO_SECTOR;
}

void key_value_index_add(struct key_value_index *index, uint32_t sector,
                         const struct key_value_record *record)
{
    uint32_t other = key_value_index_find(index, record->key_hash);
    bool is_live = true;
    if (other != KEY_VALUE_NO_SECTOR) {
        is_live = record->sequence > AT(index->sectors, other).sequence;
        AT(index->sectors, other).state = is_live ? KEY_VALUE_STALE : KEY_VALUE_LIVE;
    }
    AT(index->sectors, sector).sequence = record->sequence;
    AT(index->sectors, sector).key_hash = record->key_hash;
    AT(index->sectors, sector).owner = record->owner;
    AT(index->sectors, sector).state = is_live ? KEY_VALUE_LIVE : KEY_VALUE_STALE;
    if (record->sequence >= index->sequence_next) {
        index->sequence_next = record->sequence + 1;
        index->last = sector;
    }
}

void key_value_index_erase(struct key_value_index *index, uint32_t sector)
{
    AT(index->sectors, sector).state = KEY_VALUE_FREE;
}
