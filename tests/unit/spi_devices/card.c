// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "card.h"

#include <stddef.h>
#include <string.h>

enum {
    COMMAND_BYTES = 6,
    OUT_BYTES_MAX = 1200,
    ANSWER_IDLE = 1,
    ANSWER_UNKNOWN = 4,
    ANSWER_BAD_CHECK = 8,
    TOKEN = 0xFE,
};

struct card card;

static struct {
    uint8_t command[COMMAND_BYTES];
    size_t command_bytes;
    uint8_t out[OUT_BYTES_MAX];
    size_t out_bytes;
    size_t out_done;
    bool is_writing; ///< a sector is expected
    bool has_token;  ///< and has begun
    uint32_t sector;
    uint8_t data[CARD_SECTOR_BYTES + 2];
    size_t data_bytes;
    unsigned busy_left;
    bool is_busy_forever;
} wire_side;

void card_power_cycle(void)
{
    memset(&wire_side, 0, sizeof wire_side);
    card.has_checks = false;
    card.is_idle = true;
    card.is_application = false;
    card.starts_left = card.starts;
    card.wake_clocks = 0;
}

static void put(uint8_t byte)
{
    wire_side.out[wire_side.out_bytes++] = byte;
}

static uint16_t check_of(const uint8_t *bytes, size_t length)
{
    uint16_t check = 0;
    for (size_t i = 0; i < length * 8; i++) {
        const unsigned top = (unsigned)check >> 15 ^ ((unsigned)bytes[i / 8] >> (7 - i % 8) & 1u);
        check = (uint16_t)(check << 1 ^ (top != 0 ? 0x1021 : 0));
    }
    return check;
}

static uint8_t command_check_of(const uint8_t *bytes)
{
    unsigned check = 0;
    for (size_t i = 0; i < (COMMAND_BYTES - 1) * 8u; i++) {
        const unsigned top = (check >> 6 ^ (unsigned)bytes[i / 8] >> (7 - i % 8)) & 1u;
        check = (check << 1 ^ (top != 0 ? 0x09u : 0u)) & 0x7F;
    }
    return (uint8_t)(check << 1 | 1);
}

static bool is_lie(uint8_t number, enum card_lie lie)
{
    return card.lie == lie && card.lie_command == number;
}

/// Sends data with its check sum behind the answer.
static void data_put(uint8_t number, const uint8_t *bytes, size_t length)
{
    for (unsigned i = 0; i < card.read_wait_bytes; i++) {
        put(0xFF);
    }
    if (is_lie(number, CARD_TOKEN_NEVER)) {
        return;
    }
    if (is_lie(number, CARD_TOKEN_WRONG)) {
        put(0x08);
        return;
    }
    put(TOKEN);
    const uint16_t check =
        (uint16_t)(check_of(bytes, length) ^ (is_lie(number, CARD_CHECK_WRONG) ? 1u : 0u));
    const size_t sent = is_lie(number, CARD_DATA_SHORT) ? length / 2 : length;
    for (size_t i = 0; i < sent; i++) {
        put(bytes[i]);
    }
    if (sent == length) {
        put((uint8_t)(check >> 8));
        put((uint8_t)check);
    }
}

static void size_put(void)
{
    uint8_t bytes[16] = {0};
    if (card.kind == CARD_LARGE) {
        bytes[0] = 0x40; // 1,024 sectors: more than the model keeps
    } else {
        bytes[5] = 9;
        bytes[7] = 0; // 4 times 4 sectors
        bytes[8] = 3 << 6;
    }
    bytes[0] = (uint8_t)(bytes[0] | card.version_bits);
    bytes[14] = card.is_read_only ? 0x20 : 0;
    data_put(9, bytes, sizeof bytes);
}

static void rest_put(uint8_t number, uint32_t rest)
{
    const uint32_t told = rest ^ (is_lie(number, CARD_REST_WRONG) ? 0x0100FF00u : 0u);
    for (unsigned i = 0; i < 4; i++) {
        put((uint8_t)(told >> (8 * (3 - i))));
    }
}

static uint32_t sector_of(uint32_t argument)
{
    return card.kind == CARD_LARGE ? argument : argument / CARD_SECTOR_BYTES;
}

/// What follows the first byte of an answer that is good.
static void command_do(uint8_t number, uint32_t argument)
{
    static const uint8_t zeros[CARD_SECTOR_BYTES];
    uint8_t identity[16] = {card.identity};
    switch (number) {
    case 8:
        rest_put(number, argument);
        break;
    case 9:
        size_put();
        break;
    case 10:
        data_put(number, identity, sizeof identity);
        break;
    case 13:
        put(is_lie(number, CARD_REST_WRONG) ? 0x04 : 0);
        break;
    case 17:
        wire_side.sector = sector_of(argument);
        data_put(number, wire_side.sector < CARD_SECTORS ? card.sectors[wire_side.sector] : zeros,
                 CARD_SECTOR_BYTES);
        break;
    case 24:
        wire_side.sector = sector_of(argument);
        wire_side.is_writing = true;
        wire_side.has_token = false;
        wire_side.data_bytes = 0;
        break;
    case 58:
        rest_put(number, card.kind == CARD_LARGE ? 0xC0FF8000u : 0x80FF8000u);
        break;
    case 59:
        card.has_checks = (argument & 1) != 0;
        break;
    default:
        break;
    }
}

