// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Writing one byte to the console, back to back: allow, command, and a yield until the completion.
 *
 * It waits until the kernel has said what it says at boot, and writes once before, since the first
 * line erases the prompt. It also waits behind the last write, for what that still causes.
 */
#include "measure.h"

#include <abi/driver.h>
#include <bulkhead/system_call.h>

enum {
    SPIN_ROUNDS_BOOT = 400000, ///< until the kernel has nothing to print any more
    SPIN_ROUNDS_AFTER = 1000,
};

static const char line_end[1] = {'\n'};
static uint32_t written_count;

static void console_written(uint32_t length, uint32_t unused0, uint32_t unused1, void *data)
{
    (void)length;
    (void)unused0;
    (void)unused1;
    (void)data;
    written_count++;
}

static inline void byte_write(void)
{
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, line_end, sizeof line_end);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof line_end, 0);
    bulkhead_yield_wait();
}

int main(void)
{
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, console_written, 0);
    measure_spin(SPIN_ROUNDS_BOOT);
    byte_write();
    measure_spin(SPIN_ROUNDS_AFTER);
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        MEASURE_MARK(MEASURE_CONSOLE_WRITE_BEGIN);
        byte_write();
        MEASURE_MARK(MEASURE_CONSOLE_WRITE_END);
    }
    measure_spin(SPIN_ROUNDS_AFTER);
    // Without its completions the figure would not be what it says.
    if (written_count != MEASURE_REPEATS + 1) {
        return 1;
    }
    MEASURE_MARK(MEASURE_STOP);
    return 0;
}
