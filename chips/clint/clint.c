// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "clint.h"

#include <arch/mmio.h>
#include <arch/processor.h>
#include <kernel/port.h>

enum clint_register {
    COMPARE_LOW = 0x4000,
    COMPARE_HIGH = 0x4004,
    TIME_LOW = 0xBFF8,
    TIME_HIGH = 0xBFFC,
};

enum { MICROSECONDS_PER_SECOND = 1000000 };

#define NEVER UINT64_MAX

/// When the next tick and the alarm are due. The timer interrupt changes both, also while a capsule
/// is in a call that changes them; so others than it mask it meanwhile.
static uint64_t tick_at = NEVER;
static uint64_t alarm_at = NEVER;
static bool is_tick_wanted;
static bool is_tick_set; ///< there is a tick to come, maybe a last one that is not wanted

static uint32_t tick_period(void)
{
    return clint_time_hz / (MICROSECONDS_PER_SECOND / PORT_TICK_MICROSECONDS);
}

/// Has the interrupt come when the earlier of the two is due. Interrupts are masked.
static void compare_write(void)
{
    const uint64_t next = tick_at < alarm_at ? tick_at : alarm_at;
    // The order of the manual: no value in between is earlier than both the old and the next one.
    mmio_write_32(clint_base + COMPARE_HIGH, UINT32_MAX);
    mmio_write_32(clint_base + COMPARE_LOW, (uint32_t)next);
    mmio_write_32(clint_base + COMPARE_HIGH, (uint32_t)(next >> 32));
}

void clint_initialise(void)
{
    compare_write();
}

uint64_t port_time_now(void)
{
    uint32_t high;
    uint32_t low;
    // Ends at the second round at the latest: the upper half changes every few minutes.
    do {
        high = mmio_read_32(clint_base + TIME_HIGH);
        low = mmio_read_32(clint_base + TIME_LOW);
    } while (high != mmio_read_32(clint_base + TIME_HIGH));
    return (uint64_t)high << 32 | low;
}

static void alarm_set(uint64_t at)
{
    const uintptr_t mask = arch_interrupts_off();
    alarm_at = at;
    compare_write();
    arch_interrupts_restore(mask);
}

void port_time_alarm(uint64_t at)
{
    alarm_set(at);
}

void port_time_alarm_cancel(void)
{
    alarm_set(NEVER);
}

void port_tick_start(void)
{
    is_tick_wanted = true;
    if (!is_tick_set) {
        const uintptr_t mask = arch_interrupts_off();
        is_tick_set = true;
        tick_at = port_time_now() + tick_period();
        compare_write();
        arch_interrupts_restore(mask);
    }
}

void port_tick_stop(void)
{
    // The one that is under way comes, and nobody is told. So short sleeps cost nothing.
    is_tick_wanted = false;
}

bool arch_timer_interrupt(void)
{
    const uint64_t now = port_time_now();
    bool is_tick = now >= tick_at;
    if (is_tick) {
        is_tick = is_tick_wanted;
        is_tick_set = is_tick;
        tick_at = is_tick ? now + tick_period() : NEVER;
    }
    if (now >= alarm_at) {
        alarm_at = NEVER;
        kernel_timer_expired();
    }
    compare_write();
    return is_tick;
}
