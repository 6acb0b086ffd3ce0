// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the low-level debug driver print addresses of secrets, more of them than it can keep, and
// lends it buffers: it prints the numbers, looks at none of them, and takes no buffer.
//
// expect: error \d+ cases answered exactly
#include "user_access.h"

enum { PRINTS = 40 };

int main(void)
{
    static uint8_t bytes[4];
    ATTACK_START("debug_prints_numbers_only");
    const bool exists = bulkhead_driver_exists(DRIVER_LOW_LEVEL_DEBUG);
    const uint32_t expected = exists ? VARIANT_SUCCESS : VARIANT_FAILURE;
    for (uint32_t i = 0; i < PRINTS; i++) {
        access_require(bulkhead_command(DRIVER_LOW_LEVEL_DEBUG, LOW_LEVEL_DEBUG_COMMAND_ALERT,
                                        ATTACK_NEXT_RAM + 64 * i, 0)
                           .variant == expected);
        access_require(bulkhead_command(DRIVER_LOW_LEVEL_DEBUG, LOW_LEVEL_DEBUG_COMMAND_PRINT_1,
                                        BOARD_RAM_BASE + 64 * i, 0)
                           .variant == expected);
        access_require(bulkhead_command(DRIVER_LOW_LEVEL_DEBUG, LOW_LEVEL_DEBUG_COMMAND_PRINT_2,
                                        ATTACK_FORMER_RAM + 64 * i, 0xFFFFFFFF - i)
                           .variant == expected);
    }
    const uint32_t address = (uint32_t)(uintptr_t)bytes;
    const enum error error = exists ? ERROR_NO_SUPPORT : ERROR_NO_DEVICE;
    for (uint32_t kind = 0; kind < ACCESS_KIND_COUNT; kind++) {
        for (uint32_t slot = 0; slot < 3; slot++) {
            access_require(access_is_refusal(
                access_lend((enum access_kind)kind, DRIVER_LOW_LEVEL_DEBUG, slot, address, 4),
                error, address, 4));
        }
    }
    for (uint32_t number = 0; number < 3; number++) {
        access_require(
            access_is_refusal(bulkhead_trap_subscribe(DRIVER_LOW_LEVEL_DEBUG, number, 0, address),
                              error, 0, address));
    }
    access_end();
    return 1;
}
