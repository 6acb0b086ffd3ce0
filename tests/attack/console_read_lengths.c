// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the console to read as much as numbers can say into buffers of all sizes: more than it takes
// at once is refused, nothing is complete at once, and an abort gives the buffer back untouched.
//
// expect: error 218 cases answered exactly
#include "user_access.h"

enum { READ_BYTES_MAX = 64, BUFFER_BYTES = 80 };

static uint8_t bytes[BUFFER_BYTES];

static bool is_untouched(void)
{
    uint8_t seen = 0;
    for (uint32_t i = 0; i < sizeof bytes; i++) {
        seen |= bytes[i];
    }
    return seen == 0;
}

static void read_case(uint32_t lent, uint32_t asked)
{
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, (uint32_t)(uintptr_t)bytes,
                lent);
    const struct bulkhead_result result =
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, asked, 0);
    const uint32_t length = lent < asked ? lent : asked;
    if (length > READ_BYTES_MAX) {
        access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_INVALID);
        return;
    }
    access_require(result.variant == VARIANT_SUCCESS);
    if (length > 0) {
        const struct bulkhead_result second =
            bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 1, 0);
        access_require(second.variant == VARIANT_FAILURE && second.value[0] == ERROR_BUSY);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
    }
    const struct bulkhead_upcall read =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    access_require(read.value[0] == (length == 0 ? (uint32_t)ERROR_NONE : (uint32_t)ERROR_CANCEL) &&
                   read.value[1] == 0 && is_untouched());
}

int main(void)
{
    static const uint32_t asked[] = {0,   1,   63,         64,         65,        66,
                                     255, 256, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    static const uint32_t lent[] = {0, 1, 2, 33, 63, 64, 65, BUFFER_BYTES};
    ATTACK_START("console_read_lengths");
    for (uint32_t i = 0; i < sizeof lent / sizeof lent[0]; i++) {
        for (uint32_t j = 0; j < sizeof asked / sizeof asked[0]; j++) {
            read_case(lent[i], asked[j]);
        }
    }
    access_end();
    return 1;
}