/// The first byte of an answer.
static uint8_t answer_of(uint8_t number)
{
    const bool was_application = card.is_application;
    card.is_application = number == 55;
    switch (number) {
    case 0:
        card.is_idle = true;
        card.starts_left = card.starts;
        return card.wake_clocks >= 10 ? ANSWER_IDLE : 0xFF;
    case 8:
        return card.kind == CARD_VERSION_1 ? ANSWER_IDLE | ANSWER_UNKNOWN : ANSWER_IDLE;
    case 41:
        if (!was_application) {
            return ANSWER_UNKNOWN;
        }
        card.is_idle = card.starts_left > 0;
        card.starts_left -= card.is_idle ? 1 : 0;
        return card.is_idle ? ANSWER_IDLE : 0;
    case 55:
    case 59:
        return card.is_idle ? ANSWER_IDLE : 0;
    case 9:
    case 10:
    case 13:
    case 16:
    case 17:
    case 24:
    case 58:
        return card.is_idle ? ANSWER_IDLE | ANSWER_UNKNOWN : 0;
    default:
        return ANSWER_UNKNOWN;
    }
}

static void command_take(void)
{
    const uint8_t number = wire_side.command[0] & 0x3F;
    uint32_t argument = 0;
    for (size_t i = 1; i < COMMAND_BYTES - 1; i++) {
        argument = argument << 8 | wire_side.command[i];
    }
    card.commands[number]++;
    wire_side.out_bytes = 0;
    wire_side.out_done = 0;
    wire_side.is_writing = false;
    if (is_lie(number, CARD_ANSWERS_NEVER)) {
        return;
    }
    const bool is_checked = card.has_checks || number == 0 || number == 8;
    uint8_t answer = answer_of(number);
    if (is_checked && command_check_of(wire_side.command) != wire_side.command[COMMAND_BYTES - 1]) {
        card.refused_checks++;
        answer = ANSWER_BAD_CHECK | ANSWER_IDLE;
    } else if (is_lie(number, CARD_ANSWERS_WRONG)) {
        answer = 0x20;
    }
    for (unsigned i = 0; i < (is_lie(number, CARD_ANSWERS_LATE) ? 10u : 3u); i++) {
        put(0xFF);
    }
    put(answer);
    if ((answer & ~ANSWER_IDLE) == 0) {
        command_do(number, argument);
    }
}

static void data_take(uint8_t byte)
{
    if (!wire_side.has_token) {
        wire_side.has_token = byte == TOKEN;
        return;
    }
    wire_side.data[wire_side.data_bytes++] = byte;
    if (wire_side.data_bytes < sizeof wire_side.data) {
        return;
    }
    wire_side.is_writing = false;
    wire_side.out_bytes = 0;
    wire_side.out_done = 0;
    if (check_of(wire_side.data, sizeof wire_side.data) != 0) {
        card.refused_checks++;
        put(0xEB);
        return;
    }
    if (is_lie(24, CARD_DATA_REFUSED)) {
        put(0xED);
        return;
    }
    put(0xE5);
    wire_side.busy_left = card.busy_bytes;
    wire_side.is_busy_forever = is_lie(24, CARD_BUSY_FOREVER);
    if (wire_side.sector < CARD_SECTORS) {
        memcpy(card.sectors[wire_side.sector], wire_side.data, CARD_SECTOR_BYTES);
    }
}

uint8_t card_byte(bool is_selected, uint8_t sent)
{
    if (!is_selected) {
        card.wake_clocks++;
    }
    if (card.is_absent || !is_selected) {
        return 0xFF;
    }
    uint8_t answer = 0xFF;
    if (wire_side.out_done < wire_side.out_bytes) {
        answer = wire_side.out[wire_side.out_done++];
    } else if (wire_side.is_busy_forever || wire_side.busy_left > 0) {
        wire_side.busy_left -= wire_side.busy_left > 0 ? 1 : 0;
        answer = 0;
    }
    if (wire_side.is_writing && wire_side.out_done == wire_side.out_bytes) {
        data_take(sent);
    } else if (wire_side.command_bytes > 0 || (sent & 0xC0) == 0x40) {
        wire_side.command[wire_side.command_bytes++] = sent;
        if (wire_side.command_bytes == COMMAND_BYTES) {
            wire_side.command_bytes = 0;
            command_take();
        }
    }
    return answer;
}

void card_release(void)
{
    wire_side.command_bytes = 0;
    wire_side.out_bytes = 0;
    wire_side.out_done = 0;
    wire_side.is_writing = false;
}
