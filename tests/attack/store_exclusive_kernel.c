// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes kernel memory with an exclusive store.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("store_exclusive_kernel");
    uint32_t status = 0;
    // The monitor is armed with a word of its own, or the store would not be tried at all.
    uint32_t own = 0;
    __asm__ volatile("ldrex %[status], [%[own]]\n"
                     "strex %[status], %[own], [%[address]]\n"
                     : [status] "=&r"(status)
                     : [own] "r"(&own), [address] "r"(KERNEL_RAM + 0x100)
                     : "memory");
    if (status == 0) {
        attack_succeeded();
    }
    return 1;
}
