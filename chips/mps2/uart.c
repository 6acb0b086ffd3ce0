// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "uart.h"

#include <stdatomic.h>

#include <arch/mmio.h>
#include <kernel/port.h>

#include "timer.h"

// Registers.
#define UART_DATA (mps2_uart_base + 0x00)
#define UART_STATE (mps2_uart_base + 0x04)
#define UART_CONTROL (mps2_uart_base + 0x08)
#define UART_INTERRUPT (mps2_uart_base + 0x0C) ///< status; write 1 to clear
#define UART_DIVIDER (mps2_uart_base + 0x10)

enum {
    STATE_TRANSMIT_FULL = 1 << 0,
    STATE_RECEIVE_FULL = 1 << 1,
    STATE_RECEIVE_OVERRUN = 1 << 3,

    CONTROL_TRANSMIT = 1 << 0,
    CONTROL_RECEIVE = 1 << 1,
    CONTROL_TRANSMIT_INTERRUPT = 1 << 2,
    CONTROL_RECEIVE_INTERRUPT = 1 << 3,

    INTERRUPT_TRANSMIT = 1 << 0,
    INTERRUPT_RECEIVE = 1 << 1,

    BAUD = 115200,

    BYTES_PER_INTERRUPT_MAX = 8,
};

/// A ring with one producer, base level, and one consumer: the top half while the device is at
/// work, base level while it is idle. Counts run on and on; their difference is what the ring
/// holds.
enum { OUTGOING_BYTES = 8 };
static_assert((OUTGOING_BYTES & (OUTGOING_BYTES - 1)) == 0, "a power of two, since counts wrap");
static struct {
    _Atomic uint8_t bytes[OUTGOING_BYTES];
    atomic_uint produced;
    atomic_uint consumed;
    atomic_bool is_working;     ///< the device has a byte, so an interrupt will come
    atomic_bool is_room_wanted; ///< the client waits for room
} outgoing;

/// A ring with one producer, the top half, and one consumer, the bottom half. Counts run on and on;
/// their difference is what the ring holds.
enum { RING_BYTES = 32 };
static_assert((RING_BYTES & (RING_BYTES - 1)) == 0, "a power of two, since counts wrap");
static struct {
    _Atomic uint8_t bytes[RING_BYTES];
    atomic_uint produced;
    atomic_uint consumed;
    atomic_uint lost;      ///< produced by the top half, taken by the bottom half
    atomic_bool is_paused; ///< nothing goes to the client
} incoming;

void mps2_uart_initialise(void)
{
    mmio_write_32(UART_DIVIDER, (mps2_clock_hz + BAUD / 2) / BAUD);
    mmio_write_32(UART_CONTROL, CONTROL_TRANSMIT | CONTROL_TRANSMIT_INTERRUPT);
    port_irq_enable(mps2_uart_transmit_line);
}

/// Makes a count visible behind the bytes that it is about. Both sides of a ring run on one
/// processor, which sees its own accesses in their order, so the compiler alone must keep them.
static void store_behind(atomic_uint *place, unsigned value)
{
    atomic_signal_fence(memory_order_release);
    atomic_store_explicit(place, value, memory_order_relaxed);
}

/// Reads what store_behind() wrote; accesses to the bytes come later.
static unsigned load_ahead(const atomic_uint *place)
{
    const unsigned value = atomic_load_explicit(place, memory_order_relaxed);
    atomic_signal_fence(memory_order_acquire);
    return value;
}

static uint32_t outgoing_byte(unsigned count)
{
    return atomic_load_explicit(&outgoing.bytes[count % OUTGOING_BYTES], memory_order_relaxed);
}

size_t mps2_uart_transmit(const struct const_span *bytes)
{
    const size_t length_bytes = bytes->length_bytes_;
    unsigned produced = atomic_load_explicit(&outgoing.produced, memory_order_relaxed);
    const unsigned end =
        atomic_load_explicit(&outgoing.consumed, memory_order_relaxed) + OUTGOING_BYTES;
    size_t count = 0;
    for (; count < length_bytes && produced != end; count++, produced++) {
        atomic_store_explicit(&outgoing.bytes[produced % OUTGOING_BYTES], bytes->bytes_[count],
                              memory_order_relaxed);
    }
    store_behind(&outgoing.produced, produced);
    if (count < length_bytes) {
        atomic_store_explicit(&outgoing.is_room_wanted, true, memory_order_relaxed);
    }
    // What follows happens only while the device is idle: no top half comes in between, and none
    // will make room unless this starts it.
    atomic_signal_fence(memory_order_seq_cst);
    const bool is_working = atomic_load_explicit(&outgoing.is_working, memory_order_relaxed);
    atomic_signal_fence(memory_order_acquire);
    if (!is_working) {
        const unsigned next = atomic_load_explicit(&outgoing.consumed, memory_order_relaxed);
        if (next != produced) {
            atomic_store_explicit(&outgoing.consumed, next + 1, memory_order_relaxed);
            atomic_store_explicit(&outgoing.is_working, true, memory_order_relaxed);
            atomic_signal_fence(memory_order_release);
            mmio_write_32(UART_DATA, outgoing_byte(next));
        } else if (count < length_bytes) {
            kernel_bottom_half_request(mps2_uart_transmit_line);
        }
    }
    return count;
}

