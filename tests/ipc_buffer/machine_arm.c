// SPDX-License-Identifier: Apache-2.0 OR MIT
// The machine on a Cortex-M4 (QEMU mps2-an386). Everything runs privileged, on one stack.
#include "machine.h"

enum { SEMIHOSTING_WRITE_CHARACTER = 3, SEMIHOSTING_EXIT = 0x18, APPLICATION_EXIT = 0x20026 };

void machine_start(void);
void machine_trap(void);
void machine_trap_answer(uintptr_t *frame, uintptr_t *saved);
void machine_fault(void);

extern uint32_t machine_stack_top[];
__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    [0] = machine_stack_top,
    [1] = (void *)machine_start,
    [3] = (void *)machine_fault,
    [11] = (void *)machine_trap,
};

static uintptr_t semihosting(uintptr_t operation, uintptr_t argument)
{
    register uintptr_t r0 __asm__("r0") = operation;
    register uintptr_t r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void machine_start(void)
{
    machine_run();
}

// The processor has stacked r0-r3; the other registers of a call are stacked here, and go back
// changed.
__attribute__((naked)) void machine_trap(void)
{
    __asm__("mov r0, sp\n"
            "push {r4-r11, lr}\n"
            "mov r1, sp\n"
            "bl machine_trap_answer\n"
            "pop {r4-r11, pc}\n");
}

void machine_trap_answer(uintptr_t *frame, uintptr_t *saved)
{
    unsigned class = *((const uint8_t *)frame[6] - 2);
    struct machine_call call = {.capability = frame[0],
                                .info = frame[1],
                                .word = {saved[0], saved[1], saved[2], saved[4]},
                                .window = frame[2],
                                .reply_slot = frame[3]};
    machine_call_answer(class, &call);
    frame[0] = call.capability;
    frame[1] = call.info;
    frame[2] = call.window;
    frame[3] = call.reply_slot;
    saved[0] = call.word[0];
    saved[1] = call.word[1];
    saved[2] = call.word[2];
    saved[4] = call.word[3];
}

void machine_fault(void)
{
    machine_put('!');
    machine_end();
}

void machine_put(char character)
{
    (void)semihosting(SEMIHOSTING_WRITE_CHARACTER, (uintptr_t)&character);
}

void machine_end(void)
{
    for (;;) {
        (void)semihosting(SEMIHOSTING_EXIT, APPLICATION_EXIT);
    }
}
