// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A converter that a timer paces, whose FIFO may be deeper than it should be.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <chips/stellaris/adc.h>
#include <cmocka.h>

#include "registers.h"

enum {
    ACTIVE = 0x40038000,
    MASK = 0x40038008,
    CHANNEL = 0x400380A0,
    SAMPLE = 0x400380A8,
    FIFO = 0x400380AC,
    PACE_CONTROL = 0x4003100C,
    PACE_LOAD = 0x40031028,
    DEPTH = 16,
    FULL = 1 << 12,
};

static struct {
    uint32_t samples[DEPTH];
    unsigned head;
    unsigned tail;
    bool is_full;
    bool is_full_for_ever;
    uint32_t active;
    uint32_t mask;
    uint32_t channel;
    uint32_t pace;
    uint32_t load;
    unsigned fetched;
} converter;

static uint32_t converter_read(uintptr_t address)
{
    if (address == FIFO) {
        const bool is_full = converter.is_full || converter.is_full_for_ever;
        return (is_full ? FULL : 0u) | converter.head << 4 | converter.tail;
    }
    assert_int_equal(address, SAMPLE);
    const uint32_t sample = converter.samples[converter.tail];
    converter.tail = (converter.tail + 1) % DEPTH;
    converter.is_full = false;
    converter.fetched++;
    return sample;
}

static void converter_write(uintptr_t address, uint32_t value)
{
    switch (address) {
    case ACTIVE:
        converter.active = value;
        break;
    case MASK:
        converter.mask = value;
        break;
    case CHANNEL:
        converter.channel = value;
        break;
    case PACE_CONTROL:
        converter.pace = value;
        break;
    case PACE_LOAD:
        converter.load = value;
        break;
    default:
        break; // What is set up once, or acknowledged.
    }
}

static void sample_come(uint32_t sample)
{
    if (!converter.is_full) {
        converter.samples[converter.head] = sample;
        converter.head = (converter.head + 1) % DEPTH;
        converter.is_full = converter.head == converter.tail;
    }
}

static int reset(void **state)
{
    (void)state;
    memset(&converter, 0, sizeof converter);
    memset(&registers, 0, sizeof registers);
    registers.read = converter_read;
    registers.write = converter_write;
    stellaris_adc_initialise();
    stellaris_adc_stop();
    return 0;
}

static enum error start(uint32_t channel, uint32_t rate_hz, uint32_t batch)
{
    return stellaris_adc_start(
        &(struct adc_run){.channel = channel, .rate_hz = rate_hz, .batch = batch});
}

static void wrong_runs_are_refused(void **state)
{
    (void)state;
    static const struct adc_run wrong[] = {
        {4, 1, 1}, {UINT32_MAX, 1, 1}, {0, 0, 1},          {0, STELLARIS_ADC_RATE_HZ_MAX + 1, 1},
        {0, 1, 0}, {0, 1, 17},         {0, 1, UINT32_MAX}, {0, UINT32_MAX, 1},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(stellaris_adc_start(&wrong[i]), ERROR_INVALID);
        assert_int_equal(converter.pace, 0);
    }
    assert_int_equal(start(3, STELLARIS_ADC_RATE_HZ_MAX, ADC_BATCH_MAX), ERROR_NONE);
    assert_int_equal(start(3, 1, 1), ERROR_BUSY);
    assert_int_equal(converter.channel, 3);
    assert_int_equal(converter.load, 50000000 / STELLARIS_ADC_RATE_HZ_MAX - 1);
    stellaris_adc_stop();
    assert_int_equal(converter.pace, 0);
    assert_int_equal(converter.active, 0);
    assert_int_equal(converter.mask, 0);
    assert_int_equal(start(0, 1, 1), ERROR_NONE);
    assert_int_equal(converter.load, 49999999);
}

static void samples_come_in_batches_left_justified(void **state)
{
    (void)state;
    assert_int_equal(start(1, 1000, 3), ERROR_NONE);
    for (uint32_t i = 0; i < 7; i++) {
        sample_come(0x3FF - i);
        stellaris_adc_bottom_half();
    }
    assert_int_equal(registers.batches, 2);
    assert_int_equal(registers.sampled.count, 3);
    assert_int_equal(registers.sampled.samples[0], (0x3FF - 3) << 6);
    assert_int_equal(registers.sampled.samples[2], (0x3FF - 5) << 6);
}

static void what_is_fetched_too_late_is_replaced(void **state)
{
    (void)state;
    sample_come(1); // Of another run.
    assert_int_equal(start(1, 1000, 1), ERROR_NONE);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 0);
    for (uint32_t i = 0; i < DEPTH; i++) {
        sample_come(i);
    }
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 1);
    assert_int_equal(registers.sampled.samples[0], (DEPTH - 1) << 6);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 1);
}

static void converter_that_lies_is_not_believed(void **state)
{
    (void)state;
    // Interrupts without a run, and behind its end.
    sample_come(5);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 0);
    assert_int_equal(start(1, 1000, 1), ERROR_NONE);
    sample_come(0xFFFFFFFF); // More bits than there are.
    stellaris_adc_bottom_half();
    assert_int_equal(registers.sampled.samples[0], 0xFFC0);
    stellaris_adc_stop();
    sample_come(7);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 1);
    // A FIFO that never empties does not hold up anybody.
    converter.is_full_for_ever = true;
    converter.fetched = 0;
    assert_int_equal(start(1, 1000, 1), ERROR_NONE);
    assert_true(converter.fetched <= DEPTH);
    stellaris_adc_bottom_half();
    assert_true(converter.fetched <= 2 * DEPTH);
}

static void again(void)
{
    stellaris_adc_stop();
    assert_int_equal(start(2, 10, 2), ERROR_NONE);
}

static void client_may_start_the_next_run_at_once(void **state)
{
    (void)state;
    assert_int_equal(start(1, 1000, 1), ERROR_NONE);
    registers.on_sampled = again;
    sample_come(1);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 1);
    assert_int_equal(converter.channel, 2);
    sample_come(2);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 1);
    sample_come(3);
    stellaris_adc_bottom_half();
    assert_int_equal(registers.batches, 2);
    assert_int_equal(registers.sampled.count, 2);
    assert_int_equal(registers.sampled.samples[0], 2 << 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(wrong_runs_are_refused, reset),
        cmocka_unit_test_setup(samples_come_in_batches_left_justified, reset),
        cmocka_unit_test_setup(what_is_fetched_too_late_is_replaced, reset),
        cmocka_unit_test_setup(converter_that_lies_is_not_believed, reset),
        cmocka_unit_test_setup(client_may_start_the_next_run_at_once, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
