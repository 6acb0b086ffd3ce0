// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Programs that share a converter.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <capsules/adc/adc.h>
#include <cmocka.h>

#include "bench.h"

enum { ADC, CAPSULE_COUNT };
enum { CHANNELS = 4, RATE_MAX = 10000, RATE = 2000, SLOW = 10 };

const struct bench_capsule bench_capsules[] = {
    [ADC] = {adc_init, .deferred = adc_deferred, .timer = adc_timer, .on_restart = adc_on_restart,
             .driver = ADC_DRIVER, .command = adc_command, BENCH_STATE(adc)},
};
const size_t bench_capsule_count = CAPSULE_COUNT;

static struct {
    struct adc_run run;
    bool is_running;
    bool is_dead;
    uint32_t reference;
    unsigned stops;
} converter;

static void describe(struct adc_description *description)
{
    *description = (struct adc_description){CHANNELS, 10, converter.reference, RATE_MAX};
}

static enum error start(const struct adc_run *run)
{
    if (converter.is_dead) {
        return ERROR_FAILED;
    }
    assert_false(converter.is_running);
    assert_true(run->channel < CHANNELS && run->rate_hz > 0 && run->rate_hz <= RATE_MAX);
    assert_true(run->batch > 0 && run->batch <= ADC_BATCH_MAX);
    converter.run = *run;
    converter.is_running = true;
    return ERROR_NONE;
}

static void stop(void)
{
    converter.is_running = false;
    converter.stops++;
}

const struct adc adc_converter = {describe, start, stop};

/// A batch of whatever size, counting up from `first`, though nobody may have asked for it.
static void batch_tell(uint32_t count, uint16_t first)
{
    struct adc_sampled event = {.count = count};
    for (uint32_t i = 0; i < ADC_BATCH_MAX; i++) {
        event.samples[i] = (uint16_t)(first + i);
    }
    if (bench_enter(ADC)) {
        adc_sampled(&event);
        bench_leave();
    }
    fake_run();
}

static void batch_come(uint16_t first)
{
    assert_true(converter.is_running);
    batch_tell(converter.run.batch, first);
}

static int reset(void **state)
{
    memset(&converter, 0, sizeof converter);
    converter.reference = 3000;
    return bench_reset(state);
}

static struct fake_answer ask(struct process_id process, uint32_t command, uint32_t channel,
                              uint32_t rate_hz)
{
    const struct fake_answer answer = fake_command(ADC_DRIVER, process, command, channel, rate_hz);
    fake_run();
    return answer;
}

static void told(struct process_id process, uint32_t mode, uint32_t what, uint32_t value)
{
    fake_expect_upcall(ADC_DRIVER, process, 0, mode, what, value);
    fake_expect_upcall(ADC_DRIVER, process, 1, mode, what, value);
}

static void allow(struct process_id process, uint32_t number, size_t bytes)
{
    static const uint8_t zeros[256];
    fake_allow(process, BUFFER_READ_WRITE, number, zeros, bytes);
}

static void process_end(struct process_id process)
{
    fake_process_end(process);
    assert_true(bench_enter(ADC));
    adc_process_ended(&process);
    bench_leave();
    fake_run();
}

// ---------------------------------------------------------------------------------------------

