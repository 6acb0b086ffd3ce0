// SPDX-License-Identifier: Apache-2.0 OR MIT
// Restarts its children when they crash, each of them three times; then it stops them.
#include <microkit.h>
#include <stdio.h>

enum { RESTARTS_MAX = 3 };

static uint8_t restarts[MICROKIT_MAX_CHANNELS];

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    if (restarts[child] == RESTARTS_MAX) {
        printf("supervisor: child %u is stopped\n", child);
        microkit_pd_stop(child);
    } else {
        restarts[child]++;
        printf("supervisor: child %u is restarted\n", child);
        microkit_pd_restart(child, 0);
    }
    return seL4_False; // There is nothing to go on with.
}
