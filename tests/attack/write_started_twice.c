// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks the console to print while it does, from other places and as much as a number can say. The
// last request is what counts; no completion comes twice and nothing behind the text is printed.
//
// expect: error all writes came to their end
#include "long_text.h"

enum { LENT_BYTES = 1500, LAST_BYTES = 64 };

int main(void)
{
    static const uint32_t lengths[] = {0xFFFFFFFF, 0, 0x80000000, 1, 0xFFFFFF00, 300, LAST_BYTES};
    ATTACK_START("write_started_twice");
    uint32_t started = 0;
    for (uint32_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, long_text_address(),
                    LENT_BYTES);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, lengths[i], 0);
        started++;
    }
    uint32_t ended = 0;
    uint32_t written;
    // The last write is the one that ends with so many bytes, and it does for certain.
    do {
        written = long_text_wait();
        ended++;
        access_require(written <= LENT_BYTES);
    } while (written != LAST_BYTES);
    access_require(ended <= started);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, NULL, NULL);
    attack_print("\nall writes came to their end\n");
    return 1;
}
