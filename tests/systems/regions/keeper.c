// SPDX-License-Identifier: Apache-2.0 OR MIT
// Stops, resumes and restarts its child, which is more urgent: what the child does to the region
// that they share is done when a call comes back. A console then kills both.
#include <ipc/patched.h>
#include <microkit.h>
#include <stdio.h>

#include "regions.h"

enum { CHILD = 1, WORK = 0, IMAGE_BASE = 0x200000 };

IPC_PATCHED(volatile struct shared *, shared);
IPC_PATCHED(volatile uint32_t *, kept);

static uint32_t awaited_life; ///< of the child, which this one has asked for
static unsigned restarts;

static void begin(void);
static void child_restart(seL4_Word entry);

/// Has the child work, and says how often it did since.
static unsigned work(unsigned times)
{
    const uint32_t before = shared->work_count;
    for (unsigned i = 0; i < times; i++) {
        (void)microkit_try_notify(WORK);
    }
    return (unsigned)(shared->work_count - before);
}

void init(void)
{
    (*kept)++;
    if (shared->life_count != 0) {
        begin();
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
    if (restarts == 0) {
        begin();
    } else if (restarts == 1 && shared->life_count == awaited_life) {
        printf("keeper: %u after a restart\n", work(1));
        microkit_pd_stop(CHILD);
        child_restart(IMAGE_BASE);
    } else if (restarts == 2 && shared->life_count == awaited_life) {
        printf("keeper: %u after a restart that ends a stop\n", work(1));
        restarts++;
    }
}

/// The child has begun to live.
static void begin(void)
{
    printf("keeper: life %u, shared %u\n", (unsigned)*kept, (unsigned)shared->work_count);
    printf("keeper: %u while it lives\n", work(2));
    microkit_pd_stop(CHILD);
    printf("keeper: %u while it is stopped\n", work(2));
    const uint32_t before = shared->work_count;
    microkit_pd_resume(CHILD);
    printf("keeper: %u when it goes on\n", (unsigned)(shared->work_count - before));
    child_restart(0);
}

/// The next life of the child says so when it has begun.
static void child_restart(seL4_Word entry)
{
    restarts++;
    awaited_life = shared->life_count + 1;
    microkit_pd_restart(CHILD, entry);
}
