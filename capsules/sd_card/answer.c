// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <lib/checked_index.h>

#include "state.h"

enum {
    RESETS_MAX = 3, ///< a card that was in the middle of something may miss one
    SUPPLY_BITS = 0xFFF,
    STATUS_SHIFT = 24, ///< the second byte of this answer
};

/// Whether a card that was known is there again, and not another one.
static bool identity_check(void)
{
    bool is_same = true;
    for (size_t i = 0; i < SD_CARD_REGISTER_BYTES; i++) {
        is_same = is_same && AT(sd_card.identity, i) == AT(sd_card.exchange.bytes, i);
        if (!sd_card.has_identity) {
            AT(sd_card.identity, i) = AT(sd_card.exchange.bytes, i);
        }
    }
    const bool is_known = sd_card.has_identity;
    sd_card.has_identity = true;
    return is_same || !is_known;
}

void sd_card_register_take(void)
{
    if (sd_card.check != 0) {
        sd_card.status = ERROR_FAILED;
    } else if (sd_card.step == STEP_IDENTITY) {
        sd_card.status = identity_check() ? ERROR_NONE : ERROR_NO_DEVICE;
    } else {
        sd_card_size_find(&sd_card.exchange, &sd_card.size);
        sd_card.status = sd_card.size.sector_count > 0 ? ERROR_NONE : ERROR_NO_DEVICE;
    }
}

void sd_card_answer_take(void)
{
    struct sd_card_answer answer;
    sd_card_answer_find(&sd_card.exchange, &answer);
    const bool is_alive = (answer.first & ~(uint32_t)SD_CARD_ANSWER_IDLE) == 0;
    bool is_good = answer.first == 0;
    switch (sd_card.step) {
    case STEP_RESET:
    case STEP_CHECKS:
        is_good = answer.first == SD_CARD_ANSWER_IDLE;
        break;
    case STEP_CONDITION:
        sd_card.is_version_2 = (answer.first & SD_CARD_ANSWER_UNKNOWN) == 0;
        is_good = sd_card.is_version_2
                      ? answer.first == SD_CARD_ANSWER_IDLE &&
                            (answer.rest & SUPPLY_BITS) == SD_CARD_SUPPLY
                      : answer.first == (SD_CARD_ANSWER_IDLE | SD_CARD_ANSWER_UNKNOWN);
        break;
    case STEP_APPLICATION:
    case STEP_START:
        is_good = is_alive;
        break;
    case STEP_VOLTAGES:
        is_good = is_alive; // Some say here that they are idle.
        sd_card.is_large = sd_card.is_version_2 && (answer.rest & SD_CARD_LARGE) != 0;
        break;
    case STEP_STATUS:
        is_good = answer.first == 0 && answer.rest >> STATUS_SHIFT == 0;
        break;
    default:
        break;
    }
    if (is_good) {
        sd_card_phase_next(PHASE_RELEASE);
        sd_card.resets = 0;
        if (sd_card.step == STEP_START && answer.first != 0) {
            sd_card.step = STEP_APPLICATION - 1; // It starts, and is asked again.
            sd_card_pause(sd_card.start_end);
        }
    } else if (sd_card.step == STEP_RESET && sd_card.resets < RESETS_MAX) {
        sd_card.resets++;
        sd_card.step = STEP_WAKE;
        sd_card_phase_next(PHASE_RELEASE);
    } else {
        sd_card.status = ERROR_FAILED;
    }
}
