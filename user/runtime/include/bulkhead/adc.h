// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Samples of analogue inputs. capsules/adc/adc.h says what the upcalls of each command are.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_ADC_DRIVER = 0x5, BULKHEAD_ADC_SAMPLED = 1, BULKHEAD_ADC_BUFFER_COUNT = 2 };

enum bulkhead_adc_command {
    BULKHEAD_ADC_CHANNELS = 0,
    BULKHEAD_ADC_SAMPLE = 1,
    BULKHEAD_ADC_SAMPLE_ON = 2,
    BULKHEAD_ADC_FILL = 3,
    BULKHEAD_ADC_FILL_ON = 4,
    BULKHEAD_ADC_STOP = 5,
    BULKHEAD_ADC_RESOLUTION = 101,
    BULKHEAD_ADC_REFERENCE = 102,
};

/// What the first value of an upcall says.
enum bulkhead_adc_mode {
    BULKHEAD_ADC_ONE,
    BULKHEAD_ADC_ON,
    BULKHEAD_ADC_FILLED,
    BULKHEAD_ADC_FILLED_ON,
};

/**
 * Waits for the next event. It is told by two upcalls, 0 and BULKHEAD_ADC_SAMPLED: who does not
 * wait for both, or have functions for both, finds the queue full of the others.
 */
static inline struct bulkhead_upcall bulkhead_adc_wait(void)
{
    (void)bulkhead_yield_wait_for(BULKHEAD_ADC_DRIVER, 0);
    return bulkhead_yield_wait_for(BULKHEAD_ADC_DRIVER, BULKHEAD_ADC_SAMPLED);
}

/**
 * Takes one sample; the program waits. Upcall functions do not run meanwhile.
 *
 * @param sample  16 bits, of which the upper ones count.
 * @return ERROR_INVALID: no such channel. ERROR_NO_MEMORY: somebody else has the converter for
 *         longer. ERROR_BUSY: the program has it for longer.
 */
static inline enum error bulkhead_adc_sample(uint32_t channel, uint16_t *sample)
{
    const enum error error = bulkhead_result_error(
        bulkhead_command(BULKHEAD_ADC_DRIVER, BULKHEAD_ADC_SAMPLE, channel, 0));
    if (error == ERROR_NONE) {
        *sample = (uint16_t)bulkhead_adc_wait().value[2];
    }
    return error;
}
