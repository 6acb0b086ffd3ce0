// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls the server three times and says what it finds on the board.
#include <ipc/patched.h>
#include <microkit.h>
#include <stdio.h>

enum { SERVER = 0, CALLS = 3 };

IPC_PATCHED(const volatile uint32_t *, board);

void init(void)
{
    for (unsigned i = 1; i <= CALLS; i++) {
        microkit_mr_set(0, i);
        (void)microkit_ppcall(SERVER, microkit_msginfo_new(0, 1));
        printf("%s: known as %u, the board says %u\n", microkit_name, (unsigned)microkit_mr_get(0),
               (unsigned)*board);
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
