// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "query.h"

#include <stddef.h>

#include <arch/mmio.h>

#include "cfi.h"

enum { QUERY = 0x98, QUERY_AT = 0x55, WORD_BYTES = 4 };

/// Places of what the chips say, in words, and values.
enum query_place {
    PLACE_MARK = 0x10, ///< three letters
    PLACE_COMMAND_SET = 0x13,
    PLACE_EXTENDED = 0x15, ///< where the table of the command set is
    PLACE_SIZE = 0x27,
    PLACE_BUFFER = 0x2A,
    PLACE_REGIONS = 0x2C,
    PLACE_BLOCKS = 0x2D,
    PLACE_BLOCK_BYTES = 0x2F,
    EXTENDED_FEATURES = 5, ///< in that table
};
enum {
    COMMAND_SET_INTEL = 1,
    FEATURE_BLOCK_LOCKS = 1 << 5,
    EXTENDED_PLACE_MAX = 0x200,
    SIZE_LOG_MAX = 30,
    BUFFER_LOG_MIN = 2,
    BUFFER_LOG_MAX = 12,
    BLOCK_BYTES_UNIT = 256,
    BYTE_MASK = 0xFF,
    BYTE_BITS = 8,
};

/// Of a query under way.
struct query {
    uint32_t lanes;
    bool do_chips_differ;
};

static uint32_t query_byte(struct query *query, uint32_t place)
{
    const uint32_t word = mmio_read_32(cfi_bank.base + place * WORD_BYTES);
    const uint32_t byte = word & BYTE_MASK;
    if (word != byte * query->lanes) {
        query->do_chips_differ = true;
    }
    return byte;
}

static uint32_t query_half(struct query *query, uint32_t place)
{
    const uint32_t low = query_byte(query, place);
    return query_byte(query, place + 1) << BYTE_BITS | low;
}

static bool are_letters(struct query *query, uint32_t place, const char *letters)
{
    for (uint32_t i = 0; letters[i] != '\0'; i++) {
        if (query_byte(query, place + i) != (uint8_t)letters[i] || query->do_chips_differ) {
            return false;
        }
    }
    return true;
}

static bool has_locks(struct query *query)
{
    const uint32_t extended = query_half(query, PLACE_EXTENDED);
    return extended != 0 && extended < EXTENDED_PLACE_MAX && are_letters(query, extended, "PRI") &&
           (query_byte(query, extended + EXTENDED_FEATURES) & FEATURE_BLOCK_LOCKS) != 0;
}

static bool geometry_read(struct query *query, struct cfi_geometry *geometry)
{
    if (!are_letters(query, PLACE_MARK, "QRY") ||
        query_half(query, PLACE_COMMAND_SET) != COMMAND_SET_INTEL ||
        query_byte(query, PLACE_REGIONS) != 1) {
        return false;
    }
    const uint32_t size_log = query_byte(query, PLACE_SIZE);
    const uint32_t buffer_log = query_half(query, PLACE_BUFFER);
    const uint32_t blocks = query_half(query, PLACE_BLOCKS) + 1;
    const uint32_t block_bytes = query_half(query, PLACE_BLOCK_BYTES) * BLOCK_BYTES_UNIT;
    const uint32_t chips = query->lanes == 1 ? 1 : query->lanes == 0x10001 ? 2 : 4;
    geometry->has_locks = has_locks(query);
    if (query->do_chips_differ || size_log > SIZE_LOG_MAX || buffer_log < BUFFER_LOG_MIN ||
        buffer_log > BUFFER_LOG_MAX || block_bytes == 0 || (block_bytes & (block_bytes - 1)) != 0) {
        return false;
    }
    geometry->lanes = query->lanes;
    geometry->block_count = blocks;
    geometry->block_bytes = block_bytes * chips;
    geometry->buffer_bytes = chips << buffer_log;
    return (uint64_t)block_bytes * blocks == 1u << size_log &&
           (uint64_t)geometry->block_bytes * blocks <= cfi_bank.bytes &&
           geometry->buffer_bytes <= geometry->block_bytes;
}

bool cfi_query(struct cfi_geometry *geometry)
{
    // A chip of 32 bits, two of 16, four of 8.
    static const uint32_t all_lanes[] = {0x1, 0x10001, 0x1010101};
    bool is_found = false;
    for (size_t i = 0; i < sizeof all_lanes / sizeof all_lanes[0] && !is_found; i++) {
        struct query query = {.lanes = all_lanes[i]};
        mmio_write_32(cfi_bank.base, CFI_READ_ARRAY * query.lanes);
        mmio_write_32(cfi_bank.base + QUERY_AT * WORD_BYTES, QUERY * query.lanes);
        is_found = geometry_read(&query, geometry);
        mmio_write_32(cfi_bank.base, CFI_READ_ARRAY * query.lanes);
    }
    return is_found;
}
