// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a panel that is touched, in one place at a time.
 *
 * Whoever implements it (a chip) offers a constant `struct touch_panel`; whoever uses it (a
 * capsule) gets a constant `struct touch_client` called, never inside a call of its own. On the way
 * from the chip to a capsule the board puts the boundary between the two.
 *
 * A touch begins with TOUCH_PRESSED, goes on with TOUCH_MOVED and ends with TOUCH_RELEASED, at the
 * place where it was last. Places are told as pixels of the screen that the panel is on.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

/// As programs number them.
enum touch_status { TOUCH_RELEASED = 0, TOUCH_PRESSED = 1, TOUCH_MOVED = 2 };

struct VTABLE touch_panel {
    /// Says whether there is a panel now. One that is not there, or has broken the rules, does not
    /// come (back) before the next boot. Context: kernel.
    bool (*is_present)(void);

    /// Chooses whether touches are reported. One that has begun before is when it moves or ends.
    /// Context: kernel.
    void (*watch)(const bool *is_wanted);
};

struct touched {
    enum touch_status status;
    uint16_t x; ///< from the left
    uint16_t y; ///< from the top
};

struct VTABLE touch_client {
    void (*touched)(const struct touched *event);
};
