// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes single samples, many, beside others that do so, and then has the converter to itself until
// it is stopped. Run by test_adc.py.
#include <bulkhead/adc.h>
#include <stdio.h>

enum { SAMPLES = 200, RATE_HZ = 1000, BYTES = 64 };

static uint8_t bytes[BULKHEAD_ADC_BUFFER_COUNT][BYTES];

int main(void)
{
    unsigned taken = 0;
    unsigned refused = 0;
    for (unsigned i = 0; i < SAMPLES; i++) {
        uint16_t sample = 0;
        const enum error error = bulkhead_adc_sample(i % 4, &sample);
        taken += error == ERROR_NONE && sample >= 0x8000;
        refused += error == ERROR_NO_MEMORY;
    }
    printf("took %u, refused %u\n", taken, refused);
    for (uint32_t i = 0; i < BULKHEAD_ADC_BUFFER_COUNT; i++) {
        (void)bulkhead_allow_read_write(BULKHEAD_ADC_DRIVER, i, bytes[i], BYTES);
    }
    enum error error;
    do {
        error = bulkhead_result_error(
            bulkhead_command(BULKHEAD_ADC_DRIVER, BULKHEAD_ADC_FILL_ON, 1, RATE_HZ));
    } while (error != ERROR_NONE);
    for (unsigned count = 1;; count++) {
        const struct bulkhead_upcall upcall = bulkhead_adc_wait();
        printf("filled %u: %lu\n", count, (unsigned long)upcall.value[1] >> 8);
    }
}
