// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pca9552.h"

#include <lib/checked_index.h>

enum {
    SELECTORS = 0x06,   ///< the first of four registers, with two bits for each light
    FOLLOWING = 0x10,   ///< the next register follows after each byte
    SELECTOR_OFF = 0x1, ///< the pin does not conduct; 0: it does

    SELECTOR_BITS = 2,
    LEDS_PER_BYTE = 4,
    MESSAGE_BYTES = 1 + PCA9552_LED_COUNT / LEDS_PER_BYTE,
    TRIES_MAX = 4,
};

static struct {
    uint32_t on;     ///< a bit for each light, as it was wished for
    bool is_changed; ///< since the last transfer began
    bool is_at_bus;  ///< the buffer
    bool is_absent;  ///< the log has been told
    uint8_t tries;   ///< of what has failed
    uint8_t bytes[MESSAGE_BYTES];
} pca9552 CAPSULE_STATE;

void pca9552_init(void)
{
    pca9552.is_changed = true;
    deferred_call_request();
}

void pca9552_set(uint32_t index, bool is_on)
{
    const uint32_t light = index < PCA9552_LED_COUNT ? 1u << index : 0;
    pca9552.on = is_on ? pca9552.on | light : pca9552.on & ~light;
    pca9552.is_changed = true;
    pca9552.tries = 0;
    deferred_call_request();
}

bool pca9552_is_on(uint32_t index)
{
    return index < PCA9552_LED_COUNT && (pca9552.on >> index & 1) != 0;
}

/// Sends what all lights are to be.
static enum error lights_send(void)
{
    const struct i2c_message message = {.address = pca9552_place.address,
                                        .write_bytes = MESSAGE_BYTES};
    pca9552.bytes[0] = SELECTORS | FOLLOWING;
    for (size_t i = 1; i < MESSAGE_BYTES; i++) {
        AT(pca9552.bytes, i) = 0;
    }
    for (uint32_t i = 0; i < PCA9552_LED_COUNT; i++) {
        const uint32_t selector = (pca9552.on >> i & 1) != 0 ? 0 : SELECTOR_OFF;
        AT(pca9552.bytes, 1 + i / LEDS_PER_BYTE) |=
            (uint8_t)(selector << i % LEDS_PER_BYTE * SELECTOR_BITS);
    }
    const enum error error =
        transfer_buffer_write(transfer_buffer_home(0), 0, CONST_SPAN_IN(pca9552.bytes));
    return error == ERROR_NONE ? pca9552_bus.transfer(transfer_buffer_home(0), message) : error;
}

/// Takes the end of a transfer, or the refusal of one.
static void end_take(enum error status)
{
    const bool is_absent = status == ERROR_NO_ACK;
    if (is_absent && !pca9552.is_absent) {
        CAPSULE_LOG("The lights do not answer.");
    }
    pca9552.is_absent = is_absent;
    if (status != ERROR_NONE && !is_absent) {
        pca9552.tries++;
        pca9552.is_changed = pca9552.is_changed || pca9552.tries < TRIES_MAX;
    }
}

void pca9552_deferred(void)
{
    if (!pca9552.is_changed || pca9552.is_at_bus) {
        return;
    }
    const enum error error = lights_send();
    pca9552.is_at_bus = error == ERROR_NONE;
    // A busy bus works for a life of this capsule that is over; the end of that comes here again.
    if (error != ERROR_BUSY) {
        pca9552.is_changed = false;
    }
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        end_take(error);
        deferred_call_request();
    }
}

void pca9552_done(const struct i2c_done *event)
{
    if (pca9552.is_at_bus) {
        pca9552.is_at_bus = false;
        end_take(event->status);
    }
    deferred_call_request();
}
