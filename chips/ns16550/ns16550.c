// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ns16550.h"

#include <arch/mmio.h>
#include <kernel/port.h>

enum ns16550_register {
    DATA = 0,
    DIVISOR_LOW = 0, ///< with LINE_DIVISOR
    INTERRUPT_ENABLE = 1,
    DIVISOR_HIGH = 1, ///< with LINE_DIVISOR
    FIFO_CONTROL = 2, ///< write only
    LINE_CONTROL = 3,
    MODEM_CONTROL = 4,
    LINE_STATUS = 5,
};

enum {
    ENABLE_RECEIVED = 1 << 0,
    ENABLE_TRANSMIT_EMPTY = 1 << 1,

    FIFO_ON_AND_CLEARED = 0x07, // Interrupts from the first received byte on.
    FIFO_BYTES = 16,

    // A line that is never full, as in an emulator, takes several fillings a call.
    BYTES_PER_CALL_MAX = 64,

    LINE_8_BITS_NO_PARITY = 0x03,
    LINE_DIVISOR = 1 << 7,

    MODEM_READY = 1 << 0,
    MODEM_SEND = 1 << 1, ///< RTS: the other end may send

    STATUS_RECEIVED = 1 << 0,
    STATUS_OVERRUN = 1 << 1,
    STATUS_BAD_BYTE = 0x1C, ///< parity, framing or break
    STATUS_TRANSMIT_EMPTY = 1 << 5,

    BAUD = 115200,
    CLOCKS_PER_BIT = 16,
};

static_assert((int)FIFO_BYTES <= (int)UART_RECEIVED_BYTES_MAX,
              "an event holds what the FIFO holds");

/// Guard of all: base level. Room in the device's FIFO for bytes to send, at least: how much it is
/// the device does not say, but that it is all. And whether the client waits for room.
static uint8_t room_bytes;
static bool is_room_wanted;

/// Bytes lost since the last ones that the client got.
static uint32_t incoming_lost_count;
static bool is_receiving;

static void register_write(enum ns16550_register register_offset, uint32_t value)
{
    mmio_write_8(ns16550_base + register_offset, (uint8_t)value);
}

static uint8_t register_read(enum ns16550_register register_offset)
{
    return mmio_read_8(ns16550_base + register_offset);
}

/// What the line says of itself and of the byte that is taken next. Reading it forgets an overrun.
static uint8_t line_status(void)
{
    const uint8_t status = register_read(LINE_STATUS);
    if ((status & STATUS_OVERRUN) != 0) {
        incoming_lost_count++; // It lost at least one.
    }
    return status;
}

static bool room_find(void)
{
    if (room_bytes == 0 && (line_status() & STATUS_TRANSMIT_EMPTY) != 0) {
        room_bytes = FIFO_BYTES;
    }
    return room_bytes != 0;
}

static void interrupts_write(void)
{
    register_write(INTERRUPT_ENABLE, (is_receiving ? ENABLE_RECEIVED : 0) |
                                         (is_room_wanted ? ENABLE_TRANSMIT_EMPTY : 0));
}

void ns16550_initialise(void)
{
    const uint32_t divisor = ns16550_clock_hz / (CLOCKS_PER_BIT * BAUD);
    register_write(INTERRUPT_ENABLE, 0);
    register_write(LINE_CONTROL, LINE_DIVISOR);
    register_write(DIVISOR_LOW, divisor & 0xFF);
    register_write(DIVISOR_HIGH, divisor >> 8);
    register_write(LINE_CONTROL, LINE_8_BITS_NO_PARITY);
    register_write(FIFO_CONTROL, FIFO_ON_AND_CLEARED);
    register_write(MODEM_CONTROL, MODEM_READY);
    port_irq_enable(ns16550_line);
}

size_t ns16550_transmit(const struct const_span *bytes)
{
    const size_t length_bytes = bytes->length_bytes_;
    const size_t end = length_bytes < BYTES_PER_CALL_MAX ? length_bytes : BYTES_PER_CALL_MAX;
    size_t count = 0;
    while (count < end && room_find()) {
        const size_t left = end - count;
        const size_t part = left < room_bytes ? left : room_bytes;
        room_bytes = (uint8_t)(room_bytes - part);
        for (const size_t part_end = count + part; count < part_end; count++) {
            register_write(DATA, bytes->bytes_[count]);
        }
    }
    if (count < length_bytes) {
        is_room_wanted = true;
        interrupts_write(); // One comes when the FIFO is empty, or now if it is.
    }
    return count;
}

enum error ns16550_receive_start(void)
{
    is_receiving = true;
    register_write(MODEM_CONTROL, MODEM_READY | MODEM_SEND);
    interrupts_write();
    return ERROR_NONE;
}

void ns16550_receive_pause(void)
{
    is_receiving = false;
    register_write(MODEM_CONTROL, MODEM_READY);
    interrupts_write();
}

/// Takes what has arrived, at most what the FIFO holds.
static void incoming_take(struct uart_received *event)
{
    for (unsigned i = 0; i < FIFO_BYTES; i++) {
        const uint8_t status = line_status();
        if ((status & STATUS_RECEIVED) == 0) {
            return;
        }
        const uint8_t byte = register_read(DATA);
        if ((status & STATUS_BAD_BYTE) != 0) {
            incoming_lost_count++;
        } else {
            event->bytes[event->length_bytes] = byte;
            event->length_bytes++;
        }
    }
}

/// Gives the client what has arrived. False: nothing has, or it is not to be given.
static bool incoming_give(void)
{
    struct uart_received event = {.length_bytes = 0};
    if (is_receiving) {
        incoming_take(&event);
    }
    if (event.length_bytes == 0) {
        return false;
    }
    event.lost_count = incoming_lost_count;
    incoming_lost_count = 0;
    ns16550_client.received(&event);
    return true;
}

void ns16550_bottom_half(void)
{
    // One event a run. If there is room, too, the device goes on asking for the next.
    if (!incoming_give() && is_room_wanted && room_find()) {
        is_room_wanted = false;
        interrupts_write();
        ns16550_client.transmitted(&(struct uart_transmitted){.status = ERROR_NONE});
    }
}

void ns16550_panic_write(const char *text, size_t length_bytes)
{
    register_write(INTERRUPT_ENABLE, 0);
    for (size_t i = 0; i < length_bytes; i++) {
        while ((register_read(LINE_STATUS) & STATUS_TRANSMIT_EMPTY) == 0) {
        }
        register_write(DATA, (uint8_t)text[i]);
    }
}
