// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct led_bank bank CAPSULE_STATE; // expect: function-pointer

static void bank_use(const struct led_bank *used)
{
    used->set(0, true);
}

void example_timer(void)
{
    bank_use(&bank);
}
