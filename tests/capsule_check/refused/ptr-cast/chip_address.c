// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <hal/led.h>

struct chip_address_registers {
    uint32_t control;
};

void chip_address_stop(void);

static void registers_clear(struct chip_address_registers *registers)
{
    registers->control = 0;
}

void chip_address_stop(void)
{
    registers_clear((struct chip_address_registers *)0x40004000); // expect: ptr-cast
}
