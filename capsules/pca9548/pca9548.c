// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pca9548.h"

#include <lib/checked_index.h>

/// What is done for the client whose turn it is.
enum pca9548_step {
    STEP_NONE,
    STEP_SELECT,   ///< the switch is to be set
    STEP_SETTING,  ///< it is being set
    STEP_FORWARD,  ///< it is, and the client's transfer is to be handed on
    STEP_TRANSFER, ///< it has been
};

/// What a client has asked for.
struct pca9548_request {
    struct transfer_buffer buffer;
    struct i2c_message message;
    bool is_waiting;    ///< for its turn, or for its end
    enum error failure; ///< it ends so, by the deferred call
};

static struct {
    struct pca9548_request request[PCA9548_CLIENT_COUNT];
    uint8_t turn;    ///< whose it is, or was last
    uint8_t step;    ///< enum pca9548_step
    bool is_started; ///< in this life of the capsule
    bool is_untold;  ///< clients of before have yet to hear that it is another one
    bool is_behind;  ///< a transfer of before is under way behind the switch
    uint8_t selection[1];
} pca9548 CAPSULE_STATE;

void pca9548_init(void)
{
    deferred_call_request();
}

/// Tells a client how its transfer ended.
static void client_tell(size_t place, const struct i2c_done *event)
{
    AT(pca9548.request, place).is_waiting = false;
    AT(pca9548.request, place).failure = ERROR_NONE;
    if (AT(pca9548_clients, place).done != NULL) {
        AT(pca9548_clients, place).done(event);
    }
}

/// Notes that the transfer whose turn it is has failed; its client is told by a deferred call.
static void turn_fail(enum error error)
{
    AT(pca9548.request, pca9548.turn).failure = error;
    pca9548.step = STEP_NONE;
    deferred_call_request();
}

/// The next client that waits has its turn.
static void next_begin(void)
{
    for (size_t i = 1; i <= PCA9548_CLIENT_COUNT && pca9548.step == STEP_NONE; i++) {
        const size_t place = (pca9548.turn + i) % PCA9548_CLIENT_COUNT;
        if (AT(pca9548.request, place).is_waiting &&
            AT(pca9548.request, place).failure == ERROR_NONE) {
            pca9548.turn = (uint8_t)place;
            pca9548.step = STEP_SELECT;
        }
    }
}

/// Goes on with the transfer whose turn it is. A bus that is busy works for a life of this capsule
/// that is over; the end of that comes here again.
static void turn_go_on(void)
{
    enum error error = ERROR_NONE;
    uint8_t next = pca9548.step;
    if (pca9548.step == STEP_SELECT) {
        const struct i2c_message select = {.address = pca9548_place.address, .write_bytes = 1};
        pca9548.selection[0] = (uint8_t)(1u << (AT(pca9548_channels, pca9548.turn) & 7u));
        error = transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(pca9548.selection));
        if (error == ERROR_NONE) {
            error = pca9548_control.transfer(transfer_buffer_home(0), select);
        }
        next = STEP_SETTING;
    } else if (pca9548.step == STEP_FORWARD) {
        error = pca9548_behind.transfer(AT(pca9548.request, pca9548.turn).buffer,
                                        AT(pca9548.request, pca9548.turn).message);
        next = STEP_TRANSFER;
    }
    if (error == ERROR_NONE) {
        pca9548.step = next;
    } else if (error != ERROR_BUSY) {
        turn_fail(error);
    }
}

/// What is under way was asked for before a restart; nobody waits for that. The clients that do
/// wait learn that their transfers are forgotten when their buffers are back.
static void life_begin(void)
{
    if (!pca9548.is_started) {
        pca9548.is_started = true;
        pca9548.is_untold = true;
        pca9548.is_behind = pca9548_behind.cancel() == ERROR_NONE;
    }
    if (!pca9548.is_untold || pca9548.is_behind) {
        return;
    }
    pca9548.is_untold = false;
    for (size_t i = 0; i < PCA9548_CLIENT_COUNT; i++) {
        const struct i2c_done event = {.status = ERROR_RESERVE};
        if (!AT(pca9548.request, i).is_waiting) {
            client_tell(i, &event);
        }
    }
}

void pca9548_deferred(void)
{
    life_begin();
    for (size_t i = 0; i < PCA9548_CLIENT_COUNT; i++) {
        const struct i2c_done event = {.buffer = AT(pca9548.request, i).buffer,
                                       .status = AT(pca9548.request, i).failure};
        if (event.status != ERROR_NONE) {
            client_tell(i, &event);
        }
    }
    next_begin();
    turn_go_on();
}

void pca9548_control_done(const struct i2c_done *event)
{
    if (pca9548.step == STEP_SETTING) {
        // A client that wants no transfer any more has been told so.
        const bool is_wanted = AT(pca9548.request, pca9548.turn).is_waiting &&
                               AT(pca9548.request, pca9548.turn).failure == ERROR_NONE;
        pca9548.step = is_wanted ? STEP_FORWARD : STEP_NONE;
        if (is_wanted && event->status != ERROR_NONE) {
            turn_fail(event->status);
        }
    }
    deferred_call_request();
}

void pca9548_behind_done(const struct i2c_done *event)
{
    pca9548.is_behind = false;
    if (pca9548.step == STEP_TRANSFER) {
        pca9548.step = STEP_NONE;
        client_tell(pca9548.turn, event);
    }
    deferred_call_request();
}

static enum error client_transfer(enum pca9548_place place, struct transfer_buffer buffer,
                                  struct i2c_message message)
{
    if (message.address == 0 || message.address > I2C_ADDRESS_MAX ||
        message.address == pca9548_place.address) {
        return ERROR_INVALID;
    }
    if (AT(pca9548.request, place).is_waiting) {
        return ERROR_BUSY;
    }
    AT(pca9548.request, place).buffer = buffer;
    AT(pca9548.request, place).message = message;
    AT(pca9548.request, place).is_waiting = true;
    deferred_call_request();
    return ERROR_NONE;
}

static enum error client_cancel(enum pca9548_place place)
{
    if (!AT(pca9548.request, place).is_waiting) {
        return ERROR_ALREADY;
    }
    const bool is_in_turn = pca9548.turn == place;
    if (is_in_turn && pca9548.step == STEP_TRANSFER) {
        return pca9548_behind.cancel();
    }
    AT(pca9548.request, place).failure = ERROR_CANCEL;
    if (is_in_turn && pca9548.step != STEP_SETTING) {
        pca9548.step = STEP_NONE; // The switch is set, and nothing is handed on.
    }
    deferred_call_request();
    return ERROR_NONE;
}

enum error pca9548_first_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(PCA9548_FIRST, buffer, message);
}

enum error pca9548_first_cancel(void)
{
    return client_cancel(PCA9548_FIRST);
}

enum error pca9548_second_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(PCA9548_SECOND, buffer, message);
}

enum error pca9548_second_cancel(void)
{
    return client_cancel(PCA9548_SECOND);
}
