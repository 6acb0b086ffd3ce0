// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "block_test.h"

#include <lib/checked_index.h>
#include <lib/invariant.h>

enum { PATTERN_STEP = 7, PATTERN_BYTES_MAX = 2048, PART_BYTES = 64 };

static struct {
    bool has_result;
    struct block_done result;
} block_test CAPSULE_STATE;

void block_test_done(const struct block_done *event)
{
    block_test.result.operation = event->operation;
    block_test.result.buffer = event->buffer;
    block_test.result.status = event->status;
    block_test.has_result = true;
}

static uint8_t pattern(uint32_t seed, uint32_t index)
{
    return (uint8_t)(seed + index * PATTERN_STEP + index / 256);
}

static void transfer_start(struct command *command)
{
    struct block_transfer transfer = {
        .buffer = transfer_buffer_home(0),
        .first_sector = command->argument[0],
        .sector_count = command->argument[1],
    };
    command_result(command, command->number == 1 ? block_test_disk.read(&transfer)
                                                 : block_test_disk.write(&transfer));
}

static void result_answer(struct command *command)
{
    if (!block_test.has_result) {
        command_failure(command, ERROR_BUSY);
        return;
    }
    block_test.has_result = false;
    command_success_u32_u32(command, block_test.result.operation, block_test.result.status);
}

static void pattern_fill(struct command *command)
{
    uint8_t part[PART_BYTES];
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < PATTERN_BYTES_MAX && error == ERROR_NONE; i += PART_BYTES) {
        for (uint32_t j = 0; j < PART_BYTES; j++) {
            AT(part, j) = pattern(command->argument[0], i + j);
        }
        error = transfer_buffer_write(transfer_buffer_home(0), i, CONST_SPAN_IN(part));
    }
    command_result(command, error == ERROR_STALE ? ERROR_RESERVE : ERROR_NONE);
}

static void pattern_check(struct command *command)
{
    uint8_t part[PART_BYTES];
    bool is_equal = command->argument[1] <= transfer_buffer_capacity(transfer_buffer_home(0));
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < PATTERN_BYTES_MAX && error == ERROR_NONE; i += PART_BYTES) {
        error = transfer_buffer_read(transfer_buffer_home(0), i, SPAN_IN(part));
        for (uint32_t j = 0; j < PART_BYTES && i + j < command->argument[1]; j++) {
            is_equal = is_equal && AT(part, j) == pattern(command->argument[0], i + j);
        }
    }
    if (error == ERROR_STALE) {
        command_failure(command, ERROR_RESERVE);
    } else {
        command_success_u32(command, is_equal ? 1 : 0);
    }
}

static void description_answer(struct command *command)
{
    struct block_description description = {.sector_count = 0};
    block_test_disk.describe(&description);
    command_success_u32_u32(command, (uint32_t)description.sector_count,
                            description.is_read_only ? 1 : 0);
}

void block_test_command(struct command *command)
{
    switch (command->number) {
    case COMMAND_EXISTS:
        command_success(command);
        break;
    case 1:
    case 2:
        transfer_start(command);
        break;
    case 3:
        command_result(command, block_test_disk.flush());
        break;
    case 4:
        command_result(command, block_test_disk.cancel());
        break;
    case 5:
        result_answer(command);
        break;
    case 6:
        pattern_fill(command);
        break;
    case 7:
        pattern_check(command);
        break;
    case 8:
        description_answer(command);
        break;
    case 9:
        invariant(false);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}
