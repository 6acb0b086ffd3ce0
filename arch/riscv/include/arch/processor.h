// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What boards and chips know of a RISC-V processor: where it starts, and what it asks of them.
 *
 * The kernel runs in machine mode with interrupts off, except inside capsules, where the timer
 * alone can interrupt. An interrupt that comes while the kernel works waits until it returns to a
 * process, goes to sleep or looks at its work flags again. So there are no top halves: everything
 * that a device wants is done by its bottom half.
 *
 * The reset code is `arch_start` in the section ".text.start". The linker script puts it where the
 * hart starts, and defines what link_symbols.h lists. Harts other than hart 0 are parked there.
 *
 * Source: RISC-V Privileged Architecture 1.12, chapter 3 (machine level).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

// ---------------------------------------------------------------------------------------------
// Defined by the board.

/// Starts the board's devices. Context: init, before the kernel does anything.
void arch_board_initialise(void);

/// Resets the machine: port_reset(). Context: any, interrupts off.
NORETURN void arch_board_reset(void);

// ---------------------------------------------------------------------------------------------
// Defined by chips/: interrupt controller and timer. The hart calls them with interrupts off.

/**
 * Serves the controller of the device lines: claims each line that is pending and gives it to
 * kernel_irq_note(), until no line is pending. A claimed line stays silent until port_irq_enable()
 * completes it. The port has the kernel look at its work afterwards.
 * Context: kernel; never called while a capsule runs.
 */
void arch_external_interrupt(void);

/**
 * Serves the machine timer: if the alarm is due, cancels it and calls kernel_timer_expired(); if a
 * tick is due, sets the next one. Makes mtimecmp the earlier of the two.
 *
 * @return whether a tick was due. The port calls kernel_tick() then; the chip does not.
 * Context: tick: it may have interrupted a capsule, or a gate that a capsule has called. What
 * port_time_alarm() and its like share with it, they change with interrupts off.
 */
bool arch_timer_interrupt(void);

// ---------------------------------------------------------------------------------------------
// Offered by arch/.

/// The bit of mstatus that lets interrupts in.
#define ARCH_INTERRUPTS_ENABLED 8u

/**
 * Keeps the timer out while gates change what the tick uses, too.
 *
 * @return what arch_interrupts_restore() wants. Context: any.
 */
MUST_CHECK static inline uintptr_t arch_interrupts_off(void)
{
    uintptr_t before;
    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(before)::"memory");
    return before & ARCH_INTERRUPTS_ENABLED;
}

static inline void arch_interrupts_restore(uintptr_t before)
{
    __asm__ volatile("csrs mstatus, %0" ::"r"(before) : "memory");
}
