// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "uart.h"

#include <arch/mmio.h>
#include <kernel/port.h>

#include "gpio.h"
#include "interrupts.h"

enum uart_register {
    UART_TRANSMIT_DATA = 0x10013000,
    UART_RECEIVE_DATA = 0x10013004,
    UART_TRANSMIT_CONTROL = 0x10013008,
    UART_RECEIVE_CONTROL = 0x1001300C,
    UART_INTERRUPT_ENABLE = 0x10013010,
    UART_INTERRUPT_PENDING = 0x10013014,
    UART_DIVIDER = 0x10013018,
};

#define TRANSMIT_FULL (1u << 31)
#define RECEIVE_EMPTY (1u << 31)

enum {
    CONTROL_ENABLE = 1 << 0,
    // An interrupt while fewer entries than this are in the FIFO: while it is empty.
    TRANSMIT_WATERMARK_EMPTY = 1 << 16,
    // Of the receiver: while more than 0 are.

    INTERRUPT_TRANSMIT = 1 << 0,
    INTERRUPT_RECEIVE = 1 << 1,

    FIFO_BYTES = 8,

    // A line that is never full, as in an emulator, takes several fillings a call.
    BYTES_PER_CALL_MAX = 64,

    BAUD = 115200,

    PIN_RECEIVE = 16,
    PIN_TRANSMIT = 17,
};

static_assert((int)FIFO_BYTES <= (int)UART_RECEIVED_BYTES_MAX,
              "an event holds what the FIFO holds");

/// Guard of both: base level. Whether the client waits for room, and for received bytes.
static bool is_room_wanted;
static bool is_receiving;

static void interrupts_write(void)
{
    mmio_write_32(UART_INTERRUPT_ENABLE, (is_receiving ? INTERRUPT_RECEIVE : 0u) |
                                             (is_room_wanted ? INTERRUPT_TRANSMIT : 0u));
}

void sifive_uart_initialise(uint32_t clock_hz)
{
    // The line is sampled at clock / (divider + 1); rounded to the nearest.
    mmio_write_32(UART_DIVIDER, (clock_hz + BAUD / 2) / BAUD - 1);
    mmio_write_32(UART_INTERRUPT_ENABLE, 0);
    mmio_write_32(UART_TRANSMIT_CONTROL, CONTROL_ENABLE | TRANSMIT_WATERMARK_EMPTY);
    mmio_write_32(UART_RECEIVE_CONTROL, CONTROL_ENABLE);
    sifive_gpio_function_select(1u << PIN_RECEIVE | 1u << PIN_TRANSMIT);
    port_irq_enable(SIFIVE_LINE_UART0);
}

static bool has_room(void)
{
    return (mmio_read_32(UART_TRANSMIT_DATA) & TRANSMIT_FULL) == 0;
}

size_t sifive_uart_transmit(const struct const_span *bytes)
{
    const size_t length_bytes = bytes->length_bytes_;
    const size_t end = length_bytes < BYTES_PER_CALL_MAX ? length_bytes : BYTES_PER_CALL_MAX;
    size_t count = 0;
    while (count < end && has_room()) {
        mmio_write_32(UART_TRANSMIT_DATA, bytes->bytes_[count]);
        count++;
    }
    if (count < length_bytes) {
        is_room_wanted = true;
        interrupts_write(); // One comes when the FIFO is empty.
    }
    return count;
}

enum error sifive_uart_receive_start(void)
{
    is_receiving = true;
    interrupts_write();
    return ERROR_NONE;
}

void sifive_uart_receive_pause(void)
{
    is_receiving = false;
    interrupts_write();
}

/// Takes what has arrived, at most what the FIFO holds.
static void incoming_take(struct uart_received *event)
{
    for (unsigned i = 0; i < FIFO_BYTES; i++) {
        const uint32_t data = mmio_read_32(UART_RECEIVE_DATA);
        if ((data & RECEIVE_EMPTY) != 0) {
            return;
        }
        event->bytes[event->length_bytes] = (uint8_t)data;
        event->length_bytes++;
    }
}

/// Gives the client what has arrived. False: nothing has, or it is not to be given.
static bool incoming_give(void)
{
    struct uart_received event = {.length_bytes = 0};
    if (is_receiving) {
        incoming_take(&event);
    }
    if (event.length_bytes != 0) {
        sifive_uart_client.received(&event);
    }
    return event.length_bytes != 0;
}

void sifive_uart_bottom_half(void)
{
    // One event a run. If there is room, too, the device goes on asking for the next.
    if (!incoming_give() && is_room_wanted &&
        (mmio_read_32(UART_INTERRUPT_PENDING) & INTERRUPT_TRANSMIT) != 0) {
        is_room_wanted = false;
        interrupts_write();
        sifive_uart_client.transmitted(&(struct uart_transmitted){.status = ERROR_NONE});
    }
}

void sifive_uart_panic_write(const char *text, size_t length_bytes)
{
    mmio_write_32(UART_INTERRUPT_ENABLE, 0);
    for (size_t i = 0; i < length_bytes; i++) {
        while ((mmio_read_32(UART_TRANSMIT_DATA) & TRANSMIT_FULL) != 0) {
        }
        mmio_write_32(UART_TRANSMIT_DATA, (uint8_t)text[i]);
    }
}
