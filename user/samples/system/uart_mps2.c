// SPDX-License-Identifier: Apache-2.0 OR MIT
// The driver of a serial port of an MPS2 board, as a program: what the port receives goes to the
// virtualiser, what that has goes out. Both by interrupts.
//
// Source: Arm Cortex-M System Design Kit TRM (DDI 0479), "APB UART".
#include <ipc/patched.h>
#include <microkit.h>

#include "queue.h"
#include "virtualiser.h"

enum { RECEIVE_LINE = 1, TRANSMIT_LINE = 2 };

struct uart {
    uint32_t data;
    uint32_t state;
    uint32_t control;
    uint32_t interrupt; ///< status; write 1 to clear
    uint32_t divider;
};

enum {
    STATE_TRANSMIT_FULL = 1 << 0,
    STATE_RECEIVE_FULL = 1 << 1,
    CONTROL_ALL = 0xF, ///< transmitter and receiver with their interrupts
    INTERRUPT_TRANSMIT = 1 << 0,
    INTERRUPT_RECEIVE = 1 << 1,
    BAUD = 115200,
};

IPC_PATCHED(volatile struct uart *, uart);
IPC_PATCHED(uint32_t, clock_hz);
IPC_PATCHED(volatile struct line *, line);

static struct queue_reader output;
static struct queue_writer input;
static bool is_receive_masked; ///< the port holds a byte that the virtualiser has no room for

static void transmit(void);
static void receive(void);

void init(void)
{
    output = queue_read_open(&line->output);
    input = queue_write_open(&line->input);
    uart->divider = clock_hz / BAUD;
    uart->control = CONTROL_ALL;
    // What a former life has left in the queue is sent now.
    transmit();
}

void notified(microkit_channel ch)
{
    switch (ch) {
    case DRIVER_CHANNEL_VIRTUALISER:
        transmit();
        if (is_receive_masked) {
            receive();
        }
        break;
    case TRANSMIT_LINE:
        uart->interrupt = INTERRUPT_TRANSMIT;
        transmit();
        microkit_irq_ack(TRANSMIT_LINE);
        break;
    case RECEIVE_LINE:
        receive();
        break;
    default:
        break;
    }
}

static void transmit(void)
{
    bool is_taken = false;
    uint8_t byte;
    while ((uart->state & STATE_TRANSMIT_FULL) == 0 && queue_take(&output, &byte)) {
        uart->data = byte;
        is_taken = true;
    }
    if (is_taken) {
        (void)microkit_try_notify(DRIVER_CHANNEL_VIRTUALISER);
    }
}

static void receive(void)
{
    bool is_put = false;
    uart->interrupt = INTERRUPT_RECEIVE;
    while ((uart->state & STATE_RECEIVE_FULL) != 0 && queue_room(&input) != 0) {
        (void)queue_put(&input, (uint8_t)uart->data);
        is_put = true;
    }
    // The line stays masked while there is no room: the port has the sender wait.
    is_receive_masked = (uart->state & STATE_RECEIVE_FULL) != 0;
    if (!is_receive_masked) {
        microkit_irq_ack(RECEIVE_LINE);
    }
    if (is_put) {
        (void)microkit_try_notify(DRIVER_CHANNEL_VIRTUALISER);
    }
}
