// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses the converter in every way that one program may. Run by test_adc.py.
#include <bulkhead/adc.h>
#include <bulkhead/alarm.h>
#include <string.h>

#include "check.h"

enum {
    DRIVER = BULKHEAD_ADC_DRIVER,
    CHANNELS = 4,
    RATE_MAX = 10000,
    SAMPLES = 40,
    SLOW = 100,
    QUEUE_MS = 100
};
enum { NOISE_FIRST = 0x200 << 6, NOISE_LAST = 0x207 << 6 }; // of the emulated converter

static uint16_t samples[2][SAMPLES];

static struct bulkhead_result ask(uint32_t command, uint32_t channel, uint32_t rate_hz)
{
    return bulkhead_command(DRIVER, command, channel, rate_hz);
}

static void refused(uint32_t command, uint32_t channel, uint32_t rate_hz, enum error error,
                    const char *what)
{
    check_error(ask(command, channel, rate_hz), VARIANT_FAILURE, error, what);
}

static bool is_sample(uint32_t value)
{
    return value >= NOISE_FIRST && value <= NOISE_LAST && (value & 0x3F) == 0;
}

static bool are_samples(const uint16_t *from)
{
    bool holds = true;
    for (unsigned i = 0; i < SAMPLES; i++) {
        holds = holds && is_sample(from[i]);
    }
    return holds;
}

static void allow(uint32_t number, size_t bytes)
{
    (void)bulkhead_allow_read_write(DRIVER, number, samples[number], bytes);
}

static void facts_check(void)
{
    check(ask(BULKHEAD_ADC_CHANNELS, 0, 0).value[0] == CHANNELS, "there are four channels");
    check(ask(BULKHEAD_ADC_RESOLUTION, 0, 0).value[0] == 10, "samples have ten bits");
    check(ask(BULKHEAD_ADC_REFERENCE, 0, 0).value[0] == 3000, "up to three volts");
    refused(6, 0, 1, ERROR_NO_SUPPORT, "there is no other command");
    refused(BULKHEAD_ADC_SAMPLE, CHANNELS, 0, ERROR_INVALID, "nor channel");
    refused(BULKHEAD_ADC_SAMPLE, UINT32_MAX, 0, ERROR_INVALID, "nor any such one");
    refused(BULKHEAD_ADC_SAMPLE_ON, 0, 0, ERROR_INVALID, "nothing is sampled never");
    refused(BULKHEAD_ADC_SAMPLE_ON, 0, RATE_MAX + 1, ERROR_INVALID, "or too often");
    refused(BULKHEAD_ADC_FILL, 0, SLOW, ERROR_NO_MEMORY, "there is no buffer");
    allow(0, sizeof samples[0]);
    refused(BULKHEAD_ADC_FILL_ON, 0, SLOW, ERROR_NO_MEMORY, "there is one buffer only");
    allow(1, 1);
    refused(BULKHEAD_ADC_FILL_ON, 0, SLOW, ERROR_NO_MEMORY, "and one that holds no sample");
    check(ask(BULKHEAD_ADC_STOP, 0, 0).variant == VARIANT_SUCCESS, "nothing can be stopped");
}

static void samples_check(void)
{
    for (uint32_t i = 0; i < CHANNELS; i++) {
        (void)ask(BULKHEAD_ADC_SAMPLE, i, 0);
        const struct bulkhead_upcall upcall = bulkhead_adc_wait();
        check_value(upcall.value[0] == BULKHEAD_ADC_ONE && upcall.value[1] == i &&
                        is_sample(upcall.value[2]),
                    "a sample of each channel", upcall.value[2]);
    }
    (void)ask(BULKHEAD_ADC_SAMPLE_ON, 2, SLOW);
    refused(BULKHEAD_ADC_SAMPLE, 1, 0, ERROR_BUSY, "one thing at a time");
    const uint32_t start_ticks = bulkhead_alarm_now_ticks();
    bool holds = true;
    for (unsigned i = 0; i < SAMPLES; i++) {
        const struct bulkhead_upcall upcall = bulkhead_adc_wait();
        holds = holds && upcall.value[0] == BULKHEAD_ADC_ON && upcall.value[1] == 2 &&
                is_sample(upcall.value[2]);
    }
    const uint32_t ticks = bulkhead_alarm_now_ticks() - start_ticks;
    check(holds, "samples come one after the other");
    const uint64_t period = bulkhead_alarm_ticks_from_ms(1000 / SLOW);
    check_value(ticks >= period * (SAMPLES - 1) && ticks <= period * (SAMPLES + 1),
                "as often as was asked for", ticks);
    check(ask(BULKHEAD_ADC_STOP, 0, 0).variant == VARIANT_SUCCESS, "and are stopped");
}

static void filled_check(uint32_t mode, uint32_t number, uint32_t count, const char *what)
{
    const struct bulkhead_upcall upcall = bulkhead_adc_wait();
    check_value(upcall.value[0] == mode && upcall.value[1] == (count << 8 | 3) &&
                    upcall.value[2] == number,
                what, upcall.value[1]);
}

/// Takes no upcall for a while.
static void be_busy(void)
{
    const uint32_t start_ticks = bulkhead_alarm_now_ticks();
    while (bulkhead_alarm_now_ticks() - start_ticks < bulkhead_alarm_ticks_from_ms(QUEUE_MS)) {
    }
}

static void buffers_check(void)
{
    allow(0, sizeof samples[0]);
    check(ask(BULKHEAD_ADC_FILL, 3, RATE_MAX).variant == VARIANT_SUCCESS, "a buffer is filled");
    filled_check(BULKHEAD_ADC_FILLED, 0, SAMPLES, "all of it");
    check(are_samples(samples[0]) && samples[1][0] == 0, "and no other");
    memset(samples, 0, sizeof samples);
    allow(0, sizeof samples[0]);
    allow(1, sizeof samples[1] - 1);
    check(ask(BULKHEAD_ADC_FILL_ON, 3, RATE_MAX).variant == VARIANT_SUCCESS, "two are, in turn");
    filled_check(BULKHEAD_ADC_FILLED_ON, 0, SAMPLES, "the first one");
    filled_check(BULKHEAD_ADC_FILLED_ON, 1, SAMPLES - 1, "the second one, of an odd length");
    check(are_samples(samples[0]) && is_sample(samples[1][SAMPLES - 2]) &&
              samples[1][SAMPLES - 1] == 0,
          "up to their ends");
    filled_check(BULKHEAD_ADC_FILLED_ON, 0, SAMPLES, "the first one again");
    // The queue is full when the run ends.
    be_busy();
    allow(0, 0);
    allow(1, 0);
    be_busy();
    struct bulkhead_upcall upcall;
    do {
        upcall = bulkhead_adc_wait(); // Those that were under way.
    } while (upcall.value[1] >> 8 >= SAMPLES - 1);
    check(upcall.value[1] >> 8 < SAMPLES, "buffers that are taken back end it");
    uint16_t sample = 0;
    check(bulkhead_adc_sample(0, &sample) == ERROR_NONE && is_sample(sample), "the rest works on");
}

int main(void)
{
    facts_check();
    samples_check();
    buffers_check();
    return check_done("adc_samples");
}
