// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the console print from the end of its memory and lowers the break meanwhile, by every
// distance: the buffer stays, all of it is printed, and the break comes down only to its end.
//
// expect: error b{100}\n[\s\S]*all 101 bytes were printed
#include "user_access.h"

enum { TEXT_BYTES = 101, SPARE_BYTES = 7 };

int main(void)
{
    ATTACK_START("break_shrunk_while_written");
    const uint32_t start = attack_break();
    bulkhead_memop(MEMOP_BREAK_MOVE, TEXT_BYTES + SPARE_BYTES);
    char *text = (char *)attack_hide(start);
    memset(text, 'b', TEXT_BYTES);
    text[TEXT_BYTES - 1] = '\n';
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, start, TEXT_BYTES);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, TEXT_BYTES, 0);
    for (uint32_t bytes = 0; bytes < TEXT_BYTES; bytes++) {
        const struct bulkhead_result result = bulkhead_memop(MEMOP_BREAK_SET, start + bytes);
        access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_NO_MEMORY);
    }
    access_require(bulkhead_memop(MEMOP_BREAK_SET, start + TEXT_BYTES).variant == VARIANT_SUCCESS);
    const struct bulkhead_upcall written =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    access_require(written.value[0] == TEXT_BYTES);
    access_require(text[0] == 'b' && text[TEXT_BYTES - 1] == '\n');
    attack_print("all 101 bytes were printed\n");
    return 1;
}
