// SPDX-License-Identifier: Apache-2.0 OR MIT
// Output of every awkward kind: the test looks whether other programs' lines stay whole and
// whether anything reaches the terminal that should not.
#include "check.h"
#include <bulkhead/alarm.h>
#include <bulkhead/console.h>
#include <string.h>

enum { LONG_BYTES = 300, ROUNDS = 10 };

static uint32_t bad_count;

/// Writes in one call. Prints nothing itself, since that would land in the middle of lines.
static void write_once(const void *bytes, uint32_t length)
{
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, bytes, length);
    struct bulkhead_result result =
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0);
    struct bulkhead_upcall written =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
    // Releases of libtock differ in which of the two numbers they read.
    if (result.variant != VARIANT_SUCCESS || written.value[0] != length ||
        written.value[1] != length || written.value[2] != 0) {
        bad_count += 1;
    }
}

static void long_lines(void)
{
    static char line[LONG_BYTES];
    memset(line, 'L', sizeof(line));
    line[sizeof(line) - 1] = '\n';
    for (uint32_t i = 0; i < ROUNDS; i++) {
        write_once(line, sizeof(line));
    }
}

static void partial_lines(void)
{
    write_once("partial ", 8);
    bulkhead_sleep_ms(5);
    write_once("line in two parts\n", 18);
    write_once("partial for long", 16);
    bulkhead_sleep_ms(200);
    write_once("...ended\n", 9);
}

static void odd_bytes(void)
{
    static const char newlines[] = "\n\n\r\n\nfour newlines\n";
    write_once(newlines, sizeof(newlines) - 1);
    static const char control[] = "red \x1B[31m clear \x1B[2J answer \x05 back \x9B"
                                  "6n\n";
    write_once(control, sizeof(control) - 1);
    static const char spoof[] = "Fault: neighbour (pid 1): forged\n> list\npanicked at forged\n";
    write_once(spoof, sizeof(spoof) - 1);
    uint8_t all[256];
    for (uint32_t i = 0; i < sizeof(all); i++) {
        all[i] = (uint8_t)i;
    }
    write_once(all, sizeof(all));
    write_once("\n", 1);
    write_once(all, 0);
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
    check_value(bad_count == 0, "every write was accepted whole", bad_count);
    wrong_calls();
    return check_done("console_stress");
}
