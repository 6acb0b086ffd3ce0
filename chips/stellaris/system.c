// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system.h"

#include <arch/mmio.h>

enum system_register {
    RAW_INTERRUPTS = 0x400FE050,
    INTERRUPT_CLEAR = 0x400FE058,
    RUN_CLOCK = 0x400FE060,
    OPEN_0 = 0x400FE100,
    OPEN_1 = 0x400FE104,
    OPEN_2 = 0x400FE108,
};

enum {
    INTERRUPT_PLL_LOCKED = 1 << 6,

    CLOCK_MAIN_OSCILLATOR_OFF = 1 << 0,
    CLOCK_SOURCE_MASK = 3 << 4, ///< 0: the main oscillator
    CLOCK_CRYSTAL_MASK = 0xF << 6,
    CLOCK_CRYSTAL_8_MHZ = 0xE << 6,
    CLOCK_BYPASS = 1 << 11, ///< the PLL is not used
    CLOCK_PLL_OFF = 1 << 13,
    CLOCK_DIVIDE = 1 << 22,
    CLOCK_DIVISOR_MASK = 0xF << 23,
    CLOCK_DIVISOR_4 = 3 << 23, ///< of 200 MHz

    // The oscillator wants half a millisecond, the PLL as much, at 12 MHz and some clocks a round.
    START_ROUNDS = 4000,
    LOCK_ROUNDS_MAX = 40000,
};

void stellaris_clock_initialise(void)
{
    uint32_t clock = mmio_read_32(RUN_CLOCK);
    clock = (clock | CLOCK_BYPASS | CLOCK_PLL_OFF) & ~(uint32_t)(CLOCK_DIVIDE);
    clock &= ~(uint32_t)CLOCK_MAIN_OSCILLATOR_OFF;
    mmio_write_32(RUN_CLOCK, clock);
    for (unsigned i = 0; i < START_ROUNDS; i++) {
        (void)mmio_read_32(RUN_CLOCK);
    }
    mmio_write_32(INTERRUPT_CLEAR, INTERRUPT_PLL_LOCKED);
    clock &= ~(uint32_t)(CLOCK_CRYSTAL_MASK | CLOCK_SOURCE_MASK | CLOCK_PLL_OFF);
    clock |= CLOCK_CRYSTAL_8_MHZ;
    mmio_write_32(RUN_CLOCK, clock);
    clock = (clock & ~(uint32_t)CLOCK_DIVISOR_MASK) | CLOCK_DIVISOR_4 | CLOCK_DIVIDE;
    mmio_write_32(RUN_CLOCK, clock);
    for (unsigned i = 0; i < LOCK_ROUNDS_MAX; i++) {
        if ((mmio_read_32(RAW_INTERRUPTS) & INTERRUPT_PLL_LOCKED) != 0) {
            mmio_write_32(RUN_CLOCK, clock & ~(uint32_t)CLOCK_BYPASS);
            return;
        }
    }
}

void stellaris_devices_open(uint32_t group_0, uint32_t group_1, uint32_t group_2)
{
    mmio_write_32(OPEN_0, mmio_read_32(OPEN_0) | group_0);
    mmio_write_32(OPEN_1, mmio_read_32(OPEN_1) | group_1);
    mmio_write_32(OPEN_2, mmio_read_32(OPEN_2) | group_2);
    // A device answers three clocks later.
    (void)mmio_read_32(OPEN_0);
    (void)mmio_read_32(OPEN_2);
}
