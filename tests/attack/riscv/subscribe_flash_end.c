// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes the last two bytes of its image, which hold half of an instruction, and lets them be
// called.
//
// expect: error refused: INVALID
// expect: fault instruction access violation
#include "attack.h"
#include <abi/driver.h>

/// Thread-local data is what the image ends with, so its last two bytes are the first
/// half of a call.
static _Thread_local volatile uint32_t last_words[2] = {0x00730073, 0x00730073};

/// Whether the last word of the image is the two halves.
static bool is_call_last(void)
{
    last_words[0] = 0;
    return *(const volatile uint32_t *)attack_hide(attack_flash_end() - 4) == 0x00730073;
}

int main(void)
{
    ATTACK_START("subscribe_flash_end");
    if (!is_call_last()) {
        attack_print("the image does not end with the call\n");
        return 1;
    }
    struct bulkhead_result result =
        bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, attack_flash_end() - 2, 0);
    if (!bulkhead_result_is_success(result)) {
        attack_report(result);
        return 1;
    }
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 1, 0);
    bulkhead_yield_wait();
    attack_succeeded();
    return 1;
}
