// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends to slots that a driver does not have, also to such whose number looks right in its lower
// bits: exactly the driver's own slots take a buffer.
//
// expect: error 240 cases answered exactly
#include "user_access.h"

enum { CONSOLE_SLOTS = 2, NUMBERS = 20 };

/// The slots are 0 and 1, and 1 is what the program itself prints from.
static void slot_case(enum access_kind kind, uint32_t number, uint32_t address)
{
    const struct bulkhead_result result = access_lend(kind, DRIVER_CONSOLE, number, address, 4);
    access_require(number < CONSOLE_SLOTS
                       ? bulkhead_result_is_success(result)
                       : access_is_refusal(result, ERROR_NO_SUPPORT, address, 4));
    // Whatever it was, a buffer that is not the program's own is refused first.
    const struct bulkhead_result bad =
        access_lend(kind, DRIVER_CONSOLE, number, ATTACK_NEXT_RAM, 4);
    access_require(access_is_refusal(bad, ERROR_INVALID, ATTACK_NEXT_RAM, 4));
}

int main(void)
{
    static uint8_t bytes[4];
    ATTACK_START("lend_slot_numbers");
    const uint32_t address = (uint32_t)(uintptr_t)bytes;
    for (uint32_t kind = 0; kind < ACCESS_KIND_COUNT; kind++) {
        for (uint32_t number = 0; number < NUMBERS; number++) {
            slot_case((enum access_kind)kind, number, address);
        }
        for (uint32_t bit = 2; bit < 32; bit++) {
            slot_case((enum access_kind)kind, 1u << bit, address);
        }
        for (uint32_t bit = 8; bit <= 24; bit += 8) {
            slot_case((enum access_kind)kind, 1u << bit | 1, address);
            slot_case((enum access_kind)kind, (1u << bit) - 1, address);
        }
        slot_case((enum access_kind)kind, 0xFFFFFFFF, address);
        slot_case((enum access_kind)kind, 0x80000001, address);
        slot_case((enum access_kind)kind, 0x7FFFFFFF, address);
        slot_case((enum access_kind)kind, 0xFFFFFF01, address);
    }
    access_end();
    return 1;
}
