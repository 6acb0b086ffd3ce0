// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint16_t shares[4] = {1, 10, 100, 1000};

static uint32_t bits_of(uint32_t word)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < 32; i++) {
        count += word >> i & 1u;
    }
    return count;
}

void example_command(struct command *command)
{
    uint64_t product = (uint64_t)command->argument[0] * command->argument[1];
    int32_t difference = (int32_t)(product >> 32) - 4;
    uint32_t share = AT(shares, bits_of((uint32_t)product) % 4u);
    bool is_small = difference < 0 && !(share == 100);
    command_success_u32_u32(command, is_small ? ~share : share ^ 0xFFu, sizeof(shares));
}
