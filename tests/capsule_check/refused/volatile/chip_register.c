// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_register_read(void);

static volatile uint32_t chip_register_last; // expect: volatile

uint32_t chip_register_read(void)
{
    return chip_register_last;
}
