// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Time, alarm and tick on one comparator: never early, never lost, one not in the other's way.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <arch/processor.h>
#include <chips/clint/clint.h>
#include <kernel/port.h>

#include "machine.h"

enum {
    COMPARE = MACHINE_BASE + 0x4000,
    TIME = MACHINE_BASE + 0xBFF8,
    TICK_PERIOD = MACHINE_HZ / (1000000 / PORT_TICK_MICROSECONDS),
    ROUNDS = 200000,
};

/// The device. Time goes on by a step at each access.
static struct {
    uint64_t time;
    uint64_t compare;
    uint32_t step;
    uint64_t wanted; ///< when the interrupt may come at the earliest, also between two writes
    bool is_served;  ///< the driver is in its interrupt, where nothing else interrupts
} device;

static bool is_pending(void)
{
    return device.time >= device.compare;
}

static uint32_t device_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    device.time += device.step;
    switch (address) {
    case TIME:
        return (uint32_t)device.time;
    case TIME + 4:
        return (uint32_t)(device.time >> 32);
    default:
        fail_msg("read of %#lx", (unsigned long)address);
    }
    return 0;
}

static void device_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    device.time += device.step;
    // The tick shares the comparator, so it must not come in between.
    assert_true(machine.interrupts_are_off || device.is_served);
    switch (address) {
    case COMPARE:
        device.compare = (device.compare & ~(uint64_t)UINT32_MAX) | value;
        break;
    case COMPARE + 4:
        device.compare = (device.compare & UINT32_MAX) | (uint64_t)value << 32;
        break;
    default:
        fail_msg("write of %#lx", (unsigned long)address);
    }
    assert_true(device.time < device.compare || device.time >= device.wanted);
}

static bool serve(void)
{
    device.is_served = true;
    const bool is_tick = arch_timer_interrupt();
    device.is_served = false;
    return is_tick;
}

static int setup(void **state)
{
    (void)state;
    machine_reset_doubles();
    machine.read = device_read;
    machine.write = device_write;
    device.time = 0x1FFFFFF00;
    device.compare = 0;
    device.step = 0;
    device.wanted = 0;
    machine.interrupts_are_off = true;
    port_tick_stop();
    port_time_alarm_cancel();
    clint_initialise();
    machine.interrupts_are_off = false;
    // The tick that an earlier test left under way.
    const uint64_t start = device.time;
    device.time = UINT64_MAX - 1;
    (void)serve();
    device.time = start;
    return 0;
}

static void time_is_read_whole_across_a_carry(void **state)
{
    (void)state;
    for (uint32_t step = 0; step < 40; step++) {
        for (uint32_t offset = 0; offset < 200; offset++) {
            device.step = step;
            device.time = 0x5FFFFFFFF - offset;
            const uint64_t before = device.time;
            const uint64_t now = port_time_now();
            assert_true(now >= before && now <= device.time);
        }
    }
}

static void nothing_comes_before_it_is_asked_for(void **state)
{
    (void)state;
    device.time = UINT64_MAX - 1;
    assert_false(is_pending());
}

static void alarm_comes_at_its_time_and_once(void **state)
{
    (void)state;
    const uint64_t at = device.time + 1000;
    port_time_alarm(at);
    device.time = at - 1;
    assert_false(is_pending());
    assert_false(serve()); // An interrupt that should not have come.
    assert_int_equal(machine.timer_expirations, 0);
    assert_false(is_pending());
    device.time = at;
    assert_true(is_pending());
    assert_false(serve());
    assert_int_equal(machine.timer_expirations, 1);
    assert_false(is_pending());
    device.time += UINT32_MAX;
    assert_false(is_pending());
}

static void alarm_in_the_past_comes_at_once(void **state)
{
    (void)state;
    port_time_alarm(0);
    assert_true(is_pending());
    (void)serve();
    assert_int_equal(machine.timer_expirations, 1);
}

static void tick_goes_on_without_an_alarm(void **state)
{
    (void)state;
    port_tick_start();
    for (unsigned i = 0; i < 10; i++) {
        device.time += TICK_PERIOD - 1;
        assert_false(is_pending());
        device.time += 1;
        assert_true(is_pending());
        assert_true(serve());
    }
    assert_int_equal(machine.timer_expirations, 0);
    // The one under way comes, nobody is told, and it is the last.
    port_tick_stop();
    device.time += TICK_PERIOD;
    assert_true(is_pending());
    assert_false(serve());
    device.time += 10 * (uint64_t)TICK_PERIOD;
    assert_false(is_pending());
}

/// At every step the comparator must be the earlier of what is wanted, and what comes must be due.
static void alarm_and_tick_do_not_disturb_each_other(void **state)
{
    (void)state;
    uint64_t alarm = UINT64_MAX;
    uint64_t tick = UINT64_MAX; // under way, also if nobody wants it any more
    bool is_tick_wanted = false;
    for (unsigned i = 0; i < ROUNDS; i++) {
        switch (machine_random(6)) {
        case 0:
            alarm = device.time + machine_random(3 * TICK_PERIOD);
            port_time_alarm(alarm);
            break;
        case 1:
            alarm = UINT64_MAX;
            port_time_alarm_cancel();
            break;
        case 2:
            tick = tick == UINT64_MAX ? device.time + TICK_PERIOD : tick;
            is_tick_wanted = true;
            port_tick_start();
            break;
        case 3:
            is_tick_wanted = false;
            port_tick_stop();
            break;
        default:
            device.time +=
                machine_random(2) == 0 ? machine_random(100) : machine_random(2 * TICK_PERIOD);
            break;
        }
        assert_int_equal(is_pending(), device.time >= alarm || device.time >= tick);
        if (is_pending()) {
            const unsigned expirations = machine.timer_expirations;
            const bool is_tick = serve();
            assert_int_equal(is_tick, device.time >= tick && is_tick_wanted);
            assert_int_equal(machine.timer_expirations - expirations, device.time >= alarm);
            if (device.time >= tick) {
                tick = is_tick_wanted ? device.time + TICK_PERIOD : UINT64_MAX;
            }
            alarm = device.time >= alarm ? UINT64_MAX : alarm;
        }
    }
}

/// Between the writes of the two halves nothing comes that neither the old nor the next value asks
/// for.
static void comparator_is_never_early_in_between(void **state)
{
    (void)state;
    device.step = 1;
    for (unsigned i = 0; i < ROUNDS; i++) {
        device.time = (uint64_t)machine_random(4) << 32 | (machine_random(2) == 0 ? 0xFFFFFFF0 : 0);
        const uint64_t at =
            device.time + 20 + ((uint64_t)machine_random(3) << 32) + machine_random(100);
        device.wanted = at;
        port_time_alarm(at);
        assert_true(device.compare == at);
        device.wanted = 0;
    }
    assert_int_equal(machine.timer_expirations, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(time_is_read_whole_across_a_carry, setup),
        cmocka_unit_test_setup(nothing_comes_before_it_is_asked_for, setup),
        cmocka_unit_test_setup(alarm_comes_at_its_time_and_once, setup),
        cmocka_unit_test_setup(alarm_in_the_past_comes_at_once, setup),
        cmocka_unit_test_setup(tick_goes_on_without_an_alarm, setup),
        cmocka_unit_test_setup(alarm_and_tick_do_not_disturb_each_other, setup),
        cmocka_unit_test_setup(comparator_is_never_early_in_between, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
