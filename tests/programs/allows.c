// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lending buffers: what a swap returns, what is refused with which error, and that the passed
// values come back with it. The console's second read-write slot is used, which it ignores, so
// that printing goes on.
#include "check.h"
#include <board_facts.h>
#include <unistd.h>

enum { SLOT = 0 };
#define KERNEL_ADDRESS (BOARD_RAM_BASE + 0x100)

typedef struct bulkhead_result (*allow_fn)(uint32_t driver, uint32_t number, uint32_t address,
                                           uint32_t length);

static void success_check(struct bulkhead_result result, uint32_t address, uint32_t length,
                          const char *what)
{
    check_value(result.variant == VARIANT_SUCCESS_U32_U32 && result.value[0] == address &&
                    result.value[1] == length,
                what, result.value[0]);
}

static void refusal_check(allow_fn allow, uint32_t driver, uint32_t number, uint32_t address,
                          uint32_t length, enum error error, const char *what)
{
    struct bulkhead_result result = allow(driver, number, address, length);
    check_value(result.variant == VARIANT_FAILURE_U32_U32 && result.value[0] == (uint32_t)error &&
                    result.value[1] == address && result.value[2] == length,
                what, result.variant << 16 | result.value[0]);
}

static void slot_check(allow_fn allow, const char *class)
{
    static uint8_t first[16];
    static uint8_t second[32];
    uint32_t a = (uint32_t)(uintptr_t)first;
    uint32_t b = (uint32_t)(uintptr_t)second;
    printf("class %s\n", class);

    success_check(allow(DRIVER_CONSOLE, SLOT, a, 16), 0, 0, "the first swap returns nothing");
    success_check(allow(DRIVER_CONSOLE, SLOT, b, 32), a, 16, "a swap returns the buffer before");
    success_check(allow(DRIVER_CONSOLE, SLOT, b, 32), b, 32, "the same buffer again");
    success_check(allow(DRIVER_CONSOLE, SLOT, b + 4, 8), b, 32, "a part of it");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, KERNEL_ADDRESS, 4, ERROR_INVALID, "kernel memory");
    success_check(allow(DRIVER_CONSOLE, SLOT, KERNEL_ADDRESS, 0), b + 4, 8,
                  "a refusal keeps the buffer; no bytes of the kernel are fine");
    success_check(allow(DRIVER_CONSOLE, SLOT, 0xFFFFFFFF, 0), KERNEL_ADDRESS, 0,
                  "no bytes at the top");
    success_check(allow(DRIVER_CONSOLE, SLOT, 0, 0), 0xFFFFFFFF, 0, "nothing at all");

    uint32_t start = bulkhead_memop(MEMOP_MEMORY_START, 0).value[0];
    uint32_t end = (uint32_t)(uintptr_t)sbrk(0);
    success_check(allow(DRIVER_CONSOLE, SLOT, start, end - start), 0, 0, "all memory");
    success_check(allow(DRIVER_CONSOLE, SLOT, end - 1, 1), start, end - start, "the last byte");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, end, 1, ERROR_INVALID, "the byte behind");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, end - 1, 2, ERROR_INVALID, "the last byte and more");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, start - 1, 2, ERROR_INVALID, "the byte before");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, start, 0xFFFFFFFF, ERROR_INVALID, "all there is");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, 0xFFFFFFFF, 2, ERROR_INVALID, "a wrapped buffer");
    refusal_check(allow, DRIVER_CONSOLE, SLOT, 0, 1, ERROR_INVALID, "a byte at address 0");
    refusal_check(allow, DRIVER_CONSOLE, 2, a, 16, ERROR_NO_SUPPORT, "a slot too high");
    refusal_check(allow, DRIVER_CONSOLE, 0xFFFFFFFF, a, 16, ERROR_NO_SUPPORT, "the highest slot");
    // LEDs keep nothing for a program; a board may have none.
    refusal_check(allow, DRIVER_LED, 0, a, 16,
                  bulkhead_driver_exists(DRIVER_LED) ? ERROR_NO_MEMORY : ERROR_NO_DEVICE,
                  "a driver without slots");
    refusal_check(allow, 0x7777, 0, a, 16, ERROR_NO_DEVICE, "an absent driver");
    refusal_check(allow, 0x7777, 0, 4, 16, ERROR_NO_DEVICE, "an absent driver, with a bad buffer");
    success_check(allow(DRIVER_CONSOLE, SLOT, 0, 0), end - 1, 1, "take it back");
}

int main(void)
{
    slot_check(bulkhead_trap_allow_read_write, "read-write");
    slot_check(bulkhead_trap_allow_read_only, "read-only");

    uint32_t flash = bulkhead_memop(MEMOP_FLASH_START, 0).value[0];
    uint32_t end = bulkhead_memop(MEMOP_FLASH_END, 0).value[0];
    uint32_t code = (uint32_t)(uintptr_t)main & ~1u;
    success_check(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, SLOT, code, 64), 0, 0,
                  "read-only: own flash");
    success_check(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, SLOT, end - 4, 4), code, 64,
                  "read-only: the end of own flash");
    refusal_check(bulkhead_trap_allow_read_only, DRIVER_CONSOLE, SLOT, end - 4, 5, ERROR_INVALID,
                  "read-only: behind own flash");
    refusal_check(bulkhead_trap_allow_read_only, DRIVER_CONSOLE, SLOT, flash, 16, ERROR_INVALID,
                  "read-only: own header");
    refusal_check(bulkhead_trap_allow_read_write, DRIVER_CONSOLE, SLOT, code, 16, ERROR_INVALID,
                  "read-write: own flash");
    success_check(bulkhead_trap_allow_read_only(DRIVER_CONSOLE, SLOT, 0, 0), end - 4, 4,
                  "the two classes have slots of their own");

    static uint8_t bytes[4];
    refusal_check(bulkhead_trap_allow_user_readable, 0x7777, 0, (uint32_t)(uintptr_t)bytes, 4,
                  ERROR_NO_DEVICE, "user-readable: an absent driver");
    refusal_check(bulkhead_trap_allow_user_readable, DRIVER_CONSOLE, 0, (uint32_t)(uintptr_t)bytes,
                  4, ERROR_NO_SUPPORT, "user-readable: a driver without it");
    return check_done("allows");
}
