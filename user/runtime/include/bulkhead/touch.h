// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Where the screen is touched.
#pragma once

#include <bulkhead/system_call.h>

enum { BULKHEAD_TOUCH_DRIVER = 0x90002 };
enum bulkhead_touch_status {
    BULKHEAD_TOUCH_RELEASED = 0,
    BULKHEAD_TOUCH_PRESSED = 1,
    BULKHEAD_TOUCH_MOVED = 2,
};

/// In pixels from the top left corner.
struct bulkhead_touch {
    enum bulkhead_touch_status status;
    uint16_t x;
    uint16_t y;
};

/// Asks for touches. ERROR_NO_DEVICE: there is no panel.
static inline enum error bulkhead_touch_enable(void)
{
    return bulkhead_result_error(bulkhead_command(BULKHEAD_TOUCH_DRIVER, 1, 0, 0));
}

/// Asks for no more.
static inline enum error bulkhead_touch_disable(void)
{
    return bulkhead_result_error(bulkhead_command(BULKHEAD_TOUCH_DRIVER, 2, 0, 0));
}

/// What the arguments of upcall 0 mean.
static inline struct bulkhead_touch bulkhead_touch_of(uint32_t status, uint32_t place)
{
    const struct bulkhead_touch touch = {.status = (enum bulkhead_touch_status)status,
                                         .x = (uint16_t)(place >> 16),
                                         .y = (uint16_t)(place & 0xFFFF)};
    return touch;
}

/// Waits for the next one. Upcall functions do not run meanwhile.
static inline struct bulkhead_touch bulkhead_touch_wait(void)
{
    const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(BULKHEAD_TOUCH_DRIVER, 0);
    return bulkhead_touch_of(upcall.value[0], upcall.value[1]);
}
