// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel's window to process memory, tried with addresses that no range check has seen: the
// hardware must refuse what the program could not read itself. Needs a board whose
// name ends in capsule-test; run by test_capsules.py.
#include <board_facts.h>
#include <bulkhead/alarm.h>

#include "check.h"
#include "places.h"

enum { WINDOW_TEST_DRIVER = 0xF0003 };
enum { COMMAND_READ = 1, COMMAND_READ_DEFERRED = 2, COMMAND_RESULT = 3 };

static const struct {
    uint32_t address;
    const char *name;
} foreign[] = {
    // Not the first page: on RISC-V the window's own code is there, which emulators let it read.
    {BOARD_FLASH_BASE + 0x1000, "kernel code"},
    {BOARD_FLASH_BASE + BOARD_FLASH_BYTES - 4, "the end of the kernel's flash"},
    {KERNEL_STACK_START - 4, "the guard below the kernel stack"},
    {KERNEL_STACK_START, "the kernel stack"},
    {BOARD_RAM_BASE + 0x800, "kernel data"},
    {BOARD_RAM_BASE + BOARD_RAM_BYTES - 4, "the end of the kernel's memory"},
    {BOARD_POOL_BASE + BOARD_POOL_BYTES - 4, "the end of the pool"},
    {BOARD_UART_BASE, "the serial line"},
    {0x60000000, "a hole"},
    {0xFFFFFFFC, "the end of the address space"},
    FAMILY_PLACES,
};
enum { FOREIGN_COUNT = sizeof(foreign) / sizeof(foreign[0]) };

static uint32_t own = 0x600D600D;

static void foreign_refused(uint32_t index)
{
    printf("at 0x%lx, %s:\n", (unsigned long)foreign[index].address, foreign[index].name);
    check_error(bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_READ, foreign[index].address, 0),
                VARIANT_FAILURE, ERROR_INVALID, "refused in a system call");
    check(bulkhead_result_is_success(bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_READ_DEFERRED,
                                                      foreign[index].address, 0)),
          "deferred");
    bulkhead_sleep_ms(10);
    check_error(bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_RESULT, 0, 0), VARIANT_FAILURE,
                ERROR_INVALID, "refused in kernel work");
}

int main(void)
{
    struct bulkhead_result result =
        bulkhead_command(WINDOW_TEST_DRIVER, COMMAND_READ, (uint32_t)(uintptr_t)&own, 0);
    check_value(bulkhead_result_is_success(result) && result.value[0] == own, "own data is read",
                result.value[0]);
    for (uint32_t i = 0; i < FOREIGN_COUNT; i++) {
        foreign_refused(i);
    }
    return check_done("window");
}
