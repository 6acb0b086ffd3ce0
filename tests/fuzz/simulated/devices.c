// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "devices.h"

#include <kernel/port.h>
#include <lib/invariant.h>
#include <string.h>

#include "host.h"

enum { KEPT_BYTES_MAX = 256, INPUT_BYTES_MAX = 512, ENTROPY_BYTES_MAX = 64 };

static struct {
    uint8_t kept[KEPT_BYTES_MAX];
    size_t kept_bytes;
    size_t room_bytes;
    bool is_room_wanted;
    bool is_sent;
    uint8_t input[INPUT_BYTES_MAX];
    size_t input_first;
    size_t input_end;
    uint32_t lost_count;
    bool is_receiving;
} uart;

static struct {
    uint32_t lights;
    uint32_t pressed;
    uint32_t watched;
    uint32_t changed;
} panel;

/// A request of the source's client. While it is under way, only the device changes the bytes.
static struct {
    struct transfer_buffer buffer;
    uint8_t *bytes;
    uint8_t written[ENTROPY_BYTES_MAX];
    size_t wanted_bytes;
    size_t filled_bytes;
    enum error status;
    bool is_busy;
    bool is_over;
    uint8_t next_byte;
} entropy;

void simulated_initialise(void)
{
    uart.room_bytes = KEPT_BYTES_MAX;
    port_irq_enable(SIMULATED_LINE_UART);
    port_irq_enable(SIMULATED_LINE_BUTTONS);
    port_irq_enable(SIMULATED_LINE_ENTROPY);
}

// ---------------------------------------------------------------------------------------------
// Serial line

size_t simulated_uart_transmit(const struct const_span *bytes)
{
    // A capsule that has been restarted knows nothing of an event that it waited for.
    size_t taken = 0;
    while (taken < bytes->length_bytes_ && uart.kept_bytes < uart.room_bytes) {
        uart.kept[uart.kept_bytes++] = bytes->bytes_[taken++];
    }
    uart.is_room_wanted = taken < bytes->length_bytes_;
    return taken;
}

enum error simulated_uart_receive_start(void)
{
    uart.is_receiving = true;
    if (uart.input_first < uart.input_end) {
        kernel_bottom_half_request(SIMULATED_LINE_UART);
    }
    return ERROR_NONE;
}

void simulated_uart_receive_pause(void)
{
    uart.is_receiving = false;
}

void simulated_uart_sent(size_t room_bytes)
{
    for (size_t i = 0; i < uart.kept_bytes; i++) {
        simulated_uart_output(uart.kept[i]);
    }
    uart.kept_bytes = 0;
    uart.room_bytes = room_bytes < KEPT_BYTES_MAX ? room_bytes : KEPT_BYTES_MAX;
    uart.is_sent = true;
    host_line_raise(SIMULATED_LINE_UART);
}

void simulated_uart_receive(const uint8_t *bytes, size_t count)
{
    memmove(uart.input, uart.input + uart.input_first, uart.input_end - uart.input_first);
    uart.input_end -= uart.input_first;
    uart.input_first = 0;
    for (size_t i = 0; i < count; i++) {
        if (uart.input_end < INPUT_BYTES_MAX) {
            uart.input[uart.input_end++] = bytes[i];
        } else {
            uart.lost_count++;
        }
    }
    host_line_raise(SIMULATED_LINE_UART);
}

bool simulated_uart_is_busy(void)
{
    return (uart.is_room_wanted && uart.room_bytes > 0) ||
           (uart.is_receiving && uart.input_first < uart.input_end);
}

static void uart_input_serve(void)
{
    if (!uart.is_receiving || uart.input_first == uart.input_end) {
        return;
    }
    struct uart_received event = {.lost_count = uart.lost_count};
    uart.lost_count = 0;
    while (event.length_bytes < UART_RECEIVED_BYTES_MAX && uart.input_first < uart.input_end) {
        event.bytes[event.length_bytes++] = uart.input[uart.input_first++];
    }
    simulated_uart_client.received(&event);
    if (uart.is_receiving && uart.input_first < uart.input_end) {
        kernel_bottom_half_request(SIMULATED_LINE_UART);
    }
}

void simulated_uart_bottom_half(void)
{
    if (uart.is_sent && uart.is_room_wanted && uart.room_bytes > 0) {
        uart.is_room_wanted = false;
        const struct uart_transmitted event = {.status = ERROR_NONE};
        simulated_uart_client.transmitted(&event);
    }
    uart.is_sent = false;
    uart_input_serve();
}

