// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_i2c.h"

#include <lib/checked_index.h>

/// What a client has asked for.
struct virtual_i2c_request {
    struct transfer_buffer buffer;
    struct i2c_message message;
    bool is_waiting; ///< for its turn, or for its end
    bool is_at_bus;
    enum error failure; ///< it ends so, by the deferred call
};

static struct {
    struct virtual_i2c_request request[VIRTUAL_I2C_CLIENT_COUNT];
    uint8_t next; ///< whose turn it is
    bool is_bus_busy;
    bool is_started; ///< in this life of the capsule
    bool is_untold;  ///< clients of before have yet to hear that it is another one
} virtual_i2c CAPSULE_STATE;

void virtual_i2c_init(void)
{
    deferred_call_request();
}

/// Tells a client how its transfer ended.
static void client_tell(size_t place, const struct i2c_done *event)
{
    AT(virtual_i2c.request, place).is_waiting = false;
    AT(virtual_i2c.request, place).is_at_bus = false;
    AT(virtual_i2c.request, place).failure = ERROR_NONE;
    if (AT(virtual_i2c_clients, place).done != NULL) {
        AT(virtual_i2c_clients, place).done(event);
    }
}

/// Has the bus work for a place. One that is busy does so for an earlier life of this capsule; the
/// end of that brings the turn of this place.
static enum error bus_start(size_t place)
{
    const enum error error = virtual_i2c_bus.transfer(AT(virtual_i2c.request, place).buffer,
                                                      AT(virtual_i2c.request, place).message);
    virtual_i2c.is_bus_busy = error == ERROR_NONE || error == ERROR_BUSY;
    if (error == ERROR_NONE) {
        AT(virtual_i2c.request, place).is_at_bus = true;
        virtual_i2c.next = (uint8_t)((place + 1) % VIRTUAL_I2C_CLIENT_COUNT);
    }
    return error == ERROR_BUSY ? ERROR_NONE : error;
}

/// Lets the bus work for the next one that waits.
static void next_start(void)
{
    for (size_t i = 0; i < VIRTUAL_I2C_CLIENT_COUNT && !virtual_i2c.is_bus_busy; i++) {
        const size_t place = (virtual_i2c.next + i) % VIRTUAL_I2C_CLIENT_COUNT;
        if (!AT(virtual_i2c.request, place).is_waiting ||
            AT(virtual_i2c.request, place).failure != ERROR_NONE) {
            continue;
        }
        const enum error error = bus_start(place);
        if (error != ERROR_NONE) {
            AT(virtual_i2c.request, place).failure = error;
            deferred_call_request();
        }
    }
}

/// Whether the bus works for a client of this life.
static bool is_one_at_bus(void)
{
    bool is_one = false;
    for (size_t i = 0; i < VIRTUAL_I2C_CLIENT_COUNT; i++) {
        is_one = is_one || AT(virtual_i2c.request, i).is_at_bus;
    }
    return is_one;
}

/// After a restart the bus may work for a client of before; nobody waits for that. The clients
/// that do wait learn that their transfers are forgotten when their buffers are back.
static void life_begin(void)
{
    if (!virtual_i2c.is_started) {
        virtual_i2c.is_started = true;
        virtual_i2c.is_untold = true;
        if (!is_one_at_bus()) {
            virtual_i2c.is_bus_busy = virtual_i2c_bus.cancel() == ERROR_NONE;
        }
    }
    if (!virtual_i2c.is_untold || (virtual_i2c.is_bus_busy && !is_one_at_bus())) {
        return;
    }
    virtual_i2c.is_untold = false;
    for (size_t i = 0; i < VIRTUAL_I2C_CLIENT_COUNT; i++) {
        const struct i2c_done event = {.status = ERROR_RESERVE};
        if (!AT(virtual_i2c.request, i).is_waiting) {
            client_tell(i, &event);
        }
    }
}

void virtual_i2c_deferred(void)
{
    life_begin();
    for (size_t i = 0; i < VIRTUAL_I2C_CLIENT_COUNT; i++) {
        const struct i2c_done event = {.buffer = AT(virtual_i2c.request, i).buffer,
                                       .status = AT(virtual_i2c.request, i).failure};
        if (event.status != ERROR_NONE) {
            client_tell(i, &event);
        }
    }
    next_start();
}

