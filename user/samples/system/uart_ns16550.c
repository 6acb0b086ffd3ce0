// SPDX-License-Identifier: Apache-2.0 OR MIT
// The driver of a serial port of type 16550, as a program: what the port receives goes to the
// virtualiser, what that has goes out. Both by interrupts.
//
// Source: National Semiconductor PC16550D data sheet, section 8.
#include <ipc/patched.h>
#include <microkit.h>

#include "queue.h"
#include "virtualiser.h"

enum { INTERRUPT_LINE = 1 };

struct uart {
    uint8_t data; ///< low byte of the divisor with LINE_DIVISOR
    uint8_t interrupt_enable;
    uint8_t fifo_control; ///< read: which interrupt waits
    uint8_t line_control;
    uint8_t modem_control;
    uint8_t line_status;
};

enum {
    ENABLE_RECEIVED = 1 << 0,
    ENABLE_TRANSMIT_EMPTY = 1 << 1,
    FIFO_ON = 0x01, ///< what it holds stays if it was on before
    FIFO_BYTES = 16,
    LINE_8_BITS_NO_PARITY = 0x03,
    LINE_DIVISOR = 1 << 7,
    MODEM_READY_AND_SEND = 0x0B, ///< and the interrupt goes out
    STATUS_RECEIVED = 1 << 0,
    STATUS_TRANSMIT_EMPTY = 1 << 5,
    DIVIDED_HZ = 16 * 115200, ///< what the port samples its line with
};

IPC_PATCHED(volatile struct uart *, uart);
IPC_PATCHED(uint32_t, clock_hz);
IPC_PATCHED(volatile struct line *, line);

static struct queue_reader output;
static struct queue_writer input;

static void serve(void);
static bool transmit(void);
static bool receive(void);

void init(void)
{
    output = queue_read_open(&line->output);
    input = queue_write_open(&line->input);
    uart->interrupt_enable = 0;
    const uint32_t divisor = clock_hz / DIVIDED_HZ;
    uart->line_control = LINE_DIVISOR;
    uart->data = (uint8_t)divisor;
    uart->interrupt_enable = (uint8_t)(divisor >> 8); // Its high byte, while LINE_DIVISOR is set.
    uart->line_control = LINE_8_BITS_NO_PARITY;
    uart->fifo_control = FIFO_ON;
    uart->modem_control = MODEM_READY_AND_SEND;
    // What a former life has left in the queue is sent now.
    serve();
}

void notified(microkit_channel ch)
{
    serve();
    if (ch == INTERRUPT_LINE) {
        microkit_irq_ack(INTERRUPT_LINE);
    }
}

static void serve(void)
{
    const bool is_put = receive();
    const bool is_taken = transmit();
    // While there is no room for what is received, the port has the sender wait. An interrupt for
    // an empty port is wanted as long as there is more to send.
    uart->interrupt_enable = (uint8_t)((queue_room(&input) != 0 ? ENABLE_RECEIVED : 0) |
                                       (queue_is_empty(&output) ? 0 : ENABLE_TRANSMIT_EMPTY));
    if (is_put || is_taken) {
        (void)microkit_try_notify(DRIVER_CHANNEL_VIRTUALISER);
    }
}

static bool transmit(void)
{
    bool is_taken = false;
    uint8_t byte;
    // How much room the port has it does not say, but that it has all.
    while ((uart->line_status & STATUS_TRANSMIT_EMPTY) != 0 && !queue_is_empty(&output)) {
        for (unsigned i = 0; i < FIFO_BYTES && queue_take(&output, &byte); i++) {
            uart->data = byte;
            is_taken = true;
        }
    }
    return is_taken;
}

static bool receive(void)
{
    bool is_put = false;
    while (queue_room(&input) != 0 && (uart->line_status & STATUS_RECEIVED) != 0) {
        (void)queue_put(&input, uart->data);
        is_put = true;
    }
    return is_put;
}
