// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for lights and buttons that are not there, with indexes that look right in their lower bits
// or are as large as a number can be. None of them has room for buffers, and no light changes.
//
// expect: error \d+ cases answered exactly
#include "user_access.h"

static const uint32_t wild[] = {32,         33,         63,         64,         255,
                                256,        257,        0x10000,    0x10001,    0x7FFFFFFF,
                                0x80000000, 0x80000001, 0xFFFFFFE0, 0xFFFFFFFF, ATTACK_NEXT_RAM};

static void refused(uint32_t driver, uint32_t command, uint32_t index)
{
    const struct bulkhead_result result = bulkhead_command(driver, command, index, index);
    access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_INVALID);
}

/// The lights as a number, of those that the driver has.
static uint32_t lights(uint32_t count)
{
    uint32_t seen = 0;
    for (uint32_t i = 0; i < count; i++) {
        seen |= bulkhead_command(DRIVER_LED, LED_COMMAND_READ, i, 0).value[0] << i;
    }
    return seen;
}

static void indexes_try(uint32_t driver, uint32_t commands)
{
    const struct bulkhead_result found = bulkhead_command(driver, COMMAND_EXISTS, 0, 0);
    if (!bulkhead_result_is_success(found)) {
        access_require(found.variant == VARIANT_FAILURE && found.value[0] == ERROR_NO_DEVICE);
        return;
    }
    const uint32_t count = found.value[0];
    access_require(found.variant == VARIANT_SUCCESS_U32 && count <= 32);
    for (uint32_t command = 1; command <= commands; command++) {
        for (uint32_t index = count; index < count + 3; index++) {
            refused(driver, command, index);
        }
        for (uint32_t i = 0; i < sizeof wild / sizeof wild[0]; i++) {
            refused(driver, command, wild[i]);
        }
    }
}

int main(void)
{
    static uint8_t bytes[4];
    ATTACK_START("led_and_button_indexes");
    const uint32_t count =
        bulkhead_command(DRIVER_LED, COMMAND_EXISTS, 0, 0).variant == VARIANT_SUCCESS_U32
            ? bulkhead_command(DRIVER_LED, COMMAND_EXISTS, 0, 0).value[0]
            : 0;
    const uint32_t before = lights(count);
    indexes_try(DRIVER_LED, LED_COMMAND_READ);
    indexes_try(DRIVER_BUTTON, BUTTON_COMMAND_READ);
    access_require(lights(count) == before);
    const uint32_t address = (uint32_t)(uintptr_t)bytes;
    for (uint32_t kind = 0; kind < ACCESS_KIND_COUNT; kind++) {
        access_require(access_is_refusal(
            access_lend((enum access_kind)kind, DRIVER_LED, 0, address, 4),
            bulkhead_driver_exists(DRIVER_LED) ? ERROR_NO_MEMORY : ERROR_NO_DEVICE, address, 4));
        access_require(access_is_refusal(
            access_lend((enum access_kind)kind, DRIVER_BUTTON, 0, address, 4),
            bulkhead_driver_exists(DRIVER_BUTTON) ? ERROR_NO_SUPPORT : ERROR_NO_DEVICE, address,
            4));
    }
    access_end();
    return 1;
}
