// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t lights;
} example CAPSULE_STATE;

static void light_set(uint32_t index, bool is_on)
{
    example.lights = is_on ? example.lights | 1u << (index & 31u) : 0;
}

static bool light_is_on(uint32_t index)
{
    return (example.lights >> (index & 31u) & 1u) != 0;
}

static const struct led_bank lights = {.count = 4, .set = light_set, .is_on = light_is_on};
static const struct led_bank *const banks[] = {&lights};

void example_deferred(void)
{
    const struct led_bank *bank = AT(banks, 0);
    if (bank->is_on != NULL && !bank->is_on(2)) {
        bank->set(2, true);
    }
}
