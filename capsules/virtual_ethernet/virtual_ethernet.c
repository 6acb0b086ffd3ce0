// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_ethernet.h"

#include <lib/checked_index.h>

enum { BUFFER_RECEIVED = 0 }; ///< home buffer
enum { TYPE_OFFSET_BYTES = 12, GROUP_BIT = 1, BYTE_BITS = 8 };
enum { MILLISECONDS_PER_SECOND = 1000 };

/// The frame that a client wants sent.
struct virtual_ethernet_sending {
    struct transfer_buffer buffer;
    size_t length_bytes;
    bool is_waiting; ///< for its turn, or for its end
    bool is_at_device;
    enum error failure; ///< it ends so, by the deferred call
};

static struct {
    // Frames that come in.
    bool is_receiving; ///< the device has the buffer for it
    bool is_fresh;     ///< nobody has been told yet of the frame that is here
    bool is_kept[VIRTUAL_ETHERNET_CLIENT_COUNT]; ///< by the client in that place
    size_t frame_bytes;                          ///< of the frame that is here; 0: none
    uint32_t frame_number;
    uint8_t head[ETHERNET_FRAME_BYTES_MIN];

    // Frames that go out.
    struct virtual_ethernet_sending sending[VIRTUAL_ETHERNET_CLIENT_COUNT];
    uint8_t next; ///< whose turn it is
    bool is_device_busy;
    bool is_started; ///< in this life of the capsule
} virtual_ethernet CAPSULE_STATE;

void virtual_ethernet_init(void)
{
    deferred_call_request();
}

void virtual_ethernet_describe(struct ethernet_description *description)
{
    virtual_ethernet_device.describe(description);
}

// ---------------------------------------------------------------------------------------------
// Frames that go out

/// Tells a client how its frame ended.
static void sending_end(size_t place, const struct ethernet_transmitted *event)
{
    AT(virtual_ethernet.sending, place).is_waiting = false;
    AT(virtual_ethernet.sending, place).is_at_device = false;
    AT(virtual_ethernet.sending, place).failure = ERROR_NONE;
    if (AT(virtual_ethernet_clients, place).transmitted != NULL) {
        (void)AT(virtual_ethernet_clients, place).transmitted(event);
    }
}

/// Has the device send the frame of a place. One that is busy does so for an earlier life of this
/// capsule; the end of that brings the turn of this place.
static enum error device_start(size_t place)
{
    const enum error error =
        virtual_ethernet_device.transmit(AT(virtual_ethernet.sending, place).buffer,
                                         AT(virtual_ethernet.sending, place).length_bytes);
    virtual_ethernet.is_device_busy = error == ERROR_NONE || error == ERROR_BUSY;
    if (error == ERROR_NONE) {
        AT(virtual_ethernet.sending, place).is_at_device = true;
        virtual_ethernet.next = (uint8_t)((place + 1) % VIRTUAL_ETHERNET_CLIENT_COUNT);
    }
    return error == ERROR_BUSY ? ERROR_NONE : error;
}

/// Lets the device send the next frame that waits.
static void next_start(void)
{
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT && !virtual_ethernet.is_device_busy; i++) {
        const size_t place = (virtual_ethernet.next + i) % VIRTUAL_ETHERNET_CLIENT_COUNT;
        if (!AT(virtual_ethernet.sending, place).is_waiting ||
            AT(virtual_ethernet.sending, place).failure != ERROR_NONE) {
            continue;
        }
        const enum error error = device_start(place);
        if (error != ERROR_NONE) {
            AT(virtual_ethernet.sending, place).failure = error;
            deferred_call_request();
        }
    }
}

void virtual_ethernet_transmitted(const struct ethernet_transmitted *event)
{
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
        if (AT(virtual_ethernet.sending, i).is_at_device) {
            sending_end(i, event);
        }
    }
    // Only now, so that a client that sends again at once waits for its turn like the others.
    virtual_ethernet.is_device_busy = false;
    next_start();
}

