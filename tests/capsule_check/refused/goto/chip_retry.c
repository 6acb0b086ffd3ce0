// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <arch/mmio.h>

void chip_retry_wait(void);

void chip_retry_wait(void)
{
again: // expect: goto
    if (mmio_read_32(0x40004000) == 0) {
        goto again; // expect: goto
    }
}
