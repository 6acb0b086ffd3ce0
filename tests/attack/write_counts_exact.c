// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the console print with every pair of lengths lent and asked for: the shorter one counts, and
// nothing behind it is printed.
//
// expect: error <0123456789ABCDEF0>\n[\s\S]*324 cases answered exactly
#include "user_access.h"

enum { LENGTH_MAX = 17 };

/// All of it but the digits is dropped by the console, so 0s are what must not be seen.
static const char zeros[LENGTH_MAX] = {0};
static const char shown[] = "\n<0123456789ABCDEF0>\nATTACK SUCCEEDED";

static uint32_t written(const char *text, uint32_t lent, uint32_t asked)
{
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, (uint32_t)(uintptr_t)text,
                lent);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, asked, 0);
    const struct bulkhead_upcall done =
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    return done.value[0] == done.value[1] ? done.value[0] : UINT32_MAX;
}

int main(void)
{
    ATTACK_START("write_counts_exact");
    for (uint32_t lent = 0; lent <= LENGTH_MAX; lent++) {
        for (uint32_t asked = 0; asked < LENGTH_MAX; asked++) {
            access_require(written(zeros, lent, asked) == (lent < asked ? lent : asked));
        }
        access_require(written(zeros, lent, 0x80000000 + lent) == lent);
    }
    (void)written(shown, 21, 0xFFFFFFFF);
    access_end();
    return 1;
}
