// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of an analogue-to-digital converter.
 *
 * Whoever implements it (a chip) offers a constant `struct adc`; whoever uses it (a capsule) gets a
 * constant `struct adc_client` called, never inside a call of its own. On the way from the chip to
 * a capsule the board puts the boundary between the two.
 *
 * One run at a time, of one channel. The device paces it: samples are taken at their times however
 * late they are fetched, and one that is fetched too late is replaced by the next.
 */
#pragma once

#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

enum { ADC_BATCH_MAX = 16 };

struct adc_description {
    uint32_t channel_count;
    uint32_t resolution_bits;
    uint32_t reference_millivolts; ///< what the largest sample stands for; 0: not known
    uint32_t rate_hz_max;          ///< from 1 on
};

/// What is wanted.
struct adc_run {
    uint32_t channel;
    uint32_t rate_hz; ///< samples per second
    uint32_t batch;   ///< so many come together, 1 to ADC_BATCH_MAX
};

struct VTABLE adc {
    /// Fills in all of the description, which never changes. Context: kernel.
    void (*describe)(struct adc_description *description);

    /**
     * Starts taking samples, which come in batches until they are stopped. The first one is taken a
     * period later.
     *
     * @param run  copy.
     * @retval ERROR_BUSY     a run is under way.
     * @retval ERROR_INVALID  no such channel, rate or batch.
     * Context: kernel.
     */
    enum error (*start)(const struct adc_run *run);

    /// Ends the run: client->sampled does not come any more. What has not been given is lost.
    /// Without a run it does nothing. Context: kernel.
    void (*stop)(void);
};

struct adc_sampled {
    uint32_t count; ///< as large as the batch of the run
    uint16_t
        samples[ADC_BATCH_MAX]; ///< left-justified: 0xFFFF and what the resolution leaves of it
};

struct VTABLE adc_client {
    void (*sampled)(const struct adc_sampled *event);
};
