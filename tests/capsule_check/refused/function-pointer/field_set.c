// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct led_bank lights CAPSULE_STATE; // expect: function-pointer

void example_deferred(void)
{
    lights.set = example_lights.set; // expect: function-pointer, stored-view
}
