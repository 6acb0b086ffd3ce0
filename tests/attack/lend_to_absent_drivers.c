// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends to drivers that do not exist, also to such whose number looks like one that does in its
// lower bits, good buffers and bad ones: the driver is missed first. Then functions: there a bad
// one is found first.
//
// expect: error 216 cases answered exactly
#include "user_access.h"

static void function(uint32_t a, uint32_t b, uint32_t c, void *data)
{
    (void)a;
    (void)b;
    (void)c;
    (void)data;
}

int main(void)
{
    static const uint32_t numbers[] = {DRIVER_CONSOLE + 0x100,
                                       DRIVER_CONSOLE + 0x10000,
                                       DRIVER_CONSOLE + 0x80000000,
                                       DRIVER_ALARM + 0x100,
                                       DRIVER_ALARM + 0x80000000,
                                       DRIVER_LOW_LEVEL_DEBUG + 0x100,
                                       DRIVER_RNG + 0x1000000,
                                       DRIVER_RNG - 1,
                                       DRIVER_RNG + 1,
                                       0x00000004,
                                       0x00000009,
                                       0x00010000,
                                       0x7FFFFFFF,
                                       0x80000000,
                                       0xFFFFFFFE,
                                       0xFFFFFFFF,
                                       0xFF,
                                       0xFFFF};
    static uint8_t bytes[4];
    ATTACK_START("lend_to_absent_drivers");
    const uint32_t good = (uint32_t)(uintptr_t)bytes;
    const uint32_t bad = ATTACK_NEXT_RAM;
    const uint32_t code = (uint32_t)(uintptr_t)function;
    for (uint32_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const uint32_t driver = numbers[i];
        for (uint32_t slot = 0; slot < 2; slot++) {
            access_require(access_is_refusal(bulkhead_trap_allow_read_write(driver, slot, good, 4),
                                             ERROR_NO_DEVICE, good, 4));
            access_require(access_is_refusal(bulkhead_trap_allow_read_only(driver, slot, bad, 64),
                                             ERROR_NO_DEVICE, bad, 64));
            access_require(
                access_is_refusal(bulkhead_trap_allow_user_readable(driver, slot, bad, 0xFFFFFFFF),
                                  ERROR_NO_DEVICE, bad, 0xFFFFFFFF));
            access_require(access_is_refusal(bulkhead_trap_subscribe(driver, slot, code, bad),
                                             ERROR_NO_DEVICE, code, bad));
            access_require(access_is_refusal(bulkhead_trap_subscribe(driver, slot, bad, good),
                                             ERROR_INVALID, bad, good));
            const struct bulkhead_result command = bulkhead_command(driver, slot, good, 4);
            access_require(command.variant == VARIANT_FAILURE &&
                           command.value[0] == ERROR_NO_DEVICE && command.value[1] == good &&
                           command.value[2] == 4);
        }
    }
    access_end();
    return 1;
}
