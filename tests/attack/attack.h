// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Common to the attack programs: each tries one forbidden thing, and test_attack.py runs it
 * between two neighbours.
 *
 * A program's first comment says what it tries, and in lines of its own what must happen (any of
 * several such lines):
 *
 *     // expect: fault REGEX     the kernel reports a fault of this program with this cause
 *     // expect: error REGEX     the program prints this itself
 *     // expect riscv: ...       the same, but only on processors of this family (arm, riscv) or
 *                               with this instruction set (armv7m, armv8m, riscv32)
 *
 * Attacks that only one of them knows lie in a folder of its name. That of the family also has
 * attack_machine.h, which holds the few instructions that the others need. Addresses come from the
 * board's map.
 *
 * It prints `attack NAME start`, does it, and calls attack_succeeded() where it must never come.
 * All text is printed straight from flash: a buffer in RAM would raise the lowest address that the
 * break may have, which some attacks are about.
 */
#pragma once

#include "attack_machine.h"

#include <board_facts.h>
#include <bulkhead/console.h>
#include <bulkhead/system_call.h>
#include <stdint.h>
#include <string.h>

/// Where the neighbours lie. An attack is linked for slot 1, they for slots 0 and 2.
#define ATTACK_FORMER_FLASH BOARD_SLOT_0_FLASH
#define ATTACK_FORMER_RAM BOARD_SLOT_0_RAM
#define ATTACK_NEXT_FLASH BOARD_SLOT_2_FLASH
#define ATTACK_NEXT_RAM BOARD_SLOT_2_RAM

/// Prints a string literal.
static inline void attack_print(const char *text)
{
    (void)bulkhead_console_write(text, strlen(text));
}

#define ATTACK_START(name) attack_print("attack " name " start\n")

static inline void attack_succeeded(void)
{
    attack_print("ATTACK SUCCEEDED\n");
}

/// Prints how a call that must fail has failed: `refused: ERROR`.
static inline void attack_report(struct bulkhead_result result)
{
    enum error error = bulkhead_result_error(result);
    if (error == ERROR_NONE) {
        attack_succeeded();
    } else if (error == ERROR_FAILED) {
        attack_print("refused: FAILED\n");
    } else if (error == ERROR_INVALID) {
        attack_print("refused: INVALID\n");
    } else if (error == ERROR_NO_MEMORY) {
        attack_print("refused: NO_MEMORY\n");
    } else if (error == ERROR_NO_SUPPORT) {
        attack_print("refused: NO_SUPPORT\n");
    } else if (error == ERROR_NO_DEVICE) {
        attack_print("refused: NO_DEVICE\n");
    } else {
        attack_print("refused: with another error\n");
    }
}

static inline uint32_t attack_memop(enum memop operation)
{
    return bulkhead_memop(operation, 0).value[0];
}

static inline uint32_t attack_memory_start(void)
{
    return attack_memop(MEMOP_MEMORY_START);
}

static inline uint32_t attack_memory_end(void)
{
    return attack_memop(MEMOP_MEMORY_END);
}

/// The lowest address that the kernel keeps for itself in the program's own block.
static inline uint32_t attack_grant_start(void)
{
    return attack_memop(MEMOP_GRANT_START);
}

/// Address of the own header in flash, in front of the program itself.
static inline uint32_t attack_flash_start(void)
{
    return attack_memop(MEMOP_FLASH_START);
}

static inline uint32_t attack_flash_end(void)
{
    return attack_memop(MEMOP_FLASH_END);
}

static inline uint32_t attack_break(void)
{
    return attack_memop(MEMOP_BREAK_MOVE);
}

/// Hides from the compiler where an address comes from, so that it lets the attack happen.
static inline uintptr_t attack_hide(uint32_t address)
{
    __asm__ volatile("" : "+r"(address));
    return address;
}

static inline void attack_read(uint32_t address)
{
    (void)*(const volatile uint32_t *)attack_hide(address);
    attack_succeeded();
}

static inline void attack_write(uint32_t address)
{
    *(volatile uint32_t *)attack_hide(address) = 0xBADBAD;
    attack_succeeded();
}

/// Calls the address as it stands. The address of a function has ATTACK_CODE_BIT in it.
static inline void attack_call(uint32_t address)
{
    ((void (*)(void))attack_hide(address))();
    attack_succeeded();
}

/// Makes a harmless system call with another stack pointer. Where calls use the stack, that must
/// not come back; where they do not, it must work as ever.
static inline void attack_call_with_stack(uint32_t stack_pointer)
{
    uint32_t start = attack_memory_start_with_stack(stack_pointer);
    if (ATTACK_CALLS_USE_STACK || start != attack_memory_start()) {
        attack_succeeded();
    } else {
        attack_print("a system call needs no stack\n");
    }
}
