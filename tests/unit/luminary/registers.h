// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the drivers under test stand on: registers, which are those of the test's model, and a board
 * that has all of the devices. Interrupts are counted.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <hal/adc.h>
#include <hal/gpio.h>
#include <hal/uart.h>

enum { PORT_ONE = 0x40004000, PORT_TWO = 0x40005000, UART = 0x4000C000, UART_LINE = 5 };

struct registers {
    uint32_t (*read)(uintptr_t address);
    void (*write)(uintptr_t address, uint32_t value);
    unsigned bottom_halves; ///< requested
    unsigned lines_enabled;

    // Calls of clients.
    unsigned changes;
    struct gpio_changed changed;
    unsigned batches;
    struct adc_sampled sampled;
    void (*on_sampled)(void); ///< what the client does then, if anything
    unsigned transmissions;
    unsigned receptions;
    struct uart_received received;
};
extern struct registers registers;