static enum error client_transmit(enum virtual_ethernet_place place, struct transfer_buffer buffer,
                                  size_t length_bytes)
{
    if (length_bytes < ETHERNET_FRAME_BYTES_MIN || length_bytes > ETHERNET_FRAME_BYTES_MAX) {
        return ERROR_SIZE;
    }
    if (AT(virtual_ethernet.sending, place).is_waiting) {
        return ERROR_BUSY;
    }
    AT(virtual_ethernet.sending, place).buffer = buffer;
    AT(virtual_ethernet.sending, place).length_bytes = length_bytes;
    // If nobody is before it, what the device refuses is the client's to know at once.
    const enum error error = virtual_ethernet.is_device_busy ? ERROR_NONE : device_start(place);
    AT(virtual_ethernet.sending, place).is_waiting = error == ERROR_NONE;
    return error;
}

static enum error client_cancel(enum virtual_ethernet_place place)
{
    if (!AT(virtual_ethernet.sending, place).is_waiting) {
        return ERROR_ALREADY;
    }
    if (AT(virtual_ethernet.sending, place).is_at_device) {
        // This takes the buffer for frames that come in from the device, too; it goes there again.
        return virtual_ethernet_device.cancel();
    }
    AT(virtual_ethernet.sending, place).failure = ERROR_CANCEL;
    deferred_call_request();
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// Frames that come in

void virtual_ethernet_received(const struct ethernet_received *event)
{
    deferred_call_request();
    if (!virtual_ethernet.is_receiving) {
        return; // Of an earlier life; now the device can take the buffer again.
    }
    virtual_ethernet.is_receiving = false;
    const bool is_frame = event->status == ERROR_NONE &&
                          event->length_bytes >= ETHERNET_FRAME_BYTES_MIN &&
                          event->length_bytes <= ETHERNET_FRAME_BYTES_MAX;
    virtual_ethernet.frame_bytes = is_frame ? event->length_bytes : 0;
    virtual_ethernet.is_fresh = is_frame;
}

static bool is_for_this_board(void)
{
    if ((virtual_ethernet.head[0] & GROUP_BIT) != 0) {
        return true;
    }
    struct ethernet_description description = {.is_present = false};
    virtual_ethernet_device.describe(&description);
    bool is_own = description.has_address;
    for (size_t i = 0; i < ETHERNET_ADDRESS_BYTES; i++) {
        is_own = is_own && AT(virtual_ethernet.head, i) == AT(description.address, i);
    }
    return is_own;
}

static bool is_wanted(size_t place)
{
    const uint16_t type = AT(virtual_ethernet_types, place).type;
    const uint32_t found = (uint32_t)virtual_ethernet.head[TYPE_OFFSET_BYTES] << BYTE_BITS |
                           virtual_ethernet.head[TYPE_OFFSET_BYTES + 1];
    return AT(virtual_ethernet_clients, place).arrived != NULL &&
           (type == 0 || (type == found && is_for_this_board()));
}

/// Gives the frame to all that want it.
static void frame_tell(void)
{
    virtual_ethernet.is_fresh = false;
    virtual_ethernet.frame_number += virtual_ethernet.frame_number == UINT32_MAX ? 2 : 1;
    const struct ethernet_arrived event = {.number = virtual_ethernet.frame_number,
                                           .length_bytes = virtual_ethernet.frame_bytes};
    if (transfer_buffer_read(transfer_buffer_home(BUFFER_RECEIVED), 0,
                             SPAN_IN(virtual_ethernet.head)) != ERROR_NONE) {
        return;
    }
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
        // A client that has failed keeps nothing.
        AT(virtual_ethernet.is_kept, i) =
            is_wanted(i) && AT(virtual_ethernet_clients, i).arrived(&event) == ERROR_NONE;
    }
    timer_set(time_now() + time_hz() / MILLISECONDS_PER_SECOND * ETHERNET_PORT_KEEP_MILLISECONDS);
}

static bool is_frame_kept(void)
{
    bool is_kept = false;
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
        is_kept = is_kept || AT(virtual_ethernet.is_kept, i);
    }
    return is_kept;
}

