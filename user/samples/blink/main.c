// SPDX-License-Identifier: Apache-2.0 OR MIT
// Runs a light along the board's LEDs: commands to a driver, and waiting without burning time.
#include <abi/driver.h>
#include <bulkhead/alarm.h>
#include <bulkhead/system_call.h>
#include <stdint.h>
#include <stdio.h>

enum { STEP_MS = 250 };

int main(void)
{
    // The LED driver answers the existence check with the number of LEDs.
    struct bulkhead_result result = bulkhead_command(DRIVER_LED, COMMAND_EXISTS, 0, 0);
    if (result.variant != VARIANT_SUCCESS_U32 || result.value[0] == 0) {
        printf("blink: this board has no LEDs\n");
        return 1;
    }
    uint32_t led_count = result.value[0];
    printf("blink: %u LEDs\n", (unsigned)led_count);

    for (uint32_t led = 0;; led = (led + 1) % led_count) {
        bulkhead_command(DRIVER_LED, LED_COMMAND_ON, led, 0);
        enum error error = bulkhead_sleep_ms(STEP_MS);
        if (error != ERROR_NONE) {
            printf("blink: cannot wait, error %d\n", (int)error);
            return 1;
        }
        bulkhead_command(DRIVER_LED, LED_COMMAND_OFF, led, 0);
    }
}
