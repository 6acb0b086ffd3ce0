// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the drivers of chips under test stand on: registers of one device, the kernel's services,
 * and a board that has all of the chips.
 *
 * A test sets `machine.read` and `machine.write` to the model of its device. The services are
 * doubles that count, and a ledger with one buffer.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hal/block.h>
#include <hal/entropy.h>
#include <hal/uart.h>

#include "fake_ledger.h"

enum {
    MACHINE_BASE = 0x10000000, ///< of the device under test, except those below
    MACHINE_PLIC = 0x0C000000,
    MACHINE_PLIC_ENABLE = MACHINE_PLIC + 0x2000,
    MACHINE_PLIC_END = 0x10000000,
    MACHINE_LINE = 10,
    MACHINE_LINES = 128,
    MACHINE_BUFFER_BYTES = 2048,
    MACHINE_HZ = 10000000,
    MACHINE_SLOTS = 8,
    MACHINE_SLOT_BYTES = 0x1000,
};

struct machine {
    /// The model of the device. `address` as the driver gave it. Without has_interrupt_controller
    /// accesses to that do not come here; what it enables is noted below.
    uint32_t (*read)(uintptr_t address, unsigned bytes);
    void (*write)(uintptr_t address, uint32_t value, unsigned bytes);

    bool has_interrupt_controller;

    bool interrupts_are_off; ///< by arch_interrupts_off()
    unsigned timer_expirations;
    unsigned notes[MACHINE_LINES];       ///< of kernel_irq_note()
    bool is_bottom_half_requested;       ///< of kernel_bottom_half_request()
    bool is_line_enabled[MACHINE_LINES]; ///< where the interrupt controller is not modelled
    bool is_line_masked[MACHINE_LINES];  ///< by a driver of a virtio device, for good

    uint8_t buffer[MACHINE_BUFFER_BYTES];

    // Calls of clients.
    unsigned transmissions;
    unsigned receptions;
    struct uart_received received;
    unsigned fillings;
    struct entropy_filled filled;
    unsigned operations;
    struct block_done done;
};

extern struct machine machine;

/// Puts everything but the drivers back to its start.
void machine_reset_doubles(void);

/// A number below `limit`, from a generator whose seed is printed with failures.
uint32_t machine_random(uint32_t limit);
