// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "watchdog.h"

#include <arch/mmio.h>

enum watchdog_register {
    WATCHDOG_CONFIG = 0x10000000,
    WATCHDOG_COUNT = 0x10000008,
    WATCHDOG_KEY = 0x1000001C,
    WATCHDOG_COMPARE = 0x10000020,
};

enum {
    CONFIG_RESET = 1 << 8,
    CONFIG_ALWAYS = 1 << 12,
    KEY = 0x51F15E,
    COUNT_BEYOND_COMPARE = 1,
    WAIT_READS = 100000, ///< far longer than the two clocks of 32,768 Hz that it needs
};

/// Each write needs the key before it.
static void watchdog_write(enum watchdog_register address, uint32_t value)
{
    mmio_write_32(WATCHDOG_KEY, KEY);
    mmio_write_32(address, value);
}

void sifive_watchdog_reset(void)
{
    watchdog_write(WATCHDOG_COMPARE, 0);
    watchdog_write(WATCHDOG_COUNT, COUNT_BEYOND_COMPARE);
    watchdog_write(WATCHDOG_CONFIG, CONFIG_RESET | CONFIG_ALWAYS);
    for (uint32_t i = 0; i < WAIT_READS; i++) {
        (void)mmio_read_32(WATCHDOG_COUNT);
    }
}
