// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "adc.h"

#include <stdbool.h>

#include <arch/mmio.h>
#include <kernel/port.h>

#include "interrupts.h"
#include "system.h"

enum adc_register {
    ADC_ACTIVE = 0x40038000, ///< a bit for each sequencer; so the next four
    ADC_INTERRUPT_MASK = 0x40038008,
    ADC_INTERRUPT_CLEAR = 0x4003800C,
    ADC_OVERFLOW = 0x40038010, ///< write 1 to clear
    ADC_TRIGGERS = 0x40038014, ///< four bits for each sequencer
    ADC_CHANNEL = 0x400380A0,  ///< of sequencer 3; so the next three
    ADC_STEPS = 0x400380A4,
    ADC_SAMPLE = 0x400380A8,
    ADC_FIFO = 0x400380AC,
};

enum pace_register {
    PACE_CONFIGURATION = 0x40031000,
    PACE_MODE = 0x40031004,
    PACE_CONTROL = 0x4003100C,
    PACE_LOAD = 0x40031028,
};

enum {
    SEQUENCER = 3,
    SEQUENCER_BIT = 1 << SEQUENCER,
    TRIGGER_TIMER = 5 << 4 * SEQUENCER,
    STEPS_ONE = 6, ///< which is the last one and raises the interrupt

    FIFO_FULL = 1 << 12,
    FIFO_SAMPLES_MAX = 16, // The data sheet has one; an emulated one keeps more.

    PACE_CONFIGURATION_32_BITS = 0,
    PACE_MODE_PERIODIC = 2,
    PACE_CONTROL_ENABLE = 1 << 0,
    PACE_CONTROL_TRIGGER = 1 << 5,

    SAMPLE_MASK = (1 << STELLARIS_ADC_BITS) - 1,
    SAMPLE_SHIFT = 16 - STELLARIS_ADC_BITS,
};

/// Guard: base level.
static struct {
    struct adc_sampled event; ///< the batch so far
    uint32_t batch;           ///< 0: no run
} converter;

void stellaris_adc_initialise(void)
{
    mmio_write_32(ADC_ACTIVE, 0);
    mmio_write_32(ADC_TRIGGERS, TRIGGER_TIMER);
    mmio_write_32(ADC_STEPS, STEPS_ONE);
    mmio_write_32(PACE_CONTROL, 0);
    mmio_write_32(PACE_CONFIGURATION, PACE_CONFIGURATION_32_BITS);
    mmio_write_32(PACE_MODE, PACE_MODE_PERIODIC);
    port_irq_enable(STELLARIS_LINE_ADC_SEQUENCE_3);
}

void stellaris_adc_describe(struct adc_description *description)
{
    *description = (struct adc_description){
        .channel_count = STELLARIS_ADC_CHANNEL_COUNT,
        .resolution_bits = STELLARIS_ADC_BITS,
        .reference_millivolts = STELLARIS_ADC_MILLIVOLTS,
        .rate_hz_max = STELLARIS_ADC_RATE_HZ_MAX,
    };
}

/// Empties the FIFO. False: there was nothing in it.
static bool newest_fetch(uint32_t *sample)
{
    bool is_fetched = false;
    for (unsigned i = 0; i < FIFO_SAMPLES_MAX; i++) {
        // Where the next one is put and taken. The flag for emptiness is wrong in an emulated one.
        const uint32_t state = mmio_read_32(ADC_FIFO);
        if ((state & FIFO_FULL) == 0 && (state >> 4 & 0xF) == (state & 0xF)) {
            break;
        }
        *sample = mmio_read_32(ADC_SAMPLE) & SAMPLE_MASK;
        is_fetched = true;
    }
    return is_fetched;
}

enum error stellaris_adc_start(const struct adc_run *run)
{
    if (converter.batch != 0) {
        return ERROR_BUSY;
    }
    if (run->channel >= STELLARIS_ADC_CHANNEL_COUNT || run->rate_hz == 0 ||
        run->rate_hz > STELLARIS_ADC_RATE_HZ_MAX || run->batch == 0 || run->batch > ADC_BATCH_MAX) {
        return ERROR_INVALID;
    }
    uint32_t stale;
    (void)newest_fetch(&stale);
    converter.batch = run->batch;
    converter.event.count = 0;
    mmio_write_32(ADC_CHANNEL, run->channel);
    mmio_write_32(ADC_OVERFLOW, SEQUENCER_BIT);
    mmio_write_32(ADC_INTERRUPT_CLEAR, SEQUENCER_BIT);
    mmio_write_32(ADC_INTERRUPT_MASK, SEQUENCER_BIT);
    mmio_write_32(ADC_ACTIVE, SEQUENCER_BIT);
    mmio_write_32(PACE_LOAD, STELLARIS_CLOCK_HZ / run->rate_hz - 1);
    mmio_write_32(PACE_CONTROL, PACE_CONTROL_ENABLE | PACE_CONTROL_TRIGGER);
    return ERROR_NONE;
}

void stellaris_adc_stop(void)
{
    mmio_write_32(PACE_CONTROL, 0);
    mmio_write_32(ADC_ACTIVE, 0);
    mmio_write_32(ADC_INTERRUPT_MASK, 0);
    mmio_write_32(ADC_INTERRUPT_CLEAR, SEQUENCER_BIT);
    converter.batch = 0;
}

void stellaris_adc_bottom_half(void)
{
    uint32_t sample;
    // Cleared first: a sample that comes behind this interrupts again.
    mmio_write_32(ADC_INTERRUPT_CLEAR, SEQUENCER_BIT);
    if (converter.batch == 0 || !newest_fetch(&sample)) {
        return;
    }
    converter.event.samples[converter.event.count] = (uint16_t)(sample << SAMPLE_SHIFT);
    converter.event.count++;
    if (converter.event.count >= converter.batch) {
        // The client may stop this run, and start the next one.
        const struct adc_sampled event = converter.event;
        converter.event.count = 0;
        stellaris_adc_client.sampled(&event);
    }
}
