// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#define BARRIER __asm__("" ::: "memory")

void chip_barrier_in_macro(void);

void chip_barrier_in_macro(void)
{
    BARRIER; // expect: assembler
}
