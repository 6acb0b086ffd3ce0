// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Ports of eight pins each (PL061, with the pull-ups that Luminary added), as one bank.
 *
 * The board says which pins there are and in what order; the others stay as they are. It has the
 * clocks of the ports on, calls pl061_initialise(), puts the bottom half into its table once for
 * each port's line, and defines the constants below.
 *
 * An edge of a watched pin is recorded by the port. The bottom half acknowledges one pin a run,
 * looks at it behind that, so that what comes later is recorded again, and has the pin quiet until
 * it is watched anew. So a pin that floats costs one interrupt for each look of its user.
 *
 * Source: Arm PrimeCell GPIO (PL061) TRM, revision r1p0 (DDI 0190B), chapter 3; Texas Instruments
 * LM3S6965 data sheet (SPMS058), chapter 8.
 */
#pragma once

#include <hal/gpio.h>

struct pl061_port {
    uintptr_t base;
    uint8_t line; ///< its interrupt
};

struct pl061_pin {
    uint8_t port; ///< in pl061_ports
    uint8_t bit;  ///< 0 to 7
};

enum { PL061_PORT_COUNT_MAX = 8 };

extern const struct pl061_port pl061_ports[PL061_PORT_COUNT_MAX];
extern const uint32_t pl061_port_count;
extern const struct pl061_pin pl061_pins[GPIO_PIN_COUNT_MAX];
extern const uint32_t pl061_pin_count;

/// The functions of the contract `struct gpio_bank`. Context: kernel.
uint32_t pl061_count(void);
enum error pl061_configure(uint32_t index, enum gpio_mode mode);
enum error pl061_write(uint32_t index, bool is_high);
bool pl061_is_high(uint32_t index);
enum error pl061_watch(uint32_t index, enum gpio_edge edge);

/// Who is told. Made of manifests. Called from the bottom half.
extern const struct gpio_client pl061_client;

/// Has all pins of the bank off and not watched, and the ports' interrupts enabled. Context: init.
void pl061_initialise(void);

/// For the board's table of bottom halves, the line of each port.
void pl061_bottom_half(void);
