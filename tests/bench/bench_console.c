// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Writing one byte to the console, from the first of the three calls to the return of the last.
#include "measure.h"

#include <abi/driver.h>
#include <bulkhead/system_call.h>

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

int main(void)
{
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, console_written, 0);
    for (uint32_t i = 1; i <= MEASURE_REPEATS; i++) {
        MEASURE_MARK(MEASURE_CONSOLE_WRITE_BEGIN);
        bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, line_end, sizeof line_end);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof line_end, 0);
        bulkhead_yield_wait();
        MEASURE_MARK(MEASURE_CONSOLE_WRITE_END);
        if (written_count != i) {
            return 1;
        }
    }
    MEASURE_MARK(MEASURE_STOP);
    return 0;
}
