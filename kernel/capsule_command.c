// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: answers to commands. See capsule.h.

#include <capsule.h>

#include "capsule_boundary.h"
#include "error.h"

/// Exactly one answer: a second one breaks the contract. `count` words of it are meant.
static void command_answer(struct command *command, uint32_t count, uint32_t variant,
                           uint32_t value0, uint32_t value1)
{
    capsule_require(command != NULL && command->result_count == 0);
    command->result_count = count;
    command->result[0] = variant;
    command->result[1] = value0;
    command->result[2] = value1;
    capsule_gate_leave();
}

void command_success(struct command *command)
{
    command_answer(command, 1, VARIANT_SUCCESS, 0, 0);
}

void command_success_u32(struct command *command, uint32_t value)
{
    command_answer(command, 2, VARIANT_SUCCESS_U32, value, 0);
}

void command_success_u32_u32(struct command *command, uint32_t value0, uint32_t value1)
{
    command_answer(command, 3, VARIANT_SUCCESS_U32_U32, value0, value1);
}

void command_success_u64(struct command *command, uint64_t value)
{
    command_answer(command, 3, VARIANT_SUCCESS_U64, (uint32_t)value, (uint32_t)(value >> 32));
}

void command_failure(struct command *command, enum error error)
{
    capsule_require(error != ERROR_NONE);
    command_answer(command, 2, VARIANT_FAILURE, (uint32_t)error_to_abi(error), 0);
}

void command_result(struct command *command, enum error error)
{
    if (error == ERROR_NONE) {
        command_success(command);
    } else {
        command_failure(command, error);
    }
}
