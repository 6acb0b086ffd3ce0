// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "entropy_test.h"

static struct {
    bool is_under_way;
    bool has_result;
    struct entropy_filled result;
} entropy_test CAPSULE_STATE;

void entropy_test_filled(const struct entropy_filled *event)
{
    // What ends without having begun belongs to a life of before, this capsule's or the source's.
    if (entropy_test.is_under_way) {
        entropy_test.is_under_way = false;
        entropy_test.result.buffer = event->buffer;
        entropy_test.result.status = event->status;
        entropy_test.result.length_bytes = event->length_bytes;
        entropy_test.has_result = true;
    }
}

static void request_start(struct command *command)
{
    enum error error = entropy_test_source.request(transfer_buffer_home(0), command->argument[0]);
    if (error == ERROR_NONE) {
        entropy_test.is_under_way = true;
    }
    command_result(command, error);
}

static void result_answer(struct command *command)
{
    if (!entropy_test.has_result) {
        command_failure(command, ERROR_BUSY);
        return;
    }
    entropy_test.has_result = false;
    command_success_u32_u32(command, entropy_test.result.status, entropy_test.result.length_bytes);
}

static void byte_answer(struct command *command)
{
    uint8_t byte[1] = {0};
    switch (transfer_buffer_read(transfer_buffer_home(0), command->argument[0], SPAN_IN(byte))) {
    case ERROR_NONE:
        command_success_u32(command, byte[0]);
        break;
    case ERROR_SIZE:
        command_failure(command, ERROR_INVALID);
        break;
    default:
        command_failure(command, ERROR_RESERVE);
        break;
    }
}

void entropy_test_command(struct command *command)
{
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
        request_start(command);
        break;
    case 2:
        result_answer(command);
        break;
    case 3:
        command_result(command, entropy_test_source.cancel());
        break;
    case 4:
        byte_answer(command);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
