// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <arch/mmio.h>

#include "version.h"

uint32_t security_fault_status_take(void)
{
    const uint32_t status = mmio_read_32(SAU_SFSR);
    mmio_write_32(SAU_SFSR, 0xFFFFFFFF);
    return security_status_decode(status);
}
