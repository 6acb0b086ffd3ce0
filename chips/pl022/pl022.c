// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pl022.h"

#include <stddef.h>

#include <arch/mmio.h>
#include <kernel/port.h>

// Registers.
#define SSP_CONTROL_0 (pl022_base + 0x00)
#define SSP_CONTROL_1 (pl022_base + 0x04)
#define SSP_DATA (pl022_base + 0x08)
#define SSP_STATUS (pl022_base + 0x0C)
#define SSP_PRESCALE (pl022_base + 0x10)
#define SSP_MASK (pl022_base + 0x14)
#define SSP_CLEAR (pl022_base + 0x20)

enum {
    CONTROL_0_EIGHT_BITS = 7,
    CONTROL_0_IDLE_HIGH = 1 << 6,
    CONTROL_0_TRAILING = 1 << 7,
    CONTROL_0_RATE_SHIFT = 8,

    CONTROL_1_ENABLE = 1 << 1,

    STATUS_ROOM = 1 << 1,
    STATUS_RECEIVED = 1 << 2,

    INTERRUPT_OVERRUN = 1 << 0,
    INTERRUPT_REST = 1 << 1, ///< a few bytes were received, and no more come
    INTERRUPT_RECEIVED = 1 << 2,
    INTERRUPT_ROOM = 1 << 3,

    PRESCALE_MAX = 254, // even
    DIVIDER_MAX = 256,
    QUEUE_BYTES = 8, // of each of the two queues
    RUN_BYTES = 32,  // moved by one run of the bottom half
    NOTHING = 0xFF,  // sent where nothing is to be
};

/// Guard: base level.
static struct {
    struct transfer_buffer buffer;
    struct spi_message message;
    uint8_t *bytes;
    size_t sent_bytes;
    size_t received_bytes;
    uint16_t check;
    bool is_busy;
    bool is_cancelled;
    bool is_held; ///< by the transfer before
} bus;

static void device_release(void)
{
    bus.is_held = false;
    pl022_select(0, SPI_NOBODY);
}

void pl022_initialise(void)
{
    mmio_write_32(SSP_CONTROL_1, 0);
    mmio_write_32(SSP_MASK, 0);
    device_release();
    port_irq_enable(pl022_line);
}

/// What the clock is divided by: an even number and any. False: by so much it cannot be.
static bool divider_find(uint32_t rate_hz, uint32_t *prescale, uint32_t *divider)
{
    if (rate_hz == 0) {
        return false;
    }
    const uint32_t whole = pl022_clock_hz / rate_hz + (pl022_clock_hz % rate_hz != 0 ? 1 : 0);
    for (*prescale = 2; *prescale <= PRESCALE_MAX; *prescale += 2) {
        *divider = whole / *prescale + (whole % *prescale != 0 ? 1 : 0);
        if (*divider <= DIVIDER_MAX) {
            return true;
        }
    }
    return false;
}

/// Sets the device up, with empty queues: nothing of an earlier transfer is in them.
static void device_start(const struct spi_message *message, uint32_t prescale, uint32_t divider)
{
    mmio_write_32(SSP_CONTROL_1, 0);
    mmio_write_32(SSP_PRESCALE, prescale);
    mmio_write_32(SSP_CONTROL_0,
                  CONTROL_0_EIGHT_BITS | (divider - 1) << CONTROL_0_RATE_SHIFT |
                      ((message->mode & SPI_MODE_IDLE_HIGH) != 0 ? CONTROL_0_IDLE_HIGH : 0u) |
                      ((message->mode & SPI_MODE_TRAILING) != 0 ? CONTROL_0_TRAILING : 0u));
    for (unsigned i = 0; i < QUEUE_BYTES && (mmio_read_32(SSP_STATUS) & STATUS_RECEIVED) != 0;
         i++) {
        (void)mmio_read_32(SSP_DATA);
    }
    mmio_write_32(SSP_CLEAR, INTERRUPT_OVERRUN | INTERRUPT_REST);
    // The clock rests as the device wants it before that is selected.
    mmio_write_32(SSP_CONTROL_1, CONTROL_1_ENABLE);
}

