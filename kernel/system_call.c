// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system_call.h"

#include <abi/system_call.h>

#include "error.h"

int call_failure(uint32_t word[4], enum error error)
{
    word[0] = VARIANT_FAILURE;
    word[1] = (uint32_t)error_to_abi(error);
    return 2;
}

int call_failure_same(uint32_t word[4], enum error error)
{
    word[0] = VARIANT_FAILURE_U32_U32;
    word[1] = (uint32_t)error_to_abi(error);
    return 4;
}

int call_success(uint32_t word[4])
{
    word[0] = VARIANT_SUCCESS;
    return 1;
}

int call_success_u32(uint32_t word[4], uint32_t value)
{
    word[0] = VARIANT_SUCCESS_U32;
    word[1] = value;
    return 2;
}

int call_success_u32_u32(uint32_t word[4], uint32_t value0, uint32_t value1)
{
    word[0] = VARIANT_SUCCESS_U32_U32;
    word[1] = value0;
    word[2] = value1;
    return 3;
}

void kernel_call_frame_refused(enum port_fault_cause cause)
{
    process_fault_current(cause);
}

NOINLINE int call_unknown(void)
{
    process_fault_current(FAULT_UNKNOWN_CALL);
    return KERNEL_CALL_AGAIN; // The fault is that of the call instruction.
}

int kernel_system_call(uint32_t class, uint32_t argument[4])
{
    struct process *process = process_current;
    process->counters.system_calls++;
    process->counters.last_call_class = (uint8_t)class;
    process->counters.last_call_argument[0] = argument[0];
    process->counters.last_call_argument[1] = argument[1];
    switch (class) {
    case SYSTEM_CALL_YIELD:
        return call_yield(process, argument);
    case SYSTEM_CALL_SUBSCRIBE:
        return call_subscribe(process, argument);
    case SYSTEM_CALL_COMMAND:
        return call_command(process, argument);
    case SYSTEM_CALL_ALLOW_READ_WRITE:
    case SYSTEM_CALL_ALLOW_READ_ONLY:
    case SYSTEM_CALL_ALLOW_USER_READABLE:
        return call_allow(process, class, argument);
    case SYSTEM_CALL_MEMOP:
        return call_memop(process, argument);
    case SYSTEM_CALL_EXIT:
        return call_exit(process, argument);
    default:
        return call_unknown();
    }
}
