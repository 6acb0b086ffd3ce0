// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What chips know of a RISC-V processor, as tests have it.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

void arch_external_interrupt(void);
bool arch_timer_interrupt(void);

MUST_CHECK uintptr_t arch_interrupts_off(void);
void arch_interrupts_restore(uintptr_t before);
