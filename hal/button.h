// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a bank of buttons, numbered from 0.
 *
 * The implementer calls the client after a change, never inside a call of the client's own.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

struct VTABLE button_bank {
    uint32_t count; ///< at most 32

    /// Says whether a button is pressed. `index` < count; the caller checks. Context: kernel.
    bool (*is_pressed)(uint32_t index);

    /**
     * Chooses for which buttons changes are reported: bit i for button i. Banks without an
     * interrupt are polled while the mask is not 0. Context: kernel.
     */
    void (*watch)(uint32_t mask);
};

struct button_changed {
    uint32_t index;
    bool is_pressed;
};

struct VTABLE button_client {
    void (*changed)(const struct button_changed *event);
};
