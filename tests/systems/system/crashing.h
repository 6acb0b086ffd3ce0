// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Makes a driver of the serial sample crash when '!' is the last byte that has come. The driver is
 * included before, with `notified` renamed to `driver_notified`.
 */
#pragma once

void notified(microkit_channel ch)
{
    const uint32_t before = input.produced;
    driver_notified(ch);
    if (input.produced != before && line->input.bytes[(input.produced - 1) % QUEUE_BYTES] == '!') {
        microkit_internal_crash(seL4_NoError);
    }
}
