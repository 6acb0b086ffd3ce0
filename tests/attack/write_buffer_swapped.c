// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps the text that the console prints for another of the same length, behind and before swaps
// that are refused: the write ends with what was copied until then, and takes nothing of the other.
//
// expect: error 20 cases answered exactly
#include "long_text.h"

enum { ROUNDS = 10, BYTES = LONG_TEXT_BYTES / 2 };

int main(void)
{
    ATTACK_START("write_buffer_swapped");
    for (uint32_t round = 0; round < ROUNDS; round++) {
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, long_text_address(),
                    BYTES);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, BYTES, 0);
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, ATTACK_NEXT_RAM, BYTES);
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE,
                    long_text_address() + round, BYTES);
        const struct bulkhead_result refused = access_lend(
            ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, BOARD_FLASH_BASE, BYTES);
        access_require(access_is_refusal(refused, ERROR_INVALID, BOARD_FLASH_BASE, BYTES));
        access_require(long_text_wait() < BYTES);
    }
    access_end();
    return 1;
}
