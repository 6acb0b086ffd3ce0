// SPDX-License-Identifier: Apache-2.0 OR MIT
// Restarts while the console has copied the first part of a long text: the next life hears nothing
// of it, and what it prints itself comes after all that is left.
//
// expect: error a life without a write[\s\S]*a life without a write
#include "long_text.h"

int main(void)
{
    ATTACK_START("exit_in_long_write");
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, NULL, NULL);
    access_require(!bulkhead_yield_no_wait());
    attack_print("a life without a write\n");
    long_text_start();
    bulkhead_exit_restart(0);
    return 1;
}