/// Has the device wait for the next frame when nobody keeps this one.
static void frame_next(void)
{
    if (virtual_ethernet.is_receiving || is_frame_kept()) {
        return;
    }
    if (virtual_ethernet.frame_bytes > 0) {
        virtual_ethernet.frame_bytes = 0;
        timer_cancel();
    }
    virtual_ethernet.is_receiving =
        virtual_ethernet_device.receive(transfer_buffer_home(BUFFER_RECEIVED)) == ERROR_NONE;
}

void virtual_ethernet_timer(void)
{
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
        AT(virtual_ethernet.is_kept, i) = false;
    }
    deferred_call_request();
}

static void client_read(enum virtual_ethernet_place place, struct ethernet_part *part)
{
    const size_t length = span_length(part->bytes);
    if (!AT(virtual_ethernet.is_kept, place) || part->number != virtual_ethernet.frame_number) {
        part->status = ERROR_STALE;
    } else if (part->offset_bytes > virtual_ethernet.frame_bytes ||
               length > virtual_ethernet.frame_bytes - part->offset_bytes) {
        part->status = ERROR_SIZE;
    } else {
        part->status = transfer_buffer_read(transfer_buffer_home(BUFFER_RECEIVED),
                                            part->offset_bytes, part->bytes);
    }
}

static enum error client_release(enum virtual_ethernet_place place, uint32_t number)
{
    if (!AT(virtual_ethernet.is_kept, place) ||
        (number != 0 && number != virtual_ethernet.frame_number)) {
        return ERROR_ALREADY;
    }
    AT(virtual_ethernet.is_kept, place) = false;
    deferred_call_request();
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------

/// Whether the device has a frame that a client of this life wants sent.
static bool is_own_at_device(void)
{
    bool is_own = false;
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
        is_own = is_own || AT(virtual_ethernet.sending, i).is_at_device;
    }
    return is_own;
}

void virtual_ethernet_deferred(void)
{
    if (!virtual_ethernet.is_started) {
        // After a restart the device may send for a client of before; nobody waits for that. The
        // clients that do wait learn that their frames are forgotten.
        virtual_ethernet.is_started = true;
        if (!is_own_at_device()) {
            (void)virtual_ethernet_device.cancel();
        }
        const struct ethernet_transmitted event = {.status = ERROR_RESERVE};
        for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
            if (!AT(virtual_ethernet.sending, i).is_waiting) {
                sending_end(i, &event);
            }
        }
    }
    for (size_t i = 0; i < VIRTUAL_ETHERNET_CLIENT_COUNT; i++) {
        const struct ethernet_transmitted event = {.buffer = AT(virtual_ethernet.sending, i).buffer,
                                                   .status =
                                                       AT(virtual_ethernet.sending, i).failure};
        if (event.status != ERROR_NONE) {
            sending_end(i, &event);
        }
    }
    next_start();
    if (virtual_ethernet.is_fresh) {
        frame_tell();
    }
    frame_next();
}

enum error virtual_ethernet_first_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    return client_transmit(VIRTUAL_ETHERNET_FIRST, buffer, length_bytes);
}

enum error virtual_ethernet_first_cancel(void)
{
    return client_cancel(VIRTUAL_ETHERNET_FIRST);
}

void virtual_ethernet_first_read(struct ethernet_part *part)
{
    client_read(VIRTUAL_ETHERNET_FIRST, part);
}

enum error virtual_ethernet_first_release(uint32_t number)
{
    return client_release(VIRTUAL_ETHERNET_FIRST, number);
}

enum error virtual_ethernet_second_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    return client_transmit(VIRTUAL_ETHERNET_SECOND, buffer, length_bytes);
}

enum error virtual_ethernet_second_cancel(void)
{
    return client_cancel(VIRTUAL_ETHERNET_SECOND);
}

void virtual_ethernet_second_read(struct ethernet_part *part)
{
    client_read(VIRTUAL_ETHERNET_SECOND, part);
}

enum error virtual_ethernet_second_release(uint32_t number)
{
    return client_release(VIRTUAL_ETHERNET_SECOND, number);
}
