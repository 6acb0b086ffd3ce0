// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "timer.h"

#include <stdatomic.h>

#include <arch/mmio.h>
#include <arch/processor.h>
#include <kernel/port.h>

// Registers of the two timers.
#define CLOCK_CONTROL (mps2_clock_timer_base + 0x0)
#define CLOCK_VALUE (mps2_clock_timer_base + 0x4)
#define CLOCK_RELOAD (mps2_clock_timer_base + 0x8)
#define CLOCK_INTERRUPT (mps2_clock_timer_base + 0xC) ///< status; write 1 to clear
#define ALARM_CONTROL (mps2_alarm_timer_base + 0x0)
#define ALARM_VALUE (mps2_alarm_timer_base + 0x4)
#define ALARM_RELOAD (mps2_alarm_timer_base + 0x8)
#define ALARM_INTERRUPT (mps2_alarm_timer_base + 0xC)

enum { CONTROL_ENABLE = 1 << 0, CONTROL_INTERRUPT = 1 << 3 };

#define CLOCK_RELOAD_ALL 0xFFFFFFFFu
#define ALARM_STEP_MAX 0x7FFFFFFFu

/// Written by the top half of the clock.
static atomic_uint clock_wraps;

void mps2_timer_initialise(void)
{
    mmio_write_32(CLOCK_RELOAD, CLOCK_RELOAD_ALL);
    mmio_write_32(CLOCK_VALUE, CLOCK_RELOAD_ALL);
    mmio_write_32(CLOCK_CONTROL, CONTROL_ENABLE | CONTROL_INTERRUPT);
    port_irq_enable(mps2_clock_timer_line);
    port_irq_enable(mps2_alarm_timer_line);
}

void mps2_timer_wrap_top_half(void)
{
    mmio_write_32(CLOCK_INTERRUPT, 1);
    atomic_store_explicit(&clock_wraps,
                          atomic_load_explicit(&clock_wraps, memory_order_relaxed) + 1,
                          memory_order_relaxed);
    mmio_barrier();
}

uint64_t port_time_now(void)
{
    uint32_t wraps;
    uint32_t elapsed;
    bool is_wrap_pending;
    // Ends at the second round at the latest: the top half runs once in minutes.
    do {
        wraps = atomic_load_explicit(&clock_wraps, memory_order_relaxed);
        elapsed = ~mmio_read_32(CLOCK_VALUE);
        is_wrap_pending = mmio_read_32(CLOCK_INTERRUPT) != 0;
    } while (wraps != atomic_load_explicit(&clock_wraps, memory_order_relaxed));
    // The top half has not run yet (interrupts are masked at boot). Whether the count was read
    // before or behind the wrap shows in its upper half.
    if (is_wrap_pending && elapsed <= ALARM_STEP_MAX) {
        wraps++;
    }
    return (uint64_t)wraps << 32 | elapsed;
}

void port_time_alarm(uint64_t at)
{
    const uint64_t now = port_time_now();
    uint32_t ticks = 1;
    if (at > now) {
        const uint64_t distance = at - now;
        ticks = distance < ALARM_STEP_MAX ? (uint32_t)distance : ALARM_STEP_MAX;
    }
    mmio_write_32(ALARM_CONTROL, 0);
    mmio_write_32(ALARM_INTERRUPT, 1);
    mmio_write_32(ALARM_RELOAD, 0); // Stops at 0 instead of starting again.
    mmio_write_32(ALARM_VALUE, ticks);
    mmio_write_32(ALARM_CONTROL, CONTROL_ENABLE | CONTROL_INTERRUPT);
}

void port_time_alarm_cancel(void)
{
    mmio_write_32(ALARM_CONTROL, 0);
    mmio_write_32(ALARM_INTERRUPT, 1);
}

void mps2_timer_alarm_top_half(void)
{
    mmio_write_32(ALARM_INTERRUPT, 1);
    kernel_timer_expired();
    mmio_barrier();
}
