// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    const struct led_bank *bank;
} example CAPSULE_STATE;

static void bank_keep(const struct led_bank *bank)
{
    example.bank = bank;
}

static void bank_copy(const struct led_bank bank) // expect: forge
{
    bank_keep(&bank);
}

void example_command(struct command *command)
{
    bank_copy(example_lights);
    command_success(command);
}

void example_timer(void)
{
    example.bank->set(0, true);
}
