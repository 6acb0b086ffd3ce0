// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: answers to commands. See capsule.h.

#include <capsule.h>

#include "capsule_boundary.h"
#include "error.h"

/// Exactly one answer: a second one breaks the contract.
static void command_answer(struct command *command, uint32_t variant, uint32_t count)
{
    capsule_require(command != NULL && command->result_count == 0);
    command->result[0] = variant;
    command->result_count = count;
}

void command_success(struct command *command)
{
    command_answer(command, VARIANT_SUCCESS, 1);
    capsule_gate_leave();
}

void command_success_u32(struct command *command, uint32_t value)
{
    command_answer(command, VARIANT_SUCCESS_U32, 2);
    command->result[1] = value;
    capsule_gate_leave();
}

void command_success_u32_u32(struct command *command, uint32_t value0, uint32_t value1)
{
    command_answer(command, VARIANT_SUCCESS_U32_U32, 3);
    command->result[1] = value0;
    command->result[2] = value1;
    capsule_gate_leave();
}

void command_success_u64(struct command *command, uint64_t value)
{
    command_answer(command, VARIANT_SUCCESS_U64, 3);
    command->result[1] = (uint32_t)value;
    command->result[2] = (uint32_t)(value >> 32);
    capsule_gate_leave();
}

void command_failure(struct command *command, enum error error)
{
    capsule_require(error != ERROR_NONE);
    command_answer(command, VARIANT_FAILURE, 2);
    command->result[1] = (uint32_t)error_to_abi(error);
    capsule_gate_leave();
}

void command_result(struct command *command, enum error error)
{
    if (error == ERROR_NONE) {
        command_success(command);
    } else {
        command_failure(command, error);
    }
}