void mps2_uart_transmit_top_half(void)
{
    mmio_write_32(UART_INTERRUPT, INTERRUPT_TRANSMIT);
    const unsigned produced = load_ahead(&outgoing.produced);
    unsigned consumed = atomic_load_explicit(&outgoing.consumed, memory_order_relaxed);
    // A line that is never full, as in an emulator, takes several bytes an interrupt.
    for (unsigned i = 0; (mmio_read_32(UART_STATE) & STATE_TRANSMIT_FULL) == 0; i++) {
        if (consumed == produced) {
            // Had the device a byte left, its interrupt would still be to come.
            atomic_store_explicit(&outgoing.is_working, i > 0, memory_order_relaxed);
            break;
        }
        if (i == BYTES_PER_INTERRUPT_MAX) {
            break;
        }
        mmio_write_32(UART_DATA, outgoing_byte(consumed));
        consumed++;
        store_behind(&outgoing.consumed, consumed);
    }
    if (atomic_load_explicit(&outgoing.is_room_wanted, memory_order_relaxed) &&
        produced - consumed <= OUTGOING_BYTES / 2) {
        kernel_bottom_half_request(mps2_uart_transmit_line);
    }
    mmio_barrier();
}

void mps2_uart_transmit_bottom_half(void)
{
    if (atomic_exchange_explicit(&outgoing.is_room_wanted, false, memory_order_relaxed)) {
        mps2_uart_client.transmitted(&(struct uart_transmitted){.status = ERROR_NONE});
    }
}

enum error mps2_uart_receive_start(void)
{
    mmio_write_32(UART_CONTROL, CONTROL_TRANSMIT | CONTROL_TRANSMIT_INTERRUPT | CONTROL_RECEIVE |
                                    CONTROL_RECEIVE_INTERRUPT);
    atomic_store_explicit(&incoming.is_paused, false, memory_order_relaxed);
    // What is in the ring goes first; the line is unmasked behind it.
    kernel_bottom_half_request(mps2_uart_receive_line);
    return ERROR_NONE;
}

void mps2_uart_receive_pause(void)
{
    atomic_store_explicit(&incoming.is_paused, true, memory_order_relaxed);
}

void mps2_uart_receive_top_half(void)
{
    const unsigned held = atomic_load_explicit(&incoming.produced, memory_order_relaxed) -
                          load_ahead(&incoming.consumed);
    if (held == RING_BYTES) {
        // The device keeps this byte and has the sender wait. The bottom half makes room and
        // unmasks the line, whose request is still there.
        port_irq_disable(mps2_uart_receive_line);
        return;
    }
    mmio_write_32(UART_INTERRUPT, INTERRUPT_RECEIVE);
    const uint32_t state = mmio_read_32(UART_STATE);
    if ((state & STATE_RECEIVE_FULL) != 0) {
        const uint8_t byte = (uint8_t)mmio_read_32(UART_DATA);
        const unsigned produced = atomic_load_explicit(&incoming.produced, memory_order_relaxed);
        atomic_store_explicit(&incoming.bytes[produced % RING_BYTES], byte, memory_order_relaxed);
        store_behind(&incoming.produced, produced + 1);
        if ((state & STATE_RECEIVE_OVERRUN) != 0) {
            mmio_write_32(UART_STATE, STATE_RECEIVE_OVERRUN);
            atomic_store_explicit(&incoming.lost,
                                  atomic_load_explicit(&incoming.lost, memory_order_relaxed) + 1,
                                  memory_order_relaxed);
        }
        kernel_bottom_half_request(mps2_uart_receive_line);
    }
    mmio_barrier();
}

void mps2_uart_receive_bottom_half(void)
{
    if (atomic_load_explicit(&incoming.is_paused, memory_order_relaxed)) {
        return;
    }
    struct uart_received event = {.length_bytes = 0};
    const unsigned produced = load_ahead(&incoming.produced);
    unsigned consumed = atomic_load_explicit(&incoming.consumed, memory_order_relaxed);
    while (consumed != produced && event.length_bytes < UART_RECEIVED_BYTES_MAX) {
        event.bytes[event.length_bytes] =
            atomic_load_explicit(&incoming.bytes[consumed % RING_BYTES], memory_order_relaxed);
        event.length_bytes++;
        consumed++;
    }
    store_behind(&incoming.consumed, consumed);
    if (consumed != produced) {
        kernel_bottom_half_request(mps2_uart_receive_line);
    }
    if (event.length_bytes != 0) {
        event.lost_count = atomic_exchange_explicit(&incoming.lost, 0, memory_order_relaxed);
        mps2_uart_client.received(&event);
    }
}

void mps2_uart_panic_write(const char *text, size_t length_bytes)
{
    mmio_write_32(UART_CONTROL, CONTROL_TRANSMIT);
    for (size_t i = 0; i < length_bytes; i++) {
        while ((mmio_read_32(UART_STATE) & STATE_TRANSMIT_FULL) != 0) {
        }
        mmio_write_32(UART_DATA, (uint8_t)text[i]);
    }
}
