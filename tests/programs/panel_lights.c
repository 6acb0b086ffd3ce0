// SPDX-License-Identifier: Apache-2.0 OR MIT
// Switches the lights on and off, one after the other, for ever. Run by test_panel.py.
#include <bulkhead/alarm.h>

#include "check.h"

enum { DRIVER = 2, ON = 1, OFF = 2, TOGGLE = 3, READ = 4, LIGHTS = 16, PAUSE_MS = 20 };

int main(void)
{
    const struct bulkhead_result count = bulkhead_command(DRIVER, 0, 0, 0);
    check_value(count.variant == VARIANT_SUCCESS_U32 && count.value[0] == LIGHTS, "16 lights",
                count.value[0]);
    check_error(bulkhead_command(DRIVER, ON, LIGHTS, 0), VARIANT_FAILURE, ERROR_INVALID,
                "there is no other light");
    for (uint32_t i = 0; i < LIGHTS; i += 3) {
        check(bulkhead_result_is_success(bulkhead_command(DRIVER, ON, i, 0)), "a light is on");
    }
    (void)bulkhead_command(DRIVER, OFF, 3, 0);
    (void)bulkhead_command(DRIVER, TOGGLE, 14, 0);
    uint32_t lit = 0;
    for (uint32_t i = 0; i < LIGHTS; i++) {
        lit |= bulkhead_command(DRIVER, READ, i, 0).value[0] << i;
    }
    check_value(lit == 0xD241, "they tell how they are", lit);
    (void)check_done("panel_lights");
    // One of them blinks.
    for (;;) {
        (void)bulkhead_sleep_ms(PAUSE_MS);
        (void)bulkhead_command(DRIVER, TOGGLE, 0, 0);
    }
}
