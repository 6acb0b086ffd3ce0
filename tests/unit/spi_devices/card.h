// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * An SD memory card, byte by byte as its bus moves them, which may lie in every way that the test
 * says. What it is told wrongly (a check sum, an order) it refuses, as a real one does.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { CARD_SECTORS = 16, CARD_SECTOR_BYTES = 512, CARD_COMMAND_COUNT = 64 };

enum card_kind {
    CARD_VERSION_1,
    CARD_VERSION_2, ///< counts in bytes, too
    CARD_LARGE,     ///< counts in sectors
};
enum { CARD_KIND_COUNT = 3 };

enum card_lie {
    CARD_HONEST,
    CARD_ANSWERS_NEVER,
    CARD_ANSWERS_WRONG, ///< that it refuses the command
    CARD_ANSWERS_LATE,  ///< later than it may
    CARD_TOKEN_NEVER,
    CARD_TOKEN_WRONG, ///< that it cannot read
    CARD_CHECK_WRONG,
    CARD_DATA_SHORT,   ///< it stops in the middle
    CARD_DATA_REFUSED, ///< what is written
    CARD_BUSY_FOREVER, ///< with programming it
    CARD_REST_WRONG,   ///< what follows the first byte of an answer
    CARD_LIE_COUNT,
};

struct card {
    bool is_absent;
    enum card_kind kind;
    uint8_t identity; ///< of this very card
    bool is_read_only;
    uint8_t version_bits;     ///< of the register with its size, if not 0
    unsigned starts;          ///< how often it is asked before it has started
    unsigned read_wait_bytes; ///< before the first byte
    unsigned busy_bytes;
    enum card_lie lie;
    uint8_t lie_command; ///< it lies to this one
    uint8_t sectors[CARD_SECTORS][CARD_SECTOR_BYTES];

    bool has_checks;
    bool is_idle;
    bool is_application;
    unsigned starts_left;
    unsigned wake_clocks;                  ///< of bytes while nobody was selected, before a reset
    unsigned commands[CARD_COMMAND_COUNT]; ///< that came
    unsigned refused_checks;
};
extern struct card card;

/// Takes the power from it, and gives it back.
void card_power_cycle(void);

/// What it answers to a byte; it is selected or not.
uint8_t card_byte(bool is_selected, uint8_t sent);

void card_release(void);
