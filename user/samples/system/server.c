// SPDX-License-Identifier: Apache-2.0 OR MIT
// Adds up what clients bring, on their time, and writes the sum where they can read it.
#include <ipc/patched.h>
#include <microkit.h>

IPC_PATCHED(volatile uint32_t *, board);

void init(void)
{
    *board = 0;
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    *board += (uint32_t)microkit_mr_get(0);
    microkit_mr_set(0, ch);
    return microkit_msginfo_new(0, 1);
}
