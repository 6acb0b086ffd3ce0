// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "registers.h"

#include <arch/mmio.h>
#include <chips/pl011/pl011.h>
#include <chips/pl061/pl061.h>
#include <chips/stellaris/adc.h>
#include <kernel/port.h>

struct registers registers;

const uintptr_t pl011_base = UART;
const uint32_t pl011_clock_hz = 50000000;
const uint8_t pl011_line = UART_LINE;

const struct pl061_port pl061_ports[PL061_PORT_COUNT_MAX] = {{PORT_ONE, 0}, {PORT_TWO, 1}};
const uint32_t pl061_port_count = 2;
const struct pl061_pin pl061_pins[GPIO_PIN_COUNT_MAX] = {{0, 0}, {0, 7}, {1, 3}};
const uint32_t pl061_pin_count = 3;

uint32_t mmio_read_32(uintptr_t address)
{
    return registers.read(address);
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    registers.write(address, value);
}

void port_irq_enable(unsigned line)
{
    (void)line;
    registers.lines_enabled++;
}

void kernel_bottom_half_request(unsigned line)
{
    (void)line;
    registers.bottom_halves++;
}

static void changed(const struct gpio_changed *event)
{
    registers.changes++;
    registers.changed = *event;
}
const struct gpio_client pl061_client = {changed};

static void sampled(const struct adc_sampled *event)
{
    registers.batches++;
    registers.sampled = *event;
    if (registers.on_sampled != NULL) {
        registers.on_sampled();
    }
}
const struct adc_client stellaris_adc_client = {sampled};

static void transmitted(const struct uart_transmitted *event)
{
    (void)event;
    registers.transmissions++;
}

static void received(const struct uart_received *event)
{
    registers.receptions++;
    registers.received = *event;
}
const struct uart_client pl011_client = {transmitted, received};
