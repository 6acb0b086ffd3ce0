// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <abi/driver.h>
#include <bulkhead/random.h>
#include <bulkhead/system_call.h>

enum error bulkhead_random(void *bytes, size_t length)
{
    enum error error = bulkhead_result_error(bulkhead_command(DRIVER_RNG, COMMAND_EXISTS, 0, 0));
    if (error != ERROR_NONE) {
        return error;
    }
    error = bulkhead_result_error(
        bulkhead_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, bytes, length));
    if (error != ERROR_NONE) {
        return error;
    }
    error =
        bulkhead_result_error(bulkhead_command(DRIVER_RNG, RNG_COMMAND_GET, (uint32_t)length, 0));
    if (error == ERROR_NONE) {
        const struct bulkhead_upcall upcall = bulkhead_yield_wait_for(DRIVER_RNG, RNG_UPCALL_DONE);
        error = (enum error)upcall.value[0];
        if (error == ERROR_NONE && upcall.value[1] != length) {
            error = ERROR_SIZE; // The program has taken the buffer back meanwhile.
        }
    }
    (void)bulkhead_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, NULL, 0);
    return error;
}
