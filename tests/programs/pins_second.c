// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to get hold of another program's pins until it succeeds. Run by test_pins.py.
#include <bulkhead/alarm.h>
#include <bulkhead/gpio.h>
#include <stdio.h>

enum { PIN = 0, TRIES_MILLISECONDS = 50 };

static enum error last;

static void tried(uint32_t command, uint32_t argument)
{
    const enum error error =
        bulkhead_result_error(bulkhead_command(BULKHEAD_GPIO_DRIVER, command, PIN, argument));
    last = error > last ? error : last;
    printf("command %lu: error %d\n", (unsigned long)command, (int)error);
}

int main(void)
{
    do {
        last = ERROR_NONE;
        for (uint32_t i = BULKHEAD_GPIO_OUTPUT; i < BULKHEAD_GPIO_READ; i++) {
            tried(i, 0);
        }
        tried(BULKHEAD_GPIO_WATCH, 0);
        tried(BULKHEAD_GPIO_IGNORE, 0);
        tried(BULKHEAD_GPIO_OFF, 0);
        (void)bulkhead_sleep_ms(TRIES_MILLISECONDS);
    } while (last != ERROR_NONE);
    (void)bulkhead_gpio_drive(PIN, true);
    printf("has the pin, which is %s\n", bulkhead_gpio_is_high(PIN) ? "high" : "low");
    return 0;
}
