// SPDX-License-Identifier: Apache-2.0 OR MIT
// Takes all pins as inputs and says what their edges and those of the buttons are. Run by
// test_pins.py.
#include <abi/driver.h>
#include <bulkhead/gpio.h>
#include <stdio.h>

enum { PINS = 8, BUTTONS = 5, RISING_PIN = 1, FALLING_PIN = 2, IGNORED_PIN = 3 };

static unsigned seen;

static void pin_changed(uint32_t pin, uint32_t is_high, uint32_t zero, void *data)
{
    (void)zero;
    (void)data;
    seen++;
    printf("pin %lu is %s, %u\n", (unsigned long)pin, is_high ? "high" : "low", seen);
}

static void button_changed(uint32_t button, uint32_t is_pressed, uint32_t zero, void *data)
{
    (void)zero;
    (void)data;
    printf("button %lu is %s\n", (unsigned long)button, is_pressed ? "pressed" : "released");
}

int main(void)
{
    (void)bulkhead_subscribe(BULKHEAD_GPIO_DRIVER, BULKHEAD_GPIO_CHANGED, pin_changed, NULL);
    (void)bulkhead_subscribe(DRIVER_BUTTON, 0, button_changed, NULL);
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < PINS && error == ERROR_NONE; i++) {
        const enum bulkhead_gpio_edge edge = i == RISING_PIN    ? BULKHEAD_GPIO_RISING
                                             : i == FALLING_PIN ? BULKHEAD_GPIO_FALLING
                                                                : BULKHEAD_GPIO_EITHER;
        error = bulkhead_gpio_input(i, BULKHEAD_GPIO_PULL_DOWN);
        if (error == ERROR_NONE) {
            error = bulkhead_gpio_watch(i, edge);
        }
    }
    (void)bulkhead_command(BULKHEAD_GPIO_DRIVER, BULKHEAD_GPIO_IGNORE, IGNORED_PIN, 0);
    for (uint32_t i = 0; i < BUTTONS; i++) {
        (void)bulkhead_command(DRIVER_BUTTON, 1, i, 0);
    }
    printf("watching: error %d\n", (int)error);
    for (;;) {
        bulkhead_yield_wait();
    }
}
