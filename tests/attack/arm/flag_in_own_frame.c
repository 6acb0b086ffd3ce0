// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag into the frame that the call itself has stored: it gets the very
// registers back that it has spoilt, and no others. Last it clears the bit that says that its code
// is Thumb; the emulator may see first that other code would not be aligned.
//
// expect: fault invalid state|unaligned access
#include "user_access.h"

enum { FRAME_BYTES = 32, REGISTERS_BYTES = 24, STATE_END = 31 };

/// Yields with the flag at this offset in its frame and all ones in the registers that the call
/// does not use. What is in that register then.
static uint32_t register_after(uint32_t offset, uint32_t *address)
{
    uint32_t word;
    uint32_t flag;
    __asm__ volatile(
        "mov  %[flag], sp\n"
        "bic  %[flag], #7\n" // as the processor does
        "sub  %[flag], %[frame]\n"
        "add  %[flag], %[offset]\n"
        "movs r0, #0\n"
        "mov  r1, %[flag]\n"
        "mvn  r2, #0\n"
        "mvn  r3, #0\n"
        "mvn  r12, #0\n"
        "mvn  lr, #0\n"
        "svc  #0\n"
        "push {r0-r3, r12, lr}\n"
        "bic  %[word], %[offset], #3\n"
        "ldr  %[word], [sp, %[word]]\n"
        "add  sp, %[registers]\n"
        : [word] "=&r"(word), [flag] "=&r"(flag)
        : [offset] "r"(offset), [frame] "i"(FRAME_BYTES), [registers] "i"(REGISTERS_BYTES)
        : "r0", "r1", "r2", "r3", "r12", "lr", "cc", "memory");
    *address = flag;
    return word;
}

int main(void)
{
    ATTACK_START("flag_in_own_frame");
    for (uint32_t offset = 0; offset < REGISTERS_BYTES; offset++) {
        uint32_t flag;
        const uint32_t found = register_after(offset, &flag);
        const uint32_t before[] = {0, flag, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX};
        access_require(found == (before[offset / 4] & ~(0xFFu << offset % 4 * 8)));
    }
    uint32_t flag;
    (void)register_after(STATE_END, &flag);
    attack_succeeded();
    return 1;
}
