// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "uart.h"

#include <stdatomic.h>

#include <arch/mmio.h>
#include <kernel/port.h>

#include "interrupts.h"

enum uart_register {
    UART_DATA = 0x40004000,
    UART_STATE = 0x40004004,
    UART_CONTROL = 0x40004008,
    UART_INTERRUPT = 0x4000400C, ///< status; write 1 to clear
    UART_DIVIDER = 0x40004010,
};

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

    DIVIDER_115200_BAUD = 217, // of 25 MHz

    BYTES_PER_INTERRUPT_MAX = 8,
};

/// The buffer in flight. Base level fills the plain fields while `is_busy` is false, and releases
/// them to the top half with `is_busy`; the top half changes `sent_bytes` only.
static struct {
    struct transfer_buffer buffer;
    const uint8_t *bytes;
    size_t length_bytes;
    atomic_size_t sent_bytes;
    atomic_bool is_busy;
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
    mmio_write_32(UART_DIVIDER, DIVIDER_115200_BAUD);
    mmio_write_32(UART_CONTROL, CONTROL_TRANSMIT | CONTROL_TRANSMIT_INTERRUPT);
    port_irq_enable(MPS2_LINE_UART0_TRANSMIT);
}

enum error mps2_uart_transmit(struct transfer_buffer buffer, size_t length_bytes)
{
    if (atomic_load_explicit(&outgoing.is_busy, memory_order_acquire)) {
        return ERROR_BUSY;
    }
    if (length_bytes == 0) {
        return ERROR_SIZE;
    }
    uint8_t *bytes;
    enum error error = ledger_take(buffer, mps2_uart_device, length_bytes, &bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    outgoing.buffer = buffer;
    outgoing.bytes = bytes;
    outgoing.length_bytes = length_bytes;
    atomic_store_explicit(&outgoing.sent_bytes, 1, memory_order_relaxed);
    atomic_store_explicit(&outgoing.is_busy, true, memory_order_release);
    // The device interrupts when a byte has left, so the first one starts the chain.
    mmio_write_32(UART_DATA, bytes[0]);
    return ERROR_NONE;
}

void mps2_uart_transmit_top_half(void)
{
    mmio_write_32(UART_INTERRUPT, INTERRUPT_TRANSMIT);
    if (atomic_load_explicit(&outgoing.is_busy, memory_order_acquire)) {
        size_t sent = atomic_load_explicit(&outgoing.sent_bytes, memory_order_relaxed);
        if (sent < outgoing.length_bytes) {
            // A line that is never full, as in an emulator, takes several bytes an interrupt.
            for (unsigned i = 0; i < BYTES_PER_INTERRUPT_MAX && sent < outgoing.length_bytes &&
                                 (mmio_read_32(UART_STATE) & STATE_TRANSMIT_FULL) == 0;
                 i++) {
                mmio_write_32(UART_DATA, outgoing.bytes[sent]);
                sent++;
            }
            atomic_store_explicit(&outgoing.sent_bytes, sent, memory_order_relaxed);
        } else if ((mmio_read_32(UART_STATE) & STATE_TRANSMIT_FULL) == 0) {
            // Otherwise this is the interrupt of the byte before; the last one is still to leave.
            kernel_bottom_half_request(MPS2_LINE_UART0_TRANSMIT);
        }
    }
    mmio_barrier();
}

void mps2_uart_transmit_bottom_half(void)
{
    if (!atomic_load_explicit(&outgoing.is_busy, memory_order_relaxed) ||
        atomic_load_explicit(&outgoing.sent_bytes, memory_order_relaxed) < outgoing.length_bytes) {
        return;
    }
    struct uart_transmitted event = {.status = ERROR_NONE};
    const enum error error = ledger_return(outgoing.buffer, mps2_uart_device, &event.buffer);
    atomic_store_explicit(&outgoing.is_busy, false, memory_order_release);
    if (error == ERROR_NONE) {
        mps2_uart_client.transmitted(&event);
    }
}

enum error mps2_uart_receive_start(void)
{
    mmio_write_32(UART_CONTROL, CONTROL_TRANSMIT | CONTROL_TRANSMIT_INTERRUPT | CONTROL_RECEIVE |
                                    CONTROL_RECEIVE_INTERRUPT);
    atomic_store_explicit(&incoming.is_paused, false, memory_order_relaxed);
    // What is in the ring goes first; the line is unmasked behind it.
    kernel_bottom_half_request(MPS2_LINE_UART0_RECEIVE);
    return ERROR_NONE;
}

void mps2_uart_receive_pause(void)
{
    atomic_store_explicit(&incoming.is_paused, true, memory_order_relaxed);
}

void mps2_uart_receive_top_half(void)
{
    const unsigned held = atomic_load_explicit(&incoming.produced, memory_order_relaxed) -
                          atomic_load_explicit(&incoming.consumed, memory_order_acquire);
    if (held == RING_BYTES) {
        // The device keeps this byte and has the sender wait. The bottom half makes room and
        // unmasks the line, whose request is still there.
        port_irq_disable(MPS2_LINE_UART0_RECEIVE);
        return;
    }
    mmio_write_32(UART_INTERRUPT, INTERRUPT_RECEIVE);
    const uint32_t state = mmio_read_32(UART_STATE);
    if ((state & STATE_RECEIVE_FULL) != 0) {
        const uint8_t byte = (uint8_t)mmio_read_32(UART_DATA);
        const unsigned produced = atomic_load_explicit(&incoming.produced, memory_order_relaxed);
        atomic_store_explicit(&incoming.bytes[produced % RING_BYTES], byte, memory_order_relaxed);
        atomic_store_explicit(&incoming.produced, produced + 1, memory_order_release);
        if ((state & STATE_RECEIVE_OVERRUN) != 0) {
            mmio_write_32(UART_STATE, STATE_RECEIVE_OVERRUN);
            atomic_store_explicit(&incoming.lost,
                                  atomic_load_explicit(&incoming.lost, memory_order_relaxed) + 1,
                                  memory_order_relaxed);
        }
        kernel_bottom_half_request(MPS2_LINE_UART0_RECEIVE);
    }
    mmio_barrier();
}

void mps2_uart_receive_bottom_half(void)
{
    if (atomic_load_explicit(&incoming.is_paused, memory_order_relaxed)) {
        return;
    }
    struct uart_received event = {.length_bytes = 0};
    const unsigned produced = atomic_load_explicit(&incoming.produced, memory_order_acquire);
    unsigned consumed = atomic_load_explicit(&incoming.consumed, memory_order_relaxed);
    while (consumed != produced && event.length_bytes < UART_RECEIVED_BYTES_MAX) {
        event.bytes[event.length_bytes] =
            atomic_load_explicit(&incoming.bytes[consumed % RING_BYTES], memory_order_relaxed);
        event.length_bytes++;
        consumed++;
    }
    atomic_store_explicit(&incoming.consumed, consumed, memory_order_release);
    if (consumed != produced) {
        kernel_bottom_half_request(MPS2_LINE_UART0_RECEIVE);
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
