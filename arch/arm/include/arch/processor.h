// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What boards and chips know of an Arm processor: the vector table and its handlers.
 *
 * A board defines one constant `struct arch_vector_table` named arch_vectors in the section
 * ARCH_VECTOR_SECTION, which its linker script puts at the reset address.
 */
#pragma once

#include <stdint.h>

#include <arch/vectors.h>

#define ARCH_VECTOR_SECTION ".vectors"
extern const struct arch_vector_table arch_vectors;

/// Handlers of arch/ for the table. Reached by exceptions only.
void arch_reset(void);
void arch_non_maskable(void);
void arch_hard_fault(void);
void arch_fault(void); ///< memory management, bus, usage and secure faults
void arch_sv_call(void);
void arch_pend_sv(void);
void arch_sys_tick(void);
void arch_unexpected(void);

/**
 * Serves every line that needs no top half: masks the line, notes it and has kernel work run.
 * A line that needs one has the chip's function in the table instead.
 */
void arch_irq_common(void);

/// Starts the board's devices. Defined by the board. Context: init, before the kernel does
/// anything.
void arch_board_initialise(void);

/// Clock of the processor and its tick. Defined by the chip.
extern const uint32_t arch_core_clock_hz;