static void facts_and_refusals(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    fake_expect_success_u32(ask(one, COMMAND_EXISTS, 0, 0), CHANNELS);
    fake_expect_success_u32(ask(one, ADC_COMMAND_RESOLUTION, 0, 0), 10);
    fake_expect_success_u32(ask(one, ADC_COMMAND_REFERENCE, 0, 0), 3000);
    converter.reference = 0;
    fake_expect_failure(ask(one, ADC_COMMAND_REFERENCE, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(ask(one, 6, 0, 0), ERROR_NO_SUPPORT);
    static const uint32_t wrong[][2] = {{CHANNELS, 1}, {UINT32_MAX, 1},   {256, 1},
                                        {0, 0},        {0, RATE_MAX + 1}, {0, UINT32_MAX}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        for (uint32_t command = ADC_COMMAND_SAMPLE_ON; command <= ADC_COMMAND_FILL_ON; command++) {
            fake_expect_failure(ask(one, command, wrong[i][0], wrong[i][1]), ERROR_INVALID);
        }
    }
    fake_expect_failure(ask(one, ADC_COMMAND_FILL, 0, 1), ERROR_NO_MEMORY);
    allow(one, 0, 1);
    fake_expect_failure(ask(one, ADC_COMMAND_FILL, 0, 1), ERROR_NO_MEMORY);
    allow(one, 0, 2);
    fake_expect_failure(ask(one, ADC_COMMAND_FILL_ON, 0, 1), ERROR_NO_MEMORY);
    assert_false(converter.is_running);
    fake_expect_no_upcall();
}

static void single_samples_of_programs_take_turns(void **state)
{
    (void)state;
    struct process_id process[3];
    for (unsigned i = 0; i < 3; i++) {
        process[i] = fake_process_start("any");
        fake_expect_success(ask(process[i], ADC_COMMAND_SAMPLE, i, 0));
    }
    fake_expect_failure(ask(process[1], ADC_COMMAND_SAMPLE, 0, 0), ERROR_BUSY);
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(converter.run.channel, i % 3);
        batch_come((uint16_t)i);
        told(process[i % 3], 0, i % 3, i);
        fake_expect_success(ask(process[i % 3], ADC_COMMAND_SAMPLE, i % 3, 0));
    }
    fake_expect_no_upcall();
}

static void run_has_the_converter_to_itself(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(one, ADC_COMMAND_SAMPLE, 1, 0));
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE_ON, 2, SLOW));
    // Behind the sample that was asked for before; from now on nobody comes in between.
    assert_int_equal(converter.run.channel, 1);
    batch_come(9);
    told(one, 0, 1, 9);
    fake_expect_failure(ask(one, ADC_COMMAND_SAMPLE, 1, 0), ERROR_NO_MEMORY);
    fake_expect_failure(ask(two, ADC_COMMAND_SAMPLE, 1, 0), ERROR_BUSY);
    for (uint16_t i = 0; i < 3; i++) {
        batch_come(i);
        told(two, 1, 2, i);
    }
    fake_expect_success(ask(one, ADC_COMMAND_STOP, 0, 0)); // Its own, of which there is none.
    assert_true(converter.is_running);
    fake_expect_success(ask(two, ADC_COMMAND_STOP, 0, 0));
    assert_false(converter.is_running);
    fake_expect_success(ask(one, ADC_COMMAND_SAMPLE_ON, 3, SLOW));
    process_end(one);
    assert_false(converter.is_running);
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE, 0, 0));
    assert_true(converter.is_running);
    // One that waits and ends does not keep the others out.
    const struct process_id three = fake_process_start("three");
    fake_expect_success(ask(three, ADC_COMMAND_SAMPLE_ON, 0, SLOW));
    process_end(three);
    batch_come(1);
    told(two, 0, 0, 1);
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE, 0, 0));
    fake_expect_no_upcall();
}

static void expect_counted(struct process_id process, uint32_t number, uint32_t count,
                           uint16_t first)
{
    const uint8_t *bytes = fake_buffer(process, BUFFER_READ_WRITE, number);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(bytes[2 * i] | bytes[2 * i + 1] << 8, first + i);
    }
}

static void buffers_are_filled_to_their_ends(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    allow(one, 0, 40);
    fake_expect_success(ask(one, ADC_COMMAND_FILL, 3, RATE));
    assert_int_equal(converter.run.batch, ADC_BATCH_MAX);
    batch_come(100);
    fake_expect_no_upcall();
    batch_come(100 + ADC_BATCH_MAX);
    told(one, 2, 20 << 8 | 3, 0);
    expect_counted(one, 0, 20, 100);
    assert_false(converter.is_running);

    // Of an odd length, and several of them in one batch.
    allow(one, 0, 5);
    allow(one, 1, 6);
    fake_expect_success(ask(one, ADC_COMMAND_FILL_ON, 3, RATE));
    batch_come(0);
    told(one, 3, 2 << 8 | 3, 0);
    told(one, 3, 3 << 8 | 3, 1);
    told(one, 3, 2 << 8 | 3, 0);
    told(one, 3, 3 << 8 | 3, 1);
    told(one, 3, 2 << 8 | 3, 0);
    told(one, 3, 3 << 8 | 3, 1);
    // The last one of the batch begins the next buffer.
    expect_counted(one, 0, 1, 15);
    expect_counted(one, 1, 3, 12);
    assert_int_equal(fake_buffer(one, BUFFER_READ_WRITE, 0)[4], 0);
    fake_expect_success(ask(one, ADC_COMMAND_STOP, 0, 0));
    // Slow samples come one by one.
    fake_expect_success(ask(one, ADC_COMMAND_FILL, 0, SLOW));
    assert_int_equal(converter.run.batch, 1);
    batch_come(1);
    batch_come(2);
    told(one, 2, 2 << 8, 0);
    fake_expect_no_upcall();
}

