// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

enum {
    LOOKS_AT_ONCE = 32, // then there is a thousandth of a second between two
    LOOKS_PER_SECOND = 1000,
    READS_PER_SECOND = 8,  // a card has a tenth of a second for the first byte,
    WRITES_PER_SECOND = 2, // and half a second to program a sector
};
enum { DATA_ANSWER_BITS = 0x1F, DATA_ACCEPTED = 0x05, READY = 0xFF };

void sd_card_phase_next(enum sd_card_phase phase)
{
    sd_card.phase = (uint8_t)phase;
    sd_card.looks = 0;
}

void sd_card_pause(uint64_t end)
{
    if (time_now() >= end) {
        sd_card.status = ERROR_FAILED;
        return;
    }
    sd_card.is_pausing = true;
    timer_set(time_now() + time_hz() / LOOKS_PER_SECOND);
}

/// Looks once more, up to a part of a second after the first look.
static void look_again(uint32_t per_second)
{
    if (sd_card.looks == 0) {
        sd_card.looks_end = time_now() + time_hz() / per_second;
    }
    if (sd_card.looks < LOOKS_AT_ONCE) {
        sd_card.looks++;
    } else {
        sd_card_pause(sd_card.looks_end);
    }
}

void sd_card_phase_take(void)
{
    const uint8_t byte = sd_card.exchange.bytes[0];
    switch (sd_card.phase) {
    case PHASE_COMMAND:
        if (sd_card_is_data_step()) {
            sd_card_phase_next(PHASE_ANSWER);
        } else {
            sd_card_answer_take();
        }
        break;
    case PHASE_ANSWER:
        sd_card.looks++;
        if (byte == 0) {
            sd_card_phase_next(sd_card.step == STEP_WRITE ? PHASE_SEND_TOKEN : PHASE_TOKEN);
        } else if ((byte & SD_CARD_ANSWER_NONE) == 0 ||
                   sd_card.looks == SD_CARD_ANSWER_WAIT_BYTES) {
            sd_card.status = ERROR_FAILED;
        }
        break;
    case PHASE_TOKEN:
        if (byte == SD_CARD_TOKEN_DATA) {
            sd_card_phase_next(PHASE_DATA);
        } else if (byte == SD_CARD_TOKEN_NONE) {
            look_again(READS_PER_SECOND);
        } else {
            sd_card.status = ERROR_FAILED;
        }
        break;
    case PHASE_DATA:
        if (sd_card.step == STEP_READ) {
            sd_card_phase_next(PHASE_CHECK);
        } else {
            sd_card_register_take();
            sd_card_phase_next(PHASE_RELEASE);
        }
        break;
    case PHASE_CHECK:
        if (((uint32_t)byte << 8 | sd_card.exchange.bytes[1]) == sd_card.check) {
            sd_card_phase_next(PHASE_RELEASE);
        } else {
            sd_card.status = ERROR_FAILED;
        }
        break;
    case PHASE_SEND_TOKEN:
        sd_card_phase_next(PHASE_SEND_DATA);
        break;
    case PHASE_SEND_DATA:
        sd_card_phase_next(PHASE_SEND_CHECK);
        break;
    case PHASE_SEND_CHECK:
        sd_card_phase_next(PHASE_DATA_ANSWER);
        break;
    case PHASE_DATA_ANSWER:
        sd_card.looks++;
        if ((byte & DATA_ANSWER_BITS) == DATA_ACCEPTED) {
            sd_card_phase_next(PHASE_BUSY);
        } else if (byte != SD_CARD_TOKEN_NONE || sd_card.looks == SD_CARD_ANSWER_WAIT_BYTES) {
            sd_card.status = ERROR_FAILED;
        }
        break;
    case PHASE_BUSY:
        if (byte == READY) {
            sd_card_phase_next(PHASE_RELEASE);
        } else {
            look_again(WRITES_PER_SECOND);
        }
        break;
    default:
        break;
    }
}
