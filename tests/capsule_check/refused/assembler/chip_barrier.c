// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
void chip_barrier_wait(void);

void chip_barrier_wait(void)
{
    __asm__("dsb"); // expect: assembler
}
