// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the console print a text over and over into which it also reads what is typed: both do what
// they are asked, and neither touches a byte more.
//
// expect: error 0123456789>\n[\s\S]*all was printed
#include "upcalls.h"

enum { TYPED_BYTES = 10, TEXT_BYTES = TYPED_BYTES + 2 };

static uint32_t read_bytes;
static uint32_t written_bytes;

int main(void)
{
    static char text[] = "~~~~~~~~~~>\n";
    ATTACK_START("console_read_over_text");
    const uint32_t address = (uint32_t)(uintptr_t)text;
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ, address, TYPED_BYTES);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, TYPED_BYTES, 0);
    attack_print("type now\n");
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_READ, upcall_keep_second, &read_bytes);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, upcall_keep_first, &written_bytes);
    bool is_read;
    do {
        is_read = read_bytes != 0;
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, TEXT_BYTES);
        written_bytes = 0;
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, TEXT_BYTES, 0);
        while (written_bytes == 0) {
            bulkhead_yield_wait();
        }
        access_require(written_bytes == TEXT_BYTES && text[TYPED_BYTES] == '>');
    } while (!is_read);
    access_require(read_bytes == TYPED_BYTES);
    attack_print("all was printed\n");
    return 1;
}
