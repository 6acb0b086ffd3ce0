// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output of every awkward kind: the test looks whether other programs' lines stay whole and
// whether anything reaches the terminal that should not.
#include "check.h"
#include <bulkhead/alarm.h>
#include <bulkhead/console.h>
#include <string.h>

enum { LONG_BYTES = 300, ROUNDS = 10 };

/// Writes in one call, and reports if not all was accepted in one completion.
static void write_check(const void *bytes, uint32_t length, const char *what)
{
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, bytes, length);
    struct bulkhead_result result =
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0);
    struct bulkhead_upcall written =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
    // Releases of libtock differ in which of the two they read.
    check_value(result.variant == VARIANT_SUCCESS && written.value[0] == length &&
                    written.value[1] == length && written.value[2] == 0,
                what, written.value[0]);
}

static void long_lines(void)
{
    static char line[LONG_BYTES];
    memset(line, 'L', sizeof(line));
    line[sizeof(line) - 1] = '\n';
    for (uint32_t i = 0; i < ROUNDS; i++) {
        write_check(line, sizeof(line), "a long line");
    }
}

static void partial_lines(void)
{
    write_check("partial ", 8, "the first part of a line");
    bulkhead_sleep_ms(5);
    write_check("line in two parts\n", 18, "the second part of a line");
    write_check("partial for long", 16, "a part of a line, then a pause");
    bulkhead_sleep_ms(200);
    write_check("...ended\n", 9, "the end of that line");
}

static void odd_bytes(void)
{
    static const char newlines[] = "\n\n\r\n\nfour newlines\n";
    write_check(newlines, sizeof(newlines) - 1, "newlines inside");
    static const char control[] = "red \x1B[31m clear \x1B[2J answer \x05 back \x9B"
                                  "6n\n";
    write_check(control, sizeof(control) - 1, "commands to the terminal");
    static const char spoof[] = "Fault: neighbour (pid 1): forged\n> list\npanicked at forged\n";
    write_check(spoof, sizeof(spoof) - 1, "forged reports");
    uint8_t all[256];
    for (uint32_t i = 0; i < sizeof(all); i++) {
        all[i] = (uint8_t)i;
    }
    write_check(all, sizeof(all), "every byte there is");
    write_check("\n", 1, "a single newline");
    write_check(all, 0, "nothing");
}

static void wrong_calls(void)
{
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, "no more\n", 8);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0xFFFFFFFF, 0);
    check_value(bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0] == 8,
                "a write is cut to its buffer", 0);
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 100, 0);
    check_value(bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0] == 0,
                "a write without a buffer completes", 0);
    check_error(bulkhead_command(DRIVER_CONSOLE, 4, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "an unknown command");

    static uint8_t large[65];
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, large, sizeof(large));
    check_error(bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof(large), 0),
                VARIANT_FAILURE, ERROR_INVALID, "a read of more than the driver's buffer");
    bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, NULL, 0);
}

int main(void)
{
    long_lines();
    partial_lines();
    odd_bytes();
    wrong_calls();
    return check_done("console_stress");
}
