// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "sd_card.h"

#include "state.h"

enum { STARTS_PER_SECOND = 1 }; // a card has a second to start

struct sd_card sd_card CAPSULE_STATE;

void sd_card_init(void)
{
    sd_card.is_sought = true;
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// From step to step

/// Leaves a step in its middle, and with it the card, which has to be started again.
static void step_abandon(void)
{
    sd_card.step = STEP_NONE;
    sd_card.status = ERROR_NONE;
    sd_card.is_ready = false;
    sd_card.is_pausing = false;
    timer_cancel();
    (void)sd_card_bus.cancel(); // The card may be held.
}

/// A step has failed: there is no card, or the next request has it started again.
static void step_fail(enum error status)
{
    const bool is_start = sd_card.step < STEP_READ;
    step_abandon();
    sd_card.is_absent = is_start;
    if (sd_card.request.is_waiting) {
        sd_card_client_tell(status);
    }
}

/// What comes behind a step that went well: an enum sd_card_step.
static uint8_t step_next(void)
{
    switch (sd_card.step) {
    case STEP_VOLTAGES:
        return sd_card.is_large ? STEP_IDENTITY : STEP_BLOCK_LENGTH;
    case STEP_SIZE:
    case STEP_READ:
    case STEP_STATUS:
        return STEP_NONE;
    case STEP_WRITE:
        return STEP_STATUS;
    default:
        return (uint8_t)(sd_card.step + 1);
    }
}

/// The clocks behind a step have been made: it is over.
static void step_end(void)
{
    const uint8_t step = sd_card.step;
    sd_card.step = step_next();
    sd_card_phase_next(PHASE_COMMAND);
    if (step == STEP_SIZE) {
        sd_card.is_ready = true;
        sd_card.is_absent = false;
    }
    if (step == STEP_READ || step == STEP_STATUS) {
        sd_card_client_tell(ERROR_NONE);
    }
}

/// Says what is to be done, if anything is.
static void step_choose(void)
{
    if (sd_card.is_ready && sd_card.request.is_waiting &&
        sd_card.request.sector >= sd_card.size.sector_count) {
        sd_card_client_tell(ERROR_FAILED); // It was asked for when nobody knew.
    } else if (!sd_card.is_ready && (sd_card.is_sought || sd_card.request.is_waiting)) {
        sd_card.is_sought = false;
        sd_card.resets = 0;
        sd_card.start_end = time_now() + time_hz() / STARTS_PER_SECOND;
        sd_card.step = STEP_WAKE;
        sd_card_phase_next(PHASE_RELEASE);
    } else if (sd_card.is_ready && sd_card.request.is_waiting) {
        sd_card.step = sd_card.request.operation == BLOCK_READ ? STEP_READ : STEP_WRITE;
        sd_card_phase_next(PHASE_COMMAND);
    }
}

// ---------------------------------------------------------------------------------------------
// Turns

/// Makes what is left of an earlier life end, and then tells whoever waits for that.
static void life_begin(void)
{
    if (!sd_card.is_started) {
        sd_card.is_started = true;
        sd_card.is_old_untold = true;
        sd_card.is_old_at_bus = sd_card_bus.cancel() == ERROR_NONE;
    }
}

/// The transfer of a phase has ended.
static void transfer_end(void)
{
    const bool is_last = sd_card.phase == PHASE_RELEASE;
    if (sd_card.status == ERROR_NONE) {
        sd_card_phase_take();
    }
    if (sd_card.status != ERROR_NONE) {
        step_fail(sd_card.status);
    } else if (is_last) {
        step_end();
    }
}

/// Begins with what comes next.
static void transfer_begin(void)
{
    if (sd_card.step == STEP_NONE) {
        step_choose();
    }
    if (sd_card.step == STEP_NONE) {
        return;
    }
    const enum error error = sd_card_phase_start();
    sd_card.is_at_bus = error == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        step_fail(ERROR_FAILED);
    }
}

void sd_card_deferred(void)
{
    life_begin();
    if (sd_card.is_at_bus || sd_card.is_old_at_bus) {
        return;
    }
    if (sd_card.is_old_untold) {
        sd_card.is_old_untold = false;
        deferred_call_request();
        if (!sd_card.request.is_waiting) {
            sd_card_client_tell(ERROR_RESERVE);
        }
    } else if (sd_card.request.is_cancelled) {
        if (sd_card.step >= STEP_READ) {
            sd_card.has_come = false;
            step_abandon();
        }
        sd_card_client_tell(ERROR_CANCEL);
    } else if (sd_card.has_come) {
        sd_card.has_come = false;
        deferred_call_request();
        transfer_end();
    } else if (!sd_card.is_pausing) {
        transfer_begin();
    }
}

void sd_card_timer(void)
{
    sd_card.is_pausing = false;
    deferred_call_request();
}

void sd_card_done(const struct spi_done *event)
{
    deferred_call_request();
    if (sd_card.is_old_at_bus) {
        sd_card.is_old_at_bus = false;
        sd_card.request.buffer = event->buffer;
        return;
    }
    if (!sd_card.is_at_bus) {
        return;
    }
    sd_card.is_at_bus = false;
    sd_card.has_come = true;
    if (sd_card.phase == PHASE_DATA || sd_card.phase == PHASE_SEND_DATA) {
        sd_card.check = event->check;
    }
    sd_card.status = event->status == ERROR_NONE ? ERROR_NONE : ERROR_FAILED;
    if (sd_card_is_sector_phase()) {
        sd_card.request.buffer = event->buffer;
    } else if (sd_card.status == ERROR_NONE) {
        sd_card.status = transfer_buffer_read(event->buffer, 0, SPAN_IN(sd_card.exchange.bytes));
    }
}
