// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Lines: a claimed one stays silent until it is served, and no request is lost.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <arch/processor.h>
#include <chips/plic/plic.h>
#include <kernel/port.h>

#include "machine.h"

enum {
    PRIORITY = MACHINE_PLIC,
    ENABLE = MACHINE_PLIC + 0x2000,
    THRESHOLD = MACHINE_PLIC + 0x200000,
    CLAIM = MACHINE_PLIC + 0x200004,
    ROUNDS = 200000,
};

/// The device: a gateway for each level-triggered line, closed from the forwarding of a request to
/// its completion.
static struct {
    bool level[MACHINE_LINES];
    bool is_pending[MACHINE_LINES];
    bool is_closed[MACHINE_LINES]; ///< forwarded and not completed
    bool is_claimed[MACHINE_LINES];
    uint32_t priority[MACHINE_LINES];
    uint32_t enabled[MACHINE_LINES / 32];
    uint32_t threshold;
    unsigned completions_ignored;
} device;

static bool is_enabled(unsigned line)
{
    return (device.enabled[line / 32] >> line % 32 & 1) != 0;
}

static void gateways_look(void)
{
    for (unsigned line = 1; line < MACHINE_LINES; line++) {
        if (device.level[line] && !device.is_closed[line]) {
            device.is_closed[line] = true;
            device.is_pending[line] = true;
        }
    }
}

/// The line that would be claimed now; 0: none.
static unsigned line_best(void)
{
    gateways_look();
    unsigned best = 0;
    for (unsigned line = 1; line < MACHINE_LINES; line++) {
        if (device.is_pending[line] && is_enabled(line) &&
            device.priority[line] > device.threshold &&
            (best == 0 || device.priority[line] > device.priority[best])) {
            best = line;
        }
    }
    return best;
}

static uint32_t device_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    assert_int_equal(address, CLAIM);
    const unsigned line = line_best();
    device.is_pending[line] = false;
    device.is_claimed[line] = line != 0;
    return line;
}

static void device_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    if (address == CLAIM) {
        assert_true(value < MACHINE_LINES);
        assert_true(device.is_claimed[value]); // Another would open the gateway too early.
        if (!is_enabled(value)) {
            device.completions_ignored++;
            return;
        }
        device.is_claimed[value] = false;
        device.is_closed[value] = false;
    } else if (address == THRESHOLD) {
        device.threshold = value;
    } else if (address >= ENABLE && address < ENABLE + sizeof device.enabled) {
        device.enabled[(address - ENABLE) / 4] = value;
    } else if (address > PRIORITY && address < PRIORITY + 4 * MACHINE_LINES) {
        device.priority[(address - PRIORITY) / 4] = value;
    } else {
        fail_msg("write of %#lx", (unsigned long)address);
    }
}

static int setup(void **state)
{
    (void)state;
    machine_reset_doubles();
    machine.read = device_read;
    machine.write = device_write;
    machine.has_interrupt_controller = true;
    // As somebody has left it who ran before; but nothing is claimed.
    memset(&device, 0, sizeof device);
    memset(device.enabled, 0xFF, sizeof device.enabled);
    device.threshold = 7;
    plic_initialise();
    return 0;
}

static void no_line_is_enabled_at_first(void **state)
{
    (void)state;
    memset(device.level, true, sizeof device.level);
    arch_external_interrupt();
    for (unsigned line = 0; line < MACHINE_LINES; line++) {
        assert_int_equal(machine.notes[line], 0);
    }
}

static void each_line_can_be_served(void **state)
{
    (void)state;
    for (unsigned line = 1; line < MACHINE_LINES; line++) {
        port_irq_enable(line);
        assert_true(device.priority[line] > 0);
        device.level[line] = true;
        arch_external_interrupt();
        assert_int_equal(machine.notes[line], 1);
        device.level[line] = false;
        port_irq_enable(line);
        arch_external_interrupt();
        assert_int_equal(machine.notes[line], 1);
    }
}

static void line_stays_silent_until_it_is_enabled_again(void **state)
{
    (void)state;
    port_irq_enable(5);
    device.level[5] = true;
    arch_external_interrupt();
    arch_external_interrupt();
    assert_int_equal(machine.notes[5], 1);
    assert_int_equal(line_best(), 0);
    port_irq_enable(5);
    arch_external_interrupt(); // The device still asks.
    assert_int_equal(machine.notes[5], 2);
}

