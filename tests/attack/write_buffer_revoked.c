// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes its buffer back while the console prints from it and puts something else there, which the
// console must not print: it has no right to look any more.
//
// expect: error nothing was taken after that
#include "long_text.h"

enum { TEXT_BYTES = 400 };

int main(void)
{
    char text[TEXT_BYTES];
    ATTACK_START("write_buffer_revoked");
    long_text_start();
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, 0xFFFFFFFF, 0);
    access_require(long_text_wait() < LONG_TEXT_BYTES / 2);
    memset(text, 'r', sizeof text);
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, (uint32_t)(uintptr_t)text,
                sizeof text);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof text, 0);
    const struct bulkhead_result taken =
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, 0, 0);
    for (uint32_t i = 0; i + 20 < sizeof text; i += 20) {
        memcpy(&text[i], "\nATTACK SUCCEEDED..\n", 20);
    }
    access_require(access_is_swap(taken, (uint32_t)(uintptr_t)text, sizeof text));
    access_require(long_text_wait() <= TEXT_BYTES);
    attack_print("\nnothing was taken after that\n");
    return 1;
}
