// SPDX-License-Identifier: Apache-2.0 OR MIT
// The entry points that a program may leave out.
#include <microkit.h>

static _Noreturn void missing(const char *entry_point);

__attribute__((weak)) microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    (void)msginfo;
    missing("protected");
}

__attribute__((weak)) seL4_Bool fault(microkit_child child, microkit_msginfo msginfo,
                                      microkit_msginfo *reply_msginfo)
{
    (void)child;
    (void)msginfo;
    (void)reply_msginfo;
    missing("fault");
}

__attribute__((weak)) void peer_died(microkit_channel ch)
{
    (void)ch;
}

static void missing(const char *entry_point)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(" is missing the '");
    microkit_dbg_puts(entry_point);
    microkit_dbg_puts("' entry point\n");
    microkit_internal_crash(seL4_NoError);
}