// ---------------------------------------------------------------------------------------------
// Lights and buttons

void simulated_led_set(uint32_t index, bool is_on)
{
    invariant(index < SIMULATED_LED_COUNT);
    panel.lights = is_on ? panel.lights | 1u << index : panel.lights & ~(1u << index);
}

bool simulated_led_is_on(uint32_t index)
{
    invariant(index < SIMULATED_LED_COUNT);
    return (panel.lights >> index & 1u) != 0;
}

bool simulated_button_is_pressed(uint32_t index)
{
    invariant(index < SIMULATED_BUTTON_COUNT);
    return (panel.pressed >> index & 1u) != 0;
}

void simulated_button_watch(uint32_t mask)
{
    invariant(mask < 1u << SIMULATED_BUTTON_COUNT);
    panel.watched = mask;
}

void simulated_button_change(uint32_t index)
{
    panel.pressed ^= 1u << index;
    panel.changed |= 1u << index;
    host_line_raise(SIMULATED_LINE_BUTTONS);
}

void simulated_buttons_bottom_half(void)
{
    const uint32_t changed = panel.changed & panel.watched;
    panel.changed = 0;
    for (uint32_t i = 0; i < SIMULATED_BUTTON_COUNT; i++) {
        if ((changed >> i & 1u) != 0) {
            const struct button_changed event = {.index = i,
                                                 .is_pressed = (panel.pressed >> i & 1u) != 0};
            simulated_button_client.changed(&event);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Entropy

bool simulated_entropy_is_present(void)
{
    return true;
}

enum error simulated_entropy_request(struct transfer_buffer buffer, size_t length_bytes)
{
    if (entropy.is_busy) {
        return ERROR_BUSY;
    }
    if (length_bytes == 0) {
        return ERROR_SIZE;
    }
    const enum error error =
        ledger_take(buffer, SIMULATED_ENTROPY_DEVICE, length_bytes, &entropy.bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    invariant(length_bytes <= ENTROPY_BYTES_MAX);
    entropy.buffer = buffer;
    entropy.wanted_bytes = length_bytes;
    entropy.filled_bytes = 0;
    entropy.is_busy = true;
    entropy.is_over = false;
    memset(entropy.written, 0x5A, length_bytes);
    memcpy(entropy.bytes, entropy.written, length_bytes);
    return ERROR_NONE;
}

static void entropy_end(enum error status)
{
    if (entropy.is_busy && !entropy.is_over) {
        entropy.is_over = true;
        entropy.status = status;
        kernel_bottom_half_request(SIMULATED_LINE_ENTROPY);
    }
}

enum error simulated_entropy_cancel(void)
{
    if (!entropy.is_busy || entropy.is_over) {
        return ERROR_ALREADY;
    }
    entropy_end(ERROR_CANCEL);
    return ERROR_NONE;
}

void simulated_entropy_fill(size_t length_bytes)
{
    if (!entropy.is_busy || entropy.is_over) {
        return;
    }
    entropy.filled_bytes =
        length_bytes < entropy.wanted_bytes ? length_bytes : entropy.wanted_bytes;
    entropy.filled_bytes += entropy.filled_bytes == 0;
    for (size_t i = 0; i < entropy.filled_bytes; i++) {
        entropy.written[i] = entropy.next_byte++;
        entropy.bytes[i] = entropy.written[i];
    }
    entropy_end(ERROR_NONE);
}

void simulated_entropy_fail(void)
{
    entropy_end(ERROR_FAILED);
}

bool simulated_entropy_has_buffer(void)
{
    return entropy.is_busy;
}

void simulated_entropy_bottom_half(void)
{
    if (!entropy.is_busy || !entropy.is_over) {
        return;
    }
    // Nobody else touched the bytes while the device held them.
    invariant(memcmp(entropy.bytes, entropy.written, entropy.wanted_bytes) == 0);
    struct entropy_filled event = {.status = entropy.status};
    if (event.status == ERROR_NONE) {
        event.length_bytes = entropy.filled_bytes;
    }
    const enum error error = ledger_return(entropy.buffer, SIMULATED_ENTROPY_DEVICE, &event.buffer);
    invariant(error == ERROR_NONE);
    entropy.is_busy = false;
    simulated_entropy_client.filled(&event);
}
