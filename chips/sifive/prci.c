// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "prci.h"

#include <arch/mmio.h>

enum prci_register {
    PRCI_RING_OSCILLATOR = 0x10008000,
    PRCI_CRYSTAL = 0x10008004,
    PRCI_PLL = 0x10008008,
    PRCI_PLL_DIVIDER = 0x1000800C,
};

#define OSCILLATOR_READY (1u << 31)

enum {
    OSCILLATOR_ENABLE = 1 << 30,

    PLL_SELECT = 1 << 16, ///< the clock is what comes out of this unit
    PLL_INPUT_CRYSTAL = 1 << 17,
    PLL_BYPASS = 1 << 18,

    PLL_DIVIDER_ONE = 1 << 8,
};

void sifive_clock_initialise(void)
{
    mmio_write_32(PRCI_CRYSTAL, OSCILLATOR_ENABLE);
    while ((mmio_read_32(PRCI_CRYSTAL) & OSCILLATOR_READY) == 0) {
    }
    mmio_write_32(PRCI_PLL_DIVIDER, PLL_DIVIDER_ONE);
    // The way around the PLL is laid before it is chosen.
    mmio_write_32(PRCI_PLL, PLL_INPUT_CRYSTAL | PLL_BYPASS);
    mmio_write_32(PRCI_PLL, PLL_INPUT_CRYSTAL | PLL_BYPASS | PLL_SELECT);
    mmio_write_32(PRCI_RING_OSCILLATOR,
                  mmio_read_32(PRCI_RING_OSCILLATOR) & ~(uint32_t)OSCILLATOR_ENABLE);
}