static void all_pending_lines_are_noted_at_once(void **state)
{
    (void)state;
    for (unsigned line = 1; line < MACHINE_LINES; line += 3) {
        port_irq_enable(line);
        device.level[line] = true;
    }
    arch_external_interrupt();
    for (unsigned line = 1; line < MACHINE_LINES; line++) {
        assert_int_equal(machine.notes[line], line % 3 == 1);
    }
}

static void line_disabled_while_claimed_is_completed_when_enabled(void **state)
{
    (void)state;
    port_irq_enable(33);
    device.level[33] = true;
    arch_external_interrupt();
    port_irq_disable(33);
    assert_false(is_enabled(33));
    port_irq_enable(33);
    arch_external_interrupt();
    assert_int_equal(machine.notes[33], 2);
    assert_int_equal(device.completions_ignored, 0);
}

static void empty_interrupt_notes_nothing(void **state)
{
    (void)state;
    port_irq_enable(5);
    arch_external_interrupt();
    assert_int_equal(machine.notes[5], 0);
}

/// Each level that stands is noted once after each time the line is enabled, and never else.
static void no_request_is_lost_or_doubled(void **state)
{
    (void)state;
    bool is_open[MACHINE_LINES] = {0}; // enabled since it was noted last
    for (unsigned i = 0; i < ROUNDS; i++) {
        const unsigned line = 1 + machine_random(MACHINE_LINES - 1);
        switch (machine_random(5)) {
        case 0:
            device.level[line] = !device.level[line];
            gateways_look();
            break;
        case 1:
            port_irq_enable(line);
            is_open[line] = true;
            break;
        case 2:
            port_irq_disable(line);
            is_open[line] = false;
            break;
        default: {
            const unsigned before = machine.notes[line];
            const bool is_asking = device.level[line];
            const bool is_noted_late = device.is_pending[line]; // The level may be gone since.
            arch_external_interrupt();
            const unsigned notes = machine.notes[line] - before;
            assert_true(notes == (is_open[line] && (is_asking || is_noted_late)));
            break;
        }
        }
        for (unsigned other = 1; other < MACHINE_LINES; other++) {
            if (device.is_claimed[other]) {
                is_open[other] = false;
            }
        }
    }
    assert_int_equal(device.completions_ignored, 0);
}

/// The macro of the library is a block, to which Clang wants no semicolon.
#define EXPECT_REFUSED(call)        \
    do {                            \
        expect_assert_failure(call) \
    } while (0)

static void line_0_and_lines_past_the_table_are_refused(void **state)
{
    (void)state;
    EXPECT_REFUSED(port_irq_enable(0));
    EXPECT_REFUSED(port_irq_enable(MACHINE_LINES));
    EXPECT_REFUSED(port_irq_disable(MACHINE_LINES));
}

/// The last test: nothing but the next boot makes the line come back.
static void masked_line_never_comes_again(void **state)
{
    (void)state;
    enum { LINE = 77 };
    port_irq_enable(LINE);
    port_irq_enable(LINE + 1);
    device.level[LINE] = true;
    device.level[LINE + 1] = true;
    arch_external_interrupt();
    assert_int_equal(machine.notes[LINE], 1);
    plic_line_mask(LINE);
    port_irq_enable(LINE); // As the kernel does behind a bottom half.
    port_irq_enable(LINE + 1);
    arch_external_interrupt();
    assert_int_equal(machine.notes[LINE], 1);
    assert_int_equal(machine.notes[LINE + 1], 2);
    assert_false(is_enabled(LINE));
    port_irq_disable(LINE);
    port_irq_enable(LINE);
    assert_false(is_enabled(LINE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(no_line_is_enabled_at_first, setup),
        cmocka_unit_test_setup(each_line_can_be_served, setup),
        cmocka_unit_test_setup(line_stays_silent_until_it_is_enabled_again, setup),
        cmocka_unit_test_setup(all_pending_lines_are_noted_at_once, setup),
        cmocka_unit_test_setup(line_disabled_while_claimed_is_completed_when_enabled, setup),
        cmocka_unit_test_setup(empty_interrupt_notes_nothing, setup),
        cmocka_unit_test_setup(no_request_is_lost_or_doubled, setup),
        cmocka_unit_test_setup(line_0_and_lines_past_the_table_are_refused, setup),
        cmocka_unit_test_setup(masked_line_never_comes_again, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
