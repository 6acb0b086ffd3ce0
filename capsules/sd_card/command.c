// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <capsule.h>
#include <lib/checked_index.h>

enum {
    START_BITS = 0x40,
    STOP_BIT = 1,
    CHECK_DIVISOR = 0x12, // x^7 + x^3 + 1, above the stop bit
    TOP_BIT = 0x80,
    BITS_PER_BYTE = 8,
    ONES = 0xFF,
    REST_BYTES = 4,
};

/// The register CSD: places of bytes, and what is in them.
enum {
    CSD_VERSION = 0,
    CSD_VERSION_SHIFT = 6,
    CSD_READ_LENGTH = 5,
    CSD_PROTECTION = 14,
    PROTECTION_BITS = 0x30,
    SECTOR_BYTES_LOG = 9,
    READ_LENGTH_LOG_MAX = 11,
};

void sd_card_command_make(struct sd_card_exchange *exchange, uint8_t number, uint32_t argument)
{
    exchange->bytes[0] = (uint8_t)(START_BITS | number);
    uint32_t check = 0;
    for (size_t i = 0; i < SD_CARD_COMMAND_BYTES - 1; i++) {
        if (i > 0) {
            AT(exchange->bytes, i) = (uint8_t)(argument >> (BITS_PER_BYTE * (REST_BYTES - i)));
        }
        check ^= AT(exchange->bytes, i);
        for (size_t bit = 0; bit < BITS_PER_BYTE; bit++) {
            check = (check & TOP_BIT) != 0 ? (check << 1) ^ CHECK_DIVISOR : check << 1;
        }
    }
    exchange->bytes[SD_CARD_COMMAND_BYTES - 1] = (uint8_t)(check | STOP_BIT);
    for (size_t i = SD_CARD_COMMAND_BYTES; i < SD_CARD_EXCHANGE_BYTES; i++) {
        AT(exchange->bytes, i) = ONES;
    }
}

void sd_card_answer_find(const struct sd_card_exchange *exchange, struct sd_card_answer *answer)
{
    answer->first = SD_CARD_ANSWER_NONE;
    answer->rest = 0;
    size_t place = SD_CARD_COMMAND_BYTES;
    for (size_t i = 0; i < SD_CARD_ANSWER_WAIT_BYTES; i++) {
        place = SD_CARD_COMMAND_BYTES + i;
        if ((AT(exchange->bytes, place) & SD_CARD_ANSWER_NONE) == 0) {
            answer->first = AT(exchange->bytes, place);
            break;
        }
    }
    for (size_t i = 1; i <= REST_BYTES; i++) {
        answer->rest = answer->rest << BITS_PER_BYTE | AT(exchange->bytes, place + i);
    }
}

/// Of a card of version 1: a number of blocks of 512 to 2,048 bytes.
static uint32_t sectors_of_version_1(const struct sd_card_exchange *exchange)
{
    const uint32_t length_log = exchange->bytes[CSD_READ_LENGTH] & 0xF;
    if (length_log < SECTOR_BYTES_LOG || length_log > READ_LENGTH_LOG_MAX) {
        return 0;
    }
    const uint32_t size = (exchange->bytes[6] & 0x3u) << 10 | (uint32_t)exchange->bytes[7] << 2 |
                          (uint32_t)exchange->bytes[8] >> 6;
    const uint32_t multiplier_log =
        ((exchange->bytes[9] & 0x3u) << 1 | (uint32_t)exchange->bytes[10] >> 7) + 2;
    return (size + 1) << (multiplier_log + length_log - SECTOR_BYTES_LOG);
}

/// Of a card of version 2: a number of blocks of half a mebibyte.
static uint32_t sectors_of_version_2(const struct sd_card_exchange *exchange)
{
    enum { SECTORS_LOG = 10 };
    const uint32_t size =
        (exchange->bytes[7] & 0x3Fu) << 16 | (uint32_t)exchange->bytes[8] << 8 | exchange->bytes[9];
    return (size + 1) << SECTORS_LOG;
}

void sd_card_size_find(const struct sd_card_exchange *exchange, struct sd_card_size *size)
{
    const uint32_t version = (uint32_t)exchange->bytes[CSD_VERSION] >> CSD_VERSION_SHIFT;
    size->is_read_only = (exchange->bytes[CSD_PROTECTION] & PROTECTION_BITS) != 0;
    size->sector_count = 0;
    if (version == 0) {
        size->sector_count = sectors_of_version_1(exchange);
    } else if (version == 1) {
        size->sector_count = sectors_of_version_2(exchange);
    }
}
