// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the store knows of its sectors: which key's value lies in each, and which values are
 * superseded by a later one of the same key.
 *
 * A key has at most one sector that is live. The log goes round: the next value is put into the
 * first free sector behind the last one that was written.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/checked_index.h>

#include "record.h"

enum { KEY_VALUE_SECTORS_MAX = 64, KEY_VALUE_NO_SECTOR = UINT16_MAX };

enum key_value_sector_state {
    KEY_VALUE_FREE,
    KEY_VALUE_LIVE,
    KEY_VALUE_STALE, ///< superseded, and still on the medium
};

struct key_value_sector {
    uint64_t sequence;
    uint64_t key_hash;
    uint32_t owner;
    uint8_t state; ///< enum key_value_sector_state
};

struct key_value_index {
    struct key_value_sector sectors[KEY_VALUE_SECTORS_MAX];
    uint64_t sequence_next; ///< larger than any on the medium
    uint32_t count;
    uint32_t last; ///< the sector of the largest sequence
};

/// Forgets everything: so many sectors are free.
void key_value_index_clear(struct key_value_index *index, uint32_t count);

/// The sector where the value of a key lies, or KEY_VALUE_NO_SECTOR.
uint32_t key_value_index_find(const struct key_value_index *index, uint64_t key_hash);

/// A sector that is superseded, or KEY_VALUE_NO_SECTOR.
uint32_t key_value_index_stale(const struct key_value_index *index);

/// The sector for the next value, or KEY_VALUE_NO_SECTOR unless so many are free.
uint32_t key_value_index_free(const struct key_value_index *index, uint32_t needed);

/// Notes that a record lies in a sector: of two with the same key the earlier one is superseded.
void key_value_index_add(struct key_value_index *index, uint32_t sector,
                         const struct key_value_record *record);

/// Notes that a sector has been erased.
void key_value_index_erase(struct key_value_index *index, uint32_t sector);
