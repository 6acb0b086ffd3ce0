// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "timer.h"

#include <stdatomic.h>
#include <stdbool.h>

#include <arch/mmio.h>
#include <arch/processor.h>
#include <kernel/port.h>

#include "interrupts.h"
#include "system.h"

enum timer_register {
    TIMER_CONFIGURATION = 0x40030000,
    TIMER_MODE = 0x40030004,
    TIMER_CONTROL = 0x4003000C,
    TIMER_INTERRUPT_MASK = 0x40030018,
    TIMER_INTERRUPT_CLEAR = 0x40030024,
    TIMER_LOAD = 0x40030028,
};

enum {
    TIMER_CONFIGURATION_32_BITS = 0,
    TIMER_MODE_ONE_SHOT = 1,
    TIMER_CONTROL_ENABLE = 1,
    TIMER_INTERRUPT_TIMEOUT = 1,
};

#define ALARM_STEP_MAX 0x7FFFFFFFu

const uint32_t arch_core_clock_hz = STELLARIS_CLOCK_HZ;

/// Written by the top half, the upper half of the time first.
static atomic_uint ticks;
static atomic_uint ticks_upper;

/// When the kernel is told next. Written at base level while there is no alarm, which the top half
/// ends.
static atomic_uint alarm_ticks;
static atomic_bool has_alarm;

static unsigned value_of(const atomic_uint *place)
{
    const unsigned value = atomic_load_explicit(place, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    return value;
}

void stellaris_timer_initialise(void)
{
    mmio_write_32(TIMER_CONTROL, 0);
    mmio_write_32(TIMER_CONFIGURATION, TIMER_CONFIGURATION_32_BITS);
    mmio_write_32(TIMER_MODE, TIMER_MODE_ONE_SHOT);
    mmio_write_32(TIMER_LOAD, STELLARIS_CLOCK_HZ / STELLARIS_TIME_HZ - 1);
    mmio_write_32(TIMER_INTERRUPT_MASK, TIMER_INTERRUPT_TIMEOUT);
    mmio_write_32(TIMER_CONTROL, TIMER_CONTROL_ENABLE);
    port_irq_enable(STELLARIS_LINE_TIMER0);
}

void stellaris_timer_top_half(void)
{
    mmio_write_32(TIMER_INTERRUPT_CLEAR, TIMER_INTERRUPT_TIMEOUT);
    mmio_write_32(TIMER_CONTROL, TIMER_CONTROL_ENABLE);

    const unsigned now = value_of(&ticks) + 1;
    if (now == 0) {
        atomic_store_explicit(&ticks_upper, value_of(&ticks_upper) + 1, memory_order_relaxed);
        atomic_signal_fence(memory_order_seq_cst);
    }
    atomic_store_explicit(&ticks, now, memory_order_relaxed);
    if (atomic_load_explicit(&has_alarm, memory_order_relaxed) &&
        value_of(&alarm_ticks) - now - 1 >= ALARM_STEP_MAX) {
        atomic_store_explicit(&has_alarm, false, memory_order_relaxed);
        kernel_timer_expired();
    }
    mmio_barrier();
}

uint64_t port_time_now(void)
{
    unsigned upper;
    unsigned lower;
    // Ends at the second round at the latest: the upper half changes once in weeks.
    do {
        upper = value_of(&ticks_upper);
        lower = value_of(&ticks);
    } while (upper != value_of(&ticks_upper));
    return (uint64_t)upper << 32 | lower;
}

void port_time_alarm(uint64_t at)
{
    const uint64_t now = port_time_now();
    port_time_alarm_cancel();
    if (at <= now) {
        kernel_timer_expired();
        return;
    }
    // One further away than can be compared is approached in steps.
    const uint64_t distance = at - now;
    const unsigned step = distance < ALARM_STEP_MAX ? (unsigned)distance : ALARM_STEP_MAX;
    atomic_store_explicit(&alarm_ticks, (unsigned)now + step, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
    atomic_store_explicit(&has_alarm, true, memory_order_relaxed);
}

void port_time_alarm_cancel(void)
{
    atomic_store_explicit(&has_alarm, false, memory_order_relaxed);
    atomic_signal_fence(memory_order_seq_cst);
}
