// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio_button.h"

#include <support/retry.h>

enum { MILLISECONDS_PER_SECOND = 1000 };

/// Bit i for button i.
static struct {
    bool is_started; ///< the pins have been set up in this life of the capsule
    uint32_t wanted; ///< by the client
    uint32_t watched;
    uint32_t pressed;   ///< of those: as told last
    uint32_t due;       ///< had an edge, and is looked at when the time comes
    uint32_t refused;   ///< could not be watched
    struct retry retry; ///< of these, or of the start
    uint64_t timer_at;  ///< 0: not set
} gpio_button CAPSULE_STATE;

static uint32_t look_ticks(void)
{
    return time_hz() / MILLISECONDS_PER_SECOND * GPIO_BUTTON_MILLISECONDS;
}

/// Has the timer come at a time, or before.
static void timer_start(uint64_t at)
{
    if (gpio_button.timer_at == 0 || at < gpio_button.timer_at) {
        gpio_button.timer_at = at;
        timer_set(at);
    }
}

/// False: who stands between is out of service, or nobody answers; that is tried again.
static bool pin_watch(uint32_t index)
{
    const uint32_t bit = 1u << index;
    const bool is_refused = retry_is_wanted(gpio_button_pins.watch(index, GPIO_EDGE_EITHER));
    gpio_button.refused = is_refused ? gpio_button.refused | bit : gpio_button.refused & ~bit;
    return !is_refused;
}

/// Plans the next try of what was refused, if anything was.
static void retry_plan(bool is_refused)
{
    if (!is_refused) {
        retry_end(&gpio_button.retry);
        return;
    }
    if (retry_is_due(&gpio_button.retry)) {
        retry_later(&gpio_button.retry, look_ticks());
    }
    timer_start(gpio_button.retry.at);
}

/// Sets the pins up, or does so later if who stands between is out of service.
static void start(void)
{
    const uint32_t count = gpio_button_pins.count();
    uint32_t all = 0;
    gpio_button.is_started = count != 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX && i < count; i++) {
        (void)gpio_button_pins.watch(i, GPIO_EDGE_NONE);
        if (retry_is_wanted(gpio_button_pins.configure(i, gpio_button_wiring.mode))) {
            gpio_button.is_started = false;
        }
        all |= 1u << i;
    }
    if (gpio_button.is_started) {
        retry_end(&gpio_button.retry);
        gpio_button_watch(gpio_button.wanted & all);
    } else {
        retry_plan(true);
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

/// Has a button watched that was not. What it is at first is told to nobody.
static void button_begin(uint32_t index)
{
    const uint32_t bit = 1u << index;
    gpio_button.pressed &= ~bit;
    // Watched first: an edge behind the look is told of.
    if (pin_watch(index) && gpio_button_is_pressed(index)) {
        gpio_button.pressed |= bit;
    }
}

void gpio_button_watch(uint32_t mask)
{
    gpio_button.wanted = mask;
    if (!gpio_button.is_started) {
        return;
    }
    const uint32_t started = mask & ~gpio_button.watched;
    const uint32_t ended = gpio_button.watched & ~mask;
    gpio_button.watched = mask;
    gpio_button.due &= mask;
    gpio_button.refused &= mask;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        const uint32_t bit = 1u << i;
        if ((ended & bit) != 0) {
            (void)gpio_button_pins.watch(i, GPIO_EDGE_NONE);
        } else if ((started & bit) != 0) {
            button_begin(i);
        }
    }
    retry_plan(gpio_button.refused != 0);
}

void gpio_button_changed(const struct gpio_changed *event)
{
    if (event->index >= GPIO_PIN_COUNT_MAX || (gpio_button.watched >> event->index & 1u) == 0) {
        return;
    }
    timer_start(time_now() + look_ticks());
    gpio_button.due |= 1u << event->index;
}

/// Looks at a button that had an edge, or that could not be watched before.
static void button_look(uint32_t index)
{
    const uint32_t bit = 1u << index;
    if (!pin_watch(index)) {
        return; // Nor could it be seen.
    }
    const bool is_pressed = gpio_button_is_pressed(index);
    if (is_pressed != ((gpio_button.pressed & bit) != 0)) {
        gpio_button.pressed ^= bit;
        const struct button_changed event = {.index = index, .is_pressed = is_pressed};
        gpio_button_client.changed(&event);
    }
}

void gpio_button_timer(void)
{
    gpio_button.timer_at = 0;
    if (!gpio_button.is_started) {
        start();
        return;
    }
    const uint32_t retried = retry_is_due(&gpio_button.retry) ? gpio_button.refused : 0;
    const uint32_t due = (gpio_button.due | retried) & gpio_button.watched;
    gpio_button.due = 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        if ((due >> i & 1u) != 0) {
            button_look(i);
        }
    }
    retry_plan(gpio_button.refused != 0);
}
