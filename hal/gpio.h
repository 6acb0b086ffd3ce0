// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Contract of a bank of pins, numbered from 0.
 *
 * Whoever implements it (a chip, or a capsule that shares a bank) offers a constant `struct
 * gpio_bank`; whoever uses it (a capsule) gets a constant `struct gpio_client` called, never inside
 * a call of its own. On the way from the chip to a capsule the board puts the boundary between the
 * two.
 *
 * A pin belongs to one user; one that is nobody's, or somebody else's, answers ERROR_NO_DEVICE.
 * Nothing else of the contract waits: a bank behind a slow bus takes a wish down and carries it out
 * soon, and answers with what it has seen last.
 *
 * **A pin cannot flood its user.** To watch is to be told once: the pin is quiet behind that until
 * it is watched again. Edges in between are remembered as one, so the last state of a pin is never
 * missed, and the user chooses how often it looks. A bank that has been restarted tells of every
 * pin once, whether it had an edge or not. Where it has nothing that outlasts a restart, as behind
 * a bus, all pins are off then, and are told as low: it is for the user to set them up again.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>

enum { GPIO_PIN_COUNT_MAX = 32 };

enum gpio_mode {
    GPIO_MODE_OFF, ///< neither read nor driven; as at the start
    GPIO_MODE_OUTPUT,
    GPIO_MODE_INPUT,
    GPIO_MODE_INPUT_PULLED_UP,
    GPIO_MODE_INPUT_PULLED_DOWN,
};

enum gpio_edge {
    GPIO_EDGE_NONE, ///< not watched; as at the start
    GPIO_EDGE_EITHER,
    GPIO_EDGE_RISING,
    GPIO_EDGE_FALLING,
};

struct VTABLE gpio_bank {
    /// How many pins there are, at most GPIO_PIN_COUNT_MAX. Always the same. Context: kernel.
    uint32_t (*count)(void);

    /**
     * Chooses what a pin is for. An output keeps the level that was written last, low at first.
     *
     * @retval ERROR_INVALID     no such pin; here and below.
     * @retval ERROR_NO_DEVICE   it is not the caller's, or does not answer now; here and below.
     *                           One that answers again is then off, low or not watched as it was
     *                           asked to be; all else is to be asked for anew.
     * @retval ERROR_NO_SUPPORT  the bank has no such mode; the pin stays as it is.
     * Context: kernel.
     */
    enum error (*configure)(uint32_t index, enum gpio_mode mode);

    /// Drives a pin, now if it is an output, else from when it becomes one. Context: kernel.
    enum error (*write)(uint32_t index, bool is_high);

    /// Says how a pin is, of an output also how it is driven. False where `configure` would refuse
    /// the pin, and for one that is off. Context: kernel.
    bool (*is_high)(uint32_t index);

    /**
     * Has client->changed called once, when the pin next has such an edge. If it had one since the
     * client was told last, that is now. Another edge than before, or GPIO_EDGE_NONE, forgets what
     * was.
     *
     * @retval ERROR_NO_SUPPORT  the bank cannot tell.
     * Context: kernel.
     */
    enum error (*watch)(uint32_t index, enum gpio_edge edge);
};

struct gpio_changed {
    uint32_t index;
    bool is_high; ///< as the pin is now, which may not be how the edge left it
};

struct VTABLE gpio_client {
    void (*changed)(const struct gpio_changed *event);
};
