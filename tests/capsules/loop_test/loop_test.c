// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "loop_test.h"

static struct {
    uint32_t round;
} loop_test CAPSULE_STATE;

/// Does not end in a lifetime; the counter keeps the compiler from seeing that nothing happens.
static void loop_for_ever(void)
{
    for (uint64_t i = 0; i < UINT64_MAX; i++) {
        (void)time_now();
        for (uint32_t j = 1; j < UINT32_MAX; j++) {
            loop_test.round ^= loop_test.round << 1 ^ j;
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
