// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pl011.h"

#include <arch/mmio.h>
#include <kernel/port.h>

#define DATA (pl011_base + 0x00)
#define FLAGS (pl011_base + 0x18)
#define DIVISOR_INTEGER (pl011_base + 0x24)
#define DIVISOR_FRACTION (pl011_base + 0x28) ///< in 64ths
#define LINE_CONTROL (pl011_base + 0x2C)
#define CONTROL (pl011_base + 0x30)
#define FIFO_LEVELS (pl011_base + 0x34)
#define INTERRUPT_MASK (pl011_base + 0x38)
#define INTERRUPT_CLEAR (pl011_base + 0x44)

enum {
    DATA_BAD_BYTE = 0x700, ///< framing, parity or break
    DATA_OVERRUN = 1 << 11,

    FLAG_RECEIVE_EMPTY = 1 << 4,
    FLAG_TRANSMIT_FULL = 1 << 5,

    LINE_FIFO = 1 << 4,
    LINE_8_BITS = 3 << 5,

    CONTROL_ENABLE = 1 << 0,
    CONTROL_TRANSMIT = 1 << 8,
    CONTROL_RECEIVE = 1 << 9,

    LEVELS_EARLY_AND_HALF = 2, ///< received: an eighth is full; to send: half is empty

    INTERRUPT_RECEIVED = 1 << 4,
    INTERRUPT_TRANSMITTED = 1 << 5,
    INTERRUPT_RECEIVE_TIMEOUT = 1 << 6, ///< bytes below the level, and no more have come
    INTERRUPT_ALL = 0x7FF,

    // A line that is never full, as in an emulator, takes several fillings a call.
    BYTES_PER_CALL_MAX = 64,

    BAUD = 115200,
};

/// Guard of all: base level. Whether the client waits for room, and gets what arrives.
static bool is_room_wanted;
static bool is_receiving;

/// Bytes lost since the last ones that the client got.
static uint32_t incoming_lost_count;

static void interrupts_write(void)
{
    const uint32_t receiving = INTERRUPT_RECEIVED | INTERRUPT_RECEIVE_TIMEOUT;
    mmio_write_32(INTERRUPT_MASK,
                  (is_receiving ? receiving : 0) | (is_room_wanted ? INTERRUPT_TRANSMITTED : 0));
}

static bool room_exists(void)
{
    return (mmio_read_32(FLAGS) & FLAG_TRANSMIT_FULL) == 0;
}

void pl011_initialise(void)
{
    // The divisor is the clock over 16 times the speed, in 64ths, rounded.
    const uint32_t divisor = (pl011_clock_hz * 4u + BAUD / 2) / BAUD;
    mmio_write_32(CONTROL, 0);
    mmio_write_32(DIVISOR_INTEGER, divisor / 64u);
    mmio_write_32(DIVISOR_FRACTION, divisor % 64u);
    mmio_write_32(LINE_CONTROL, LINE_8_BITS | LINE_FIFO); // Takes the divisor over, too.
    mmio_write_32(FIFO_LEVELS, LEVELS_EARLY_AND_HALF);
    mmio_write_32(INTERRUPT_MASK, 0);
    mmio_write_32(INTERRUPT_CLEAR, INTERRUPT_ALL);
    mmio_write_32(CONTROL, CONTROL_ENABLE | CONTROL_TRANSMIT | CONTROL_RECEIVE);
    port_irq_enable(pl011_line);
}

size_t pl011_transmit(const struct const_span *bytes)
{
    const size_t length_bytes = bytes->length_bytes_;
    const size_t end = length_bytes < BYTES_PER_CALL_MAX ? length_bytes : BYTES_PER_CALL_MAX;
    size_t count = 0;
    for (; count < end && room_exists(); count++) {
        mmio_write_32(DATA, bytes->bytes_[count]);
    }
    if (count < length_bytes) {
        is_room_wanted = true;
        interrupts_write(); // One comes when the FIFO has become half empty.
        if (count == end) {
            kernel_bottom_half_request(pl011_line); // It may not be full, and then none comes.
        }
    }
    return count;
}

enum error pl011_receive_start(void)
{
    is_receiving = true;
    interrupts_write();
    return ERROR_NONE;
}

void pl011_receive_pause(void)
{
    is_receiving = false;
    interrupts_write();
}

/// Takes what has arrived, at most what an event holds. What is left asks again.
static void incoming_take(struct uart_received *event)
{
    for (unsigned i = 0; i < UART_RECEIVED_BYTES_MAX; i++) {
        if ((mmio_read_32(FLAGS) & FLAG_RECEIVE_EMPTY) != 0) {
            return;
        }
        const uint32_t data = mmio_read_32(DATA);
        if ((data & DATA_OVERRUN) != 0) {
            incoming_lost_count++; // It lost at least one.
        }
        if ((data & DATA_BAD_BYTE) != 0) {
            incoming_lost_count++;
        } else {
            event->bytes[event->length_bytes] = (uint8_t)data;
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
    pl011_client.received(&event);
    return true;
}

void pl011_bottom_half(void)
{
    if (incoming_give()) {
        // One event a run. What else there is must not wait for an interrupt that has been.
        kernel_bottom_half_request(pl011_line);
        return;
    }
    if (is_room_wanted) {
        // Cleared first: if the FIFO is full behind this, its interrupt is still to come.
        mmio_write_32(INTERRUPT_CLEAR, INTERRUPT_TRANSMITTED);
        if (room_exists()) {
            is_room_wanted = false;
            interrupts_write();
            pl011_client.transmitted(&(struct uart_transmitted){.status = ERROR_NONE});
        }
    }
}

void pl011_panic_write(const char *text, size_t length_bytes)
{
    mmio_write_32(INTERRUPT_MASK, 0);
    for (size_t i = 0; i < length_bytes; i++) {
        while (!room_exists()) {
        }
        mmio_write_32(DATA, (uint8_t)text[i]);
    }
}
