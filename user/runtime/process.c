// SPDX-License-Identifier: Apache-2.0 OR MIT
// What picolibc asks of the system below it: memory for malloc(), and the end of the program.
#include <abi/driver.h>
#include <bulkhead/console.h>
#include <bulkhead/system_call.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

/// Code of the low-level debug driver for a program that gave up (Tock, capsule low_level_debug).
enum { ALERT_PANIC = 1 };

void *sbrk(ptrdiff_t increment)
{
    struct bulkhead_result result = bulkhead_memop(MEMOP_BREAK_MOVE, (uint32_t)increment);
    if (!bulkhead_result_is_success(result)) {
        errno = ENOMEM;
        return (void *)-1;
    }
    return (void *)(uintptr_t)result.value[0];
}

_Noreturn void _exit(int status)
{
    bulkhead_console_flush();
    bulkhead_exit_terminate((uint32_t)status);
}

// Replaces picolibc's, which would need signals. A failed assert() ends here.
_Noreturn void abort(void)
{
    bulkhead_console_flush();
    (void)bulkhead_command(DRIVER_LOW_LEVEL_DEBUG, LOW_LEVEL_DEBUG_COMMAND_ALERT, ALERT_PANIC, 0);
    bulkhead_exit_terminate(ERROR_FAILED);
}
