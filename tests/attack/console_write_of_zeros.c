// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes bytes that the console drops, many at a time and without pause, to keep the kernel busy.
//
// expect: error zeros written
#include "attack.h"

static const char zeros[BOARD_SLOT_FLASH_BYTES / 2];

int main(void)
{
    ATTACK_START("console_write_of_zeros");
    for (;;) {
        for (int i = 0; i < 4; i++) {
            if (bulkhead_console_write(zeros, sizeof zeros) != ERROR_NONE) {
                attack_succeeded();
            }
        }
        attack_print("zeros written\n");
    }
    return 1;
}
