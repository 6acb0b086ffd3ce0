// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio_button.h"

enum { MILLISECONDS_PER_SECOND = 1000 };

/// Bit i for button i.
static struct {
    bool is_started; ///< the pins have been set up in this life of the capsule
    uint32_t wanted; ///< by the client
    uint32_t watched;
    uint32_t pressed; ///< of those: as told last
    uint32_t due;     ///< had an edge, and is looked at when the time comes
} gpio_button CAPSULE_STATE;

static void pin_watch(uint32_t index, enum gpio_edge edge)
{
    const enum error error = gpio_button_pins.watch(index, edge);
    if (error != ERROR_NONE && edge != GPIO_EDGE_NONE) {
        // Who stands between is out of service for a while.
        gpio_button.due |= 1u << index;
    }
}

static void look_later(void)
{
    timer_set(time_now() + time_hz() / MILLISECONDS_PER_SECOND * GPIO_BUTTON_MILLISECONDS);
}

/// Sets the pins up, or does so later if who stands between is out of service.
static void start(void)
{
    const uint32_t count = gpio_button_pins.count();
    uint32_t all = 0;
    gpio_button.is_started = count != 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX && i < count; i++) {
        (void)gpio_button_pins.watch(i, GPIO_EDGE_NONE);
        if (gpio_button_pins.configure(i, gpio_button_wiring.mode) == ERROR_FAILED) {
            gpio_button.is_started = false;
        }
        all |= 1u << i;
    }
    if (gpio_button.is_started) {
        gpio_button_watch(gpio_button.wanted & all);
    } else {
        look_later();
    }
}

void gpio_button_init(void)
{
    // The client has chosen some before a restart, and does not choose again.
    gpio_button.wanted = UINT32_MAX;
    start();
}

bool gpio_button_is_pressed(uint32_t index)
{
    return gpio_button_pins.is_high(index) != gpio_button_wiring.is_pressed_low;
}

void gpio_button_watch(uint32_t mask)
{
    gpio_button.wanted = mask;
    if (!gpio_button.is_started) {
        return;
    }
    const uint32_t started = mask & ~gpio_button.watched;
    const uint32_t ended = gpio_button.watched & ~mask;
    const bool is_timing = gpio_button.due != 0;
    gpio_button.watched = mask;
    gpio_button.due &= mask;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        const uint32_t bit = 1u << i;
        if ((ended & bit) != 0) {
            pin_watch(i, GPIO_EDGE_NONE);
        } else if ((started & bit) != 0) {
            // Watched first: an edge behind the look is told of.
            pin_watch(i, GPIO_EDGE_EITHER);
            const uint32_t others = gpio_button.pressed & ~bit;
            gpio_button.pressed = gpio_button_is_pressed(i) ? others | bit : others;
        }
    }
    // A look that is due is not put off, or who enables buttons all the time would keep it away.
    if (gpio_button.due != 0 && !is_timing) {
        look_later();
    }
}

void gpio_button_changed(const struct gpio_changed *event)
{
    if (event->index >= GPIO_PIN_COUNT_MAX || (gpio_button.watched >> event->index & 1u) == 0) {
        return;
    }
    if (gpio_button.due == 0) {
        look_later();
    }
    gpio_button.due |= 1u << event->index;
}

void gpio_button_timer(void)
{
    if (!gpio_button.is_started) {
        start();
        return;
    }
    const uint32_t due = gpio_button.due & gpio_button.watched;
    gpio_button.due = 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        const uint32_t bit = 1u << i;
        if ((due & bit) == 0) {
            continue;
        }
        pin_watch(i, GPIO_EDGE_EITHER);
        const bool is_pressed = gpio_button_is_pressed(i);
        if (is_pressed != ((gpio_button.pressed & bit) != 0)) {
            gpio_button.pressed ^= bit;
            const struct button_changed event = {.index = i, .is_pressed = is_pressed};
            gpio_button_client.changed(&event);
        }
    }
    if (gpio_button.due != 0) {
        look_later();
    }
}
