// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_spi.h"

#include <lib/cell.h>
#include <lib/checked_index.h>

/// What a client has asked for.
struct virtual_spi_request {
    struct transfer_buffer buffer;
    struct spi_message message;
    bool is_waiting;    ///< for its turn, or for its end
    enum error failure; ///< it ends so, by the deferred call
    bool has_lost;      ///< its device was let go for it
};

static struct {
    struct virtual_spi_request request[VIRTUAL_SPI_CLIENT_COUNT];
    OPTIONAL_CELL(uint8_t) at_bus; ///< whose transfer is under way
    OPTIONAL_CELL(uint8_t) holder; ///< whose device is held
    bool is_overdue;               ///< for too long
    bool is_bus_busy;              ///< also for a life of this capsule that is over
    bool is_started;               ///< in this life of the capsule
    uint8_t next;                  ///< whose turn it is
} virtual_spi CAPSULE_STATE;

void virtual_spi_init(void)
{
    deferred_call_request();
}

/// Tells a client how its transfer ended.
static void client_tell(size_t place, const struct spi_done *event)
{
    AT(virtual_spi.request, place).is_waiting = false;
    AT(virtual_spi.request, place).failure = ERROR_NONE;
    if (AT(virtual_spi_clients, place).done != NULL) {
        AT(virtual_spi_clients, place).done(event);
    }
}

// ---------------------------------------------------------------------------------------------
// Who holds its device

static bool is_holder(size_t place)
{
    return OPTIONAL_HAS(virtual_spi.holder) && OPTIONAL_GET(virtual_spi.holder) == place;
}

static void hold_end(void)
{
    OPTIONAL_CLEAR(virtual_spi.holder);
    virtual_spi.is_overdue = false;
    timer_cancel();
}

/// Notes what a transfer that went well leaves behind. The time runs from the first one on.
static void hold_note(size_t place)
{
    if (!AT(virtual_spi.request, place).message.is_held) {
        hold_end();
    } else if (!is_holder(place)) {
        OPTIONAL_SET(virtual_spi.holder, (uint8_t)place);
        timer_set(time_now() + time_hz() / VIRTUAL_SPI_HOLDS_PER_SECOND);
    }
}

/// Lets go of a device that is held for too long, if nothing is under way.
static void hold_check(void)
{
    if (virtual_spi.is_overdue && !OPTIONAL_HAS(virtual_spi.at_bus)) {
        AT(virtual_spi.request, OPTIONAL_GET(virtual_spi.holder)).has_lost = true;
        hold_end();
        (void)virtual_spi_bus.cancel();
    }
}

// ---------------------------------------------------------------------------------------------
// Turns

/// Has the bus work for a place. One that is busy does so for an earlier life of this capsule; the
/// end of that brings the turn of this place.
static enum error bus_start(size_t place)
{
    const enum error error = virtual_spi_bus.transfer(AT(virtual_spi.request, place).buffer,
                                                      AT(virtual_spi.request, place).message);
    virtual_spi.is_bus_busy = error == ERROR_NONE || error == ERROR_BUSY;
    if (error == ERROR_NONE) {
        OPTIONAL_SET(virtual_spi.at_bus, (uint8_t)place);
        virtual_spi.next = (uint8_t)((place + 1) % VIRTUAL_SPI_CLIENT_COUNT);
    }
    return error == ERROR_BUSY ? ERROR_NONE : error;
}

/// Whether nothing but the bus stands between a place and its turn.
static bool is_free_for(size_t place)
{
    return !virtual_spi.is_bus_busy && (!OPTIONAL_HAS(virtual_spi.holder) || is_holder(place));
}

/// Lets the bus work for the next one that waits.
static void next_start(void)
{
    hold_check();
    const size_t first = virtual_spi.next;
    for (size_t i = 0; i < VIRTUAL_SPI_CLIENT_COUNT; i++) {
        const size_t place = (first + i) % VIRTUAL_SPI_CLIENT_COUNT;
        if (!is_free_for(place) || !AT(virtual_spi.request, place).is_waiting ||
            AT(virtual_spi.request, place).failure != ERROR_NONE) {
            continue;
        }
        const enum error error = bus_start(place);
        if (error != ERROR_NONE) {
            AT(virtual_spi.request, place).failure = error;
            deferred_call_request();
        }
    }
}

