// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of an alarm: one point in time at which its client is called, never before it.
 *
 * Whoever implements it offers a constant `struct alarm_source`; whoever uses it (a capsule) gets a
 * constant `struct alarm_client` called, never inside a call of its own. Times are ticks since
 * boot, as time_now() gives them.
 */
#pragma once

#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

struct VTABLE alarm_source {
    /**
     * Has client->fired called once, at or after `at`, soon if that has passed. Replaces what was
     * set before. Returns ERROR_NONE, or ERROR_FAILED if the capsule called was aborted. Context:
     * kernel.
     */
    enum error (*set)(uint64_t at);

    /// client->fired is not called any more. ERROR_ALREADY: nothing is set. Context: kernel.
    enum error (*cancel)(void);
};

struct VTABLE alarm_client {
    /// It is time, or the source has been restarted and knows nothing of what was set. The client
    /// looks at the time, and may set the next one. Context: kernel.
    void (*fired)(void);
};
