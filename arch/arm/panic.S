// SPDX-License-Identifier: Apache-2.0 OR MIT
// The way to the emergency stack, from which there is no way back.

#include "assembler.inc"
#include "registers.h"

// void port_panic(const char *cause). Reached from anywhere, with any stack.
    function port_panic
    cpsid   i
    ldr     r1, =arch_emergency_stack_end
    msr     msp, r1
    b       kernel_panic
    end_function port_panic

    .section .bss.arch_emergency_stack, "aw", %nobits
    .balign 8
    .space  EMERGENCY_STACK_BYTES
    .global arch_emergency_stack_end
arch_emergency_stack_end:
