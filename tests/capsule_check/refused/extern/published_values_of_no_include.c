// SPDX-License-Identifier: Apache-2.0 OR MIT
// A contract that another capsule may be wired to takes the values of its header.
#include "example.h"

enum gpio_mode { // expect: extern
    GPIO_MODE_OTHER = 200,
};

void example_deferred(void)
{
    const enum gpio_mode mode = GPIO_MODE_OTHER;
    if (mode == GPIO_MODE_OTHER) {
        deferred_call_request();
    }
}
