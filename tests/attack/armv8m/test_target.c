// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the processor what may be accessed at places that are not its own. A program hears about its
// own rights only: none.
//
// expect: error nothing is told
#include "attack.h"

/// Bits of the answer: a region is named; readable; readable and writable.
enum { IS_REGION = 1 << 16, CAN_READ = 1 << 18, CAN_WRITE = 1 << 19 };

int main(void)
{
    static const uint32_t places[] = {BOARD_FLASH_BASE, BOARD_RAM_BASE, ATTACK_FORMER_RAM,
                                      ATTACK_NEXT_FLASH, BOARD_UART_BASE};
    ATTACK_START("test_target");
    uint32_t told = 0;
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        uint32_t normal;
        uint32_t unprivileged;
        __asm__ volatile("tt  %[normal], %[place]\n"
                         "ttt %[unprivileged], %[place]\n"
                         : [normal] "=&r"(normal), [unprivileged] "=&r"(unprivileged)
                         : [place] "r"(places[i]));
        told |= normal | unprivileged;
    }
    if ((told & (IS_REGION | CAN_READ | CAN_WRITE)) == 0) {
        attack_print("nothing is told\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
