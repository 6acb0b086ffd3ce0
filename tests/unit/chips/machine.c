// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "machine.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <arch/mmio.h>
#include <arch/processor.h>
#include <chips/clint/clint.h>
#include <chips/ns16550/ns16550.h>
#include <chips/plic/plic.h>
#include <chips/sifive/uart.h>
#include <chips/virtio/block.h>
#include <chips/virtio/entropy.h>
#include <chips/virtio/input.h>
#include <chips/virtio/transport.h>
#include <kernel/port.h>
#include <lib/invariant.h>

struct machine machine;

const uintptr_t clint_base = MACHINE_BASE;
const uint32_t clint_time_hz = MACHINE_HZ;
const uintptr_t plic_base = MACHINE_PLIC;
const uintptr_t ns16550_base = MACHINE_BASE;
const uint32_t ns16550_clock_hz = 3686400;
const uint8_t ns16550_line = MACHINE_LINE;
enum { DEVICE_ENTROPY, DEVICE_BLOCK };
const uint32_t virtio_entropy_device = DEVICE_ENTROPY;
const uint32_t virtio_block_device = DEVICE_BLOCK;

static void line_mask(unsigned line)
{
    assert_true(line < MACHINE_LINES);
    machine.is_line_masked[line] = true;
}

const struct virtio_slots virtio_slots = {
    .base = MACHINE_BASE,
    .stride_bytes = MACHINE_SLOT_BYTES,
    .count = MACHINE_SLOTS,
    .first_line = 1,
    .line_mask = line_mask,
};

void machine_reset_doubles(void)
{
    machine.has_interrupt_controller = false;
    for (unsigned line = 1; line < MACHINE_LINES; line++) {
        // The driver knows what was enabled and claimed in the test before.
        port_irq_enable(line);
        port_irq_disable(line);
    }
    machine = (struct machine){.timer_expirations = 0};
    fake_ledger_put(0, machine.buffer, MACHINE_BUFFER_BYTES,
                    1u << DEVICE_ENTROPY | 1u << DEVICE_BLOCK);
}

uint32_t machine_random(uint32_t limit)
{
    static uint64_t state = 0x853C49E6748FEA9B;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % limit;
}

// ---------------------------------------------------------------------------------------------
// Processor

uint8_t mmio_read_8(uintptr_t address)
{
    return (uint8_t)machine.read(address, 1);
}

void mmio_write_8(uintptr_t address, uint8_t value)
{
    machine.write(address, value, 1);
}

static bool is_beside_the_model(uintptr_t address)
{
    return !machine.has_interrupt_controller && address >= MACHINE_PLIC &&
           address < MACHINE_PLIC_END;
}

uint32_t mmio_read_32(uintptr_t address)
{
    return is_beside_the_model(address) ? 0 : machine.read(address, 4);
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    if (!is_beside_the_model(address)) {
        machine.write(address, value, 4);
        return;
    }
    const uintptr_t word = (address - MACHINE_PLIC_ENABLE) / 4;
    for (unsigned bit = 0; bit < 32 && word < MACHINE_LINES / 32; bit++) {
        machine.is_line_enabled[word * 32 + bit] = (value >> bit & 1) != 0;
    }
}

void mmio_barrier(void)
{
}

uintptr_t arch_interrupts_off(void)
{
    const bool before = machine.interrupts_are_off;
    machine.interrupts_are_off = true;
    return before;
}

void arch_interrupts_restore(uintptr_t before)
{
    machine.interrupts_are_off = before != 0;
}

// ---------------------------------------------------------------------------------------------
// Kernel

void invariant_failed(void)
{
    mock_assert(0, "invariant", __FILE__, __LINE__);
    __builtin_unreachable();
}

void kernel_timer_expired(void)
{
    machine.timer_expirations++;
}

void kernel_irq_note(unsigned line)
{
    invariant(line < MACHINE_LINES);
    machine.notes[line]++;
}

void kernel_bottom_half_request(unsigned line)
{
    assert_true(machine.is_line_enabled[line]);
    machine.is_bottom_half_requested = true;
}

// ---------------------------------------------------------------------------------------------
// Clients

static void transmitted(const struct uart_transmitted *event)
{
    assert_int_equal(event->status, ERROR_NONE);
    machine.transmissions++;
}

static void received(const struct uart_received *event)
{
    machine.received = *event;
    machine.receptions++;
}

/// What the device keeps has no name that is good.
static void check_name(struct transfer_buffer buffer)
{
    assert_int_equal(buffer.generation == fake_ledger[0].name.generation,
                     !fake_ledger[0].is_at_device);
}

static void filled(const struct entropy_filled *event)
{
    check_name(event->buffer);
    machine.filled = *event;
    machine.fillings++;
}

static void done(const struct block_done *event)
{
    if (event->operation != BLOCK_FLUSH) {
        check_name(event->buffer);
    }
    machine.done = *event;
    machine.operations++;
}

static void changed(const struct button_changed *event)
{
    (void)event;
}

static void touched(const struct touched *event)
{
    (void)event;
}

const struct uart_client ns16550_client = {.transmitted = transmitted, .received = received};
const struct uart_client sifive_uart_client = {.transmitted = transmitted, .received = received};
const struct entropy_client virtio_entropy_client = {.filled = filled};
const struct block_client virtio_block_client = {.done = done};
const struct button_client virtio_input_key_client = {.changed = changed};
const struct touch_client virtio_input_touch_client = {.touched = touched};
const struct virtio_input_choice virtio_input_choice = {.width_pixels = 1, .height_pixels = 1};
