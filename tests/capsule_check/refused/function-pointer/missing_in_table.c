// SPDX-License-Identifier: Apache-2.0 OR MIT
// A function that the table leaves out would be called at address 0.
#include "example.h"

static void light_set(uint32_t index, bool is_on)
{
    (void)index;
    (void)is_on;
}

static const struct led_bank lights = {.count = 1, .set = light_set}; // expect: function-pointer

void example_timer(void)
{
    if (lights.is_on(0)) {
        timer_cancel();
    }
}
