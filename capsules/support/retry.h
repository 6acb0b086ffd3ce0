// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * When to try again what a device refuses for now, since it does not answer or who stands between
 * is out of service: each time after twice as long as before, up to a second. So what is away for
 * long costs little, and what is back is found within that second. Written in the language of
 * capsules, and checked with each capsule that includes it.
 *
 *     if (retry_is_wanted(error)) {
 *         retry_later(&example.retry, time_hz() / 100);
 *         timer_set(example.retry.at);
 *     } else {
 *         retry_end(&example.retry);
 *     }
 */
#pragma once

#include <capsule.h>

/// All zero: nothing has failed.
struct retry {
    uint64_t at; ///< ticks: not before
    uint32_t delay_ticks;
};

/// Whether an error may pass: that of who is out of service, or of a device that is away.
static inline bool retry_is_wanted(enum error error)
{
    return error == ERROR_FAILED || error == ERROR_NO_DEVICE;
}

/// Notes that a try has failed. After the first one in a row the delay is `first_ticks`.
static inline void retry_later(struct retry *retry, uint32_t first_ticks)
{
    const uint32_t longest = time_hz();
    const uint32_t doubled = retry->delay_ticks < longest / 2 ? 2 * retry->delay_ticks : longest;
    retry->delay_ticks = retry->delay_ticks == 0 ? first_ticks : doubled;
    retry->at = time_now() + retry->delay_ticks;
}

/// Notes that one went well.
static inline void retry_end(struct retry *retry)
{
    retry->at = 0;
    retry->delay_ticks = 0;
}

static inline bool retry_is_due(const struct retry *retry)
{
    return retry->at <= time_now();
}
