// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to switch interrupts off and then keeps the processor for a long time. The instruction has
// no effect in a program.
//
// expect: error interrupts are still on
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("interrupts_off");
    __asm__ volatile("cpsid i\n"
                     "cpsid f\n");
    uint32_t start = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0];
    for (volatile uint32_t i = 0; i < 1000000; i++) {
    }
    uint32_t end = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0).value[0];
    // A print needs interrupts by itself.
    attack_print(end != start ? "interrupts are still on\n" : "the clock has stopped\n");
    for (;;) {
    }
    return 1;
}
