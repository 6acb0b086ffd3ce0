// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "window_test.h"

#include <kernel/port.h>

enum window_test_request { REQUEST_NONE, REQUEST_WAITS, REQUEST_REFUSED, REQUEST_ALLOWED };

static struct {
    enum window_test_request request;
    uint32_t address;
    uint32_t value;
} window_test;

static void read_deferred(uint32_t address)
{
    window_test.address = address;
    window_test.request = REQUEST_WAITS;
    deferred_call_request();
}

void window_test_deferred(void)
{
    const bool is_allowed =
        user_window_load_32(window_test.address, &window_test.value) == ERROR_NONE;
    window_test.request = is_allowed ? REQUEST_ALLOWED : REQUEST_REFUSED;
}

static void answer(struct command *command)
{
    switch (window_test.request) {
    case REQUEST_NONE:
    case REQUEST_WAITS:
        command_failure(command, ERROR_BUSY);
        return;
    case REQUEST_REFUSED:
        command_failure(command, ERROR_INVALID);
        break;
    case REQUEST_ALLOWED:
        command_success_u32(command, window_test.value);
        break;
    }
    window_test.request = REQUEST_NONE;
}

void window_test_command(struct command *command)
{
    uint32_t value;
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
        if (user_window_load_32(command->argument[0], &value) == ERROR_NONE) {
            command_success_u32(command, value);
        } else {
            command_failure(command, ERROR_INVALID);
        }
        break;
    case 2:
        read_deferred(command->argument[0]);
        command_success(command);
        break;
    case 3:
        answer(command);
        break;
    case 4:
        port_image_read(&value, command->argument[0], sizeof value);
        command_success_u32(command, value);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
