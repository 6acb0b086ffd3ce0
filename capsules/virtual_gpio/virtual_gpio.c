// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_gpio.h"

static void client_tell(size_t place, const struct gpio_changed *event)
{
    const uint32_t first = AT(virtual_gpio_ranges, place).first;
    if (event->index < first || event->index - first >= AT(virtual_gpio_ranges, place).count ||
        AT(virtual_gpio_clients, place).changed == NULL) {
        return;
    }
    const struct gpio_changed own = {.index = event->index - first, .is_high = event->is_high};
    AT(virtual_gpio_clients, place).changed(&own);
}

void virtual_gpio_changed(const struct gpio_changed *event)
{
    for (size_t i = 0; i < VIRTUAL_GPIO_CLIENT_COUNT; i++) {
        client_tell(i, event);
    }
}

void virtual_gpio_init(void)
{
    // At boot nobody watches, and nobody listens.
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        const struct gpio_changed event = {.index = i, .is_high = virtual_gpio_bank.is_high(i)};
        virtual_gpio_changed(&event);
    }
}

// ---------------------------------------------------------------------------------------------
// A place's pins. The number of one that it does not have is also none of the bank's.

static uint32_t pin_of(enum virtual_gpio_place place, uint32_t index)
{
    const struct virtual_gpio_range range = AT(virtual_gpio_ranges, place);
    return index < range.count ? range.first + index : GPIO_PIN_COUNT_MAX;
}

static uint32_t count_of(enum virtual_gpio_place place)
{
    return AT(virtual_gpio_ranges, place).count;
}

uint32_t virtual_gpio_first_count(void)
{
    return count_of(VIRTUAL_GPIO_FIRST);
}

enum error virtual_gpio_first_configure(uint32_t index, enum gpio_mode mode)
{
    return virtual_gpio_bank.configure(pin_of(VIRTUAL_GPIO_FIRST, index), mode);
}

enum error virtual_gpio_first_write(uint32_t index, bool is_high)
{
    return virtual_gpio_bank.write(pin_of(VIRTUAL_GPIO_FIRST, index), is_high);
}

bool virtual_gpio_first_is_high(uint32_t index)
{
    return virtual_gpio_bank.is_high(pin_of(VIRTUAL_GPIO_FIRST, index));
}

enum error virtual_gpio_first_watch(uint32_t index, enum gpio_edge edge)
{
    return virtual_gpio_bank.watch(pin_of(VIRTUAL_GPIO_FIRST, index), edge);
}

uint32_t virtual_gpio_second_count(void)
{
    return count_of(VIRTUAL_GPIO_SECOND);
}

enum error virtual_gpio_second_configure(uint32_t index, enum gpio_mode mode)
{
    return virtual_gpio_bank.configure(pin_of(VIRTUAL_GPIO_SECOND, index), mode);
}

enum error virtual_gpio_second_write(uint32_t index, bool is_high)
{
    return virtual_gpio_bank.write(pin_of(VIRTUAL_GPIO_SECOND, index), is_high);
}

bool virtual_gpio_second_is_high(uint32_t index)
{
    return virtual_gpio_bank.is_high(pin_of(VIRTUAL_GPIO_SECOND, index));
}

enum error virtual_gpio_second_watch(uint32_t index, enum gpio_edge edge)
{
    return virtual_gpio_bank.watch(pin_of(VIRTUAL_GPIO_SECOND, index), edge);
}

uint32_t virtual_gpio_third_count(void)
{
    return count_of(VIRTUAL_GPIO_THIRD);
}

enum error virtual_gpio_third_configure(uint32_t index, enum gpio_mode mode)
{
    return virtual_gpio_bank.configure(pin_of(VIRTUAL_GPIO_THIRD, index), mode);
}

enum error virtual_gpio_third_write(uint32_t index, bool is_high)
{
    return virtual_gpio_bank.write(pin_of(VIRTUAL_GPIO_THIRD, index), is_high);
}

bool virtual_gpio_third_is_high(uint32_t index)
{
    return virtual_gpio_bank.is_high(pin_of(VIRTUAL_GPIO_THIRD, index));
}

enum error virtual_gpio_third_watch(uint32_t index, enum gpio_edge edge)
{
    return virtual_gpio_bank.watch(pin_of(VIRTUAL_GPIO_THIRD, index), edge);
}

uint32_t virtual_gpio_fourth_count(void)
{
    return count_of(VIRTUAL_GPIO_FOURTH);
}

enum error virtual_gpio_fourth_configure(uint32_t index, enum gpio_mode mode)
{
    return virtual_gpio_bank.configure(pin_of(VIRTUAL_GPIO_FOURTH, index), mode);
}

enum error virtual_gpio_fourth_write(uint32_t index, bool is_high)
{
    return virtual_gpio_bank.write(pin_of(VIRTUAL_GPIO_FOURTH, index), is_high);
}

bool virtual_gpio_fourth_is_high(uint32_t index)
{
    return virtual_gpio_bank.is_high(pin_of(VIRTUAL_GPIO_FOURTH, index));
}

enum error virtual_gpio_fourth_watch(uint32_t index, enum gpio_edge edge)
{
    return virtual_gpio_bank.watch(pin_of(VIRTUAL_GPIO_FOURTH, index), edge);
}
