// SPDX-License-Identifier: Apache-2.0 OR MIT
// Swaps a long text for a shorter one while the console prints it: the write ends where it had come
// to, and what lay behind is never printed.
//
// expect: error 12 cases answered exactly
#include "long_text.h"

enum { STEP_BYTES = 64, CAME_TO_BYTES_MAX = LONG_TEXT_BYTES / 2 };

int main(void)
{
    ATTACK_START("write_buffer_shortened");
    for (uint32_t length = 1; length < 12 * STEP_BYTES; length += STEP_BYTES) {
        long_text_start();
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, long_text_address(),
                    length);
        const uint32_t written = long_text_wait();
        access_require(written < CAME_TO_BYTES_MAX);
    }
    access_end();
    return 1;
}
