// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ports.h"

#include <arch/mmio.h>

#define SECURE_PRIVILEGE_CONTROL 0x50080000u
enum { APBSPPPCEXP1 = 0xC4 };

void mps2_ports_open(uint32_t ports)
{
    mmio_write_32(SECURE_PRIVILEGE_CONTROL + APBSPPPCEXP1, ports);
}
