// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to change the stack limits, and to read the kernel's. The instructions have no effect in a
// program.
//
// expect: error the stack limits are as they were
#include "attack.h"

int main(void)
{
    ATTACK_START("write_stack_limit");
    uint32_t main_limit;
    uint32_t process_limit;
    __asm__ volatile("mvn  r0, #7\n"
                     "msr  psplim, r0\n"
                     "msr  msplim, r0\n"
                     "isb\n"
                     "push {r0}\n" // Above the limit, if it were the process's.
                     "pop  {r0}\n"
                     "mrs  %[process], psplim\n"
                     "mrs  %[main], msplim\n"
                     : [process] "=r"(process_limit), [main] "=r"(main_limit)
                     :
                     : "r0", "memory");
    if (process_limit == 0 && main_limit == 0) {
        attack_print("the stack limits are as they were\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
