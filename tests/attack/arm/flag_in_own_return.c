// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag into the return address of the call itself, so that it would
// return into the kernel's code.
//
// expect: fault instruction access violation
#include "user_access.h"

enum { FRAME_BYTES = 32, RETURN_OFFSET = 24 };

int main(void)
{
    ATTACK_START("flag_in_own_return");
    // Without bits 16 to 23 the address is one of the kernel's.
    access_require((uint32_t)(uintptr_t)__flash_start % 0x1000000 >= 0x10000);
    __asm__ volatile("mov  r1, sp\n"
                     "bic  r1, #7\n" // as the processor does
                     "sub  r1, %[place]\n"
                     "movs r0, #0\n"
                     "svc  #0\n"
                     :
                     : [place] "i"(FRAME_BYTES - RETURN_OFFSET - 2)
                     : "r0", "r1", "r2", "r3", "r12", "lr", "cc", "memory");
    attack_succeeded();
    return 1;
}