void virtual_i2c_done(const struct i2c_done *event)
{
    for (size_t i = 0; i < VIRTUAL_I2C_CLIENT_COUNT; i++) {
        if (AT(virtual_i2c.request, i).is_at_bus) {
            client_tell(i, event);
        }
    }
    // Only now, so that a client that asks again at once waits for its turn like the others.
    virtual_i2c.is_bus_busy = false;
    if (virtual_i2c.is_untold) {
        deferred_call_request();
    }
    next_start();
}

/// Whether a place may reach a device.
static bool is_reachable(enum virtual_i2c_place place, uint8_t address)
{
    const uint8_t own = AT(virtual_i2c_addresses, place).address;
    bool is_owned = false;
    for (size_t i = 0; i < VIRTUAL_I2C_CLIENT_COUNT; i++) {
        is_owned = is_owned || AT(virtual_i2c_addresses, i).address == address;
    }
    // Nobody owns the address zero, which calls all devices: it is for no client.
    return address != 0 && (own != 0 ? own == address : !is_owned);
}

static enum error client_transfer(enum virtual_i2c_place place, struct transfer_buffer buffer,
                                  struct i2c_message message)
{
    if (!is_reachable(place, message.address)) {
        return ERROR_INVALID;
    }
    if (AT(virtual_i2c.request, place).is_waiting) {
        return ERROR_BUSY;
    }
    AT(virtual_i2c.request, place).buffer = buffer;
    AT(virtual_i2c.request, place).message = message;
    // If nobody is before it, what the bus refuses is the client's to know at once.
    const enum error error = virtual_i2c.is_bus_busy ? ERROR_NONE : bus_start(place);
    AT(virtual_i2c.request, place).is_waiting = error == ERROR_NONE;
    return error;
}

static enum error client_cancel(enum virtual_i2c_place place)
{
    if (!AT(virtual_i2c.request, place).is_waiting) {
        return ERROR_ALREADY;
    }
    if (AT(virtual_i2c.request, place).is_at_bus) {
        return virtual_i2c_bus.cancel();
    }
    AT(virtual_i2c.request, place).failure = ERROR_CANCEL;
    deferred_call_request();
    return ERROR_NONE;
}

enum error virtual_i2c_first_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_FIRST, buffer, message);
}

enum error virtual_i2c_first_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_FIRST);
}

enum error virtual_i2c_second_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_SECOND, buffer, message);
}

enum error virtual_i2c_second_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_SECOND);
}

enum error virtual_i2c_third_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_THIRD, buffer, message);
}

enum error virtual_i2c_third_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_THIRD);
}

enum error virtual_i2c_fourth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_FOURTH, buffer, message);
}

enum error virtual_i2c_fourth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_FOURTH);
}

enum error virtual_i2c_fifth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_FIFTH, buffer, message);
}

enum error virtual_i2c_fifth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_FIFTH);
}

enum error virtual_i2c_sixth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_SIXTH, buffer, message);
}

enum error virtual_i2c_sixth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_SIXTH);
}

enum error virtual_i2c_seventh_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_SEVENTH, buffer, message);
}

enum error virtual_i2c_seventh_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_SEVENTH);
}

enum error virtual_i2c_eighth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_EIGHTH, buffer, message);
}

enum error virtual_i2c_eighth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_EIGHTH);
}

enum error virtual_i2c_ninth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_NINTH, buffer, message);
}

enum error virtual_i2c_ninth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_NINTH);
}

enum error virtual_i2c_tenth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_TENTH, buffer, message);
}

enum error virtual_i2c_tenth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_TENTH);
}

enum error virtual_i2c_eleventh_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_ELEVENTH, buffer, message);
}

enum error virtual_i2c_eleventh_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_ELEVENTH);
}

enum error virtual_i2c_twelfth_transfer(struct transfer_buffer buffer, struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_TWELFTH, buffer, message);
}

enum error virtual_i2c_twelfth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_TWELFTH);
}

enum error virtual_i2c_thirteenth_transfer(struct transfer_buffer buffer,
                                           struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_THIRTEENTH, buffer, message);
}

enum error virtual_i2c_thirteenth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_THIRTEENTH);
}

enum error virtual_i2c_fourteenth_transfer(struct transfer_buffer buffer,
                                           struct i2c_message message)
{
    return client_transfer(VIRTUAL_I2C_FOURTEENTH, buffer, message);
}

enum error virtual_i2c_fourteenth_cancel(void)
{
    return client_cancel(VIRTUAL_I2C_FOURTEENTH);
}
