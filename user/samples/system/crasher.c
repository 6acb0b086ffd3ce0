// SPDX-License-Identifier: Apache-2.0 OR MIT
// Crashes as soon as it runs.
#include <microkit.h>

void init(void)
{
    microkit_internal_crash(seL4_NoError);
}

void notified(microkit_channel ch)
{
    (void)ch;
}
