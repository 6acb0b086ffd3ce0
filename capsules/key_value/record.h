// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * How one value lies in one sector of the medium, little-endian:
 *
 *   0  u64  FNV-1a hash of all that follows, up to the end of the value
 *   8  u64  sequence: of two values with one key the one with the larger sequence counts
 *  16  u64  FNV-1a hash of the key
 *  24  u8   version, 0
 *  25  u32  length of the value
 *  29  u32  its owner, not 0
 *  33       the value
 *
 * The last nine bytes of the header are what Tock's key-value store puts before a value.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <hal/storage.h>
#include <lib/span.h>

enum {
    KEY_VALUE_RECORD_HEADER_BYTES = 33,
    KEY_VALUE_BYTES_MAX = STORAGE_SECTOR_BYTES - KEY_VALUE_RECORD_HEADER_BYTES,
};
enum { KEY_VALUE_SEQUENCE_BITS = 63 }; ///< a larger sequence is none, so there is a next one

struct key_value_record {
    uint64_t sequence;
    uint64_t key_hash;
    uint32_t length_bytes;
    uint32_t owner;
};

/// FNV-1a, 64 bits.
uint64_t key_value_hash(struct const_span bytes);

/// Reads what a sector says. False: there is no whole record in it; *record is anything.
bool key_value_record_read(struct const_span sector, struct key_value_record *record);

/// Writes the header of a record, whose value is in its place, into a sector.
void key_value_record_write(struct span sector, const struct key_value_record *record);
