// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The kernel's access to process memory, on a board with the driver of user_copy_operations.h. Of
 * each marked command the kernel's function that it calls is counted, nothing else.
 */
#include "measure.h"

#include <bulkhead/system_call.h>

#include "user_copy_operations.h"

MEASURE_CALL(copy_64, MEASURE_USER_COPY_64, SYSTEM_CALL_COMMAND)
MEASURE_CALL(copy_256, MEASURE_USER_COPY_256, SYSTEM_CALL_COMMAND)
MEASURE_CALL(load_32, MEASURE_USER_LOAD_32, SYSTEM_CALL_COMMAND)

static uint32_t memory[64];

static void number_set(uint32_t number, uint32_t value)
{
    bulkhead_command(USER_COPY_DRIVER, COMMAND_NUMBER_SET, number, value);
}

int main(void)
{
    number_set(NUMBER_ADDRESS, (uint32_t)(uintptr_t)memory);
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        number_set(NUMBER_BYTES, 64);
        copy_64(USER_COPY_DRIVER, COMMAND_RUN, COPY_IN, 0);
        load_32(USER_COPY_DRIVER, COMMAND_RUN, LOAD_32, 0);
        number_set(NUMBER_BYTES, 256);
        copy_256(USER_COPY_DRIVER, COMMAND_RUN, COPY_IN, 0);
    }
    const struct bulkhead_result last = bulkhead_command(USER_COPY_DRIVER, COMMAND_RUN, COPY_IN, 0);
    // Refused calls would be cheap ones.
    if (last.value[0] == 0 && last.value[1] == sizeof memory) {
        MEASURE_MARK(MEASURE_STOP);
    }
    return 1;
}
