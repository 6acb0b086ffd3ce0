// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_uart.h"

#include <lib/checked_index.h>

static struct {
    bool is_waiting[VIRTUAL_UART_CLIENT_COUNT]; ///< is told when it can send
    bool is_receiving[VIRTUAL_UART_CLIENT_COUNT];
    bool has_owner; ///< who has begun, or was told to go on, and may send; others may not
    uint8_t owner;
    bool has_sent;     ///< the owner, since it was told to go on
    bool is_line_full; ///< the line says when it can take more
} virtual_uart CAPSULE_STATE;

void virtual_uart_init(void)
{
    for (size_t i = 0; i < VIRTUAL_UART_CLIENT_COUNT; i++) {
        AT(virtual_uart.is_waiting, i) = AT(virtual_uart_clients, i).transmitted != NULL;
        AT(virtual_uart.is_receiving, i) = AT(virtual_uart_clients, i).received != NULL;
    }
    // A line that cannot receive still sends; there is nobody to tell.
    (void)virtual_uart_line.receive_start();
    deferred_call_request();
}

/// Gives the line to the next one that waits, and tells it. If nobody sends, the line is free.
static void turn_pass(void)
{
    struct uart_transmitted event = {.status = ERROR_NONE};
    for (size_t i = 1; i <= VIRTUAL_UART_CLIENT_COUNT && !virtual_uart.is_line_full; i++) {
        size_t place = (virtual_uart.owner + i) % VIRTUAL_UART_CLIENT_COUNT;
        if (AT(virtual_uart.is_waiting, place)) {
            AT(virtual_uart.is_waiting, place) = false;
            virtual_uart.has_owner = true;
            virtual_uart.owner = (uint8_t)place;
            AT(virtual_uart_clients, place).transmitted(&event);
            // One turn a run: the others come by the deferred call, or when there is room.
            if (!virtual_uart.is_line_full) {
                virtual_uart.has_owner = false;
                deferred_call_request();
            }
            return;
        }
    }
}

void virtual_uart_deferred(void)
{
    if (!virtual_uart.has_owner) {
        turn_pass();
    }
}

void virtual_uart_transmitted(const struct uart_transmitted *event)
{
    virtual_uart.is_line_full = false;
    virtual_uart.has_sent = false;
    if (virtual_uart.has_owner) {
        AT(virtual_uart.is_waiting, virtual_uart.owner) = false;
        AT(virtual_uart_clients, virtual_uart.owner).transmitted(event);
        if (virtual_uart.has_sent && virtual_uart.is_line_full) {
            return; // It has more.
        }
        virtual_uart.has_owner = false;
    }
    deferred_call_request();
}

void virtual_uart_received(const struct uart_received *event)
{
    for (size_t i = 0; i < VIRTUAL_UART_CLIENT_COUNT; i++) {
        if (AT(virtual_uart.is_receiving, i)) {
            AT(virtual_uart_clients, i).received(event);
        }
    }
}

/// Says whether somebody else waits for a turn.
static bool is_other_waiting(enum virtual_uart_place place)
{
    bool is_any = false;
    for (size_t i = 0; i < VIRTUAL_UART_CLIENT_COUNT; i++) {
        is_any = is_any || (i != (size_t)place && AT(virtual_uart.is_waiting, i));
    }
    return is_any;
}

static size_t client_transmit(enum virtual_uart_place place, const struct const_span *bytes)
{
    bool is_own = virtual_uart.has_owner && virtual_uart.owner == place;
    bool is_free = !virtual_uart.has_owner && !is_other_waiting(place);
    if (virtual_uart.is_line_full || !(is_own || is_free)) {
        AT(virtual_uart.is_waiting, place) = true;
        return 0;
    }
    size_t taken = virtual_uart_line.transmit(bytes);
    virtual_uart.has_sent = true;
    virtual_uart.owner = (uint8_t)place;
    virtual_uart.is_line_full = taken < const_span_length_at(bytes);
    virtual_uart.has_owner = virtual_uart.is_line_full;
    if (!virtual_uart.has_owner) {
        deferred_call_request(); // For those that wait now, or begin to.
    }
    return taken;
}

static bool is_any_receiving(void)
{
    bool is_any = false;
    for (size_t i = 0; i < VIRTUAL_UART_CLIENT_COUNT; i++) {
        is_any = is_any || AT(virtual_uart.is_receiving, i);
    }
    return is_any;
}

static enum error client_receive_start(enum virtual_uart_place place)
{
    enum error error = is_any_receiving() ? ERROR_NONE : virtual_uart_line.receive_start();
    if (error == ERROR_NONE) {
        AT(virtual_uart.is_receiving, place) = true;
    }
    return error;
}

static void client_receive_pause(enum virtual_uart_place place)
{
    bool was_receiving = AT(virtual_uart.is_receiving, place);
    AT(virtual_uart.is_receiving, place) = false;
    if (was_receiving && !is_any_receiving()) {
        virtual_uart_line.receive_pause();
    }
}

size_t virtual_uart_first_transmit(const struct const_span *bytes)
{
    return client_transmit(VIRTUAL_UART_FIRST, bytes);
}

enum error virtual_uart_first_receive_start(void)
{
    return client_receive_start(VIRTUAL_UART_FIRST);
}

void virtual_uart_first_receive_pause(void)
{
    client_receive_pause(VIRTUAL_UART_FIRST);
}

size_t virtual_uart_second_transmit(const struct const_span *bytes)
{
    return client_transmit(VIRTUAL_UART_SECOND, bytes);
}

enum error virtual_uart_second_receive_start(void)
{
    return client_receive_start(VIRTUAL_UART_SECOND);
}

void virtual_uart_second_receive_pause(void)
{
    client_receive_pause(VIRTUAL_UART_SECOND);
}

size_t virtual_uart_third_transmit(const struct const_span *bytes)
{
    return client_transmit(VIRTUAL_UART_THIRD, bytes);
}

enum error virtual_uart_third_receive_start(void)
{
    return client_receive_start(VIRTUAL_UART_THIRD);
}

void virtual_uart_third_receive_pause(void)
{
    client_receive_pause(VIRTUAL_UART_THIRD);
}

size_t virtual_uart_fourth_transmit(const struct const_span *bytes)
{
    return client_transmit(VIRTUAL_UART_FOURTH, bytes);
}

enum error virtual_uart_fourth_receive_start(void)
{
    return client_receive_start(VIRTUAL_UART_FOURTH);
}

void virtual_uart_fourth_receive_pause(void)
{
    client_receive_pause(VIRTUAL_UART_FOURTH);
}
