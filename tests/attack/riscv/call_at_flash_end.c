// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the very last instruction of its image: it works, and goes on behind the
// end.
//
// expect: fault instruction access violation
#include "attack.h"

/// Thread-local data is what the image ends with, so its last four bytes are this call's.
static _Thread_local volatile uint32_t last_words[2] = {0x00000073, 0x00000073};

/// Whether the last word of the image is the call.
static bool is_call_last(void)
{
    last_words[0] = 0;
    return *(const volatile uint32_t *)attack_hide(attack_flash_end() - 4) == 0x00000073;
}

int main(void)
{
    ATTACK_START("call_at_flash_end");
    if (!is_call_last()) {
        attack_print("the image does not end with the call\n");
        return 1;
    }
    const uint32_t last = attack_flash_end() - 4; // A call behind here could change a0 and a4.
    register uint32_t a0 __asm__("a0") = MEMOP_MEMORY_START;
    register uint32_t a4 __asm__("a4") = SYSTEM_CALL_MEMOP;
    __asm__ volatile("jr %[last]" : : [last] "r"(last), "r"(a0), "r"(a4) : "memory");
    attack_succeeded();
    return 1;
}
