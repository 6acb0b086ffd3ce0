// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A device of its own for a program on the board virt: the clock, which interrupts when its alarm
/// is due. Source: QEMU, hw/rtc/goldfish_rtc.c (its documentation names no other).
#pragma once

#include <stdint.h>

enum { DEVICE_BASE = 0x101000, DEVICE_BYTES = 0x1000, DEVICE_LINE = 11 };

static inline volatile uint32_t *device_register(uint32_t offset)
{
    return (volatile uint32_t *)(uintptr_t)(DEVICE_BASE + offset);
}

/// The alarm is in the past.
static inline void device_line_raise(void)
{
    enum { ALARM_LOW = 8, ALARM_HIGH = 12, ENABLED = 16 };
    *device_register(ENABLED) = 1;
    *device_register(ALARM_HIGH) = 0;
    *device_register(ALARM_LOW) = 1;
}

static inline void device_line_clear(void)
{
    enum { INTERRUPT_CLEAR = 28 };
    *device_register(INTERRUPT_CLEAR) = 1;
}
