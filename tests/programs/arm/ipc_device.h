// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A device of its own for a program on mps2 boards: the second serial line, which interrupts when
/// it has sent. Source: Arm DDI 0479D (Cortex-M System Design Kit), 4.3.
#pragma once

#include <stdint.h>

#include <board_facts.h>

enum { DEVICE_BYTES = 0x1000 };
#define DEVICE_BASE (BOARD_UART_BASE + DEVICE_BYTES)

static inline volatile uint32_t *device_register(uint32_t offset)
{
    return (volatile uint32_t *)(uintptr_t)(DEVICE_BASE + offset);
}

static inline void device_line_raise(void)
{
    enum { DATA = 0, CONTROL = 8, BAUD = 16, TRANSMIT = 1, TRANSMIT_INTERRUPTS = 4, DIVISOR = 16 };
    *device_register(BAUD) = DIVISOR;
    *device_register(CONTROL) = TRANSMIT | TRANSMIT_INTERRUPTS;
    *device_register(DATA) = 'x';
}

static inline void device_line_clear(void)
{
    enum { INTERRUPT_CLEAR = 12, TRANSMITTED = 1 };
    *device_register(INTERRUPT_CLEAR) = TRANSMITTED;
}