/// After a restart the bus may work for a client of before; nobody waits for that. The clients that
/// do wait learn that their transfers are forgotten.
static void life_begin(void)
{
    virtual_spi.is_started = true;
    if (!virtual_spi.is_bus_busy) {
        (void)virtual_spi_bus.cancel(); // Else it works for a client of this life.
    }
    for (size_t i = 0; i < VIRTUAL_SPI_CLIENT_COUNT; i++) {
        const struct spi_done event = {.status = ERROR_RESERVE};
        if (!AT(virtual_spi.request, i).is_waiting) {
            client_tell(i, &event);
        }
    }
}

void virtual_spi_deferred(void)
{
    if (!virtual_spi.is_started) {
        life_begin();
    }
    for (size_t i = 0; i < VIRTUAL_SPI_CLIENT_COUNT; i++) {
        const struct spi_done event = {.buffer = AT(virtual_spi.request, i).buffer,
                                       .status = AT(virtual_spi.request, i).failure};
        if (event.status != ERROR_NONE) {
            client_tell(i, &event);
        }
    }
    next_start();
}

void virtual_spi_timer(void)
{
    virtual_spi.is_overdue = OPTIONAL_HAS(virtual_spi.holder);
    next_start();
}

void virtual_spi_done(const struct spi_done *event)
{
    if (OPTIONAL_HAS(virtual_spi.at_bus)) {
        const size_t place = OPTIONAL_GET(virtual_spi.at_bus);
        OPTIONAL_CLEAR(virtual_spi.at_bus);
        if (event->status == ERROR_NONE) {
            hold_note(place);
        } else if (is_holder(place)) {
            hold_end();
        }
        client_tell(place, event);
    }
    // Only now, so that a client that asks again at once waits for its turn like the others.
    virtual_spi.is_bus_busy = false;
    next_start();
}

// ---------------------------------------------------------------------------------------------
// What clients call

static enum error client_transfer(enum virtual_spi_place place, struct transfer_buffer buffer,
                                  struct spi_message message)
{
    if (AT(virtual_spi.request, place).is_waiting) {
        return ERROR_BUSY;
    }
    if (AT(virtual_spi.request, place).has_lost) {
        AT(virtual_spi.request, place).has_lost = false;
        return ERROR_RESERVE;
    }
    AT(virtual_spi.request, place).buffer = buffer;
    AT(virtual_spi.request, place).message = message;
    AT(virtual_spi.request, place).message.device = AT(virtual_spi_devices, place).device;
    // If nobody is before it, what the bus refuses is the client's to know at once.
    const enum error error = is_free_for(place) ? bus_start(place) : ERROR_NONE;
    AT(virtual_spi.request, place).is_waiting = error == ERROR_NONE;
    return error;
}

static enum error client_cancel(enum virtual_spi_place place)
{
    AT(virtual_spi.request, place).has_lost = false;
    if (OPTIONAL_HAS(virtual_spi.at_bus) && OPTIONAL_GET(virtual_spi.at_bus) == place) {
        return virtual_spi_bus.cancel();
    }
    if (is_holder(place)) {
        hold_end();
        (void)virtual_spi_bus.cancel();
        deferred_call_request(); // Somebody may have waited for it.
    }
    if (!AT(virtual_spi.request, place).is_waiting) {
        return ERROR_ALREADY;
    }
    AT(virtual_spi.request, place).failure = ERROR_CANCEL;
    deferred_call_request();
    return ERROR_NONE;
}

enum error virtual_spi_first_transfer(struct transfer_buffer buffer, struct spi_message message)
{
    return client_transfer(VIRTUAL_SPI_FIRST, buffer, message);
}

enum error virtual_spi_first_cancel(void)
{
    return client_cancel(VIRTUAL_SPI_FIRST);
}

enum error virtual_spi_second_transfer(struct transfer_buffer buffer, struct spi_message message)
{
    return client_transfer(VIRTUAL_SPI_SECOND, buffer, message);
}

enum error virtual_spi_second_cancel(void)
{
    return client_cancel(VIRTUAL_SPI_SECOND);
}

enum error virtual_spi_third_transfer(struct transfer_buffer buffer, struct spi_message message)
{
    return client_transfer(VIRTUAL_SPI_THIRD, buffer, message);
}

enum error virtual_spi_third_cancel(void)
{
    return client_cancel(VIRTUAL_SPI_THIRD);
}
