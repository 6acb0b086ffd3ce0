// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The commands of SD memory cards on a serial peripheral bus, and what cards answer.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sd_card_command_number {
    SD_CARD_RESET = 0,
    SD_CARD_CONDITION = 8, ///< what the card needs to know of a host of version 2
    SD_CARD_SIZE = 9,
    SD_CARD_IDENTITY = 10,
    SD_CARD_STATUS = 13,
    SD_CARD_BLOCK_LENGTH = 16,
    SD_CARD_READ = 17,
    SD_CARD_WRITE = 24,
    SD_CARD_START = 41, ///< behind SD_CARD_APPLICATION
    SD_CARD_APPLICATION = 55,
    SD_CARD_VOLTAGES = 58,
    SD_CARD_CHECKS = 59,
};

enum {
    SD_CARD_COMMAND_BYTES = 6,
    SD_CARD_ANSWER_WAIT_BYTES = 9, ///< within so many bytes behind the command it begins
    SD_CARD_EXCHANGE_BYTES = 20,   ///< command, wait, and the longest answer
    SD_CARD_REGISTER_BYTES = 16,
    SD_CARD_CHECK_BYTES = 2, ///< behind a register and a sector
};

/// The first byte of an answer.
enum {
    SD_CARD_ANSWER_IDLE = 1 << 0,
    SD_CARD_ANSWER_UNKNOWN = 1 << 2,
    SD_CARD_ANSWER_NONE = 1 << 7, ///< it is none
};

/// Arguments.
enum {
    SD_CARD_SUPPLY = 0x1AA,  ///< 2.7 to 3.6 volts; and what the card says back
    SD_CARD_LARGE = 1 << 30, ///< we know large cards; and, in an answer, the card is one
};

/// What stands before data, or in its place.
enum { SD_CARD_TOKEN_NONE = 0xFF, SD_CARD_TOKEN_DATA = 0xFE };

/// Bytes on their way to a card and back.
struct sd_card_exchange {
    uint8_t bytes[SD_CARD_EXCHANGE_BYTES];
};

struct sd_card_answer {
    uint8_t first;
    uint32_t rest; ///< the four bytes behind it, the highest first
};

/// Makes a command, with its check sum, and ones behind it.
void sd_card_command_make(struct sd_card_exchange *exchange, uint8_t number, uint32_t argument);

/// Finds the answer in what came back during the exchange. A first byte with SD_CARD_ANSWER_NONE:
/// there is none in time.
void sd_card_answer_find(const struct sd_card_exchange *exchange, struct sd_card_answer *answer);

/// What a card says of its size: its register CSD, in the first bytes of an exchange.
struct sd_card_size {
    uint32_t sector_count; ///< 0: none that this driver knows
    bool is_read_only;
};
void sd_card_size_find(const struct sd_card_exchange *exchange, struct sd_card_size *size);
