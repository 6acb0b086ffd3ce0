// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the registers of the clock, of the interrupt controller, of the debugger and of what ends
// the machine.
//
// expect: error 840 cases answered exactly
#include "user_access.h"

int main(void)
{
    static const uint32_t devices[] = {0x02000000,  // software interrupts
                                       0x02004000,  // comparators of the clock
                                       0x0200BFF8,  // the clock
                                       0x0C000000,  // priorities of interrupts
                                       0x0C002000,  // which are enabled
                                       0x0C200004,  // which one is claimed
                                       0x00100000,  // the end of the emulator's machine
                                       0x00000000,  // the debugger
                                       0x00001000,  // where the processor begins
                                       0x10000000,  // devices of one machine
                                       0x10001000,  // and where its random bytes come from
                                       0x10012000}; // pins of the other
    ATTACK_START("lend_machine_devices");
    access_begin();
    for (uint32_t i = 0; i < sizeof devices / sizeof devices[0]; i++) {
        for (uint32_t length = 1; length <= ACCESS_LENGTH_MAX; length++) {
            access_case_both(devices[i], length);
        }
        access_case_both(devices[i] - 1, 0x1001);
        access_case_both(devices[i] + 1, 0x10000000);
    }
    access_end();
    return 1;
}