enum error pl022_transfer(struct transfer_buffer buffer, struct spi_message message)
{
    uint32_t prescale;
    uint32_t divider;
    if (message.mode > SPI_MODE_MAX || message.direction >= SPI_DIRECTION_COUNT ||
        message.selection >= SPI_SELECTION_COUNT ||
        !divider_find(message.rate_hz, &prescale, &divider)) {
        return ERROR_INVALID;
    }
    if (message.length_bytes == 0) {
        return ERROR_SIZE;
    }
    if (bus.is_busy) {
        return ERROR_BUSY;
    }
    const enum error error = ledger_take(buffer, pl022_device, message.length_bytes, &bus.bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    if (bus.is_held && message.device != bus.message.device) {
        device_release();
    }
    bus.buffer = buffer;
    bus.message = message;
    bus.sent_bytes = 0;
    bus.received_bytes = 0;
    bus.check = 0;
    bus.is_busy = true;
    bus.is_cancelled = false;
    device_start(&message, prescale, divider);
    pl022_select(message.device, (enum spi_selection)message.selection);
    kernel_bottom_half_request(pl022_line);
    return ERROR_NONE;
}

enum error pl022_cancel(void)
{
    if (!bus.is_busy) {
        if (bus.is_held) {
            device_release();
        }
        return ERROR_ALREADY;
    }
    bus.is_cancelled = true;
    kernel_bottom_half_request(pl022_line);
    return ERROR_NONE;
}

/// The remainder with one more byte, half a byte at a time.
static uint16_t check_add(uint16_t check, uint8_t byte)
{
    static const uint16_t remainders[] = {0x0000, 0x1021, 0x2042, 0x3063, 0x4084, 0x50A5,
                                          0x60C6, 0x70E7, 0x8108, 0x9129, 0xA14A, 0xB16B,
                                          0xC18C, 0xD1AD, 0xE1CE, 0xF1EF};
    check = (uint16_t)(check << 4 ^ remainders[check >> 12 ^ byte >> 4]);
    return (uint16_t)(check << 4 ^ remainders[check >> 12 ^ (byte & 0xF)]);
}

/// Sends the next byte, if there is one and the device has room for it and for what comes back.
static bool byte_send(void)
{
    if (bus.sent_bytes == bus.message.length_bytes ||
        bus.sent_bytes - bus.received_bytes == QUEUE_BYTES ||
        (mmio_read_32(SSP_STATUS) & STATUS_ROOM) == 0) {
        return false;
    }
    const bool is_read = bus.message.direction == SPI_READ;
    mmio_write_32(SSP_DATA, is_read ? NOTHING : bus.bytes[bus.sent_bytes]);
    bus.sent_bytes++;
    return true;
}

/// Takes a byte that has come. One that nothing was sent for is not there.
static bool byte_receive(void)
{
    if (bus.received_bytes == bus.sent_bytes || (mmio_read_32(SSP_STATUS) & STATUS_RECEIVED) == 0) {
        return false;
    }
    const uint8_t byte = (uint8_t)mmio_read_32(SSP_DATA);
    if (bus.message.direction != SPI_WRITE) {
        bus.bytes[bus.received_bytes] = byte;
    }
    bus.check = check_add(bus.check, bus.bytes[bus.received_bytes]);
    bus.received_bytes++;
    return true;
}

static void transfer_end(enum error status)
{
    struct spi_done event = {.status = status, .check = bus.check};
    mmio_write_32(SSP_MASK, 0);
    bus.is_busy = false;
    bus.is_held = status == ERROR_NONE && bus.message.is_held;
    if (!bus.is_held) {
        device_release();
    }
    if (ledger_return(bus.buffer, pl022_device, &event.buffer) == ERROR_NONE) {
        pl022_client.done(&event);
    }
}

void pl022_bottom_half(void)
{
    if (!bus.is_busy) {
        mmio_write_32(SSP_MASK, 0);
        return;
    }
    if (bus.is_cancelled) {
        mmio_write_32(SSP_CONTROL_1, 0);
        transfer_end(ERROR_CANCEL);
        return;
    }
    unsigned moved = 0;
    bool is_moving = true;
    for (; is_moving && moved < RUN_BYTES; moved++) {
        const bool is_sent = byte_send();
        is_moving = byte_receive() || is_sent;
    }
    if (bus.received_bytes == bus.message.length_bytes) {
        transfer_end(ERROR_NONE);
    } else if (is_moving) {
        kernel_bottom_half_request(pl022_line);
    } else {
        const bool is_more = bus.sent_bytes < bus.message.length_bytes;
        mmio_write_32(SSP_CLEAR, INTERRUPT_REST);
        mmio_write_32(SSP_MASK,
                      INTERRUPT_RECEIVED | INTERRUPT_REST | (is_more ? INTERRUPT_ROOM : 0u));
    }
}
