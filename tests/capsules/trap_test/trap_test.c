// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "trap_test.h"

static struct {
    uint8_t bytes[4];
    uint32_t divisor; ///< never set
} trap_test CAPSULE_STATE;

/// The load that a driver makes which took a number from a program for an index.
static uint32_t byte_far_away(const uint8_t *bytes, uint32_t offset)
{
    return bytes[offset];
}

void trap_test_command(struct command *command)
{
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
        __builtin_trap();
    case 2:
        command_success_u32(command, byte_far_away(trap_test.bytes, command->argument[0]));
        break;
    case 3:
        command_success_u32(command, command->argument[0] / trap_test.divisor);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
