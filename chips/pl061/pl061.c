// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pl061.h"

#include <arch/mmio.h>
#include <kernel/port.h>

enum pl061_register {
    /// Bits 2 to 9 of the address say which pins an access to the data is about.
    PORT_DATA = 0x000,
    PORT_DIRECTION = 0x400, ///< 1: output
    PORT_SENSE = 0x404,     ///< 0: edges
    PORT_BOTH_EDGES = 0x408,
    PORT_EVENT = 0x40C, ///< 1: rising, where it is not both
    PORT_INTERRUPT_MASK = 0x410,
    PORT_INTERRUPT_STATUS = 0x418, ///< recorded and not masked
    PORT_INTERRUPT_CLEAR = 0x41C,
    PORT_FUNCTION = 0x420, ///< 1: a device has the pin
    PORT_PULL_UP = 0x510,
    PORT_PULL_DOWN = 0x514,
    PORT_DIGITAL = 0x51C, ///< 0: cut off
};

enum { PORT_DATA_SHIFT = 2 };

/// Guard of both: base level. Bit i for pin i: how it is driven once it is an output; how edges are
/// watched.
static uint32_t driven_high;
static uint8_t edges[GPIO_PIN_COUNT_MAX];

static uint32_t port_read(const struct pl061_pin *pin, enum pl061_register offset)
{
    return mmio_read_32(pl061_ports[pin->port].base + offset);
}

/// Sets or clears the pin's bit of a register.
static void bit_write(const struct pl061_pin *pin, enum pl061_register offset, bool is_set)
{
    const uint32_t bit = 1u << pin->bit;
    const uint32_t others = port_read(pin, offset) & ~bit;
    mmio_write_32(pl061_ports[pin->port].base + offset, is_set ? others | bit : others);
}

static void interrupt_clear(const struct pl061_pin *pin)
{
    mmio_write_32(pl061_ports[pin->port].base + PORT_INTERRUPT_CLEAR, 1u << pin->bit);
}

/// Where the data of this pin alone is.
static uintptr_t data_of(const struct pl061_pin *pin)
{
    return pl061_ports[pin->port].base + PORT_DATA + (1u << pin->bit << PORT_DATA_SHIFT);
}

static void level_drive(uint32_t index)
{
    const struct pl061_pin *pin = &pl061_pins[index];
    mmio_write_32(data_of(pin), (driven_high >> index & 1u) != 0 ? 1u << pin->bit : 0);
}

void pl061_initialise(void)
{
    for (uint32_t i = 0; i < pl061_pin_count; i++) {
        (void)pl061_watch(i, GPIO_EDGE_NONE);
        (void)pl061_configure(i, GPIO_MODE_OFF);
    }
    for (uint32_t i = 0; i < pl061_port_count; i++) {
        port_irq_enable(pl061_ports[i].line);
    }
}

uint32_t pl061_count(void)
{
    return pl061_pin_count;
}

enum error pl061_configure(uint32_t index, enum gpio_mode mode)
{
    if (index >= pl061_pin_count) {
        return ERROR_INVALID;
    }
    const struct pl061_pin *pin = &pl061_pins[index];
    bit_write(pin, PORT_FUNCTION, false);
    bit_write(pin, PORT_PULL_UP, mode == GPIO_MODE_INPUT_PULLED_UP);
    bit_write(pin, PORT_PULL_DOWN, mode == GPIO_MODE_INPUT_PULLED_DOWN);
    // Written on both sides of the change: a port may take data for outputs only, and one that
    // takes it before shows nothing else in between.
    level_drive(index);
    bit_write(pin, PORT_DIRECTION, mode == GPIO_MODE_OUTPUT);
    level_drive(index);
    bit_write(pin, PORT_DIGITAL, mode != GPIO_MODE_OFF);
    return ERROR_NONE;
}

enum error pl061_write(uint32_t index, bool is_high)
{
    if (index >= pl061_pin_count) {
        return ERROR_INVALID;
    }
    const uint32_t bit = 1u << index;
    driven_high = is_high ? driven_high | bit : driven_high & ~bit;
    level_drive(index);
    return ERROR_NONE;
}

bool pl061_is_high(uint32_t index)
{
    return index < pl061_pin_count &&
           (port_read(&pl061_pins[index], PORT_DIGITAL) >> pl061_pins[index].bit & 1u) != 0 &&
           mmio_read_32(data_of(&pl061_pins[index])) != 0;
}

enum error pl061_watch(uint32_t index, enum gpio_edge edge)
{
    if (index >= pl061_pin_count) {
        return ERROR_INVALID;
    }
    const struct pl061_pin *pin = &pl061_pins[index];
    if (edges[index] != (uint8_t)edge || edge == GPIO_EDGE_NONE) {
        edges[index] = (uint8_t)edge;
        bit_write(pin, PORT_INTERRUPT_MASK, false);
        bit_write(pin, PORT_SENSE, false);
        bit_write(pin, PORT_BOTH_EDGES, edge == GPIO_EDGE_EITHER);
        bit_write(pin, PORT_EVENT, edge == GPIO_EDGE_RISING);
        interrupt_clear(pin);
    }
    bit_write(pin, PORT_INTERRUPT_MASK, edge != GPIO_EDGE_NONE);
    return ERROR_NONE;
}

void pl061_bottom_half(void)
{
    for (uint32_t i = 0; i < pl061_pin_count; i++) {
        const struct pl061_pin *pin = &pl061_pins[i];
        if ((port_read(pin, PORT_INTERRUPT_STATUS) >> pin->bit & 1u) != 0) {
            bit_write(pin, PORT_INTERRUPT_MASK, false);
            interrupt_clear(pin);
            const struct gpio_changed event = {.index = i, .is_high = pl061_is_high(i)};
            pl061_client.changed(&event);
            return; // One pin a run: the line of a port with another one is active still.
        }
    }
}
