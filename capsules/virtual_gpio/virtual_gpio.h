// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_gpio`: several banks of pins out of one, with the same contract above and below
 * (hal/gpio.h).
 *
 * Each client has a place, to which the board gives a range of the bank's pins. A client sees those
 * alone, numbered from 0, and reaches no other one: so the pin of a light is out of reach for
 * programs. A place without pins is empty.
 *
 * The capsule keeps nothing. When it starts again after it has failed it tells the clients of all
 * their pins, since one that had its edge meanwhile is quiet below and its client has not heard.
 */
#pragma once

#include <capsule.h>
#include <hal/gpio.h>

enum virtual_gpio_place {
    VIRTUAL_GPIO_FIRST,
    VIRTUAL_GPIO_SECOND,
    VIRTUAL_GPIO_THIRD,
    VIRTUAL_GPIO_FOURTH,
};
enum { VIRTUAL_GPIO_CLIENT_COUNT = 4 };

struct virtual_gpio_range {
    uint8_t first;
    uint8_t count; ///< 0: the place has none
};

/// The pins of each place. They do not overlap. Defined by the board.
extern const struct virtual_gpio_range virtual_gpio_ranges[VIRTUAL_GPIO_CLIENT_COUNT];

/// The bank that all share. Made of the manifest and the board's choice.
extern const struct gpio_bank virtual_gpio_bank;

/// Who is told; a place of the board's that nobody has is empty.
extern const struct gpio_client virtual_gpio_clients[VIRTUAL_GPIO_CLIENT_COUNT];

void virtual_gpio_init(void);

void virtual_gpio_changed(const struct gpio_changed *event);

// The bank of each place.
uint32_t virtual_gpio_first_count(void);
enum error virtual_gpio_first_configure(uint32_t index, enum gpio_mode mode);
enum error virtual_gpio_first_write(uint32_t index, bool is_high);
bool virtual_gpio_first_is_high(uint32_t index);
enum error virtual_gpio_first_watch(uint32_t index, enum gpio_edge edge);
uint32_t virtual_gpio_second_count(void);
enum error virtual_gpio_second_configure(uint32_t index, enum gpio_mode mode);
enum error virtual_gpio_second_write(uint32_t index, bool is_high);
bool virtual_gpio_second_is_high(uint32_t index);
enum error virtual_gpio_second_watch(uint32_t index, enum gpio_edge edge);
uint32_t virtual_gpio_third_count(void);
enum error virtual_gpio_third_configure(uint32_t index, enum gpio_mode mode);
enum error virtual_gpio_third_write(uint32_t index, bool is_high);
bool virtual_gpio_third_is_high(uint32_t index);
enum error virtual_gpio_third_watch(uint32_t index, enum gpio_edge edge);
uint32_t virtual_gpio_fourth_count(void);
enum error virtual_gpio_fourth_configure(uint32_t index, enum gpio_mode mode);
enum error virtual_gpio_fourth_write(uint32_t index, bool is_high);
bool virtual_gpio_fourth_is_high(uint32_t index);
enum error virtual_gpio_fourth_watch(uint32_t index, enum gpio_edge edge);
