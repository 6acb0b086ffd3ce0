// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers each call with its word, counted up.
#include <microkit.h>

char microkit_name[MICROKIT_PD_NAME_LENGTH] = "server";

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    (void)msginfo;
    microkit_mr_set(0, microkit_mr_get(0) + 1);
    return microkit_msginfo_new(0, 1);
}
