// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The state of the capsule `sd_card`, which its files share. The card is started, read and written
/// by steps, each of a command and what belongs to it; a step is made of phases, each of one
/// transfer on the bus.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "command.h"
#include "sd_card.h"

/// What is done. The card is started from STEP_WAKE to STEP_SIZE, in this order.
enum sd_card_step {
    STEP_NONE,
    STEP_WAKE,
    STEP_RESET,
    STEP_CONDITION,
    STEP_CHECKS,
    STEP_APPLICATION,
    STEP_START,
    STEP_VOLTAGES,
    STEP_BLOCK_LENGTH,
    STEP_IDENTITY,
    STEP_SIZE,
    STEP_READ,
    STEP_WRITE,
    STEP_STATUS, ///< of what was written
};

/// What a step does next. Its bytes go to the bus, and come back, in one transfer each.
enum sd_card_phase {
    PHASE_COMMAND,
    PHASE_ANSWER,
    PHASE_TOKEN,
    PHASE_DATA,
    PHASE_CHECK,
    PHASE_SEND_TOKEN,
    PHASE_SEND_DATA,
    PHASE_SEND_CHECK,
    PHASE_DATA_ANSWER,
    PHASE_BUSY,
    PHASE_RELEASE, ///< a card lets go of the lines at the clock behind its selection
};

struct sd_card {
    bool is_started;    ///< in this life of the capsule
    bool is_old_at_bus; ///< a transfer of an earlier life
    bool is_old_untold; ///< whoever waits for it
    bool is_at_bus;     ///< a transfer of the step
    bool has_come;      ///< its end
    bool is_pausing;    ///< until the timer
    uint8_t step;       ///< enum sd_card_step
    uint8_t phase;      ///< enum sd_card_phase
    uint8_t resets;
    uint8_t looks;
    uint64_t looks_end;
    uint64_t start_end;
    enum error status; ///< of the step
    uint16_t check;    ///< of what was moved
    struct sd_card_exchange exchange;

    bool is_ready;
    bool is_absent; ///< as the last look has found
    bool is_sought; ///< the card is to be started
    bool is_version_2;
    bool is_large; ///< it counts in sectors, not in bytes
    struct sd_card_size size;
    bool has_identity;
    uint8_t identity[SD_CARD_REGISTER_BYTES];

    struct {
        bool is_waiting;
        bool is_cancelled;
        uint8_t operation;
        uint32_t sector;
        struct transfer_buffer buffer;
    } request;
};

extern struct sd_card sd_card;

// ---------------------------------------------------------------------------------------------
// send.c: what goes to the bus

/// Has the bus make the transfer of the phase. Errors: those of the bus.
MUST_CHECK enum error sd_card_phase_start(void);

/// Whether data follows the answer, so that no byte too many may be asked for.
bool sd_card_is_data_step(void);

/// Whether the phase moves the client's sector.
bool sd_card_is_sector_phase(void);

// ---------------------------------------------------------------------------------------------
// phase.c: from phase to phase

/// The byte of a look, or the bytes of an exchange, have come. Says which phase is next, or notes
/// an error in sd_card.status.
void sd_card_phase_take(void);

void sd_card_phase_next(enum sd_card_phase phase);

/// Goes on a little later, unless that is too late.
void sd_card_pause(uint64_t end);

// ---------------------------------------------------------------------------------------------
// answer.c: what the card says, of itself and of commands

/// The answer to a command behind which no data comes.
void sd_card_answer_take(void);

/// A register has come, with its check sum.
void sd_card_register_take(void);

// ---------------------------------------------------------------------------------------------
// request.c: what the client asks for

/// Ends it. The client may ask for more when it is told: nothing is done behind that.
void sd_card_client_tell(enum error status);
