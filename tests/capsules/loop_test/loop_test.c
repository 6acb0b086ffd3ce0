// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "loop_test.h"

static struct {
    bool is_looping;
    uint32_t round;
} loop_test CAPSULE_STATE;

/// Never ends; the counter keeps the compiler from seeing that nothing happens.
static void loop_for_ever(void)
{
    loop_test.is_looping = true;
    while (time_now() != UINT64_MAX || loop_test.is_looping) {
        for (uint32_t i = 1; i != 0; i++) {
            loop_test.round ^= loop_test.round << 1 ^ i;
        }
    }
}

void loop_test_deferred(void)
{
    loop_for_ever();
}

void loop_test_command(struct command *command)
{
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
        loop_for_ever();
        command_success(command);
        break;
    case 2:
        deferred_call_request();
        command_success(command);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
