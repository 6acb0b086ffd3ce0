// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "state.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// Ends the turn of a process.
static void turn_end(struct process_id process, struct aes_user *client, enum error status)
{
    timer_cancel();
    aes.stage = STAGE_IDLE;
    aes_request_end(process, client, status <= ERROR_NO_ACK ? status : ERROR_FAILED);
    aes_bytes_clear();
    deferred_call_request();
}

/// Begins the turn of a process. False: it waits for none.
static bool turn_begin(struct process_id process)
{
    bool is_waiting = false;
    enum error error;
    WITH_GRANT(struct aes_user, client, process, error)
    {
        is_waiting = client->is_waiting;
        if (!is_waiting) {
            break;
        }
        aes.served = process;
        const bool has_key =
            OPTIONAL_HAS(aes.keyed) && process_id_equal(OPTIONAL_GET(aes.keyed), process);
        error = has_key ? aes_piece_start(client) : aes_key_give(process, client);
        if (error != ERROR_NONE) {
            turn_end(process, client, error == ERROR_NO_DEVICE ? ERROR_NO_DEVICE : ERROR_FAILED);
        }
    }
    return is_waiting;
}

/// Whose turn it is: the next process behind the last one that waits.
static void turn_find(void)
{
    struct process_id process = aes.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_begin(process)) {
                return;
            }
        }
        process.number = 0;
    }
}

/// What comes next in a turn, after a piece or before one.
static enum error turn_work(struct process_id process, struct aes_user *client,
                            enum aes_stage stage)
{
    if (stage == STAGE_DONE) {
        aes.stage = STAGE_DUE;
        return aes_piece_end(client);
    }
    if (lease_left(&client->source) > 0) {
        return aes_piece_start(client);
    }
    turn_end(process, client, ERROR_NONE);
    return ERROR_NONE;
}

/// Has no more turn of the process that had one.
static void turn_drop(void)
{
    timer_cancel();
    aes.stage = STAGE_IDLE;
    aes_bytes_clear();
    deferred_call_request();
}

/// The turn goes on, unless there was an error; if the process is gone, so is its turn.
static void turn_go_on(enum aes_stage stage, enum error status)
{
    const struct process_id process = aes.served;
    enum error error;
    WITH_GRANT(struct aes_user, client, process, error)
    {
        const enum error end = status == ERROR_NONE ? turn_work(process, client, stage) : status;
        if (end != ERROR_NONE) {
            turn_end(process, client, ERROR_FAILED);
        }
    }
    if (error != ERROR_NONE) {
        turn_drop();
    } else if (aes.stage == STAGE_DUE) {
        deferred_call_request();
    }
}

void aes_deferred(void)
{
    switch (aes.stage) {
    case STAGE_IDLE:
        turn_find();
        break;
    case STAGE_DUE:
        turn_go_on(STAGE_DUE, ERROR_NONE);
        break;
    case STAGE_DONE:
        turn_go_on(STAGE_DONE, aes.piece_status);
        break;
    default:
        break;
    }
}

// ---------------------------------------------------------------------------------------------
// What ends or breaks off what a turn waits for

void aes_key_ready(const struct aes_key_ready *event)
{
    if (aes.stage != STAGE_KEY) {
        return;
    }
    timer_cancel();
    if (event->status == ERROR_NONE) {
        aes.stage = STAGE_DUE;
        deferred_call_request();
        return;
    }
    OPTIONAL_CLEAR(aes.keyed);
    if (aes.has_blocks_key && aes_device.is_present()) {
        // Each engine has the other mode, and all can be made of it.
        aes.lacks_blocks = true;
        aes.stage = STAGE_IDLE;
        deferred_call_request();
        return;
    }
    turn_go_on(STAGE_KEY, ERROR_FAILED);
}

void aes_done(const struct aes_done *event)
{
    // An end that was on its way when the capsule was restarted is nobody's.
    if (aes.stage == STAGE_PIECE) {
        timer_cancel();
        aes.stage = STAGE_DONE;
        aes.piece_status = event->status;
        deferred_call_request();
    }
}

void aes_timer(void)
{
    const uint8_t stage = aes.stage;
    OPTIONAL_CLEAR(aes.keyed);
    (void)aes_device.cancel();
    if (stage == STAGE_KEY) {
        turn_go_on(STAGE_KEY, ERROR_FAILED);
    }
}

void aes_process_ended(struct process_id *process)
{
    const bool is_served = process_id_equal(aes.served, process_id_at(process));
    aes_engine_forget(process_id_at(process));
    // A piece that is under way comes back first.
    if (is_served && aes.stage != STAGE_IDLE && aes.stage != STAGE_PIECE) {
        turn_drop();
    }
}
