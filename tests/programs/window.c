// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel's window to process memory, tried with addresses that no range check has seen: the
// hardware must refuse what the program could not read itself. Needs the board
// mps2-an386-capsule-test; run by test_capsules.py.
#include <bulkhead/alarm.h>

#include "check.h"

enum { WINDOW_TEST_DRIVER = 0xF0003 };
enum { COMMAND_READ = 1, COMMAND_READ_DEFERRED = 2, COMMAND_RESULT = 3 };

static const struct {
    uint32_t address;
    const char *name;
} foreign[] = {
    {0x00000000, "kernel code"},
    {0x0003FFFC, "the end of the kernel's flash"},
    {0x1FFFFFFC, "the guard below the kernel stack"},
    {0x20000000, "the kernel stack"},
    {0x20000800, "kernel data"},
    {0x2000FFFC, "the end of the kernel's memory"},
    {0x2003FFFC, "the end of the pool"},
    {0x22000000, "the bit-band alias"},
    {0x40004000, "the serial line"},
    {0x60000000, "a hole"},
    {0xE000E010, "the tick"},
    {0xE000ED94, "the protection unit"},
    {0xFFFFFFFC, "the end of the address space"},
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
