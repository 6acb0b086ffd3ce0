// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "assembler.inc"

#define SYS_EXIT_EXTENDED 0x20
#define APPLICATION_EXIT 0x20026

// void semihosting_exit(uint32_t status)
// The three instructions are the call: uncompressed, in this order and in one page, hence the
// alignment.
    function semihosting_exit
    addi    sp, sp, -16
    store_word a0, WORD_BYTES(sp)
    li      a1, APPLICATION_EXIT
    store_word a1, 0(sp)
    mv      a1, sp
    li      a0, SYS_EXIT_EXTENDED
    .balign 16
    .option push
    .option norvc
    slli    x0, x0, 0x1f
    ebreak
    srai    x0, x0, 7
    .option pop
1:  j       1b
    end_function semihosting_exit
