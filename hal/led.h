// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a bank of lights, numbered from 0.
 *
 * A bank behind a slow bus takes a wish down and carries it out soon; `is_on` says what was wished
 * for last. If the bank does not answer nobody is told but the log: the lights stay as they are,
 * and the next wish for any of them is tried with all.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

struct VTABLE led_bank {
    uint32_t count; ///< at most 32

    /// Switches a light. `index` < count; the caller checks. Context: kernel.
    void (*set)(uint32_t index, bool is_on);

    /// Says whether a light is on. `index` < count; the caller checks. Context: kernel.
    bool (*is_on)(uint32_t index);
};
