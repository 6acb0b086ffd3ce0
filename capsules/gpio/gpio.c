// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "gpio.h"

#include <lib/cell.h>
#include <support/retry.h>

enum { LOOKS_PER_SECOND = 1000 };

struct gpio_pin {
    OPTIONAL_CELL(struct process_id) owner;
    enum gpio_edge edge; ///< that the owner is told of
    bool is_quiet;       ///< has told, or could not be watched; is watched when the time comes
    bool is_refused;     ///< could not be watched the last time
    bool is_untold;      ///< the owner's queue was full
    bool is_left_on;     ///< is to be off, and could not be switched off
};

static struct {
    struct gpio_pin pins[GPIO_PIN_COUNT_MAX];
    struct retry retry; ///< of what was refused, and of pins that are left on
    uint64_t timer_at;  ///< 0: not set
} gpio CAPSULE_STATE;

static enum error pin_command(struct command *command, uint32_t index);
static void retry_begin(void);

/// Switches a pin off that is nobody's. If who stands between is out of service that comes later.
static void pin_off(uint32_t index)
{
    OPTIONAL_CLEAR(AT(gpio.pins, index).owner);
    AT(gpio.pins, index).edge = GPIO_EDGE_NONE;
    AT(gpio.pins, index).is_quiet = false;
    AT(gpio.pins, index).is_refused = false;
    AT(gpio.pins, index).is_untold = false;
    AT(gpio.pins, index).is_left_on = gpio_pins.watch(index, GPIO_EDGE_NONE) == ERROR_FAILED ||
                                      gpio_pins.write(index, false) == ERROR_FAILED ||
                                      gpio_pins.configure(index, GPIO_MODE_OFF) == ERROR_FAILED;
}

static void pin_release(uint32_t index)
{
    pin_off(index);
    if (AT(gpio.pins, index).is_left_on) {
        retry_begin();
    }
}

void gpio_init(void)
{
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        pin_release(i);
    }
}

void gpio_command(struct command *command)
{
    const uint32_t index = command->argument[0];
    const uint32_t count = gpio_pins.count();
    if (command->number == COMMAND_EXISTS) {
        command_success(command);
    } else if (command->number == GPIO_COMMAND_COUNT) {
        command_success_u32(command, count);
    } else if (command->number > GPIO_COMMAND_COUNT) {
        command_failure(command, ERROR_NO_SUPPORT);
    } else if (index >= GPIO_PIN_COUNT_MAX || index >= count) {
        // Who stands between has no pins while it is out of service.
        command_failure(command, count == 0 ? ERROR_FAILED : ERROR_INVALID);
    } else if (command->number == GPIO_COMMAND_READ) {
        command_success_u32(command, gpio_pins.is_high(index) ? 1 : 0);
    } else {
        command_result(command, pin_command(command, index));
    }
}

static bool pin_is_of(uint32_t index, struct process_id process)
{
    return OPTIONAL_HAS(AT(gpio.pins, index).owner) &&
           process_id_equal(OPTIONAL_GET(AT(gpio.pins, index).owner), process);
}

/// Makes the edge and the wish to be told of it known below.
static void pin_watch(uint32_t index)
{
    const bool is_watched = gpio_pins.watch(index, AT(gpio.pins, index).edge) == ERROR_NONE;
    AT(gpio.pins, index).is_quiet = !is_watched;
    AT(gpio.pins, index).is_refused = !is_watched;
}

static enum error pin_input(uint32_t index, uint32_t pull)
{
    switch (pull) {
    case 0:
        return gpio_pins.configure(index, GPIO_MODE_INPUT);
    case 1:
        return gpio_pins.configure(index, GPIO_MODE_INPUT_PULLED_UP);
    case 2:
        return gpio_pins.configure(index, GPIO_MODE_INPUT_PULLED_DOWN);
    default:
        return ERROR_NO_SUPPORT;
    }
}

static enum error pin_edge_set(uint32_t index, enum gpio_edge edge)
{
    const enum error error = gpio_pins.watch(index, edge);
    if (error == ERROR_NONE) {
        AT(gpio.pins, index).edge = edge;
        AT(gpio.pins, index).is_quiet = false;
        AT(gpio.pins, index).is_refused = false;
        AT(gpio.pins, index).is_untold = false;
    }
    return error;
}

static enum error pin_edge(uint32_t index, uint32_t edge)
{
    switch (edge) {
    case 0:
        return pin_edge_set(index, GPIO_EDGE_EITHER);
    case 1:
        return pin_edge_set(index, GPIO_EDGE_RISING);
    case 2:
        return pin_edge_set(index, GPIO_EDGE_FALLING);
    default:
        return ERROR_NO_SUPPORT;
    }
}

