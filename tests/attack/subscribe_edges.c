// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes functions at every byte around the edges of its regions. One that could be its own is
// kept, any other refused, whatever the driver and the number are; a refusal keeps the former one.
//
// expect: error 840 cases answered exactly
#include "upcalls.h"

enum { FUNCTION_BYTES = 4, AROUND = 9 };

static uint32_t former_function;

static void function_case(uint32_t function)
{
    const struct bulkhead_result result =
        bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, function, ~function);
    const struct bulkhead_result absent = bulkhead_trap_subscribe(0x7777, 0, function, ~function);
    const struct bulkhead_result other =
        bulkhead_trap_subscribe(DRIVER_ALARM, 1, function, ~function);
    const bool is_sound =
        function == 0 || access_is_own(ACCESS_READ_ONLY, function, FUNCTION_BYTES);
    if (!is_sound) {
        access_require(access_is_refusal(result, ERROR_INVALID, function, ~function));
        access_require(access_is_refusal(absent, ERROR_INVALID, function, ~function));
        access_require(access_is_refusal(other, ERROR_INVALID, function, ~function));
        return;
    }
    access_require(
        access_is_swap(result, former_function, former_function == 0 ? 0 : ~former_function));
    access_require(access_is_refusal(absent, ERROR_NO_DEVICE, function, ~function));
    access_require(access_is_refusal(other, ERROR_NO_SUPPORT, function, ~function));
    former_function = function;
}

int main(void)
{
    ATTACK_START("subscribe_edges");
    access_begin();
    const uint32_t edges[] = {access.memory_start,       access.memory_end,
                              access.flash_start,        access.flash_end,
                              attack_grant_start(),      attack_memory_end(),
                              attack_flash_start(),      ATTACK_NEXT_RAM + 0x100,
                              ATTACK_NEXT_FLASH + 0x100, ATTACK_FORMER_RAM,
                              BOARD_FLASH_BASE + 0x100,  BOARD_RAM_BASE + 0x100,
                              BOARD_UART_BASE,           0xFFFFFFF0};
    for (uint32_t i = 0; i < sizeof edges / sizeof edges[0]; i++) {
        for (uint32_t offset = 0; offset <= 2 * AROUND; offset++) {
            function_case(edges[i] - AROUND + offset);
        }
        function_case(upcall_address(upcall_count));
    }
    access_end();
    return 1;
}
