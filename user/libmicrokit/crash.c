// SPDX-License-Identifier: Apache-2.0 OR MIT
// The crash on purpose.
#include <bulkhead/console.h>
#include <microkit.h>

void microkit_internal_crash(seL4_Error err)
{
    bulkhead_console_flush();
    // The error stands in a register when the fault is reported.
    __asm__ volatile("" : : "r"(err));
    __builtin_trap();
}
