// SPDX-License-Identifier: Apache-2.0 OR MIT
// Counts what it does in memory of each kind, and says what it finds when it begins to live.
#include <ipc/patched.h>
#include <microkit.h>
#include <stdio.h>

#include "regions.h"

enum { KEEPER = 0, LOCAL_START = 5 };

IPC_PATCHED(volatile struct shared *, shared);
IPC_PATCHED(volatile struct own *, own);
IPC_PATCHED(volatile uint32_t *, filled);

static volatile uint32_t local = LOCAL_START;
static volatile uint32_t zeroed;

void init(void)
{
    own->life_count++;
    printf("child: life %u, local %u, zeroed %u, own %u, shared %u, filled %s\n",
           (unsigned)own->life_count, (unsigned)local, (unsigned)zeroed, (unsigned)own->work_count,
           (unsigned)shared->work_count,
           *filled == FILLED_AT_BOOT    ? "at boot"
           : *filled == FILLED_BY_CHILD ? "by child"
                                        : "wrong");
    *filled = FILLED_BY_CHILD;
    shared->life_count = own->life_count;
    microkit_notify(KEEPER);
}

void notified(microkit_channel ch)
{
    (void)ch;
    local++;
    zeroed++;
    own->work_count++;
    shared->work_count++;
}
