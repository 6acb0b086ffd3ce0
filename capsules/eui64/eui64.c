// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "eui64.h"

void eui64_command(struct command *command)
{
    uint64_t number = 0;
    enum error error = eui64_device.get(&number);
    if (error == ERROR_NONE && command->number == EUI64_COMMAND_GET) {
        command_success_u64(command, number);
        return;
    }
    if (error == ERROR_NONE && command->number != COMMAND_EXISTS) {
        error = ERROR_NO_SUPPORT;
    }
    command_result(command, error);
}