static void buffer_that_is_taken_back_ends_the_run(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    allow(one, 0, 64);
    allow(one, 1, 64);
    fake_expect_success(ask(one, ADC_COMMAND_FILL_ON, 0, RATE));
    batch_come(0);
    allow(one, 0, 64); // A swap, while it is being filled.
    batch_come(16);
    told(one, 3, ADC_BATCH_MAX << 8, 0);
    assert_false(converter.is_running);
    fake_expect_success(ask(one, ADC_COMMAND_FILL_ON, 0, RATE));
    batch_come(0);
    allow(one, 1, 0);
    batch_come(16);
    told(one, 3, 32 << 8, 0);
    told(one, 3, 0, 1); // The next one has no room.
    assert_false(converter.is_running);
    // Between the wish and its turn.
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE, 1, 0));
    fake_expect_success(ask(one, ADC_COMMAND_FILL, 2, RATE));
    allow(one, 0, 0);
    batch_come(5);
    told(two, 0, 1, 5);
    told(one, 2, 2, 0);
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE, 1, 0));
    fake_expect_no_upcall();
}

static void advance(uint64_t ticks)
{
    fake_time_set(time_now() + ticks);
    fake_run();
}

static void converter_that_fails_holds_up_nobody(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    allow(one, 0, 64);
    // It never answers.
    fake_expect_success(ask(one, ADC_COMMAND_FILL, 1, RATE));
    batch_come(0);
    advance((uint64_t)FAKE_HZ * 3);
    told(one, 2, ADC_BATCH_MAX << 8 | 1, 0);
    assert_false(converter.is_running);
    fake_expect_success(ask(one, ADC_COMMAND_SAMPLE, 1, 0));
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE, 2, 0));
    advance((uint64_t)FAKE_HZ * 3);
    fake_expect_no_upcall();
    batch_come(4);
    told(two, 0, 2, 4);
    // It refuses.
    converter.is_dead = true;
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE, 2, 0));
    fake_expect_success(ask(one, ADC_COMMAND_FILL, 1, RATE));
    told(one, 2, 1, 0);
    converter.is_dead = false;
    // It answers nobody, twice, and with more and less than there is.
    batch_tell(1, 0);
    fake_expect_success(ask(two, ADC_COMMAND_SAMPLE_ON, 2, SLOW));
    batch_tell(0, 1);
    batch_tell(ADC_BATCH_MAX + 1, 1);
    batch_tell(UINT32_MAX, 1);
    fake_expect_no_upcall();
    batch_tell(ADC_BATCH_MAX, 1);
    told(two, 1, 2, 1);
    fake_expect_no_upcall();
}

static void restart_ends_what_was_asked_for(void **state)
{
    (void)state;
    const struct process_id process[] = {fake_process_start("one"), fake_process_start("two")};
    allow(process[0], 0, 64);
    fake_expect_success(ask(process[0], ADC_COMMAND_FILL, 1, RATE));
    batch_come(0);
    bench_capsule_fail(ADC);
    batch_tell(ADC_BATCH_MAX, 5);
    bench_capsule_restart(ADC, process, 2);
    assert_false(converter.is_running);
    told(process[0], 2, 1, 0);
    batch_tell(ADC_BATCH_MAX, 5);
    fake_expect_success(ask(process[1], ADC_COMMAND_SAMPLE, 1, 0));
    bench_capsule_fail(ADC);
    bench_capsule_restart(ADC, process, 2);
    fake_expect_no_upcall();
    fake_expect_success(ask(process[1], ADC_COMMAND_SAMPLE, 1, 0));
    batch_come(7);
    told(process[1], 0, 1, 7);
    fake_expect_no_upcall();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(facts_and_refusals, reset),
        cmocka_unit_test_setup(single_samples_of_programs_take_turns, reset),
        cmocka_unit_test_setup(run_has_the_converter_to_itself, reset),
        cmocka_unit_test_setup(buffers_are_filled_to_their_ends, reset),
        cmocka_unit_test_setup(buffer_that_is_taken_back_ends_the_run, reset),
        cmocka_unit_test_setup(converter_that_fails_holds_up_nobody, reset),
        cmocka_unit_test_setup(restart_ends_what_was_asked_for, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
