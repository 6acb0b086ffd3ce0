// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The analogue-to-digital converter of an LM3S6965: four channels of ten bits, 0 to 3 volts.
 *
 * Timer 1 paces it. Of its sequencers the last one is used, which takes one sample a trigger and
 * keeps one; an interrupt asks for it to be fetched. The board has the clocks of converter and
 * timer on, and puts the bottom half into its table.
 *
 * Source: Texas Instruments LM3S6965 data sheet (SPMS058), chapters 9 and 11.
 */
#pragma once

#include <hal/adc.h>

enum {
    STELLARIS_ADC_CHANNEL_COUNT = 4,
    STELLARIS_ADC_BITS = 10,
    STELLARIS_ADC_MILLIVOLTS = 3000,
    STELLARIS_ADC_RATE_HZ_MAX = 10000, ///< of the driver; the converter can do fifty times that
};

/// The functions of the contract `struct adc`. Context: kernel.
void stellaris_adc_describe(struct adc_description *description);
enum error stellaris_adc_start(const struct adc_run *run);
void stellaris_adc_stop(void);

/// Who is told. Made of manifests. Called from the bottom half.
extern const struct adc_client stellaris_adc_client;

/// Enables the interrupt. Context: init.
void stellaris_adc_initialise(void);

/// For the board's table of bottom halves, line STELLARIS_LINE_ADC_SEQUENCE_3.
void stellaris_adc_bottom_half(void);
