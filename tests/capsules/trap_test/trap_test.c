// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "trap_test.h"

static struct {
    uint8_t bytes[4];
    uint32_t divisor;     ///< never set
    void (*absent)(void); ///< never set
} trap_test CAPSULE_STATE;

/// The load that a driver makes which took a number from a program for an index.
static uint32_t byte_far_away(const uint8_t *bytes, uint32_t offset)
{
    return bytes[offset];
}

/// Where there are conditional instructions, the load is one of them: a trap in the middle of a
/// block, whose rest must not be left to the instructions behind the landing.
static uint32_t byte_if_odd(const uint8_t *byte, uint32_t number)
{
    if (byte == NULL) {
        return 0; // Or the check that is compiled in would divide the block.
    }
    return (number % 2 != 0 ? *byte : 1000) + number;
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
    case 4:
        command_success_u32(
            command, byte_if_odd(trap_test.bytes + command->argument[0], command->argument[1]));
        break;
    case 5:
        trap_test.absent();
        command_success(command);
        break;
    case 6:
        trap_test.absent(); // The last one: nothing says who called.
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
