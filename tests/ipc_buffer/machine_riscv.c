// SPDX-License-Identifier: Apache-2.0 OR MIT
// The machine on RISC-V of 32 or 64 bits (QEMU virt), all in machine mode, on one stack.
#include "machine.h"

enum { CAUSE_CALL = 11, TEST_PASS = 0x5555 };

void machine_start(void);
void machine_trap(void);
void machine_trap_answer(uintptr_t *registers);

static volatile uint8_t *const serial = (volatile uint8_t *)0x10000000;
static volatile uint32_t *const test_device = (volatile uint32_t *)0x100000;

__attribute__((naked, section(".vectors"), used)) void machine_start(void)
{
    __asm__("la sp, machine_stack_top\n"
            "la t0, machine_trap\n"
            "csrw mtvec, t0\n"
            "tail machine_run\n");
}

#if __riscv_xlen == 32
#define STORE "sw"
#define LOAD "lw"
#define WORD "4"
#else
#define STORE "sd"
#define LOAD "ld"
#define WORD "8"
#endif
#define EACH_REGISTER(operation)                                                                   \
    operation                                                                                      \
        " x1, 1*" WORD "(sp)\n" operation " x5, 5*" WORD "(sp)\n" operation " x6, 6*" WORD         \
        "(sp)\n" operation " x7, 7*" WORD "(sp)\n" operation " x10, 10*" WORD "(sp)\n" operation   \
        " x11, 11*" WORD "(sp)\n" operation " x12, 12*" WORD "(sp)\n" operation " x13, 13*" WORD   \
        "(sp)\n" operation " x14, 14*" WORD "(sp)\n" operation " x15, 15*" WORD "(sp)\n" operation \
        " x16, 16*" WORD "(sp)\n" operation " x17, 17*" WORD "(sp)\n" operation " x28, 28*" WORD   \
        "(sp)\n" operation " x29, 29*" WORD "(sp)\n" operation " x30, 30*" WORD "(sp)\n" operation \
        " x31, 31*" WORD "(sp)\n"

__attribute__((naked, aligned(4))) void machine_trap(void)
{
    __asm__("addi sp, sp, -32*" WORD "\n" EACH_REGISTER(
        STORE) "mv a0, sp\n"
               "call machine_trap_answer\n" EACH_REGISTER(LOAD) "addi sp, sp, 32*" WORD "\n"
                                                                "mret\n");
}

void machine_trap_answer(uintptr_t *registers)
{
    uintptr_t cause;
    uintptr_t pc;
    __asm__ volatile("csrr %0, mcause" : "=r"(cause));
    __asm__ volatile("csrr %0, mepc" : "=r"(pc));
    if (cause != CAUSE_CALL) {
        machine_put('!');
        machine_end();
    }
    struct machine_call call = {
        .capability = registers[10],
        .info = registers[11],
        .word = {registers[12], registers[13], registers[15], registers[16]},
        .window = registers[5],
        .reply_slot = registers[17]};
    machine_call_answer(registers[14] & 0xFF, &call);
    // The badge is in a7 and t0; on 64 bits all of it is in a7.
    registers[10] = call.capability;
    registers[11] = call.info;
    registers[12] = call.word[0];
    registers[13] = call.word[1];
    registers[15] = call.word[2];
    registers[16] = call.word[3];
    if (sizeof(uintptr_t) == 4) {
        registers[17] = call.window;
        registers[5] = call.reply_slot;
    } else {
        registers[17] = (uintptr_t)((uint64_t)call.reply_slot << 32 | call.window);
        registers[5] = 0;
    }
    __asm__ volatile("csrw mepc, %0" : : "r"(pc + 4));
}

void machine_put(char character)
{
    *serial = (uint8_t)character;
}

void machine_end(void)
{
    for (;;) {
        *test_device = TEST_PASS;
    }
}