/// A command that is for the owner of the pin alone.
static enum error pin_use(const struct command *command, uint32_t index)
{
    switch (command->number) {
    case GPIO_COMMAND_OUTPUT:
        return gpio_pins.configure(index, GPIO_MODE_OUTPUT);
    case GPIO_COMMAND_SET:
        return gpio_pins.write(index, true);
    case GPIO_COMMAND_CLEAR:
        return gpio_pins.write(index, false);
    case GPIO_COMMAND_TOGGLE:
        return gpio_pins.write(index, !gpio_pins.is_high(index));
    case GPIO_COMMAND_INPUT:
        return pin_input(index, command->argument[1]);
    default:
        return pin_edge(index, command->argument[1]);
    }
}

static enum error pin_command(struct command *command, uint32_t index)
{
    const bool is_own = pin_is_of(index, command->process);
    if (OPTIONAL_HAS(AT(gpio.pins, index).owner) && !is_own) {
        return ERROR_RESERVE;
    }
    const bool is_to_be_off = command->number == GPIO_COMMAND_OFF;
    if (is_to_be_off || AT(gpio.pins, index).is_left_on) {
        pin_release(index);
    }
    if (is_to_be_off || AT(gpio.pins, index).is_left_on) {
        return AT(gpio.pins, index).is_left_on ? ERROR_FAILED : ERROR_NONE;
    }
    if (command->number == GPIO_COMMAND_IGNORE) {
        AT(gpio.pins, index).edge = GPIO_EDGE_NONE;
        AT(gpio.pins, index).is_refused = false;
        return gpio_pins.watch(index, GPIO_EDGE_NONE);
    }
    const enum error error = pin_use(command, index);
    if (error == ERROR_NONE && !is_own) {
        OPTIONAL_SET(AT(gpio.pins, index).owner, command->process);
    }
    return error;
}

void gpio_process_ended(struct process_id *process)
{
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        if (pin_is_of(i, process_id_at(process))) {
            pin_release(i);
        }
    }
}

/// Has the timer come at a time, or before.
static void timer_start(uint64_t at)
{
    if (gpio.timer_at == 0 || at < gpio.timer_at) {
        gpio.timer_at = at;
        timer_set(at);
    }
}

static void look_later(void)
{
    timer_start(time_now() + time_hz() / LOOKS_PER_SECOND);
}

/// Has what was refused tried again, together with what waits for that already.
static void retry_begin(void)
{
    if (gpio.retry.delay_ticks == 0) {
        retry_later(&gpio.retry, time_hz() / LOOKS_PER_SECOND);
    }
    timer_start(gpio.retry.at);
}

static void owner_tell(uint32_t index, bool is_high)
{
    const enum error error = upcall_schedule(OPTIONAL_GET(AT(gpio.pins, index).owner),
                                             GPIO_UPCALL_CHANGED, index, is_high ? 1 : 0, 0);
    AT(gpio.pins, index).is_untold = error == ERROR_FULL;
}

void gpio_changed(const struct gpio_changed *event)
{
    const uint32_t index = event->index;
    if (index >= GPIO_PIN_COUNT_MAX || AT(gpio.pins, index).edge == GPIO_EDGE_NONE ||
        !OPTIONAL_HAS(AT(gpio.pins, index).owner)) {
        return;
    }
    AT(gpio.pins, index).is_quiet = true;
    AT(gpio.pins, index).is_refused = false;
    owner_tell(index, event->is_high);
    look_later();
}

/// Tells the owner of a pin what it has yet to hear of, and has the pin watched again behind that.
static void pin_look(uint32_t index, bool is_retry_due)
{
    if (AT(gpio.pins, index).is_left_on && is_retry_due) {
        pin_off(index);
    }
    if (AT(gpio.pins, index).edge == GPIO_EDGE_NONE) {
        return;
    }
    if (AT(gpio.pins, index).is_untold) {
        owner_tell(index, gpio_pins.is_high(index));
    }
    // It stays quiet while its owner has yet to hear of the last edge.
    if (AT(gpio.pins, index).is_quiet && !AT(gpio.pins, index).is_untold &&
        (is_retry_due || !AT(gpio.pins, index).is_refused)) {
        pin_watch(index);
    }
}

void gpio_timer(void)
{
    const bool is_retry_due = retry_is_due(&gpio.retry);
    bool is_refused = false;
    gpio.timer_at = 0;
    for (uint32_t i = 0; i < GPIO_PIN_COUNT_MAX; i++) {
        pin_look(i, is_retry_due);
        if (AT(gpio.pins, i).is_left_on || AT(gpio.pins, i).is_refused) {
            is_refused = true;
        } else if (AT(gpio.pins, i).edge != GPIO_EDGE_NONE && AT(gpio.pins, i).is_quiet) {
            look_later();
        }
    }
    if (!is_refused) {
        retry_end(&gpio.retry);
        return;
    }
    if (is_retry_due) {
        retry_later(&gpio.retry, time_hz() / LOOKS_PER_SECOND);
    }
    timer_start(gpio.retry.at);
}
