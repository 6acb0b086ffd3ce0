// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_entropy.h"

#include <lib/checked_index.h>

/// What a client has asked for.
struct virtual_entropy_request {
    struct transfer_buffer buffer;
    size_t length_bytes;
    bool is_waiting; ///< for its turn, or for its end
    bool is_at_source;
    enum error failure; ///< it ends so, by the deferred call
};

static struct {
    struct virtual_entropy_request request[VIRTUAL_ENTROPY_CLIENT_COUNT];
    uint8_t next; ///< whose turn it is
    bool is_source_busy;
    bool is_started; ///< in this life of the capsule
} virtual_entropy CAPSULE_STATE;

void virtual_entropy_init(void)
{
    deferred_call_request();
}

/// Tells a client how its request ended.
static void client_tell(size_t place, const struct entropy_filled *event)
{
    AT(virtual_entropy.request, place).is_waiting = false;
    AT(virtual_entropy.request, place).is_at_source = false;
    AT(virtual_entropy.request, place).failure = ERROR_NONE;
    if (AT(virtual_entropy_clients, place).filled != NULL) {
        AT(virtual_entropy_clients, place).filled(event);
    }
}

/// Lets the source work for the next one that waits.
static void source_start(void)
{
    for (size_t i = 0; i < VIRTUAL_ENTROPY_CLIENT_COUNT && !virtual_entropy.is_source_busy; i++) {
        size_t place = (virtual_entropy.next + i) % VIRTUAL_ENTROPY_CLIENT_COUNT;
        if (!AT(virtual_entropy.request, place).is_waiting ||
            AT(virtual_entropy.request, place).failure != ERROR_NONE) {
            continue;
        }
        enum error error =
            virtual_entropy_source.request(AT(virtual_entropy.request, place).buffer,
                                           AT(virtual_entropy.request, place).length_bytes);
        if (error == ERROR_NONE) {
            AT(virtual_entropy.request, place).is_at_source = true;
            virtual_entropy.is_source_busy = true;
            virtual_entropy.next = (uint8_t)((place + 1) % VIRTUAL_ENTROPY_CLIENT_COUNT);
        } else {
            AT(virtual_entropy.request, place).failure = error;
            deferred_call_request();
        }
    }
}

void virtual_entropy_deferred(void)
{
    if (!virtual_entropy.is_started) {
        // After a restart the source may work for a client of before; nobody waits for that. The
        // clients that do wait learn that their requests are forgotten.
        virtual_entropy.is_started = true;
        if (!virtual_entropy.is_source_busy) {
            (void)virtual_entropy_source.cancel(); // Else it works for a client of this life.
        }
        for (size_t i = 0; i < VIRTUAL_ENTROPY_CLIENT_COUNT; i++) {
            const struct entropy_filled event = {.status = ERROR_RESERVE};
            if (!AT(virtual_entropy.request, i).is_waiting) {
                client_tell(i, &event);
            }
        }
    }
    for (size_t i = 0; i < VIRTUAL_ENTROPY_CLIENT_COUNT; i++) {
        const struct entropy_filled event = {.buffer = AT(virtual_entropy.request, i).buffer,
                                             .status = AT(virtual_entropy.request, i).failure};
        if (event.status != ERROR_NONE) {
            client_tell(i, &event);
        }
    }
    source_start();
}

void virtual_entropy_filled(const struct entropy_filled *event)
{
    for (size_t i = 0; i < VIRTUAL_ENTROPY_CLIENT_COUNT; i++) {
        if (AT(virtual_entropy.request, i).is_at_source) {
            client_tell(i, event);
        }
    }
    // Only now, so that a client that asks again at once waits for its turn like the others.
    virtual_entropy.is_source_busy = false;
    source_start();
}

static enum error client_request(enum virtual_entropy_place place, struct transfer_buffer buffer,
                                 size_t length_bytes)
{
    if (!virtual_entropy_source.is_present()) {
        return ERROR_NO_DEVICE;
    }
    if (AT(virtual_entropy.request, place).is_waiting) {
        return ERROR_BUSY;
    }
    if (length_bytes == 0) {
        return ERROR_SIZE;
    }
    AT(virtual_entropy.request, place).buffer = buffer;
    AT(virtual_entropy.request, place).length_bytes = length_bytes;
    if (virtual_entropy.is_source_busy) {
        AT(virtual_entropy.request, place).is_waiting = true;
        return ERROR_NONE;
    }
    // Nobody waits, so what the source refuses is the client's to know at once.
    enum error error = virtual_entropy_source.request(buffer, length_bytes);
    if (error == ERROR_NONE) {
        AT(virtual_entropy.request, place).is_waiting = true;
        AT(virtual_entropy.request, place).is_at_source = true;
        virtual_entropy.is_source_busy = true;
        virtual_entropy.next = (uint8_t)((place + 1u) % VIRTUAL_ENTROPY_CLIENT_COUNT);
    }
    return error;
}

static enum error client_cancel(enum virtual_entropy_place place)
{
    if (!AT(virtual_entropy.request, place).is_waiting) {
        return ERROR_ALREADY;
    }
    if (AT(virtual_entropy.request, place).is_at_source) {
        return virtual_entropy_source.cancel();
    }
    AT(virtual_entropy.request, place).failure = ERROR_CANCEL;
    deferred_call_request();
    return ERROR_NONE;
}

bool virtual_entropy_first_is_present(void)
{
    return virtual_entropy_source.is_present();
}

enum error virtual_entropy_first_request(struct transfer_buffer buffer, size_t length_bytes)
{
    return client_request(VIRTUAL_ENTROPY_FIRST, buffer, length_bytes);
}

enum error virtual_entropy_first_cancel(void)
{
    return client_cancel(VIRTUAL_ENTROPY_FIRST);
}

bool virtual_entropy_second_is_present(void)
{
    return virtual_entropy_source.is_present();
}

enum error virtual_entropy_second_request(struct transfer_buffer buffer, size_t length_bytes)
{
    return client_request(VIRTUAL_ENTROPY_SECOND, buffer, length_bytes);
}

enum error virtual_entropy_second_cancel(void)
{
    return client_cancel(VIRTUAL_ENTROPY_SECOND);
}

bool virtual_entropy_third_is_present(void)
{
    return virtual_entropy_source.is_present();
}

enum error virtual_entropy_third_request(struct transfer_buffer buffer, size_t length_bytes)
{
    return client_request(VIRTUAL_ENTROPY_THIRD, buffer, length_bytes);
}

enum error virtual_entropy_third_cancel(void)
{
    return client_cancel(VIRTUAL_ENTROPY_THIRD);
}

bool virtual_entropy_fourth_is_present(void)
{
    return virtual_entropy_source.is_present();
}

enum error virtual_entropy_fourth_request(struct transfer_buffer buffer, size_t length_bytes)
{
    return client_request(VIRTUAL_ENTROPY_FOURTH, buffer, length_bytes);
}

enum error virtual_entropy_fourth_cancel(void)
{
    return client_cancel(VIRTUAL_ENTROPY_FOURTH);
}
