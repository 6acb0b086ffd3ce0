// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `adc`: driver 0x5, samples of analogue inputs.
 *
 * Commands, each with a channel, the ones but 1 also with a number of samples per second: 1, one
 * sample; 2, one after the other; 3, fill read-write buffer 0; 4, fill buffers 0 and 1 in turn,
 * again and again. 5 ends what this program has asked for. 0 asks for the number of channels, 101
 * for the bits of a sample, 102 for what the largest one stands for, in millivolts.
 *
 * Each event is told by upcalls 0 and 1, with the same values: 0, channel, sample (command 1); 1,
 * channel, sample (command 2); 2 or 3, the number of samples shifted by 8 and the channel, the
 * number of the buffer (commands 3 and 4). Samples have 16 bits, of which the upper ones count, and
 * are little-endian in buffers.
 *
 * Single samples of several programs are taken one after the other. The other commands have the
 * converter to themselves, behind single samples that were asked for before. A run ends early when
 * a program takes its buffer back or allows none of two bytes, when the converter fails, and with a
 * restart of the capsule: then an upcall tells of as many samples as there are in the buffer, as
 * soon as the program's queue has room. It has no room for an error, and commands 1 and 2 end
 * without one.
 *
 * BUSY: this program samples already. NOMEM: another one has the converter to itself, or waits for
 * that; a buffer is missing. INVAL: no such channel, or frequency. NOSUPPORT: the voltage is not
 * known.
 */
#pragma once

#include <capsule.h>
#include <hal/adc.h>

enum { ADC_DRIVER = 0x5, ADC_GRANT_BYTES = 8 };
enum adc_command_number {
    ADC_COMMAND_SAMPLE = 1,
    ADC_COMMAND_SAMPLE_ON = 2,
    ADC_COMMAND_FILL = 3,
    ADC_COMMAND_FILL_ON = 4,
    ADC_COMMAND_STOP = 5,
    ADC_COMMAND_RESOLUTION = 101,
    ADC_COMMAND_REFERENCE = 102,
};
enum { ADC_BUFFER_COUNT = 2, ADC_UPCALL_COUNT = 2 };

/// The converter. Made of the manifest and the board's choice.
extern const struct adc adc_converter;

void adc_init(void);
void adc_deferred(void);
void adc_timer(void);
void adc_command(struct command *command);
void adc_process_ended(struct process_id *process);
void adc_on_restart(struct process_id *process);

void adc_sampled(const struct adc_sampled *event);
