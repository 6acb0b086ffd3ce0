// SPDX-License-Identifier: Apache-2.0 OR MIT
// The other end of microkit_client's channel: adds one to every word, and answers each
// notification.
#include <microkit.h>

char microkit_name[MICROKIT_PD_NAME_LENGTH] = "server";

void init(void)
{
    microkit_dbg_puts("server starts\n");
}

void notified(microkit_channel ch)
{
    microkit_dbg_puts("server notified ");
    microkit_dbg_put8((seL4_Uint8)ch);
    microkit_dbg_putc('\n');
    microkit_deferred_notify(0);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    seL4_Word count = microkit_msginfo_get_count(msginfo);
    for (seL4_Word i = 0; i < count; i++) {
        microkit_mr_set(i, microkit_mr_get(i) + 1);
    }
    return microkit_msginfo_new(microkit_msginfo_get_label(msginfo) + 1, (seL4_Uint16)count);
}
